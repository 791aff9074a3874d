/* SPDX-License-Identifier: Apache-2.0 */
/* check_zst.h - the lines of a zstd-compressed file of the shared test data, one at a time. */
#ifndef YAGURA_CHECK_ZST_H
#define YAGURA_CHECK_ZST_H

#include <zstd.h>

#include "base/buf.h"
#include "check.h"

/* Hand on every complete line of b (writable, NUL behind it) and keep the rest. */
static void check_zst_split_(struct buf *b, void (*line)(char *text, size_t n, void *arg),
			     void *arg)
{
	char *p = b->p, *end = b->p + b->n, *nl;

	while (p < end && (nl = memchr(p, '\n', (size_t)(end - p)))) {
		*nl = '\0';
		line(p, (size_t)(nl - p), arg);
		p = nl + 1;
	}
	b->n = (size_t)(end - p);
	memmove(b->p, p, b->n);
}

/* False when the file is absent, which is a reason to skip. */
__attribute__((unused))
static bool check_zst_lines(const char *sub, void (*line)(char *text, size_t n, void *arg),
			    void *arg)
{
	const char *path = check_shared(sub);
	FILE *f = path ? fopen(path, "rb") : NULL;
	ZSTD_DStream *z = ZSTD_createDStream();
	static char in[1 << 17], out[1 << 20];
	buf_auto b = BUF_CAP((size_t)1 << 27);
	size_t n;

	if (!f || !z) {
		ZSTD_freeDStream(z);
		return false;
	}
	while ((n = fread(in, 1, sizeof in, f)) > 0) {
		ZSTD_inBuffer i = {in, n, 0};
		while (i.pos < i.size) {
			ZSTD_outBuffer o = {out, sizeof out, 0};
			if (ZSTD_isError(ZSTD_decompressStream(z, &o, &i)))
				abort();
			buf_put(&b, out, o.pos);
			if (b.err)
				abort();
			if (b.n)
				check_zst_split_(&b, line, arg);
		}
	}
	buf_char(&b, '\n');		/* a last line without its newline */
	if (b.n > 1)
		check_zst_split_(&b, line, arg);
	ZSTD_freeDStream(z);
	fclose(f);
	return true;
}

#endif
