/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CERT/CC's SSVC tables: the policies that the program carries give the published outcome in
 * every row, the published CSV can take the place of their rows, and each published table is
 * complete when it is loaded as a policy of its own.
 */
#include "assess/decide.h"
#include "base/text.h"
#include "check_file.h"
#include "default_policy.h"

enum { COLUMNS = 10, VALUES = 8 };

static const struct { const char *policy, *csv; int rows; const char *columns[4]; } tables[] = {
	{"bod-26-04", "cisa_bod_26_04_1_0_0", 16,
	 {"in_kev", "publicly_exposed", "automatable", "technical_impact"}},
	{"cisa-coordinator", "cisa_coordinator_2_0_3", 36,
	 {"exploitation", "automatable", "technical_impact", "mission_and_well_being_impact"}},
	{"ssvc-deployer", "deployer_patch_application_priority_1_0_0", 72,
	 {"exploitation", "system_exposure", "automatable", "human_impact"}},
	{"ssvc-supplier", "supplier_patch_development_priority_1_0_0", 36,
	 {"exploitation", "utility", "technical_impact", "public_safety_impact"}},
};

static bool load_csv(const char *name, struct buf *b)
{
	char path[128];
	snprintf(path, sizeof path, "data/ssvc/decision_tables/%s.csv", name);
	if (check_load(path, b))
		return true;
	check_skip(path, "shared data absent");
	return false;
}

/* row, four inputs, outcome: asked by name of both policies. */
static void check_row(const struct policy *own, const struct policy *from_csv, size_t i,
		      struct sv line)
{
	struct decide_given given[4];
	struct decide_facts f = {.given = given, .given_count = 4};
	struct decision d = {0};
	struct sv cell;

	(void)sv_next(&line, ',', &cell);
	for (int k = 0; k < 4; k++) {
		(void)sv_next(&line, ',', &cell);
		given[k] = (struct decide_given){sv_of(tables[i].columns[k]), cell};
	}
	CHECK_INT(decide(own, &f, NULL, &d), 0, tables[i].policy);
	CHECK(sv_eq(d.rule->name, line), "%s: %.*s, want %.*s", tables[i].policy,
	      SV_ARG(d.rule->name), SV_ARG(line));
	CHECK_INT(decide(from_csv, &f, NULL, &d), 0, tables[i].policy);
	CHECK(sv_eq(d.rule->name, line), "%s from CSV: %.*s, want %.*s", tables[i].policy,
	      SV_ARG(d.rule->name), SV_ARG(line));
	CHECK_INT(d.assumed_mask, 0, "nothing is assumed where all is given");
}

static void check_table(size_t i)
{
	arena_auto a = {.cap = 16 << 20};
	buf_auto b = {0};
	struct policy_csv csv = {.table = SV("outcome")};
	const struct policy *own, *from_csv;
	struct sv rest, line, text = policy_builtin_text(sv_of(tables[i].policy));
	int rows = 0;

	if (!CHECK(text.n > 0, "%s is embedded", tables[i].policy) ||
	    !load_csv(tables[i].csv, &b))
		return;
	csv.text = buf_view(&b);
	own = load_text(&a, text, NULL, 0);
	from_csv = load_text(&a, text, &csv, 1);
	if (!own || !from_csv)
		return;
	rest = buf_view(&b);
	(void)sv_line(&rest, &line);
	for (; sv_line(&rest, &line); rows++)
		check_row(own, from_csv, i, line);
	CHECK_INT(rows, tables[i].rows, tables[i].policy);
}

/* One column of a table: its distinct values in order of appearance. */
struct column {
	struct sv values[VALUES];
	size_t count;
};

static void add_value(struct column *c, struct sv value)
{
	for (size_t i = 0; i < c->count; i++)
		if (sv_eq(c->values[i], value))
			return;
	if (CHECK(c->count < VALUES, "too many values"))
		c->values[c->count++] = value;
}

static void put_values(struct buf *b, const struct column *c)
{
	for (size_t i = 0; i < c->count; i++)
		buf_fmt(b, "%s{\"name\": \"%.*s\"}", i ? ", " : "", SV_ARG(c->values[i]));
}

/* A policy around a table: inputs c1.. given by name, nothing ordered, any outcome. */
static void put_policy(struct buf *b, const struct column *columns, size_t count)
{
	const struct column *result = &columns[count - 1];

	buf_str(b, "{\"format\": \"yagura-policy/1\", \"id\": \"t\", \"version\": \"1\", "
		   "\"inputs\": [");
	for (size_t k = 0; k + 1 < count; k++) {
		buf_fmt(b, "%s{\"name\": \"c%zu\", \"fact\": \"given\", \"ordered\": false, "
			"\"unknown\": \"%.*s\", \"values\": [", k ? ", " : "", k,
			SV_ARG(columns[k].values[0]));
		put_values(b, &columns[k]);
		buf_str(b, "]}");
	}
	buf_str(b, "], \"tables\": [{\"name\": \"outcome\", \"ordered\": false, \"inputs\": [");
	for (size_t k = 0; k + 1 < count; k++)
		buf_fmt(b, "%s\"c%zu\"", k ? ", " : "", k);
	buf_str(b, "], \"values\": [");
	for (size_t i = 0; i < result->count; i++)
		buf_fmt(b, "%s{\"name\": \"%.*s\", \"means\": \"scheduled\"}", i ? ", " : "",
			SV_ARG(result->values[i]));
	buf_str(b, "]}], \"result\": {\"outcome\": \"outcome\"}, \"outcomes\": [");
	for (size_t i = 0; i < result->count; i++)
		buf_fmt(b, "%s{\"value\": \"%.*s\"}", i ? ", " : "", SV_ARG(result->values[i]));
	buf_str(b, "]}");
}

/* Any published table: the CSV with its header replaced by c0, c1, ..., result. */
static void check_complete(const char *name, int want_rows)
{
	arena_auto a = {.cap = 16 << 20};
	buf_auto b = {0}, text = BUF_CAP(65536), csv = BUF_CAP(65536);
	struct column columns[COLUMNS] = {0};
	struct policy_csv attached = {.table = SV("outcome")};
	struct sv rest, line, cell;
	size_t count = 0;
	int rows = 0;

	if (!load_csv(name, &b))
		return;
	rest = buf_view(&b);
	(void)sv_line(&rest, &line);
	for (struct sv body = rest; sv_line(&body, &line); rows++) {
		(void)sv_next(&line, ',', &cell);	/* the row's number */
		for (count = 0; count < COLUMNS && sv_next(&line, ',', &cell); count++)
			add_value(&columns[count], cell);
	}
	buf_str(&csv, "row");
	for (size_t k = 0; k + 1 < count; k++)
		buf_fmt(&csv, ",c%zu", k);
	buf_str(&csv, ",result\n");
	buf_sv(&csv, rest);
	put_policy(&text, columns, count);
	attached.text = buf_view(&csv);
	CHECK(load_text(&a, buf_view(&text), &attached, 1) != NULL, "%s", name);
	CHECK_INT(rows, want_rows, name);
}

int main(void)
{
	for (size_t i = 0; i < YG_COUNT(tables); i++) {
		check_table(i);
		check_complete(tables[i].csv, tables[i].rows);
	}
	check_complete("human_impact_1_0_0", 16);
	check_complete("utility_1_0_0", 4);
	check_complete("public_safety_impact_1_0_0", 4);
	check_complete("coordinator_triage_1_0_0", 192);
	check_complete("coordinator_publish_decision_table_1_0_0", 27);
	return check_done();
}
