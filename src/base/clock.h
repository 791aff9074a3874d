/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.h - time as an argument, and dates as text (RFC 3339, UTC).
 *
 * Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.  The calendar is the proleptic
 * Gregorian one, computed here: no time zone, no locale, no gmtime().
 *
 * Ownership: values only.   Errors: YG_ESYNTAX; out-parameters untouched.
 * Threads:   no shared state.   Trust: texts may be anything.
 */
#ifndef YAGURA_CLOCK_H
#define YAGURA_CLOCK_H

#include "base/base.h"

struct clock {
	int64_t (*now)(const struct clock *c);		/* seconds since 1970, UTC */
	int64_t (*elapsed_ms)(const struct clock *c);	/* since an arbitrary moment; steady */
	int64_t fixed;					/* clock_fixed() */
};

struct clock clock_system(void);
/* Stands still at this second: tests, and output that must not depend on the day. */
struct clock clock_fixed(int64_t seconds);

static inline int64_t clock_now(const struct clock *c)
{
	return c->now(c);
}

static inline int64_t clock_elapsed_ms(const struct clock *c)
{
	return c->elapsed_ms(c);
}

enum { CLOCK_TEXT_BYTES = 24, CLOCK_DAY_SECONDS = 86400 };

/*
 * "2026-11-21" (its first second), "2026-11-21T06:00:00Z", with a fraction (cut off), with an
 * offset, with a blank or a small t; without an offset UTC is meant, as feeds do.  Years 0001
 * to 9999.
 */
int clock_parse(struct sv text, int64_t *seconds) YG_CHECK;

/*
 * The order of two texts as feed readers write times: UTC with Z, with or without a fraction;
 * <0, 0 or >0.  Plain byte order would put 00:00:00Z after 00:00:00.5Z.
 */
int clock_compare(struct sv a, struct sv b);

/* "2026-11-21T06:00:00Z" into text, NUL-terminated; the view's length is 20.  Years outside
 * 0001 to 9999 are clamped. */
struct sv clock_format(int64_t seconds, char text[CLOCK_TEXT_BYTES]);
/* The date alone: "2026-11-21". */
struct sv clock_format_date(int64_t seconds, char text[CLOCK_TEXT_BYTES]);

/* Whole days from one moment to another; negative when `to` is earlier. */
int64_t clock_days_between(int64_t from, int64_t to);

#endif
