/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

size_t sv_find(struct sv s, char c)
{
	const char *q = s.n ? memchr(s.p, c, s.n) : NULL;
	return q ? (size_t)(q - s.p) : s.n;
}

size_t sv_rfind(struct sv s, char c)
{
	const char *q = s.n ? memrchr(s.p, c, s.n) : NULL;
	return q ? (size_t)(q - s.p) : s.n;
}

size_t sv_search(struct sv s, struct sv needle)
{
	const char *q;
	if (needle.n == 0)
		return 0;
	q = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
	return q ? (size_t)(q - s.p) : s.n;
}

static bool cut_at(struct sv s, size_t i, struct sv *head, struct sv *rest)
{
	bool found = i < s.n;
	*head = sv_first(s, i);
	*rest = found ? sv_from(s, i + 1) : (struct sv){NULL, 0};
	return found;
}

bool sv_cut(struct sv s, char sep, struct sv *head, struct sv *rest)
{
	return cut_at(s, sv_find(s, sep), head, rest);
}

bool sv_rcut(struct sv s, char sep, struct sv *head, struct sv *rest)
{
	return cut_at(s, sv_rfind(s, sep), head, rest);
}

bool sv_next(struct sv *rest, char sep, struct sv *field)
{
	if (!rest->p)
		return false;
	(void)sv_cut(*rest, sep, field, rest);
	return true;
}

bool sv_line(struct sv *rest, struct sv *line)
{
	if (rest->n == 0)
		return false;
	(void)sv_cut(*rest, '\n', line, rest);
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

struct sv sv_trim(struct sv s)
{
	while (s.n > 0 && ch_space((unsigned char)s.p[0]))
		s.p++, s.n--;
	while (s.n > 0 && ch_space((unsigned char)s.p[s.n - 1]))
		s.n--;
	return s;
}

int sv_icmp(struct sv a, struct sv b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	for (size_t i = 0; i < n; i++) {
		unsigned char x = (unsigned char)ch_to_lower(a.p[i]);
		unsigned char y = (unsigned char)ch_to_lower(b.p[i]);
		if (x != y)
			return x < y ? -1 : 1;
	}
	return (a.n > b.n) - (a.n < b.n);
}

bool sv_ieq(struct sv a, struct sv b)
{
	return a.n == b.n && sv_icmp(a, b) == 0;
}

struct sv sv_lower(struct arena *a, struct sv s)
{
	char *p = arena_new(a, char, s.n + 1);
	if (!p)
		return (struct sv){NULL, 0};
	for (size_t i = 0; i < s.n; i++)
		p[i] = ch_to_lower(s.p[i]);
	return (struct sv){p, s.n};
}

bool sv_u64(struct sv s, uint64_t *out)
{
	uint64_t v = 0;
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned d = (unsigned)(s.p[i] - '0');
		if (d > 9 || __builtin_mul_overflow(v, 10u, &v) ||
		    __builtin_add_overflow(v, d, &v))
			return false;
	}
	*out = v;
	return true;
}

/*
 * Up to 17 significant digits are exact enough for scores and probabilities; strtod() would
 * read the decimal point of the locale.
 */
bool sv_double(struct sv s, double *out)
{
	size_t i = 0;
	bool neg = false, digits = false;
	double v = 0;
	int scale = 0, exp = 0, exp_sign = 1;

	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		neg = s.p[i++] == '-';
	for (; i < s.n && ch_digit(s.p[i]); i++, digits = true)
		v = v * 10 + (s.p[i] - '0');
	if (i < s.n && s.p[i] == '.')
		for (i++; i < s.n && ch_digit(s.p[i]); i++, digits = true)
			if (v < 1e17)
				v = v * 10 + (s.p[i] - '0'), scale--;
	if (digits && i < s.n && (s.p[i] | 0x20) == 'e') {
		i++;
		if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
			exp_sign = s.p[i++] == '-' ? -1 : 1;
		digits = false;
		for (; i < s.n && ch_digit(s.p[i]); i++, digits = true)
			if (exp < 1000)
				exp = exp * 10 + (s.p[i] - '0');
	}
	if (!digits || i != s.n)
		return false;
	scale += exp_sign * exp;
	if (scale < 0) {
		double div = 1;
		for (int k = 0; k < -scale && div < 1e300; k++)
			div *= 10;
		v /= div;
	}
	for (int k = 0; k < scale && v < 1e300; k++)
		v *= 10;
	*out = neg ? -v : v;
	return true;
}

bool sv_utf8(struct sv s)
{
	const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;
	while (p < end) {
		unsigned c, n, low = 0x80, high = 0xbf;
		uint64_t eight;
		/* Eight bytes at once while they are ASCII and none is NUL. */
		for (; end - p >= 8; p += 8) {
			memcpy(&eight, p, 8);
			if (((eight - 0x0101010101010101u) | eight) & 0x8080808080808080u)
				break;
		}
		if (p == end)
			break;
		c = *p++;
		if (c < 0x80) {
			if (c == 0)
				return false;
			continue;
		}
		if (c < 0xc2 || c > 0xf4)
			return false;
		n = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
		if (c == 0xe0)
			low = 0xa0;
		else if (c == 0xed)
			high = 0x9f;
		else if (c == 0xf0)
			low = 0x90;
		else if (c == 0xf4)
			high = 0x8f;
		if ((size_t)(end - p) < n || *p < low || *p > high)
			return false;
		for (p++, n--; n > 0; p++, n--)
			if ((*p & 0xc0) != 0x80)
				return false;
	}
	return true;
}

int sv_digits_cmp(struct sv a, struct sv b)
{
	int r;
	while (a.n > 0 && a.p[0] == '0')
		a.p++, a.n--;
	while (b.n > 0 && b.p[0] == '0')
		b.p++, b.n--;
	if (a.n != b.n)
		return a.n < b.n ? -1 : 1;
	r = a.n ? memcmp(a.p, b.p, a.n) : 0;
	return (r > 0) - (r < 0);
}

uint64_t sv_hash(struct sv s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h;
}

struct sv sv_join(struct arena *a, struct sv x, struct sv y, struct sv z)
{
	size_t n;
	char *p;
	if (__builtin_add_overflow(x.n, y.n, &n) || __builtin_add_overflow(n, z.n, &n) ||
	    n == SIZE_MAX || !(p = arena_new(a, char, n + 1)))
		return (struct sv){NULL, 0};
	if (x.n)
		memcpy(p, x.p, x.n);
	if (y.n)
		memcpy(p + x.n, y.p, y.n);
	if (z.n)
		memcpy(p + x.n + y.n, z.p, z.n);
	return (struct sv){p, n};
}
