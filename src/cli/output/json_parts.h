/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_parts.h - the pieces of a scan as JSON, shared by json, jsonl and explain.
 *
 * The shape is docs/formats/scan-json.md: keys in its order, absent where nothing is known.
 *
 * Ownership: text goes into the writer's buffer; a is for what one finding needs.
 * Errors:    sticky in the writer's buffer.
 * Threads:   no shared state.   Trust: strings are escaped by the writer.
 */
#ifndef YAGURA_OUTPUT_JSON_PARTS_H
#define YAGURA_OUTPUT_JSON_PARTS_H

#include "base/json_write.h"
#include "cli/output/scan_report.h"

/* Members of an object that is open: schema_version to summary. */
void json_put_head(struct jw *w, const struct scan_report *r, const char *version);
/*
 * Findings share few decisions (assess/finding_decide.c), and a decision is the longest part
 * of a finding: its text is kept from one finding to the next.
 */
enum { JSON_DECISIONS = 64 };
struct json_decisions {
	struct {
		const struct decision_reason *of;	/* tells decisions apart */
		struct buf text;
	} slots[JSON_DECISIONS];
};
void json_decisions_drop(struct json_decisions *d);
#define json_decisions_auto __attribute__((cleanup(json_decisions_drop))) struct json_decisions

/* One finding, as an object's members. */
void json_put_finding(struct jw *w, const struct scan_report *r, const struct finding *f,
		      struct json_decisions *decisions, struct arena *a);
void json_put_unjudged(struct jw *w, const struct finding_unjudged *u);
/* "failures": [...] where the result is partial, "skipped": [...] where entries were left
 * out (the first few; the readers count them all). */
void json_put_failures(struct jw *w, const struct scan_report *r);

/* The pieces of a finding that explain writes too. */
void json_put_package(struct jw *w, const struct finding *f, struct arena *a);
void json_put_signals(struct jw *w, const struct scan_report *r, const struct finding *f);
void json_put_deadline(struct jw *w, const struct scan_report *r, const struct decision *d);
void json_put_reasons(struct jw *w, const struct decision *d, bool detail);
void json_put_evidence(struct jw *w, const struct scan_report *r, const struct finding *f,
		       struct arena *a);

#endif
