/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli.h - what every command is given: the person's language, the streams, the clock.
 *
 * Ownership: main() owns it all; the arena lives as long as the command.
 * Errors:    a command says what is wrong through cli->log and returns an exit code.
 * Threads:   one command, one thread.
 * Trust:     arguments and environment are the user's; data is not.
 */
#ifndef YAGURA_CLI_H
#define YAGURA_CLI_H

#include "base/clock.h"
#include "base/log.h"
#include "base/options.h"
#include "base/sink.h"
#include "base/term.h"
#include "cli/exit_codes.h"

/* Options that every command takes. */
struct cli_globals {
	struct sv lang;
	int color;		/* enum term_color */
	int log_format;		/* 0 text, 1 JSON */
	bool no_progress, quiet, help, version;
	unsigned verbose;
};
extern const struct option_table cli_global_options;

struct cli {
	struct arena *arena;
	struct cli_globals globals;
	enum msg_lang lang;
	const char *(*env)(const char *name);
	const struct clock *clock;
	struct log log;
	struct term out_term, err_term;
	int in, err;		/* file descriptors */
	struct sink *out;	/* standard output; main() flushes it at the end */
	bool progress;		/* show bars: standard error is a terminal, nobody said no */
};

struct command_call {
	const struct command *command;
	const void *options;		/* the command's struct, filled */
	const struct sv *operands;
	size_t operand_count;
};

/*
 * Run the command that argv (without the program's name) asks for: find it, read its
 * options, show help, or say what is wrong.  Everything that main() does but the set-up.
 */
enum exit_code cli_run(struct cli *cli, int argc, char *const *argv);

/* Say what is wrong with the call, with a hint where the help is; EXIT_USAGE. */
enum exit_code cli_usage(struct cli *cli, const struct command *command, struct sv what);
#define cli_usage_msg(cli, command, key, ...) \
	cli_usage_fmt((cli), (command), msg_format_((cli)->lang, (key), key##_EN), __VA_ARGS__)
enum exit_code cli_usage_fmt(struct cli *cli, const struct command *command, const char *fmt,
			     ...) __attribute__((format(printf, 3, 4)));

/* "out of memory" and the like, in words. */
const char *cli_error_text(enum msg_lang lang, int code);

#endif
