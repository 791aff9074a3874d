/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table_parts.h - the sections of the table for people; private to table*.c.
 *
 * On a terminal: aligned, coloured, the urgent first and the rest counted.  In a pipe: the
 * same sections, headings as lines that begin with "# ", rows with tabs, nothing cut.
 *
 * Ownership: the view borrows everything.
 * Errors:    sticky in the sink's buffer; YG_ENOMEM from what sorts.
 * Threads:   no shared state.   Trust: all text goes through width_put_safe().
 */
#ifndef YAGURA_OUTPUT_TABLE_PARTS_H
#define YAGURA_OUTPUT_TABLE_PARTS_H

#include "cli/output/outputs.h"
#include "cli/output/words.h"

struct table_view {
	const struct scan_report *r;
	const struct output_options *o;
	const struct term *term;
	enum msg_lang lang;
	struct sink *sink;
	struct buf *b;
	size_t folded[WORDS_FOLD_COUNT];	/* how many of each were folded away */
	size_t listed, not_listed;		/* table_list() fills these two */
};

void table_heading(struct table_view *v, struct sv title);
/* A paragraph; on a terminal wrapped, with its first line after `mark` (may be empty). */
void table_say(struct table_view *v, enum term_style style, struct sv mark, struct sv text);

int table_list(struct table_view *v);		/* table_list.c */
int table_updates(struct table_view *v);	/* table_updates.c */
int table_unknown(struct table_view *v);	/* table_state.c */
int table_unjudged(struct table_view *v);
void table_feeds(struct table_view *v);
void table_failures(struct table_view *v);

#endif
