/* SPDX-License-Identifier: Apache-2.0 */
/* store_postgres_copy.c - COPY FROM STDIN in its text format (PostgreSQL 15, COPY). */
#include "store/store_postgres.h"

enum { SEND_AT = 128 * 1024 };

int store_postgres_copy_begin(struct store *s, const char *table, const char *const *columns)
{
	buf_auto b = BUF_CAP(LIMIT_STORE_QUERY);
	PGresult *r;

	buf_str(&b, "COPY ");
	store_put_name(&b, table);
	buf_str(&b, " (");
	for (size_t i = 0; i < s->copy.count; i++) {
		buf_str(&b, i ? "," : "");
		store_put_name(&b, columns[i]);
	}
	buf_str(&b, ") FROM STDIN");
	if (b.err)
		return store_fail(s, b.err, "out of memory");
	r = PQexec(s->pg, b.p);
	if (PQresultStatus(r) != PGRES_COPY_IN)
		return store_postgres_fail(s, r);
	PQclear(r);
	return 0;
}

/* What the format gives a meaning: backslash, and the ends of a cell and of a row. */
static char escape_of(char c)
{
	switch (c) {
	case '\\': return '\\';
	case '\t': return 't';
	case '\n': return 'n';
	case '\r': return 'r';
	default: return '\0';
	}
}

static void put_text(struct buf *b, struct sv s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		char e = escape_of(s.p[i]);
		if (!e)
			continue;
		buf_put(b, s.p + from, i - from);
		buf_char(b, '\\');
		buf_char(b, e);
		from = i + 1;
	}
	buf_put(b, s.p + from, s.n - from);
}

static void put_blob(struct buf *b, struct sv s)
{
	static const char digits[] = "0123456789abcdef";
	char *to = buf_reserve(b, 2 * s.n + 3);

	if (!to)
		return;
	memcpy(to, "\\\\x", 3);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		to[3 + 2 * i] = digits[c >> 4];
		to[4 + 2 * i] = digits[c & 15];
	}
	b->n += 2 * s.n + 3;
}

static void put_int(struct buf *b, int64_t v)
{
	if (v < 0)
		buf_char(b, '-');
	buf_u64(b, v < 0 ? -(uint64_t)v : (uint64_t)v);
}

static int send(struct store *s)
{
	struct buf *b = &s->copy.out;

	if (b->err)
		return store_fail(s, b->err, "a row larger than LIMIT_STORE_ROW");
	if (b->n > 0 && PQputCopyData(s->pg, b->p, (int)b->n) != 1)
		return store_postgres_fail_connection(s);
	buf_clear(b);
	return 0;
}

int store_postgres_copy_row(struct store *s, const struct store_value *values)
{
	struct buf *b = &s->copy.out;

	for (size_t i = 0; i < s->copy.count; i++) {
		const struct store_value *v = &values[i];
		if (i > 0)
			buf_char(b, '\t');
		switch (v->kind) {
		case STORE_NULL: buf_put(b, "\\N", 2); break;
		case STORE_INT: put_int(b, v->number); break;
		case STORE_TEXT: put_text(b, v->bytes); break;
		case STORE_BLOB: put_blob(b, v->bytes); break;
		}
	}
	buf_char(b, '\n');
	return b->n >= SEND_AT || b->err ? send(s) : 0;
}

int store_postgres_copy_end(struct store *s, bool keep)
{
	int code = keep ? send(s) : 0;
	PGresult *r;

	if (s->lost)
		return STORE_ELOST;
	if (PQputCopyEnd(s->pg, keep && code == 0 ? NULL : "given up") != 1)
		return store_postgres_fail_connection(s);
	while ((r = PQgetResult(s->pg))) {
		if (PQresultStatus(r) == PGRES_COMMAND_OK)
			PQclear(r);
		else if (code == 0 && keep)
			code = store_postgres_fail(s, r);
		else
			PQclear(r);	/* that it was given up is no news */
		if (s->lost || PQstatus(s->pg) != CONNECTION_OK)
			break;
	}
	if (code == 0 && PQstatus(s->pg) != CONNECTION_OK)
		code = store_postgres_fail_connection(s);
	return code;
}
