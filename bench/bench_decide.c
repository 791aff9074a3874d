/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions a CPU second for each embedded policy, without and with reasons; time to load. */
#include <stdio.h>
#include <time.h>

#include "assess/decide.h"

enum { DECISIONS = 2000000, EXPLAINED = 200000, DISTINCT = 1024 };

static double seconds(clock_t since)
{
	return (double)(clock() - since) / CLOCKS_PER_SEC;
}

static struct decide_facts random_facts(uint64_t *state, const struct cvss *vectors, size_t n)
{
	uint64_t r;

	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	r = *state >> 24;
	return (struct decide_facts){
		.kev = (enum decide_answer)(r & 1 ? 1 : r % 3),
		.exploitation = (enum decide_exploitation)(r / 3 % 4),
		.automatable = (enum decide_answer)(r / 12 % 3),
		.technical_impact = (enum decide_impact)(r / 36 % 3),
		.exposure = (enum decide_exposure)(r / 108 % 4),
		.held_information = (enum decide_level)(r / 432 % 4),
		.outage = (enum decide_level)(r / 1728 % 4),
		.has_epss_percentile = true, .epss_percentile = (double)(r % 1000) / 1000,
		.cvss = &vectors[r / 7 % n],
	};
}

static void run(const struct policy *p, const struct decide_facts *facts)
{
	arena_auto a = {.cap = 1 << 20};
	struct decision d;
	unsigned long sum = 0;
	clock_t start = clock();
	double t;

	for (size_t i = 0; i < DECISIONS; i++) {
		if (decide(p, &facts[i % DISTINCT], NULL, &d) < 0)
			abort();
		sum += (unsigned long)d.outcome;
	}
	t = seconds(start);
	printf("%.*s: %.2f M decisions/s", (int)p->id.n, p->id.p, DECISIONS / t / 1e6);
	start = clock();
	for (size_t i = 0; i < EXPLAINED; i++) {
		arena_reset(&a);
		if (decide(p, &facts[i % DISTINCT], &a, &d) < 0)
			abort();
		sum += d.reason_count;
	}
	printf(", %.2f M/s with reasons (sum %lu)\n", EXPLAINED / seconds(start) / 1e6, sum);
}

int main(void)
{
	static const char *const texts[] = {
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
		"CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:C/C:L/I:N/A:N/E:P",
		"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:L/VA:N/SC:N/SI:N/SA:N",
		"AV:N/AC:M/Au:N/C:P/I:P/A:P",
	};
	static struct decide_facts facts[DISTINCT];
	static struct policy_problems problems;
	struct cvss vectors[YG_COUNT(texts)];
	uint64_t state = 42;

	for (size_t i = 0; i < YG_COUNT(texts); i++)
		if (cvss_parse(sv_of(texts[i]), &vectors[i], NULL) < 0)
			abort();
	for (size_t i = 0; i < DISTINCT; i++)
		facts[i] = random_facts(&state, vectors, YG_COUNT(texts));
	for (size_t i = 0; policy_builtin_name(i); i++) {
		arena_auto a = {.cap = 16 << 20};
		const struct policy *p = NULL;
		clock_t start = clock();
		if (policy_load(&a, policy_builtin_text(sv_of(policy_builtin_name(i))), NULL, 0, &p,
				&problems) < 0)
			abort();
		printf("%s: loaded and proved in %.3f ms\n", policy_builtin_name(i),
		       seconds(start) * 1e3);
		run(p, facts);
	}
	return 0;
}
