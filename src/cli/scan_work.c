/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_work.h"

#include <sys/utsname.h>

#include "assess/calc.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/knowledge.h"
#include "cli/policy_file.h"
#include "component/identity/os.h"

/* ---- knowledge ---- */

static enum exit_code open_knowledge(struct scan_work *w)
{
	char path[LIMIT_PATH];
	enum exit_code code = knowledge_folder(w->cli, w->o->knowledge, w->dir);
	int r;

	if (code == EXIT_DONE)
		code = knowledge_manifest(w->cli, w->dir, &w->manifest);
	if (code == EXIT_DONE)
		code = knowledge_file(w->cli, w->dir, "match.idx", path);
	if (code != EXIT_DONE)
		return code == EXIT_NOT_FOUND ? EXIT_FAILED : code;
	r = match_index_open(path, &w->match);
	if (r == 0 && knowledge_file(w->cli, w->dir, "signals.idx", path) == EXIT_DONE)
		r = signals_open(path, &w->signals);
	if (r == 0)
		return EXIT_DONE;
	log_msg(&w->cli->log, LOG_LEVEL_ERROR, MSG_KNOWLEDGE_BROKEN, w->dir,
		cli_error_text(w->cli->lang, r), w->dir);
	return EXIT_FAILED;
}

/* ---- what the options say ---- */

static enum exit_code read_asset(struct scan_work *w)
{
	const struct scan_options *o = w->o;
	struct buf text = BUF_CAP(LIMIT_CALC_LINE);
	struct yg_err err = {0};
	int r = 0;

	if (o->asset.n) {
		r = file_read(o->asset, &text);
		if (r < 0)
			err.what = cli_error_text(w->cli->lang, r);
		else
			r = decide_facts_read(w->policy, w->cli->arena, buf_view(&text),
					      &w->asset, &err);
		buf_drop(&text);
	}
	if (r < 0) {
		log_msg(&w->cli->log, LOG_LEVEL_ERROR, MSG_SCAN_BAD_ASSET, SV_ARG(o->asset), err.at,
			err.what);
		return EXIT_USAGE;
	}
	/* An option wins over the file. */
	if (o->exposure)
		w->asset.exposure = (enum decide_exposure)o->exposure;
	if (o->held_information)
		w->asset.held_information = (enum decide_level)o->held_information;
	if (o->outage)
		w->asset.outage = (enum decide_level)o->outage;
	if (o->safety)
		w->asset.safety = (enum decide_level)o->safety;
	if (o->pivot)
		w->asset.pivot = (enum decide_level)o->pivot;
	if (o->countermeasure)
		w->asset.countermeasure = DECIDE_YES;
	return EXIT_DONE;
}

static enum exit_code read_options(struct scan_work *w)
{
	const struct scan_options *o = w->o;
	int64_t now;

	w->clock = *w->cli->clock;
	if (o->now.n) {
		if (clock_parse(o->now, &now) < 0)
			return cli_usage_msg(w->cli, w->command, MSG_SCAN_BAD_TIME, SV_ARG(o->now));
		w->clock = clock_fixed(now);
	}
	if (o->fail_on.n && !sv_is(o->fail_on, "kev") &&
	    decide_outcome_of(o->fail_on) == DECIDE_OUTCOME_NONE)
		return cli_usage_msg(w->cli, w->command, MSG_SCAN_BAD_GATE, SV_ARG(o->fail_on));
	if (o->os.n) {
		struct os_ref os = os_of_text(o->os);
		if (os.family.n == 0)
			return cli_usage_msg(w->cli, w->command, MSG_SCAN_BAD_OS, SV_ARG(o->os));
		w->inventory.os = (struct inventory_os){.id = os.family, .version_id = os.release};
		w->inventory.os_given = true;
	}
	return EXIT_DONE;
}

/* ---- inventory ---- */

static struct sv running_kernel(struct scan_work *w)
{
	struct utsname name;

	if (w->o->kernel.n)
		return w->o->kernel;
	if (!w->o->local || uname(&name) < 0)
		return (struct sv){"", 0};
	return arena_copy(w->cli->arena, sv_of(name.release));
}

static enum exit_code collect(struct scan_work *w, const struct sv *paths, size_t n)
{
	int r = w->o->local ? collect_local(&w->inventory) : 0;

	for (size_t i = 0; r == 0 && i < n; i++)
		r = collect_path(&w->inventory, paths[i]);
	if (r == YG_ELIMIT)
		log_msg(&w->cli->log, LOG_LEVEL_ERROR, MSG_SCAN_TOO_MANY, LIMIT_COMPONENTS);
	else if (r < 0)
		log_text(&w->cli->log, LOG_LEVEL_ERROR, sv_of(cli_error_text(w->cli->lang, r)));
	if (r < 0)
		return EXIT_FAILED;
	w->report.running_kernel = running_kernel(w);
	collect_mark_kernels(&w->inventory, w->report.running_kernel);
	return EXIT_DONE;
}

/* ---- the report ---- */

static bool trips(const struct scan_work *w)
{
	enum decide_outcome gate = decide_outcome_of(w->o->fail_on);

	for (size_t i = 0; w->o->fail_on.n && i < w->list.count; i++) {
		const struct finding *f = &w->list.findings[i];
		if (finding_class_of(f) != FINDING_COUNTS)
			continue;
		if (gate == DECIDE_OUTCOME_NONE ? f->signals && f->signals->flags & SIGNALS_KEV
						: f->decision.outcome >= gate)
			return true;
	}
	return false;
}

/* What is not judged because a feed or a release is missing makes the result partial; what
 * nobody publishes anything about does not. */
static bool is_partial(const struct scan_work *w)
{
	if (w->inventory.failures.n > 0)
		return true;
	for (size_t i = 0; i < w->list.unjudged_count; i++)
		if (w->list.unjudged[i].why == MATCH_WHY_NO_FEED ||
		    w->list.unjudged[i].why == MATCH_WHY_NO_RELEASE)
			return true;
	for (size_t i = 0; i < w->report.feed_count; i++)
		if (w->report.feeds[i].state == SCAN_FEED_PARTIAL)
			return true;
	return false;
}

static enum exit_code judge(const struct scan_work *w)
{
	enum exit_code code = EXIT_DONE;

	for (size_t i = 0; i < w->report.feed_count; i++)
		if (w->report.feeds[i].state == SCAN_FEED_STALE)
			code = EXIT_STALE;
	if (is_partial(w))
		code = exit_code_worse(code, EXIT_PARTIAL);
	if (trips(w))
		code = exit_code_worse(code, EXIT_GATE);
	return code;
}

/* The operands that repeat this scan: quoted where a shell would need it. */
static struct sv say_again(struct scan_work *w, const struct sv *paths, size_t n)
{
	struct buf b = BUF_CAP(MIB(1));
	struct sv copy;

	if (w->o->local)
		buf_str(&b, "--local");
	for (size_t i = 0; i < n; i++) {
		bool plain = paths[i].n > 0;
		for (size_t k = 0; k < paths[i].n; k++)
			plain &= ch_alnum(paths[i].p[k]) || strchr("/._-+:=,@", paths[i].p[k]);
		buf_str(&b, b.n ? " " : "");
		buf_str(&b, plain ? "" : "'");
		for (size_t k = 0; k < paths[i].n; k++)
			if (paths[i].p[k] == '\'')
				buf_str(&b, "'\\''");
			else
				buf_char(&b, paths[i].p[k]);
		buf_str(&b, plain ? "" : "'");
	}
	copy = arena_copy(w->cli->arena, buf_view(&b));
	buf_drop(&b);
	return copy;
}

static bool is_demonstration(const struct scan_work *w)
{
	for (size_t i = 0; i < w->manifest.feed_count; i++) {
		struct sv source = w->manifest.feeds[i].source;
		if (sv_search(source, SV("demo-feeds/")) < source.n)
			return true;
	}
	return false;
}

static int make_report(struct scan_work *w, const struct sv *paths, size_t n)
{
	struct scan_report *r = &w->report;
	int code = scan_work_feeds(w);

	if (code == 0)
		code = scan_report_facts(w->cli->arena, w->policy, &w->asset, &r->facts,
					 &r->fact_count);
	if (code < 0)
		return code;
	r->time = clock_now(&w->clock);
	r->source = w->o->local ? SV("local") : n == 1 ? paths[0] : say_again(w, paths, n);
	r->again = say_again(w, paths, n);
	r->os = w->inventory.os;
	r->readers = w->inventory.readers.p;
	r->reader_count = w->inventory.readers.n;
	r->policy = w->policy;
	r->match = &w->match;
	r->signals = &w->signals;
	r->list = &w->list;
	r->failures = w->inventory.failures.p;
	r->failure_count = w->inventory.failures.n;
	r->skipped = w->inventory.skipped.p;
	r->skipped_count = w->inventory.skipped.n;
	r->demonstration = is_demonstration(w);
	r->exit_code = (int)judge(w);
	return 0;
}

enum exit_code scan_work_run(struct scan_work *w, struct cli *cli, const struct command *command,
			     const struct scan_options *o, const struct sv *paths, size_t n)
{
	struct finding_context ctx;
	enum exit_code code;
	int r;

	*w = (struct scan_work){.cli = cli, .command = command, .o = o};
	if (!o->local && n == 0)
		return cli_usage(cli, command, sv_of(msg(cli->lang, MSG_SCAN_NOTHING_NAMED)));
	collect_begin(&w->inventory, cli->arena);
	if ((code = read_options(w)) != EXIT_DONE ||
	    (code = policy_file_load(cli, o->policy, &w->policy)) != EXIT_DONE ||
	    (code = read_asset(w)) != EXIT_DONE ||
	    /* Before anything large is mapped. */
	    (code = collect(w, paths, n)) != EXIT_DONE ||
	    (code = open_knowledge(w)) != EXIT_DONE)
		return code;
	ctx = (struct finding_context){.match = &w->match, .signals = &w->signals,
		.policy = w->policy, .asset = w->asset};
	r = finding_list_make(cli->arena, &ctx, w->inventory.components.p,
			      w->inventory.components.n, &w->list);
	if (r == 0)
		r = make_report(w, paths, n);
	if (r == 0)
		return EXIT_DONE;
	log_text(&cli->log, LOG_LEVEL_ERROR, sv_of(cli_error_text(cli->lang, r)));
	return EXIT_FAILED;
}

void scan_work_end(struct scan_work *w)
{
	match_index_close(&w->match);
	signals_close(&w->signals);
	collect_end(&w->inventory);
}
