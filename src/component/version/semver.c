/* SPDX-License-Identifier: Apache-2.0 */
/*
 * semver.c - Semantic Versioning 2.0.0, clause 11; npm's and cargo's order too.
 *
 * Wider than the specification where advisories are: a "v" before it, one, two, four or more
 * numbers (absent ones are 0), numbers of any length, leading zeros, and a pre-release without
 * its hyphen when it starts with a word that can only mean one ("1.21rc2", Ruby's
 * "1.0.0.beta.2").  Any other tail ("1.0.2k", "1.0.0.Final") is not guessed: not a version.
 */
#include "component/version/schemes.h"

static bool is_prerelease_word(struct sv w)
{
	static const struct sv words[] = {
		SV_INIT("alpha"), SV_INIT("beta"), SV_INIT("rc"), SV_INIT("pre"),
		SV_INIT("preview"), SV_INIT("dev"), SV_INIT("a"), SV_INIT("b"),
	};
	for (size_t i = 0; i < YG_COUNT(words); i++)
		if (sv_ieq(w, words[i]))
			return true;
	return false;
}

/* Dot-separated identifiers of letters, digits and hyphens, none of them empty. */
static bool identifiers_valid(struct sv s)
{
	bool empty = true;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' ? empty : !ch_alnum((unsigned char)s.p[i]) && s.p[i] != '-')
			return false;
		empty = s.p[i] == '.';
	}
	return !empty;
}

int version_semver_parse(struct sv v, struct semver *out)
{
	struct semver s = {.release = {NULL, 0}};
	struct sv rest = v, run, word;

	if (rest.n > 0 && (rest.p[0] | 0x20) == 'v')
		rest = sv_from(rest, 1);
	s.release.p = rest.p;
	for (;;) {
		run = version_take_digits(&rest);
		if (run.n == 0)
			return YG_ESYNTAX;
		if (rest.n < 2 || rest.p[0] != '.' || !ch_digit(rest.p[1]))
			break;
		rest = sv_from(rest, 1);
	}
	s.release.n = (size_t)(rest.p - s.release.p);
	if (sv_cut(rest, '+', &rest, &s.build) && !identifiers_valid(s.build))
		return YG_ESYNTAX;
	if (rest.n > 0) {
		s.dotted = rest.p[0] == '.';
		s.pre = s.dotted || rest.p[0] == '-' ? sv_from(rest, 1) : rest;
		word = s.pre;
		if (!identifiers_valid(s.pre) ||
		    (rest.p[0] != '-' && !is_prerelease_word(version_take_letters(&word))))
			return YG_ESYNTAX;
	}
	*out = s;
	return 0;
}

/* The next identifier; in Ruby's spelling ".rc.alpha" a dot before a word only joins. */
static struct sv take_identifier(struct sv *s, bool dotted)
{
	struct sv id = {s->p, 0};

	while (id.n < s->n && (s->p[id.n] != '.' || (dotted && id.n + 1 < s->n &&
						     ch_alpha((unsigned char)s->p[id.n + 1]))))
		id.n++;
	*s = sv_from(*s, id.n + 1);
	return id;
}

static int identifier_compare(struct sv a, struct sv b, unsigned flags)
{
	bool x = version_all_digits(a), y = version_all_digits(b);
	size_t n = a.n < b.n ? a.n : b.n;

	if (x != y)			/* numbers below words */
		return x ? -1 : 1;
	if (x)
		return sv_digits_cmp(a, b);
	for (size_t i = 0; i < n; i++) {
		char c = a.p[i] == '.' ? '-' : a.p[i], d = b.p[i] == '.' ? '-' : b.p[i];
		if (flags & SEMVER_FOLD_CASE) {
			c = ch_to_lower(c);
			d = ch_to_lower(d);
		}
		if (c != d)
			return c < d ? -1 : 1;
	}
	return (a.n > b.n) - (a.n < b.n);
}

static int identifiers_compare(struct sv a, bool a_dotted, struct sv b, bool b_dotted,
			       unsigned flags)
{
	while (a.n > 0 && b.n > 0) {
		struct sv m = take_identifier(&a, a_dotted), n = take_identifier(&b, b_dotted);
		int r = identifier_compare(m, n, flags);
		if (r)
			return r;
	}
	return (a.n > 0) - (b.n > 0);
}

/* Dotted numbers; absent ones count as 0. */
int version_numbers_compare(struct sv a, struct sv b)
{
	while (a.n > 0 || b.n > 0) {
		struct sv m = version_take_digits(&a), n = version_take_digits(&b);
		int r = sv_digits_cmp(m, n);
		if (r)
			return r;
		a = sv_from(a, 1);
		b = sv_from(b, 1);
	}
	return 0;
}

int version_semver_order_with(const struct semver *x, const struct semver *y, unsigned flags)
{
	int r = version_numbers_compare(x->release, y->release);

	if (!r && (x->pre.n == 0 || y->pre.n == 0))	/* a release is above its pre-releases */
		r = (x->pre.n == 0) - (y->pre.n == 0);
	else if (!r)
		r = identifiers_compare(x->pre, x->dotted, y->pre, y->dotted, flags);
	if (!r && (flags & SEMVER_WITH_BUILD))
		r = identifiers_compare(x->build, false, y->build, false, flags);
	return r;
}

int version_semver_order(const struct semver *x, const struct semver *y)
{
	return version_semver_order_with(x, y, 0);
}

int version_semver_compare(struct sv a, struct sv b, int *ret_order)
{
	struct semver x, y;

	if (version_semver_parse(a, &x) < 0 || version_semver_parse(b, &y) < 0)
		return YG_ESYNTAX;
	*ret_order = version_semver_order(&x, &y);
	return 0;
}

int version_semver_check(struct sv v)
{
	struct semver s;
	return version_semver_parse(v, &s);
}
