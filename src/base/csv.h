/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv.h - a pull cursor over comma-separated values (RFC 4180; LF as well as CRLF).
 *
 * Ownership: views point into the caller's buffer, which is rewritten where quoted fields are
 *	unquoted; they live as long as it does.  Nothing is allocated.
 * Errors:    sticky: after the first error there are no more rows and csv_err() says why.
 * Threads:   one cursor, one thread.
 * Trust:     any bytes; fields beyond the caller's array are checked, counted and dropped.
 */
#ifndef YAGURA_CSV_H
#define YAGURA_CSV_H

#include "base/base.h"

struct csv {
	char *p;		/* next byte */
	char *begin, *end;
	size_t at;		/* offset of the row that was read last */
	int code;
	struct yg_err err;
};

/* A UTF-8 byte order mark at the start is passed over. */
void csv_init(struct csv *c, char *text, size_t n);

/*
 * The next row that is not blank: its first max fields, and how many it has.  False at the
 * end and on errors.  A quote inside an unquoted field stands for itself.
 */
bool csv_row(struct csv *c, struct sv *fields, size_t max, size_t *ret_count);

/* The code of the first error, or 0. */
int csv_err(const struct csv *c, struct yg_err *err);

#endif
