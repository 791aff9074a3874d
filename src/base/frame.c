/* SPDX-License-Identifier: Apache-2.0 */
#include "base/frame.h"

#include <errno.h>
#include <unistd.h>

#include "base/limits.h"

enum { HEAD = 5, FLUSH_AT = 256 * 1024, READ_CHUNK = 64 * 1024 };

struct frame_writer frame_writer_on(int fd)
{
	return (struct frame_writer){.fd = fd, .out = BUF_CAP(LIMIT_FRAME + FLUSH_AT + HEAD)};
}

void frame_writer_drop(struct frame_writer *w)
{
	buf_drop(&w->out);
}

void frame_begin(struct frame_writer *w, uint8_t type)
{
	w->start = w->out.n;
	buf_u32le(&w->out, 0);
	buf_char(&w->out, (char)type);
}

void frame_abandon(struct frame_writer *w)
{
	w->out.n = w->start;
	w->out.err = 0;
}

int frame_end(struct frame_writer *w)
{
	size_t n = w->out.n - w->start - HEAD;
	int r = w->out.err;

	if (r == 0 && n > LIMIT_FRAME)
		r = YG_ELIMIT;
	if (r < 0) {
		frame_abandon(w);
		return r;
	}
	for (unsigned i = 0; i < 4; i++)
		w->out.p[w->start + i] = (char)(n >> (8 * i));
	return w->out.n >= FLUSH_AT ? frame_flush(w) : 0;
}

int frame_flush(struct frame_writer *w)
{
	size_t at = 0;
	while (at < w->out.n) {
		ssize_t n = write(w->fd, w->out.p + at, w->out.n - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return YG_EIO;
		at += (size_t)n;
	}
	buf_clear(&w->out);
	return 0;
}

struct frame_reader frame_reader_on(int fd)
{
	return (struct frame_reader){.fd = fd, .in = BUF_CAP(LIMIT_FRAME + READ_CHUNK + HEAD + 1)};
}

void frame_reader_drop(struct frame_reader *r)
{
	buf_drop(&r->in);
}

/* Read more until `need` bytes stand at r->at: 1, or 0 at a clean end. */
static int fill(struct frame_reader *r, size_t need)
{
	if (r->in.n - r->at >= need)
		return 1;
	if (r->at > 0) {
		memmove(r->in.p, r->in.p + r->at, r->in.n - r->at);
		r->in.n -= r->at;
		r->at = 0;
	}
	while (r->in.n < need) {
		char *w = buf_reserve(&r->in, READ_CHUNK);
		ssize_t n;
		if (!w)
			return r->in.err;
		n = read(r->fd, w, READ_CHUNK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return YG_EIO;
		if (n == 0)
			return r->in.n == 0 ? 0 : YG_EIO;
		r->in.n += (size_t)n;
	}
	return 1;
}

int frame_read(struct frame_reader *r, uint8_t *ret_type, char **ret_payload, size_t *ret_n)
{
	const unsigned char *h;
	size_t n;
	int got;

	got = fill(r, HEAD);
	if (got <= 0)
		return got;
	h = (const unsigned char *)r->in.p + r->at;
	n = (size_t)h[0] | (size_t)h[1] << 8 | (size_t)h[2] << 16 | (size_t)h[3] << 24;
	if (n > LIMIT_FRAME)
		return YG_ELIMIT;
	got = fill(r, HEAD + n);
	if (got <= 0)
		return got < 0 ? got : YG_EIO;
	*ret_type = (uint8_t)r->in.p[r->at + 4];
	/* Move the payload one byte down, over the type, so that a NUL fits behind it. */
	memmove(r->in.p + r->at + 4, r->in.p + r->at + HEAD, n);
	r->in.p[r->at + 4 + n] = '\0';
	*ret_payload = r->in.p + r->at + 4;
	*ret_n = n;
	r->at += HEAD + n;
	return 1;
}

void field_put(struct buf *b, uint8_t tag, struct sv value)
{
	if (value.n > UINT32_MAX) {
		b->err = b->err ? b->err : YG_ELIMIT;
		return;
	}
	buf_char(b, (char)tag);
	buf_u32le(b, (uint32_t)value.n);
	buf_sv(b, value);
}

int field_next(struct sv *rest, uint8_t *ret_tag, struct sv *ret_value)
{
	const unsigned char *p = (const unsigned char *)rest->p;
	size_t n;

	if (rest->n == 0)
		return 0;
	if (rest->n < HEAD)
		return YG_ESYNTAX;
	n = (size_t)p[1] | (size_t)p[2] << 8 | (size_t)p[3] << 16 | (size_t)p[4] << 24;
	if (n > rest->n - HEAD)
		return YG_ESYNTAX;
	*ret_tag = p[0];
	*ret_value = (struct sv){rest->p + HEAD, n};
	rest->p += HEAD + n;
	rest->n -= HEAD + n;
	return 1;
}
