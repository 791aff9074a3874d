/* SPDX-License-Identifier: Apache-2.0 */
/* policy_problem.c - collecting what is wrong with a policy, and saying it in words. */
#include "assess/policy_internal.h"

#include "base/text.h"

static const struct { enum msg_key what, repair; } words[] = {
	[POLICY_BAD_JSON] = {MSG_POLICY_BAD_JSON, MSG_POLICY_BAD_JSON_REPAIR},
	[POLICY_BAD_CSV] = {MSG_POLICY_BAD_CSV, MSG_POLICY_BAD_CSV_REPAIR},
	[POLICY_BAD_TYPE] = {MSG_POLICY_BAD_TYPE, MSG_POLICY_BAD_TYPE_REPAIR},
	[POLICY_BAD_NUMBER] = {MSG_POLICY_BAD_NUMBER, MSG_POLICY_BAD_NUMBER_REPAIR},
	[POLICY_BAD_NAME] = {MSG_POLICY_BAD_NAME, MSG_POLICY_BAD_NAME_REPAIR},
	[POLICY_UNKNOWN_KEY] = {MSG_POLICY_UNKNOWN_KEY, MSG_POLICY_UNKNOWN_KEY_REPAIR},
	[POLICY_DUPLICATE_KEY] = {MSG_POLICY_DUPLICATE_KEY, MSG_POLICY_DUPLICATE_KEY_REPAIR},
	[POLICY_MISSING_KEY] = {MSG_POLICY_MISSING_KEY, MSG_POLICY_MISSING_KEY_REPAIR},
	[POLICY_BAD_FORMAT] = {MSG_POLICY_BAD_FORMAT, MSG_POLICY_BAD_FORMAT_REPAIR},
	[POLICY_TOO_LARGE] = {MSG_POLICY_TOO_LARGE, MSG_POLICY_TOO_LARGE_REPAIR},
	[POLICY_UNKNOWN_FACT] = {MSG_POLICY_UNKNOWN_FACT, MSG_POLICY_UNKNOWN_FACT_REPAIR},
	[POLICY_UNKNOWN_INPUT] = {MSG_POLICY_UNKNOWN_INPUT, MSG_POLICY_UNKNOWN_INPUT_REPAIR},
	[POLICY_UNKNOWN_TABLE] = {MSG_POLICY_UNKNOWN_TABLE, MSG_POLICY_UNKNOWN_TABLE_REPAIR},
	[POLICY_UNKNOWN_VALUE] = {MSG_POLICY_UNKNOWN_VALUE, MSG_POLICY_UNKNOWN_VALUE_REPAIR},
	[POLICY_DUPLICATE_NAME] = {MSG_POLICY_DUPLICATE_NAME, MSG_POLICY_DUPLICATE_NAME_REPAIR},
	[POLICY_FACT_VALUE_LOST] = {MSG_POLICY_FACT_VALUE_LOST, MSG_POLICY_FACT_VALUE_LOST_REPAIR},
	[POLICY_BAD_BINS] = {MSG_POLICY_BAD_BINS, MSG_POLICY_BAD_BINS_REPAIR},
	[POLICY_BAD_MEANING] = {MSG_POLICY_BAD_MEANING, MSG_POLICY_BAD_MEANING_REPAIR},
	[POLICY_VALUES_DIFFER] = {MSG_POLICY_VALUES_DIFFER, MSG_POLICY_VALUES_DIFFER_REPAIR},
	[POLICY_CYCLE] = {MSG_POLICY_CYCLE, MSG_POLICY_CYCLE_REPAIR},
	[POLICY_ROW_LENGTH] = {MSG_POLICY_ROW_LENGTH, MSG_POLICY_ROW_LENGTH_REPAIR},
	[POLICY_ROW_REPEATED] = {MSG_POLICY_ROW_REPEATED, MSG_POLICY_ROW_REPEATED_REPAIR},
	[POLICY_ROWS_OVERLAP] = {MSG_POLICY_ROWS_OVERLAP, MSG_POLICY_ROWS_OVERLAP_REPAIR},
	[POLICY_ROW_MISSING] = {MSG_POLICY_ROW_MISSING, MSG_POLICY_ROW_MISSING_REPAIR},
	[POLICY_NOT_MONOTONIC] = {MSG_POLICY_NOT_MONOTONIC, MSG_POLICY_NOT_MONOTONIC_REPAIR},
	[POLICY_CONDITION_UNORDERED] = {MSG_POLICY_CONDITION_UNORDERED, MSG_POLICY_CONDITION_UNORDERED_REPAIR},
	[POLICY_DEADLINE_ORDER] = {MSG_POLICY_DEADLINE_ORDER, MSG_POLICY_DEADLINE_ORDER_REPAIR},
	[POLICY_ROW_DEAD] = {MSG_POLICY_ROW_DEAD, MSG_POLICY_ROW_DEAD_REPAIR},
	[POLICY_VALUE_DEAD] = {MSG_POLICY_VALUE_DEAD, MSG_POLICY_VALUE_DEAD_REPAIR},
	[POLICY_TABLE_UNUSED] = {MSG_POLICY_TABLE_UNUSED, MSG_POLICY_TABLE_UNUSED_REPAIR},
};

bool policy_problem_is_warning(enum policy_problem_kind kind)
{
	return kind >= POLICY_ROW_DEAD;
}

/* Line and column, in characters, of an offset; both 1-based. */
static void place(struct sv text, size_t at, unsigned *line, unsigned *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < at && i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c == '\n') {
			++*line;
			*column = 1;
		} else if ((c & 0xc0) != 0x80) {
			++*column;
		}
	}
}

void policy_report(struct loader *l, size_t at, struct policy_problem problem)
{
	struct policy_problems *p = l->problems;

	if (policy_problem_is_warning(problem.kind))
		p->warnings++;
	else
		p->errors++;
	if (p->count >= LIMIT_POLICY_PROBLEMS)
		return;
	if (at != POLICY_NO_PLACE)
		place(l->text, at, &problem.line, &problem.column);
	p->list[p->count++] = problem;
}

/* A text with {what}, {than}, {row}, {other} and {reason} filled in. */
static void put_template(struct buf *b, const struct policy_problem *p, const char *text)
{
	struct sv rest = sv_of(text), before, name;

	while (sv_cut(rest, '{', &before, &rest)) {
		buf_sv(b, before);
		(void)sv_cut(rest, '}', &name, &rest);
		if (sv_is(name, "what"))
			buf_sv(b, p->what);
		else if (sv_is(name, "than"))
			buf_sv(b, p->than);
		else if (sv_is(name, "row"))
			buf_u64(b, p->row);
		else if (sv_is(name, "other"))
			buf_u64(b, p->other_row);
		else
			buf_str(b, p->reason ? p->reason : "");
	}
	buf_sv(b, before);
}

void policy_problem_write(struct buf *b, const struct policy_problem *p, enum msg_lang lang)
{
	const char *comma = "", *next = lang == MSG_JA ? "、" : ", ";

	if (p->line > 0) {
		msg_put(b, lang, MSG_POLICY_PLACE, p->line, p->column);
		comma = next;
	}
	if (p->table.n > 0) {
		buf_str(b, comma);
		buf_sv(b, p->table);
		comma = next;
	}
	if (p->row > 0) {
		buf_str(b, comma);
		msg_put(b, lang, MSG_POLICY_ROW, p->row);
		comma = next;
	}
	if (*comma)
		buf_str(b, ": ");
	put_template(b, p, msg(lang, words[p->kind].what));
	buf_str(b, lang == MSG_JA ? "。" : "; ");
	put_template(b, p, msg(lang, words[p->kind].repair));
	if (lang == MSG_JA)
		buf_str(b, "。");
}
