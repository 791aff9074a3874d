/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pypi.c - Python packages, PEP 440 with its normal forms (appendix B of the PEP):
 * [N!]N{.N}[{a|b|rc}N][.postN][.devN][+local].  Legacy versions are not versions.
 */
#include "component/version/schemes.h"

/* At any of ".-_", which PEP 440 lets stand between the parts; they may be left out. */
static void skip_separator(struct sv *s)
{
	if (s->n > 0 && (s->p[0] == '.' || s->p[0] == '-' || s->p[0] == '_'))
		*s = sv_from(*s, 1);
}

struct pep_word {
	struct sv word;
	enum pypi_pre pre;
};

/* The longest first: "alpha" before "a". */
static const struct pep_word pre_words[] = {
	{SV_INIT("alpha"), PYPI_A}, {SV_INIT("beta"), PYPI_B}, {SV_INIT("preview"), PYPI_RC},
	{SV_INIT("pre"), PYPI_RC}, {SV_INIT("rc"), PYPI_RC}, {SV_INIT("a"), PYPI_A},
	{SV_INIT("b"), PYPI_B}, {SV_INIT("c"), PYPI_RC},
};
static const struct pep_word post_words[] = {
	{SV_INIT("post"), PYPI_NO_PRE}, {SV_INIT("rev"), PYPI_NO_PRE}, {SV_INIT("r"), PYPI_NO_PRE},
};
static const struct pep_word dev_words[] = {{SV_INIT("dev"), PYPI_NO_PRE}};

/* "[sep]word[sep][digits]" off *s; *number is empty where it is left out (it means 0). */
static const struct pep_word *take_word(struct sv *s, const struct pep_word *words,
					size_t count, struct sv *number)
{
	struct sv rest = *s, head, after;

	skip_separator(&rest);
	head = rest;
	head = version_take_letters(&head);
	for (size_t i = 0; i < count; i++) {
		if (!sv_ieq(head, words[i].word))
			continue;
		rest = sv_from(rest, head.n);
		after = rest;
		skip_separator(&after);
		*number = version_take_digits(&after);
		*s = number->n > 0 ? after : rest;
		return &words[i];
	}
	return NULL;
}

static bool local_valid(struct sv s)
{
	bool empty = true;

	for (size_t i = 0; i < s.n; i++) {
		bool sep = s.p[i] == '.' || s.p[i] == '-' || s.p[i] == '_';
		if (sep ? empty : !ch_alnum((unsigned char)s.p[i]))
			return false;
		empty = sep;
	}
	return !empty;
}

/* N{.N}, and how long it is without trailing zeros. */
static bool take_release(struct sv *s, struct pypi *v)
{
	const char *start = s->p;

	for (;;) {
		struct sv run = version_take_digits(s);
		if (run.n == 0)
			return false;
		v->release.n = (size_t)(s->p - start);
		if (sv_digits_cmp(run, SV("0")) != 0)
			v->significant = v->release.n;
		if (s->n < 2 || s->p[0] != '.' || !ch_digit(s->p[1]))
			break;
		*s = sv_from(*s, 1);
	}
	v->release.p = start;
	return true;
}

int version_pypi_parse(struct sv text, struct pypi *out)
{
	struct pypi v = {.pre = PYPI_NO_PRE};
	struct sv s = sv_trim(text), run, rest;
	const struct pep_word *w;

	if (s.n > 0 && (s.p[0] | 0x20) == 'v')
		s = sv_from(s, 1);
	rest = s;
	run = version_take_digits(&rest);
	if (run.n > 0 && rest.n > 0 && rest.p[0] == '!') {
		v.epoch = run;
		s = sv_from(rest, 1);
	}
	if (!take_release(&s, &v))
		return YG_ESYNTAX;
	w = take_word(&s, pre_words, YG_COUNT(pre_words), &v.pre_number);
	if (w)
		v.pre = w->pre;
	rest = s;
	if (rest.n > 1 && rest.p[0] == '-' && ch_digit(rest.p[1])) {	/* "1.0-1" is post1 */
		rest = sv_from(rest, 1);
		v.post_number = version_take_digits(&rest);
		v.has_post = true;
		s = rest;
	} else {
		v.has_post = take_word(&s, post_words, YG_COUNT(post_words), &v.post_number);
	}
	v.has_dev = take_word(&s, dev_words, YG_COUNT(dev_words), &v.dev_number);
	if (s.n > 0 && s.p[0] == '+') {
		v.local = sv_from(s, 1);
		if (!local_valid(v.local))
			return YG_ESYNTAX;
		s.n = 0;
	}
	if (s.n > 0)
		return YG_ESYNTAX;
	*out = v;
	return 0;
}

/* A dev release without pre or post sorts before every pre-release of the same number. */
static int pre_rank(const struct pypi *v)
{
	return v->pre == PYPI_NO_PRE && !v->has_post && v->has_dev ? -1 : (int)v->pre;
}

/* Local segments: words below numbers, a prefix below its continuations. */
static int local_compare(struct sv a, struct sv b)
{
	while (a.n > 0 && b.n > 0) {
		struct sv m = {a.p, 0}, n = {b.p, 0};
		int r;
		while (m.n < a.n && ch_alnum((unsigned char)a.p[m.n]))
			m.n++;
		while (n.n < b.n && ch_alnum((unsigned char)b.p[n.n]))
			n.n++;
		bool x = version_all_digits(m), y = version_all_digits(n);
		if (x != y)
			return x ? 1 : -1;
		r = x ? sv_digits_cmp(m, n) : sv_icmp(m, n);
		if (r)
			return r;
		a = sv_from(a, m.n + 1);
		b = sv_from(b, n.n + 1);
	}
	return (a.n > 0) - (b.n > 0);
}

int version_pypi_order(const struct pypi *x, const struct pypi *y, bool with_local)
{
	int r = sv_digits_cmp(x->epoch, y->epoch);

	if (!r)
		r = version_numbers_compare(sv_first(x->release, x->significant),
					    sv_first(y->release, y->significant));
	if (!r)
		r = version_sign(pre_rank(x) - pre_rank(y));
	if (!r)
		r = sv_digits_cmp(x->pre_number, y->pre_number);
	if (!r)
		r = x->has_post - y->has_post;
	if (!r)
		r = sv_digits_cmp(x->post_number, y->post_number);
	if (!r)
		r = y->has_dev - x->has_dev;
	if (!r)
		r = sv_digits_cmp(x->dev_number, y->dev_number);
	if (!r && with_local)
		r = local_compare(x->local, y->local);
	return r;
}

int version_pypi_compare(struct sv a, struct sv b, int *ret_order)
{
	struct pypi x, y;

	if (version_pypi_parse(a, &x) < 0 || version_pypi_parse(b, &y) < 0)
		return YG_ESYNTAX;
	*ret_order = version_pypi_order(&x, &y, true);
	return 0;
}

/* "Version specifiers": the local label is ignored unless the bound has one. */
int version_pypi_compare_bound(struct sv version, struct sv bound, int *ret_order)
{
	struct pypi x, y;

	if (version_pypi_parse(version, &x) < 0 || version_pypi_parse(bound, &y) < 0)
		return YG_ESYNTAX;
	*ret_order = version_pypi_order(&x, &y, y.local.n > 0);
	return 0;
}

int version_pypi_check(struct sv v)
{
	struct pypi p;
	return version_pypi_parse(v, &p);
}
