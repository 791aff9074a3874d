/* SPDX-License-Identifier: Apache-2.0 */
/*
 * numeric.c - schemes that are lists of numbers (cran, hackage, calver) and the one that is no
 * order at all (kb).
 */
#include "component/version/schemes.h"

/* Numbers separated by single bytes of seps. */
static bool list_valid(struct sv v, const char *seps)
{
	for (;;) {
		if (version_take_digits(&v).n == 0)
			return false;
		if (v.n == 0)
			return true;
		if (!strchr(seps, v.p[0]) || v.p[0] == 0)
			return false;
		v = sv_from(v, 1);
	}
}

/* A list is below its continuations, even ".0". */
static int list_compare(struct sv a, struct sv b)
{
	while (a.n > 0 && b.n > 0) {
		struct sv m = version_take_digits(&a), n = version_take_digits(&b);
		int r = sv_digits_cmp(m, n);
		if (r)
			return r;
		a = sv_from(a, 1);
		b = sv_from(b, 1);
	}
	return (a.n > 0) - (b.n > 0);
}

/* R's package_version: '.' and '-' alike. */
int version_cran_check(struct sv v)
{
	return list_valid(v, ".-") ? 0 : YG_ESYNTAX;
}

int version_cran_compare(struct sv a, struct sv b, int *ret_order)
{
	if (version_cran_check(a) < 0 || version_cran_check(b) < 0)
		return YG_ESYNTAX;
	*ret_order = list_compare(a, b);
	return 0;
}

/* Haskell's Data.Version without tags. */
int version_hackage_check(struct sv v)
{
	return list_valid(v, ".") ? 0 : YG_ESYNTAX;
}

int version_hackage_compare(struct sv a, struct sv b, int *ret_order)
{
	if (version_hackage_check(a) < 0 || version_hackage_check(b) < 0)
		return YG_ESYNTAX;
	*ret_order = list_compare(a, b);
	return 0;
}

/* Dates and builds: absent numbers are 0 ("16.0.35907" is "16.0.35907.0"). */
int version_calver_check(struct sv v)
{
	return list_valid(v, ".-_") ? 0 : YG_ESYNTAX;
}

int version_calver_compare(struct sv a, struct sv b, int *ret_order)
{
	if (version_calver_check(a) < 0 || version_calver_check(b) < 0)
		return YG_ESYNTAX;
	*ret_order = version_numbers_compare(a, b);
	return 0;
}

/* Microsoft KB articles: which replaces which is knowledge of the vendor's, not of the text. */
static struct sv kb_number(struct sv v)
{
	v = sv_trim(v);
	return v.n > 2 && sv_ieq(sv_first(v, 2), SV("kb")) ? sv_from(v, 2) : v;
}

int version_kb_check(struct sv v)
{
	return kb_number(v).n > 0 ? 0 : YG_ESYNTAX;
}

int version_kb_compare(struct sv a, struct sv b, int *ret_order)
{
	if (!sv_ieq(kb_number(a), kb_number(b)))
		return YG_ENOTCOMPARABLE;
	*ret_order = 0;
	return 0;
}
