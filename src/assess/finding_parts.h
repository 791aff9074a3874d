/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_parts.h - the steps between components and findings; private to this folder.
 *
 * Ownership: everything lives in the arena given.   Errors: YG_ENOMEM.
 * Threads:   no shared state.   Trust: as finding.h.
 */
#ifndef YAGURA_FINDING_PARTS_H
#define YAGURA_FINDING_PARTS_H

#include "assess/finding.h"

/* Components that are looked up as one. */
struct finding_unit {
	const struct component **members;
	size_t member_count;
	struct sv name, version;	/* as it is looked up */
	bool by_source;
	const struct sv *binaries;	/* distinct names of the members, sorted */
	size_t binary_count;
	const struct sv *files;		/* distinct, sorted, at most FINDING_FILES */
	size_t file_count;
	int running;			/* FINDING_* */
	bool no_code;
};
enum { FINDING_FILES = 8 };

int finding_units(struct arena *a, const struct component *components, size_t n,
		  struct finding_unit **ret, size_t *ret_count) YG_CHECK;

/* The ecosystem that would have to be covered, for people; the type when there is none. */
int finding_ecosystem(struct arena *a, const struct component *c, struct sv *ret) YG_CHECK;

/* Titles, aliases, CVSS of f->vulnerability; the first vector is the one that decides. */
int finding_set_signals(struct arena *a, const struct finding_context *ctx,
			struct finding *f) YG_CHECK;

/*
 * Thousands of findings share a few inputs: decisions are made once for each combination of
 * what the policy can tell apart.
 */
struct finding_memo {
	struct finding_memo_entry **slots;
	size_t slot_count, used;
};
int finding_decide(struct arena *a, const struct finding_context *ctx, struct finding_memo *memo,
		   struct finding *f) YG_CHECK;

#endif
