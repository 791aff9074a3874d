/* SPDX-License-Identifier: Apache-2.0 */
#include "component/identity/cpe_criterion.h"

#include "base/text.h"

/* May both name the same thing?  Two patterns: nobody can tell (NISTIR 7696, table 6-2). */
static enum range_answer overlap(const struct cpe_value *a, const struct cpe_value *b)
{
	enum cpe_relation r = cpe_relate_values(a, b);

	if (r == CPE_UNDEFINED)
		r = cpe_relate_values(b, a);
	if (r == CPE_UNDEFINED)
		return RANGE_UNKNOWN;
	return r == CPE_DISJOINT ? RANGE_OUT : RANGE_IN;
}

/* Everything but the version. */
static enum range_answer same_product(const struct cpe *a, const struct cpe *b)
{
	enum range_answer answer = RANGE_IN;

	for (size_t i = 0; i < CPE_ATTR_COUNT && answer != RANGE_OUT; i++)
		if (i != CPE_VERSION)
			answer = range_all(answer, overlap(&a->at[i], &b->at[i]));
	return answer;
}

/*
 * "-" is written where a version does not apply, and far more often where nobody filled it in:
 * against a concrete version it decides nothing.
 */
static enum range_answer same_version(const struct cpe_value *a, const struct cpe_value *b)
{
	if (a->kind != b->kind && (a->kind == CPE_NA || b->kind == CPE_NA) &&
	    a->kind != CPE_ANY && b->kind != CPE_ANY)
		return RANGE_UNKNOWN;
	return overlap(a, b);
}

static int in_range(struct arena *a, const struct cpe_criterion *c, const struct cpe *query,
		    enum range_answer *ret)
{
	struct sv version;
	int code;

	if (!cpe_is_plain(&query->at[CPE_VERSION])) {	/* not stated, or a pattern */
		*ret = RANGE_UNKNOWN;
		return 0;
	}
	if ((code = cpe_folded_version(a, query, &version)) < 0)
		return code;
	*ret = interval_contains(c->scheme, c->range, version, NULL);
	return 0;
}

/* The criterion's own name and range. */
static int match_own(struct arena *a, const struct cpe_criterion *c, const struct cpe *query,
		     enum range_answer *ret)
{
	const struct cpe_value *own = &c->cpe.at[CPE_VERSION], *asked = &query->at[CPE_VERSION];
	enum range_answer answer = same_product(&c->cpe, query), ranged;
	int code;

	if (asked->kind != CPE_ANY)
		answer = range_all(answer, same_version(own, asked));
	if (answer != RANGE_OUT && asked->kind != CPE_ANY && own->kind != CPE_NA) {
		if (c->range) {
			if ((code = in_range(a, c, query, &ranged)) < 0)
				return code;
			answer = range_all(answer, ranged);
		} else if (c->match_count > 0 && own->kind == CPE_ANY) {
			answer = RANGE_OUT;
		}
	}
	*ret = answer;
	return 0;
}

int cpe_criterion_match(struct arena *a, const struct cpe_criterion *c, const struct cpe *query,
			enum range_answer *ret)
{
	enum range_answer answer;
	int code = match_own(a, c, query, &answer);

	if (code < 0)
		return code;
	for (size_t i = 0; i < c->match_count && answer != RANGE_IN; i++)
		answer = range_any(answer,
				   range_all(same_product(&c->matches[i], query),
					     same_version(&c->matches[i].at[CPE_VERSION],
							  &query->at[CPE_VERSION])));
	*ret = answer;
	return 0;
}
