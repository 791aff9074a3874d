/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/exit_codes.h"

const struct exit_code_row exit_code_rows[] = {
	{EXIT_DONE, "done", MSG_EXIT_DONE},
	{EXIT_FAILED, "failed", MSG_EXIT_FAILED},
	{EXIT_USAGE, "usage", MSG_EXIT_USAGE},
	{EXIT_GATE, "gate", MSG_EXIT_GATE},
	{EXIT_PARTIAL, "partial", MSG_EXIT_PARTIAL},
	{EXIT_NOT_FOUND, "not found", MSG_EXIT_NOT_FOUND},
	{EXIT_NOT_AUTHORISED, "not authorised", MSG_EXIT_NOT_AUTHORISED},
	{EXIT_CONFLICT, "conflict", MSG_EXIT_CONFLICT},
	{EXIT_STALE, "stale", MSG_EXIT_STALE},
	{EXIT_INTERRUPTED, "interrupted", MSG_EXIT_INTERRUPTED},
};
const size_t exit_code_row_count = YG_COUNT(exit_code_rows);

/* The most important first. */
static const enum exit_code order[] = {
	EXIT_INTERRUPTED, EXIT_USAGE, EXIT_FAILED, EXIT_NOT_AUTHORISED, EXIT_CONFLICT,
	EXIT_NOT_FOUND, EXIT_GATE, EXIT_PARTIAL, EXIT_STALE, EXIT_DONE,
};

enum exit_code exit_code_worse(enum exit_code a, enum exit_code b)
{
	for (size_t i = 0; i < YG_COUNT(order); i++)
		if (order[i] == a || order[i] == b)
			return order[i];
	return EXIT_FAILED;
}

enum exit_code exit_code_of(int result)
{
	switch (result) {
	case 0: return EXIT_DONE;
	case YG_ENOTFOUND: return EXIT_NOT_FOUND;
	case YG_EINVAL: return EXIT_USAGE;
	case YG_ESTALE: return EXIT_STALE;
	default: return EXIT_FAILED;
	}
}
