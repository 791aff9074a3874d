/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_internal.h - what the backends and the front of the store know of each other.
 *
 * The front (store.c, store_query.c, ...) checks arguments and states, so that both backends
 * behave alike; a backend does what only it can.
 *
 * Ownership: see store.h.   Errors: a backend reports through store_fail().
 * Threads:   one handle, one thread.   Trust: values were checked by the front.
 */
#ifndef YAGURA_STORE_INTERNAL_H
#define YAGURA_STORE_INTERNAL_H

#include "base/buf.h"
#include "base/limits.h"
#include "store/store.h"

struct sqlite3;
struct sqlite3_stmt;
struct pg_conn;
struct pg_result;
struct pg_cancel;

enum { STORE_CACHE = 128, STORE_NAME = 64, STORE_IDLE_MS = 20 };

struct store_query {
	struct store *s;
	char *source;			/* the text as it was given */
	struct buf text;		/* as the database gets it */
	uint64_t hash;
	struct sv *names;		/* of the parameters, in source */
	struct store_value *values;
	bool *bound;
	size_t parameter_count;
	bool taken, started, stream, kept;
	int err;
	uint64_t used;			/* when last taken: the oldest is forgotten first */
	int64_t written;
	unsigned columns;
	struct arena cells;		/* what a backend decodes of a row */
	/* SQLite */
	struct sqlite3_stmt *stmt;
	/* PostgreSQL */
	struct pg_result *result;
	unsigned number;		/* of the prepared statement; 0: not prepared */
	int row;
};

struct store_copy {
	bool open;
	size_t count;			/* columns */
	int64_t rows;
	struct sqlite3_stmt *stmt;
	struct buf out;
};

struct store {
	const struct store_backend *backend;
	const struct clock *clock;
	char *url;
	unsigned wait_ms, statement_ms;
	bool create;
	const char *vfs;

	bool in_transaction, in_item, lost;
	enum store_mode mode;
	int failed;			/* the transaction can only be rolled back: why */
	bool failed_in_item;
	char message[STORE_MESSAGE];
	enum store_constraint constraint;
	char constraint_name[2 * STORE_NAME];

	struct store_query *cache[STORE_CACHE];
	size_t cached;
	uint64_t taken;			/* counts takings */
	unsigned prepared;		/* counts names of prepared statements */
	struct store_query broken;	/* what store_query() gives when it cannot */
	struct store_query *streaming;
	struct store_copy copy;
	struct buf changes;		/* noted in this transaction, packed as fields */
	size_t changes_at_item;
	int64_t change_count;

	/* SQLite */
	struct sqlite3 *db;
	int lock_fd;
	int64_t deadline_ms;		/* of the statement that runs; 0: none */
	int64_t busy_since_ms;
	int64_t data_version;
	bool relaxed;			/* PRAGMA synchronous is NORMAL now */
	bool cancelled;
	/* PostgreSQL */
	struct pg_conn *pg;
	struct pg_cancel *cancel;
	bool listening;
};

struct store_backend {
	enum store_kind kind;
	char mark;			/* of a parameter: ? or $ */
	/* Connect; on failure the front calls close(). */
	int (*open)(struct store *s);
	void (*close)(struct store *s);
	int (*ping)(struct store *s);
	void (*cancel)(struct store *s);
	int (*exec)(struct store *s, const char *text);
	int (*begin)(struct store *s, enum store_mode mode);
	int (*commit)(struct store *s);
	void (*rollback)(struct store *s);
	int (*prepare)(struct store_query *q);
	/* The first step sends the values; 1, 0 or negative. */
	int (*step)(struct store_query *q);
	/* Ready for the next values. */
	void (*reset)(struct store_query *q);
	void (*forget)(struct store_query *q);
	/* The cell as what is wanted; its bytes live until the next step.  STORE_NULL: only ask
	 * whether it is NULL. */
	int (*cell_as)(struct store_query *q, unsigned column, enum store_value_kind want,
		       struct store_value *ret);
	bool (*has_table)(struct store *s, const char *name);
	int (*copy_begin)(struct store *s, const char *table, const char *const *columns);
	int (*copy_row)(struct store *s, const struct store_value *values);
	int (*copy_end)(struct store *s, bool keep);
	int (*lock_try)(struct store *s, int64_t key);
	void (*lock_drop)(struct store *s, int64_t key);
	/* Number the changes and write them, the last thing before the commit. */
	int (*changes_lock)(struct store *s);
	int (*changes_told)(struct store *s, int64_t last);
	/* Wait until something may have changed, or ms are over. */
	int (*changes_wait)(struct store *s, unsigned ms);
};

extern const struct store_backend store_sqlite, store_postgres;

/* Record what went wrong and return code.  The text is the database's or ours. */
int store_fail(struct store *s, int code, const char *text);
int store_fail_at(struct store *s, int code, const char *text, struct sv what);

/* 0 when a statement may be run now. */
int store_ready(struct store *s);
/* One statement without results, through the cache. */
int store_do(struct store *s, const char *text);

/* Is the value one that a store takes? */
int store_value_check(struct store *s, const struct store_value *v);

/* Forget every prepared statement (the connection is going). */
void store_forget_all(struct store *s);

/* Deadlines run on the machine's steady clock even where a test holds the time of day. */
int64_t store_elapsed_ms(void);
void store_sleep_ms(unsigned ms);

/* Write the noted changes (store_change.c); *ret_last is 0 when there are none. */
int store_changes_write(struct store *s, int64_t *ret_last);
void store_changes_drop(struct store *s);

/* A table or column name of ours: [a-z_][a-z0-9_]*, at most 63 bytes. */
bool store_name_ok(struct sv name);
/* name in double quotes. */
void store_put_name(struct buf *b, const char *name);

#endif
