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

static int deb_parse(struct sv v, struct deb *out)
{
	struct deb d = {.upstream = sv_trim(v)};
	size_t colon, dash;

	if (!version_printable(d.upstream))
		return YG_ESYNTAX;
	colon = sv_find(d.upstream, ':');
	if (colon < d.upstream.n) {
		d.epoch = sv_first(d.upstream, colon);
		if (!version_all_digits(d.epoch) || colon + 1 == d.upstream.n)
			return YG_ESYNTAX;
		d.upstream = sv_from(d.upstream, colon + 1);
	}
	dash = sv_rfind(d.upstream, '-');
	if (dash < d.upstream.n) {
		d.revision = sv_from(d.upstream, dash + 1);
		d.upstream = sv_first(d.upstream, dash);
	}
	*out = d;
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

static inline void step(struct sv *s)
{
	s->p++;
	s->n--;
}

/* Runs of non-digits and of digits, alternately; an absent revision is an empty one. */
static int deb_part_compare(struct sv a, struct sv b)
{
	while (a.n > 0 || b.n > 0) {
		while ((a.n > 0 && !ch_digit(a.p[0])) || (b.n > 0 && !ch_digit(b.p[0]))) {
			int x = deb_weight(a), y = deb_weight(b);
			if (x != y)
				return x < y ? -1 : 1;
			step(&a);	/* equal weights that are not 0: both have a byte */
			step(&b);
		}
		struct sv m = version_take_digits(&a), n = version_take_digits(&b);
		int r = sv_digits_cmp(m, n);
		if (r)
			return r;
	}
	return 0;
}

int version_deb_compare(struct sv a, struct sv b, int *ret_order)
{
	struct deb x, y;
	int r;

	if (deb_parse(a, &x) < 0 || deb_parse(b, &y) < 0)
		return YG_ESYNTAX;
	r = sv_digits_cmp(x.epoch, y.epoch);
	if (!r)
		r = deb_part_compare(x.upstream, y.upstream);
	if (!r)
		r = deb_part_compare(x.revision, y.revision);
	*ret_order = r;
	return 0;
}

/* dpkg refuses to install a version that does not start with a digit. */
int version_deb_check(struct sv v)
{
	struct deb d;
	int r = deb_parse(v, &d);

	if (r < 0)
		return r;
	return d.upstream.n > 0 && ch_digit(d.upstream.p[0]) ? 0 : YG_ESYNTAX;
}

/*
 * A bound may be one of the tracker's words ("<end-of-life>": above every version); an
 * installed version must be one, else "unknown" would come out as newer than the fix.
 */
int version_deb_compare_bound(struct sv version, struct sv bound, int *ret_order)
{
	if (version_deb_check(version) < 0)
		return YG_ESYNTAX;
	return version_deb_compare(version, bound, ret_order);
}
