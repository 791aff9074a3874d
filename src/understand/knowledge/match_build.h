/* SPDX-License-Identifier: Apache-2.0 */
/*
 * match_build.h - writes match.idx from a finished collection (format: match_index.h).
 *
 * Errors: YG_ENOMEM, YG_ELIMIT, YG_EIO.   Threads: none.   Trust: the collection is checked.
 */
#ifndef YAGURA_MATCH_BUILD_H
#define YAGURA_MATCH_BUILD_H

#include "understand/knowledge/collect.h"

int match_build_write(const struct collect *c, const char *path) YG_CHECK;

#endif
