/* SPDX-License-Identifier: Apache-2.0 */
#include "base/width.h"

static bool within(const struct width_range *rows, size_t n, uint32_t c)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (c > rows[mid].last)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && c >= rows[low].first;
}

unsigned width_char(uint32_t c)
{
	if (c < 0x300)
		return 1;
	if (within(width_zero, width_zero_count, c))
		return 0;
	return within(width_wide, width_wide_count, c) ? 2 : 1;
}

/* Length of the valid sequence at p (RFC 3629), with its character; 0 when there is none. */
static size_t sequence(const unsigned char *p, size_t n, uint32_t *c)
{
	size_t need = p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
	uint32_t v;

	if (need == 0 || need > n || (p[0] == 0xe0 && p[1] < 0xa0) ||
	    (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf0 && p[1] < 0x90) ||
	    (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	v = p[0] & (0x7fu >> need);
	for (size_t i = 1; i < need; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (p[i] & 0x3fu);
	}
	*c = v;
	return need;
}

bool width_next(struct sv *s, uint32_t *c)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t n = 1;

	if (s->n == 0)
		return false;
	if (p[0] < 0x80) {
		*c = p[0];
	} else if ((n = sequence(p, s->n, c)) == 0) {
		*c = 0xfffd;
		n = 1;
	}
	s->p += n;
	s->n -= n;
	return true;
}

size_t width_text(struct sv s)
{
	size_t n = 0;
	uint32_t c;

	while (width_next(&s, &c))
		n += width_char(c);
	return n;
}

struct sv width_prefix(struct sv s, size_t columns)
{
	struct sv rest = s;
	size_t used = 0, end = 0;
	uint32_t c;

	while (width_next(&rest, &c)) {
		unsigned w = width_char(c);
		if (used + w > columns)
			break;
		used += w;
		end = s.n - rest.n;
	}
	return (struct sv){s.p, end};
}

static struct sv skip_blanks(struct sv s)
{
	while (s.n > 0 && s.p[0] == ' ')
		s.p++, s.n--;
	return s;
}

/* Punctuation that must not begin a line of Japanese (the common ones of JIS X 4051). */
static bool closes(uint32_t c)
{
	static const uint16_t marks[] = {
		0x3001, 0x3002, 0x300d, 0x300f, 0x3011, 0x30fb, 0x30fc, 0xff01, 0xff09,
		0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f,
	};

	for (size_t i = 0; i < YG_COUNT(marks); i++)
		if (marks[i] == c)
			return true;
	return false;
}

struct sv width_line(struct sv s, size_t columns, struct sv *rest)
{
	struct sv left = s, whole = width_prefix(s, columns);
	size_t best = 0, at = 0;
	uint32_t c, before = ' ';

	if (whole.n == s.n) {
		*rest = (struct sv){NULL, 0};
		return s;
	}
	/* The last place at or before the limit where a line may end. */
	while (at <= whole.n && width_next(&left, &c)) {
		bool wide = width_char(c) == 2 || width_char(before) == 2;
		if (at > 0 && (c == ' ' || (wide && !closes(c) && width_char(c) > 0)))
			best = at;
		before = c;
		at = s.n - left.n;
	}
	if (best == 0)
		best = whole.n;
	if (best == 0) {	/* not even one character fits: take it all the same */
		left = s;
		(void)width_next(&left, &c);
		best = s.n - left.n;
	}
	*rest = skip_blanks((struct sv){s.p + best, s.n - best});
	if (rest->n == 0)
		*rest = (struct sv){NULL, 0};
	while (best > 1 && s.p[best - 1] == ' ')
		best--;
	return (struct sv){s.p, best};
}

/*
 * What a terminal obeys or hides: C0, DEL, C1, and the characters that change direction or
 * take no room (Trojan Source, homograph tricks).
 */
static bool unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
	       (c >= 0xe0000 && c <= 0xe007f);
}

bool width_is_safe(struct sv s)
{
	const char *at;
	uint32_t c;

	for (at = s.p; width_next(&s, &c); at = s.p)
		if (unsafe(c) || (c == 0xfffd && s.p - at == 1))
			return false;
	return true;
}

static void put_escape(struct buf *b, uint32_t c)
{
	if (c == '\t' || c == '\n' || c == '\r')
		buf_char(b, ' ');
	else if (c < 0x100)
		buf_fmt(b, "\\x%02x", (unsigned)c);
	else
		buf_fmt(b, "\\u%04x", (unsigned)c);
}

void width_put_safe(struct buf *b, struct sv s)
{
	struct sv rest = s;
	const char *from = s.p, *at = s.p;
	uint32_t c;

	for (; width_next(&rest, &c); at = rest.p) {
		bool bad = c == 0xfffd && rest.p - at == 1;
		if (!bad && !unsafe(c))
			continue;
		buf_put(b, from, (size_t)(at - from));
		if (bad)
			buf_str(b, "\xef\xbf\xbd");
		else
			put_escape(b, c);
		from = rest.p;
	}
	buf_put(b, from, (size_t)(at - from));
}

struct sv width_safe(struct arena *a, struct sv s)
{
	buf_auto b = BUF_CAP(SIZE_MAX / 4);
	struct sv copy;

	if (width_is_safe(s))
		return s;
	width_put_safe(&b, s);
	copy = b.err ? (struct sv){NULL, 0} : arena_copy(a, buf_view(&b));
	return copy.p ? copy : SV("?");
}
