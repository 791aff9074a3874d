/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make_archive.h - archives in memory for tests, written by libarchive.
 *
 *	struct made m = make_begin(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP);
 *	make_file(&m, "a.json", SV("{}"));
 *	struct sv bytes = make_end(&m);
 *	...
 *	buf_drop(&m.b);
 */
#ifndef YAGURA_MAKE_ARCHIVE_H
#define YAGURA_MAKE_ARCHIVE_H

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/buf.h"

struct made {
	struct archive *a;
	struct buf b;
};

static inline void made_ok(struct archive *a, int r)
{
	if (r < ARCHIVE_WARN) {
		fprintf(stderr, "cannot make the test archive: %s\n", archive_error_string(a));
		abort();
	}
}

static la_ssize_t made_write(struct archive *a, void *ctx, const void *p, size_t n)
{
	(void)a;
	buf_put(ctx, p, n);
	return (la_ssize_t)n;
}

/*
 * m must not move between make_begin() and make_end(), so it is filled in place.  options and
 * passphrase are libarchive's, or NULL.
 */
static inline void make_begin_with(struct made *m, int format, int filter, const char *options,
				   const char *passphrase)
{
	*m = (struct made){.a = archive_write_new(), .b = BUF_CAP((size_t)1 << 30)};
	made_ok(m->a, archive_write_set_format(m->a, format));
	made_ok(m->a, archive_write_add_filter(m->a, filter));
	made_ok(m->a, archive_write_set_bytes_in_last_block(m->a, 1));
	if (options)
		made_ok(m->a, archive_write_set_options(m->a, options));
	if (passphrase)
		made_ok(m->a, archive_write_set_passphrase(m->a, passphrase));
	made_ok(m->a, archive_write_open(m->a, &m->b, NULL, made_write, NULL));
}

static inline void make_begin(struct made *m, int format, int filter)
{
	make_begin_with(m, format, filter, NULL, NULL);
}

static inline void make_entry(struct made *m, struct sv name, int type, struct sv text,
			      const char *link)
{
	struct archive_entry *e = archive_entry_new();
	char path[8192];

	snprintf(path, sizeof path, "%.*s", (int)name.n, name.p);
	archive_entry_copy_pathname(e, path);
	archive_entry_set_filetype(e, (unsigned)type);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, (la_int64_t)text.n);
	if (link && type == S_IFLNK)
		archive_entry_copy_symlink(e, link);
	else if (link)
		archive_entry_copy_hardlink(e, link);
	made_ok(m->a, archive_write_header(m->a, e));
	if (text.n > 0 && archive_write_data(m->a, text.p, text.n) < 0)
		made_ok(m->a, ARCHIVE_FATAL);
	archive_entry_free(e);
}

static inline void make_file(struct made *m, const char *name, struct sv text)
{
	make_entry(m, (struct sv){name, strlen(name)}, S_IFREG, text, NULL);
}

/* n bytes of zeros, without holding them. */
static inline void make_zeros(struct made *m, const char *name, uint64_t n)
{
	static const char zeros[1 << 16];
	struct archive_entry *e = archive_entry_new();

	archive_entry_copy_pathname(e, name);
	archive_entry_set_filetype(e, S_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, (la_int64_t)n);
	made_ok(m->a, archive_write_header(m->a, e));
	for (uint64_t done = 0; done < n; done += sizeof zeros)
		if (archive_write_data(m->a, zeros, sizeof zeros) < 0)
			made_ok(m->a, ARCHIVE_FATAL);
	archive_entry_free(e);
}

static inline struct sv make_end(struct made *m)
{
	made_ok(m->a, archive_write_close(m->a));
	archive_write_free(m->a);
	return buf_view(&m->b);
}

/* text compressed alone, as gzip(1) and the like do. */
static inline struct sv make_compressed(struct made *m, int filter, struct sv text)
{
	make_begin(m, ARCHIVE_FORMAT_RAW, filter);
	make_file(m, "data", text);
	return make_end(m);
}

#endif
