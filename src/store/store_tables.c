/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_tables.h"

#include "base/text.h"
#include "store/store_internal.h"

/*
 * One row a column: table, column, type, whether it numbers itself.  In SQLite a table's row
 * in the schema stands where it was made; in PostgreSQL oids grow.  Virtual tables (search
 * indexes and what belongs to them) are derived data and are left out; so are partitions,
 * whose rows their table gives.
 */
static const char sqlite_text[] =
	"SELECT t.name, c.name, lower(c.type), "
	"c.pk > 0 AND instr(t.sql, 'AUTOINCREMENT') > 0 "
	"FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
	"WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' "
	"AND (SELECT type FROM pragma_table_list l WHERE l.name = t.name AND l.schema = 'main') "
	"= 'table' "
	"ORDER BY t.rowid, c.cid";
static const char postgres_text[] =
	"SELECT c.relname, a.attname, format_type(a.atttypid, NULL), "
	"CASE WHEN a.attidentity = '' THEN 0 ELSE 1 END "
	"FROM pg_catalog.pg_class c "
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	"JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid "
	"WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') "
	"AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped "
	"ORDER BY c.oid, a.attnum";

static bool kind_of(struct sv type, enum store_value_kind *ret)
{
	static const struct {
		const char *type;
		enum store_value_kind kind;
	} rows[] = {
		{"integer", STORE_INT}, {"bigint", STORE_INT}, {"text", STORE_TEXT},
		{"blob", STORE_BLOB}, {"bytea", STORE_BLOB},
	};

	for (size_t i = 0; i < YG_COUNT(rows); i++)
		if (sv_eq(type, sv_of(rows[i].type))) {
			*ret = rows[i].kind;
			return true;
		}
	return false;
}

static int add(struct store *s, struct store_query *q, struct arena *a, struct store_tables *t)
{
	struct sv table = store_text(q, 0), column = store_text(q, 1);
	struct store_table *last = t->count ? &t->items[t->count - 1] : NULL;
	struct store_column *c;
	enum store_value_kind kind;

	if (!store_name_ok(table) || !store_name_ok(column))
		return store_fail_at(s, YG_EUNSUPPORTED, "a name that is not ours", table);
	if (!kind_of(store_text(q, 2), &kind))
		return store_fail_at(s, YG_EUNSUPPORTED, "a column of another type", column);
	if (!last || !sv_eq(table, sv_of(last->name))) {
		last = arena_push(a, t->items, t->count);
		if (!last || !(last->name = arena_copy(a, table).p))
			return store_fail(s, YG_ENOMEM, "out of memory");
	}
	c = arena_push(a, last->columns, last->column_count);
	if (!c || !(c->name = arena_copy(a, column).p))
		return store_fail(s, YG_ENOMEM, "out of memory");
	c->kind = kind;
	if (store_int(q, 3))
		last->next = 1;		/* asked below */
	return 0;
}

/* {id} is a table's first column by the decision's rule, and its only numbered one. */
static int ask_next(struct store *s, struct store_table *t)
{
	buf_auto b = BUF_CAP(KIB(4));

	if (t->next == 0)
		return 0;
	if (s->backend->kind == STORE_SQLITE)
		buf_fmt(&b, "SELECT COALESCE((SELECT seq FROM sqlite_sequence "
			"WHERE name = '%s'), 0) + 1", t->name);
	else
		buf_fmt(&b, "SELECT COALESCE(pg_sequence_last_value(CAST("
			"pg_get_serial_sequence('\"%s\"', '%s') AS regclass)), 0) + 1", t->name,
			t->columns[0].name);
	return b.err ? b.err : store_get_int(store_query(s, b.p), &t->next);
}

int store_tables_set_next(struct store *s, const struct store_table *t, int64_t next)
{
	buf_auto b = BUF_CAP(KIB(4));

	if (next < 2)
		return 0;
	if (s->backend->kind == STORE_SQLITE)
		buf_fmt(&b, "DELETE FROM sqlite_sequence WHERE name = '%s'; "
			"INSERT INTO sqlite_sequence (name, seq) VALUES ('%s', %lld)", t->name,
			t->name, (long long)(next - 1));
	else
		buf_fmt(&b, "SELECT setval(pg_get_serial_sequence('\"%s\"', '%s'), %lld)",
			t->name, t->columns[0].name, (long long)(next - 1));
	return b.err ? b.err : store_ddl(s, buf_view(&b));
}

int store_tables(struct store *s, struct arena *a, struct store_tables *ret)
{
	struct store_tables t = {0};
	struct store_query *q = store_query(s, s->backend->kind == STORE_SQLITE ? sqlite_text
									  : postgres_text);
	int r;

	while ((r = store_step(q)) > 0) {
		r = t.count < LIMIT_STORE_TABLES ? add(s, q, a, &t)
						 : store_fail(s, YG_ELIMIT, "too many tables");
		if (r < 0)
			break;
	}
	store_done(q);
	for (size_t i = 0; r == 0 && i < t.count; i++)
		r = ask_next(s, &t.items[i]);
	if (r == 0)
		*ret = t;
	return r;
}

const struct store_table *store_tables_find(const struct store_tables *t, struct sv name)
{
	for (size_t i = 0; i < t->count; i++)
		if (sv_eq(sv_of(t->items[i].name), name))
			return &t->items[i];
	return NULL;
}

int store_tables_hold_data(struct store *s, const struct store_tables *t)
{
	int64_t any = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && !any && i < t->count; i++) {
		buf_auto b = BUF_CAP(KIB(1));
		if (strcmp(t->items[i].name, "schema_migration") == 0)
			continue;
		buf_str(&b, "SELECT count(*) FROM (SELECT 1 FROM ");
		store_put_name(&b, t->items[i].name);
		buf_str(&b, " LIMIT 1) AS one");
		r = b.err ? b.err : store_get_int(store_query(s, b.p), &any);
	}
	return r < 0 ? r : any != 0;
}

int store_tables_drop(struct store *s, const struct store_tables *t)
{
	int r = 0;

	for (size_t i = t->count; r == 0 && i-- > 0;) {
		buf_auto b = BUF_CAP(KIB(1));
		buf_str(&b, "DROP TABLE ");
		store_put_name(&b, t->items[i].name);
		r = b.err ? b.err : store_ddl(s, buf_view(&b));
	}
	return r;
}
