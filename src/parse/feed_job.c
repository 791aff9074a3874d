/* SPDX-License-Identifier: Apache-2.0 */
#include "parse/feed_job.h"

#include "base/archive.h"
#include "base/limits.h"
#include "base/text.h"
#include "understand/feeds/feed.h"

enum { HEAD = 4096 };

struct feed_job {
	struct parse_worker *w;
	const struct parse_job *job;
	const struct feed_reader *reader;	/* of the last document */
	struct sv path;				/* of the document being read */
	bool known;				/* at least one document was recognised */
	bool single;				/* the file itself is the document */
	uint64_t strangers;			/* documents that nobody recognised */
};

static int give_about(void *ctx, const struct feed_about *about)
{
	struct feed_job *f = ctx;
	frame_begin(&f->w->out, PARSE_ABOUT);
	parse_pack_about(frame_payload(&f->w->out), about);
	return frame_end(&f->w->out);
}

static int give_record(void *ctx, const struct record *r)
{
	struct feed_job *f = ctx;
	struct jw w;
	int code;

	frame_begin(&f->w->out, PARSE_RECORD);
	w = jw_on(frame_payload(&f->w->out));
	record_write(&w, r);
	code = frame_end(&f->w->out);
	if (code != YG_ELIMIT)
		return code;
	return parse_send_note(f->w, PARSE_SKIP, &(struct parse_note){
		.path = f->path, .name = r->id, .why = SV("the record is too large")});
}

static int give_epss(void *ctx, const struct feed_epss *e)
{
	struct feed_job *f = ctx;
	frame_begin(&f->w->out, PARSE_EPSS);
	parse_pack_epss(frame_payload(&f->w->out), e);
	return frame_end(&f->w->out);
}

static int give_skip(void *ctx, size_t at, struct sv id, const char *why)
{
	struct feed_job *f = ctx;
	return parse_send_note(f->w, PARSE_SKIP, &(struct parse_note){
		.at = at, .path = f->path, .name = id, .why = sv_of(why)});
}

static const struct feed_reader *reader_of(const struct feed_job *f, struct sv path, struct sv head)
{
	return f->job->reader.n ? feed_reader_find(f->job->reader) : feed_reader_detect(path, head);
}

/* JSON Lines are handed out by line; anything else whole, if a reader wants it. */
static int want(void *ctx, const struct archive_member *m, struct sv head)
{
	struct feed_job *f = ctx;

	if (sv_ends(m->name, SV(".jsonl")) || sv_ends(m->name, SV(".ndjson")))
		return ARCHIVE_LINES;
	if (!head.p)
		return ARCHIVE_PEEK;
	if (reader_of(f, m->name, head))
		return ARCHIVE_WHOLE;
	f->strangers++;
	return ARCHIVE_SKIP;
}

/* Tell which reader is at work when it changes. */
static int announce(struct feed_job *f, const struct feed_reader *reader)
{
	if (reader == f->reader)
		return 0;
	f->reader = reader;
	return parse_send_note(f->w, PARSE_FILE, &(struct parse_note){
		.path = f->path, .reader = sv_of(reader->name)});
}

static int document(void *ctx, const struct archive_document *d)
{
	struct feed_job *f = ctx;
	struct feed_sink sink = {.ctx = f, .about = give_about, .record = give_record,
		.epss = give_epss, .skip = give_skip};
	struct feed_document doc = {.path = d->member->path, .text = d->text, .n = d->n,
		.arena = &f->w->arena};
	const struct feed_reader *reader;
	struct yg_err err = {0};
	int r;

	f->path = d->member->path;
	f->single = d->member->depth == 0 && d->line == 0;
	reader = reader_of(f, d->member->name, (struct sv){d->text, d->n < HEAD ? d->n : HEAD});
	if (!reader) {
		f->strangers++;
		return parse_send_note(f->w, PARSE_SKIP, &(struct parse_note){
			.path = f->path, .at = d->line, .why = SV("not a format of any feed")});
	}
	f->known = true;
	r = announce(f, reader);
	if (r < 0)
		return r;
	r = reader->read(&doc, &sink, &err);
	arena_reset(&f->w->arena);
	if (r == 0 || r == YG_EIO || r == YG_ENOMEM)
		return r;
	/* One bad document among many is a skipped record; a bad catalogue is a problem. */
	return parse_send_note(f->w, f->single ? PARSE_PROBLEM : PARSE_SKIP, &(struct parse_note){
		.code = r, .at = d->line ? d->line : err.at, .path = f->path,
		.why = sv_of(err.what)});
}

static int problem(void *ctx, const struct archive_member *m, int code, const char *why)
{
	struct feed_job *f = ctx;
	return parse_send_note(f->w, PARSE_PROBLEM, &(struct parse_note){
		.code = code, .path = m->path, .why = sv_of(why)});
}

int parse_feed_job(struct parse_worker *w, const struct parse_job *job, int fd,
		   struct yg_err *err)
{
	struct feed_job f = {.w = w, .job = job};
	struct archive_visitor v = {.ctx = &f, .env = w->env, .want = want, .document = document,
		.problem = problem,
		.max_document = LIMIT_FEED_FILE < GIB(1) ? LIMIT_FEED_FILE : GIB(1),
		.max_total = LIMIT_FEED_FILE};
	int r;

	if (job->reader.n && !feed_reader_find(job->reader))
		return yg_fail(err, YG_EINVAL, 0, "no feed format of that name");
	r = archive_walk(fd, job->path, &v, err);
	return r == 0 && !f.known ? PARSE_NOT_RECOGNISED : r;
}
