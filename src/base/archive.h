/* SPDX-License-Identifier: Apache-2.0 */
/*
 * archive.h - documents out of whatever file a user or a feed gives: plain text, gz, bz2, xz,
 * zst, tar, zip, and these in one another.  What a file is follows from its bytes, never from
 * its name.  Nothing is ever written to a file system.
 *
 *	static int want(void *ctx, const struct archive_member *m, struct sv head)
 *	{
 *		return sv_ends(m->name, SV(".json")) ? ARCHIVE_WHOLE : ARCHIVE_SKIP;
 *	}
 *	...
 *	r = archive_walk(fd, SV("all.zip"), &(struct archive_visitor){
 *		.ctx = &import, .want = want, .document = import_document,
 *		.max_document = LIMIT_FEED_RECORD}, &err);
 *
 * It is a library of its own (archive_dep): programs that must start fast do not link it.
 *
 * Ownership: views and texts live during the call that hands them over.
 * Errors:    0: everything was read.  Negative: the walk ended early and what was handed over
 *	so far is partial; err->at is the number of bytes read of the file.  What concerns one
 *	member only goes to visitor->problem and the walk goes on.
 * Threads:   one walk, one thread; archive_prepare() changes the calling thread's locale.
 * Trust:     hostile.  Depth, number of members, bytes produced, expansion, length of names
 *	and of documents are capped (limits.h); names come out as clean relative UTF-8.
 */
#ifndef YAGURA_ARCHIVE_H
#define YAGURA_ARCHIVE_H

#include <iconv.h>
#include <locale.h>

#include "base/base.h"

enum archive_kind {
	ARCHIVE_FILE, ARCHIVE_DIRECTORY, ARCHIVE_SYMLINK, ARCHIVE_HARDLINK,
	ARCHIVE_SPECIAL,	/* device, fifo, socket */
};

struct archive_member {
	struct sv path;		/* for people: "all.zip!2024/CVE-2024-1.json" */
	struct sv name;		/* "2024/CVE-2024-1.json" inside its archive: no leading "/" or
				 * "./", no ".gz", ".bz2", ".xz", ".zst"; for the file itself
				 * the last part of its path.  Names may repeat. */
	struct sv link;		/* target of a link, cleaned but not resolved */
	enum archive_kind kind;
	int64_t size;		/* bytes as stored in its archive; -1 when unknown */
	unsigned depth;		/* archives around it */
};

struct archive_document {
	const struct archive_member *member;
	char *text;		/* writable; text[n] is a writable NUL */
	size_t n;
	uint64_t line;		/* 1-based; 0 when text is the whole document */
};

enum archive_want {		/* what is to be done with a file in an archive */
	ARCHIVE_SKIP,
	ARCHIVE_WHOLE,		/* hand over its text at once (decompressed; if it turns out to
				 * be an archive, its members are asked for instead) */
	ARCHIVE_LINES,		/* the same, line by line, without LF or CRLF or empty lines */
	ARCHIVE_DESCEND,	/* only if it is an archive: ask for its members */
	ARCHIVE_PEEK,		/* ask again with the first bytes of the decompressed text */
};

/* What must be set up before a sandbox closes the file system: archive_prepare(). */
struct archive_env {
	locale_t locale;	/* C.UTF-8, else libarchive cannot pass on non-ASCII names */
	iconv_t cp932;		/* for zip files made on Japanese Windows; (iconv_t)-1: none */
};

struct archive_visitor {
	void *ctx;
	const struct archive_env *env;	/* NULL: names that are not UTF-8 are escaped */
	/*
	 * Asked for each regular file; answers an archive_want or a negative code, which ends
	 * the walk.  head is {NULL,0} at first; after ARCHIVE_PEEK it holds up to
	 * ARCHIVE_HEAD bytes and the answer must be SKIP, WHOLE or LINES.
	 */
	int (*want)(void *ctx, const struct archive_member *m, struct sv head);
	int (*document)(void *ctx, const struct archive_document *d);
	/* Optional: told about directories, links and devices. */
	int (*other)(void *ctx, const struct archive_member *m);
	/*
	 * Optional: a member could not be read (damaged, encrypted, too large, unsafe name,
	 * unsupported); why is a literal.  Text of it that was handed over line by line is
	 * partial.  0 goes on; without this callback the walk ends with code.
	 */
	int (*problem)(void *ctx, const struct archive_member *m, int code, const char *why);
	size_t max_document;		/* bytes of one whole document or one line; 0:
					 * LIMIT_INPUT_FILE */
	uint64_t max_total;		/* bytes that decompression may produce over the whole
					 * walk; 0: LIMIT_FEED_FILE */
};

enum { ARCHIVE_HEAD = 4096 };

/*
 * Call once per thread before the sandbox closes; sets the thread's locale to C.UTF-8, opens
 * the converter for Japanese zip names and loads the time zone.  Never fails for good: what is
 * missing on this machine costs readable names only.  archive_release() undoes it.
 */
void archive_prepare(struct archive_env *ret);
void archive_release(struct archive_env *env);

/*
 * Walk the file behind fd: from its start if it can seek, else from where it stands.  name is
 * how the file is called towards people.  YG_ESYNTAX: damaged or cut short; YG_ELIMIT: names
 * the limit; YG_EUNSUPPORTED: a kind of archive that is recognised but not read.
 */
int archive_walk(int fd, struct sv name, const struct archive_visitor *v,
		 struct yg_err *err) YG_CHECK;

/* The same over bytes in memory, which are not changed. */
int archive_walk_memory(struct sv bytes, struct sv name, const struct archive_visitor *v,
			struct yg_err *err) YG_CHECK;

/*
 * What libarchive calls a name, as clean relative UTF-8 into the buffer: no leading "/", no
 * "." parts, control characters and stray bytes as \xNN.  YG_EINVAL when a ".." part would
 * leave the archive, YG_ELIMIT when it is longer than the buffer.
 */
int archive_clean_name(const struct archive_env *env, struct sv raw, char *to, size_t room,
		       struct sv *ret) YG_CHECK;

#endif
