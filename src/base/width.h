/* SPDX-License-Identifier: Apache-2.0 */
/*
 * width.h - how many columns of a terminal a text takes (UAX #11), and making text from
 * outside safe to print.
 *
 * Characters of ambiguous width count as one column, as most terminals have it.
 *
 * Ownership: views into the arguments; width_safe() copies into an arena where needed.
 * Errors:    none, but for memory.   Threads: no shared state, no locale.
 * Trust:     any bytes.
 */
#ifndef YAGURA_WIDTH_H
#define YAGURA_WIDTH_H

#include "base/buf.h"

struct width_range {
	uint32_t first, last;
};
extern const struct width_range width_wide[], width_zero[];	/* width_table.c */
extern const size_t width_wide_count, width_zero_count;

/* Columns of one character: 0, 1 or 2. */
unsigned width_char(uint32_t c);

/* Take the next character of *s; false at its end.  A byte that is not UTF-8 is taken alone
 * and gives U+FFFD. */
bool width_next(struct sv *s, uint32_t *c);

/* Columns of a text without control characters. */
size_t width_text(struct sv s);

/* The longest prefix of s that takes at most this many columns; a mark stays with its base. */
struct sv width_prefix(struct sv s, size_t columns);

/*
 * Where to break s so that the first line takes at most this many columns: at a blank, between
 * two wide characters, else anywhere.  *rest is what follows, its leading blanks dropped.
 */
struct sv width_line(struct sv s, size_t columns, struct sv *rest);

/*
 * Append s so that a terminal shows it and obeys nothing in it: tabs and line ends become
 * blanks; control characters, invisible format characters and direction overrides are written
 * as \x1b or \u202e; bytes that are not UTF-8 as U+FFFD.
 */
void width_put_safe(struct buf *b, struct sv s);

/* Whether width_put_safe() would change s. */
bool width_is_safe(struct sv s);

/* s if it is safe, else a safe copy in a; "?" when out of memory. */
struct sv width_safe(struct arena *a, struct sv s);

#endif
