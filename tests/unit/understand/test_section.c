/* SPDX-License-Identifier: Apache-2.0 */
/* The container of the index files: round trip, refusals, and every damage to a small file. */
#include <fcntl.h>

#include "make_index.h"
#include "understand/knowledge/section.h"

#define MAGIC "YGTEST\0\0"

struct row {
	uint32_t a, b, c, d;
};

/* Strings as intern.h stores them. */
static const char pool[] = "\0\3abc\0\5hello";
enum { POOL = sizeof pool - 1, ABC = 1, HELLO = 6 };
static const struct row two[] = {{1, 2, 3, 4}, {5, 6, 7, 8}};

static int write_to(const char *path, size_t strings, size_t rows)
{
	struct section_rows list[] = {
		{2, sizeof *two, two, rows}, {3, sizeof *two, two, 0},
		{SECTION_STRINGS, 1, pool, strings},
	};
	return section_write(path, MAGIC, 7, list, YG_COUNT(list));
}

static void test_round_trip(const char *path)
{
	struct section_file f;
	const struct row *row;

	CHECK_INT(write_to(path, POOL, 2), 0, "written");
	CHECK_INT(section_open(path, MAGIC, 7, &f), 0, "opened");
	row = section_row(&f, 2, 1, sizeof *row);
	CHECK(row && memcmp(row, &two[1], sizeof *row) == 0, "the second row");
	CHECK(!section_row(&f, 2, 2, sizeof *row), "no third row");
	CHECK(!section_row(&f, 2, 0, 12), "rows of another size are none");
	CHECK(!section_row(&f, 3, 0, sizeof *row), "an empty section is left out");
	CHECK_SV(section_string(&f, 0), "", "0 is the empty string");
	CHECK_SV(section_string(&f, ABC), "abc", "a string");
	CHECK_SV(section_string(&f, HELLO), "hello", "another");
	CHECK_SV(section_string(&f, POOL), "", "past the end");
	CHECK_SV(section_string(&f, UINT32_MAX), "", "far past the end");
	section_close(&f);
	CHECK(!f.map, "closed");
	CHECK_INT(section_open(path, "YGOTHER\0", 7, &f), YG_ESYNTAX, "another magic");
	CHECK_INT(section_open(path, MAGIC, 8, &f), YG_ESYNTAX, "another version");
}

static void test_refusals(const char *dir)
{
	char path[128];
	struct section_file f;
	struct section_rows many[SECTION_MAX + 1] = {0};
	struct section_rows huge = {SECTION_STRINGS, 1, pool, (size_t)INT32_MAX + 1};
	int fd;

	(void)snprintf(path, sizeof path, "%s/none", dir);
	CHECK_INT(section_open(path, MAGIC, 7, &f), YG_ENOTFOUND, "no such file");
	CHECK_INT(section_open(dir, MAGIC, 7, &f), YG_EIO, "a folder");
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	CHECK(fd >= 0, "an empty file");
	(void)close(fd);
	CHECK_INT(section_open(path, MAGIC, 7, &f), YG_ESYNTAX, "an empty file");
	(void)unlink(path);
	CHECK_INT(section_write(path, MAGIC, 7, many, YG_COUNT(many)), YG_EINVAL,
		  "too many sections");
	CHECK_INT(section_write(path, MAGIC, 7, &huge, 1), YG_ELIMIT,
		  "what could not be opened again is not written");
	CHECK_INT(section_write("/nonexistent/x", MAGIC, 7, many, 0), YG_EIO, "no folder");
	CHECK(access(path, F_OK) < 0, "nothing is left behind");
}

/* An exactly sized, aligned copy, so that a read past its end is seen; are answers bounded? */
static bool open_copy(const char *bytes, size_t n)
{
	bool bounded = true;
	void *copy = aligned_alloc(16, (n + 15) / 16 * 16);
	struct section_file f = {0};

	if (!copy)
		abort();
	memcpy((char *)copy, bytes, n);
	if (section_open_memory(copy, n, MAGIC, 7, &f) == 0)
		for (unsigned id = 0; id < SECTION_MAX; id++) {
			struct section *s = &f.by_id[id];
			bounded &= !s->p || (size_t)(s->p - f.map) + (size_t)s->count * s->row_bytes <= n;
			for (uint32_t ref = 0; ref < 64; ref++) {
				struct sv t = section_string(&f, ref);
				bounded &= t.n <= n;
				for (size_t k = 0; k < t.n; k++)
					(void)*(volatile const char *)&t.p[k];
			}
		}
	free(copy);
	return bounded;
}

static void test_damage(const char *path)
{
	struct section_file f;
	bool bounded = true;
	size_t cut = 0;
	struct buf b;

	CHECK_INT(write_to(path, POOL, 2), 0, "written");
	b = made_bytes(path);
	CHECK(b.n % 16 == 0 && b.n > 100, "%zu bytes", b.n);
	for (size_t n = 0; n < b.n; n++) {
		cut += section_open_memory(b.p, n, MAGIC, 7, &f) == YG_ESYNTAX;
		bounded &= open_copy(b.p, n);
	}
	CHECK_INT(cut, b.n, "a file cut anywhere is refused");
	for (size_t i = 0; i < b.n; i++) {
		char was = b.p[i];
		for (unsigned byte = 0; byte < 256; byte++) {
			b.p[i] = (char)byte;
			bounded &= open_copy(b.p, b.n);
		}
		b.p[i] = was;
	}
	CHECK(bounded, "whatever one byte becomes, answers lie inside the file");
	buf_drop(&b);
}

/* The same strings, an unfinished length, and a length that runs past the end. */
static void test_strings(void)
{
	static const char bad[] = "\0\x80\x80\x80\x80\x80\x80\x80\x05" "ab";
	struct section_file f = {.size = sizeof bad - 1};
	_Alignas(16) char copy[16];

	memcpy(copy, bad, sizeof bad - 1);
	f.map = (unsigned char *)copy;
	f.by_id[SECTION_STRINGS] = (struct section){(unsigned char *)copy, 1, sizeof bad - 1};
	CHECK_SV(section_string(&f, 1), "", "a length of more than five bytes");
	CHECK_SV(section_string(&f, 8), "", "five bytes where two are left");
	CHECK_SV(section_string(&f, 10), "", "98 where none is left");
	f.by_id[SECTION_STRINGS].row_bytes = 2;
	CHECK_SV(section_string(&f, 8), "", "strings in rows of two bytes");
}

int main(void)
{
	struct made m = {0};

	if (!made_folder(&m))
		abort();
	test_round_trip(m.match_path);
	test_refusals(m.dir);
	test_damage(m.match_path);
	test_strings();
	made_drop(&m);
	return check_done();
}
