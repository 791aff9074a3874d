/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_backup_format.h - the parts of a backup file (docs/formats/backup.md), written and
 * read.
 *
 * Ownership: as store_backup.h.   Errors: YG_ESYNTAX, YG_ELIMIT, YG_EIO, YG_ENOMEM.
 * Threads:   no shared state.   Trust: what is read is hostile.
 */
#ifndef YAGURA_STORE_BACKUP_FORMAT_H
#define YAGURA_STORE_BACKUP_FORMAT_H

#include "base/frame.h"
#include "store/store_backup.h"
#include "store/store_tables.h"

#define BACKUP_MAGIC "yagura-backup 1\n"
enum { BACKUP_MAGIC_BYTES = 16, BACKUP_ROWS_AT = 256 * 1024 };

enum backup_frame { BACKUP_HEADER = 1, BACKUP_TABLE = 2, BACKUP_ROWS = 3, BACKUP_END = 4 };

struct backup_header {
	struct store_backup_info info;
	struct sv *checksums;		/* of the migrations, in order */
	size_t checksum_count;
	struct store_tables tables;
};

void backup_put_header(struct buf *b, const struct backup_header *h);
/* text is writable, with a NUL behind it. */
int backup_read_header(struct arena *a, char *text, size_t n, struct backup_header *ret,
		       struct yg_err *err) YG_CHECK;

void backup_put_value(struct buf *b, const struct store_value *v);
/* Take the next value of *rest. */
int backup_next_value(struct sv *rest, struct store_value *ret) YG_CHECK;

/* What a walk over a file shows; each may be NULL. */
struct backup_walk {
	int (*header)(void *ctx, const struct backup_header *h);
	int (*table)(void *ctx, const struct store_table *t);
	int (*row)(void *ctx, const struct store_table *t, const struct store_value *values);
	int (*table_end)(void *ctx, const struct store_table *t);
	void *ctx;
};

/* From the magic to the end; 0 when all of it is as it should be. */
int backup_walk(int fd, struct arena *a, const struct backup_walk *w,
		struct store_backup_info *ret, struct yg_err *err) YG_CHECK;

#endif
