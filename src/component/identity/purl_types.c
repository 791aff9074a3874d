/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The registered purl types (package-url/purl-spec, types/NAME-definition.json): whether a
 * namespace is needed or banned, and what is not case sensitive and therefore lower case.
 */
#include "component/identity/purl_types.h"

#include "base/text.h"

static int pypi(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err);
static int pub(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err);
static int mlflow(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err);
static int git(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err);
static int cpan(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err);
static int chrome(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err);

#define NEEDED PURL_NS_NEEDED
#define BANNED PURL_NS_BANNED
#define FOLD_BOTH (PURL_NS_LOWER | PURL_NAME_LOWER)

/* Sorted by name: purl_type_find() searches by halves. */
static const struct purl_type types[] = {
	{SV_INIT("alpm"), NEEDED | FOLD_BOTH, {0}, NULL},
	{SV_INIT("apk"), NEEDED | FOLD_BOTH, {0}, NULL},
	{SV_INIT("bazel"), BANNED, {0}, NULL},
	{SV_INIT("bitbucket"), NEEDED | FOLD_BOTH | PURL_NAME_SPLITS, {0}, NULL},
	{SV_INIT("bitnami"), BANNED | PURL_NAME_LOWER, {0}, NULL},
	{SV_INIT("brew"), FOLD_BOTH, {0}, NULL},
	{SV_INIT("cargo"), BANNED, {0}, NULL},
	{SV_INIT("chrome-extension"), BANNED | PURL_NAME_LOWER, {0}, chrome},
	{SV_INIT("cocoapods"), BANNED, {0}, NULL},
	{SV_INIT("composer"), NEEDED | FOLD_BOTH | PURL_NAME_SPLITS, {0}, NULL},
	{SV_INIT("conan"), 0, {0}, NULL},
	{SV_INIT("conda"), BANNED, {0}, NULL},
	{SV_INIT("cpan"), PURL_NS_UPPER, {0}, cpan},
	{SV_INIT("cran"), BANNED, {0}, NULL},
	{SV_INIT("deb"), NEEDED | FOLD_BOTH, {0}, NULL},
	{SV_INIT("docker"), 0, {0}, NULL},
	{SV_INIT("gem"), BANNED, {0}, NULL},
	{SV_INIT("generic"), 0, {0}, NULL},
	{SV_INIT("git"), NEEDED | PURL_NS_LOWER | PURL_NAME_IS_PATH, {0}, git},
	{SV_INIT("github"), NEEDED | FOLD_BOTH | PURL_NAME_SPLITS, {0}, NULL},
	/* Its notes say "shall be lowercased", its data "case sensitive": module paths are. */
	{SV_INIT("golang"), NEEDED | PURL_NAME_SPLITS, {0}, NULL},
	{SV_INIT("hackage"), BANNED, {0}, NULL},
	{SV_INIT("hex"), FOLD_BOTH, {0}, NULL},
	{SV_INIT("huggingface"), NEEDED | PURL_VERSION_LOWER, {0}, NULL},
	{SV_INIT("julia"), BANNED, SV_INIT("uuid"), NULL},
	{SV_INIT("luarocks"), FOLD_BOTH, {0}, NULL},
	{SV_INIT("maven"), NEEDED, {0}, NULL},
	{SV_INIT("mlflow"), BANNED, {0}, mlflow},
	{SV_INIT("npm"), PURL_NAME_SPLITS, {0}, NULL},
	{SV_INIT("nuget"), BANNED, {0}, NULL},
	{SV_INIT("oci"), BANNED | PURL_NAME_LOWER | PURL_VERSION_LOWER, {0}, NULL},
	{SV_INIT("opam"), BANNED, {0}, NULL},
	{SV_INIT("otp"), BANNED | PURL_NAME_LOWER | PURL_SUBPATH_LOWER, {0}, NULL},
	{SV_INIT("pub"), BANNED | PURL_NAME_LOWER, {0}, pub},
	{SV_INIT("pypi"), BANNED | PURL_NAME_LOWER | PURL_VERSION_LOWER, {0}, pypi},
	{SV_INIT("qpkg"), NEEDED | PURL_NS_LOWER, {0}, NULL},
	{SV_INIT("rpm"), NEEDED | PURL_NS_LOWER, {0}, NULL},
	{SV_INIT("swid"), 0, SV_INIT("tag_id"), NULL},
	{SV_INIT("swift"), NEEDED | PURL_NAME_SPLITS, {0}, NULL},
	{SV_INIT("vcpkg"), BANNED, {0}, NULL},
	{SV_INIT("vscode-extension"), NEEDED | FOLD_BOTH | PURL_VERSION_LOWER, {0}, NULL},
	{SV_INIT("yocto"), PURL_NS_LOWER, {0}, NULL},
};

const struct purl_type *purl_type_find(struct sv type)
{
	size_t low = 0, high = YG_COUNT(types);
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int r = sv_cmp(type, types[mid].type);
		if (r == 0)
			return &types[mid];
		if (r < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

/* A copy of *s with each byte mapped, made only when map changes something. */
static int map_bytes(struct arena *a, struct sv *s, char (*map)(char))
{
	size_t i = 0;
	char *p;

	while (i < s->n && map(s->p[i]) == s->p[i])
		i++;
	if (i == s->n)
		return 0;
	p = arena_new(a, char, s->n);
	if (!p)
		return YG_ENOMEM;
	memcpy(p, s->p, i);
	for (; i < s->n; i++)
		p[i] = map(s->p[i]);
	s->p = p;
	return 0;
}

static char to_upper(char c)
{
	return ch_lower(c) ? (char)(c & ~0x20) : c;
}

static char underscore_to_dash(char c)
{
	return c == '_' ? '-' : c;
}

static char other_to_underscore(char c)
{
	return ch_alnum((unsigned char)c) ? c : '_';
}

int purl_lower(struct arena *a, struct sv *s)
{
	struct sv low;
	size_t i = 0;

	while (i < s->n && !ch_upper(s->p[i]))
		i++;
	if (i == s->n)
		return 0;
	low = sv_lower(a, *s);
	if (!low.p)
		return YG_ENOMEM;
	*s = low;
	return 0;
}

static int pypi(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err)
{
	(void)rules, (void)err;
	return map_bytes(a, &p->name, underscore_to_dash);
}

/* "The only allowed characters are [a-z0-9_]." */
static int pub(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err)
{
	(void)rules, (void)err;
	return map_bytes(a, &p->name, other_to_underscore);
}

/* Case sensitive on Azure ML, lower case on Databricks; the registry says which. */
static int mlflow(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err)
{
	struct sv url = purl_qualifier(p, SV("repository_url"));
	(void)rules, (void)err;
	if (sv_search(url, SV("databricks")) == url.n)
		return 0;
	return purl_lower(a, &p->name);
}

/* Paths are case sensitive unless the host is known to ignore case. */
static int git(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err)
{
	static const struct sv folding[] = {
		SV_INIT("bitbucket"), SV_INIT("bitbucket.org"), SV_INIT("github"),
		SV_INIT("github.com"), SV_INIT("gitlab.com"),
	};
	(void)rules, (void)err;
	for (size_t i = 0; i < YG_COUNT(folding); i++)
		if (sv_eq(p->ns, folding[i]))
			return purl_lower(a, &p->name);
	return 0;
}

/* A distribution ("URI-PackageURL"), never a module ("URI::PackageURL"). */
static int cpan(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err)
{
	(void)a;
	if (rules != PURL_LENIENT && sv_search(p->name, SV("::")) < p->name.n)
		return yg_fail(err, YG_ESYNTAX, 0, "a CPAN module is not a distribution name");
	return 0;
}

/* 32 letters a to p; version of one to four numbers. */
static int chrome(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err)
{
	struct sv rest = p->version, part;
	uint64_t number;
	unsigned parts = 0;

	(void)a;
	if (rules == PURL_LENIENT)
		return 0;
	for (size_t i = 0; i < p->name.n; i++)
		if (p->name.p[i] < 'a' || p->name.p[i] > 'p')
			return yg_fail(err, YG_ESYNTAX, 0, "extension ids have letters a to p");
	if (p->name.n != 32)
		return yg_fail(err, YG_ESYNTAX, 0, "extension ids have 32 letters");
	while (rest.n > 0 && sv_next(&rest, '.', &part))
		if (!sv_u64(part, &number) || ++parts > 4 || (rest.p && rest.n == 0))
			return yg_fail(err, YG_ESYNTAX, 0,
				       "extension versions are one to four numbers");
	return 0;
}

/* "pkg:npm/%40angular%2Fcore" is a namespace that was encoded as part of the name. */
static int split_name(struct arena *a, struct purl *p)
{
	struct sv head, tail;

	if (!sv_rcut(p->name, '/', &head, &tail) || head.n == 0 || tail.n == 0)
		return 0;
	if (p->ns.n > 0) {
		head = sv_join(a, p->ns, SV("/"), head);
		if (!head.p)
			return YG_ENOMEM;
	}
	p->ns = head;
	p->name = tail;
	return purl_clean_path(a, false, &p->ns);
}

int purl_type_apply(struct arena *a, const struct purl_type *row, enum purl_rules rules,
		    struct purl *p, struct yg_err *err)
{
	unsigned r = row->rules;
	int code;

	if (rules != PURL_STRICT && (r & PURL_NAME_SPLITS) && (code = split_name(a, p)) < 0)
		return yg_fail(err, code, 0, "out of memory");
	if ((r & PURL_NAME_IS_PATH) && p->ns.n == 0 && sv_find(p->name, '/') < p->name.n)
		(void)sv_cut(p->name, '/', &p->ns, &p->name);
	if ((r & PURL_NAME_IS_PATH) && sv_find(p->ns, '/') < p->ns.n)
		return yg_fail(err, YG_ESYNTAX, 0, "the namespace of this type is one segment");
	if (rules != PURL_LENIENT) {
		if ((r & PURL_NS_NEEDED) && p->ns.n == 0)
			return yg_fail(err, YG_ESYNTAX, 0, "this type needs a namespace");
		if ((r & PURL_NS_BANNED) && p->ns.n > 0)
			return yg_fail(err, YG_ESYNTAX, 0, "this type has no namespace");
		if (row->qualifier.n > 0 && !purl_qualifier(p, row->qualifier).p)
			return yg_fail(err, YG_ESYNTAX, 0,
				       "a qualifier that this type needs is missing");
	}
	if (((r & PURL_NS_LOWER) && (code = purl_lower(a, &p->ns)) < 0) ||
	    ((r & PURL_NS_UPPER) && (code = map_bytes(a, &p->ns, to_upper)) < 0) ||
	    ((r & PURL_NAME_LOWER) && (code = purl_lower(a, &p->name)) < 0) ||
	    ((r & PURL_VERSION_LOWER) && (code = purl_lower(a, &p->version)) < 0) ||
	    ((r & PURL_SUBPATH_LOWER) && (code = purl_lower(a, &p->subpath)) < 0))
		return yg_fail(err, code, 0, "out of memory");
	code = row->special ? row->special(a, rules, p, err) : 0;
	return code == YG_ENOMEM ? yg_fail(err, code, 0, "out of memory") : code;
}
