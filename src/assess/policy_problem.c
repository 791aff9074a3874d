/* SPDX-License-Identifier: Apache-2.0 */
/* policy_problem.c - collecting what is wrong with a policy, and saying it in words. */
#include "assess/policy_internal.h"

#include "base/text.h"

#define WORDS(kind) [POLICY_##kind] = {MSG_POLICY_##kind, MSG_POLICY_##kind##_REPAIR}

static const struct { enum msg_key what, repair; } words[] = {
	WORDS(BAD_JSON),
	WORDS(BAD_CSV),
	WORDS(BAD_TYPE),
	WORDS(BAD_NUMBER),
	WORDS(BAD_NAME),
	WORDS(UNKNOWN_KEY),
	WORDS(DUPLICATE_KEY),
	WORDS(MISSING_KEY),
	WORDS(BAD_FORMAT),
	WORDS(TOO_LARGE),
	WORDS(UNKNOWN_FACT),
	WORDS(UNKNOWN_INPUT),
	WORDS(UNKNOWN_TABLE),
	WORDS(UNKNOWN_VALUE),
	WORDS(DUPLICATE_NAME),
	WORDS(FACT_VALUE_LOST),
	WORDS(BAD_BINS),
	WORDS(BAD_MEANING),
	WORDS(VALUES_DIFFER),
	WORDS(CYCLE),
	WORDS(ROW_LENGTH),
	WORDS(ROW_REPEATED),
	WORDS(ROWS_OVERLAP),
	WORDS(ROW_MISSING),
	WORDS(NOT_MONOTONIC),
	WORDS(CONDITION_UNORDERED),
	WORDS(DEADLINE_ORDER),
	WORDS(ROW_DEAD),
	WORDS(VALUE_DEAD),
	WORDS(TABLE_UNUSED),
};

#undef WORDS

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
