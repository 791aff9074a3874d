/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_sqlite_copy.c - many rows: one prepared insert, stepped for each row.  And locks by
 * name, as bytes of a file beside the database.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "store/store_sqlite.h"

static void put_insert(struct buf *b, const char *table, const char *const *columns, size_t n)
{
	buf_str(b, "INSERT INTO ");
	store_put_name(b, table);
	buf_str(b, " (");
	for (size_t i = 0; i < n; i++) {
		buf_str(b, i ? "," : "");
		store_put_name(b, columns[i]);
	}
	buf_str(b, ") VALUES (");
	for (size_t i = 0; i < n; i++)
		buf_str(b, i ? ",?" : "?");
	buf_str(b, ")");
}

int store_sqlite_copy_begin(struct store *s, const char *table, const char *const *columns)
{
	buf_auto b = BUF_CAP(LIMIT_STORE_QUERY);
	int rc;

	put_insert(&b, table, columns, s->copy.count);
	if (b.err)
		return store_fail(s, b.err, "out of memory");
	rc = sqlite3_prepare_v2(s->db, b.p, (int)b.n + 1, &s->copy.stmt, NULL);
	return rc == SQLITE_OK ? 0 : store_sqlite_fail(s, rc);
}

int store_sqlite_copy_row(struct store *s, const struct store_value *values)
{
	int rc = SQLITE_OK;

	for (size_t i = 0; rc == SQLITE_OK && i < s->copy.count; i++)
		rc = store_sqlite_bind(s->copy.stmt, (int)i + 1, &values[i]);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(s->copy.stmt);
	if (rc != SQLITE_DONE)
		rc = store_sqlite_fail(s, rc);
	else
		rc = 0;
	(void)sqlite3_reset(s->copy.stmt);
	return rc;
}

int store_sqlite_copy_end(struct store *s, bool keep)
{
	(void)keep;
	(void)sqlite3_finalize(s->copy.stmt);
	s->copy.stmt = NULL;
	return 0;
}

/* ---- locks ---- */

static int open_lock_file(struct store *s)
{
	char path[LIMIT_PATH];
	int n = snprintf(path, sizeof path, "%s-lock", s->url + SV("sqlite:").n);

	if (n < 0 || (size_t)n >= sizeof path)
		return store_fail(s, YG_EINVAL, "the path is too long");
	s->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	return s->lock_fd < 0 ? store_fail(s, YG_EIO, strerrordesc_np(errno)) : 0;
}

/* Locks of the open file, not of the process: two handles of one process exclude each other,
 * and the kernel frees them however the process ends. */
static int lock_set(struct store *s, int64_t key, short type)
{
	struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = key, .l_len = 1};

	return fcntl(s->lock_fd, F_OFD_SETLK, &l);
}

int store_sqlite_lock_try(struct store *s, int64_t key)
{
	int r = s->lock_fd < 0 ? open_lock_file(s) : 0;

	if (r < 0)
		return r;
	if (lock_set(s, key, F_WRLCK) == 0)
		return 1;
	return errno == EAGAIN || errno == EACCES
		? 0 : store_fail(s, YG_EIO, strerrordesc_np(errno));
}

void store_sqlite_lock_drop(struct store *s, int64_t key)
{
	if (s->lock_fd >= 0)
		(void)lock_set(s, key, F_UNLCK);
}
