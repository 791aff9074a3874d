/* SPDX-License-Identifier: Apache-2.0 */
#include "understand/knowledge/section.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Rows are mapped as structs: the format is the machine's where that is little endian. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "index files are little endian");

struct header {
	char magic[8];
	uint32_t version, section_count;
	uint64_t file_bytes, zero;
};

struct entry {
	uint32_t id, row_bytes;
	uint64_t offset, count;
};

enum { ALIGN = 16, MAX_ROWS = INT32_MAX };

int section_open_memory(const void *bytes, size_t size, const char magic[8], uint32_t version,
			struct section_file *ret)
{
	struct section_file f = {.map = bytes, .size = size};
	struct header h;

	if (size < sizeof h)
		return YG_ESYNTAX;
	memcpy(&h, bytes, sizeof h);
	if (memcmp(h.magic, magic, sizeof h.magic) != 0 || h.version != version ||
	    h.file_bytes != size || h.section_count > SECTION_MAX ||
	    h.section_count * sizeof(struct entry) > size - sizeof h)
		return YG_ESYNTAX;
	for (uint32_t i = 0; i < h.section_count; i++) {
		struct entry e;
		memcpy(&e, f.map + sizeof h + i * sizeof e, sizeof e);
		if (e.id >= SECTION_MAX || e.row_bytes == 0 || e.offset % ALIGN != 0 ||
		    e.offset > size || e.count > MAX_ROWS ||
		    e.count > (size - e.offset) / e.row_bytes)
			return YG_ESYNTAX;
		f.by_id[e.id] = (struct section){.p = f.map + e.offset,
			.row_bytes = e.row_bytes, .count = (uint32_t)e.count};
	}
	*ret = f;
	return 0;
}

int section_open(const char *path, const char magic[8], uint32_t version,
		 struct section_file *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), r;
	struct stat st;
	void *map;

	if (fd < 0)
		return errno == ENOENT ? YG_ENOTFOUND : YG_EIO;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		(void)close(fd);
		return YG_EIO;
	}
	if (st.st_size == 0) {
		(void)close(fd);
		return YG_ESYNTAX;
	}
	map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	(void)close(fd);
	if (map == MAP_FAILED)
		return YG_EIO;
	r = section_open_memory(map, (size_t)st.st_size, magic, version, ret);
	if (r < 0)
		(void)munmap(map, (size_t)st.st_size);
	return r;
}

void section_close(struct section_file *f)
{
	/* munmap() wants the pointer that mmap() gave, which was never const. */
	if (f->map)
		(void)munmap((void *)(uintptr_t)f->map, f->size);
	*f = (struct section_file){0};
}

struct sv section_string(const struct section_file *f, uint32_t ref)
{
	const struct section *s = &f->by_id[SECTION_STRINGS];
	uint64_t n = 0;
	uint32_t at = ref;

	if (ref == 0 || s->row_bytes != 1)
		return (struct sv){"", 0};
	for (unsigned shift = 0; shift < 35 && at < s->count; shift += 7) {
		unsigned char c = s->p[at++];
		n |= (uint64_t)(c & 0x7f) << shift;
		if (!(c & 0x80))
			return n > s->count - at ? (struct sv){"", 0}
						 : (struct sv){(const char *)s->p + at, (size_t)n};
	}
	return (struct sv){"", 0};
}

static int write_all(int fd, const void *p, size_t n)
{
	const char *q = p;
	while (n > 0) {
		ssize_t w = write(fd, q, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return YG_EIO;
		q += w;
		n -= (size_t)w;
	}
	return 0;
}

static int write_padded(int fd, const void *p, size_t n)
{
	static const char zeros[ALIGN];
	int r = write_all(fd, p, n);
	return r < 0 ? r : write_all(fd, zeros, (ALIGN - n % ALIGN) % ALIGN);
}

static uint64_t padded(uint64_t n)
{
	return (n + ALIGN - 1) / ALIGN * ALIGN;
}

static int write_sections(int fd, const char magic[8], uint32_t version,
			  const struct section_rows *rows, size_t n)
{
	struct entry entries[SECTION_MAX] = {0};
	struct header h = {.version = version};
	uint64_t at;
	int r;

	memcpy(h.magic, magic, sizeof h.magic);
	for (size_t i = 0; i < n; i++)
		h.section_count += rows[i].count > 0;
	at = padded(sizeof h + h.section_count * sizeof *entries);
	for (size_t i = 0, k = 0; i < n; i++) {
		if (rows[i].count == 0)
			continue;
		entries[k++] = (struct entry){.id = rows[i].id, .row_bytes = rows[i].row_bytes,
			.offset = at, .count = rows[i].count};
		at = padded(at + (uint64_t)rows[i].count * rows[i].row_bytes);
	}
	h.file_bytes = at;
	r = write_all(fd, &h, sizeof h);
	if (r == 0)
		r = write_padded(fd, entries, h.section_count * sizeof *entries);
	for (size_t i = 0; i < n && r == 0; i++)
		if (rows[i].count > 0)
			r = write_padded(fd, rows[i].rows, rows[i].count * rows[i].row_bytes);
	return r;
}

int section_write(const char *path, const char magic[8], uint32_t version,
		  const struct section_rows *rows, size_t n)
{
	char temp[4096];
	int fd, r;

	if (n > SECTION_MAX || (size_t)snprintf(temp, sizeof temp, "%s.tmp", path) >= sizeof temp)
		return YG_EINVAL;
	for (size_t i = 0; i < n; i++)
		if (rows[i].count > MAX_ROWS)
			return YG_ELIMIT;	/* it could not be opened again */
	fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		return YG_EIO;
	r = write_sections(fd, magic, version, rows, n);
	if (r == 0 && fsync(fd) < 0)
		r = YG_EIO;
	if (close(fd) < 0 && r == 0)
		r = YG_EIO;
	if (r == 0 && rename(temp, path) < 0)
		r = YG_EIO;
	if (r < 0)
		(void)unlink(temp);
	return r;
}
