/* SPDX-License-Identifier: Apache-2.0 */
/*
 * semver_kin.c - schemes that are semver with one rule changed: golang, nuget, pub, bitnami.
 */
#include "component/version/schemes.h"

typedef int (*semver_order_fn)(const struct semver *x, const struct semver *y);

static int compare_as(struct sv a, struct sv b, semver_order_fn order, int *ret_order)
{
	struct semver x, y;

	if (version_semver_parse(a, &x) < 0 || version_semver_parse(b, &y) < 0)
		return YG_ESYNTAX;
	*ret_order = order(&x, &y);
	return 0;
}

/* Go modules ("v1.2.3+incompatible", pseudo-versions) and toolchains ("go1.21rc1"). */
static struct sv strip_go(struct sv v)
{
	return sv_starts(v, SV("go")) ? sv_from(v, 2) : v;
}

int version_golang_compare(struct sv a, struct sv b, int *ret_order)
{
	return compare_as(strip_go(a), strip_go(b), version_semver_order, ret_order);
}

int version_golang_check(struct sv v)
{
	return version_semver_check(strip_go(v));
}

/* NuGet: a fourth number counts, ASCII case does not. */
static int nuget_order(const struct semver *x, const struct semver *y)
{
	return version_semver_order_with(x, y, SEMVER_FOLD_CASE);
}

int version_nuget_compare(struct sv a, struct sv b, int *ret_order)
{
	return compare_as(a, b, nuget_order, ret_order);
}

/* Dart's pub: build metadata counts; a version without it is below. */
static int pub_order(const struct semver *x, const struct semver *y)
{
	return version_semver_order_with(x, y, SEMVER_WITH_BUILD);
}

int version_pub_compare(struct sv a, struct sv b, int *ret_order)
{
	return compare_as(a, b, pub_order, ret_order);
}

/* Bitnami: "-N" is the revision of the packaging, not a pre-release, and does not count. */
static int bitnami_order(const struct semver *x, const struct semver *y)
{
	struct semver a = *x, b = *y;

	if (version_all_digits(a.pre))
		a.pre.n = 0;
	if (version_all_digits(b.pre))
		b.pre.n = 0;
	return version_semver_order(&a, &b);
}

int version_bitnami_compare(struct sv a, struct sv b, int *ret_order)
{
	return compare_as(a, b, bitnami_order, ret_order);
}

int version_nuget_check(struct sv v)
{
	return version_semver_check(v);
}

int version_pub_check(struct sv v)
{
	return version_semver_check(v);
}

int version_bitnami_check(struct sv v)
{
	return version_semver_check(v);
}
