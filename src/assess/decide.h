/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decide.h - from facts and a policy to a decision: how likely, how bad, how soon, and why.
 *
 * Ownership: a decision's views point into the policy and into the arena given; it lives as
 *	long as both.
 * Errors:    0 or a negative YG_E* code: YG_ENOMEM (reasons), YG_EINVAL (a given name or
 *	value that the policy does not have).  On failure *out is untouched.
 * Threads:   pure: no clock, no I/O, no shared state; a policy may be read by many threads.
 * Trust:     the policy has been proved complete and monotonic by policy_load().
 */
#ifndef YAGURA_ASSESS_DECIDE_H
#define YAGURA_ASSESS_DECIDE_H

#include "assess/facts.h"
#include "assess/policy.h"
#include "base/json_write.h"

/* Ordered mild to severe; 0 where a policy does not say (SSVC tables have no likelihood). */
enum decide_likelihood {
	DECIDE_LIKELIHOOD_NONE, DECIDE_LIKELIHOOD_LOW, DECIDE_LIKELIHOOD_MID,
	DECIDE_LIKELIHOOD_HIGH,
};
enum decide_damage {
	DECIDE_DAMAGE_NONE, DECIDE_DAMAGE_SMALL, DECIDE_DAMAGE_MEDIUM, DECIDE_DAMAGE_LARGE,
};
enum decide_outcome {
	DECIDE_OUTCOME_NONE, DECIDE_DEFER, DECIDE_SCHEDULED, DECIDE_OUT_OF_CYCLE,
	DECIDE_IMMEDIATE,
};
enum { DECIDE_OUTCOME_COUNT = DECIDE_IMMEDIATE + 1 };

struct decision_input {
	struct sv name, value;		/* "reach", "ctrl" */
	struct policy_words label;	/* of the value */
};

/* One row that fired, in the order of evaluation. */
struct decision_reason {
	struct sv table;		/* "likelihood" */
	struct sv row;			/* "poc × ctrl × easy → mid", as the policy has it */
	struct sv value;		/* "mid" */
	unsigned row_number;		/* 1-based place in the table; 0 = no row of a table */
	bool detail;			/* a step that an explanation may leave out */
	bool headline;			/* belongs into a one-line reason */
	struct policy_words title, label, because;	/* of the table, the value, the row */
	const struct decision_input *inputs;
	size_t input_count;
};

enum { DECIDE_NO_DEADLINE = -1 };

struct decision {
	enum decide_likelihood likelihood;
	enum decide_damage damage;
	enum decide_outcome outcome;
	bool pending;			/* 評価待ち: a damage input is not known yet */
	/* Days, or DECIDE_NO_DEADLINE; which clock they run on is in policy->clock. */
	int decide_days, mitigate_days, remediate_days, reassess_days;
	bool capped;			/* a cap shortened remediate_days */
	uint64_t assumed_mask;		/* bit i: policy->inputs[i] is an assumption */
	uint64_t duties_mask;		/* bit i: policy->duties[i] applies */
	const struct policy_outcome *rule;	/* the policy's own word and action sentence */
	/* Only when an arena was given: */
	const struct sv *assumed;	/* names of the inputs in assumed_mask */
	size_t assumed_count;
	const struct decision_reason *reasons;
	size_t reason_count;
};

/* reasons: arena for reasons[] and assumed[]; NULL leaves them out, which is much faster. */
int decide(const struct policy *p, const struct decide_facts *f, struct arena *reasons,
	   struct decision *out) YG_CHECK;

/* Names as JSON, the command line and filters write them: "mid", "large", "out_of_cycle";
 * NULL for 0. */
const char *decide_likelihood_name(enum decide_likelihood v);
const char *decide_damage_name(enum decide_damage v);
const char *decide_outcome_name(enum decide_outcome v);
/* The outcome of that name, DECIDE_OUTCOME_NONE when there is none (for --fail-on). */
enum decide_outcome decide_outcome_of(struct sv name);

/* Members of an object that is open: likelihood, damage, outcome, policy_outcome (the policy's
 * own word where it is another one), pending, deadline_days, decide_days, mitigate_days. */
void decision_write_members(struct jw *w, const struct decision *d);
/* "assumed": [...] and "reasons": [...]; detail: with the steps marked as detail. */
void decision_write_reasons(struct jw *w, const struct decision *d, bool detail);
/* One line for a list: what drove likelihood and damage, in Japanese or English. */
void decision_write_headline(struct buf *b, const struct decision *d, bool ja);

#endif
