/* SPDX-License-Identifier: Apache-2.0 */
/* Handles shared by threads: how many, who waits, what becomes of broken ones. */
#include <pthread.h>
#include <stdatomic.h>

#include "base/text.h"
#include "fixture.h"
#include "store/store_pool.h"

static struct store_config config_of(struct fixture *f)
{
	return (struct store_config){.url = sv_of(f->url), .clock = &f->clock, .wait_ms = 10000};
}

static void test_sharing(struct fixture *f)
{
	struct store_config c = config_of(f);
	struct store *a = NULL, *b = NULL, *d = NULL;
	struct store_pool *p = NULL;

	CHECK_INT(store_pool_open(&c, 0, &p, NULL), YG_EINVAL, "none");
	CHECK_INT(store_pool_open(&c, STORE_POOL_MOST + 1, &p, NULL), YG_EINVAL, "too many");
	CHECK_INT(store_pool_open(&c, 2, &p, NULL), 0, "two");
	CHECK_INT(store_pool_take(p, 0, &a), 0, "one");
	CHECK_INT(store_pool_take(p, 0, &b), 0, "another");
	CHECK(a != b, "not the same");
	CHECK_INT(store_pool_take(p, 30, &d), STORE_EBUSY, "no third");
	CHECK_INT(store_begin(a, STORE_WRITE), 0, "left in a transaction");
	CHECK_INT(store_run(store_query(a, "INSERT INTO setting (name, value, time) "
					   "VALUES ('left', '', 0)")), 1, "by mistake");
	store_pool_give(p, a);
	CHECK_INT(store_pool_take(p, 0, &d), 0, "free again");
	CHECK(d == a && !store_in_transaction(d), "and clean");
	CHECK_INT(fixture_number(d, "SELECT count(*) FROM setting"), 0, "rolled back");
	store_pool_give(p, d);
	store_pool_give(p, d);		/* twice is harmless */
	store_pool_give(p, b);
	store_pool_give(p, NULL);
	store_pool_close(p);
	store_pool_close(NULL);
	c.url = f->kind == STORE_SQLITE ? SV("sqlite:/no/such/file")
					: SV("host=/no/such/folder dbname=x");
	CHECK(store_pool_open(&c, 1, &p, NULL) < 0, "a wrong place is seen at once");
}

static void test_lost(struct fixture *f)
{
	struct store_config c = config_of(f);
	struct store_pool *p = NULL;
	struct store *s = NULL;
	int64_t pid, one = 0;
	struct store_query *q;

	if (f->kind == STORE_SQLITE)
		return;			/* there is no connection to lose */
	CHECK_INT(store_pool_open(&c, 1, &p, NULL), 0, "pool");
	CHECK_INT(store_pool_take(p, 0, &s), 0, "take");
	pid = fixture_number(s, "SELECT pg_backend_pid()");
	q = store_query(f->s, "SELECT pg_terminate_backend(CAST($pid AS INTEGER))");
	store_bind_int(q, "pid", pid);
	CHECK_INT(store_get_int(q, &one), 0, "terminated");
	usleep(50000);
	CHECK_INT(store_get_int(store_query(s, "SELECT 1"), &one), STORE_ELOST, "lost");
	CHECK_INT(store_begin(s, STORE_READ), STORE_ELOST, "and stays so");
	store_pool_give(p, s);
	CHECK_INT(store_pool_take(p, 0, &s), 0, "a new one");
	CHECK_INT(fixture_number(s, "SELECT 1"), 1, "which works");
	store_pool_give(p, s);
	store_pool_close(p);
}

struct crowd {
	struct store_pool *pool;
	atomic_int failed;
};

static int add_one(struct store *s, void *ctx)
{
	int64_t r = store_run(store_query(s, "UPDATE setting SET time = time + 1"));

	(void)ctx;
	return r < 0 ? (int)r : 0;
}

static void *work(void *ctx)
{
	struct crowd *crowd = ctx;

	for (int i = 0; i < 20; i++) {
		struct store *s = NULL;
		int r = store_pool_take(crowd->pool, 20000, &s);
		if (r == 0)
			r = store_transact(s, STORE_WRITE, add_one, NULL, NULL);
		if (r < 0)
			atomic_fetch_add(&crowd->failed, 1);
		store_pool_give(crowd->pool, s);
	}
	return NULL;
}

/* Nothing is lost and nothing doubled when many write the same row. */
static void test_crowd(struct fixture *f)
{
	struct store_config c = config_of(f);
	struct crowd crowd = {0};
	pthread_t threads[6];

	fixture_ddl(f, "INSERT INTO setting (name, value, time) VALUES ('n', '', 0)");
	CHECK_INT(store_pool_open(&c, 3, &crowd.pool, NULL), 0, "pool");
	for (size_t i = 0; i < YG_COUNT(threads); i++)
		if (pthread_create(&threads[i], NULL, work, &crowd) != 0)
			abort();
	for (size_t i = 0; i < YG_COUNT(threads); i++)
		(void)pthread_join(threads[i], NULL);
	CHECK_INT(atomic_load(&crowd.failed), 0, "none failed");
	CHECK_INT(fixture_number(f->s, "SELECT time FROM setting"), 120, "each counted once");
	store_pool_close(crowd.pool);
}

static void *cancel_soon(void *ctx)
{
	usleep(100000);
	store_cancel(ctx);
	return NULL;
}

#define ENDLESS "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n " \
		"WHERE i < 2000000000) SELECT count(*) FROM n"

static void test_cancel(struct fixture *f)
{
	struct store_config c = config_of(f);
	struct store *s = NULL;
	pthread_t thread;
	int64_t v = 0;

	if (pthread_create(&thread, NULL, cancel_soon, f->s) != 0)
		abort();
	CHECK_INT(store_get_int(store_query(f->s, ENDLESS), &v), STORE_ETIMEOUT, "cancelled");
	(void)pthread_join(thread, NULL);
	CHECK_INT(fixture_number(f->s, "SELECT 1"), 1, "usable");
	c.statement_ms = 100;
	CHECK_INT(store_open(&c, &s, NULL), 0, "with a limit");
	CHECK_INT(store_get_int(store_query(s, ENDLESS), &v), STORE_ETIMEOUT, "too long");
	CHECK_INT(fixture_number(s, "SELECT 1"), 1, "usable");
	store_close(s);
}

int main(void)
{
	static const struct fixture_test tests[] = {
		{"sharing", test_sharing, false}, {"lost", test_lost, false},
		{"crowd", test_crowd, false}, {"cancel", test_cancel, false},
	};

	return fixture_run(tests, YG_COUNT(tests));
}
