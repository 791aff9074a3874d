/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "identify/json_any.h"
#include "identify/reader_list.h"
#include "parse/worker.h"

enum { HEAD = 4096, READ_CHUNK = 1 << 20 };

struct sink_context {
	struct parse_worker *w;
	struct sv path;
};

static int give_component(void *ctx, const struct component *c)
{
	struct sink_context *s = ctx;
	struct component with_file = *c;

	if (with_file.file.n == 0)
		with_file.file = s->path;
	frame_begin(&s->w->out, PARSE_COMPONENT);
	parse_pack_component(frame_payload(&s->w->out), &with_file);
	return frame_end(&s->w->out);
}

static int give_os(void *ctx, const struct inventory_os *os)
{
	struct sink_context *s = ctx;
	frame_begin(&s->w->out, PARSE_OS);
	parse_pack_os(frame_payload(&s->w->out), os);
	return frame_end(&s->w->out);
}

static int give_skip(void *ctx, size_t at, struct sv name, const char *why)
{
	struct sink_context *s = ctx;
	return parse_send_note(s->w, PARSE_SKIP, &(struct parse_note){
		.at = at, .path = s->path, .name = name, .why = sv_of(why)});
}

/* os-release(5) is no inventory, but it says what the inventories beside it are about. */
static bool is_os_release(struct sv path)
{
	return sv_is(path, "os-release") || sv_ends(path, SV("/os-release"));
}

/*
 * Where files were found by walking, most JSON is something else, and that is no error; where
 * a person named the file, the reader says what it is not.
 */
static const struct inventory_reader *choose_reader(const struct parse_job *job, struct sv path,
						    struct sv text)
{
	const struct inventory_reader *reader, *resolved;

	if (job->reader.n)
		return inventory_reader_find(job->reader);
	reader = inventory_reader_detect(path, sv_first(text, HEAD));
	if (!reader || reader->detect != json_any_detect)
		return reader;
	resolved = json_any_resolve(path, text);
	return resolved || job->many ? resolved : reader;
}

int parse_inventory_text(struct parse_worker *w, const struct parse_job *job, struct sv path,
			 struct sv name, char *text, size_t n, const struct inventory_os *os,
			 struct yg_err *err)
{
	const struct inventory_reader *reader = choose_reader(job, name, (struct sv){text, n});
	struct sink_context ctx = {.w = w, .path = path};
	struct inventory_sink sink = {.ctx = &ctx, .component = give_component, .os = give_os,
		.skip = give_skip};
	struct inventory_file file = {.path = path, .text = text, .n = n, .arena = &w->arena,
		.os = *os};
	int r;

	if (!reader && is_os_release(name)) {
		struct inventory_os found;
		r = inventory_os_read((struct sv){text, n}, &found);
		return r == 0 ? give_os(&ctx, &found)
			      : yg_fail(err, r, 0, "no ID= in this os-release file");
	}
	if (!reader)
		return PARSE_NOT_RECOGNISED;
	if (!reader->read)
		return PARSE_NEEDS_LIBRARIES;
	r = parse_send_note(w, PARSE_FILE, &(struct parse_note){
		.path = path, .reader = sv_of(reader->name)});
	return r < 0 ? r : reader->read(&file, &sink, err);
}

/* The whole of fd, a NUL behind it, in *to; a file over the limit is refused, not cut. */
static int read_whole(int fd, struct buf *to, struct yg_err *err)
{
	struct stat st;
	off_t from = lseek(fd, 0, SEEK_SET);

	*to = BUF_CAP(LIMIT_INPUT_FILE);
	if (from == 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		if ((uint64_t)st.st_size > LIMIT_INPUT_FILE)
			return yg_fail(err, YG_ELIMIT, 0, "the file is larger than 512 MiB");
		if (!buf_reserve(to, (size_t)st.st_size + 1))
			return yg_fail(err, to->err, 0, "out of memory");
	}
	for (;;) {
		char *w = buf_reserve(to, to->room > to->n + 1 ? to->room - to->n - 1 : READ_CHUNK);
		ssize_t n;
		if (!w)
			return yg_fail(err, to->err, to->n, to->err == YG_ELIMIT ?
				       "the file is larger than 512 MiB" : "out of memory");
		n = read(fd, w, to->room - to->n - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return yg_fail(err, YG_EIO, to->n, "the file cannot be read");
		if (n == 0)
			break;
		to->n += (size_t)n;
	}
	to->p[to->n] = '\0';
	return 0;
}

int parse_inventory_light(struct parse_worker *w, const struct parse_job *job, int fd,
			  struct yg_err *err)
{
	buf_auto text = {0};
	int r = read_whole(fd, &text, err);

	if (r == 0)
		r = parse_inventory_text(w, job, job->path, job->path, text.p, text.n, &job->os,
					 err);
	/* An archive, or a format that only the other program reads. */
	return r == PARSE_NOT_RECOGNISED ? PARSE_NEEDS_LIBRARIES : r;
}
