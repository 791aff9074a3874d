/* SPDX-License-Identifier: Apache-2.0 */
/*
 * composer.c - Packagist, as Composer compares: normalise ("v" and "+metadata" go, numbers are
 * filled up to four, words in any case), then PHP's version_compare():
 * dev < alpha < beta < RC < (none) < patch.
 *
 * A branch ("dev-main") has no place in the order, and a word that Composer does not know is
 * not guessed at.
 */
#include "component/version/schemes.h"

enum composer_class {		/* in order, but for COMPOSER_UNKNOWN */
	COMPOSER_DEV, COMPOSER_ALPHA, COMPOSER_BETA, COMPOSER_RC,
	COMPOSER_END, COMPOSER_NUMBER,	/* the same rank against words */
	COMPOSER_PATCH, COMPOSER_UNKNOWN,
};

struct composer_token {
	enum composer_class class;
	struct sv text;
};

struct composer {
	struct sv rest;
	unsigned numbers;	/* leading numbers given out so far */
	bool words;		/* past them */
};

static enum composer_class word_class(struct sv w)
{
	static const struct {
		struct sv word;
		enum composer_class class;
	} words[] = {
		{SV_INIT("dev"), COMPOSER_DEV}, {SV_INIT("alpha"), COMPOSER_ALPHA},
		{SV_INIT("a"), COMPOSER_ALPHA}, {SV_INIT("beta"), COMPOSER_BETA},
		{SV_INIT("b"), COMPOSER_BETA}, {SV_INIT("rc"), COMPOSER_RC},
		{SV_INIT("patch"), COMPOSER_PATCH}, {SV_INIT("pl"), COMPOSER_PATCH},
		{SV_INIT("p"), COMPOSER_PATCH}, {SV_INIT("post"), COMPOSER_PATCH},
	};
	for (size_t i = 0; i < YG_COUNT(words); i++)
		if (sv_ieq(w, words[i].word))
			return words[i].class;
	return COMPOSER_UNKNOWN;
}

static bool is_separator(char c)
{
	return c == '.' || c == '-' || c == '_' || c == '~';
}

static int composer_parse(struct sv v, struct composer *out)
{
	struct sv s = sv_trim(v), drop;

	(void)sv_cut(s, '+', &s, &drop);
	(void)sv_cut(s, '@', &s, &drop);		/* stability flag */
	if (s.n > 0 && (s.p[0] | 0x20) == 'v')
		s = sv_from(s, 1);
	if (s.n == 0 || !ch_digit(s.p[0]))
		return YG_ESYNTAX;
	for (size_t i = 0; i < s.n; i++)
		if (!ch_alnum((unsigned char)s.p[i]) && !is_separator(s.p[i]) && s.p[i] != '*')
			return YG_ESYNTAX;
	if (s.n > 7 && sv_ieq(sv_from(s, s.n - 7), SV("-stable")))
		s.n -= 7;
	*out = (struct composer){.rest = s};
	return 0;
}

/* "1.x-dev" is the branch's newest: 1.9999999.9999999.9999999-dev. */
static bool take_wildcard(struct sv *s)
{
	if (s->n == 0 || (s->p[0] != '*' && (s->p[0] | 0x20) != 'x'))
		return false;
	if (s->n > 1 && !is_separator(s->p[1]))
		return false;
	return true;		/* left where it is: it stands for all numbers that follow */
}

static struct composer_token composer_next(struct composer *c)
{
	struct composer_token t = {.class = COMPOSER_END};
	struct sv s = c->rest;

	while (s.n > 0 && is_separator(s.p[0]))
		s = sv_from(s, 1);
	if (!c->words) {
		if (take_wildcard(&s) && c->numbers < 4) {
			c->numbers++;
			c->rest = c->numbers == 4 ? sv_from(s, 1) : s;
			t = (struct composer_token){COMPOSER_NUMBER, SV("9999999")};
			return t;
		}
		if (s.n > 0 && ch_digit(s.p[0])) {
			t.class = COMPOSER_NUMBER;
			t.text = version_take_digits(&s);
			c->numbers++;
			c->rest = s;
			return t;
		}
		if (c->numbers++ < 4) {
			t = (struct composer_token){COMPOSER_NUMBER, SV("0")};
			return t;
		}
		c->words = true;
	}
	if (s.n > 0 && ch_digit(s.p[0])) {
		t.class = COMPOSER_NUMBER;
		t.text = version_take_digits(&s);
	} else if (s.n > 0) {
		t.text = version_take_letters(&s);
		t.class = t.text.n > 0 ? word_class(t.text) : COMPOSER_UNKNOWN;
		if (t.text.n == 0)
			s.n = 0;	/* a stray '*' ends it */
	}
	c->rest = s;
	return t;
}

/* -1, 0, 1, or YG_ENOTCOMPARABLE. */
static int token_compare(struct composer_token a, struct composer_token b)
{
	int x = (int)a.class, y = (int)b.class;

	if (x == COMPOSER_UNKNOWN || y == COMPOSER_UNKNOWN)
		return x == y && sv_ieq(a.text, b.text) ? 0 : YG_ENOTCOMPARABLE;
	if (x == COMPOSER_NUMBER && y == COMPOSER_NUMBER)
		return sv_digits_cmp(a.text, b.text);
	return version_sign(x - y);
}

int version_composer_compare(struct sv a, struct sv b, int *ret_order)
{
	bool x_branch = version_composer_branch(a), y_branch = version_composer_branch(b);
	struct composer x, y;

	if ((!x_branch && composer_parse(a, &x) < 0) || (!y_branch && composer_parse(b, &y) < 0))
		return YG_ESYNTAX;
	if (x_branch || y_branch) {
		if (!sv_eq(sv_trim(a), sv_trim(b)))
			return YG_ENOTCOMPARABLE;
		*ret_order = 0;
		return 0;
	}
	for (;;) {
		struct composer_token m = composer_next(&x), n = composer_next(&y);
		int r = token_compare(m, n);
		if (r == YG_ENOTCOMPARABLE)
			return r;
		if (r || m.class == COMPOSER_END) {
			*ret_order = r;
			return 0;
		}
	}
}

bool version_composer_branch(struct sv v)
{
	v = sv_trim(v);
	return v.n > 4 && sv_ieq(sv_first(v, 4), SV("dev-")) && version_printable(v);
}

int version_composer_check(struct sv v)
{
	struct composer c;
	return version_composer_branch(v) ? 0 : composer_parse(v, &c);
}
