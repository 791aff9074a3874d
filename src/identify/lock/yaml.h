/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml.h - lines of a YAML block mapping, as lock files use it: keys with their indentation.
 *
 *	while (yaml_next(y, &line))
 *		if (line.indent == 2 && ...)
 *
 * Read are plain and quoted scalars, comments, "- " items, "? " keys, flow collections (as raw
 * text, over several lines if need be) and block scalars (passed over).  Anchors, aliases, tags,
 * tabs as indentation and quoted scalars over several lines are errors: no lock file has them.
 *
 * Ownership: views into the caller's text, which is rewritten where scalars are unescaped.
 * Errors:    sticky: yaml_next() says "no more"; yaml_err() at the end.
 * Threads:   no shared state.   Trust: hostile; linear time, no recursion.
 */
#ifndef YAGURA_YAML_H
#define YAGURA_YAML_H

#include "base/base.h"

struct yaml_line {
	size_t indent;		/* of the key; an item's key is indented by "- " too */
	bool item;		/* "- " stood before it */
	struct sv key;		/* empty: the line is a scalar, in value */
	struct sv value;	/* empty when the key opens a block; a flow's text as it is */
	const char *at;
};

struct yaml {
	char *p, *begin, *end;
	size_t block;		/* indentation whose block scalar is passed over, plus 1; 0 */
	int code;
	struct yg_err err;
};

/* text[n] must be writable memory holding NUL. */
void yaml_init(struct yaml *y, char *text, size_t n);
bool yaml_next(struct yaml *y, struct yaml_line *line);
int yaml_err(const struct yaml *y, struct yg_err *err);

/* The value of a key in a flow mapping "{a: b, c: 'd'}" of scalars; {NULL,0} when absent. */
struct sv yaml_flow_get(struct sv flow, struct sv key);

#endif
