/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_check.c - what a complete policy must hold besides: a worse input never gives a
 * milder result, a worse outcome never gets a later deadline.  Tables are checked one by one;
 * since each is monotonic in what it reads, so is the chain.  Rows, values and tables that
 * can never matter are warned about.
 */
#include "assess/policy_internal.h"

static const struct policy_row *row_of(const struct policy_table *t, uint32_t cell)
{
	return &t->rows[t->cells[cell]];
}

/* "signal=poc, reach=ctrl → mid" */
static struct sv case_text(struct loader *l, const struct policy_table *t, uint32_t cell)
{
	struct sv parts[] = {policy_combination(l, t, cell), SV(" → "),
			     l->slots[t->slot].values[t->results[cell]].name};
	return policy_text(l, parts, YG_COUNT(parts));
}

static void report_counterexample(struct loader *l, const struct policy_table *t, uint32_t mild,
				  uint32_t worse)
{
	policy_report(l, policy_draft_table(l, l->slots[t->slot].name)->name.at,
		      (struct policy_problem){
		.kind = POLICY_NOT_MONOTONIC, .table = l->slots[t->slot].name,
		.row = row_of(t, worse)->number, .other_row = row_of(t, mild)->number,
		.what = case_text(l, t, worse), .than = case_text(l, t, mild)});
}

void policy_check_monotonic(struct loader *l, const struct policy_table *t)
{
	if (!l->slots[t->slot].ordered)
		return;
	for (unsigned k = 0; k < t->arity; k++) {
		const struct policy_slot *s = &l->slots[t->from[k]];
		if (!s->ordered)
			continue;
		for (uint32_t cell = 0; cell < t->cell_count; cell++) {
			uint32_t worse = cell + t->stride[k];
			if (cell / t->stride[k] % s->value_count + 1u >= s->value_count ||
			    t->results[worse] >= t->results[cell])
				continue;
			report_counterexample(l, t, cell, worse);
			break;			/* one counter-example for each input */
		}
	}
}

static bool later(int days, int than)
{
	return than >= 0 && (days < 0 || days > than);
}

void policy_check_deadlines(struct loader *l)
{
	const struct policy_slot *s = &l->slots[l->p->outcome_slot];

	for (unsigned v = 1; s->ordered && v < s->value_count; v++) {
		const struct policy_outcome *o = &l->p->outcomes[v], *milder = o - 1;
		const char *what =
			later(o->decide_days, milder->decide_days) ? "decide_days"
			: later(o->mitigate_days, milder->mitigate_days) ? "mitigate_days"
			: later(o->remediate_days, milder->remediate_days) ? "remediate_days"
			: NULL;
		if (what)
			policy_report(l, l->d.outcomes.at, (struct policy_problem){
				.kind = POLICY_DEADLINE_ORDER, .table = s->name,
				.what = o->name, .than = milder->name, .reason = what});
	}
}

/* Mark the rows of t that some combination of possible values reaches. */
static void mark_rows(const struct loader *l, const struct policy_table *t,
		      const uint32_t *possible, bool *alive)
{
	for (uint32_t cell = 0; cell < t->cell_count; cell++) {
		bool reached = true;
		for (unsigned k = 0; k < t->arity && reached; k++) {
			uint8_t slot = t->from[k];
			uint32_t v = cell / t->stride[k] % l->slots[slot].value_count;
			reached = possible[slot] >> v & 1;
		}
		if (reached)
			alive[t->cells[cell]] = true;
	}
}

/* The rows that can fire give the values that are possible behind this table. */
static void check_rows(struct loader *l, const struct policy_table *t, uint32_t *possible)
{
	const struct policy_slot *s = &l->slots[t->slot];
	const struct draft_table *d = policy_draft_table(l, s->name);
	bool *alive = policy_take(l, t->row_count, sizeof *alive, _Alignof(bool));

	if (!alive)
		return;
	mark_rows(l, t, possible, alive);
	for (uint32_t i = 0; i < t->row_count; i++) {
		if (alive[i])
			possible[t->slot] |= (uint32_t)1 << t->rows[i].value;
		else if (!t->worst_of)
			policy_report(l, d->rows[i].at, (struct policy_problem){
				.kind = POLICY_ROW_DEAD, .table = s->name,
				.row = t->rows[i].number, .what = t->rows[i].text});
	}
	for (unsigned v = 0; v < s->value_count; v++)
		if (!(possible[t->slot] >> v & 1))
			policy_report(l, d->values.at, (struct policy_problem){
				.kind = POLICY_VALUE_DEAD, .table = s->name,
				.what = s->values[v].name});
}

static bool is_read(const struct loader *l, uint8_t slot)
{
	const struct policy *p = l->p;

	if (slot == p->outcome_slot || slot == p->likelihood_slot || slot == p->damage_slot)
		return true;
	for (unsigned i = 0; i < p->table_count; i++)
		if (memchr(l->tables[i].from, slot, l->tables[i].arity))
			return true;
	for (unsigned i = 0; i < p->cap_count; i++)
		for (unsigned k = 0; k < p->caps[i].when.condition_count; k++)
			if (p->caps[i].when.conditions[k].slot == slot)
				return true;
	for (unsigned i = 0; i < p->duty_count; i++)
		for (unsigned k = 0; k < p->duties[i].when.condition_count; k++)
			if (p->duties[i].when.conditions[k].slot == slot)
				return true;
	return false;
}

void policy_check_reach(struct loader *l)
{
	uint32_t possible[LIMIT_POLICY_INPUTS + LIMIT_POLICY_TABLES] = {0};

	for (unsigned i = 0; i < l->p->input_count; i++)
		possible[i] = UINT32_MAX;
	for (unsigned i = 0; i < l->p->table_count && !l->out_of_memory; i++)
		check_rows(l, &l->tables[i], possible);
	for (uint8_t i = 0; i < l->p->slot_count; i++)
		if (!is_read(l, i))
			policy_report(l, i < l->p->input_count ? l->d.inputs[i].name.at
				      : policy_draft_table(l, l->slots[i].name)->name.at,
				      (struct policy_problem){.kind = POLICY_TABLE_UNUSED,
							      .what = l->slots[i].name});
}
