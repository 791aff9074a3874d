/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_lock.h - the frame of a lock file reader in JSON: start, read the root, check the end.
 *
 *	static int read_root(struct json_lock *l)
 *	{
 *		while (json_key(&l->j, &key)) ...
 *	}
 *
 * Ownership, Errors, Threads, Trust: as reader.h says of read().
 */
#ifndef YAGURA_JSON_LOCK_H
#define YAGURA_JSON_LOCK_H

#include "base/json.h"
#include "identify/lock/lock.h"

struct json_lock {
	struct reading r;
	struct json j;
	bool seen;		/* set by read_root: what must be in such a file is there */
	unsigned state;		/* for read_root */
};

/*
 * Read the file with read_root, called with the root not yet entered.  missing: the reason when
 * nothing was seen.  *prepare (or NULL) may change the text before it is parsed.
 */
int json_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		   int (*read_root)(struct json_lock *l), void (*prepare)(char *text, size_t n),
		   const char *missing, struct yg_err *err) YG_CHECK;

/* Enter an object that must be one; else it is left out by name, and false. */
bool json_lock_enter(struct json_lock *l, struct sv name, int *rc);

#endif
