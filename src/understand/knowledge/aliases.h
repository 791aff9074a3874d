/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aliases.h - which vulnerabilities a record speaks about, from what all records assert.
 *
 * A CVE is its own vulnerability and is never merged with another CVE.  A record without a
 * CVE of its own stands for: the CVEs it names as aliases; else the CVEs that other records
 * tie to it through chains of aliases without a CVE in between (PYSEC -> GHSA -> CVE); else
 * the CVEs it names as upstream; else, for a distribution's advisory, those it names as
 * related (AlmaLinux); else one id of its alias group, the same for all its members.
 *
 * Ownership: the graph owns its tables; results live until it changes or is dropped.
 * Errors:    YG_ENOMEM.   Threads: one owner.
 * Trust:     cyclic and huge groups are normal: groups are found once, in about linear time.
 *	A chain that leads to more than LIMIT_ALIASES CVEs ties nothing; what a record names
 *	itself is never cut.
 */
#ifndef YAGURA_ALIASES_H
#define YAGURA_ALIASES_H

#include "base/intern.h"
#include "base/vec.h"
#include "understand/record.h"

struct alias_edge {
	uint32_t from, to;	/* references in ids */
	uint8_t relation;	/* enum record_relation */
	uint8_t reversed;	/* asserted by `to`, not by `from` */
};

struct alias_node {		/* an id that is in some edge; sorted by id */
	uint32_t id;
	uint32_t parent;	/* towards the root of its group; a root is its own */
	uint32_t size, best;	/* of a root: members, the name they are known by */
	uint32_t tie_first, tie_count;	/* of a root: CVEs tied to the group */
	bool cve;
};

struct alias_tie {
	uint32_t root, cve;
};

struct alias_graph {
	struct intern ids;
	struct { VEC(struct alias_edge); } edges;
	/* Made of the edges when first asked for. */
	struct { VEC(struct alias_node); } nodes;
	struct { VEC(struct alias_tie); } ties;
	bool grouped;
};

int alias_add(struct alias_graph *g, struct sv from, struct sv to,
	      enum record_relation relation) YG_CHECK;

struct alias_result {
	struct { VEC(uint32_t); } ids;	/* references in g->ids; byte order of the ids */
};

/* The vulnerabilities that record id speaks about; advisory: it is a distribution's. */
int alias_vulnerabilities(struct alias_graph *g, struct sv id, bool advisory,
			  struct alias_result *ret) YG_CHECK;
void alias_graph_drop(struct alias_graph *g);

bool alias_is_cve(struct sv id);

#endif
