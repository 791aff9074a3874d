/* SPDX-License-Identifier: Apache-2.0 */
/*
 * help.h - help from the table of commands, for every level, examples first.
 *
 * Ownership: text goes into the caller's buffer.
 * Errors:    sticky in the buffer.   Threads: no shared state.   Trust: our own tables only.
 */
#ifndef YAGURA_CLI_HELP_H
#define YAGURA_CLI_HELP_H

#include "cli/commands.h"

struct help_view {
	struct buf *b;
	enum msg_lang lang;
	struct term term;	/* width and colours */
};

/* The whole program: examples, commands by group, topics. */
void help_program(const struct help_view *v);
/* One command or, for the row of a family, its members. */
void help_command(const struct help_view *v, const struct command *c);

/* What is not a command but has a page: exit-codes, environment. */
struct help_topic {
	const char *name;
	enum msg_key summary;
	void (*write)(const struct help_view *v);
};
extern const struct help_topic help_topics[];
extern const size_t help_topic_count;

/* The man page (man(7) source) of a command, or of the program for NULL. */
void man_page(struct buf *b, enum msg_lang lang, const struct command *c);

/* Shell completion: "bash", "zsh" or "fish"; YG_ENOTFOUND. */
int completion_write(struct buf *b, enum msg_lang lang, struct sv shell) YG_CHECK;

/* Environment variables that the program reads: name and meaning; for help and man page. */
struct help_variable {
	const char *name;
	enum msg_key meaning;
};
extern const struct help_variable help_variables[];
extern const size_t help_variable_count;

#endif
