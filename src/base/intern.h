/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intern.h - each distinct string once, named by a 32-bit reference: its offset in a pool.
 *
 * The pool is what section.h stores: a LEB128 length before the bytes, reference 0 the empty
 * string.  References come in the order of first sight; callers that want the same bytes
 * from the same input intern in a fixed order.
 *
 * Ownership: the table owns its pool; intern_drop() frees it.  Views from intern_view() live
 *	until the next intern_add().
 * Errors:    YG_ENOMEM, YG_ELIMIT past 4 GiB; the table is unchanged then.
 * Threads:   one owner.   Trust: any bytes; the hash is seeded by the caller or 0.
 */
#ifndef YAGURA_INTERN_H
#define YAGURA_INTERN_H

#include "base/buf.h"

struct intern {
	struct buf pool;
	uint32_t *slots;	/* references, 0 = free; a power of two of them */
	size_t slot_count, used;
};

int intern_add(struct intern *t, struct sv s, uint32_t *ret) YG_CHECK;
/* The reference of s if it was added before; 0 otherwise (and for the empty string). */
uint32_t intern_find(const struct intern *t, struct sv s);
struct sv intern_view(const struct intern *t, uint32_t ref);
void intern_drop(struct intern *t);

#define intern_auto __attribute__((cleanup(intern_drop))) struct intern

#endif
