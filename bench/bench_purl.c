/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CPU nanoseconds to read a package URL, to make a component of it, and to find its key in the
 * match index; and to read a CPE name.  Median of seven runs over 100,000 names.
 */
#include <stdio.h>
#include <time.h>

#include "base/buf.h"
#include "component/component.h"
#include "component/identity/cpe.h"
#include "component/identity/ecosystem.h"
#include "component/identity/purl.h"

enum { NAMES = 100000, RUNS = 7 };

struct names {
	struct buf text;
	struct sv *at;
};

static void make(struct names *names, void (*one)(struct buf *, size_t))
{
	size_t *ends = malloc(NAMES * sizeof *ends);

	names->text = BUF_CAP((size_t)64 << 20);
	names->at = malloc(NAMES * sizeof *names->at);
	if (!ends || !names->at)
		abort();
	for (size_t i = 0; i < NAMES; i++) {
		one(&names->text, i);
		ends[i] = names->text.n;
	}
	if (names->text.err)
		abort();
	for (size_t i = 0, from = 0; i < NAMES; from = ends[i++])
		names->at[i] = (struct sv){names->text.p + from, ends[i] - from};
	free(ends);
}

static void distribution(struct buf *b, size_t i)
{
	buf_fmt(b, "pkg:deb/debian/libexample%zu@1:2.%zu.7-3%s?arch=amd64&distro=debian-12"
		   "&upstream=example%zu", i, i % 90, i % 4 ? "" : "%2Bdeb12u1", i / 3);
}

static void language(struct buf *b, size_t i)
{
	static const char *const heads[] = {
		"pkg:npm/%40scope/", "pkg:npm/", "pkg:pypi/", "pkg:maven/org.example.group/",
		"pkg:golang/github.com/example/",
	};
	buf_fmt(b, "%spackage-%zu@%zu.%zu.0", heads[i % YG_COUNT(heads)], i, i % 7, i % 90);
}

static void cpe(struct buf *b, size_t i)
{
	buf_fmt(b, "cpe:2.3:a:vendor%zu:product_%zu:1.%zu.0%s:*:*:*:*:*:*:*", i / 9, i, i % 90,
		i % 4 ? "" : "\\+1");
}

static int read_purl(struct arena *a, struct sv s)
{
	struct purl p;
	return purl_read(a, s, PURL_LENIENT, &p, NULL);
}

static int read_component(struct arena *a, struct sv s)
{
	struct component c;
	return component_from_purl(a, s, &c, NULL);
}

static int read_key(struct arena *a, struct sv s)
{
	const struct ecosystem *row;
	struct component c;
	struct sv key, name;
	int code = component_from_purl(a, s, &c, NULL);

	if (code == 0 && (code = ecosystem_of_component(a, &c, &row, &key)) == 0)
		code = ecosystem_package(a, row, &c, &name);
	return code;
}

static int read_cpe(struct arena *a, struct sv s)
{
	struct cpe c;
	return cpe_parse(a, s, &c, NULL);
}

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

static void measure(const char *what, const struct names *names,
		    int (*one)(struct arena *, struct sv))
{
	arena_auto a = {.cap = (size_t)1 << 30};
	double runs[RUNS];

	for (int run = 0; run < RUNS; run++) {
		double start = cpu_seconds();
		for (size_t i = 0; i < NAMES; i++) {
			if (one(&a, names->at[i]) < 0)
				abort();
			if (i % 64 == 63)
				arena_reset(&a);
		}
		runs[run] = cpu_seconds() - start;
	}
	qsort(runs, RUNS, sizeof *runs, by_value);
	printf("%-38s %6.0f ns each (fastest %.0f)\n", what, runs[RUNS / 2] / NAMES * 1e9,
	       runs[0] / NAMES * 1e9);
}

int main(void)
{
	struct names debs, packages, cpes;

	make(&debs, distribution);
	make(&packages, language);
	make(&cpes, cpe);
	measure("purl, distribution, 3 qualifiers", &debs, read_purl);
	measure("purl, languages", &packages, read_purl);
	measure("component, distribution", &debs, read_component);
	measure("component, languages", &packages, read_component);
	measure("component and key, distribution", &debs, read_key);
	measure("component and key, languages", &packages, read_key);
	measure("cpe, formatted string", &cpes, read_cpe);
	return 0;
}
