/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_write.h"

#include <math.h>
#include <stdio.h>

static void sep(struct jw *w)
{
	if (w->comma)
		buf_char(w->b, ',');
	w->comma = true;
}

static void open(struct jw *w, char c)
{
	sep(w);
	buf_char(w->b, c);
	w->comma = false;
}

static void shut(struct jw *w, char c)
{
	buf_char(w->b, c);
	w->comma = true;
}

void jw_object(struct jw *w) { open(w, '{'); }
void jw_object_end(struct jw *w) { shut(w, '}'); }
void jw_array(struct jw *w) { open(w, '['); }
void jw_array_end(struct jw *w) { shut(w, ']'); }

/* Length of the valid UTF-8 sequence at p (RFC 3629), 0 when there is none. */
static size_t utf8_sequence(const unsigned char *p, size_t n)
{
	size_t need = p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
	if (need == 0 || need > n || (p[0] == 0xe0 && p[1] < 0xa0) ||
	    (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf0 && p[1] < 0x90) ||
	    (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	for (size_t i = 1; i < need; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return need;
}

static void put_escaped(struct buf *b, struct sv s)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *p = (const unsigned char *)s.p;
	size_t from = 0, i = 0;

	while (i < s.n) {
		unsigned char c = p[i];
		size_t n = 1;
		char esc[7] = "\\u00";
		if (c >= 0x20 && c != '"' && c != '\\' && c < 0x7f) {
			i++;
			continue;
		}
		if (c >= 0x80 && (n = utf8_sequence(p + i, s.n - i)) > 0) {
			i += n;
			continue;
		}
		buf_put(b, s.p + from, i - from);
		if (c >= 0x80) {
			buf_str(b, "\xef\xbf\xbd");
		} else if (c == '"' || c == '\\') {
			buf_char(b, '\\');
			buf_char(b, (char)c);
		} else if (c == '\n') {
			buf_str(b, "\\n");
		} else if (c == '\t') {
			buf_str(b, "\\t");
		} else {
			esc[4] = hex[c >> 4];
			esc[5] = hex[c & 15];
			buf_put(b, esc, 6);
		}
		from = ++i;
	}
	buf_put(b, s.p + from, s.n - from);
}

#define EACH_BYTE(b) (0x0101010101010101u * (uint64_t)(b))

/* Whether one of the eight bytes is zero (and none above 0x7f, which plain() sees apart). */
static uint64_t zero_byte(uint64_t x)
{
	return (x - EACH_BYTE(1)) & ~x & EACH_BYTE(0x80);
}

/* Eight bytes that stand for themselves: printable ASCII without quote and backslash. */
static bool plain_8(uint64_t x)
{
	uint64_t high = x | (x + EACH_BYTE(1));				/* 0x7f and above */
	uint64_t control = (x - EACH_BYTE(0x20)) & ~x;			/* below 0x20 */
	return ((high | control) & EACH_BYTE(0x80)) == 0 &&
	       (zero_byte(x ^ EACH_BYTE('"')) | zero_byte(x ^ EACH_BYTE('\\'))) == 0;
}

static bool is_plain(struct sv s)
{
	uint64_t x = EACH_BYTE('a');
	size_t i = 0;

	for (; s.n - i >= 8; i += 8) {
		memcpy(&x, s.p + i, 8);
		if (!plain_8(x))
			return false;
	}
	x = EACH_BYTE('a');
	if (s.n > i)
		memcpy(&x, s.p + i, s.n - i);
	return plain_8(x);
}

/* The string, quoted; then `after` unless it is NUL.  One piece where nothing is escaped. */
static void put_quoted(struct jw *w, struct sv s, char after)
{
	struct buf *b = w->b;
	char *p = is_plain(s) ? buf_reserve(b, s.n + 4) : NULL;

	if (!p) {
		sep(w);
		buf_char(b, '"');
		put_escaped(b, s);
		buf_char(b, '"');
		if (after)
			buf_char(b, after);
		return;
	}
	if (w->comma)
		*p++ = ',';
	w->comma = true;
	*p++ = '"';
	if (s.n)
		memcpy(p, s.p, s.n);
	p += s.n;
	*p++ = '"';
	if (after)
		*p++ = after;
	*p = '\0';
	b->n = (size_t)(p - b->p);
}

void jw_sv(struct jw *w, struct sv s)
{
	put_quoted(w, s, '\0');
}

void jw_key_sv(struct jw *w, struct sv key)
{
	put_quoted(w, key, ':');
	w->comma = false;
}

void jw_key(struct jw *w, const char *key)
{
	jw_key_sv(w, sv_of(key));
}

void jw_str(struct jw *w, const char *z)
{
	jw_sv(w, sv_of(z));
}

void jw_u64(struct jw *w, uint64_t v)
{
	sep(w);
	buf_u64(w->b, v);
}

void jw_i64(struct jw *w, int64_t v)
{
	sep(w);
	if (v < 0)
		buf_char(w->b, '-');
	buf_u64(w->b, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void jw_bool(struct jw *w, bool v)
{
	sep(w);
	buf_str(w->b, v ? "true" : "false");
}

void jw_null(struct jw *w)
{
	sep(w);
	buf_str(w->b, "null");
}

/* Digits by integer arithmetic: printf's point depends on the locale. */
void jw_fixed(struct jw *w, double v, int decimals)
{
	uint64_t scale = 1, n;
	char frac[20];
	int len = 0;

	sep(w);
	for (int i = 0; i < decimals; i++)
		scale *= 10;
	if (!(fabs(v) < 1e18 / (double)scale)) {
		buf_str(w->b, "null");
		return;
	}
	n = (uint64_t)(fabs(v) * (double)scale + 0.5);
	if (v < 0 && n > 0)
		buf_char(w->b, '-');
	buf_u64(w->b, n / scale);
	for (uint64_t f = n % scale; f > 0 && scale > 1; f %= scale) {
		scale /= 10;
		frac[len++] = (char)('0' + f / scale);
	}
	if (len > 0) {
		buf_char(w->b, '.');
		buf_put(w->b, frac, (size_t)len);
	}
}

void jw_raw(struct jw *w, struct sv json)
{
	sep(w);
	buf_sv(w->b, json);
}

void jw_newline(struct jw *w)
{
	buf_char(w->b, '\n');
	w->comma = false;
}

void jw_member_sv(struct jw *w, const char *key, struct sv value)
{
	if (value.n == 0)
		return;
	jw_key(w, key);
	jw_sv(w, value);
}
