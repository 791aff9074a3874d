/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every row of conformance/range's tables: (scheme or dialect, range, version, in or out), and
 * the rows of range-disputed.tsv with the answer that we hold.
 */
#include "check_file.h"

#include "base/text.h"
#include "component/version/calc.h"

static const char *const files[] = {
	"apk.grype", "bitnami.grype", "deb.grype", "gem.go-gem-version", "gem.grype",
	"gem.univers-rubygems", "generic.grype", "gentoo.grype", "golang.grype", "jvm.grype",
	"kb.grype", "maven.go-mvn-version-constraint", "maven.go-mvn-version-requirement",
	"maven.grype", "npm.go-npm-version", "npm.node-semver-generated",
	"npm_range_containment.vers-spec", "pypi.go-pep440-version", "pypi.grype",
	"pypi_range_containment.vers-spec", "rpm.grype", "semver.grype",
};

static void check_row(const char *file, struct sv name, struct sv line, struct sv want)
{
	const struct range_dialect *d = range_dialect_find(name);
	arena_auto a = {.cap = (size_t)1 << 20};
	buf_auto out = BUF_CAP(64);

	if (!CHECK(d != NULL, "%s: no dialect %.*s", file, SV_ARG(name)))
		return;
	CHECK_INT(calc_range_line(d, &a, line, &out), 0, file);
	CHECK(sv_eq(buf_view(&out), want), "%s\t%.*s\t%.*s\tgot %.*s", file, SV_ARG(line),
	      SV_ARG(want), SV_ARG(buf_view(&out)));
}

static void test_file(const char *name)
{
	buf_auto text = {0};
	char path[256];
	struct sv rest, line, scheme, want;

	snprintf(path, sizeof path, "conformance/range/%s.tsv", name);
	if (!check_load(path, &text)) {
		check_skip(path, "absent");
		return;
	}
	rest = buf_view(&text);
	while (sv_line(&rest, &line))
		if (!sv_starts(line, SV("#")) && sv_cut(line, '\t', &scheme, &line) &&
		    sv_rcut(line, '\t', &line, &want))
			check_row(name, scheme, line, want);
}

/* scheme, range, version, the source's answer, ours, why */
static void test_disputed(void)
{
	static const char path[] = "conformance/range-disputed.tsv";
	buf_auto text = {0};
	struct sv rest, line, scheme, range, version, theirs, ours;
	char pair[512];

	if (!check_load(path, &text)) {
		check_skip(path, "absent");
		return;
	}
	rest = buf_view(&text);
	while (sv_line(&rest, &line)) {
		if (!sv_starts(line, SV("rpm\t")))
			continue;	/* vendors' schemes */
		(void)sv_next(&line, '\t', &scheme);
		(void)sv_next(&line, '\t', &range);
		(void)sv_next(&line, '\t', &version);
		(void)sv_next(&line, '\t', &theirs);
		(void)sv_next(&line, '\t', &ours);
		snprintf(pair, sizeof pair, "%.*s\t%.*s", SV_ARG(range), SV_ARG(version));
		check_row(path, scheme, sv_of(pair), ours);
	}
}

int main(void)
{
	for (size_t i = 0; i < YG_COUNT(files); i++)
		test_file(files[i]);
	test_disputed();
	return check_done();
}
