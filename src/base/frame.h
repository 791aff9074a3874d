/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame.h - messages over a descriptor: a length, a type, a payload; and packed fields.
 *
 * A frame is u32 little endian = bytes of the payload, u8 type, payload.  Fields inside a
 * payload are u8 tag, u32 length, bytes (docs/formats/parse-protocol.md).
 *
 * Ownership: the reader's payload lives until the next frame_read().
 * Errors:    YG_EIO (the other side is gone or broken), YG_ELIMIT (a frame over LIMIT_FRAME),
 *	YG_ESYNTAX (fields that do not add up).
 * Threads:   one owner.   Trust: the reader trusts nothing that the other side writes.
 */
#ifndef YAGURA_FRAME_H
#define YAGURA_FRAME_H

#include "base/buf.h"

/* Writer: frames are gathered and written when 256 KiB stand or on frame_flush(). */
struct frame_writer {
	int fd;
	struct buf out;
	size_t start;		/* of the frame being written */
};

struct frame_writer frame_writer_on(int fd);
void frame_writer_drop(struct frame_writer *w);
/* Start a frame; fill frame_payload(w) with buf_*() calls; then frame_end(). */
void frame_begin(struct frame_writer *w, uint8_t type);
static inline struct buf *frame_payload(struct frame_writer *w) { return &w->out; }
int frame_end(struct frame_writer *w) YG_CHECK;
/* Forget the frame that was begun. */
void frame_abandon(struct frame_writer *w);
int frame_flush(struct frame_writer *w) YG_CHECK;

struct frame_reader {
	int fd;
	struct buf in;
	size_t at;		/* of the next frame in `in` */
};

struct frame_reader frame_reader_on(int fd);
void frame_reader_drop(struct frame_reader *r);
/* Next frame: 1 and its type and payload (writable, a NUL behind it); 0 at the end. */
int frame_read(struct frame_reader *r, uint8_t *ret_type, char **ret_payload, size_t *ret_n)
	YG_CHECK;

/* Append one field. */
void field_put(struct buf *b, uint8_t tag, struct sv value);
/* Take the next field of *rest: 1; 0 at the end; YG_ESYNTAX. */
int field_next(struct sv *rest, uint8_t *ret_tag, struct sv *ret_value) YG_CHECK;

#endif
