/* SPDX-License-Identifier: Apache-2.0 */
#include "knowledge/manifest.h"

#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "base/text.h"

static void member_u64(struct jw *w, const char *key, uint64_t v)
{
	jw_key(w, key);
	jw_u64(w, v);
}

static void write_feed(struct jw *w, const struct manifest_feed *f)
{
	jw_object(w);
	jw_member_sv(w, "name", f->name);
	jw_member_sv(w, "source", f->source);
	jw_member_sv(w, "time", f->time);
	jw_member_sv(w, "time_from", f->time_from);
	jw_member_sv(w, "version", f->version);
	member_u64(w, "files", f->files);
	member_u64(w, "bytes", f->bytes);
	member_u64(w, "records", f->records);
	member_u64(w, "skipped", f->skipped);
	jw_key(w, "partial");
	jw_bool(w, f->partial);
	jw_object_end(w);
	jw_newline(w);
	w->comma = true;
}

static void write_input(struct jw *w, const struct input *in)
{
	jw_object(w);
	jw_member_sv(w, "path", in->path);
	jw_member_sv(w, "sha256", in->sha256);
	member_u64(w, "bytes", in->bytes);
	jw_member_sv(w, "time", in->time);
	jw_member_sv(w, "url", in->url);
	jw_member_sv(w, "reader", in->reader);
	jw_object_end(w);
	jw_newline(w);
	w->comma = true;
}

static void write_problem(struct jw *w, const struct manifest_problem *p)
{
	jw_object(w);
	jw_member_sv(w, "path", p->path);
	jw_member_sv(w, "id", p->id);
	jw_member_sv(w, "why", p->why);
	member_u64(w, "at", p->at);
	jw_object_end(w);
	jw_newline(w);
	w->comma = true;
}

static void write_file(struct jw *w, const struct manifest_file *f)
{
	jw_object(w);
	jw_member_sv(w, "name", f->name);
	jw_member_sv(w, "sha256", f->sha256);
	member_u64(w, "bytes", f->bytes);
	jw_object_end(w);
}

/* A list, one item a line, so that two manifests can be compared with diff(1). */
#define WRITE_LIST(w, key, items, count, write) do { \
	jw_key((w), (key)); \
	jw_array(w); \
	for (size_t i_ = 0; i_ < (count); i_++) \
		write((w), &(items)[i_]); \
	jw_array_end(w); \
} while (0)

/* Inputs stand in a file of their own: every scan reads the rest. */
void manifest_write(struct buf *b, const struct manifest *m)
{
	struct jw w = jw_on(b);

	jw_object(&w);
	member_u64(&w, "format", MANIFEST_FORMAT);
	jw_member_sv(&w, "yagura", m->yagura);
	jw_member_sv(&w, "generation", m->generation);
	member_u64(&w, "documents", m->documents);
	member_u64(&w, "rules", m->rules);
	if (m->input_count) {
		WRITE_LIST(&w, "inputs", m->inputs, m->input_count, write_input);
	} else {
		WRITE_LIST(&w, "files", m->files, m->file_count, write_file);
		WRITE_LIST(&w, "feeds", m->feeds, m->feed_count, write_feed);
		WRITE_LIST(&w, "problems", m->problems, m->problem_count, write_problem);
	}
	jw_object_end(&w);
	buf_char(b, '\n');
}

static void read_u64(struct json *j, uint64_t *ret)
{
	struct sv text;
	if (json_opt_number(j, &text))
		(void)sv_u64(text, ret);
}

static void read_feed(struct json *j, struct manifest_feed *f)
{
	struct sv k;
	if (!json_enter_object(j))
		return;
	while (json_key(j, &k)) {
		if (sv_is(k, "name"))
			(void)json_string(j, &f->name);
		else if (sv_is(k, "source"))
			(void)json_string(j, &f->source);
		else if (sv_is(k, "time"))
			(void)json_string(j, &f->time);
		else if (sv_is(k, "time_from"))
			(void)json_string(j, &f->time_from);
		else if (sv_is(k, "version"))
			(void)json_string(j, &f->version);
		else if (sv_is(k, "files"))
			read_u64(j, &f->files);
		else if (sv_is(k, "bytes"))
			read_u64(j, &f->bytes);
		else if (sv_is(k, "records"))
			read_u64(j, &f->records);
		else if (sv_is(k, "skipped"))
			read_u64(j, &f->skipped);
		else if (sv_is(k, "partial"))
			(void)json_bool(j, &f->partial);
		else
			json_skip(j);
	}
}

static void read_input(struct json *j, struct input *in)
{
	struct sv k;
	if (!json_enter_object(j))
		return;
	while (json_key(j, &k)) {
		if (sv_is(k, "path"))
			(void)json_string(j, &in->path);
		else if (sv_is(k, "sha256"))
			(void)json_string(j, &in->sha256);
		else if (sv_is(k, "time"))
			(void)json_string(j, &in->time);
		else if (sv_is(k, "url"))
			(void)json_string(j, &in->url);
		else if (sv_is(k, "reader"))
			(void)json_string(j, &in->reader);
		else if (sv_is(k, "bytes"))
			read_u64(j, &in->bytes);
		else
			json_skip(j);
	}
}

static void read_problem(struct json *j, struct manifest_problem *p)
{
	struct sv k;
	if (!json_enter_object(j))
		return;
	while (json_key(j, &k)) {
		if (sv_is(k, "path"))
			(void)json_string(j, &p->path);
		else if (sv_is(k, "id"))
			(void)json_string(j, &p->id);
		else if (sv_is(k, "why"))
			(void)json_string(j, &p->why);
		else if (sv_is(k, "at"))
			read_u64(j, &p->at);
		else
			json_skip(j);
	}
}

static void read_file(struct json *j, struct manifest_file *f)
{
	struct sv k;
	if (!json_enter_object(j))
		return;
	while (json_key(j, &k)) {
		if (sv_is(k, "name"))
			(void)json_string(j, &f->name);
		else if (sv_is(k, "sha256"))
			(void)json_string(j, &f->sha256);
		else if (sv_is(k, "bytes"))
			read_u64(j, &f->bytes);
		else
			json_skip(j);
	}
}

/* false: out of memory. */
#define READ_LIST(a, j, items, count, read) __extension__ ({ \
	bool ok_ = true; \
	if (json_enter_array(j)) \
		while (ok_ && json_item(j)) { \
			__typeof__(items) item_ = arena_push((a), (items), (count)); \
			if (item_) \
				read((j), item_); \
			else \
				ok_ = false; \
		} \
	ok_; })

int manifest_parse(struct arena *a, char *text, size_t n, struct manifest *ret,
		   struct yg_err *err)
{
	struct manifest m = {0};
	uint64_t format = 0;
	bool room = true;
	struct json j;
	struct sv k;
	int r;

	json_init(&j, text, n);
	(void)json_enter_object(&j);
	while (room && json_key(&j, &k)) {
		if (sv_is(k, "format"))
			read_u64(&j, &format);
		else if (sv_is(k, "yagura"))
			(void)json_string(&j, &m.yagura);
		else if (sv_is(k, "generation"))
			(void)json_string(&j, &m.generation);
		else if (sv_is(k, "documents"))
			read_u64(&j, &m.documents);
		else if (sv_is(k, "rules"))
			read_u64(&j, &m.rules);
		else if (sv_is(k, "files"))
			room = READ_LIST(a, &j, m.files, m.file_count, read_file);
		else if (sv_is(k, "feeds"))
			room = READ_LIST(a, &j, m.feeds, m.feed_count, read_feed);
		else if (sv_is(k, "problems"))
			room = READ_LIST(a, &j, m.problems, m.problem_count, read_problem);
		else if (sv_is(k, "inputs"))
			room = READ_LIST(a, &j, m.inputs, m.input_count, read_input);
		else
			json_skip(&j);
	}
	if (!room)
		return yg_fail(err, YG_ENOMEM, 0, "out of memory");
	r = json_end(&j, err);
	if (r < 0)
		return r;
	if (format != MANIFEST_FORMAT)
		return yg_fail(err, YG_ESYNTAX, 0,
			       "made by another version of Yagura: build it again");
	*ret = m;
	return 0;
}

static int read_named(struct arena *a, const char *folder, const char *name,
		      struct manifest *ret, struct yg_err *err)
{
	struct buf file = BUF_CAP(MIB(256));
	char path[4096];
	struct sv text;
	int r;

	if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) >= sizeof path)
		return yg_fail(err, YG_EINVAL, 0, "the path is too long");
	r = file_read(sv_of(path), &file);
	if (r == 0) {
		text = arena_copy(a, buf_view(&file));
		r = text.p ? manifest_parse(a, (char *)(uintptr_t)text.p, text.n, ret, err)
			   : YG_ENOMEM;
	}
	buf_drop(&file);
	return r;
}

int manifest_read(struct arena *a, const char *folder, struct manifest *ret, struct yg_err *err)
{
	return read_named(a, folder, "manifest.json", ret, err);
}

int manifest_read_inputs(struct arena *a, const char *folder, struct manifest *ret,
			 struct yg_err *err)
{
	return read_named(a, folder, "inputs.json", ret, err);
}
