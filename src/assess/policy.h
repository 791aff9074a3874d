/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.h - a policy: inputs with ordered values and decision tables chained together.
 *
 * The document is described in docs/formats/policy.md.  A struct policy exists only for a
 * document that has been proved: every combination of every table has exactly one row, a
 * worse input never gives a milder result, no table feeds itself, every name is known.
 *
 * Ownership: everything a policy points to lives in the arena given to policy_load().
 * Errors:    0 or a negative YG_E* code; what is wrong with a document is listed in a struct
 *	policy_problems, each with line and column or table and row, and how to repair it.
 * Threads:   a loaded policy is read-only and may be shared.
 * Trust:     documents are hostile: every count is capped (LIMIT_POLICY_*), no recursion.
 */
#ifndef YAGURA_ASSESS_POLICY_H
#define YAGURA_ASSESS_POLICY_H

#include "assess/facts.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/messages.h"

struct policy_words {
	struct sv en, ja;		/* empty where the policy does not say */
};

/* The words in the language asked for, the other language's when there are none. */
static inline struct sv policy_say(struct policy_words w, bool ja)
{
	return (ja && w.ja.n) || !w.en.n ? w.ja : w.en;
}

struct policy_value {
	struct sv name;
	struct policy_words label;	/* the name itself where the policy gives none */
	uint8_t means;			/* result tables: the enum of decide.h; else 0 */
	double at_least;		/* inputs read from a number: lower bound of the bin */
};

/*
 * A slot holds the index of one value while a decision is made.  Slots 0 to input_count - 1
 * are the inputs, in the document's order; then the tables' results in evaluation order.
 */
struct policy_slot {
	struct sv name;
	struct policy_words label;
	const struct policy_value *values;	/* mild to severe, unless !ordered */
	uint8_t value_count;
	bool ordered;
};

struct policy_input {
	enum fact fact;
	bool number;			/* values are bins (at_least) */
	uint8_t unknown;		/* the value to take when the fact is unknown */
	uint8_t map[FACT_VALUES_MAX + 1];	/* fact_values.value -> value; [0] = unknown */
};

struct policy_row {
	uint8_t value;			/* result */
	uint64_t assumes;		/* inputs that this row lists as assumed */
	struct sv text;			/* "poc × ctrl × * → mid" */
	struct policy_words because;
	unsigned number;		/* place in the document, 1-based */
};

struct policy_table {
	uint8_t slot;			/* where the result goes */
	uint8_t arity;
	bool detail;			/* a step that explanations may leave out */
	bool headline;			/* its result belongs into a one-line reason */
	bool worst_of;			/* rows were made, one for each value */
	uint8_t from[LIMIT_POLICY_ARITY];
	uint32_t stride[LIMIT_POLICY_ARITY];
	uint32_t cell_count, row_count;
	const uint16_t *cells;		/* combination -> row */
	const struct policy_row *rows;
	const uint8_t *results;		/* combination -> value */
};

struct policy_condition {		/* slot's value is `least` or worse */
	uint8_t slot, least;
};

struct policy_when {
	const struct policy_condition *conditions;
	uint8_t condition_count;
};

struct policy_outcome {			/* one for each value of the outcome table */
	struct policy_words label, action;
	struct sv name;
	int decide_days, mitigate_days, remediate_days, reassess_days;	/* -1: none */
};

struct policy_cap {			/* remediate within, whatever the outcome */
	struct policy_when when;
	int remediate_days;
	struct policy_words because;
	struct sv text;			/* "signal exploited × exposure open → 14" */
};

struct policy_duty {			/* something else to be done: forensic triage */
	struct sv name;
	struct policy_words label;
	struct policy_when when;
};

struct policy_floor {			/* while pending, slot's value is at least this */
	uint8_t slot, least;
};

enum policy_clock { POLICY_CLOCK_KNOWN, POLICY_CLOCK_FIX };	/* fix: the later of the two */

enum { POLICY_NO_SLOT = 0xff };

struct policy {
	struct sv id, version;
	struct policy_words title, source;	/* source: whose rules these are */
	const struct policy_slot *slots;
	const struct policy_input *inputs;
	const struct policy_table *tables;	/* in evaluation order */
	uint64_t facts;				/* bit per enum fact that an input reads */
	uint64_t assumed_inputs;		/* bit per input: its default is assumed */
	uint64_t pending_inputs;		/* bit per input: unknown means pending */
	uint8_t slot_count, input_count, table_count;
	uint8_t likelihood_slot, damage_slot;	/* POLICY_NO_SLOT when there is none */
	uint8_t outcome_slot;
	const struct policy_outcome *outcomes;	/* by value of outcome_slot */
	const struct policy_floor *floors;
	const struct policy_cap *caps;
	const struct policy_duty *duties;
	uint8_t floor_count, cap_count, duty_count;
	enum policy_clock decide_clock, mitigate_clock, remediate_clock;
	int lower_after_days;		/* hysteresis: a milder outcome must hold this long */
};

/* Rows of one table as CSV text, instead of "rows" in the document. */
struct policy_csv {
	struct sv table, text;
};

enum policy_problem_kind {
	POLICY_OK,
	/* the document */
	POLICY_BAD_JSON, POLICY_BAD_CSV, POLICY_BAD_TYPE, POLICY_BAD_NUMBER, POLICY_BAD_NAME,
	POLICY_UNKNOWN_KEY, POLICY_DUPLICATE_KEY, POLICY_MISSING_KEY, POLICY_BAD_FORMAT,
	POLICY_TOO_LARGE,
	/* names */
	POLICY_UNKNOWN_FACT, POLICY_UNKNOWN_INPUT, POLICY_UNKNOWN_TABLE, POLICY_UNKNOWN_VALUE,
	POLICY_DUPLICATE_NAME, POLICY_FACT_VALUE_LOST, POLICY_BAD_BINS, POLICY_BAD_MEANING,
	POLICY_VALUES_DIFFER, POLICY_CYCLE,
	/* tables */
	POLICY_ROW_LENGTH, POLICY_ROW_REPEATED, POLICY_ROWS_OVERLAP, POLICY_ROW_MISSING,
	POLICY_NOT_MONOTONIC, POLICY_CONDITION_UNORDERED, POLICY_DEADLINE_ORDER,
	/* warnings: the policy is usable */
	POLICY_ROW_DEAD, POLICY_VALUE_DEAD, POLICY_TABLE_UNUSED,
};

struct policy_problem {
	enum policy_problem_kind kind;
	unsigned line, column;		/* 1-based, in the document (or CSV); 0: no place */
	struct sv table;		/* table or input concerned; may be empty */
	unsigned row, other_row;	/* 1-based; 0: none */
	struct sv what;			/* the name, combination or text at fault */
	struct sv than;			/* the counter-example, or what is allowed */
	const char *reason;		/* a literal from the JSON or CSV reader, or NULL */
};

/* Collected while loading; the first LIMIT_POLICY_PROBLEMS are kept, the rest counted. */
struct policy_problems {
	struct policy_problem list[LIMIT_POLICY_PROBLEMS];
	size_t count, errors, warnings;	/* count: in list; errors + warnings: all */
};

/*
 * Load and prove a policy.  csv may be NULL.  YG_ESYNTAX (or YG_ELIMIT) when problems->errors
 * is not 0: every problem that could be found at once is listed.  With 0, problems may still
 * hold warnings.  problems' views live in the arena.
 */
int policy_load(struct arena *a, struct sv json, const struct policy_csv *csv, size_t csv_count,
		const struct policy **out, struct policy_problems *problems) YG_CHECK;

bool policy_problem_is_warning(enum policy_problem_kind kind);
/* One problem in words: where, what, and how to repair it. */
void policy_problem_write(struct buf *b, const struct policy_problem *p, enum msg_lang lang);

/* The slot of that name, POLICY_NO_SLOT when there is none. */
uint8_t policy_slot_find(const struct policy *p, struct sv name);
/* The value of that name in a slot (bins: also the bin a number falls in); -1: none. */
int policy_value_find(const struct policy *p, uint8_t slot, struct sv name);

/* The inputs' values for these facts, one byte each; bit i of the result: input i is not
 * known and took its default. */
uint64_t policy_bind(const struct policy *p, const struct fact_values *facts, uint8_t *slots);
/* Fill the tables' slots from the inputs' slots.  fixed: bit per slot whose value was given
 * by name and stands.  rows (may be NULL): the row that fired, for each table. */
void policy_eval(const struct policy *p, uint8_t *slots, const uint64_t *fixed, bool pending,
		 uint32_t *rows);
bool policy_when(const struct policy_when *w, const uint8_t *slots);

/* The default policy, embedded in the program (data/policies/default.json). */
struct sv policy_default_text(void);
/* An embedded policy by name ("default", "ssvc-deployer", ...); {NULL,0}: no such. */
struct sv policy_builtin_text(struct sv name);
/* The name of the i-th embedded policy, NULL behind the last one. */
const char *policy_builtin_name(size_t i);

#endif
