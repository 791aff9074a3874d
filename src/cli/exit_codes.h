/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exit_codes.h - what a command's exit code means.  A gate and a failure never share a number.
 *
 * Ownership: constants.   Errors: none.   Threads: no shared state.   Trust: nothing read.
 */
#ifndef YAGURA_CLI_EXIT_CODES_H
#define YAGURA_CLI_EXIT_CODES_H

#include "base/messages.h"

enum exit_code {
	EXIT_DONE = 0,			/* done, and nothing over a threshold */
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,			/* the command line, or a file it names, is wrong */
	EXIT_GATE = 3,			/* --fail-on tripped */
	EXIT_PARTIAL = 4,		/* some inputs failed: the result is not whole */
	EXIT_NOT_FOUND = 5,
	EXIT_NOT_AUTHORISED = 6,
	EXIT_CONFLICT = 7,		/* something else holds the lock, or changed it */
	EXIT_STALE = 8,			/* data older than --max-feed-age */
	EXIT_INTERRUPTED = 130,
};

/*
 * The code to leave with when two apply: usage, failure, gate, partial, stale, done, in that
 * order; the others stand alone and come before the gate.
 */
enum exit_code exit_code_worse(enum exit_code a, enum exit_code b);

/* The code for a YG_E* result of a library call (0 is EXIT_DONE). */
enum exit_code exit_code_of(int result);

struct exit_code_row {
	enum exit_code code;
	const char *name;
	enum msg_key meaning;
};
extern const struct exit_code_row exit_code_rows[];
extern const size_t exit_code_row_count;

#endif
