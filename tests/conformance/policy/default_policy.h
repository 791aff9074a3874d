/* SPDX-License-Identifier: Apache-2.0 */
/* default_policy.h - the embedded default policy, loaded; problems are printed. */
#ifndef YAGURA_TEST_DEFAULT_POLICY_H
#define YAGURA_TEST_DEFAULT_POLICY_H

#include "assess/policy.h"
#include "check.h"

__attribute__((unused))
static const struct policy *load_text(struct arena *a, struct sv text, const struct policy_csv *csv,
				      size_t csv_count)
{
	static struct policy_problems problems;
	const struct policy *p = NULL;
	int r = policy_load(a, text, csv, csv_count, &p, &problems);

	for (size_t i = 0; i < problems.count; i++) {
		buf_auto b = BUF_CAP(65536);
		policy_problem_write(&b, &problems.list[i], MSG_EN);
		fprintf(stderr, "%s\n", b.p);
	}
	CHECK_INT(r, 0, "policy");
	CHECK_INT(problems.warnings, 0, "warnings");
	return p;
}

__attribute__((unused))
static const struct policy *load_default(struct arena *a)
{
	return load_text(a, policy_default_text(), NULL, 0);
}

#endif
