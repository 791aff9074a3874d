/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lock.h - what the readers of lock files share: their file names, and handing over a package.
 *
 * Ownership: views into the file's text or the reading's scratch arena.
 * Errors:    as reading.h.   Threads: no shared state.   Trust: hostile.
 */
#ifndef YAGURA_LOCK_H
#define YAGURA_LOCK_H

#include "identify/reading.h"

struct lock_package {
	struct sv type;		/* purl type, a constant */
	struct sv ns, name;	/* as the format writes them; brought into the type's spelling */
	struct sv version;
	unsigned flags;		/* COMPONENT_DEV or 0 */
	const char *at;		/* its place in the text */
};

/* Hand over p; a nameless one is left out.  ns and name are normalised by the purl type. */
int lock_give(struct reading *r, const struct lock_package *p) YG_CHECK;

/* The same with p->name holding "namespace<sep>name": cut at the last sep, if there is one. */
int lock_give_path(struct reading *r, struct lock_package p, char sep) YG_CHECK;

/* Leave a package out by name. */
int lock_skip(struct reading *r, const char *at, struct sv name, const char *why) YG_CHECK;

/* The value of the first "Name: value" line before a blank line; {NULL,0} when there is none. */
struct sv lock_header_field(struct sv text, struct sv name);

/* The last part of a path, also of one in an archive ("a.tar!b/c"). */
struct sv lock_base_name(struct sv path);

/* Is the file called name, or something that ends in it ("my-yarn.lock", "x.yarn.lock")? */
bool lock_is_named(struct sv path, struct sv name);

#endif
