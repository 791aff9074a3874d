/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image_tree.h - the wanted files of an image, as its layers leave them.  Layers may come in any
 * order; what a layer removes or replaces is remembered until all have been read.
 *
 * Ownership: the tree owns copies of paths and texts; tree_drop().
 * Errors:    YG_ENOMEM; YG_ELIMIT over LIMIT_IMAGE_KEPT.
 * Threads:   one owner.
 * Trust:     hostile paths.  Replaced paths are kept as 64-bit hashes: an image whose maker
 *	goes to the length of making two collide hides a file from its own scan.
 */
#ifndef YAGURA_IMAGE_TREE_H
#define YAGURA_IMAGE_TREE_H

#include "base/vec.h"
#include "identify/wanted.h"

struct kept {
	char *path;		/* NUL-terminated */
	char *text;		/* text[n] is a NUL; NULL: a link to another path */
	size_t path_n, n;
	size_t target_n;	/* of a link: its length, behind the path's NUL */
	unsigned layer;
	enum inventory_want want;
};

struct path_slot {
	uint64_t key;
	uint32_t value;
	bool used;
};

/* Open addressing; keys are hashes of paths. */
struct path_table {
	struct path_slot *slots;
	size_t count, room;
};

struct image_tree {
	struct { VEC(struct kept); } kept;
	struct path_table by_path;	/* path -> index in kept */
	struct path_table gone;		/* path -> the highest layer in which it is no folder */
	size_t bytes;
};

void tree_drop(struct image_tree *t);

/* A file of a layer; of the same path that of the highest layer stays, in one layer the last. */
int tree_keep(struct image_tree *t, struct sv path, unsigned layer, enum inventory_want want,
	      struct sv text) YG_CHECK;

/* A link at a wanted path: target is a path in the tree. */
int tree_keep_link(struct image_tree *t, struct sv path, unsigned layer,
		   enum inventory_want want, struct sv target) YG_CHECK;

/*
 * In this layer path is not the folder or file that lower layers may have: a file, a link or a
 * whiteout stands there, or the folder is opaque.  What lower layers have at and below it is
 * gone.
 */
int tree_replace(struct image_tree *t, struct sv path, unsigned layer) YG_CHECK;

/* Did upper layers leave this file where it is? */
bool tree_is_alive(const struct image_tree *t, const struct kept *k);

/* The kept file at that path; NULL when there is none or it is not alive. */
const struct kept *tree_find(const struct image_tree *t, struct sv path);

#endif
