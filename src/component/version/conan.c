/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conan.c - ConanCenter: items between dots, numbers as numbers, anything else as text; then
 * "-prerelease" (below the release) and "+build" (above it), each a list of the same kind.
 * Zeros at the end of a list do not count ("1" is "1.0.0").
 */
#include "component/version/schemes.h"

struct conan {
	struct sv main, pre, build;
	bool has_pre, has_build;
};

static struct sv strip_zero_items(struct sv s)
{
	while (s.n > 0) {
		size_t dot = sv_rfind(s, '.');
		struct sv last = dot < s.n ? sv_from(s, dot + 1) : s;
		if (!version_all_digits(last) || sv_digits_cmp(last, SV("0")) != 0)
			break;
		s = sv_first(s, dot < s.n ? dot : 0);
	}
	return s;
}

static int conan_parse(struct sv v, struct conan *out)
{
	struct conan c = {.main = v};

	if (!version_printable(v))
		return YG_ESYNTAX;
	c.has_build = sv_cut(c.main, '+', &c.main, &c.build);
	c.has_pre = sv_cut(c.main, '-', &c.main, &c.pre);
	if (c.main.n == 0)
		return YG_ESYNTAX;
	c.main = strip_zero_items(c.main);
	c.pre = strip_zero_items(c.pre);
	c.build = strip_zero_items(c.build);
	*out = c;
	return 0;
}

static int items_compare(struct sv a, struct sv b)
{
	while (a.n > 0 && b.n > 0) {
		struct sv m, n;
		int r;

		(void)sv_cut(a, '.', &m, &a);
		(void)sv_cut(b, '.', &n, &b);
		r = version_all_digits(m) && version_all_digits(n) ? sv_digits_cmp(m, n)
								    : version_sign(sv_cmp(m, n));
		if (r)
			return r;
	}
	return (a.n > 0) - (b.n > 0);
}

int version_conan_compare(struct sv a, struct sv b, int *ret_order)
{
	struct conan x, y;
	int r;

	if (conan_parse(a, &x) < 0 || conan_parse(b, &y) < 0)
		return YG_ESYNTAX;
	r = items_compare(x.main, y.main);
	if (!r)
		r = y.has_pre - x.has_pre;
	if (!r)
		r = items_compare(x.pre, y.pre);
	if (!r)
		r = x.has_build - y.has_build;
	if (!r)
		r = items_compare(x.build, y.build);
	*ret_order = r;
	return 0;
}

int version_conan_check(struct sv v)
{
	struct conan c;
	return conan_parse(v, &c);
}
