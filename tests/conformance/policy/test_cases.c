/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every combination of the default policy's inputs with its expected answer, asked as the
 * command line asks: a line of JSON facts in, a line of JSON out.
 */
#include "assess/calc.h"
#include "base/json.h"
#include "base/text.h"
#include "check_file.h"
#include "default_policy.h"

enum { COLUMNS = 9 };

static const struct policy *policy;

/* The text of a member of the answer; empty when it is absent or no string. */
static struct sv member(struct buf *answer, const char *name)
{
	struct json j;
	struct sv key, value = {NULL, 0}, s;

	json_init(&j, answer->p, answer->n);
	if (json_enter_object(&j))
		while (json_key(&j, &key))
			if (json_opt_string(&j, &s) && sv_eq(key, sv_of(name)))
				value = s;
	return value;
}

static void ask(const char *facts, const char *name, struct sv want)
{
	arena_auto a = {.cap = 1 << 20};
	buf_auto out = BUF_CAP(1 << 20);
	struct sv got;

	CHECK_INT(calc_policy_line(policy, &a, sv_of(facts), &out), 0, facts);
	got = member(&out, name);
	CHECK(sv_eq(got, want), "%s: %s is %.*s, want %.*s", facts, name, SV_ARG(got), SV_ARG(want));
}

/* signal, exposure, attack vector, easy, countermeasure, likelihood */
static void likelihood_row(const struct sv *c)
{
	static const char *const signals[] = {"\"kev\":false", "\"exploitation\":\"poc\"",
					      "\"weaponised\":true", "\"kev\":true"};
	char facts[512], vector[128] = "";

	if (!sv_is(c[2], "unknown"))
		snprintf(vector, sizeof vector,
			 ",\"cvss\":\"CVSS:3.1/AV:%.*s/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H\"", SV_ARG(c[2]));
	snprintf(facts, sizeof facts,
		 "{%s,\"exposure\":\"%.*s\",\"automatable\":\"%s\",\"countermeasure\":%s%s}",
		 signals[c[0].p[0] - '0'], SV_ARG(c[1]), sv_is(c[3], "1") ? "yes" : "no",
		 sv_is(c[4], "1") ? "true" : "false", vector);
	ask(facts, "likelihood", c[5]);
}

static int level(struct sv s)
{
	return sv_is(s, "small") ? 0 : sv_is(s, "medium") ? 1 : 2;
}

/* info, outage, safety, pivot, C, I, A, technical impact, damage */
static void damage_row(const struct sv *c)
{
	char facts[512];

	snprintf(facts, sizeof facts,
		 "{\"held_information\":%d,\"outage\":%d,\"safety\":%d,\"pivot\":%d,"
		 "\"cvss\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:%.*s/I:%.*s/A:%.*s\","
		 "\"technical_impact\":\"%.*s\"}", level(c[0]), level(c[1]), level(c[2]),
		 level(c[3]), SV_ARG(c[4]), SV_ARG(c[5]), SV_ARG(c[6]), SV_ARG(c[7]));
	ask(facts, "damage", c[8]);
}

/* damage, likelihood, outcome ("Out-of-Cycle") */
static void matrix_row(const struct sv *c)
{
	char facts[256], outcome[32] = "";

	for (size_t i = 0; i < c[2].n && i < sizeof outcome - 1; i++)
		outcome[i] = c[2].p[i] == '-' ? '_' : ch_to_lower(c[2].p[i]);
	snprintf(facts, sizeof facts, "{\"damage\":\"%.*s\",\"likelihood_left\":\"%.*s\"}",
		 SV_ARG(c[0]), SV_ARG(c[1]));
	ask(facts, "outcome", sv_of(outcome));
}

static const struct { const char *file; int rows; void (*row)(const struct sv *c); } files[] = {
	{"data/policy/likelihood_cases.tsv", 240, likelihood_row},
	{"data/policy/damage_cases.tsv", 4374, damage_row},
	{"data/policy/matrix.tsv", 9, matrix_row},
};

int main(void)
{
	arena_auto a = {.cap = 16 << 20};

	policy = load_default(&a);
	for (size_t i = 0; policy && i < YG_COUNT(files); i++) {
		buf_auto b = {0};
		struct sv rest, line;
		int rows = 0;
		if (!check_load(files[i].file, &b)) {
			check_skip(files[i].file, "shared data absent");
			continue;
		}
		rest = buf_view(&b);
		(void)sv_line(&rest, &line);		/* the header */
		for (; sv_line(&rest, &line); rows++) {
			struct sv c[COLUMNS] = {{0}};
			for (size_t n = 0; n < COLUMNS && sv_next(&line, '\t', &c[n]); n++)
				;
			files[i].row(c);
		}
		CHECK_INT(rows, files[i].rows, files[i].file);
	}
	return check_done();
}
