/* SPDX-License-Identifier: Apache-2.0 */
#include "base/lines.h"

#include <errno.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

struct lines lines_of(int fd, size_t cap)
{
	return (struct lines){.fd = fd, .cap = cap};
}

void lines_drop(struct lines *l)
{
	free(l->p);
	*l = (struct lines){.fd = l->fd, .cap = l->cap};
}

/* Read more behind what is there.  0 at the end of the stream. */
static int fill(struct lines *l)
{
	ssize_t got;

	if (l->at > 0) {
		memmove(l->p, l->p + l->at, l->n - l->at);
		l->n -= l->at;
		l->at = 0;
	}
	if (l->room - l->n < CHUNK) {
		size_t room = l->room > 0 ? l->room * 2 : 2 * CHUNK;
		char *p = realloc(l->p, room);
		if (!p)
			return YG_ENOMEM;
		l->p = p;
		l->room = room;
	}
	do
		got = read(l->fd, l->p + l->n, CHUNK);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return YG_EIO;
	l->n += (size_t)got;
	l->eof = got == 0;
	return got > 0;
}

/* Drop the rest of a line that is too long; the first cap bytes stay at l->p + l->at. */
static int drop_rest(struct lines *l)
{
	size_t keep = l->at + l->cap;

	for (;;) {
		char *nl = l->n > keep ? memchr(l->p + keep, '\n', l->n - keep) : NULL;
		int code;
		if (nl) {
			size_t after = (size_t)(nl - l->p) + 1;
			memmove(l->p + keep, l->p + after - 1, l->n - after + 1);
			l->n -= after - 1 - keep;
			return 0;
		}
		l->n = keep;
		code = fill(l);
		if (code <= 0)
			return code;
		keep = l->at + l->cap;
	}
}

int lines_next(struct lines *l, struct sv *line, bool *cut)
{
	size_t looked = 0;
	int code;

	*cut = false;
	for (;;) {
		size_t have = l->n - l->at;
		char *nl = have > looked ? memchr(l->p + l->at + looked, '\n', have - looked)
					 : NULL;
		size_t n = nl ? (size_t)(nl - (l->p + l->at)) : have;
		if (n > l->cap) {
			if ((code = drop_rest(l)) < 0)
				return code;
			*cut = true;
			nl = l->n > l->at + l->cap ? l->p + l->at + l->cap : NULL;
			n = l->cap;
		}
		if (nl || (l->eof && n > 0) || *cut) {
			*line = (struct sv){l->p + l->at, n};
			l->at += n + (nl != NULL);
			return 1;
		}
		if (l->eof)
			return 0;
		looked = have;
		if ((code = fill(l)) < 0)
			return code;
	}
}

bool lines_waiting(const struct lines *l)
{
	return l->n > l->at && memchr(l->p + l->at, '\n', l->n - l->at) != NULL;
}
