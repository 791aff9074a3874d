/* SPDX-License-Identifier: Apache-2.0 */
/*
 * deb.c - Debian Policy 5.6.12, deb-version(7): [epoch:]upstream[-revision].
 *
 * As lax as dpkg --compare-versions: text that policy forbids but the archive's data has
 * ("<end-of-life>", a letter first) is ordered like any other, because a feed's own compare
 * did so when it was made.  Blanks around it are ignored, as dpkg does.
 */
#include "component/version/schemes.h"

struct deb {
	struct sv epoch, upstream, revision;
};

/* One pass: this is half the cost of a comparison. */
static int deb_parse(struct sv v, struct deb *out)
{
	size_t colon, dash, start = 0;

	while (v.n > 0 && ch_space((unsigned char)v.p[0]))
		v = (struct sv){v.p + 1, v.n - 1};
	while (v.n > 0 && ch_space((unsigned char)v.p[v.n - 1]))
		v.n--;
	colon = dash = v.n;
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];
		if (c <= ' ' || c > '~')
			return YG_ESYNTAX;
		if (c == '-')
			dash = i;
		else if (c == ':' && colon == v.n)
			colon = i;
	}
	if (v.n == 0)
		return YG_ESYNTAX;
	out->epoch = (struct sv){v.p, 0};
	if (colon < v.n) {
		out->epoch.n = colon;
		start = colon + 1;
		if (!version_all_digits(out->epoch) || start == v.n)
			return YG_ESYNTAX;
		if (dash < start)	/* not reached: an epoch is digits */
			dash = v.n;
	}
	out->upstream = (struct sv){v.p + start, dash - start};
	out->revision = dash < v.n ? (struct sv){v.p + dash + 1, v.n - dash - 1}
				   : (struct sv){NULL, 0};
	return 0;
}

/* '~' before the end of the text, the end before letters, letters before all else. */
static int deb_weight(struct sv s)
{
	int c = s.n > 0 ? (unsigned char)s.p[0] : 0;

	if (c == '~')
		return -1;
	if (c == 0 || ch_digit(c))
		return 0;
	return ch_alpha(c) ? c : c + 256;
}

/* Cut off what both begin with, but for digits at its end, which belong to a number. */
static void cut_common(struct sv *a, struct sv *b)
{
	size_t n = a->n < b->n ? a->n : b->n, i = 0;

	while (i < n && a->p[i] == b->p[i])
		i++;
	while (i > 0 && ch_digit(a->p[i - 1]))
		i--;
	*a = (struct sv){a->p + i, a->n - i};
	*b = (struct sv){b->p + i, b->n - i};
}

/* Runs of non-digits and of digits, alternately; an absent revision is an empty one. */
static int deb_part_compare(struct sv a, struct sv b)
{
	if (a.n > 0 && b.n > 0)
		cut_common(&a, &b);
	while (a.n > 0 || b.n > 0) {
		int r;
		while ((a.n > 0 && !ch_digit(a.p[0])) || (b.n > 0 && !ch_digit(b.p[0]))) {
			int x = deb_weight(a), y = deb_weight(b);
			if (x != y)
				return x < y ? -1 : 1;
			version_advance(&a, 1);		/* equal, not 0: both have a byte */
			version_advance(&b, 1);
		}
		r = version_cut_digits_compare(&a, &b);
		if (r)
			return r;
	}
	return 0;
}

static int deb_order(const struct deb *x, const struct deb *y)
{
	int r = x->epoch.n + y->epoch.n > 0 ? sv_digits_cmp(x->epoch, y->epoch) : 0;

	if (!r)
		r = deb_part_compare(x->upstream, y->upstream);
	return r ? r : deb_part_compare(x->revision, y->revision);
}

int version_deb_compare(struct sv a, struct sv b, int *ret_order)
{
	struct deb x, y;

	if (deb_parse(a, &x) < 0 || deb_parse(b, &y) < 0)
		return YG_ESYNTAX;
	*ret_order = deb_order(&x, &y);
	return 0;
}

static bool starts_with_digit(const struct deb *d)
{
	return d->upstream.n > 0 && ch_digit(d->upstream.p[0]);
}

/* dpkg refuses to install a version that does not start with a digit. */
int version_deb_check(struct sv v)
{
	struct deb d;

	return deb_parse(v, &d) == 0 && starts_with_digit(&d) ? 0 : YG_ESYNTAX;
}

/*
 * A bound may be one of the tracker's words ("<end-of-life>": above every version); an
 * installed version must be one, else "unknown" would come out as newer than the fix.
 */
int version_deb_compare_bound(struct sv version, struct sv bound, int *ret_order)
{
	struct deb x, y;

	if (deb_parse(version, &x) < 0 || deb_parse(bound, &y) < 0 || !starts_with_digit(&x))
		return YG_ESYNTAX;
	*ret_order = deb_order(&x, &y);
	return 0;
}
