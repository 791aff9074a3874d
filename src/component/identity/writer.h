/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writer.h - text of a size that is not known beforehand, in an arena: the same function runs
 * twice, without memory to measure and then to write.  Private to this folder.
 *
 * Ownership: p is the arena's.   Errors: none; the caller checks the measured n.
 * Threads:   no shared state.    Trust: bytes are not interpreted.
 */
#ifndef YAGURA_IDENTITY_WRITER_H
#define YAGURA_IDENTITY_WRITER_H

#include "base/base.h"

struct writer {
	char *p;		/* NULL: measuring */
	size_t n;
};

static inline void put(struct writer *w, char c)
{
	if (w->p)
		w->p[w->n] = c;
	w->n++;
}

static inline void put_sv(struct writer *w, struct sv s)
{
	if (w->p && s.n > 0)
		memcpy(w->p + w->n, s.p, s.n);
	w->n += s.n;
}

#endif
