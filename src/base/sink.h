/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink.h - where output goes: a small buffer in front of a file descriptor or a function.
 *
 * A writer appends to s->b and calls sink_spill() now and then (after each row); memory stays
 * small however long the output is.
 *
 * Ownership: sink_drop() or sink_auto frees the buffer; the descriptor is the caller's.
 * Errors:    sticky: after the first failure nothing more is written, and sink_flush() says
 *	what it was (YG_EIO with errno kept in s->error, YG_ENOMEM, YG_ELIMIT).
 * Threads:   one owner.   Trust: bytes are passed on as they are.
 */
#ifndef YAGURA_SINK_H
#define YAGURA_SINK_H

#include "base/buf.h"

struct sink {
	struct buf b;
	int (*write)(void *ctx, struct sv bytes);	/* all of them, or a negative code */
	void *ctx;
	int fd;
	int error;		/* errno of the write that failed: EPIPE is no fault of ours */
};

enum { SINK_SPILL = 64 * 1024 };

struct sink sink_to_fd(int fd);
struct sink sink_to(int (*write)(void *ctx, struct sv bytes), void *ctx);
void sink_drop(struct sink *s);
#define sink_auto __attribute__((cleanup(sink_drop))) struct sink

/* Pass on what has gathered, if it is SINK_SPILL bytes or more. */
void sink_spill(struct sink *s);
/* Pass on all of it; 0 or the first error. */
int sink_flush(struct sink *s) YG_CHECK;

#endif
