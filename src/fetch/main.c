/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yagura-fetch - gets feeds: yagura-fetch --into DIR [options] FEED...
 *
 * `yagura feed fetch` starts it with everything decided (which feeds, which folder, which
 * language); it is a program of its own because it alone links libcurl.
 * Exit codes: 0 all of them, 4 some, 1 none, 2 usage, 5 no such feed, 7 the folder is in use,
 * 130 stopped by a signal.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/options.h"
#include "base/progress.h"
#include "base/term.h"
#include "fetch/confine.h"
#include "fetch/report.h"

enum { DONE = 0, FAILED = 1, USAGE = 2, PARTIAL = 4, NOT_FOUND = 5, CONFLICT = 7,
	STOPPED = 130 };

struct settings {
	struct sv into, base_url, lang;
	uint64_t timeout;		/* seconds */
	int color, output;
	bool accept_smaller, no_progress, quiet;
};

static const struct option_row rows[] = {
	{"into", 0, OPTION_TEXT, offsetof(struct settings, into), MSG_FEED_VALUE_DIR, MSG_NONE,
	 NULL},
	{"base-url", 0, OPTION_TEXT, offsetof(struct settings, base_url), MSG_FEED_VALUE_URL,
	 MSG_NONE, NULL},
	{"timeout", 0, OPTION_NUMBER, offsetof(struct settings, timeout),
	 MSG_FEED_VALUE_SECONDS, MSG_NONE, NULL},
	{"lang", 0, OPTION_TEXT, offsetof(struct settings, lang), MSG_NONE, MSG_NONE, "ja|en"},
	{"color", 0, OPTION_CHOICE, offsetof(struct settings, color), MSG_NONE, MSG_NONE,
	 "auto|always|never"},
	{"output", 'o', OPTION_CHOICE, offsetof(struct settings, output), MSG_NONE, MSG_NONE,
	 "table|json"},
	{"accept-smaller", 0, OPTION_FLAG, offsetof(struct settings, accept_smaller), MSG_NONE,
	 MSG_NONE, NULL},
	{"no-progress", 0, OPTION_FLAG, offsetof(struct settings, no_progress), MSG_NONE,
	 MSG_NONE, NULL},
	{"quiet", 'q', OPTION_FLAG, offsetof(struct settings, quiet), MSG_NONE, MSG_NONE, NULL},
};
static const struct option_table table = OPTION_TABLE(rows, struct settings);

struct program {
	struct arena *arena;
	struct settings set;
	struct log log;
	struct clock clock;
	struct term out_term, err_term;
	struct fetch_folder folder;
	const struct fetch_feed **feeds;
	size_t feed_count;
	struct progress progress;
	char label[64];
};

static const char *from_environment(const char *name)
{
	return getenv(name);
}

/* SIGINT and SIGTERM become readable, so that no temporary file is left behind. */
static int stop_descriptor(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int choose_feeds(struct program *p, const struct sv *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct fetch_feed *f = fetch_feed_find(names[i]), **slot;
		if (!f) {
			log_msg(&p->log, LOG_LEVEL_ERROR, MSG_FEED_UNKNOWN, SV_ARG(names[i]));
			return NOT_FOUND;
		}
		slot = arena_push(p->arena, p->feeds, p->feed_count);
		if (!slot)
			return FAILED;
		*slot = f;
	}
	return DONE;
}

static int read_arguments(struct program *p, int argc, char **argv)
{
	struct option_words words = {argv + 1, argc - 1};
	struct option_target target = {&table, &p->set};
	struct option_problem problem;
	buf_auto why = BUF_CAP(4096);
	struct sv *names = NULL;
	size_t n = 0;

	p->set.timeout = 600;
	if (options_read(p->arena, &target, 1, false, &words, &names, &n, &problem) < 0) {
		options_explain(&why, p->log.lang, &problem);
		log_text(&p->log, LOG_LEVEL_ERROR, buf_view(&why));
		return USAGE;
	}
	p->log.lang = msg_lang_of(p->set.lang, from_environment);
	p->out_term = term_of(STDOUT_FILENO, (enum term_color)p->set.color, from_environment);
	p->err_term = term_of(STDERR_FILENO, (enum term_color)p->set.color, from_environment);
	if (p->set.into.n == 0 || n == 0 || p->set.timeout > 86400) {
		log_text(&p->log, LOG_LEVEL_ERROR, sv_of(msg(p->log.lang, MSG_FEED_USAGE)));
		return USAGE;
	}
	return choose_feeds(p, names, n);
}

static int open_folder(struct program *p)
{
	/* A view into argv ends where the argument ends. */
	const char *into = p->set.into.p;
	int r = fetch_folder_open(into, true, &p->folder);

	if (r == 0)
		r = fetch_folder_lock(&p->folder);
	if (r == YG_EINVAL) {
		log_msg(&p->log, LOG_LEVEL_ERROR, MSG_FEED_BUSY, into);
		return CONFLICT;
	}
	if (r < 0) {
		log_msg(&p->log, LOG_LEVEL_ERROR, MSG_FEED_FOLDER, into,
			strerrordesc_np(errno));
		return FAILED;
	}
	return DONE;
}

static void show(void *ctx, uint64_t done, uint64_t total, size_t finished)
{
	struct program *p = ctx;
	buf_auto b = BUF_CAP(sizeof p->label);

	msg_put(&b, p->log.lang, MSG_FEED_PROGRESS, (unsigned)finished,
		(unsigned)p->feed_count);
	if (b.err == 0)
		memcpy(p->label, b.p, b.n + 1);
	p->progress.label = sv_of(p->label);
	progress_show(&p->progress, done, total);
}

static int judge(const struct fetch_result *results, size_t n)
{
	size_t good = 0;

	for (size_t i = 0; i < n; i++) {
		good += results[i].outcome != FETCH_FAILED;
		if (results[i].reason == FETCH_REASON_STOPPED)
			return STOPPED;
	}
	return good == n ? DONE : good > 0 ? PARTIAL : FAILED;
}

static int fetch(struct program *p)
{
	struct fetch_result *results = arena_new(p->arena, struct fetch_result, p->feed_count);
	struct fetch_plan plan = {
		.feeds = p->feeds, .count = p->feed_count,
		.base_url = p->set.base_url.n ? p->set.base_url.p : NULL,
		.folder = &p->folder, .io = &fetch_io_system, .clock = &p->clock,
		.budget_ms = (int64_t)p->set.timeout * 1000,
		.accept_shrunk = p->set.accept_smaller,
		.stop_fd = stop_descriptor(), .ctx = p, .progress = show,
	};
	struct fetch_report report = {p->log.lang, p->out_term, &plan, results};
	buf_auto b = BUF_CAP(MIB(1));

	if (!results)
		return FAILED;
	if (!fetch_confine(p->folder.fd))
		log_text(&p->log, LOG_LEVEL_DEBUG, SV("this kernel has no Landlock"));
	p->progress = progress_begin(&p->err_term, &p->clock, STDERR_FILENO,
				     !p->set.no_progress && !p->set.quiet, (struct sv){0});
	if (fetch_transfer_all(&plan, results) < 0) {
		progress_end(&p->progress);
		return FAILED;
	}
	progress_end(&p->progress);
	if (p->set.output == 1)
		fetch_report_json(&report, &b);
	else if (!p->set.quiet)
		fetch_report_table(&report, &b);
	if (b.err || fwrite(b.p ? b.p : "", 1, b.n, stdout) != b.n || fflush(stdout) != 0)
		return FAILED;
	return judge(results, p->feed_count);
}

int main(int argc, char **argv)
{
	arena_auto a = {.cap = MIB(8)};
	int err = STDERR_FILENO, r;
	struct program p = {.arena = &a, .clock = clock_system(), .folder = {.fd = -1}};

	signal(SIGPIPE, SIG_IGN);
	p.log = (struct log){
		.most = LOG_LEVEL_INFO, .lang = msg_lang_of((struct sv){0}, from_environment),
		.program = "yagura", .clock = &p.clock, .sink = log_to_fd, .ctx = &err,
	};
	r = read_arguments(&p, argc, argv);
	if (r == DONE)
		r = open_folder(&p);
	if (r == DONE)
		r = fetch(&p);
	fetch_folder_close(&p.folder);
	return r;
}
