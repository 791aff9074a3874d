/* SPDX-License-Identifier: Apache-2.0 */
/*
 * generic.c - versions of products whose scheme nobody states: CVE "custom", CPE, appliances
 * ("11.2.4-h1", "7.2.0", "1.0.2zh", "4.2.8p15", "10.0.19045.7058").
 *
 * Numbers are compared as numbers, absent ones are 0, and a letter glued to a number is a later
 * patch of it.  Words that say "before the release" or "after it" in any scheme are read so.
 * Where two versions part at something whose meaning is not known, the answer is
 * YG_ENOTCOMPARABLE: this scheme decides about products without any other check, so a guess
 * would become a false "not affected".
 */
#include "component/version/schemes.h"

enum generic_class {		/* in order, where they can be ordered at all */
	GENERIC_PRE,		/* "-rc1", "beta2": before the release */
	GENERIC_END,
	GENERIC_TAIL,		/* "k" of "1.0.2k", "p15" of "4.2.8p15" */
	GENERIC_POST,		/* "-h1", "-post2", "+git": after the release */
	GENERIC_NUMBER,
	GENERIC_OTHER,		/* a word that means nothing here */
};

struct generic_token {
	enum generic_class class;
	int rank;		/* of GENERIC_PRE */
	struct sv text;
	bool doubtful;		/* "1.0b2", "25.2.a": before the release or a patch of it? */
};

struct generic {
	struct sv rest;
	bool after_plus;	/* build metadata: whatever it is, it comes after */
	bool started;
};

struct word_rank {
	struct sv word;
	int rank;
};

static int find_word(struct sv w, const struct word_rank *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sv_ieq(w, words[i].word))
			return words[i].rank;
	return -1;
}

static int pre_rank(struct sv w)
{
	static const struct word_rank words[] = {
		{SV_INIT("dev"), 0}, {SV_INIT("nightly"), 0}, {SV_INIT("snapshot"), 0},
		{SV_INIT("canary"), 0}, {SV_INIT("alpha"), 1}, {SV_INIT("beta"), 2},
		{SV_INIT("milestone"), 3}, {SV_INIT("pre"), 3}, {SV_INIT("preview"), 3},
		{SV_INIT("tp"), 3}, {SV_INIT("ea"), 3}, {SV_INIT("rc"), 4}, {SV_INIT("cr"), 4},
	};
	return find_word(w, words, YG_COUNT(words));
}

static bool is_post_word(struct sv w)
{
	static const struct word_rank words[] = {
		{SV_INIT("post"), 0}, {SV_INIT("p"), 0}, {SV_INIT("pl"), 0}, {SV_INIT("patch"), 0},
		{SV_INIT("sp"), 0}, {SV_INIT("h"), 0}, {SV_INIT("hf"), 0}, {SV_INIT("hotfix"), 0},
		{SV_INIT("u"), 0}, {SV_INIT("update"), 0}, {SV_INIT("r"), 0}, {SV_INIT("rev"), 0},
		{SV_INIT("build"), 0}, {SV_INIT("cu"), 0}, {SV_INIT("mr"), 0}, {SV_INIT("git"), 0},
		{SV_INIT("svn"), 0}, {SV_INIT("fix"), 0}, {SV_INIT("fp"), 0}, {SV_INIT("mu"), 0},
	};
	return find_word(w, words, YG_COUNT(words)) >= 0;
}

static bool is_separator(char c)
{
	return c == '.' || c == '-' || c == '_' || c == '~' || c == '+' || c == ' ' || c == ':' ||
	       c == ',' || c == '/';
}

/* A commit id in hexadecimal: letters and digits change places too often for a version. */
static bool is_hash(struct sv v)
{
	unsigned turns = 0;

	if (v.n < 7 || v.n > 64)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		char c = ch_to_lower(v.p[i]);
		if (!ch_digit(c) && (c < 'a' || c > 'f'))
			return false;
		if (i > 0)
			turns += ch_digit(c) != ch_digit(v.p[i - 1]);
	}
	return turns >= 3;
}

static int generic_parse(struct sv v, struct generic *out)
{
	struct sv s = sv_trim(v);
	bool digit = false;

	if (s.n > 1 && (s.p[0] | 0x20) == 'v' && ch_digit(s.p[1]))
		s = sv_from(s, 1);
	for (size_t i = 0; i < s.n; i++) {
		digit |= ch_digit(s.p[i]);
		if (!ch_alnum((unsigned char)s.p[i]) && !is_separator(s.p[i]) &&
		    s.p[i] != '(' && s.p[i] != ')')
			return YG_ESYNTAX;
	}
	if (!digit)		/* "n/a", "unspecified", "-" */
		return YG_ESYNTAX;
	*out = (struct generic){.rest = s};
	return 0;
}

/* A word on its own: "-rc", ".post", "-a"; and where only some schemes agree, OTHER. */
static void classify_word(struct generic_token *t, struct sv rest, char separator)
{
	char c = t->text.n == 1 ? ch_to_lower(t->text.p[0]) : 0;

	t->rank = pre_rank(t->text);
	if (t->rank >= 0) {
		t->class = GENERIC_PRE;
	} else if (c == 'a' || c == 'b') {
		/* alpha, beta; but "_456-b1" is a build of Java, "25.2.a" a FortiSASE patch */
		t->class = GENERIC_PRE;
		t->rank = c == 'a' ? 1 : 2;
		t->doubtful = separator == '.' ||
			      (c == 'b' && rest.n > 0 && ch_digit(rest.p[0]));
	} else {
		t->class = is_post_word(t->text) ? GENERIC_POST : GENERIC_OTHER;
	}
}

/* A word right behind a number: a pre-release if it can only be one, else a patch letter. */
static void classify_tail(struct generic_token *t, struct sv rest)
{
	char c = t->text.n == 1 ? ch_to_lower(t->text.p[0]) : 0;

	t->rank = pre_rank(t->text);
	if (t->rank >= 0) {
		t->class = GENERIC_PRE;
		return;
	}
	t->class = GENERIC_TAIL;
	t->doubtful = (c == 'a' || c == 'b') && rest.n > 0 && ch_digit(rest.p[0]);
}

static struct generic_token generic_next(struct generic *g)
{
	struct generic_token t = {.class = GENERIC_END};
	bool glued = g->started;
	char separator = 0;

	while (g->rest.n > 0 && is_separator(g->rest.p[0])) {
		separator = g->rest.p[0];
		g->after_plus |= separator == '+';
		g->rest = sv_from(g->rest, 1);
		glued = false;
	}
	g->started = true;
	if (g->rest.n == 0)
		return t;
	if (ch_digit(g->rest.p[0])) {
		t.class = GENERIC_NUMBER;
		t.text = version_take_digits(&g->rest);
		return t;
	}
	t.text = version_take_letters(&g->rest);
	if (t.text.n == 0) {		/* a parenthesis: "15.4(2)T1" has trains, not an order */
		t.class = GENERIC_OTHER;
		t.text = g->rest;
		g->rest.n = 0;
	} else if (glued) {
		classify_tail(&t, g->rest);
	} else {
		classify_word(&t, g->rest, separator);
		if (g->after_plus && t.class == GENERIC_OTHER)
			t.class = GENERIC_POST;
	}
	return t;
}

static bool is_zero(const struct generic_token *t)
{
	return t->class == GENERIC_NUMBER && sv_digits_cmp(t->text, SV("0")) == 0;
}

/* Whether what is doubtful about a decides against b. */
static bool is_doubtful(const struct generic_token *a, const struct generic_token *b)
{
	return a->doubtful && (a->class == GENERIC_PRE || b->class == GENERIC_END);
}

/* Two tokens at the same place: -1, 0, 1, or YG_ENOTCOMPARABLE. */
static int token_compare(const struct generic_token *a, const struct generic_token *b)
{
	if (a->class != b->class) {
		if (a->class == GENERIC_OTHER || b->class == GENERIC_OTHER) {
			/* any word but those before a release is later than these */
			if (a->class == GENERIC_PRE || b->class == GENERIC_PRE)
				return a->class == GENERIC_PRE ? -1 : 1;
			return YG_ENOTCOMPARABLE;
		}
		if (is_doubtful(a, b) || is_doubtful(b, a))
			return YG_ENOTCOMPARABLE;
		if ((a->class == GENERIC_TAIL && b->class == GENERIC_POST) ||
		    (a->class == GENERIC_POST && b->class == GENERIC_TAIL))
			return YG_ENOTCOMPARABLE;
		return a->class < b->class ? -1 : 1;
	}
	switch (a->class) {
	case GENERIC_NUMBER:
		return sv_digits_cmp(a->text, b->text);
	case GENERIC_PRE:
		return version_sign(a->rank - b->rank);
	case GENERIC_TAIL:
		return sv_icmp(a->text, b->text);
	case GENERIC_POST:
	case GENERIC_OTHER:
		return sv_ieq(a->text, b->text) ? 0 : YG_ENOTCOMPARABLE;
	case GENERIC_END:
		break;
	}
	return 0;
}

int version_generic_compare(struct sv a, struct sv b, int *ret_order)
{
	struct generic x, y;

	if (generic_parse(a, &x) < 0 || generic_parse(b, &y) < 0)
		return YG_ESYNTAX;
	if (is_hash(x.rest) || is_hash(y.rest)) {
		if (!sv_ieq(x.rest, y.rest))
			return YG_ENOTCOMPARABLE;
		*ret_order = 0;
		return 0;
	}
	struct generic_token m = generic_next(&x), n = generic_next(&y);
	for (;;) {
		int r;
		/* "1.20.0-rc1" is "1.20rc1" */
		while (is_zero(&m) && n.class != GENERIC_NUMBER)
			m = generic_next(&x);
		while (is_zero(&n) && m.class != GENERIC_NUMBER)
			n = generic_next(&y);
		r = token_compare(&m, &n);
		if (r == YG_ENOTCOMPARABLE)
			return r;
		if (r || m.class == GENERIC_END) {
			*ret_order = r;
			return 0;
		}
		m = generic_next(&x);
		n = generic_next(&y);
	}
}

int version_generic_check(struct sv v)
{
	struct generic g;
	return generic_parse(v, &g);
}
