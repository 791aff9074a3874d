/* SPDX-License-Identifier: Apache-2.0 */
/*
 * toml.h - a pull cursor over TOML 1.0 as lock files use it.
 *
 *	while ((what = toml_next(t, &name)) != TOML_END)
 *		if (what == TOML_PAIR && sv_is(name, "version"))
 *			(void)toml_opt_string(t, &version);
 *		else if (what == TOML_PAIR)
 *			toml_skip(t);
 *
 * Every value is consumed exactly once: read, entered or skipped.  All of TOML's syntax is
 * accepted, numbers and dates without a look at them; that a key comes twice is not noticed.
 *
 * Ownership: views point into the caller's text, which is rewritten where strings are
 *	unescaped.  Nothing is allocated.
 * Errors:    sticky, as in json.h; toml_err() at the end.
 * Threads:   one cursor, one thread.   Trust: hostile; depth is capped.
 */
#ifndef YAGURA_TOML_H
#define YAGURA_TOML_H

#include "base/base.h"

enum { TOML_DEPTH_MAX = 32 };

enum toml_what {
	TOML_END,
	TOML_TABLE,		/* [name]: the pairs that follow belong to it */
	TOML_ARRAY_TABLE,	/* [[name]]: ... to a new item of it */
	TOML_PAIR,		/* name = a value, which must be consumed */
};

struct toml {
	char *p, *begin;	/* ends at a NUL */
	char *end;
	unsigned depth;
	bool in_value;		/* a pair's value was just consumed */
	bool first;		/* an array or inline table was just entered */
	int code;
	struct yg_err err;
};

/* text[n] must be writable memory holding NUL. */
void toml_init(struct toml *t, char *text, size_t n);

/* The next header or pair at the outermost level.  name: "package", "package.metadata"; a
 * quoted name without its quotes, but a dotted one with quoted parts as it is written. */
enum toml_what toml_next(struct toml *t, struct sv *name);

/* Read the value if it is a string; otherwise skip it and return false. */
bool toml_opt_string(struct toml *t, struct sv *out);
/* Read a number, date or boolean as written; otherwise skip the value and return false. */
bool toml_opt_scalar(struct toml *t, struct sv *out);
/* Enter the value if it is an array or an inline table; otherwise skip it. */
bool toml_opt_array(struct toml *t);
bool toml_opt_table(struct toml *t);
/* Another item, another key of what was entered; false at its end, which is consumed. */
bool toml_item(struct toml *t);
bool toml_key(struct toml *t, struct sv *key);
void toml_skip(struct toml *t);

/* 0, or the code of the first error. */
int toml_err(const struct toml *t, struct yg_err *err);

#endif
