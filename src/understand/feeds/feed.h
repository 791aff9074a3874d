/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed.h - the contract of a feed reader: one document in, records and signals out.
 *
 * Archives, compression and JSON Lines are opened before a reader is called (base/archive.h),
 * so a reader sees one whole document in memory: one OSV record, one CVE record, the KEV
 * catalogue, one day of EPSS, the Debian tracker.
 *
 * Ownership: the document is the caller's and may be rewritten (JSON is unescaped in place);
 *	what is given to the sink lives only during that call.
 * Errors:    a bad record is reported through sink->skip and the reader goes on; a document
 *	that is not what it claims to be is an error of read().  A negative result of a sink
 *	call is returned at once.
 * Threads:   no shared state.
 * Trust:     hostile.  Runs in a sandboxed child: no files, no network, no clock.
 */
#ifndef YAGURA_FEED_H
#define YAGURA_FEED_H

#include "base/base.h"
#include "understand/record.h"

struct feed_epss {
	struct sv cve;
	double score, percentile;	/* 0 to 1; percentile negative: the file has none */
};

/* What a document says of itself; every member may be empty. */
struct feed_about {
	struct sv feed;		/* feed name in the manifest: osv-PyPI, kev, epss, ... */
	struct sv date;		/* the feed's own date, RFC 3339 */
	struct sv version;	/* catalogue or model version */
};

struct feed_sink {
	void *ctx;
	/* Called before the first record of a document that states its name or date. */
	int (*about)(void *ctx, const struct feed_about *about);
	int (*record)(void *ctx, const struct record *r);
	int (*epss)(void *ctx, const struct feed_epss *e);
	/* A record that is left out: where, its id if it could be read, a literal reason. */
	int (*skip)(void *ctx, size_t at, struct sv id, const char *why);
};

struct feed_document {
	struct sv path;		/* as found, with the archive's name: a/all.zip!GHSA-x.json */
	char *text;		/* text[n] is a writable NUL */
	size_t n;
	struct arena *arena;	/* reset by the caller after each document; a reader of many
				 * records resets it itself between them */
};

struct feed_reader {
	const char *name;	/* osv, cve5, kev, epss, debian-tracker */
	const char *title;	/* for people: "OSV advisories (JSON, all.zip)" */
	/* 0 (no) to 100 (certain), from the file name and the first bytes (at most 4 KiB). */
	int (*detect)(struct sv path, struct sv head);
	int (*read)(struct feed_document *doc, const struct feed_sink *sink,
		    struct yg_err *err);
};

/* The table: one row a format.  Detection takes the highest answer, the first row on ties. */
extern const struct feed_reader feed_readers[];
extern const size_t feed_reader_count;
const struct feed_reader *feed_reader_detect(struct sv path, struct sv head);
const struct feed_reader *feed_reader_find(struct sv name);

#endif
