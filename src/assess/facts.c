/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/facts.h"

/* Mild to severe.  The places of these values are what struct fact_values holds, plus one. */
const struct fact_kind fact_kinds[FACT_COUNT] = {
	[FACT_GIVEN] = {"given", false, {NULL}},
	[FACT_KEV] = {"kev", false, {"no", "yes"}},
	[FACT_EXPLOITATION] = {"exploitation", false, {"none", "poc", "active"}},
	[FACT_WEAPONISED] = {"weaponised", false, {"no", "yes"}},
	[FACT_RANSOMWARE] = {"ransomware", false, {"no", "yes"}},
	[FACT_EPSS_PERCENTILE] = {"epss_percentile", true, {NULL}},
	[FACT_AUTOMATABLE] = {"automatable", false, {"no", "yes"}},
	[FACT_TECHNICAL_IMPACT] = {"technical_impact", false, {"partial", "total"}},
	[FACT_EXPOSURE] = {"exposure", false, {"small", "ctrl", "open"}},
	[FACT_COUNTERMEASURE] = {"countermeasure", false, {"no", "yes"}},
	[FACT_HELD_INFORMATION] = {"held_information", false, {"small", "medium", "large"}},
	[FACT_OUTAGE] = {"outage", false, {"small", "medium", "large"}},
	[FACT_SAFETY] = {"safety", false, {"small", "medium", "large"}},
	[FACT_PIVOT] = {"pivot", false, {"small", "medium", "large"}},
	[FACT_CVSS_SCORE] = {"cvss.score", true, {NULL}},
	[FACT_CVSS_SEVERITY] = {"cvss.severity", false,
				{"none", "low", "medium", "high", "critical"}},
	[FACT_CVSS_AV] = {"cvss.AV", false, {"physical", "local", "adjacent", "network"}},
	[FACT_CVSS_AC] = {"cvss.AC", false, {"high", "medium", "low"}},
	[FACT_CVSS_AT] = {"cvss.AT", false, {"present", "none"}},
	[FACT_CVSS_PR] = {"cvss.PR", false, {"high", "low", "none"}},
	[FACT_CVSS_UI] = {"cvss.UI", false, {"active", "required", "passive", "none"}},
	[FACT_CVSS_C] = {"cvss.C", false, {"none", "low", "high"}},
	[FACT_CVSS_I] = {"cvss.I", false, {"none", "low", "high"}},
	[FACT_CVSS_A] = {"cvss.A", false, {"none", "low", "high"}},
	[FACT_CVSS_E] = {"cvss.E", false,
			 {"unproven", "poc", "functional", "high", "attacked"}},
};

/* means[]: by the metric's stored value, in the order of the version's own list. */
static const struct fact_metric metrics_2[] = {
	{FACT_CVSS_AV, "AV", 0, {0, 2, 3, 4}},		/* L A N */
	{FACT_CVSS_AC, "AC", 1, {0, 1, 2, 3}},		/* H M L */
	{FACT_CVSS_PR, "Au", 2, {0, 1, 2, 3}},		/* M S N */
	{FACT_CVSS_C, "C", 3, {0, 1, 2, 3}},		/* N P C */
	{FACT_CVSS_I, "I", 4, {0, 1, 2, 3}},
	{FACT_CVSS_A, "A", 5, {0, 1, 2, 3}},
	{FACT_CVSS_E, "E", 6, {0, 1, 2, 3, 4}},		/* U POC F H */
	{FACT_COUNT, NULL, 0, {0}},
};

static const struct fact_metric metrics_3[] = {
	{FACT_CVSS_AV, "AV", 0, {0, 4, 3, 2, 1}},	/* N A L P */
	{FACT_CVSS_AC, "AC", 1, {0, 3, 1}},		/* L H */
	{FACT_CVSS_PR, "PR", 2, {0, 3, 2, 1}},		/* N L H */
	{FACT_CVSS_UI, "UI", 3, {0, 4, 2}},		/* N R */
	{FACT_CVSS_C, "C", 5, {0, 3, 2, 1}},		/* H L N */
	{FACT_CVSS_I, "I", 6, {0, 3, 2, 1}},
	{FACT_CVSS_A, "A", 7, {0, 3, 2, 1}},
	{FACT_CVSS_E, "E", 8, {0, 4, 3, 2, 1}},		/* H F P U */
	{FACT_COUNT, NULL, 0, {0}},
};

static const struct fact_metric metrics_4[] = {
	{FACT_CVSS_AV, "AV", 0, {0, 4, 3, 2, 1}},	/* N A L P */
	{FACT_CVSS_AC, "AC", 1, {0, 3, 1}},		/* L H */
	{FACT_CVSS_AT, "AT", 2, {0, 2, 1}},		/* N P */
	{FACT_CVSS_PR, "PR", 3, {0, 3, 2, 1}},		/* N L H */
	{FACT_CVSS_UI, "UI", 4, {0, 4, 3, 1}},		/* N P A */
	{FACT_CVSS_C, "VC", 5, {0, 3, 2, 1}},		/* H L N */
	{FACT_CVSS_I, "VI", 6, {0, 3, 2, 1}},
	{FACT_CVSS_A, "VA", 7, {0, 3, 2, 1}},
	{FACT_CVSS_E, "E", 11, {0, 5, 2, 1}},		/* A P U */
	{FACT_COUNT, NULL, 0, {0}},
};

enum { AT_NONE = 2 };		/* 2.0 and 3.x know no attack requirements: there are none */

const struct fact_metric *facts_metrics(enum cvss_version version)
{
	static const struct fact_metric none = {FACT_COUNT, NULL, 0, {0}};

	switch (version) {
	case CVSS_2_0: return metrics_2;
	case CVSS_3_0: case CVSS_3_1: return metrics_3;
	case CVSS_4_0: return metrics_4;
	default: return &none;
	}
}

static void read_vector(const struct cvss *v, uint64_t wanted, struct fact_values *out)
{
	const uint64_t scores = (uint64_t)1 << FACT_CVSS_SCORE |
				(uint64_t)1 << FACT_CVSS_SEVERITY;

	for (const struct fact_metric *m = facts_metrics(v->version); m->metric; m++)
		out->value[m->fact] = m->means[v->value[m->place]];
	if (v->version != CVSS_4_0)
		out->value[FACT_CVSS_AT] = AT_NONE;
	if (wanted & scores) {
		int tenths = cvss_score(v);
		out->cvss_score = tenths / 10.0;
		out->value[FACT_CVSS_SCORE] = 1;
		out->value[FACT_CVSS_SEVERITY] =
			(uint8_t)(1 + cvss_severity(v->version, tenths));
	}
}

void facts_read(const struct decide_facts *f, uint64_t wanted, struct fact_values *out)
{
	*out = (struct fact_values){
		.value = {
			[FACT_KEV] = (uint8_t)f->kev,
			[FACT_EXPLOITATION] = (uint8_t)f->exploitation,
			[FACT_WEAPONISED] = (uint8_t)f->weaponised,
			[FACT_RANSOMWARE] = (uint8_t)f->ransomware,
			[FACT_EPSS_PERCENTILE] = f->has_epss_percentile,
			[FACT_AUTOMATABLE] = (uint8_t)f->automatable,
			[FACT_TECHNICAL_IMPACT] = (uint8_t)f->technical_impact,
			[FACT_EXPOSURE] = (uint8_t)f->exposure,
			[FACT_COUNTERMEASURE] = (uint8_t)f->countermeasure,
			[FACT_HELD_INFORMATION] = (uint8_t)f->held_information,
			[FACT_OUTAGE] = (uint8_t)f->outage,
			[FACT_SAFETY] = (uint8_t)f->safety,
			[FACT_PIVOT] = (uint8_t)f->pivot,
		},
		.epss_percentile = f->epss_percentile,
	};
	if (f->cvss && f->cvss->version)
		read_vector(f->cvss, wanted, out);
}
