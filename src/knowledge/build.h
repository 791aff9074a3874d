/* SPDX-License-Identifier: Apache-2.0 */
/*
 * build.h - makes a generation of the knowledge base from feed files.
 *
 * Files go one by one through a sandboxed parser; what comes back is checked, collected, and
 * written when all is read.  What cannot be read is left out, counted and named; a feed that
 * suddenly shrank or went back in time is refused, and the old generation stays.
 *
 * Ownership: the report lives in the arena given.
 * Errors:    YG_EIO, YG_ENOMEM, YG_ENOTFOUND (a path), YG_ELOCKED, YG_ESTALE (refused: see
 *	ret->refused), YG_EUNSUPPORTED (nothing was recognised).
 * Threads:   one; the parser is another process.
 * Trust:     feeds are hostile (client.h, record.h).
 */
#ifndef YAGURA_BUILD_H
#define YAGURA_BUILD_H

#include "knowledge/manifest.h"

struct build_options {
	const struct sv *from;
	size_t from_count;
	const char *dir;
	bool force;		/* build even if nothing changed, accept what would be refused */
	/* Called now and then: bytes of all inputs, and how many are read. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *ctx;
};

enum build_how { BUILD_FULL, BUILD_SIGNALS_ONLY, BUILD_UNCHANGED };

struct build_refusal {
	struct sv feed;
	bool older;			/* else: smaller */
	uint64_t before, now;		/* records */
	struct sv time_before, time_now;
};

struct build_report {
	struct manifest manifest;
	enum build_how how;
	struct build_refusal refused;	/* with YG_ESTALE */
	struct sv path;			/* with YG_ENOTFOUND and YG_EIO */
	bool partial;			/* something could not be read to its end */
	const char *missing;		/* what the kernel lacks for the sandbox; NULL: nothing */
};

int knowledge_build(struct arena *a, const struct build_options *o,
		    struct build_report *ret) YG_CHECK;

#endif
