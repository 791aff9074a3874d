/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walk_archive.h - what the tests of archives share: a visitor that notes what it is given, and
 * walks that compare its notes with what is expected.
 */
#ifndef YAGURA_WALK_ARCHIVE_H
#define YAGURA_WALK_ARCHIVE_H

#include "check.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/archive.h"
#include "base/text.h"
#include "make_archive.h"

/* What a walk did, one line an event. */
struct seen {
	struct buf log;
	size_t documents, bytes, problems;
	bool count_only, stop;
	int want;
	char *copy;		/* exactly sized, so that AddressSanitizer sees overruns */
};

static int want(void *ctx, const struct archive_member *m, struct sv head)
{
	struct seen *s = ctx;

	if (head.p)
		return sv_starts(head, SV("{")) ? ARCHIVE_WHOLE : ARCHIVE_SKIP;
	if (sv_ends(m->name, SV(".skip")))
		return ARCHIVE_SKIP;
	if (sv_ends(m->name, SV(".jsonl")))
		return ARCHIVE_LINES;
	if (sv_ends(m->name, SV(".peek")))
		return ARCHIVE_PEEK;
	if (sv_ends(m->name, SV(".nest")))
		return ARCHIVE_DESCEND;
	return s->want ? s->want : ARCHIVE_WHOLE;
}

static int document(void *ctx, const struct archive_document *d)
{
	struct seen *s = ctx;

	s->documents++;
	s->bytes += d->n;
	CHECK(d->text[d->n] == '\0', "a NUL follows");
	if (s->count_only)
		return 0;
	buf_fmt(&s->log, "D %.*s (%.*s)", SV_ARG(d->member->path), SV_ARG(d->member->name));
	if (d->line)
		buf_fmt(&s->log, " %llu", (unsigned long long)d->line);
	buf_fmt(&s->log, " %.*s\n", (int)(d->n < 60 ? d->n : 60), d->text);
	d->text[0] = 'x';	/* it is ours to change */
	return s->stop ? -77 : 0;
}

static int other(void *ctx, const struct archive_member *m)
{
	struct seen *s = ctx;

	buf_fmt(&s->log, "O %.*s %d %.*s\n", SV_ARG(m->path), (int)m->kind, SV_ARG(m->link));
	return 0;
}

static int problem(void *ctx, const struct archive_member *m, int code, const char *why)
{
	struct seen *s = ctx;

	s->problems++;
	buf_fmt(&s->log, "P %.*s %d %s\n", SV_ARG(m->path), code, why);
	return 0;
}

static struct archive_visitor visitor(struct seen *s, const struct archive_env *env)
{
	buf_drop(&s->log);
	*s = (struct seen){.log = BUF_CAP(1 << 20), .want = s->want,
			   .count_only = s->count_only, .stop = s->stop};
	return (struct archive_visitor){.ctx = s, .env = env, .want = want,
		.document = document, .other = other, .problem = problem,
		.max_document = 1 << 20};
}

/* Walk bytes both from exactly sized memory and from a descriptor; both must agree. */
static int walk_with(struct archive_visitor *v, struct sv bytes, const char *name,
		     struct yg_err *err)
{
	struct seen *s = v->ctx;
	char *copy = malloc(bytes.n ? bytes.n : 1);
	struct buf first;
	int fd = memfd_create("test", MFD_CLOEXEC), r, r2;
	FILE *f = fdopen(fd, "w");

	memcpy(copy, bytes.p, bytes.n);
	r = archive_walk_memory((struct sv){copy, bytes.n}, sv_of(name), v, err);
	free(copy);
	first = s->log;
	s->log = BUF_CAP(1 << 20);
	fwrite(bytes.p, 1, bytes.n, f);
	fflush(f);
	r2 = archive_walk(fd, sv_of(name), v, err);
	fclose(f);
	CHECK_INT(r2, r, name);
	CHECK(sv_eq(buf_view(&first), buf_view(&s->log)), "%s: memory says\n%sfile says\n%s",
	      name, first.p, s->log.p);
	buf_drop(&first);
	return r;
}

static void expect(struct sv bytes, const char *name, const struct archive_env *env, int code,
		   const char *log)
{
	struct seen s = {0};
	struct archive_visitor v = visitor(&s, env);
	struct yg_err err = {0};
	int r = walk_with(&v, bytes, name, &err);

	CHECK(r == code, "%s: got %d (%s), want %d", name, r, err.what ? err.what : "-", code);
	CHECK(sv_is(buf_view(&s.log), "") ? !*log : strcmp(s.log.p, log) == 0,
	      "%s: got\n%swant\n%s", name, s.log.p ? s.log.p : "", log);
	buf_drop(&s.log);
}

static const struct { int filter; const char *name; } filters[] = {
	{ARCHIVE_FILTER_GZIP, "a.json.gz"}, {ARCHIVE_FILTER_XZ, "a.json.xz"},
	{ARCHIVE_FILTER_ZSTD, "a.json.zst"}, {ARCHIVE_FILTER_BZIP2, "a.json.bz2"},
};

static const int formats[] = {
	ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FORMAT_TAR_GNUTAR,
	ARCHIVE_FORMAT_ZIP,
};

#endif
