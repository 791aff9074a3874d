/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wanted.h - which files of a tree (a root file system, a folder, an archive) may be
 * inventories, by their paths alone.  The walk of a folder and that of an image ask the same.
 *
 * Ownership: nothing is kept.   Errors: none: what is not known is ignored.
 * Threads:   no shared state.   Trust: any bytes.
 */
#ifndef YAGURA_WANTED_H
#define YAGURA_WANTED_H

#include "base/base.h"

enum inventory_want {
	INVENTORY_IGNORED,
	INVENTORY_OS_RELEASE,	/* of this tree's root */
	INVENTORY_SYSTEM,	/* the root's package database */
	INVENTORY_DOCUMENT,	/* by its name a lock file, an SBOM, metadata of a package */
	INVENTORY_POSSIBLE,	/* JSON or XML: its content decides (inventory_is_known) */
	INVENTORY_TEXT,		/* other text: the same, but only in folders that people made; a
				 * file system is full of lists of other things */
	INVENTORY_ARCHIVE,	/* a .jar and the like, in which there may be documents */
};

/* path: relative to the root of the tree, without a leading "/" or "./". */
enum inventory_want inventory_wanted(struct sv path);

/*
 * Is this whole text one that a reader knows?  What is only INVENTORY_POSSIBLE is passed over
 * when it is not: most JSON of a tree is something else.
 */
bool inventory_is_known(struct sv path, struct sv text);

/* Folders that hold no inventories of their own: .git; proc, sys, dev, run at the root. */
bool inventory_folder_ignored(struct sv path);

/*
 * Does this go.mod list all modules of the build, the indirect ones too (go 1.17 and later)?
 * Then the go.sum beside it only adds versions that were looked at and not taken.
 */
bool inventory_go_mod_is_whole(struct sv text);

#endif
