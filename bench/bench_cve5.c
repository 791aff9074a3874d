/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_cve5.c - how fast CVE records are read, beside only walking through their JSON.
 *
 *	bench_cve5 FILE		(cve5-vulnrichment.jsonl.zst or any pack of CVE records)
 *
 * All records are decompressed into memory first.  Timed is the reader alone, in CPU seconds,
 * with a sink that only adds up; the text is copied anew before each run because reading
 * rewrites it.  Megabytes are 10^6 bytes of JSON text.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/archive.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "understand/feeds/feed.h"

enum { RUNS = 7 };

struct pack {
	struct buf text;	/* the records, each with its NUL */
	struct buf starts;	/* size_t offsets of them */
	size_t records;
};

struct sums {
	size_t records, skipped, products, spans, metrics, bytes;
};

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static int want(void *ctx, const struct archive_member *m, struct sv head)
{
	(void)ctx, (void)head;
	return sv_ends(m->name, SV(".jsonl")) ? ARCHIVE_LINES : ARCHIVE_WHOLE;
}

static int keep(void *ctx, const struct archive_document *d)
{
	struct pack *p = ctx;
	size_t at = p->text.n;

	buf_put(&p->starts, &at, sizeof at);
	buf_put(&p->text, d->text, d->n);
	buf_char(&p->text, '\0');
	p->records++;
	return p->text.err ? p->text.err : p->starts.err;
}

static int add_record(void *ctx, const struct record *r)
{
	struct sums *s = ctx;

	s->records++;
	s->products += r->affected_count;
	s->metrics += r->cvss_count;
	s->bytes += r->description_en.n;
	for (size_t i = 0; i < r->affected_count; i++)
		s->spans += r->affected[i].span_count;
	return 0;
}

static int add_skip(void *ctx, size_t at, struct sv id, const char *why)
{
	struct sums *s = ctx;

	(void)at, (void)id, (void)why;
	s->skipped++;
	return 0;
}

static size_t start_of(const struct pack *p, size_t i)
{
	size_t at;

	if (i == p->records)
		return p->text.n;
	memcpy(&at, p->starts.p + i * sizeof at, sizeof at);
	return at;
}

static double read_all(const struct pack *p, char *text, const struct feed_reader *reader,
		       struct sums *sums)
{
	arena_auto arena = {.cap = MIB(256)};
	struct feed_sink sink = {.ctx = sums, .record = add_record, .skip = add_skip};
	double t;

	memcpy(text, p->text.p, p->text.n);
	*sums = (struct sums){0};
	t = cpu_seconds();
	for (size_t i = 0; i < p->records; i++) {
		size_t at = start_of(p, i), n = start_of(p, i + 1) - at - 1;
		struct feed_document doc = {.text = text + at, .n = n, .arena = &arena};
		if (reader->read(&doc, &sink, NULL) != 0)
			sums->skipped++;
		arena_reset(&arena);
	}
	return cpu_seconds() - t;
}

static double walk_all(const struct pack *p, char *text)
{
	double t;

	memcpy(text, p->text.p, p->text.n);
	t = cpu_seconds();
	for (size_t i = 0; i < p->records; i++) {
		size_t at = start_of(p, i);
		struct json j;
		json_init(&j, text + at, start_of(p, i + 1) - at - 1);
		json_skip(&j);
	}
	return cpu_seconds() - t;
}

int main(int argc, char **argv)
{
	struct pack p = {.text = BUF_CAP(GIB(2)), .starts = BUF_CAP(MIB(64))};
	struct archive_visitor v = {.ctx = &p, .want = want, .document = keep};
	const struct feed_reader *reader = feed_reader_find(SV("cve5"));
	double reading[RUNS], walking[RUNS];
	struct yg_err err = {0};
	struct sums sums = {0};
	char *text;
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0 || archive_walk(fd, sv_of(argv[1]), &v, &err) != 0) {
		fprintf(stderr, "usage: bench_cve5 FILE (%s)\n", err.what ? err.what : "unreadable");
		return 1;
	}
	text = malloc(p.text.n);
	if (!text)
		return 1;
	for (int i = 0; i < RUNS; i++) {
		walking[i] = walk_all(&p, text);
		reading[i] = read_all(&p, text, reader, &sums);
	}
	qsort(walking, RUNS, sizeof *walking, by_value);
	qsort(reading, RUNS, sizeof *reading, by_value);
	printf("%zu records, %zu skipped, %zu products, %zu spans, %zu metrics\n", sums.records,
	       sums.skipped, sums.products, sums.spans, sums.metrics);
	printf("walk: %.3f s, %.0f MB/s\n", walking[RUNS / 2],
	       (double)p.text.n / 1e6 / walking[RUNS / 2]);
	printf("read: %.3f s, %.0f MB/s\n", reading[RUNS / 2],
	       (double)p.text.n / 1e6 / reading[RUNS / 2]);
	free(text);
	buf_drop(&p.text);
	buf_drop(&p.starts);
	close(fd);
	return 0;
}
