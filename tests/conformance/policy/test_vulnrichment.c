/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The default policy over 44,026 published CVE records and nine example assets: how many get
 * which outcome.  The expected distribution was measured with another implementation, on the
 * CVSS vector 3.1 before 3.0 before 4.0, the vendor's before others', without its E metric.
 */
#include "assess/cvss_internal.h"
#include "assess/decide.h"
#include "base/json.h"
#include "base/text.h"
#include "check_zst.h"
#include "default_policy.h"

enum { PROFILES = 9, VERSIONS = 3, SOURCES = 2 };	/* sources: CNA, ADP */

/* The assets of asset_profiles.json and the outcomes expected: defer to immediate. */
static const struct {
	enum decide_exposure exposure;
	enum decide_answer countermeasure;
	enum decide_level held_information, outage, safety, pivot;
	size_t want[DECIDE_OUTCOME_COUNT];
} profiles[PROFILES] = {
	{DECIDE_EXPOSURE_OPEN, DECIDE_NO, DECIDE_LARGE, DECIDE_LARGE, DECIDE_SMALL, DECIDE_LARGE,
	 {0, 39, 35153, 8685, 149}},
	{DECIDE_EXPOSURE_OPEN, DECIDE_YES, DECIDE_LARGE, DECIDE_LARGE, DECIDE_SMALL, DECIDE_LARGE,
	 {0, 52, 43807, 167, 0}},
	{DECIDE_EXPOSURE_OPEN, DECIDE_NO, DECIDE_MEDIUM, DECIDE_MEDIUM, DECIDE_SMALL,
	 DECIDE_MEDIUM, {0, 19352, 18791, 5883, 0}},
	{DECIDE_EXPOSURE_OPEN, DECIDE_NO, DECIDE_SMALL, DECIDE_SMALL, DECIDE_SMALL, DECIDE_LARGE,
	 {0, 24750, 15821, 3332, 123}},
	{DECIDE_EXPOSURE_OPEN, DECIDE_NO, DECIDE_SMALL, DECIDE_SMALL, DECIDE_SMALL, DECIDE_SMALL,
	 {0, 35179, 8847, 0, 0}},
	{DECIDE_EXPOSURE_CTRL, DECIDE_NO, DECIDE_LARGE, DECIDE_LARGE, DECIDE_SMALL, DECIDE_MEDIUM,
	 {0, 50, 41561, 2320, 95}},
	{DECIDE_EXPOSURE_CTRL, DECIDE_NO, DECIDE_MEDIUM, DECIDE_MEDIUM, DECIDE_SMALL,
	 DECIDE_MEDIUM, {0, 21646, 20633, 1747, 0}},
	{DECIDE_EXPOSURE_CTRL, DECIDE_NO, DECIDE_SMALL, DECIDE_SMALL, DECIDE_SMALL, DECIDE_MEDIUM,
	 {0, 28943, 13865, 1218, 0}},
	{DECIDE_EXPOSURE_SMALL, DECIDE_NO, DECIDE_SMALL, DECIDE_LARGE, DECIDE_LARGE, DECIDE_SMALL,
	 {0, 4133, 39802, 91, 0}},
};

static const char *const cvss_keys[VERSIONS] = {"cvssV3_1", "cvssV3_0", "cvssV4_0"};

struct totals {
	const struct policy *p;
	size_t records, outcomes[PROFILES][DECIDE_OUTCOME_COUNT];
};

/* What one record says. */
struct record {
	struct sv vector[VERSIONS][SOURCES];
	struct decide_facts said[SOURCES], facts;	/* SSVC and KEV, by who says it */
	bool rejected;
};

static void read_option(struct json *j, struct decide_facts *f)
{
	struct sv key, s;

	if (!json_opt_object(j))
		return;
	while (json_key(j, &key)) {
		if (!json_opt_string(j, &s))
			continue;
		if (sv_is(key, "Exploitation"))
			f->exploitation = sv_ieq(s, SV("active")) ? DECIDE_EXPLOITATION_ACTIVE
				: sv_ieq(s, SV("poc")) ? DECIDE_EXPLOITATION_POC
				: DECIDE_EXPLOITATION_NONE;
		else if (sv_is(key, "Automatable"))
			f->automatable = sv_ieq(s, SV("yes")) ? DECIDE_YES : DECIDE_NO;
		else if (sv_is(key, "Technical Impact"))
			f->technical_impact = sv_ieq(s, SV("total")) ? DECIDE_IMPACT_TOTAL
				: DECIDE_IMPACT_PARTIAL;
	}
}

/* {"type": "ssvc" | "kev", "content": ...}; only ssvc content has options. */
static void read_other(struct json *j, struct decide_facts *f)
{
	struct sv key, s;

	if (!json_opt_object(j))
		return;
	while (json_key(j, &key)) {
		if (sv_is(key, "type")) {
			if (json_opt_string(j, &s) && sv_is(s, "kev"))
				f->kev = DECIDE_YES;
		} else if (sv_is(key, "content") && json_opt_object(j)) {
			while (json_key(j, &key)) {
				if (!sv_is(key, "options")) {
					json_skip(j);
				} else if (json_opt_array(j)) {
					while (json_item(j))
						read_option(j, f);
				}
			}
		} else if (!sv_is(key, "content")) {
			json_skip(j);
		}
	}
}

static void read_vector(struct json *j, struct sv *to)
{
	struct sv key, s;

	if (!json_opt_object(j))
		return;
	while (json_key(j, &key))
		if (json_opt_string(j, &s) && sv_is(key, "vectorString") && to->n == 0)
			*to = s;
}

static void read_metrics(struct json *j, struct record *r, int source)
{
	struct sv key;

	if (!json_opt_array(j))
		return;
	while (json_item(j)) {
		if (!json_opt_object(j))
			continue;
		while (json_key(j, &key)) {
			int v = 0;
			while (v < VERSIONS && !sv_eq(key, sv_of(cvss_keys[v])))
				v++;
			if (v < VERSIONS)
				read_vector(j, &r->vector[v][source]);
			else if (sv_is(key, "other"))
				read_other(j, &r->said[source]);
			else
				json_skip(j);
		}
	}
}

static void read_container(struct json *j, struct record *r, int source)
{
	struct sv key;

	if (!json_opt_object(j))
		return;
	while (json_key(j, &key))
		if (sv_is(key, "metrics"))
			read_metrics(j, r, source);
		else
			json_skip(j);
}

static void read_record(struct json *j, struct record *r)
{
	struct sv key, s;

	if (!json_enter_object(j))
		return;
	while (json_key(j, &key)) {
		if (sv_is(key, "containers") && json_opt_object(j)) {
			while (json_key(j, &key)) {
				if (sv_is(key, "cna")) {
					read_container(j, r, 0);
				} else if (sv_is(key, "adp") && json_opt_array(j)) {
					while (json_item(j))
						read_container(j, r, 1);
				} else if (!sv_is(key, "adp")) {
					json_skip(j);
				}
			}
		} else if (sv_is(key, "cveMetadata") && json_opt_object(j)) {
			while (json_key(j, &key))
				if (json_opt_string(j, &s) && sv_is(key, "state"))
					r->rejected = sv_is(s, "REJECTED");
		} else if (!sv_is(key, "containers") && !sv_is(key, "cveMetadata")) {
			json_skip(j);
		}
	}
}

static void count(char *text, size_t n, void *arg)
{
	struct totals *t = arg;
	struct record r = {0};
	struct cvss v = {0};
	struct json j;

	json_init(&j, text, n);
	read_record(&j, &r);
	if (!CHECK(json_end(&j, NULL) == 0, "record %zu", t->records) || r.rejected)
		return;
	t->records++;
	/* One record has SSVC from its vendor, too; CISA's is the one that was measured. */
	r.facts = r.said[r.said[1].exploitation ? 1 : 0];
	for (int i = 0; i < VERSIONS * SOURCES && !r.facts.cvss; i++) {
		struct sv s = r.vector[i / SOURCES][i % SOURCES];
		if (s.n && CHECK(cvss_parse(s, &v, NULL) == 0, "%.*s", SV_ARG(s)))
			r.facts.cvss = &v;
	}
	for (const struct fact_metric *m = facts_metrics(v.version); m->metric; m++)
		if (m->fact == FACT_CVSS_E)
			v.value[m->place] = 0;
	for (int i = 0; i < PROFILES; i++) {
		struct decision d = {0};
		r.facts.exposure = profiles[i].exposure;
		r.facts.countermeasure = profiles[i].countermeasure;
		r.facts.held_information = profiles[i].held_information;
		r.facts.outage = profiles[i].outage;
		r.facts.safety = profiles[i].safety;
		r.facts.pivot = profiles[i].pivot;
		if (decide(t->p, &r.facts, NULL, &d) < 0)
			abort();
		t->outcomes[i][d.outcome]++;
	}
}

int main(void)
{
	static const char file[] = "corpus/vuln/cve5-vulnrichment.jsonl.zst";
	arena_auto a = {.cap = 16 << 20};
	struct totals t = {.p = load_default(&a)};

	if (!t.p)
		return check_done();
	if (!check_zst_lines(file, count, &t)) {
		check_skip(file, "shared data absent");
		return check_done();
	}
	CHECK_INT(t.records, 44026, "records that are not rejected");
	for (int i = 0; i < PROFILES; i++)
		for (int k = 0; k < DECIDE_OUTCOME_COUNT; k++) {
			char what[64];
			snprintf(what, sizeof what, "A%d %s", i + 1,
				 k ? decide_outcome_name((enum decide_outcome)k) : "none");
			CHECK_INT(t.outcomes[i][k], profiles[i].want[k], what);
		}
	return check_done();
}
