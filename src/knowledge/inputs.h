/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inputs.h - the feed files of a build: found under what the user names, hashed, in one order.
 *
 * Ownership: everything lives in the arena given.
 * Errors:    YG_ENOTFOUND, YG_EIO (errno), YG_ELIMIT; *ret_path says which path.
 * Threads:   no shared state.
 * Trust:     names are the user's; links are followed only where the user named them.
 */
#ifndef YAGURA_KNOWLEDGE_INPUTS_H
#define YAGURA_KNOWLEDGE_INPUTS_H

#include "base/base.h"

struct input {
	struct sv path;			/* NUL-terminated */
	struct sv sha256;		/* 64 hexadecimal digits */
	uint64_t bytes;
	struct sv time;			/* when these bytes were current: RFC 3339 */
	bool fetched;			/* time is from the sidecar, not from the file system */
	struct sv url;			/* from the sidecar */
	struct sv feed;			/* from the sidecar */
	struct sv reader;		/* set by the build: which format it was */
};

/* Files under paths (folders are walked), without sidecars and hidden files, sorted by path,
 * each content once. */
int inputs_find(struct arena *a, const struct sv *paths, size_t n, struct input **ret,
		size_t *ret_count, struct sv *ret_path) YG_CHECK;

#endif
