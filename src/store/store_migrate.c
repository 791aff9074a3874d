/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_migrate.h"

#include <stdio.h>

#include "store/store_internal.h"

struct sv store_migration_checksum(const struct store_migration *m, char text[SHA256_HEX])
{
	const struct sv parts[] = {m->common, m->sqlite, m->postgres};
	unsigned char digest[SHA256_BYTES];
	struct sha256 h;

	sha256_begin(&h);
	for (size_t i = 0; i < YG_COUNT(parts); i++) {
		if (parts[i].n > 0)
			sha256_add(&h, parts[i].p, parts[i].n);
		sha256_add(&h, "", 1);		/* a NUL, which no text holds, ends each */
	}
	sha256_end(&h, digest);
	return sha256_hex(digest, text);
}

/* One step that the register knows against ours; *state keeps what was seen. */
static int compare(struct store_query *q, struct store_migrations list, struct store_schema *state)
{
	int64_t number = store_int(q, 0);
	char text[SHA256_HEX];

	if (number != (int64_t)state->applied + 1)
		return STORE_ECORRUPT;
	state->applied++;
	if (state->applied > list.count)
		return 0;		/* newer; the others are still counted */
	if (state->differs == 0 &&
	    !sv_eq(store_text(q, 1),
		   store_migration_checksum(&list.items[state->applied - 1], text)))
		state->differs = state->applied;
	return 0;
}

int store_schema(struct store *s, struct store_migrations list, struct store_schema *ret)
{
	struct store_schema state = {.known = (unsigned)list.count};
	struct store_query *q;
	int r;

	if (store_has_table(s, "schema_migration")) {
		q = store_query(s, "SELECT number, checksum FROM schema_migration "
				   "ORDER BY number");
		while ((r = store_step(q)) > 0) {
			r = compare(q, list, &state);
			if (r < 0)
				break;
		}
		store_done(q);
	} else {
		r = store_ready(s);
	}
	if (r == STORE_ECORRUPT)
		return store_fail(s, r, "numbers of schema_migration are missing");
	if (r < 0)
		return r;
	*ret = state;
	return state.differs ? STORE_ECHANGED : state.applied > list.count ? STORE_ENEWER : 0;
}

static struct sv text_for(const struct store *s, const struct store_migration *m)
{
	return m->common.n > 0 ? m->common
	     : s->backend->kind == STORE_SQLITE ? m->sqlite : m->postgres;
}

/* The number stands in the SQLite file's header too, where `file` and others see it. */
static int note_in_header(struct store *s, unsigned number)
{
	char text[64];

	if (s->backend->kind != STORE_SQLITE)
		return 0;
	snprintf(text, sizeof text, "PRAGMA user_version = %u", number);
	return s->backend->exec(s, text);
}

static int run_step(struct store *s, const struct store_migration *m)
{
	char checksum[SHA256_HEX];
	struct store_query *q;
	int64_t r = store_ddl(s, text_for(s, m));

	if (r < 0)
		return (int)r;
	q = store_query(s, "INSERT INTO schema_migration (number, name, checksum, time) "
			   "VALUES ($number, $name, $checksum, $time)");
	store_bind_int(q, "number", m->number);
	store_bind_text(q, "name", sv_of(m->name));
	store_bind_text(q, "checksum", store_migration_checksum(m, checksum));
	store_bind_int(q, "time", clock_now(s->clock));
	r = store_run(q);
	return r < 0 ? (int)r : note_in_header(s, m->number);
}

static int run_alone(struct store *s, const struct store_migration *m)
{
	int r;

	if (store_in_transaction(s))
		return run_step(s, m);
	r = store_begin(s, STORE_WRITE);
	if (r < 0)
		return r;
	r = run_step(s, m);
	if (r == 0)
		return store_commit(s, NULL);
	store_rollback(s);
	return r;
}

static int run_missing(struct store *s, const struct store_migrate *m, struct store_schema *state)
{
	unsigned to = m->to && m->to < m->list.count ? m->to : (unsigned)m->list.count;
	int r = store_schema(s, m->list, state);

	for (unsigned i = state->applied; r == 0 && i < to; i++) {
		const struct store_migration *step = &m->list.items[i];
		if (!m->dry_run)
			r = run_alone(s, step);
		if (r == 0 && !m->dry_run)
			state->applied = step->number;
		if (r == 0 && m->each)
			m->each(m->ctx, step);
	}
	return r;
}

int store_migrate(struct store *s, const struct store_migrate *m, struct store_schema *ret)
{
	struct store_schema state = {.known = (unsigned)m->list.count};
	int r;

	if (m->dry_run || store_in_transaction(s)) {
		r = run_missing(s, m, &state);
	} else {
		r = store_lock_wait(s, "migrate", s->wait_ms);
		if (r < 0)
			return r;
		r = run_missing(s, m, &state);
		store_lock_drop(s, "migrate");
	}
	*ret = state;
	return r;
}
