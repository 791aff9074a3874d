/* SPDX-License-Identifier: Apache-2.0 */
/* knowledge.c - `yagura knowledge status|verify`, and what the knowledge commands share. */
#include "cli/knowledge.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/json_write.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "base/term_table.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/state.h"
#include "knowledge/generation.h"

struct knowledge_options {
	struct sv dir;
	uint64_t max_age;
	int output;
};

static const struct option_row rows[] = {
	{"knowledge", 0, OPTION_TEXT, offsetof(struct knowledge_options, dir), MSG_VALUE_DIR,
	 MSG_OPTION_KNOWLEDGE_DIR, NULL},
	{"max-feed-age", 0, OPTION_SECONDS, offsetof(struct knowledge_options, max_age),
	 MSG_VALUE_TIME, MSG_OPTION_KNOWLEDGE_MAX_AGE, NULL},
	{"output", 'o', OPTION_CHOICE, offsetof(struct knowledge_options, output),
	 MSG_VALUE_FORMAT, MSG_OPTION_KNOWLEDGE_OUTPUT, "table|json"},
};
const struct option_table knowledge_status_options = OPTION_TABLE(rows, struct knowledge_options);

enum exit_code knowledge_folder(struct cli *cli, struct sv given, char *path)
{
	int r = state_path(given, "knowledge", cli->env, getuid(), path, LIMIT_PATH);

	if (r == 0)
		return EXIT_DONE;
	log_text(&cli->log, LOG_LEVEL_ERROR, sv_of(msg(cli->lang, MSG_KNOWLEDGE_NO_FOLDER)));
	return EXIT_FAILED;
}

enum exit_code knowledge_file(struct cli *cli, const char *dir, const char *name, char *path)
{
	if (generation_path(dir, name, path, LIMIT_PATH) == 0)
		return EXIT_DONE;
	log_text(&cli->log, LOG_LEVEL_ERROR, sv_of(msg(cli->lang, MSG_ERROR_LIMIT)));
	return EXIT_FAILED;
}

enum exit_code knowledge_manifest(struct cli *cli, const char *dir, struct manifest *ret)
{
	char path[LIMIT_PATH];
	struct yg_err err = {0};
	int n = snprintf(path, sizeof path, "%s/current", dir), r = YG_EINVAL;

	if (n > 0 && (size_t)n < sizeof path)
		r = manifest_read(cli->arena, path, ret, &err);
	if (r == 0)
		return EXIT_DONE;
	if (r == YG_ENOTFOUND)
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_KNOWLEDGE_NONE, dir, dir);
	else
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_KNOWLEDGE_BROKEN, dir,
			err.what ? err.what : cli_error_text(cli->lang, r), dir);
	return r == YG_ENOTFOUND ? EXIT_NOT_FOUND : EXIT_FAILED;
}

int64_t knowledge_age_days(const struct cli *cli, const struct manifest_feed *f)
{
	int64_t time, days;

	if (clock_parse(f->time, &time) < 0)
		return -1;
	days = clock_days_between(time, clock_now(cli->clock));
	return days < 0 ? 0 : days;
}

struct texts {
	struct buf records, skipped, age;
};

static void fill(struct cli *cli, const struct manifest_feed *f, int64_t max_age,
		 struct texts *t, struct term_cell cells[6])
{
	int64_t days = knowledge_age_days(cli, f);
	bool old = days >= 0 && days * CLOCK_DAY_SECONDS > max_age;
	enum msg_key state = f->partial ? MSG_KNOWLEDGE_STATE_PARTIAL
		: days < 0 ? MSG_KNOWLEDGE_STATE_UNKNOWN
		: old ? MSG_KNOWLEDGE_STATE_OLD : MSG_KNOWLEDGE_STATE_OK;

	buf_clear(&t->records);
	buf_clear(&t->skipped);
	buf_clear(&t->age);
	buf_u64(&t->records, f->records);
	buf_u64(&t->skipped, f->skipped);
	if (days >= 0)
		msg_put(&t->age, cli->lang, MSG_KNOWLEDGE_AGE_DAYS, (int)days);
	cells[0] = (struct term_cell){f->name, TERM_PLAIN};
	cells[1] = (struct term_cell){buf_view(&t->records), TERM_PLAIN};
	cells[2] = (struct term_cell){buf_view(&t->skipped), TERM_PLAIN};
	cells[3] = (struct term_cell){buf_view(&t->age), TERM_PLAIN};
	cells[4] = (struct term_cell){sv_of(msg(cli->lang, state)),
		state == MSG_KNOWLEDGE_STATE_OK ? TERM_GREEN : TERM_YELLOW};
	cells[5] = (struct term_cell){f->source, TERM_PLAIN};
}

void knowledge_put_feeds(struct cli *cli, const struct manifest *m, int64_t max_age)
{
	const struct term_column columns[] = {
		{.title = sv_of(msg(cli->lang, MSG_KNOWLEDGE_COLUMN_FEED))},
		{.title = sv_of(msg(cli->lang, MSG_KNOWLEDGE_COLUMN_RECORDS)), .right = true},
		{.title = sv_of(msg(cli->lang, MSG_KNOWLEDGE_COLUMN_SKIPPED)), .right = true},
		{.title = sv_of(msg(cli->lang, MSG_KNOWLEDGE_COLUMN_AGE)), .right = true},
		{.title = sv_of(msg(cli->lang, MSG_KNOWLEDGE_COLUMN_STATE))},
		{.title = sv_of(msg(cli->lang, MSG_KNOWLEDGE_COLUMN_SOURCE)), .flex = TERM_CUT},
	};
	struct term_table t = term_table_make(&cli->out_term, columns, YG_COUNT(columns));
	struct texts texts = {BUF_CAP(32), BUF_CAP(32), BUF_CAP(64)};
	struct term_cell cells[YG_COUNT(columns)];

	for (size_t i = 0; i < m->feed_count; i++) {
		fill(cli, &m->feeds[i], max_age, &texts, cells);
		term_table_measure(&t, cells);
	}
	term_table_fit(&t);
	term_table_head(&t, &cli->out->b);
	for (size_t i = 0; i < m->feed_count; i++) {
		fill(cli, &m->feeds[i], max_age, &texts, cells);
		term_table_row(&t, &cli->out->b, cells);
		sink_spill(cli->out);
	}
	buf_drop(&texts.records);
	buf_drop(&texts.skipped);
	buf_drop(&texts.age);
}

enum exit_code command_knowledge_status(struct cli *cli, const struct command_call *call)
{
	const struct knowledge_options *o = call->options;
	struct buf *out = &cli->out->b;
	char dir[LIMIT_PATH];
	struct manifest m;
	enum exit_code code = knowledge_folder(cli, o->dir, dir);

	if (code == EXIT_DONE)
		code = knowledge_manifest(cli, dir, &m);
	if (code != EXIT_DONE)
		return code;
	if (o->output == 1) {
		manifest_write(out, &m);
		return EXIT_DONE;
	}
	msg_put(out, cli->lang, MSG_KNOWLEDGE_BUILT, SV_ARG(m.generation),
		(unsigned long long)m.documents, (unsigned long long)m.rules);
	buf_char(out, '\n');
	knowledge_put_feeds(cli, &m, o->max_age ? (int64_t)o->max_age : KNOWLEDGE_MAX_AGE);
	return EXIT_DONE;
}

/* ---- verify ---- */

static bool verify_file(const char *dir, const struct manifest_file *f, const char *name)
{
	unsigned char digest[SHA256_BYTES];
	char path[LIMIT_PATH], text[SHA256_HEX];
	bool same = false;
	int fd;

	if (generation_path(dir, name, path, sizeof path) < 0)
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (sha256_file(fd, digest) == 0)
		same = sv_eq(sha256_hex(digest, text), f->sha256);
	(void)close(fd);
	return same;
}

enum exit_code command_knowledge_verify(struct cli *cli, const struct command_call *call)
{
	static const char *const names[] = {"kb.sqlite", "match.idx", "signals.idx"};
	const struct knowledge_options *o = call->options;
	struct buf *out = &cli->out->b;
	char dir[LIMIT_PATH];
	struct manifest m;
	enum exit_code code = knowledge_folder(cli, o->dir, dir);

	if (code == EXIT_DONE)
		code = knowledge_manifest(cli, dir, &m);
	if (code != EXIT_DONE)
		return code;
	for (size_t i = 0; i < YG_COUNT(names); i++) {
		const struct manifest_file *f = NULL;
		for (size_t k = 0; k < m.file_count && !f; k++)
			if (sv_eq(m.files[k].name, sv_of(names[i])))
				f = &m.files[k];
		if (f && verify_file(dir, f, names[i])) {
			msg_put(out, cli->lang, MSG_KNOWLEDGE_VERIFY_OK, names[i],
				(unsigned long long)f->bytes);
		} else {
			msg_put(out, cli->lang, MSG_KNOWLEDGE_VERIFY_BAD, names[i]);
			code = EXIT_FAILED;
		}
		buf_char(out, '\n');
	}
	return code;
}
