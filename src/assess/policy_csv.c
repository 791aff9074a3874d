/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_csv.c - the rows of a table from CSV: a header, then one row a line.
 *
 * The header names the inputs in any order, and the result; a first column "row" is passed
 * over.  Names are compared without case, spaces, hyphens and underscores being the same, and
 * without a version behind them, so that a table exported by others ("Technical Impact
 * v1.0.0") can be read as it is.
 */
#include "assess/policy_internal.h"

#include "base/csv.h"
#include "base/text.h"

enum { COLUMNS_MAX = LIMIT_POLICY_ARITY + 3, IGNORED = -2, RESULT = -1 };

struct header {
	int means[COLUMNS_MAX];		/* input of the table, RESULT or IGNORED */
	size_t count;
};

/* "Automatable v2.0.0 (cisa)" -> "Automatable" */
static struct sv without_version(struct sv s)
{
	for (size_t i = 0; i + 2 < s.n; i++)
		if (s.p[i] == ' ' && s.p[i + 1] == 'v' && ch_digit(s.p[i + 2]))
			return sv_trim(sv_first(s, i));
	return s;
}

static int fold(char c)
{
	return c == '-' || c == '_' ? ' ' : (unsigned char)ch_to_lower(c);
}

static bool alike(struct sv column, struct sv name)
{
	struct sv s = without_version(sv_trim(column));

	if (s.n != name.n || name.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (fold(s.p[i]) != fold(name.p[i]))
			return false;
	return true;
}

static void bad(struct loader *l, const struct draft_table *t, unsigned row, struct sv what,
		const char *reason)
{
	policy_report(l, t->csv.text.p ? t->csv.at : POLICY_NO_PLACE, (struct policy_problem){
		.kind = POLICY_BAD_CSV, .table = t->name.text, .row = row, .what = what,
		.reason = reason});
}

/* Which input of t a column holds; its label counts as a name, too. */
static int column_input(const struct loader *l, const struct draft_table *t, struct sv column)
{
	for (size_t k = 0; k < t->input_count; k++) {
		const struct policy_slot *s = &l->slots[t->from[k]];
		if (alike(column, s->name) || alike(column, s->label.en))
			return (int)k;
	}
	return RESULT;
}

static bool read_header(struct loader *l, const struct draft_table *t, const struct sv *fields,
			size_t n, struct header *h)
{
	uint32_t seen = 0;
	size_t results = 0;

	h->count = n;
	for (size_t i = 0; i < n; i++) {
		h->means[i] = i == 0 && sv_ieq(fields[i], SV("row")) ? IGNORED
			      : column_input(l, t, fields[i]);
		if (h->means[i] == RESULT) {
			if (results++ > 0) {
				bad(l, t, 0, fields[i], "neither an input nor the result");
				return false;
			}
		} else if (h->means[i] >= 0) {
			if (seen >> h->means[i] & 1) {
				bad(l, t, 0, fields[i], "two columns for one input");
				return false;
			}
			seen |= (uint32_t)1 << h->means[i];
		}
	}
	for (size_t k = 0; k < t->input_count; k++)
		if (!(seen >> k & 1)) {
			bad(l, t, 0, t->inputs[k].text, "no column for this input");
			return false;
		}
	if (results != 1)
		bad(l, t, 0, t->name.text, "no column for the result");
	return results == 1;
}

static void read_row(struct loader *l, struct draft_table *t, const struct header *h,
		     const struct sv *fields)
{
	struct draft_row *row = arena_push(l->a, t->rows, t->row_count);
	struct draft_name *cells = arena_new(l->a, struct draft_name, t->input_count + 1);

	if (!row || !cells) {
		l->out_of_memory = true;
		return;
	}
	for (size_t i = 0; i < h->count; i++)
		if (h->means[i] != IGNORED)
			cells[h->means[i] == RESULT ? (int)t->input_count : h->means[i]] =
				(struct draft_name){sv_trim(fields[i]), POLICY_NO_PLACE};
	*row = (struct draft_row){.cells = cells, .cell_count = t->input_count + 1,
				  .at = POLICY_NO_PLACE};
}

void policy_read_csv(struct loader *l, struct draft_table *t, struct sv text)
{
	struct sv fields[COLUMNS_MAX], copy;
	struct header h;
	struct yg_err err = {0};
	struct csv c;
	size_t n;

	t->rows = NULL;
	t->row_count = 0;
	t->from_csv = true;
	copy = arena_copy(l->a, text);
	if (!copy.p) {
		l->out_of_memory = true;
		return;
	}
	csv_init(&c, (char *)(uintptr_t)copy.p, copy.n);	/* our own copy */
	if (!csv_row(&c, fields, COLUMNS_MAX, &n)) {
		bad(l, t, 0, t->name.text, "there is no header line");
		return;
	}
	if (n > COLUMNS_MAX || !read_header(l, t, fields, n, &h)) {
		if (n > COLUMNS_MAX)
			bad(l, t, 0, t->name.text, "too many columns");
		return;
	}
	while (!l->out_of_memory && csv_row(&c, fields, COLUMNS_MAX, &n)) {
		if (n != h.count) {
			bad(l, t, (unsigned)t->row_count + 1, t->name.text,
			    "the row has another number of cells than the header");
			return;
		}
		if (t->row_count >= LIMIT_POLICY_ROWS) {
			policy_report(l, POLICY_NO_PLACE, (struct policy_problem){
				.kind = POLICY_TOO_LARGE, .table = t->name.text,
				.what = SV("65535 rows")});
			return;
		}
		read_row(l, t, &h, fields);
	}
	if (csv_err(&c, &err) < 0)
		bad(l, t, (unsigned)t->row_count + 1, t->name.text, err.what);
}
