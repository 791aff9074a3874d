/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fixture.h - a fresh register for a test, on each of the two databases.
 *
 *	static void test_x(struct fixture *f) { struct store *s = f->s; ... }
 *	int main(void) { static const struct fixture_test tests[] = {{"x", test_x}};
 *			 return fixture_run(tests, YG_COUNT(tests)); }
 *
 * SQLite: a file in a temporary folder.  PostgreSQL: a schema of its own on the server of
 * $YAGURA_TEST_POSTGRES (tests/with-postgres); skipped without it.
 */
#ifndef YAGURA_TEST_STORE_FIXTURE_H
#define YAGURA_TEST_STORE_FIXTURE_H

#include "check.h"
#include "store/store.h"

struct fixture {
	enum store_kind kind;
	char dir[64];		/* a temporary folder, also with PostgreSQL */
	char url[512];
	struct clock clock;
	struct store *s;
};

struct fixture_test {
	const char *name;
	void (*run)(struct fixture *f);
	bool bare;		/* no migrations */
};

/* ---- header only, as check.h is: it counts in the file that includes it ---- */

#include <dirent.h>
#include <unistd.h>

#include "store/store_migrate.h"

static unsigned fixture_serial_;

__attribute__((unused))
static struct store *fixture_open(struct fixture *f)
{
	struct store_config c = {.url = sv_of(f->url), .clock = &f->clock, .wait_ms = 3000,
				 .create = true};
	char message[STORE_MESSAGE];
	struct store *s = NULL;
	int r = store_open(&c, &s, message);

	CHECK(r == 0, "open %s: %d %s", f->url, r, message);
	return s;
}

static const char *fixture_server_(void)
{
	const char *v = getenv("YAGURA_TEST_POSTGRES");

	return v && v[0] ? v : NULL;
}

/* A statement on the server that needs no database of ours. */
static bool fixture_admin_(const char *text)
{
	struct clock clock = clock_system();
	struct store_config c = {.url = sv_of(fixture_server_()), .clock = &clock};
	char message[STORE_MESSAGE];
	struct store *s = NULL;
	int r = -1;

	/* After a killed backend the server restarts; it is back within a second or two. */
	for (unsigned i = 0; i < 100; i++) {
		r = store_open(&c, &s, message);
		if (r == 0)
			r = store_ddl(s, sv_of(text));
		if (r == 0 || r != STORE_ELOST)
			break;
		store_close(s);
		s = NULL;
		usleep(100000);
	}
	CHECK(r == 0, "%s: %d %s", text, r, s ? store_message(s) : message);
	store_close(s);
	return r == 0;
}

__attribute__((unused))
static bool fixture_make(struct fixture *f, enum store_kind kind, bool bare)
{
	char text[128];

	*f = (struct fixture){.kind = kind, .clock = clock_fixed(1795564800)};
	if (kind == STORE_POSTGRES && !fixture_server_())
		return false;
	snprintf(f->dir, sizeof f->dir, "/tmp/yagura-store.XXXXXX");
	if (!mkdtemp(f->dir))
		abort();
	if (kind == STORE_SQLITE) {
		snprintf(f->url, sizeof f->url, "sqlite:%s/register.sqlite", f->dir);
	} else {
		char name[48];
		snprintf(name, sizeof name, "t%d_%u", (int)getpid(), ++fixture_serial_);
		snprintf(text, sizeof text, "CREATE SCHEMA %s", name);
		if (!fixture_admin_(text))
			return false;
		snprintf(f->url, sizeof f->url, "%s options='-c search_path=%s'",
			 fixture_server_(), name);
	}
	f->s = fixture_open(f);
	if (f->s && !bare) {
		struct store_migrate m = {.list = store_migrations_builtin()};
		struct store_schema schema;
		int r = store_migrate(f->s, &m, &schema);
		CHECK(r == 0, "migrate: %d %s", r, store_message(f->s));
	}
	return f->s != NULL;
}

static void fixture_empty_(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char path[512];
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		(void)unlink(path);
	}
	if (d)
		closedir(d);
	(void)rmdir(dir);
}

__attribute__((unused))
static void fixture_drop(struct fixture *f)
{
	char text[128];

	store_close(f->s);
	f->s = NULL;
	if (f->kind == STORE_POSTGRES) {
		const char *name = strstr(f->url, "search_path=") + strlen("search_path=");
		snprintf(text, sizeof text, "DROP SCHEMA %.*s CASCADE",
			 (int)strcspn(name, "'"), name);
		(void)fixture_admin_(text);
	}
	fixture_empty_(f->dir);
}

__attribute__((unused))
static void fixture_reopen(struct fixture *f)
{
	store_close(f->s);
	f->s = fixture_open(f);
}

__attribute__((unused))
static void fixture_ddl(struct fixture *f, const char *text)
{
	int r = store_ddl(f->s, sv_of(text));

	CHECK(r == 0, "%s: %d %s", text, r, store_message(f->s));
}

/* The number that a query answers; -1 with a failed check. */
__attribute__((unused))
static int64_t fixture_number(struct store *s, const char *text)
{
	int64_t v = -1;
	int r = store_get_int(store_query(s, text), &v);

	CHECK(r == 0, "%s: %d %s", text, r, store_message(s));
	return v;
}

/* Run each test on both databases. */
__attribute__((unused))
static int fixture_run(const struct fixture_test *tests, size_t count)
{
	static const char *const names[] = {"SQLite", "PostgreSQL"};

	for (int kind = STORE_SQLITE; kind <= STORE_POSTGRES; kind++) {
		if (kind == STORE_POSTGRES && !fixture_server_()) {
			check_skip("PostgreSQL", "no server (tests/with-postgres, "
				   "apt-get install postgresql-15)");
			continue;
		}
		for (size_t i = 0; i < count; i++) {
			struct fixture f;
			int before = check_failed_;
			if (!fixture_make(&f, (enum store_kind)kind, tests[i].bare))
				continue;
			tests[i].run(&f);
			if (check_failed_ > before)
				fprintf(stderr, "  in %s on %s\n", tests[i].name, names[kind]);
			fixture_drop(&f);
		}
	}
	return check_done();
}

#endif
