/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding.h - what a scan found: package × vulnerability, judged, assessed, with evidence.
 *
 * One row per (source package, or binary package where the vendor's data is by binary name)
 * in one version, and vulnerability.  An advisory without a CVE stands for itself.
 *
 * Ownership: everything lives in the arena of finding_list_make() or in the indexes, which
 *	must outlive it.
 * Errors:    YG_ENOMEM, YG_ELIMIT.   Threads: no shared state.
 * Trust:     texts come from feeds and inventories and may hold anything: escape on output.
 */
#ifndef YAGURA_FINDING_H
#define YAGURA_FINDING_H

#include "assess/decide.h"
#include "understand/knowledge/signals.h"
#include "understand/match/match.h"

struct finding_cvss {
	struct sv version, vector, source;
	int published_tenths;		/* -1: none */
	int computed_tenths;		/* -1: the vector is not valid */
};

enum { FINDING_RUNNING_UNKNOWN = -1, FINDING_NOT_RUNNING = 0, FINDING_RUNNING = 1 };

struct finding {
	struct sv vulnerability;	/* CVE where there is one */
	const struct sv *aliases;
	size_t alias_count;
	struct sv title_en, title_ja;	/* may be empty */

	/* The package: the first (by name) of the components that share source and version. */
	const struct component *component;
	struct sv name, version;	/* what was matched: source package or binary package */
	bool by_source;			/* name is a source package's */
	const struct sv *binaries;	/* installed packages built from it, sorted */
	size_t binary_count;
	const struct sv *files;		/* where the inventory saw it, sorted, at most a few */
	size_t file_count;

	enum match_verdict verdict;	/* MATCH_AFFECTED or MATCH_UNKNOWN */
	struct sv fixed_version;	/* empty: none known */
	struct sv fix_state;		/* fixed, or the vendor's word: no-dsa, postponed, open */
	struct sv urgency;		/* the vendor's word */
	int running;			/* kernels: FINDING_*; others FINDING_RUNNING_UNKNOWN */
	bool no_code;			/* headers, documentation: installed but never executed */

	const struct match_hit *const *evidence;	/* affected first, then unknown, then not
							 * affected of other sources */
	size_t evidence_count;

	const struct signals_row *signals;	/* NULL: nothing is known */
	const struct finding_cvss *cvss;	/* all of them; the first one feeds the decision */
	size_t cvss_count;

	struct decision decision;
};

struct finding_unjudged {		/* components that no source covers, grouped by reason */
	const struct component *component;
	enum match_why why;
	struct sv detail;		/* ecosystem, release or repository that nobody covers */
};

/* What a finding counts as in the summary and for gates. */
enum finding_class {
	FINDING_COUNTS,			/* affected */
	FINDING_UNDECIDED,		/* verdict unknown: marked, never trips a gate */
	FINDING_IDLE,			/* a kernel that does not run, or no code: counted apart */
};
enum finding_class finding_class_of(const struct finding *f);

struct finding_list {
	struct finding *findings;	/* worst first: outcome, likelihood, KEV, EPSS, id */
	size_t count;
	struct finding_unjudged *unjudged;	/* by package name */
	size_t unjudged_count;
	size_t component_count, distinct_count;
	size_t by_outcome[DECIDE_OUTCOME_COUNT];	/* FINDING_COUNTS and FINDING_UNDECIDED */
	size_t undecided, idle;
};

/* What the asset is (given by flags, --asset FILE or defaults); see decide.h for the members. */
struct finding_context {
	const struct match_index *match;
	const struct signals *signals;		/* NULL: no signals known */
	const struct policy *policy;
	struct decide_facts asset;		/* exposure, damage inputs, countermeasure */
};

/*
 * Match and assess every component, group, sort.  Equal components are matched once.
 */
int finding_list_make(struct arena *a, const struct finding_context *ctx,
		      const struct component *components, size_t n,
		      struct finding_list *ret) YG_CHECK;

#endif
