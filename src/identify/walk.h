/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walk.h - the files of a folder that may be inventories, in one order on every machine.
 *
 * Ownership: paths and descriptors belong to the walk and live during the call.
 * Errors:    YG_ELIMIT names the limit (LIMIT_FILES); YG_EIO when the folder itself cannot be
 *	read; a callback's negative result ends the walk and is returned.  A folder or file
 *	inside that cannot be read goes to visitor->problem.
 * Threads:   no shared state.
 * Trust:     the tree is hostile: links are never followed out of the root, and folders never
 *	through links; depth is capped at LIMIT_WALK_DEPTH; only regular files are opened.
 */
#ifndef YAGURA_WALK_H
#define YAGURA_WALK_H

#include "identify/wanted.h"

struct inventory_visitor {
	void *ctx;
	/* path: relative to the root.  fd: open for reading, at its start. */
	int (*file)(void *ctx, struct sv path, enum inventory_want want, int fd);
	/* Optional. */
	int (*problem)(void *ctx, struct sv path, int code, const char *why);
};

/*
 * Walk the folder behind root.  The os-release comes first, then all files that are wanted or
 * possible (archives too; INVENTORY_TEXT only where there is no os-release) in the byte order
 * of names, folder by folder.  A file that has two names is given once.
 */
int inventory_walk(int root, const struct inventory_visitor *v, struct yg_err *err) YG_CHECK;

#endif
