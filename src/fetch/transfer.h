/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transfer.h - get feeds over the network, several at a time, into the feeds folder.
 *
 * Ownership: results are the caller's array, one for each feed of the plan; texts are in them.
 * Errors:    of one feed: in its result; of all: YG_ENOMEM, YG_EIO (libcurl could not start).
 * Threads:   one caller; curl_global_init() is done here.
 * Trust:     servers and whoever stands between: https with verified certificates, redirects
 *	only to https, every size capped, every time bounded.  Files of another shape, cut short
 *	or abnormally small never replace what is there.
 */
#ifndef YAGURA_TRANSFER_H
#define YAGURA_TRANSFER_H

#include "base/clock.h"
#include "fetch/incoming.h"

enum fetch_outcome { FETCH_FAILED, FETCH_NEW, FETCH_SAME };

enum fetch_reason {		/* why it failed */
	FETCH_REASON_NONE,
	FETCH_REASON_NAME,		/* host name not found */
	FETCH_REASON_CONNECT,
	FETCH_REASON_TLS,
	FETCH_REASON_SLOW,		/* under 1 KB/s for 20 s, or no answer */
	FETCH_REASON_DEADLINE,		/* the time for all of them was up */
	FETCH_REASON_STATUS,		/* HTTP status, in status */
	FETCH_REASON_REDIRECT,		/* to something that is not https, or too often */
	FETCH_REASON_TOO_LARGE,
	FETCH_REASON_EMPTY,
	FETCH_REASON_OTHER_SHAPE,
	FETCH_REASON_CUT_SHORT,
	FETCH_REASON_SHRUNK,
	FETCH_REASON_DISK,		/* errno text in detail */
	FETCH_REASON_STOPPED,		/* by a signal */
	FETCH_REASON_OTHER,		/* libcurl's words in detail */
};

struct fetch_result {
	enum fetch_outcome outcome;
	enum fetch_reason reason;
	long status;
	uint64_t bytes;			/* that arrived (decoded), or of the file that stays */
	uint64_t old_bytes;		/* of the file that was there; 0: none */
	char detail[256];		/* libcurl's or the system's words, English */
};

struct fetch_plan {
	const struct fetch_feed *const *feeds;
	size_t count;
	const char *base_url;		/* a mirror: BASE/FILE; NULL: each feed's own URL */
	const struct fetch_folder *folder;
	const struct fetch_io *io;
	const struct clock *clock;
	int64_t budget_ms;		/* for all of it */
	bool accept_shrunk;
	int stop_fd;			/* readable: stop; -1: none */
	void *ctx;			/* of progress() */
	/* Now and then: bytes so far and expected (0: not known), feeds finished. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total, size_t finished);
};

int fetch_transfer_all(const struct fetch_plan *plan, struct fetch_result *results) YG_CHECK;

#endif
