/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_text.h - from the one query text to what a database takes.
 *
 * Ownership: text goes into the caller's buffer; names are views into the source.
 * Errors:    YG_ESYNTAX with its place and reason (the text breaks decisions/0001), YG_ELIMIT
 *	(too many parameters), YG_ENOMEM.
 * Threads:   no shared state.   Trust: the text is ours; what is refused is a bug.
 */
#ifndef YAGURA_STORE_TEXT_H
#define YAGURA_STORE_TEXT_H

#include "base/buf.h"
#include "base/limits.h"

struct store_names {
	struct sv items[LIMIT_STORE_PARAMETERS];
	size_t count;
};

/*
 * $name becomes mark and a number (?1 or $1); a name that comes twice keeps its number.  What
 * the two databases read differently is refused: see the table in the decision.
 */
int store_text_query(struct sv text, char mark, struct buf *out, struct store_names *names,
		     struct yg_err *err) YG_CHECK;

/* {id} {int} {text} {blob} {strict} as the database writes them; mark says which one. */
int store_text_ddl(struct sv text, char mark, struct buf *out, struct yg_err *err) YG_CHECK;

#endif
