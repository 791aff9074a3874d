/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_feed.h - run a feed reader over a text and write down everything it says, a line each:
 *
 *	about FEED DATE VERSION
 *	{the record's document}
 *	epss CVE SCORE PERCENTILE
 *	skip ID: REASON
 *	error CODE: REASON
 *
 * so that a case of a table is an input and the lines that it should give.
 */
#ifndef YAGURA_CHECK_FEED_H
#define YAGURA_CHECK_FEED_H

#include "check.h"

#include "base/buf.h"
#include "understand/feeds/feed.h"

static int feed_say_about(void *ctx, const struct feed_about *a)
{
	buf_fmt(ctx, "about %.*s %.*s %.*s\n", SV_ARG(a->feed), SV_ARG(a->date),
		SV_ARG(a->version));
	return 0;
}

static int feed_say_record(void *ctx, const struct record *r)
{
	struct jw w = jw_on(ctx);
	record_write(&w, r);
	buf_char(ctx, '\n');
	return 0;
}

static int feed_say_epss(void *ctx, const struct feed_epss *e)
{
	buf_fmt(ctx, "epss %.*s %g %g\n", SV_ARG(e->cve), e->score, e->percentile);
	return 0;
}

static int feed_say_skip(void *ctx, size_t at, struct sv id, const char *why)
{
	(void)at;
	buf_fmt(ctx, "skip %.*s: %s\n", SV_ARG(id), why);
	return 0;
}

static const struct feed_sink feed_say_nothing = {
	NULL, feed_say_about, feed_say_record, feed_say_epss, feed_say_skip,
};

/* The reader's answer to text[n], which is copied to exactly sized memory. */
__attribute__((unused))
static int feed_run(const char *reader, struct arena *arena, const char *path, struct sv in,
		    struct buf *said)
{
	const struct feed_reader *r = feed_reader_find(sv_of(reader));
	struct feed_sink sink = feed_say_nothing;
	struct yg_err err = {0};
	char *text = malloc(in.n + 1);
	int code;

	if (!r || !text)
		abort();
	if (in.n)
		memcpy(text, in.p, in.n);
	text[in.n] = '\0';
	sink.ctx = said;
	code = r->read(&(struct feed_document){sv_of(path), text, in.n, arena}, &sink, &err);
	if (code)
		buf_fmt(said, "error %d: %s\n", code, err.what ? err.what : "(no reason)");
	free(text);
	return code;
}

struct feed_case {
	const char *name, *in, *want;
};

__attribute__((unused))
static void feed_check_cases(const char *reader, const char *path,
			     const struct feed_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		arena_auto a = {.cap = 1 << 22};
		buf_auto said = BUF_CAP(1 << 20);
		(void)feed_run(reader, &a, path, sv_of(cases[i].in), &said);
		CHECK_SV(buf_view(&said), cases[i].want, cases[i].name);
	}
}

/*
 * Allocation fails at each place in turn: the reader ends with YG_ENOMEM and has said nothing
 * that it does not also say when all goes well.
 */
__attribute__((unused))
static void feed_check_faults(const char *reader, const char *path, const char *in)
{
	arena_auto whole = {.cap = 1 << 22};
	buf_auto all = BUF_CAP(1 << 20);

	(void)feed_run(reader, &whole, path, sv_of(in), &all);
	for (long n = 1; n < 10000; n++) {
		arena_auto a = {.cap = 1 << 22, .fail_at = n};
		buf_auto said = BUF_CAP(1 << 20);
		int code = feed_run(reader, &a, path, sv_of(in), &said);
		size_t end = said.n;
		if (a.fail_at > 0) {	/* never reached */
			CHECK_SV(buf_view(&said), all.p, "without a fault");
			return;
		}
		CHECK_INT(code, YG_ENOMEM, reader);
		while (end > 1 && said.p[end - 2] != '\n')	/* without the error's line */
			end--;
		CHECK(end > 0 && memcmp(said.p, all.p, end - 1) == 0, "%s: fault %ld: %s",
		      reader, n, said.p);
	}
	CHECK(false, "%s: faults without end", reader);
}

/* A sink that says no at its nth call: read() passes the answer on at once. */
struct feed_refusal {
	int left;
};

static int feed_refuse(void *ctx)
{
	struct feed_refusal *r = ctx;
	return --r->left < 0 ? YG_EIO : 0;
}

static int feed_refuse_about(void *ctx, const struct feed_about *a)
{
	(void)a;
	return feed_refuse(ctx);
}

static int feed_refuse_record(void *ctx, const struct record *r)
{
	(void)r;
	return feed_refuse(ctx);
}

static int feed_refuse_epss(void *ctx, const struct feed_epss *e)
{
	(void)e;
	return feed_refuse(ctx);
}

static int feed_refuse_skip(void *ctx, size_t at, struct sv id, const char *why)
{
	(void)at, (void)id, (void)why;
	return feed_refuse(ctx);
}

__attribute__((unused))
static void feed_check_refusals(const char *reader, const char *path, const char *in)
{
	const struct feed_reader *r = feed_reader_find(sv_of(reader));
	int code = YG_EIO, calls = 0;

	for (int n = 0; code == YG_EIO && n < 100; n++) {
		arena_auto a = {.cap = 1 << 22};
		struct feed_refusal refusal = {n};
		struct feed_sink sink = {&refusal, feed_refuse_about, feed_refuse_record,
					 feed_refuse_epss, feed_refuse_skip};
		size_t len = strlen(in);
		char *text = malloc(len + 1);
		if (!text)
			abort();
		memcpy(text, in, len + 1);
		code = r->read(&(struct feed_document){sv_of(path), text, len, &a}, &sink, NULL);
		if (code == YG_EIO)
			CHECK_INT(refusal.left, -1, "no call after the refusal");
		calls = n;
		free(text);
	}
	CHECK(calls > 0 && code != YG_EIO, "%s: calls of the sink", reader);
}

#endif
