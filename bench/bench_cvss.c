/* SPDX-License-Identifier: Apache-2.0 */
/* CPU seconds to parse and score a million vectors of each version, every score of each. */
#include <stdio.h>
#include <time.h>

#include "assess/cvss_internal.h"

enum { VECTORS = 1000000, DISTINCT = 4096 };

static uint64_t random_next(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *state >> 33;
}

/* A random vector of that version, all groups filled, as text. */
static size_t make(const struct cvss_kind *kind, uint64_t *state, char *to, size_t room)
{
	size_t n = kind->prefix.n;

	if (n)
		memcpy(to, kind->prefix.p, n);
	for (unsigned i = 0; i < kind->metric_count; i++) {
		const struct cvss_metric_kind *m = &kind->metrics[i];
		unsigned count = 0;
		while (m->values[count])
			count++;
		n += (size_t)snprintf(to + n, room - n, "%s%s:%s", i ? "/" : "", m->name,
				      m->values[random_next(state) % count]);
	}
	return n;
}

static void run(const struct cvss_kind *kind)
{
	static char text[DISTINCT][256];
	static size_t length[DISTINCT];
	uint64_t state = 42, sum = 0;
	clock_t start;

	for (size_t i = 0; i < DISTINCT; i++)
		length[i] = make(kind, &state, text[i], sizeof text[i]);
	start = clock();
	for (size_t i = 0; i < VECTORS; i++) {
		size_t k = i % DISTINCT;
		struct cvss v;
		if (cvss_parse((struct sv){text[k], length[k]}, &v, NULL) < 0)
			abort();
		sum += (uint64_t)(cvss_base(&v) + cvss_temporal(&v) + cvss_environmental(&v));
	}
	printf("cvss %s: %.3f CPU s a million vectors (sum %llu)\n", kind->name,
	       (double)(clock() - start) / CLOCKS_PER_SEC, (unsigned long long)sum);
}

int main(void)
{
	run(&cvss2_kind);
	run(&cvss30_kind);
	run(&cvss31_kind);
	run(&cvss4_kind);
	return 0;
}
