/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_internal.h - the document as it was read (drafts), shared by the steps of loading:
 * policy_read.c (JSON to draft), policy_load.c (names to slots), policy_rows.c (rows to a
 * dense table, each combination once), policy_check.c (monotonic, nothing dead).
 *
 * Ownership: drafts live in the loader's arena, as the policy does.
 * Errors:    problems are collected in loader.problems; running out of memory is sticky in
 *	loader.out_of_memory and ends every loop.
 * Threads:   one loader, one thread.   Trust: hostile; counts are capped while reading.
 */
#ifndef YAGURA_ASSESS_POLICY_INTERNAL_H
#define YAGURA_ASSESS_POLICY_INTERNAL_H

#include "assess/policy.h"
#include "base/json.h"

#define POLICY_NO_PLACE SIZE_MAX

struct draft_name {			/* a text of the document and where it stands */
	struct sv text;
	size_t at;
};

struct draft_value {
	struct draft_name name, means;
	struct policy_words label;
	struct draft_name *is;		/* values of the fact that this value stands for */
	size_t is_count;
	bool bin;
	double at_least;
	size_t at_least_at;
};

struct draft_values {
	struct draft_value *list;
	size_t count, at;
};

struct draft_input {
	struct draft_name name, fact, unknown;
	struct policy_words label;
	struct draft_values values;
	bool assumed, pending, unordered;
};

struct draft_row {
	struct draft_name *cells;	/* conditions, then the result */
	size_t cell_count, at;
	struct policy_words because;
	struct draft_name *assumes;
	size_t assumes_count;
};

struct draft_table {
	struct draft_name name;
	struct policy_words label;
	struct draft_name *inputs;
	size_t input_count;
	struct draft_values values;
	struct draft_row *rows;
	size_t row_count;
	struct draft_name csv;		/* text.p is NULL when there is none */
	bool worst_of, detail, headline, unordered, from_csv, linked;
	uint8_t slot;			/* set by policy_load.c */
	uint8_t from[LIMIT_POLICY_ARITY];
};

struct draft_condition {
	struct draft_name slot, least;
};

struct draft_rule {			/* an outcome, a cap, a duty or a floor */
	struct draft_name name;
	struct policy_words label, because;
	struct draft_condition *when;
	size_t when_count, at;
	int decide_days, mitigate_days, remediate_days, reassess_days;
};

struct draft_rules {
	struct draft_rule *list;
	size_t count, at;
};

struct draft {
	struct draft_name id, version;
	struct policy_words title, source;
	struct draft_input *inputs;
	size_t input_count;
	struct draft_table *tables;
	size_t table_count;
	struct draft_name likelihood, damage, outcome;
	struct draft_rules outcomes, caps, duties;
	struct draft_condition *floors;
	size_t floor_count;
	enum policy_clock decide_clock, mitigate_clock, remediate_clock;
	int lower_after_days;
};

struct loader {
	struct arena *a;
	struct sv text;			/* the document as given: places are counted here */
	struct json j;
	struct draft d;
	struct policy_problems *problems;
	bool out_of_memory;
	/* being built */
	struct policy *p;
	struct policy_slot *slots;
	struct policy_input *inputs;
	struct policy_table *tables;
};

struct policy_builtin {
	const char *name;
	struct sv text;
};
extern const struct policy_builtin policy_builtins[];	/* made by scripts/embed-policies */
extern const size_t policy_builtin_count;

/* Add a problem; at: offset in the document, or POLICY_NO_PLACE. */
void policy_report(struct loader *l, size_t at, struct policy_problem problem);

/* policy_link.c: results, outcomes, caps, duties, floors. */
void policy_link(struct loader *l);

/* policy_read.c: fill l->d.  The JSON error, if any, is reported. */
void policy_read(struct loader *l);
/* One more item, zeroed, at the end of a draft's list; NULL when out of memory (sticky). */
#define POLICY_PUSH(l, items, count) \
	((void)(!arena_push((l)->a, items, count) && ((l)->out_of_memory = true)), \
	 (l)->out_of_memory ? NULL : &(items)[(count) - 1])

/* policy_json.c.  Offset of the value that comes next. */
size_t policy_here(struct loader *l);
/* Index in names (NULL-terminated) of the next key of the entered object; -1 at its end.
 * Unknown and repeated keys are reported, "comment" is passed over. */
int policy_next_key(struct loader *l, const char *const *names, uint32_t *seen);
/* Report those of the first `needed` names that were not seen. */
void policy_require(struct loader *l, size_t at, const char *const *names, uint32_t seen,
		    int needed);
/* True when another item follows and there is room for it; too many are reported once. */
bool policy_next_item(struct loader *l, size_t count, size_t max, const char *limit);
/* Enter an object or array; false, the value skipped and `want` reported, for another type. */
bool policy_enter(struct loader *l, enum json_type type, const char *want);
bool policy_read_text(struct loader *l, struct draft_name *out);
void policy_read_name(struct loader *l, struct draft_name *out);
void policy_read_names(struct loader *l, struct draft_name **list, size_t *count, size_t max,
		       const char *limit);
void policy_read_bool(struct loader *l, bool *out);
bool policy_read_number(struct loader *l, struct sv *out);
void policy_read_days(struct loader *l, int *out);
void policy_read_words(struct loader *l, struct policy_words *out);

/* policy_csv.c: the rows of a table from CSV text. */
void policy_read_csv(struct loader *l, struct draft_table *t, struct sv text);

/* policy_rows.c: masks, row texts, the dense table; reports what is missing or double. */
void policy_build_table(struct loader *l, struct draft_table *d, struct policy_table *t);
/* "none, poc, active": the values of a slot. */
struct sv policy_value_names(struct loader *l, const struct policy_slot *s);
/* "signal=poc, reach=ctrl" for a combination. */
struct sv policy_combination(struct loader *l, const struct policy_table *t, uint32_t cell);

/* policy_check.c: of a policy whose tables are complete. */
void policy_check_monotonic(struct loader *l, const struct policy_table *t);
void policy_check_deadlines(struct loader *l);
void policy_check_reach(struct loader *l);

/* The value of that name among count values; -1: none. */
int policy_value_index(const struct policy_value *values, size_t count, struct sv name);
/* The slot of that name while loading; POLICY_NO_SLOT. */
uint8_t policy_loader_slot(const struct loader *l, struct sv name);
struct draft_table *policy_draft_table(struct loader *l, struct sv name);
/* w, or the name where the document has no words. */
struct policy_words policy_words_or(struct policy_words w, struct sv name);
/* Zeroed memory; NULL, and l->out_of_memory, when there is none. */
void *policy_take(struct loader *l, size_t count, size_t size, size_t align);
/* Texts in the arena; an empty view when out of memory (which is sticky). */
struct sv policy_text(struct loader *l, const struct sv *parts, size_t count);

#endif
