/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feeds_table.h - the feeds Yagura knows how to get: where, for whom, how large at most.
 *
 * Ownership: constants.   Errors: a look-up without a match is NULL or false.
 * Threads:   no shared state.   Trust: the table is ours.
 */
#ifndef YAGURA_FEEDS_TABLE_H
#define YAGURA_FEEDS_TABLE_H

#include "base/base.h"
#include "base/messages.h"

enum fetch_shape {		/* what the first and last bytes must look like */
	FETCH_JSON, FETCH_GZIP, FETCH_ZIP,
};

struct fetch_feed {
	const char *name;	/* in the manifest of a generation: kev, osv-PyPI */
	const char *file;	/* in the feeds folder and on a mirror */
	const char *url;	/* https */
	const char *ecosystem;	/* the OSV ecosystem it judges; NULL: signals, for all */
	const char *os_ids;	/* ID values of os-release that need it, blanks between; NULL */
	const char *licence;	/* SPDX expression, or the terms in a few words */
	enum msg_key title;
	enum fetch_shape shape;
	uint64_t cap_bytes;	/* as sent; more is refused */
	bool large;		/* over 100 MB: only when it is named */
};

extern const struct fetch_feed fetch_feeds[];
extern const size_t fetch_feed_count;

const struct fetch_feed *fetch_feed_find(struct sv name);

/* Is f of use on a host with this ID of os-release?  Signals are of use everywhere. */
bool fetch_feed_serves(const struct fetch_feed *f, struct sv os_id);

#endif
