/* SPDX-License-Identifier: Apache-2.0 */
/*
 * distance.h - how far apart two words are, for "did you mean".
 *
 * Ownership: views only.   Errors: none.   Threads: no shared state.
 * Trust:     words of any length; long ones are simply far apart.
 */
#ifndef YAGURA_DISTANCE_H
#define YAGURA_DISTANCE_H

#include "base/base.h"

/*
 * Letters inserted, left out, replaced or swapped with their neighbour (optimal string
 * alignment) to get from a to b.  Words longer than 40 bytes are UINT_MAX apart.
 */
unsigned distance_words(struct sv a, struct sv b);

/* Keeps the nearest of the words it is shown. */
struct distance_best {
	struct sv wanted, word;		/* word: empty when nothing is near enough */
	unsigned distance;
};

struct distance_best distance_begin(struct sv wanted);
void distance_offer(struct distance_best *best, struct sv word);

#endif
