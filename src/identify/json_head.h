/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_head.h - look at the outermost keys of a JSON text that may be cut off.
 *
 *	struct json_head h;
 *	for (bool more = json_head_start(&h, head); more && json_head_next(&h, &key, &value);)
 *		if (sv_is(key, "bomFormat")) ...
 *
 * A guess for detection, not a parser: nothing is verified and nothing is unescaped or
 * changed, so the text can be read properly afterwards.
 *
 * Ownership: views into the text.
 * Errors:    "nothing more" at the end, where the text is cut off, and on anything odd.
 * Threads:   no shared state.   Trust: any bytes; linear time, no recursion.
 */
#ifndef YAGURA_JSON_HEAD_H
#define YAGURA_JSON_HEAD_H

#include "base/base.h"

struct json_head {
	const char *p, *end;
};

/* False when the text does not begin with "{" (after white space). */
bool json_head_start(struct json_head *h, struct sv text);

/* The next key as written, and its value: what stands between the quotes of a string; the
 * opening bracket of a container; the text of another scalar; empty where the text is cut. */
bool json_head_next(struct json_head *h, struct sv *key, struct sv *value);

/* Whether a key is there, and what its value starts with (empty: anything). */
bool json_head_has(struct sv text, struct sv key, struct sv value_prefix);

#endif
