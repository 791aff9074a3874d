/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cvss_internal.h - what cvss.c and one file for each version share; tests may look too.
 *
 * Ownership: constants only.   Errors: none.   Threads: no shared state.
 * Trust:     every struct cvss given here came from cvss_parse().
 */
#ifndef YAGURA_ASSESS_CVSS_INTERNAL_H
#define YAGURA_ASSESS_CVSS_INTERNAL_H

#include "assess/cvss.h"

enum { CVSS_VALUES_MAX = 5 };

struct cvss_metric_kind {
	const char *name;
	uint8_t group;			/* CVSS_BASE, ...; base metrics are mandatory */
	/* In the specification's order; value[] holds 1 + the place in this list. */
	const char *values[CVSS_VALUES_MAX + 1];
};

struct cvss_kind {
	enum cvss_version version;
	const char *name;
	struct sv prefix;		/* with the slash behind it */
	const char *undefined;		/* "ND" or "X" */
	bool ordered;			/* the specification prescribes the order of metrics */
	const struct cvss_metric_kind *metrics;
	uint8_t metric_count;
	int (*base)(const struct cvss *v);
	int (*temporal)(const struct cvss *v);
	int (*environmental)(const struct cvss *v);
};

extern const struct cvss_kind cvss2_kind, cvss30_kind, cvss31_kind, cvss4_kind;

/* 4.0, section 8.2: the six equivalence sets as one number, the table's key: the digits
 * EQ1 to EQ6 in mixed radix 3, 2, 3, 3, 3, 2. */
enum { CVSS4_MACROVECTORS = 3 * 2 * 3 * 3 * 3 * 2, CVSS4_NO_SCORE = 255 };
extern const uint8_t cvss4_macrovector_tenths[CVSS4_MACROVECTORS];
/* The six digits, for tests and explanations. */
void cvss4_macrovector(const struct cvss *v, uint8_t eq[6]);

#endif
