/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cpe.h - CPE 2.3 names: formatted strings and URIs (NISTIR 7695), matching (NISTIR 7696).
 *
 * Ownership: texts point into what was parsed, or into the arena where something had to be
 *	unescaped or lower-cased; they live as long as both.
 * Errors:    0 or a negative YG_E* code; on failure *out is untouched and err (may be NULL)
 *	says which byte was at fault.
 * Threads:   no shared state.   Trust: hostile; LIMIT_CPE.  Comparing allocates nothing.
 */
#ifndef YAGURA_CPE_H
#define YAGURA_CPE_H

#include "base/base.h"

enum cpe_attr {		/* in the order of the formatted string (NISTIR 7695, 6.2) */
	CPE_PART, CPE_VENDOR, CPE_PRODUCT, CPE_VERSION, CPE_UPDATE, CPE_EDITION, CPE_LANGUAGE,
	CPE_SW_EDITION, CPE_TARGET_SW, CPE_TARGET_HW, CPE_OTHER, CPE_ATTR_COUNT
};

enum cpe_kind { CPE_ANY, CPE_NA, CPE_VALUE };

enum { CPE_STAR = -1 };

struct cpe_value {
	enum cpe_kind kind;
	int lead, trail;	/* unquoted wildcards around text: how many '?', or CPE_STAR */
	struct sv text;		/* CPE_VALUE: without escapes, lower case */
};

struct cpe {
	struct cpe_value at[CPE_ATTR_COUNT];
};

enum cpe_relation {	/* of a source to a target (NISTIR 7696, tables 6-1 and 6-3) */
	CPE_UNDEFINED, CPE_DISJOINT, CPE_EQUAL, CPE_SUBSET, CPE_SUPERSET
};

/*
 * "cpe:2.3:a:vendor:product:..." (eleven attributes) or "cpe:/a:vendor:product:...".
 * Punctuation need not be quoted where that is unambiguous; NVD quotes, SBOM makers do not.
 */
int cpe_parse(struct arena *a, struct sv text, struct cpe *out, struct yg_err *err) YG_CHECK;

/* One attribute from a quoted string as in a well-formed name ("8\.0\.*", "*" and "-" are the
 * logical values). */
int cpe_value_parse(struct arena *a, struct sv text, struct cpe_value *out,
		    struct yg_err *err) YG_CHECK;

/* The two bindings of a name; YG_ENOMEM, YG_ELIMIT over LIMIT_CPE. */
int cpe_formatted(struct arena *a, const struct cpe *c, struct sv *out) YG_CHECK;
int cpe_uri(struct arena *a, const struct cpe *c, struct sv *out) YG_CHECK;

/* "vendor:product", the name of a key in ecosystem "cpe".  YG_ENOTFOUND when one of the two is
 * not a plain value. */
int cpe_key(struct arena *a, const struct cpe *c, struct sv *out) YG_CHECK;

/* A plain value: no logical value, no wildcard. */
static inline bool cpe_is_plain(const struct cpe_value *v)
{
	return v->kind == CPE_VALUE && v->lead == 0 && v->trail == 0;
}

/*
 * The version with the part of it that some vendors' names keep in the update attribute:
 * "10.1.14" and "h11" of PAN-OS are 10.1.14-h11, "1.8.0" and "update302" of a JDK 1.8.0_302.
 * The whole version also takes in what others write there: "9.3" and "p2" are 9.3p2.  The
 * version must be plain.
 */
int cpe_folded_version(struct arena *a, const struct cpe *c, struct sv *out) YG_CHECK;
int cpe_whole_version(struct arena *a, const struct cpe *c, struct sv *out) YG_CHECK;

/* One attribute (table 6-2) and whole names (table 6-4). */
enum cpe_relation cpe_relate_values(const struct cpe_value *source,
				    const struct cpe_value *target);
enum cpe_relation cpe_relate(const struct cpe *source, const struct cpe *target);

/* "disjoint", "equal", "subset", "superset", "undefined". */
const char *cpe_relation_name(enum cpe_relation r);

#endif
