/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image.h - the inventories in a container image, or in any other archive or compressed file.
 *
 *	docker save, podman save	manifest.json names the layers of each image
 *	OCI layout, packed		index.json, blobs/ (github.com/opencontainers/image-spec)
 *	docker export, a packed tree	its files as they are
 *	a zip of SBOMs, bom.json.zst	the documents in it
 *
 * Layers are applied in their order, with whiteouts and opaque folders (image-spec, layer.md):
 * what an upper layer removed or replaced is not handed over.
 *
 * Ownership: paths and texts live during the call that hands them over.
 * Errors:    0: all was read.  Negative: the walk ended early and is partial; what concerns one
 *	file, layer or image goes to visitor->problem, and the walk goes on.
 * Threads:   as archive.h.
 * Trust:     hostile; as archive.h, and LIMIT_IMAGE_*.  Only wanted files are kept in memory.
 */
#ifndef YAGURA_IMAGE_H
#define YAGURA_IMAGE_H

#include "base/archive.h"
#include "identify/wanted.h"

struct image_visitor {
	void *ctx;
	const struct archive_env *env;		/* archive.h; may be NULL */
	/* Optional: the files that follow belong to this image, "nginx:1.25". */
	int (*image)(void *ctx, struct sv name);
	/*
	 * A file that may be an inventory.  path: "app.tar!etc/os-release"; inside: the same
	 * within its tree, "etc/os-release" or "app.jar!META-INF/...".  Within an image the
	 * os-release comes first, then the package database, then the rest by path; in other
	 * archives the os-release comes first and the rest as it lies.  text[n] is a
	 * writable NUL.
	 */
	int (*file)(void *ctx, struct sv path, struct sv inside, enum inventory_want want,
		    char *text, size_t n);
	int (*problem)(void *ctx, struct sv path, int code, const char *why);
};

/* The descriptor is read from its start, twice or more, so it must be able to seek. */
int image_walk(int fd, struct sv name, const struct image_visitor *v, struct yg_err *err)
	YG_CHECK;

#endif
