/* SPDX-License-Identifier: Apache-2.0 */
/* store_sqlite_file.c - copies of the SQLite file through its backup interface; integrity. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "store/store_backup.h"
#include "store/store_sqlite.h"
#include "store/store_tables.h"

enum { PAGES_A_STEP = 1024 };

static void close_db(sqlite3 **db)
{
	(void)sqlite3_close_v2(*db);
	*db = NULL;
}
#define db_auto __attribute__((cleanup(close_db))) sqlite3

/* Pages from one database to another; what is written meanwhile is taken along. */
static int copy_pages(struct store *s, sqlite3 *to, sqlite3 *from)
{
	int64_t since = store_elapsed_ms();
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	int rc;

	if (!b)
		return store_fail(s, YG_EIO, sqlite3_errmsg(to));
	do {
		rc = sqlite3_backup_step(b, PAGES_A_STEP);
		if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED) {
			if (store_elapsed_ms() - since > s->wait_ms)
				break;
			store_sleep_ms(STORE_IDLE_MS);
		} else {
			since = store_elapsed_ms();
		}
	} while (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED);
	if (rc == SQLITE_DONE)
		rc = sqlite3_backup_finish(b);
	else
		(void)sqlite3_backup_finish(b);
	if (rc == SQLITE_OK)
		return 0;
	return store_fail(s, (rc & 0xff) == SQLITE_FULL ? STORE_EFULL :
			  (rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED
				? STORE_EBUSY : YG_EIO, sqlite3_errstr(rc));
}

/* The first line of a check is "ok", or what is wrong. */
static int integrity(struct store *s, sqlite3 *db, const char *pragma)
{
	sqlite3_stmt *stmt = NULL;
	const char *text;
	int r = 0, rc = sqlite3_prepare_v2(db, pragma, -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		text = (const char *)sqlite3_column_text(stmt, 0);
		if (!text || strcmp(text, "ok") != 0)
			r = store_fail(s, STORE_ECORRUPT, text ? text : "no answer");
	} else {
		r = store_fail(s, (rc & 0xff) == SQLITE_NOTADB ? STORE_EFOREIGN : STORE_ECORRUPT,
			       sqlite3_errmsg(db));
	}
	(void)sqlite3_finalize(stmt);
	return r;
}

int store_check_integrity(struct store *s, bool thorough)
{
	int r = store_ready(s);

	if (r < 0)
		return r;
	if (s->backend->kind == STORE_SQLITE)
		return integrity(s, s->db, thorough ? "PRAGMA integrity_check(1)"
						    : "PRAGMA quick_check(1)");
	/* PostgreSQL checks pages as it reads them, where data checksums are on. */
	return store_do(s, "SELECT count(*) FROM schema_migration");
}

int store_sqlite_backup(struct store *s, struct sv path)
{
	db_auto *to = NULL;
	file_auto w = {.fd = -1};
	int r = s->backend->kind == STORE_SQLITE ? store_ready(s) : YG_EUNSUPPORTED;

	if (r == 0)
		r = file_begin(path, &w);
	if (r < 0)
		return store_fail(s, r, r == YG_EIO ? strerrordesc_np(errno) : "a wrong path");
	if (sqlite3_open_v2(w.temporary, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			    s->vfs) != SQLITE_OK)
		return store_fail(s, YG_EIO, sqlite3_errmsg(to));
	r = copy_pages(s, to, s->db);
	if (r == 0)
		r = integrity(s, to, "PRAGMA integrity_check(1)");
	/* One file, without a log beside it. */
	if (r == 0 && sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) !=
	    SQLITE_OK)
		r = store_fail(s, YG_EIO, sqlite3_errmsg(to));
	close_db(&to);
	if (r < 0)
		return r;
	r = file_commit(&w);
	return r < 0 ? store_fail(s, errno == ENOSPC ? STORE_EFULL : r, strerrordesc_np(errno))
		     : 0;
}

bool store_sqlite_is_file(int fd)
{
	char head[16];

	return pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head &&
	       memcmp(head, "SQLite format 3", sizeof head) == 0;
}

static int64_t number(sqlite3 *db, const char *text)
{
	sqlite3_stmt *stmt = NULL;
	int64_t v = -1;

	if (sqlite3_prepare_v2(db, text, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		v = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return v;
}

/* Whether the register holds anything that a restore would drop. */
static int check_empty(struct store *s, const struct store_restore *o)
{
	arena_auto a = {.cap = MIB(16)};
	struct store_tables tables;
	int r = store_tables(s, &a, &tables);

	if (r == 0 && !o->force)
		r = store_tables_hold_data(s, &tables);
	return r > 0 ? store_fail(s, STORE_ENOTEMPTY, "the register holds data") : r;
}

int store_sqlite_restore(struct store *s, struct sv path, const struct store_restore *o)
{
	struct store_migrate m = {.list = o->list};
	struct store_schema schema;
	char name[LIMIT_PATH];
	db_auto *from = NULL;
	int r = s->backend->kind == STORE_SQLITE ? store_ready(s) : YG_EUNSUPPORTED;

	if (r < 0)
		return store_fail(s, r, "a copy of an SQLite register restores into SQLite only");
	if (path.n >= sizeof name || s->in_transaction)
		return store_fail(s, YG_EINVAL, "a wrong path, or inside a transaction");
	memcpy(name, path.p, path.n);
	name[path.n] = '\0';
	if (sqlite3_open_v2(name, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK)
		return store_fail(s, YG_EIO, sqlite3_errmsg(from));
	r = integrity(s, from, "PRAGMA integrity_check(1)");
	if (r == 0 && number(from, "PRAGMA application_id") != STORE_SQLITE_APPLICATION)
		r = store_fail(s, STORE_EFOREIGN, "an SQLite file of another program");
	if (r == 0 && number(from, "PRAGMA user_version") > (int64_t)o->list.count)
		r = store_fail(s, STORE_ENEWER, "made by a newer program");
	if (r == 0)
		r = check_empty(s, o);
	if (r < 0)
		return r;
	store_forget_all(s);
	r = copy_pages(s, s->db, from);
	if (r == 0)
		r = s->backend->exec(s, "PRAGMA journal_mode = WAL");
	return r < 0 ? r : store_migrate(s, &m, &schema);
}
