/* SPDX-License-Identifier: Apache-2.0 */
#include "parse/inventory_job.h"

#include <libxml/parser.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "identify/heavy/image.h"

enum { HEAD = 4096 };

struct inventory_job {
	struct parse_worker *w;
	const struct parse_job *job;
	struct inventory_os os;		/* of the image being read; in os_arena */
	struct arena os_arena;
	bool known;			/* something was recognised */
};

void parse_inventory_prepare(void)
{
	/* libxml2's tables; it reads nothing from the file system afterwards. */
	xmlInitParser();
}

static struct sv keep(struct inventory_job *v, struct sv s)
{
	return s.n ? arena_copy(&v->os_arena, s) : (struct sv){"", 0};
}

/* The system of what follows, unless --os said another. */
static int take_os(struct inventory_job *v, struct sv text)
{
	struct inventory_os os;

	if (v->job->os.id.n || inventory_os_read(text, &os) < 0)
		return 0;
	v->os = (struct inventory_os){.id = keep(v, os.id), .id_like = keep(v, os.id_like),
		.version_id = keep(v, os.version_id), .codename = keep(v, os.codename),
		.pretty_name = keep(v, os.pretty_name)};
	frame_begin(&v->w->out, PARSE_OS);
	parse_pack_os(frame_payload(&v->w->out), &v->os);
	return frame_end(&v->w->out);
}

static int send_problem(struct inventory_job *v, struct sv path, int code, size_t at,
			const char *why)
{
	return parse_send_note(v->w, PARSE_PROBLEM, &(struct parse_note){.code = code, .at = at,
		.path = path, .why = sv_of(why)});
}

static int take_image(void *ctx, struct sv name)
{
	struct inventory_job *v = ctx;
	(void)name;
	v->os = v->job->os;
	return 0;
}

static int take_file(void *ctx, struct sv path, struct sv inside, enum inventory_want want,
		     char *text, size_t n)
{
	struct inventory_job *v = ctx;
	struct parse_job job = *v->job;
	struct yg_err err = {0};
	int r;

	if (want == INVENTORY_OS_RELEASE)
		return take_os(v, (struct sv){text, n});
	job.many = true;
	r = parse_inventory_text(v->w, &job, path, inside, text, n, &v->os, &err);
	arena_reset(&v->w->arena);
	if (r == PARSE_NOT_RECOGNISED)
		return 0;
	v->known = true;
	if (r == 0 || r == YG_EIO || r == YG_ENOMEM)
		return r;
	return send_problem(v, path, r, err.at, err.what ? err.what : "cannot be read");
}

static int take_problem(void *ctx, struct sv path, int code, const char *why)
{
	return send_problem(ctx, path, code, 0, why);
}

/* A plain document of a format that this program alone reads (XML)? */
static bool is_document(const struct parse_job *job, int fd)
{
	char head[HEAD];
	ssize_t n = pread(fd, head, sizeof head, 0);

	return job->reader.n ||
	       (n > 0 && inventory_reader_detect(job->path, (struct sv){head, (size_t)n}));
}

int parse_inventory_job(struct parse_worker *w, const struct parse_job *job, int fd,
			struct yg_err *err)
{
	struct inventory_job v = {.w = w, .job = job, .os = job->os, .os_arena = {.cap = MIB(1)}};
	struct image_visitor visitor = {.ctx = &v, .env = w->env, .image = take_image,
		.file = take_file, .problem = take_problem};
	int r;

	if (is_document(job, fd)) {
		r = parse_inventory_light(w, job, fd, err);
		return r == PARSE_NEEDS_LIBRARIES ? PARSE_NOT_RECOGNISED : r;
	}
	r = image_walk(fd, job->path, &visitor, err);
	arena_drop(&v.os_arena);
	return r == 0 && !v.known && v.os.id.n == 0 ? PARSE_NOT_RECOGNISED : r;
}
