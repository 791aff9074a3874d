/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_file.h - the policy that --policy names: a file, one that the program carries, or the
 * default.
 *
 * Ownership: the policy lives in cli->arena.
 * Errors:    every problem of the policy is said through cli->log; EXIT_USAGE then.
 * Threads:   no shared state.   Trust: the file is hostile; LIMIT_POLICY.
 */
#ifndef YAGURA_CLI_POLICY_FILE_H
#define YAGURA_CLI_POLICY_FILE_H

#include "assess/policy.h"
#include "cli/cli.h"

/* given: empty for the default policy, the name of a carried one ("default"), or a file. */
enum exit_code policy_file_load(struct cli *cli, struct sv given, const struct policy **ret);

#endif
