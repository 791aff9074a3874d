/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vectors as CVE records publish them.  Where the published base score is not the vector's,
 * the publisher is at odds with its own vector (docs/conformance.md): those are counted, and
 * the computed score must equal the one in the list of known differences.
 */
#include "assess/cvss.h"
#include "check_zst.h"
#include "rows.h"

/* cve, version, source, vector, published, computed base, computed temporal, severity */
static void check_difference(const struct sv *c, size_t n)
{
	struct cvss v;

	if (!CHECK(n == 8, "columns") ||
	    !CHECK(cvss_parse(c[3], &v, NULL) == 0, "%.*s", SV_ARG(c[3])))
		return;
	CHECK(cvss_base(&v) == tenths(c[5]), "%.*s base %d", SV_ARG(c[3]), cvss_base(&v));
	if (v.version != CVSS_4_0)
		CHECK(cvss_temporal(&v) == tenths(c[6]), "%.*s temporal %d", SV_ARG(c[3]),
		      cvss_temporal(&v));
	CHECK(cvss_published(&v) != tenths(c[4]), "%.*s does not differ", SV_ARG(c[3]));
}

struct counts {
	size_t rows, differ, refused;
	uint64_t records;		/* that carry a differing score */
};

/* kind, vector, score, severity, count */
static void check_vector(char *text, size_t size, void *arg)
{
	struct counts *total = arg;
	struct sv c[5] = {{0}}, cells = {text, size};
	struct yg_err e = {0};
	struct cvss v;
	size_t n = 0;
	uint64_t times = 0;

	if (size == 0 || text[0] == '#')
		return;
	while (n < 5 && sv_next(&cells, '\t', &c[n]))
		n++;
	total->rows++;
	if (cvss_parse(c[1], &v, &e) < 0) {
		total->refused++;
		fprintf(stderr, "refused: %.*s: %s at %zu\n", SV_ARG(c[1]), e.what, e.at);
	} else if (cvss_published(&v) != tenths(c[2])) {
		total->differ++;
		if (sv_u64(c[4], &times))
			total->records += times;
	}
}

int main(void)
{
	static const char file[] = "corpus/truth/cvss-vectors-observed.tsv.zst";
	struct counts total = {0};

	(void)each_row("conformance/cvss/realworld_published_score_differs.tsv",
		       check_difference);
	if (!check_zst_lines(file, check_vector, &total)) {
		check_skip(file, "shared data absent");
		return check_done();
	}
	CHECK_INT(total.rows, 2868, "distinct vectors with their scores");
	CHECK_INT(total.refused, 0, "vectors refused");
	CHECK_INT(total.differ, 219, "rows whose publisher disagrees with its vector");
	CHECK_INT(total.records, 375, "records with such a score");
	return check_done();
}
