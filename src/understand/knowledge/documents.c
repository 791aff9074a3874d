/* SPDX-License-Identifier: Apache-2.0 */
#include "understand/knowledge/documents.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>
#include <zstd.h>

#include "base/buf.h"
#include "base/limits.h"

int documents_open(const char *path, struct documents *ret)
{
	struct documents d = {0};

	if (access(path, R_OK) < 0)
		return YG_ENOTFOUND;
	if (sqlite3_open_v2(path, &d.db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK) {
		(void)sqlite3_close(d.db);
		return YG_EIO;
	}
	/* A file from a bundle must not run anything through its schema. */
	(void)sqlite3_db_config(d.db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(d.db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	*ret = d;
	return 0;
}

void documents_close(struct documents *d)
{
	(void)sqlite3_close(d->db);
	*d = (struct documents){0};
}

static struct sv column(sqlite3_stmt *s, int i)
{
	const void *p = sqlite3_column_text(s, i);
	return (struct sv){p ? p : "", (size_t)sqlite3_column_bytes(s, i)};
}

static int unpack(sqlite3_stmt *s, int i, uint64_t bytes, struct buf *to)
{
	const void *p = sqlite3_column_blob(s, i);
	size_t n = (size_t)sqlite3_column_bytes(s, i), got;
	char *w;

	if (bytes > LIMIT_FRAME)
		return YG_ELIMIT;
	buf_clear(to);
	w = buf_reserve(to, (size_t)bytes + 1);
	if (!w)
		return to->err;
	got = ZSTD_decompress(w, (size_t)bytes, p, n);
	if (ZSTD_isError(got) || got != bytes)
		return YG_ESYNTAX;
	to->n = got;
	to->p[got] = '\0';
	return 0;
}

static int result_of(int rc)
{
	return rc == SQLITE_DONE ? 0 : rc == SQLITE_NOMEM ? YG_ENOMEM : YG_EIO;
}

/* Run a prepared query for documents to its end. */
static int hand_out(sqlite3_stmt *s, int (*each)(void *ctx, const struct document *doc), void *ctx)
{
	struct buf body = BUF_CAP(LIMIT_FRAME + 1);
	int rc = SQLITE_DONE, r = 0;

	while (r == 0 && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct document doc = {.record = column(s, 0), .source = column(s, 1),
			.counts = sqlite3_column_int(s, 2) != 0};
		r = unpack(s, 4, (uint64_t)sqlite3_column_int64(s, 3), &body);
		doc.text = body.p;
		doc.n = body.n;
		if (r == 0)
			r = each(ctx, &doc);
	}
	if (r == 0)
		r = result_of(rc);
	(void)sqlite3_finalize(s);
	buf_drop(&body);
	return r;
}

int documents_each(const struct documents *d, struct sv id,
		   int (*each)(void *ctx, const struct document *doc), void *ctx)
{
	/* The last leg: vulnerabilities that some document with this id as record stands for. */
	static const char sql[] =
		"SELECT record, source, counts, bytes, body FROM document WHERE number IN ("
		" SELECT number FROM document WHERE record=?1"
		" UNION SELECT document FROM vulnerability WHERE vulnerability=?1"
		" UNION SELECT w.document FROM document o"
		"  JOIN vulnerability v ON v.document=o.number"
		"  JOIN vulnerability w ON w.vulnerability=v.vulnerability WHERE o.record=?1"
		") ORDER BY source, record, number";
	sqlite3_stmt *s = NULL;

	if (sqlite3_prepare_v2(d->db, sql, -1, &s, NULL) != SQLITE_OK)
		return YG_EIO;
	(void)sqlite3_bind_text(s, 1, id.p, (int)id.n, SQLITE_STATIC);
	return hand_out(s, each, ctx);
}

int documents_of(const struct documents *d, struct sv source, struct sv record,
		 int (*each)(void *ctx, const struct document *doc), void *ctx)
{
	static const char sql[] = "SELECT record, source, counts, bytes, body FROM document "
		"WHERE record=?1 AND source=?2 ORDER BY number";
	sqlite3_stmt *s = NULL;

	if (sqlite3_prepare_v2(d->db, sql, -1, &s, NULL) != SQLITE_OK)
		return YG_EIO;
	(void)sqlite3_bind_text(s, 1, record.p, (int)record.n, SQLITE_STATIC);
	(void)sqlite3_bind_text(s, 2, source.p, (int)source.n, SQLITE_STATIC);
	return hand_out(s, each, ctx);
}

int documents_each_alias(const struct documents *d, struct sv id,
			 int (*each)(void *ctx, const struct document_alias *a), void *ctx)
{
	static const char sql[] = "SELECT id, other, relation, asserted_by FROM alias "
				  "WHERE id=?1 ORDER BY relation, other, asserted_by";
	sqlite3_stmt *s = NULL;
	int rc, r = 0;

	if (sqlite3_prepare_v2(d->db, sql, -1, &s, NULL) != SQLITE_OK)
		return YG_EIO;
	(void)sqlite3_bind_text(s, 1, id.p, (int)id.n, SQLITE_STATIC);
	while (r == 0 && (rc = sqlite3_step(s)) == SQLITE_ROW)
		r = each(ctx, &(struct document_alias){.id = column(s, 0), .other = column(s, 1),
			.relation = column(s, 2), .asserted_by = column(s, 3)});
	if (r == 0)
		r = result_of(rc);
	(void)sqlite3_finalize(s);
	return r;
}
