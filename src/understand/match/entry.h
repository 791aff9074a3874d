/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entry.h - one affected entry of one record against one component: the heart of matching.
 *
 * Ownership: views into the index, the component or the arena.
 * Errors:    none but YG_ENOMEM: what cannot be decided is MATCH_UNKNOWN with its reason.
 * Threads:   no shared state.   Trust: the index is bounded, versions are any bytes.
 */
#ifndef YAGURA_MATCH_ENTRY_H
#define YAGURA_MATCH_ENTRY_H

#include "component/identity/cpe.h"
#include "understand/match/match.h"

struct match_subject {		/* the component, under the name that is looked up */
	const struct component *component;
	enum match_by by;
	struct sv name;
	struct sv version;
	const struct cpe *cpe;		/* MATCH_BY_CPE: the name it was looked up by */
};

/* Vendor:product, version and target of a CPE name.  YG_ESYNTAX: not a CPE name. */
int match_subject_cpe(struct arena *a, struct sv cpe, struct match_subject *s) YG_CHECK;

/* Rules of the entry that starts at rule i of key; 0 when the index is damaged there. */
uint32_t match_entry_length(const struct match_index *x, const struct match_key *key, uint32_t i);

/*
 * Judge the entry of n rules at rule i of key: fills verdict, why, rule, attr, record, fixed,
 * detail and stream_inferred of *hit.  False when the entry is not about this component at
 * all (another architecture, module stream, edition or product variant).
 */
bool match_entry_judge(const struct match_index *x, const struct match_key *key, uint32_t i,
		       uint32_t n, const struct match_subject *s, struct match_hit *hit);

#endif
