/* SPDX-License-Identifier: Apache-2.0 */
#include "base/distance.h"

#include <limits.h>

#include "base/text.h"

enum { WORD_MAX = 40 };

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned distance_words(struct sv a, struct sv b)
{
	unsigned row[3][WORD_MAX + 1];	/* of the last three letters of a: row i at i % 3 */

	if (a.n > WORD_MAX || b.n > WORD_MAX)
		return UINT_MAX;
	for (unsigned j = 0; j <= b.n; j++)
		row[0][j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		unsigned *now = row[i % 3];
		const unsigned *one = row[(i + 2) % 3], *two = row[(i + 1) % 3];
		now[0] = i;
		for (unsigned j = 1; j <= b.n; j++) {
			char x = ch_to_lower(a.p[i - 1]), y = ch_to_lower(b.p[j - 1]);
			now[j] = least(least(one[j], now[j - 1]) + 1, one[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == ch_to_lower(b.p[j - 2]) &&
			    ch_to_lower(a.p[i - 2]) == y)
				now[j] = least(now[j], two[j - 2] + 1);
		}
	}
	return row[a.n % 3][b.n];
}

struct distance_best distance_begin(struct sv wanted)
{
	/* One slip in a short word, two in a longer one: more is another word. */
	unsigned most = wanted.n < 3 ? 1 : wanted.n < 8 ? 2 : 3;
	return (struct distance_best){.wanted = wanted, .distance = most + 1};
}

void distance_offer(struct distance_best *best, struct sv word)
{
	unsigned d = distance_words(best->wanted, word);
	bool begins = best->wanted.n >= 3 && sv_starts(word, best->wanted);

	if (begins && d > 1)	/* "know" means "knowledge" */
		d = 1;
	if (d < best->distance) {
		best->distance = d;
		best->word = word;
	}
}
