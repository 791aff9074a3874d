/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "assess/calc.h"
#include "assess/cvss_internal.h"
#include "base/limits.h"

#define V3 "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
#define V4 "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
#define V2 "AV:N/AC:L/Au:N/C:P/I:P/A:P"

static const struct { const char *in, *what; size_t at; } faults[] = {
	{"", "empty vector", 0},
	{"CVSS:3.2/AV:N", "unknown CVSS version", 5},
	{"CVSS:3.1", "unknown CVSS version", 5},
	{"CVSS:3.1/", "empty metric", 9},
	{"CVSS:3.1/AV:Q/AC:L", "no value of this metric", 12},
	{"CVSS:3.1/AV:N/AV:N", "metric given twice", 14},
	{"CVSS:3.1/AV:N/Au:N", "no metric of this version", 14},
	{"CVSS:3.1/AV:N/AC", "expected ':'", 16},
	{"CVSS:3.1/AV:N/AC:L/", "empty metric", 19},
	{"CVSS:3.1/AV:N/AC:L", "a base metric is missing", 18},
	{"CVSS:4.0/AC:L/AV:N", "metric out of order", 14},
	{V2 "/E:X", "no value of this metric", 29},
	{V2 "\n", "no value of this metric", 25},
};

static const struct {
	const char *in, *base, *temporal, *environmental, *score, *severity;
} scores[] = {
	{V2, "75", "75", "-", "75", "High"},
	{V2 "/E:U/RL:OF/RC:UC", "75", "50", "-", "50", "Medium"},
	{V3, "98", "98", "-", "98", "Critical"},
	{V3 "/E:X/RL:X/MAV:X", "98", "98", "-", "98", "Critical"},
	{V3 "/E:P/RL:O", "98", "88", "-", "88", "High"},
	{V3 "/MAV:P/CR:L", "98", "98", "65", "65", "Medium"},
	{"CVSS:3.0/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", "0", "0", "-", "0", "None"},
	{V4, "93", "93", "-", "93", "Critical"},
	{V4 "/E:U", "93", "81", "-", "81", "High"},
};

static int number(const char *z)
{
	return (int)strtol(z, NULL, 10);
}

static void check_faults(void)
{
	char longest[LIMIT_CVSS + 2];
	struct cvss v;
	struct yg_err e;

	for (size_t i = 0; i < YG_COUNT(faults); i++) {
		e = (struct yg_err){0};
		CHECK_INT(cvss_parse(sv_of(faults[i].in), &v, &e), YG_ESYNTAX, faults[i].in);
		CHECK_SV(sv_of(e.what), faults[i].what, faults[i].in);
		CHECK_INT(e.at, faults[i].at, faults[i].in);
	}
	memset(longest, 'A', sizeof longest);
	CHECK_INT(cvss_parse((struct sv){longest, LIMIT_CVSS + 1}, &v, &e), YG_ELIMIT, "long");
	CHECK_INT(cvss_parse((struct sv){longest, LIMIT_CVSS}, &v, NULL), YG_ESYNTAX, "cap");
}

static void check_scores(void)
{
	for (size_t i = 0; i < YG_COUNT(scores); i++) {
		struct cvss v;
		if (!CHECK(cvss_parse(sv_of(scores[i].in), &v, NULL) == 0, "%s", scores[i].in))
			continue;
		CHECK_INT(cvss_base(&v), number(scores[i].base), scores[i].in);
		CHECK_INT(cvss_temporal(&v), number(scores[i].temporal), scores[i].in);
		CHECK((cvss_groups(&v) & CVSS_ENVIRONMENTAL) ==
		      (scores[i].environmental[0] == '-' ? 0 : CVSS_ENVIRONMENTAL), "%s groups",
		      scores[i].in);
		CHECK_INT(cvss_score(&v), number(scores[i].score), scores[i].in);
		CHECK_SV(sv_of(cvss_severity_name(cvss_severity(v.version, cvss_score(&v)))),
			 scores[i].severity, scores[i].in);
	}
}

static void check_access(void)
{
	struct cvss v, none = {0};
	bool repaired = true;
	buf_auto b = BUF_CAP(1024);

	CHECK_INT(cvss_parse(SV("CVSS:3.1/S:U/E:P/RL:X/AV:N/AC:L/PR:N/UI:N/C:H/I:H/A:H"), &v,
			     NULL), 0, "any order");
	CHECK_SV(sv_of(cvss_metric(&v, "E")), "P", "E");
	CHECK(!cvss_metric(&v, "RL"), "not defined");
	CHECK(!cvss_metric(&v, "Au"), "no metric of this version");
	CHECK(!cvss_nomenclature(&v), "4.0 only");
	cvss_write(&v, &b);
	CHECK_SV(buf_view(&b), V3 "/E:P", "canonical");
	CHECK_INT(cvss_parse_lenient(SV(V3), &v, &repaired, NULL), 0, "lenient");
	CHECK(!repaired, "nothing to repair");
	CHECK_INT(cvss_parse_lenient(SV(" (" V2 ")\n"), &v, &repaired, NULL), 0, "lenient");
	CHECK(repaired, "decorated");
	CHECK_INT(cvss_parse(SV(V4 "/E:A/CR:H/U:Clear"), &v, NULL), 0, "4.0");
	CHECK_SV(sv_of(cvss_nomenclature(&v)), "CVSS-BTE", "nomenclature");
	CHECK_SV(sv_of(cvss_metric(&v, "U")), "Clear", "a word");
	CHECK(cvss_score(&none) == 0 && cvss_groups(&none) == 0 && !cvss_metric(&none, "AV") &&
	      cvss_version_name(none.version)[0] == '\0', "no vector");
	buf_clear(&b);
	cvss_write(&none, &b);
	CHECK_INT(b.n, 0, "no vector");
}

/* Every weight of 4.0 that a worse metric could lower must not: the score is monotonic in
 * each base metric, from the mildest vector up. */
static void check_monotonic_4(void)
{
	enum { BASE_METRICS = 11 };
	struct cvss mild;

	CHECK_INT(cvss_parse(SV("CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N"),
			     &mild, NULL), 0, "mildest");
	for (unsigned seed = 0; seed < 20000; seed++) {
		struct cvss v = mild, worse;
		uint64_t r = seed * UINT64_C(0x9e3779b97f4a7c15);
		unsigned m;
		for (m = 0; m < BASE_METRICS; m++, r = r * 6364136223846793005u + 1442695040888963407u)
			v.value[m] = (uint8_t)(1 + (r >> 33) % mild.value[m]);
		m = (unsigned)(r >> 40) % BASE_METRICS;
		worse = v;
		worse.value[m] = (uint8_t)(worse.value[m] > 1 ? worse.value[m] - 1 : 1);
		CHECK(cvss_score(&worse) >= cvss_score(&v), "metric %u of vector %u", m, seed);
	}
}

static const struct { const char *in, *out; } lines[] = {
	{V3 "/E:P", "{\"version\":\"3.1\",\"vector\":\"" V3 "/E:P\",\"base\":9.8,"
	 "\"temporal\":9.3,\"environmental\":null,\"score\":9.3,\"severity\":\"Critical\"}"},
	{V3 "/CR:L", "{\"version\":\"3.1\",\"vector\":\"" V3 "/CR:L\",\"base\":9.8,"
	 "\"temporal\":9.8,\"environmental\":9.5,\"score\":9.5,\"severity\":\"Critical\"}"},
	{V4 "/E:U", "{\"version\":\"4.0\",\"vector\":\"" V4 "/E:U\",\"base\":9.3,"
	 "\"temporal\":null,\"environmental\":null,\"score\":8.1,\"nomenclature\":\"CVSS-BT\","
	 "\"severity\":\"High\"}"},
	{V2, "{\"version\":\"2.0\",\"vector\":\"" V2 "\",\"base\":7.5,\"temporal\":7.5,"
	 "\"environmental\":null,\"score\":7.5,\"severity\":\"High\"}"},
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H",
	 "{\"version\":\"3.1\",\"vector\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H\","
	 "\"base\":10.0,\"temporal\":10.0,\"environmental\":null,\"score\":10.0,"
	 "\"severity\":\"Critical\"}"},
	{"CVSS:3.1/AV:?", "{\"error\":\"no value of this metric\",\"at\":12}"},
};

static void check_lines(void)
{
	arena_auto a = {.cap = 4096};
	for (size_t i = 0; i < YG_COUNT(lines); i++) {
		buf_auto out = BUF_CAP(4096);
		CHECK_INT(calc_cvss_line(&a, sv_of(lines[i].in), &out), 0, lines[i].in);
		CHECK_SV(buf_view(&out), lines[i].out, lines[i].in);
	}
	for (size_t cap = 0; cap < 200; cap++) {	/* a full buffer is said, never cut */
		buf_auto out = BUF_CAP(cap);
		int r = calc_cvss_line(&a, SV(V3), &out);
		CHECK(r == 0 || r == YG_ELIMIT, "cap %zu: %d", cap, r);
		CHECK(r == 0 || cap < 160, "cap %zu is enough", cap);
	}
}

int main(void)
{
	check_faults();
	check_scores();
	check_access();
	check_monotonic_4();
	check_lines();
	return check_done();
}
