/* SPDX-License-Identifier: Apache-2.0 */
/*
 * times.c - the times of feeds as RFC 3339 in UTC.
 */
#include "understand/feeds/reading.h"

static int two(const char *p)
{
	return (p[0] - '0') * 10 + p[1] - '0';
}

/* Whether s starts with digits where the pattern has 0, and with its other characters. */
static bool looks_like(struct sv s, struct sv pattern)
{
	if (s.n < pattern.n)
		return false;
	for (size_t i = 0; i < pattern.n; i++)
		if (pattern.p[i] == '0' ? !ch_digit(s.p[i]) : s.p[i] != pattern.p[i])
			return false;
	return true;
}

static int month_days(int year, int month)
{
	static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

struct moment {
	int year, month, day, hour, minute;
};

static bool read_date(struct sv s, struct moment *m)
{
	if (!looks_like(s, SV("0000-00-00")))
		return false;
	*m = (struct moment){.year = two(s.p) * 100 + two(s.p + 2), .month = two(s.p + 5),
			     .day = two(s.p + 8)};
	return m->month >= 1 && m->month <= 12 && m->day >= 1 &&
	       m->day <= month_days(m->year, m->month);
}

bool feed_is_date(struct sv s)
{
	struct moment m;

	return s.n == 10 && read_date(s, &m);
}

/* Take `minutes` (less than a day either way) off m. */
static void subtract(struct moment *m, int minutes)
{
	int t = m->hour * 60 + m->minute - minutes;

	if (t < 0) {
		t += 24 * 60;
		if (--m->day == 0) {
			if (--m->month == 0) {
				m->month = 12;
				m->year--;
			}
			m->day = month_days(m->year, m->month);
		}
	} else if (t >= 24 * 60) {
		t -= 24 * 60;
		if (++m->day > month_days(m->year, m->month)) {
			m->day = 1;
			if (++m->month > 12) {
				m->month = 1;
				m->year++;
			}
		}
	}
	m->hour = t / 60;
	m->minute = t % 60;
}

/* The zone at the end of a time: minutes east of UTC; false when it is none. */
static bool read_zone(struct sv z, int *minutes)
{
	if (z.n == 0 || sv_is(z, "Z") || sv_is(z, "z")) {
		*minutes = 0;
		return true;
	}
	if (z.p[0] != '+' && z.p[0] != '-')
		return false;
	if (z.n == 6 && looks_like(sv_from(z, 1), SV("00:00")))
		*minutes = two(z.p + 1) * 60 + two(z.p + 4);
	else if (z.n == 5 && looks_like(sv_from(z, 1), SV("0000")))
		*minutes = two(z.p + 1) * 60 + two(z.p + 3);
	else
		return false;
	if (*minutes >= 24 * 60)
		return false;
	if (z.p[0] == '-')
		*minutes = -*minutes;
	return true;
}

static void put_two(char *p, int v)
{
	p[0] = (char)('0' + v / 10 % 10);
	p[1] = (char)('0' + v % 10);
}

/* s, which ends where its zone began, with another date and minute and with Z. */
static struct sv rewrite(struct reading *in, struct sv s, struct moment m)
{
	char *p = arena_new(in->arena, char, s.n + 1);

	if (!p) {
		(void)reading_no_memory(in);
		return (struct sv){0};
	}
	memcpy(p, s.p, s.n);
	put_two(p, m.year / 100);
	put_two(p + 2, m.year % 100);
	put_two(p + 5, m.month);
	put_two(p + 8, m.day);
	p[10] = 'T';
	put_two(p + 11, m.hour);
	put_two(p + 14, m.minute);
	p[s.n] = 'Z';
	return (struct sv){p, s.n + 1};
}

struct sv feed_time(struct reading *in, struct sv s)
{
	struct moment m;
	size_t n = 19;
	int offset;

	if (!read_date(s, &m) || m.year < 2)
		return (struct sv){0};
	if (s.n == 10)
		return reading_join(in, s, SV("T00:00:00Z"), (struct sv){0});
	if ((s.p[10] != 'T' && s.p[10] != ' ') ||
	    !looks_like(sv_from(s, 11), SV("00:00:00")))
		return (struct sv){0};
	m.hour = two(s.p + 11);
	m.minute = two(s.p + 14);
	if (m.hour > 23 || m.minute > 59 || two(s.p + 17) > 60)
		return (struct sv){0};
	if (n < s.n && s.p[n] == '.')
		for (n++; n < s.n && ch_digit(s.p[n]); n++)
			;
	if (!read_zone(sv_from(s, n), &offset))
		return (struct sv){0};
	if (s.p[10] == 'T' && n + 1 == s.n && s.p[n] == 'Z')
		return s;
	subtract(&m, offset);
	if (m.year > 9999)
		return (struct sv){0};
	return rewrite(in, sv_first(s, n), m);
}
