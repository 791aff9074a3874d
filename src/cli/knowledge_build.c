/* SPDX-License-Identifier: Apache-2.0 */
/* knowledge_build.c - `yagura knowledge build`. */
#include <errno.h>

#include "base/limits.h"
#include "base/progress.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/feed.h"
#include "cli/knowledge.h"
#include "knowledge/build.h"
#include "knowledge/generation.h"

struct build_command_options {
	struct option_list from;
	struct sv out;
	bool force;
};

static const struct option_row rows[] = {
	{"from", 0, OPTION_LIST, offsetof(struct build_command_options, from), MSG_VALUE_FILE,
	 MSG_OPTION_KNOWLEDGE_FROM, NULL},
	{"out", 0, OPTION_TEXT, offsetof(struct build_command_options, out), MSG_VALUE_DIR,
	 MSG_OPTION_KNOWLEDGE_OUT, NULL},
	{"force", 0, OPTION_FLAG, offsetof(struct build_command_options, force), MSG_NONE,
	 MSG_OPTION_KNOWLEDGE_FORCE, NULL},
};
const struct option_table knowledge_build_options =
	OPTION_TABLE(rows, struct build_command_options);

static void show_progress(void *ctx, uint64_t done, uint64_t total)
{
	progress_show(ctx, done, total);
}

/* --from A B C: what stands after the option and has no option of its own counts too. */
static int gather_paths(struct cli *cli, const struct command_call *call, struct sv **ret,
			size_t *ret_count)
{
	const struct build_command_options *o = call->options;
	size_t n = o->from.count + call->operand_count;
	struct sv *paths;
	char folder[LIMIT_PATH];

	if (n == 0) {
		if (feed_folder_path(cli, (struct sv){0}, folder) != EXIT_DONE)
			return YG_ENOTFOUND;
		paths = arena_new(cli->arena, struct sv, 1);
		if (!paths || !(paths[0] = arena_copy(cli->arena, sv_of(folder))).p)
			return YG_ENOMEM;
		*ret = paths;
		*ret_count = 1;
		return 0;
	}
	paths = arena_new(cli->arena, struct sv, n);
	if (!paths)
		return YG_ENOMEM;
	for (size_t i = 0; i < n; i++)
		paths[i] = i < o->from.count ? o->from.items[i] : call->operands[i - o->from.count];
	*ret = paths;
	*ret_count = n;
	return 0;
}

static enum exit_code explain_refusal(struct cli *cli, const struct build_refusal *r)
{
	if (r->older)
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_KNOWLEDGE_REFUSED_OLDER, SV_ARG(r->feed),
			SV_ARG(r->time_now), SV_ARG(r->time_before));
	else
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_KNOWLEDGE_REFUSED_SMALLER, SV_ARG(r->feed),
			(unsigned long long)r->now, (unsigned long long)r->before);
	return EXIT_STALE;
}

static enum exit_code explain_failure(struct cli *cli, int r, const struct build_report *report,
				      const char *dir)
{
	switch (r) {
	case YG_ESTALE:
		return explain_refusal(cli, &report->refused);
	case YG_ELOCKED:
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_KNOWLEDGE_LOCKED, dir);
		return EXIT_CONFLICT;
	case YG_EUNSUPPORTED:
		log_text(&cli->log, LOG_LEVEL_ERROR, sv_of(msg(cli->lang, MSG_KNOWLEDGE_NOTHING)));
		return EXIT_FAILED;
	case YG_ENOTFOUND:
		if (report->path.n == 0 || report->manifest.input_count) {
			log_text(&cli->log, LOG_LEVEL_ERROR,
				 sv_of(msg(cli->lang, MSG_KNOWLEDGE_NO_PARSER)));
			return EXIT_FAILED;
		}
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_KNOWLEDGE_NO_INPUT, SV_ARG(report->path));
		return EXIT_NOT_FOUND;
	case YG_EIO:
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_KNOWLEDGE_BAD_INPUT,
			SV_ARG(report->path.n ? report->path : sv_of(dir)), strerror(errno));
		return EXIT_FAILED;
	default:
		log_text(&cli->log, LOG_LEVEL_ERROR, sv_of(cli_error_text(cli->lang, r)));
		return EXIT_FAILED;
	}
}

static void name_problems(struct cli *cli, const struct manifest *m)
{
	uint64_t skipped = 0;

	for (size_t i = 0; i < m->feed_count; i++)
		skipped += m->feeds[i].skipped;
	if (m->problem_count == 0)
		return;
	if (skipped < m->problem_count)
		skipped = m->problem_count;
	log_msg(&cli->log, LOG_LEVEL_WARNING, MSG_KNOWLEDGE_LEFT_OUT, m->problem_count,
		(unsigned long long)skipped);
	/* A handful says what kind of trouble it is; all that are named are in the manifest. */
	for (size_t i = 0; i < m->problem_count && (i < 5 || cli->globals.verbose); i++) {
		const struct manifest_problem *p = &m->problems[i];
		log_msg(&cli->log, LOG_LEVEL_WARNING, MSG_KNOWLEDGE_LEFT_OUT_ONE, SV_ARG(p->path),
			p->id.n ? " " : "", SV_ARG(p->id), SV_ARG(p->why));
	}
}

enum exit_code command_knowledge_build(struct cli *cli, const struct command_call *call)
{
	const struct build_command_options *o = call->options;
	struct progress bar = progress_begin(&cli->err_term, cli->clock, cli->err, cli->progress,
					     sv_of(msg(cli->lang, MSG_KNOWLEDGE_PROGRESS)));
	struct build_options build = {.force = o->force, .progress = show_progress, .ctx = &bar};
	struct buf *out = &cli->out->b;
	struct build_report report = {0};
	char dir[LIMIT_PATH];
	struct sv *paths;
	enum exit_code code = knowledge_folder(cli, o->out, dir);
	int r;

	if (code != EXIT_DONE)
		return code;
	r = gather_paths(cli, call, &paths, &build.from_count);
	if (r == 0) {
		build.from = paths;
		build.dir = dir;
		r = knowledge_build(cli->arena, &build, &report);
	}
	progress_end(&bar);
	if (r < 0)
		return explain_failure(cli, r, &report, dir);
	if (report.how == BUILD_SIGNALS_ONLY)
		log_text(&cli->log, LOG_LEVEL_INFO,
			 sv_of(msg(cli->lang, MSG_KNOWLEDGE_BUILT_SIGNALS)));
	else if (report.how == BUILD_UNCHANGED)
		log_text(&cli->log, LOG_LEVEL_INFO, sv_of(msg(cli->lang, MSG_KNOWLEDGE_UNCHANGED)));
	msg_put(out, cli->lang, MSG_KNOWLEDGE_BUILT, SV_ARG(report.manifest.generation),
		(unsigned long long)report.manifest.documents,
		(unsigned long long)report.manifest.rules);
	buf_char(out, '\n');
	knowledge_put_feeds(cli, &report.manifest, KNOWLEDGE_MAX_AGE);
	name_problems(cli, &report.manifest);
	return report.partial ? EXIT_PARTIAL : EXIT_DONE;
}
