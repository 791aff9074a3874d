/* SPDX-License-Identifier: Apache-2.0 */
/*
 * term.h - what the other end of a stream is: a terminal or not, how wide, colours or not.
 *
 * Ownership: values only.   Errors: none; in doubt a stream is a plain one.
 * Threads:   no shared state.
 * Trust:     the environment is the user's; texts from outside go through width_put_safe().
 */
#ifndef YAGURA_TERM_H
#define YAGURA_TERM_H

#include "base/buf.h"

enum term_color { TERM_COLOR_AUTO, TERM_COLOR_ALWAYS, TERM_COLOR_NEVER };

enum term_style {
	TERM_PLAIN, TERM_BOLD, TERM_DIM, TERM_RED, TERM_YELLOW, TERM_BLUE, TERM_GREEN,
	TERM_STYLE_COUNT,
};

struct term {
	bool tty;
	bool color;
	bool utf8;		/* the locale says so; else marks and arrows are ASCII */
	unsigned columns;	/* 0: no limit (not a terminal) */
};

/*
 * Look at a file descriptor and the environment.  color: what --color asks for; "always" and
 * "never" win over NO_COLOR, which wins over CLICOLOR_FORCE; then colours need a terminal
 * that is not dumb and CLICOLOR other than 0.
 */
struct term term_of(int fd, enum term_color color, const char *(*env)(const char *name));

/* Begin a style, and go back to plain; nothing where the stream has no colours. */
void term_begin(const struct term *t, struct buf *b, enum term_style style);
void term_end(const struct term *t, struct buf *b, enum term_style style);

/* Safe text in a style. */
void term_put(const struct term *t, struct buf *b, enum term_style style, struct sv text);

/* n times a character; blanks to the left of what follows. */
void term_fill(struct buf *b, char c, size_t n);

/*
 * Safe text in lines of at most t->columns columns, each after `indent` blanks; the first one
 * without them when the caller has put something of that width there (hanging).
 */
void term_wrap(const struct term *t, struct buf *b, struct sv text, unsigned indent,
	       bool hanging);

#endif
