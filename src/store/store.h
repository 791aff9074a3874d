/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store.h - the register's database: one interface, SQLite and PostgreSQL.
 *
 *	struct store_query *q = store_query(s, "SELECT id, name FROM unit WHERE id > $after "
 *						"ORDER BY id LIMIT $limit");
 *	store_bind_int(q, "after", after);
 *	store_bind_int(q, "limit", 100);
 *	while ((r = store_step(q)) > 0)
 *		use(store_int(q, 0), store_text(q, 1));
 *	store_done(q);
 *
 * Query text is the same for both; docs/decisions/0001-one-query-text.md has its rules.
 *
 * Ownership: a struct store owns its connection and its prepared statements.  Bound views must
 *	live until store_done(); cells live until the next store_step() or store_done().
 * Errors:    0 or a negative code: YG_E* of base.h, STORE_E* below.  A query keeps its first
 *	error, so binds need no look: store_step() and store_run() say it.  The database's own
 *	words are in store_message(), for the log.  After a failed statement a transaction can
 *	only be rolled back (or the item in which it failed), on both databases.
 * Threads:   one handle, one thread at a time; only store_cancel() may come from another.
 * Trust:     bound text is checked: UTF-8 without NUL, LIMIT_STORE_VALUE bytes.  Query text,
 *	table and column names are ours, never input.
 */
#ifndef YAGURA_STORE_H
#define YAGURA_STORE_H

#include "base/clock.h"

struct store;
struct store_query;

enum {
	STORE_EBUSY = -60,	/* another writer was in the way: begin the transaction again */
	STORE_ECONSTRAINT = -61,/* store_constraint() says which */
	STORE_EFULL = -62,	/* the disk is full */
	STORE_ELOST = -63,	/* the connection is gone; whether a commit under way was done
				 * is not known */
	STORE_ESQL = -64,	/* the database does not accept the statement: a bug of ours */
	STORE_ETIMEOUT = -65,	/* the statement ran too long, or store_cancel() */
	STORE_EREADONLY = -66,	/* a write in a read transaction, or to what cannot be written */
	STORE_ECORRUPT = -67,	/* the database found itself damaged */
	STORE_EFOREIGN = -68,	/* a database, but not a register of ours */
	STORE_ENEWER = -69,	/* made by a newer program */
	STORE_ECHANGED = -70,	/* a migration that was run is not the one we carry */
	STORE_ENOTEMPTY = -71,	/* the register holds data, and nobody said to drop it */
	STORE_EAUTH = -72,	/* the server does not let this user in */
};

enum store_kind { STORE_SQLITE, STORE_POSTGRES };

enum { STORE_MESSAGE = 1024, STORE_WAIT_MS = 10000 };

struct store_config {
	/* sqlite:PATH; postgres://...; or a libpq connection string (host=... dbname=...) */
	struct sv url;
	const struct clock *clock;
	unsigned wait_ms;	/* for another writer's lock; 0: STORE_WAIT_MS */
	unsigned statement_ms;	/* the longest a statement may run; 0: as long as it takes */
	bool create;		/* SQLite: make the file if it is not there */
	const char *vfs;	/* SQLite: tests inject faults here; NULL: the system's */
};

/* message (may be NULL) gets why it failed, in the database's words. */
int store_open(const struct store_config *c, struct store **ret, char message[STORE_MESSAGE])
	YG_CHECK;
void store_close(struct store *s);
void store_close_at(struct store **s);		/* for store_auto */
#define store_auto __attribute__((cleanup(store_close_at))) struct store

/* Which database a URL names; YG_EINVAL. */
int store_url_kind(struct sv url, enum store_kind *ret) YG_CHECK;
/* Whether the URL holds a password, which `ps` would show.  PostgreSQL only. */
bool store_url_has_secret(struct sv url);
/* The file of a sqlite: URL; empty for others. */
struct sv store_url_path(struct sv url);

enum store_kind store_kind_of(const struct store *s);
/* The database's words about the last error; "" when there are none. */
const char *store_message(const struct store *s);
/* A code in English, for the log: "busy", "constraint". */
const char *store_error_name(int code);

enum store_constraint { STORE_UNIQUE, STORE_FOREIGN_KEY, STORE_CHECK, STORE_NOT_NULL,
			STORE_OTHER_CONSTRAINT };
/*
 * Of the last STORE_ECONSTRAINT: what kind, and its name as PostgreSQL would call it
 * (unit_name_key, unit_pkey, unit_name_not_null); SQLite cannot name foreign keys: empty.
 */
enum store_constraint store_constraint(const struct store *s, struct sv *ret_name);

/* Is the connection usable?  0 or STORE_ELOST. */
int store_ping(struct store *s) YG_CHECK;
/* Stop the statement that runs, from another thread; it fails with STORE_ETIMEOUT. */
void store_cancel(struct store *s);

/* ---- transactions ---- */

enum store_mode {
	STORE_READ,		/* one snapshot; writes are refused */
	STORE_WRITE,		/* SQLite: the writer's lock now, not at the first write */
	/*
	 * A write whose commit need not have reached the disk when store_commit() returns: a
	 * power cut may lose it (never damage what stands).  For what can be collected again,
	 * not for what somebody was told is kept.
	 */
	STORE_INGEST,
};

int store_begin(struct store *s, enum store_mode mode) YG_CHECK;
/* In any case there is no transaction afterwards.  ret_change (may be NULL): the number of the
 * last change that was noted (store_change.h), 0 when none was. */
int store_commit(struct store *s, int64_t *ret_change) YG_CHECK;
void store_rollback(struct store *s);
bool store_in_transaction(const struct store *s);

/* One item of a batch: a savepoint, not nested.  A rollback makes a failed transaction usable
 * again if the failure came in this item. */
int store_item_begin(struct store *s) YG_CHECK;
int store_item_commit(struct store *s) YG_CHECK;
int store_item_rollback(struct store *s) YG_CHECK;

/*
 * Run work(s, ctx) in a transaction; again, after a short wait, while it fails with
 * STORE_EBUSY and config.wait_ms is not over.  work() must be able to run twice.
 */
int store_transact(struct store *s, enum store_mode mode, int (*work)(struct store *s, void *ctx),
		   void *ctx, int64_t *ret_change) YG_CHECK;

/* ---- queries ---- */

enum store_value_kind { STORE_NULL, STORE_INT, STORE_TEXT, STORE_BLOB };

struct store_value {
	enum store_value_kind kind;
	int64_t number;
	struct sv bytes;
};

static inline struct store_value store_value_int(int64_t v)
{
	return (struct store_value){.kind = STORE_INT, .number = v};
}

static inline struct store_value store_value_text(struct sv v)
{
	return (struct store_value){.kind = STORE_TEXT, .bytes = v};
}

static inline struct store_value store_value_blob(struct sv v)
{
	return (struct store_value){.kind = STORE_BLOB, .bytes = v};
}

/* The statement, prepared once for a handle and kept; never NULL (see Errors). */
struct store_query *store_query(struct store *s, const char *text);
/* The same for a result that may not fit in memory: PostgreSQL sends it row by row, and until
 * store_done() nothing else can be asked through this handle. */
struct store_query *store_query_stream(struct store *s, const char *text);

void store_bind_int(struct store_query *q, const char *name, int64_t v);
void store_bind_text(struct store_query *q, const char *name, struct sv v);
void store_bind_blob(struct store_query *q, const char *name, struct sv v);
void store_bind_null(struct store_query *q, const char *name);
void store_bind(struct store_query *q, const char *name, struct store_value v);

/* 1: a row; 0: no more; negative. */
int store_step(struct store_query *q) YG_CHECK;
/* Give the query back, for its next use.  NULL is fine. */
void store_done(struct store_query *q);
/* All of it: step to the end, done; how many rows were written, or negative. */
int64_t store_run(struct store_query *q) YG_CHECK;
/* One value that must be there: YG_ENOTFOUND without a row.  Done in any case. */
int store_get_int(struct store_query *q, int64_t *ret) YG_CHECK;

/* The cells of the row, columns from 0.  NULL reads as 0 or an empty view; a cell of another
 * type than asked for is an error that the next store_step() says. */
int64_t store_int(struct store_query *q, unsigned column);
struct sv store_text(struct store_query *q, unsigned column);
struct sv store_blob(struct store_query *q, unsigned column);
bool store_is_null(struct store_query *q, unsigned column);
unsigned store_columns(struct store_query *q);
/* A copy in an arena: {NULL,0} when out of memory. */
struct sv store_text_in(struct store_query *q, unsigned column, struct arena *a) YG_CHECK;

/*
 * Statements without parameters and results, several of them with ; between, and with the
 * words {id} {int} {text} {blob} {strict} for what the two databases call differently
 * (decisions/0001).  For migrations and temporary tables.
 */
int store_ddl(struct store *s, struct sv text) YG_CHECK;
bool store_has_table(struct store *s, const char *name);

/* ---- many rows at once ---- */

/*
 * Rows into a table, inside a transaction: COPY in PostgreSQL, a prepared insert in SQLite.
 * A failure ends it; then roll back.  Nothing else can be asked until store_copy_end().
 */
int store_copy_begin(struct store *s, const char *table, const char *const *columns,
		     size_t count) YG_CHECK;
/* As many values as columns; they are copied. */
int store_copy_row(struct store *s, const struct store_value *values) YG_CHECK;
int store_copy_end(struct store *s, int64_t *ret_rows) YG_CHECK;

/* ---- locks between processes ---- */

/* A lock by name, held until dropped or until the handle or its process ends: 1 it is ours,
 * 0 somebody else has it.  Not counted: one drop frees it. */
int store_lock_try(struct store *s, const char *name) YG_CHECK;
/* The same, waiting for at most wait_ms; STORE_EBUSY. */
int store_lock_wait(struct store *s, const char *name, unsigned wait_ms) YG_CHECK;
void store_lock_drop(struct store *s, const char *name);

#endif
