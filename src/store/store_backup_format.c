/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_backup_format.h"

#include "base/json.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "base/text.h"
#include "store/store_internal.h"

static const char *const kinds[] = {
	[STORE_NULL] = "", [STORE_INT] = "int", [STORE_TEXT] = "text", [STORE_BLOB] = "blob",
};

/* ---- header ---- */

static void put_table(struct jw *w, const struct store_table *t)
{
	jw_object(w);
	jw_key(w, "name");
	jw_str(w, t->name);
	jw_key(w, "next");
	jw_i64(w, t->next);
	jw_key(w, "columns");
	jw_array(w);
	for (size_t i = 0; i < t->column_count; i++) {
		jw_object(w);
		jw_key(w, "name");
		jw_str(w, t->columns[i].name);
		jw_key(w, "type");
		jw_str(w, kinds[t->columns[i].kind]);
		jw_object_end(w);
	}
	jw_array_end(w);
	jw_object_end(w);
}

void backup_put_header(struct buf *b, const struct backup_header *h)
{
	struct jw w = jw_on(b);

	jw_object(&w);
	jw_member_sv(&w, "created", h->info.created);
	jw_member_sv(&w, "program", h->info.program);
	jw_member_sv(&w, "database", h->info.database);
	jw_key(&w, "migrations");
	jw_array(&w);
	for (size_t i = 0; i < h->checksum_count; i++)
		jw_sv(&w, h->checksums[i]);
	jw_array_end(&w);
	jw_key(&w, "tables");
	jw_array(&w);
	for (size_t i = 0; i < h->tables.count; i++)
		put_table(&w, &h->tables.items[i]);
	jw_array_end(&w);
	jw_object_end(&w);
}

struct reading {
	struct json j;
	struct arena *a;
	int code;
};

/* A name of ours, kept; anything else ends the reading. */
static const char *read_name(struct reading *r)
{
	struct sv s = {NULL, 0};

	if (!json_string(&r->j, &s))
		return NULL;
	if (!store_name_ok(s)) {
		r->code = YG_ESYNTAX;
		return NULL;
	}
	s = arena_copy(r->a, s);
	if (!s.p)
		r->code = YG_ENOMEM;
	return s.p;
}

static enum store_value_kind read_kind(struct reading *r)
{
	struct sv s;

	if (json_string(&r->j, &s))
		for (int i = STORE_INT; i <= STORE_BLOB; i++)
			if (sv_eq(s, sv_of(kinds[i])))
				return (enum store_value_kind)i;
	r->code = YG_ESYNTAX;
	return STORE_NULL;
}

static void read_columns(struct reading *r, struct store_table *t)
{
	struct sv key;

	if (!json_enter_array(&r->j))
		return;
	while (r->code == 0 && json_item(&r->j)) {
		struct store_column *c = t->column_count < LIMIT_STORE_PARAMETERS
			? arena_push(r->a, t->columns, t->column_count) : NULL;
		if (!c) {
			r->code = t->column_count < LIMIT_STORE_PARAMETERS ? YG_ENOMEM : YG_ELIMIT;
			return;
		}
		if (!json_enter_object(&r->j))
			return;
		while (r->code == 0 && json_key(&r->j, &key)) {
			if (sv_is(key, "name"))
				c->name = read_name(r);
			else if (sv_is(key, "type"))
				c->kind = read_kind(r);
			else
				json_skip(&r->j);
		}
		if (r->code == 0 && (!c->name || c->kind == STORE_NULL))
			r->code = YG_ESYNTAX;
	}
}

static void read_tables(struct reading *r, struct store_tables *tables)
{
	struct sv key, number;
	uint64_t next;

	if (!json_enter_array(&r->j))
		return;
	while (r->code == 0 && json_item(&r->j)) {
		struct store_table *t = tables->count < LIMIT_STORE_TABLES
			? arena_push(r->a, tables->items, tables->count) : NULL;
		if (!t) {
			r->code = tables->count < LIMIT_STORE_TABLES ? YG_ENOMEM : YG_ELIMIT;
			return;
		}
		if (!json_enter_object(&r->j))
			return;
		while (r->code == 0 && json_key(&r->j, &key)) {
			if (sv_is(key, "name")) {
				t->name = read_name(r);
			} else if (sv_is(key, "columns")) {
				read_columns(r, t);
			} else if (sv_is(key, "next")) {
				if (!json_number(&r->j, &number) || !sv_u64(number, &next) ||
				    next > INT64_MAX)
					r->code = YG_ESYNTAX;
				else
					t->next = (int64_t)next;
			} else {
				json_skip(&r->j);
			}
		}
		if (r->code == 0 && (!t->name || t->column_count == 0))
			r->code = YG_ESYNTAX;
	}
}

static struct sv read_text(struct reading *r)
{
	struct sv s = {NULL, 0};

	if (json_string(&r->j, &s)) {
		s = arena_copy(r->a, s);
		if (!s.p)
			r->code = YG_ENOMEM;
	}
	return s;
}

static void read_checksums(struct reading *r, struct backup_header *h)
{
	if (!json_enter_array(&r->j))
		return;
	while (r->code == 0 && json_item(&r->j)) {
		struct sv *slot = arena_push(r->a, h->checksums, h->checksum_count);
		if (!slot)
			r->code = YG_ENOMEM;
		else
			*slot = read_text(r);
	}
}

int backup_read_header(struct arena *a, char *text, size_t n, struct backup_header *ret,
		       struct yg_err *err)
{
	struct reading r = {.a = a};
	struct backup_header h = {0};
	struct sv key;

	json_init(&r.j, text, n);
	if (json_enter_object(&r.j))
		while (r.code == 0 && json_key(&r.j, &key)) {
			if (sv_is(key, "created"))
				h.info.created = read_text(&r);
			else if (sv_is(key, "program"))
				h.info.program = read_text(&r);
			else if (sv_is(key, "database"))
				h.info.database = read_text(&r);
			else if (sv_is(key, "migrations"))
				read_checksums(&r, &h);
			else if (sv_is(key, "tables"))
				read_tables(&r, &h.tables);
			else
				json_skip(&r.j);
		}
	if (r.code == 0)
		r.code = json_end(&r.j, err);
	else
		(void)yg_fail(err, r.code, (size_t)(r.j.p - r.j.begin), "the header's content");
	if (r.code < 0)
		return r.code;
	h.info.schema = (unsigned)h.checksum_count;
	h.info.tables = h.tables.count;
	*ret = h;
	return 0;
}

/* ---- values: a byte for the kind, then 8 bytes, or a length in 4 and the bytes ---- */

void backup_put_value(struct buf *b, const struct store_value *v)
{
	buf_char(b, (char)v->kind);
	if (v->kind == STORE_INT) {
		buf_u32le(b, (uint32_t)(uint64_t)v->number);
		buf_u32le(b, (uint32_t)((uint64_t)v->number >> 32));
	} else if (v->kind != STORE_NULL) {
		buf_u32le(b, (uint32_t)v->bytes.n);
		buf_sv(b, v->bytes);
	}
}

static uint32_t u32le(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 |
	       (uint32_t)u[3] << 24;
}

int backup_next_value(struct sv *rest, struct store_value *ret)
{
	struct store_value v = {.kind = STORE_NULL};
	struct sv s = *rest;

	if (s.n == 0 || (unsigned char)s.p[0] > STORE_BLOB)
		return YG_ESYNTAX;
	v.kind = (enum store_value_kind)s.p[0];
	s = sv_from(s, 1);
	if (v.kind == STORE_INT) {
		if (s.n < 8)
			return YG_ESYNTAX;
		v.number = (int64_t)((uint64_t)u32le(s.p) | (uint64_t)u32le(s.p + 4) << 32);
		s = sv_from(s, 8);
	} else if (v.kind != STORE_NULL) {
		if (s.n < 4 || u32le(s.p) > s.n - 4)
			return YG_ESYNTAX;
		v.bytes = (struct sv){s.p + 4, u32le(s.p)};
		s = sv_from(s, 4 + v.bytes.n);
		if (v.bytes.n > LIMIT_STORE_VALUE ||
		    (v.kind == STORE_TEXT && !sv_utf8(v.bytes)))
			return YG_ESYNTAX;
	}
	*rest = s;
	*ret = v;
	return 0;
}
