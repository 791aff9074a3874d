/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed_tally.h - read a pack of feed documents and count what comes out; each record is also
 * written, read back and written again, which must give the same bytes.
 */
#ifndef YAGURA_FEED_TALLY_H
#define YAGURA_FEED_TALLY_H

#include <fcntl.h>
#include <unistd.h>

#include "base/archive.h"
#include "base/limits.h"
#include "base/text.h"
#include "check.h"
#include "understand/feeds/feed.h"

struct feed_tally {
	const char *reader;	/* all documents must be detected as its; NULL: none is */
	const char *first_error;
	struct arena arena, back;
	struct buf document, again;
	size_t documents, strangers, errors, records, skipped, rejected, withdrawn, links, products,
	       spans, exact, unknown, cvss, ssvc, kev, references, epss, abouts, round_trips;
	char why[128], date[40], version[40];
};

static void feed_tally_text(char *to, size_t room, struct sv s)
{
	snprintf(to, room, "%.*s", (int)(s.n < room ? s.n : room - 1), s.p ? s.p : "");
}

static int feed_tally_about(void *ctx, const struct feed_about *a)
{
	struct feed_tally *t = ctx;
	t->abouts++;
	feed_tally_text(t->date, sizeof t->date, a->date);
	feed_tally_text(t->version, sizeof t->version, a->version);
	return 0;
}

static bool feed_tally_round_trip(struct feed_tally *t, const struct record *r)
{
	struct jw w = jw_on(&t->document), v = jw_on(&t->again);
	struct record back;

	buf_clear(&t->document);
	buf_clear(&t->again);
	record_write(&w, r);
	if (t->document.err)
		return false;
	buf_sv(&t->again, buf_view(&t->document));
	arena_reset(&t->back);
	if (record_read(&t->back, t->again.p, t->again.n, &back, NULL) != 0)
		return false;
	buf_auto second = BUF_CAP(MIB(64));
	v.b = &second;
	record_write(&v, &back);
	return sv_eq(buf_view(&second), buf_view(&t->document));
}

static int feed_tally_record(void *ctx, const struct record *r)
{
	struct feed_tally *t = ctx;

	t->records++;
	t->rejected += r->rejected;
	t->withdrawn += r->withdrawn.n > 0;
	t->links += r->link_count;
	t->products += r->affected_count;
	t->cvss += r->cvss_count;
	t->ssvc += r->ssvc.exploitation.n > 0;
	t->kev += r->kev.listed;
	t->references += r->reference_count;
	for (size_t i = 0; i < r->affected_count; i++) {
		const struct record_affected *a = &r->affected[i];
		t->spans += a->span_count;
		for (size_t k = 0; k < a->span_count; k++) {
			const struct record_span *s = &a->spans[k];
			t->exact += s->lo.n > 0 && s->hi_included && sv_eq(s->lo, s->hi);
			t->unknown += s->status == RECORD_UNKNOWN;
		}
	}
	t->round_trips += feed_tally_round_trip(t, r);
	return 0;
}

static int feed_tally_epss(void *ctx, const struct feed_epss *e)
{
	struct feed_tally *t = ctx;
	(void)e;
	t->epss++;
	return 0;
}

static int feed_tally_skip(void *ctx, size_t at, struct sv id, const char *why)
{
	struct feed_tally *t = ctx;
	(void)at, (void)id;
	t->skipped++;
	if (!t->why[0])
		feed_tally_text(t->why, sizeof t->why, sv_of(why));
	return 0;
}

static int feed_tally_want(void *ctx, const struct archive_member *m, struct sv head)
{
	(void)ctx, (void)head;
	return sv_ends(m->name, SV(".jsonl")) ? ARCHIVE_LINES : ARCHIVE_WHOLE;
}

static int feed_tally_document(void *ctx, const struct archive_document *d)
{
	struct feed_tally *t = ctx;
	struct feed_sink sink = {t, feed_tally_about, feed_tally_record, feed_tally_epss,
				 feed_tally_skip};
	struct sv head = {d->text, d->n < 4096 ? d->n : 4096};
	const struct feed_reader *r = feed_reader_detect(d->member->path, head);
	struct feed_document doc = {d->member->path, d->text, d->n, &t->arena};
	struct yg_err err = {0};

	t->documents++;
	if (!r || !t->reader || strcmp(r->name, t->reader) != 0) {
		t->strangers++;
		return 0;
	}
	if (r->read(&doc, &sink, &err) != 0) {
		t->errors++;
		if (!t->first_error)
			t->first_error = err.what ? err.what : "(no reason)";
	}
	arena_reset(&t->arena);
	return 0;
}

/* False when the file is absent. */
__attribute__((unused))
static bool feed_tally_file(struct feed_tally *t, const char *reader, const char *sub)
{
	const char *path = check_shared(sub);
	struct archive_visitor v = {.ctx = t, .want = feed_tally_want,
				    .document = feed_tally_document,
				    .max_document = LIMIT_INPUT_FILE};
	struct yg_err err = {0};
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1, code;

	*t = (struct feed_tally){.reader = reader, .arena = {.cap = GIB(1)},
				 .back = {.cap = GIB(1)}, .document = BUF_CAP(MIB(64)),
				 .again = BUF_CAP(MIB(64))};
	if (fd < 0)
		return false;
	code = archive_walk(fd, sv_of(path), &v, &err);
	CHECK(code == 0, "%s: %d %s", sub, code, err.what ? err.what : "");
	close(fd);
	arena_drop(&t->arena);
	arena_drop(&t->back);
	buf_drop(&t->document);
	buf_drop(&t->again);
	return true;
}

#endif
