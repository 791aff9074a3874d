/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every pair of conformance/version against version_compare(), in both directions, and 38,304
 * pairs that libapt-pkg ordered.  Where we hold another answer, exceptions.h lists the pair and
 * docs/conformance.md gives the reason.
 */
#include <zstd.h>

#include "check_file.h"
#include "exceptions.h"

#include "base/text.h"
#include "component/version/version.h"

/* The files with schemes of ours; the other files' schemes are vendors' (docs/conformance.md). */
static const char *const files[] = {
	"alpm.grype", "alpm.pacman", "alpm.vers-spec",
	"apk.go-apk-version", "apk.osv-scalibr-generated", "apk.osv-scalibr", "apk.osv.dev",
	"apk.vers-spec", "calver.wazuh",
	"composer.osv-scalibr-generated", "composer.osv-scalibr", "composer.osv.dev",
	"conan.vers-spec", "cran.osv-scalibr-generated", "cran.osv-scalibr", "cran.osv.dev",
	"deb.apt", "deb.dpkg", "deb.go-deb-version", "deb.grype", "deb.osv-scalibr-generated",
	"deb.osv-scalibr", "deb.osv.dev", "deb.univers", "deb.wazuh",
	"gem.go-gem-version", "gem.grype", "gem.osv-scalibr-generated", "gem.osv-scalibr",
	"gem.univers-rubygems", "generic.cve-bin-tool", "generic.grype",
	"gentoo.grype", "gentoo.vers-spec", "golang.grype",
	"hackage.osv-scalibr", "hackage.osv.dev", "jvm.grype",
	"maven.go-mvn-version", "maven.grype", "maven.osv-scalibr-generated", "maven.osv-scalibr",
	"maven.vers-spec", "nuget.osv-scalibr", "nuget.osv.dev", "nuget.vers-spec",
	"openssl.univers-sort", "openssl.vers-spec", "pub.osv-scalibr", "pub.osv.dev",
	"pypi.go-pep440-version", "pypi.osv-scalibr-generated", "pypi.osv-scalibr",
	"pypi.osv.dev", "pypi.wazuh",
	"rpm-evr.univers", "rpm.go-rpm-version", "rpm.grype", "rpm.osv-scalibr", "rpm.osv.dev",
	"rpmvercmp.go-rpm-version", "rpmvercmp.rpm-upstream", "semver.osv-scalibr",
	"semver.wazuh",
};

static bool hit[YG_COUNT(version_exceptions)];

/* "-1", "0", "1" or "error". */
static const char *answer(const struct version_scheme *s, struct sv a, struct sv b)
{
	int order;
	if (version_compare(s, a, b, &order) < 0)
		return "error";
	return order < 0 ? "-1" : order > 0 ? "1" : "0";
}

static bool excused(struct sv scheme, struct sv a, struct sv b, const char *got)
{
	for (size_t i = 0; i < YG_COUNT(version_exceptions); i++) {
		const struct version_exception *e = &version_exceptions[i];
		if (sv_eq(scheme, sv_of(e->scheme)) && sv_eq(a, sv_of(e->a)) &&
		    sv_eq(b, sv_of(e->b)) && strcmp(got, e->ours) == 0) {
			hit[i] = true;
			return true;
		}
	}
	return false;
}

static void check_pair(const char *file, struct sv name, struct sv a, struct sv b, struct sv want)
{
	const struct version_scheme *s = version_scheme_find(name);
	const char *got, *back, *mirror;

	if (!CHECK(s != NULL, "%s: no scheme %.*s", file, SV_ARG(name)))
		return;
	got = answer(s, a, b);
	back = answer(s, b, a);
	mirror = strcmp(got, "1") == 0 ? "-1" : strcmp(got, "-1") == 0 ? "1" : got;
	CHECK(strcmp(back, mirror) == 0, "%s: \"%.*s\" \"%.*s\": %s, but %s the other way", file,
	      SV_ARG(a), SV_ARG(b), got, back);
	if (!sv_eq(sv_of(got), want) && excused(name, a, b, got))
		return;
	CHECK(sv_eq(sv_of(got), want), "%s\t%.*s\t%.*s\t%.*s\tgot %s", file, SV_ARG(a), SV_ARG(b),
	      SV_ARG(want), got);
}

static void test_file(const char *name)
{
	buf_auto text = {0};
	char path[256];
	struct sv rest, line, scheme, a, b;

	snprintf(path, sizeof path, "conformance/version/%s.tsv", name);
	if (!check_load(path, &text)) {
		check_skip(path, "absent");
		return;
	}
	rest = buf_view(&text);
	while (sv_line(&rest, &line)) {
		if (sv_starts(line, SV("#")) || line.n == 0)
			continue;
		if (CHECK(sv_cut(line, '\t', &scheme, &line) && sv_cut(line, '\t', &a, &line) &&
			  sv_cut(line, '\t', &b, &line), "%s: fields", name))
			check_pair(name, scheme, a, b, line);
	}
}

static void test_apt_order(void)
{
	static const char path[] = "corpus/truth/debian-version-order.tsv.zst";
	buf_auto packed = {0};
	buf_auto text = BUF_CAP((size_t)64 << 20);
	struct sv rest, line, a, b;
	unsigned long long n;
	size_t got;

	if (!check_load(path, &packed)) {
		check_skip(path, "absent");
		return;
	}
	n = ZSTD_getFrameContentSize(packed.p, packed.n);
	if (n == ZSTD_CONTENTSIZE_UNKNOWN || n == ZSTD_CONTENTSIZE_ERROR)
		n = (unsigned long long)16 << 20;
	char *room = buf_reserve(&text, (size_t)n);
	if (!CHECK(room != NULL, "room"))
		return;
	got = ZSTD_decompress(room, (size_t)n, packed.p, packed.n);
	if (!CHECK(!ZSTD_isError(got), "%s: damaged", path))
		return;
	rest = (struct sv){room, got};
	while (sv_line(&rest, &line))
		if (!sv_starts(line, SV("#")) && sv_cut(line, '\t', &a, &line) &&
		    sv_cut(line, '\t', &b, &line))
			check_pair("debian-version-order", SV("deb"), a, b, line);
}

int main(void)
{
	bool all = check_shared("conformance/version") != NULL;

	for (size_t i = 0; i < YG_COUNT(files); i++)
		test_file(files[i]);
	test_apt_order();
	for (size_t i = 0; all && i < YG_COUNT(hit); i++)
		CHECK(hit[i], "exception %s \"%s\" \"%s\" is none", version_exceptions[i].scheme,
		      version_exceptions[i].a, version_exceptions[i].b);
	return check_done();
}
