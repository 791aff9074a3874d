/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cvss.h - CVSS vectors of versions 2.0, 3.0, 3.1 and 4.0: parse, score, name.
 *
 * Scores are in tenths (98 = 9.8) and computed with integers only, so that every platform
 * gives the same digit.  Sources: the FIRST specification documents of each version; where a
 * calculator differs from exact arithmetic, exact arithmetic holds (docs/conformance.md).
 *
 * Ownership: a struct cvss is a value and keeps no view of the text; names are literals.
 * Errors:    0 or a negative YG_E* code; on failure *out is untouched and err (may be NULL)
 *	says which byte was at fault.  Scoring a parsed vector cannot fail.
 * Threads:   no shared state; nothing is allocated.
 * Trust:     the text is hostile; one pass, longer than LIMIT_CVSS is YG_ELIMIT.
 */
#ifndef YAGURA_ASSESS_CVSS_H
#define YAGURA_ASSESS_CVSS_H

#include "base/buf.h"

enum cvss_version { CVSS_ABSENT, CVSS_2_0, CVSS_3_0, CVSS_3_1, CVSS_4_0 };

/* Metric groups, as bits; 2.0 and 3.x say "temporal" where 4.0 says "threat". */
enum {
	CVSS_BASE = 1,
	CVSS_TEMPORAL = 2,
	CVSS_THREAT = CVSS_TEMPORAL,
	CVSS_ENVIRONMENTAL = 4,
	CVSS_SUPPLEMENTAL = 8,
};

enum cvss_severity {
	CVSS_SEVERITY_NONE, CVSS_SEVERITY_LOW, CVSS_SEVERITY_MEDIUM, CVSS_SEVERITY_HIGH,
	CVSS_SEVERITY_CRITICAL,
};

enum { CVSS_METRICS_MAX = 32 };

/* {0} is "no vector": version CVSS_ABSENT. */
struct cvss {
	enum cvss_version version;
	/* By the version's metric order: 0 = absent or "not defined", else 1 + the value's
	 * place in the metric's list (cvss_internal.h).  Use cvss_metric() to read one. */
	uint8_t value[CVSS_METRICS_MAX];
};

/* Parse strictly: mandatory metrics, no duplicates, the order that 4.0 prescribes, no white
 * space, no decoration.  3.x takes any order, as its specification says. */
int cvss_parse(struct sv text, struct cvss *out, struct yg_err *err) YG_CHECK;

/*
 * The same, but for importers: also takes "(AV:...)" and "CVSS2#" of 2.0, white space at the
 * ends and 4.0 metrics in any order.  *repaired says that the strict form would be refused.
 */
int cvss_parse_lenient(struct sv text, struct cvss *out, bool *repaired,
		       struct yg_err *err) YG_CHECK;

/* Score of the base metrics alone, in tenths (4.0: CVSS-B). */
int cvss_base(const struct cvss *v);
/* 2.0, 3.x: base and temporal metrics (equal to base when none is set); 4.0: CVSS-BT. */
int cvss_temporal(const struct cvss *v);
/* The environmental equations with every metric that is set; 4.0: the score of the vector.
 * Without an environmental metric 3.1 may differ from cvss_temporal() when the scope is
 * changed (two polynomials): ask cvss_groups() whether the score means something. */
int cvss_environmental(const struct cvss *v);
/* The score the vector stands for: the last group that is set; 4.0: its one score. */
int cvss_score(const struct cvss *v);

/* What a record that publishes this vector should give as its "baseScore": the base score, and
 * for 4.0 the one score of the vector.  Compare, flag, never overwrite. */
int cvss_published(const struct cvss *v);

/* The groups in which a metric is set to something other than "not defined". */
unsigned cvss_groups(const struct cvss *v);

enum cvss_severity cvss_severity(enum cvss_version version, int tenths);
const char *cvss_severity_name(enum cvss_severity s);	/* "None" to "Critical" */
const char *cvss_version_name(enum cvss_version v);	/* "2.0" to "4.0", "" when absent */
/* 4.0: "CVSS-B", "CVSS-BT", "CVSS-BE" or "CVSS-BTE"; NULL for the others. */
const char *cvss_nomenclature(const struct cvss *v);

/* The value of one metric as the specification writes it ("N", "POC", "Clear"); NULL when it
 * is absent, not defined, or no metric of this version. */
const char *cvss_metric(const struct cvss *v, const char *metric);

/* Append the vector in the specification's order, "not defined" metrics left out. */
void cvss_write(const struct cvss *v, struct buf *b);

#endif
