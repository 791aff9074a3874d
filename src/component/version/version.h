/* SPDX-License-Identifier: Apache-2.0 */
/*
 * version.h - version schemes: how the versions of one family of software are ordered.
 *
 * Ownership: schemes are constants; nothing is allocated, views are only read.
 * Errors:    YG_ESYNTAX (not a version of this scheme), YG_ENOTCOMPARABLE (they differ, but the
 *	scheme has no order for the pair) and YG_ELIMIT are the third answer, "cannot tell"; a
 *	caller must never fold them into "not affected".
 * Threads:   no shared state, no locale.
 * Trust:     versions may be any bytes; cap LIMIT_VERSION; numbers may be of any length.
 */
#ifndef YAGURA_VERSION_H
#define YAGURA_VERSION_H

#include "base/base.h"

struct version_scheme {
	const char *name;	/* as in conformance data, `calc version` and reports */
	const char *title;	/* one line for --list */
	/*
	 * The scheme's own order; out is untouched on failure.  Call version_compare().  deb
	 * and apk order text that is no version too, as their tools do.
	 */
	int (*compare)(struct sv a, struct sv b, int *ret_order);
	/* 0 or YG_ESYNTAX. */
	int (*check)(struct sv v);
	/*
	 * Order of a version against the bound of a range, where that differs from the order
	 * of two versions: an rpm bound without a release stands for all its releases, a PEP
	 * 440 bound without a local label for all local builds, and deb and apk refuse text
	 * that is no version.  NULL: the same as compare.
	 */
	int (*compare_bound)(struct sv version, struct sv bound, int *ret_order);
};

/* The scheme with this name or alias ("pep440", "dpkg", ...); ASCII case is ignored; NULL. */
const struct version_scheme *version_scheme_find(struct sv name);

/* The i-th scheme, in the order of the table in schemes.c; NULL after the last. */
const struct version_scheme *version_scheme_at(size_t i);

/*
 * *ret_order = -1, 0 or 1 as a is lower than, equal to or higher than b.  Equal means "the same
 * place in the order" (1.0 and 1.0.0 in most schemes), not the same text.
 */
int version_compare(const struct version_scheme *s, struct sv a, struct sv b, int *ret_order)
	YG_CHECK;

/* The same for a version and the bound of a range (see compare_bound above). */
int version_compare_bound(const struct version_scheme *s, struct sv version, struct sv bound,
			  int *ret_order) YG_CHECK;

/* 0 when v is a version of s, else YG_ESYNTAX or YG_ELIMIT. */
int version_check(const struct version_scheme *s, struct sv v) YG_CHECK;

/*
 * Which scheme orders the versions of ... ; NULL where nothing does (GIT commits, "Linux"
 * ranges of type GIT, unknown names), which makes a range undecidable, not empty.
 */
/* ... an OSV ecosystem, with or without its release ("Debian:12", "PyPI", "crates.io"). */
const struct version_scheme *version_scheme_of_ecosystem(struct sv ecosystem);
/* ... a purl type ("deb", "pypi", "cargo"). */
const struct version_scheme *version_scheme_of_purl_type(struct sv type);
/* ... a CVE record's versionType ("semver", "rpm"); free text and none at all are generic. */
const struct version_scheme *version_scheme_of_cve_type(struct sv version_type);

#endif
