/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/clock.h"

static const struct { const char *text; int64_t seconds; const char *back; } good[] = {
	{"1970-01-01T00:00:00Z", 0, NULL},
	{"1969-12-31T23:59:59Z", -1, NULL},
	{"2000-02-29T12:00:00Z", 951825600, NULL},
	{"2026-11-21T06:00:00Z", 1795240800, NULL},
	{"2026-11-21", 1795219200, "2026-11-21T00:00:00Z"},
	{"2026-11-21t06:00:00z", 1795240800, "2026-11-21T06:00:00Z"},
	{"2026-11-21 06:00:00", 1795240800, "2026-11-21T06:00:00Z"},
	{"2026-11-21T06:00:00.999999Z", 1795240800, "2026-11-21T06:00:00Z"},
	{"2026-11-21T15:00:00+09:00", 1795240800, "2026-11-21T06:00:00Z"},
	{"2026-11-21T15:00:00+0900", 1795240800, "2026-11-21T06:00:00Z"},
	{"2026-11-20T20:30:00-09:30", 1795240800, "2026-11-21T06:00:00Z"},
	{"2026-11-21T06:00", 1795240800, "2026-11-21T06:00:00Z"},
	{"2016-12-31T23:59:60Z", 1483228800, "2017-01-01T00:00:00Z"},
	{"0001-01-01T00:00:00Z", -62135596800, NULL},
	{"9999-12-31T23:59:59Z", 253402300799, NULL},
};

static const char *const bad[] = {
	"", "2026", "2026-13-01", "2026-00-01", "2026-02-29", "1900-02-29", "2026-04-31",
	"0000-01-01", "2026-11-21T", "2026-11-21T24:00:00Z", "2026-11-21T06:60:00Z",
	"2026-11-21T06:00:61Z", "2026-11-21T06:00:00.", "2026-11-21T06:00:00+25:00",
	"2026-11-21T06:00:00+09:0", "2026-11-21X06:00:00Z", "21-11-2026", "2026-1-1",
	"2026-11-21T06:00:00Zjunk", "+2026-11-21", "٢٠٢٦-11-21",
};

int main(void)
{
	char text[CLOCK_TEXT_BYTES];
	struct clock fixed = clock_fixed(1795240800), system = clock_system();
	int64_t t;

	for (size_t i = 0; i < YG_COUNT(good); i++) {
		t = 42;
		CHECK(clock_parse(sv_of(good[i].text), &t) == 0, "%s", good[i].text);
		CHECK_INT(t, good[i].seconds, good[i].text);
		CHECK_SV(clock_format(t, text), good[i].back ? good[i].back : good[i].text,
			 "and back");
	}
	for (size_t i = 0; i < YG_COUNT(bad); i++) {
		t = 42;
		CHECK(clock_parse(sv_of(bad[i]), &t) == YG_ESYNTAX && t == 42, "%s", bad[i]);
	}
	/* Every day of four centuries goes to text and back. */
	for (int64_t day = -74000; day < 74000; day++) {
		struct sv s = clock_format(day * CLOCK_DAY_SECONDS, text);
		if (clock_parse(s, &t) != 0 || t != day * CLOCK_DAY_SECONDS)
			CHECK(false, "day %lld", (long long)day);
	}
	CHECK_SV(clock_format(INT64_MAX, text), "9999-12-31T23:59:59Z", "clamped above");
	CHECK_SV(clock_format(INT64_MIN, text), "0001-01-01T00:00:00Z", "clamped below");
	CHECK_SV(clock_format_date(-1, text), "1969-12-31", "a date alone");

	CHECK_INT(clock_days_between(0, 86399), 0, "not a whole day");
	CHECK_INT(clock_days_between(0, 86400), 1, "a day");
	CHECK_INT(clock_days_between(86400 * 3, 0), -3, "backwards");
	CHECK(clock_days_between(INT64_MIN, INT64_MAX) > 0, "no overflow");
	CHECK(clock_compare(SV("2024-01-02T00:00:00.5Z"), SV("2024-01-02T00:00:00Z")) > 0,
	      "a fraction comes after the second's beginning");
	CHECK(clock_compare(SV("2024-01-02T00:00:00.5Z"), SV("2024-01-02T00:00:01Z")) < 0,
	      "and before the next one");
	CHECK(clock_compare(SV("2024-01-02"), SV("2024-01-02T00:00:00Z")) < 0, "a date alone");
	CHECK_INT(clock_compare(SV(""), SV("")), 0, "no time at all");
	CHECK_INT(clock_now(&fixed), 1795240800, "a clock that stands still");
	CHECK(clock_now(&system) > 1700000000, "the system's");
	CHECK(clock_elapsed_ms(&system) >= 0, "the steady one");
	return check_done();
}
