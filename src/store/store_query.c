/* SPDX-License-Identifier: Apache-2.0 */
/* store_query.c - prepared statements by text, values by name, cells by type. */
#include "base/text.h"
#include "store/store_internal.h"
#include "store/store_text.h"

/* ---- the cache ---- */

static void query_free(struct store_query *q)
{
	if (!q)
		return;
	q->s->backend->forget(q);
	arena_drop(&q->cells);
	buf_drop(&q->text);
	free(q->names);
	free(q->values);
	free(q->bound);
	free(q->source);
	free(q);
}

/* Translate and prepare; on failure the query is gone. */
static int query_make(struct store *s, const char *text, struct store_query **ret)
{
	struct store_query *q = calloc(1, sizeof *q);
	struct store_names names;
	struct yg_err err = {0};
	int r;

	if (!q)
		return store_fail(s, YG_ENOMEM, "out of memory");
	*q = (struct store_query){
		.s = s, .source = strdup(text), .text = BUF_CAP(LIMIT_STORE_QUERY),
		.cells = {.cap = LIMIT_STORE_ROW}, .row = -1,
	};
	r = q->source ? store_text_query(sv_of(q->source), s->backend->mark, &q->text, &names,
					 &err) : YG_ENOMEM;
	if (r == 0) {
		size_t n = names.count ? names.count : 1;
		q->parameter_count = names.count;
		q->names = calloc(n, sizeof *q->names);
		q->values = calloc(n, sizeof *q->values);
		q->bound = calloc(n, sizeof *q->bound);
		r = q->names && q->values && q->bound ? 0 : YG_ENOMEM;
	}
	if (r == 0) {
		if (names.count > 0)
			memcpy(q->names, names.items, names.count * sizeof *q->names);
		r = s->backend->prepare(q);
	} else {
		r = store_fail_at(s, r == YG_ESYNTAX ? STORE_ESQL : r,
				  err.what ? err.what : "a query's text", sv_of(text));
	}
	if (r < 0)
		query_free(q);
	else
		*ret = q;
	return r;
}

void store_forget_all(struct store *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->cached; i++) {
		if (s->cache[i]->taken)
			s->cache[kept++] = s->cache[i];
		else
			query_free(s->cache[i]);
	}
	s->cached = kept;
}

/* A place in the cache, if need be that of the query that was not used for longest. */
static struct store_query **cache_slot(struct store *s)
{
	struct store_query **oldest = NULL;

	if (s->cached < STORE_CACHE)
		return &s->cache[s->cached++];
	for (size_t i = 0; i < s->cached; i++)
		if (!s->cache[i]->taken && (!oldest || s->cache[i]->used < (*oldest)->used))
			oldest = &s->cache[i];
	if (oldest)
		query_free(*oldest);
	return oldest;
}

static struct store_query *cache_find(struct store *s, const char *text, uint64_t hash)
{
	for (size_t i = 0; i < s->cached; i++) {
		struct store_query *q = s->cache[i];
		if (q->hash == hash && !q->taken && strcmp(q->source, text) == 0)
			return q;
	}
	return NULL;
}

static struct store_query *broken(struct store *s, int code)
{
	s->broken = (struct store_query){.s = s, .err = code, .row = -1};
	return &s->broken;
}

struct store_query *store_query(struct store *s, const char *text)
{
	uint64_t hash = sv_hash(sv_of(text));
	struct store_query *q, **slot;
	int r = store_ready(s);

	if (r < 0)
		return broken(s, r);
	q = cache_find(s, text, hash);
	if (!q) {
		r = query_make(s, text, &q);
		if (r < 0)
			return broken(s, r);
		q->hash = hash;
		/* The same text taken twice at once, or all taken: this one is not kept. */
		slot = cache_slot(s);
		q->kept = slot != NULL;
		if (slot)
			*slot = q;
	}
	q->taken = true;
	q->started = q->stream = false;
	q->err = 0;
	q->written = 0;
	q->used = ++s->taken;
	if (q->parameter_count > 0)
		memset(q->bound, 0, q->parameter_count * sizeof *q->bound);
	return q;
}

struct store_query *store_query_stream(struct store *s, const char *text)
{
	struct store_query *q = store_query(s, text);

	q->stream = q != &s->broken;
	return q;
}

void store_done(struct store_query *q)
{
	struct store *s = q ? q->s : NULL;

	if (!q || q == &s->broken || !q->taken)
		return;
	s->backend->reset(q);
	arena_reset(&q->cells);
	if (s->streaming == q)
		s->streaming = NULL;
	q->taken = q->started = false;
	if (!q->kept)
		query_free(q);
}

/* ---- values ---- */

int store_value_check(struct store *s, const struct store_value *v)
{
	if (v->kind != STORE_TEXT && v->kind != STORE_BLOB)
		return 0;
	if (v->bytes.n > LIMIT_STORE_VALUE)
		return store_fail(s, YG_ELIMIT, "a value larger than LIMIT_STORE_VALUE");
	if (v->kind == STORE_TEXT && !sv_utf8(v->bytes))
		return store_fail(s, YG_EINVAL, "text that is not UTF-8, or holds NUL");
	return 0;
}

void store_bind(struct store_query *q, const char *name, struct store_value v)
{
	struct sv want = sv_of(name);
	size_t i = 0;

	if (q->err < 0)
		return;
	if (q->started) {
		q->err = store_fail_at(q->s, YG_EINVAL, "bound after the first step", want);
		return;
	}
	while (i < q->parameter_count && !sv_eq(q->names[i], want))
		i++;
	if (i == q->parameter_count) {
		q->err = store_fail_at(q->s, YG_EINVAL, "no such parameter", want);
		return;
	}
	q->err = store_value_check(q->s, &v);
	q->values[i] = v;
	q->bound[i] = true;
}

void store_bind_int(struct store_query *q, const char *name, int64_t v)
{
	store_bind(q, name, store_value_int(v));
}

void store_bind_text(struct store_query *q, const char *name, struct sv v)
{
	store_bind(q, name, store_value_text(v));
}

void store_bind_blob(struct store_query *q, const char *name, struct sv v)
{
	store_bind(q, name, store_value_blob(v));
}

void store_bind_null(struct store_query *q, const char *name)
{
	store_bind(q, name, (struct store_value){.kind = STORE_NULL});
}

/* ---- rows ---- */

static int query_start(struct store_query *q)
{
	int r = store_ready(q->s);

	for (size_t i = 0; r == 0 && i < q->parameter_count; i++)
		if (!q->bound[i])
			r = store_fail_at(q->s, YG_EINVAL, "a parameter without a value",
					  q->names[i]);
	if (r < 0)
		return r;
	q->started = true;
	if (q->stream)
		q->s->streaming = q;
	return 0;
}

int store_step(struct store_query *q)
{
	int r = q->err;

	if (r == 0 && !q->started)
		r = query_start(q);
	if (r == 0) {
		arena_reset(&q->cells);
		r = q->s->backend->step(q);
	}
	if (r < 0)
		q->err = r;
	return r;
}

int64_t store_run(struct store_query *q)
{
	int64_t r;

	while ((r = store_step(q)) > 0)
		;
	if (r == 0)
		r = q->written;
	store_done(q);
	return r;
}

int store_get_int(struct store_query *q, int64_t *ret)
{
	int64_t v = 0;
	int r = store_step(q);

	if (r > 0) {
		v = store_int(q, 0);
		r = q->err;
	} else if (r == 0) {
		r = YG_ENOTFOUND;
	}
	store_done(q);
	if (r == 0)
		*ret = v;
	return r;
}

int store_do(struct store *s, const char *text)
{
	int64_t r = store_run(store_query(s, text));

	return r < 0 ? (int)r : 0;
}

/* ---- cells ---- */

static struct store_value cell_of(struct store_query *q, unsigned column,
				  enum store_value_kind want)
{
	struct store_value v = {.kind = STORE_NULL, .bytes = {"", 0}};
	int r = q->err;

	if (r < 0)
		return v;
	if (!q->started || column >= q->columns)
		r = store_fail(q->s, YG_EINVAL, "no such column, or no row");
	else
		r = q->s->backend->cell_as(q, column, want, &v);
	if (r < 0)
		q->err = r;
	return v;
}

int64_t store_int(struct store_query *q, unsigned column)
{
	return cell_of(q, column, STORE_INT).number;
}

struct sv store_text(struct store_query *q, unsigned column)
{
	return cell_of(q, column, STORE_TEXT).bytes;
}

struct sv store_blob(struct store_query *q, unsigned column)
{
	return cell_of(q, column, STORE_BLOB).bytes;
}

bool store_is_null(struct store_query *q, unsigned column)
{
	return q->err < 0 || cell_of(q, column, STORE_NULL).kind == STORE_NULL;
}

unsigned store_columns(struct store_query *q)
{
	return q->err < 0 ? 0 : q->columns;
}

struct sv store_text_in(struct store_query *q, unsigned column, struct arena *a)
{
	return arena_copy(a, store_text(q, column));
}
