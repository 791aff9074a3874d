/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_cyclonedx.c - what reading an inventory costs over only walking through its JSON.
 *
 *	bench_cyclonedx [COMPONENTS]	(default 100,000: about 60 MB)
 *
 * Both numbers are CPU seconds, the median of several runs; the target is a ratio of at most 2.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "base/text.h"
#include "identify/reader.h"

enum { RUNS = 9 };

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

static double median(double t[RUNS])
{
	qsort(t, RUNS, sizeof *t, by_value);
	return t[RUNS / 2];
}

/* What a generator writes for a package of a distribution, with its usual ballast. */
static void put_component(struct buf *b, unsigned i)
{
	buf_fmt(b, "%s{\"bom-ref\":\"pkg:deb/debian/libexample%u@1.2.%u-1?arch=amd64&package-id="
		"%08x\",\"type\":\"library\",\"publisher\":\"Example Maintainers <maint@example.org>"
		"\",\"name\":\"libexample%u\",\"version\":\"1.2.%u-1+deb12u1\",\"licenses\":[{\"license"
		"\":{\"id\":\"LGPL-2.1-or-later\"}}],\"cpe\":\"cpe:2.3:a:libexample%u:libexample%u:"
		"1.2.%u-1:*:*:*:*:*:*:*\",\"purl\":\"pkg:deb/debian/libexample%u@1.2.%u-1%%2Bdeb12u1?"
		"arch=amd64&distro=debian-12&upstream=example%u\",\"properties\":[{\"name\":\"syft:"
		"package:type\",\"value\":\"deb\"},{\"name\":\"syft:location:0:path\",\"value\":"
		"\"/var/lib/dpkg/status\"}]}", i ? "," : "", i, i, i * 2654435761u, i, i, i, i, i, i, i,
		i / 3);
}

static void make_bom(struct buf *b, unsigned components)
{
	buf_str(b, "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[");
	for (unsigned i = 0; i < components; i++)
		put_component(b, i);
	buf_str(b, "]}");
	if (b->err)
		abort();
}

static int count_component(void *ctx, const struct component *c)
{
	*(size_t *)ctx += c->source_name.n > 0;
	return 0;
}

static int ignore_os(void *ctx, const struct inventory_os *os)
{
	(void)ctx;
	(void)os;
	return 0;
}

static int ignore_skip(void *ctx, size_t at, struct sv name, const char *why)
{
	(void)ctx;
	(void)at;
	(void)name;
	(void)why;
	return 0;
}

static double time_skip(const struct buf *bom, char *copy)
{
	struct json j;
	double start;

	memcpy(copy, bom->p, bom->n + 1);
	start = cpu_seconds();
	json_init(&j, copy, bom->n);
	json_skip(&j);
	if (json_end(&j, NULL) != 0)
		abort();
	return cpu_seconds() - start;
}

static double time_read(const struct buf *bom, char *copy, unsigned components)
{
	size_t count = 0;
	struct inventory_sink sink = {&count, count_component, ignore_os, ignore_skip};
	arena_auto arena = {.cap = MIB(16)};
	struct inventory_file file = {.path = SV("bom.json"), .text = copy, .n = bom->n,
				      .arena = &arena};
	struct yg_err err;
	double start;

	memcpy(copy, bom->p, bom->n + 1);
	start = cpu_seconds();
	if (inventory_reader_find(SV("cyclonedx-json"))->read(&file, &sink, &err) != 0 ||
	    count != components)
		abort();
	return cpu_seconds() - start;
}

int main(int argc, char **argv)
{
	uint64_t components = 100000;
	buf_auto bom = BUF_CAP(GIB(2));
	double skip[RUNS], read[RUNS], s, r;
	char *copy;

	if (argc > 1 && (!sv_u64(sv_of(argv[1]), &components) || components > LIMIT_COMPONENTS)) {
		fprintf(stderr, "usage: bench_cyclonedx [COMPONENTS]\n");
		return 2;
	}
	make_bom(&bom, (unsigned)components);
	copy = malloc(bom.n + 1);
	if (!copy)
		return 1;
	for (int i = 0; i < RUNS; i++) {
		skip[i] = time_skip(&bom, copy);
		read[i] = time_read(&bom, copy, (unsigned)components);
	}
	free(copy);
	s = median(skip);
	r = median(read);
	printf("%u components, %.1f MB: json_skip %.4f s, cyclonedx-json %.4f s, ratio %.2f, "
	       "%.0f ns a component more\n", (unsigned)components, (double)bom.n / 1e6, s, r, r / s,
	       (r - s) / (double)components * 1e9);
	return 0;
}
