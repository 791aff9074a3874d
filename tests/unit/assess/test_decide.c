/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions of the default policy: lines in and out, pending, caps, duties, what is given. */
#include "check.h"

#include "assess/calc.h"
#include "assess/cvss_internal.h"
#include "assess/decide.h"
#include "base/text.h"

static const struct policy *policy;

/* The parts that a line's answer must hold; up to four, NULL-terminated. */
static const struct { const char *facts, *says[5]; } lines[] = {
	/* Nothing is known: stated defaults, never Defer. */
	{"{}", {"\"likelihood\":\"low\",\"damage\":\"medium\",\"outcome\":\"scheduled\",\"pending\":true,"
		"\"deadline_days\":60", "\"assumed\":[\"exposure\",\"technical_impact\",\"held_information\","
		"\"outage\",\"safety\",\"pivot\"]", "評価待ち"}},
	/* A known-small asset is deferred; an unknown one is not, although the impact is low. */
	{"{\"exposure\":\"ctrl\",\"technical_impact\":\"partial\",\"held_information\":0,\"outage\":0,"
	 "\"safety\":0,\"pivot\":0}", {"\"damage\":\"small\",\"outcome\":\"defer\",\"pending\":false,"
	 "\"deadline_days\":null,\"decide_days\":null", "\"assumed\":[]"}},
	{"{\"exposure\":\"ctrl\",\"technical_impact\":\"partial\",\"safety\":0,\"pivot\":0}",
	 {"\"damage\":\"medium\",\"outcome\":\"scheduled\",\"pending\":true"}},
	/* The row of the specification's example. */
	{"{\"exploitation\":\"PoC\",\"automatable\":\"Yes\",\"exposure\":\"ctrl\",\"held_information\":2,"
	 "\"outage\":0,\"safety\":0,\"pivot\":0,\"technical_impact\":\"total\"}",
	 {"\"outcome\":\"out_of_cycle\"", "{\"table\":\"likelihood\",\"row\":\"poc × ctrl × easy → mid\","
	  "\"inputs\":{\"signal\":\"poc\",\"reach\":\"ctrl\",\"ease\":\"easy\"}}"}},
	/* Caps: the matrix alone would give 60 days, or none. */
	{"{\"kev\":true,\"exposure\":\"open\",\"held_information\":0,\"outage\":0,\"safety\":0,\"pivot\":0}",
	 {"\"outcome\":\"scheduled\"", "\"deadline_days\":14", "signal=exploited, exposure=open → 14"}},
	{"{\"kev\":true,\"exposure\":\"small\",\"held_information\":0,\"outage\":0,\"safety\":0,\"pivot\":0}",
	 {"\"outcome\":\"defer\"", "\"deadline_days\":30", "signal=exploited → 30"}},
	{"{\"kev\":true,\"exposure\":\"open\",\"held_information\":2}",
	 {"\"outcome\":\"immediate\"", "\"deadline_days\":3,\"decide_days\":1,\"mitigate_days\":1"}},
	/* A countermeasure lowers the likelihood one step. */
	{"{\"kev\":true,\"exposure\":\"open\",\"held_information\":2,\"countermeasure\":true}",
	 {"\"likelihood\":\"mid\"", "\"outcome\":\"out_of_cycle\"", "一段階低下"}},
	/* Pivot only with technical impact total. */
	{"{\"technical_impact\":\"partial\",\"held_information\":0,\"outage\":0,\"safety\":0,\"pivot\":2}",
	 {"\"damage\":\"small\""}},
	{"{\"technical_impact\":\"total\",\"held_information\":0,\"outage\":0,\"safety\":0,\"pivot\":2}",
	 {"\"damage\":\"large\""}},
	{"{\"held_information\":0,\"outage\":0,\"safety\":0,\"pivot\":2}", {"\"damage\":\"small\""}},
	/* Ransomware stops systems, whatever the vector says. */
	{"{\"technical_impact\":\"partial\",\"cvss\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N\","
	 "\"ransomware\":true,\"held_information\":0,\"outage\":2,\"safety\":0,\"pivot\":0}",
	 {"\"damage\":\"large\""}},
	/* The bins of EPSS, and E of each version of CVSS. */
	{"{\"epss_percentile\":0.98999}", {"\"signal\":\"poc\""}},
	{"{\"epss_percentile\":0.99}", {"\"signal\":\"weaponised\""}},
	{"{\"epss_percentile\":9.5e-1}", {"\"signal\":\"poc\""}},
	{"{\"epss_percentile\":0.94999}", {"\"signal\":\"none\""}},
	{"{\"cvss\":\"AV:N/AC:L/Au:N/C:P/I:P/A:P/E:POC\"}", {"\"signal\":\"poc\"", "\"ease\":\"not_easy\""}},
	{"{\"cvss\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:F\"}",
	 {"\"signal\":\"poc\"", "\"ease\":\"easy\""}},
	{"{\"cvss\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U\"}", {"\"signal\":\"none\""}},
	{"{\"cvss\":\"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A\"}",
	 {"\"signal\":\"weaponised\"", "\"ease\":\"not_easy\""}},
	{"{\"cvss\":\"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N\"}",
	 {"\"signal\":\"none\"", "\"ease\":\"easy\""}},
	/* "automatable": "no" does not contradict an easy vector. */
	{"{\"automatable\":\"no\",\"cvss\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}",
	 {"\"ease\":\"easy\""}},
	/* What is given by name settles what was assumed or pending behind it. */
	{"{\"damage\":\"large\",\"exposure\":\"open\"}",
	 {"\"damage\":\"large\",\"outcome\":\"scheduled\",\"pending\":false", "\"assumed\":[]",
	  "{\"table\":\"damage\",\"row\":\"given\",\"inputs\":{}}"}},
	{"{\"epss\":\"top1\"}", {"\"signal\":\"weaponised\""}},
	{"{\"epss\":0.97}", {"\"signal\":\"poc\""}},
	{"{\"kev\":null,\"cvss\":null}", {"\"signal\":\"none\""}},
	/* Errors are lines, too. */
	{"", {"{\"error\":\"expected an object\",\"at\":0}"}},
	{"[]", {"{\"error\":\"expected an object\",\"at\":0}"}},
	{"{\"kev\":1}", {"\"error\":\"expected true or false\",\"at\":7}"}},
	{"{\"kevin\":true}", {"\"error\":\"no fact, and no input or table of the policy\",\"at\":1}"}},
	{"{\"exposure\":\"wide\"}", {"\"error\":\"no value of this fact\",\"at\":12}"}},
	{"{\"outage\":3}", {"\"error\":\"a level is 0, 1 or 2\",\"at\":10}"}},
	{"{\"epss_percentile\":95}", {"\"error\":\"a percentile is between 0 and 1\",\"at\":19}"}},
	{"{\"cvss\":\"CVSS:3.1/AV:Q\"}", {"\"error\":\"no value of this metric\",\"at\":21}"}},
	{"{\"damage\":\"huge\"}", {"\"error\":\"no value of this input or table\",\"at\":10}"}},
	{"{\"kev\":true}x", {"\"error\":\"text after the value\",\"at\":12}"}},
};

static void check_lines(void)
{
	for (size_t i = 0; i < YG_COUNT(lines); i++) {
		arena_auto a = {.cap = 1 << 20};
		buf_auto out = BUF_CAP(1 << 20);
		CHECK_INT(calc_policy_line(policy, &a, sv_of(lines[i].facts), &out), 0, lines[i].facts);
		for (int k = 0; k < 5 && lines[i].says[k]; k++)
			CHECK(sv_search(buf_view(&out), sv_of(lines[i].says[k])) < out.n,
			      "%s: %s lacks %s", lines[i].facts, out.p, lines[i].says[k]);
		CHECK(memchr(out.p, '\n', out.n) == NULL, "one line");
	}
}

static struct decision decide_or_abort(const struct decide_facts *f, struct arena *a)
{
	struct decision d = {0};
	if (decide(policy, f, a, &d) < 0)
		abort();
	return d;
}

static void check_headline(void)
{
	arena_auto a = {.cap = 1 << 20};
	struct decide_facts f = {.kev = DECIDE_YES, .exposure = DECIDE_EXPOSURE_OPEN,
				 .held_information = DECIDE_LARGE, .outage = DECIDE_SMALL};
	struct decision d = decide_or_abort(&f, &a);
	buf_auto en = BUF_CAP(1024), ja = BUF_CAP(1024);

	decision_write_headline(&en, &d, false);
	decision_write_headline(&ja, &d, true);
	CHECK_SV(buf_view(&en), "listed as exploited (KEV), reachable from the internet, with conditions, "
		 "large damage", "headline");
	CHECK_SV(buf_view(&ja), "悪用確認リスト（KEV）に掲載・インターネットから到達可能・条件あり・想定被害 大",
		 "headline");
	CHECK_INT(d.duties_mask, 1, "forensic triage");
	CHECK_SV(policy->duties[0].name, "forensic_triage", "duty");
	CHECK_SV(policy_say(d.rule->action, true), "可能な限り迅速に対応する", "action");
	CHECK(!d.capped, "three days are below every cap");
	f.countermeasure = DECIDE_YES;
	CHECK_INT(decide_or_abort(&f, NULL).duties_mask, 0, "not Immediate any more");
}

/* With and without reasons the decision is the same; without, nothing is allocated. */
static void check_modes(void)
{
	static const enum decide_level levels[] = {DECIDE_LEVEL_UNKNOWN, DECIDE_SMALL, DECIDE_MEDIUM,
						   DECIDE_LARGE};
	for (unsigned i = 0; i < 4 * 4 * 3; i++) {
		arena_auto a = {.cap = 1 << 20};
		struct decide_facts f = {.held_information = levels[i % 4], .outage = levels[i / 4 % 4],
					 .kev = (enum decide_answer)(i / 16)};
		struct decision with = decide_or_abort(&f, &a), without = decide_or_abort(&f, NULL);
		CHECK(with.reason_count > 5 && without.reason_count == 0 && !without.reasons, "reasons");
		CHECK_INT(with.assumed_count, __builtin_popcountll(with.assumed_mask), "assumed");
		CHECK(with.outcome == without.outcome && with.likelihood == without.likelihood &&
		      with.damage == without.damage && with.pending == without.pending &&
		      with.remediate_days == without.remediate_days &&
		      with.assumed_mask == without.assumed_mask && with.rule == without.rule, "modes");
	}
}

static void check_given(void)
{
	struct decide_given given[] = {{SV("damage"), SV("large")}, {SV("nosuch"), SV("x")}};
	struct decide_facts f = {.given = given, .given_count = 2};
	struct decision d = {.remediate_days = 77};

	CHECK_INT(decide(policy, &f, NULL, &d), YG_EINVAL, "unknown name");
	given[1] = (struct decide_given){SV("outcome"), SV("never")};
	CHECK_INT(decide(policy, &f, NULL, &d), YG_EINVAL, "unknown value");
	CHECK_INT(d.remediate_days, 77, "output untouched");
	given[1] = (struct decide_given){SV("outcome"), SV("immediate")};
	CHECK_INT(decide(policy, &f, NULL, &d), 0, "given");
	CHECK(d.outcome == DECIDE_IMMEDIATE && d.damage == DECIDE_DAMAGE_LARGE, "given");
}

static void check_memory(void)
{
	struct decide_facts f = {.kev = DECIDE_YES};
	struct decision d = {.remediate_days = 77};
	long n;

	for (n = 1;; n++) {
		arena_auto a = {.cap = 1 << 20, .fail_at = n};
		int r = decide(policy, &f, &a, &d);
		if (r == 0)
			break;
		CHECK_INT(r, YG_ENOMEM, "out of memory");
		CHECK_INT(d.remediate_days, 77, "output touched");
	}
	CHECK(n > 1, "it allocates");
	for (n = 1;; n++) {
		arena_auto a = {.cap = 1 << 20, .fail_at = n};
		buf_auto out = BUF_CAP(1 << 20);
		int r = calc_policy_line(policy, &a, SV("{\"damage\":\"large\"}"), &out);
		if (r == 0)
			break;
		CHECK_INT(r, YG_ENOMEM, "out of memory");
	}
	CHECK(n > 3, "it allocates");
}

static void check_names(void)
{
	CHECK_SV(sv_of(decide_outcome_name(DECIDE_OUT_OF_CYCLE)), "out_of_cycle", "name");
	CHECK(!decide_outcome_name(DECIDE_OUTCOME_NONE) && !decide_damage_name(DECIDE_DAMAGE_NONE) &&
	      !decide_likelihood_name(DECIDE_LIKELIHOOD_NONE), "none");
	CHECK_INT(decide_outcome_of(SV("immediate")), DECIDE_IMMEDIATE, "of");
	CHECK_INT(decide_outcome_of(SV("Immediate")), DECIDE_OUTCOME_NONE, "of");
}

/* The places that facts.c gives for metrics are those of the versions' own lists. */
static void check_places(void)
{
	static const struct cvss_kind *const kinds[] = {&cvss2_kind, &cvss30_kind, &cvss31_kind,
							&cvss4_kind};
	for (size_t i = 0; i < YG_COUNT(kinds); i++)
		for (const struct fact_metric *m = facts_metrics(kinds[i]->version); m->metric; m++) {
			const struct cvss_metric_kind *k = &kinds[i]->metrics[m->place];
			size_t values = 0, means = 0;
			CHECK_SV(sv_of(k->name), m->metric, kinds[i]->name);
			while (k->values[values])
				values++;
			for (size_t v = 1; v < sizeof m->means; v++)
				means += m->means[v] != 0;
			CHECK_INT(means, values, m->metric);
		}
}

int main(void)
{
	arena_auto a = {.cap = 16 << 20};
	static struct policy_problems problems;

	if (!CHECK(policy_load(&a, policy_default_text(), NULL, 0, &policy, &problems) == 0, "policy"))
		return check_done();
	check_lines();
	check_headline();
	check_modes();
	check_given();
	check_memory();
	check_names();
	check_places();
	return check_done();
}
