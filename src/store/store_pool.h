/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_pool.h - handles of one register, shared by threads: each takes one, uses it alone and
 * gives it back.
 *
 * Handles are opened when they are needed, at most `size`.  One that was lost, or that a thread
 * left in a transaction, is closed or rolled back before the next one gets it; one that lay
 * idle is asked whether it still works.
 *
 * Ownership: the pool owns the handles; all are given back before store_pool_close().
 * Errors:    STORE_EBUSY (none became free in time), what store_open() returns.
 * Threads:   every call from any thread.   Trust: as store.h.
 */
#ifndef YAGURA_STORE_POOL_H
#define YAGURA_STORE_POOL_H

#include "store/store.h"

enum { STORE_POOL_MOST = 64 };

struct store_pool;

/* The config and what it points to live as long as the pool, but for the URL, which is copied.
 * One handle is opened at once, so that a wrong URL is seen here. */
int store_pool_open(const struct store_config *c, unsigned size, struct store_pool **ret,
		    char message[STORE_MESSAGE]) YG_CHECK;
void store_pool_close(struct store_pool *p);

/* Wait for at most wait_ms. */
int store_pool_take(struct store_pool *p, unsigned wait_ms, struct store **ret) YG_CHECK;
/* NULL is fine. */
void store_pool_give(struct store_pool *p, struct store *s);

#endif
