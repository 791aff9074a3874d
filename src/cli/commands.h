/* SPDX-License-Identifier: Apache-2.0 */
/*
 * commands.h - the one table of commands.  Parsing, help, completion, the man page and the
 * tests are driven by it.
 *
 * A row with a blank in its name ("calc version") is a command of a family; the row of the
 * family itself ("calc") has no function and stands before its members.
 *
 * Ownership: constants.   Errors: none.   Threads: read-only.   Trust: nothing read.
 */
#ifndef YAGURA_COMMANDS_H
#define YAGURA_COMMANDS_H

#include "cli/cli.h"

enum command_group {		/* headings of the help, in the order of the work */
	COMMAND_LOOK,		/* scan, explain */
	COMMAND_KNOW,		/* knowledge, feed */
	COMMAND_CALCULATE,
	COMMAND_ABOUT,		/* help, version, completion */
	COMMAND_GROUP_COUNT,
};

enum { COMMAND_EXAMPLES = 3 };

struct command_example {
	const char *line;	/* as typed, without "yagura" */
	enum msg_key what;
};

struct command {
	const char *name;
	enum command_group group;
	enum msg_key summary;		/* one line */
	enum msg_key about;		/* paragraphs; MSG_NONE: the summary says it all */
	const char *operands;		/* "PATH..."; NULL: takes none */
	size_t operands_least, operands_most;	/* most: SIZE_MAX for any number */
	const struct option_table *options;	/* NULL: only the global ones */
	enum exit_code (*run)(struct cli *cli, const struct command_call *call);
	struct command_example examples[COMMAND_EXAMPLES];
	const char *choices;		/* what the first operand may be: "bash|zsh|fish" */
	bool hidden;
};

extern const struct command commands[];
extern const size_t command_count;
extern const enum msg_key command_group_titles[COMMAND_GROUP_COUNT];

/* The row with exactly this name; NULL. */
const struct command *command_find(struct sv name);
/* Whether row c is a member of the family ("calc"). */
bool command_in_family(const struct command *c, struct sv family);

/* The commands' functions, one file each; the options are in the same file. */
enum exit_code command_calc(struct cli *cli, const struct command_call *call);
enum exit_code command_completion(struct cli *cli, const struct command_call *call);
enum exit_code command_explain(struct cli *cli, const struct command_call *call);
enum exit_code command_feed_fetch(struct cli *cli, const struct command_call *call);
enum exit_code command_feed_import(struct cli *cli, const struct command_call *call);
enum exit_code command_feed_list(struct cli *cli, const struct command_call *call);
enum exit_code command_help(struct cli *cli, const struct command_call *call);
enum exit_code command_knowledge_build(struct cli *cli, const struct command_call *call);
enum exit_code command_knowledge_show(struct cli *cli, const struct command_call *call);
enum exit_code command_knowledge_status(struct cli *cli, const struct command_call *call);
enum exit_code command_knowledge_verify(struct cli *cli, const struct command_call *call);
enum exit_code command_scan(struct cli *cli, const struct command_call *call);
enum exit_code command_version(struct cli *cli, const struct command_call *call);
extern const struct option_table calc_options, calc_scheme_options, calc_range_options;
extern const struct option_table calc_policy_options;
extern const struct option_table feed_fetch_options, feed_import_options, feed_list_options;
extern const struct option_table explain_command_options, scan_command_options;
extern const struct option_table knowledge_build_options, knowledge_show_options;
extern const struct option_table knowledge_status_options;
extern const struct option_table help_options, version_options;

#endif
