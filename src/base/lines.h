/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lines.h - the lines of a stream, one at a time, in bounded memory.
 *
 * Ownership: lines_drop() or lines_auto frees the buffer; the descriptor is the caller's.  A
 *	line lives until the next call.
 * Errors:    YG_EIO (errno says more), YG_ENOMEM.
 * Threads:   one owner.
 * Trust:     a line may be endless: what is longer than the cap is dropped, and said so.
 */
#ifndef YAGURA_LINES_H
#define YAGURA_LINES_H

#include "base/base.h"

struct lines {
	int fd;
	size_t cap;		/* bytes of a line that are kept */
	char *p;
	size_t at, n, room;	/* p[at..n) is not given out yet */
	bool eof;
};

struct lines lines_of(int fd, size_t cap);
void lines_drop(struct lines *l);
#define lines_auto __attribute__((cleanup(lines_drop))) struct lines

/*
 * 1 and the next line, without its LF; 0 at the end; negative on errors.  *cut: the line was
 * longer than the cap, and these are its first cap bytes.  A last line without LF counts.
 */
int lines_next(struct lines *l, struct sv *line, bool *cut) YG_CHECK;

/* Whether another line is already here, so that output may wait for it. */
bool lines_waiting(const struct lines *l);

#endif
