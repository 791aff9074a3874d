/* SPDX-License-Identifier: Apache-2.0 */
/* Reading CPE names. */
#include "component/identity/cpe.h"

#include "base/limits.h"
#include "base/text.h"

static const char *const bad_character = "a character that no CPE name holds";

/* Where in the text an error lies; the parts of a URI are rewritten before they are read. */
struct reader {
	struct arena *a;
	struct sv text;
	struct yg_err *err;
};

static int fail(const struct reader *r, const char *at, int code, const char *what)
{
	bool inside = at >= r->text.p && at <= r->text.p + r->text.n;
	return yg_fail(r->err, code, inside ? (size_t)(at - r->text.p) : 0, what);
}

/* The run of unquoted wildcards at the start of *s, cut off. */
static int take_wildcards(struct sv *s)
{
	int count = 0;
	while (s->n > 0 && (s->p[0] == '*' || s->p[0] == '?')) {
		count = s->p[0] == '*' || count == CPE_STAR ? CPE_STAR : count + 1;
		*s = sv_from(*s, 1);
	}
	return count;
}

/* Wildcards at the end: those after the last character that is quoted or plain. */
static int cut_wildcards(struct sv *s)
{
	int count = 0;
	size_t end = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (s->p[i] == '\\')
			i++;
		else if (s->p[i] == '*' || s->p[i] == '?')
			continue;
		end = i + 1;
	}
	while (s->n > end) {
		count = s->p[s->n - 1] == '*' || count == CPE_STAR ? CPE_STAR : count + 1;
		s->n--;
	}
	return count;
}

/* Unquote and lower-case; a view of s when there is nothing to do. */
static int read_text(const struct reader *r, struct sv s, struct sv *out)
{
	bool plain = true;
	size_t n = 0;
	char *w;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c <= ' ' || c > '~')	/* char may be signed: this covers 0x80 to 0xff */
			return fail(r, s.p + i, YG_ESYNTAX, bad_character);
		if (c == '*' || c == '?')
			return fail(r, s.p + i, YG_ESYNTAX, "a wildcard inside a value");
		if (c == '\\') {
			if (++i == s.n)
				return fail(r, s.p + i, YG_ESYNTAX, "nothing after a backslash");
			if (s.p[i] <= ' ' || s.p[i] > '~')
				return fail(r, s.p + i, YG_ESYNTAX, bad_character);
			plain = false;
		}
		plain = plain && !ch_upper(c);
	}
	if (plain) {
		*out = s;
		return 0;
	}
	w = arena_new(r->a, char, s.n);
	if (!w)
		return fail(r, NULL, YG_ENOMEM, "out of memory");
	for (size_t i = 0; i < s.n; i++)
		w[n++] = ch_to_lower(s.p[i] == '\\' ? s.p[++i] : s.p[i]);
	*out = (struct sv){w, n};
	return 0;
}

/* One value in the quoted form: logical values, wildcards at the ends, text. */
static int read_value(const struct reader *r, struct sv s, struct cpe_value *out)
{
	struct cpe_value v = {.kind = CPE_VALUE};
	int code;

	if (s.n == 0)
		return fail(r, s.p, YG_ESYNTAX, "an empty attribute");
	if (sv_is(s, "*") || sv_is(s, "-")) {
		*out = (struct cpe_value){.kind = s.p[0] == '*' ? CPE_ANY : CPE_NA};
		return 0;
	}
	v.lead = take_wildcards(&s);
	v.trail = cut_wildcards(&s);
	if ((code = read_text(r, s, &v.text)) < 0)
		return code;
	if (v.text.n == 0 && v.lead == CPE_STAR)
		v = (struct cpe_value){.kind = CPE_ANY};
	*out = v;
	return 0;
}

static int check_part(const struct reader *r, const struct cpe *c)
{
	const struct cpe_value *part = &c->at[CPE_PART];
	if (part->kind == CPE_VALUE &&
	    !(cpe_is_plain(part) && (sv_is(part->text, "a") || sv_is(part->text, "h") ||
				     sv_is(part->text, "o"))))
		return yg_fail(r->err, YG_ESYNTAX, 0, "the part is a, h or o");
	return 0;
}

/* Take the next attribute up to a ':' that is not quoted. */
static bool next_attribute(struct sv *rest, struct sv *field)
{
	size_t i = 0;

	if (!rest->p)
		return false;
	while (i < rest->n && rest->p[i] != ':')
		i += rest->p[i] == '\\' ? 2 : 1;
	if (i >= rest->n) {
		*field = *rest;
		*rest = (struct sv){NULL, 0};
	} else {
		*field = sv_first(*rest, i);
		*rest = sv_from(*rest, i + 1);
	}
	return true;
}

static int read_formatted(const struct reader *r, struct sv s, struct cpe *out)
{
	struct cpe c;
	struct sv rest = s, field;
	size_t n = 0;
	int code;

	while (next_attribute(&rest, &field)) {
		if (n == CPE_ATTR_COUNT)
			return fail(r, field.p, YG_ESYNTAX, "more than eleven attributes");
		if ((code = read_value(r, field, &c.at[n++])) < 0)
			return code;
	}
	if (n < CPE_ATTR_COUNT)
		return fail(r, s.p + s.n, YG_ESYNTAX, "less than eleven attributes");
	if ((code = check_part(r, &c)) < 0)
		return code;
	*out = c;
	return 0;
}

/* ---- URI (NISTIR 7695, 6.1) ---- */

static int hexval(char c)
{
	if (ch_digit(c))
		return c - '0';
	c = ch_to_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* %01 and %02 are the wildcards '?' and '*'; any other escape is a quoted character. */
static int unescape(const struct reader *r, struct sv s, struct sv *out)
{
	char *w = arena_new(r->a, char, s.n);	/* "%2b" gives "\+" */
	size_t n = 0;

	if (!w)
		return fail(r, NULL, YG_ENOMEM, "out of memory");
	for (size_t i = 0; i < s.n; i++) {
		int high, low, c;
		if (s.p[i] != '%') {
			w[n++] = s.p[i];
			continue;
		}
		high = s.n - i > 2 ? hexval(s.p[i + 1]) : -1;
		low = s.n - i > 2 ? hexval(s.p[i + 2]) : -1;
		if (high < 0 || low < 0)
			return fail(r, s.p + i, YG_ESYNTAX, "bad percent escape");
		c = high * 16 + low;
		if (c == 1 || c == 2) {
			w[n++] = c == 1 ? '?' : '*';
		} else {
			w[n++] = '\\';
			w[n++] = (char)c;
		}
		i += 2;
	}
	*out = (struct sv){w, n};
	return 0;
}

static int read_component(const struct reader *r, struct sv s, struct cpe_value *out)
{
	int code;

	if (s.n == 0 || sv_is(s, "*")) {	/* "*" is not the standard's, but is written */
		*out = (struct cpe_value){.kind = CPE_ANY};
		return 0;
	}
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '*' || s.p[i] == '?' || s.p[i] == '\\')
			return fail(r, s.p + i, YG_ESYNTAX, bad_character);
	if (sv_find(s, '%') < s.n && (code = unescape(r, s, &s)) < 0)
		return code;
	return read_value(r, s, out);
}

/* "~edition~sw_edition~target_sw~target_hw~other" in the place of the edition. */
static int read_packed(const struct reader *r, struct sv s, struct cpe *c)
{
	static const enum cpe_attr order[] = {
		CPE_EDITION, CPE_SW_EDITION, CPE_TARGET_SW, CPE_TARGET_HW, CPE_OTHER,
	};
	struct sv rest = sv_from(s, 1), field;
	size_t n = 0;
	int code;

	while (sv_next(&rest, '~', &field)) {
		if (n == YG_COUNT(order))
			return fail(r, field.p, YG_ESYNTAX, "more than five packed attributes");
		if ((code = read_component(r, field, &c->at[order[n++]])) < 0)
			return code;
	}
	if (n < YG_COUNT(order))
		return fail(r, s.p, YG_ESYNTAX, "less than five packed attributes");
	return 0;
}

static int read_uri(const struct reader *r, struct sv s, struct cpe *out)
{
	struct cpe c = {{{.kind = CPE_ANY}}};
	struct sv rest = s, field;
	size_t n = CPE_PART;
	int code;

	while (sv_next(&rest, ':', &field)) {
		if (n > CPE_LANGUAGE)
			return fail(r, field.p, YG_ESYNTAX, "more than seven components");
		if (n == CPE_EDITION && field.n > 0 && field.p[0] == '~')
			code = read_packed(r, field, &c);
		else
			code = read_component(r, field, &c.at[n]);
		if (code < 0)
			return code;
		n++;
	}
	if ((code = check_part(r, &c)) < 0)
		return code;
	*out = c;
	return 0;
}

int cpe_parse(struct arena *a, struct sv text, struct cpe *out, struct yg_err *err)
{
	struct reader r = {a, text, err};

	if (text.n > LIMIT_CPE)
		return yg_fail(err, YG_ELIMIT, LIMIT_CPE, "the CPE name is too long");
	if (sv_ieq(sv_first(text, 8), SV("cpe:2.3:")))
		return read_formatted(&r, sv_from(text, 8), out);
	if (sv_ieq(sv_first(text, 5), SV("cpe:/")))
		return read_uri(&r, sv_from(text, 5), out);
	return yg_fail(err, YG_ESYNTAX, 0, "a CPE name begins with \"cpe:2.3:\" or \"cpe:/\"");
}

int cpe_value_parse(struct arena *a, struct sv text, struct cpe_value *out, struct yg_err *err)
{
	struct reader r = {a, text, err};

	if (text.n > LIMIT_CPE)
		return yg_fail(err, YG_ELIMIT, LIMIT_CPE, "the attribute is too long");
	return read_value(&r, text, out);
}
