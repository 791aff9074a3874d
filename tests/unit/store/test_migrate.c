/* SPDX-License-Identifier: Apache-2.0 */
/* Migrations: once each, in order, all or nothing; refusals; and the change log and locks. */
#include "base/text.h"
#include "fixture.h"
#include "store/store_change.h"

static const struct store_migration good[] = {
	{.number = 1, .name = "base", .common = SV_INIT(
		"CREATE TABLE schema_migration (number {int} NOT NULL PRIMARY KEY, "
		"name {text} NOT NULL, checksum {text} NOT NULL, time {int} NOT NULL) {strict}")},
	{.number = 2, .name = "two", .sqlite = SV_INIT("CREATE TABLE a (x INTEGER) STRICT; "
						       "CREATE TABLE b (x INTEGER) STRICT;"),
	 .postgres = SV_INIT("CREATE TABLE a (x BIGINT); CREATE TABLE b (x BIGINT);")},
	{.number = 3, .name = "data", .common = SV_INIT("INSERT INTO a VALUES (3)")},
};
static const struct store_migration broken[] = {
	{.number = 1, .name = "base", .common = SV_INIT(
		"CREATE TABLE schema_migration (number {int} NOT NULL PRIMARY KEY, "
		"name {text} NOT NULL, checksum {text} NOT NULL, time {int} NOT NULL) {strict}")},
	{.number = 2, .name = "half", .common = SV_INIT("CREATE TABLE c (x {int}) {strict}; "
							"CREATE TABLE c (x {int}) {strict}")},
};

static void count_step(void *ctx, const struct store_migration *m)
{
	(void)m;
	++*(int *)ctx;
}

static void test_steps(struct fixture *f)
{
	int steps = 0;
	struct store_migrate m = {.list = {good, 2}, .dry_run = true, .each = count_step,
				  .ctx = &steps};
	struct store_schema schema;
	struct store_migration edited[3];

	CHECK_INT(store_schema(f->s, m.list, &schema), 0, "empty");
	CHECK_INT(schema.applied, 0, "nothing yet");
	CHECK_INT(store_migrate(f->s, &m, &schema), 0, "dry run");
	CHECK_INT(steps, 2, "would run");
	CHECK(!store_has_table(f->s, "schema_migration"), "but did not");
	m.dry_run = false;
	CHECK_INT(store_migrate(f->s, &m, &schema), 0, "two");
	CHECK_INT(schema.applied, 2, "two");
	m.list.count = 3;
	steps = 0;
	CHECK_INT(store_migrate(f->s, &m, &schema), 0, "the third");
	CHECK_INT(steps, 1, "only that");
	CHECK_INT(store_migrate(f->s, &m, &schema), 0, "again");
	CHECK_INT(steps, 1, "none");
	CHECK_INT(fixture_number(f->s, "SELECT x FROM a"), 3, "run once");
	CHECK_INT(fixture_number(f->s, "SELECT count(*) FROM schema_migration "
				       "WHERE time = 1795564800"), 3, "times");

	CHECK_INT(store_schema(f->s, (struct store_migrations){good, 2}, &schema), STORE_ENEWER,
		  "an older program");
	CHECK_INT(schema.applied, 3, "says what is there");
	m.list.count = 2;
	CHECK_INT(store_migrate(f->s, &m, &schema), STORE_ENEWER, "refused");
	memcpy(edited, good, sizeof edited);
	edited[1].postgres = SV("CREATE TABLE a (x BIGINT)");
	CHECK_INT(store_schema(f->s, (struct store_migrations){edited, 3}, &schema),
		  STORE_ECHANGED, "edited");
	CHECK_INT(schema.differs, 2, "which one");
	m.list = (struct store_migrations){edited, 3};
	CHECK_INT(store_migrate(f->s, &m, &schema), STORE_ECHANGED, "refused");
	CHECK_INT(store_run(store_query(f->s, "DELETE FROM schema_migration WHERE number = 1")),
		  1, "a hole");
	CHECK_INT(store_schema(f->s, (struct store_migrations){good, 3}, &schema),
		  STORE_ECORRUPT, "a hole");
}

static void test_broken(struct fixture *f)
{
	struct store_migrate m = {.list = {broken, 2}};
	struct store_schema schema;
	struct store *other = fixture_open(f);

	CHECK_INT(store_migrate(f->s, &m, &schema), STORE_ESQL, "the second fails");
	CHECK_INT(schema.applied, 1, "the first stays");
	CHECK(!store_has_table(f->s, "c"), "nothing of the second");
	CHECK(!store_in_transaction(f->s), "over");
	/* Somebody else migrates. */
	CHECK_INT(store_lock_try(other, "migrate"), 1, "theirs");
	CHECK_INT(store_migrate(f->s, &m, &schema), STORE_EBUSY, "waits, then gives up");
	store_lock_drop(other, "migrate");
	store_close(other);
}

static void test_locks(struct fixture *f)
{
	struct store *other = fixture_open(f);

	CHECK_INT(store_lock_try(f->s, "leader"), 1, "ours");
	CHECK_INT(store_lock_try(f->s, "leader"), 1, "still ours");
	CHECK_INT(store_lock_try(other, "leader"), 0, "not theirs");
	CHECK_INT(store_lock_try(other, "another"), 1, "another name");
	store_lock_drop(f->s, "leader");
	CHECK_INT(store_lock_try(other, "leader"), 1, "free after one drop");
	CHECK_INT(store_lock_wait(f->s, "leader", 50), STORE_EBUSY, "waited for");
	store_close(other);
	CHECK_INT(store_lock_wait(f->s, "leader", 3000), 0, "free when its holder is gone");
	CHECK_INT(store_begin(f->s, STORE_READ), 0, "read");
	CHECK_INT(store_lock_try(f->s, "in a read"), 1, "locks are no writes");
	store_rollback(f->s);
	CHECK_INT(store_lock_try(f->s, "'; DROP TABLE setting; --"), 1, "any name");
}

struct seen {
	int64_t last;
	int n;
	bool good;
};

static int see(void *ctx, const struct store_change *c)
{
	struct seen *seen = ctx;

	seen->good &= c->number > seen->last && c->time == 1795564800 &&
		      sv_is(c->topic, "asset") && c->ref.n > 0;
	seen->last = c->number;
	return ++seen->n == 3 ? YG_ELIMIT : 0;
}

static int note(struct store *s, const char *ref, int64_t *ret)
{
	int r = store_begin(s, STORE_WRITE);

	if (r == 0)
		r = store_change_note(s, SV("asset"), sv_of(ref));
	return r == 0 ? store_commit(s, ret) : r;
}

static void test_changes(struct fixture *f)
{
	struct store *other = fixture_open(f);
	struct seen seen = {.good = true};
	int64_t last = -1, number = 0;

	CHECK_INT(store_change_last(f->s, &last), 0, "none");
	CHECK_INT(last, 0, "none");
	CHECK_INT(store_change_note(f->s, SV("asset"), SV("1")), YG_EINVAL, "outside");
	CHECK_INT(note(f->s, "1", &number), 0, "first");
	CHECK(number > 0, "number %lld", (long long)number);
	/* An item that is rolled back takes its changes with it. */
	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	CHECK_INT(store_change_note(f->s, SV("asset"), SV("2")), 0, "2");
	CHECK_INT(store_item_begin(f->s), 0, "item");
	CHECK_INT(store_change_note(f->s, SV("asset"), SV("gone")), 0, "gone");
	CHECK_INT(store_item_rollback(f->s), 0, "undone");
	CHECK_INT(store_commit(f->s, &number), 0, "commit");
	CHECK_INT(fixture_number(f->s, "SELECT count(*) FROM change_log"), 2, "two");
	/* A transaction that is rolled back, too. */
	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	CHECK_INT(store_change_note(f->s, SV("asset"), SV("gone")), 0, "gone");
	store_rollback(f->s);
	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	CHECK_INT(store_commit(f->s, &last), 0, "nothing noted");
	CHECK_INT(last, 0, "no number");
	CHECK_INT(note(f->s, "\xff", NULL), YG_EINVAL, "not UTF-8");
	store_rollback(f->s);

	CHECK_INT(store_change_read(other, 0, 10, see, &seen), 2, "read");
	CHECK(seen.good && seen.last == number, "in order, up to %lld", (long long)number);
	CHECK_INT(store_change_read(other, number, 10, see, &seen), 0, "no more");
	CHECK_INT(store_change_wait(other, 0, 0, &last), 1, "there already");
	CHECK_INT(last, number, "the highest");
	CHECK_INT(store_change_wait(other, number, 30, &last), 0, "in vain");
	CHECK_INT(note(f->s, "3", &number), 0, "third");
	CHECK_INT(store_change_wait(other, last, 2000, &last), 1, "told");
	CHECK_INT(last, number, "which");
	CHECK_INT(store_change_read(other, 0, 10, see, &seen), YG_ELIMIT, "stopped");
	CHECK_INT(store_change_prune(f->s, 1795564801), 2, "all but the newest");
	CHECK_INT(store_change_last(f->s, &last), 0, "last");
	CHECK_INT(last, number, "stays");
	store_close(other);
}

/* Writers in two transactions at once: the one that commits later has the higher number. */
static void test_change_order(struct fixture *f)
{
	struct store *other;
	int64_t first = 0, second = 0;

	if (f->kind == STORE_SQLITE)
		return;			/* there is one writer */
	other = fixture_open(f);
	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	CHECK_INT(store_change_note(f->s, SV("asset"), SV("begun first")), 0, "note");
	CHECK_INT(store_run(store_query(f->s,
		"INSERT INTO setting (name, value, time) VALUES ('a', '', 0)")), 1, "work");
	CHECK_INT(note(other, "committed first", &first), 0, "other");
	CHECK_INT(store_commit(f->s, &second), 0, "commit");
	CHECK(second > first, "%lld then %lld", (long long)first, (long long)second);
	store_close(other);
}

static int busy_twice(struct store *s, void *ctx)
{
	(void)s;
	return ++*(int *)ctx < 3 ? STORE_EBUSY : 0;
}

static int always_fails(struct store *s, void *ctx)
{
	(void)s;
	++*(int *)ctx;
	return YG_ELIMIT;
}

static void test_transact(struct fixture *f)
{
	int times = 0;

	CHECK_INT(store_transact(f->s, STORE_WRITE, busy_twice, &times, NULL), 0, "third time");
	CHECK_INT(times, 3, "times");
	times = 0;
	CHECK_INT(store_transact(f->s, STORE_WRITE, always_fails, &times, NULL), YG_ELIMIT,
		  "no use");
	CHECK_INT(times, 1, "once");
	CHECK(!store_in_transaction(f->s), "over");
}

/* A lost update becomes STORE_EBUSY, on either database at some point of the second writer. */
static void test_lost_update(struct fixture *f)
{
	struct store_config c = {.url = sv_of(f->url), .clock = &f->clock, .wait_ms = 100};
	struct store *other = NULL;
	int r;

	CHECK_INT(store_open(&c, &other, NULL), 0, "open");
	CHECK_INT(store_run(store_query(f->s, "INSERT INTO setting (name, value, time) "
					      "VALUES ('n', '', 1)")), 1, "a row");
	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "first");
	CHECK_INT(fixture_number(f->s, "SELECT time FROM setting"), 1, "first reads");
	r = store_begin(other, STORE_WRITE);
	if (r == 0)
		r = (int)store_run(store_query(other, "UPDATE setting SET time = time + 1 "
						      "WHERE name = 'n' AND time >= 0"));
	if (r == 1) {			/* PostgreSQL: it was the faster one */
		CHECK_INT(store_commit(other, NULL), 0, "commit");
		CHECK_INT(store_run(store_query(f->s, "UPDATE setting SET time = 100")),
			  STORE_EBUSY, "what was read is no longer so");
	} else {
		CHECK_INT(r, STORE_EBUSY, "SQLite: one writer");
	}
	store_close(other);
}

int main(void)
{
	static const struct fixture_test tests[] = {
		{"steps", test_steps, true}, {"a broken step", test_broken, true},
		{"locks", test_locks, false}, {"changes", test_changes, false},
		{"order of changes", test_change_order, false},
		{"transact", test_transact, false}, {"lost update", test_lost_update, false},
	};

	return fixture_run(tests, YG_COUNT(tests));
}
