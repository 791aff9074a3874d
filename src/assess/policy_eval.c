/* SPDX-License-Identifier: Apache-2.0 */
/* policy_eval.c - a proved policy at work: facts to input values, tables in order. */
#include "assess/policy_internal.h"

#include "base/text.h"

uint8_t policy_slot_find(const struct policy *p, struct sv name)
{
	for (uint8_t i = 0; i < p->slot_count; i++)
		if (sv_eq(p->slots[i].name, name))
			return i;
	return POLICY_NO_SLOT;
}

/* The highest bin whose lower bound x reaches. */
static uint8_t bin_of(const struct policy_slot *s, double x)
{
	uint8_t v = 0;

	while (v + 1 < s->value_count && x >= s->values[v + 1].at_least)
		v++;
	return v;
}

int policy_value_find(const struct policy *p, uint8_t slot, struct sv name)
{
	const struct policy_slot *s = &p->slots[slot];
	int i = policy_value_index(s->values, s->value_count, name);
	double x;

	if (i < 0 && slot < p->input_count && p->inputs[slot].number && sv_double(name, &x))
		return bin_of(s, x);
	return i;
}

/* A number that is no number is not known. */
static bool number_of(const struct fact_values *f, enum fact fact, double *x)
{
	if (f->value[fact] == 0)
		return false;
	*x = fact == FACT_EPSS_PERCENTILE ? f->epss_percentile : f->cvss_score;
	return *x == *x;
}

uint64_t policy_bind(const struct policy *p, const struct fact_values *facts, uint8_t *slots)
{
	uint64_t unknown = 0;

	for (unsigned i = 0; i < p->input_count; i++) {
		const struct policy_input *in = &p->inputs[i];
		bool known = facts->value[in->fact] != 0;
		double x;
		if (in->number && in->fact != FACT_GIVEN) {
			known = number_of(facts, in->fact, &x);
			slots[i] = known ? bin_of(&p->slots[i], x) : in->unknown;
		} else {
			slots[i] = in->map[facts->value[in->fact]];
		}
		if (!known)
			unknown |= (uint64_t)1 << i;
	}
	return unknown;
}

/* While pending, a result is at least what the policy says. */
static uint8_t with_floor(const struct policy *p, uint8_t slot, uint8_t value)
{
	for (unsigned i = 0; i < p->floor_count; i++)
		if (p->floors[i].slot == slot && p->floors[i].least > value)
			value = p->floors[i].least;
	return value;
}

void policy_eval(const struct policy *p, uint8_t *slots, const uint64_t *fixed, bool pending,
		 uint32_t *rows)
{
	for (unsigned i = 0; i < p->table_count; i++) {
		const struct policy_table *t = &p->tables[i];
		uint32_t cell = 0;
		if (fixed && fixed[t->slot >> 6] >> (t->slot & 63) & 1)
			continue;
		for (unsigned k = 0; k < t->arity; k++)
			cell += slots[t->from[k]] * t->stride[k];
		slots[t->slot] = pending ? with_floor(p, t->slot, t->results[cell])
					 : t->results[cell];
		if (rows)
			rows[i] = t->cells[cell];
	}
}

bool policy_when(const struct policy_when *w, const uint8_t *slots)
{
	for (unsigned i = 0; i < w->condition_count; i++)
		if (slots[w->conditions[i].slot] < w->conditions[i].least)
			return false;
	return true;
}
