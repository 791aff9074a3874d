/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Version schemes: names, the third answer, bounds against versions, caps.  The orders
 * themselves are tested on 80,000 pairs in tests/conformance/version; the few here are the ones
 * that a reader of a scheme should know.
 */
#include "check.h"

#include "base/limits.h"
#include "base/text.h"
#include "component/version/version.h"

enum { SYNTAX = 100 + YG_ESYNTAX, NONE = 100 + YG_ENOTCOMPARABLE };	/* answers beside -1, 0, 1 */

static int answer(int r, int order)
{
	return r < 0 ? 100 + r : order;
}

static void test_orders(void)
{
	static const struct {
		const char *scheme, *a, *b;
		int want;
	} rows[] = {
		{"deb", "1.0~rc1-1", "1.0-1", -1},
		{"deb", "1:0.4", "10.3", 1},
		{"deb", "1.0", "1.0-0", 0},
		{"deb", "1.0-1+b1", "1.0-1", 1},
		{"deb", "", "1", SYNTAX},
		{"deb", "1 2", "1", SYNTAX},
		{"deb", "x:1", "1", SYNTAX},
		{"rpm", "1.0^git1", "1.0", 1},
		{"rpm", "1.0^git1", "1.0.1", -1},
		{"rpm", "1.0", "1.0.0", -1},
		{"rpm", "1.0-1", "1.0", 1},
		{"rpm", "1:1.0-1", "2.0-1", 1},
		{"rpm", "", "1", SYNTAX},
		{"rpm-evr", "0|1|1", "1|1", SYNTAX},
		{"apk", "1.2_alpha", "1.2", -1},
		{"apk", "1.02", "1.1", -1},
		{"apk", "1.0_git20200101", "1.0", 1},
		{"apk", "", "1", SYNTAX},
		{"alpm", "1.0rc", "1.0", -1},
		{"alpm", "1.0", "1.0-5", 0},
		{"gentoo", "1.0_p0", "1.0", 1},
		{"gentoo", "1.0-r", "1.0", SYNTAX},
		{"semver", "1.0.0-alpha.1", "1.0.0-alpha.beta", -1},
		{"semver", "99999999999999999999.0.0", "99999999999999999998.0.0", 1},
		{"semver", "1.0.2k", "1.0.2", SYNTAX},
		{"semver", "1.0.0-", "1.0.0", SYNTAX},
		{"semver", "1.0.0-a..b", "1.0.0", SYNTAX},
		{"golang", "go1.21rc1", "go1.21.0", -1},
		{"golang", "(devel)", "v1.0.0", SYNTAX},
		{"pypi", "1.0.dev1", "1.0a1", -1},
		{"pypi", "1.0-1", "1.0.post1", 0},
		{"pypi", "1.0+local", "1.0", 1},
		{"pypi", "2!1", "10", 1},
		{"pypi", "1.0-foo", "1.0", SYNTAX},
		{"maven", "1.0-rc1", "1.0", -1},
		{"maven", "1.0.0", "1", 0},
		{"maven", "1.0-sp", "1.0", 1},
		{"maven", "1-ga", "1-final", 0},
		{"gem", "1.0.a", "1.0", -1},
		{"gem", "1.2.0-x86_64-linux", "1.2", 0},
		{"gem", "1beta", "1", SYNTAX},
		{"nuget", "1.0", "1.0.0.0", 0},
		{"nuget", "1.0-RC", "1.0-rc", 0},
		{"composer", "1.0", "1.0.0", 0},
		{"composer", "1.0-patch1", "1.0", 1},
		{"composer", "dev-main", "1.0", NONE},
		{"composer", "dev-main", "dev-main", 0},
		{"composer", "1.x-dev", "1.9.0", 1},
		{"pub", "1.0.0+1", "1.0.0", 1},
		{"bitnami", "1.2.3-4", "1.2.3", 0},
		{"openssl", "1.0.2zh", "1.0.2z", 1},
		{"openssl", "1.0.2k-fips", "1.0.2k", 0},
		{"jvm", "8u302", "1.8.0_302-b08", 0},
		{"jvm", "9-ea", "9-internal", NONE},
		{"kb", "KB5001234", "5001234", 0},
		{"kb", "5001234", "5001235", NONE},
		{"calver", "16.0.35907", "16.0.35907.0", 0},
	};
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		const struct version_scheme *s = version_scheme_find(sv_of(rows[i].scheme));
		int order = 77, r;
		r = version_compare(s, sv_of(rows[i].a), sv_of(rows[i].b), &order);
		CHECK(answer(r, order) == rows[i].want, "%s \"%s\" \"%s\": %d", rows[i].scheme,
		      rows[i].a, rows[i].b, answer(r, order));
		CHECK(r == 0 || order == 77, "%s: written on failure", rows[i].scheme);
	}
}

/* Products without a stated scheme: an answer only where every reading agrees. */
static void test_generic(void)
{
	static const struct {
		const char *a, *b;
		int want;
	} rows[] = {
		{"11.2.4", "11.2.4-h1", -1},		/* PAN-OS */
		{"11.2.4-h1", "11.2.4-h10", -1},
		{"7.2", "7.2.0", 0},			/* FortiOS */
		{"7.2.8", "7.2.10", -1},
		{"10.0.19045.7058", "10.0.19045.999", 1},
		{"1.0.2zh", "1.0.2z", 1},
		{"4.2.8p9", "4.2.8p15", -1},
		{"2.8.123e", "2.8.75", 1},
		{"v1.2", "1.2.0", 0},
		{"1.2 SP1", "1.2", 1},
		{"6.12-rc1", "6.12", -1},
		{"1.0.4", "1.0.4+anything", -1},
		{"1.0b2", "1.0", NONE},			/* a beta, or patch b2? */
		{"25.2.a", "25.2", NONE},
		{"25.2.a", "25.2.1", NONE},
		{"25.2.a", "25.2.b", -1},
		{"1.0b2", "1.0.1", -1},
		{"1.0a", "1.0-p1", NONE},
		{"1.0-foo", "1.0", NONE},
		{"1.0-foo", "1.0-bar", NONE},
		{"1.0-foo", "1.0-FOO", 0},
		{"1.0-foo2", "2.0", -1},		/* decided before the word */
		{"15.4(2)T1", "15.4(3)M", NONE},	/* Cisco's trains */
		{"15.4(2)T1", "15.2(2)", 1},
		{"15.4(2)T1", "15.4(2)T1", 0},
		{"1da177e4c3f4", "34e41a031fd7", NONE},	/* commits */
		{"1da177e4c3f4", "1DA177E4C3F4", 0},
		{"0", "1da177e4c3f4", NONE},
		{"n/a", "1.0", SYNTAX},
		{"unspecified", "1.0", SYNTAX},
		{"-", "1.0", SYNTAX},
		{"", "1.0", SYNTAX},
	};
	const struct version_scheme *s = version_scheme_find(SV("generic"));
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		int order = 77, r;
		r = version_compare(s, sv_of(rows[i].a), sv_of(rows[i].b), &order);
		CHECK(answer(r, order) == rows[i].want, "\"%s\" \"%s\": %d", rows[i].a,
		      rows[i].b, answer(r, order));
	}
}

static void test_bounds(void)
{
	static const struct {
		const char *scheme, *version, *bound;
		int want;
	} rows[] = {
		{"rpm", "1.2-3.el9", "1.2", 0},		/* a bound without release: all of 1.2 */
		{"rpm", "1.2-3.el9", "1.2-4.el9", -1},
		{"pypi", "1.0+local", "1.0", 0},
		{"pypi", "1.0+local", "1.0+local", 0},
		{"pypi", "1.0", "1.0+local", -1},
		{"deb", "1.0-1", "<end-of-life>", -1},
		{"deb", "unknown", "1.0-1", SYNTAX},	/* not "newer than the fix" */
		{"apk", "unknown", "1.0-r0", SYNTAX},
		{"apk", "1.0-r0", "1.0_foo", SYNTAX},
		{"semver", "1.0.0", "1.0.1", -1},
	};
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		const struct version_scheme *s = version_scheme_find(sv_of(rows[i].scheme));
		int order = 77, r;
		r = version_compare_bound(s, sv_of(rows[i].version), sv_of(rows[i].bound), &order);
		CHECK(answer(r, order) == rows[i].want, "%s \"%s\" \"%s\": %d", rows[i].scheme,
		      rows[i].version, rows[i].bound, answer(r, order));
	}
}

static void test_names(void)
{
	static const struct {
		const struct version_scheme *(*of)(struct sv);
		const char *name, *want;	/* NULL: no order */
	} rows[] = {
		{version_scheme_find, "pep440", "pypi"},
		{version_scheme_find, "DPKG", "deb"},
		{version_scheme_find, "rpm-evr", "rpm-evr"},
		{version_scheme_find, "nonsense", NULL},
		{version_scheme_find, "", NULL},
		{version_scheme_of_ecosystem, "Debian:12", "deb"},
		{version_scheme_of_ecosystem, "Ubuntu:22.04:LTS", "deb"},
		{version_scheme_of_ecosystem, "Red Hat:enterprise_linux:9::baseos", "rpm"},
		{version_scheme_of_ecosystem, "AlmaLinux:9", "rpm"},
		{version_scheme_of_ecosystem, "Photon OS:3.0", "rpm"},
		{version_scheme_of_ecosystem, "Alpine:v3.19", "apk"},
		{version_scheme_of_ecosystem, "crates.io", "cargo"},
		{version_scheme_of_ecosystem, "Go", "golang"},
		{version_scheme_of_ecosystem, "GitHub Actions", "semver"},
		{version_scheme_of_ecosystem, "Packagist", "composer"},
		{version_scheme_of_ecosystem, "Root:Debian:12", "deb"},
		{version_scheme_of_ecosystem, "Echo:PyPI", "pypi"},
		{version_scheme_of_ecosystem, "Echo", "deb"},
		{version_scheme_of_ecosystem, "Android", NULL},
		{version_scheme_of_ecosystem, "", NULL},
		{version_scheme_of_purl_type, "golang", "golang"},
		{version_scheme_of_purl_type, "ebuild", "gentoo"},
		{version_scheme_of_purl_type, "docker", NULL},
		{version_scheme_of_cve_type, "", "generic"},
		{version_scheme_of_cve_type, "Custom", "generic"},
		{version_scheme_of_cve_type, "release train", "generic"},
		{version_scheme_of_cve_type, "dpkg", "deb"},
		{version_scheme_of_cve_type, "semver", "semver"},
		{version_scheme_of_cve_type, "git", NULL},
	};
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		const struct version_scheme *s = rows[i].of(sv_of(rows[i].name));
		CHECK(rows[i].want ? s && strcmp(s->name, rows[i].want) == 0 : !s, "\"%s\": %s",
		      rows[i].name, s ? s->name : "none");
	}
}

/* Every scheme: found by its name, says no to what is too long, and to itself says 0. */
static void test_table(void)
{
	static char long_text[LIMIT_VERSION + 2];
	const struct version_scheme *s;
	size_t count = 0;
	int order = 77;

	memset(long_text, '1', sizeof long_text);
	for (size_t i = 0; (s = version_scheme_at(i)) != NULL; i++, count++) {
		struct sv at_cap = {long_text, LIMIT_VERSION}, over = {long_text, LIMIT_VERSION + 1};
		CHECK(version_scheme_find(sv_of(s->name)) == s, "%s: not found", s->name);
		CHECK_INT(version_compare(s, over, SV("1"), &order), YG_ELIMIT, s->name);
		CHECK_INT(version_compare_bound(s, SV("1"), over, &order), YG_ELIMIT, s->name);
		CHECK_INT(version_check(s, over), YG_ELIMIT, s->name);
		CHECK_INT(order, 77, "written on failure");
		if (strcmp(s->name, "rpm-evr") == 0)
			continue;
		CHECK_INT(version_check(s, at_cap), 0, s->name);
		CHECK_INT(version_compare(s, at_cap, at_cap, &order), 0, s->name);
		CHECK_INT(order, 0, s->name);
		order = 77;
	}
	CHECK_INT(count, 27, "schemes");
}

int main(void)
{
	test_orders();
	test_generic();
	test_bounds();
	test_names();
	test_table();
	return check_done();
}
