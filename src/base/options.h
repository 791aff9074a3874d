/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.h - command-line options, read as a table says them.
 *
 * A command has a struct of its own and a table whose rows say which option fills which
 * member; help, completion and the man page come from the same rows.
 *
 *	struct scan_options { struct sv policy; bool all; };
 *	static const struct option_row rows[] = {
 *		{"policy", 'p', OPTION_TEXT, offsetof(struct scan_options, policy),
 *		 .value = MSG_VALUE_FILE, .help = MSG_OPTION_POLICY},
 *		...
 *	};
 *
 * Accepted: --name VALUE, --name=VALUE, -n VALUE, -nVALUE, -abc for flags, options after
 * operands, -- before operands that begin with a hyphen; a lone - is an operand.  Long names
 * are not abbreviated: a script must not change its meaning when an option is added.
 *
 * Ownership: values are views into argv; lists and operands live in the arena.
 * Errors:    YG_EINVAL, with a struct option_problem that says what and where; YG_ENOMEM.
 *	On failure the struct is half filled and must not be used.
 * Threads:   no shared state.   Trust: arguments are the user's, but may hold any bytes.
 */
#ifndef YAGURA_OPTIONS_H
#define YAGURA_OPTIONS_H

#include "base/messages.h"

enum option_kind {
	OPTION_FLAG,		/* bool */
	OPTION_COUNT,		/* unsigned: how often it was given */
	OPTION_TEXT,		/* struct sv: the last one counts */
	OPTION_LIST,		/* struct option_list: every one counts */
	OPTION_NUMBER,		/* uint64_t */
	OPTION_SECONDS,		/* uint64_t: 90s, 45m, 36h, 7d, 2w; without a unit: days */
	OPTION_CHOICE,		/* int: place among choices, from 0; set a default before */
};

struct option_row {
	const char *name;	/* without -- */
	char letter;		/* 0: none */
	enum option_kind kind;
	size_t at;		/* offsetof the member in the command's struct */
	enum msg_key value;	/* the word for the value: FILE */
	enum msg_key help;	/* MSG_NONE: not shown in help */
	const char *choices;	/* OPTION_CHOICE: "table|json"; OPTION_TEXT: for completion */
};

struct option_list {
	struct sv *items;
	size_t count;
};

struct option_table {		/* rows and the struct that they fill */
	const struct option_row *rows;
	size_t count;
	size_t bytes;		/* sizeof the struct */
};
#define OPTION_TABLE(rows_, type_) {(rows_), YG_COUNT(rows_), sizeof(type_)}

struct option_target {		/* a table and the struct to fill */
	const struct option_table *table;
	void *into;
};

enum option_fault {
	OPTION_UNKNOWN,		/* no such option; near may say what was meant */
	OPTION_NO_VALUE,	/* the value is missing */
	OPTION_EXTRA_VALUE,	/* a flag was given a value */
	OPTION_BAD_NUMBER, OPTION_BAD_SECONDS, OPTION_BAD_CHOICE,
};

struct option_problem {
	enum option_fault fault;
	struct sv given;		/* as written: "--polcy", "-x" */
	struct sv value;
	struct sv near;			/* "--policy"; empty: nothing is near */
	const struct option_row *row;	/* NULL when unknown */
	char text[64];			/* holds `near` */
};

struct option_words {		/* arguments that are not read yet */
	char *const *argv;
	int count;
};

/*
 * Read options of any of the targets until the words are used up or, with stop_at_operand, at
 * the first operand.  *words is what is left; *operands and *operand_count grow in a.
 */
int options_read(struct arena *a, const struct option_target *targets, size_t target_count,
		 bool stop_at_operand, struct option_words *words, struct sv **operands,
		 size_t *operand_count, struct option_problem *problem) YG_CHECK;

/* The problem in words, with the repair. */
void options_explain(struct buf *b, enum msg_lang lang, const struct option_problem *p);

#endif
