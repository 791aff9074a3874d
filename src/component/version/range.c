/* SPDX-License-Identifier: Apache-2.0 */
/*
 * range.c - the table of range dialects, and the answer of a parsed range.  A new dialect is one
 * parser and one row.
 */
#include "base/limits.h"
#include "component/version/ranges.h"

#define ADVISORY "advisories: < 1.2, >= 1.0 || 2.0"

/* The dialects with a name of their own; the name of any other scheme means ADVISORY. */
static const struct range_dialect dialects[] = {
	{.name = "npm", .scheme = "npm", .title = "node-semver: ^1.2 ~1.2.3 1.x 1.0 - 2.0",
	 .parse = range_parse_npm, .admits = range_npm_admits},
	{.name = "pep440-specifier", .scheme = "pypi", .title = "pip: ~=1.4, !=1.5.*, <2",
	 .parse = range_parse_pep440, .holds = range_pep440_holds},
	{.name = "maven-requirement", .scheme = "maven", .title = "POM: [1.0,2.0),[3.0,)",
	 .parse = range_parse_maven},
	{.name = "maven-constraint", .scheme = "maven", .title = ADVISORY,
	 .parse = range_parse_advisory},
	{.name = "nuget-range", .scheme = "nuget", .title = "NuGet: [1.0,2.0), 1.0 = at least",
	 .parse = range_parse_nuget},
	{.name = "conan", .scheme = "conan", .title = "Conan: >1 <2.0 || ^3.2",
	 .parse = range_parse_conan},
	{.name = "nginx", .scheme = "nginx", .title = "nginx advisories: 1.5.0+, 0.7.52-0.8.39",
	 .parse = range_parse_nginx},
	{.name = "openssl", .scheme = "openssl", .title = "OpenSSL advisories: 3.0.1, 1.0.2zd",
	 .parse = range_parse_openssl},
};

/* Advisories in the plain order of each scheme of the table in schemes.c. */
#define ADVISORY_ROW(name_) {.name = (name_), .scheme = (name_), .title = ADVISORY, \
	.parse = range_parse_advisory}

static const struct range_dialect advisories[] = {
	ADVISORY_ROW("deb"), ADVISORY_ROW("rpm"), ADVISORY_ROW("rpmvercmp"),
	ADVISORY_ROW("rpm-evr"), ADVISORY_ROW("apk"), ADVISORY_ROW("alpm"),
	ADVISORY_ROW("gentoo"), ADVISORY_ROW("semver"), ADVISORY_ROW("npm"),
	ADVISORY_ROW("cargo"), ADVISORY_ROW("golang"), ADVISORY_ROW("pypi"),
	ADVISORY_ROW("maven"), ADVISORY_ROW("gem"), ADVISORY_ROW("nuget"),
	ADVISORY_ROW("composer"), ADVISORY_ROW("pub"), ADVISORY_ROW("cran"),
	ADVISORY_ROW("hackage"), ADVISORY_ROW("conan"), ADVISORY_ROW("bitnami"),
	ADVISORY_ROW("openssl"), ADVISORY_ROW("nginx"), ADVISORY_ROW("jvm"),
	ADVISORY_ROW("calver"), ADVISORY_ROW("kb"), ADVISORY_ROW("generic"),
};

static const struct range_dialect *find(const struct range_dialect *t, size_t count,
					struct sv name)
{
	for (size_t i = 0; i < count; i++)
		if (sv_ieq(name, sv_of(t[i].name)))
			return &t[i];
	return NULL;
}

const struct range_dialect *range_dialect_advisory(const struct version_scheme *s)
{
	return s ? find(advisories, YG_COUNT(advisories), sv_of(s->name)) : NULL;
}

const struct range_dialect *range_dialect_find(struct sv name)
{
	const struct range_dialect *d = find(dialects, YG_COUNT(dialects), name);
	return d ? d : range_dialect_advisory(version_scheme_find(name));
}

const struct range_dialect *range_dialect_native(struct sv scheme_name)
{
	const struct version_scheme *s = version_scheme_find(scheme_name);
	static const struct {
		const char *scheme, *dialect;
	} natives[] = {
		{"pypi", "pep440-specifier"}, {"maven", "maven-requirement"},
		{"nuget", "nuget-range"},
	};
	if (!s)
		return range_dialect_find(scheme_name);
	for (size_t i = 0; i < YG_COUNT(natives); i++)
		if (strcmp(s->name, natives[i].scheme) == 0)
			return range_dialect_find(sv_of(natives[i].dialect));
	return range_dialect_find(sv_of(s->name));
}

const struct range_dialect *range_dialect_at(size_t i)
{
	if (i < YG_COUNT(dialects))
		return &dialects[i];
	i -= YG_COUNT(dialects);
	for (size_t k = 0; k < YG_COUNT(advisories); k++)	/* names that are not taken above */
		if (range_dialect_find(sv_of(advisories[k].name)) == &advisories[k] && i-- == 0)
			return &advisories[k];
	return NULL;
}

const char *range_dialect_name(const struct range_dialect *d)
{
	return d->name;
}

const struct version_scheme *range_dialect_scheme(const struct range_dialect *d)
{
	return version_scheme_find(sv_of(d->scheme));
}

/* A "vers:" text in a field that holds another dialect: of the same scheme, or refused. */
static int parse_vers(struct arena *a, const struct version_scheme *s, struct sv text,
		      struct version_range *ret, struct yg_err *err)
{
	struct vers v;
	int r = vers_read(a, text, &v, err);

	if (r < 0)
		return r;
	if (!v.scheme || v.scheme->compare != s->compare)
		return yg_fail(err, YG_ESYNTAX, 5, "the range is in another version scheme");
	return vers_range(a, &v, ret);
}

int range_parse(struct arena *a, const struct range_dialect *d, struct sv text,
		struct version_range *ret, struct yg_err *err)
{
	struct range_builder b = {
		.arena = a, .scheme = range_dialect_scheme(d), .text = text, .err = err,
		.starts = true,
	};
	int r;

	if (text.n > LIMIT_RANGE)
		return yg_fail(err, YG_ELIMIT, LIMIT_RANGE, "range too long");
	if (sv_starts(sv_trim(text), SV("vers:")))
		return parse_vers(a, b.scheme, sv_trim(text), ret, err);
	if (sv_trim(text).n == 0)
		r = range_add(&b, RANGE_ANY, (struct sv){NULL, 0});
	else
		r = d->parse(&b, sv_trim(text));
	if (r == YG_ENOMEM)
		return yg_fail(err, r, 0, "out of memory");
	if (r < 0)
		return r;
	*ret = (struct version_range){
		.dialect = d, .scheme = b.scheme, .items = b.items, .count = b.count,
	};
	return 0;
}

/* -1, 0 or 1 for a failed comparison's answer to "is it equal": no, cannot tell. */
static enum range_answer equality(const struct version_scheme *s, struct sv version,
				  struct sv bound, bool equal, int *why)
{
	int order, r = range_bound_order(s, version, bound, &order);

	if (r == YG_ENOTCOMPARABLE)	/* two different things without an order */
		return equal ? RANGE_OUT : RANGE_IN;
	if (r < 0) {
		*why = r;
		return RANGE_UNKNOWN;
	}
	return (order == 0) == equal ? RANGE_IN : RANGE_OUT;
}

enum range_answer range_holds(const struct version_scheme *s, const struct range_constraint *c,
			      struct sv version, int *why)
{
	bool holds = false;
	int order, r;

	if (c->op == RANGE_ANY || c->op == RANGE_NONE)
		return c->op == RANGE_ANY ? RANGE_IN : RANGE_OUT;
	if (c->op == RANGE_EQ || c->op == RANGE_NE || c->op == RANGE_ARBITRARY)
		return equality(s, version, c->version, c->op != RANGE_NE, why);
	r = range_bound_order(s, version, c->version, &order);
	if (r < 0) {
		*why = r;
		return RANGE_UNKNOWN;
	}
	switch (c->op) {
	case RANGE_LT:
	case RANGE_BELOW:
		holds = order < 0;
		break;
	case RANGE_LE:
		holds = order <= 0;
		break;
	case RANGE_GT:
		holds = order > 0;
		break;
	case RANGE_GE:
		holds = order >= 0;
		break;
	default:		/* prefixes: only in dialects that evaluate them */
		*why = YG_EUNSUPPORTED;
		return RANGE_UNKNOWN;
	}
	return holds ? RANGE_IN : RANGE_OUT;
}

static enum range_answer alternative_contains(const struct version_range *r, size_t first,
					      size_t count, struct sv version, int *why)
{
	const struct range_dialect *d = r->dialect;
	enum range_answer all = RANGE_IN;

	for (size_t i = first; i < first + count && all != RANGE_OUT; i++)
		all = range_all(all, d && d->holds
				? d->holds(&r->items[i], version, why)
				: range_holds(r->scheme, &r->items[i], version, why));
	if (all == RANGE_IN && d && d->admits)
		all = d->admits(r->items + first, count, version, why);
	return all;
}

enum range_answer range_contains(const struct version_range *r, struct sv version, int *ret_why)
{
	enum range_answer any = RANGE_OUT;
	int why = 0;

	for (size_t i = 0, n; i < r->count && any != RANGE_IN; i += n) {
		for (n = 1; i + n < r->count && !r->items[i + n].starts; n++)
			;
		any = range_any(any, alternative_contains(r, i, n, version, &why));
	}
	if (ret_why)
		*ret_why = any == RANGE_UNKNOWN ? why : 0;
	return any;
}
