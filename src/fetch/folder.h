/* SPDX-License-Identifier: Apache-2.0 */
/*
 * folder.h - the feeds folder: one file a feed, named after it, with a sidecar beside it.
 *
 * A feed's file is NAME and one of a few endings ("kev.json", "epss.csv.gz"); the first of
 * them that exists counts.
 *
 * Ownership: a folder owns its descriptor; fetch_folder_close().  Names are in the struct.
 * Errors:    YG_EIO, see errno; YG_ELIMIT for paths that are too long.
 * Threads:   one owner; between processes fetch_folder_lock() lets one writer in.
 * Trust:     what lies in the folder may be anything: links are not followed.
 */
#ifndef YAGURA_FETCH_FOLDER_H
#define YAGURA_FETCH_FOLDER_H

#include "fetch/sidecar.h"

struct fetch_folder {
	int fd;
};

enum { FETCH_FILE_ROOM = 256 };		/* bytes of a file name, with its NUL */

struct fetch_entry {			/* what is there of one feed */
	char file[FETCH_FILE_ROOM];	/* empty: nothing */
	uint64_t bytes;
	int64_t modified;		/* seconds since 1970 */
	bool described;			/* a sidecar speaks of these bytes */
	bool damaged;			/* a sidecar speaks of another number of bytes */
	struct fetch_sidecar sidecar;	/* when described */
};

/* create: make the folder and those above it, for this user only. */
int fetch_folder_open(const char *path, bool create, struct fetch_folder *ret) YG_CHECK;
void fetch_folder_close(struct fetch_folder *f);
/* Held until the folder is closed; YG_EINVAL: another process holds it. */
int fetch_folder_lock(struct fetch_folder *f) YG_CHECK;

/* What is there of a feed; not being there is no error. */
int fetch_folder_look(const struct fetch_folder *f, struct arena *a, struct sv feed,
		      struct fetch_entry *ret) YG_CHECK;

/* The feed whose file this is: "kev.json.zst" gives "kev"; empty when the ending is unknown. */
struct sv fetch_folder_feed_of(struct sv file);

/* Remove every file of the feed, with its sidecar, but the one called keep. */
void fetch_folder_forget_others(const struct fetch_folder *f, struct sv feed, struct sv keep);

#endif
