/* SPDX-License-Identifier: Apache-2.0 */
/*
 * purl.h - package URLs: pkg:type/namespace/name@version?qualifiers#subpath (ECMA-427).
 *
 * Ownership: the views of a struct purl point into the text it was read from, into the arena
 *	when something had to be decoded or folded, or at constants; they live as long as both.
 * Errors:    0 or a negative YG_E* code; on failure *out is untouched and err (may be NULL)
 *	says which byte of the text was at fault.
 * Threads:   no shared state.   Trust: hostile; LIMIT_PURL, LIMIT_PURL_QUALIFIERS.
 */
#ifndef YAGURA_PURL_H
#define YAGURA_PURL_H

#include "base/base.h"

/* How much is forgiven.  Each step accepts what the one above it accepts. */
enum purl_rules {
	PURL_STRICT,	/* what the standard's test suite lets "parse" accept */
	PURL_REPAIR,	/* ... "validate": what has exactly one canonical spelling: the letter
			 * case of scheme and keys, raw blanks, keys without a value */
	PURL_LENIENT,	/* inventories: a type's own demands are not enforced (an rpm without a
			 * vendor names its package all the same), %2F may separate a namespace */
};

struct purl_qualifier {
	struct sv key;		/* lower case */
	struct sv value;	/* decoded, never empty */
};

struct purl {
	struct sv type;		/* lower case, never empty */
	struct sv ns;		/* decoded, segments joined by '/'; empty when absent */
	struct sv name;		/* decoded, never empty */
	struct sv version;	/* decoded; empty when absent */
	struct sv subpath;	/* decoded, segments joined by '/'; empty when absent */
	const struct purl_qualifier *qualifiers;	/* sorted by key, each key once */
	size_t qualifier_count;
};

/* Read text; the parts come out normalised by the rules of their type (purl_types.c). */
int purl_read(struct arena *a, struct sv text, enum purl_rules rules, struct purl *out,
	      struct yg_err *err) YG_CHECK;

static inline YG_CHECK int purl_parse(struct arena *a, struct sv text, struct purl *out,
				      struct yg_err *err)
{
	return purl_read(a, text, PURL_STRICT, out, err);
}

/*
 * Make the parts of *p, set by a caller, what purl_read() would have given: the type's rules
 * applied, paths cleaned, qualifiers sorted, empty ones dropped.  Untouched on failure; err->at
 * is 0.
 */
int purl_normalise(struct arena *a, enum purl_rules rules, struct purl *p, struct yg_err *err)
	YG_CHECK;

/* The canonical text of a normalised purl, in a.  YG_ENOMEM, or YG_ELIMIT over LIMIT_PURL. */
int purl_text(struct arena *a, const struct purl *p, struct sv *out) YG_CHECK;

/* Read with PURL_REPAIR and write: the canonical spelling of text. */
int purl_canonical(struct arena *a, struct sv text, struct sv *out, struct yg_err *err) YG_CHECK;

/* The value of a qualifier; {NULL, 0} when it is absent.  key: lower case. */
struct sv purl_qualifier(const struct purl *p, struct sv key);

#endif
