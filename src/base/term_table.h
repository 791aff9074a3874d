/* SPDX-License-Identifier: Apache-2.0 */
/*
 * term_table.h - rows in columns: aligned on a terminal, tab-separated elsewhere.
 *
 * Two passes and no copy of the rows: show every row to term_table_measure(), then
 * term_table_fit(), then give the rows again to term_table_row().  Where the stream is not a
 * terminal, nothing is cut, padded or coloured.
 *
 *	struct term_table t = term_table_make(&term, columns, YG_COUNT(columns));
 *	for each row: term_table_measure(&t, cells);
 *	term_table_fit(&t);
 *	term_table_head(&t, b);
 *	for each row: term_table_row(&t, b, cells);
 *
 * Ownership: titles and cells are the caller's and live during the call.
 * Errors:    sticky in the buffer.
 * Threads:   one owner.   Trust: cells may hold anything; they are made safe here.
 */
#ifndef YAGURA_TERM_TABLE_H
#define YAGURA_TERM_TABLE_H

#include "base/term.h"

enum { TERM_TABLE_COLUMNS = 16 };

enum term_flex {
	TERM_FIXED,		/* as wide as its widest cell, up to `most` */
	TERM_CUT,		/* gives way when the table is too wide; cut with an ellipsis */
	TERM_WRAP,		/* gives way after the columns that are cut; more lines */
};

struct term_column {
	struct sv title;
	bool right;		/* numbers */
	enum term_flex flex;
	unsigned most;		/* columns; 0: no cap */
};

struct term_cell {
	struct sv text;
	enum term_style style;
};

struct term_table {
	const struct term *term;
	const struct term_column *columns;
	size_t count;
	unsigned indent;
	unsigned width[TERM_TABLE_COLUMNS];
};

struct term_table term_table_make(const struct term *term, const struct term_column *columns,
				  size_t count);
void term_table_measure(struct term_table *t, const struct term_cell *cells);
/* Share out the terminal's columns; at least 8 stay for a column that gives way. */
void term_table_fit(struct term_table *t);
/* The titles; nothing when all are empty. */
void term_table_head(const struct term_table *t, struct buf *b);
void term_table_row(const struct term_table *t, struct buf *b, const struct term_cell *cells);

#endif
