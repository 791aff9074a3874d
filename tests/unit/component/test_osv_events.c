/* SPDX-License-Identifier: Apache-2.0 */
/* OSV events as intervals: order, pairs, limits, and what cannot be ordered. */
#include "check.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "component/version/range.h"

enum { EVENTS_MAX = 16 };

/* "i0 f1.0 l2.0 m3.0": introduced, fixed, last_affected, limit. */
static size_t read_events(const char *text, struct osv_event *out)
{
	struct sv rest = sv_of(text), field;
	size_t n = 0;

	while (sv_next(&rest, ' ', &field))
		if (field.n > 0 && n < EVENTS_MAX)
			out[n++] = (struct osv_event){
				.kind = field.p[0] == 'i' ? OSV_INTRODUCED
					: field.p[0] == 'f' ? OSV_FIXED
					: field.p[0] == 'l' ? OSV_LAST_AFFECTED : OSV_LIMIT,
				.version = sv_from(field, 1),
			};
	return n;
}

static void write_interval(struct buf *out, const struct version_interval *v)
{
	buf_char(out, v->lo_kind == BOUND_INCLUDED ? '[' : '(');
	buf_sv(out, v->lo);
	buf_char(out, ',');
	buf_sv(out, v->hi);
	buf_char(out, v->hi_kind == BOUND_INCLUDED ? ']' : ')');
}

static const struct {
	const char *events, *want;	/* NULL: YG_ESYNTAX */
} rows[] = {
	{"i0 f1.0", "(,1.0)"},
	{"i0", "(,)"},
	{"i1.0 f2.0", "[1.0,2.0)"},
	{"i1.0 l2.0", "[1.0,2.0]"},
	{"i1.0", "[1.0,)"},
	{"i1 f2 i3 f4", "[1,2)[3,4)"},
	{"f4 i3 f2 i1", "[1,2)[3,4)"},
	{"i3 i1 f2 f4", "[1,2)[3,4)"},
	{"i1.0 l1.0", "[1.0,1.0]"},
	{"l1.0 i1.0", "[1.0,1.0]"},
	{"i1 f2 i2 f3", "[1,2)[2,3)"},		/* a fix and a new start at one version */
	{"i2 f3 i1 f2", "[1,2)[2,3)"},
	{"i1 f1", ""},				/* nothing */
	{"f1 i1", ""},
	{"i1 i2 f3", "[1,3)"},			/* already open */
	{"i1 f2 f3", "[1,2)"},
	{"i1 f2 l3", "[1,2)"},
	{"i0 f0", "(,0)"},			/* never affected */
	{"i0 m2.0", "(,2.0)"},
	{"i0 m2.0 m3.0", "(,3.0)"},
	{"i0 m*", "(,)"},
	{"i1 f5 m3", "[1,3)"},
	{"i1 f2 m3", "[1,2)"},
	{"i1 l3 m3", "[1,3)"},
	{"f1", NULL},
	{"", NULL},
	{"i", NULL},
	{"iwhat f2", "[what,2)"},		/* not ordered: as it stands */
	{"i0 fwhat i2 f3", "(,what)[2,3)"},
};

static void test_rows(void)
{
	const struct version_scheme *s = version_scheme_find(SV("semver"));

	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		struct osv_event events[EVENTS_MAX];
		size_t count = read_events(rows[i].events, events), n = 77;
		arena_auto a = {.cap = KIB(64)};
		buf_auto out = BUF_CAP(512);
		struct version_interval *v = NULL;
		struct yg_err err;
		int r = osv_events_intervals(&a, s, events, count, &v, &n, &err);
		CHECK_INT(r, rows[i].want ? 0 : YG_ESYNTAX, rows[i].events);
		if (r < 0) {
			CHECK_INT(n, 77, "written on failure");
			continue;
		}
		for (size_t k = 0; k < n; k++)
			write_interval(&out, &v[k]);
		CHECK_SV(buf_view(&out), rows[i].want, rows[i].events);
	}
}

/* "introduced": "0" is before what sorts below 0, too. */
static void test_before_everything(void)
{
	static const struct {
		const char *scheme, *version;
	} lows[] = {
		{"semver", "0.0.0-alpha"}, {"pypi", "0.dev0"}, {"deb", "0~~"}, {"rpm", "0~rc1-1"},
		{"maven", "0-alpha-1"}, {"gem", "0.a"}, {"apk", "0_alpha"},
	};
	for (size_t i = 0; i < YG_COUNT(lows); i++) {
		const struct version_scheme *s = version_scheme_find(sv_of(lows[i].scheme));
		struct osv_event events[EVENTS_MAX];
		size_t count = read_events("i0 f1.0", events), n;
		arena_auto a = {.cap = KIB(64)};
		struct version_interval *v;
		CHECK_INT(osv_events_intervals(&a, s, events, count, &v, &n, NULL), 0, "events");
		CHECK_INT(n, 1, lows[i].scheme);
		CHECK_INT(interval_contains(s, v, sv_of(lows[i].version), NULL), RANGE_IN,
			  lows[i].version);
	}
}

static void test_many(void)
{
	const struct version_scheme *s = version_scheme_find(SV("calver"));
	static struct osv_event events[2000];
	static char text[2000][8];
	arena_auto a = {.cap = MIB(4)};
	struct version_interval *v;
	size_t n;

	for (int i = 0; i < 2000; i++) {	/* highest first */
		snprintf(text[i], sizeof text[i], "%d", 4000 - i);
		events[i] = (struct osv_event){.kind = i % 2 ? OSV_INTRODUCED : OSV_FIXED,
					       .version = sv_of(text[i])};
	}
	CHECK_INT(osv_events_intervals(&a, s, events, 2000, &v, &n, NULL), 0, "many");
	CHECK_INT(n, 1000, "intervals");
	CHECK_SV(v[0].lo, "2001", "lowest first");
	CHECK_SV(v[999].hi, "4000", "highest last");
	CHECK_INT(osv_events_intervals(&a, s, events, LIMIT_EVENTS + 1, &v, &n, NULL), YG_ELIMIT,
		  "too many");
}

static void test_faults(void)
{
	const struct version_scheme *s = version_scheme_find(SV("semver"));
	struct osv_event events[EVENTS_MAX];
	size_t count = read_events("i3 f4 i1 f2 m9", events), n = 77;
	struct version_interval *v = NULL;
	int r = YG_ENOMEM;

	for (long at = 1; r == YG_ENOMEM && at < 100; at++) {
		arena_auto a = {.cap = KIB(64), .fail_at = at};
		r = osv_events_intervals(&a, s, events, count, &v, &n, NULL);
		CHECK(r == 0 || n == 77, "written on failure");
	}
	CHECK_INT(r, 0, "in the end");
}

int main(void)
{
	test_rows();
	test_before_everything();
	test_many();
	test_faults();
	return check_done();
}
