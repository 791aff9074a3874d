/* SPDX-License-Identifier: Apache-2.0 */
#include "knowledge/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "understand/knowledge/documents.h"

enum { SPOOL_FLUSH = 1 << 20 };

int reading_begin(struct reading *r, struct arena *a, const struct build_options *o)
{
	char path[4096];

	*r = (struct reading){.a = a, .options = o, .parser = PARSE_CLIENT(PARSE_EXECED),
		.packed = BUF_CAP(LIMIT_FRAME * 2), .spooled = BUF_CAP(LIMIT_FRAME * 3),
		.record = {.cap = GIB(1)}, .fd = -1};
	if ((size_t)snprintf(path, sizeof path, "%s/.spool.tmp", o->dir) >= sizeof path)
		return YG_EINVAL;
	r->spool = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (r->spool < 0 || unlink(path) < 0)
		return YG_EIO;
	return 0;
}

void reading_drop(struct reading *r)
{
	parse_client_stop(&r->parser);
	collect_drop(&r->collect);
	buf_drop(&r->packed);
	buf_drop(&r->spooled);
	arena_drop(&r->record);
	document_packer_drop(&r->packer);
	if (r->spool > 0)
		(void)close(r->spool);
}

static int flush_spool(struct reading *r)
{
	size_t at = 0;
	while (at < r->spooled.n) {
		ssize_t n = write(r->spool, r->spooled.p + at, r->spooled.n - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return YG_EIO;
		at += (size_t)n;
	}
	buf_clear(&r->spooled);
	return 0;
}

static struct sv keep(struct reading *r, struct sv s)
{
	return s.n ? arena_copy(r->a, s) : (struct sv){"", 0};
}

/* ---- feeds ---- */

static struct manifest_feed *feed_named(struct reading *r, struct sv name)
{
	struct manifest_feed *f;

	for (size_t i = 0; i < r->manifest.feed_count; i++)
		if (sv_eq(r->manifest.feeds[i].name, name))
			return &r->manifest.feeds[i];
	f = arena_push(r->a, r->manifest.feeds, r->manifest.feed_count);
	if (f)
		f->name = keep(r, name);
	return f && f->name.p ? f : NULL;
}

/* The newest of the times that a feed's parts have; what the fetcher knows beats all. */
static void note_time(struct reading *r, struct manifest_feed *f, struct sv time, const char *from)
{
	static const char *const rank[] = {"file", "content", "fetch"};
	int old = -1, new = -1;

	for (int i = 0; i < 3; i++) {
		if (sv_eq(f->time_from, sv_of(rank[i])))
			old = i;
		if (strcmp(from, rank[i]) == 0)
			new = i;
	}
	if (time.n == 0 || new < old || (new == old && sv_cmp(time, f->time) <= 0))
		return;
	f->time = keep(r, time);
	f->time_from = sv_of(from);
}

/* The feed of that name; the input is counted the first time it gives something to it. */
static struct manifest_feed *feed_of_input(struct reading *r, struct sv name)
{
	struct manifest_feed *f = feed_named(r, name);

	if (!f || f->last == r->input)
		return f;
	f->last = r->input;
	f->files++;
	f->bytes += r->input->bytes;
	if (f->source.n == 0)
		f->source = r->input->url.n ? r->input->url : r->input->path;
	if (f->version.n == 0)
		f->version = r->about.version;
	note_time(r, f, r->about.date, "content");
	note_time(r, f, r->input->time, r->input->fetched ? "fetch" : "file");
	return f;
}

/* "osv-PyPI", "osv-AlmaLinux"; others are named like their reader. */
static struct sv feed_name(const struct record *rec, char *to, size_t room)
{
	struct sv base, release;
	int n;

	if (!sv_is(rec->source, "osv"))
		return rec->source;
	if (rec->affected_count == 0)
		return SV("osv");
	(void)sv_cut(rec->affected[0].ecosystem, ':', &base, &release);
	n = snprintf(to, room, "osv-%.*s", SV_ARG(sv_first(base, 64)));
	return (struct sv){to, n > 0 && (size_t)n < room ? (size_t)n : 0};
}

/* ---- what the parser sends ---- */

static int note_problem(struct reading *r, const struct parse_note *n)
{
	struct manifest_problem *p;

	if (r->manifest.problem_count >= LIMIT_SKIPPED_NAMED)
		return 0;
	p = arena_push(r->a, r->manifest.problems, r->manifest.problem_count);
	if (!p)
		return YG_ENOMEM;
	*p = (struct manifest_problem){.path = keep(r, n->path), .id = keep(r, n->name),
		.why = keep(r, n->why), .at = n->at};
	return 0;
}

static struct sv reader_feed(struct reading *r)
{
	return r->input->reader.n ? r->input->reader : SV("unknown");
}

static int take_file(void *ctx, const struct parse_note *n)
{
	struct reading *r = ctx;
	if (r->input->reader.n == 0)
		r->input->reader = keep(r, n->reader);
	return 0;
}

static int take_skip(void *ctx, const struct parse_note *n)
{
	struct reading *r = ctx;
	struct manifest_feed *f = feed_of_input(r, reader_feed(r));

	if (!f)
		return YG_ENOMEM;
	f->skipped++;
	return note_problem(r, n);
}

static int take_problem(void *ctx, const struct parse_note *n)
{
	struct reading *r = ctx;
	struct manifest_feed *f = feed_of_input(r, reader_feed(r));

	if (!f)
		return YG_ENOMEM;
	f->partial = true;
	r->partial = true;
	return note_problem(r, n);
}

static int take_about(void *ctx, const struct feed_about *about)
{
	struct reading *r = ctx;

	r->about = (struct feed_about){.feed = keep(r, about->feed), .date = keep(r, about->date),
		.version = keep(r, about->version)};
	return collect_about(&r->collect, about);
}

/* When a document was current that does not say so itself: by the feed, else by the fetcher. */
static struct sv feed_time(const struct reading *r)
{
	return r->about.date.n ? r->about.date : r->input->fetched ? r->input->time
								   : (struct sv){0};
}

/* Pack the document before reading it, because reading rewrites it. */
static int spool(struct reading *r, struct sv text)
{
	int code = documents_pack(&r->packer, text, &r->packed);

	if (code == 0) {
		buf_sv(&r->spooled, buf_view(&r->packed));
		code = r->spooled.err;
	}
	if (code == 0 && r->spooled.n >= SPOOL_FLUSH)
		code = flush_spool(r);
	return code;
}

static int take_record(void *ctx, char *text, size_t n)
{
	struct reading *r = ctx;
	struct sv view = {text, n};
	uint64_t content = sv_hash(view);
	struct manifest_feed *f;
	struct record rec;
	struct yg_err err = {0};
	struct collect_doc *d;
	char name[80];
	uint32_t number;
	int code = spool(r, view);

	if (code < 0)
		return code;
	arena_reset(&r->record);
	code = record_read(&r->record, text, n, &rec, &err);
	if (code == YG_ENOMEM)
		return code;
	if (code < 0) {		/* the bytes stay in the spool, where nobody will look for them */
		r->spool_bytes += r->packed.n;
		return take_skip(r, &(struct parse_note){.path = r->input->path, .at = err.at,
			.why = sv_of(err.what)});
	}
	f = feed_of_input(r, feed_name(&rec, name, sizeof name));
	if (!f)
		return YG_ENOMEM;
	f->records++;
	if (!sv_is(f->time_from, "fetch"))
		note_time(r, f, rec.modified, "content");
	code = collect_record(&r->collect, &rec, content, feed_time(r), &number);
	if (code < 0)
		return code;
	d = &r->collect.docs.p[number];
	d->spool_at = r->spool_bytes;
	d->spool_bytes = (uint32_t)r->packed.n;
	d->full_bytes = (uint32_t)n;
	r->spool_bytes += r->packed.n;
	return 0;
}

static int take_epss(void *ctx, const struct feed_epss *e)
{
	struct reading *r = ctx;
	struct manifest_feed *f = feed_of_input(r, SV("epss"));

	if (!f)
		return YG_ENOMEM;
	f->records++;
	return collect_epss(&r->collect, e, feed_time(r));
}

static int take_progress(void *ctx)
{
	struct reading *r = ctx;
	off_t at = lseek(r->fd, 0, SEEK_CUR);	/* shared with the parser */
	if (r->options->progress && at >= 0)
		r->options->progress(r->options->ctx, r->done + (uint64_t)at, r->total);
	return 0;
}

/* ---- one input ---- */

/* A file of which nothing came out is named, but no feed is blamed for it. */
static int note_failure(struct reading *r, const struct parse_note *done)
{
	struct parse_note n = *done;

	n.path = r->input->path;
	if (done->code == PARSE_NOT_RECOGNISED) {
		n.why = SV("not a format of any feed");
		return note_problem(r, &n);
	}
	if (n.why.n == 0)
		n.why = SV("the file could not be read");
	return take_problem(r, &n);
}

int reading_input(struct reading *r, struct input *in)
{
	struct parse_sink sink = {.ctx = r, .file = take_file, .skip = take_skip,
		.problem = take_problem, .about = take_about, .record = take_record,
		.epss = take_epss, .progress = take_progress};
	struct parse_job job = {.kind = PARSE_FEED, .path = in->path};
	struct parse_note done;
	int code;

	r->input = in;
	r->about = (struct feed_about){0};
	r->fd = open(in->path.p, O_RDONLY | O_CLOEXEC);
	if (r->fd < 0)
		return YG_EIO;
	code = parse_client_run(&r->parser, &job, r->fd, &sink, &done);
	if (code == 0 && done.code != 0)
		code = note_failure(r, &done);
	(void)close(r->fd);
	r->fd = -1;
	r->done += in->bytes;
	return code;
}

static int by_name(const void *x, const void *y)
{
	const struct manifest_feed *a = x, *b = y;
	return sv_cmp(a->name, b->name);
}

int reading_end(struct reading *r)
{
	parse_client_stop(&r->parser);
	if (r->manifest.feed_count)
		qsort(r->manifest.feeds, r->manifest.feed_count, sizeof *r->manifest.feeds,
		      by_name);
	return flush_spool(r);
}
