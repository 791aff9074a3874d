/* SPDX-License-Identifier: Apache-2.0 */
/*
 * incoming.h - a file on its way into the feeds folder: written beside it, judged, and only
 * then put in the place of its predecessor, all or nothing.
 *
 *	r = fetch_incoming_begin(&in, &folder, io, cap);
 *	for each part: r = fetch_incoming_add(&in, p, n);
 *	r = fetch_incoming_judge(&in, FETCH_JSON, old_bytes, &why);
 *	r = fetch_incoming_accept(&in, file, &sidecar);
 *	fetch_incoming_drop(&in);
 *
 * A crash leaves the old file or the new one, each with its own sidecar or with none; never one
 * of them with the sidecar of the other.
 *
 * Ownership: an incoming file owns its descriptor and its temporary name until it is dropped.
 * Errors:    YG_EIO, see errno; YG_ELIMIT over the cap; YG_ESYNTAX when judge() refuses.
 * Threads:   one owner.
 * Trust:     bytes are whatever a server sent.
 */
#ifndef YAGURA_INCOMING_H
#define YAGURA_INCOMING_H

#include <sys/types.h>

#include "fetch/feeds_table.h"
#include "fetch/folder.h"

/* The system calls whose failure the fault tests play through. */
struct fetch_io {
	void *ctx;
	ssize_t (*write)(void *ctx, int fd, const void *p, size_t n);
	int (*fsync)(void *ctx, int fd);
	int (*rename)(void *ctx, int folder, const char *from, const char *to);
};

extern const struct fetch_io fetch_io_system;

enum fetch_refusal {
	FETCH_ACCEPTED,
	FETCH_EMPTY,
	FETCH_OTHER_SHAPE,	/* not the format it should be: an error page, for example */
	FETCH_CUT_SHORT,	/* does not end as the format ends */
	FETCH_SHRUNK,		/* under half of its predecessor */
};

struct fetch_incoming {
	const struct fetch_folder *folder;
	const struct fetch_io *io;
	int fd;			/* -1: none */
	char part[40];		/* temporary name */
	uint64_t bytes, cap;
	struct sha256 hash;
};

/* id tells incoming files of one process apart. */
int fetch_incoming_begin(struct fetch_incoming *in, const struct fetch_folder *folder,
			 const struct fetch_io *io, uint64_t cap, unsigned id) YG_CHECK;
int fetch_incoming_add(struct fetch_incoming *in, const void *p, size_t n) YG_CHECK;
/* Start over: a server's answer was cut off and is asked for again. */
int fetch_incoming_rewind(struct fetch_incoming *in) YG_CHECK;

/* 0, or YG_ESYNTAX with the reason in *ret_why.  old_bytes 0: there is no predecessor. */
int fetch_incoming_judge(const struct fetch_incoming *in, enum fetch_shape shape,
			 uint64_t old_bytes, enum fetch_refusal *ret_why) YG_CHECK;

/*
 * Make it the feed's file, with sidecar (whose bytes and sha256 are filled in here), durably.
 * Once only; afterwards drop() has nothing left to remove.
 */
int fetch_incoming_accept(struct fetch_incoming *in, struct sv file,
			  const struct fetch_sidecar *sidecar) YG_CHECK;
void fetch_incoming_drop(struct fetch_incoming *in);

/* Write or replace a sidecar alone, durably. */
int fetch_sidecar_store(const struct fetch_folder *folder, const struct fetch_io *io,
			struct sv file, const struct fetch_sidecar *s) YG_CHECK;

#endif
