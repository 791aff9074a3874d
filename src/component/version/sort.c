/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sort.c - a stable merge sort for versions, because a comparison can fail and because some
 * schemes are not transitive: qsort() may then run out of bounds, merging cannot.
 */
#include "component/version/ranges.h"

static int key_order(const struct version_scheme *s, const struct version_key *a,
		     const struct version_key *b, int *ret)
{
	int r = 0, order = 0;

	if (a->lowest || b->lowest)
		order = b->lowest - a->lowest;
	else
		r = range_bound_order(s, a->version, b->version, &order);
	if (r < 0)
		return r;
	*ret = order ? order : (a->rank > b->rank) - (a->rank < b->rank);
	return 0;
}

static int merge(const struct version_scheme *s, const struct version_key *from, size_t middle,
		 size_t count, struct version_key *to)
{
	size_t i = 0, j = middle;
	int order, r;

	for (size_t k = 0; k < count; k++) {
		if (j == count) {
			to[k] = from[i++];
			continue;
		}
		if (i == middle) {
			to[k] = from[j++];
			continue;
		}
		r = key_order(s, &from[i], &from[j], &order);
		if (r < 0)
			return r;
		to[k] = order <= 0 ? from[i++] : from[j++];
	}
	return 0;
}

int version_sort(struct arena *a, const struct version_scheme *s, struct version_key *keys,
		 size_t count)
{
	struct version_key *now = arena_new(a, struct version_key, count);
	struct version_key *next = arena_new(a, struct version_key, count);
	int r = 0;

	if (count == 0)
		return 0;
	if (!now || !next)
		return YG_ENOMEM;
	memcpy(now, keys, count * sizeof *keys);
	for (size_t width = 1; width < count; width *= 2) {
		for (size_t i = 0; i < count; i += 2 * width) {
			size_t n = count - i < 2 * width ? count - i : 2 * width;
			r = merge(s, now + i, n < width ? n : width, n, next + i);
			if (r < 0)
				return r;
		}
		struct version_key *swap = now;
		now = next;
		next = swap;
	}
	memcpy(keys, now, count * sizeof *keys);
	return 0;
}
