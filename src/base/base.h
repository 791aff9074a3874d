/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base.h - views, arenas and errors: the only header every module may include.
 *
 * Ownership: an arena owns what was taken from it; a view owns nothing.
 * Errors:    0 or a negative YG_E* code; details go into a caller's struct yg_err.
 * Threads:   no shared state; one arena belongs to one thread.
 * Trust:     sizes may come from hostile input; overflow and caps are checked here.
 */
#ifndef YAGURA_BASE_H
#define YAGURA_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define YG_CHECK __attribute__((warn_unused_result))
/* 1 in a build with AddressSanitizer, else 0. */
#if defined(__SANITIZE_ADDRESS__)
#define YG_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define YG_SANITIZED 1
#endif
#endif
#ifndef YG_SANITIZED
#define YG_SANITIZED 0
#endif

#define YG_COUNT(array) (sizeof(array) / sizeof *(array))

enum {
	YG_ENOMEM = -1,		/* allocation failed, or an arena's cap was reached */
	YG_ESYNTAX = -2,	/* the input is not what its format says */
	YG_ELIMIT = -3,		/* the input is larger than a named limit (limits.h) */
	YG_EIO = -4,		/* read, write or another system call failed; see errno */
	YG_ENOTFOUND = -5,	/* no such thing */
	YG_EUNSUPPORTED = -6,	/* recognised, but this build does not read it */
	YG_EINVAL = -7,		/* the caller's argument makes no sense */
	YG_ESTALE = -8,		/* data older than the caller allows */
	YG_ENOTCOMPARABLE = -9,	/* both sides are valid, but the scheme has no order for them */
};

struct yg_err {
	size_t at;		/* byte offset in the input */
	const char *what;	/* a literal, never input */
};

struct sv {			/* a view of text; not NUL-terminated */
	const char *p;
	size_t n;
};

#define SV(lit) ((struct sv){(lit), sizeof(lit) - 1})
#define SV_INIT(lit) {(lit), sizeof(lit) - 1}
#define SV_ARG(s) (int)(s).n, (s).p	/* for "%.*s"; only where s.n is known to be small */

static inline struct sv sv_of(const char *z)
{
	return (struct sv){z, z ? strlen(z) : 0};
}

static inline bool sv_eq(struct sv a, struct sv b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

#define sv_is(s, lit) sv_eq((s), SV(lit))

/* Byte order, a shorter string before its continuations: <0, 0 or >0. */
static inline int sv_cmp(struct sv a, struct sv b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int r = n ? memcmp(a.p, b.p, n) : 0;
	return r ? r : (a.n > b.n) - (a.n < b.n);
}

/* Record an error's place and literal reason; returns code, so that callers can return it. */
static inline int yg_fail(struct yg_err *err, int code, size_t at, const char *what)
{
	if (err)
		*err = (struct yg_err){.at = at, .what = what};
	return code;
}

/*
 * An arena: memory for one unit of work, given back all at once.  It grows in chunks up to
 * a cap; under AddressSanitizer every chunk is exactly as large as the request, so that an
 * overrun is seen.  fail_at: fault tests fail the Nth request; 0 = never.
 */
struct arena_chunk {
	struct arena_chunk *next;
	size_t cap, used;
	size_t dirty;		/* bytes that may not be zero: used before the last reset */
	_Alignas(max_align_t) char mem[];
};

struct arena {
	struct arena_chunk *top;
	size_t cap, total;
	long fail_at;
};

/* Room for count objects of size bytes, aligned, zeroed; NULL past the cap or on overflow. */
void *arena_take(struct arena *a, size_t count, size_t size, size_t align) YG_CHECK;

/* Free everything; the cap and fail_at stay. */
void arena_drop(struct arena *a);

/* Give back the memory but keep the newest chunk for the next unit of work (hot loops). */
void arena_reset(struct arena *a);

/* A copy of s in a, NUL-terminated (the NUL is not counted); {NULL,0} when out of memory. */
struct sv arena_copy(struct arena *a, struct sv s) YG_CHECK;

/*
 * arena_push(a, items, count): the address of one more zeroed item at the end of the array
 * items (a pointer, NULL at first) that holds count of them; both are brought up to date.
 * NULL when out of memory, and then both stay.  The array doubles in the arena and must have
 * been built by arena_push() alone.
 */
void *arena_grow(struct arena *a, void *items, size_t count, size_t size, size_t align) YG_CHECK;
#define arena_push(a, items, count) __extension__ ({ \
	__typeof__(items) pushed_ = arena_grow((a), (items), (count), sizeof *(items), \
					       _Alignof(__typeof__(*(items)))); \
	if (pushed_) \
		(items) = pushed_; \
	pushed_ ? &(items)[(count)++] : NULL; \
})

#define arena_new(a, type, count) \
	((type *)arena_take((a), (count), sizeof(type), _Alignof(type)))
#define arena_auto __attribute__((cleanup(arena_drop))) struct arena

#endif
