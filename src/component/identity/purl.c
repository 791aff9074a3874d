/* SPDX-License-Identifier: Apache-2.0 */
/* Reading package URLs: cut, decode, check.  What the types demand is in purl_types.c. */
#include "component/identity/purl.h"

#include "base/limits.h"
#include "base/text.h"
#include "component/identity/purl_types.h"

struct reader {
	struct arena *a;
	struct sv text;		/* the whole purl, for places in errors */
	enum purl_rules rules;
	struct yg_err *err;
};

static int fail(const struct reader *r, const char *at, int code, const char *what)
{
	return yg_fail(r->err, code, (size_t)(at - r->text.p), what);
}

static int no_memory(const struct reader *r)
{
	return yg_fail(r->err, YG_ENOMEM, 0, "out of memory");
}

static int hexval(char c)
{
	if (ch_digit(c))
		return c - '0';
	c = ch_to_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum { ESCAPE = 1, HIGH = 2, CONTROL = 4, BLANK = 8 };

#define C8 CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL
#define H8 HIGH, HIGH, HIGH, HIGH, HIGH, HIGH, HIGH, HIGH
#define H32 H8, H8, H8, H8

/* What needs a second look; all other ASCII stands for itself. */
static const unsigned char classes[256] = {
	C8, C8, C8, C8, [' '] = BLANK, ['%'] = ESCAPE, [0x7f] = CONTROL, H32, H32, H32, H32,
};

/* The classes of all bytes of s. */
static unsigned look(struct sv s)
{
	unsigned seen = 0;
	for (size_t i = 0; i < s.n; i++)
		seen |= classes[(unsigned char)s.p[i]];
	return seen;
}

/* Percent-decode s into the arena.  slash: may a decoded byte be '/'? */
static int decode_escapes(const struct reader *r, struct sv s, bool slash, struct sv *out)
{
	char *w = arena_new(r->a, char, s.n);
	size_t n = 0;

	if (!w)
		return no_memory(r);
	for (size_t i = 0; i < s.n; i++) {
		int c = (unsigned char)s.p[i];
		if (c == '%') {
			int high = s.n - i > 2 ? hexval(s.p[i + 1]) : -1;
			int low = s.n - i > 2 ? hexval(s.p[i + 2]) : -1;
			if (high < 0 || low < 0)
				return fail(r, s.p + i, YG_ESYNTAX, "bad percent escape");
			c = high * 16 + low;
			if (c == '/' && !slash && r->rules != PURL_LENIENT)
				return fail(r, s.p + i, YG_ESYNTAX,
					    "an encoded slash inside a path segment");
			i += 2;
		}
		w[n++] = (char)c;
	}
	*out = (struct sv){w, n};
	return 0;
}

/*
 * A part as text: control bytes and invalid UTF-8 are refused whether encoded or not, because
 * names and versions end up in tables, file names and C libraries.
 */
static int decode(const struct reader *r, struct sv s, bool slash, struct sv *out)
{
	unsigned seen = look(s);
	struct sv d = s;
	int code;

	if ((seen & BLANK) && r->rules == PURL_STRICT)
		return fail(r, s.p + sv_find(s, ' '), YG_ESYNTAX, "a blank must be encoded");
	if (seen & ESCAPE) {
		if ((code = decode_escapes(r, s, slash, &d)) < 0)
			return code;
		seen = look(d);
	}
	if (seen & CONTROL)
		return fail(r, s.p, YG_ESYNTAX, "a control character");
	if ((seen & HIGH) && !sv_utf8(d))
		return fail(r, s.p, YG_ESYNTAX, "not UTF-8");
	*out = d;
	return 0;
}

static bool is_dots(struct sv segment)
{
	return sv_is(segment, ".") || sv_is(segment, "..");
}

int purl_clean_path(struct arena *a, bool dots, struct sv *s)
{
	struct sv rest = *s, segment;
	bool clean = true;
	size_t n = 0;
	char *w;

	if (s->n == 0)
		return 0;
	while (clean && sv_next(&rest, '/', &segment))
		clean = segment.n > 0 && !(dots && is_dots(segment));
	if (clean)
		return 0;
	w = arena_new(a, char, s->n);
	if (!w)
		return YG_ENOMEM;
	for (rest = *s; sv_next(&rest, '/', &segment);) {
		if (segment.n == 0 || (dots && is_dots(segment)))
			continue;
		if (n > 0)
			w[n++] = '/';
		memcpy(w + n, segment.p, segment.n);
		n += segment.n;
	}
	*s = (struct sv){w, n};
	return 0;
}

static int clean_parts(struct arena *a, const struct purl_type *row, struct purl *p)
{
	int code = 0;
	if (row && (row->rules & PURL_NAME_IS_PATH))
		code = purl_clean_path(a, false, &p->name);
	if (code == 0)
		code = purl_clean_path(a, false, &p->ns);
	return code < 0 ? code : purl_clean_path(a, true, &p->subpath);
}

/* A letter, then letters, digits, '.', '-' or '+'. */
static bool is_type(struct sv s)
{
	if (s.n == 0 || !ch_alpha((unsigned char)s.p[0]))
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!ch_alnum((unsigned char)s.p[i]) && s.p[i] != '.' && s.p[i] != '-' &&
		    s.p[i] != '+')
			return false;
	return true;
}

/* A letter, then letters, digits, '.', '-' or '_'. */
static bool is_key(struct sv s)
{
	if (s.n == 0 || !ch_alpha((unsigned char)s.p[0]))
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!ch_alnum((unsigned char)s.p[i]) && s.p[i] != '.' && s.p[i] != '-' &&
		    s.p[i] != '_')
			return false;
	return true;
}

/*
 * Keys are lower case.  The standard's tests let "parse" fold repositorY_url, and refuse Arch,
 * Distro and Platform: the keys common to all types are folded, a type's own are not.
 */
static bool may_fold(enum purl_rules rules, struct sv key)
{
	static const struct sv common[] = {
		SV_INIT("checksum"), SV_INIT("download_url"), SV_INIT("file_name"),
		SV_INIT("repository_url"), SV_INIT("vcs_url"), SV_INIT("vers"),
	};
	if (rules != PURL_STRICT)
		return true;
	for (size_t i = 0; i < YG_COUNT(common); i++)
		if (sv_ieq(key, common[i]))
			return true;
	return false;
}

/* Check and fold a key in place.  what: the literal reason when it is refused. */
static int settle_key(struct arena *a, enum purl_rules rules, struct sv *key, const char **what)
{
	struct sv low = *key;

	*what = "a qualifier's key has letters, digits, '.', '-' and '_'";
	if (!is_key(*key))
		return YG_ESYNTAX;
	*what = "out of memory";
	if (purl_lower(a, &low) < 0)
		return YG_ENOMEM;
	*what = "a qualifier's key must be in lower case";
	if (low.p != key->p && !may_fold(rules, *key))
		return YG_ESYNTAX;
	*key = low;
	return 0;
}

/* Insertion sort: there are few, and mostly they come sorted.  False for a key given twice. */
static bool sort_qualifiers(struct purl_qualifier *q, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct purl_qualifier x = q[i];
		size_t k = i;
		int order = -1;
		while (k > 0 && (order = sv_cmp(x.key, q[k - 1].key)) < 0) {
			q[k] = q[k - 1];
			k--;
		}
		q[k] = x;
		if (k > 0 && order == 0)
			return false;
	}
	return true;
}

static int read_qualifier(const struct reader *r, struct sv field, struct purl_qualifier *q)
{
	const char *what;
	struct sv key, value;
	bool equals = sv_cut(field, '=', &key, &value);
	int code;

	if (!equals && r->rules == PURL_STRICT)
		return fail(r, field.p, YG_ESYNTAX, "a qualifier is key=value");
	if (equals && (code = settle_key(r->a, r->rules, &key, &what)) < 0)
		return fail(r, field.p, code, what);
	if ((code = decode(r, value, true, &value)) < 0)
		return code;
	*q = (struct purl_qualifier){key, value};
	return 0;
}

static int read_qualifiers(const struct reader *r, struct sv s, struct purl *p)
{
	struct purl_qualifier *q;
	struct sv rest = s, field;
	size_t count = 1, n = 0;
	int code;

	if (s.n == 0)
		return 0;
	for (size_t i = 0; i < s.n; i++)
		count += s.p[i] == '&';
	if (count > LIMIT_PURL_QUALIFIERS)
		return fail(r, s.p, YG_ELIMIT, "too many qualifiers");
	q = arena_new(r->a, struct purl_qualifier, count);
	if (!q)
		return no_memory(r);
	while (sv_next(&rest, '&', &field)) {
		if (field.n == 0)
			continue;
		if ((code = read_qualifier(r, field, &q[n])) < 0)
			return code;
		n += q[n].value.n > 0;	/* "key=" is the same as no key at all */
	}
	if (!sort_qualifiers(q, n))
		return fail(r, s.p, YG_ESYNTAX, "a qualifier is given twice");
	p->qualifiers = n > 0 ? q : NULL;
	p->qualifier_count = n;
	return 0;
}

/*
 * Where the version begins: the last '@', unless it opens a segment that is not the last one
 * (an npm scope that nobody encoded: "@angular/core").  s.n when there is none.
 */
static size_t find_version(struct sv s)
{
	size_t last_slash = sv_rfind(s, '/');

	for (size_t i = s.n; i-- > 0;)
		if (s.p[i] == '@' && (last_slash == s.n || i > last_slash ||
				      (i > 0 && s.p[i - 1] != '/')))
			return i;
	return s.n;
}

static struct sv trim_slashes(struct sv s, bool end)
{
	while (s.n > 0 && s.p[0] == '/')
		s.p++, s.n--;
	while (end && s.n > 0 && s.p[s.n - 1] == '/')
		s.n--;
	return s;
}

/* namespace/name@version */
static int read_path(const struct reader *r, struct sv s, const struct purl_type *row,
		     struct purl *p)
{
	size_t at = find_version(s);
	struct sv version = sv_from(s, at + 1), path = sv_first(s, at), ns, name;
	bool name_is_path = row && (row->rules & PURL_NAME_IS_PATH);
	int code;

	path = trim_slashes(path, at == s.n);
	if (name_is_path ? !sv_cut(path, '/', &ns, &name) : !sv_rcut(path, '/', &ns, &name)) {
		ns = (struct sv){NULL, 0};
		name = path;
	}
	if (name.n == 0)
		return fail(r, s.p + at, YG_ESYNTAX, "the name is missing");
	if ((code = decode(r, ns, false, &p->ns)) < 0 ||
	    (code = decode(r, name, true, &p->name)) < 0)
		return code;
	return decode(r, version, true, &p->version);
}

static int read_type(const struct reader *r, struct sv s, const struct purl_type **row,
		     struct purl *p)
{
	if (!is_type(s))
		return fail(r, s.p, YG_ESYNTAX,
			    "a type is a letter, then letters, digits, '.' and '-'");
	if (purl_lower(r->a, &s) < 0)
		return no_memory(r);
	*row = purl_type_find(s);
	p->type = *row ? (*row)->type : s;
	return 0;
}

static bool has_scheme(struct sv s, enum purl_rules rules)
{
	struct sv head = sv_first(s, 4);
	return rules == PURL_STRICT ? sv_is(head, "pkg:") : sv_ieq(head, SV("pkg:"));
}

int purl_read(struct arena *a, struct sv text, enum purl_rules rules, struct purl *out,
	      struct yg_err *err)
{
	struct reader r = {a, text, rules, err};
	const struct purl_type *row;
	struct sv rest, type, path, qualifiers, subpath;
	struct purl p = {0};
	int code;

	if (text.n > LIMIT_PURL)
		return yg_fail(err, YG_ELIMIT, LIMIT_PURL, "the purl is too long");
	rest = rules == PURL_STRICT ? text : sv_trim(text);
	if (!has_scheme(rest, rules))
		return yg_fail(err, YG_ESYNTAX, 0, "a purl begins with \"pkg:\"");
	rest = sv_from(rest, 4);
	(void)sv_cut(rest, '#', &rest, &subpath);
	(void)sv_cut(rest, '?', &rest, &qualifiers);
	while (rest.n > 0 && rest.p[0] == '/')	/* pkg://type/... is the same */
		rest = sv_from(rest, 1);
	if (!sv_cut(rest, '/', &type, &path))
		return fail(&r, rest.p, YG_ESYNTAX, "a purl has a type and a name");
	if ((code = read_type(&r, type, &row, &p)) < 0 ||
	    (code = read_path(&r, path, row, &p)) < 0 ||
	    (code = read_qualifiers(&r, qualifiers, &p)) < 0 ||
	    (code = decode(&r, subpath, false, &p.subpath)) < 0)
		return code;
	if (clean_parts(a, row, &p) < 0)
		return no_memory(&r);
	if (row && (code = purl_type_apply(a, row, rules, &p, err)) < 0)
		return code;
	if (p.name.n == 0)
		return fail(&r, path.p, YG_ESYNTAX, "the name is missing");
	*out = p;
	return 0;
}

/* Sorted, folded copies of *p's qualifiers. */
static int normalise_qualifiers(struct arena *a, enum purl_rules rules, struct purl *p,
				struct yg_err *err)
{
	struct purl_qualifier *q;
	size_t n = 0;
	const char *what;
	int code;

	if (p->qualifier_count == 0)
		return 0;
	if (p->qualifier_count > LIMIT_PURL_QUALIFIERS)
		return yg_fail(err, YG_ELIMIT, 0, "too many qualifiers");
	q = arena_new(a, struct purl_qualifier, p->qualifier_count);
	if (!q)
		return yg_fail(err, YG_ENOMEM, 0, "out of memory");
	for (size_t i = 0; i < p->qualifier_count; i++) {
		q[n] = p->qualifiers[i];
		if ((code = settle_key(a, rules, &q[n].key, &what)) < 0)
			return yg_fail(err, code, 0, what);
		n += q[n].value.n > 0;
	}
	if (!sort_qualifiers(q, n))
		return yg_fail(err, YG_ESYNTAX, 0, "a qualifier is given twice");
	p->qualifiers = n > 0 ? q : NULL;
	p->qualifier_count = n;
	return 0;
}

static bool is_clean(struct sv s)
{
	unsigned seen = look(s);
	return !(seen & CONTROL) && (!(seen & HIGH) || sv_utf8(s));
}

int purl_normalise(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err)
{
	const struct purl_type *row;
	struct purl q = *p;
	int code;

	if (!is_type(q.type))
		return yg_fail(err, YG_ESYNTAX, 0, "the type is missing or has bad characters");
	if (!is_clean(q.ns) || !is_clean(q.name) || !is_clean(q.version) || !is_clean(q.subpath))
		return yg_fail(err, YG_ESYNTAX, 0, "a part is not clean UTF-8");
	for (size_t i = 0; i < q.qualifier_count; i++)
		if (!is_clean(q.qualifiers[i].value))
			return yg_fail(err, YG_ESYNTAX, 0, "a part is not clean UTF-8");
	if (purl_lower(a, &q.type) < 0)
		return yg_fail(err, YG_ENOMEM, 0, "out of memory");
	row = purl_type_find(q.type);
	if (clean_parts(a, row, &q) < 0)
		return yg_fail(err, YG_ENOMEM, 0, "out of memory");
	if ((code = normalise_qualifiers(a, rules, &q, err)) < 0)
		return code;
	if (row && (code = purl_type_apply(a, row, rules, &q, err)) < 0)
		return code;
	if (q.name.n == 0)
		return yg_fail(err, YG_ESYNTAX, 0, "the name is missing");
	*p = q;
	return 0;
}

struct sv purl_qualifier(const struct purl *p, struct sv key)
{
	for (size_t i = 0; i < p->qualifier_count; i++)
		if (sv_eq(p->qualifiers[i].key, key))
			return p->qualifiers[i].value;
	return (struct sv){NULL, 0};
}
