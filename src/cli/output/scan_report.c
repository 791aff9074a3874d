/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/scan_report.h"

static bool about_asset(enum fact f)
{
	return f == FACT_EXPOSURE || f == FACT_COUNTERMEASURE || f == FACT_HELD_INFORMATION ||
	       f == FACT_OUTAGE || f == FACT_SAFETY || f == FACT_PIVOT;
}

/* A value set by name wins over the fact. */
static bool given(const struct policy *p, const struct decide_facts *asset, uint8_t slot,
		  uint8_t *value)
{
	for (size_t i = 0; i < asset->given_count; i++) {
		int v;
		if (!sv_eq(asset->given[i].name, p->slots[slot].name))
			continue;
		v = policy_value_find(p, slot, asset->given[i].value);
		if (v < 0)
			return false;
		*value = (uint8_t)v;
		return true;
	}
	return false;
}

int scan_report_facts(struct arena *a, const struct policy *p, const struct decide_facts *asset,
		      const struct scan_fact **ret, size_t *ret_count)
{
	struct scan_fact *facts = NULL, *f;
	struct fact_values known;
	uint8_t *slots = arena_new(a, uint8_t, p->slot_count);
	uint64_t assumed;
	size_t n = 0;

	if (!slots)
		return YG_ENOMEM;
	facts_read(asset, p->facts, &known);
	assumed = policy_bind(p, &known, slots) & p->assumed_inputs;
	for (uint8_t i = 0; i < p->input_count; i++) {
		bool set;
		if (!about_asset(p->inputs[i].fact))
			continue;
		if (!(f = arena_push(a, facts, n)))
			return YG_ENOMEM;
		set = given(p, asset, i, &slots[i]);
		*f = (struct scan_fact){
			.name = sv_of(fact_kinds[p->inputs[i].fact].name),
			.value = p->slots[i].values[slots[i]].name,
			.title = p->slots[i].label,
			.label = p->slots[i].values[slots[i]].label,
			.assumed = !set && assumed >> i & 1,
		};
	}
	*ret = facts;
	*ret_count = n;
	return 0;
}
