/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schemes.h - what the files of this folder share; private to it.  One file per scheme; the
 * table of all is in schemes.c.
 *
 * Ownership: views only.   Errors: as version.h.
 * Threads:   no shared state.   Trust: any bytes, at most LIMIT_VERSION of them.
 */
#ifndef YAGURA_VERSION_SCHEMES_H
#define YAGURA_VERSION_SCHEMES_H

#include "base/text.h"
#include "component/version/version.h"

#define VERSION_SCHEME_FN(name) \
	int version_##name##_compare(struct sv a, struct sv b, int *ret_order); \
	int version_##name##_check(struct sv v)

VERSION_SCHEME_FN(deb);
VERSION_SCHEME_FN(rpm);
VERSION_SCHEME_FN(rpmvercmp);
VERSION_SCHEME_FN(rpm_evr);
VERSION_SCHEME_FN(semver);
VERSION_SCHEME_FN(apk);
VERSION_SCHEME_FN(alpm);
VERSION_SCHEME_FN(gentoo);
VERSION_SCHEME_FN(gem);
VERSION_SCHEME_FN(pypi);
VERSION_SCHEME_FN(golang);
VERSION_SCHEME_FN(nuget);
VERSION_SCHEME_FN(pub);
VERSION_SCHEME_FN(bitnami);
VERSION_SCHEME_FN(maven);
VERSION_SCHEME_FN(composer);
VERSION_SCHEME_FN(cran);
VERSION_SCHEME_FN(hackage);
VERSION_SCHEME_FN(conan);
VERSION_SCHEME_FN(openssl);
VERSION_SCHEME_FN(jvm);
VERSION_SCHEME_FN(kb);
VERSION_SCHEME_FN(calver);
VERSION_SCHEME_FN(generic);

int version_rpm_compare_bound(struct sv version, struct sv bound, int *ret_order);
int version_apk_compare_bound(struct sv version, struct sv bound, int *ret_order);
int version_deb_compare_bound(struct sv version, struct sv bound, int *ret_order);
int version_pypi_compare_bound(struct sv version, struct sv bound, int *ret_order);

/* The order of librpm's rpmvercmp(): also the base of rpm and alpm. */
int version_rpm_segments(struct sv a, struct sv b);

/* A parsed semantic version: views into the text (semver.c). */
struct semver {
	struct sv release;	/* "1.2.3": dotted numbers */
	struct sv pre, build;	/* without '-' and '+'; empty when absent */
	bool dotted;		/* the pre-release was written with a dot, as in Ruby */
};

int version_semver_parse(struct sv v, struct semver *out) YG_CHECK;
int version_semver_order(const struct semver *x, const struct semver *y);

enum { SEMVER_FOLD_CASE = 1, SEMVER_WITH_BUILD = 2 };	/* NuGet's and Dart's rules */
int version_semver_order_with(const struct semver *x, const struct semver *y, unsigned flags);

bool version_composer_branch(struct sv v);

/* A parsed PEP 440 version (pypi.c). */
enum pypi_pre { PYPI_A, PYPI_B, PYPI_RC, PYPI_NO_PRE };

struct pypi {
	struct sv epoch, release;	/* an absent number is empty and counts as 0 */
	size_t significant;		/* bytes of release without trailing ".0" */
	enum pypi_pre pre;
	bool has_post, has_dev;
	struct sv pre_number, post_number, dev_number, local;
};

int version_pypi_parse(struct sv text, struct pypi *out) YG_CHECK;
int version_pypi_order(const struct pypi *x, const struct pypi *y, bool with_local);

/* Dotted numbers; absent ones count as 0. */
int version_numbers_compare(struct sv a, struct sv b);

static inline int version_sign(int n)
{
	return (n > 0) - (n < 0);
}

/* Cut n bytes off the front; an absent view (p == NULL) stays what it is. */
static inline void version_advance(struct sv *s, size_t n)
{
	if (n > 0)
		*s = (struct sv){s->p + n, s->n - n};
}

/*
 * Compare the runs of digits at the start of both as numbers of any length, and cut them off:
 * the inner loop of deb, rpm and alpm.
 */
static inline int version_cut_digits_compare(struct sv *a, struct sv *b)
{
	size_t i = 0, k = 0;
	int r = 0;

	while (i < a->n && a->p[i] == '0')
		i++;
	while (k < b->n && b->p[k] == '0')
		k++;
	for (; i < a->n && k < b->n && ch_digit(a->p[i]) && ch_digit(b->p[k]); i++, k++)
		if (!r)
			r = (a->p[i] > b->p[k]) - (a->p[i] < b->p[k]);
	if (i < a->n && ch_digit(a->p[i]))	/* the longer number is the larger */
		r = 1;
	else if (k < b->n && ch_digit(b->p[k]))
		r = -1;
	version_advance(a, i);
	version_advance(b, k);
	return r;	/* where they differ the rest does not matter: it may start amid a run */
}

/* The run of decimal digits at the start of *s, cut off. */
static inline struct sv version_take_digits(struct sv *s)
{
	struct sv run = {s->p, 0};
	while (run.n < s->n && ch_digit(s->p[run.n]))
		run.n++;
	version_advance(s, run.n);
	return run;
}

/* The run of ASCII letters at the start of *s, cut off. */
static inline struct sv version_take_letters(struct sv *s)
{
	struct sv run = {s->p, 0};
	while (run.n < s->n && ch_alpha((unsigned char)s->p[run.n]))
		run.n++;
	version_advance(s, run.n);
	return run;
}

static inline bool version_all_digits(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ch_digit(s.p[i]))
			return false;
	return s.n > 0;
}

/* Printable ASCII without blanks: what the lax schemes (deb, rpm) accept. */
static inline bool version_printable(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~')
			return false;
	return s.n > 0;
}

#endif
