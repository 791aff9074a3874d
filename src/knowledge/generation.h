/* SPDX-License-Identifier: Apache-2.0 */
/*
 * generation.h - the folder of a knowledge base: immutable generations and one that is current.
 *
 *	DIR/generations/ID/{manifest.json,inputs.json,match.idx,signals.idx,kb.sqlite}
 *	DIR/current -> generations/ID		switched by one rename
 *	DIR/lock				held by the one who builds
 *
 * A generation is made in a folder of its own, flushed to disk, then renamed: readers see all
 * of it or nothing.
 *
 * Ownership: a struct generation owns its lock and its unfinished folder until committed.
 * Errors:    YG_EIO (errno), YG_EINVAL (path too long), YG_ELOCKED (someone else builds).
 * Threads:   one owner; other processes are kept out by the lock.
 * Trust:     the folder is the administrator's.
 */
#ifndef YAGURA_GENERATION_H
#define YAGURA_GENERATION_H

#include "base/base.h"

enum { GENERATION_PATH_MAX = 4096, GENERATION_KEEP = 3, YG_ELOCKED = -40 };

struct generation {
	char dir[GENERATION_PATH_MAX];		/* DIR */
	char folder[GENERATION_PATH_MAX];	/* where files are written now */
	int lock;
};
#define generation_auto __attribute__((cleanup(generation_abandon))) struct generation

/* Make DIR if need be and take the lock. */
int generation_begin(const char *dir, struct generation *ret) YG_CHECK;
/* An empty unfinished folder. */
int generation_folder(struct generation *g) YG_CHECK;
/* Take over a file of the current generation: a hard link (a copy where links cannot be). */
int generation_link(const struct generation *g, const char *name) YG_CHECK;
/* Flush, rename to id, make it current, remove all but the newest GENERATION_KEEP. */
int generation_commit(struct generation *g, struct sv id) YG_CHECK;
/* Make an existing generation current; YG_ENOTFOUND. */
int generation_switch(const struct generation *g, struct sv id) YG_CHECK;
/* Give back the lock; an unfinished folder is removed. */
void generation_abandon(struct generation *g);

/* DIR/current/NAME. */
int generation_path(const char *dir, const char *name, char *to, size_t room) YG_CHECK;

#endif
