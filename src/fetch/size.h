/* SPDX-License-Identifier: Apache-2.0 */
/* size.h - numbers of bytes as people read them: "812 B", "1.3 MB".  Errors: in the buffer. */
#ifndef YAGURA_FETCH_SIZE_H
#define YAGURA_FETCH_SIZE_H

#include "base/buf.h"

static inline void fetch_size_put(struct buf *b, uint64_t bytes)
{
	static const char *const units[] = {"kB", "MB", "GB", "TB"};
	uint64_t unit = 1000;
	size_t i = 0;

	if (bytes < unit) {
		buf_u64(b, bytes);
		buf_str(b, " B");
		return;
	}
	while (i + 1 < YG_COUNT(units) && bytes / unit >= 1000) {
		unit *= 1000;
		i++;
	}
	if (bytes / unit < 100) {
		uint64_t tenths = (bytes * 10 + unit / 2) / unit;
		buf_u64(b, tenths / 10);
		buf_char(b, '.');
		buf_u64(b, tenths % 10);
	} else {
		buf_u64(b, (bytes + unit / 2) / unit);
	}
	buf_char(b, ' ');
	buf_str(b, units[i]);
}

#endif
