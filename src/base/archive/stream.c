/* SPDX-License-Identifier: Apache-2.0 */
#include "base/archive/stream.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

enum { BLOCK = 256 * 1024 };

static int stream_fail(struct stream *s, int code, const char *why)
{
	s->code = code;
	s->why = why;
	return code;
}

/* A failure that ends the whole walk, not only this container. */
static int budget_fail(struct stream *s, int code, const char *why)
{
	if (!s->budget->code) {
		s->budget->code = code;
		s->budget->why = why;
	}
	return stream_fail(s, code, why);
}

int stream_open_fd(struct stream *s, struct budget *budget, int fd)
{
	struct stat st;

	*s = (struct stream){.budget = budget, .fd = fd, .size = -1};
	if (fstat(fd, &st) < 0)
		return budget_fail(s, YG_EIO, "the file cannot be examined");
	if (S_ISDIR(st.st_mode))
		return budget_fail(s, YG_EINVAL, "a directory, not a file");
	if (S_ISREG(st.st_mode) && lseek(fd, 0, SEEK_SET) == 0)
		s->size = st.st_size;
	s->block = malloc(BLOCK);
	return s->block ? 0 : budget_fail(s, YG_ENOMEM, "out of memory");
}

void stream_open_memory(struct stream *s, struct budget *budget, struct sv bytes)
{
	*s = (struct stream){.budget = budget, .fd = -1, .memory = bytes,
			     .size = (int64_t)bytes.n};
}

void stream_open_member(struct stream *s, struct container *of)
{
	*s = (struct stream){.budget = of->from->budget, .fd = -1, .of = of, .size = -1,
			     .expands = of->is.class == SNIFF_FILTER ||
					of->is.code == ARCHIVE_FORMAT_ZIP};
}

void stream_close(struct stream *s)
{
	free(s->block);
	s->block = NULL;
}

static int pull_fd(struct stream *s, struct sv *ret)
{
	ssize_t n;

	do
		n = read(s->fd, s->block, BLOCK);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return budget_fail(s, YG_EIO, "the file cannot be read");
	*ret = (struct sv){s->block, (size_t)n};
	return 0;
}

static void pull_memory(struct stream *s, struct sv *ret)
{
	size_t at = (size_t)s->at, n = s->memory.n - at;

	*ret = (struct sv){s->memory.p + at, n < BLOCK ? n : BLOCK};
}

/*
 * A bomb: far more comes out than went in.  A file that is read twice (a zip whose members
 * overlap) still counts once.  Small files may expand as they like.
 */
static int check_expansion(struct stream *s)
{
	const struct stream *from = s->of->from;
	uint64_t in = from->given;

	if (from->size >= 0 && (uint64_t)from->size < in)
		in = (uint64_t)from->size;
	if (s->budget->produced > s->budget->max_total)
		return budget_fail(s, YG_ELIMIT, "decompresses to more than is accepted");
	if (s->budget->produced > LIMIT_EXPANSION_FREE &&
	    s->budget->produced / LIMIT_EXPANSION > s->budget->file_read)
		return budget_fail(s, YG_ELIMIT, "expands too much (a decompression bomb)");
	if (s->at > (int64_t)LIMIT_EXPANSION_FREE &&
	    (uint64_t)s->at / LIMIT_EXPANSION > in)
		return budget_fail(s, YG_ELIMIT, "expands too much (a decompression bomb)");
	return 0;
}

/* What libarchive's negative result means: the cause below, else damage, cut short or not. */
static int member_failed(struct stream *s)
{
	struct stream *from = s->of->from;

	if (from->code)
		return stream_fail(s, from->code, from->why);
	if (archive_errno(s->of->a) == ENOMEM)
		return budget_fail(s, YG_ENOMEM, "out of memory");
	return stream_fail(s, YG_ESYNTAX, from->ended ? "cut short: the data ends too early"
						      : "damaged: the data does not decode");
}

/*
 * The end of a compressed text.  libarchive takes some cut headers for an empty text, and
 * leaves out what follows the first stream of an xz file, both without a word.
 */
static int check_filter_end(struct stream *s)
{
	struct stream *from = s->of->from;
	struct sv more;

	if (stream_pull(from, &more) < 0 || archive_errno(s->of->a) != 0)
		return member_failed(s);
	if ((uint64_t)archive_filter_bytes(s->of->a, -1) >= from->given)
		return 0;
	return stream_fail(s, YG_ESYNTAX, s->at == 0
			   ? "cut short: the data ends too early"
			   : "other data follows the end of the compressed text");
}

int stream_end_empty(struct stream *s)
{
	s->ended = true;
	return check_filter_end(s);
}

static int pull_member(struct stream *s, struct sv *ret)
{
	static const char zeros[64 * 1024];
	const void *p = NULL;
	la_int64_t offset = s->at;
	size_t n = 0;
	int r;

	if (s->hole == 0 && s->after_hole.n == 0) {
		do
			r = archive_read_data_block(s->of->a, &p, &n, &offset);
		while (r == ARCHIVE_OK && n == 0);
		if (r < ARCHIVE_OK)		/* a warning: a wrong size or checksum */
			return member_failed(s);
		if (r == ARCHIVE_EOF) {
			n = 0;
			r = s->of->is.class == SNIFF_FILTER ? check_filter_end(s) : 0;
			if (r < 0)
				return r;
		}
		/* Sparse files: what lies between the blocks is zeros. */
		s->hole = offset > s->at ? (uint64_t)(offset - s->at) : 0;
		s->after_hole = (struct sv){p, n};
	}
	if (s->hole > 0) {
		n = s->hole < sizeof zeros ? (size_t)s->hole : sizeof zeros;
		*ret = (struct sv){zeros, n};
		s->hole -= n;
	} else {
		*ret = s->after_hole;
		s->after_hole = (struct sv){NULL, 0};
	}
	return 0;
}

/* A block from the source itself, accounted for. */
static int pull_source(struct stream *s, struct sv *ret)
{
	struct sv block = {NULL, 0};
	int r = 0;

	if (s->code)
		return s->code;
	if (s->ended) {
		*ret = block;
		return 0;
	}
	if (s->of)
		r = pull_member(s, &block);
	else if (s->fd >= 0)
		r = pull_fd(s, &block);
	else
		pull_memory(s, &block);
	if (r < 0)
		return r;
	s->at += (int64_t)block.n;
	s->ended = block.n == 0;
	if (!s->of) {
		s->budget->file_read += block.n;
	} else if (s->expands || s->hole > 0) {
		s->budget->produced += block.n;
		r = check_expansion(s);
		if (r < 0)
			return r;
	}
	*ret = block;
	return 0;
}

int stream_pull(struct stream *s, struct sv *ret)
{
	if (s->ahead.n > 0) {
		*ret = s->ahead;
		s->ahead = s->ahead_rest;
		s->ahead_rest = (struct sv){NULL, 0};
	} else {
		int r = pull_source(s, ret);
		if (r < 0)
			return r;
	}
	s->given += ret->n;
	return 0;
}

int stream_peek(struct stream *s, struct sv *ret)
{
	struct sv block;
	size_t n = 0, take;
	int r;

	do {
		r = pull_source(s, &block);
		if (r < 0)
			return r;
		take = block.n < sizeof s->head - n ? block.n : sizeof s->head - n;
		if (take > 0)
			memcpy(s->head + n, block.p, take);
		n += take;
	} while (n < sizeof s->head && block.n > 0);
	s->ahead = (struct sv){s->head, n};
	s->ahead_rest = (struct sv){block.n > take ? block.p + take : NULL, block.n - take};
	*ret = s->ahead;
	return 0;
}

bool stream_seek(struct stream *s, int64_t at)
{
	if (s->size < 0 || at < 0 || at > s->size)
		return false;
	if (s->fd >= 0 && lseek(s->fd, at, SEEK_SET) < 0)
		return false;
	s->at = at;
	s->ahead = s->ahead_rest = (struct sv){NULL, 0};
	s->ended = false;
	return true;
}
