/* SPDX-License-Identifier: Apache-2.0 */
/*
 * range.h - sets of versions: intervals, OSV events, and range expressions in every dialect.
 *
 * Ownership: parsed ranges live in the caller's arena; their versions are views into the text
 *	that was parsed or into the arena.
 * Errors:    a text that is not a range is YG_ESYNTAX; whether a version lies in a range always
 *	has an answer, and RANGE_UNKNOWN is one: a version or a bound that the scheme cannot
 *	read or order and that would decide.  Never fold it into the other two.
 * Threads:   no shared state.
 * Trust:     any bytes; caps LIMIT_RANGE, LIMIT_EVENTS and LIMIT_VERSION.
 */
#ifndef YAGURA_RANGE_H
#define YAGURA_RANGE_H

#include "component/version/version.h"

enum range_answer { RANGE_OUT, RANGE_IN, RANGE_UNKNOWN };

/* At least one of two (both): in wins over unknown over out (out over unknown over in). */
enum range_answer range_any(enum range_answer a, enum range_answer b);
enum range_answer range_all(enum range_answer a, enum range_answer b);
/* "in", "out", "unknown". */
const char *range_answer_name(enum range_answer a);

/* ---- intervals ---- */

enum range_bound { BOUND_NONE, BOUND_INCLUDED, BOUND_EXCLUDED };

struct version_interval {
	struct sv lo, hi;
	enum range_bound lo_kind, hi_kind;
};

/*
 * Whether version lies in the interval.  *ret_why (may be NULL) is 0, or for RANGE_UNKNOWN the
 * code of the comparison that failed (YG_ESYNTAX, YG_ENOTCOMPARABLE, YG_ELIMIT), or
 * YG_EUNSUPPORTED when s is NULL.  An interval without bounds holds everything.  A bound may
 * end in ".*" (generic and semver: also ".x"): all versions that begin so are inside.
 */
enum range_answer interval_contains(const struct version_scheme *s,
				    const struct version_interval *interval,
				    struct sv version, int *ret_why);

/* Whether version is one of the list: the same text, or equal in the scheme's order (s may be
 * NULL: text only). */
bool version_in_list(const struct version_scheme *s, const struct sv *list, size_t count,
		     struct sv version);

/* ---- OSV events (ossf schema, "affected[].ranges[].events") ---- */

enum osv_event_kind { OSV_INTRODUCED, OSV_FIXED, OSV_LAST_AFFECTED, OSV_LIMIT };

struct osv_event {
	enum osv_event_kind kind;
	struct sv version;
};

/*
 * The intervals that the events of one range say, in ascending order: "introduced": "0" is
 * before everything, fixed excludes, last_affected includes, the highest limit cuts all.
 * Events may come in any order; where the scheme cannot order them (or s is NULL) they are
 * read as they stand and the bad bound makes the answer unknown later.
 * YG_ESYNTAX: no event is "introduced", or an empty version; YG_ELIMIT, YG_ENOMEM.
 */
int osv_events_intervals(struct arena *a, const struct version_scheme *s,
			 const struct osv_event *events, size_t count,
			 struct version_interval **ret, size_t *ret_count,
			 struct yg_err *err) YG_CHECK;

/* ---- range expressions ---- */

enum range_op {
	RANGE_ANY,		/* every version */
	RANGE_NONE,		/* no version */
	RANGE_EQ, RANGE_NE, RANGE_LT, RANGE_LE, RANGE_GT, RANGE_GE,
	RANGE_BELOW,		/* gem's ~>: also below the pre-releases of the bound, for which
				 * version carries the lowest one, ".A" */
	RANGE_PREFIX, RANGE_NOT_PREFIX,		/* PEP 440: ==1.2.* and !=1.2.* */
	RANGE_ARBITRARY,			/* PEP 440: === */
};

struct range_constraint {
	enum range_op op;
	bool starts;		/* the first of an alternative */
	struct sv version;
};

struct range_dialect;

/* Alternatives ("||"), each a run of constraints that must all hold. */
struct version_range {
	const struct range_dialect *dialect;
	const struct version_scheme *scheme;
	struct range_constraint *items;
	size_t count;
};

/*
 * How ranges are written: "npm", "pep440-specifier", "maven-requirement", "maven-constraint",
 * "nginx", ... ; any scheme's name is the dialect of advisories in that scheme's plain order
 * ("< 1.2, >= 1.0 || 2.0", Maven and NuGet also "[1.0,2.0)").  NULL: no such name.
 */
const struct range_dialect *range_dialect_find(struct sv name);
/* The dialect of advisories in the order of s, whatever else its name means ("npm"). */
const struct range_dialect *range_dialect_advisory(const struct version_scheme *s);
/* How the packages of a scheme write ranges themselves, for range_to_vers(). */
const struct range_dialect *range_dialect_native(struct sv scheme_name);
/* The i-th dialect, each name once; NULL after the last. */
const struct range_dialect *range_dialect_at(size_t i);
const char *range_dialect_name(const struct range_dialect *d);
const struct version_scheme *range_dialect_scheme(const struct range_dialect *d);

/*
 * Parse text; a "vers:" range is read as such whatever the dialect, in its own scheme, which
 * must be the dialect's.  An empty text is every version.
 */
int range_parse(struct arena *a, const struct range_dialect *d, struct sv text,
		struct version_range *ret, struct yg_err *err) YG_CHECK;

enum range_answer range_contains(const struct version_range *r, struct sv version, int *ret_why);

/*
 * The same set as intervals for indexes, one or more for each alternative.  YG_EUNSUPPORTED: a
 * package manager's dialect with rules that intervals cannot say (npm, PEP 440 specifiers);
 * YG_ENOTCOMPARABLE, YG_ESYNTAX: bounds cannot be ordered.
 */
int range_intervals(struct arena *a, const struct version_range *r,
		    struct version_interval **ret, size_t *ret_count) YG_CHECK;

/* ---- vers: (ECMA draft; package-url/vers-spec) ---- */

struct vers {
	struct sv type;			/* "pypi": a purl type or another scheme's name */
	const struct version_scheme *scheme;	/* NULL: not known here */
	struct range_constraint *items;	/* in the order of the text; starts has no meaning */
	size_t count;
};

/* As the text stands: only the canonical form is accepted. */
int vers_parse(struct arena *a, struct sv text, struct vers *ret, struct yg_err *err) YG_CHECK;
/*
 * The syntax must be canonical, the order may not be: *ret is sorted.  Only equalities are moved;
 * "<" and ">" in the wrong order among themselves may have meant something else and are refused.
 */
int vers_sorted(struct arena *a, struct sv text, struct vers *ret, struct yg_err *err) YG_CHECK;
/* The same, and blanks, stray pipes and capitals of the type are repaired. */
int vers_read(struct arena *a, struct sv text, struct vers *ret, struct yg_err *err) YG_CHECK;
struct buf;
/* Append the text of v; the caller checks out->err. */
void vers_write(const struct vers *v, struct buf *out);
/* The set that v describes. */
int vers_range(struct arena *a, const struct vers *v, struct version_range *ret) YG_CHECK;
/* r as vers: the constraints of all alternatives, sorted, as the specification's tests do. */
int range_to_vers(struct arena *a, const struct version_range *r, struct sv type,
		  struct vers *ret, struct yg_err *err) YG_CHECK;

#endif
