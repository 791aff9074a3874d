/* SPDX-License-Identifier: Apache-2.0 */
/*
 * match_index.h - match.idx: which versions of what are affected by what.
 *
 * Keys are sorted by (ecosystem, name); each names a run of rules of 16 bytes.  Rules that
 * stand together under one MATCH_RULE_GROUP bit are one affected entry of one record: its
 * spans, to be read with the status of the versions in none of them (match_attr.rest).
 * Written by knowledge/match_build.c; specified in docs/formats/match-idx.md.
 *
 * Ownership: the index owns the mapping; views live until match_index_close().
 * Errors:    see section.h.   Threads: read-only.   Trust: bounded accesses.
 */
#ifndef YAGURA_MATCH_INDEX_H
#define YAGURA_MATCH_INDEX_H

#include "component/version/version.h"
#include "understand/knowledge/section.h"
#include "understand/record.h"

#define MATCH_INDEX_MAGIC "YGMATCH\0"	/* 8 bytes */
enum {
	MATCH_INDEX_VERSION = 1,
	MATCH_SECTION_KEYS = 2, MATCH_SECTION_RULES, MATCH_SECTION_ATTRS, MATCH_SECTION_RECORDS,
	MATCH_SECTION_VULNS, MATCH_SECTION_COVERAGE, MATCH_SECTION_SCHEMES,
};

struct match_key {
	uint32_t ecosystem, name;	/* strings */
	uint32_t rule_first, rule_count;
};

enum {				/* match_rule.flags */
	MATCH_RULE_GROUP = 1,		/* first rule of an affected entry */
	MATCH_RULE_LO_EXCLUDED = 2,
	MATCH_RULE_HI_INCLUDED = 4,
	MATCH_RULE_NO_SPAN = 8,		/* the entry has no spans: only `rest` counts */
	MATCH_RULE_STATUS_SHIFT = 4,	/* two bits: enum record_status */
	MATCH_RULE_WHY = 64,		/* status unknown: lo is the reason's text, no bounds */
};

struct match_rule {
	uint32_t record;		/* row of MATCH_SECTION_RECORDS */
	uint32_t lo, hi;		/* strings; 0: no bound */
	uint32_t attr_flags;		/* attr << 8 | flags */
};

enum { MATCH_ATTR_BY_NAME = 1, MATCH_ATTR_SOURCE_PACKAGE = 2 };

struct match_attr {			/* what many rules share */
	uint32_t cpe, module, arch, platforms;		/* strings */
	uint32_t fix_state, fix_note, urgency;		/* strings */
	uint8_t scheme;			/* row of MATCH_SECTION_SCHEMES; 255: none */
	uint8_t rest;			/* enum record_status */
	uint8_t flags;
	uint8_t zero;
};

struct match_record {
	uint32_t id, source, publisher;		/* strings */
	uint32_t vuln_first, vuln_count;	/* rows of MATCH_SECTION_VULNS: string references */
	uint32_t modified;			/* string */
};

struct match_coverage {			/* sorted by (ecosystem, source) */
	uint32_t ecosystem, source, rule_count;
};

enum { MATCH_SCHEME_MAX = 64 };

struct match_index {
	struct section_file file;
	const struct version_scheme *schemes[MATCH_SCHEME_MAX];
};

int match_index_open(const char *path, struct match_index *ret) YG_CHECK;
int match_index_open_memory(const void *bytes, size_t n, struct match_index *ret) YG_CHECK;
void match_index_close(struct match_index *x);

/* The key (ecosystem, name); NULL when the index has no rule for it.  About 20 comparisons. */
const struct match_key *match_index_find(const struct match_index *x, struct sv ecosystem,
					 struct sv name);
/* Whether any source speaks about this ecosystem ("Debian:12") at all; *ret_sources counts. */
bool match_index_covers(const struct match_index *x, struct sv ecosystem);

/* The vulnerabilities of a record that are really there: rows vuln_first and up. */
static inline uint32_t match_vulnerability_count(const struct match_index *x,
						 const struct match_record *r)
{
	uint32_t rows = x->file.by_id[MATCH_SECTION_VULNS].count;
	return r->vuln_first >= rows ? 0
		: r->vuln_count < rows - r->vuln_first ? r->vuln_count : rows - r->vuln_first;
}

static inline struct sv match_string(const struct match_index *x, uint32_t ref)
{
	return section_string(&x->file, ref);
}

#endif
