/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain.h - why a finding is one: six steps of evidence, for people and as data.
 *
 *	1 what is installed, and where it was seen
 *	2 which record of which source names it, and the range as published
 *	3 the comparison that was made
 *	4 the signals, with their sources and dates
 *	5 the rows of the policy that fired, the facts about the asset and what was assumed
 *	6 what to do: outcome, deadlines, fix, and the doubts that remain
 *
 * Ownership: everything is borrowed.
 * Errors:    YG_ENOTFOUND (explain_select), YG_ENOMEM, or the sink's error.
 * Threads:   no shared state.
 * Trust:     texts from feeds and inventories are escaped for the terminal or as JSON.
 */
#ifndef YAGURA_OUTPUT_EXPLAIN_H
#define YAGURA_OUTPUT_EXPLAIN_H

#include "cli/output/outputs.h"
#include "understand/record.h"

/*
 * Where whole records come from, for descriptions and advice: the knowledge base.  May be
 * absent; then explain shows what the indexes hold.
 */
struct explain_records {
	/* YG_ENOTFOUND when there is none; what it gives lives in a. */
	int (*find)(void *ctx, struct arena *a, struct sv source, struct sv id,
		    const struct record **ret);
	void *ctx;
};

/*
 * The findings about id (the vulnerability, one of its aliases, or a record that is evidence;
 * ASCII case is ignored) and, where package is not empty, about that package: its name, its
 * source, or a package built from it.  YG_ENOTFOUND when there is none.
 */
int explain_select(struct arena *a, const struct finding_list *l, const struct match_index *x,
		   struct sv id, struct sv package, const struct finding *const **ret,
		   size_t *ret_count) YG_CHECK;

/* Write them for people, in o->lang. */
int explain_table(const struct scan_report *r, const struct output_options *o,
		  const struct explain_records *records, const struct finding *const *findings,
		  size_t count, struct sink *s) YG_CHECK;
/* Write them as one JSON document. */
int explain_json(const struct scan_report *r, const struct output_options *o,
		 const struct explain_records *records, const struct finding *const *findings,
		 size_t count, struct sink *s) YG_CHECK;

#endif
