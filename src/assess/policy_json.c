/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_json.c - small steps of reading a policy's JSON: each reads one value, reports what
 * is wrong with it and goes on, so that one pass finds as much as possible.
 */
#include "assess/policy_internal.h"

#include "base/text.h"

size_t policy_here(struct loader *l)
{
	(void)json_peek(&l->j);		/* to the value, past white space */
	return (size_t)(l->j.p - l->j.begin);
}

static void report(struct loader *l, size_t at, enum policy_problem_kind kind, struct sv what,
		   const char *than)
{
	policy_report(l, at, (struct policy_problem){.kind = kind, .what = what,
						     .than = sv_of(than)});
}

/* Index in names of the next key of the entered object; -1 at its end. */
int policy_next_key(struct loader *l, const char *const *names, uint32_t *seen)
{
	struct sv key;

	while (!l->out_of_memory && json_key(&l->j, &key)) {
		size_t at = (size_t)(key.p - 1 - l->j.begin);
		int i = 0;
		while (names[i] && !sv_eq(key, sv_of(names[i])))
			i++;
		if (names[i] && !(*seen >> i & 1)) {
			*seen |= (uint32_t)1 << i;
			return i;
		}
		if (sv_is(key, "comment")) {
			json_skip(&l->j);
			continue;
		}
		report(l, at, names[i] ? POLICY_DUPLICATE_KEY : POLICY_UNKNOWN_KEY, key, NULL);
		json_skip(&l->j);
	}
	return -1;
}

/* The first `needed` names must have been seen. */
void policy_require(struct loader *l, size_t at, const char *const *names, uint32_t seen,
		    int needed)
{
	for (int i = 0; i < needed && !json_err(&l->j, NULL); i++)
		if (!(seen >> i & 1))
			report(l, at, POLICY_MISSING_KEY, sv_of(names[i]), NULL);
}

/* True when another item follows and there is room for it; too many are reported once. */
bool policy_next_item(struct loader *l, size_t count, size_t max, const char *limit)
{
	bool said = false;

	while (!l->out_of_memory && json_item(&l->j)) {
		if (count < max)
			return true;
		if (!said)
			report(l, policy_here(l), POLICY_TOO_LARGE, sv_of(limit), NULL);
		said = true;
		json_skip(&l->j);
	}
	return false;
}

bool policy_enter(struct loader *l, enum json_type type, const char *want)
{
	size_t at = policy_here(l);

	if (json_peek(&l->j) == type)
		return type == JSON_OBJECT ? json_enter_object(&l->j) : json_enter_array(&l->j);
	if (json_err(&l->j, NULL) == 0)
		report(l, at, POLICY_BAD_TYPE, (struct sv){NULL, 0}, want);
	json_skip(&l->j);
	return false;
}

bool policy_read_text(struct loader *l, struct draft_name *out)
{
	size_t at = policy_here(l);
	struct sv s;

	if (json_peek(&l->j) == JSON_STRING && json_string(&l->j, &s)) {
		*out = (struct draft_name){s, at};
		return true;
	}
	if (json_err(&l->j, NULL) == 0)
		report(l, at, POLICY_BAD_TYPE, (struct sv){NULL, 0}, "a string");
	json_skip(&l->j);
	return false;
}

/* Names appear in rows and messages: short, printable, and free of the row syntax. */
static bool name_ok(struct sv s)
{
	if (s.n == 0 || s.n > LIMIT_POLICY_NAME || sv_is(s, "*") || sv_trim(s).n != s.n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f || s.p[i] == '|')
			return false;
	return true;
}

void policy_read_name(struct loader *l, struct draft_name *out)
{
	struct draft_name n;

	if (!policy_read_text(l, &n))
		return;
	if (!name_ok(n.text))
		report(l, n.at, POLICY_BAD_NAME, sv_first(n.text, LIMIT_POLICY_NAME), NULL);
	*out = n;
}

void policy_read_bool(struct loader *l, bool *out)
{
	size_t at = policy_here(l);
	enum json_type t = json_peek(&l->j);

	if (t == JSON_TRUE || t == JSON_FALSE) {
		(void)json_bool(&l->j, out);
		return;
	}
	if (json_err(&l->j, NULL) == 0)
		report(l, at, POLICY_BAD_TYPE, (struct sv){NULL, 0}, "true or false");
	json_skip(&l->j);
}

bool policy_read_number(struct loader *l, struct sv *out)
{
	size_t at = policy_here(l);

	if (json_peek(&l->j) == JSON_NUMBER)
		return json_number(&l->j, out);
	if (json_err(&l->j, NULL) == 0)
		report(l, at, POLICY_BAD_TYPE, (struct sv){NULL, 0}, "a number");
	json_skip(&l->j);
	return false;
}

/* Days: a whole number up to LIMIT_POLICY_DAYS, or null for none. */
void policy_read_days(struct loader *l, int *out)
{
	size_t at = policy_here(l);
	struct sv s;
	uint64_t n;

	if (json_peek(&l->j) == JSON_NULL)
		json_skip(&l->j);
	else if (!policy_read_number(l, &s))
		return;
	else if (sv_u64(s, &n) && n <= LIMIT_POLICY_DAYS)
		*out = (int)n;
	else
		report(l, at, POLICY_BAD_NUMBER, s, "whole days from 0 to 3650, or null");
}

/* "text" (English) or {"en": ..., "ja": ...} */
void policy_read_words(struct loader *l, struct policy_words *out)
{
	static const char *const keys[] = {"en", "ja", NULL};
	struct draft_name n = {0};
	uint32_t seen = 0;
	int k;

	if (json_peek(&l->j) == JSON_STRING) {
		if (policy_read_text(l, &n))
			out->en = n.text;
		return;
	}
	if (!policy_enter(l, JSON_OBJECT, "a string or an object with en and ja"))
		return;
	while ((k = policy_next_key(l, keys, &seen)) >= 0)
		if (policy_read_text(l, &n))
			*(k == 0 ? &out->en : &out->ja) = n.text;
}

void policy_read_names(struct loader *l, struct draft_name **list, size_t *count, size_t max,
		       const char *limit)
{
	if (!policy_enter(l, JSON_ARRAY, "a list of names"))
		return;
	while (policy_next_item(l, *count, max, limit)) {
		struct draft_name n = {.at = POLICY_NO_PLACE}, *to;
		policy_read_name(l, &n);
		if (n.at != POLICY_NO_PLACE && (to = POLICY_PUSH(l, *list, *count)))
			*to = n;
	}
}
