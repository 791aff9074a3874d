/* SPDX-License-Identifier: Apache-2.0 */
/* store_sqlite.c - the register in one SQLite file: WAL, one writer, readers beside it. */
#include "store/store_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/text.h"

/* How many of SQLite's instructions run between two looks at the deadline: well under 1 ms. */
enum { PROGRESS_STEPS = 20000 };

/* ---- opening ---- */

/* The file with a mode that keeps others out; the -wal and -shm files take it over. */
static int make_file(struct store *s, const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		return close(fd) == 0 ? 0 : YG_EIO;
	return errno == EEXIST ? 0 : store_fail(s, YG_EIO, strerrordesc_np(errno));
}

static int on_busy(void *ctx, int times)
{
	struct store *s = ctx;
	int64_t now = store_elapsed_ms();

	if (times == 0)
		s->busy_since_ms = now;
	if (now - s->busy_since_ms >= s->wait_ms)
		return 0;
	store_sleep_ms(times < 10 ? 1 : times < 50 ? 5 : 20);
	return 1;
}

static int on_progress(void *ctx)
{
	const struct store *s = ctx;

	return s->deadline_ms && store_elapsed_ms() > s->deadline_ms;
}

static void set_deadline(struct store *s)
{
	s->deadline_ms = s->statement_ms ? store_elapsed_ms() + s->statement_ms : 0;
}

static int sqlite_exec(struct store *s, const char *text)
{
	int rc;

	set_deadline(s);
	rc = sqlite3_exec(s->db, text, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : store_sqlite_fail(s, rc);
}

/* The number a pragma answers. */
static int pragma(struct store *s, const char *text, int64_t *ret)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, text, -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*ret = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : store_sqlite_fail(s, rc);
}

/* Switching to WAL needs the file for a moment, and SQLite does not wait for it by itself. */
static int use_wal(struct store *s)
{
	int64_t since = store_elapsed_ms();
	int r;

	while ((r = sqlite_exec(s, "PRAGMA journal_mode = WAL")) == STORE_EBUSY &&
	       store_elapsed_ms() - since < s->wait_ms)
		store_sleep_ms(STORE_IDLE_MS);
	return r;
}

static void harden(struct store *s)
{
	static const struct {
		int what, on;
	} rows[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		{SQLITE_DBCONFIG_DQS_DML, 0}, {SQLITE_DBCONFIG_DQS_DDL, 0},
		{SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_ENABLE_VIEW, 1},
		{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	};

	for (size_t i = 0; i < YG_COUNT(rows); i++)
		(void)sqlite3_db_config(s->db, rows[i].what, rows[i].on, (int *)NULL);
	(void)sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_limit(s->db, SQLITE_LIMIT_VARIABLE_NUMBER, 32766);
	(void)sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, (int)(2 * LIMIT_STORE_ROW));
}

/* Is it ours?  A file without tables becomes ours when we may create. */
static int check_application(struct store *s)
{
	int64_t application = 0, tables = 0;
	char text[64];
	int r = pragma(s, "PRAGMA application_id", &application);

	if (r == 0)
		r = pragma(s, "SELECT count(*) FROM sqlite_schema", &tables);
	if (r < 0)
		return r;
	if (application == STORE_SQLITE_APPLICATION)
		return 0;
	if (tables > 0 || application != 0)
		return store_fail(s, STORE_EFOREIGN, "an SQLite file of another program");
	if (!s->create)
		return 0;
	snprintf(text, sizeof text, "PRAGMA application_id = %d", STORE_SQLITE_APPLICATION);
	return sqlite_exec(s, text);
}

static int sqlite_open(struct store *s)
{
	const char *path = s->url + SV("sqlite:").n;
	int rc, r = s->create ? make_file(s, path) : 0;

	if (r == 0 && access(path, F_OK) != 0)
		r = store_fail(s, YG_ENOTFOUND, strerrordesc_np(errno));
	if (r < 0)
		return r;
	rc = sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
			     SQLITE_OPEN_EXRESCODE, s->vfs);
	if (rc != SQLITE_OK)
		return store_sqlite_fail(s, rc);
	harden(s);
	(void)sqlite3_busy_handler(s->db, on_busy, s);
	if (s->statement_ms)
		sqlite3_progress_handler(s->db, PROGRESS_STEPS, on_progress, s);
	r = check_application(s);
	if (r == 0)
		r = use_wal(s);
	if (r == 0)
		r = sqlite_exec(s, "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; "
				   "PRAGMA cell_size_check = ON; PRAGMA cache_size = -32768;");
	return r;
}

static void sqlite_close(struct store *s)
{
	/* Everything was finalized; were it not, _v2 would not leave the file open for ever. */
	(void)sqlite3_close_v2(s->db);
	s->db = NULL;
	if (s->lock_fd >= 0)
		(void)close(s->lock_fd);	/* which frees the locks */
	s->lock_fd = -1;
}

static int sqlite_ping(struct store *s)
{
	int64_t v;

	return pragma(s, "PRAGMA application_id", &v);
}

static void sqlite_cancel(struct store *s)
{
	sqlite3_interrupt(s->db);
}

/* ---- transactions ---- */

static int sqlite_begin(struct store *s, enum store_mode mode)
{
	bool relaxed = mode == STORE_INGEST;
	int r = 0;

	/* NORMAL syncs the log at checkpoints only.  It cannot be changed in a transaction. */
	if (mode != STORE_READ && relaxed != s->relaxed) {
		r = sqlite_exec(s, relaxed ? "PRAGMA synchronous = NORMAL"
					   : "PRAGMA synchronous = FULL");
		if (r == 0)
			s->relaxed = relaxed;
	}
	if (r == 0 && mode == STORE_READ)
		r = sqlite_exec(s, "PRAGMA query_only = ON");
	return r < 0 ? r : sqlite_exec(s, mode == STORE_READ ? "BEGIN" : "BEGIN IMMEDIATE");
}

/* After any end: back to what a statement outside of transactions may do, durably. */
static void after_transaction(struct store *s)
{
	if (s->mode == STORE_READ)
		(void)sqlite3_exec(s->db, "PRAGMA query_only = OFF", NULL, NULL, NULL);
	if (s->relaxed && sqlite3_exec(s->db, "PRAGMA synchronous = FULL", NULL, NULL,
				       NULL) == SQLITE_OK)
		s->relaxed = false;
}

static int sqlite_commit(struct store *s)
{
	int r = sqlite_exec(s, "COMMIT");

	if (r == 0)
		after_transaction(s);
	return r;
}

static void sqlite_rollback(struct store *s)
{
	/* After a full disk or a failed read SQLite may have rolled back by itself. */
	if (!sqlite3_get_autocommit(s->db))
		(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	after_transaction(s);
}

/* ---- queries ---- */

static int sqlite_prepare(struct store_query *q)
{
	const char *tail = NULL;
	int rc = sqlite3_prepare_v3(q->s->db, q->text.p, (int)q->text.n + 1,
				    SQLITE_PREPARE_PERSISTENT, &q->stmt, &tail);

	if (rc != SQLITE_OK)
		return store_sqlite_fail(q->s, rc);
	if (!q->stmt)
		return store_fail(q->s, STORE_ESQL, "an empty statement");
	q->columns = (unsigned)sqlite3_column_count(q->stmt);
	return 0;
}

int store_sqlite_bind(struct sqlite3_stmt *stmt, int place, const struct store_value *v)
{
	/* A NULL pointer would bind NULL. */
	const char *p = v->bytes.p ? v->bytes.p : "";

	switch (v->kind) {
	case STORE_INT:
		return sqlite3_bind_int64(stmt, place, v->number);
	case STORE_TEXT:
		return sqlite3_bind_text(stmt, place, p, (int)v->bytes.n, SQLITE_STATIC);
	case STORE_BLOB:
		return sqlite3_bind_blob(stmt, place, p, (int)v->bytes.n, SQLITE_STATIC);
	case STORE_NULL:
		break;
	}
	return sqlite3_bind_null(stmt, place);
}

/* row: -1 before the first step. */
static int sqlite_step(struct store_query *q)
{
	int rc = SQLITE_OK;

	if (q->row < 0) {
		for (size_t i = 0; rc == SQLITE_OK && i < q->parameter_count; i++)
			rc = store_sqlite_bind(q->stmt, (int)i + 1, &q->values[i]);
		if (rc != SQLITE_OK)
			return store_sqlite_fail(q->s, rc);
		set_deadline(q->s);
		q->row = 0;
	} else if (q->row == 2) {
		return 0;		/* stepping on would run it again */
	}
	rc = sqlite3_step(q->stmt);
	if (rc == SQLITE_ROW) {
		q->row = 1;
		return 1;
	}
	if (rc != SQLITE_DONE)
		return store_sqlite_fail(q->s, rc);
	q->row = 2;
	q->written = sqlite3_stmt_readonly(q->stmt) ? 0 : sqlite3_changes64(q->s->db);
	return 0;
}

static void sqlite_reset(struct store_query *q)
{
	(void)sqlite3_reset(q->stmt);
	(void)sqlite3_clear_bindings(q->stmt);
	q->row = -1;
}

static void sqlite_forget(struct store_query *q)
{
	(void)sqlite3_finalize(q->stmt);
	q->stmt = NULL;
}

static int sqlite_cell(struct store_query *q, unsigned column, enum store_value_kind want,
		       struct store_value *ret)
{
	static const enum store_value_kind kinds[] = {
		[SQLITE_INTEGER] = STORE_INT, [SQLITE_TEXT] = STORE_TEXT,
		[SQLITE_BLOB] = STORE_BLOB, [SQLITE_NULL] = STORE_NULL,
	};
	int at = (int)column, type = sqlite3_column_type(q->stmt, at);
	const void *p;

	if (type == SQLITE_NULL)
		return 0;
	if (want != STORE_NULL && (type == SQLITE_FLOAT || kinds[type] != want))
		return store_fail(q->s, STORE_ESQL, "a cell of another type than asked for");
	ret->kind = type == SQLITE_FLOAT ? STORE_BLOB : kinds[type];
	if (want == STORE_INT) {
		ret->number = sqlite3_column_int64(q->stmt, at);
	} else if (want != STORE_NULL) {
		p = want == STORE_TEXT ? (const void *)sqlite3_column_text(q->stmt, at)
				       : sqlite3_column_blob(q->stmt, at);
		if (p)
			ret->bytes = (struct sv){p, (size_t)sqlite3_column_bytes(q->stmt, at)};
	}
	return 0;
}

static bool sqlite_has_table(struct store *s, const char *name)
{
	struct store_query *q = store_query(s,
		"SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $name");
	int64_t one;

	store_bind_text(q, "name", sv_of(name));
	return store_get_int(q, &one) == 0;
}

/* ---- changes: there is one writer, so numbers and commits are in order by nature ---- */

static int sqlite_changes_lock(struct store *s)
{
	(void)s;
	return 0;
}

static int sqlite_changes_told(struct store *s, int64_t last)
{
	(void)s;
	(void)last;
	return 0;
}

static int sqlite_changes_wait(struct store *s, unsigned ms)
{
	int64_t since = store_elapsed_ms(), before = s->data_version, now = before;

	for (;;) {
		int r = pragma(s, "PRAGMA data_version", &now);
		if (r < 0 || now != before)
			break;
		if (store_elapsed_ms() - since >= ms)
			break;
		store_sleep_ms(ms < STORE_IDLE_MS ? ms : STORE_IDLE_MS);
	}
	s->data_version = now;
	return 0;
}

const struct store_backend store_sqlite = {
	.kind = STORE_SQLITE, .mark = '?',
	.open = sqlite_open, .close = sqlite_close, .ping = sqlite_ping, .cancel = sqlite_cancel,
	.exec = sqlite_exec, .begin = sqlite_begin, .commit = sqlite_commit,
	.rollback = sqlite_rollback, .prepare = sqlite_prepare, .step = sqlite_step,
	.reset = sqlite_reset, .forget = sqlite_forget, .cell_as = sqlite_cell,
	.has_table = sqlite_has_table, .copy_begin = store_sqlite_copy_begin,
	.copy_row = store_sqlite_copy_row, .copy_end = store_sqlite_copy_end,
	.lock_try = store_sqlite_lock_try, .lock_drop = store_sqlite_lock_drop,
	.changes_lock = sqlite_changes_lock, .changes_told = sqlite_changes_told,
	.changes_wait = sqlite_changes_wait,
};
