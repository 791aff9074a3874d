/* SPDX-License-Identifier: Apache-2.0 */
/* check_file.h - whole files of the shared test data in memory. */
#ifndef YAGURA_CHECK_FILE_H
#define YAGURA_CHECK_FILE_H

#include "base/buf.h"
#include "check.h"

/* The content of a file below the shared data; NUL-terminated, buf_drop() it.  False when it
 * is absent, which is a reason to skip. */
__attribute__((unused))
static bool check_load(const char *sub, struct buf *out)
{
	const char *path = check_shared(sub);
	FILE *f = path ? fopen(path, "rb") : NULL;
	char block[65536];
	size_t n;

	if (!f)
		return false;
	*out = BUF_CAP((size_t)1 << 30);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_put(out, block, n);
	fclose(f);
	buf_char(out, '\0');	/* so that p is not NULL for an empty file */
	if (out->err)
		abort();
	out->n--;
	return true;
}

#endif
