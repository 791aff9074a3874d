/* SPDX-License-Identifier: Apache-2.0 */
/* store_sqlite.h - what the files of the SQLite backend share.  Contracts: store_internal.h. */
#ifndef YAGURA_STORE_SQLITE_H
#define YAGURA_STORE_SQLITE_H

#include <sqlite3.h>

#include "store/store_internal.h"

enum { STORE_SQLITE_APPLICATION = 0x59677261 };	/* "Ygra", in the file's header */

/* Record what the database says about a result that is not SQLITE_OK, _ROW or _DONE. */
int store_sqlite_fail(struct store *s, int rc);
/* A value for the parameter at `place` (from 1); the bytes are not copied. */
int store_sqlite_bind(struct sqlite3_stmt *stmt, int place, const struct store_value *v);

int store_sqlite_copy_begin(struct store *s, const char *table, const char *const *columns);
int store_sqlite_copy_row(struct store *s, const struct store_value *values);
int store_sqlite_copy_end(struct store *s, bool keep);

int store_sqlite_lock_try(struct store *s, int64_t key);
void store_sqlite_lock_drop(struct store *s, int64_t key);

#endif
