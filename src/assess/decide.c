/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/decide.h"

#include "base/text.h"

enum { SLOTS_MAX = LIMIT_POLICY_INPUTS + LIMIT_POLICY_TABLES };

static const char *const likelihood_names[] = {NULL, "low", "mid", "high"};
static const char *const damage_names[] = {NULL, "small", "medium", "large"};
static const char *const outcome_names[] = {NULL, "defer", "scheduled", "out_of_cycle",
					    "immediate"};

const char *decide_likelihood_name(enum decide_likelihood v)
{
	return v < YG_COUNT(likelihood_names) ? likelihood_names[v] : NULL;
}

const char *decide_damage_name(enum decide_damage v)
{
	return v < YG_COUNT(damage_names) ? damage_names[v] : NULL;
}

const char *decide_outcome_name(enum decide_outcome v)
{
	return v < YG_COUNT(outcome_names) ? outcome_names[v] : NULL;
}

enum decide_outcome decide_outcome_of(struct sv name)
{
	for (size_t i = 1; i < YG_COUNT(outcome_names); i++)
		if (sv_eq(name, sv_of(outcome_names[i])))
			return (enum decide_outcome)i;
	return DECIDE_OUTCOME_NONE;
}

/* One decision under way. */
struct work {
	const struct policy *p;
	uint8_t slots[SLOTS_MAX];
	uint64_t fixed[2];		/* bit per slot: set by name */
	uint64_t live[2];		/* bit per slot: the decision rests on it */
	uint64_t unknown;		/* bit per input: took its default */
	uint32_t rows[LIMIT_POLICY_TABLES];
	bool pending;
};

static bool bit(const uint64_t *mask, unsigned slot)
{
	return mask[slot >> 6] >> (slot & 63) & 1;
}

static void set_bit(uint64_t *mask, unsigned slot)
{
	mask[slot >> 6] |= (uint64_t)1 << (slot & 63);
}

static bool is_fixed(const struct work *w, unsigned slot)
{
	return bit(w->fixed, slot);
}

static void need_conditions(struct work *w, const struct policy_when *when)
{
	for (unsigned i = 0; i < when->condition_count; i++)
		set_bit(w->live, when->conditions[i].slot);
}

/* What a value given by name stands in for is neither assumed nor a reason. */
static void find_live(struct work *w)
{
	const struct policy *p = w->p;

	w->live[0] = w->live[1] = 0;
	set_bit(w->live, p->outcome_slot);
	if (p->likelihood_slot != POLICY_NO_SLOT)
		set_bit(w->live, p->likelihood_slot);
	if (p->damage_slot != POLICY_NO_SLOT)
		set_bit(w->live, p->damage_slot);
	for (unsigned i = 0; i < p->cap_count; i++)
		need_conditions(w, &p->caps[i].when);
	for (unsigned i = 0; i < p->duty_count; i++)
		need_conditions(w, &p->duties[i].when);
	for (unsigned i = p->table_count; i-- > 0;) {
		const struct policy_table *t = &p->tables[i];
		if (!bit(w->live, t->slot) || is_fixed(w, t->slot))
			continue;
		for (unsigned k = 0; k < t->arity; k++)
			set_bit(w->live, t->from[k]);
	}
	for (unsigned i = 0; i < p->input_count; i++)
		if (!bit(w->live, i))
			w->unknown &= ~((uint64_t)1 << i);
}

static int set_given(struct work *w, const struct decide_facts *f)
{
	for (size_t i = 0; i < f->given_count; i++) {
		uint8_t slot = policy_slot_find(w->p, f->given[i].name);
		int value = slot == POLICY_NO_SLOT ? -1
			    : policy_value_find(w->p, slot, f->given[i].value);
		if (value < 0)
			return YG_EINVAL;
		w->slots[slot] = (uint8_t)value;
		set_bit(w->fixed, slot);
		if (slot < w->p->input_count)
			w->unknown &= ~((uint64_t)1 << slot);
	}
	return 0;
}

static uint8_t meaning(const struct work *w, uint8_t slot)
{
	return slot == POLICY_NO_SLOT ? 0 : w->p->slots[slot].values[w->slots[slot]].means;
}

static uint64_t assumed_by_rows(const struct work *w)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < w->p->table_count; i++)
		if (bit(w->live, w->p->tables[i].slot) && !is_fixed(w, w->p->tables[i].slot))
			mask |= w->p->tables[i].rows[w->rows[i]].assumes;
	return mask;
}

static void set_deadlines(const struct work *w, struct decision *d)
{
	d->decide_days = d->rule->decide_days;
	d->mitigate_days = d->rule->mitigate_days;
	d->remediate_days = d->rule->remediate_days;
	d->reassess_days = d->rule->reassess_days;
	for (unsigned i = 0; i < w->p->cap_count; i++) {
		const struct policy_cap *cap = &w->p->caps[i];
		if ((d->remediate_days < 0 || d->remediate_days > cap->remediate_days) &&
		    policy_when(&cap->when, w->slots)) {
			d->remediate_days = cap->remediate_days;
			d->capped = true;
		}
	}
	for (unsigned i = 0; i < w->p->duty_count; i++)
		if (policy_when(&w->p->duties[i].when, w->slots))
			d->duties_mask |= (uint64_t)1 << i;
}

static struct decision conclude(const struct work *w)
{
	const struct policy *p = w->p;
	struct decision d = {
		.likelihood = (enum decide_likelihood)meaning(w, p->likelihood_slot),
		.damage = (enum decide_damage)meaning(w, p->damage_slot),
		.outcome = (enum decide_outcome)meaning(w, p->outcome_slot),
		.pending = w->pending,
		.assumed_mask = (w->unknown & p->assumed_inputs) | assumed_by_rows(w),
		.rule = &p->outcomes[w->slots[p->outcome_slot]],
	};
	set_deadlines(w, &d);
	return d;
}

static const struct policy_value *value_of(const struct work *w, unsigned slot)
{
	return &w->p->slots[slot].values[w->slots[slot]];
}

static void table_reason(const struct work *w, unsigned i, struct decision_input *inputs,
			 struct decision_reason *r)
{
	const struct policy_table *t = &w->p->tables[i];
	const struct policy_slot *s = &w->p->slots[t->slot];

	*r = (struct decision_reason){
		.table = s->name, .title = s->label, .detail = t->detail,
		.headline = t->headline, .value = value_of(w, t->slot)->name,
		.label = value_of(w, t->slot)->label, .row = SV("given")};
	if (is_fixed(w, t->slot))
		return;
	r->row = t->rows[w->rows[i]].text;
	r->row_number = t->rows[w->rows[i]].number;
	r->because = t->rows[w->rows[i]].because;
	for (unsigned k = 0; k < t->arity; k++) {
		const struct policy_value *v = value_of(w, t->from[k]);
		inputs[k] = (struct decision_input){w->p->slots[t->from[k]].name, v->name,
						    v->label};
	}
	r->inputs = inputs;
	r->input_count = t->arity;
}

/* Why the decision is pending: the inputs that are not known. */
static void pending_reason(const struct work *w, struct decision_input *inputs,
			   struct decision_reason *r)
{
	uint64_t missing = w->unknown & w->p->pending_inputs;
	size_t n = 0;

	for (unsigned i = 0; i < w->p->input_count; i++)
		if (missing >> i & 1)
			inputs[n++] = (struct decision_input){w->p->slots[i].name, SV("unknown"),
							      w->p->slots[i].label};
	*r = (struct decision_reason){
		.table = SV("pending"), .row = SV("not known yet"), .value = SV("pending"),
		.title = {SV("Pending assessment"), SV("評価待ち")},
		.label = {SV("pending assessment"), SV("評価待ち")},
		.because = {SV("pending assessment: what is not known counts as the policy says"),
			    SV("評価待ち：未確認の項目は方針の定める値とみなす")},
		.inputs = inputs, .input_count = n};
}

/* The caps that the outcome's own deadline did not meet; the tightest one comes last. */
static size_t cap_reasons(const struct work *w, const struct decision *d,
			  struct decision_reason *r)
{
	int days = d->rule->remediate_days;
	size_t n = 0;

	for (unsigned i = 0; i < w->p->cap_count; i++) {
		const struct policy_cap *cap = &w->p->caps[i];
		if ((days >= 0 && days <= cap->remediate_days) ||
		    !policy_when(&cap->when, w->slots))
			continue;
		days = cap->remediate_days;
		r[n++] = (struct decision_reason){
			.table = SV("cap"), .row = cap->text, .value = cap->text,
			.title = {SV("Cap on the deadline"), SV("期限の上限")},
			.because = cap->because};
	}
	return n;
}

static int explain(const struct work *w, struct arena *a, struct decision *d)
{
	const struct policy *p = w->p;
	size_t arity = p->input_count, n = 0;
	struct decision_reason *r;
	struct decision_input *inputs;
	struct sv *assumed;

	for (unsigned i = 0; i < p->table_count; i++)
		arity += p->tables[i].arity;
	r = arena_new(a, struct decision_reason, p->table_count + p->cap_count + 1u);
	inputs = arena_new(a, struct decision_input, arity);
	assumed = arena_new(a, struct sv, p->input_count);
	if (!r || !inputs || !assumed)
		return YG_ENOMEM;
	for (unsigned i = 0; i < p->input_count; i++)
		if (d->assumed_mask >> i & 1)
			assumed[d->assumed_count++] = p->slots[i].name;
	if (w->pending) {
		pending_reason(w, inputs, &r[n]);
		inputs += r[n++].input_count;
	}
	for (unsigned i = 0; i < p->table_count; i++) {
		if (!bit(w->live, p->tables[i].slot))
			continue;
		table_reason(w, i, inputs, &r[n]);
		inputs += r[n++].input_count;
	}
	n += cap_reasons(w, d, r + n);
	d->assumed = assumed;
	d->reasons = r;
	d->reason_count = n;
	return 0;
}

int decide(const struct policy *p, const struct decide_facts *f, struct arena *reasons,
	   struct decision *out)
{
	struct fact_values facts;
	struct decision d;
	struct work w;
	int r;

	w.p = p;
	w.fixed[0] = w.fixed[1] = 0;
	w.live[0] = w.live[1] = UINT64_MAX;
	facts_read(f, p->facts, &facts);
	w.unknown = policy_bind(p, &facts, w.slots);
	r = set_given(&w, f);
	if (r < 0)
		return r;
	if (f->given_count)
		find_live(&w);
	w.pending = (w.unknown & p->pending_inputs) != 0;
	policy_eval(p, w.slots, f->given_count ? w.fixed : NULL, w.pending, w.rows);
	d = conclude(&w);
	if (reasons) {
		r = explain(&w, reasons, &d);
		if (r < 0)
			return r;
	}
	*out = d;
	return 0;
}
