/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apk.c - Alpine, Wolfi, Chainguard: digits{.digits}{letter{digits}}{_suffix{digits}}{~hash}{-rN}
 * (apk-package(5), "pkgver").  A letter may be followed by digits, as old apk-tools allowed and
 * old secdb entries have ("1.9.5p2-r1"); anything else that apk version --check refuses is not
 * a version here either.
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

/* The token after t, cut off *s; t->kind is APK_END at the end and APK_INVALID for the rest. */
static void apk_next(struct sv *s, struct apk_token *t)
{
	enum apk_kind was = t->kind;
	char c = s->n > 0 ? s->p[0] : 0;

	t->first = false;
	t->kind = APK_INVALID;
	if (s->n == 0) {
		t->kind = APK_END;
		return;
	}
	if (ch_digit(c) && (was == APK_LETTER || was == APK_SUFFIX)) {
		t->text = version_take_digits(s);
		t->kind = was == APK_LETTER ? APK_NUMBER : APK_SUFFIX_NUMBER;
	} else if (ch_lower(c) && was == APK_NUMBER) {
		t->text = sv_first(*s, 1);
		*s = sv_from(*s, 1);
		t->kind = APK_LETTER;
	} else if (c == '.' && was == APK_NUMBER) {
		*s = sv_from(*s, 1);
		t->text = version_take_digits(s);
		t->kind = t->text.n > 0 ? APK_NUMBER : APK_INVALID;
	} else if (c == '_' && was <= APK_SUFFIX_NUMBER) {
		*s = sv_from(*s, 1);
		t->text = version_take_letters(s);
		t->rank = suffix_rank(t->text);
		t->kind = t->rank >= 0 ? APK_SUFFIX : APK_INVALID;
	} else if (c == '~' && was < APK_HASH) {
		*s = sv_from(*s, 1);
		t->text = take_hash(s);
		t->kind = t->text.n > 0 ? APK_HASH : APK_INVALID;
	} else if (c == '-' && s->n > 2 && s->p[1] == 'r' && was < APK_REVISION) {
		*s = sv_from(*s, 2);
		t->text = version_take_digits(s);
		t->kind = t->text.n > 0 ? APK_REVISION : APK_INVALID;
	}
}

static void apk_begin(struct sv *s, struct apk_token *t)
{
	*t = (struct apk_token){.kind = APK_NUMBER, .first = true};
	t->text = version_take_digits(s);
	if (t->text.n == 0)
		t->kind = APK_INVALID;
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

/* The first difference decides, but only once both are known to be versions to the end. */
int version_apk_compare(struct sv a, struct sv b, int *ret_order)
{
	struct apk_token x, y;
	int r = 0;

	apk_begin(&a, &x);
	apk_begin(&b, &y);
	while (x.kind == y.kind && x.kind < APK_END) {
		r = apk_token_compare(&x, &y);
		if (r)
			break;
		apk_next(&a, &x);
		apk_next(&b, &y);
	}
	if (!r && x.kind != y.kind) {
		if (x.kind == APK_SUFFIX && x.rank < APK_RELEASE)
			r = -1;
		else if (y.kind == APK_SUFFIX && y.rank < APK_RELEASE)
			r = 1;
		else
			r = x.kind > y.kind ? -1 : 1;
	}
	while (x.kind < APK_END)
		apk_next(&a, &x);
	while (y.kind < APK_END)
		apk_next(&b, &y);
	if (x.kind == APK_INVALID || y.kind == APK_INVALID)
		return YG_ESYNTAX;
	*ret_order = r;
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
