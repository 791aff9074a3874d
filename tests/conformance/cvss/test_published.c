/* SPDX-License-Identifier: Apache-2.0 */
/* Every published score and every score on which calculators disagree, to the digit. */
#include "assess/cvss_internal.h"
#include "rows.h"

static int score_of_kind(const struct cvss *v, struct sv kind)
{
	if (sv_is(kind, "base"))
		return cvss_base(v);
	if (sv_is(kind, "temporal"))
		return cvss_temporal(v);
	if (sv_is(kind, "environmental"))
		return cvss_environmental(v);
	return cvss_score(v);
}

static void check_macrovector(const struct cvss *v, struct sv digits, struct sv vector)
{
	uint8_t eq[6];
	char got[7] = "";

	cvss4_macrovector(v, eq);
	for (int i = 0; i < 6; i++)
		got[i] = (char)('0' + eq[i]);
	CHECK_SV(digits, got, "macrovector");
	CHECK(cvss_score(v) > 0, "%.*s has no score", SV_ARG(vector));
}

/* version, vector, kind, score, severity */
static void check_row(const struct sv *c, size_t n)
{
	struct cvss v = {0}, again = {0};
	struct yg_err e = {0};
	buf_auto written = BUF_CAP(1024);
	int got;

	if (!CHECK(n >= 5, "five columns") ||
	    !CHECK(cvss_parse(c[1], &v, &e) == 0, "%.*s: %s at %zu", SV_ARG(c[1]), e.what, e.at))
		return;
	CHECK(sv_eq(c[0], sv_of(cvss_version_name(v.version))), "version of %.*s", SV_ARG(c[1]));
	cvss_write(&v, &written);
	CHECK(cvss_parse(buf_view(&written), &again, &e) == 0 &&
	      memcmp(&again, &v, sizeof v) == 0, "%.*s is not read back", SV_ARG(c[1]));
	if (sv_is(c[2], "macrovector")) {
		check_macrovector(&v, c[3], c[1]);
		return;
	}
	got = score_of_kind(&v, c[2]);
	CHECK(got == tenths(c[3]), "%.*s %.*s: got %d tenths, want %.*s", SV_ARG(c[1]),
	      SV_ARG(c[2]), got, SV_ARG(c[3]));
	CHECK(sv_eq(c[4], sv_of(cvss_severity_name(cvss_severity(v.version, got)))),
	      "severity of %.*s", SV_ARG(c[1]));
	if (v.version == CVSS_4_0)
		CHECK(sv_eq(c[2], sv_of(cvss_nomenclature(&v))), "nomenclature of %.*s: %s",
		      SV_ARG(c[1]), cvss_nomenclature(&v));
}

int main(void)
{
	static const char *const files[] = {
		"published_2.0.tsv", "published_3.0.tsv", "published_3.1.tsv",
		"published_4.0.tsv", "ambiguous.tsv", "realworld_vulnrichment.tsv",
	};
	for (size_t i = 0; i < YG_COUNT(files); i++) {
		char path[128];
		snprintf(path, sizeof path, "conformance/cvss/%s", files[i]);
		(void)each_row(path, check_row);
	}
	return check_done();
}
