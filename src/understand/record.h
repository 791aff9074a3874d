/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.h - what one source says about one vulnerability, in one shape for all sources.
 *
 * A feed reader turns its native format into this; the knowledge base stores it as one JSON
 * document (docs/formats/record.md) and compiles it into the match and signal indexes.
 * Nothing is averaged or merged here: two sources give two records.
 *
 * Ownership: all views and arrays belong to the arena (or text) they were read from.
 * Errors:    record_read() says which byte of the document is at fault.
 * Threads:   no shared state.
 * Trust:     a document comes from a sandboxed child and is validated like any input.
 */
#ifndef YAGURA_RECORD_H
#define YAGURA_RECORD_H

#include "base/base.h"
#include "base/json.h"
#include "base/json_write.h"

enum record_status {		/* of versions, in the order in which they win */
	RECORD_UNAFFECTED, RECORD_UNKNOWN, RECORD_AFFECTED,
};

/*
 * A run of versions with one status.  An empty lo is "from before everything", an empty hi is
 * "without end".  Exactly one version: lo = hi, hi_included.  lo itself is inside the run
 * unless lo_excluded.
 */
struct record_span {
	struct sv lo, hi;
	bool lo_excluded, hi_included;
	enum record_status status;
	struct sv why;		/* RECORD_UNKNOWN: what could not be understood, in English */
};

/*
 * One product of a record.  A component is found by (ecosystem, name).  Spans may overlap and
 * stand in no order: affected wins over unknown, unknown over unaffected, and only a version
 * that is in none of them has the status rest.  A span of exactly one version also holds a
 * version of the same bytes that the scheme cannot order.
 */
struct record_affected {
	struct sv ecosystem;	/* OSV's names with release: "Debian:12", "PyPI"; "cpe"; "GIT"
				 * with the repository as name where only commits are known */
	struct sv name;		/* normalised for the ecosystem; cpe: "vendor:product" */
	struct sv scheme;	/* version scheme (component/version); empty: no order known */
	struct sv cpe;		/* CPE 2.3 formatted string, where the source gives one */
	struct sv module;	/* rpm module stream, "nodejs:12" */
	struct sv arch;		/* space-separated, empty: all */
	struct sv platforms;	/* as published, for the reader's eye */
	struct sv repositories;	/* what the vendor's archive holds: "bookworm 1.2-3, sid 1-1" */
	struct sv fix_state;	/* the vendor's word: no-dsa, postponed, end-of-life, ... */
	struct sv fix_note;	/* the vendor's sentence about it */
	struct sv urgency;	/* the vendor's word: low, unimportant, ... */
	enum record_status rest;	/* status of versions in none of the spans */
	bool by_name;		/* the key was guessed from free-text names: less certain, and
				 * "cpe" means no more than that vendor:product looks like one */
	bool source_package;	/* the name is a source package's (deb, apk) */
	struct record_span *spans;
	size_t span_count;
};

enum record_relation { RECORD_ALIAS, RECORD_RELATED, RECORD_UPSTREAM };

struct record_link {		/* another id, and how the source ties it to this one */
	struct sv id;
	enum record_relation relation;
};

struct record_cvss {
	struct sv version;	/* "2.0", "3.0", "3.1", "4.0"; "3" where only a score is known */
	struct sv vector;	/* empty: only a score is published */
	struct sv source;	/* who scored: cna, adp:CISA-ADP, nvd, osv, ... */
	double score;		/* as published; negative: none published */
};

struct record_ssvc {		/* empty: not stated */
	struct sv exploitation;		/* none, poc, active */
	struct sv automatable;		/* yes, no */
	struct sv technical_impact;	/* partial, total */
	struct sv time, source;
};

struct record_kev {
	bool listed;
	struct sv source;	/* whose catalogue: cisa */
	struct sv date_added, due_date;		/* YYYY-MM-DD */
	bool ransomware;
	struct sv forensic_triage;	/* "yes", "no"; not stated before 2026-09 */
	struct sv action;
};

struct record_reference {
	struct sv url, kind;
};

struct record {
	struct sv id;
	struct sv source;	/* feed reader's name: osv, cve5, debian-tracker */
	struct sv publisher;	/* who speaks: GitHub_M, CISA-ADP, AlmaLinux, ... */
	struct sv title_en, title_ja, description_en, description_ja;
	struct sv conditions, impact, remedy, workaround;
	struct sv exploitation;	/* what the publisher says about attacks and public exploits */
	struct sv severity;	/* the publisher's word: HIGH, Important, moderate */
	struct sv tags;		/* space-separated: disputed, unsupported-when-assigned, ... */
	struct sv published, modified, withdrawn;	/* RFC 3339, UTC */
	bool rejected;
	struct sv cwe;		/* space-separated "CWE-79 CWE-80" */
	struct record_link *links;
	size_t link_count;
	struct record_affected *affected;
	size_t affected_count;
	struct record_cvss *cvss;
	size_t cvss_count;
	struct record_ssvc ssvc;
	struct record_kev kev;
	struct record_reference *references;
	size_t reference_count;
};

/* The words used in documents. */
struct sv record_status_word(enum record_status s);	/* unaffected, unknown, affected */

/* Write r as one JSON object; empty members are left out. */
void record_write(struct jw *w, const struct record *r);

/*
 * Read one document that record_write() wrote, from hostile bytes (text[n] writable NUL).
 * 0; YG_ESYNTAX with the place; YG_ELIMIT, YG_ENOMEM.
 */
int record_read(struct arena *a, char *text, size_t n, struct record *ret,
		struct yg_err *err) YG_CHECK;

#endif
