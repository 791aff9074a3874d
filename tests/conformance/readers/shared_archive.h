/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shared_archive.h - the files of a .tar.zst of the shared data, one after another, in memory.
 *
 * Ownership: name and text belong to the archive and live until the next call.
 * Errors:    what cannot happen with intact data aborts the test.
 * Threads:   no shared state.   Trust: test data.
 */
#ifndef YAGURA_TEST_SHARED_ARCHIVE_H
#define YAGURA_TEST_SHARED_ARCHIVE_H

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "base/base.h"

struct shared_archive {
	struct archive *a;
	const char *name;
	struct sv text;
	char *buffer;
};

static inline void shared_archive_open(struct shared_archive *s, const char *path)
{
	*s = (struct shared_archive){.a = archive_read_new()};
	if (!s->a)
		abort();
	archive_read_support_filter_zstd(s->a);
	archive_read_support_format_tar(s->a);
	if (archive_read_open_filename(s->a, path, 65536) != ARCHIVE_OK)
		abort();
}

/* The next regular file; false, and everything freed, at the end. */
static inline bool shared_archive_next(struct shared_archive *s)
{
	struct archive_entry *e;
	size_t n;

	free(s->buffer);
	s->buffer = NULL;
	while (archive_read_next_header(s->a, &e) == ARCHIVE_OK) {
		if (archive_entry_filetype(e) != AE_IFREG)
			continue;
		n = (size_t)archive_entry_size(e);
		s->buffer = malloc(n + 1);
		if (!s->buffer || archive_read_data(s->a, s->buffer, n) != (la_ssize_t)n)
			abort();
		s->buffer[n] = '\0';
		s->name = archive_entry_pathname(e);
		s->text = (struct sv){s->buffer, n};
		return true;
	}
	archive_read_free(s->a);
	return false;
}

#endif
