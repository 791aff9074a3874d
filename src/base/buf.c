/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdio.h>

void buf_drop(struct buf *b)
{
	free(b->p);
	*b = (struct buf){.cap = b->cap};
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->err = 0;
	if (b->p)
		b->p[0] = '\0';
}

char *buf_reserve(struct buf *b, size_t n)
{
	size_t room;
	char *p;

	if (b->err)
		return NULL;
	if (n > b->cap - b->n) {
		b->err = YG_ELIMIT;
		return NULL;
	}
	if (b->p && n < b->room - b->n)
		return b->p + b->n;
	room = b->room ? b->room : 256;
	/* Never more than the cap and its NUL: appending one byte looks at the room alone. */
	if (room > b->cap)
		room = b->cap + 1;
	while (room - b->n <= n)
		room = room > b->cap / 2 ? b->cap + 1 : room * 2;
	p = realloc(b->p, room);
	if (!p) {
		b->err = YG_ENOMEM;
		return NULL;
	}
	b->p = p;
	b->room = room;
	return p + b->n;
}

void buf_put(struct buf *b, const void *p, size_t n)
{
	/* Mostly there is room (b->p is NULL while room is 0): the way must be short. */
	char *w = b->err == 0 && b->room > b->n && n < b->room - b->n ? b->p + b->n
								       : buf_reserve(b, n);
	if (!w)
		return;
	if (n > 0)
		memcpy(w, p, n);
	b->n += n;
	w[n] = '\0';
}

void buf_sv(struct buf *b, struct sv s)
{
	buf_put(b, s.p, s.n);
}

void buf_str(struct buf *b, const char *z)
{
	buf_put(b, z, strlen(z));
}

void buf_char(struct buf *b, char c)
{
	if (b->err == 0 && b->room > b->n + 1) {
		b->p[b->n++] = c;
		b->p[b->n] = '\0';
		return;
	}
	buf_put(b, &c, 1);
}

void buf_u64(struct buf *b, uint64_t v)
{
	char t[20];
	size_t i = sizeof t;
	do
		t[--i] = (char)('0' + v % 10);
	while ((v /= 10) != 0);
	buf_put(b, t + i, sizeof t - i);
}

void buf_u32le(struct buf *b, uint32_t v)
{
	unsigned char t[4] = {(unsigned char)v, (unsigned char)(v >> 8),
			      (unsigned char)(v >> 16), (unsigned char)(v >> 24)};
	buf_put(b, t, sizeof t);
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;
	char *w;

	if (b->err)
		return;
	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	w = n < 0 ? NULL : buf_reserve(b, (size_t)n);
	if (w) {
		(void)vsnprintf(w, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	} else if (n < 0) {
		b->err = YG_EINVAL;
	}
	va_end(again);
}
