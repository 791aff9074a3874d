/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cve5.h - what the files of the CVE JSON 5 reader tell each other; private to them.
 *
 *	cve5.c		the record, its containers and texts
 *	cve5_metrics.c	CVSS, SSVC, KEV and severity words
 *	cve5_affected.c	products: which keys they are found under
 *	cve5_rows.c	"versions" of a product as spans
 *	cve5_text.c	versions that are written as English text
 *
 * Ownership, Errors, Threads, Trust: as reading.h.
 */
#ifndef YAGURA_FEED_CVE5_H
#define YAGURA_FEED_CVE5_H

#include "component/version/version.h"
#include "understand/feeds/reading.h"

struct cve5_change {
	struct sv at;
	enum record_status status;
};

struct cve5_row {		/* one item of "versions" */
	struct sv version, less_than, less_equal, type;
	enum record_status status;
	struct cve5_change *changes;
	size_t change_count;
};

enum cve5_default { CVE5_ABSENT, CVE5_UNKNOWN, CVE5_UNAFFECTED, CVE5_AFFECTED };

struct cve5_product {		/* one item of "affected" */
	struct sv vendor, product, package, collection, purl, platforms;
	struct sv *cpes;
	size_t cpe_count;
	enum cve5_default status;
	struct cve5_row *rows;
	size_t row_count;
};

/* One item of "metrics"; source is filled in by cve5_name_source(). */
void cve5_read_metric(struct reading *in, struct record *r);

/* "affected" of one container. */
void cve5_read_affected(struct reading *in, struct record *r);
/* Drop products that are known by commits only where versions are known for the same key. */
void cve5_finish_affected(struct record *r);

/* The spans of p's rows, and the status of all other versions, into out. */
void cve5_rows_spans(struct reading *in, const struct cve5_product *p,
		     const struct version_scheme *scheme, struct record_affected *out);

/* Whether out says no more than that commits are given. */
bool cve5_is_commits_only(const struct record_affected *out);

/*
 * The spans that an English text says for certain, added to out->spans with this status:
 * "1.2", "1.x", ">= 1.0, < 1.2", "prior to 3.2", "1.5 and earlier", "1.0 through 2.0",
 * "1.0, 1.1", "all versions".  False, and nothing added, when it says nothing for certain.
 */
bool cve5_text_spans(struct reading *in, struct sv text, enum record_status status,
		     struct record_affected *out);

/* Whether s is written like a version: a digit first (after a "v"), no blanks. */
bool cve5_is_version(struct sv s);
/* s without white space at the ends and without a "v" before its digits. */
struct sv cve5_plain_version(struct sv s);
/* "5.15.*", "5.15.x", "5.x.x": the part before the wildcards; false when s is none. */
bool cve5_series(struct sv s, struct sv *ret_prefix);
/* The first version after a series: "5.15" gives "5.16"; empty when its end is no number. */
struct sv cve5_after_series(struct reading *in, struct sv prefix);

#endif
