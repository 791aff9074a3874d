/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must hold for any two strings, tried with all the version strings of the test data in
 * every scheme: the order of (a, b) mirrors that of (b, a), failures included; a version equals
 * itself; valid versions are ordered or "not comparable", never a syntax error.
 */
#include "check_file.h"

#include "base/text.h"
#include "component/version/version.h"

enum { STRINGS_MAX = 250000, STEPS = 3 };

/* One file of each kind is enough to have every shape of string; the large ones come whole. */
static const char *const files[] = {
	"alpm.pacman", "apk.osv-scalibr", "apk.vers-spec", "appliance.vuls-data-update",
	"composer.osv-scalibr", "composer.osv-scalibr-generated", "conan.vers-spec",
	"cran.osv-scalibr", "datetime.vers-spec", "deb.apt", "deb.osv-scalibr", "gem.grype",
	"gem.osv-scalibr-generated", "generic.cve-bin-tool", "generic.grype", "gentoo.vers-spec",
	"golang.grype", "jvm.grype", "maven.osv-scalibr-generated", "maven.vers-spec",
	"mixed.vuls-data-update", "nuget.osv-scalibr", "openssl.univers-sort", "pub.osv-scalibr",
	"pypi.go-pep440-version", "pypi.osv-scalibr-generated", "rpm-evr.univers",
	"rpm.osv-scalibr", "rpmvercmp.go-rpm-version", "semver.osv-scalibr",
	"wazuh-windows.wazuh",
};

static struct sv strings[STRINGS_MAX];
static size_t string_count;

static void collect(struct sv rest)
{
	struct sv line, scheme, a, b;

	while (sv_line(&rest, &line))
		if (!sv_starts(line, SV("#")) && sv_cut(line, '\t', &scheme, &line) &&
		    sv_cut(line, '\t', &a, &line) && sv_cut(line, '\t', &b, &line) &&
		    string_count + 2 <= STRINGS_MAX) {
			strings[string_count++] = a;
			strings[string_count++] = b;
		}
}

static bool mirrored(const struct version_scheme *s, struct sv a, struct sv b)
{
	int x = 0, y = 0, r = version_compare(s, a, b, &x), q = version_compare(s, b, a, &y);
	return r == q && x == -y && x >= -1 && x <= 1;
}

static bool reflexive(const struct version_scheme *s, struct sv a)
{
	int x = 77;
	return version_check(s, a) < 0 || (version_compare(s, a, a, &x) == 0 && x == 0);
}

static bool valid_is_ordered(const struct version_scheme *s, struct sv a, struct sv b)
{
	int x, r = version_compare(s, a, b, &x);
	if (version_check(s, a) < 0 || version_check(s, b) < 0)
		return true;
	return r == 0 || r == YG_ENOTCOMPARABLE;
}

static void test_scheme(const struct version_scheme *s)
{
	size_t bad[3] = {0};

	for (size_t i = 0; i < string_count; i++) {
		struct sv a = strings[i];
		bad[0] += !reflexive(s, a);
		for (size_t k = 1; k <= STEPS; k++) {	/* a neighbour, and two from afar */
			size_t j = k == 1 ? i + 1 : i * k * k + k * 7919;
			struct sv b = strings[j % string_count];
			bad[1] += !mirrored(s, a, b);
			bad[2] += !valid_is_ordered(s, a, b);
		}
	}
	CHECK_INT(bad[0], 0, s->name);
	CHECK_INT(bad[1], 0, s->name);
	CHECK_INT(bad[2], 0, s->name);
}

int main(void)
{
	static struct buf texts[YG_COUNT(files)];
	const struct version_scheme *s;
	char path[256];

	for (size_t i = 0; i < YG_COUNT(files); i++) {
		snprintf(path, sizeof path, "conformance/version/%s.tsv", files[i]);
		if (check_load(path, &texts[i]))
			collect(buf_view(&texts[i]));
		else
			check_skip(path, "absent");
	}
	for (size_t i = 0; string_count > 0 && (s = version_scheme_at(i)) != NULL; i++)
		test_scheme(s);
	for (size_t i = 0; i < YG_COUNT(files); i++)
		buf_drop(&texts[i]);
	return check_done();
}
