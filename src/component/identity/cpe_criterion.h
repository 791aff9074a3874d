/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cpe_criterion.h - does a vulnerability's CPE criterion speak about a product?
 *
 * Ownership: nothing is kept.
 * Errors:    YG_ENOMEM; what cannot be decided is the answer RANGE_UNKNOWN.
 * Threads:   no shared state.   Trust: names are parsed, versions may be any text.
 */
#ifndef YAGURA_CPE_CRITERION_H
#define YAGURA_CPE_CRITERION_H

#include "component/identity/cpe.h"
#include "component/version/range.h"

struct cpe_criterion {
	struct cpe cpe;
	const struct version_scheme *scheme;	/* of range; NULL: its order is not known */
	const struct version_interval *range;	/* NULL: none is given */
	const struct cpe *matches;		/* names that the criterion was expanded to */
	size_t match_count;
};

/*
 * RANGE_IN: affected, RANGE_OUT: not affected, RANGE_UNKNOWN: the product is meant, but its
 * version is not stated, or cannot be compared.
 *
 * All attributes but the version must overlap.  A query with any version is affected.  A
 * concrete version must be the criterion's own or lie in the range; names in `matches` count
 * whatever the range says, and where there is no range they narrow "any version".
 */
int cpe_criterion_match(struct arena *a, const struct cpe_criterion *c, const struct cpe *query,
			enum range_answer *ret) YG_CHECK;

#endif
