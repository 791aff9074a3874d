/* SPDX-License-Identifier: Apache-2.0 */
/*
 * progress.h - one line on standard error that says how far a piece of work is.
 *
 * Only where standard error is a terminal; at most ten times a second; gone when done.
 *
 * Ownership: the label is the caller's and lives until progress_end().
 * Errors:    none: a bar that cannot be drawn is not drawn.
 * Threads:   one owner.   Trust: labels are made safe.
 */
#ifndef YAGURA_PROGRESS_H
#define YAGURA_PROGRESS_H

#include "base/clock.h"
#include "base/term.h"

struct progress {
	const struct term *term;
	const struct clock *clock;
	int fd;			/* -1: show nothing */
	struct sv label;
	int64_t drawn_ms;
	bool drawn;
};

/* wanted: false for --no-progress and --quiet. */
struct progress progress_begin(const struct term *term, const struct clock *clock, int fd,
			       bool wanted, struct sv label);
/* done of total; total 0: not known, so a count is shown. */
void progress_show(struct progress *p, uint64_t done, uint64_t total);
/* Wipe the line. */
void progress_end(struct progress *p);

#endif
