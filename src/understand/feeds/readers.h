/* SPDX-License-Identifier: Apache-2.0 */
/*
 * readers.h - the functions behind the rows of feeds.c: one file of this folder each.
 *
 * Ownership, Errors, Threads, Trust: as feed.h.
 */
#ifndef YAGURA_FEED_READERS_H
#define YAGURA_FEED_READERS_H

#include "understand/feeds/feed.h"

#define FEED_READER_FN(name) \
	int feed_##name##_detect(struct sv path, struct sv head); \
	int feed_##name##_read(struct feed_document *doc, const struct feed_sink *sink, \
			       struct yg_err *err)

FEED_READER_FN(osv);
FEED_READER_FN(cve5);
FEED_READER_FN(kev);
FEED_READER_FN(epss);
FEED_READER_FN(debian_tracker);

#endif
