/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_migrate.h - the register's tables, step by step: data/migrations/NNNN-name.sql.
 *
 * Each step is a transaction of its own, its number, name and checksum are kept in the table
 * schema_migration, and only one process at a time migrates.
 *
 * Ownership: the built-in list is constants.
 * Errors:    as store.h; STORE_ENEWER, STORE_ECHANGED (the register is not touched), a step's
 *	own error (that step is undone, those before it stay).
 * Threads:   as the handle.   Trust: migrations are ours; what the register says is checked.
 */
#ifndef YAGURA_STORE_MIGRATE_H
#define YAGURA_STORE_MIGRATE_H

#include "base/sha256.h"
#include "store/store.h"

struct store_migration {
	unsigned number;		/* consecutive, from 1 */
	const char *name;
	struct sv common;		/* for both; or one for each: */
	struct sv sqlite, postgres;
};

struct store_migrations {
	const struct store_migration *items;
	size_t count;
};

extern const struct store_migration store_migrations[];	/* made by scripts/embed-migrations */
extern const size_t store_migration_count;

static inline struct store_migrations store_migrations_builtin(void)
{
	return (struct store_migrations){store_migrations, store_migration_count};
}

struct store_schema {
	unsigned applied;	/* the number of the last step that was run; 0: an empty register */
	unsigned known;		/* the last one of the list */
	unsigned differs;	/* STORE_ECHANGED: the first whose checksum is not ours */
};

/* What state the tables are in: 0 (up to date when applied == known), STORE_ENEWER or
 * STORE_ECHANGED; *ret is filled in these three cases. */
int store_schema(struct store *s, struct store_migrations list, struct store_schema *ret)
	YG_CHECK;

struct store_migrate {
	struct store_migrations list;
	unsigned to;		/* up to this number; 0: all */
	bool dry_run;		/* only say what would be run */
	/* After each step; may be NULL. */
	void (*each)(void *ctx, const struct store_migration *m);
	void *ctx;
};

/* Run what is missing.  Inside a transaction of the caller's, who then holds the lock "migrate"
 * (a restore), all of it in that one. */
int store_migrate(struct store *s, const struct store_migrate *m, struct store_schema *ret)
	YG_CHECK;

/* SHA-256 of all texts of a migration, so that both databases keep the same one. */
struct sv store_migration_checksum(const struct store_migration *m, char text[SHA256_HEX]);

#endif
