/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading.h - one input after the other through the parser into the collection.
 *
 * Ownership: a struct reading owns its collection, parser and spool.
 * Errors:    of one input: noted in the manifest; YG_EIO, YG_ENOMEM end the build.
 * Threads:   one.   Trust: what the parser sends is checked by client.h and record_read().
 */
#ifndef YAGURA_KNOWLEDGE_READING_H
#define YAGURA_KNOWLEDGE_READING_H

#include "base/buf.h"
#include "knowledge/build.h"
#include "parse/client.h"
#include "understand/knowledge/collect.h"
#include "understand/knowledge/documents.h"

struct reading {
	struct arena *a;			/* for the manifest */
	const struct build_options *options;
	struct collect collect;
	struct parse_client parser;
	int spool;				/* an unlinked file of packed documents */
	uint64_t spool_bytes;
	struct document_packer packer;
	struct buf packed, spooled;
	struct arena record;			/* for one record */

	struct manifest manifest;		/* feeds and problems grow here */
	struct input *input;			/* the one being read */
	int fd;
	struct feed_about about;		/* what it said of itself; in a */
	uint64_t done, total;			/* bytes of inputs */
	bool partial;
};

int reading_begin(struct reading *r, struct arena *a, const struct build_options *o) YG_CHECK;
int reading_input(struct reading *r, struct input *in) YG_CHECK;
/* All inputs are read: flush the spool, sort the feeds. */
int reading_end(struct reading *r) YG_CHECK;
void reading_drop(struct reading *r);

#endif
