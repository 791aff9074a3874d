/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail_malloc.h - fail the Nth allocation of the program under test: link with
 * -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc.
 *
 *	for (fail_malloc_from(n = 1); work() == YG_ENOMEM; fail_malloc_from(++n))
 *		...
 *	fail_malloc_from(0);
 */
#ifndef YAGURA_FAIL_MALLOC_H
#define YAGURA_FAIL_MALLOC_H

#include <stdlib.h>

static long fail_malloc_at_;

/* Fail the nth request from now on and that one only; 0: none. */
__attribute__((unused))
static void fail_malloc_from(long nth)
{
	fail_malloc_at_ = nth;
}

static int fail_malloc_now_(void)
{
	return fail_malloc_at_ > 0 && --fail_malloc_at_ == 0;
}

void *__real_malloc(size_t n);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *p, size_t n);

void *__wrap_malloc(size_t n)
{
	return fail_malloc_now_() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fail_malloc_now_() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *p, size_t n)
{
	return fail_malloc_now_() ? NULL : __real_realloc(p, n);
}

#endif
