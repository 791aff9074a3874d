/* SPDX-License-Identifier: Apache-2.0 */
/* test_archive_hostile.c - archives that expand too much, are cut, damaged or encrypted. */
#include "check.h"

#include <time.h>

#include "base/archive.h"
#include "base/limits.h"
#include "base/text.h"
#include "make_archive.h"
#include "walk_archive.h"

static double cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A walk that must end with code and a reason, quickly and in little memory. */
static void refuse(struct sv bytes, const char *name, int wanted, int code, const char *why)
{
	struct seen s = {.want = wanted};
	struct archive_visitor v = visitor(&s, NULL);
	struct yg_err err = {0};
	double start = cpu();
	int r;

	v.problem = NULL;
	r = archive_walk_memory(bytes, sv_of(name), &v, &err);
	CHECK(r == code && err.what && strcmp(err.what, why) == 0,
	      "%s: got %d \"%s\", want %d \"%s\"", name, r, err.what ? err.what : "", code, why);
	CHECK(cpu() - start < 3, "%s: took %.1f s", name, cpu() - start);
	buf_drop(&s.log);
}

static void test_bombs(void)
{
	static const char bomb[] = "expands too much (a decompression bomb)";
	static const char large[] = "a document or line larger than is accepted";
	const uint64_t n = (uint64_t)2 << 30;
	struct made m, out;

	for (size_t i = 0; i < YG_COUNT(filters); i++) {
		if (filters[i].filter == ARCHIVE_FILTER_XZ)
			continue;	/* slow to make; decoded by the same code */
		make_begin(&m, ARCHIVE_FORMAT_RAW, filters[i].filter);
		make_zeros(&m, "zeros", filters[i].filter == ARCHIVE_FILTER_BZIP2 ? n / 8 : n);
		(void)make_end(&m);
		refuse(buf_view(&m.b), "zeros", ARCHIVE_WHOLE, YG_ELIMIT, large);
		refuse(buf_view(&m.b), "zeros.jsonl", ARCHIVE_LINES, YG_ELIMIT, large);
		buf_drop(&m.b);
	}
	/* In archives: wanted, skipped, and before another member. */
	make_begin(&m, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP);
	make_zeros(&m, "zeros", n);
	make_file(&m, "after", SV("A"));
	(void)make_end(&m);
	refuse(buf_view(&m.b), "tgz", ARCHIVE_WHOLE, YG_ELIMIT, large);
	refuse(buf_view(&m.b), "tgz", ARCHIVE_DESCEND, YG_ELIMIT, bomb);
	buf_drop(&m.b);
	make_begin(&m, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
	make_zeros(&m, "zeros.jsonl", n);
	(void)make_end(&m);
	refuse(buf_view(&m.b), "zip", ARCHIVE_WHOLE, YG_ELIMIT, large);
	make_begin(&out, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&out, "zip", buf_view(&m.b));
	(void)make_end(&out);
	refuse(buf_view(&out.b), "tar", ARCHIVE_WHOLE, YG_ELIMIT, large);
	buf_drop(&out.b);
	buf_drop(&m.b);
	/* A zip in a tar whose member is not wanted and does not state its size. */
	make_begin(&m, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
	make_zeros(&m, "zeros.skip", n);
	(void)make_end(&m);
	make_begin(&out, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&out, "zip", buf_view(&m.b));
	(void)make_end(&out);
	{
		struct seen s = {0};
		struct archive_visitor v = visitor(&s, NULL);
		struct yg_err err = {0};
		double start = cpu();
		int r = archive_walk_memory(buf_view(&out.b), SV("tar"), &v, &err);
		CHECK(r == 0 || r == YG_ELIMIT, "skipped bomb: %d", r);
		CHECK(cpu() - start < 3, "skipped bomb: %.1f s", cpu() - start);
		buf_drop(&s.log);
	}
	buf_drop(&out.b);
	buf_drop(&m.b);
}

static void put_header(struct buf *b, const char *name, unsigned long size, char type)
{
	char head[512] = {0};
	unsigned sum = 0;

	snprintf(head, 100, "%s", name);
	memcpy(head + 100, "0000644\0" "0000000\0" "0000000\0", 24);
	snprintf(head + 124, 12, "%011lo", size);
	memcpy(head + 136, "00000000000", 12);
	memset(head + 148, ' ', 8);
	head[156] = type;
	memcpy(head + 257, "ustar\0" "00", 8);
	for (size_t i = 0; i < sizeof head; i++)
		sum += (unsigned char)head[i];
	snprintf(head + 148, 8, "%06o", sum);
	buf_put(b, head, sizeof head);
}

/* The map of a sparse file is part of its header: libarchive would keep all of it. */
static void test_header(void)
{
	static const char pax[] = "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"
				  "24 GNU.sparse.name=name\n27 GNU.sparse.realsize=1\n";
	struct buf b = BUF_CAP(64 << 20);
	const int entries = 4 << 20;
	char block[512] = {0};

	put_header(&b, "pax", sizeof pax - 1, 'x');
	memcpy(block, pax, sizeof pax - 1);
	buf_put(&b, block, sizeof block);
	put_header(&b, "sparse", 32 << 20, '0');
	buf_fmt(&b, "%d\n", entries);
	for (int i = 0; i < entries; i++)
		buf_put(&b, "0\n0\n", 4);
	refuse(buf_view(&b), "header", ARCHIVE_WHOLE, YG_ELIMIT, "a header larger than is accepted");
	buf_drop(&b);
}

static void test_total(void)
{
	struct made m;
	struct seen s = {.count_only = true};
	struct archive_visitor v;
	struct yg_err err = {0};
	char *noise = malloc(1 << 20);
	uint32_t x = 1;

	for (size_t i = 0; i < 1 << 20; i++)
		noise[i] = (char)((x = x * 1664525u + 1013904223u) >> 24);
	make_begin(&m, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
	for (int i = 0; i < 8; i++)
		make_file(&m, "noise", (struct sv){noise, 1 << 20});
	(void)make_end(&m);
	free(noise);
	v = visitor(&s, NULL);
	CHECK_INT(archive_walk_memory(buf_view(&m.b), SV("z"), &v, &err), 0, "below the total");
	CHECK_INT(s.documents, 8, "all");
	v = visitor(&s, NULL);
	v.max_total = 5 << 20;
	CHECK_INT(archive_walk_memory(buf_view(&m.b), SV("z"), &v, &err), YG_ELIMIT, "total");
	CHECK_INT(s.documents, 5, "up to the total");
	v = visitor(&s, NULL);
	v.max_document = 1000;
	CHECK_INT(archive_walk_memory(buf_view(&m.b), SV("z"), &v, &err), 0, "too large each");
	CHECK_INT(s.documents, 0, "none");
	CHECK_INT(s.problems, 8, "each named");
	buf_drop(&s.log);
	buf_drop(&m.b);
}

/* Every cut of every kind is an error, never a silently shorter answer. */
static void cut_everywhere(struct sv whole, const char *what, size_t documents)
{
	struct seen s = {.count_only = true};

	for (size_t n = 1; n < whole.n; n += n % 512 > 20 && n % 512 < 480 ? 5 : 1) {
		struct archive_visitor v = visitor(&s, NULL);
		struct yg_err err = {0};
		char *copy = malloc(n);
		int r;

		v.problem = NULL;
		memcpy(copy, whole.p, n);
		r = archive_walk_memory((struct sv){copy, n}, SV("cut"), &v, &err);
		free(copy);
		/* A cut within the magic, or before a tar's checksum, leaves plain text. */
		if (r == 0 && s.documents == 1 && s.bytes == n)
			continue;
		CHECK(r < 0 && err.what, "%s cut at %zu of %zu: %d, %zu of %zu documents", what,
		      n, whole.n, r, s.documents, documents);
	}
	buf_drop(&s.log);
}

static void test_truncated(void)
{
	struct made m;
	char noise[3000];
	uint32_t x = 7;

	for (size_t i = 0; i < sizeof noise; i++)
		noise[i] = (char)((x = x * 1664525u + 1013904223u) >> 24);
	for (size_t i = 0; i < YG_COUNT(filters); i++) {
		(void)make_compressed(&m, filters[i].filter, (struct sv){noise, sizeof noise});
		cut_everywhere(buf_view(&m.b), filters[i].name, 1);
		buf_drop(&m.b);
	}
	for (size_t i = 0; i < YG_COUNT(formats); i++) {
		make_begin(&m, formats[i], ARCHIVE_FILTER_NONE);
		make_file(&m, "a.json", (struct sv){noise, 700});
		make_file(&m, "b.json", (struct sv){noise, 512});
		make_file(&m, "c.skip", (struct sv){noise, 512});
		(void)make_end(&m);
		/* The second block of zeros at the end of a tar is padding. */
		if (formats[i] != ARCHIVE_FORMAT_ZIP)
			m.b.n -= 512;
		cut_everywhere(buf_view(&m.b), "archive", 2);
		buf_drop(&m.b);
	}
}

static void test_damaged_member(void)
{
	struct made m, out;
	struct buf b = BUF_CAP(1 << 20);
	char *hit;

	/* A bad checksum in one member of a zip: named, and the others are read. */
	make_begin_with(&m, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "compression=store", NULL);
	make_file(&m, "a.json", SV("first text"));
	make_file(&m, "b.json", SV("second text"));
	buf_sv(&b, make_end(&m));
	hit = memmem(b.p, b.n, "first", 5);
	hit[0] = 'F';
	expect(buf_view(&b), "z", NULL, 0,
	       "P z!a.json -2 damaged: the data does not decode\n"
	       "D z!b.json (b.json) second text\n");
	buf_drop(&m.b);

	/* A truncated gzip in a tar: the tar goes on. */
	(void)make_compressed(&m, ARCHIVE_FILTER_GZIP, SV("some text"));
	make_begin(&out, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&out, "a.json.gz", sv_first(buf_view(&m.b), m.b.n - 9));
	make_file(&out, "b.json", SV("B"));
	expect(make_end(&out), "t", NULL, 0,
	       "P t!a.json.gz -2 cut short: the data ends too early\nD t!b.json (b.json) B\n");
	buf_drop(&m.b);
	buf_drop(&out.b);
	buf_drop(&b);
}

static void test_encrypted(void)
{
	struct made m;

	make_begin_with(&m, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
			"zip:encryption=traditional", "secret");
	make_file(&m, "a.json", SV("A"));
	make_file(&m, "b.skip", SV("B"));
	expect(make_end(&m), "z", NULL, 0, "P z!a.json -6 encrypted: it cannot be read\n");
	buf_drop(&m.b);
}

int main(void)
{
	test_truncated();
	test_damaged_member();
	test_encrypted();
	test_header();
	test_total();
	test_bombs();
	return check_done();
}
