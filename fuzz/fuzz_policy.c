/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/calc.h"
#include "assess/decide.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void expect(bool ok)
{
	if (!ok)
		abort();
}

/* What a loaded policy promises, on a few facts. */
static void use(const struct policy *p, struct sv line)
{
	arena_auto a = {.cap = 1 << 20};
	buf_auto out = BUF_CAP(1 << 22);
	struct decide_facts mild = {.exposure = DECIDE_EXPOSURE_SMALL, .kev = DECIDE_NO};
	struct decide_facts worse = {.exposure = DECIDE_EXPOSURE_OPEN, .kev = DECIDE_YES};
	struct decision d, e;
	bool ordered = true;

	expect(p->outcome_slot < p->slot_count);
	for (unsigned i = 0; i < p->slot_count; i++)
		ordered = ordered && p->slots[i].ordered;
	expect(decide(p, &mild, NULL, &d) == 0 && decide(p, &worse, NULL, &e) == 0);
	expect(d.rule && d.rule->name.n && d.outcome && e.outcome);
	expect(!ordered || d.pending || e.outcome >= d.outcome);
	int r = calc_policy_line(p, &a, line, &out);
	expect(r == 0 || r == YG_ENOMEM || r == YG_ELIMIT);
	if (decide(p, &worse, &a, &d) == 0)
		decision_write_headline(&out, &d, true);
}

/* The document; behind a NUL the CSV of a table named t; behind another one a line of facts. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct policy_problems problems;
	arena_auto a = {.cap = n * 1000 + 4096};
	const struct policy *none = (const struct policy *)(uintptr_t)1, *policy = none;
	char *text = malloc(n ? n : 1);		/* exactly sized for AddressSanitizer */
	struct sv parts[3] = {{0}};
	struct policy_csv csv = {.table = SV("t")};
	int r;

	if (!text)
		return 0;
	if (n)
		memcpy(text, p, n);
	parts[0] = (struct sv){text, n};
	for (int i = 0; i < 2; i++) {
		const char *nul = parts[i].n ? memchr(parts[i].p, '\0', parts[i].n) : NULL;
		if (!nul)
			break;
		parts[i + 1] = (struct sv){nul + 1, (size_t)(text + n - nul - 1)};
		parts[i].n = (size_t)(nul - parts[i].p);
	}
	csv.text = parts[1];
	r = policy_load(&a, parts[0], &csv, parts[1].p ? 1 : 0, &policy, &problems);
	expect((r == 0) == (policy != none));
	expect(r == 0 || r == YG_ENOMEM || problems.errors > 0);
	for (size_t i = 0; i < problems.count; i++) {
		buf_auto b = BUF_CAP(1 << 22);
		policy_problem_write(&b, &problems.list[i], MSG_EN);
		policy_problem_write(&b, &problems.list[i], MSG_JA);
	}
	if (r == 0)
		use(policy, parts[2].p ? parts[2] : SV("{}"));
	free(text);
	return 0;
}
