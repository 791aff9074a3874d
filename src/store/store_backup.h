/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_backup.h - the whole register in one file that restores into either database
 * (docs/formats/backup.md), and SQLite's own copy.
 *
 * Ownership: descriptors are the caller's; views of an info are in the arena given.
 * Errors:    as store.h; YG_ESYNTAX (not a backup, or damaged: err says where), YG_EIO.
 * Threads:   as the handle.
 * Trust:     a backup may come from anywhere: it is read to its end and its checksum compared
 *	before the register is touched; tables, columns and types must be those of the register.
 */
#ifndef YAGURA_STORE_BACKUP_H
#define YAGURA_STORE_BACKUP_H

#include "store/store_migrate.h"

struct store_backup_info {
	struct sv created;		/* RFC 3339 */
	struct sv program;		/* the version that wrote it */
	struct sv database;		/* "sqlite" or "postgres" */
	unsigned schema;		/* number of the last migration */
	size_t tables;
	int64_t rows;
	int64_t bytes;			/* of the file */
};

/* Write one snapshot of the register to fd.  Others may go on writing to the register. */
int store_backup_write(struct store *s, int fd, struct sv program, struct arena *a,
		       struct store_backup_info *ret) YG_CHECK;

/* Read a backup from where fd stands to its end: is it whole? */
int store_backup_check(int fd, struct arena *a, struct store_backup_info *ret,
		       struct yg_err *err) YG_CHECK;

struct store_restore {
	struct store_migrations list;
	bool force;			/* drop what the register holds */
};

/*
 * Check the backup, then replace the register's content by it, in one transaction, and migrate
 * it to the newest schema.  fd must be a file.  STORE_ENOTEMPTY, STORE_ENEWER, STORE_ECHANGED,
 * STORE_EFOREIGN (tables, but no register): nothing was touched.
 */
int store_restore(struct store *s, int fd, const struct store_restore *o, struct arena *a,
		  struct store_backup_info *ret, struct yg_err *err) YG_CHECK;

/* ---- SQLite only ---- */

/* A copy that is itself a register: written beside path, checked, then renamed. */
int store_sqlite_backup(struct store *s, struct sv path) YG_CHECK;
/* Take over such a copy. */
int store_sqlite_restore(struct store *s, struct sv path, const struct store_restore *o) YG_CHECK;
/* Does the file begin as SQLite's do? */
bool store_sqlite_is_file(int fd);

/* PRAGMA quick_check, or what PostgreSQL has of it: 0, or STORE_ECORRUPT with store_message(). */
int store_check_integrity(struct store *s, bool thorough) YG_CHECK;

#endif
