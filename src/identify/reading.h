/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading.h - what every inventory reader does around its format: start on clean text, give
 * a component to the sink once it is checked and complete, leave an entry out by name.
 *
 *	reading_auto r;
 *	if ((rc = reading_start(&r, file, sink, err)) < 0)
 *		return rc;
 *	for each entry
 *		if ((rc = reading_give(&r, at, &component)) < 0)
 *			return rc;
 *
 * Ownership: reading_give() may change the component; r->scratch belongs to one component and
 *	is emptied by reading_give() and reading_skip().
 * Errors:    negative: of the sink, or YG_ENOMEM; an entry over a limit or with bytes that no
 *	name has is left out through sink->skip, which is no error.
 * Threads:   no shared state.
 * Trust:     every field is hostile; what reaches the sink is valid UTF-8 without control
 *	characters, at most LIMIT_NAME, LIMIT_VERSION, LIMIT_PURL or LIMIT_CPE bytes long.
 */
#ifndef YAGURA_READING_H
#define YAGURA_READING_H

#include "component/identity/os.h"
#include "identify/reader.h"

struct reading {
	struct inventory_file *file;
	const struct inventory_sink *sink;
	struct yg_err *err;
	char *text;		/* file->text without a byte order mark; text[n] is a NUL */
	size_t n;
	struct os_ref os;	/* what is known of the file: file->os, resolved */
	struct arena scratch;	/* for one component */
};

#define reading_auto __attribute__((cleanup(reading_stop))) struct reading

/* Skip an UTF-8 byte order mark; UTF-16 and UTF-32 are YG_EUNSUPPORTED. */
int reading_start(struct reading *r, struct inventory_file *file,
		  const struct inventory_sink *sink, struct yg_err *err) YG_CHECK;
void reading_stop(struct reading *r);

/* Where p, a byte of the text, stands in the file. */
static inline size_t reading_at(const struct reading *r, const char *p)
{
	return (size_t)(p - r->file->text);
}

/* The whole text as a view. */
static inline struct sv reading_view(const struct reading *r)
{
	return (struct sv){r->text, r->n};
}

/* yg_fail() with the error of this reading. */
int reading_fail(struct reading *r, int code, size_t at, const char *what);

/*
 * Fill c from a package URL, as component_from_purl() does; c->file, cpes and flags stay.
 * *why is NULL then, or a literal reason, with c untouched, when the purl cannot be read, which
 * is no error.  Views point into purl and r->scratch.  YG_ENOMEM only.
 */
int reading_purl(struct reading *r, struct sv purl, struct component *c, const char **why)
	YG_CHECK;

/*
 * Check, complete (operating system, source, kernel flags) and hand over one component.  Set
 * COMPONENT_SOURCE_ASSUMED where the format could not have stated a source.
 */
int reading_give(struct reading *r, size_t at, struct component *c) YG_CHECK;

/* Leave an entry out: name may be empty, why is a literal. */
int reading_skip(struct reading *r, size_t at, struct sv name, const char *why) YG_CHECK;

/* json_end() of a cursor over r->text, with the place in the file. */
struct json;
int reading_json_end(struct reading *r, struct json *j) YG_CHECK;

/* Hand over the operating system that the file states; one that cannot be an os-release ID,
 * even by another name, is passed over. */
int reading_os(struct reading *r, size_t at, const struct inventory_os *os) YG_CHECK;

#endif
