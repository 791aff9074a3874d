/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signals.h - signals.idx: what is known of each vulnerability, whatever it is found in.
 *
 * One row a vulnerability, sorted by id: titles, CVSS vectors of every source, EPSS, KEV,
 * SSVC, aliases.  Rebuilt alone when only EPSS moved.  Specified in
 * docs/formats/signals-idx.md.
 *
 * Ownership: the index owns the mapping; views live until signals_close().
 * Errors:    see section.h.   Threads: read-only.   Trust: bounded accesses.
 */
#ifndef YAGURA_SIGNALS_H
#define YAGURA_SIGNALS_H

#include "understand/knowledge/section.h"

#define SIGNALS_MAGIC "YGSIGNL\0"	/* 8 bytes */
enum {
	SIGNALS_VERSION = 1,
	SIGNALS_SECTION_ROWS = 2, SIGNALS_SECTION_CVSS, SIGNALS_SECTION_ALIASES,
	SIGNALS_SECTION_ABOUT,
};

enum {				/* signals_row.flags */
	SIGNALS_KEV = 1, SIGNALS_RANSOMWARE = 2, SIGNALS_REJECTED = 4, SIGNALS_EPSS = 8,
	SIGNALS_PERCENTILE = 16,	/* the EPSS file had percentiles */
};

enum { SIGNALS_ABSENT = 0 };
enum signals_exploitation { SIGNALS_EXPLOIT_NONE = 1, SIGNALS_EXPLOIT_POC, SIGNALS_EXPLOIT_ACTIVE };
enum signals_automatable { SIGNALS_AUTOMATABLE_NO = 1, SIGNALS_AUTOMATABLE_YES };
enum signals_impact { SIGNALS_IMPACT_PARTIAL = 1, SIGNALS_IMPACT_TOTAL };

struct signals_row {
	uint32_t id, title_en, title_ja;	/* strings */
	uint32_t kev_added, kev_due, published;	/* strings: YYYY-MM-DD */
	uint32_t cvss_first, alias_first;	/* rows of their sections */
	uint32_t epss, percentile;		/* millionths */
	uint16_t cvss_count, alias_count;
	uint8_t flags, exploitation, automatable, technical_impact;	/* 0: absent */
};

struct signals_cvss {
	uint32_t vector, source, version;	/* strings; "3.1" */
	int32_t score_tenths;			/* published; -1: none */
};

struct signals_about {		/* one row */
	uint32_t epss_model, epss_date, kev_version, kev_date;	/* strings */
};

struct signals {
	struct section_file file;
};

int signals_open(const char *path, struct signals *ret) YG_CHECK;
void signals_close(struct signals *s);
/* The row of a vulnerability; NULL when nothing is known of it. */
const struct signals_row *signals_find(const struct signals *s, struct sv id);
const struct signals_cvss *signals_cvss_at(const struct signals *s, const struct signals_row *r,
					   unsigned i);
/* An alias: another id of the same vulnerability (a string). */
struct sv signals_alias_at(const struct signals *s, const struct signals_row *r, unsigned i);
const struct signals_about *signals_about(const struct signals *s);

static inline struct sv signals_string(const struct signals *s, uint32_t ref)
{
	return section_string(&s->file, ref);
}

#endif
