/* SPDX-License-Identifier: Apache-2.0 */
/* feed.c - `yagura feed fetch`: choose the feeds and let yagura-fetch get them. */
#include "cli/feed.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/sibling.h"
#include "base/text.h"
#include "cli/state.h"
#include "identify/reader.h"

struct feed_fetch_options {
	struct sv into, base_url;
	uint64_t timeout;
	int output;
	bool all, accept_smaller;
};

static const struct option_row rows[] = {
	{"into", 0, OPTION_TEXT, offsetof(struct feed_fetch_options, into), MSG_VALUE_DIR,
	 MSG_OPTION_FEED_INTO, NULL},
	{"all", 'a', OPTION_FLAG, offsetof(struct feed_fetch_options, all), MSG_NONE,
	 MSG_OPTION_FEED_FETCH_ALL, NULL},
	{"timeout", 0, OPTION_NUMBER, offsetof(struct feed_fetch_options, timeout),
	 MSG_FEED_VALUE_SECONDS, MSG_OPTION_FEED_TIMEOUT, NULL},
	{"base-url", 0, OPTION_TEXT, offsetof(struct feed_fetch_options, base_url),
	 MSG_FEED_VALUE_URL, MSG_OPTION_FEED_BASE_URL, NULL},
	{"accept-smaller", 0, OPTION_FLAG, offsetof(struct feed_fetch_options, accept_smaller),
	 MSG_NONE, MSG_OPTION_FEED_ACCEPT_SMALLER, NULL},
	{"output", 'o', OPTION_CHOICE, offsetof(struct feed_fetch_options, output),
	 MSG_VALUE_FORMAT, MSG_OPTION_FEED_OUTPUT, "table|json"},
};
const struct option_table feed_fetch_options = OPTION_TABLE(rows, struct feed_fetch_options);

void feed_put_title(struct buf *b, enum msg_lang lang, const struct fetch_feed *f)
{
	if (f->title == MSG_FEED_TITLE_OSV)
		msg_put(b, lang, MSG_FEED_TITLE_OSV, f->ecosystem);
	else
		buf_str(b, msg(lang, f->title));
}

enum exit_code feed_folder_path(struct cli *cli, struct sv given, char *path)
{
	int r = state_path(given, "feeds", cli->env, getuid(), path, LIMIT_PATH);

	if (r == 0)
		return EXIT_DONE;
	log_text(&cli->log, LOG_LEVEL_ERROR, sv_of(msg(cli->lang, MSG_FEED_NO_FOLDER)));
	return EXIT_FAILED;
}

enum exit_code feed_folder_open(struct cli *cli, struct sv given, bool create,
				struct fetch_folder *ret)
{
	char path[LIMIT_PATH];
	enum exit_code e = feed_folder_path(cli, given, path);
	int r;

	if (e != EXIT_DONE)
		return e;
	r = fetch_folder_open(path, create, ret);
	if (r == 0)
		r = create ? fetch_folder_lock(ret) : 0;
	if (r == 0)
		return EXIT_DONE;
	if (r == YG_EINVAL) {
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_FEED_BUSY, path);
		return EXIT_CONFLICT;
	}
	log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_FEED_FOLDER, path, strerrordesc_np(errno));
	return EXIT_FAILED;
}

struct sv feed_host_id(struct cli *cli)
{
	buf_auto b = BUF_CAP(KIB(64));
	struct inventory_os os;

	if (file_read(SV("/etc/os-release"), &b) < 0 ||
	    inventory_os_read(buf_view(&b), &os) < 0)
		return (struct sv){NULL, 0};
	return arena_copy(cli->arena, os.id);
}

/* The arguments of yagura-fetch; the arena holds them. */
struct words {
	struct arena *arena;
	char **argv;
	size_t n;
	bool failed;
};

static void add(struct words *w, struct sv word)
{
	char *copy = arena_new(w->arena, char, word.n + 1);
	char **slot = copy ? arena_push(w->arena, w->argv, w->n) : NULL;

	if (slot) {
		memcpy(copy, word.p, word.n);
		*slot = copy;
	} else {
		w->failed = true;
	}
}

static void add_option(struct words *w, const char *name, struct sv value)
{
	if (value.n == 0)
		return;
	add(w, sv_of(name));
	add(w, value);
}

static void add_settings(struct words *w, const struct cli *cli,
			 const struct feed_fetch_options *o, const char *path)
{
	static const char *const colors[] = {"auto", "always", "never"};
	char seconds[24];

	add(w, SV("yagura-fetch"));
	add_option(w, "--into", sv_of(path));
	add_option(w, "--base-url", o->base_url);
	if (o->timeout > 0) {
		snprintf(seconds, sizeof seconds, "%llu", (unsigned long long)o->timeout);
		add_option(w, "--timeout", sv_of(seconds));
	}
	add_option(w, "--lang", sv_of(msg_lang_name(cli->lang)));
	add_option(w, "--color", sv_of(colors[cli->globals.color]));
	add_option(w, "--output", o->output == 1 ? SV("json") : SV("table"));
	if (o->accept_smaller)
		add(w, SV("--accept-smaller"));
	if (!cli->progress)
		add(w, SV("--no-progress"));
	if (cli->globals.quiet)
		add(w, SV("--quiet"));
}

static void add_feeds(struct words *w, struct cli *cli, const struct feed_fetch_options *o,
		      const struct command_call *call)
{
	struct sv host = feed_host_id(cli);

	for (size_t i = 0; i < call->operand_count; i++)
		add(w, call->operands[i]);
	for (size_t i = 0; call->operand_count == 0 && i < fetch_feed_count; i++) {
		const struct fetch_feed *f = &fetch_feeds[i];
		if (fetch_feed_serves(f, host) || (o->all && !f->large))
			add(w, sv_of(f->name));
	}
}

enum exit_code command_feed_fetch(struct cli *cli, const struct command_call *call)
{
	const struct feed_fetch_options *o = call->options;
	struct words w = {.arena = cli->arena};
	char path[LIMIT_PATH], program[LIMIT_PATH];
	enum exit_code e = feed_folder_path(cli, o->into, path);

	if (e != EXIT_DONE)
		return e;
	for (size_t i = 0; i < call->operand_count; i++) {
		struct sv name = call->operands[i];
		if (fetch_feed_find(name))
			continue;
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_FEED_UNKNOWN,
			SV_ARG(sv_first(name, 100)));
		return EXIT_NOT_FOUND;
	}
	if (sibling_path("yagura-fetch", program, sizeof program) < 0) {
		log_text(&cli->log, LOG_LEVEL_ERROR,
			 sv_of(msg(cli->lang, MSG_FEED_NO_PROGRAM)));
		return EXIT_FAILED;
	}
	add_settings(&w, cli, o, path);
	add(&w, SV("--"));
	add_feeds(&w, cli, o, call);
	if (w.failed || !arena_push(cli->arena, w.argv, w.n))	/* the NULL at the end */
		return EXIT_FAILED;
	execv(program, w.argv);
	log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_FEED_FOLDER, program, strerrordesc_np(errno));
	return EXIT_FAILED;
}
