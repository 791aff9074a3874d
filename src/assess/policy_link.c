/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_link.c - what hangs on the tables: which of them are the results, what an outcome
 * asks for and until when, caps on deadlines, duties, and what holds while pending.
 */
#include "assess/decide.h"
#include "assess/policy_internal.h"

static void report(struct loader *l, size_t at, enum policy_problem_kind kind, struct sv table,
		   struct sv what, struct sv than)
{
	policy_report(l, at, (struct policy_problem){.kind = kind, .table = table, .what = what,
						     .than = than});
}

#define TAKE(l, type, count) ((type *)policy_take((l), (count), sizeof(type), _Alignof(type)))

/* A value that a rule names: its slot and index; false (reported) when there is none. */
static bool find_condition(struct loader *l, const struct draft_condition *c, uint8_t *slot,
			   uint8_t *value)
{
	uint8_t s = policy_loader_slot(l, c->slot.text);
	int v;

	if (s == POLICY_NO_SLOT) {
		report(l, c->slot.at, POLICY_UNKNOWN_INPUT, (struct sv){NULL, 0}, c->slot.text,
		       (struct sv){NULL, 0});
		return false;
	}
	v = policy_value_index(l->slots[s].values, l->slots[s].value_count, c->least.text);
	if (v < 0) {
		report(l, c->least.at, POLICY_UNKNOWN_VALUE, c->slot.text, c->least.text,
		       policy_value_names(l, &l->slots[s]));
		return false;
	}
	*slot = s;
	*value = (uint8_t)v;
	return true;
}

enum result { OUTCOME, LIKELIHOOD, DAMAGE };

static const char *const allowed_names[] = {
	[OUTCOME] = "defer, scheduled, out_of_cycle, immediate",
	[LIKELIHOOD] = "low, mid, high",
	[DAMAGE] = "small, medium, large",
};

static const char *meaning_name(enum result kind, int i)
{
	switch (kind) {
	case OUTCOME: return decide_outcome_name((enum decide_outcome)i);
	case LIKELIHOOD: return decide_likelihood_name((enum decide_likelihood)i);
	default: return decide_damage_name((enum decide_damage)i);
	}
}

/* The place of name in decide.h's scale; 0 when there is no such name. */
static uint8_t meaning(enum result kind, struct sv name)
{
	const char *z;

	for (int i = 1; (z = meaning_name(kind, i)) != NULL; i++)
		if (sv_eq(name, sv_of(z)))
			return (uint8_t)i;
	return 0;
}

/* Tie a result table to the product's own scale, which must rise with the table's. */
static void load_result(struct loader *l, enum result kind, const struct draft_name *name,
			uint8_t *slot)
{
	struct draft_table *d = policy_draft_table(l, name->text);
	struct policy_value *v;
	uint8_t last = 0;

	if (name->text.n == 0)
		return;
	if (!d || d->linked) {
		report(l, name->at, d ? POLICY_DUPLICATE_NAME : POLICY_UNKNOWN_TABLE,
		       (struct sv){NULL, 0}, name->text, (struct sv){NULL, 0});
		return;
	}
	d->linked = true;
	v = TAKE(l, struct policy_value, d->values.count);
	for (size_t i = 0; v && i < d->values.count; i++) {
		const struct draft_value *from = &d->values.list[i];
		const struct draft_name *word = from->means.text.n ? &from->means : &from->name;
		v[i] = l->slots[d->slot].values[i];
		v[i].means = meaning(kind, word->text);
		if (v[i].means == 0 || v[i].means < last)
			report(l, word->at, POLICY_BAD_MEANING, d->name.text, word->text,
			       sv_of(allowed_names[kind]));
		last = v[i].means;
	}
	if (v)
		l->slots[d->slot].values = v;
	*slot = d->slot;
}

static void load_outcomes(struct loader *l)
{
	const struct policy_slot *slot;
	struct policy_outcome *list;

	if (l->p->outcome_slot == POLICY_NO_SLOT)
		return;
	slot = &l->slots[l->p->outcome_slot];
	list = TAKE(l, struct policy_outcome, slot->value_count);
	for (size_t i = 0; list && i < l->d.outcomes.count; i++) {
		const struct draft_rule *r = &l->d.outcomes.list[i];
		int v = policy_value_index(slot->values, slot->value_count, r->name.text);
		if (v < 0) {
			report(l, r->name.at, POLICY_UNKNOWN_VALUE, slot->name, r->name.text,
			       policy_value_names(l, slot));
			continue;
		}
		if (list[v].name.n)
			report(l, r->name.at, POLICY_DUPLICATE_NAME, slot->name, r->name.text,
			       (struct sv){NULL, 0});
		list[v] = (struct policy_outcome){
			.name = r->name.text, .action = r->because,
			.label = r->label.en.n || r->label.ja.n ? r->label
				 : slot->values[v].label,
			.decide_days = r->decide_days, .mitigate_days = r->mitigate_days,
			.remediate_days = r->remediate_days, .reassess_days = r->reassess_days};
	}
	for (unsigned v = 0; list && v < slot->value_count; v++)
		if (list[v].name.n == 0)
			report(l, l->d.outcomes.at, POLICY_MISSING_KEY, slot->name,
			       slot->values[v].name, (struct sv){NULL, 0});
	l->p->outcomes = list;
}

static struct policy_when load_when(struct loader *l, const struct draft_rule *r)
{
	struct policy_condition *c = TAKE(l, struct policy_condition, r->when_count);

	for (size_t i = 0; c && i < r->when_count; i++)
		if (find_condition(l, &r->when[i], &c[i].slot, &c[i].least) &&
		    !l->slots[c[i].slot].ordered)
			report(l, r->when[i].slot.at, POLICY_CONDITION_UNORDERED,
			       (struct sv){NULL, 0}, r->when[i].slot.text,
			       (struct sv){NULL, 0});
	return (struct policy_when){c, (uint8_t)r->when_count};
}

/* "signal=exploited, exposure=open → 14" */
static struct sv when_text(struct loader *l, const struct draft_rule *r, struct sv result)
{
	struct sv parts[4 * LIMIT_POLICY_RULES + 2];
	size_t n = 0;

	for (size_t i = 0; i < r->when_count; i++) {
		if (i > 0)
			parts[n++] = SV(", ");
		parts[n++] = r->when[i].slot.text;
		parts[n++] = SV("=");
		parts[n++] = r->when[i].least.text;
	}
	parts[n++] = SV(" → ");
	parts[n++] = result;
	return policy_text(l, parts, n);
}

static struct sv number_text(struct loader *l, int n)
{
	char text[12], *p = text + sizeof text;

	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	return policy_text(l, &(struct sv){p, (size_t)(text + sizeof text - p)}, 1);
}

static void load_rules(struct loader *l)
{
	struct policy_cap *caps = TAKE(l, struct policy_cap, l->d.caps.count);
	struct policy_duty *duties = TAKE(l, struct policy_duty, l->d.duties.count);
	struct policy_floor *floors = TAKE(l, struct policy_floor, l->d.floor_count);

	for (size_t i = 0; !l->out_of_memory && i < l->d.caps.count; i++) {
		const struct draft_rule *r = &l->d.caps.list[i];
		if (r->remediate_days < 0)
			report(l, r->at, POLICY_MISSING_KEY, (struct sv){NULL, 0},
			       SV("remediate_days"), (struct sv){NULL, 0});
		else
			caps[i] = (struct policy_cap){
				.when = load_when(l, r), .remediate_days = r->remediate_days,
				.because = r->because,
				.text = when_text(l, r, number_text(l, r->remediate_days))};
	}
	for (size_t i = 0; !l->out_of_memory && i < l->d.duties.count; i++) {
		const struct draft_rule *r = &l->d.duties.list[i];
		duties[i] = (struct policy_duty){.name = r->name.text,
						 .label = policy_words_or(r->label, r->name.text),
						 .when = load_when(l, r)};
	}
	for (size_t i = 0; !l->out_of_memory && i < l->d.floor_count; i++) {
		uint8_t slot, least;
		if (!find_condition(l, &l->d.floors[i], &slot, &least))
			continue;
		if (slot < l->p->input_count)
			report(l, l->d.floors[i].slot.at, POLICY_UNKNOWN_TABLE,
			       (struct sv){NULL, 0}, l->d.floors[i].slot.text,
			       (struct sv){NULL, 0});
		floors[i] = (struct policy_floor){slot, least};
	}
	l->p->caps = caps;
	l->p->duties = duties;
	l->p->floors = floors;
	l->p->cap_count = (uint8_t)l->d.caps.count;
	l->p->duty_count = (uint8_t)l->d.duties.count;
	l->p->floor_count = (uint8_t)l->d.floor_count;
}

void policy_link(struct loader *l)
{
	l->p->outcome_slot = l->p->likelihood_slot = l->p->damage_slot = POLICY_NO_SLOT;
	load_result(l, OUTCOME, &l->d.outcome, &l->p->outcome_slot);
	load_result(l, LIKELIHOOD, &l->d.likelihood, &l->p->likelihood_slot);
	load_result(l, DAMAGE, &l->d.damage, &l->p->damage_slot);
	load_outcomes(l);
	load_rules(l);
	l->p->decide_clock = l->d.decide_clock;
	l->p->mitigate_clock = l->d.mitigate_clock;
	l->p->remediate_clock = l->d.remediate_clock;
	l->p->lower_after_days = l->d.lower_after_days;
}
