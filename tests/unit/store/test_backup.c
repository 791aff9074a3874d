/* SPDX-License-Identifier: Apache-2.0 */
/* A backup of either database restores into either; what is damaged or wrong is refused. */
#include <fcntl.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "fixture.h"
#include "store/store_backup.h"

static const struct store_migration list[] = {
	{.number = 1, .name = "base", .common = SV_INIT(
		"CREATE TABLE schema_migration (number {int} NOT NULL PRIMARY KEY, "
		"name {text} NOT NULL, checksum {text} NOT NULL, time {int} NOT NULL) {strict};"
		"CREATE TABLE unit (id {id}, parent {int} REFERENCES unit (id), "
		"name {text} NOT NULL UNIQUE, mark {blob}) {strict};"
		"CREATE TABLE asset (unit {int} NOT NULL REFERENCES unit (id), "
		"place {int} NOT NULL, \"order\" {int}, note {text}, PRIMARY KEY (unit, place)) "
		"{strict};"
		"INSERT INTO unit (name) VALUES ('the migration made me')")},
	{.number = 2, .name = "more", .common = SV_INIT(
		"ALTER TABLE asset ADD COLUMN more {int} NOT NULL DEFAULT 7")},
};

static void migrate(struct fixture *f, unsigned to)
{
	struct store_migrate m = {.list = {list, 2}, .to = to};
	struct store_schema schema;

	CHECK_INT(store_migrate(f->s, &m, &schema), 0, "migrate");
}

static void fill(struct fixture *f)
{
	struct store_query *q;

	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	for (int i = 0; i < 300; i++) {
		char name[32];
		int n = snprintf(name, sizeof name, "\xe6\xab\x93 %d", i);
		q = store_query(f->s, "INSERT INTO unit (parent, name, mark) VALUES "
				"((SELECT MAX(id) FROM unit), $name, $mark)");
		store_bind_text(q, "name", (struct sv){name, (size_t)n});
		if (i % 2)
			store_bind_blob(q, "mark", (struct sv){"\0\xff\\x", 4});
		else
			store_bind_null(q, "mark");
		CHECK_INT(store_run(q), 1, "unit");
		q = store_query(f->s, "INSERT INTO asset (unit, place, \"order\", note) VALUES "
				"((SELECT MAX(id) FROM unit), $place, $order, $note)");
		store_bind_int(q, "place", i);
		store_bind_int(q, "order", i % 3 ? INT64_MIN + i : INT64_MAX - i);
		store_bind_text(q, "note", i % 5 ? SV("tab\t\\N\nline") : SV(""));
		CHECK_INT(store_run(q), 1, "asset");
	}
	/* The last number is given and gone: it must not be given again. */
	CHECK_INT(store_run(store_query(f->s, "INSERT INTO unit (name) VALUES ('last')")), 1, "");
	CHECK_INT(store_run(store_query(f->s, "DELETE FROM unit WHERE name = 'last'")), 1, "");
	CHECK_INT(store_commit(f->s, NULL), 0, "commit");
}

/* All of a register's content as text, for comparing. */
static void show(struct store *s, struct buf *b)
{
	struct store_query *q = store_query(s, "SELECT id, COALESCE(parent, -1), name, mark "
					       "FROM unit ORDER BY id");

	while (store_step(q) > 0) {
		buf_fmt(b, "%lld %lld ", (long long)store_int(q, 0), (long long)store_int(q, 1));
		buf_sv(b, store_text(q, 2));
		buf_str(b, store_is_null(q, 3) ? " NULL" : " ");
		buf_sv(b, store_blob(q, 3));
		buf_char(b, '\n');
	}
	store_done(q);
	q = store_query(s, "SELECT unit, place, \"order\", note FROM asset ORDER BY unit, place");
	while (store_step(q) > 0) {
		for (unsigned i = 0; i < 3; i++)
			buf_fmt(b, "%lld ", (long long)store_int(q, i));
		buf_sv(b, store_text(q, 3));
		buf_char(b, '\n');
	}
	store_done(q);
}

static int64_t next_number(struct store *s)
{
	int64_t id = -1;

	(void)!store_get_int(store_query(s, "INSERT INTO unit (name) VALUES ('next') "
					    "RETURNING id"), &id);
	CHECK_INT(store_run(store_query(s, "DELETE FROM unit WHERE name = 'next'")), 1, "gone");
	return id;
}

static int backup_file(struct fixture *f, struct store_backup_info *info)
{
	char path[128];
	arena_auto a = {.cap = MIB(16)};
	int fd;

	snprintf(path, sizeof path, "%s/backup", f->dir);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	CHECK_INT(store_backup_write(f->s, fd, SV("0.1"), &a, info), 0, store_message(f->s));
	CHECK_INT(lseek(fd, 0, SEEK_CUR), info->bytes, "bytes");
	CHECK_INT(lseek(fd, 0, SEEK_SET), 0, "rewind");
	return fd;
}

static int restore(struct store *s, int fd, bool force, size_t known)
{
	struct store_restore o = {.list = {list, known}, .force = force};
	arena_auto a = {.cap = MIB(16)};
	struct store_backup_info info;
	struct yg_err err = {0};

	CHECK_INT(lseek(fd, 0, SEEK_SET), 0, "rewind");
	return store_restore(s, fd, &o, &a, &info, &err);
}

static void test_across(struct fixture *f)
{
	buf_auto before = BUF_CAP(1 << 20);
	struct store_backup_info info;
	int64_t next;
	int fd;

	migrate(f, 1);
	fill(f);
	show(f->s, &before);
	fd = backup_file(f, &info);
	CHECK_INT(info.rows, 601, "rows");
	CHECK_INT(info.schema, 1, "schema");
	next = next_number(f->s);
	CHECK_INT(next, 303, "302 was given and gone");
	for (int kind = STORE_SQLITE; kind <= STORE_POSTGRES; kind++) {
		buf_auto after = BUF_CAP(1 << 20);
		struct fixture to;
		if (!fixture_make(&to, (enum store_kind)kind, true))
			continue;
		int r = restore(to.s, fd, false, 2);
		CHECK(r == 0, "restore: %d %s", r, store_message(to.s));
		show(to.s, &after);
		CHECK(sv_eq(buf_view(&before), buf_view(&after)), "the same content");
		CHECK_INT(fixture_number(to.s, "SELECT SUM(more) FROM asset"), 2100,
			  "and migrated");
		CHECK_INT(next_number(to.s), next, "numbers go on");
		CHECK_INT(restore(to.s, fd, false, 2), STORE_ENOTEMPTY, "not over data");
		CHECK_INT(store_run(store_query(to.s, "DELETE FROM asset")), 300, "changed");
		CHECK_INT(restore(to.s, fd, true, 2), 0, "but with force");
		CHECK_INT(fixture_number(to.s, "SELECT count(*) FROM asset"), 300, "back");
		fixture_drop(&to);
	}
	(void)close(fd);
}

static void test_refusals(struct fixture *f)
{
	struct store_migration edited[2];
	struct store_restore o = {.list = {edited, 2}};
	struct store_backup_info info;
	arena_auto a = {.cap = MIB(16)};
	struct yg_err err = {0};
	struct fixture to;
	int fd;

	migrate(f, 2);
	fill(f);
	fd = backup_file(f, &info);
	if (!fixture_make(&to, f->kind, true))
		return;
	CHECK_INT(restore(to.s, fd, false, 1), STORE_ENEWER, "an older program");
	memcpy(edited, list, sizeof edited);
	edited[1].common = SV("SELECT 1");
	CHECK_INT(lseek(fd, 0, SEEK_SET), 0, "rewind");
	CHECK_INT(store_restore(to.s, fd, &o, &a, &info, &err), STORE_ECHANGED, "edited");
	CHECK(!store_has_table(to.s, "unit"), "untouched");
	fixture_ddl(&to, "CREATE TABLE somebody_elses (a {int}) {strict}");
	CHECK_INT(restore(to.s, fd, true, 2), STORE_EFOREIGN, "not ours to drop");
	CHECK(store_has_table(to.s, "somebody_elses"), "still there");
	CHECK(!store_in_transaction(to.s), "over");
	CHECK_INT(store_lock_try(to.s, "migrate"), 1, "the lock is free");
	fixture_drop(&to);
	(void)close(fd);
}

static int check_bytes(struct fixture *f, struct sv bytes)
{
	char path[128];
	arena_auto a = {.cap = MIB(16)};
	struct store_backup_info info;
	struct yg_err err = {0};
	int fd, r;

	snprintf(path, sizeof path, "%s/damaged", f->dir);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	r = store_backup_check(fd, &a, &info, &err);
	(void)close(fd);
	return r;
}

static void test_damage(struct fixture *f)
{
	static char bytes[1 << 20];
	struct store_backup_info info;
	size_t n;
	int fd;

	if (f->kind == STORE_POSTGRES)
		return;			/* the file does not know where it came from */
	migrate(f, 1);
	fixture_ddl(f, "INSERT INTO unit (name) VALUES ('x')");
	fd = backup_file(f, &info);
	n = (size_t)read(fd, bytes, sizeof bytes);
	(void)close(fd);
	CHECK_INT(n, info.bytes, "all of it");
	CHECK_INT(check_bytes(f, (struct sv){bytes, n}), 0, "whole");
	for (size_t i = 0; i < n; i++)
		CHECK(check_bytes(f, (struct sv){bytes, i}) < 0, "cut at %zu", i);
	for (size_t i = 0; i < n; i++) {
		bytes[i] = (char)(bytes[i] ^ 0x10);
		CHECK(check_bytes(f, (struct sv){bytes, n}) < 0, "changed at %zu", i);
		bytes[i] = (char)(bytes[i] ^ 0x10);
	}
	bytes[n] = 'x';
	CHECK(check_bytes(f, (struct sv){bytes, n + 1}) < 0, "one byte more");
}

static void test_sqlite_copy(struct fixture *f)
{
	struct store_restore o = {.list = {list, 2}}, old = {.list = {list, 1}};
	buf_auto before = BUF_CAP(1 << 20), after = BUF_CAP(1 << 20);
	char path[128], other[128];
	struct fixture to;
	struct stat st;
	int fd;

	snprintf(path, sizeof path, "%s/copy.sqlite", f->dir);
	snprintf(other, sizeof other, "%s/none.sqlite", f->dir);
	if (f->kind == STORE_POSTGRES) {
		CHECK_INT(store_sqlite_backup(f->s, sv_of(path)), YG_EUNSUPPORTED, "not here");
		return;
	}
	migrate(f, 2);
	fill(f);
	show(f->s, &before);
	CHECK_INT(store_sqlite_backup(f->s, sv_of(path)), 0, store_message(f->s));
	CHECK(stat(path, &st) == 0 && st.st_size > 0, "there");
	snprintf(other, sizeof other, "%s/copy.sqlite-wal", f->dir);
	CHECK(stat(other, &st) != 0, "no log beside it");
	fd = open(path, O_RDONLY | O_CLOEXEC);
	CHECK(store_sqlite_is_file(fd), "recognised");
	(void)close(fd);
	CHECK_INT(store_sqlite_restore(f->s, sv_of(path), &o), STORE_ENOTEMPTY, "not over data");
	if (!fixture_make(&to, STORE_SQLITE, true))
		return;
	CHECK_INT(store_sqlite_restore(to.s, sv_of(path), &old), STORE_ENEWER, "newer");
	CHECK_INT(store_sqlite_restore(to.s, sv_of(path), &o), 0, store_message(to.s));
	show(to.s, &after);
	CHECK(sv_eq(buf_view(&before), buf_view(&after)), "the same content");
	CHECK_INT(store_check_integrity(to.s, true), 0, "whole");
	fd = open(path, O_WRONLY | O_CLOEXEC);
	CHECK_INT(pwrite(fd, "damage damage damage", 20, 8192), 20, "damaged");
	(void)close(fd);
	o.force = true;
	CHECK(store_sqlite_restore(to.s, sv_of(path), &o) < 0, "refused");
	CHECK_INT(fixture_number(to.s, "SELECT count(*) FROM asset"), 300, "untouched");
	fixture_drop(&to);
}

int main(void)
{
	static const struct fixture_test tests[] = {
		{"across", test_across, true}, {"refusals", test_refusals, true},
		{"damage", test_damage, true}, {"SQLite copy", test_sqlite_copy, true},
	};

	return fixture_run(tests, YG_COUNT(tests));
}
