/* SPDX-License-Identifier: Apache-2.0 */
/* store.c - opening by URL, errors, transactions, locks: what is alike on both databases. */
#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "base/text.h"
#include "store/store_change.h"
#include "store/store_internal.h"
#include "store/store_text.h"

/* ---- URLs ---- */

int store_url_kind(struct sv url, enum store_kind *ret)
{
	if (sv_starts(url, SV("sqlite:")) && url.n > SV("sqlite:").n) {
		*ret = STORE_SQLITE;
		return 0;
	}
	if (sv_starts(url, SV("postgres://")) || sv_starts(url, SV("postgresql://")) ||
	    (sv_find(url, '=') < url.n && !sv_starts(url, SV("sqlite:")))) {
		*ret = STORE_POSTGRES;
		return 0;
	}
	return YG_EINVAL;
}

struct sv store_url_path(struct sv url)
{
	return sv_starts(url, SV("sqlite:")) ? sv_from(url, SV("sqlite:").n)
					      : (struct sv){NULL, 0};
}

/* ---- errors ---- */

int store_fail_at(struct store *s, int code, const char *text, struct sv what)
{
	size_t n = strlen(text);

	while (n > 0 && ch_space(text[n - 1]))
		n--;
	snprintf(s->message, sizeof s->message, "%.*s%s%.*s", (int)(n < 900 ? n : 900), text,
		 what.n ? ": " : "", (int)(what.n < 100 ? what.n : 100), what.n ? what.p : "");
	if (s->in_transaction && !s->failed) {
		s->failed = code;
		s->failed_in_item = s->in_item;
	}
	return code;
}

int store_fail(struct store *s, int code, const char *text)
{
	return store_fail_at(s, code, text, (struct sv){NULL, 0});
}

const char *store_message(const struct store *s)
{
	return s->message;
}

enum store_constraint store_constraint(const struct store *s, struct sv *ret_name)
{
	*ret_name = sv_of(s->constraint_name);
	return s->constraint;
}

const char *store_error_name(int code)
{
	static const struct {
		int code;
		const char *name;
	} rows[] = {
		{YG_ENOMEM, "out of memory"}, {YG_ESYNTAX, "syntax"}, {YG_ELIMIT, "limit"},
		{YG_EIO, "input/output"}, {YG_ENOTFOUND, "not found"},
		{YG_EUNSUPPORTED, "unsupported"}, {YG_EINVAL, "invalid"},
		{STORE_EBUSY, "busy"}, {STORE_ECONSTRAINT, "constraint"},
		{STORE_EFULL, "disk full"}, {STORE_ELOST, "connection lost"},
		{STORE_ESQL, "statement"}, {STORE_ETIMEOUT, "timeout"},
		{STORE_EREADONLY, "read-only"}, {STORE_ECORRUPT, "damaged"},
		{STORE_EFOREIGN, "not a register"}, {STORE_ENEWER, "newer"},
		{STORE_ECHANGED, "changed"}, {STORE_ENOTEMPTY, "not empty"},
		{STORE_EAUTH, "not let in"},
	};

	for (size_t i = 0; i < YG_COUNT(rows); i++)
		if (rows[i].code == code)
			return rows[i].name;
	return "error";
}

int store_ready(struct store *s)
{
	if (s->lost)
		return STORE_ELOST;
	if (s->failed)
		return s->failed;
	if (s->streaming || s->copy.open)
		return store_fail(s, YG_EINVAL, "another statement is not done yet");
	return 0;
}

int64_t store_elapsed_ms(void)
{
	struct clock steady = clock_system();

	return clock_elapsed_ms(&steady);
}

void store_sleep_ms(unsigned ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

	while (nanosleep(&t, &t) != 0 && errno == EINTR)
		;
}

/* ---- opening ---- */

static const struct store_backend *backend_of(enum store_kind kind)
{
	return kind == STORE_SQLITE ? &store_sqlite : &store_postgres;
}

int store_open(const struct store_config *c, struct store **ret, char message[STORE_MESSAGE])
{
	enum store_kind kind;
	struct store *s;
	int r = store_url_kind(c->url, &kind);

	if (message)
		message[0] = '\0';
	if (r < 0 || memchr(c->url.p, '\0', c->url.n))
		return YG_EINVAL;
	s = calloc(1, sizeof *s);
	if (!s)
		return YG_ENOMEM;
	*s = (struct store){
		.backend = backend_of(kind), .clock = c->clock, .url = strndup(c->url.p, c->url.n),
		.wait_ms = c->wait_ms ? c->wait_ms : STORE_WAIT_MS,
		.statement_ms = c->statement_ms, .create = c->create, .vfs = c->vfs,
		.lock_fd = -1, .changes = BUF_CAP(LIMIT_STORE_CHANGES),
		.copy.out = BUF_CAP(LIMIT_STORE_ROW),
	};
	r = s->url ? s->backend->open(s) : YG_ENOMEM;
	if (r == 0) {
		*ret = s;
		return 0;
	}
	if (message)
		memcpy(message, s->message, STORE_MESSAGE);
	store_close(s);
	return r;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	if (s->streaming)
		store_done(s->streaming);
	if (s->in_transaction)
		store_rollback(s);
	for (size_t i = 0; i < s->cached; i++)	/* what the caller did not give back */
		s->cache[i]->taken = false;
	store_forget_all(s);
	s->backend->close(s);
	buf_drop(&s->changes);
	buf_drop(&s->copy.out);
	free(s->url);
	free(s);
}

void store_close_at(struct store **s)
{
	store_close(*s);
	*s = NULL;
}

enum store_kind store_kind_of(const struct store *s)
{
	return s->backend->kind;
}

int store_ping(struct store *s)
{
	return s->lost ? STORE_ELOST : s->backend->ping(s);
}

void store_cancel(struct store *s)
{
	s->backend->cancel(s);
}

/* ---- transactions ---- */

int store_begin(struct store *s, enum store_mode mode)
{
	int r = store_ready(s);

	if (r < 0)
		return r;
	if (s->in_transaction)
		return store_fail(s, YG_EINVAL, "a transaction in a transaction");
	r = s->backend->begin(s, mode);
	if (r < 0)
		return r;
	s->in_transaction = true;
	s->mode = mode;
	return 0;
}

static void transaction_over(struct store *s)
{
	s->in_transaction = s->in_item = s->failed_in_item = false;
	s->failed = 0;
	store_changes_drop(s);
}

void store_rollback(struct store *s)
{
	if (!s->in_transaction)
		return;
	if (s->streaming)
		store_done(s->streaming);
	if (s->copy.open) {
		s->copy.open = false;
		(void)s->backend->copy_end(s, false);
	}
	s->backend->rollback(s);
	transaction_over(s);
}

int store_commit(struct store *s, int64_t *ret_change)
{
	int64_t last = 0;
	int r;

	if (!s->in_transaction)
		return store_fail(s, YG_EINVAL, "a commit without a transaction");
	r = store_ready(s);
	if (r == 0 && s->in_item)
		r = store_fail(s, YG_EINVAL, "a commit inside an item");
	if (r == 0)
		r = store_changes_write(s, &last);
	if (r == 0)
		r = s->backend->commit(s);
	if (r < 0) {
		store_rollback(s);
		return r;
	}
	transaction_over(s);
	if (ret_change)
		*ret_change = last;
	return 0;
}

bool store_in_transaction(const struct store *s)
{
	return s->in_transaction;
}

int store_item_begin(struct store *s)
{
	int r = store_ready(s);

	if (r == 0 && (!s->in_transaction || s->in_item))
		r = store_fail(s, YG_EINVAL, "an item stands in a transaction, not in an item");
	if (r == 0)
		r = s->backend->exec(s, "SAVEPOINT item");
	if (r < 0)
		return r;
	s->in_item = true;
	s->changes_at_item = s->changes.n;
	return 0;
}

int store_item_commit(struct store *s)
{
	int r = store_ready(s);

	if (r == 0 && !s->in_item)
		r = store_fail(s, YG_EINVAL, "no item was begun");
	if (r == 0)
		r = s->backend->exec(s, "RELEASE SAVEPOINT item");
	if (r == 0)
		s->in_item = false;
	return r;
}

int store_item_rollback(struct store *s)
{
	int r = 0;

	if (s->lost)
		return STORE_ELOST;
	if (!s->in_item || (s->failed && !s->failed_in_item))
		return s->failed ? s->failed : store_fail(s, YG_EINVAL, "no item was begun");
	if (s->streaming)
		store_done(s->streaming);
	if (s->copy.open) {
		s->copy.open = false;
		r = s->backend->copy_end(s, false);
	}
	(void)r;			/* whatever it was, it is undone here */
	s->failed = 0;
	s->in_item = false;		/* what fails from here on fails the transaction */
	s->changes.n = s->changes_at_item;
	s->changes.err = 0;
	r = s->backend->exec(s, "ROLLBACK TO SAVEPOINT item");
	return r < 0 ? r : s->backend->exec(s, "RELEASE SAVEPOINT item");
}

int store_transact(struct store *s, enum store_mode mode, int (*work)(struct store *s, void *ctx),
		   void *ctx, int64_t *ret_change)
{
	int64_t since = store_elapsed_ms();
	unsigned pause_ms = 2;

	for (;;) {
		int r = store_begin(s, mode);
		if (r == 0) {
			r = work(s, ctx);
			if (r == 0)
				r = store_commit(s, ret_change);
			else
				store_rollback(s);
		}
		if (r != STORE_EBUSY || store_elapsed_ms() - since > s->wait_ms)
			return r;
		store_sleep_ms(pause_ms + (unsigned)(s->taken % pause_ms));
		pause_ms = pause_ms < 200 ? pause_ms * 2 : 200;
	}
}

/* ---- names, DDL, locks ---- */

bool store_name_ok(struct sv name)
{
	if (name.n == 0 || name.n >= STORE_NAME || !(ch_lower(name.p[0]) || name.p[0] == '_'))
		return false;
	for (size_t i = 1; i < name.n; i++)
		if (!ch_lower(name.p[i]) && !ch_digit(name.p[i]) && name.p[i] != '_')
			return false;
	return true;
}

void store_put_name(struct buf *b, const char *name)
{
	buf_char(b, '"');
	for (; *name; name++) {
		if (*name == '"')
			buf_char(b, '"');
		buf_char(b, *name);
	}
	buf_char(b, '"');
}

int store_ddl(struct store *s, struct sv text)
{
	buf_auto out = BUF_CAP(LIMIT_STORE_DDL);
	struct yg_err err = {0};
	int r = store_ready(s);

	if (r < 0)
		return r;
	if (!sv_utf8(text))
		return store_fail(s, YG_EINVAL, "DDL that is not UTF-8");
	r = store_text_ddl(text, s->backend->mark, &out, &err);
	if (r < 0)
		return store_fail(s, r, err.what ? err.what : "DDL too large");
	/* Plans may rest on the tables as they were. */
	store_forget_all(s);
	return s->backend->exec(s, out.p ? out.p : "");
}

bool store_has_table(struct store *s, const char *name)
{
	return store_ready(s) == 0 && s->backend->has_table(s, name);
}

/* One number for a name, the same in every process; PostgreSQL's locks are numbers. */
static int64_t lock_key(const char *name)
{
	/* 62 bits: SQLite's lock is a byte of a file, whose offset is positive. */
	return (int64_t)(sv_hash(sv_of(name)) >> 2);
}

int store_lock_try(struct store *s, const char *name)
{
	int r = store_ready(s);

	return r < 0 ? r : s->backend->lock_try(s, lock_key(name));
}

int store_lock_wait(struct store *s, const char *name, unsigned wait_ms)
{
	int64_t since = store_elapsed_ms();
	int r;

	while ((r = store_lock_try(s, name)) == 0) {
		if (store_elapsed_ms() - since >= wait_ms)
			return STORE_EBUSY;
		store_sleep_ms(STORE_IDLE_MS);
	}
	return r < 0 ? r : 0;
}

void store_lock_drop(struct store *s, const char *name)
{
	if (!s->lost)
		s->backend->lock_drop(s, lock_key(name));
}
