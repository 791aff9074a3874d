/* SPDX-License-Identifier: Apache-2.0 */
#include "understand/knowledge/signals.h"

_Static_assert(sizeof(struct signals_row) == 48, "rows are stored as they are");
_Static_assert(sizeof(struct signals_cvss) == 16, "rows are stored as they are");
_Static_assert(sizeof(struct signals_about) == 16, "rows are stored as they are");

int signals_open(const char *path, struct signals *ret)
{
	return section_open(path, SIGNALS_MAGIC, SIGNALS_VERSION, &ret->file);
}

void signals_close(struct signals *s)
{
	section_close(&s->file);
}

const struct signals_row *signals_find(const struct signals *s, struct sv id)
{
	uint32_t low = 0, high = s->file.by_id[SIGNALS_SECTION_ROWS].count;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct signals_row *row = section_row(&s->file, SIGNALS_SECTION_ROWS, mid,
							    sizeof *row);
		int r = row ? sv_cmp(signals_string(s, row->id), id) : 1;
		if (r == 0)
			return row;
		if (r < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

const struct signals_cvss *signals_cvss_at(const struct signals *s, const struct signals_row *r,
					   unsigned i)
{
	if (i >= r->cvss_count || r->cvss_first > UINT32_MAX - i)
		return NULL;
	return section_row(&s->file, SIGNALS_SECTION_CVSS, r->cvss_first + i,
			   sizeof(struct signals_cvss));
}

struct sv signals_alias_at(const struct signals *s, const struct signals_row *r, unsigned i)
{
	const uint32_t *ref;
	if (i >= r->alias_count || r->alias_first > UINT32_MAX - i)
		return (struct sv){"", 0};
	ref = section_row(&s->file, SIGNALS_SECTION_ALIASES, r->alias_first + i, sizeof *ref);
	return ref ? signals_string(s, *ref) : (struct sv){"", 0};
}

const struct signals_about *signals_about(const struct signals *s)
{
	return section_row(&s->file, SIGNALS_SECTION_ABOUT, 0, sizeof(struct signals_about));
}
