/* SPDX-License-Identifier: Apache-2.0 */
/* range_lists.c - the lists in the security advisories of nginx and OpenSSL. */
#include "component/version/ranges.h"
#include "component/version/schemes.h"

/*
 * nginx "1.4.1+": from it on.  Even second numbers are stable branches that end with the branch;
 * odd ones are mainline and go on into whatever follows.
 */
static int add_open(struct range_builder *b, struct sv version)
{
	struct sv s = version, major, minor, up;
	int r = range_add(b, RANGE_GE, version);

	major = version_take_digits(&s);
	s = sv_from(s, 1);
	minor = version_take_digits(&s);
	if (r < 0)
		return r;
	if (minor.n == 0)
		return range_syntax(b, version, "not an nginx version");
	if ((minor.p[minor.n - 1] - '0') % 2 != 0)
		return 0;
	up = range_increment(b->arena, minor);
	up = up.p ? sv_join(b->arena, up, SV(".0"), (struct sv){NULL, 0}) : up;
	up = up.p ? sv_join(b->arena, major, SV("."), up) : up;
	return up.p ? range_add(b, RANGE_LT, up) : YG_ENOMEM;
}

static int add_nginx(struct range_builder *b, struct sv item)
{
	struct sv lo, hi;
	int r;

	if (sv_is(item, "all") || sv_is(item, "none"))
		return range_add(b, item.n == 3 ? RANGE_ANY : RANGE_NONE, item);
	if (sv_ends(item, SV("+"))) {
		item.n--;
		return version_calver_check(item) < 0
			? range_syntax(b, item, "not an nginx version") : add_open(b, item);
	}
	if (!sv_cut(item, '-', &lo, &hi)) {
		lo = item;
		hi = item;
	}
	if (version_calver_check(lo) < 0 || version_calver_check(hi) < 0)
		return range_syntax(b, item, "not an nginx version");
	if (lo.p == hi.p)
		return range_add(b, RANGE_EQ, item);
	r = range_add(b, RANGE_GE, lo);
	return r < 0 ? r : range_add(b, RANGE_LE, hi);
}

int range_parse_nginx(struct range_builder *b, struct sv text)
{
	struct sv item;

	if (memchr("<>=!", text.p[0], 4))
		return range_parse_advisory(b, text);
	while (sv_next(&text, ',', &item)) {
		int r;
		b->starts = true;
		r = add_nginx(b, sv_trim(item));
		if (r < 0)
			return r;
	}
	return 0;
}

/* OpenSSL: a list of versions; anything with an operator is written as in other advisories. */
int range_parse_openssl(struct range_builder *b, struct sv text)
{
	struct sv item;

	for (size_t i = 0; i < text.n; i++)
		if (memchr("<>=!*|", text.p[i], 6))
			return range_parse_advisory(b, text);
	while (sv_next(&text, ',', &item)) {
		int r;
		item = sv_trim(item);
		if (version_openssl_check(item) < 0)
			return range_syntax(b, item, "not an OpenSSL version");
		b->starts = true;
		r = range_add(b, RANGE_EQ, item);
		if (r < 0)
			return r;
	}
	return 0;
}
