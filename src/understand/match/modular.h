/* SPDX-License-Identifier: Apache-2.0 */
/*
 * modular.h - may this rpm package be compared with that advisory's version?
 *
 * Enterprise Linux 8 and 9 ship some packages in module streams (nodejs:18, nodejs:20): a fix
 * in one stream says nothing about another, and nothing about packages outside modules.
 * Rebuilds with their own version lines (ksplice, FIPS) cannot be compared with plain ones.
 *
 * Ownership: none.   Errors: none.   Threads: pure.   Trust: any bytes.
 */
#ifndef YAGURA_MATCH_MODULAR_H
#define YAGURA_MATCH_MODULAR_H

#include "component/component.h"

enum modular_answer {
	MODULAR_SAME,		/* comparable */
	MODULAR_INFERRED,	/* comparable: the stream was inferred from the versions */
	MODULAR_OTHER,		/* another stream, or one of them is not modular */
	MODULAR_NOT_COMPARABLE,
	MODULAR_UNKNOWN,	/* a stream is asked for, and the package's is not known */
};

/*
 * c against an entry with this module stream ("" when the advisory does not say) and this
 * version (a bound of its range).  Only rpm packages are ever anything but MODULAR_SAME.
 */
enum modular_answer modular_fits(const struct component *c, struct sv module, struct sv bound);

/* c against an entry for all versions of this module stream ("": for any package). */
enum modular_answer modular_stream(const struct component *c, struct sv module);

#endif
