/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include "base/text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/*
 * One flag says whether the innermost container has just been entered.  Leaving a container
 * clears it, because its parent has then seen a value: no stack is needed for the pull calls.
 */

static bool fail(struct json *j, int code, const char *at, const char *what)
{
	if (j->code == 0) {
		j->code = code;
		j->err = (struct yg_err){.at = (size_t)(at - j->begin), .what = what};
	}
	return false;
}

static void skip_space(struct json *j)
{
	char *p = j->p;
	while (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')
		p++;
	j->p = p;
}

void json_init(struct json *j, char *text, size_t n)
{
	*j = (struct json){.p = text, .begin = text, .end = text + n};
}

int json_err(const struct json *j, struct yg_err *err)
{
	if (j->code && err)
		*err = j->err;
	return j->code;
}

enum json_type json_peek(struct json *j)
{
	if (j->code)
		return JSON_NONE;
	skip_space(j);
	switch (*j->p) {
	case '{': return JSON_OBJECT;
	case '[': return JSON_ARRAY;
	case '"': return JSON_STRING;
	case 't': return JSON_TRUE;
	case 'f': return JSON_FALSE;
	case 'n': return JSON_NULL;
	case '-': case '0': case '1': case '2': case '3': case '4':
	case '5': case '6': case '7': case '8': case '9': return JSON_NUMBER;
	default:
		fail(j, YG_ESYNTAX, j->p, j->p >= j->end ? "unexpected end" : "expected a value");
		return JSON_NONE;
	}
}

static bool enter(struct json *j, char open, const char *what)
{
	if (j->code)
		return false;
	skip_space(j);
	if (*j->p != open)
		return fail(j, YG_ESYNTAX, j->p, what);
	if (j->depth >= JSON_DEPTH_MAX)
		return fail(j, YG_ELIMIT, j->p, "nested too deeply");
	j->depth++;
	j->p++;
	j->first = true;
	return true;
}

bool json_enter_object(struct json *j)
{
	return enter(j, '{', "expected an object");
}

bool json_enter_array(struct json *j)
{
	return enter(j, '[', "expected an array");
}

static bool leave(struct json *j)
{
	j->p++;
	j->depth--;
	j->first = false;
	return false;
}

/* Stand before the next member: false at the closing bracket (consumed) and on errors. */
static bool next_member(struct json *j, char close)
{
	if (j->code)
		return false;
	skip_space(j);
	if (*j->p == close)
		return leave(j);
	if (j->first) {
		j->first = false;
		return true;
	}
	if (*j->p != ',')
		return fail(j, YG_ESYNTAX, j->p,
			    j->p >= j->end ? "unexpected end" : "expected ',' or the end");
	j->p++;
	skip_space(j);
	return true;
}

bool json_item(struct json *j)
{
	if (!next_member(j, ']'))
		return false;
	return json_peek(j) != JSON_NONE;
}

/* 0: plain; 1: ends or needs care (control, quote, backslash); 2: starts a UTF-8 sequence. */
static const unsigned char string_class[256] = {
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
};

/* The first byte from p that string_class does not call plain; the sentinel is one. */
static unsigned char *plain_end(unsigned char *p, const unsigned char *end)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');
	const __m128i blank = _mm_set1_epi8(' ');
	while (end - p >= 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		/* signed: below a blank are the control characters and all beyond ASCII */
		__m128i special = _mm_or_si128(_mm_cmplt_epi8(v, blank),
					       _mm_or_si128(_mm_cmpeq_epi8(v, quote),
							    _mm_cmpeq_epi8(v, slash)));
		unsigned found = (unsigned)_mm_movemask_epi8(special);
		if (found)
			return p + __builtin_ctz(found);
		p += 16;
	}
#else
	(void)end;
#endif
	while (!string_class[*p])
		p++;
	return p;
}

/* Length of the UTF-8 sequence at p, 0 if it is not one (RFC 3629).  The sentinel stops it. */
static unsigned utf8_length(const unsigned char *p)
{
	unsigned n = p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
	unsigned low = 0x80, high = 0xbf;

	if (n == 0)
		return 0;
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xed)
		high = 0x9f;
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)
		high = 0x8f;
	if (p[1] < low || p[1] > high)
		return 0;
	for (unsigned i = 2; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

static int hex4(const unsigned char *p)
{
	int v = 0;
	for (int i = 0; i < 4; i++) {
		int c = p[i], low = c | 0x20;
		if (ch_digit(c))
			v = v * 16 + c - '0';
		else if (low >= 'a' && low <= 'f')
			v = v * 16 + low - 'a' + 10;
		else
			return -1;
	}
	return v;
}

static unsigned char *utf8_put(unsigned char *w, unsigned c)
{
	if (c < 0x80) {
		*w++ = (unsigned char)c;
	} else if (c < 0x800) {
		*w++ = (unsigned char)(0xc0 | c >> 6);
		*w++ = (unsigned char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		*w++ = (unsigned char)(0xe0 | c >> 12);
		*w++ = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		*w++ = (unsigned char)(0x80 | (c & 0x3f));
	} else {
		*w++ = (unsigned char)(0xf0 | c >> 18);
		*w++ = (unsigned char)(0x80 | (c >> 12 & 0x3f));
		*w++ = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		*w++ = (unsigned char)(0x80 | (c & 0x3f));
	}
	return w;
}

/* One escape at *pp (a backslash): its code point, *pp behind it; -1 when malformed. */
static int unescape(unsigned char **pp)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	unsigned char *p = *pp + 1;
	const char *q = *p ? strchr(from, *p) : NULL;
	int hi, lo;

	if (q) {
		*pp = p + 1;
		return to[q - from];
	}
	if (*p != 'u' || (hi = hex4(p + 1)) < 0)
		return -1;
	*pp = p + 5;
	if (hi < 0xd800 || hi > 0xdfff)
		return hi;
	if (hi > 0xdbff || p[5] != '\\' || p[6] != 'u')
		return -1;
	lo = hex4(p + 7);
	if (lo < 0xdc00 || lo > 0xdfff)
		return -1;
	*pp = p + 11;
	return 0x10000 + ((hi - 0xd800) << 10) + (lo - 0xdc00);
}

/* The string at j->p; write = unescape in place, else only check. */
static bool scan_string(struct json *j, struct sv *out, bool write)
{
	unsigned char *start = (unsigned char *)j->p + 1, *p = start, *w = NULL;

	for (;;) {
		unsigned char *from = p;
		p = plain_end(p, (unsigned char *)j->end);
		if (w) {
			memmove(w, from, (size_t)(p - from));
			w += p - from;
		}
		if (*p == '"')
			break;
		if (*p == '\\') {
			unsigned char *esc = p;
			int c = unescape(&p);
			if (c < 0)
				return fail(j, YG_ESYNTAX, (char *)esc, "bad escape in a string");
			if (write)
				w = utf8_put(w ? w : esc, (unsigned)c);
		} else if (*p >= 0x80) {
			unsigned n = utf8_length(p);
			if (n == 0)
				return fail(j, YG_ESYNTAX, (char *)p, "invalid UTF-8");
			if (w) {
				memmove(w, p, n);
				w += n;
			}
			p += n;
		} else {
			return fail(j, YG_ESYNTAX, (char *)p, (char *)p >= j->end ?
				    "unterminated string" : "control character in a string");
		}
	}
	if (out)
		*out = (struct sv){(char *)start, (size_t)((w ? w : p) - start)};
	j->p = (char *)p + 1;
	return true;
}

bool json_string(struct json *j, struct sv *out)
{
	if (j->code)
		return false;
	skip_space(j);
	if (*j->p != '"')
		return fail(j, YG_ESYNTAX, j->p, "expected a string");
	j->first = false;
	return scan_string(j, out, true);
}

bool json_key(struct json *j, struct sv *key)
{
	if (!next_member(j, '}'))
		return false;
	if (*j->p != '"')
		return fail(j, YG_ESYNTAX, j->p, "expected a key");
	if (!scan_string(j, key, true))
		return false;
	skip_space(j);
	if (*j->p != ':')
		return fail(j, YG_ESYNTAX, j->p, "expected ':'");
	j->p++;
	return true;
}

static bool scan_number(struct json *j, struct sv *out)
{
	char *start = j->p, *p = start;

	if (*p == '-')
		p++;
	if (*p == '0')
		p++;
	else if (*p >= '1' && *p <= '9')
		while (ch_digit(*p))
			p++;
	else
		return fail(j, YG_ESYNTAX, start, "malformed number");
	if (*p == '.') {
		if (!ch_digit(*++p))
			return fail(j, YG_ESYNTAX, start, "malformed number");
		while (ch_digit(*p))
			p++;
	}
	if (*p == 'e' || *p == 'E') {
		p++;
		if (*p == '+' || *p == '-')
			p++;
		if (!ch_digit(*p))
			return fail(j, YG_ESYNTAX, start, "malformed number");
		while (ch_digit(*p))
			p++;
	}
	if (out)
		*out = (struct sv){start, (size_t)(p - start)};
	j->p = p;
	return true;
}

bool json_number(struct json *j, struct sv *out)
{
	if (json_peek(j) != JSON_NUMBER)
		return fail(j, YG_ESYNTAX, j->p, "expected a number");
	j->first = false;
	return scan_number(j, out);
}

static bool scan_word(struct json *j, struct sv word)
{
	if ((size_t)(j->end - j->p) < word.n || memcmp(j->p, word.p, word.n) != 0)
		return fail(j, YG_ESYNTAX, j->p, "unknown word");
	j->p += word.n;
	return true;
}

bool json_bool(struct json *j, bool *out)
{
	enum json_type t = json_peek(j);

	if (t != JSON_TRUE && t != JSON_FALSE)
		return fail(j, YG_ESYNTAX, j->p, "expected true or false");
	j->first = false;
	if (!scan_word(j, t == JSON_TRUE ? SV("true") : SV("false")))
		return false;
	*out = t == JSON_TRUE;
	return true;
}

static bool skip_scalar(struct json *j, enum json_type t)
{
	switch (t) {
	case JSON_STRING: return scan_string(j, NULL, false);
	case JSON_NUMBER: return scan_number(j, NULL);
	case JSON_TRUE: return scan_word(j, SV("true"));
	case JSON_FALSE: return scan_word(j, SV("false"));
	case JSON_NULL: return scan_word(j, SV("null"));
	default: return false;
	}
}

static bool skip_key(struct json *j)
{
	if (*j->p != '"')
		return fail(j, YG_ESYNTAX, j->p, "expected a key");
	if (!scan_string(j, NULL, false))
		return false;
	skip_space(j);
	if (*j->p != ':')
		return fail(j, YG_ESYNTAX, j->p, "expected ':'");
	j->p++;
	return true;
}

/* Nested values are walked with one bit a level that says object or array. */
void json_skip(struct json *j)
{
	uint64_t is_object[(JSON_DEPTH_MAX + 63) / 64] = {0};
	unsigned base = j->depth;
	enum json_type t = json_peek(j);

	j->first = false;
	while (t != JSON_NONE) {
		if (t == JSON_OBJECT || t == JSON_ARRAY) {
			unsigned level = j->depth - base;
			uint64_t bit = (uint64_t)1 << (level & 63);
			if (!enter(j, t == JSON_OBJECT ? '{' : '[', ""))
				return;
			if (t == JSON_OBJECT)
				is_object[level >> 6] |= bit;
			else
				is_object[level >> 6] &= ~bit;
		} else if (!skip_scalar(j, t)) {
			return;
		}
		for (;;) {		/* to the next value, out of what has ended */
			unsigned level = j->depth - base;
			bool object;
			if (level == 0)
				return;
			level--;
			object = is_object[level >> 6] >> (level & 63) & 1;
			if (next_member(j, object ? '}' : ']')) {
				if (object && !skip_key(j))
					return;
				break;
			}
			if (j->code)
				return;
		}
		t = json_peek(j);
		j->first = false;
	}
}

bool json_opt_string(struct json *j, struct sv *out)
{
	if (json_peek(j) == JSON_STRING)
		return json_string(j, out);
	json_skip(j);
	return false;
}

bool json_opt_number(struct json *j, struct sv *out)
{
	if (json_peek(j) == JSON_NUMBER)
		return json_number(j, out);
	json_skip(j);
	return false;
}

bool json_opt_bool(struct json *j, bool *out)
{
	enum json_type t = json_peek(j);
	if (t == JSON_TRUE || t == JSON_FALSE)
		return json_bool(j, out);
	json_skip(j);
	return false;
}

bool json_opt_object(struct json *j)
{
	if (json_peek(j) == JSON_OBJECT)
		return json_enter_object(j);
	json_skip(j);
	return false;
}

bool json_opt_array(struct json *j)
{
	if (json_peek(j) == JSON_ARRAY)
		return json_enter_array(j);
	json_skip(j);
	return false;
}

bool json_raw(struct json *j, struct sv *out)
{
	char *start;
	if (json_peek(j) == JSON_NONE)
		return false;
	start = j->p;
	json_skip(j);
	if (j->code)
		return false;
	*out = (struct sv){start, (size_t)(j->p - start)};
	return true;
}

int json_end(struct json *j, struct yg_err *err)
{
	if (j->code == 0) {
		skip_space(j);
		if (j->p < j->end)
			fail(j, YG_ESYNTAX, j->p, "text after the value");
	}
	return json_err(j, err);
}
