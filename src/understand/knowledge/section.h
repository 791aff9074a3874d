/* SPDX-License-Identifier: Apache-2.0 */
/*
 * section.h - the container of our index files: named arrays of fixed-size rows, and strings.
 *
 * The file is mapped and read in place (docs/formats/match-idx.md): a header, a table of
 * sections, the sections, each aligned to 16 bytes, little endian.  A string is named by its
 * offset in the string section, where a length (LEB128) stands before the bytes; offset 0 is
 * the empty string.  The same input gives the same bytes.
 *
 * Ownership: a section_file owns its mapping; views into it live until section_close().
 * Errors:    opening checks magic, version, sizes and bounds; YG_ESYNTAX says the file is not
 *	ours or is damaged.  Row and string look-ups outside the file give empty answers.
 * Threads:   read-only after open.
 * Trust:     the file may be damaged or hostile (an imported bundle): every access is bounded.
 */
#ifndef YAGURA_SECTION_H
#define YAGURA_SECTION_H

#include "base/base.h"
#include "base/buf.h"

enum { SECTION_MAX = 32, SECTION_STRINGS = 1 };

struct section {
	const unsigned char *p;
	uint32_t row_bytes;
	uint32_t count;
};

struct section_file {
	const unsigned char *map;
	size_t size;
	struct section by_id[SECTION_MAX];	/* index: the section's number; absent: p NULL */
};

int section_open(const char *path, const char magic[8], uint32_t version,
		 struct section_file *ret) YG_CHECK;
/* The same over bytes in memory that outlive the section_file; nothing to close. */
int section_open_memory(const void *bytes, size_t size, const char magic[8], uint32_t version,
			struct section_file *ret) YG_CHECK;
void section_close(struct section_file *f);

/* The string at ref; empty when there is none. */
struct sv section_string(const struct section_file *f, uint32_t ref);

/* Row i of a section whose rows are of the given size; NULL outside. */
static inline const void *section_row(const struct section_file *f, unsigned id, uint32_t i,
				      size_t row_bytes)
{
	const struct section *s = &f->by_id[id];
	return s->p && s->row_bytes == row_bytes && i < s->count ? s->p + (size_t)i * row_bytes
								 : NULL;
}

/*
 * Write path (to a temporary name, fsync'd, renamed); a section without rows is left out.
 * YG_ELIMIT: a section of more than 2^31 - 1 rows; YG_EINVAL, YG_EIO.
 */
struct section_rows {
	uint32_t id, row_bytes;
	const void *rows;
	size_t count;
};
int section_write(const char *path, const char magic[8], uint32_t version,
		  const struct section_rows *rows, size_t n) YG_CHECK;

#endif
