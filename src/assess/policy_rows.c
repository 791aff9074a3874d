/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_rows.c - the rows of one table to a dense array, proving on the way that every
 * combination of input values has exactly one row.
 *
 * A cell is a value, "a|b" for several, "*" for all; a row covers the product of its cells.
 * Filling stops a row at the first combination that another row has, so the work is bounded
 * by the number of combinations plus the number of rows, whatever the rows say.
 */
#include "assess/policy_internal.h"

#include "base/text.h"

enum { EMPTY = 0xffff, MISSING_SHOWN = 3, PARTS_MAX = 4 * LIMIT_POLICY_ARITY };

struct row_mask {
	uint32_t allowed[LIMIT_POLICY_ARITY];	/* bit per value */
};

static const struct policy_slot *source(const struct loader *l, const struct policy_table *t,
					unsigned k)
{
	return &l->slots[t->from[k]];
}

struct sv policy_combination(struct loader *l, const struct policy_table *t, uint32_t cell)
{
	struct sv parts[PARTS_MAX];
	size_t n = 0;

	for (unsigned k = 0; k < t->arity; k++) {
		const struct policy_slot *s = source(l, t, k);
		if (k > 0)
			parts[n++] = SV(", ");
		parts[n++] = s->name;
		parts[n++] = SV("=");
		parts[n++] = s->values[cell / t->stride[k] % s->value_count].name;
	}
	return policy_text(l, parts, n);
}

struct sv policy_value_names(struct loader *l, const struct policy_slot *s)
{
	struct sv parts[2 * LIMIT_POLICY_VALUES];
	size_t n = 0;

	for (unsigned i = 0; i < s->value_count; i++) {
		if (i > 0)
			parts[n++] = SV(", ");
		parts[n++] = s->values[i].name;
	}
	return policy_text(l, parts, n);
}

static void unknown_value(struct loader *l, const struct draft_table *d, unsigned row,
			  const struct draft_name *cell, struct sv word,
			  const struct policy_slot *s)
{
	policy_report(l, cell->at, (struct policy_problem){
		.kind = POLICY_UNKNOWN_VALUE, .table = d->name.text, .row = row, .what = word,
		.than = policy_value_names(l, s)});
}

/* The values that a condition allows, as bits; 0 when a name is unknown (reported). */
static uint32_t cell_mask(struct loader *l, const struct draft_table *d, unsigned row,
			  const struct draft_name *cell, const struct policy_slot *s)
{
	struct sv rest = cell->text, word;
	uint32_t mask = 0;

	if (sv_is(cell->text, "*"))
		return (uint32_t)(((uint64_t)1 << s->value_count) - 1);
	while (sv_next(&rest, '|', &word)) {
		int i = policy_value_index(s->values, s->value_count, sv_trim(word));
		if (i < 0) {
			unknown_value(l, d, row, cell, sv_trim(word), s);
			return 0;
		}
		mask |= (uint32_t)1 << i;
	}
	return mask;
}

static struct sv row_text(struct loader *l, const struct draft_row *row)
{
	struct sv parts[PARTS_MAX];
	size_t n = 0;

	for (size_t k = 0; k < row->cell_count; k++) {
		if (k > 0)
			parts[n++] = k + 1 < row->cell_count ? SV(" × ") : SV(" → ");
		parts[n++] = row->cells[k].text;
	}
	return policy_text(l, parts, n);
}

static uint64_t assumes_mask(struct loader *l, const struct draft_table *d, unsigned number,
			     const struct draft_row *row)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < row->assumes_count; i++) {
		uint8_t slot = policy_loader_slot(l, row->assumes[i].text);
		if (slot < l->p->input_count)
			mask |= (uint64_t)1 << slot;
		else
			policy_report(l, row->assumes[i].at, (struct policy_problem){
				.kind = POLICY_UNKNOWN_INPUT, .table = d->name.text,
				.row = number, .what = row->assumes[i].text});
	}
	return mask;
}

/* One row of the document: its masks and its result; false when something is wrong. */
static bool read_row(struct loader *l, const struct draft_table *d,
		     const struct policy_table *t, unsigned number, struct row_mask *mask,
		     struct policy_row *out)
{
	const struct draft_row *row = &d->rows[number - 1];
	const struct policy_slot *result = &l->slots[t->slot];
	const struct draft_name *last;
	bool ok = true;
	int value;

	if (row->cell_count != (size_t)t->arity + 1) {
		policy_report(l, row->at, (struct policy_problem){
			.kind = POLICY_ROW_LENGTH, .table = d->name.text, .row = number,
			.what = row_text(l, row)});
		return false;
	}
	for (unsigned k = 0; k < t->arity; k++) {
		mask->allowed[k] = cell_mask(l, d, number, &row->cells[k], source(l, t, k));
		ok = ok && mask->allowed[k] != 0;
	}
	last = &row->cells[t->arity];
	value = policy_value_index(result->values, result->value_count, sv_trim(last->text));
	if (value < 0)
		unknown_value(l, d, number, last, last->text, result);
	*out = (struct policy_row){
		.value = (uint8_t)value, .number = number, .because = row->because,
		.assumes = assumes_mask(l, d, number, row), .text = row_text(l, row)};
	return ok && value >= 0;
}

static void report_overlap(struct loader *l, const struct draft_table *d,
			   const struct policy_table *t, const struct row_mask *masks,
			   unsigned row, unsigned other, uint32_t cell)
{
	bool same = memcmp(masks[row].allowed, masks[other].allowed,
			   t->arity * sizeof masks[row].allowed[0]) == 0;

	policy_report(l, d->rows[row].at, (struct policy_problem){
		.kind = same ? POLICY_ROW_REPEATED : POLICY_ROWS_OVERLAP,
		.table = d->name.text, .row = row + 1, .other_row = other + 1,
		.what = policy_combination(l, t, cell)});
}

/* Write row into all its combinations; false at the first one that is taken. */
static bool fill_row(struct loader *l, const struct draft_table *d,
		     const struct policy_table *t, const struct row_mask *masks,
		     unsigned row, uint16_t *cells)
{
	const uint32_t *allowed = masks[row].allowed;
	unsigned at[LIMIT_POLICY_ARITY];
	uint32_t cell = 0;

	for (unsigned k = 0; k < t->arity; k++) {
		at[k] = (unsigned)__builtin_ctz(allowed[k]);
		cell += at[k] * t->stride[k];
	}
	for (;;) {
		unsigned k = t->arity;
		if (cells[cell] != EMPTY) {
			report_overlap(l, d, t, masks, row, cells[cell], cell);
			return false;
		}
		cells[cell] = (uint16_t)row;
		while (k-- > 0) {		/* the next combination, last input fastest */
			uint32_t above = at[k] < 31 ? allowed[k] >> (at[k] + 1) : 0;
			unsigned next = above ? at[k] + 1 + (unsigned)__builtin_ctz(above)
					      : (unsigned)__builtin_ctz(allowed[k]);
			cell = cell - at[k] * t->stride[k] + next * t->stride[k];
			at[k] = next;
			if (above)
				break;
		}
		if (k == UINT32_MAX)
			return true;
	}
}

static void report_missing(struct loader *l, const struct draft_table *d,
			   const struct policy_table *t, const uint16_t *cells)
{
	uint32_t missing = 0;

	for (uint32_t i = 0; i < t->cell_count; i++)
		missing += cells[i] == EMPTY;
	for (uint32_t i = 0, shown = 0; i < t->cell_count && shown < MISSING_SHOWN; i++) {
		if (cells[i] != EMPTY)
			continue;
		shown++;
		policy_report(l, d->name.at, (struct policy_problem){
			.kind = POLICY_ROW_MISSING, .table = d->name.text,
			.what = policy_combination(l, t, i), .other_row = missing});
	}
}

/* The table that takes the worst of its inputs: one row for each value. */
static void build_worst_of(struct loader *l, const struct draft_table *d,
			   struct policy_table *t, uint16_t *cells, struct policy_row *rows)
{
	const struct policy_slot *result = &l->slots[t->slot];
	struct sv parts[PARTS_MAX];
	size_t n = 0;

	for (unsigned k = 0; k < t->arity; k++) {
		const struct policy_slot *s = source(l, t, k);
		bool same = s->value_count == result->value_count;
		for (unsigned i = 0; same && i < s->value_count; i++)
			same = sv_eq(s->values[i].name, result->values[i].name);
		if (!same) {
			policy_report(l, d->inputs[k].at, (struct policy_problem){
				.kind = POLICY_VALUES_DIFFER, .table = d->name.text,
				.what = s->name, .than = policy_value_names(l, result)});
			return;
		}
		parts[n++] = k == 0 ? SV("max(") : SV(", ");
		parts[n++] = s->name;
	}
	parts[n++] = SV(") → ");
	for (unsigned i = 0; i < result->value_count; i++) {
		parts[n] = result->values[i].name;
		rows[i] = (struct policy_row){.value = (uint8_t)i, .number = i + 1,
					      .text = policy_text(l, parts, n + 1)};
	}
	for (uint32_t cell = 0; cell < t->cell_count; cell++) {
		uint32_t worst = 0;
		for (unsigned k = 0; k < t->arity; k++) {
			uint32_t v = cell / t->stride[k] % source(l, t, k)->value_count;
			worst = v > worst ? v : worst;
		}
		cells[cell] = (uint16_t)worst;
	}
}

/* false when a row could not be read; then nothing is said about coverage. */
static bool build_rows(struct loader *l, const struct draft_table *d,
		       const struct policy_table *t, uint16_t *cells, struct policy_row *rows)
{
	struct row_mask *masks = arena_new(l->a, struct row_mask, d->row_count);
	bool ok = true;

	if (!masks) {
		l->out_of_memory = true;
		return false;
	}
	for (uint32_t i = 0; i < d->row_count && !l->out_of_memory; i++)
		ok = read_row(l, d, t, i + 1, &masks[i], &rows[i]) && ok;
	if (!ok || l->out_of_memory)
		return false;
	for (uint32_t i = 0; i < d->row_count && !l->out_of_memory; i++)
		ok = fill_row(l, d, t, masks, i, cells) && ok;
	report_missing(l, d, t, cells);
	return ok;
}

/* Strides and size; false when the table has too many combinations. */
static bool measure(struct loader *l, const struct draft_table *d, struct policy_table *t)
{
	uint64_t cells = 1;

	for (unsigned k = t->arity; k-- > 0;) {
		t->stride[k] = (uint32_t)cells;
		cells *= source(l, t, k)->value_count;
		if (cells > LIMIT_POLICY_CELLS) {
			policy_report(l, d->name.at, (struct policy_problem){
				.kind = POLICY_TOO_LARGE, .table = d->name.text,
				.what = SV("65535 combinations of one table")});
			return false;
		}
	}
	t->cell_count = (uint32_t)cells;
	return true;
}

void policy_build_table(struct loader *l, struct draft_table *d, struct policy_table *t)
{
	size_t before = l->problems->errors;
	struct policy_row *rows;
	uint8_t *results;
	uint16_t *cells;

	if (!measure(l, d, t))
		return;
	t->row_count = d->worst_of ? l->slots[t->slot].value_count : (uint32_t)d->row_count;
	cells = arena_new(l->a, uint16_t, t->cell_count);
	results = arena_new(l->a, uint8_t, t->cell_count);
	rows = arena_new(l->a, struct policy_row, t->row_count);
	if (!cells || !results || !rows) {
		l->out_of_memory = true;
		return;
	}
	for (uint32_t i = 0; i < t->cell_count; i++)
		cells[i] = EMPTY;
	if (d->worst_of)
		build_worst_of(l, d, t, cells, rows);
	else if (!build_rows(l, d, t, cells, rows))
		return;
	if (l->out_of_memory || l->problems->errors != before)
		return;
	for (uint32_t i = 0; i < t->cell_count; i++)
		results[i] = rows[cells[i]].value;
	t->cells = cells;
	t->results = results;
	t->rows = rows;
}
