/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifest.h - manifest.json of a generation: what it was made from, feed by feed
 * (docs/formats/knowledge.md).
 *
 * Ownership: what is read belongs to the arena.
 * Errors:    YG_ENOTFOUND, YG_ESYNTAX with the place, YG_EIO, YG_ENOMEM, YG_ELIMIT.
 * Threads:   no shared state.
 * Trust:     may come from an imported bundle: read like any input.
 */
#ifndef YAGURA_MANIFEST_H
#define YAGURA_MANIFEST_H

#include "base/buf.h"
#include "knowledge/inputs.h"

enum { MANIFEST_FORMAT = 1 };

struct manifest_problem {		/* a file or record that was left out, by name */
	struct sv path, id, why;
	uint64_t at;
};

struct manifest_feed {
	struct sv name;			/* debian-tracker, kev, epss, cve5, osv-PyPI */
	struct sv source;		/* URL, else path of its first file */
	struct sv time;			/* the feed's own date, else when it was fetched */
	struct sv time_from;		/* content, fetch, file */
	struct sv version;		/* catalogue or model version */
	uint64_t files, bytes, records, skipped;
	bool partial;			/* a file of it could not be read to its end */
	const struct input *last;	/* while building: the input that was counted last */
};

struct manifest_file {
	struct sv name, sha256;
	uint64_t bytes;
};

struct manifest {
	struct sv generation;
	struct sv yagura;		/* version of the program that built it */
	struct manifest_feed *feeds;
	size_t feed_count;
	struct manifest_problem *problems;	/* at most LIMIT_SKIPPED_NAMED */
	size_t problem_count;
	struct input *inputs;
	size_t input_count;
	struct manifest_file *files;
	size_t file_count;
	uint64_t documents, rules;
};

void manifest_write(struct buf *b, const struct manifest *m);
/* text[n] is a writable NUL; views point into text. */
int manifest_parse(struct arena *a, char *text, size_t n, struct manifest *ret,
		   struct yg_err *err) YG_CHECK;
/* Read folder/manifest.json; inputs.json, of the same shape, holds the inputs. */
int manifest_read(struct arena *a, const char *folder, struct manifest *ret,
		  struct yg_err *err) YG_CHECK;
int manifest_read_inputs(struct arena *a, const char *folder, struct manifest *ret,
			 struct yg_err *err) YG_CHECK;

#endif
