/* SPDX-License-Identifier: Apache-2.0 */
/*
 * state.h - where Yagura keeps what it made or got: feeds, knowledge, the register.
 *
 * Ownership: paths are written to the caller's room.
 * Errors:    YG_ELIMIT (too long), YG_ENOTFOUND (no place for this user: no home).
 * Threads:   no shared state.   Trust: the environment is the user's.
 */
#ifndef YAGURA_CLI_STATE_H
#define YAGURA_CLI_STATE_H

#include "base/base.h"

/*
 * The folder for `part` ("feeds", "knowledge"): given, if not empty; else below $YAGURA_STATE;
 * else, for root, below /var/lib/yagura, for others below $XDG_STATE_HOME/yagura or
 * ~/.local/state/yagura.  Nothing is created.
 */
int state_path(struct sv given, const char *part, const char *(*env)(const char *name),
	       unsigned uid, char *to, size_t room) YG_CHECK;

#endif
