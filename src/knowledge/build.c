/* SPDX-License-Identifier: Apache-2.0 */
#include "knowledge/build.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "base/text.h"
#include "knowledge/generation.h"
#include "knowledge/reading.h"
#include "understand/knowledge/match_build.h"
#include "understand/knowledge/signals_build.h"

static const char *const data_files[] = {"kb.sqlite", "match.idx", "signals.idx"};
enum { KB, MATCH, SIGNALS, DATA_FILES };

/* A feed that lost half of its records, or a tenth of a percentile table, is not believed. */
enum { SHRINK_PERCENT = 50, EPSS_SHRINK_PERCENT = 98, SHRINK_LEAST = 100 };

struct build {
	struct arena *a;
	const struct build_options *o;
	struct generation g;
	struct manifest before;		/* the current generation; generation.n == 0: none */
	struct input *inputs;
	size_t input_count;
	struct reading reading;
	struct build_report *report;
};

/* ---- what has changed since the current generation ---- */

static void read_before(struct build *b)
{
	char folder[GENERATION_PATH_MAX];
	struct manifest m, inputs;
	int n = snprintf(folder, sizeof folder, "%s/current", b->o->dir);

	if (n < 0 || (size_t)n >= sizeof folder || manifest_read(b->a, folder, &m, NULL) < 0 ||
	    manifest_read_inputs(b->a, folder, &inputs, NULL) < 0 ||
	    !sv_eq(m.yagura, sv_of(YAGURA_VERSION)))
		return;
	m.inputs = inputs.inputs;
	m.input_count = inputs.input_count;
	b->before = m;
}

static const struct input *with_content(const struct input *list, size_t n, struct sv sha256)
{
	for (size_t i = 0; i < n; i++)
		if (sv_eq(list[i].sha256, sha256))
			return &list[i];
	return NULL;
}

/*
 * Reading the inputs that are new is enough when they, and those that went, are all EPSS
 * files.  Others keep the reader that they had.
 */
static enum build_how plan(struct build *b, size_t *ret_new)
{
	bool only_epss = true;

	*ret_new = 0;
	if (b->before.generation.n == 0 || b->o->force)
		return BUILD_FULL;
	for (size_t i = 0; i < b->before.input_count; i++) {
		const struct input *old = &b->before.inputs[i];
		if (!with_content(b->inputs, b->input_count, old->sha256))
			only_epss &= sv_is(old->reader, "epss");
	}
	for (size_t i = 0; i < b->input_count; i++) {
		const struct input *old = with_content(b->before.inputs, b->before.input_count,
						       b->inputs[i].sha256);
		if (old)
			b->inputs[i].reader = old->reader;
		else
			++*ret_new;
	}
	if (!only_epss)
		return BUILD_FULL;
	return *ret_new == 0 && b->input_count == b->before.input_count ? BUILD_UNCHANGED
									: BUILD_SIGNALS_ONLY;
}

/* ---- reading ---- */

static int read_inputs(struct build *b,
		       bool (*chosen)(const struct build *b, const struct input *in))
{
	b->reading.total = 0;
	for (size_t i = 0; i < b->input_count; i++)
		b->reading.total += b->inputs[i].bytes;
	for (size_t i = 0; i < b->input_count; i++) {
		int r = chosen(b, &b->inputs[i]) ? reading_input(&b->reading, &b->inputs[i]) : 0;
		if (r < 0) {
			b->report->path = b->inputs[i].path;
			return r;
		}
	}
	return 0;
}

static bool is_any(const struct build *b, const struct input *in)
{
	(void)b, (void)in;
	return true;
}

static bool is_unread(const struct build *b, const struct input *in)
{
	(void)b;
	return in->reader.n == 0;
}

static bool is_not_new(const struct build *b, const struct input *in)
{
	return with_content(b->before.inputs, b->before.input_count, in->sha256) != NULL;
}

static bool is_known_epss(const struct build *b, const struct input *in)
{
	return is_not_new(b, in) && sv_is(in->reader, "epss");
}

/* All new inputs turned out to be EPSS files? */
static bool new_are_epss(const struct build *b)
{
	for (size_t i = 0; i < b->input_count; i++)
		if (!is_not_new(b, &b->inputs[i]) && !sv_is(b->inputs[i].reader, "epss"))
			return false;
	return true;
}

/* Feeds other than EPSS, as the current generation has them, with today's times. */
static int take_over_feeds(struct build *b)
{
	struct manifest *m = &b->reading.manifest;

	for (size_t i = 0; i < b->before.feed_count; i++) {
		const struct manifest_feed *old = &b->before.feeds[i];
		struct manifest_feed *f;
		if (sv_is(old->name, "epss") && b->report->how != BUILD_UNCHANGED)
			continue;
		f = arena_push(b->a, m->feeds, m->feed_count);
		if (!f)
			return YG_ENOMEM;
		*f = *old;
		for (size_t k = 0; k < b->input_count; k++)
			if (b->inputs[k].fetched && sv_eq(b->inputs[k].url, f->source) &&
			    sv_cmp(b->inputs[k].time, f->time) > 0)
				f->time = b->inputs[k].time;
		b->reading.partial |= f->partial;
	}
	for (size_t i = 0; i < b->before.problem_count; i++) {
		struct manifest_problem *p = arena_push(b->a, m->problems, m->problem_count);
		if (!p)
			return YG_ENOMEM;
		*p = b->before.problems[i];
	}
	m->documents = b->before.documents;
	m->rules = b->before.rules;
	return 0;
}

static int read_all(struct build *b)
{
	size_t new_count;
	int r = 0;

	b->report->how = plan(b, &new_count);
	if (b->report->how == BUILD_SIGNALS_ONLY) {
		r = read_inputs(b, is_unread);
		if (r == 0 && !new_are_epss(b)) {	/* not what it looked like: the rest too */
			b->report->how = BUILD_FULL;
			return read_inputs(b, is_not_new);
		}
		if (r == 0)
			r = read_inputs(b, is_known_epss);
	} else if (b->report->how == BUILD_FULL) {
		for (size_t i = 0; i < b->input_count; i++)
			b->inputs[i].reader = (struct sv){"", 0};
		return read_inputs(b, is_any);
	}
	return r == 0 ? take_over_feeds(b) : r;
}

/* ---- is it believable? ---- */

static int check_feed(struct build *b, const struct manifest_feed *old,
		      const struct manifest_feed *now)
{
	uint64_t records = now ? now->records : 0;
	uint64_t least = sv_is(old->name, "epss") ? EPSS_SHRINK_PERCENT : SHRINK_PERCENT;
	bool smaller = old->records >= SHRINK_LEAST && records * 100 < old->records * least;
	bool older = now && sv_eq(now->time_from, old->time_from) &&
		     !sv_is(now->time_from, "file") &&
		     sv_cmp(now->time, old->time) < 0;

	if (!smaller && !older)
		return 0;
	b->report->refused = (struct build_refusal){.feed = old->name, .older = !smaller,
		.before = old->records, .now = records, .time_before = old->time,
		.time_now = now ? now->time : (struct sv){0}};
	return YG_ESTALE;
}

/* A feed that is no longer given at all is the user's will, not an accident. */
static int check_against_before(struct build *b)
{
	const struct manifest *m = &b->reading.manifest;

	if (b->o->force)
		return 0;
	for (size_t i = 0; i < b->before.feed_count; i++)
		for (size_t k = 0; k < m->feed_count; k++)
			if (sv_eq(m->feeds[k].name, b->before.feeds[i].name)) {
				int r = check_feed(b, &b->before.feeds[i], &m->feeds[k]);
				if (r < 0)
					return r;
			}
	return 0;
}

/* ---- writing ---- */

static int path_of(const struct build *b, const char *name, char *to)
{
	int n = snprintf(to, GENERATION_PATH_MAX, "%s/%s", b->g.folder, name);
	return n > 0 && n < GENERATION_PATH_MAX ? 0 : YG_EINVAL;
}

static int write_full(struct build *b)
{
	struct collect *c = &b->reading.collect;
	char path[GENERATION_PATH_MAX];
	int r = collect_finish(c);

	if (r == 0 && (r = path_of(b, data_files[MATCH], path)) == 0)
		r = match_build_write(c, path);
	if (r == 0 && (r = path_of(b, data_files[SIGNALS], path)) == 0)
		r = signals_build_write(c, NULL, path);
	if (r == 0 && (r = path_of(b, data_files[KB], path)) == 0)
		r = documents_write(c, b->reading.spool, path);
	b->reading.manifest.documents = c->docs.n;
	b->reading.manifest.rules = c->spans.n;
	return r;
}

static int write_signals(struct build *b)
{
	char path[GENERATION_PATH_MAX];
	struct signals base;
	int r = generation_path(b->o->dir, data_files[SIGNALS], path, sizeof path);

	if (r == 0)
		r = signals_open(path, &base);
	if (r < 0)
		return r;
	r = path_of(b, data_files[SIGNALS], path);
	if (r == 0)
		r = signals_build_write(&b->reading.collect, &base, path);
	signals_close(&base);
	if (r == 0)
		r = generation_link(&b->g, data_files[KB]);
	return r == 0 ? generation_link(&b->g, data_files[MATCH]) : r;
}

static int write_data(struct build *b)
{
	int r = 0;

	switch (b->report->how) {
	case BUILD_FULL:
		return write_full(b);
	case BUILD_SIGNALS_ONLY:
		return write_signals(b);
	case BUILD_UNCHANGED:
		for (int i = 0; r == 0 && i < DATA_FILES; i++)
			r = generation_link(&b->g, data_files[i]);
	}
	return r;
}

static int describe_file(struct build *b, const char *name)
{
	unsigned char digest[SHA256_BYTES];
	char text[SHA256_HEX], path[GENERATION_PATH_MAX];
	struct manifest *m = &b->reading.manifest;
	struct manifest_file *f = arena_push(b->a, m->files, m->file_count);
	struct stat st;
	int r = path_of(b, name, path), fd;

	if (r < 0 || !f)
		return r < 0 ? r : YG_ENOMEM;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return YG_EIO;
	r = fstat(fd, &st) < 0 ? YG_EIO : sha256_file(fd, digest);
	(void)close(fd);
	if (r < 0)
		return r;
	*f = (struct manifest_file){.name = sv_of(name), .bytes = (uint64_t)st.st_size,
		.sha256 = arena_copy(b->a, sha256_hex(digest, text))};
	/* The same bytes as before: one file on the disk. */
	for (size_t i = 0; i < b->before.file_count; i++)
		if (sv_eq(b->before.files[i].name, f->name) &&
		    sv_eq(b->before.files[i].sha256, f->sha256) && unlink(path) == 0)
			return generation_link(&b->g, name);
	return f->sha256.p ? 0 : YG_ENOMEM;
}

/* The name of a generation: a hash of all that its manifest says. */
static int name_generation(struct build *b, const struct buf *inputs)
{
	unsigned char digest[SHA256_BYTES];
	char text[SHA256_HEX];
	struct buf m = BUF_CAP(MIB(64));
	struct sha256 s;

	manifest_write(&m, &b->reading.manifest);
	sha256_begin(&s);
	sha256_add(&s, m.p, m.n);
	sha256_add(&s, inputs->p, inputs->n);
	sha256_end(&s, digest);
	buf_drop(&m);
	b->reading.manifest.generation =
		arena_copy(b->a, sv_first(sha256_hex(digest, text), 16));
	return b->reading.manifest.generation.p ? 0 : YG_ENOMEM;
}

static int write_text(struct build *b, const char *name, struct sv text)
{
	char path[GENERATION_PATH_MAX];
	struct file_writer w;
	int r = path_of(b, name, path);

	if (r == 0)
		r = file_begin(sv_of(path), &w);
	if (r < 0)
		return r;
	if (write(w.fd, text.p, text.n) != (ssize_t)text.n) {
		file_abandon(&w);
		return YG_EIO;
	}
	return file_commit(&w);
}

static int write_manifests(struct build *b)
{
	struct manifest inputs = {.inputs = b->inputs, .input_count = b->input_count,
		.yagura = sv_of(YAGURA_VERSION)};
	struct buf text = BUF_CAP(MIB(256));
	struct buf manifest = BUF_CAP(MIB(64));
	int r = 0;

	b->reading.manifest.yagura = inputs.yagura;
	for (int i = 0; r == 0 && i < DATA_FILES; i++)
		r = describe_file(b, data_files[i]);
	manifest_write(&text, &inputs);
	if (r == 0)
		r = text.err ? text.err : name_generation(b, &text);
	if (r == 0)
		r = write_text(b, "inputs.json", buf_view(&text));
	if (r == 0) {
		manifest_write(&manifest, &b->reading.manifest);
		r = manifest.err ? manifest.err
			: write_text(b, "manifest.json", buf_view(&manifest));
	}
	buf_drop(&text);
	buf_drop(&manifest);
	return r;
}

static int build(struct build *b)
{
	int r = read_all(b);

	if (r == 0)
		r = reading_end(&b->reading);
	if (r == 0 && b->reading.manifest.feed_count == 0)
		r = YG_EUNSUPPORTED;
	if (r == 0)
		r = check_against_before(b);
	if (r == 0)
		r = generation_folder(&b->g);
	if (r == 0)
		r = write_data(b);
	if (r == 0)
		r = write_manifests(b);
	if (r == 0)
		r = generation_commit(&b->g, b->reading.manifest.generation);
	b->report->manifest = b->reading.manifest;
	b->report->partial = b->reading.partial;
	return r;
}

int knowledge_build(struct arena *a, const struct build_options *o, struct build_report *ret)
{
	struct build b = {.a = a, .o = o, .g = {.lock = -1}, .report = ret};
	int r;

	*ret = (struct build_report){0};
	r = inputs_find(a, o->from, o->from_count, &b.inputs, &b.input_count, &ret->path);
	if (r == 0 && b.input_count == 0)
		r = YG_EUNSUPPORTED;
	if (r == 0)
		r = generation_begin(o->dir, &b.g);
	if (r < 0)
		return r;
	read_before(&b);
	r = reading_begin(&b.reading, a, o);
	if (r == 0)
		r = build(&b);
	reading_drop(&b.reading);
	generation_abandon(&b.g);
	return r;
}
