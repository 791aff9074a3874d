/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outputs.h - the formats in which a scan is written; the table is in outputs.c.
 *
 * Every format streams: one finding at a time through the sink, so that memory does not grow
 * with the number of findings (sarif and cyclonedx keep a few bytes for each).
 *
 * Ownership: nothing is kept.
 * Errors:    YG_ENOMEM, or the sink's error; what was written before it has gone out.
 * Threads:   no shared state.
 * Trust:     texts from feeds and inventories are escaped as each format needs it.
 */
#ifndef YAGURA_OUTPUTS_H
#define YAGURA_OUTPUTS_H

#include "base/messages.h"
#include "base/sink.h"
#include "base/term.h"
#include "cli/output/scan_report.h"

struct output_options {
	enum msg_lang lang;
	const struct term *term;	/* of the stream; table only */
	const char *version;		/* of Yagura */
	bool all;			/* table: nothing folded, no limit */
	size_t limit;			/* table: findings listed on a terminal; 0: as many as
					 * are urgent, and some more */
	bool bom;			/* csv: a byte order mark, for spreadsheets */
	bool detail;			/* explain: also steps that the policy calls detail */
};

struct output_kind {
	const char *name;		/* as -o takes it */
	enum msg_key title;
	bool for_people;		/* in the person's language, and only then */
	int (*write)(const struct scan_report *r, const struct output_options *o,
		     struct sink *s);
};

extern const struct output_kind output_kinds[];
extern const size_t output_kind_count;
#define OUTPUT_CHOICES "table|json|jsonl|csv|sarif|cyclonedx"	/* in the table's order */

/* NULL: no such format. */
const struct output_kind *output_find(struct sv name);

/* Write the report and flush the sink; 0 or the first error. */
int output_write(const struct output_kind *k, const struct scan_report *r,
		 const struct output_options *o, struct sink *s) YG_CHECK;

/* The rows of the table, one file each. */
int output_table(const struct scan_report *r, const struct output_options *o, struct sink *s);
int output_json(const struct scan_report *r, const struct output_options *o, struct sink *s);
int output_jsonl(const struct scan_report *r, const struct output_options *o, struct sink *s);
int output_csv(const struct scan_report *r, const struct output_options *o, struct sink *s);
int output_sarif(const struct scan_report *r, const struct output_options *o, struct sink *s);
int output_cyclonedx(const struct scan_report *r, const struct output_options *o,
		     struct sink *s);

#endif
