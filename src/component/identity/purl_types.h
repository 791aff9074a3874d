/* SPDX-License-Identifier: Apache-2.0 */
/*
 * purl_types.h - what each purl type demands; private to purl*.c.
 *
 * Ownership: rows are constants.   Errors: as purl.h.
 * Threads:   no shared state.      Trust: hostile parts; nothing is assumed of them.
 */
#ifndef YAGURA_PURL_TYPES_H
#define YAGURA_PURL_TYPES_H

#include "component/identity/purl.h"

enum purl_type_rule {
	PURL_NS_NEEDED = 1u << 0,
	PURL_NS_BANNED = 1u << 1,
	PURL_NS_LOWER = 1u << 2,
	PURL_NS_UPPER = 1u << 3,
	PURL_NAME_LOWER = 1u << 4,
	PURL_VERSION_LOWER = 1u << 5,
	PURL_SUBPATH_LOWER = 1u << 6,
	PURL_NAME_IS_PATH = 1u << 7,	/* namespace: one segment; the name keeps its slashes */
	PURL_NAME_SPLITS = 1u << 8,	/* %2F in a name is a namespace badly encoded */
};

struct purl_type {
	struct sv type;
	unsigned rules;			/* enum purl_type_rule */
	struct sv qualifier;		/* one that must be there; empty: none */
	/* What the flags cannot say; NULL: nothing.  May be strict only under PURL_STRICT and
	 * PURL_REPAIR. */
	int (*special)(struct arena *a, enum purl_rules rules, struct purl *p,
		       struct yg_err *err);
};

/* The row of a type (lower case); NULL for types nobody has defined: nothing is folded. */
const struct purl_type *purl_type_find(struct sv type);

/* Apply a row to decoded parts; p's fields may be half changed on failure. */
int purl_type_apply(struct arena *a, const struct purl_type *row, enum purl_rules rules,
		    struct purl *p, struct yg_err *err) YG_CHECK;

/* *s with ASCII letters of the other case folded; copied into a only if there is one. */
int purl_lower(struct arena *a, struct sv *s) YG_CHECK;

/* Drop empty segments, and with dots also "." and ".."; *s is copied only if there are any. */
int purl_clean_path(struct arena *a, bool dots, struct sv *s) YG_CHECK;

#endif
