/* SPDX-License-Identifier: Apache-2.0 */
/* test_archive.c - walks over archives that are as they should be, and what callbacks may do. */
#include "check.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/archive.h"
#include "base/limits.h"
#include "base/text.h"
#include "make_archive.h"
#include "walk_archive.h"

static void test_plain_and_compressed(void)
{
	struct made m;
	char log[256];

	expect(SV("{}"), "dir/a.json", NULL, 0, "D dir/a.json (a.json) {}\n");
	expect(SV(""), "a.json", NULL, 0, "D a.json (a.json) \n");
	expect(SV("one\r\n\n\ntwo\nthree"), "a.jsonl", NULL, 0,
	       "D a.jsonl (a.jsonl) 1 one\nD a.jsonl (a.jsonl) 4 two\nD a.jsonl (a.jsonl) 5 three\n");
	expect(SV("{x"), "a.peek", NULL, 0, "D a.peek (a.peek) {x\n");
	expect(SV("x"), "a.peek", NULL, 0, "");
	expect(SV("x"), "a.nest", NULL, 0, "");
	expect(SV("7z\xbc\xaf\x27\x1c"), "a.json", NULL, YG_EUNSUPPORTED, "");
	for (size_t i = 0; i < YG_COUNT(filters); i++) {
		struct sv b = make_compressed(&m, filters[i].filter, SV("{\"a\":1}"));
		snprintf(log, sizeof log, "D %s (a.json) {\"a\":1}\n", filters[i].name);
		expect(b, filters[i].name, NULL, 0, log);
		buf_drop(&m.b);
		b = make_compressed(&m, filters[i].filter, SV(""));
		snprintf(log, sizeof log, "D %s (a.json) \n", filters[i].name);
		expect(b, filters[i].name, NULL, 0, log);
		buf_drop(&m.b);
		b = make_compressed(&m, filters[i].filter, SV("{}"));
		expect(b, "odd.peek", NULL, 0, "D odd.peek (odd.peek) {}\n");
		buf_drop(&m.b);
	}
	/* A skippable frame before the data, as parallel compressors write it. */
	{
		struct buf b = BUF_CAP(4096);
		struct sv z = make_compressed(&m, ARCHIVE_FILTER_ZSTD, SV("{}"));
		buf_put(&b, "\x50\x2a\x4d\x18\x04\0\0\0abcd", 12);
		buf_sv(&b, z);
		expect(buf_view(&b), "a.json.zst", NULL, 0, "D a.json.zst (a.json) {}\n");
		buf_drop(&b);
		buf_drop(&m.b);
	}
}

static void test_archives(void)
{
	struct made m;

	for (size_t i = 0; i < YG_COUNT(formats); i++) {
		make_begin(&m, formats[i], ARCHIVE_FILTER_NONE);
		make_file(&m, "./d/a.json", SV("A"));
		make_file(&m, "skip.skip", SV("S"));
		make_file(&m, "b.jsonl", SV("1\n2\n"));
		make_file(&m, "empty.json", SV(""));
		make_file(&m, "c.peek", SV("{c"));
		expect(make_end(&m), "x", NULL, 0,
		       "D x!d/a.json (d/a.json) A\n"
		       "D x!b.jsonl (b.jsonl) 1 1\nD x!b.jsonl (b.jsonl) 2 2\n"
		       "D x!empty.json (empty.json) \n"
		       "D x!c.peek (c.peek) {c\n");
		buf_drop(&m.b);
		make_begin(&m, formats[i], ARCHIVE_FILTER_NONE);
		if (formats[i] != ARCHIVE_FORMAT_TAR_GNUTAR)
			expect(make_end(&m), "none.nest", NULL, 0, "");
		else
			(void)make_end(&m);
		buf_drop(&m.b);
	}
	/* An old tar without "ustar". */
	make_begin(&m, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD);
	make_file(&m, "a", SV("A"));
	expect(make_end(&m), "x.tar.zst", NULL, 0, "D x.tar.zst!a (a) A\n");
	buf_drop(&m.b);
}

static uint32_t crc32_of(struct sv s)
{
	uint32_t c = ~0u;

	for (size_t i = 0; i < s.n; i++) {
		c ^= (unsigned char)s.p[i];
		for (int k = 0; k < 8; k++)
			c = c >> 1 ^ (c & 1 ? 0xedb88320u : 0);
	}
	return ~c;
}

static void put16(struct buf *b, unsigned v)
{
	const char t[2] = {(char)v, (char)(v >> 8)};
	buf_put(b, t, 2);
}

/* A stored zip with names exactly as given and no flag that says in what encoding. */
static void make_raw_zip(struct buf *b, const struct sv (*files)[2], size_t count)
{
	uint32_t at[8], directory = 0;

	for (size_t i = 0; i < 2 * count; i++) {
		const struct sv *f = files[i % count];
		bool central = i >= count;
		if (i == count)
			directory = (uint32_t)b->n;
		if (!central)
			at[i] = (uint32_t)b->n;
		buf_put(b, central ? "PK\1\2\24\0\24\0\0\0\0\0" : "PK\3\4\24\0\0\0\0\0",
			central ? 12 : 10);
		buf_u32le(b, 0x21 << 16);		/* 1980-01-01 */
		buf_u32le(b, crc32_of(f[1]));
		buf_u32le(b, (uint32_t)f[1].n);
		buf_u32le(b, (uint32_t)f[1].n);
		put16(b, (unsigned)f[0].n);
		put16(b, 0);
		if (central) {
			buf_put(b, "\0\0\0\0\0\0\0\0\0\0", 10);
			buf_u32le(b, at[i - count]);
		}
		buf_sv(b, f[0]);
		if (!central)
			buf_sv(b, f[1]);
	}
	at[0] = (uint32_t)b->n - directory;
	buf_put(b, "PK\5\6\0\0\0\0", 8);
	put16(b, (unsigned)count);
	put16(b, (unsigned)count);
	buf_u32le(b, at[0]);
	buf_u32le(b, directory);
	put16(b, 0);
}

static void test_links_and_names(void)
{
	struct made m;
	struct archive_env env;
	char *twice = malloc(5001);

	archive_prepare(&env);
	make_begin(&m, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_NONE);
	make_file(&m, "/etc/passwd", SV("absolute"));
	make_file(&m, "../../etc/passwd", SV("leaves"));
	make_file(&m, "a/../../x", SV("leaves"));
	make_file(&m, "a//b/./c", SV("tidy"));
	make_file(&m, "..a/b..", SV("only dots"));
	make_file(&m, "same", SV("1"));
	make_file(&m, "same", SV("2"));
	make_file(&m, "esc\033[31m\n", SV("control"));
	make_entry(&m, SV("link"), S_IFLNK, SV(""), "../../etc/shadow");
	make_entry(&m, SV("link2"), S_IFLNK, SV(""), "/etc//./shadow");
	make_entry(&m, SV("hard"), S_IFREG, SV(""), "same");
	make_entry(&m, SV("dir"), S_IFDIR, SV(""), NULL);
	make_entry(&m, SV("dev"), S_IFCHR, SV(""), NULL);
	make_entry(&m, SV("fifo"), S_IFIFO, SV(""), NULL);
	make_file(&m, "\xe6\x97\xa5\xe6\x9c\xac.json", SV("Nihon"));
	expect(make_end(&m), "t", &env, 0,
	       "D t!etc/passwd (etc/passwd) absolute\n"
	       "P t!(unreadable name) -7 its name leaves the archive (\"..\")\n"
	       "P t!(unreadable name) -7 its name leaves the archive (\"..\")\n"
	       "D t!a/b/c (a/b/c) tidy\n"
	       "D t!..a/b.. (..a/b..) only dots\n"
	       "D t!same (same) 1\nD t!same (same) 2\n"
	       "D t!esc\\x1b[31m\\x0a (esc\\x1b[31m\\x0a) control\n"
	       "O t!link 2 ../../etc/shadow\n"
	       "O t!link2 2 /etc/shadow\n"
	       "O t!hard 3 same\n"
	       "O t!dir 1 \nO t!dev 4 \nO t!fifo 4 \n"
	       "D t!\xe6\x97\xa5\xe6\x9c\xac.json (\xe6\x97\xa5\xe6\x9c\xac.json) Nihon\n");
	buf_drop(&m.b);

	static const struct sv windows[][2] = {
		{SV_INIT("\x93\xfa\x96\x7b/\x83\x65\x83\x58\x83\x67.json"), SV_INIT("Shift_JIS")},
		{SV_INIT("\xff\xfe.json"), SV_INIT("bytes")},
		{SV_INIT("\xc2\x9b.json"), SV_INIT("C1")},
		{SV_INIT(""), SV_INIT("nameless")},
	};
	struct buf zip = BUF_CAP(4096);
	make_raw_zip(&zip, windows, YG_COUNT(windows));
	expect(buf_view(&zip), "z", &env, 0,
	       "D z!\xe6\x97\xa5\xe6\x9c\xac/\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88.json"
	       " (\xe6\x97\xa5\xe6\x9c\xac/\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88.json) Shift_JIS\n"
	       "D z!\\xff\\xfe.json (\\xff\\xfe.json) bytes\n"
	       "D z!\\xc2\\x9b.json (\\xc2\\x9b.json) C1\n"
	       "P z!(unreadable name) -2 it has no name\n");
	expect(buf_view(&zip), "z", NULL, 0,
	       "D z!\\x93\\xfa\\x96{/\\x83e\\x83X\\x83g.json"
	       " (\\x93\\xfa\\x96{/\\x83e\\x83X\\x83g.json) Shift_JIS\n"
	       "D z!\\xff\\xfe.json (\\xff\\xfe.json) bytes\n"
	       "D z!\\xc2\\x9b.json (\\xc2\\x9b.json) C1\n"
	       "P z!(unreadable name) -2 it has no name\n");
	buf_drop(&zip);

	memset(twice, 'n', 5000);
	twice[5000] = '\0';
	make_begin(&m, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_NONE);
	make_file(&m, twice, SV("long"));
	make_file(&m, "b", SV("B"));
	expect(make_end(&m), "t", &env, 0,
	       "P t!(unreadable name) -3 its name is too long\nD t!b (b) B\n");
	buf_drop(&m.b);
	free(twice);
	archive_release(&env);
}

static void test_nested(void)
{
	struct made in, out;
	struct sv b;
	struct buf again = BUF_CAP(1 << 20);
	struct seen s = {0};
	struct archive_visitor v;
	struct yg_err err = {0};

	/* zip in tar.gz in zip */
	make_begin(&in, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
	make_file(&in, "deep.json", SV("deep"));
	make_file(&in, "not.skip", SV("no"));
	b = make_end(&in);
	make_begin(&out, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP);
	make_file(&out, "in.nest", b);
	make_file(&out, "after.json", SV("after"));
	buf_sv(&again, make_end(&out));
	buf_drop(&in.b);
	buf_drop(&out.b);
	make_begin(&out, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
	make_file(&out, "t.nest", buf_view(&again));
	make_file(&out, "no.nest", SV("plain"));
	expect(make_end(&out), "z", NULL, 0,
	       "D z!t.nest!in.nest!deep.json (deep.json) deep\n"
	       "D z!t.nest!after.json (after.json) after\n");
	buf_drop(&out.b);

	/* Tar in tar in tar...: four are read, the fifth is refused by name. */
	buf_clear(&again);
	buf_str(&again, "{core");
	for (int i = 0; i < LIMIT_ARCHIVE_DEPTH; i++) {
		make_begin(&out, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP);
		make_file(&out, "n", buf_view(&again));
		buf_clear(&again);
		buf_sv(&again, make_end(&out));
		buf_drop(&out.b);
	}
	expect(buf_view(&again), "t", NULL, 0, "D t!n!n!n!n (n) {core\n");
	make_begin(&out, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&out, "n", buf_view(&again));
	make_file(&out, "z", SV("Z"));
	expect(make_end(&out), "t", NULL, 0,
	       "P t!n!n!n!n -3 archives nested too deeply\nD t!z (z) Z\n");
	buf_drop(&out.b);

	/* gzip of gzip of gzip... */
	buf_clear(&again);
	buf_str(&again, "{core");
	for (int i = 0; i < 40; i++) {
		b = make_compressed(&out, ARCHIVE_FILTER_GZIP, buf_view(&again));
		buf_clear(&again);
		buf_sv(&again, b);
		buf_drop(&out.b);
	}
	v = visitor(&s, NULL);
	CHECK_INT(walk_with(&v, buf_view(&again), "g", &err), YG_ELIMIT, "gzip 40 times");
	buf_drop(&s.log);
	buf_drop(&again);
}

static void test_callbacks(void)
{
	struct made m;
	struct seen s = {.stop = true};
	struct archive_visitor v = visitor(&s, NULL);
	struct yg_err err = {0};
	int fd[2];

	make_begin(&m, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP);
	make_file(&m, "a", SV("A"));
	make_file(&m, "b", SV("B"));
	(void)make_end(&m);
	CHECK_INT(archive_walk_memory(buf_view(&m.b), SV("t"), &v, &err), -77, "stopped");
	CHECK_INT(s.documents, 1, "at once");
	/* A pipe cannot seek. */
	s.stop = false;
	v = visitor(&s, NULL);
	CHECK(pipe(fd) == 0 && write(fd[1], m.b.p, m.b.n) == (ssize_t)m.b.n, "pipe");
	close(fd[1]);
	CHECK_INT(archive_walk(fd[0], SV("-"), &v, &err), 0, "pipe");
	CHECK_INT(s.documents, 2, "both");
	close(fd[0]);
	CHECK_INT(archive_walk(-1, SV("none"), &v, &err), YG_EIO, "no descriptor");
	fd[0] = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	CHECK_INT(archive_walk(fd[0], SV("/"), &v, &err), YG_EINVAL, "a directory");
	close(fd[0]);
	buf_drop(&s.log);
	buf_drop(&m.b);
}

/* 200 MB of lines in a compressed file cost a few megabytes. */
static void test_many_lines(void)
{
	struct made m;
	struct seen s = {.count_only = true};
	struct archive_visitor v = visitor(&s, NULL);
	struct archive_entry *e = archive_entry_new();
	struct yg_err err = {0};
	struct rusage before, after;
	char line[2001];
	uint32_t x = 3;

	make_begin(&m, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_ZSTD);
	archive_entry_set_filetype(e, S_IFREG);
	made_ok(m.a, archive_write_header(m.a, e));
	for (int i = 0; i < 100000; i++) {
		for (size_t k = 0; k < 2000; k += 8) {
			x = x * 1664525u + 1013904223u;
			snprintf(line + k, 9, "%08x", x);
		}
		line[2000] = '\n';
		if (archive_write_data(m.a, line, 2001) < 0)
			abort();
	}
	archive_entry_free(e);
	(void)make_end(&m);
	getrusage(RUSAGE_SELF, &before);
	CHECK_INT(archive_walk_memory(buf_view(&m.b), SV("a.jsonl.zst"), &v, &err), 0, "lines");
	getrusage(RUSAGE_SELF, &after);
	CHECK_INT(s.documents, 100000, "lines");
	CHECK_INT(s.bytes, 200000000, "bytes");
	CHECK(after.ru_maxrss - before.ru_maxrss < 64 * 1024, "grew by %ld KiB",
	      after.ru_maxrss - before.ru_maxrss);
	buf_drop(&s.log);
	buf_drop(&m.b);
}

int main(void)
{
	test_plain_and_compressed();
	test_archives();
	test_links_and_names();
	test_nested();
	test_callbacks();
	test_many_lines();
	return check_done();
}
