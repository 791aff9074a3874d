/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image_manifest.h - which images a saved archive holds, and of which layers each is made.
 *
 * Ownership: everything lives in the arena.
 * Errors:    YG_ENOMEM, YG_ELIMIT; what makes no sense as a manifest is none (count 0).
 * Threads:   no shared state.   Trust: hostile.
 */
#ifndef YAGURA_IMAGE_MANIFEST_H
#define YAGURA_IMAGE_MANIFEST_H

#include "base/base.h"

/* A small text of the archive: JSON, or where a link leads. */
struct image_text {
	struct sv name;		/* in the archive */
	struct sv text;		/* p[n] is a writable NUL */
	bool link;		/* text is the name that a link leads to */
};

struct image_layers {
	struct sv name;		/* tag, or digest; may be empty */
	struct sv *layers;	/* names in the archive, lowest first */
	size_t count;
};

struct image_list {
	struct image_layers *images;
	size_t count;
	size_t unread;		/* manifests that are named and are not there or not readable */
};

int image_list_read(struct arena *a, struct image_text *texts, size_t count,
		    struct image_list *ret) YG_CHECK;

#endif
