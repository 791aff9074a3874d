/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_load.c - a policy document to a policy: names become slots, tables are put into the
 * order in which they can be evaluated, results are tied to outcomes and deadlines.
 *
 * Loading goes in steps; each step reports everything it can find, and the next one starts
 * only when there was nothing, so that one mistake is not reported ten times.
 */
#include "assess/policy_internal.h"

#include "base/text.h"

static void report(struct loader *l, size_t at, enum policy_problem_kind kind, struct sv table,
		   struct sv what, struct sv than)
{
	policy_report(l, at, (struct policy_problem){.kind = kind, .table = table, .what = what,
						     .than = than});
}

void *policy_take(struct loader *l, size_t count, size_t size, size_t align)
{
	void *p = l->out_of_memory ? NULL : arena_take(l->a, count, size, align);
	if (!p)
		l->out_of_memory = true;
	return p;
}

#define TAKE(l, type, count) ((type *)policy_take((l), (count), sizeof(type), _Alignof(type)))

struct sv policy_text(struct loader *l, const struct sv *parts, size_t count)
{
	size_t n = 0, at = 0;
	char *p;

	for (size_t i = 0; i < count; i++)
		n += parts[i].n;		/* of one document: at most 1 MiB */
	p = TAKE(l, char, n + 1);
	if (!p)
		return (struct sv){NULL, 0};
	for (size_t i = 0; i < count; i++) {
		if (parts[i].n)
			memcpy(p + at, parts[i].p, parts[i].n);
		at += parts[i].n;
	}
	return (struct sv){p, n};
}

int policy_value_index(const struct policy_value *values, size_t count, struct sv name)
{
	for (size_t i = 0; i < count; i++)
		if (sv_eq(values[i].name, name))
			return (int)i;
	return -1;
}

uint8_t policy_loader_slot(const struct loader *l, struct sv name)
{
	for (uint8_t i = 0; i < l->p->slot_count; i++)
		if (sv_eq(l->slots[i].name, name))
			return i;
	return POLICY_NO_SLOT;
}

struct policy_words policy_words_or(struct policy_words w, struct sv name)
{
	if (w.en.n == 0 && w.ja.n == 0)
		w.en = name;
	return w;
}

/* The values of a draft into a slot. */
static void take_values(struct loader *l, struct draft_name name, struct policy_words label,
			const struct draft_values *d, bool ordered, struct policy_slot *slot)
{
	struct policy_value *v = TAKE(l, struct policy_value, d->count);

	if (!v)
		return;
	if (d->count == 0)
		report(l, d->at ? d->at : name.at, POLICY_BAD_TYPE, name.text,
		       (struct sv){NULL, 0}, SV("at least one value"));
	for (size_t i = 0; i < d->count; i++) {
		const struct draft_value *from = &d->list[i];
		if (policy_value_index(v, i, from->name.text) >= 0)
			report(l, from->name.at, POLICY_DUPLICATE_NAME, name.text,
			       from->name.text, (struct sv){NULL, 0});
		v[i] = (struct policy_value){
			.name = from->name.text, .at_least = from->at_least,
			.label = policy_words_or(from->label, from->name.text)};
	}
	*slot = (struct policy_slot){
		.name = name.text, .label = policy_words_or(label, name.text), .values = v,
		.value_count = (uint8_t)d->count, .ordered = ordered};
}

static enum fact fact_find(struct sv name)
{
	for (int i = 0; i < FACT_COUNT; i++)
		if (sv_eq(name, sv_of(fact_kinds[i].name)))
			return (enum fact)i;
	return FACT_COUNT;
}

/* Bins: the first one open below, the others with rising bounds. */
static void check_bins(struct loader *l, const struct draft_input *d, bool number)
{
	for (size_t i = 0; i < d->values.count; i++) {
		const struct draft_value *v = &d->values.list[i];
		bool ok = !number ? !v->bin
			: i == 0 ? !v->bin
			: v->bin && (i == 1 || v->at_least > d->values.list[i - 1].at_least);
		if (!ok)
			report(l, v->bin ? v->at_least_at : v->name.at, POLICY_BAD_BINS,
			       d->name.text, v->name.text, (struct sv){NULL, 0});
	}
}

/* Which value of the input stands for value number f of its fact; -1 when none does. */
static int value_for(struct loader *l, const struct draft_input *d, struct sv fact_value)
{
	int found = -1;

	for (size_t i = 0; i < d->values.count; i++) {
		const struct draft_value *v = &d->values.list[i];
		bool is = v->is_count == 0 && sv_eq(v->name.text, fact_value);
		for (size_t k = 0; k < v->is_count; k++)
			is = is || sv_eq(v->is[k].text, fact_value);
		if (!is)
			continue;
		if (found >= 0)
			report(l, v->name.at, POLICY_DUPLICATE_NAME, d->name.text, fact_value,
			       (struct sv){NULL, 0});
		found = (int)i;
	}
	return found;
}

static struct sv fact_value_names(struct loader *l, const struct fact_kind *kind)
{
	struct sv parts[2 * FACT_VALUES_MAX];
	size_t n = 0;

	for (size_t f = 0; kind->values[f]; f++) {
		if (f > 0)
			parts[n++] = SV(", ");
		parts[n++] = sv_of(kind->values[f]);
	}
	return policy_text(l, parts, n);
}

static void check_is(struct loader *l, const struct draft_input *d,
		     const struct fact_kind *kind)
{
	for (size_t i = 0; i < d->values.count; i++)
		for (size_t k = 0; k < d->values.list[i].is_count; k++) {
			const struct draft_name *is = &d->values.list[i].is[k];
			size_t f = 0;
			while (kind->values[f] && !sv_eq(is->text, sv_of(kind->values[f])))
				f++;
			if (!kind->values[f])
				report(l, is->at, POLICY_UNKNOWN_VALUE, d->name.text, is->text,
				       fact_value_names(l, kind));
		}
}

static void load_input(struct loader *l, const struct draft_input *d,
		       const struct policy_slot *slot, struct policy_input *in)
{
	struct sv name = d->fact.text.n ? d->fact.text : d->name.text;
	const struct fact_kind *kind;
	int unknown;

	in->fact = fact_find(name);
	if (in->fact == FACT_COUNT) {
		report(l, d->fact.text.n ? d->fact.at : d->name.at, POLICY_UNKNOWN_FACT,
		       d->name.text, name, (struct sv){NULL, 0});
		return;
	}
	kind = &fact_kinds[in->fact];
	in->number = kind->number;
	for (size_t i = 0; i < d->values.count && in->fact == FACT_GIVEN; i++)
		in->number = in->number || d->values.list[i].bin;
	check_bins(l, d, in->number);
	check_is(l, d, kind);
	for (size_t f = 0; kind->values[f]; f++) {
		int i = value_for(l, d, sv_of(kind->values[f]));
		if (i < 0)
			report(l, d->values.at, POLICY_FACT_VALUE_LOST, d->name.text,
			       sv_of(kind->values[f]), name);
		in->map[f + 1] = (uint8_t)(i < 0 ? 0 : i);
	}
	unknown = policy_value_index(slot->values, slot->value_count, d->unknown.text);
	if (unknown < 0)
		report(l, d->unknown.at, POLICY_UNKNOWN_VALUE, d->name.text, d->unknown.text,
		       policy_value_names(l, slot));
	in->unknown = in->map[0] = (uint8_t)(unknown < 0 ? 0 : unknown);
	l->p->facts |= (uint64_t)1 << in->fact;
}

static void load_inputs(struct loader *l)
{
	for (size_t i = 0; i < l->d.input_count && !l->out_of_memory; i++) {
		const struct draft_input *d = &l->d.inputs[i];
		if (policy_loader_slot(l, d->name.text) != POLICY_NO_SLOT)
			report(l, d->name.at, POLICY_DUPLICATE_NAME, (struct sv){NULL, 0},
			       d->name.text, (struct sv){NULL, 0});
		take_values(l, d->name, d->label, &d->values, !d->unordered, &l->slots[i]);
		l->p->slot_count++;
		load_input(l, d, &l->slots[i], &l->inputs[i]);
		l->p->assumed_inputs |= (uint64_t)d->assumed << i;
		l->p->pending_inputs |= (uint64_t)d->pending << i;
	}
	l->p->input_count = (uint8_t)l->d.input_count;
}

struct draft_table *policy_draft_table(struct loader *l, struct sv name)
{
	for (size_t i = 0; i < l->d.table_count; i++)
		if (sv_eq(l->d.tables[i].name.text, name))
			return &l->d.tables[i];
	return NULL;
}

/* Names of tables and of their inputs, and where the rows come from; no slots yet. */
static void check_table_names(struct loader *l, const struct policy_csv *csv, size_t csv_count)
{
	for (size_t i = 0; i < csv_count; i++) {
		struct draft_table *t = policy_draft_table(l, csv[i].table);
		if (t)
			t->from_csv = true;
		else
			report(l, POLICY_NO_PLACE, POLICY_UNKNOWN_TABLE, (struct sv){NULL, 0},
			       csv[i].table, (struct sv){NULL, 0});
	}
	for (size_t i = 0; i < l->d.table_count; i++) {
		struct draft_table *t = &l->d.tables[i];
		t->slot = POLICY_NO_SLOT;
		if (policy_draft_table(l, t->name.text) != t ||
		    policy_loader_slot(l, t->name.text) != POLICY_NO_SLOT)
			report(l, t->name.at, POLICY_DUPLICATE_NAME, (struct sv){NULL, 0},
			       t->name.text, (struct sv){NULL, 0});
		if (t->input_count == 0)
			report(l, t->name.at, POLICY_BAD_TYPE, t->name.text,
			       (struct sv){NULL, 0}, SV("at least one input"));
		for (size_t k = 0; k < t->input_count; k++) {
			const struct draft_name *in = &t->inputs[k];
			if (policy_loader_slot(l, in->text) == POLICY_NO_SLOT &&
			    !policy_draft_table(l, in->text))
				report(l, in->at, POLICY_UNKNOWN_INPUT, t->name.text, in->text,
				       (struct sv){NULL, 0});
			for (size_t m = 0; m < k; m++)
				if (sv_eq(t->inputs[m].text, in->text))
					report(l, in->at, POLICY_DUPLICATE_NAME, t->name.text,
					       in->text, (struct sv){NULL, 0});
		}
		if (!t->rows && !t->csv.text.p && !t->worst_of && !t->from_csv)
			report(l, t->name.at, POLICY_MISSING_KEY, t->name.text, SV("rows"),
			       (struct sv){NULL, 0});
		if (t->worst_of + (t->row_count > 0) + (t->csv.text.p != NULL) > 1)
			report(l, t->name.at, POLICY_DUPLICATE_KEY, t->name.text,
			       SV("rows, csv, worst_of"), (struct sv){NULL, 0});
	}
}

/* What a table reads is placed; its input slots are then known. */
static bool resolve(struct loader *l, struct draft_table *t)
{
	for (size_t k = 0; k < t->input_count; k++) {
		t->from[k] = policy_loader_slot(l, t->inputs[k].text);
		if (t->from[k] == POLICY_NO_SLOT)
			return false;
	}
	return true;
}

/* Follow what has no place until a table comes up again: "a → b → a". */
static void report_cycle(struct loader *l)
{
	struct sv parts[2 * LIMIT_POLICY_TABLES + 2];
	const struct draft_table *path[LIMIT_POLICY_TABLES + 1], *t = NULL;
	size_t n = 0, count = 0, start;

	for (size_t i = 0; i < l->d.table_count && !t; i++)
		if (l->d.tables[i].slot == POLICY_NO_SLOT)
			t = &l->d.tables[i];
	for (;;) {
		for (start = 0; start < count && path[start] != t; start++)
			;
		path[count++] = t;
		if (start + 1 < count)
			break;
		for (size_t k = 0; k < t->input_count; k++)
			if (policy_loader_slot(l, t->inputs[k].text) == POLICY_NO_SLOT) {
				t = policy_draft_table(l, t->inputs[k].text);
				break;
			}
	}
	for (size_t i = count; i-- > start;) {		/* in the direction of evaluation */
		parts[n++] = path[i]->name.text;
		if (i > start)
			parts[n++] = SV(" → ");
	}
	report(l, path[start]->name.at, POLICY_CYCLE, path[start]->name.text,
	       policy_text(l, parts, n), (struct sv){NULL, 0});
}

/* Give slots to the tables, each behind what it reads, else in the document's order. */
static void order_tables(struct loader *l)
{
	size_t placed = 0, before;

	do {
		before = placed;
		for (size_t i = 0; i < l->d.table_count && !l->out_of_memory; i++) {
			struct draft_table *t = &l->d.tables[i];
			if (t->slot != POLICY_NO_SLOT || !resolve(l, t))
				continue;
			t->slot = l->p->slot_count;
			take_values(l, t->name, t->label, &t->values, !t->unordered,
				    &l->slots[t->slot]);
			l->p->slot_count++;
			l->tables[placed++] = (struct policy_table){
				.slot = t->slot, .arity = (uint8_t)t->input_count,
				.detail = t->detail, .headline = t->headline,
				.worst_of = t->worst_of};
			memcpy(l->tables[placed - 1].from, t->from, t->input_count);
		}
	} while (placed > before && !l->out_of_memory);
	l->p->table_count = (uint8_t)placed;
	if (placed < l->d.table_count && !l->out_of_memory)
		report_cycle(l);
}

static struct draft_table *draft_of(struct loader *l, uint8_t slot)
{
	for (size_t i = 0; i < l->d.table_count; i++)
		if (l->d.tables[i].slot == slot)
			return &l->d.tables[i];
	return NULL;
}

static void build_tables(struct loader *l, const struct policy_csv *csv, size_t csv_count)
{
	for (uint8_t i = 0; i < l->p->table_count && !l->out_of_memory; i++) {
		struct draft_table *d = draft_of(l, l->tables[i].slot);
		size_t before = l->problems->errors;
		if (d->csv.text.p)
			policy_read_csv(l, d, d->csv.text);
		for (size_t k = 0; k < csv_count && !l->out_of_memory; k++)
			if (sv_eq(csv[k].table, d->name.text)) {
				d->csv.text = (struct sv){NULL, 0};
				d->worst_of = l->tables[i].worst_of = false;
				policy_read_csv(l, d, csv[k].text);
			}
		if (l->problems->errors == before && !l->out_of_memory)
			policy_build_table(l, d, &l->tables[i]);
	}
}

static bool failed(const struct loader *l)
{
	return l->out_of_memory || l->problems->errors > 0;
}

/* Memory for what is being built; sizes are known once the draft is. */
static bool allocate(struct loader *l)
{
	l->p = TAKE(l, struct policy, 1);
	l->slots = TAKE(l, struct policy_slot, l->d.input_count + l->d.table_count);
	l->inputs = TAKE(l, struct policy_input, l->d.input_count);
	l->tables = TAKE(l, struct policy_table, l->d.table_count);
	if (l->out_of_memory)
		return false;
	l->p->id = l->d.id.text;
	l->p->version = l->d.version.text;
	l->p->title = policy_words_or(l->d.title, l->d.id.text);
	l->p->source = l->d.source;
	l->p->slots = l->slots;
	l->p->inputs = l->inputs;
	l->p->tables = l->tables;
	return true;
}

static void load(struct loader *l, const struct policy_csv *csv, size_t csv_count)
{
	policy_read(l);
	if (failed(l) || !allocate(l))
		return;
	load_inputs(l);
	check_table_names(l, csv, csv_count);
	if (failed(l))
		return;
	order_tables(l);
	if (failed(l))
		return;
	build_tables(l, csv, csv_count);
	policy_link(l);
	if (failed(l))
		return;
	for (uint8_t i = 0; i < l->p->table_count && !l->out_of_memory; i++)
		policy_check_monotonic(l, &l->tables[i]);
	policy_check_deadlines(l);
	policy_check_reach(l);
}

int policy_load(struct arena *a, struct sv json, const struct policy_csv *csv, size_t csv_count,
		const struct policy **out, struct policy_problems *problems)
{
	struct loader l = {.a = a, .text = json, .problems = problems};
	struct sv copy;

	*problems = (struct policy_problems){0};
	if (json.n > LIMIT_POLICY) {
		report(&l, POLICY_NO_PLACE, POLICY_TOO_LARGE, (struct sv){NULL, 0},
		       SV("1 MiB for a policy"), (struct sv){NULL, 0});
		return YG_ELIMIT;
	}
	copy = arena_copy(a, json);
	if (!copy.p)
		return YG_ENOMEM;
	json_init(&l.j, (char *)(uintptr_t)copy.p, copy.n);	/* our own copy */
	if (sv_starts(copy, SV("\xef\xbb\xbf")))
		l.j.p += 3;			/* the byte order mark of Windows editors */
	load(&l, csv, csv_count);
	if (l.out_of_memory)
		return YG_ENOMEM;
	if (problems->errors)
		return YG_ESYNTAX;
	*out = l.p;
	return 0;
}
