/* SPDX-License-Identifier: Apache-2.0 */
/* store_restore.c - a backup into a register: checked first, then all in one transaction. */
#include <errno.h>
#include <unistd.h>

#include "base/text.h"
#include "store/store_backup_format.h"
#include "store/store_internal.h"

struct restoring {
	struct store *s;
	const struct store_restore *o;
	struct arena *a;
	struct store_tables tables;	/* of the register, at the backup's schema */
	bool copying;
};

/* Is the backup's schema one that this program can make? */
static int check_schema(void *ctx, const struct backup_header *h)
{
	struct restoring *x = ctx;
	char text[SHA256_HEX];

	if (h->checksum_count == 0)
		return YG_ESYNTAX;
	for (size_t i = 0; i < h->checksum_count && i < x->o->list.count; i++)
		if (!sv_eq(h->checksums[i],
			   store_migration_checksum(&x->o->list.items[i], text)))
			return STORE_ECHANGED;
	return h->checksum_count > x->o->list.count ? STORE_ENEWER : 0;
}

/* Empty the register, or refuse.  A register has schema_migration; other tables are not ours
 * to drop. */
static int clear(struct restoring *x)
{
	bool ours = store_has_table(x->s, "schema_migration");
	int r = store_tables(x->s, x->a, &x->tables);

	if (r < 0 || x->tables.count == 0)
		return r;
	if (!ours)
		return store_fail(x->s, STORE_EFOREIGN, "there are tables, but no register");
	r = x->o->force ? 0 : store_tables_hold_data(x->s, &x->tables);
	if (r > 0)
		return store_fail(x->s, STORE_ENOTEMPTY, "the register holds data");
	return r < 0 ? r : store_tables_drop(x->s, &x->tables);
}

static int make_tables(void *ctx, const struct backup_header *h)
{
	struct restoring *x = ctx;
	struct store_migrate m = {.list = x->o->list, .to = (unsigned)h->checksum_count};
	struct store_schema schema;
	int r = clear(x);

	if (r == 0)
		r = store_migrate(x->s, &m, &schema);
	if (r == 0)
		r = store_tables(x->s, x->a, &x->tables);
	if (r == 0)
		r = x->s->backend->exec(x->s, x->s->backend->kind == STORE_SQLITE
					? "PRAGMA defer_foreign_keys = ON"
					: "SET CONSTRAINTS ALL DEFERRED");
	return r;
}

static const struct store_column *column_find(const struct store_table *t, const char *name)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			return &t->columns[i];
	return NULL;
}

static int begin_table(void *ctx, const struct store_table *t)
{
	struct restoring *x = ctx;
	const struct store_table *ours = store_tables_find(&x->tables, sv_of(t->name));
	const char *columns[LIMIT_STORE_PARAMETERS];
	int r;

	if (!ours)
		return store_fail_at(x->s, YG_ESYNTAX, "no such table", sv_of(t->name));
	for (size_t i = 0; i < t->column_count; i++) {
		const struct store_column *c = column_find(ours, t->columns[i].name);
		if (!c || c->kind != t->columns[i].kind)
			return store_fail_at(x->s, YG_ESYNTAX, "no such column",
					     sv_of(t->columns[i].name));
		columns[i] = t->columns[i].name;
	}
	x->copying = strcmp(t->name, "schema_migration") != 0;
	if (!x->copying)
		return 0;
	/* A migration may have put rows there; the backup has its own, maybe changed. */
	buf_auto b = BUF_CAP(KIB(1));
	buf_str(&b, "DELETE FROM ");
	store_put_name(&b, t->name);
	r = b.err ? b.err : store_do(x->s, b.p);
	return r < 0 ? r : store_copy_begin(x->s, t->name, columns, t->column_count);
}

static int put_row(void *ctx, const struct store_table *t, const struct store_value *values)
{
	struct restoring *x = ctx;

	(void)t;
	return x->copying ? store_copy_row(x->s, values)
			  : store_fail(x->s, YG_ESYNTAX, "rows of schema_migration");
}

static int finish_table(void *ctx, const struct store_table *t)
{
	struct restoring *x = ctx;
	int r;

	if (!x->copying)
		return 0;
	x->copying = false;
	r = store_copy_end(x->s, NULL);
	if (r < 0 || t->next == 0)
		return r;
	return store_tables_set_next(x->s, store_tables_find(&x->tables, sv_of(t->name)),
				     t->next);
}

static int restore_all(struct restoring *x, int fd, struct store_backup_info *ret,
		       struct yg_err *err)
{
	const struct backup_walk w = {
		.header = make_tables, .table = begin_table, .row = put_row,
		.table_end = finish_table, .ctx = x,
	};
	struct store_migrate m = {.list = x->o->list};
	struct store_schema schema;
	int r = backup_walk(fd, x->a, &w, ret, err);

	return r < 0 ? r : store_migrate(x->s, &m, &schema);
}

int store_restore(struct store *s, int fd, const struct store_restore *o, struct arena *a,
		  struct store_backup_info *ret, struct yg_err *err)
{
	struct restoring x = {.s = s, .o = o, .a = a};
	const struct backup_walk check = {.header = check_schema, .ctx = &x};
	struct store_backup_info info;
	off_t start = lseek(fd, 0, SEEK_CUR);
	int r = start < 0 ? YG_EIO : backup_walk(fd, a, &check, &info, err);

	if (r < 0)
		return r;
	if (lseek(fd, start, SEEK_SET) != start)
		return YG_EIO;
	r = store_lock_wait(s, "migrate", s->wait_ms);
	if (r < 0)
		return r;
	r = store_begin(s, STORE_WRITE);
	if (r == 0) {
		r = restore_all(&x, fd, &info, err);
		if (r == 0)
			r = store_commit(s, NULL);
		else
			store_rollback(s);
	}
	store_lock_drop(s, "migrate");
	if (r == 0)
		*ret = info;
	return r;
}
