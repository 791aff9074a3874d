/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

#include "base/text.h"

static int64_t system_now(const struct clock *c)
{
	struct timespec t = {0};

	(void)c;
	(void)clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec;
}

static int64_t system_elapsed_ms(const struct clock *c)
{
	struct timespec t = {0};

	(void)c;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct clock clock_system(void)
{
	return (struct clock){.now = system_now, .elapsed_ms = system_elapsed_ms};
}

static int64_t fixed_now(const struct clock *c)
{
	return c->fixed;
}

static int64_t fixed_elapsed_ms(const struct clock *c)
{
	(void)c;
	return 0;
}

struct clock clock_fixed(int64_t seconds)
{
	return (struct clock){
		.now = fixed_now, .elapsed_ms = fixed_elapsed_ms, .fixed = seconds,
	};
}

/*
 * Days since 1970-01-01 of a date.  Years are counted from March, so that the leap day is the
 * last day of a year; 146097 days are the 400 years after which the calendar repeats.
 */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t march_month = month > 2 ? month - 3 : month + 9;
	int64_t day_of_year = (153 * march_month + 2) / 5 + day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
	       day_of_year - 719468;
}

/* The reverse. */
static void date_of(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t n = z - era * 146097;
	int64_t y = (n - n / 1460 + n / 36524 - n / 146096) / 365;
	int64_t day_of_year = n - (365 * y + y / 4 - y / 100);
	int64_t march_month = (5 * day_of_year + 2) / 153;

	*day = day_of_year - (153 * march_month + 2) / 5 + 1;
	*month = march_month < 10 ? march_month + 3 : march_month - 9;
	*year = y + era * 400 + (*month <= 2);
}

static int64_t days_in_month(int64_t year, int64_t month)
{
	int64_t next = month == 12 ? days_of(year + 1, 1, 1) : days_of(year, month + 1, 1);
	return next - days_of(year, month, 1);
}

/* Exactly n digits at the start of *s, cut off, then the byte `then` unless it is 0. */
static bool digits(struct sv *s, size_t n, char then, int64_t *out)
{
	int64_t v = 0;

	if (s->n < n + (then != 0))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!ch_digit(s->p[i]))
			return false;
		v = v * 10 + (s->p[i] - '0');
	}
	if (then && s->p[n] != then)
		return false;
	*s = sv_from(*s, n + (then != 0));
	*out = v;
	return true;
}

/* "", "Z", "+09:00", "-0530": seconds east of Greenwich. */
static bool offset(struct sv s, int64_t *out)
{
	int64_t h, m, sign;

	if (s.n == 0 || sv_ieq(s, SV("Z"))) {
		*out = 0;
		return true;
	}
	if (s.p[0] != '+' && s.p[0] != '-')
		return false;
	sign = s.p[0] == '-' ? -1 : 1;
	s = sv_from(s, 1);
	if (!digits(&s, 2, s.n == 5 ? ':' : 0, &h) || !digits(&s, 2, 0, &m) || s.n != 0 ||
	    h > 23 || m > 59)
		return false;
	*out = sign * (h * 3600 + m * 60);
	return true;
}

int clock_parse(struct sv text, int64_t *seconds)
{
	struct sv s = sv_trim(text);
	int64_t year, month, day, h = 0, m = 0, sec = 0, east = 0;

	if (!digits(&s, 4, '-', &year) || !digits(&s, 2, '-', &month) ||
	    !digits(&s, 2, 0, &day) || year < 1 || month < 1 || month > 12 || day < 1 ||
	    day > days_in_month(year, month))
		return YG_ESYNTAX;
	if (s.n > 0) {
		if (s.p[0] != 'T' && s.p[0] != 't' && s.p[0] != ' ')
			return YG_ESYNTAX;
		s = sv_from(s, 1);
		if (!digits(&s, 2, ':', &h) || !digits(&s, 2, 0, &m) || h > 23 || m > 59)
			return YG_ESYNTAX;
		if (s.n > 0 && s.p[0] == ':') {
			s = sv_from(s, 1);
			if (!digits(&s, 2, 0, &sec) || sec > 60)	/* 60: a leap second */
				return YG_ESYNTAX;
		}
		if (s.n > 0 && s.p[0] == '.') {
			size_t n = 1;
			while (n < s.n && ch_digit(s.p[n]))
				n++;
			if (n == 1)
				return YG_ESYNTAX;
			s = sv_from(s, n);
		}
		if (!offset(s, &east))
			return YG_ESYNTAX;
	}
	*seconds = days_of(year, month, day) * CLOCK_DAY_SECONDS + h * 3600 + m * 60 + sec -
		   east;
	return 0;
}

/* Division that rounds towards the past. */
static int64_t floor_days(int64_t seconds)
{
	return seconds / CLOCK_DAY_SECONDS - (seconds % CLOCK_DAY_SECONDS < 0);
}

struct sv clock_format(int64_t seconds, char text[CLOCK_TEXT_BYTES])
{
	int64_t first = days_of(1, 1, 1) * CLOCK_DAY_SECONDS;
	int64_t last = days_of(10000, 1, 1) * CLOCK_DAY_SECONDS - 1;
	int64_t t = seconds < first ? first : seconds > last ? last : seconds;
	int64_t days = floor_days(t), rest = t - days * CLOCK_DAY_SECONDS, year, month, day;
	int n;

	date_of(days, &year, &month, &day);
	n = snprintf(text, CLOCK_TEXT_BYTES, "%04u-%02u-%02uT%02u:%02u:%02uZ",
		     (unsigned)year % 10000, (unsigned)month % 100, (unsigned)day % 100,
		     (unsigned)(rest / 3600) % 100, (unsigned)(rest / 60 % 60),
		     (unsigned)(rest % 60));
	return (struct sv){text, n > 0 ? (size_t)n : 0};
}

struct sv clock_format_date(int64_t seconds, char text[CLOCK_TEXT_BYTES])
{
	struct sv s = clock_format(seconds, text);

	text[10] = '\0';
	return sv_first(s, 10);
}

int clock_compare(struct sv a, struct sv b)
{
	if (a.n > 0 && a.p[a.n - 1] == 'Z')
		a.n--;
	if (b.n > 0 && b.p[b.n - 1] == 'Z')
		b.n--;
	return sv_cmp(a, b);
}

int64_t clock_days_between(int64_t from, int64_t to)
{
	int64_t d;

	if (__builtin_sub_overflow(to, from, &d))
		return (to > from ? INT64_MAX : INT64_MIN) / CLOCK_DAY_SECONDS;
	return d / CLOCK_DAY_SECONDS;
}
