/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_change.h - the change log: what changed, numbered in the order of the commits.
 *
 * Who keeps something that is derived from the register (a cache, the fleet engine, a page that
 * refreshes itself) reads the changes after the last number it knows, then waits for more.
 * The number is taken under a lock that is held until the commit is done, so no change with a
 * smaller number can appear later (architecture, section 8).
 *
 * Ownership: noted texts are copied; a change that is read lives until the next one.
 * Errors:    as store.h.   Threads: as the handle.   Trust: topic and ref are checked as text.
 */
#ifndef YAGURA_STORE_CHANGE_H
#define YAGURA_STORE_CHANGE_H

#include "store/store.h"

struct store_change {
	int64_t number, time;	/* seconds UTC */
	struct sv topic;	/* "asset" */
	struct sv ref;		/* which one; may be empty */
};

/* Note a change in this transaction; it is written by store_commit(). */
int store_change_note(struct store *s, struct sv topic, struct sv ref) YG_CHECK;

/* The highest number there is; 0 when there is none. */
int store_change_last(struct store *s, int64_t *ret) YG_CHECK;

/* Show the changes after a number, oldest first, at most `most`; each() may return a negative
 * code to stop.  How many were shown. */
int store_change_read(struct store *s, int64_t after, unsigned most,
		      int (*each)(void *ctx, const struct store_change *c), void *ctx) YG_CHECK;

/* Wait until there are changes after a number: 1 and the highest one; 0 when ms are over. */
int store_change_wait(struct store *s, int64_t after, unsigned ms, int64_t *ret_last) YG_CHECK;

/* Drop changes that are older than a time; how many.  Inside a transaction of the caller's. */
int64_t store_change_prune(struct store *s, int64_t before) YG_CHECK;

#endif
