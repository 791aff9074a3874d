/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gentoo.c - Package Manager Specification 3.2 and 3.3: number{.number}[letter]{_suffix[n]}[-rN].
 */
#include "component/version/schemes.h"

struct gentoo {
	struct sv numbers, suffixes, revision;
	char letter;		/* 0: none */
};

enum { GENTOO_NONE = 4 };	/* rank of "no more suffix": above rc, below p */

static int suffix_rank(struct sv word)
{
	static const struct sv words[] = {
		SV_INIT("alpha"), SV_INIT("beta"), SV_INIT("pre"), SV_INIT("rc"),
		SV_INIT(""), SV_INIT("p"),
	};
	for (size_t i = 0; i < YG_COUNT(words); i++)
		if (sv_eq(word, words[i]))
			return word.n > 0 ? (int)i : -1;
	return -1;
}

/* Take "_word[digits]" off *s. */
static int take_suffix(struct sv *s, struct sv *number)
{
	struct sv word;

	*s = sv_from(*s, 1);
	word = version_take_letters(s);
	*number = version_take_digits(s);
	return suffix_rank(word);
}

static int gentoo_parse(struct sv v, struct gentoo *out)
{
	struct gentoo g = {.numbers = {v.p, 0}};
	struct sv rest = v, drop;

	for (;;) {
		if (version_take_digits(&rest).n == 0)
			return YG_ESYNTAX;
		if (rest.n == 0 || rest.p[0] != '.')
			break;
		rest = sv_from(rest, 1);
	}
	g.numbers.n = (size_t)(rest.p - v.p);
	if (rest.n > 0 && ch_lower(rest.p[0])) {
		g.letter = rest.p[0];
		rest = sv_from(rest, 1);
	}
	g.suffixes.p = rest.p;
	while (rest.n > 0 && rest.p[0] == '_')
		if (take_suffix(&rest, &drop) < 0)
			return YG_ESYNTAX;
	g.suffixes.n = (size_t)(rest.p - g.suffixes.p);
	if (sv_starts(rest, SV("-r"))) {
		rest = sv_from(rest, 2);
		g.revision = version_take_digits(&rest);
		if (g.revision.n == 0)
			return YG_ESYNTAX;
	}
	*out = g;
	return rest.n == 0 ? 0 : YG_ESYNTAX;
}

static struct sv strip_zeros(struct sv s)
{
	while (s.n > 0 && s.p[s.n - 1] == '0')
		s.n--;
	return s;
}

/* After the first number a leading zero makes the pair fractions: 1.01 < 1.1. */
static int numbers_compare(struct sv a, struct sv b)
{
	bool first = true;

	while (a.n > 0 && b.n > 0) {
		struct sv m = version_take_digits(&a), n = version_take_digits(&b);
		int r = !first && (m.p[0] == '0' || n.p[0] == '0')
			? version_sign(sv_cmp(strip_zeros(m), strip_zeros(n)))
			: sv_digits_cmp(m, n);
		if (r)
			return r;
		first = false;
		a = sv_from(a, 1);
		b = sv_from(b, 1);
	}
	return (a.n > 0) - (b.n > 0);
}

static int suffixes_compare(struct sv a, struct sv b)
{
	while (a.n > 0 || b.n > 0) {
		struct sv m = {NULL, 0}, n = {NULL, 0};
		int x = a.n > 0 ? take_suffix(&a, &m) : GENTOO_NONE;
		int y = b.n > 0 ? take_suffix(&b, &n) : GENTOO_NONE;
		int r = x != y ? version_sign(x - y) : sv_digits_cmp(m, n);
		if (r)
			return r;
	}
	return 0;
}

int version_gentoo_compare(struct sv a, struct sv b, int *ret_order)
{
	struct gentoo x, y;
	int r;

	if (gentoo_parse(a, &x) < 0 || gentoo_parse(b, &y) < 0)
		return YG_ESYNTAX;
	r = numbers_compare(x.numbers, y.numbers);
	if (!r)
		r = version_sign(x.letter - y.letter);
	if (!r)
		r = suffixes_compare(x.suffixes, y.suffixes);
	if (!r)
		r = sv_digits_cmp(x.revision, y.revision);
	*ret_order = r;
	return 0;
}

int version_gentoo_check(struct sv v)
{
	struct gentoo g;
	return gentoo_parse(v, &g);
}
