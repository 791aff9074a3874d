/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_read.c - the JSON document to a draft (docs/formats/policy.md).
 *
 * Every object has a closed list of keys: a misspelt one would otherwise be a rule that
 * silently does not apply.
 */
#include "assess/policy_internal.h"

#include "base/text.h"

enum { NAME_LIST_MAX = 64 };

static size_t here(struct loader *l)
{
	(void)json_peek(&l->j);		/* to the value, past white space */
	return (size_t)(l->j.p - l->j.begin);
}

static void report(struct loader *l, size_t at, enum policy_problem_kind kind, struct sv what,
		   const char *than)
{
	policy_report(l, at, (struct policy_problem){.kind = kind, .what = what,
						     .than = sv_of(than)});
}

#define PUSH(l, items, count) \
	((void)(!arena_push((l)->a, items, count) && ((l)->out_of_memory = true)), \
	 (l)->out_of_memory ? NULL : &(items)[(count) - 1])

/* Index in names of the next key of the entered object; -1 at its end. */
static int next_key(struct loader *l, const char *const *names, uint32_t *seen)
{
	struct sv key;

	while (!l->out_of_memory && json_key(&l->j, &key)) {
		size_t at = (size_t)(key.p - 1 - l->j.begin);
		int i = 0;
		while (names[i] && !sv_eq(key, sv_of(names[i])))
			i++;
		if (names[i] && !(*seen >> i & 1)) {
			*seen |= (uint32_t)1 << i;
			return i;
		}
		if (sv_is(key, "comment")) {
			json_skip(&l->j);
			continue;
		}
		report(l, at, names[i] ? POLICY_DUPLICATE_KEY : POLICY_UNKNOWN_KEY, key, NULL);
		json_skip(&l->j);
	}
	return -1;
}

/* The first `needed` names must have been seen. */
static void require(struct loader *l, size_t at, const char *const *names, uint32_t seen,
		    int needed)
{
	for (int i = 0; i < needed && !json_err(&l->j, NULL); i++)
		if (!(seen >> i & 1))
			report(l, at, POLICY_MISSING_KEY, sv_of(names[i]), NULL);
}

/* True when another item follows and there is room for it; too many are reported once. */
static bool next_item(struct loader *l, size_t count, size_t max, const char *limit)
{
	bool said = false;

	while (!l->out_of_memory && json_item(&l->j)) {
		if (count < max)
			return true;
		if (!said)
			report(l, here(l), POLICY_TOO_LARGE, sv_of(limit), NULL);
		said = true;
		json_skip(&l->j);
	}
	return false;
}

static bool enter(struct loader *l, enum json_type type, const char *want)
{
	size_t at = here(l);

	if (json_peek(&l->j) == type)
		return type == JSON_OBJECT ? json_enter_object(&l->j) : json_enter_array(&l->j);
	if (json_err(&l->j, NULL) == 0)
		report(l, at, POLICY_BAD_TYPE, (struct sv){NULL, 0}, want);
	json_skip(&l->j);
	return false;
}

static bool read_text(struct loader *l, struct draft_name *out)
{
	size_t at = here(l);
	struct sv s;

	if (json_peek(&l->j) == JSON_STRING && json_string(&l->j, &s)) {
		*out = (struct draft_name){s, at};
		return true;
	}
	if (json_err(&l->j, NULL) == 0)
		report(l, at, POLICY_BAD_TYPE, (struct sv){NULL, 0}, "a string");
	json_skip(&l->j);
	return false;
}

/* Names appear in rows and messages: short, printable, and free of the row syntax. */
static bool name_ok(struct sv s)
{
	if (s.n == 0 || s.n > LIMIT_POLICY_NAME || sv_is(s, "*") || sv_trim(s).n != s.n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f || s.p[i] == '|')
			return false;
	return true;
}

static void read_name(struct loader *l, struct draft_name *out)
{
	struct draft_name n;

	if (!read_text(l, &n))
		return;
	if (!name_ok(n.text))
		report(l, n.at, POLICY_BAD_NAME, sv_first(n.text, LIMIT_POLICY_NAME), NULL);
	*out = n;
}

static void read_bool(struct loader *l, bool *out)
{
	size_t at = here(l);
	enum json_type t = json_peek(&l->j);

	if (t == JSON_TRUE || t == JSON_FALSE) {
		(void)json_bool(&l->j, out);
		return;
	}
	if (json_err(&l->j, NULL) == 0)
		report(l, at, POLICY_BAD_TYPE, (struct sv){NULL, 0}, "true or false");
	json_skip(&l->j);
}

/* Days: a whole number up to LIMIT_POLICY_DAYS, or null for none. */
static void read_days(struct loader *l, int *out)
{
	size_t at = here(l);
	struct sv s = {NULL, 0};
	uint64_t n = 0;

	if (json_peek(&l->j) == JSON_NULL) {
		json_skip(&l->j);
		return;
	}
	if (json_opt_number(&l->j, &s) && sv_u64(s, &n) && n <= LIMIT_POLICY_DAYS)
		*out = (int)n;
	else if (json_err(&l->j, NULL) == 0)
		report(l, at, POLICY_BAD_NUMBER, s, "whole days from 0 to 3650, or null");
}

/* "text" (English) or {"en": ..., "ja": ...} */
static void read_words(struct loader *l, struct policy_words *out)
{
	static const char *const keys[] = {"en", "ja", NULL};
	struct draft_name n = {0};
	uint32_t seen = 0;
	int k;

	if (json_peek(&l->j) == JSON_STRING) {
		if (read_text(l, &n))
			out->en = n.text;
		return;
	}
	if (!enter(l, JSON_OBJECT, "a string or an object with en and ja"))
		return;
	while ((k = next_key(l, keys, &seen)) >= 0)
		if (read_text(l, &n))
			*(k == 0 ? &out->en : &out->ja) = n.text;
}

static void read_names(struct loader *l, struct draft_name **list, size_t *count, size_t max,
		       const char *limit)
{
	if (!enter(l, JSON_ARRAY, "a list of names"))
		return;
	while (next_item(l, *count, max, limit)) {
		struct draft_name n = {.at = POLICY_NO_PLACE}, *to;
		read_name(l, &n);
		if (n.at != POLICY_NO_PLACE && (to = PUSH(l, *list, *count)))
			*to = n;
	}
}

static void read_value(struct loader *l, struct draft_value *v)
{
	static const char *const keys[] = {"name", "label", "is", "at_least", "means", NULL};
	size_t at = here(l);
	uint32_t seen = 0;
	struct sv number = {NULL, 0};
	int k;

	if (json_peek(&l->j) == JSON_STRING) {		/* only a name */
		read_name(l, &v->name);
		return;
	}
	if (!enter(l, JSON_OBJECT, "a name or an object"))
		return;
	v->name.at = at;
	while ((k = next_key(l, keys, &seen)) >= 0)
		switch (k) {
		case 0: read_name(l, &v->name); break;
		case 1: read_words(l, &v->label); break;
		case 2: read_names(l, &v->is, &v->is_count, FACT_VALUES_MAX, "values in is");
			break;
		case 3:
			v->at_least_at = here(l);
			v->bin = true;
			if (!json_opt_number(&l->j, &number) || !sv_double(number, &v->at_least))
				report(l, v->at_least_at, POLICY_BAD_NUMBER, number, "a number");
			break;
		default: read_name(l, &v->means);
		}
	require(l, at, keys, seen, 1);
}

static void read_values(struct loader *l, struct draft_values *values)
{
	values->at = here(l);
	if (!enter(l, JSON_ARRAY, "a list of values, mild to severe"))
		return;
	while (next_item(l, values->count, LIMIT_POLICY_VALUES, "32 values")) {
		struct draft_value *v = PUSH(l, values->list, values->count);
		if (v)
			read_value(l, v);
	}
}

/* "value" or {"value": ..., "assumed": true, "pending": true} */
static void read_unknown(struct loader *l, struct draft_input *in)
{
	static const char *const keys[] = {"value", "assumed", "pending", NULL};
	size_t at = here(l);
	uint32_t seen = 0;
	int k;

	if (json_peek(&l->j) == JSON_STRING) {
		read_name(l, &in->unknown);
		return;
	}
	if (!enter(l, JSON_OBJECT, "a value's name or an object"))
		return;
	while ((k = next_key(l, keys, &seen)) >= 0)
		if (k == 0)
			read_name(l, &in->unknown);
		else
			read_bool(l, k == 1 ? &in->assumed : &in->pending);
	require(l, at, keys, seen, 1);
}

static void read_input(struct loader *l, struct draft_input *in)
{
	static const char *const keys[] = {"name", "values", "unknown", "fact", "label",
					   "ordered", NULL};
	size_t at = here(l);
	uint32_t seen = 0;
	bool ordered = true;
	int k;

	in->name.at = at;
	if (!enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = next_key(l, keys, &seen)) >= 0)
		switch (k) {
		case 0: read_name(l, &in->name); break;
		case 1: read_values(l, &in->values); break;
		case 2: read_unknown(l, in); break;
		case 3: read_name(l, &in->fact); break;
		case 4: read_words(l, &in->label); break;
		default: read_bool(l, &ordered);
		}
	require(l, at, keys, seen, 3);
	in->unordered = !ordered;
}

static void read_cells(struct loader *l, struct draft_row *row)
{
	if (!enter(l, JSON_ARRAY, "a list of cells"))
		return;
	while (next_item(l, row->cell_count, LIMIT_POLICY_ARITY + 1, "10 inputs of a table")) {
		struct draft_name n = {.at = POLICY_NO_PLACE}, *to;
		if (read_text(l, &n) && (to = PUSH(l, row->cells, row->cell_count)))
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

	row->at = here(l);
	if (json_peek(&l->j) == JSON_ARRAY) {
		read_cells(l, row);
		return;
	}
	if (!enter(l, JSON_OBJECT, "a list of cells or an object"))
		return;
	while ((k = next_key(l, keys, &seen)) >= 0)
		switch (k) {
		case 0: read_cells(l, row); break;
		case 1: read_name(l, &then); break;
		case 2: read_words(l, &row->because); break;
		default:
			read_names(l, &row->assumes, &row->assumes_count, NAME_LIST_MAX,
				   "64 names");
		}
	require(l, row->at, keys, seen, 2);
	if (then.at != POLICY_NO_PLACE && (to = PUSH(l, row->cells, row->cell_count)))
		*to = then;
}

static void read_table(struct loader *l, struct draft_table *t)
{
	static const char *const keys[] = {"name", "inputs", "values", "rows", "csv", "worst_of",
					   "label", "detail", "headline", "ordered", NULL};
	size_t at = here(l);
	uint32_t seen = 0;
	bool ordered = true;
	int k;

	t->name.at = at;
	if (!enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = next_key(l, keys, &seen)) >= 0)
		switch (k) {
		case 0: read_name(l, &t->name); break;
		case 1: read_names(l, &t->inputs, &t->input_count, LIMIT_POLICY_ARITY,
				   "10 inputs of a table"); break;
		case 2: read_values(l, &t->values); break;
		case 3:
			if (!enter(l, JSON_ARRAY, "a list of rows"))
				break;
			while (next_item(l, t->row_count, LIMIT_POLICY_ROWS, "65535 rows")) {
				struct draft_row *row = PUSH(l, t->rows, t->row_count);
				if (row)
					read_row(l, row);
			}
			break;
		case 4: (void)read_text(l, &t->csv); break;
		case 5: read_bool(l, &t->worst_of); break;
		case 6: read_words(l, &t->label); break;
		case 7: read_bool(l, &t->detail); break;
		case 8: read_bool(l, &t->headline); break;
		default: read_bool(l, &ordered);
		}
	require(l, at, keys, seen, 3);
	t->unordered = !ordered;
}

/* {"signal": "exploited", ...}: each at this value or worse. */
static void read_conditions(struct loader *l, struct draft_condition **list, size_t *count)
{
	struct sv key;

	if (!enter(l, JSON_OBJECT, "an object of names and values"))
		return;
	while (!l->out_of_memory && json_key(&l->j, &key)) {
		struct draft_condition c = {.slot = {key, (size_t)(key.p - 1 - l->j.begin)}};
		struct draft_condition *to;
		c.least.at = POLICY_NO_PLACE;
		read_name(l, &c.least);
		if (*count >= LIMIT_POLICY_RULES)
			report(l, c.slot.at, POLICY_TOO_LARGE, SV("32 conditions"), NULL);
		else if (c.least.at != POLICY_NO_PLACE && (to = PUSH(l, *list, *count)))
			*to = c;
	}
}

static void read_rule(struct loader *l, struct draft_rule *r, const char *const *keys,
		      int needed)
{
	uint32_t seen = 0;
	int k;

	*r = (struct draft_rule){.at = here(l), .decide_days = -1, .mitigate_days = -1,
				 .remediate_days = -1, .reassess_days = -1};
	r->name.at = r->at;
	if (!enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = next_key(l, keys, &seen)) >= 0) {
		const char *key = keys[k];
		if (!strcmp(key, "value") || !strcmp(key, "name"))
			read_name(l, &r->name);
		else if (!strcmp(key, "when"))
			read_conditions(l, &r->when, &r->when_count);
		else if (!strcmp(key, "label"))
			read_words(l, &r->label);
		else if (!strcmp(key, "action") || !strcmp(key, "because"))
			read_words(l, &r->because);
		else
			read_days(l, !strcmp(key, "decide_days") ? &r->decide_days
				  : !strcmp(key, "mitigate_days") ? &r->mitigate_days
				  : !strcmp(key, "remediate_days") ? &r->remediate_days
				  : &r->reassess_days);
	}
	require(l, r->at, keys, seen, needed);
}

static void read_rules(struct loader *l, struct draft_rules *rules, const char *const *keys,
		       int needed)
{
	rules->at = here(l);
	if (!enter(l, JSON_ARRAY, "a list of objects"))
		return;
	while (next_item(l, rules->count, LIMIT_POLICY_RULES, "32 rules")) {
		struct draft_rule *r = PUSH(l, rules->list, rules->count);
		if (r)
			read_rule(l, r, keys, needed);
	}
}

static void read_result(struct loader *l)
{
	static const char *const keys[] = {"outcome", "likelihood", "damage", NULL};
	size_t at = here(l);
	uint32_t seen = 0;
	int k;

	if (!enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = next_key(l, keys, &seen)) >= 0)
		read_name(l, k == 0 ? &l->d.outcome : k == 1 ? &l->d.likelihood : &l->d.damage);
	require(l, at, keys, seen, 1);
}

static void read_clock(struct loader *l)
{
	static const char *const keys[] = {"decide", "mitigate", "remediate", NULL};
	enum policy_clock *clocks[] = {&l->d.decide_clock, &l->d.mitigate_clock,
				       &l->d.remediate_clock};
	uint32_t seen = 0;
	int k;

	if (!enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = next_key(l, keys, &seen)) >= 0) {
		struct draft_name n;
		if (!read_text(l, &n))
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

	if (!enter(l, JSON_OBJECT, "an object"))
		return;
	while (next_key(l, keys, &seen) >= 0)
		read_days(l, &l->d.lower_after_days);
}

static void read_format(struct loader *l)
{
	struct draft_name n = {.at = here(l)};

	if (read_text(l, &n) && !sv_is(n.text, "yagura-policy/1"))
		report(l, n.at, POLICY_BAD_FORMAT, n.text, "yagura-policy/1");
}

static void read_inputs(struct loader *l)
{
	if (!enter(l, JSON_ARRAY, "a list of inputs"))
		return;
	while (next_item(l, l->d.input_count, LIMIT_POLICY_INPUTS, "64 inputs")) {
		struct draft_input *in = PUSH(l, l->d.inputs, l->d.input_count);
		if (in)
			read_input(l, in);
	}
}

static void read_tables(struct loader *l)
{
	if (!enter(l, JSON_ARRAY, "a list of tables"))
		return;
	while (next_item(l, l->d.table_count, LIMIT_POLICY_TABLES, "64 tables")) {
		struct draft_table *t = PUSH(l, l->d.tables, l->d.table_count);
		if (t)
			read_table(l, t);
	}
}

static void read_document(struct loader *l)
{
	static const char *const keys[] = {
		"format", "id", "version", "inputs", "tables", "result", "outcomes",
		"title", "source", "while_pending", "caps", "duties", "clock", "hysteresis", NULL,
	};
	static const char *const outcome_keys[] = {
		"value", "label", "action", "decide_days", "mitigate_days", "remediate_days",
		"reassess_days", NULL,
	};
	static const char *const cap_keys[] = {"when", "remediate_days", "because", NULL};
	static const char *const duty_keys[] = {"name", "when", "label", NULL};
	size_t at = here(l);
	uint32_t seen = 0;
	int k;

	if (!enter(l, JSON_OBJECT, "an object"))
		return;
	while ((k = next_key(l, keys, &seen)) >= 0)
		switch (k) {
		case 0: read_format(l); break;
		case 1: read_name(l, &l->d.id); break;
		case 2: read_name(l, &l->d.version); break;
		case 3: read_inputs(l); break;
		case 4: read_tables(l); break;
		case 5: read_result(l); break;
		case 6: read_rules(l, &l->d.outcomes, outcome_keys, 1); break;
		case 7: read_words(l, &l->d.title); break;
		case 8: read_words(l, &l->d.source); break;
		case 9: read_conditions(l, &l->d.floors, &l->d.floor_count); break;
		case 10: read_rules(l, &l->d.caps, cap_keys, 2); break;
		case 11: read_rules(l, &l->d.duties, duty_keys, 2); break;
		case 12: read_clock(l); break;
		default: read_hysteresis(l);
		}
	require(l, at, keys, seen, 7);
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
