/* SPDX-License-Identifier: Apache-2.0 */
/* store_backup.c - writing: one snapshot, table by table, in the order they were made. */
#include "store/store_backup.h"

#include <errno.h>
#include <unistd.h>

#include "base/json_write.h"
#include "base/text.h"
#include "store/store_backup_format.h"
#include "store/store_internal.h"

struct writing {
	struct store *s;
	struct frame_writer out;
	struct sha256 hash;
	int64_t rows, bytes;
};

static int write_magic(int fd)
{
	ssize_t n;

	do
		n = write(fd, BACKUP_MAGIC, BACKUP_MAGIC_BYTES);
	while (n < 0 && errno == EINTR);
	return n == BACKUP_MAGIC_BYTES ? 0 : YG_EIO;
}

/* The frame that was begun: into the checksum, then out. */
static int end_frame(struct writing *w, uint8_t type)
{
	size_t at = w->out.start + 5, n;
	int r = w->out.out.err;

	if (r < 0)
		return store_fail(w->s, r, "a row is too large for a backup");
	n = w->out.out.n - at;
	if (type != BACKUP_END) {
		sha256_add(&w->hash, &type, 1);
		sha256_add(&w->hash, w->out.out.p + at, n);
	}
	w->bytes += 5 + (int64_t)n;
	errno = 0;
	r = frame_end(&w->out);
	return r < 0 ? store_fail(w->s, r == YG_EIO && errno == ENOSPC ? STORE_EFULL : r,
				  "writing the backup failed") : 0;
}

static int put_header(struct writing *w, struct backup_header *h, struct arena *a)
{
	struct store_query *q = store_query(w->s,
		"SELECT checksum FROM schema_migration ORDER BY number");
	int r;

	while ((r = store_step(q)) > 0) {
		struct sv *slot = arena_push(a, h->checksums, h->checksum_count);
		if (slot)
			*slot = store_text_in(q, 0, a);
		if (!slot || !slot->p) {
			r = store_fail(w->s, YG_ENOMEM, "out of memory");
			break;
		}
	}
	store_done(q);
	if (r < 0)
		return r;
	h->info.schema = (unsigned)h->checksum_count;
	h->info.tables = h->tables.count;
	frame_begin(&w->out, BACKUP_HEADER);
	backup_put_header(frame_payload(&w->out), h);
	return end_frame(w, BACKUP_HEADER);
}

static struct store_value value_of(struct store_query *q, unsigned column,
				   enum store_value_kind kind)
{
	struct store_value v = {.kind = kind};

	if (store_is_null(q, column))
		v.kind = STORE_NULL;
	else if (kind == STORE_INT)
		v.number = store_int(q, column);
	else
		v.bytes = kind == STORE_TEXT ? store_text(q, column) : store_blob(q, column);
	return v;
}

static int put_rows(struct writing *w, const struct store_table *t, struct store_query *q)
{
	bool begun = false;
	int r;

	while ((r = store_step(q)) > 0) {
		struct buf *b = frame_payload(&w->out);
		if (!begun)
			frame_begin(&w->out, BACKUP_ROWS);
		begun = true;
		for (unsigned i = 0; i < t->column_count; i++) {
			struct store_value v = value_of(q, i, t->columns[i].kind);
			backup_put_value(b, &v);
		}
		w->rows++;
		if (b->n - w->out.start < BACKUP_ROWS_AT && b->err == 0)
			continue;
		begun = false;
		r = end_frame(w, BACKUP_ROWS);
		if (r < 0)
			return r;
	}
	return r == 0 && begun ? end_frame(w, BACKUP_ROWS) : r;
}

static int put_table(struct writing *w, const struct store_table *t)
{
	buf_auto text = BUF_CAP(LIMIT_STORE_QUERY);
	struct store_query *q;
	int r;

	frame_begin(&w->out, BACKUP_TABLE);
	buf_str(frame_payload(&w->out), t->name);
	r = end_frame(w, BACKUP_TABLE);
	/* A restore runs the migrations itself. */
	if (r < 0 || strcmp(t->name, "schema_migration") == 0)
		return r;
	buf_str(&text, "SELECT ");
	for (size_t i = 0; i < t->column_count; i++) {
		buf_str(&text, i ? ", " : "");
		store_put_name(&text, t->columns[i].name);
	}
	buf_str(&text, " FROM ");
	store_put_name(&text, t->name);
	if (text.err)
		return store_fail(w->s, text.err, "out of memory");
	q = store_query_stream(w->s, text.p);
	r = put_rows(w, t, q);
	store_done(q);
	return r;
}

static int put_end(struct writing *w)
{
	struct jw j = jw_on(&w->out.out);
	unsigned char digest[SHA256_BYTES];
	char hex[SHA256_HEX];
	int r;

	sha256_end(&w->hash, digest);
	frame_begin(&w->out, BACKUP_END);
	jw_object(&j);
	jw_key(&j, "rows");
	jw_i64(&j, w->rows);
	jw_key(&j, "sha256");
	jw_sv(&j, sha256_hex(digest, hex));
	jw_object_end(&j);
	r = end_frame(w, BACKUP_END);
	if (r < 0)
		return r;
	errno = 0;
	r = frame_flush(&w->out);
	return r < 0 ? store_fail(w->s, errno == ENOSPC ? STORE_EFULL : r,
				  "writing the backup failed") : 0;
}

static int write_all(struct writing *w, struct backup_header *h, struct arena *a)
{
	int r = store_tables(w->s, a, &h->tables);

	if (r == 0)
		r = put_header(w, h, a);
	for (size_t i = 0; r == 0 && i < h->tables.count; i++)
		r = put_table(w, &h->tables.items[i]);
	return r == 0 ? put_end(w) : r;
}

int store_backup_write(struct store *s, int fd, struct sv program, struct arena *a,
		       struct store_backup_info *ret)
{
	struct writing w = {.s = s, .out = frame_writer_on(fd), .bytes = BACKUP_MAGIC_BYTES};
	char time[CLOCK_TEXT_BYTES];
	struct backup_header h = {.info = {
		.created = arena_copy(a, clock_format(clock_now(s->clock), time)),
		.program = arena_copy(a, program),
		.database = s->backend->kind == STORE_SQLITE ? SV("sqlite") : SV("postgres"),
	}};
	int r = h.info.created.p && h.info.program.p ? store_begin(s, STORE_READ) : YG_ENOMEM;

	if (r < 0)
		return r;
	sha256_begin(&w.hash);
	r = write_magic(fd);
	if (r < 0)
		r = store_fail(s, errno == ENOSPC ? STORE_EFULL : r, "writing the backup failed");
	else
		r = write_all(&w, &h, a);
	frame_writer_drop(&w.out);
	store_rollback(s);
	if (r < 0)
		return r;
	*ret = h.info;
	ret->rows = w.rows;
	ret->bytes = w.bytes;
	return 0;
}
