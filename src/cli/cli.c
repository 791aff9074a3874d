/* SPDX-License-Identifier: Apache-2.0 */
/* cli.c - from arguments to a command: options for every command, look-up, help, mistakes. */
#include "cli/cli.h"

#include <stdio.h>
#include <unistd.h>

#include "base/distance.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/help.h"

static const struct option_row global_rows[] = {
	{"lang", 0, OPTION_TEXT, offsetof(struct cli_globals, lang), MSG_VALUE_LANG,
	 MSG_OPTION_LANG, "ja|en"},
	{"color", 0, OPTION_CHOICE, offsetof(struct cli_globals, color), MSG_VALUE_WHEN,
	 MSG_OPTION_COLOR, "auto|always|never"},
	{"log-format", 0, OPTION_CHOICE, offsetof(struct cli_globals, log_format),
	 MSG_VALUE_FORMAT, MSG_OPTION_LOG_FORMAT, "text|json"},
	{"no-progress", 0, OPTION_FLAG, offsetof(struct cli_globals, no_progress), MSG_NONE,
	 MSG_OPTION_NO_PROGRESS, NULL},
	{"quiet", 'q', OPTION_FLAG, offsetof(struct cli_globals, quiet), MSG_NONE,
	 MSG_OPTION_QUIET, NULL},
	{"verbose", 'v', OPTION_COUNT, offsetof(struct cli_globals, verbose), MSG_NONE,
	 MSG_OPTION_VERBOSE, NULL},
	{"help", 'h', OPTION_FLAG, offsetof(struct cli_globals, help), MSG_NONE,
	 MSG_OPTION_HELP, NULL},
	{"version", 'V', OPTION_FLAG, offsetof(struct cli_globals, version), MSG_NONE,
	 MSG_OPTION_VERSION, NULL},
};
const struct option_table cli_global_options = OPTION_TABLE(global_rows, struct cli_globals);

static void apply_globals(struct cli *cli)
{
	const struct cli_globals *g = &cli->globals;

	cli->lang = msg_lang_of(g->lang, cli->env);
	cli->out_term = term_of(cli->out->fd, (enum term_color)g->color, cli->env);
	cli->err_term = term_of(cli->err, (enum term_color)g->color, cli->env);
	cli->log.lang = cli->lang;
	cli->log.json = g->log_format == 1;
	cli->log.most = g->quiet ? LOG_LEVEL_ERROR
		      : g->verbose ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO;
	cli->progress = cli->err_term.tty && !g->no_progress && !g->quiet && !cli->log.json;
}

enum exit_code cli_usage(struct cli *cli, const struct command *command, struct sv what)
{
	log_text(&cli->log, LOG_LEVEL_ERROR, what);
	if (cli->log.json)
		return EXIT_USAGE;
	if (command)
		log_msg(&cli->log, LOG_LEVEL_INFO, MSG_USAGE_SEE_COMMAND, command->name);
	else
		log_text(&cli->log, LOG_LEVEL_INFO, sv_of(msg(cli->lang, MSG_USAGE_SEE_HELP)));
	return EXIT_USAGE;
}

enum exit_code cli_usage_fmt(struct cli *cli, const struct command *command, const char *fmt,
			     ...)
{
	char text[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	return cli_usage(cli, command, sv_first(sv_of(text), (size_t)n));
}

const char *cli_error_text(enum msg_lang lang, int code)
{
	switch (code) {
	case YG_ENOMEM: return msg(lang, MSG_ERROR_MEMORY);
	case YG_ESYNTAX: return msg(lang, MSG_ERROR_SYNTAX);
	case YG_ELIMIT: return msg(lang, MSG_ERROR_LIMIT);
	case YG_EIO: return msg(lang, MSG_ERROR_IO);
	case YG_ENOTFOUND: return msg(lang, MSG_ERROR_NOT_FOUND);
	case YG_EUNSUPPORTED: return msg(lang, MSG_ERROR_UNSUPPORTED);
	case YG_ESTALE: return msg(lang, MSG_ERROR_STALE);
	default: return msg(lang, MSG_ERROR_INTERNAL);
	}
}

static struct help_view help_on(struct cli *cli)
{
	struct term t = cli->out_term;

	/* Help is for the eye even in a pipe: `yagura help | less`. */
	t.tty = true;
	if (t.columns == 0)
		t.columns = 80;
	return (struct help_view){.b = &cli->out->b, .lang = cli->lang, .term = t};
}

/* A word that is no command: say so, and what may have been meant. */
static enum exit_code unknown_command(struct cli *cli, struct sv family, struct sv word)
{
	buf_auto b = BUF_CAP(4096);
	struct distance_best best = distance_begin(word);

	for (size_t i = 0; i < command_count; i++) {
		struct sv name = sv_of(commands[i].name);
		if (commands[i].hidden)
			continue;
		if (family.n == 0 && sv_find(name, ' ') == name.n)
			distance_offer(&best, name);
		else if (family.n > 0 && command_in_family(&commands[i], family))
			distance_offer(&best, sv_from(name, family.n + 1));
	}
	word = sv_first(word, 100);
	if (family.n > 0)
		msg_put(&b, cli->lang, MSG_USAGE_UNKNOWN_MEMBER, SV_ARG(family), SV_ARG(word));
	else
		msg_put(&b, cli->lang, MSG_USAGE_UNKNOWN_COMMAND, SV_ARG(word));
	if (best.word.n > 0)
		msg_put(&b, cli->lang, MSG_USAGE_DID_YOU_MEAN, SV_ARG(best.word));
	return cli_usage(cli, family.n > 0 ? command_find(family) : NULL, buf_view(&b));
}

/* The command that the first one or two of the words name; they are taken. */
static const struct command *take_command(struct cli *cli, struct option_words *w,
					  struct sv *family, struct sv *word)
{
	const struct command *c, *member;
	struct sv name;

	*family = (struct sv){NULL, 0};
	*word = sv_of(w->argv[0]);
	c = command_find(*word);
	if (!c || sv_find(*word, ' ') < word->n)
		return NULL;
	w->argv++, w->count--;
	if (c->run || w->count == 0 || w->argv[0][0] == '-')
		return c;
	*family = *word;
	*word = sv_of(w->argv[0]);
	name = sv_join(cli->arena, *family, SV(" "), *word);
	member = command_find(name);
	if (member)
		w->argv++, w->count--;
	return member;
}

static enum exit_code check_operands(struct cli *cli, const struct command_call *call)
{
	const struct command *c = call->command;

	if (call->operand_count > c->operands_most)
		return cli_usage_msg(cli, c, MSG_USAGE_EXTRA_OPERAND, c->name,
				     SV_ARG(sv_first(call->operands[c->operands_most], 100)));
	if (call->operand_count < c->operands_least)
		return cli_usage_msg(cli, c, MSG_USAGE_NO_OPERAND, c->name, c->operands);
	return EXIT_DONE;
}

/* Read what follows the command's name, then help or run. */
static enum exit_code run_command(struct cli *cli, const struct command *c,
				  struct option_words *words)
{
	static const struct option_table none = {0};
	const struct option_table *table = c->options ? c->options : &none;
	struct command_call call = {.command = c};
	struct option_problem problem;
	struct sv *operands = NULL;
	struct option_target targets[2] = {
		{table, arena_take(cli->arena, 1, table->bytes + 1, _Alignof(max_align_t))},
		{&cli_global_options, &cli->globals},
	};
	enum exit_code e;
	int code;

	if (!targets[0].into)
		return EXIT_FAILED;
	code = options_read(cli->arena, targets, 2, false, words, &operands,
			    &call.operand_count, &problem);
	apply_globals(cli);
	if (code == YG_EINVAL) {
		buf_auto b = BUF_CAP(8192);
		options_explain(&b, cli->lang, &problem);
		return cli_usage(cli, c, buf_view(&b));
	}
	if (code < 0) {
		log_text(&cli->log, LOG_LEVEL_ERROR, sv_of(cli_error_text(cli->lang, code)));
		return EXIT_FAILED;
	}
	if (cli->globals.help || !c->run) {
		struct help_view v = help_on(cli);
		if (!cli->globals.help)
			return cli_usage_msg(cli, c, MSG_USAGE_NO_MEMBER, c->name);
		help_command(&v, c);
		return EXIT_DONE;
	}
	call.options = targets[0].into;
	call.operands = operands;
	e = check_operands(cli, &call);
	return e == EXIT_DONE ? c->run(cli, &call) : e;
}

enum exit_code cli_run(struct cli *cli, int argc, char *const *argv)
{
	struct option_words words = {argv, argc};
	struct option_target target = {&cli_global_options, &cli->globals};
	struct option_problem problem;
	struct sv *operands = NULL, family, word;
	size_t operand_count = 0;
	const struct command *c;
	int code = options_read(cli->arena, &target, 1, true, &words, &operands, &operand_count,
				&problem);

	apply_globals(cli);
	if (code < 0) {
		buf_auto b = BUF_CAP(8192);
		options_explain(&b, cli->lang, &problem);
		return cli_usage(cli, NULL, buf_view(&b));
	}
	if (cli->globals.version)
		return run_command(cli, command_find(SV("version")), &words);
	if (words.count == 0) {
		struct help_view v = help_on(cli);
		help_program(&v);
		return EXIT_DONE;
	}
	c = take_command(cli, &words, &family, &word);
	return c ? run_command(cli, c, &words) : unknown_command(cli, family, word);
}
