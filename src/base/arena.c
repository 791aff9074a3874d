/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"

enum { CHUNK_MIN = 4096, CHUNK_MAX = 1 << 20 };

/* Chunks double from 4 KiB to 1 MiB: a short run stays small, a long one asks rarely. */
static size_t chunk_size(const struct arena *a, size_t need)
{
	size_t next = a->top ? a->top->cap * 2 : CHUNK_MIN;
	if (YG_SANITIZED)
		return need;
	if (next > CHUNK_MAX)
		next = CHUNK_MAX;
	return need > next ? need : next;
}

void *arena_take(struct arena *a, size_t count, size_t size, size_t align)
{
	struct arena_chunk *c = a->top;
	size_t n, pad;
	char *p;

	if ((a->fail_at > 0 && --a->fail_at == 0) ||
	    (size != 0 && count > (a->cap - a->total) / size))
		return NULL;
	n = count * size;
	pad = c ? (align - c->used % align) % align : 0;
	if (!c || pad > c->cap - c->used || n > c->cap - c->used - pad) {
		size_t cap = chunk_size(a, n);
		c = calloc(1, sizeof *c + cap);	/* large ones come as untouched zero pages */
		if (!c)
			return NULL;
		c->next = a->top;
		c->cap = cap;
		a->top = c;
		pad = 0;
	}
	p = c->mem + c->used + pad;
	/* Only what was used before a reset has to be cleared: the rest has never been touched. */
	if (c->used + pad < c->dirty && n > 0)
		memset(p, 0, c->dirty - c->used - pad < n ? c->dirty - c->used - pad : n);
	c->used += pad + n;
	a->total += n;
	return p;
}

void arena_drop(struct arena *a)
{
	for (struct arena_chunk *c = a->top, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	*a = (struct arena){.cap = a->cap, .fail_at = a->fail_at};
}

void arena_reset(struct arena *a)
{
	struct arena_chunk *keep = a->top;

	if (YG_SANITIZED || !keep) {
		arena_drop(a);
		return;
	}
	a->top = keep->next;
	arena_drop(a);
	*keep = (struct arena_chunk){.cap = keep->cap,
		.dirty = keep->used > keep->dirty ? keep->used : keep->dirty};
	a->top = keep;
}

/* The capacity follows from the count: 4, then the next power of two. */
void *arena_grow(struct arena *a, void *items, size_t count, size_t size, size_t align)
{
	void *grown;

	if (count > 0 && (count < 4 || (count & (count - 1)) != 0))
		return items;
	if (count > SIZE_MAX / 2)
		return NULL;
	grown = arena_take(a, count ? count * 2 : 4, size, align);
	if (grown && count > 0)
		memcpy(grown, items, count * size);
	return grown;
}

struct sv arena_copy(struct arena *a, struct sv s)
{
	char *p = s.n == SIZE_MAX ? NULL : arena_new(a, char, s.n + 1);
	if (!p)
		return (struct sv){NULL, 0};
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (struct sv){p, s.n};
}
