/* SPDX-License-Identifier: Apache-2.0 */
/*
 * documents.h - kb.sqlite: every record as its source states it, for people and for explain.
 *
 * Written once, never edited (docs/formats/knowledge.md).  Bodies are the JSON documents of
 * docs/formats/record.md, each a zstd frame.
 *
 * Ownership: what documents_each() hands over lives during the call.
 * Errors:    YG_EIO (SQLite, see the message), YG_ESYNTAX (a damaged body), YG_ENOMEM.
 * Threads:   one handle, one thread.
 * Trust:     the file may be damaged or hostile: opened read-only, bodies capped.
 */
#ifndef YAGURA_DOCUMENTS_H
#define YAGURA_DOCUMENTS_H

#include "base/base.h"

struct sqlite3;
struct collect;

struct documents {
	struct sqlite3 *db;
};

int documents_open(const char *path, struct documents *ret) YG_CHECK;
void documents_close(struct documents *d);

struct document {
	struct sv record, source;
	bool counts;			/* false: withdrawn, rejected or superseded */
	char *text;			/* writable; text[n] is a NUL */
	size_t n;
};

/*
 * Every document about id: its own, those that stand for it as a vulnerability, and those of
 * the vulnerabilities it is an alias of; by source and id.  each() may end it (negative).
 */
int documents_each(const struct documents *d, struct sv id,
		   int (*each)(void *ctx, const struct document *doc), void *ctx) YG_CHECK;

/* The documents of one source with this very id (debian-tracker has one a package). */
int documents_of(const struct documents *d, struct sv source, struct sv record,
		 int (*each)(void *ctx, const struct document *doc), void *ctx) YG_CHECK;

struct document_alias {
	struct sv id, other, relation, asserted_by;
};

/* What is asserted about other names of id, with who asserts it. */
int documents_each_alias(const struct documents *d, struct sv id,
			 int (*each)(void *ctx, const struct document_alias *a),
			 void *ctx) YG_CHECK;

/* Write the file: bodies are read from the spool (documents_spool()). */
int documents_write(const struct collect *c, int spool, const char *path) YG_CHECK;

/* Compress one document into *to (its old content is lost), ready for the spool.  The packer
 * keeps the compressor's state from one document to the next. */
struct buf;
struct document_packer {
	struct ZSTD_CCtx_s *state;
};
int documents_pack(struct document_packer *p, struct sv text, struct buf *to) YG_CHECK;
void document_packer_drop(struct document_packer *p);

#endif
