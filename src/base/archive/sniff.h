/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sniff.h - what kind of container a file is, from its first bytes.
 *
 * Ownership: nothing is kept.   Errors: none; unknown bytes are plain.
 * Threads:   no shared state.   Trust: any bytes.
 */
#ifndef YAGURA_ARCHIVE_SNIFF_H
#define YAGURA_ARCHIVE_SNIFF_H

#include "base/base.h"

enum sniff_class { SNIFF_PLAIN, SNIFF_FILTER, SNIFF_ARCHIVE, SNIFF_FOREIGN };

struct sniff {
	enum sniff_class class;
	int code;		/* ARCHIVE_FILTER_* or ARCHIVE_FORMAT_* */
	const char *why;	/* SNIFF_FOREIGN: the refusal */
};

struct sniff sniff_head(struct sv head);

#endif
