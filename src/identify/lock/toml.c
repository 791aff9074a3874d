/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/lock/toml.h"

#include "base/text.h"

static void fail(struct toml *t, const char *at, const char *what)
{
	if (!t->code)
		t->code = yg_fail(&t->err, YG_ESYNTAX, (size_t)(at - t->begin), what);
	t->p = t->end;
}

void toml_init(struct toml *t, char *text, size_t n)
{
	*t = (struct toml){.p = text, .begin = text, .end = text + n};
}

int toml_err(const struct toml *t, struct yg_err *err)
{
	if (t->code && err)
		*err = t->err;
	return t->code;
}

static void skip_blanks(struct toml *t)
{
	while (*t->p == ' ' || *t->p == '\t')
		t->p++;
}

/* Blanks, newlines and comments. */
static void skip_lines(struct toml *t)
{
	for (;;) {
		skip_blanks(t);
		if (*t->p == '#') {
			while (t->p < t->end && *t->p != '\n')
				t->p++;
		} else if (*t->p == '\n') {
			t->p++;
		} else if (*t->p == '\r' && t->p[1] == '\n') {
			t->p += 2;
		} else {
			return;
		}
	}
}

/* After a header or a value only a comment may stand on the line. */
static void expect_line_end(struct toml *t)
{
	skip_blanks(t);
	if (t->p == t->end || *t->p == '\n' || *t->p == '#' || (*t->p == '\r' && t->p[1] == '\n'))
		return;
	fail(t, t->p, "something follows a value on its line");
}

/* ---- strings ---- */

static int hex_value(char c)
{
	if (ch_digit(c))
		return c - '0';
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

/* The code point of n hexadecimal digits as UTF-8 at w; NULL when it is none. */
static char *put_code_point(char *w, const char *p, int n)
{
	uint32_t c = 0;

	for (int i = 0; i < n; i++) {
		int v = hex_value(p[i]);	/* the NUL at the end is no digit */
		if (v < 0)
			return NULL;
		c = c << 4 | (uint32_t)v;
	}
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return NULL;
	if (c < 0x80) {
		*w++ = (char)c;
	} else if (c < 0x800) {
		*w++ = (char)(0xc0 | c >> 6);
		*w++ = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		*w++ = (char)(0xe0 | c >> 12);
		*w++ = (char)(0x80 | (c >> 6 & 0x3f));
		*w++ = (char)(0x80 | (c & 0x3f));
	} else {
		*w++ = (char)(0xf0 | c >> 18);
		*w++ = (char)(0x80 | (c >> 12 & 0x3f));
		*w++ = (char)(0x80 | (c >> 6 & 0x3f));
		*w++ = (char)(0x80 | (c & 0x3f));
	}
	return w;
}

/* One escape at t->p, which is behind the backslash; what it means is written to w. */
static char *unescape(struct toml *t, char *w, bool multi)
{
	static const char from[] = "btnfre\"\\", to[] = "\b\t\n\f\r\033\"\\";
	const char *hit = *t->p ? strchr(from, *t->p) : NULL;
	int digits = *t->p == 'u' ? 4 : *t->p == 'U' ? 8 : *t->p == 'x' ? 2 : 0;

	if (hit) {
		*w++ = to[hit - from];
		t->p++;
		return w;
	}
	if (digits) {
		w = put_code_point(w, t->p + 1, digits);
		t->p += w ? digits + 1 : 0;
		return w;
	}
	if (multi && (ch_space((unsigned char)*t->p))) {	/* a line's end swallows blanks */
		while (ch_space((unsigned char)*t->p))
			t->p++;
		return w;
	}
	return NULL;
}

/* The string that begins at t->p, with its quotes; unescaped in place. */
static bool read_string(struct toml *t, struct sv *out)
{
	char quote = *t->p, *start = t->p, *w;
	bool multi = t->p[1] == quote && t->p[2] == quote;

	t->p += multi ? 3 : 1;
	if (multi && *t->p == '\r' && t->p[1] == '\n')
		t->p++;
	if (multi && *t->p == '\n')
		t->p++;
	for (char *text = w = t->p;;) {
		char c = *t->p;
		bool control = (unsigned char)c < ' ' && c != '\t';
		if (t->p == t->end || (control && !(multi && (c == '\n' || c == '\r')))) {
			fail(t, start, "a string that does not end, or holds a control character");
			return false;
		}
		if (c == quote && (!multi || (t->p[1] == quote && t->p[2] == quote))) {
			t->p++;
			/* Up to two more quotes belong to the text. */
			if (multi)
				for (t->p += 2; *t->p == quote; t->p++)
					*w++ = quote;
			*out = (struct sv){text, (size_t)(w - text)};
			return true;
		}
		t->p++;
		if (c == '\\' && quote == '"') {
			w = unescape(t, w, multi);
			if (!w) {
				fail(t, t->p, "an unknown escape in a string");
				return false;
			}
		} else {
			*w++ = c;
		}
	}
}

/* ---- keys ---- */

static bool is_bare(char c)
{
	return ch_alnum((unsigned char)c) || c == '-' || c == '_';
}

/* A key up to close ('=' or ']'), which is not consumed. */
static bool read_key(struct toml *t, char close, struct sv *out)
{
	struct sv part, whole = {NULL, 0};
	char *start;
	unsigned parts = 0;

	for (skip_blanks(t), start = t->p;; t->p++, skip_blanks(t)) {
		if (*t->p == '"' || *t->p == '\'') {
			if (!read_string(t, &part))
				return false;
		} else {
			part.p = t->p;
			while (is_bare(*t->p))
				t->p++;
			part.n = (size_t)(t->p - part.p);
			if (part.n == 0)
				break;
		}
		whole = parts++ ? (struct sv){start, (size_t)(t->p - start)} : part;
		skip_blanks(t);
		if (*t->p == close) {
			*out = whole;
			return true;
		}
		if (*t->p != '.')
			break;
	}
	fail(t, t->p, "not a key");
	return false;
}

enum toml_what toml_next(struct toml *t, struct sv *name)
{
	bool array;

	if (t->in_value)
		expect_line_end(t);
	t->in_value = false;
	skip_lines(t);
	if (t->code || t->p == t->end)
		return TOML_END;
	if (*t->p != '[') {
		if (!read_key(t, '=', name))
			return TOML_END;
		t->p++;
		skip_blanks(t);
		t->in_value = true;
		return TOML_PAIR;
	}
	array = *++t->p == '[';
	t->p += array;
	if (!read_key(t, ']', name))
		return TOML_END;
	t->p++;
	if (array && *t->p++ != ']') {
		fail(t, --t->p, "\"]]\" is missing");
		return TOML_END;
	}
	expect_line_end(t);
	return t->code ? TOML_END : array ? TOML_ARRAY_TABLE : TOML_TABLE;
}

/* ---- values ---- */

static bool is_string(const struct toml *t)
{
	return *t->p == '"' || *t->p == '\'';
}

static bool read_scalar(struct toml *t, struct sv *out)
{
	char *start = t->p;

	while (is_bare(*t->p) || *t->p == '.' || *t->p == ':' || *t->p == '+' ||
	       (*t->p == ' ' && ch_digit(t->p[1]) && t->p > start))	/* date and time */
		t->p++;
	if (t->p == start) {
		fail(t, start, "not a value");
		return false;
	}
	*out = (struct sv){start, (size_t)(t->p - start)};
	return true;
}

static bool enter(struct toml *t, char open)
{
	if (t->code || *t->p != open)
		return false;
	if (++t->depth > TOML_DEPTH_MAX) {
		fail(t, t->p, "nested too deeply");
		return false;
	}
	t->p++;
	t->first = true;
	return true;
}

bool toml_opt_string(struct toml *t, struct sv *out)
{
	if (!t->code && is_string(t))
		return read_string(t, out);
	toml_skip(t);
	return false;
}

bool toml_opt_scalar(struct toml *t, struct sv *out)
{
	if (!t->code && !is_string(t) && *t->p != '[' && *t->p != '{')
		return read_scalar(t, out);
	toml_skip(t);
	return false;
}

bool toml_opt_array(struct toml *t)
{
	if (enter(t, '['))
		return true;
	toml_skip(t);
	return false;
}

bool toml_opt_table(struct toml *t)
{
	if (enter(t, '{'))
		return true;
	toml_skip(t);
	return false;
}

/* The comma or bracket before the next item; true when an item follows. */
static bool next_in(struct toml *t, char close)
{
	bool first = t->first;

	t->first = false;
	if (t->code)
		return false;
	skip_lines(t);
	if (*t->p == ',' && !first) {
		t->p++;
		skip_lines(t);
	} else if (!first && *t->p != close) {
		fail(t, t->p, "a comma or closing bracket is missing");
		return false;
	}
	if (*t->p == close) {
		t->p++;
		t->depth--;
		return false;
	}
	if (t->p == t->end) {
		fail(t, t->p, "a closing bracket is missing");
		return false;
	}
	return true;
}

bool toml_item(struct toml *t)
{
	return next_in(t, ']');
}

bool toml_key(struct toml *t, struct sv *key)
{
	if (!next_in(t, '}') || !read_key(t, '=', key))
		return false;
	t->p++;
	skip_blanks(t);
	return true;
}

/* Recursion: at most TOML_DEPTH_MAX deep. */
void toml_skip(struct toml *t)
{
	struct sv drop;

	if (t->code)
		return;
	if (is_string(t)) {
		(void)read_string(t, &drop);
	} else if (enter(t, '[')) {
		while (toml_item(t))
			toml_skip(t);
	} else if (enter(t, '{')) {
		while (toml_key(t, &drop))
			toml_skip(t);
	} else if (!t->code) {
		(void)read_scalar(t, &drop);
	}
}
