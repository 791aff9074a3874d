/* SPDX-License-Identifier: Apache-2.0 */
#include "understand/match/match_index.h"

_Static_assert(sizeof(struct match_key) == 16, "rows are stored as they are");
_Static_assert(sizeof(struct match_rule) == 16, "rows are stored as they are");
_Static_assert(sizeof(struct match_attr) == 32, "rows are stored as they are");
_Static_assert(sizeof(struct match_record) == 24, "rows are stored as they are");
_Static_assert(sizeof(struct match_coverage) == 12, "rows are stored as they are");

/* Schemes are stored by name: a scheme that this build does not know has no order. */
static void find_schemes(struct match_index *x)
{
	for (uint32_t i = 0; i < MATCH_SCHEME_MAX; i++) {
		const uint32_t *name = section_row(&x->file, MATCH_SECTION_SCHEMES, i,
						   sizeof *name);
		x->schemes[i] = name ? version_scheme_find(match_string(x, *name)) : NULL;
	}
}

int match_index_open(const char *path, struct match_index *ret)
{
	int r = section_open(path, MATCH_INDEX_MAGIC, MATCH_INDEX_VERSION, &ret->file);
	if (r == 0)
		find_schemes(ret);
	return r;
}

int match_index_open_memory(const void *bytes, size_t n, struct match_index *ret)
{
	int r = section_open_memory(bytes, n, MATCH_INDEX_MAGIC, MATCH_INDEX_VERSION,
				    &ret->file);
	if (r == 0)
		find_schemes(ret);
	return r;
}

void match_index_close(struct match_index *x)
{
	section_close(&x->file);
}

const struct match_key *match_index_find(const struct match_index *x, struct sv ecosystem,
					 struct sv name)
{
	uint32_t low = 0, high = x->file.by_id[MATCH_SECTION_KEYS].count;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct match_key *k = section_row(&x->file, MATCH_SECTION_KEYS, mid,
							sizeof *k);
		int r;
		if (!k)
			return NULL;
		r = sv_cmp(match_string(x, k->ecosystem), ecosystem);
		if (r == 0)
			r = sv_cmp(match_string(x, k->name), name);
		if (r == 0)
			return k;
		if (r < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

bool match_index_covers(const struct match_index *x, struct sv ecosystem)
{
	uint32_t low = 0, high = x->file.by_id[MATCH_SECTION_COVERAGE].count;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct match_coverage *c = section_row(&x->file, MATCH_SECTION_COVERAGE,
							     mid, sizeof *c);
		int r = c ? sv_cmp(match_string(x, c->ecosystem), ecosystem) : 1;
		if (r == 0)
			return true;
		if (r < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}
