/* SPDX-License-Identifier: Apache-2.0 */
#include "parse/inventory_job.h"

#include "base/archive.h"
#include "base/limits.h"
#include "base/text.h"

void parse_inventory_prepare(void)
{
}

struct inventory_job {
	struct parse_worker *w;
	const struct parse_job *job;
	bool known;
};

static int want(void *ctx, const struct archive_member *m, struct sv head)
{
	(void)ctx;
	if (!head.p)
		return ARCHIVE_PEEK;
	return inventory_reader_detect(m->name, head) ? ARCHIVE_WHOLE : ARCHIVE_SKIP;
}

static int document(void *ctx, const struct archive_document *d)
{
	struct inventory_job *v = ctx;
	struct yg_err err = {0};
	int r = parse_inventory_text(v->w, v->job, d->member->path, d->text, d->n, &v->job->os, &err);

	arena_reset(&v->w->arena);
	if (r == PARSE_NOT_RECOGNISED)
		return 0;
	v->known = true;
	if (r == 0 || r == YG_EIO || r == YG_ENOMEM)
		return r;
	return parse_send_note(v->w, PARSE_PROBLEM, &(struct parse_note){.code = r, .at = err.at,
		.path = d->member->path, .why = sv_of(err.what)});
}

static int problem(void *ctx, const struct archive_member *m, int code, const char *why)
{
	struct inventory_job *v = ctx;
	return parse_send_note(v->w, PARSE_PROBLEM, &(struct parse_note){.code = code,
		.path = m->path, .why = sv_of(why)});
}

int parse_inventory_job(struct parse_worker *w, const struct parse_job *job, int fd,
			struct yg_err *err)
{
	struct inventory_job v = {.w = w, .job = job};
	struct archive_visitor visitor = {.ctx = &v, .env = w->env, .want = want,
		.document = document, .problem = problem, .max_document = LIMIT_INPUT_FILE};
	int r = archive_walk(fd, job->path, &visitor, err);

	return r == 0 && !v.known ? PARSE_NOT_RECOGNISED : r;
}
