/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ranges.h - what the files about ranges share; private to this folder.
 *
 * Ownership: a builder adds to its arena.   Errors: as range.h.
 * Threads:   no shared state.   Trust: text is hostile, at most LIMIT_RANGE bytes.
 */
#ifndef YAGURA_VERSION_RANGES_H
#define YAGURA_VERSION_RANGES_H

#include "base/text.h"
#include "component/version/range.h"

struct range_builder {
	struct arena *arena;
	const struct version_scheme *scheme;
	struct sv text;			/* the whole, for error places */
	struct yg_err *err;
	struct range_constraint *items;
	size_t count;
	bool starts;			/* the next constraint begins an alternative */
};

struct range_dialect {
	const char *name, *scheme, *title;
	int (*parse)(struct range_builder *b, struct sv text);
	/* Whether one constraint holds; NULL: by the scheme's order. */
	enum range_answer (*holds)(const struct range_constraint *c, struct sv version, int *why);
	/* A further condition on a whole alternative; NULL: none. */
	enum range_answer (*admits)(const struct range_constraint *items, size_t count,
				    struct sv version, int *why);
};

/* One more constraint; YG_ENOMEM. */
int range_add(struct range_builder *b, enum range_op op, struct sv version) YG_CHECK;
/* Record a syntax error at a place inside the builder's text; returns YG_ESYNTAX. */
int range_syntax(const struct range_builder *b, struct sv at, const char *what);

/*
 * The operator at the start of *s, cut off with the blanks after it; RANGE_EQ for "=", "==" and
 * none.  "~", "^", "~>", "~=" are not taken: they belong to the dialects.
 */
enum range_op range_take_op(struct sv *s);
/* The token at the start of *s up to a blank, a comma or an operator; quotes are removed. */
struct sv range_take_token(struct sv *s);
/* The next alternative of *rest up to "||"; false when there is none left (p == NULL). */
bool range_next_alternative(struct sv *rest, struct sv *part);
void range_skip_blanks(struct sv *s);			/* blanks and commas */

int range_parse_advisory(struct range_builder *b, struct sv text);
int range_parse_maven(struct range_builder *b, struct sv text);
int range_parse_nuget(struct range_builder *b, struct sv text);
int range_parse_npm(struct range_builder *b, struct sv text);
int range_parse_pep440(struct range_builder *b, struct sv text);
int range_parse_conan(struct range_builder *b, struct sv text);
int range_parse_nginx(struct range_builder *b, struct sv text);
int range_parse_openssl(struct range_builder *b, struct sv text);

enum range_answer range_npm_admits(const struct range_constraint *items, size_t count,
				   struct sv version, int *why);
enum range_answer range_pep440_holds(const struct range_constraint *c, struct sv version,
				     int *why);
/* "1.2" of ==1.2.* as the bounds ">= 1.2.dev0" and "< 1.3.dev0". */
int range_pep440_prefix(struct arena *a, struct sv prefix, struct sv *lo, struct sv *hi) YG_CHECK;

/* Whether a constraint holds by the scheme's order. */
enum range_answer range_holds(const struct version_scheme *s, const struct range_constraint *c,
			      struct sv version, int *why);
/* Order against a bound; equal text is equal in every scheme, even in none. */
int range_bound_order(const struct version_scheme *s, struct sv version, struct sv bound,
		      int *ret_order) YG_CHECK;

/* The decimal number after digits, in a; {NULL,0} when out of memory. */
struct sv range_increment(struct arena *a, struct sv digits) YG_CHECK;

/* Versions to be put in order, stably; rank decides between equal ones. */
struct version_key {
	struct sv version;
	unsigned rank;
	size_t index;
	bool lowest;		/* before every version ("introduced": "0") */
};

/* 0, YG_ENOMEM, or the code of a comparison that failed (the order is then as before). */
int version_sort(struct arena *a, const struct version_scheme *s, struct version_key *keys,
		 size_t count) YG_CHECK;

#endif
