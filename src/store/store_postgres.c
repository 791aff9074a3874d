/* SPDX-License-Identifier: Apache-2.0 */
/* store_postgres.c - the register in PostgreSQL 15 or newer, through libpq. */
#include "store/store_postgres.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>

#include "base/text.h"

enum { SERVER_LEAST = 150000, CANCEL_TEXT = 256, INT_TEXT = 24 };
/* What transactions that note changes wait for before they commit; any number of ours. */
#define CHANGE_LOCK "3907541650189253714"

/* Types of the catalogue that we read (pg_type.dat; they never change). */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_CHAR = 18, OID_NAME = 19, OID_INT8 = 20, OID_INT2 = 21,
       OID_INT4 = 23, OID_TEXT = 25, OID_OID = 26, OID_UNKNOWN = 705, OID_BPCHAR = 1042,
       OID_VARCHAR = 1043, OID_NUMERIC = 1700 };

/* ---- connection ---- */

bool store_url_has_secret(struct sv url)
{
	enum store_kind kind;
	char *copy = NULL, *message = NULL;
	PQconninfoOption *options;
	bool secret = false;

	if (store_url_kind(url, &kind) < 0 || kind != STORE_POSTGRES)
		return false;
	copy = strndup(url.p, url.n);
	options = copy ? PQconninfoParse(copy, &message) : NULL;
	for (PQconninfoOption *o = options; o && o->keyword; o++)
		if (o->val && o->val[0] && (strcmp(o->keyword, "password") == 0 ||
					    strcmp(o->keyword, "sslpassword") == 0))
			secret = true;
	PQconninfoFree(options);
	PQfreemem(message);
	free(copy);
	return secret;
}

static void on_notice(void *ctx, const char *text)
{
	(void)ctx;
	(void)text;		/* a library does not write to standard error */
}

static int postgres_exec(struct store *s, const char *text)
{
	PGresult *r = PQexec(s->pg, text);
	ExecStatusType status = PQresultStatus(r);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
	    status != PGRES_EMPTY_QUERY)
		return store_postgres_fail(s, r);
	PQclear(r);
	return 0;
}

/* What our texts rest on, whatever the server's or the role's defaults are. */
static int set_session(struct store *s)
{
	char text[512];

	snprintf(text, sizeof text,
		 "SET standard_conforming_strings = on; SET bytea_output = 'hex'; "
		 "SET TimeZone = 'UTC'; SET default_transaction_isolation = 'read committed'; "
		 "SET default_transaction_read_only = off; SET jit = off; "
		 "SET row_security = off; SET client_min_messages = warning; "
		 "SET lock_timeout = %u; SET statement_timeout = %u", s->wait_ms,
		 s->statement_ms);
	return postgres_exec(s, text);
}

static int check_server(struct store *s)
{
	const char *encoding = PQparameterStatus(s->pg, "server_encoding");

	if (PQserverVersion(s->pg) < SERVER_LEAST)
		return store_fail(s, YG_EUNSUPPORTED, "the server is older than PostgreSQL 15");
	if (!encoding || strcmp(encoding, "UTF8") != 0)
		return store_fail(s, YG_EUNSUPPORTED, "the database's encoding is not UTF8");
	return 0;
}

/* A refused connection has no SQLSTATE in libpq 15, but its text is all there is to go by when
 * the server answered at all. */
static int connect_failed(struct store *s)
{
	struct sv text = sv_of(PQerrorMessage(s->pg));
	int code = STORE_ELOST;

	if (PQconnectionNeedsPassword(s->pg) || PQconnectionUsedPassword(s->pg) ||
	    sv_search(text, SV("authentication failed")) < text.n ||
	    sv_search(text, SV("pg_hba.conf")) < text.n)
		code = STORE_EAUTH;
	else if (sv_search(text, SV("database \"")) < text.n &&
		 sv_search(text, SV("does not exist")) < text.n)
		code = YG_ENOTFOUND;
	return store_fail(s, code, text.p);
}

static int postgres_open(struct store *s)
{
	/* Before "dbname" they give way to the URL, after it they do not. */
	static const char *const names[] = {
		"application_name", "connect_timeout", "tcp_user_timeout", "keepalives_idle",
		"dbname", "client_encoding", NULL,
	};
	const char *values[] = {"yagura", "10", "30000", "30", s->url, "UTF8", NULL};
	int r;

	s->pg = PQconnectdbParams(names, values, 1);
	if (!s->pg)
		return YG_ENOMEM;
	if (PQstatus(s->pg) != CONNECTION_OK)
		return connect_failed(s);
	(void)PQsetNoticeProcessor(s->pg, on_notice, NULL);
	s->cancel = PQgetCancel(s->pg);
	r = s->cancel ? check_server(s) : YG_ENOMEM;
	return r < 0 ? r : set_session(s);
}

static void postgres_close(struct store *s)
{
	PQfreeCancel(s->cancel);
	PQfinish(s->pg);
	s->cancel = NULL;
	s->pg = NULL;
}

static int postgres_ping(struct store *s)
{
	int r = PQstatus(s->pg) == CONNECTION_OK ? postgres_exec(s, "") : STORE_ELOST;

	return r < 0 ? STORE_ELOST : 0;
}

static void postgres_cancel(struct store *s)
{
	char text[CANCEL_TEXT];

	(void)PQcancel(s->cancel, text, sizeof text);
}

/* ---- transactions ---- */

static int postgres_begin(struct store *s, enum store_mode mode)
{
	/* One snapshot for a transaction, as SQLite has it; a lost update becomes STORE_EBUSY. */
	return postgres_exec(s,
		mode == STORE_READ ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" :
		mode == STORE_WRITE ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE" :
		"BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE; "
		"SET LOCAL synchronous_commit = off");
}

static int postgres_commit(struct store *s)
{
	PGresult *r = PQexec(s->pg, "COMMIT");

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		return store_postgres_fail(s, r);
	/* A transaction that had failed is rolled back by COMMIT, which reports success. */
	if (strcmp(PQcmdStatus(r), "COMMIT") != 0) {
		PQclear(r);
		return store_fail(s, STORE_ESQL, "the server rolled the transaction back");
	}
	PQclear(r);
	return 0;
}

static void postgres_rollback(struct store *s)
{
	PGTransactionStatusType t = PQtransactionStatus(s->pg);

	if (s->lost || t == PQTRANS_IDLE)
		return;
	/* Were it not rolled back, the next user of the connection would go on with it. */
	if (t == PQTRANS_ACTIVE || t == PQTRANS_UNKNOWN || postgres_exec(s, "ROLLBACK") < 0)
		s->lost = true;
}

/* ---- queries ---- */

static void prepared_name(const struct store_query *q, char name[INT_TEXT])
{
	snprintf(name, INT_TEXT, "q%u", q->number);
}

static int postgres_prepare(struct store_query *q)
{
	struct store *s = q->s;
	char name[INT_TEXT];
	PGresult *r;

	q->number = ++s->prepared;
	prepared_name(q, name);
	r = PQprepare(s->pg, name, q->text.p, 0, NULL);
	if (PQresultStatus(r) != PGRES_COMMAND_OK) {
		q->number = 0;
		return store_postgres_fail(s, r);
	}
	PQclear(r);
	return 0;
}

struct sent {
	char numbers[LIMIT_STORE_PARAMETERS][INT_TEXT];
	const char *values[LIMIT_STORE_PARAMETERS];
	int lengths[LIMIT_STORE_PARAMETERS], formats[LIMIT_STORE_PARAMETERS];
};

/* Numbers go as text, which fits every number type that the server may have inferred; text and
 * blobs as "binary", which are their bytes. */
static void pack(const struct store_query *q, struct sent *to)
{
	for (size_t i = 0; i < q->parameter_count; i++) {
		const struct store_value *v = &q->values[i];
		to->formats[i] = v->kind == STORE_TEXT || v->kind == STORE_BLOB;
		to->lengths[i] = (int)v->bytes.n;
		to->values[i] = v->bytes.p ? v->bytes.p : "";
		if (v->kind == STORE_NULL)
			to->values[i] = NULL;
		if (v->kind == STORE_INT) {
			snprintf(to->numbers[i], INT_TEXT, "%lld", (long long)v->number);
			to->values[i] = to->numbers[i];
		}
	}
}

static int start(struct store_query *q)
{
	PGconn *pg = q->s->pg;
	int n = (int)q->parameter_count;
	char name[INT_TEXT];
	struct sent sent;

	pack(q, &sent);
	prepared_name(q, name);
	if (!q->stream) {
		q->result = PQexecPrepared(pg, name, n, sent.values, sent.lengths, sent.formats,
					   0);
		return 0;
	}
	if (PQsendQueryPrepared(pg, name, n, sent.values, sent.lengths, sent.formats, 0) != 1)
		return store_postgres_fail_connection(q->s);
	(void)PQsetSingleRowMode(pg);
	q->result = PQgetResult(pg);
	return 0;
}

static int64_t number_of(const char *text)
{
	uint64_t v;

	return sv_u64(sv_of(text), &v) && v <= INT64_MAX ? (int64_t)v : 0;
}

/* What stands in q->result: 1 with a row at q->row, 0, or an error. */
static int look(struct store_query *q)
{
	PGresult *r = q->result;

	switch (PQresultStatus(r)) {
	case PGRES_SINGLE_TUPLE:
		break;
	case PGRES_TUPLES_OK:
		if (strncmp(PQcmdStatus(r), "SELECT", 6) != 0)
			q->written = number_of(PQcmdTuples(r));
		break;
	case PGRES_COMMAND_OK:
		q->written = number_of(PQcmdTuples(r));
		break;
	default:
		q->result = NULL;
		return store_postgres_fail(q->s, r);
	}
	q->columns = (unsigned)PQnfields(r);
	return q->row < PQntuples(r);
}

static int postgres_step(struct store_query *q)
{
	int r = 0;

	if (!q->result) {
		if (q->row >= 0)
			return 0;	/* it was stepped to its end */
		r = start(q);
		q->row = 0;
	} else if (PQresultStatus(q->result) == PGRES_SINGLE_TUPLE) {
		PQclear(q->result);
		q->result = PQgetResult(q->s->pg);
		q->row = 0;
	} else if (q->row < PQntuples(q->result)) {
		q->row++;
	}
	return r < 0 ? r : look(q);
}

static void postgres_reset(struct store_query *q)
{
	PGresult *r;

	PQclear(q->result);
	q->result = NULL;
	q->row = -1;
	while (q->stream && q->started && !q->s->lost && (r = PQgetResult(q->s->pg)))
		PQclear(r);
}

static void postgres_forget(struct store_query *q)
{
	char text[64];

	PQclear(q->result);
	q->result = NULL;
	/* In a failed transaction the server would refuse; the name is not used again. */
	if (q->number == 0 || q->s->lost || q->s->failed || !q->s->pg ||
	    PQtransactionStatus(q->s->pg) == PQTRANS_ACTIVE)
		return;
	snprintf(text, sizeof text, "DEALLOCATE q%u", q->number);
	PQclear(PQexec(q->s->pg, text));
	q->number = 0;
}

/* ---- cells ---- */

static bool type_is(Oid type, enum store_value_kind want)
{
	switch (type) {
	case OID_INT8: case OID_INT4: case OID_INT2: case OID_NUMERIC: case OID_BOOL: case OID_OID:
		return want == STORE_INT;
	case OID_TEXT: case OID_VARCHAR: case OID_BPCHAR: case OID_NAME: case OID_CHAR:
	case OID_UNKNOWN:
		return want == STORE_TEXT;
	case OID_BYTEA:
		return want == STORE_BLOB;
	default:
		return false;
	}
}

static bool read_int(struct sv text, int64_t *ret)
{
	bool minus = text.n > 0 && text.p[0] == '-';
	uint64_t v;

	if (sv_is(text, "t") || sv_is(text, "f")) {
		*ret = text.p[0] == 't';
		return true;
	}
	if (!sv_u64(sv_from(text, minus), &v) || v > (uint64_t)INT64_MAX + minus)
		return false;
	*ret = (int64_t)(minus ? -v : v);
	return true;
}

static int hex_digit(char c)
{
	return ch_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* bytea's hex format: \x, then two digits a byte. */
static int read_blob(struct store_query *q, struct sv text, struct sv *ret)
{
	size_t n = text.n / 2;
	char *to;

	if (!sv_starts(text, SV("\\x")) || text.n % 2 != 0)
		return store_fail(q->s, STORE_ESQL, "bytea that is not in hex");
	n--;
	to = arena_new(&q->cells, char, n + 1);
	if (!to)
		return store_fail(q->s, YG_ENOMEM, "a row larger than LIMIT_STORE_ROW");
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(text.p[2 + 2 * i]), low = hex_digit(text.p[3 + 2 * i]);
		if (high < 0 || low < 0)
			return store_fail(q->s, STORE_ESQL, "bytea that is not in hex");
		to[i] = (char)(high << 4 | low);
	}
	*ret = (struct sv){to, n};
	return 0;
}

static int postgres_cell(struct store_query *q, unsigned column, enum store_value_kind want,
			 struct store_value *ret)
{
	int at = (int)column;
	struct sv text;

	if (PQgetisnull(q->result, q->row, at))
		return 0;
	ret->kind = want == STORE_NULL ? STORE_TEXT : want;
	if (want == STORE_NULL)
		return 0;
	if (!type_is(PQftype(q->result, at), want))
		return store_fail(q->s, STORE_ESQL, "a cell of another type than asked for");
	text = (struct sv){PQgetvalue(q->result, q->row, at),
			   (size_t)PQgetlength(q->result, q->row, at)};
	if (want == STORE_BLOB)
		return read_blob(q, text, &ret->bytes);
	if (want == STORE_TEXT)
		ret->bytes = text;
	else if (!read_int(text, &ret->number))
		return store_fail(q->s, STORE_ESQL, "a number that is no whole number of 64 bits");
	return 0;
}

static bool postgres_has_table(struct store *s, const char *name)
{
	struct store_query *q = store_query(s,
		"SELECT 1 FROM pg_catalog.pg_class c "
		"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
		"WHERE n.nspname = current_schema() AND c.relname = $name "
		"AND c.relkind IN ('r', 'p')");
	int64_t one;

	store_bind_text(q, "name", sv_of(name));
	return store_get_int(q, &one) == 0;
}

/* ---- locks ---- */

static int lock_query(struct store *s, const char *text, int64_t key)
{
	struct store_query *q = store_query(s, text);
	int64_t got = 0;
	int r;

	store_bind_int(q, "key", key);
	r = store_get_int(q, &got);
	return r < 0 ? r : (int)got;
}

static int postgres_lock_try(struct store *s, int64_t key)
{
	return lock_query(s, "SELECT pg_try_advisory_lock($key)", key);
}

static void postgres_lock_drop(struct store *s, int64_t key)
{
	/* The server counts; ours are not counted. */
	while (lock_query(s, "SELECT pg_advisory_unlock($key)", key) > 0)
		;
}

/* ---- changes ---- */

static int postgres_changes_lock(struct store *s)
{
	return postgres_exec(s, "SELECT pg_advisory_xact_lock(" CHANGE_LOCK ")");
}

static int postgres_changes_told(struct store *s, int64_t last)
{
	char text[96];

	snprintf(text, sizeof text, "SELECT pg_notify('yagura_change', '%lld')",
		 (long long)last);
	return postgres_exec(s, text);
}

static bool drain_notices(struct store *s)
{
	bool any = false;
	PGnotify *n;

	while ((n = PQnotifies(s->pg))) {
		any = true;
		PQfreemem(n);
	}
	return any;
}

static int postgres_changes_wait(struct store *s, unsigned ms)
{
	struct pollfd p = {.fd = PQsocket(s->pg), .events = POLLIN};

	if (!s->listening) {
		/* From now on; the caller looks once more before it waits. */
		int r = postgres_exec(s, "LISTEN yagura_change");
		s->listening = r == 0;
		return r;
	}
	if (drain_notices(s))
		return 0;
	if (poll(&p, 1, (int)(ms < 60000 ? ms : 60000)) < 0 && errno != EINTR)
		return store_fail(s, YG_EIO, strerrordesc_np(errno));
	if (PQconsumeInput(s->pg) != 1)
		return store_postgres_fail_connection(s);
	(void)drain_notices(s);
	return 0;
}

const struct store_backend store_postgres = {
	.kind = STORE_POSTGRES, .mark = '$',
	.open = postgres_open, .close = postgres_close, .ping = postgres_ping,
	.cancel = postgres_cancel, .exec = postgres_exec, .begin = postgres_begin,
	.commit = postgres_commit, .rollback = postgres_rollback, .prepare = postgres_prepare,
	.step = postgres_step, .reset = postgres_reset, .forget = postgres_forget,
	.cell_as = postgres_cell, .has_table = postgres_has_table,
	.copy_begin = store_postgres_copy_begin, .copy_row = store_postgres_copy_row,
	.copy_end = store_postgres_copy_end, .lock_try = postgres_lock_try,
	.lock_drop = postgres_lock_drop, .changes_lock = postgres_changes_lock,
	.changes_told = postgres_changes_told, .changes_wait = postgres_changes_wait,
};
