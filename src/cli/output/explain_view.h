/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain_view.h - what the files of explain for people share; private to explain*.c.
 *
 * A line is put together in v->line and then flushed: wrapped, made safe, indented.
 *
 * Ownership: the view borrows everything but its line.
 * Errors:    sticky in the sink's buffer.
 * Threads:   one owner.   Trust: v->line may hold anything until it is flushed.
 */
#ifndef YAGURA_OUTPUT_EXPLAIN_VIEW_H
#define YAGURA_OUTPUT_EXPLAIN_VIEW_H

#include "base/text.h"
#include "cli/output/explain.h"
#include "cli/output/words.h"

struct explain_view {
	const struct scan_report *r;
	const struct output_options *o;
	const struct explain_records *records;
	const struct finding *f;
	struct arena *a;	/* for one finding */
	struct buf *b;
	struct buf line;	/* the line that is being put together */
};

static inline bool explain_ja(const struct explain_view *v)
{
	return v->o->lang == MSG_JA;
}

static inline const char *explain_say(const struct explain_view *v, enum msg_key key)
{
	return msg(v->o->lang, key);
}

/* The heading of a step. */
void explain_step(struct explain_view *v, int number, enum msg_key title);
/* What was put into v->line, as a paragraph or, with a mark, as an item of a list. */
void explain_flush(struct explain_view *v, bool item);
/* "Label: value", left out when there is no value. */
void explain_fact(struct explain_view *v, enum msg_key label, struct sv value);
void explain_list(struct explain_view *v, enum msg_key label, const struct sv *items, size_t n);
void explain_sentence(struct explain_view *v, enum msg_key key);

void explain_signals(struct explain_view *v);	/* steps 4 to 6 */
void explain_decision(struct explain_view *v);
void explain_action(struct explain_view *v);

#endif
