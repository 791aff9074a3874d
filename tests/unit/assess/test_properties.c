/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds for every policy and every fact: a worse fact never gives a milder decision or a
 * later deadline, and neither the order of rows and columns nor that of facts matters.
 */
#include "check.h"

#include "assess/calc.h"
#include "assess/decide.h"
#include "base/text.h"

enum { RUNS = 20000, SLOTS = LIMIT_POLICY_INPUTS + LIMIT_POLICY_TABLES };

static uint64_t state = 20261122;

static unsigned below(unsigned n)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)((state >> 33) % n);
}

static const struct policy *load(struct arena *a, struct sv text, const struct policy_csv *csv,
				 size_t csv_count)
{
	static struct policy_problems problems;
	const struct policy *p = NULL;

	if (policy_load(a, text, csv, csv_count, &p, &problems) < 0) {
		buf_auto b = BUF_CAP(8192);
		policy_problem_write(&b, &problems.list[0], MSG_EN);
		fprintf(stderr, "%s\n", b.p);
		abort();
	}
	return p;
}

/* Every table, on slots set at random, one ordered input made worse. */
static void check_tables(const struct policy *p)
{
	for (unsigned run = 0; run < RUNS; run++) {
		uint8_t mild[SLOTS] = {0}, worse[SLOTS];
		unsigned i = below(p->input_count);
		for (unsigned k = 0; k < p->input_count; k++)
			mild[k] = (uint8_t)below(p->slots[k].value_count);
		if (!p->slots[i].ordered || mild[i] + 1 == p->slots[i].value_count)
			continue;
		memcpy(worse, mild, sizeof worse);
		worse[i]++;
		policy_eval(p, mild, NULL, false, NULL);
		policy_eval(p, worse, NULL, false, NULL);
		for (unsigned k = p->input_count; k < p->slot_count; k++)
			CHECK(worse[k] >= mild[k], "%.*s: worse %.*s, milder %.*s", SV_ARG(p->id),
			      SV_ARG(p->slots[i].name), SV_ARG(p->slots[k].name));
		policy_eval(p, mild, NULL, true, NULL);
		policy_eval(p, worse, NULL, true, NULL);
		CHECK(worse[p->outcome_slot] >= mild[p->outcome_slot], "%.*s: pending",
		      SV_ARG(p->id));
	}
}

/* Facts as numbers, mild to severe; 0 = unknown. */
enum { KEV, EXPLOITATION, WEAPONISED, RANSOMWARE, AUTOMATABLE, IMPACT, EXPOSURE, UNCOVERED,
       INFORMATION, OUTAGE, SAFETY, PIVOT, EPSS, COUNT };
static const unsigned values[COUNT] = {2, 3, 2, 2, 2, 2, 3, 2, 3, 3, 3, 3, 5};

static struct decide_facts facts_of(const unsigned *v)
{
	static const double epss[] = {0, 0.1, 0.949999, 0.95, 0.99, 1};

	return (struct decide_facts){
		.kev = (enum decide_answer)v[KEV],
		.exploitation = (enum decide_exploitation)v[EXPLOITATION],
		.weaponised = (enum decide_answer)v[WEAPONISED],
		.ransomware = (enum decide_answer)v[RANSOMWARE],
		.automatable = (enum decide_answer)v[AUTOMATABLE],
		.technical_impact = (enum decide_impact)v[IMPACT],
		.exposure = (enum decide_exposure)v[EXPOSURE],
		.countermeasure = v[UNCOVERED] == 0 ? DECIDE_ANSWER_UNKNOWN
				  : v[UNCOVERED] == 1 ? DECIDE_YES : DECIDE_NO,
		.held_information = (enum decide_level)v[INFORMATION],
		.outage = (enum decide_level)v[OUTAGE],
		.safety = (enum decide_level)v[SAFETY],
		.pivot = (enum decide_level)v[PIVOT],
		.has_epss_percentile = v[EPSS] > 0, .epss_percentile = epss[v[EPSS]],
	};
}

static const struct cvss *random_vector(struct cvss *v)
{
	static const char *const vectors[] = {
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:H",
		"CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:P/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N/E:P",
		"AV:N/AC:M/Au:N/C:P/I:C/A:N", "CVSS:3.0/AV:P/AC:H/PR:H/UI:R/S:C/C:N/I:L/A:N/E:F",
	};
	unsigned i = below(YG_COUNT(vectors) + 1);

	return i < YG_COUNT(vectors) && cvss_parse(sv_of(vectors[i]), v, NULL) == 0 ? v : NULL;
}

static bool sooner(int days, int than)
{
	return than < 0 || (days >= 0 && days <= than);
}

static struct decision decide_or_abort(const struct policy *p, const struct decide_facts *f)
{
	struct decision d;
	if (decide(p, f, NULL, &d) < 0)
		abort();
	return d;
}

/* One known fact made worse, the others any, known or not. */
static void check_facts(const struct policy *p)
{
	for (unsigned run = 0; run < RUNS; run++) {
		unsigned v[COUNT], i = below(COUNT);
		struct decide_facts f;
		struct decision mild, worse;
		struct cvss vector;
		const struct cvss *cvss = random_vector(&vector);
		for (unsigned k = 0; k < COUNT; k++)
			v[k] = below(values[k] + 1);
		if (v[i] == 0 || v[i] == values[i])
			continue;
		f = facts_of(v);
		f.cvss = cvss;
		mild = decide_or_abort(p, &f);
		v[i]++;
		f = facts_of(v);
		f.cvss = cvss;
		worse = decide_or_abort(p, &f);
		CHECK(worse.outcome >= mild.outcome && worse.damage >= mild.damage &&
		      worse.likelihood >= mild.likelihood && worse.rule >= mild.rule,
		      "%.*s: fact %u", SV_ARG(p->id), i);
		CHECK(sooner(worse.remediate_days, mild.remediate_days) &&
		      sooner(worse.decide_days, mild.decide_days) &&
		      sooner(worse.mitigate_days, mild.mitigate_days), "%.*s: deadline, fact %u",
		      SV_ARG(p->id), i);
		CHECK(!mild.pending || mild.outcome > DECIDE_DEFER ||
		      sv_is(p->id, "ssvc-supplier") || sv_is(p->id, "bod-26-04"),
		      "%.*s: pending is never Defer", SV_ARG(p->id));
	}
}

/* The cells of a row as its text shows them: "a × b|c → d". */
static size_t cells_of(struct sv text, struct sv *cells)
{
	size_t n = 0;
	for (;;) {
		size_t by = sv_search(text, SV(" × ")), to = sv_search(text, SV(" → "));
		size_t cut = by < to ? by : to;
		cells[n++] = sv_first(text, cut);
		if (cut == text.n)
			return n;
		text = sv_from(text, cut + (by < to ? strlen(" × ") : strlen(" → ")));
	}
}

static void shuffle(unsigned *order, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		order[i] = i;
	for (unsigned i = n; i > 1; i--) {
		unsigned k = below(i), t = order[i - 1];
		order[i - 1] = order[k];
		order[k] = t;
	}
}

/* A table as CSV, rows and columns in random order. */
static void put_csv(struct buf *b, const struct policy *p, const struct policy_table *t)
{
	unsigned columns[LIMIT_POLICY_ARITY + 1], rows[256];
	struct sv cells[LIMIT_POLICY_ARITY + 1];

	shuffle(columns, t->arity + 1u);
	shuffle(rows, t->row_count);
	for (unsigned k = 0; k <= t->arity; k++)
		buf_fmt(b, "%s%.*s", k ? "," : "", SV_ARG(columns[k] < t->arity
			? p->slots[t->from[columns[k]]].name : p->slots[t->slot].name));
	for (unsigned r = 0; r < t->row_count; r++) {
		CHECK_INT(cells_of(t->rows[rows[r]].text, cells), t->arity + 1, "cells");
		for (unsigned k = 0; k <= t->arity; k++)
			buf_fmt(b, "%s%.*s", k ? "," : "\n", SV_ARG(cells[columns[k]]));
	}
}

static void check_order(const char *name)
{
	arena_auto a = {.cap = 64 << 20};
	struct sv text = policy_builtin_text(sv_of(name));
	const struct policy *p = load(&a, text, NULL, 0), *other;
	struct policy_csv csv[LIMIT_POLICY_TABLES];
	struct buf texts[LIMIT_POLICY_TABLES];
	size_t n = 0;

	for (unsigned i = 0; i < p->table_count; i++) {
		if (p->tables[i].worst_of)
			continue;
		texts[n] = BUF_CAP(1 << 20);
		put_csv(&texts[n], p, &p->tables[i]);
		csv[n] = (struct policy_csv){p->slots[p->tables[i].slot].name, buf_view(&texts[n])};
		n++;
	}
	other = load(&a, text, csv, n);
	for (unsigned run = 0; run < RUNS / 10; run++) {
		unsigned v[COUNT];
		struct decide_facts f;
		struct decision x, y;
		struct cvss vector;
		for (unsigned k = 0; k < COUNT; k++)
			v[k] = below(values[k] + 1);
		f = facts_of(v);
		f.cvss = random_vector(&vector);
		x = decide_or_abort(p, &f);
		y = decide_or_abort(other, &f);
		CHECK(x.outcome == y.outcome && x.likelihood == y.likelihood && x.damage == y.damage &&
		      x.pending == y.pending && x.remediate_days == y.remediate_days &&
		      x.duties_mask == y.duties_mask && sv_eq(x.rule->name, y.rule->name),
		      "%s: order of rows and columns", name);
	}
	for (size_t i = 0; i < n; i++)
		buf_drop(&texts[i]);
}

/* The same facts in another order give the same line. */
static void check_line_order(const struct policy *p)
{
	static const char *const parts[] = {
		"\"kev\":true", "\"exposure\":\"open\"", "\"held_information\":1", "\"outage\":2",
		"\"cvss\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"", "\"epss_percentile\":0.5",
	};
	buf_auto first = BUF_CAP(1 << 16);

	for (unsigned run = 0; run < 200; run++) {
		arena_auto a = {.cap = 1 << 20};
		buf_auto line = BUF_CAP(1 << 16), out = BUF_CAP(1 << 16);
		unsigned order[YG_COUNT(parts)];
		shuffle(order, YG_COUNT(parts));
		for (unsigned i = 0; i < YG_COUNT(parts); i++)
			buf_fmt(&line, "%s%s", i ? "," : "{", parts[order[i]]);
		buf_char(&line, '}');
		if (calc_policy_line(p, &a, buf_view(&line), run ? &out : &first) < 0)
			abort();
		CHECK(run == 0 || sv_eq(buf_view(&out), buf_view(&first)), "order of facts");
	}
}

int main(void)
{
	for (size_t i = 0; policy_builtin_name(i); i++) {
		arena_auto a = {.cap = 16 << 20};
		const struct policy *p = load(&a, policy_builtin_text(sv_of(policy_builtin_name(i))),
					      NULL, 0);
		check_tables(p);
		check_facts(p);
		check_line_order(p);
		check_order(policy_builtin_name(i));
	}
	return check_done();
}
