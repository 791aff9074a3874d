/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_write.h - JSON into a capped buffer: commas and escapes are set here.
 *
 * Ownership: the buffer is the caller's.
 * Errors:    sticky in the buffer (buf.h); misuse of nesting is an assertion in tests only.
 * Threads:   one writer, one thread.
 * Trust:     strings may hold any bytes; invalid UTF-8 is written as U+FFFD.
 */
#ifndef YAGURA_JSON_WRITE_H
#define YAGURA_JSON_WRITE_H

#include "base/buf.h"

struct jw {
	struct buf *b;
	bool comma;		/* a value stands before this place */
};

static inline struct jw jw_on(struct buf *b)
{
	return (struct jw){.b = b};
}

void jw_object(struct jw *w);		/* { */
void jw_object_end(struct jw *w);	/* } */
void jw_array(struct jw *w);		/* [ */
void jw_array_end(struct jw *w);	/* ] */
void jw_key(struct jw *w, const char *key);	/* key: a literal without escapes */
void jw_key_sv(struct jw *w, struct sv key);
void jw_sv(struct jw *w, struct sv s);
void jw_str(struct jw *w, const char *z);
void jw_u64(struct jw *w, uint64_t v);
void jw_i64(struct jw *w, int64_t v);
void jw_bool(struct jw *w, bool v);
void jw_null(struct jw *w);
/* v with at most `decimals` digits after the point, trailing zeros cut; never an exponent. */
void jw_fixed(struct jw *w, double v, int decimals);
/* Text that already is one JSON value. */
void jw_raw(struct jw *w, struct sv json);
/* Start the next line of JSON Lines: a newline, and no comma. */
void jw_newline(struct jw *w);

/* "key": "value", left out when value is empty. */
void jw_member_sv(struct jw *w, const char *key, struct sv value);

#endif
