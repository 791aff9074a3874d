/* SPDX-License-Identifier: Apache-2.0 */
/*
 * osv.h - what osv.c and osv_affected.c tell each other; private to them.
 *
 * Ownership, Errors, Threads, Trust: as reading.h.
 */
#ifndef YAGURA_FEED_OSV_H
#define YAGURA_FEED_OSV_H

#include "understand/feeds/reading.h"

/* "severity", of the record or of an affected entry: vectors and words into r. */
void osv_read_severity(struct reading *in, struct record *r);

/* One item of "affected", as one entry of r (none for a package that is only known as a
 * repository without a name). */
void osv_read_affected(struct reading *in, struct record *r);

#endif
