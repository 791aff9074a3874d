/* SPDX-License-Identifier: Apache-2.0 */
/*
 * match.h - does what is known apply to this component?  Three answers, each with evidence.
 *
 * Pure: an index and a component in, hits out; no I/O, no clock.
 *
 * affected      a source says that this version is affected
 * unknown       a source names the component, but it cannot be decided, and why
 * not affected  a source speaks about the component and says that this version is not
 * unjudged      no source speaks about this kind of component at all
 *
 * Ownership: hits and texts live in the caller's arena or in the index.
 * Errors:    YG_ENOMEM only; what cannot be judged is an answer, not an error.
 * Threads:   no shared state.
 * Trust:     components and index are bounded elsewhere; texts are passed on as they are.
 */
#ifndef YAGURA_MATCH_H
#define YAGURA_MATCH_H

#include "component/component.h"
#include "understand/match/match_index.h"

enum match_verdict { MATCH_NOT_AFFECTED, MATCH_UNKNOWN, MATCH_AFFECTED };

enum match_why {		/* why a verdict is MATCH_UNKNOWN, or a component unjudged */
	MATCH_WHY_NONE,
	MATCH_WHY_VERSION_MISSING,	/* the inventory gives no version */
	MATCH_WHY_NOT_COMPARABLE,	/* the two versions cannot be compared */
	MATCH_WHY_NO_SCHEME,		/* the source's version scheme has no known order */
	MATCH_WHY_SOURCE_UNDETERMINED,	/* the source itself has not decided */
	MATCH_WHY_SOURCE_UNCLEAR,	/* the source's range could not be understood */
	MATCH_WHY_MODULE_UNKNOWN,	/* the module stream of the package is not known */
	MATCH_WHY_PLATFORM,		/* the entry is for another edition or platform: unsure */
	/* unjudged: */
	MATCH_WHY_NO_FEED,		/* no source covers this ecosystem or release */
	MATCH_WHY_THIRD_PARTY,		/* from a repository that no source covers */
	MATCH_WHY_NO_IDENTITY,		/* neither package URL nor CPE: a name only */
	MATCH_WHY_NO_RELEASE,		/* the distribution's release is not known */
};

/* How a component was found under a key; the more certain first. */
enum match_by {
	MATCH_BY_PACKAGE,	/* its own package name in its own ecosystem */
	MATCH_BY_SOURCE,	/* its source package */
	MATCH_BY_CPE,		/* vendor and product of a CPE name it carries */
};

struct match_hit {		/* one affected entry of one record, judged */
	const struct match_record *record;
	const struct match_attr *attr;
	const struct match_rule *rule;	/* the span that decided; NULL: the entry's rest */
	const struct match_key *key;
	enum match_verdict verdict;
	enum match_why why;
	enum match_by by;
	bool stream_inferred;	/* the module stream was inferred from the versions */
	struct sv version;	/* the component's version as it was compared */
	struct sv fixed;	/* first fixed version, where the entry says one */
	struct sv detail;	/* unknown: the source's own text, where there is one */
};

struct match_result {
	struct match_hit *hits;		/* in the index's order */
	size_t hit_count;
	bool judged;			/* at least one source covers the component */
	enum match_why unjudged;	/* when not judged */
};

/* Judge one component.  *ret's hits hold every verdict, not affected included. */
int match_component(const struct match_index *x, const struct component *c, struct arena *a,
		    struct match_result *ret) YG_CHECK;

/* The range of hit's rule in the source's own versions: ">= 1.0, < 1.2.3" (in a). */
struct sv match_range_text(const struct match_index *x, const struct match_hit *hit,
			   struct arena *a);
/* The comparison made: "deb: 7.88.1-10 < 7.88.1-10+deb12u4" (in a). */
struct sv match_compared_text(const struct match_index *x, const struct match_hit *hit,
			      struct arena *a);

#endif
