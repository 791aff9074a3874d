/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vec.h - a growing array for data that outlives one unit of work (builders of indexes).
 *
 *	struct { VEC(struct rule); } rules = {0};
 *	struct rule *r = vec_add(&rules);
 *
 * Ownership: the vec owns its items; vec_drop() frees them.  Addresses move when it grows.
 * Errors:    vec_add() is NULL when out of memory; the items stay.
 * Threads:   one owner.   Trust: counts are bounded by the caller's limits.
 */
#ifndef YAGURA_VEC_H
#define YAGURA_VEC_H

#include "base/base.h"

#define VEC(type) type *p; size_t n, room

static inline void *vec_grow(void *p, size_t n, size_t *room, size_t size)
{
	size_t want = *room ? *room * 2 : 64;
	void *grown;
	if (n < *room)
		return p;
	if (want > SIZE_MAX / 2 / size)
		return NULL;
	grown = realloc(p, want * size);
	if (grown)
		*room = want;
	return grown;
}

/* One more zeroed item at the end, or NULL. */
#define vec_add(v) __extension__ ({ \
	void *grown_ = vec_grow((v)->p, (v)->n, &(v)->room, sizeof *(v)->p); \
	__typeof__((v)->p) item_ = NULL; \
	if (grown_) { \
		(v)->p = grown_; \
		item_ = &(v)->p[(v)->n++]; \
		memset(item_, 0, sizeof *item_); \
	} \
	item_; })

#define vec_drop(v) (free((v)->p), (v)->p = NULL, (v)->n = (v)->room = 0)

#endif
