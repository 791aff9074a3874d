/* SPDX-License-Identifier: Apache-2.0 */
/* Queries, values, transactions, items, errors: the same on both databases. */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "fixture.h"

#define TABLE "CREATE TABLE unit (id {id}, parent {int} REFERENCES unit (id), " \
	"name {text} NOT NULL UNIQUE, size {int} CONSTRAINT unit_size_positive CHECK (size > 0), " \
	"note {text}, mark {blob}) {strict};"

static int64_t add(struct store *s, const char *name, int64_t size)
{
	struct store_query *q = store_query(s,
		"INSERT INTO unit (name, size) VALUES ($name, $size) RETURNING id");
	int64_t id = 0;
	int r;

	store_bind_text(q, "name", sv_of(name));
	store_bind_int(q, "size", size);
	r = store_get_int(q, &id);
	return r < 0 ? r : id;
}

static int64_t count(struct store *s)
{
	return fixture_number(s, "SELECT count(*) FROM unit");
}

static void test_values(struct fixture *f)
{
	static const struct {
		int64_t number;
		struct sv text, blob;
	} rows[] = {
		{0, SV_INIT("\xe6\xab\x93"), SV_INIT("\0\x01\xff")},
		{INT64_MAX, SV_INIT("it's \"quoted\"; DROP TABLE unit; --"), SV_INIT("")},
		{INT64_MIN, SV_INIT("tab\tnew\nline\\N\\."), SV_INIT("\\x41")},
		{-1, SV_INIT("\xf0\x9f\x92\xa3"), SV_INIT("plain")},
	};
	struct store_query *q;
	arena_auto a = {.cap = 1 << 20};

	fixture_ddl(f, "CREATE TABLE v (place {int} NOT NULL PRIMARY KEY, n {int}, t {text}, "
		       "b {blob}) {strict}");
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		q = store_query(f->s, "INSERT INTO v VALUES ($i, $n, $t, $b)");
		store_bind_int(q, "i", (int64_t)i);
		store_bind_int(q, "n", rows[i].number);
		store_bind_text(q, "t", rows[i].text);
		store_bind_blob(q, "b", rows[i].blob);
		CHECK_INT(store_run(q), 1, "inserted");
	}
	q = store_query(f->s, "INSERT INTO v (place, n, t, b) VALUES ($i, $n, $t, $b)");
	store_bind_int(q, "i", 9);
	store_bind_null(q, "n");
	store_bind_null(q, "t");
	store_bind_text(q, "t", (struct sv){NULL, 0});	/* empty, not NULL; the last bind counts */
	store_bind_null(q, "b");
	CHECK_INT(store_run(q), 1, "nulls");
	q = store_query(f->s, "SELECT n, t, b FROM v ORDER BY place");
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		CHECK_INT(store_step(q), 1, "row");
		CHECK_INT(store_int(q, 0), rows[i].number, "number");
		CHECK(sv_eq(store_text(q, 1), rows[i].text), "text %zu", i);
		CHECK(sv_eq(store_text_in(q, 1, &a), rows[i].text), "text copied %zu", i);
		CHECK(sv_eq(store_blob(q, 2), rows[i].blob), "blob %zu", i);
		CHECK(!store_is_null(q, 2), "blob %zu is not NULL", i);
	}
	CHECK_INT(store_step(q), 1, "row of nulls");
	CHECK(store_is_null(q, 0) && !store_is_null(q, 1) && store_is_null(q, 2), "nulls");
	CHECK_INT(store_int(q, 0), 0, "NULL reads as 0");
	CHECK_INT(store_text(q, 1).n, 0, "empty");
	CHECK_INT(store_blob(q, 2).n, 0, "NULL reads as empty");
	CHECK_INT(store_columns(q), 3, "columns");
	CHECK_INT(store_step(q), 0, "end");
	CHECK_INT(store_step(q), 0, "still the end");
	store_done(q);
}

static void test_order(struct fixture *f)
{
	/* Byte order, whatever the server's locale is. */
	static const char *const names[] = {"Zebra", "a", "Abc", "\xc3\x84", "_", "ab", "\xe3\x81\x82"};
	struct store_query *q;
	struct sv last = SV("");
	int r, n = 0;

	fixture_ddl(f, TABLE);
	for (size_t i = 0; i < YG_COUNT(names); i++)
		CHECK(add(f->s, names[i], 1) > 0, "%s", names[i]);
	q = store_query(f->s, "SELECT name FROM unit WHERE name > $after ORDER BY name LIMIT $n");
	store_bind_text(q, "after", last);
	store_bind_int(q, "n", 100);
	char keep[64];
	while ((r = store_step(q)) > 0) {
		struct sv name = store_text(q, 0);
		CHECK(sv_cmp(last, name) < 0, "order of %.*s", SV_ARG(name));
		memcpy(keep, name.p, name.n);
		last = (struct sv){keep, name.n};
		n++;
	}
	store_done(q);
	CHECK_INT(n, YG_COUNT(names), "all of them");
}

static void test_nested(struct fixture *f)
{
	struct store_query *outer, *inner;
	int64_t sum = 0;

	fixture_ddl(f, TABLE);
	for (int i = 0; i < 5; i++) {
		char name[8];
		snprintf(name, sizeof name, "u%d", i);
		add(f->s, name, i + 1);
	}
	/* The same text taken again while its first use is under way. */
	outer = store_query(f->s, "SELECT size FROM unit ORDER BY id");
	while (store_step(outer) > 0) {
		inner = store_query(f->s, "SELECT size FROM unit ORDER BY id");
		while (store_step(inner) > 0)
			sum += store_int(outer, 0) * store_int(inner, 0);
		store_done(inner);
	}
	store_done(outer);
	CHECK_INT(sum, 225, "15 * 15");
	/* More texts than are kept. */
	for (int i = 0; i < 300; i++) {
		char text[64];
		snprintf(text, sizeof text, "SELECT %d + $n", i);
		inner = store_query(f->s, text);
		store_bind_int(inner, "n", 1);
		CHECK_INT(store_get_int(inner, &sum), 0, text);
		CHECK_INT(sum, i + 1, text);
	}
}

static void test_stream(struct fixture *f)
{
	struct store_query *q;
	int64_t n = 0;

	fixture_ddl(f, TABLE);
	for (int i = 0; i < 100; i++) {
		char name[16];
		snprintf(name, sizeof name, "n%d", i);
		add(f->s, name, 1);
	}
	q = store_query_stream(f->s, "SELECT name FROM unit ORDER BY id");
	while (store_step(q) > 0)
		n += store_text(q, 0).p[0] == 'n';
	store_done(q);
	CHECK_INT(n, 100, "streamed");
	q = store_query_stream(f->s, "SELECT name FROM unit ORDER BY id");
	CHECK_INT(store_step(q), 1, "first");
	CHECK_INT(store_run(store_query(f->s, "DELETE FROM unit")), YG_EINVAL, "not meanwhile");
	store_done(q);		/* before its end */
	CHECK_INT(count(f->s), 100, "afterwards");
}

static void test_bad_binds(struct fixture *f)
{
	static const struct sv bad[] = {SV_INIT("a\0b"), SV_INIT("\xff"), SV_INIT("\xc0\x80"),
					SV_INIT("\xed\xa0\x80"), SV_INIT("\xe3\x81")};
	char *large = calloc(1, LIMIT_STORE_VALUE + 1);
	struct store_query *q;
	int64_t v = 7;

	fixture_ddl(f, TABLE);
	for (size_t i = 0; i < YG_COUNT(bad); i++) {
		q = store_query(f->s, "INSERT INTO unit (name) VALUES ($name)");
		store_bind_text(q, "name", bad[i]);
		CHECK_INT(store_run(q), YG_EINVAL, "not UTF-8");
		CHECK(sv_search(sv_of(store_message(f->s)), SV("UTF-8")) <
		      strlen(store_message(f->s)), "says why: %s", store_message(f->s));
	}
	memset(large, 'x', LIMIT_STORE_VALUE + 1);
	q = store_query(f->s, "INSERT INTO unit (name, note) VALUES ('a', $note)");
	store_bind_text(q, "note", (struct sv){large, LIMIT_STORE_VALUE + 1});
	CHECK_INT(store_run(q), YG_ELIMIT, "too large");
	q = store_query(f->s, "INSERT INTO unit (name, note) VALUES ('a', $note)");
	store_bind_text(q, "note", (struct sv){large, LIMIT_STORE_VALUE});
	CHECK_INT(store_run(q), 1, "the largest");
	q = store_query(f->s, "INSERT INTO unit (name, mark) VALUES ('b', $mark)");
	store_bind_blob(q, "mark", (struct sv){large, LIMIT_STORE_VALUE});
	CHECK_INT(store_run(q), 1, "the largest blob");
	q = store_query(f->s, "SELECT mark FROM unit WHERE name = 'b'");
	CHECK_INT(store_step(q), 1, "it is there");
	CHECK_INT(store_blob(q, 0).n, LIMIT_STORE_VALUE, "all of it");
	store_done(q);
	q = store_query(f->s, "INSERT INTO unit (name, size) VALUES ($name, $size)");
	store_bind_text(q, "name", SV("c"));
	CHECK_INT(store_run(q), YG_EINVAL, "size is not bound");
	q = store_query(f->s, "SELECT 1 WHERE 1 = $one");
	store_bind_int(q, "two", 2);
	CHECK_INT(store_get_int(q, &v), YG_EINVAL, "no such parameter");
	CHECK_INT(v, 7, "untouched");
	CHECK_INT(store_get_int(store_query(f->s, "SELECT 1 WHERE 1 = 2"), &v), YG_ENOTFOUND,
		  "no row");
	q = store_query(f->s, "SELECT name FROM unit WHERE name = 'a'");
	CHECK_INT(store_step(q), 1, "row");
	CHECK_INT(store_int(q, 0), 0, "text is no number");
	CHECK_INT(store_step(q), STORE_ESQL, "says so");
	store_done(q);
	q = store_query(f->s, "SELECT name FROM unit");
	CHECK_INT(store_step(q), 1, "row");
	(void)store_text(q, 1);
	CHECK_INT(store_step(q), YG_EINVAL, "no such column");
	store_done(q);
	free(large);
}

static void test_bad_text(struct fixture *f)
{
	buf_auto many = BUF_CAP(1 << 16);

	CHECK_INT(store_run(store_query(f->s, "SELEKT 1")), STORE_ESQL, "syntax");
	CHECK(store_message(f->s)[0] != '\0', "the database's words");
	CHECK_INT(store_run(store_query(f->s, "SELECT 1; SELECT 2")), STORE_ESQL, "two");
	CHECK_INT(store_run(store_query(f->s, "SELECT x FROM no_such_table")), STORE_ESQL,
		  "no table");
	buf_str(&many, "SELECT 0");
	for (int i = 0; i < 3000; i++)
		buf_fmt(&many, "+$p%d", i);
	CHECK_INT(store_run(store_query(f->s, many.p)), YG_ELIMIT, "thousands of parameters");
	CHECK_INT(store_ddl(f->s, SV("CREATE TABLE {wrong} (a {int})")), YG_ESYNTAX, "DDL");
	CHECK_INT(fixture_number(f->s, "SELECT 1"), 1, "usable afterwards");
}

static void test_constraints(struct fixture *f)
{
	static const struct {
		const char *text;
		enum store_constraint kind;
		const char *name;	/* NULL: SQLite cannot say */
	} rows[] = {
		{"INSERT INTO unit (name) VALUES ('a')", STORE_UNIQUE, "unit_name_key"},
		{"INSERT INTO unit (id, name) VALUES (1000, 'b')", STORE_UNIQUE, "unit_pkey"},
		{"INSERT INTO unit (name, size) VALUES ('b', 0)", STORE_CHECK,
		 "unit_size_positive"},
		{"INSERT INTO unit (name) VALUES (NULL)", STORE_NOT_NULL, "unit_name_not_null"},
		{"INSERT INTO unit (name, parent) VALUES ('b', 99)", STORE_FOREIGN_KEY, NULL},
		{"INSERT INTO pair (a, b) VALUES (1, 2)", STORE_UNIQUE, "pair_a_b_key"},
	};

	fixture_ddl(f, TABLE "CREATE TABLE pair (a {int}, b {int}, UNIQUE (a, b)) {strict}");
	CHECK_INT(store_run(store_query(f->s, "INSERT INTO unit (id, name) VALUES (1000, 'a')")), 1,
		  "first");
	CHECK_INT(store_run(store_query(f->s, "INSERT INTO pair (a, b) VALUES (1, 2)")), 1,
		  "first");
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		struct sv name;
		CHECK_INT(store_run(store_query(f->s, rows[i].text)), STORE_ECONSTRAINT,
			  rows[i].text);
		CHECK_INT(store_constraint(f->s, &name), rows[i].kind, rows[i].text);
		if (rows[i].name)
			CHECK_SV(name, rows[i].name, rows[i].text);
	}
	CHECK_INT(store_run(store_query(f->s, "INSERT INTO pair (a, b) VALUES (1, 2) "
					      "ON CONFLICT (a, b) DO NOTHING")), 0, "upsert");
}

static void test_transactions(struct fixture *f)
{
	struct store_query *q;

	fixture_ddl(f, TABLE);
	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	CHECK_INT(store_begin(f->s, STORE_WRITE), YG_EINVAL, "no second one");
	store_rollback(f->s);
	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	CHECK(add(f->s, "a", 1) > 0, "a");
	store_rollback(f->s);
	CHECK_INT(count(f->s), 0, "rolled back");
	CHECK_INT(store_commit(f->s, NULL), YG_EINVAL, "none to commit");

	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	CHECK(add(f->s, "a", 1) > 0, "a");
	CHECK_INT(store_commit(f->s, NULL), 0, "commit");
	CHECK_INT(count(f->s), 1, "kept");

	/* A failure is not forgotten: neither database lets half of it through. */
	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	CHECK(add(f->s, "b", 1) > 0, "b");
	CHECK_INT(add(f->s, "a", 1), STORE_ECONSTRAINT, "a again");
	CHECK_INT(add(f->s, "c", 1), STORE_ECONSTRAINT, "still failed");
	CHECK_INT(store_commit(f->s, NULL), STORE_ECONSTRAINT, "not committed");
	CHECK(!store_in_transaction(f->s), "over");
	CHECK_INT(count(f->s), 1, "nothing of it");

	CHECK_INT(store_begin(f->s, STORE_READ), 0, "read");
	CHECK_INT(count(f->s), 1, "reading");
	CHECK_INT(add(f->s, "d", 1), STORE_EREADONLY, "no writing");
	store_rollback(f->s);
	CHECK(add(f->s, "d", 1) > 0, "writing again");

	CHECK_INT(store_begin(f->s, STORE_INGEST), 0, "ingest");
	CHECK(add(f->s, "e", 1) > 0, "e");
	CHECK_INT(store_commit(f->s, NULL), 0, "commit");
	fixture_reopen(f);
	CHECK_INT(count(f->s), 3, "all there");
	q = store_query(f->s, "SELECT name FROM unit");
	CHECK_INT(store_step(q), 1, "under way when the store is closed");
	fixture_reopen(f);
}

static void test_items(struct fixture *f)
{
	static const struct {
		const char *name;
		int64_t size;
	} batch[] = {{"a", 1}, {"b", 0}, {"c", 3}, {"a", 4}, {"\xff", 5}, {"d", 6}};
	int good = 0;

	fixture_ddl(f, TABLE);
	CHECK_INT(store_item_begin(f->s), YG_EINVAL, "outside of a transaction");
	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	for (size_t i = 0; i < YG_COUNT(batch); i++) {
		CHECK_INT(store_item_begin(f->s), 0, "item");
		if (add(f->s, batch[i].name, batch[i].size) < 0) {
			CHECK_INT(store_item_commit(f->s) < 0, 1, "a failed item stays failed");
			CHECK_INT(store_item_rollback(f->s), 0, "rollback");
			continue;
		}
		CHECK_INT(store_item_commit(f->s), 0, "kept");
		good++;
	}
	CHECK_INT(good, 3, "good ones");
	CHECK_INT(store_commit(f->s, NULL), 0, "commit");
	CHECK_INT(count(f->s), 3, "kept");
	/* What fails before an item cannot be repaired by it. */
	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	CHECK_INT(add(f->s, "a", 1), STORE_ECONSTRAINT, "a");
	CHECK_INT(store_item_begin(f->s), STORE_ECONSTRAINT, "no item");
	CHECK_INT(store_item_rollback(f->s), STORE_ECONSTRAINT, "no item");
	store_rollback(f->s);
	/* A commit inside an item is a mistake. */
	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	CHECK_INT(store_item_begin(f->s), 0, "item");
	CHECK(add(f->s, "z", 1) > 0, "z");
	CHECK_INT(store_commit(f->s, NULL), YG_EINVAL, "inside an item");
	CHECK_INT(count(f->s), 3, "nothing of it");
}

static void test_copy(struct fixture *f)
{
	static const char *const columns[] = {"name", "size", "note", "mark"};
	static const char *const wrong[] = {"name\"; DROP TABLE unit"};
	char name[32];
	int64_t rows = 0, n = 0;
	struct store_query *q;

	fixture_ddl(f, TABLE);
	CHECK_INT(store_copy_begin(f->s, "unit", columns, 4), YG_EINVAL, "no transaction");
	CHECK_INT(store_begin(f->s, STORE_INGEST), 0, "begin");
	CHECK_INT(store_copy_begin(f->s, "unit", columns, 4), 0, "copy");
	for (int i = 0; i < 20000; i++) {
		struct store_value v[4] = {
			{.kind = STORE_TEXT, .bytes = {name, 0}},
			store_value_int(i + 1),
			i % 3 ? store_value_text(SV("tab\t nl\n cr\r back\\slash \\N \\.")) :
				(struct store_value){.kind = STORE_NULL},
			store_value_blob((struct sv){"\0\\x\xff\n", 5}),
		};
		v[0].bytes.n = (size_t)snprintf(name, sizeof name, "host-%d", i);
		if (store_copy_row(f->s, v) != 0) {
			CHECK(false, "row %d: %s", i, store_message(f->s));
			break;
		}
	}
	q = store_query(f->s, "SELECT 1");
	CHECK_INT(store_run(q), YG_EINVAL, "nothing else meanwhile");
	store_rollback(f->s);
	CHECK_INT(count(f->s), 0, "rolled back");

	CHECK_INT(store_begin(f->s, STORE_INGEST), 0, "begin");
	CHECK_INT(store_copy_begin(f->s, "unit", columns, 4), 0, "copy");
	for (int i = 0; i < 3; i++) {
		struct store_value v[4] = {
			{.kind = STORE_TEXT, .bytes = {name, 0}}, store_value_int(i + 1),
			store_value_text(SV("tab\t nl\n cr\r back\\slash \\N \\.")),
			store_value_blob((struct sv){"\0\\x\xff\n", 5}),
		};
		v[0].bytes.n = (size_t)snprintf(name, sizeof name, "h%d", i);
		CHECK_INT(store_copy_row(f->s, v), 0, "row");
	}
	CHECK_INT(store_copy_end(f->s, &rows), 0, "end");
	CHECK_INT(rows, 3, "rows");
	CHECK_INT(store_commit(f->s, NULL), 0, "commit");
	q = store_query(f->s, "SELECT note, mark FROM unit ORDER BY id");
	while (store_step(q) > 0) {
		CHECK_SV(store_text(q, 0), "tab\t nl\n cr\r back\\slash \\N \\.", "note");
		CHECK(sv_eq(store_blob(q, 1), (struct sv){"\0\\x\xff\n", 5}), "mark");
		n++;
	}
	store_done(q);
	CHECK_INT(n, 3, "rows read");

	/* A row that breaks a constraint: SQLite says so at the row, PostgreSQL at the end. */
	CHECK_INT(store_begin(f->s, STORE_INGEST), 0, "begin");
	CHECK_INT(store_copy_begin(f->s, "unit", columns, 1), 0, "copy");
	struct store_value twice = store_value_text(SV("h1"));
	int r = store_copy_row(f->s, &twice);
	CHECK(r == 0 || r == STORE_ECONSTRAINT, "row: %d", r);
	CHECK_INT(store_copy_end(f->s, NULL), STORE_ECONSTRAINT, "end");
	CHECK_INT(store_commit(f->s, NULL), STORE_ECONSTRAINT, "commit");
	CHECK_INT(store_begin(f->s, STORE_INGEST), 0, "begin");
	CHECK_INT(store_copy_begin(f->s, "unit", wrong, 1), YG_EINVAL, "a name with a quote");
	store_rollback(f->s);
	/* Inside an item: bad rows are undone, the rest stays. */
	CHECK_INT(store_begin(f->s, STORE_INGEST), 0, "begin");
	CHECK(add(f->s, "kept", 1) > 0, "kept");
	CHECK_INT(store_item_begin(f->s), 0, "item");
	CHECK_INT(store_copy_begin(f->s, "unit", columns, 1), 0, "copy");
	twice = store_value_text(SV("\xff"));
	CHECK_INT(store_copy_row(f->s, &twice), YG_EINVAL, "not UTF-8");
	CHECK_INT(store_item_rollback(f->s), 0, "item undone");
	CHECK_INT(store_commit(f->s, NULL), 0, "commit");
	CHECK_INT(count(f->s), 4, "kept");
}

static void test_temporary(struct fixture *f)
{
	static const char *const columns[] = {"name", "size"};
	struct store_value v[2] = {store_value_text(SV("a")), store_value_int(5)};

	fixture_ddl(f, TABLE);
	add(f->s, "a", 1);
	for (int i = 0; i < 2; i++) {
		CHECK_INT(store_begin(f->s, STORE_INGEST), 0, "begin");
		CHECK_INT(store_ddl(f->s, SV("DROP TABLE IF EXISTS incoming; CREATE TEMPORARY TABLE "
					     "incoming (name {text}, size {int})")), 0, "temporary");
		CHECK_INT(store_copy_begin(f->s, "incoming", columns, 2), 0, "copy");
		CHECK_INT(store_copy_row(f->s, v), 0, "row");
		CHECK_INT(store_copy_end(f->s, NULL), 0, "end");
		CHECK_INT(store_run(store_query(f->s,
			"INSERT INTO unit (name, size) SELECT name, size FROM incoming WHERE true "
			"ON CONFLICT (name) DO UPDATE SET size = excluded.size")), 1, "merge");
		CHECK_INT(store_commit(f->s, NULL), 0, "commit");
	}
	CHECK_INT(fixture_number(f->s, "SELECT size FROM unit"), 5, "merged");
}

static void test_faults(struct fixture *f)
{
	struct sv name;

	CHECK_INT(store_begin(f->s, STORE_WRITE), 0, "begin");
	CHECK_INT(store_ping(f->s), 0, "ping");
	store_rollback(f->s);
	CHECK_INT(store_kind_of(f->s), f->kind, "kind");
	(void)store_constraint(f->s, &name);
	CHECK(strcmp(store_error_name(STORE_EBUSY), "busy") == 0, "name");
	CHECK(strcmp(store_error_name(-1000), "error") == 0, "no name");
	store_close(NULL);
	store_done(NULL);
	CHECK(store_has_table(f->s, "change_log"), "there");
	CHECK(!store_has_table(f->s, "no_such_table"), "not there");
	CHECK(!store_has_table(f->s, "x' OR '1'='1"), "a quote");
}

static void test_urls(void)
{
	static const struct {
		const char *url;
		int kind;		/* -1: refused */
		bool secret;
	} rows[] = {
		{"sqlite:/var/lib/yagura/register.sqlite", STORE_SQLITE, false},
		{"sqlite:a=b", STORE_SQLITE, false},
		{"sqlite:", -1, false},
		{"", -1, false},
		{"/var/lib/x.sqlite", -1, false},
		{"mysql://x", -1, false},
		{"postgres://h/db", STORE_POSTGRES, false},
		{"postgresql://u@h/db", STORE_POSTGRES, false},
		{"postgresql://u:geheim@h/db", STORE_POSTGRES, true},
		{"host=/run/postgresql dbname=yagura", STORE_POSTGRES, false},
		{"host=h password=geheim", STORE_POSTGRES, true},
		{"postgres://h/db?sslpassword=x", STORE_POSTGRES, true},
	};

	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		enum store_kind kind = STORE_SQLITE;
		struct sv url = sv_of(rows[i].url);
		int r = store_url_kind(url, &kind);
		CHECK_INT(r, rows[i].kind < 0 ? YG_EINVAL : 0, rows[i].url);
		if (r == 0)
			CHECK_INT(kind, rows[i].kind, rows[i].url);
		CHECK_INT(store_url_has_secret(url), rows[i].secret, rows[i].url);
	}
	CHECK_SV(store_url_path(SV("sqlite:/a")), "/a", "path");
	CHECK_INT(store_url_path(SV("postgres://h/a")).n, 0, "no path");
}

int main(void)
{
	static const struct fixture_test tests[] = {
		{"values", test_values, false}, {"order", test_order, false},
		{"nested", test_nested, false}, {"stream", test_stream, false},
		{"bad binds", test_bad_binds, false}, {"bad text", test_bad_text, false},
		{"constraints", test_constraints, false},
		{"transactions", test_transactions, false}, {"items", test_items, false},
		{"copy", test_copy, false}, {"temporary", test_temporary, false},
		{"small things", test_faults, false},
	};

	test_urls();
	return fixture_run(tests, YG_COUNT(tests));
}
