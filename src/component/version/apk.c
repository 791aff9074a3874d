/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apk.c - Alpine, Wolfi, Chainguard: digits{.digits}{letter{digits}}{_suffix{digits}}{~hash}{-rN}
 * (apk-package(5), "pkgver").  A letter may be followed by digits, as old apk-tools allowed and
 * old secdb entries have ("1.9.5p2-r1"), and "-r" may stand alone.
 */
#include "component/version/schemes.h"

/* In the order that decides when one version ends or goes on otherwise: the later, the lower. */
enum apk_kind {
	APK_NUMBER, APK_LETTER, APK_SUFFIX, APK_SUFFIX_NUMBER, APK_HASH, APK_REVISION, APK_END,
	APK_INVALID,
};

enum { APK_RELEASE = 4 };	/* suffixes below this rank are pre-releases */

struct apk_token {
	enum apk_kind kind;
	bool first;		/* the leading number: no fraction rule */
	struct sv text;
	int rank;		/* of a suffix */
};

static int suffix_rank(struct sv word)
{
	static const struct sv words[] = {
		SV_INIT("alpha"), SV_INIT("beta"), SV_INIT("pre"), SV_INIT("rc"),
		SV_INIT("cvs"), SV_INIT("svn"), SV_INIT("git"), SV_INIT("hg"), SV_INIT("p"),
	};
	for (size_t i = 0; i < YG_COUNT(words); i++)
		if (sv_eq(word, words[i]))
			return (int)i;
	return -1;
}

static struct sv take_hash(struct sv *s)
{
	struct sv run = {s->p, 0};
	while (run.n < s->n &&
	       (ch_digit(s->p[run.n]) || (s->p[run.n] >= 'a' && s->p[run.n] <= 'f')))
		run.n++;
	*s = sv_from(*s, run.n);
	return run;
}

/* "-rN"; old data also has a bare "-r", which counts as -r0. */
static bool take_revision(struct sv *s, struct sv *number)
{
	struct sv rest = sv_from(*s, 2);

	if (!sv_starts(*s, SV("-r")))
		return false;
	*number = version_take_digits(&rest);
	if (number->n == 0 && rest.n > 0 && rest.p[0] != '-')
		return false;
	*s = rest;
	return true;
}

/* Take the token after t off *s; where none can be read, *s stays and t->kind says so. */
static void apk_next(struct sv *s, struct apk_token *t)
{
	enum apk_kind was = t->kind;
	struct sv rest = sv_from(*s, 1);
	char c = s->n > 0 ? s->p[0] : 0;

	t->first = false;
	t->kind = APK_INVALID;
	if (s->n == 0) {
		t->kind = APK_END;
	} else if (ch_digit(c) && (was == APK_LETTER || was == APK_SUFFIX)) {
		t->kind = was == APK_LETTER ? APK_NUMBER : APK_SUFFIX_NUMBER;
		t->text = version_take_digits(s);
	} else if (ch_lower(c) && was == APK_NUMBER) {
		t->kind = APK_LETTER;
		t->text = sv_first(*s, 1);
		*s = rest;
	} else if (c == '.' && was == APK_NUMBER) {
		t->text = version_take_digits(&rest);
		t->kind = t->text.n > 0 ? APK_NUMBER : APK_INVALID;
	} else if (c == '_' && was <= APK_SUFFIX_NUMBER) {
		t->text = version_take_letters(&rest);
		t->rank = suffix_rank(t->text);
		t->kind = t->rank >= 0 ? APK_SUFFIX : APK_INVALID;
	} else if (c == '~' && was < APK_HASH) {
		t->text = take_hash(&rest);
		t->kind = t->text.n > 0 ? APK_HASH : APK_INVALID;
	} else if (was < APK_REVISION && take_revision(s, &t->text)) {
		t->kind = APK_REVISION;
	}
	if (c && strchr("._~", c) && t->kind != APK_INVALID)
		*s = rest;
}

static void apk_begin(struct sv *s, struct apk_token *t)
{
	*t = (struct apk_token){.kind = APK_INVALID, .first = true};
	t->text = version_take_digits(s);
	if (t->text.n > 0)
		t->kind = APK_NUMBER;
}

static int apk_token_compare(const struct apk_token *a, const struct apk_token *b)
{
	switch (a->kind) {
	case APK_NUMBER:
		/* 1.02 < 1.1: after the first number a leading zero makes it a fraction */
		if (!a->first && (a->text.p[0] == '0' || b->text.p[0] == '0'))
			return version_sign(sv_cmp(a->text, b->text));
		return sv_digits_cmp(a->text, b->text);
	case APK_SUFFIX_NUMBER:
	case APK_REVISION:
		return sv_digits_cmp(a->text, b->text);
	case APK_SUFFIX:
		return version_sign(a->rank - b->rank);
	case APK_LETTER:
	case APK_HASH:
		return version_sign(sv_cmp(a->text, b->text));
	case APK_END:
	case APK_INVALID:
		break;
	}
	return 0;
}

/* Two rests that cannot be read: what hangs on a "-" is ignored, anything else is text. */
static int unreadable_compare(struct sv a, struct sv b)
{
	if (a.n > 0 && b.n > 0 && a.p[0] == '-' && b.p[0] == '-')
		return 0;
	return version_sign(sv_cmp(a, b));
}

/* *strict (may be NULL): whether both are versions to the end. */
static int apk_order(struct sv a, struct sv b, bool *strict)
{
	struct apk_token x, y;
	int r = 0;

	apk_begin(&a, &x);
	apk_begin(&b, &y);
	while (!r && x.kind == y.kind && x.kind < APK_END) {
		r = apk_token_compare(&x, &y);
		apk_next(&a, &x);
		apk_next(&b, &y);
	}
	if (r == 0 && x.kind != y.kind) {
		if (x.kind == APK_INVALID || y.kind == APK_INVALID)
			r = x.kind == APK_INVALID ? -1 : 1;
		else if (x.kind == APK_SUFFIX && x.rank < APK_RELEASE)
			r = -1;
		else if (y.kind == APK_SUFFIX && y.rank < APK_RELEASE)
			r = 1;
		else
			r = x.kind > y.kind ? -1 : 1;
	} else if (r == 0 && x.kind == APK_INVALID) {
		r = unreadable_compare(a, b);
	}
	if (!strict)
		return r;
	while (x.kind < APK_END)
		apk_next(&a, &x);
	while (y.kind < APK_END)
		apk_next(&b, &y);
	*strict = x.kind == APK_END && y.kind == APK_END;
	return r;
}

/*
 * As lax as old apk-tools, which ordered any text: what cannot be read is below what can.
 * Decisions go through version_apk_compare_bound(), which refuses such text.
 */
int version_apk_compare(struct sv a, struct sv b, int *ret_order)
{
	if (a.n == 0 || b.n == 0)
		return YG_ESYNTAX;
	*ret_order = apk_order(a, b, NULL);
	return 0;
}

int version_apk_compare_bound(struct sv version, struct sv bound, int *ret_order)
{
	bool strict;
	int order = apk_order(version, bound, &strict);

	if (!strict)
		return YG_ESYNTAX;
	*ret_order = order;
	return 0;
}

int version_apk_check(struct sv v)
{
	struct apk_token t;

	apk_begin(&v, &t);
	while (t.kind < APK_END)
		apk_next(&v, &t);
	return t.kind == APK_END ? 0 : YG_ESYNTAX;
}
