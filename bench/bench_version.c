/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_version.c - nanoseconds for one comparison, by scheme, on real pairs of versions.
 *
 *	bench_version SCHEME FILE...	(tables of test data: scheme, a, b, ...; or "-" on stdin)
 *	bench_version deb:0 FILE	(two columns without a scheme: a, b)
 *
 * Pairs of the scheme are read into memory, then all are compared again and again for about a
 * tenth of a second a run; the median of the runs in CPU time is printed.  An equal-length pass
 * over the same pairs with interval_contains() stands beside it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/text.h"
#include "component/version/range.h"

enum { RUNS = 9, PAIRS_MAX = 200000 };

struct pair {
	struct sv a, b;
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

static bool load(const char *path, struct buf *out)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	char block[65536];
	size_t n;

	if (!f)
		return false;
	*out = BUF_CAP((size_t)1 << 30);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_put(out, block, n);
	if (f != stdin)
		fclose(f);
	return !out->err;
}

static size_t collect(struct sv text, struct sv scheme, bool with_scheme, struct pair *pairs,
		      size_t count)
{
	struct sv line, name = scheme, a, b;

	while (count < PAIRS_MAX && sv_line(&text, &line)) {
		if (with_scheme && !sv_cut(line, '\t', &name, &line))
			continue;
		if (!sv_eq(name, scheme) || sv_starts(line, SV("#")) ||
		    !sv_cut(line, '\t', &a, &line))
			continue;
		(void)sv_cut(line, '\t', &b, &line);
		pairs[count++] = (struct pair){a, b};
	}
	return count;
}

static double one_run(const struct version_scheme *s, const struct pair *pairs, size_t count,
		      bool intervals, long *sum)
{
	double start = cpu_seconds(), end;
	size_t done = 0;
	int order;

	do {
		for (size_t i = 0; i < count; i++) {
			struct version_interval v = {.hi = pairs[i].b, .hi_kind = BOUND_EXCLUDED};
			if (intervals)
				*sum += interval_contains(s, &v, pairs[i].a, NULL);
			else if (version_compare(s, pairs[i].a, pairs[i].b, &order) == 0)
				*sum += order;
		}
		done += count;
		end = cpu_seconds();
	} while (end - start < 0.1);
	return (end - start) * 1e9 / (double)done;
}

static double median(const struct version_scheme *s, const struct pair *pairs, size_t count,
		     bool intervals, long *sum)
{
	double runs[RUNS];

	for (int i = 0; i < RUNS; i++)
		runs[i] = one_run(s, pairs, count, intervals, sum);
	qsort(runs, RUNS, sizeof *runs, by_value);
	return runs[RUNS / 2];
}

int main(int argc, char **argv)
{
	struct sv name, flag;
	bool with_scheme = argc > 1 && !sv_cut(sv_of(argv[1]), ':', &name, &flag);
	const struct version_scheme *s = argc > 1 ? version_scheme_find(name) : NULL;
	struct pair *pairs = malloc(PAIRS_MAX * sizeof *pairs);
	struct buf *texts = calloc((size_t)argc, sizeof *texts);
	size_t count = 0;
	long sum = 0;
	double compare, contains;

	if (!s || argc < 3 || !pairs || !texts) {
		fprintf(stderr, "usage: bench_version SCHEME[:0] FILE...\n");
		return 2;
	}
	for (int i = 2; i < argc; i++)
		if (load(argv[i], &texts[i]))
			count = collect(buf_view(&texts[i]), name, with_scheme, pairs, count);
	if (count == 0) {
		fprintf(stderr, "%s: no pairs\n", s->name);
		return 1;
	}
	compare = median(s, pairs, count, false, &sum);
	contains = median(s, pairs, count, true, &sum);
	printf("%-10s %7zu pairs %7.1f ns a comparison %7.1f ns an interval (%ld)\n", s->name,
	       count, compare, contains, sum & 1);
	for (int i = 2; i < argc; i++)
		buf_drop(&texts[i]);
	free(texts);
	free(pairs);
	return 0;
}
