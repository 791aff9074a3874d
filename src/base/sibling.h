/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sibling.h - where the other programs of this installation are.
 *
 * Errors: YG_ENOTFOUND when none of the places has it.   Threads: no shared state.
 */
#ifndef YAGURA_SIBLING_H
#define YAGURA_SIBLING_H

#include "base/base.h"

/*
 * The path of the program called name: beside this program, in ../libexec/yagura beside its
 * folder, or where the build was told to install it.  The environment is not asked.
 */
int sibling_path(const char *name, char *to, size_t room) YG_CHECK;

#endif
