/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signals_build.h - writes signals.idx from a finished collection (format: signals.h).
 *
 * base (may be NULL) is an older signals.idx whose rows are taken over except for EPSS, which
 * then comes from the collection alone: the cheap rebuild when only EPSS moved.
 *
 * Errors: YG_ENOMEM, YG_ELIMIT, YG_EIO.   Threads: none.   Trust: the collection is checked;
 *	base is read with bounded accesses.
 */
#ifndef YAGURA_SIGNALS_BUILD_H
#define YAGURA_SIGNALS_BUILD_H

#include "understand/knowledge/collect.h"
#include "understand/knowledge/signals.h"

int signals_build_write(const struct collect *c, const struct signals *base,
			const char *path) YG_CHECK;

#endif
