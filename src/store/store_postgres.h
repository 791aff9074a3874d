/* SPDX-License-Identifier: Apache-2.0 */
/* store_postgres.h - what the files of the PostgreSQL backend share; contracts:
 * store_internal.h. */
#ifndef YAGURA_STORE_POSTGRES_H
#define YAGURA_STORE_POSTGRES_H

#include <libpq-fe.h>

#include "store/store_internal.h"

/* Record what the server says about a result that is not what was asked for; r is cleared. */
int store_postgres_fail(struct store *s, PGresult *r);
/* The same where there is no result: the connection's words. */
int store_postgres_fail_connection(struct store *s);
/* A code for an SQLSTATE (PostgreSQL 15, Appendix A). */
int store_postgres_code(struct sv sqlstate);

int store_postgres_copy_begin(struct store *s, const char *table, const char *const *columns);
int store_postgres_copy_row(struct store *s, const struct store_value *values);
int store_postgres_copy_end(struct store *s, bool keep);

#endif
