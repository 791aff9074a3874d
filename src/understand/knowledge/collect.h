/* SPDX-License-Identifier: Apache-2.0 */
/*
 * collect.h - gathers the records of all feeds in compact form until everything is read, and
 * then knows which ones count: the input of the writers of match.idx, signals.idx, kb.sqlite.
 *
 * Documents are told apart by (source, id).  Of two, the one modified later counts; on equal
 * dates the greater hash: the order in which files are read never matters.  Where a source
 * speaks about each package and release on its own (debian-tracker), the later one counts for
 * the releases that both speak about.  What a document that no longer counts said about other
 * names of its vulnerability does not count either.
 *
 * Ownership: the collection owns everything.
 * Errors:    YG_ENOMEM, YG_ELIMIT; a record that cannot be added whole is not added.
 * Threads:   one owner.   Trust: records were validated by record_read().
 */
#ifndef YAGURA_COLLECT_H
#define YAGURA_COLLECT_H

#include "base/intern.h"
#include "base/vec.h"
#include "understand/feeds/feed.h"
#include "understand/knowledge/aliases.h"
#include "understand/match/match_index.h"
#include "understand/record.h"

struct collect_doc {
	uint32_t id, source, publisher, modified, sub;	/* strings */
	uint32_t title_en, title_ja, excerpt;		/* strings */
	uint32_t published, kev_added, kev_due;		/* strings */
	uint32_t ssvc_time;				/* string */
	uint32_t entry_first, entry_count;
	uint32_t cvss_first, cvss_count;
	uint32_t vuln_first, vuln_count;		/* set by collect_finish() */
	uint64_t spool_at;
	uint64_t content;				/* hash of the document's bytes */
	uint32_t spool_bytes, full_bytes;
	uint8_t exploitation, automatable, technical_impact;	/* signals.h */
	uint8_t flags;
};

enum {				/* collect_doc.flags */
	COLLECT_REJECTED = 1, COLLECT_WITHDRAWN = 2, COLLECT_KEV = 4, COLLECT_RANSOMWARE = 8,
	COLLECT_SUPERSEDED = 16,	/* a later document of the same source counts instead */
	COLLECT_ADVISORY = 32,		/* a distribution's advisory */
};

struct collect_entry {		/* one affected entry */
	uint32_t ecosystem, name;	/* strings */
	uint32_t doc;
	uint32_t attr;			/* row of attrs */
	uint32_t span_first, span_count;
	bool dead;			/* a later document speaks about the same */
};

struct collect_span {
	uint32_t lo, hi;		/* strings; with MATCH_RULE_WHY: lo is the reason */
	uint32_t flags;			/* enum of match_rule.flags, without MATCH_RULE_GROUP */
};

struct collect_link {		/* what a document says about another id */
	uint32_t doc, to;		/* string */
	uint8_t relation;		/* enum record_relation */
};

struct collect_cvss {
	uint32_t vector, source, version;	/* strings */
	int32_t score_tenths;
};

struct collect_epss {
	uint32_t cve, day;		/* strings */
	uint32_t score, percentile;	/* millionths; percentile over a million: none */
};

struct collect {
	struct intern strings;
	struct alias_graph aliases;			/* collect_finish() */
	struct { VEC(struct collect_link); } links;
	struct { VEC(struct collect_doc); } docs;
	struct { VEC(struct collect_entry); } entries;
	struct { VEC(struct collect_span); } spans;
	struct { VEC(struct match_attr); } attrs;	/* strings of this collection */
	struct { VEC(struct collect_cvss); } cvss;
	struct { VEC(struct collect_epss); } epss;
	struct { VEC(uint32_t); } vulns;	/* strings, by doc (collect_finish) */
	struct { VEC(uint32_t); } schemes;	/* names of schemes: strings */
	uint32_t *attr_slots;			/* hash of attrs: index + 1 */
	size_t attr_slot_count;
	uint32_t epss_model, epss_date, kev_version, kev_date;	/* strings */
};

/*
 * Take one record, whose document hashes to content; *ret_doc is its number.  feed_time stands
 * in for a modification time that the record does not have.
 */
int collect_record(struct collect *c, const struct record *r, uint64_t content,
		   struct sv feed_time, uint32_t *ret_doc) YG_CHECK;
/* One score of the file of that day: of several days, the newest one's counts. */
int collect_epss(struct collect *c, const struct feed_epss *e, struct sv day) YG_CHECK;
/* What a catalogue says of itself: of several, the newest is kept. */
int collect_about(struct collect *c, const struct feed_about *about) YG_CHECK;

/* Everything is in: decide which documents count, and resolve their vulnerabilities. */
int collect_finish(struct collect *c) YG_CHECK;
void collect_drop(struct collect *c);

static inline struct sv collect_string(const struct collect *c, uint32_t ref)
{
	return intern_view(&c->strings, ref);
}

/* Documents in the one order that does not depend on the order of reading. */
int collect_doc_order(const struct collect *c, uint32_t a, uint32_t b);

/* Whether the rules of document d take part in matching. */
static inline bool collect_doc_matches(const struct collect_doc *d)
{
	return !(d->flags & (COLLECT_REJECTED | COLLECT_WITHDRAWN | COLLECT_SUPERSEDED));
}

#endif
