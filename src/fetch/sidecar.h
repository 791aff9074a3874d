/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sidecar.h - FILE.meta.json beside a feed file: where it came from, when, and what it was
 * (docs/formats/feed-sidecar.md).
 *
 * Ownership: what is read belongs to the arena.
 * Errors:    YG_ENOTFOUND (no sidecar), YG_ESYNTAX, YG_ELIMIT, YG_ENOMEM, YG_EIO.
 * Threads:   no shared state.
 * Trust:     a sidecar may come with files from elsewhere: read like any input; nothing in it
 *	is believed that the file itself does not bear out (bytes, sha256).
 */
#ifndef YAGURA_SIDECAR_H
#define YAGURA_SIDECAR_H

#include "base/base.h"
#include "base/buf.h"
#include "base/sha256.h"

struct fetch_sidecar {
	struct sv feed;			/* debian-tracker */
	struct sv url;			/* empty: imported from a local file */
	struct sv fetched;		/* RFC 3339: when these bytes arrived */
	struct sv checked;		/* when the source last said they are current */
	struct sv last_modified;	/* as the server said, for If-Modified-Since */
	struct sv etag;			/* as the server said, for If-None-Match */
	struct sv sha256;		/* 64 hexadecimal digits */
	uint64_t bytes;
};

/* "kev.json" to "kev.json.meta.json"; YG_ELIMIT. */
int fetch_sidecar_name(struct sv file, char *to, size_t room) YG_CHECK;

int fetch_sidecar_read(struct arena *a, int folder, struct sv file,
		       struct fetch_sidecar *ret) YG_CHECK;

/* As one JSON document with a line end. */
void fetch_sidecar_write(struct buf *b, const struct fetch_sidecar *s);

/* From text[n], a writable NUL behind it. */
int fetch_sidecar_parse(char *text, size_t n, struct fetch_sidecar *ret,
			struct yg_err *err) YG_CHECK;

#endif
