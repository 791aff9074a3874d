/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf.h - a growing byte buffer that is created with the largest size it may reach.
 *
 * Ownership: the buffer owns its bytes; buf_drop() or buf_auto frees them.
 * Errors:    sticky: after the first failure (YG_ENOMEM, YG_ELIMIT) every append is a no-op
 *	and b->err holds the code, so a writer checks once, at the end.
 * Threads:   one owner.   Trust: appended bytes are not interpreted.
 */
#ifndef YAGURA_BUF_H
#define YAGURA_BUF_H

#include <stdarg.h>

#include "base/base.h"

struct buf {
	char *p;	/* NUL-terminated when not NULL; the NUL is not counted */
	size_t n, room, cap;
	int err;
};

#define BUF_CAP(bytes) ((struct buf){.cap = (bytes)})
#define buf_auto __attribute__((cleanup(buf_drop))) struct buf

void buf_drop(struct buf *b);
void buf_put(struct buf *b, const void *p, size_t n);
void buf_sv(struct buf *b, struct sv s);
void buf_str(struct buf *b, const char *z);
void buf_char(struct buf *b, char c);
void buf_u64(struct buf *b, uint64_t v);
void buf_u32le(struct buf *b, uint32_t v);
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Forget the content and the error, keep the memory. */
void buf_clear(struct buf *b);
/* Room for n more bytes at b->p + b->n, or NULL (b->err says why); n is not added to b->n. */
char *buf_reserve(struct buf *b, size_t n) YG_CHECK;

static inline struct sv buf_view(const struct buf *b)
{
	return (struct sv){b->p, b->n};
}

#endif
