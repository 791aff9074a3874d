/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json.h - a pull cursor over one JSON text (RFC 8259, strict).
 *
 * A reader of a format is a nest of
 *
 *	json_enter_object(j);
 *	while (json_key(j, &k))
 *		if (sv_is(k, "affected"))
 *			read_affected(j, ...);
 *		else
 *			json_skip(j);
 *
 * Every value must be consumed exactly once: by entering it, reading it or json_skip().
 * Duplicate keys are passed on as they stand; a format's reader says which one counts.
 * A value of another type than asked for is an error, except with the json_opt_*() calls.
 *
 * Ownership: views point into the caller's buffer, which is rewritten where strings are
 *	unescaped; they live as long as it does.  Nothing is allocated.
 * Errors:    sticky: after the first error every call says "nothing more" and json_err() holds
 *	the code, offset and literal reason; check once, at the end.
 * Threads:   one cursor, one thread.
 * Trust:     hostile: depth is capped at JSON_DEPTH_MAX, no recursion, UTF-8 is verified.
 */
#ifndef YAGURA_JSON_H
#define YAGURA_JSON_H

#include "base/base.h"

enum { JSON_DEPTH_MAX = 512 };

enum json_type {
	JSON_NONE,		/* error, or no value here */
	JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER, JSON_TRUE, JSON_FALSE, JSON_NULL,
};

struct json {
	char *p;		/* next byte */
	char *begin, *end;	/* *end is a NUL that the caller provides */
	unsigned depth;
	bool first;		/* just entered a container */
	int code;
	struct yg_err err;
};

/* text[n] must be writable memory holding NUL: the sentinel. */
void json_init(struct json *j, char *text, size_t n);

/* Type of the value that comes next, without consuming it. */
enum json_type json_peek(struct json *j);

/* Consume "{" or "["; false, with the error set, if something else stands there. */
bool json_enter_object(struct json *j);
bool json_enter_array(struct json *j);
/* Next key of the entered object; false at its "}", which is consumed, and on errors. */
bool json_key(struct json *j, struct sv *key);
/* True when another item follows in the entered array; false at its "]" (consumed) or error. */
bool json_item(struct json *j);

bool json_string(struct json *j, struct sv *out);	/* unescaped; may hold NUL bytes */
bool json_number(struct json *j, struct sv *out);	/* the text as written */
bool json_bool(struct json *j, bool *out);
/* Consume any value, nested ones included, checking its syntax. */
void json_skip(struct json *j);

/* Read the value if it is of the asked type; otherwise skip it and return false. */
bool json_opt_string(struct json *j, struct sv *out);
bool json_opt_number(struct json *j, struct sv *out);
bool json_opt_bool(struct json *j, bool *out);
/* Enter the container if it is one; otherwise skip the value and return false. */
bool json_opt_object(struct json *j);
bool json_opt_array(struct json *j);

/* The value that comes next, consumed, as a view of its raw text (strings inside are already
 * unescaped in place only if they were read before, so take raw text first). */
bool json_raw(struct json *j, struct sv *out);

/* After the outermost value: 0 when only white space is left, else the error's code. */
int json_end(struct json *j, struct yg_err *err) YG_CHECK;
/* The code of the first error so far, or 0. */
int json_err(const struct json *j, struct yg_err *err);

#endif
