/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_read.c - the JSON document to a draft (docs/formats/policy.md).
 *
 * Every object has a closed list of keys: a misspelt one would otherwise be a rule that
 * silently does not apply.
 */
#include "assess/policy_internal.h"

#include "base/text.h"

static void report(struct loader *l, size_t at, enum policy_problem_kind kind, struct sv what,
		   const char *than)
{
	policy_report(l, at, (struct policy_problem){.kind = kind, .what = what,
						     .than = sv_of(than)});
}

static void read_value(struct loader *l, struct draft_value *v)
{
	static const char *const keys[] = {"name", "label", "is", "at_least", "means", NULL};
	size_t at = policy_here(l);
	uint32_t seen = 0;
	struct sv number;
	int k;

	if (json_peek(&l->j) == JSON_STRING) {		/* only a name */
		policy_read_name(l, &v->name);
		return;
	}
	if (!policy_enter(l, JSON_OBJECT, "a name or an object"))
		return;
	v->name.at = at;
	while ((k = policy_next_key(l, keys, &seen)) >= 0)
		switch (k) {
		case 0: policy_read_name(l, &v->name); break;
		case 1: policy_read_words(l, &v->label); break;
		case 2:
			policy_read_names(l, &v->is, &v->is_count, FACT_VALUES_MAX,
					  "values in is");
			break;
		case 3:
			v->at_least_at = policy_here(l);
			v->bin = true;
			if (policy_read_number(l, &number) && !sv_double(number, &v->at_least))
				report(l, v->at_least_at, POLICY_BAD_NUMBER, number, "a number");
			break;
		default: policy_read_name(l, &v->means);
		}
	policy_require(l, at, keys, seen, 1);
}

static void read_values(struct loader *l, struct draft_values *values)
{
	values->at = policy_here(l);
	if (!policy_enter(l, JSON_ARRAY, "a list of values, mild to severe"))
		return;
	while (policy_next_item(l, values->count, LIMIT_POLICY_VALUES, "32 values")) {
		struct draft_value *v = POLICY_PUSH(l, values->list, values->count);
		if (v)
			read_value(l, v);
	}
}

/* "value" or {"value": ..., "assumed": true, "pending": true} */
static void read_unknown(struct loader *l, struct draft_input *in)
{
	static const char *const keys[] = {"value", "assumed", "pending", NULL};
	size_t at = policy_here(l);
	uint32_t seen = 0;
	int k;

	if (json_peek(&l->j) == JSON_STRING) {
		policy_read_name(l, &in->unknown);
		return;
	}
	if (!policy_enter(l, JSON_OBJECT, "a value's name or an object"))
		return;
	while ((k = policy_next_key(l, keys, &seen)) >= 0)
		if (k == 0)
			policy_read_name(l, &in->unknown);
		else
			policy_read_bool(l, k == 1 ? &in->assumed : &in->pending);
	policy_require(l, at, keys, seen, 1);
}

static void read_input(struct loader *l, struct draft_input *in)
{
	static const char *const keys[] = {"name", "values", "unknown", "fact", "label",
					   "ordered", NULL};
	size_t at = policy_here(l);
	uint32_t seen = 0;
	bool ordered = true;
	int k;

	in->name.at = at;
	if (!policy_enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = policy_next_key(l, keys, &seen)) >= 0)
		switch (k) {
		case 0: policy_read_name(l, &in->name); break;
		case 1: read_values(l, &in->values); break;
		case 2: read_unknown(l, in); break;
		case 3: policy_read_name(l, &in->fact); break;
		case 4: policy_read_words(l, &in->label); break;
		default: policy_read_bool(l, &ordered);
		}
	policy_require(l, at, keys, seen, 3);
	in->unordered = !ordered;
}

static void read_cells(struct loader *l, struct draft_row *row)
{
	if (!policy_enter(l, JSON_ARRAY, "a list of cells"))
		return;
	while (policy_next_item(l, row->cell_count, LIMIT_POLICY_ARITY + 1,
				"10 inputs of a table")) {
		struct draft_name n = {.at = POLICY_NO_PLACE}, *to;
		if (!policy_read_text(l, &n))
			continue;
		to = POLICY_PUSH(l, row->cells, row->cell_count);
		if (to)
			*to = n;
	}
}

/* ["cell", ..., "result"] or {"when": [...], "then": ..., "because": ..., "assumes": [...]} */
static void read_row(struct loader *l, struct draft_row *row)
{
	static const char *const keys[] = {"when", "then", "because", "assumes", NULL};
	struct draft_name then = {.at = POLICY_NO_PLACE}, *to;
	uint32_t seen = 0;
	int k;

	row->at = policy_here(l);
	if (json_peek(&l->j) == JSON_ARRAY) {
		read_cells(l, row);
		return;
	}
	if (!policy_enter(l, JSON_OBJECT, "a list of cells or an object"))
		return;
	while ((k = policy_next_key(l, keys, &seen)) >= 0)
		switch (k) {
		case 0: read_cells(l, row); break;
		case 1: policy_read_name(l, &then); break;
		case 2: policy_read_words(l, &row->because); break;
		default:
			policy_read_names(l, &row->assumes, &row->assumes_count,
					  LIMIT_POLICY_INPUTS, "64 names");
		}
	policy_require(l, row->at, keys, seen, 2);
	if (then.at != POLICY_NO_PLACE && (to = POLICY_PUSH(l, row->cells, row->cell_count)))
		*to = then;
}

static void read_rows(struct loader *l, struct draft_table *t)
{
	if (!policy_enter(l, JSON_ARRAY, "a list of rows"))
		return;
	while (policy_next_item(l, t->row_count, LIMIT_POLICY_ROWS, "65535 rows")) {
		struct draft_row *row = POLICY_PUSH(l, t->rows, t->row_count);
		if (row)
			read_row(l, row);
	}
}

static void read_table(struct loader *l, struct draft_table *t)
{
	static const char *const keys[] = {"name", "inputs", "values", "rows", "csv",
					   "worst_of", "label", "detail", "headline",
					   "ordered", NULL};
	size_t at = policy_here(l);
	uint32_t seen = 0;
	bool ordered = true;
	int k;

	t->name.at = at;
	if (!policy_enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = policy_next_key(l, keys, &seen)) >= 0)
		switch (k) {
		case 0: policy_read_name(l, &t->name); break;
		case 1: policy_read_names(l, &t->inputs, &t->input_count, LIMIT_POLICY_ARITY,
				   "10 inputs of a table"); break;
		case 2: read_values(l, &t->values); break;
		case 3: read_rows(l, t); break;
		case 4: (void)policy_read_text(l, &t->csv); break;
		case 5: policy_read_bool(l, &t->worst_of); break;
		case 6: policy_read_words(l, &t->label); break;
		case 7: policy_read_bool(l, &t->detail); break;
		case 8: policy_read_bool(l, &t->headline); break;
		default: policy_read_bool(l, &ordered);
		}
	policy_require(l, at, keys, seen, 3);
	t->unordered = !ordered;
}

/* {"signal": "exploited", ...}: each at this value or worse. */
static void read_conditions(struct loader *l, struct draft_condition **list, size_t *count)
{
	struct sv key;

	if (!policy_enter(l, JSON_OBJECT, "an object of names and values"))
		return;
	while (!l->out_of_memory && json_key(&l->j, &key)) {
		struct draft_condition c = {.slot = {key, (size_t)(key.p - 1 - l->j.begin)}};
		struct draft_condition *to;
		c.least.at = POLICY_NO_PLACE;
		policy_read_name(l, &c.least);
		if (*count >= LIMIT_POLICY_RULES)
			report(l, c.slot.at, POLICY_TOO_LARGE, SV("32 conditions"), NULL);
		else if (c.least.at != POLICY_NO_PLACE && (to = POLICY_PUSH(l, *list, *count)))
			*to = c;
	}
}

static void read_rule(struct loader *l, struct draft_rule *r, const char *const *keys,
		      int needed)
{
	uint32_t seen = 0;
	int k;

	*r = (struct draft_rule){.at = policy_here(l), .decide_days = -1, .mitigate_days = -1,
				 .remediate_days = -1, .reassess_days = -1};
	r->name.at = r->at;
	if (!policy_enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = policy_next_key(l, keys, &seen)) >= 0) {
		const char *key = keys[k];
		if (!strcmp(key, "value") || !strcmp(key, "name"))
			policy_read_name(l, &r->name);
		else if (!strcmp(key, "when"))
			read_conditions(l, &r->when, &r->when_count);
		else if (!strcmp(key, "label"))
			policy_read_words(l, &r->label);
		else if (!strcmp(key, "action") || !strcmp(key, "because"))
			policy_read_words(l, &r->because);
		else
			policy_read_days(l, !strcmp(key, "decide_days") ? &r->decide_days
				  : !strcmp(key, "mitigate_days") ? &r->mitigate_days
				  : !strcmp(key, "remediate_days") ? &r->remediate_days
				  : &r->reassess_days);
	}
	policy_require(l, r->at, keys, seen, needed);
}

static void read_rules(struct loader *l, struct draft_rules *rules, const char *const *keys,
		       int needed)
{
	rules->at = policy_here(l);
	if (!policy_enter(l, JSON_ARRAY, "a list of objects"))
		return;
	while (policy_next_item(l, rules->count, LIMIT_POLICY_RULES, "32 rules")) {
		struct draft_rule *r = POLICY_PUSH(l, rules->list, rules->count);
		if (r)
			read_rule(l, r, keys, needed);
	}
}

static void read_result(struct loader *l)
{
	static const char *const keys[] = {"outcome", "likelihood", "damage", NULL};
	size_t at = policy_here(l);
	uint32_t seen = 0;
	int k;

	if (!policy_enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = policy_next_key(l, keys, &seen)) >= 0)
		policy_read_name(l, k == 0 ? &l->d.outcome
				 : k == 1 ? &l->d.likelihood : &l->d.damage);
	policy_require(l, at, keys, seen, 1);
}

static void read_clock(struct loader *l)
{
	static const char *const keys[] = {"decide", "mitigate", "remediate", NULL};
	enum policy_clock *clocks[] = {&l->d.decide_clock, &l->d.mitigate_clock,
				       &l->d.remediate_clock};
	uint32_t seen = 0;
	int k;

	if (!policy_enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = policy_next_key(l, keys, &seen)) >= 0) {
		struct draft_name n;
		if (!policy_read_text(l, &n))
			continue;
		if (sv_is(n.text, "known"))
			*clocks[k] = POLICY_CLOCK_KNOWN;
		else if (sv_is(n.text, "fix"))
			*clocks[k] = POLICY_CLOCK_FIX;
		else
			report(l, n.at, POLICY_UNKNOWN_VALUE, n.text, "known, fix");
	}
}

static void read_hysteresis(struct loader *l)
{
	static const char *const keys[] = {"lower_after_days", NULL};
	uint32_t seen = 0;

	if (!policy_enter(l, JSON_OBJECT, "an object"))
		return;
	while (policy_next_key(l, keys, &seen) >= 0)
		policy_read_days(l, &l->d.lower_after_days);
}

static void read_format(struct loader *l)
{
	struct draft_name n = {.at = policy_here(l)};

	if (policy_read_text(l, &n) && !sv_is(n.text, "yagura-policy/1"))
		report(l, n.at, POLICY_BAD_FORMAT, n.text, "yagura-policy/1");
}

static void read_inputs(struct loader *l)
{
	if (!policy_enter(l, JSON_ARRAY, "a list of inputs"))
		return;
	while (policy_next_item(l, l->d.input_count, LIMIT_POLICY_INPUTS, "64 inputs")) {
		struct draft_input *in = POLICY_PUSH(l, l->d.inputs, l->d.input_count);
		if (in)
			read_input(l, in);
	}
}

static void read_tables(struct loader *l)
{
	if (!policy_enter(l, JSON_ARRAY, "a list of tables"))
		return;
	while (policy_next_item(l, l->d.table_count, LIMIT_POLICY_TABLES, "64 tables")) {
		struct draft_table *t = POLICY_PUSH(l, l->d.tables, l->d.table_count);
		if (t)
			read_table(l, t);
	}
}

static void read_document(struct loader *l)
{
	static const char *const keys[] = {
		"format", "id", "version", "inputs", "tables", "result", "outcomes",
		"title", "source", "while_pending", "caps", "duties", "clock", "hysteresis",
		NULL,
	};
	static const char *const outcome_keys[] = {
		"value", "label", "action", "decide_days", "mitigate_days", "remediate_days",
		"reassess_days", NULL,
	};
	static const char *const cap_keys[] = {"when", "remediate_days", "because", NULL};
	static const char *const duty_keys[] = {"name", "when", "label", NULL};
	size_t at = policy_here(l);
	uint32_t seen = 0;
	int k;

	if (!policy_enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = policy_next_key(l, keys, &seen)) >= 0)
		switch (k) {
		case 0: read_format(l); break;
		case 1: policy_read_name(l, &l->d.id); break;
		case 2: policy_read_name(l, &l->d.version); break;
		case 3: read_inputs(l); break;
		case 4: read_tables(l); break;
		case 5: read_result(l); break;
		case 6: read_rules(l, &l->d.outcomes, outcome_keys, 1); break;
		case 7: policy_read_words(l, &l->d.title); break;
		case 8: policy_read_words(l, &l->d.source); break;
		case 9: read_conditions(l, &l->d.floors, &l->d.floor_count); break;
		case 10: read_rules(l, &l->d.caps, cap_keys, 2); break;
		case 11: read_rules(l, &l->d.duties, duty_keys, 2); break;
		case 12: read_clock(l); break;
		default: read_hysteresis(l);
		}
	policy_require(l, at, keys, seen, 7);
}

void policy_read(struct loader *l)
{
	struct yg_err err = {0};

	l->d = (struct draft){.remediate_clock = POLICY_CLOCK_FIX};
	read_document(l);
	if (!l->out_of_memory && json_end(&l->j, &err) < 0)
		policy_report(l, err.at, (struct policy_problem){.kind = POLICY_BAD_JSON,
								 .reason = err.what});
}
