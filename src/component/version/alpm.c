/* SPDX-License-Identifier: Apache-2.0 */
/*
 * alpm.c - Arch Linux packages: [epoch:]pkgver[-pkgrel] in the order of libalpm's vercmp(8).
 *
 * A variant of rpmvercmp without '~' and '^' where the number of separators counts and a
 * trailing word is older than the end ("1.0rc" < "1.0"); pkgrel counts only when both have one.
 */
#include "component/version/schemes.h"

struct alpm {
	struct sv epoch, version, release;
	bool has_release;
};

static size_t skip_separators(struct sv *s)
{
	size_t n = 0;
	while (n < s->n && !ch_alnum((unsigned char)s->p[n]))
		n++;
	*s = sv_from(*s, n);
	return n;
}

static bool starts_with_letter(struct sv s)
{
	return s.n > 0 && ch_alpha((unsigned char)s.p[0]);
}

static int alpm_segments(struct sv a, struct sv b)
{
	while (a.n > 0 && b.n > 0) {
		size_t x = skip_separators(&a), y = skip_separators(&b);
		struct sv m, n;
		bool digits;
		int r;

		if (a.n == 0 || b.n == 0)
			break;
		if (x != y)
			return x < y ? -1 : 1;
		digits = ch_digit(a.p[0]);
		if (digits != ch_digit(b.p[0]))		/* numbers above words */
			return digits ? 1 : -1;
		m = digits ? version_take_digits(&a) : version_take_letters(&a);
		n = digits ? version_take_digits(&b) : version_take_letters(&b);
		r = digits ? sv_digits_cmp(m, n) : version_sign(sv_cmp(m, n));
		if (r)
			return r;
	}
	if (a.n == 0 && b.n == 0)
		return 0;
	if (a.n == 0)
		return starts_with_letter(b) ? 1 : -1;
	return starts_with_letter(a) ? -1 : 1;
}

static int alpm_parse(struct sv v, struct alpm *out)
{
	struct alpm e = {.version = v};
	struct sv rest = v;
	size_t dash;

	if (!version_printable(v))
		return YG_ESYNTAX;
	e.epoch = version_take_digits(&rest);
	if (rest.n > 0 && rest.p[0] == ':')
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

int version_alpm_compare(struct sv a, struct sv b, int *ret_order)
{
	struct alpm x, y;
	int r;

	if (alpm_parse(a, &x) < 0 || alpm_parse(b, &y) < 0)
		return YG_ESYNTAX;
	r = sv_digits_cmp(x.epoch, y.epoch);
	if (!r)
		r = alpm_segments(x.version, y.version);
	if (!r && x.has_release && y.has_release)
		r = alpm_segments(x.release, y.release);
	*ret_order = r;
	return 0;
}

int version_alpm_check(struct sv v)
{
	struct alpm e;
	return alpm_parse(v, &e);
}
