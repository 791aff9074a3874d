/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cve5_affected.c - "affected" of a container: one entry for each key that a product is found
 * under.
 *
 *	packageURL, or packageName in a known collectionURL	the package's ecosystem
 *	Red Hat's URI CPEs with packageName			"Red Hat:9" and the package
 *	cpes							"cpe", vendor:product
 *	else vendor and product as free text			"cpe", by_name; "*" for a
 *								vendor that is not given
 *
 * A product without any name ("n/a", 7,407 times) has no entry: nothing could ever match it.
 */
#include "component/identity/cpe.h"
#include "component/identity/ecosystem.h"
#include "component/identity/purl.h"
#include "understand/feeds/cve5.h"

enum { NEAR_KEYS = 64 };	/* keys of one product that are compared for repetition */

/* ---- gathering ---- */

/* "16.01.0.8\(1576\)", as CPE names write it, without the backslashes. */
static struct sv unescape(struct reading *in, struct sv s)
{
	char *p;
	size_t n = 0;

	if (sv_find(s, '\\') == s.n)
		return s;
	p = arena_new(in->arena, char, s.n);
	if (!p) {
		(void)reading_no_memory(in);
		return (struct sv){0};
	}
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\\')
			p[n++] = s.p[i];
	return (struct sv){p, n};
}

static void read_version(struct reading *in, struct sv *out)
{
	struct sv s;

	if (reading_string(in, &s, "a version is not a string"))
		*out = unescape(in, s);
}

static void read_status(struct reading *in, enum record_status *out)
{
	struct sv s;

	if (!reading_string(in, &s, "a status is not a string"))
		return;
	if (sv_ieq(s, SV("affected")))
		*out = RECORD_AFFECTED;
	else if (sv_ieq(s, SV("unaffected")))
		*out = RECORD_UNAFFECTED;
}

static void read_changes(struct reading *in, struct cve5_row *row)
{
	struct sv key;

	if (!reading_array(in, "changes is not an array"))
		return;
	while (reading_item(in)) {
		struct cve5_change c = {.status = RECORD_UNKNOWN}, *slot;
		if (!reading_object(in, "changes[] is not an object"))
			continue;
		while (reading_key(in, &key)) {
			if (sv_is(key, "at"))
				read_version(in, &c.at);
			else if (sv_is(key, "status"))
				read_status(in, &c.status);
			else
				json_skip(&in->j);
		}
		if (row->change_count >= LIMIT_CHANGES) {
			(void)reading_bad(in, "more than LIMIT_CHANGES changes of a range");
			continue;
		}
		slot = arena_push(in->arena, row->changes, row->change_count);
		if (slot)
			*slot = c;
		else
			(void)reading_no_memory(in);
	}
}

static void read_row(struct reading *in, struct cve5_product *p)
{
	struct cve5_row row = {.status = RECORD_UNKNOWN}, *slot;
	struct sv key;

	if (!reading_object(in, "versions[] is not an object"))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "version"))
			read_version(in, &row.version);
		else if (sv_is(key, "status"))
			read_status(in, &row.status);
		else if (sv_is(key, "lessThan"))
			read_version(in, &row.less_than);
		else if (sv_is(key, "lessThanOrEqual"))
			read_version(in, &row.less_equal);
		else if (sv_is(key, "versionType"))
			(void)reading_string(in, &row.type, "versionType is not a string");
		else if (sv_is(key, "changes"))
			read_changes(in, &row);
		else
			json_skip(&in->j);
	}
	if (p->row_count >= LIMIT_EVENTS) {
		(void)reading_bad(in, "more than LIMIT_EVENTS versions of a product");
		return;
	}
	slot = arena_push(in->arena, p->rows, p->row_count);
	if (slot)
		*slot = row;
	else
		(void)reading_no_memory(in);
}

static void read_cpes(struct reading *in, struct cve5_product *p)
{
	struct sv s, *slot;

	if (!reading_array(in, "cpes is not an array"))
		return;
	while (reading_item(in)) {
		if (!reading_string(in, &s, "cpes[] is not a string") || s.n > LIMIT_CPE)
			continue;
		if (p->cpe_count >= LIMIT_AFFECTED) {
			(void)reading_bad(in, "more than LIMIT_AFFECTED cpes of a product");
			continue;
		}
		slot = arena_push(in->arena, p->cpes, p->cpe_count);
		if (slot)
			*slot = s;
		else
			(void)reading_no_memory(in);
	}
}

static void read_platforms(struct reading *in, struct cve5_product *p)
{
	struct sv s;

	if (!reading_array(in, "platforms is not an array"))
		return;
	while (reading_item(in))
		if (reading_text(in, &s, "platforms[] is not a string") &&
		    p->platforms.n < LIMIT_NAME)
			reading_add_word(in, &p->platforms, SV(", "), s);
}

static void read_default(struct reading *in, struct cve5_product *p)
{
	struct sv s;

	if (!reading_string(in, &s, "defaultStatus is not a string"))
		return;
	p->status = sv_ieq(s, SV("affected")) ? CVE5_AFFECTED :
		    sv_ieq(s, SV("unaffected")) ? CVE5_UNAFFECTED : CVE5_UNKNOWN;
}

static bool gather(struct reading *in, struct cve5_product *p)
{
	struct sv key;

	if (!reading_object(in, "affected[] is not an object"))
		return false;
	while (reading_key(in, &key)) {
		if (sv_is(key, "vendor"))
			(void)reading_text(in, &p->vendor, "vendor is not a string");
		else if (sv_is(key, "product"))
			(void)reading_text(in, &p->product, "product is not a string");
		else if (sv_is(key, "versions")) {
			if (reading_array(in, "versions is not an array"))
				while (reading_item(in))
					read_row(in, p);
		} else if (sv_is(key, "cpes"))
			read_cpes(in, p);
		else if (sv_is(key, "defaultStatus"))
			read_default(in, p);
		else if (sv_is(key, "platforms"))
			read_platforms(in, p);
		else if (sv_is(key, "packageName"))
			(void)reading_text(in, &p->package, "packageName is not a string");
		else if (sv_is(key, "collectionURL"))
			(void)reading_text(in, &p->collection, "collectionURL is not a string");
		else if (sv_is(key, "packageURL"))
			(void)reading_text(in, &p->purl, "packageURL is not a string");
		else
			json_skip(&in->j);
	}
	return !in->bad && reading_going(in);
}

/* ---- keys ---- */

struct schemes {		/* looked up once, not for every row */
	const struct version_scheme *generic, *semver;
};

struct keys {
	struct reading *in;
	const struct schemes *schemes;
	struct record *r;
	const struct cve5_product *p;
	struct record_affected base;	/* what all entries of the product share */
	size_t first;			/* of them in r->affected */
	bool spans_done;
};

/* The scheme of a versionType; the two that are nearly all of them are known beforehand. */
static const struct version_scheme *type_scheme(const struct schemes *k, struct sv type)
{
	const struct version_scheme *s;

	if (type.n == 0 || sv_is(type, "custom"))
		return k->generic;
	if (sv_is(type, "semver"))
		return k->semver;
	s = version_scheme_of_cve_type(type);
	return s ? s : k->generic;
}

/* Versions of a product that is no package: the one scheme all rows claim, if it is one of
 * packages; "semver" is written for anything with dots, so it is generic. */
static const struct version_scheme *claimed_scheme(const struct keys *k)
{
	const struct version_scheme *one = NULL;
	struct sv last = {0};

	for (size_t i = 0; i < k->p->row_count; i++) {
		struct sv type = k->p->rows[i].type;
		const struct version_scheme *s;
		if (one && sv_eq(type, last))
			continue;
		s = type_scheme(k->schemes, type);
		if (one && s != one)
			return k->schemes->generic;
		one = s;
		last = type;
	}
	return one && one != k->schemes->semver ? one : k->schemes->generic;
}

static void add_entry(struct keys *k, struct sv ecosystem, struct sv name, struct sv cpe,
		      const struct version_scheme *scheme)
{
	struct record_affected *slot;

	if (name.n == 0 || ecosystem.n == 0 || name.n > LIMIT_NAME || ecosystem.n > LIMIT_NAME ||
	    !reading_going(k->in))
		return;
	if (!k->spans_done) {
		cve5_rows_spans(k->in, k->p, scheme, &k->base);
		k->spans_done = true;
	}
	if (k->r->affected_count >= LIMIT_AFFECTED) {
		(void)reading_bad(k->in, "more than LIMIT_AFFECTED products");
		return;
	}
	/* the keys of a product share its spans in memory, but not in the document */
	k->in->spans += k->base.span_count;
	if (k->in->spans > LIMIT_EVENTS) {
		(void)reading_bad(k->in, "more than LIMIT_EVENTS spans of versions");
		return;
	}
	slot = arena_push(k->in->arena, k->r->affected, k->r->affected_count);
	if (!slot) {
		(void)reading_no_memory(k->in);
		return;
	}
	*slot = k->base;
	slot->ecosystem = ecosystem;
	slot->name = name;
	slot->cpe = cpe;
	slot->scheme = scheme ? sv_of(scheme->name) : (struct sv){0};
}

/* Add an entry in an ecosystem of packages; its name is folded as the ecosystem does. */
static void add_package(struct keys *k, struct sv ecosystem, struct sv name)
{
	struct sv folded;

	if (ecosystem_fold(k->in->arena, ecosystem_find(ecosystem), name, &folded) != 0)
		(void)reading_no_memory(k->in);
	else
		add_entry(k, ecosystem, folded, (struct sv){0},
			  version_scheme_of_ecosystem(ecosystem));
}

static bool add_purl(struct keys *k)
{
	size_t before = k->r->affected_count;
	const struct ecosystem *row;
	struct purl purl;
	struct sv ecosystem, name;
	int code = purl_read(k->in->arena, k->p->purl, PURL_LENIENT, &purl, NULL);
	struct component c;

	if (code == 0) {
		c = (struct component){.type = purl.type, .ns = purl.ns, .name = purl.name};
		code = ecosystem_of_component(k->in->arena, &c, &row, &ecosystem);
	}
	if (code == 0)
		code = ecosystem_package(k->in->arena, row, &c, &name);
	if (code == YG_ENOMEM)
		(void)reading_no_memory(k->in);
	if (code == 0)
		add_entry(k, ecosystem, name, (struct sv){0},
			  version_scheme_of_ecosystem(ecosystem));
	return k->r->affected_count > before;
}

/* Collections whose packageName is the name in an ecosystem, by the host of their address. */
static const struct { struct sv host, ecosystem; } collections[] = {
	{SV_INIT("repo.maven.apache.org"), SV_INIT("Maven")},
	{SV_INIT("repo1.maven.org"), SV_INIT("Maven")},
	{SV_INIT("mvnrepository.com"), SV_INIT("Maven")},
	{SV_INIT("central.sonatype.com"), SV_INIT("Maven")},
	{SV_INIT("pypi.org"), SV_INIT("PyPI")}, {SV_INIT("pypi.python.org"), SV_INIT("PyPI")},
	{SV_INIT("npmjs.com"), SV_INIT("npm")}, {SV_INIT("registry.npmjs.org"), SV_INIT("npm")},
	{SV_INIT("packagist.org"), SV_INIT("Packagist")},
	{SV_INIT("rubygems.org"), SV_INIT("RubyGems")},
	{SV_INIT("crates.io"), SV_INIT("crates.io")}, {SV_INIT("nuget.org"), SV_INIT("NuGet")},
	{SV_INIT("pkg.go.dev"), SV_INIT("Go")}, {SV_INIT("hex.pm"), SV_INIT("Hex")},
	{SV_INIT("pub.dev"), SV_INIT("Pub")},
	{SV_INIT("hackage.haskell.org"), SV_INIT("Hackage")},
	{SV_INIT("cran.r-project.org"), SV_INIT("CRAN")},
};

static struct sv collection_ecosystem(struct sv url)
{
	struct sv host = sv_from(url, sv_search(url, SV("://")) + 3);

	host = sv_first(host, sv_find(host, '/'));
	if (sv_starts(host, SV("www.")))
		host = sv_from(host, 4);
	for (size_t i = 0; i < YG_COUNT(collections); i++)
		if (sv_ieq(host, collections[i].host))
			return collections[i].ecosystem;
	return (struct sv){0};
}

/* Go's packageName is a package; advisories are about modules, which stand in vendor. */
static struct sv go_module(const struct cve5_product *p)
{
	if (sv_is(p->vendor, "Go standard library"))
		return SV("stdlib");
	if (sv_is(p->vendor, "Go toolchain"))
		return SV("toolchain");
	return p->vendor.n > 0 && sv_starts(p->package, p->vendor) ? p->vendor : p->package;
}

static bool add_collection(struct keys *k)
{
	size_t before = k->r->affected_count;
	struct sv ecosystem = collection_ecosystem(k->p->collection);
	struct sv name = k->p->package;

	if (ecosystem.n == 0 || name.n == 0)
		return false;
	if (sv_is(ecosystem, "Go"))
		name = go_module(k->p);
	if (sv_is(ecosystem, "Maven") && sv_find(name, ':') == name.n)
		return false;
	add_package(k, ecosystem, name);
	return k->r->affected_count > before;
}

static bool is_new(const struct keys *k, struct sv ecosystem, struct sv name)
{
	size_t n = k->r->affected_count;
	size_t from = n - k->first > NEAR_KEYS ? n - NEAR_KEYS : k->first;

	for (size_t i = n; i-- > from;)
		if (sv_eq(k->r->affected[i].name, name) &&
		    sv_eq(k->r->affected[i].ecosystem, ecosystem))
			return false;
	return true;
}

/*
 * "cpe:/a:redhat:enterprise_linux:8::appstream" is OSV's "Red Hat:enterprise_linux:8::
 * appstream"; the package is a source rpm, or one of a module: "nodejs:18/nodejs".
 */
static bool add_red_hat(struct keys *k)
{
	static const struct sv mark = SV_INIT(":redhat:");
	size_t before = k->r->affected_count;
	struct sv module, name;

	if (k->p->package.n == 0)
		return false;
	name = k->p->package;
	if (sv_cut(name, '/', &module, &name) && sv_find(module, ':') < module.n)
		k->base.module = module;
	else
		name = k->p->package;
	k->base.source_package = true;
	for (size_t i = 0; i < k->p->cpe_count && reading_going(k->in); i++) {
		struct sv cpe = k->p->cpes[i], ecosystem;
		size_t at = sv_search(cpe, mark);
		if (!sv_starts(cpe, SV("cpe:/")) || at == cpe.n)
			continue;
		ecosystem = reading_join(k->in, SV("Red Hat:"), sv_from(cpe, at + mark.n),
					 (struct sv){0});
		if (ecosystem_key(k->in->arena, ecosystem, &ecosystem) != 0)
			(void)reading_no_memory(k->in);
		else if (is_new(k, ecosystem, name))
			add_entry(k, ecosystem, name, (struct sv){0},
				  version_scheme_of_ecosystem(ecosystem));
	}
	k->base.source_package = false;
	k->base.module = (struct sv){0};
	return k->r->affected_count > before;
}

/* "vendor:product" stands as it is in a formatted string without escapes and capitals. */
static bool plain_key(struct sv cpe, struct sv *ret)
{
	size_t start = 10, colons = 0, n;

	if (!sv_starts(cpe, SV("cpe:2.3:")) || cpe.n < 12 || cpe.p[9] != ':')
		return false;
	for (n = start; n < cpe.n; n++) {
		char c = cpe.p[n];
		if (c == ':' && ++colons == 2)
			break;
		if (!ch_lower(c) && !ch_digit(c) && c != '_' && c != '-' && c != '.' && c != ':')
			return false;
	}
	*ret = (struct sv){cpe.p + start, n - start};
	return colons == 2 && ret->p[0] != '-' && ret->p[0] != ':' &&
	       ret->p[ret->n - 1] != ':' && sv_search(*ret, SV(":-")) == ret->n;
}

static bool key_of_cpe(struct reading *in, struct sv cpe, struct sv *ret)
{
	struct cpe c;
	int code;

	if (plain_key(cpe, ret))
		return true;
	code = cpe_parse(in->arena, cpe, &c, NULL);
	if (code == 0)
		code = cpe_key(in->arena, &c, ret);
	if (code == YG_ENOMEM)
		return reading_no_memory(in);
	return code == 0;
}

/* The attributes after version and update, which say for which edition and target it is. */
static struct sv cpe_tail(struct sv cpe)
{
	size_t colons = 0, i = 0;

	for (; i < cpe.n && colons < 7; i++) {
		if (cpe.p[i] == '\\')
			i++;
		else if (cpe.p[i] == ':')
			colons++;
	}
	return sv_from(cpe, i);
}

/* One entry a vendor:product; names that differ in edition or target restrict nothing. */
static bool add_cpes(struct keys *k)
{
	static const struct sv ecosystem = SV_INIT("cpe");
	size_t before = k->r->affected_count;
	const struct version_scheme *scheme = claimed_scheme(k);
	struct sv key = {0};

	for (size_t i = 0; i < k->p->cpe_count && reading_going(k->in); i++) {
		struct sv cpe = k->p->cpes[i];
		struct record_affected *same = NULL;
		size_t from;
		if (!key_of_cpe(k->in, cpe, &key))
			continue;
		from = k->r->affected_count - before > NEAR_KEYS ?
		       k->r->affected_count - NEAR_KEYS : before;
		for (size_t n = k->r->affected_count; n-- > from && !same;)
			if (sv_eq(k->r->affected[n].name, key))
				same = &k->r->affected[n];
		if (!same)
			add_entry(k, ecosystem, key, cpe, scheme);
		else if (!sv_eq(cpe_tail(same->cpe), cpe_tail(cpe)))
			same->cpe = (struct sv){0};
	}
	return k->r->affected_count > before;
}

static bool is_no_name(struct sv s)
{
	static const struct sv words[] = {
		SV_INIT(""), SV_INIT("n/a"), SV_INIT("na"), SV_INIT("-"), SV_INIT("unspecified"),
		SV_INIT("unknown"), SV_INIT("none"),
	};
	for (size_t i = 0; i < YG_COUNT(words); i++)
		if (sv_ieq(s, words[i]))
			return true;
	return false;
}

/* Lower case, runs of white space as one '_': how NVD would most likely spell it. */
static size_t put_name(char *to, struct sv s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!ch_space(s.p[i]))
			to[n++] = ch_to_lower(s.p[i]);
		else if (n > 0 && to[n - 1] != '_')
			to[n++] = '_';
	}
	return n;
}

static void add_names(struct keys *k)
{
	struct sv vendor = is_no_name(k->p->vendor) ? SV("*") : k->p->vendor;
	size_t n;
	char *name;

	if (is_no_name(k->p->product) || vendor.n > LIMIT_NAME || k->p->product.n > LIMIT_NAME)
		return;
	name = arena_new(k->in->arena, char, vendor.n + 1 + k->p->product.n);
	if (!name) {
		(void)reading_no_memory(k->in);
		return;
	}
	n = put_name(name, vendor);
	name[n++] = ':';
	n += put_name(name + n, k->p->product);
	k->base.by_name = true;
	add_entry(k, SV("cpe"), (struct sv){name, n}, (struct sv){0}, claimed_scheme(k));
}

static void add_product(struct reading *in, struct record *r, const struct cve5_product *p,
			const struct schemes *schemes)
{
	struct keys k = {.in = in, .r = r, .p = p, .first = r->affected_count,
			 .schemes = schemes, .base = {.platforms = p->platforms}};
	bool found = p->purl.n > 0 && add_purl(&k);

	if (!found)
		found = add_collection(&k);
	if (!found && p->cpe_count > 0 && add_red_hat(&k))
		return;
	if (add_cpes(&k) || found)
		return;
	add_names(&k);
}

void cve5_read_affected(struct reading *in, struct record *r)
{
	struct schemes schemes = {0};

	if (!reading_array(in, "affected is not an array"))
		return;
	schemes.generic = version_scheme_find(SV("generic"));
	schemes.semver = version_scheme_find(SV("semver"));
	while (reading_item(in)) {
		struct cve5_product p = {0};
		if (gather(in, &p))
			add_product(in, r, &p, &schemes);
	}
}

void cve5_finish_affected(struct record *r)
{
	size_t kept = 0;

	if (r->affected_count > 2000)	/* not worth the square of it */
		return;
	for (size_t i = 0; i < r->affected_count; i++) {
		const struct record_affected *a = &r->affected[i];
		bool drop = false;
		for (size_t n = 0; cve5_is_commits_only(a) && n < r->affected_count && !drop; n++)
			drop = n != i && !cve5_is_commits_only(&r->affected[n]) &&
			       sv_eq(a->name, r->affected[n].name) &&
			       sv_eq(a->ecosystem, r->affected[n].ecosystem);
		if (!drop)
			r->affected[kept++] = *a;
	}
	r->affected_count = kept;
}
