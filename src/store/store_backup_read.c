/* SPDX-License-Identifier: Apache-2.0 */
/* store_backup_read.c - a walk over a backup, to check it and to restore it. */
#include <errno.h>
#include <unistd.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "store/store_backup_format.h"

struct walk {
	const struct backup_walk *w;
	struct arena *a;
	struct backup_header header;
	const struct store_table *table;	/* whose rows come now */
	size_t next_table;
	int64_t rows;
	struct sha256 hash;
	struct store_value *values;		/* of the widest table */
	bool headed, ended;
};

static int read_magic(int fd, struct yg_err *err)
{
	char magic[BACKUP_MAGIC_BYTES];
	size_t n = 0;

	while (n < sizeof magic) {
		ssize_t got = read(fd, magic + n, sizeof magic - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return YG_EIO;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	if (n != sizeof magic || memcmp(magic, BACKUP_MAGIC, sizeof magic) != 0)
		return yg_fail(err, YG_ESYNTAX, 0, "not a backup of a register");
	return 0;
}

static int on_header(struct walk *x, char *text, size_t n, struct yg_err *err)
{
	size_t widest = 1;
	int r;

	if (x->headed)
		return yg_fail(err, YG_ESYNTAX, 0, "a second header");
	r = backup_read_header(x->a, text, n, &x->header, err);
	if (r < 0)
		return r;
	x->headed = true;
	for (size_t i = 0; i < x->header.tables.count; i++)
		if (x->header.tables.items[i].column_count > widest)
			widest = x->header.tables.items[i].column_count;
	x->values = arena_new(x->a, struct store_value, widest);
	if (!x->values)
		return YG_ENOMEM;
	return x->w->header ? x->w->header(x->w->ctx, &x->header) : 0;
}

static int end_table(struct walk *x)
{
	const struct store_table *t = x->table;

	x->table = NULL;
	return t && x->w->table_end ? x->w->table_end(x->w->ctx, t) : 0;
}

/* Tables come in the order of the header, each once. */
static int on_table(struct walk *x, struct sv name, struct yg_err *err)
{
	int r = end_table(x);

	if (r < 0)
		return r;
	if (!x->headed || x->next_table >= x->header.tables.count ||
	    !sv_eq(name, sv_of(x->header.tables.items[x->next_table].name)))
		return yg_fail(err, YG_ESYNTAX, 0, "a table that is not next in the header");
	x->table = &x->header.tables.items[x->next_table++];
	return x->w->table ? x->w->table(x->w->ctx, x->table) : 0;
}

static int on_rows(struct walk *x, struct sv rest, struct yg_err *err)
{
	const struct store_table *t = x->table;
	int r = 0;

	if (!t)
		return yg_fail(err, YG_ESYNTAX, 0, "rows without a table");
	while (r == 0 && rest.n > 0) {
		for (size_t i = 0; i < t->column_count; i++) {
			struct store_value *v = &x->values[i];
			if (backup_next_value(&rest, v) < 0 ||
			    (v->kind != STORE_NULL && v->kind != t->columns[i].kind))
				return yg_fail(err, YG_ESYNTAX, 0, "a row that is damaged");
		}
		x->rows++;
		r = x->w->row ? x->w->row(x->w->ctx, t, x->values) : 0;
	}
	return r;
}

/* The checksum covers the frames before this one. */
static int on_end(struct walk *x, char *text, size_t n, struct yg_err *err)
{
	unsigned char digest[SHA256_BYTES];
	char hex[SHA256_HEX];
	struct sv key, said = {NULL, 0}, number;
	uint64_t rows = 0;
	struct json j;
	int r = end_table(x);

	if (r < 0)
		return r;
	json_init(&j, text, n);
	if (json_enter_object(&j))
		while (json_key(&j, &key)) {
			if (sv_is(key, "sha256"))
				(void)json_string(&j, &said);
			else if (sv_is(key, "rows") && json_number(&j, &number))
				(void)sv_u64(number, &rows);
			else if (!sv_is(key, "rows"))
				json_skip(&j);
		}
	r = json_end(&j, err);
	if (r < 0)
		return r;
	sha256_end(&x->hash, digest);
	if (!sv_eq(said, sha256_hex(digest, hex)))
		return yg_fail(err, YG_ESYNTAX, 0, "the checksum differs");
	if (!x->headed || x->next_table != x->header.tables.count || rows != (uint64_t)x->rows)
		return yg_fail(err, YG_ESYNTAX, 0, "tables or rows are missing");
	x->ended = true;
	return 0;
}

static int on_frame(struct walk *x, uint8_t type, char *payload, size_t n, struct yg_err *err)
{
	if (x->ended)
		return yg_fail(err, YG_ESYNTAX, 0, "more behind the end");
	if (type != BACKUP_END) {
		sha256_add(&x->hash, &type, 1);
		sha256_add(&x->hash, payload, n);
	}
	switch (type) {
	case BACKUP_HEADER: return on_header(x, payload, n, err);
	case BACKUP_TABLE: return on_table(x, (struct sv){payload, n}, err);
	case BACKUP_ROWS: return on_rows(x, (struct sv){payload, n}, err);
	case BACKUP_END: return on_end(x, payload, n, err);
	default: return yg_fail(err, YG_ESYNTAX, 0, "a part of an unknown kind");
	}
}

int backup_walk(int fd, struct arena *a, const struct backup_walk *w,
		struct store_backup_info *ret, struct yg_err *err)
{
	struct walk x = {.w = w, .a = a};
	struct frame_reader reader = frame_reader_on(fd);
	int64_t bytes = BACKUP_MAGIC_BYTES;
	int r = read_magic(fd, err);
	uint8_t type;
	char *payload;
	size_t n;

	sha256_begin(&x.hash);
	while (r == 0) {
		r = frame_read(&reader, &type, &payload, &n);
		if (r <= 0)
			break;
		r = on_frame(&x, type, payload, n, err);
		if (r < 0 && err && err->at == 0)
			err->at = (size_t)bytes;	/* of the frame */
		bytes += 5 + (int64_t)n;
	}
	frame_reader_drop(&reader);
	/* The reader says input/output of a file that ends inside a frame. */
	if (r == 0 && !x.ended)
		r = yg_fail(err, YG_ESYNTAX, (size_t)bytes, "it ends too early");
	if (r < 0)
		return r;
	*ret = x.header.info;
	ret->rows = x.rows;
	ret->bytes = bytes;
	return 0;
}

int store_backup_check(int fd, struct arena *a, struct store_backup_info *ret,
		       struct yg_err *err)
{
	const struct backup_walk w = {0};

	return backup_walk(fd, a, &w, ret, err);
}
