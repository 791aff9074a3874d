/* SPDX-License-Identifier: Apache-2.0 */
#include "base/archive/stream.h"

#include "base/text.h"

void zip_tail_add(struct zip_tail *t, struct sv block)
{
	size_t keep;

	if (block.n == 0)
		return;
	if (block.n > ZIP_TAIL)
		block = sv_from(block, block.n - ZIP_TAIL);
	keep = t->n < ZIP_TAIL - block.n ? t->n : ZIP_TAIL - block.n;
	memmove(t->bytes, t->bytes + t->n - keep, keep);
	memcpy(t->bytes + keep, block.p, block.n);
	t->n = keep + block.n;
}

/* The record ends with its comment, whose length stands in its last two bytes. */
bool zip_tail_is_end(const struct zip_tail *t)
{
	for (size_t comment = 0; comment + ZIP_END <= t->n; comment++) {
		const char *p = t->bytes + t->n - comment - ZIP_END;
		const unsigned char *length = (const unsigned char *)p + ZIP_END - 2;
		if (memcmp(p, "PK\5\6", 4) == 0 &&
		    (size_t)(length[0] | length[1] << 8) == comment)
			return true;
	}
	return false;
}
