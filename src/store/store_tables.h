/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_tables.h - which tables and columns a register has, asked from the database itself.
 *
 * Ownership: everything is in the arena given.
 * Errors:    as store.h; YG_EUNSUPPORTED: a column of a type that decisions/0001 does not know.
 * Threads:   as the handle.   Trust: names are checked, as they are put into statements.
 */
#ifndef YAGURA_STORE_TABLES_H
#define YAGURA_STORE_TABLES_H

#include "store/store.h"

struct store_column {
	const char *name;
	enum store_value_kind kind;
};

struct store_table {
	const char *name;
	struct store_column *columns;
	size_t column_count;
	int64_t next;			/* the next number of its {id} column; 0: it has none */
};

struct store_tables {
	struct store_table *items;
	size_t count;
};

/* In the order in which they were made: a table refers to itself and to earlier ones. */
int store_tables(struct store *s, struct arena *a, struct store_tables *ret) YG_CHECK;
const struct store_table *store_tables_find(const struct store_tables *t, struct sv name);

/* The next number to give, so that a number is never given twice, also after a restore. */
int store_tables_set_next(struct store *s, const struct store_table *t, int64_t next) YG_CHECK;

/* Whether a table other than schema_migration holds a row: 1 or 0. */
int store_tables_hold_data(struct store *s, const struct store_tables *t) YG_CHECK;

/* Drop them, the last first. */
int store_tables_drop(struct store *s, const struct store_tables *t) YG_CHECK;

#endif
