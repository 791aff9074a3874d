/* SPDX-License-Identifier: Apache-2.0 */
#include "base/archive/stream.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"

/*
 * libarchive takes a tar that ends between two members, without the two blocks of zeros that
 * mark its end, for a complete one.  So after the last byte of the source it is given one
 * more header, the probe: if that comes out as a member, the mark was missing and the archive
 * was cut short.
 */
static const char mark_name[] = ".yagura-end-of-archive-probe";

static void make_mark(char mark[512])
{
	unsigned sum = 0;

	memset(mark, 0, 512);
	memcpy(mark, mark_name, sizeof mark_name);
	memcpy(mark + 100, "0000644\0" "0000000\0" "0000000\0" "00000000000\0" "00000000000\0", 48);
	memset(mark + 148, ' ', 8);
	mark[156] = '0';
	memcpy(mark + 257, "ustar\0" "00", 8);
	for (size_t i = 0; i < 512; i++)
		sum += (unsigned char)mark[i];
	(void)snprintf(mark + 148, 8, "%06o", sum);
}

static la_ssize_t on_read(struct archive *a, void *ctx, const void **ret)
{
	struct container *c = ctx;
	struct sv block;

	if (stream_pull(c->from, &block) < 0) {
		archive_set_error(a, EIO, "%s", c->from->why);
		return -1;
	}
	c->header_bytes += block.n;
	if (c->in_header && c->header_bytes > LIMIT_ARCHIVE_HEADER) {
		c->header_too_large = true;
		archive_set_error(a, EIO, "header too large");
		return -1;
	}
	if (block.n == 0 && c->is.code == ARCHIVE_FORMAT_TAR && !c->marked) {
		c->marked = true;
		c->bytes_before_mark = c->from->given;
		make_mark(c->mark);
		block = (struct sv){c->mark, sizeof c->mark};
	}
	if (c->tail)
		zip_tail_add(c->tail, block);
	*ret = block.p;
	return (la_ssize_t)block.n;
}

/* Skipping is an optimisation: 0 makes libarchive read instead. */
static la_int64_t on_skip(struct archive *a, void *ctx, la_int64_t want)
{
	struct stream *s = ((struct container *)ctx)->from;
	int64_t left = s->size - s->at;

	(void)a;
	if (s->size < 0 || s->ahead.n > 0 || want <= 0 || left <= 0)
		return 0;
	if (want > left)
		want = left;
	if (!stream_seek(s, s->at + want))
		return 0;
	s->given += (uint64_t)want;	/* it went through, though nobody looked */
	s->budget->file_read += (uint64_t)want;
	return want;
}

static la_int64_t on_seek(struct archive *a, void *ctx, la_int64_t offset, int whence)
{
	struct stream *s = ((struct container *)ctx)->from;
	int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? s->at : s->size, at;

	(void)a;
	if (s->size < 0)
		return ARCHIVE_FAILED;
	if (__builtin_add_overflow(base, offset, &at) || at < 0)
		return ARCHIVE_FATAL;
	return stream_seek(s, at < s->size ? at : s->size) ? s->at : ARCHIVE_FATAL;
}

static int add_support(struct container *c)
{
	switch (c->is.code) {
	case ARCHIVE_FORMAT_TAR:
		return archive_read_support_format_tar(c->a);
	case ARCHIVE_FORMAT_ZIP:
		return archive_read_support_format_zip(c->a);
	default:
		return archive_read_support_format_raw(c->a);
	}
}

int container_open(struct container *c, struct stream *from, struct sniff is)
{
	struct archive *a = archive_read_new();
	int r;

	*c = (struct container){.a = a, .from = from, .is = is};
	if (!a)
		return YG_ENOMEM;
	if (is.code == ARCHIVE_FORMAT_ZIP) {
		c->tail = calloc(1, sizeof *c->tail);
		if (!c->tail) {
			container_close(c);
			return YG_ENOMEM;
		}
	}
	/* The one filter that was recognised, by name: libarchive's own guess is broader. */
	if (is.class == SNIFF_FILTER) {
		r = archive_read_append_filter(a, is.code);
		if (r >= ARCHIVE_WARN)
			r = archive_read_support_format_empty(a);
	} else {
		r = archive_read_support_filter_none(a);
	}
	if (r < ARCHIVE_WARN || add_support(c) < ARCHIVE_WARN) {
		container_close(c);
		return YG_EUNSUPPORTED;
	}
	(void)archive_read_set_callback_data(a, c);
	(void)archive_read_set_read_callback(a, on_read);
	if (from->size >= 0 && stream_seek(from, 0)) {
		(void)archive_read_set_skip_callback(a, on_skip);
		if (is.code == ARCHIVE_FORMAT_ZIP)
			(void)archive_read_set_seek_callback(a, on_seek);
	}
	/* An error on the first bytes of a compressed text is set, but not returned. */
	r = archive_read_open1(a);
	if (r < ARCHIVE_WARN || (is.class == SNIFF_FILTER && archive_errno(a) != 0)) {
		r = from->code ? from->code : YG_ESYNTAX;
		container_close(c);
		return r;
	}
	return 0;
}

void container_close(struct container *c)
{
	if (c->a)
		(void)archive_read_free(c->a);
	free(c->tail);
	c->a = NULL;
	c->tail = NULL;
}

/* Was the probe taken for part of the archive?  bytes: what libarchive has consumed. */
static bool probe_consumed(struct container *c)
{
	const char *name;

	if (!c->marked)
		return false;
	if ((uint64_t)archive_filter_bytes(c->a, 0) > c->bytes_before_mark)
		return true;
	name = c->entry ? archive_entry_pathname(c->entry) : NULL;
	return name && strcmp(name, mark_name) == 0;
}

/* Look at the last bytes of a zip: seek there, or read on to its end. */
static int check_zip_end(struct container *c)
{
	struct stream *s = c->from;
	struct sv block;
	int r;

	if (s->size >= 0) {
		c->tail->n = 0;
		if (!stream_seek(s, s->size > ZIP_TAIL ? s->size - ZIP_TAIL : 0))
			return 0;
	}
	do {
		r = stream_pull(s, &block);
		if (r < 0)
			return r;
		zip_tail_add(c->tail, block);
	} while (block.n > 0);
	return zip_tail_is_end(c->tail) ? 0 : YG_ESYNTAX;
}

int container_next(struct container *c, bool *ret_damaged, const char **ret_why)
{
	int r;

	*ret_damaged = false;
	/* Skip the data now, so that what is read for the next header can be counted. */
	if (c->entry && c->is.code == ARCHIVE_FORMAT_TAR)
		(void)archive_read_data_skip(c->a);
	c->entry = NULL;
	c->header_bytes = 0;
	c->in_header = c->is.code == ARCHIVE_FORMAT_TAR;
	do
		r = archive_read_next_header(c->a, &c->entry);
	while (r == ARCHIVE_RETRY);
	c->in_header = false;
	if (c->header_too_large) {
		*ret_why = "a header larger than is accepted";
		return YG_ELIMIT;
	}
	if (c->from->code) {
		*ret_why = c->from->why;
		return c->from->code;
	}
	if (r >= ARCHIVE_WARN && probe_consumed(c)) {
		*ret_why = "cut short: the end of the archive is missing";
		return YG_ESYNTAX;
	}
	if (r == ARCHIVE_EOF && c->tail) {
		r = check_zip_end(c);
		*ret_why = c->from->code ? c->from->why
					 : "cut short: the end of the archive is missing";
		return r;
	}
	if (r == ARCHIVE_EOF)
		return 0;
	if (r >= ARCHIVE_WARN)
		return 1;
	if (archive_errno(c->a) == ENOMEM) {
		*ret_why = "out of memory";
		return YG_ENOMEM;
	}
	*ret_damaged = r == ARCHIVE_FAILED;
	*ret_why = c->from->ended ? "cut short: the archive ends too early"
				  : "damaged: not the archive it looks like";
	return YG_ESYNTAX;
}
