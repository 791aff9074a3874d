/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "component/identity/cpe_criterion.h"

#define ANY "cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*"

static const struct {
	const char *criterion, *scheme, *lo, *hi, *match, *query;
	enum range_answer answer;
} rows[] = {
	/* No range: the name decides. */
	{ANY, NULL, NULL, NULL, NULL, "cpe:/a:acme:tool:1.0", RANGE_IN},
	{ANY, NULL, NULL, NULL, NULL, "cpe:/a:acme:other:1.0", RANGE_OUT},
	{ANY, NULL, NULL, NULL, NULL, "cpe:/a:acme:tool", RANGE_IN},
	{ANY, NULL, NULL, NULL, NULL, "cpe:/a:acme:tool:-", RANGE_IN},
	{"cpe:/a:acme:tool:1.0", NULL, NULL, NULL, NULL, "cpe:/a:acme:tool:1.0", RANGE_IN},
	{"cpe:/a:acme:tool:1.0", NULL, NULL, NULL, NULL, "cpe:/a:acme:tool:1.0.3", RANGE_OUT},
	{"cpe:/a:acme:tool:1.0", NULL, NULL, NULL, NULL, "cpe:/a:acme:tool:-", RANGE_UNKNOWN},
	{"cpe:/a:acme:tool:-", NULL, NULL, NULL, NULL, "cpe:/a:acme:tool:1.0", RANGE_UNKNOWN},
	{"cpe:/a:acme:tool:1.%02", NULL, NULL, NULL, NULL, "cpe:/a:acme:tool:1.7", RANGE_IN},
	{"cpe:/a:acme:tool:1.%02", NULL, NULL, NULL, NULL, "cpe:/a:acme:tool:2.7", RANGE_OUT},
	{ANY, NULL, NULL, NULL, NULL, "cpe:/a:acm%02:tool:1", RANGE_IN},
	{"cpe:/a:acm%02:tool", NULL, NULL, NULL, NULL, "cpe:/a:ac%02:tool:1", RANGE_UNKNOWN},
	/* Ranges. */
	{ANY, "semver", "1.0.0", "2.0.0", NULL, "cpe:/a:acme:tool:1.5.0", RANGE_IN},
	{ANY, "semver", "1.0.0", "2.0.0", NULL, "cpe:/a:acme:tool:2.0.0", RANGE_OUT},
	{ANY, "semver", NULL, "2.0.0", NULL, "cpe:/a:acme:tool:15.4%282%29t1", RANGE_UNKNOWN},
	{ANY, NULL, NULL, "2.0.0", NULL, "cpe:/a:acme:tool:1.0", RANGE_UNKNOWN},
	{ANY, "semver", NULL, "2.0.0", NULL, "cpe:/a:acme:tool:-", RANGE_UNKNOWN},
	{ANY, "semver", NULL, "2.0.0", NULL, "cpe:/a:acme:tool:1.%02", RANGE_UNKNOWN},
	{ANY, "semver", NULL, "2.0.0", NULL, "cpe:/a:acme:tool", RANGE_IN},
	{ANY, "semver", NULL, "2.0.0", NULL, "cpe:/a:other:tool:1.0.0", RANGE_OUT},
	/* Names that the criterion was expanded to. */
	{ANY, NULL, NULL, NULL, "cpe:/a:acme:tool:5.15.10", "cpe:/a:acme:tool:5.15.103", RANGE_OUT},
	{ANY, NULL, NULL, NULL, "cpe:/a:acme:tool:5.15.10", "cpe:/a:acme:tool:5.15.10", RANGE_IN},
	{ANY, NULL, NULL, NULL, "cpe:/a:acme:tool:1.0", "cpe:/a:acme:tool:-", RANGE_UNKNOWN},
	{ANY, "semver", NULL, "2.0.0", "cpe:/a:acme:tool:3.5.0", "cpe:/a:acme:tool:3.5.0", RANGE_IN},
	/* A part of the version in the update attribute. */
	{"cpe:/o:paloaltonetworks:pan-os", "generic", NULL, "10.1.14-h13", NULL,
	 "cpe:/o:paloaltonetworks:pan-os:10.1.14:h11", RANGE_IN},
	{"cpe:/o:paloaltonetworks:pan-os", "generic", NULL, "10.1.14-h13", NULL,
	 "cpe:/o:paloaltonetworks:pan-os:10.1.14:h13", RANGE_OUT},
	{"cpe:/a:oracle:jdk", "jvm", NULL, "1.8.0_302", NULL,
	 "cpe:/a:oracle:jdk:1.8.0:update292", RANGE_IN},
};

static int judge(struct arena *a, size_t i, enum range_answer *ret)
{
	struct version_interval range = {0};
	struct cpe match, query;
	struct cpe_criterion c = {.matches = &match};
	int code;

	if (rows[i].scheme)
		c.scheme = version_scheme_find(sv_of(rows[i].scheme));
	if (rows[i].lo)
		range.lo = sv_of(rows[i].lo), range.lo_kind = BOUND_INCLUDED;
	if (rows[i].hi)
		range.hi = sv_of(rows[i].hi), range.hi_kind = BOUND_EXCLUDED, c.range = &range;
	if ((code = cpe_parse(a, sv_of(rows[i].criterion), &c.cpe, NULL)) < 0 ||
	    (code = cpe_parse(a, sv_of(rows[i].query), &query, NULL)) < 0)
		return code;
	if (rows[i].match) {
		c.match_count = 1;
		if ((code = cpe_parse(a, sv_of(rows[i].match), &match, NULL)) < 0)
			return code;
	}
	return cpe_criterion_match(a, &c, &query, ret);
}

int main(void)
{
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		enum range_answer answer = RANGE_OUT;
		arena_auto a = {.cap = 1 << 16};
		CHECK_INT(judge(&a, i, &answer), 0, rows[i].query);
		CHECK(answer == rows[i].answer, "row %zu, %s: got %s", i, rows[i].query,
		      range_answer_name(answer));
		for (long n = 1;; n++) {
			arena_auto f = {.cap = 1 << 16, .fail_at = n};
			answer = (enum range_answer)99;
			int code = judge(&f, i, &answer);
			if (code == 0)
				break;
			CHECK(code == YG_ENOMEM && (int)answer == 99, "fault %ld in row %zu", n, i);
		}
	}
	return check_done();
}
