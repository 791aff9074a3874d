/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image_walker.h - what the parts of the image walk share; private to image*.c.
 *
 * Ownership, Errors, Threads, Trust: as image.h.
 */
#ifndef YAGURA_IMAGE_WALKER_H
#define YAGURA_IMAGE_WALKER_H

#include "identify/heavy/image.h"
#include "identify/heavy/image_manifest.h"
#include "identify/heavy/image_tree.h"

struct walker {
	const struct image_visitor *v;
	int fd;
	struct sv name;			/* of the archive, towards people */
	struct arena arena;		/* manifests */
	struct image_text *texts;	/* first pass: what may be manifests */
	size_t text_count, text_bytes;
	struct image_list images;
	struct sv os_release;		/* of a plain tree */
	bool etc_os_release;
	/* second pass, of one image */
	const struct image_layers *image;
	bool *seen;			/* layers that were there */
	unsigned layer;			/* the layer being read */
	size_t layer_prefix;		/* bytes of a member's path before its path in the layer */
	struct image_tree tree;
	const char *why;
};

/* End the walk with a code and its literal reason; returns code. */
int image_end(struct walker *w, int code, const char *why);
/* To the visitor; without its callback the walk ends. */
int image_problem(struct walker *w, struct sv path, int code, const char *why);
int image_member_problem(void *ctx, const struct archive_member *m, int code, const char *why);

/* One pass over the archive. */
int image_pass(struct walker *w, struct archive_visitor *v, struct yg_err *err);

/* What archive_walk() is to be told for a kind of file. */
int image_want(enum inventory_want want);
/* A guess by the first bytes; image_passed_over() has the last word. */
bool image_may_be(struct sv path, struct sv head);
bool image_passed_over(enum inventory_want want, const struct archive_document *d);

/* Where a link at `from` leads, as a path in the tree; ".." above the root stays there. */
int image_resolve_link(struct arena *a, struct sv from, struct sv link, struct sv *out) YG_CHECK;

/* image_layers.c: all of one image. */
int image_walk_layers(struct walker *w, const struct image_layers *image, struct yg_err *err)
	YG_CHECK;

#endif
