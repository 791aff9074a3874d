/* SPDX-License-Identifier: Apache-2.0 */
/* interval.c - three-valued answers and intervals: what the matcher calls for every rule. */
#include "component/version/ranges.h"
#include "component/version/schemes.h"

enum range_answer range_any(enum range_answer a, enum range_answer b)
{
	if (a == RANGE_IN || b == RANGE_IN)
		return RANGE_IN;
	return a == RANGE_UNKNOWN ? a : b;
}

enum range_answer range_all(enum range_answer a, enum range_answer b)
{
	if (a == RANGE_OUT || b == RANGE_OUT)
		return RANGE_OUT;
	return a == RANGE_UNKNOWN ? a : b;
}

const char *range_answer_name(enum range_answer a)
{
	return a == RANGE_IN ? "in" : a == RANGE_OUT ? "out" : "unknown";
}

int range_bound_order(const struct version_scheme *s, struct sv version, struct sv bound,
		      int *ret_order)
{
	if (sv_eq(version, bound)) {
		*ret_order = 0;
		return 0;
	}
	return s ? version_compare_bound(s, version, bound, ret_order) : YG_EUNSUPPORTED;
}

/*
 * "5.10.*", "13.x": CVE records bound ranges by all that begins so.  The wild part is cut off
 * *bound.  "x" can be a word of a version elsewhere, so only where it cannot is it wild.
 */
static bool cut_wildcard(const struct version_scheme *s, struct sv *bound)
{
	bool found = false;

	if (!s || bound->n < 2 || !memchr("*xX", bound->p[bound->n - 1], 3) ||
	    strcmp(s->name, "conan") == 0)
		return false;
	while (sv_ends(*bound, SV(".*")) ||
	       ((strcmp(s->name, "generic") == 0 || strcmp(s->name, "semver") == 0) &&
		(sv_ends(*bound, SV(".x")) || sv_ends(*bound, SV(".X"))))) {
		bound->n -= 2;
		found = true;
	}
	return found;
}

/* The dotted numbers of prefix are the first of version. */
static bool begins_with(struct sv version, struct sv prefix)
{
	while (prefix.n > 0) {
		size_t i = sv_find(version, '.'), k = sv_find(prefix, '.');
		struct sv m = sv_first(version, i), n = sv_first(prefix, k), p = m, q = n;
		struct sv x = version_take_digits(&p), y = version_take_digits(&q);
		if (x.n == 0 || y.n == 0 || q.n > 0 || (p.n > 0 && k < prefix.n) ||
		    sv_digits_cmp(x, y) != 0)
			return false;
		version = sv_from(version, i + 1);
		prefix = sv_from(prefix, k + 1);
	}
	return true;
}

/* One side of an interval: sign is 1 for the lower bound, -1 for the upper. */
static enum range_answer side_contains(const struct version_scheme *s, struct sv bound,
				       enum range_bound kind, int sign, struct sv version,
				       int *why)
{
	int order, r;

	if (kind == BOUND_NONE)
		return RANGE_IN;
	if (cut_wildcard(s, &bound) && begins_with(version, bound))
		return sign > 0 && kind == BOUND_EXCLUDED ? RANGE_OUT : RANGE_IN;
	r = range_bound_order(s, version, bound, &order);
	if (r < 0) {
		*why = r;
		return RANGE_UNKNOWN;
	}
	if (order == 0)
		return kind == BOUND_INCLUDED ? RANGE_IN : RANGE_OUT;
	return order == sign ? RANGE_IN : RANGE_OUT;
}

enum range_answer interval_contains(const struct version_scheme *s,
				    const struct version_interval *interval,
				    struct sv version, int *ret_why)
{
	enum range_answer lo, hi, both;
	struct sv exact = interval->lo;
	int why = 0;

	/* Exactly one version: "they differ, but have no order" is a clear no. */
	if (interval->lo_kind == BOUND_INCLUDED && interval->hi_kind == BOUND_INCLUDED &&
	    sv_eq(interval->lo, interval->hi) && !cut_wildcard(s, &exact)) {
		struct range_constraint c = {.op = RANGE_EQ, .version = exact};
		both = range_holds(s, &c, version, &why);
	} else {
		lo = side_contains(s, interval->lo, interval->lo_kind, 1, version, &why);
		hi = lo == RANGE_OUT ? lo : side_contains(s, interval->hi, interval->hi_kind, -1,
							  version, &why);
		both = range_all(lo, hi);
	}
	if (ret_why)
		*ret_why = both == RANGE_UNKNOWN ? why : 0;
	return both;
}

bool version_in_list(const struct version_scheme *s, const struct sv *list, size_t count,
		     struct sv version)
{
	int order;

	for (size_t i = 0; i < count; i++)
		if (sv_eq(list[i], version))
			return true;
	for (size_t i = 0; s && i < count; i++)
		if (version_compare_bound(s, version, list[i], &order) == 0 && order == 0)
			return true;
	return false;
}
