/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sample_report.h - scan reports made by hand for the tests of the outputs.
 *
 * "mixed" has one of each kind that an output treats differently; "hostile" has names, versions
 * and texts that try to be obeyed; "empty" found nothing; "blind" judged nothing; "large" has
 * 100,000 findings.  Decisions are the default policy's own.
 *
 * Ownership: everything lives in the struct.   Errors: sample_make() is false when memory ran
 * out or the policy does not load.   Threads: one owner.   Trust: test data.
 */
#ifndef YAGURA_SAMPLE_REPORT_H
#define YAGURA_SAMPLE_REPORT_H

#include "base/intern.h"
#include "cli/output/explain.h"

struct sample {
	struct arena arena;
	struct intern strings;
	struct match_index match;
	struct signals signals;
	struct signals_about about;
	struct finding_list list;
	struct scan_report report;
	const struct policy *policy;
	const struct decide_facts *asset;
};

extern const char *const sample_names[];	/* NULL-terminated */

bool sample_make(struct sample *s, const char *name);
void sample_drop(struct sample *s);

#endif
