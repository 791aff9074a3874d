/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_report.h - everything that a scan has to say, as the outputs take it.
 *
 * Ownership: a report borrows all it points to; it lives as long as the scan.
 * Errors:    none.   Threads: read-only.
 * Trust:     texts come from inventories and feeds and may hold anything; every output
 *	escapes them in its own way.
 */
#ifndef YAGURA_SCAN_REPORT_H
#define YAGURA_SCAN_REPORT_H

#include "assess/finding.h"
#include "identify/reader.h"

/* The worse, the larger; the report's exit code follows from the worst one. */
enum scan_feed_state {
	SCAN_FEED_OK,
	SCAN_FEED_UNKNOWN,	/* its date is not known, so neither is its age */
	SCAN_FEED_STALE,	/* older than allowed */
	SCAN_FEED_PARTIAL,	/* some of it could not be read */
	SCAN_FEED_MISSING,	/* the inventory needs it, and it is not there */
};

struct scan_feed {
	struct sv name;			/* debian-tracker */
	struct sv source;		/* file or URL it was read from */
	struct sv time;			/* the feed's own date, RFC 3339; empty: not stated */
	uint64_t records, skipped;
	int64_t age_days;		/* -1: not known */
	enum scan_feed_state state;
	struct sv note;			/* what is wrong or worth knowing; may be empty */
};

struct scan_reader {
	struct sv name;			/* dpkg */
	uint64_t files, components, skipped;
};

/* What an output says beside the result: an input that failed, an entry that was skipped. */
struct scan_note {
	struct sv where;		/* file and place; may be empty */
	struct sv what;
};

/* One fact about the asset that decides, given or assumed ("exposure", "ctrl"). */
struct scan_fact {
	struct sv name, value;
	struct policy_words title, label;	/* for people; may be empty */
	bool assumed;
};

struct scan_report {
	int64_t time;			/* of the scan, seconds since 1970 */
	struct sv source;		/* "local", or the path that was scanned */
	struct sv again;		/* the operands to type for the same scan: "--local" */
	struct inventory_os os;
	struct sv running_kernel;	/* empty: not known */
	const struct scan_reader *readers;
	size_t reader_count;
	const struct scan_fact *facts;
	size_t fact_count;
	const struct scan_feed *feeds;
	size_t feed_count;
	const struct policy *policy;
	const struct match_index *match;
	const struct signals *signals;	/* NULL: none */
	const struct finding_list *list;
	const struct scan_note *failures;	/* not empty: the result is partial */
	size_t failure_count;
	const struct scan_note *skipped;	/* the first few of the entries left out */
	size_t skipped_count;
	bool demonstration;		/* the knowledge is a demonstration set */
	int exit_code;			/* what the scan will leave with */
};

/*
 * The facts about the asset that this policy reads: exposure, countermeasure, the damage
 * inputs; where a fact is not known, the policy's default, marked as assumed.
 */
int scan_report_facts(struct arena *a, const struct policy *p,
		      const struct decide_facts *asset, const struct scan_fact **ret,
		      size_t *ret_count) YG_CHECK;

#endif
