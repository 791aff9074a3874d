/* SPDX-License-Identifier: Apache-2.0 */
/*
 * role_hosts.h - what a test of whole hosts needs: an index made in this process from the
 * shared corpus, and two sets of lines to compare.
 */
#ifndef YAGURA_ROLE_HOSTS_H
#define YAGURA_ROLE_HOSTS_H

#include <fcntl.h>

#include "base/archive.h"
#include "base/json.h"
#include "check_zst.h"
#include "make_index.h"
#include "understand/feeds/feed.h"

/* ---- feeds ---- */

struct role_feed {
	struct made *m;
	const struct feed_reader *reader;
	struct arena arena;
	size_t records;
};

static int role_take_record(void *ctx, const struct record *r)
{
	struct role_feed *f = ctx;
	uint32_t number;

	f->records++;
	return collect_record(&f->m->c, r, f->records, SV(""), &number);
}

static int role_take_skip(void *ctx, size_t at, struct sv id, const char *why)
{
	(void)ctx, (void)at, (void)id, (void)why;
	return 0;
}

static int role_want(void *ctx, const struct archive_member *m, struct sv head)
{
	(void)ctx, (void)m, (void)head;
	return ARCHIVE_WHOLE;
}

static int role_document(void *ctx, const struct archive_document *d)
{
	struct role_feed *f = ctx;
	struct feed_document doc = {.path = d->member->path, .text = d->text, .n = d->n,
		.arena = &f->arena};
	struct feed_sink sink = {.ctx = f, .record = role_take_record, .skip = role_take_skip};
	int r = f->reader->read(&doc, &sink, NULL);

	arena_reset(&f->arena);
	return r;
}

/* Add a feed of the shared corpus to the collection; false where it is absent. */
__attribute__((unused))
static bool role_add_feed(struct made *m, const char *reader, const char *sub)
{
	const char *path = check_shared(sub);
	struct role_feed f = {.m = m, .reader = feed_reader_find(sv_of(reader)),
		.arena = {.cap = GIB(1)}};
	struct archive_visitor v = {.ctx = &f, .want = role_want, .document = role_document};
	int fd = path ? open(path, O_RDONLY) : -1;

	if (fd < 0)
		return false;
	CHECK_INT(archive_walk(fd, sv_of(sub), &v, NULL), 0, sub);
	CHECK(f.records > 100, "%s: %zu records", sub, f.records);
	(void)close(fd);
	arena_drop(&f.arena);
	return true;
}

/* ---- lines ---- */

struct role_lines {
	struct arena a;
	struct { VEC(struct sv); } list;
};

__attribute__((unused))
static void role_add(struct role_lines *l, struct sv text)
{
	struct sv *slot = vec_add(&l->list);
	if (!slot || !(*slot = arena_copy(&l->a, text)).p)
		abort();
}

static int role_by_text(const void *x, const void *y)
{
	return sv_cmp(*(const struct sv *)x, *(const struct sv *)y);
}

__attribute__((unused))
static void role_sort(struct role_lines *l)
{
	size_t kept = 0;

	if (l->list.n)
		qsort(l->list.p, l->list.n, sizeof *l->list.p, role_by_text);
	for (size_t i = 0; i < l->list.n; i++)
		if (kept == 0 || !sv_eq(l->list.p[i], l->list.p[kept - 1]))
			l->list.p[kept++] = l->list.p[i];
	l->list.n = kept;
}

/* Does a line begin with prefix? (sorted) */
__attribute__((unused))
static bool role_has(const struct role_lines *l, struct sv prefix)
{
	size_t low = 0, high = l->list.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (sv_cmp(l->list.p[mid], prefix) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < l->list.n && sv_starts(l->list.p[low], prefix);
}

__attribute__((unused))
static void role_drop(struct role_lines *l)
{
	arena_drop(&l->a);
	vec_drop(&l->list);
}

/* Both sorted: what one has and the other has not is named. */
__attribute__((unused))
static void role_compare(const struct role_lines *got, const struct role_lines *want,
			 const char *what)
{
	size_t i = 0, k = 0, same = 0, missing = 0, extra = 0;

	while (i < got->list.n || k < want->list.n) {
		int r = i >= got->list.n ? 1 : k >= want->list.n ? -1
			: sv_cmp(got->list.p[i], want->list.p[k]);
		if (r == 0) {
			same++;
		} else if (r < 0) {
			if (extra++ < 20)
				fprintf(stderr, "%s: not expected: %.*s\n", what, SV_ARG(got->list.p[i]));
		} else if (missing++ < 20) {
			fprintf(stderr, "%s: not found: %.*s\n", what, SV_ARG(want->list.p[k]));
		}
		i += r <= 0;
		k += r >= 0;
	}
	CHECK_INT(missing, 0, what);
	CHECK_INT(extra, 0, what);
	CHECK(same == want->list.n && same > 1000, "%s: %zu rows agree", what, same);
}

#endif
