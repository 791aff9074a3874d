/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream.h - bytes of a file, of memory, or of a member of an opened container; and the
 * container opened over such a stream.  Streams and containers alternate:
 *
 *	file -> gzip -> its content -> tar -> a member -> zip -> a member
 *
 * Ownership: a stream borrows its source, which must outlive it; stream_close() and
 *	container_close() free what they allocated.  A block lives until the next call.
 * Errors:    sticky in the stream: code and a literal reason, the deepest cause.
 * Threads:   one walk, one thread.
 * Trust:     hostile; struct budget is what the whole walk may spend.
 */
#ifndef YAGURA_ARCHIVE_STREAM_H
#define YAGURA_ARCHIVE_STREAM_H

#include <archive.h>
#include <archive_entry.h>

#include "base/archive.h"
#include "base/archive/sniff.h"

/* Spent by the whole walk.  Once code is set the walk is over. */
struct budget {
	uint64_t produced, max_total;	/* bytes that came out of decompression */
	uint64_t members;
	uint64_t file_read;		/* bytes read of the file itself */
	int code;
	const char *why;
};

struct stream {
	struct budget *budget;
	/* Exactly one source: a descriptor, memory, or the current member of a container. */
	int fd;				/* -1: none */
	char *block;			/* read buffer of a descriptor */
	struct sv memory;
	struct container *of;
	bool expands;			/* what comes out was compressed in `of` */
	int64_t size;			/* -1: unknown; only sources that can seek know it */
	int64_t at;			/* position in the source: bytes taken from it */
	uint64_t given;			/* bytes that stream_pull() handed on; more than there
					 * are when the reader seeks back */
	uint64_t hole;			/* zeros of a sparse file still to be given */
	struct sv after_hole;
	char head[ARCHIVE_HEAD];	/* taken by stream_peek(), given again by stream_pull() */
	struct sv ahead, ahead_rest;
	bool ended;
	int code;
	const char *why;
};

int stream_open_fd(struct stream *s, struct budget *budget, int fd) YG_CHECK;
void stream_open_memory(struct stream *s, struct budget *budget, struct sv bytes);
/* The member whose header was read last. */
void stream_open_member(struct stream *s, struct container *of);
void stream_close(struct stream *s);

/* The first bytes, at most ARCHIVE_HEAD, without consuming them; only before any pull. */
int stream_peek(struct stream *s, struct sv *ret) YG_CHECK;
/* The next block; empty at the end. */
int stream_pull(struct stream *s, struct sv *ret) YG_CHECK;
/* Put a source that can seek to a position; false when it cannot. */
bool stream_seek(struct stream *s, int64_t at);
/* The current compressed text turned out to be empty: make that the stream's content. */
int stream_end_empty(struct stream *s) YG_CHECK;

struct container {
	struct archive *a;
	struct archive_entry *entry;	/* the member whose header was read last */
	struct stream *from;
	struct sniff is;
	size_t header_bytes;		/* read for the header at hand; libarchive keeps lists */
	bool in_header, header_too_large;
	bool marked;			/* the end-of-archive probe was handed to libarchive */
	uint64_t bytes_before_mark;
	char mark[512];
	struct zip_tail *tail;		/* ZIP only */
};

/* Open what sniff found at the start of `from`. */
int container_open(struct container *c, struct stream *from, struct sniff is) YG_CHECK;
void container_close(struct container *c);

/*
 * The next member's header: 1 and c->entry, 0 at the end, or a code.  *ret_why is a literal.
 * *ret_damaged: only this member is unreadable, the container goes on.
 */
int container_next(struct container *c, bool *ret_damaged, const char **ret_why) YG_CHECK;

/*
 * The last bytes of a zip.  libarchive reads a zip whose directory is cut off member by member
 * and finds nothing wrong, so whether the end is there is looked up here.
 */
enum { ZIP_END = 22, ZIP_TAIL = ZIP_END + 65535 };

struct zip_tail {
	size_t n;
	char bytes[ZIP_TAIL];
};

void zip_tail_add(struct zip_tail *t, struct sv block);
/* Does it hold the end-of-directory record that ends with the file (APPNOTE.TXT 4.3.16)? */
bool zip_tail_is_end(const struct zip_tail *t);

#endif
