/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpm.c - [epoch:]version[-release] as librpm orders it (rpmvercmp with '~' and '^').
 *
 * Module streams, ".el8" against ".el9", ksplice and the like are facts about the package, not
 * about the order of versions: the matcher decides on them.
 */
#include "component/version/schemes.h"

struct rpm_evr {
	struct sv epoch, version, release;
	bool has_release;
};

/* Bytes that are neither letter, digit, '~' nor '^' only separate; UTF-8 is among them. */
static void skip_separators(struct sv *s)
{
	while (s->n > 0 && !ch_alnum((unsigned char)s->p[0]) && s->p[0] != '~' &&
	       s->p[0] != '^')
		version_advance(s, 1);
}

static inline bool starts(struct sv s, char c)
{
	return s.n > 0 && s.p[0] == c;
}

int version_rpm_segments(struct sv a, struct sv b)
{
	if (sv_eq(a, b))
		return 0;
	while (a.n > 0 || b.n > 0) {
		struct sv m, n;
		bool digits;
		int r;

		skip_separators(&a);
		skip_separators(&b);
		if (starts(a, '~') || starts(b, '~')) {		/* lower than everything */
			if (!starts(a, '~') || !starts(b, '~'))
				return starts(a, '~') ? -1 : 1;
			version_advance(&a, 1);
			version_advance(&b, 1);
			continue;
		}
		if (starts(a, '^') || starts(b, '^')) {		/* above the end, below the rest */
			if (a.n == 0 || b.n == 0)
				return a.n == 0 ? -1 : 1;
			if (!starts(a, '^') || !starts(b, '^'))
				return starts(a, '^') ? -1 : 1;
			version_advance(&a, 1);
			version_advance(&b, 1);
			continue;
		}
		if (a.n == 0 || b.n == 0)
			break;
		digits = ch_digit(a.p[0]);
		if (digits != ch_digit(b.p[0]))			/* numbers above words */
			return digits ? 1 : -1;
		if (digits) {
			r = version_cut_digits_compare(&a, &b);
		} else {
			m = version_take_letters(&a);
			n = version_take_letters(&b);
			r = version_sign(sv_cmp(m, n));
		}
		if (r)
			return r;
	}
	return (a.n > 0) - (b.n > 0);
}

/* Only digits before a ':' are an epoch; the last '-' starts the release. */
static int rpm_parse(struct sv v, struct rpm_evr *out)
{
	struct rpm_evr e = {.version = v};
	struct sv rest = v;
	size_t dash;

	if (v.n == 0 || memchr(v.p, 0, v.n))
		return YG_ESYNTAX;
	e.epoch = version_take_digits(&rest);
	if (starts(rest, ':'))
		e.version = sv_from(rest, 1);
	else
		e.epoch = (struct sv){v.p, 0};
	dash = sv_rfind(e.version, '-');
	if (dash < e.version.n) {
		e.release = sv_from(e.version, dash + 1);
		e.version = sv_first(e.version, dash);
		e.has_release = true;
	}
	*out = e;
	return 0;
}

/* librpm rpmverCmp(): a missing epoch is 0, a missing release is below any release. */
int version_rpm_compare(struct sv a, struct sv b, int *ret_order)
{
	struct rpm_evr x, y;
	int r;

	if (rpm_parse(a, &x) < 0 || rpm_parse(b, &y) < 0)
		return YG_ESYNTAX;
	r = sv_digits_cmp(x.epoch, y.epoch);
	if (!r)
		r = version_rpm_segments(x.version, y.version);
	if (!r)
		r = x.has_release && y.has_release
			? version_rpm_segments(x.release, y.release)
			: x.has_release - y.has_release;
	*ret_order = r;
	return 0;
}

/* As a dependency is read: a side without release agrees with every release (rpmdsCompare). */
int version_rpm_compare_bound(struct sv version, struct sv bound, int *ret_order)
{
	struct rpm_evr x, y;
	int r;

	if (rpm_parse(version, &x) < 0 || rpm_parse(bound, &y) < 0)
		return YG_ESYNTAX;
	r = sv_digits_cmp(x.epoch, y.epoch);
	if (!r)
		r = version_rpm_segments(x.version, y.version);
	if (!r && x.has_release && y.has_release)
		r = version_rpm_segments(x.release, y.release);
	*ret_order = r;
	return 0;
}

int version_rpm_check(struct sv v)
{
	struct rpm_evr e;
	return rpm_parse(v, &e);
}

/* The bare function on any text, the empty one included: a version or a release alone. */
int version_rpmvercmp_compare(struct sv a, struct sv b, int *ret_order)
{
	*ret_order = version_rpm_segments(a, b);
	return 0;
}

int version_rpmvercmp_check(struct sv v)
{
	(void)v;
	return 0;
}

/* OVAL's and rpm's triple written "epoch|version|release". */
static int rpm_triple_parse(struct sv v, struct rpm_evr *out)
{
	struct rpm_evr e = {.has_release = true};

	if (!sv_cut(v, '|', &e.epoch, &v) || !sv_cut(v, '|', &e.version, &e.release) ||
	    (e.epoch.n > 0 && !version_all_digits(e.epoch)))
		return YG_ESYNTAX;
	*out = e;
	return 0;
}

int version_rpm_evr_compare(struct sv a, struct sv b, int *ret_order)
{
	struct rpm_evr x, y;
	int r;

	if (rpm_triple_parse(a, &x) < 0 || rpm_triple_parse(b, &y) < 0)
		return YG_ESYNTAX;
	r = sv_digits_cmp(x.epoch, y.epoch);
	if (!r)
		r = version_rpm_segments(x.version, y.version);
	if (!r)
		r = version_rpm_segments(x.release, y.release);
	*ret_order = r;
	return 0;
}

int version_rpm_evr_check(struct sv v)
{
	struct rpm_evr e;
	return rpm_triple_parse(v, &e);
}
