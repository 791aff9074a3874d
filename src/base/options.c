/* SPDX-License-Identifier: Apache-2.0 */
#include "base/options.h"

#include <stdio.h>

#include "base/distance.h"
#include "base/text.h"

struct reading {
	struct arena *arena;
	const struct option_target *targets;
	size_t target_count;
	struct option_words *words;
	struct option_problem *problem;
};

static int fail(struct reading *r, enum option_fault fault, struct sv given, struct sv value,
		const struct option_row *row)
{
	*r->problem = (struct option_problem){
		.fault = fault, .given = given, .value = value, .row = row,
	};
	return YG_EINVAL;
}

static int fail_unknown(struct reading *r, struct sv given, struct sv name)
{
	struct distance_best best = distance_begin(name);
	int n;

	(void)fail(r, OPTION_UNKNOWN, given, (struct sv){NULL, 0}, NULL);
	for (size_t t = 0; t < r->target_count; t++)
		for (size_t i = 0; i < r->targets[t].table->count; i++)
			if (r->targets[t].table->rows[i].help != MSG_NONE)
				distance_offer(&best,
					       sv_of(r->targets[t].table->rows[i].name));
	if (best.word.n > 0 && name.n > 1) {
		n = snprintf(r->problem->text, sizeof r->problem->text, "--%.*s",
			     (int)best.word.n, best.word.p);
		r->problem->near = (struct sv){r->problem->text, n > 0 ? (size_t)n : 0};
	}
	return YG_EINVAL;
}

/* The row of a long name or, with name.n == 0, of a letter; *into is the struct it fills. */
static const struct option_row *find(const struct reading *r, struct sv name, char letter,
				     void **into)
{
	for (size_t t = 0; t < r->target_count; t++) {
		const struct option_table *table = r->targets[t].table;
		for (size_t i = 0; i < table->count; i++) {
			const struct option_row *row = &table->rows[i];
			if (name.n > 0 ? sv_eq(name, sv_of(row->name))
				       : row->letter && row->letter == letter) {
				*into = r->targets[t].into;
				return row;
			}
		}
	}
	return NULL;
}

static bool takes_value(const struct option_row *row)
{
	return row->kind != OPTION_FLAG && row->kind != OPTION_COUNT;
}

/* 7d, 36h, 45m, 90s, 2w, and 7 for seven days. */
static bool seconds(struct sv text, uint64_t *out)
{
	static const struct { char unit; uint64_t seconds; } units[] = {
		{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800},
	};
	uint64_t factor = 86400, n;

	for (size_t i = 0; i < YG_COUNT(units); i++)
		if (text.n > 0 && text.p[text.n - 1] == units[i].unit) {
			factor = units[i].seconds;
			text.n--;
			break;
		}
	if (!sv_u64(text, &n) || __builtin_mul_overflow(n, factor, &n))
		return false;
	*out = n;
	return true;
}

static bool choice(const char *choices, struct sv text, int *out)
{
	struct sv rest = sv_of(choices), word;

	for (int i = 0; sv_next(&rest, '|', &word); i++)
		if (sv_eq(word, text)) {
			*out = i;
			return true;
		}
	return false;
}

/* Store one option; the tables give the members' types, so the casts are as sure as they. */
static int store(struct reading *r, const struct option_row *row, void *into, struct sv given,
		 struct sv value)
{
	char *at = (char *)into + row->at;

	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)(void *)at = true;
		return 0;
	case OPTION_COUNT:
		++*(unsigned *)(void *)at;
		return 0;
	case OPTION_TEXT:
		*(struct sv *)(void *)at = value;
		return 0;
	case OPTION_LIST: {
		struct option_list *list = (void *)at;
		struct sv *item = arena_push(r->arena, list->items, list->count);
		if (!item)
			return YG_ENOMEM;
		*item = value;
		return 0;
	}
	case OPTION_NUMBER:
		return sv_u64(value, (uint64_t *)(void *)at) ? 0
			: fail(r, OPTION_BAD_NUMBER, given, value, row);
	case OPTION_SECONDS:
		return seconds(value, (uint64_t *)(void *)at) ? 0
			: fail(r, OPTION_BAD_SECONDS, given, value, row);
	case OPTION_CHOICE:
		return choice(row->choices, value, (int *)(void *)at) ? 0
			: fail(r, OPTION_BAD_CHOICE, given, value, row);
	}
	return YG_EINVAL;
}

static bool next_word(struct option_words *w, struct sv *out)
{
	if (w->count <= 0)
		return false;
	*out = sv_of(*w->argv++);
	w->count--;
	return true;
}

/* --name, --name=value, --name value */
static int read_long(struct reading *r, struct sv word)
{
	struct sv name, value, given;
	bool has_value = sv_cut(sv_from(word, 2), '=', &name, &value);
	void *into;
	const struct option_row *row = name.n > 0 ? find(r, name, 0, &into) : NULL;

	given = sv_first(word, name.n + 2);
	if (!row)
		return fail_unknown(r, given, name);
	if (!takes_value(row))
		return has_value ? fail(r, OPTION_EXTRA_VALUE, given, value, row)
				 : store(r, row, into, given, value);
	if (!has_value && !next_word(r->words, &value))
		return fail(r, OPTION_NO_VALUE, given, (struct sv){NULL, 0}, row);
	return store(r, row, into, given, value);
}

/* -a, -abc, -o value, -ovalue */
static int read_letters(struct reading *r, struct sv word)
{
	for (size_t i = 1; i < word.n; i++) {
		struct sv value = sv_from(word, i + 1);
		void *into;
		const struct option_row *row = find(r, (struct sv){NULL, 0}, word.p[i], &into);
		int code;

		if (!row)
			return fail_unknown(r, word, sv_from(word, 1));
		if (!takes_value(row)) {
			if ((code = store(r, row, into, word, (struct sv){NULL, 0})) < 0)
				return code;
			continue;
		}
		if (value.n == 0 && !next_word(r->words, &value))
			return fail(r, OPTION_NO_VALUE, word, (struct sv){NULL, 0}, row);
		return store(r, row, into, sv_first(word, i + 1), value);
	}
	return 0;
}

int options_read(struct arena *a, const struct option_target *targets, size_t target_count,
		 bool stop_at_operand, struct option_words *words, struct sv **operands,
		 size_t *operand_count, struct option_problem *problem)
{
	struct reading r = {a, targets, target_count, words, problem};
	bool only_operands = false;
	struct sv word, *slot;
	int code = 0;

	while (code == 0 && words->count > 0) {
		word = sv_of(words->argv[0]);
		if (only_operands || word.n < 2 || word.p[0] != '-') {
			if (stop_at_operand)
				return 0;
			slot = arena_push(a, *operands, *operand_count);
			if (!slot)
				return YG_ENOMEM;
			*slot = word;
			(void)next_word(words, &word);
			continue;
		}
		(void)next_word(words, &word);
		if (sv_is(word, "--"))
			only_operands = true;
		else
			code = word.p[1] == '-' ? read_long(&r, word) : read_letters(&r, word);
	}
	return code;
}

void options_explain(struct buf *b, enum msg_lang lang, const struct option_problem *p)
{
	switch (p->fault) {
	case OPTION_UNKNOWN:
		msg_put(b, lang, MSG_USAGE_UNKNOWN_OPTION, SV_ARG(p->given));
		if (p->near.n > 0)
			msg_put(b, lang, MSG_USAGE_DID_YOU_MEAN, SV_ARG(p->near));
		break;
	case OPTION_NO_VALUE:
		msg_put(b, lang, MSG_USAGE_NO_VALUE, SV_ARG(p->given),
			msg(lang, p->row->value));
		break;
	case OPTION_EXTRA_VALUE:
		msg_put(b, lang, MSG_USAGE_EXTRA_VALUE, SV_ARG(p->given));
		break;
	case OPTION_BAD_NUMBER:
		msg_put(b, lang, MSG_USAGE_BAD_NUMBER, SV_ARG(p->given), SV_ARG(p->value));
		break;
	case OPTION_BAD_SECONDS:
		msg_put(b, lang, MSG_USAGE_BAD_SECONDS, SV_ARG(p->given), SV_ARG(p->value));
		break;
	case OPTION_BAD_CHOICE:
		msg_put(b, lang, MSG_USAGE_BAD_CHOICE, SV_ARG(p->given), SV_ARG(p->value),
			p->row->choices);
		break;
	}
}
