/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/finding_parts.h"

#include "base/limits.h"
#include "base/text.h"

/* What the policy can tell apart: one byte an input; several may read one fact. */
struct finding_memo_entry {
	uint8_t key[LIMIT_POLICY_INPUTS];
	struct decision decision;
};

static enum decide_answer yes_no(uint8_t known, uint8_t yes)
{
	return known == 0 ? DECIDE_ANSWER_UNKNOWN : known == yes ? DECIDE_YES : DECIDE_NO;
}

/* The asset's facts and the vulnerability's signals together. */
static struct decide_facts facts_of(const struct finding_context *ctx, const struct finding *f,
				    struct cvss *cvss)
{
	struct decide_facts facts = ctx->asset;
	const struct signals_row *s = f->signals;
	bool repaired;

	if (!s)
		return facts;
	facts.kev = s->flags & SIGNALS_KEV ? DECIDE_YES : DECIDE_NO;
	facts.ransomware = s->flags & SIGNALS_RANSOMWARE ? DECIDE_YES : DECIDE_NO;
	facts.exploitation = (enum decide_exploitation)s->exploitation;
	facts.automatable = yes_no(s->automatable, SIGNALS_AUTOMATABLE_YES);
	facts.technical_impact = (enum decide_impact)s->technical_impact;
	if (s->flags & SIGNALS_PERCENTILE) {
		facts.has_epss_percentile = true;
		facts.epss_percentile = s->percentile / 1e6;
	}
	if (f->cvss_count && f->cvss[0].computed_tenths >= 0 &&
	    cvss_parse_lenient(f->cvss[0].vector, cvss, &repaired, NULL) == 0)
		facts.cvss = cvss;
	return facts;
}

/* Numbers count by the bin that they fall into. */
static uint8_t bin_of(const struct policy_slot *slot, double v)
{
	uint8_t bin = 0;
	for (uint8_t i = 0; i < slot->value_count; i++)
		if (v >= slot->values[i].at_least)
			bin = (uint8_t)(i + 1);
	return bin;
}

static void make_key(const struct policy *p, const struct decide_facts *facts,
		     uint8_t key[LIMIT_POLICY_INPUTS])
{
	struct fact_values v;

	memset(&v, 0, sizeof v);
	facts_read(facts, p->facts, &v);
	memset(key, 0, LIMIT_POLICY_INPUTS);
	for (uint8_t i = 0; i < p->input_count; i++) {
		enum fact fact = p->inputs[i].fact;
		if (!p->inputs[i].number || v.value[fact] == 0)
			key[i] = v.value[fact];
		else
			key[i] = bin_of(&p->slots[i], fact == FACT_CVSS_SCORE
					? v.cvss_score : v.epss_percentile);
	}
}

static size_t slot_for(const struct finding_memo *m, const uint8_t key[LIMIT_POLICY_INPUTS])
{
	size_t i = (size_t)(sv_hash((struct sv){(const char *)key, LIMIT_POLICY_INPUTS}) >> 16);
	i &= m->slot_count - 1;
	while (m->slots[i] && memcmp(m->slots[i]->key, key, LIMIT_POLICY_INPUTS) != 0)
		i = (i + 1) & (m->slot_count - 1);
	return i;
}

static int grow(struct arena *a, struct finding_memo *m)
{
	struct finding_memo bigger = {.slot_count = m->slot_count ? m->slot_count * 2 : 256,
		.used = m->used};

	bigger.slots = arena_new(a, struct finding_memo_entry *, bigger.slot_count);
	if (!bigger.slots)
		return YG_ENOMEM;
	for (size_t i = 0; i < m->slot_count; i++)
		if (m->slots[i])
			bigger.slots[slot_for(&bigger, m->slots[i]->key)] = m->slots[i];
	*m = bigger;
	return 0;
}

int finding_decide(struct arena *a, const struct finding_context *ctx, struct finding_memo *memo,
		   struct finding *f)
{
	struct cvss cvss;
	struct decide_facts facts = facts_of(ctx, f, &cvss);
	struct finding_memo_entry *e;
	uint8_t key[LIMIT_POLICY_INPUTS];
	size_t at;
	int r;

	if (memo->used >= memo->slot_count / 2 && grow(a, memo) < 0)
		return YG_ENOMEM;
	make_key(ctx->policy, &facts, key);
	at = slot_for(memo, key);
	if (!memo->slots[at]) {
		e = arena_new(a, struct finding_memo_entry, 1);
		if (!e)
			return YG_ENOMEM;
		memcpy(e->key, key, sizeof e->key);
		r = decide(ctx->policy, &facts, a, &e->decision);
		if (r < 0)
			return r;
		memo->slots[at] = e;
		memo->used++;
	}
	f->decision = memo->slots[at]->decision;
	return 0;
}
