/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cvss4.c - CVSS 4.0 (specification document, section 8): equivalence sets, the score of the
 * macrovector, and the interpolation between it and the next lower ones, in integers.
 */
#include "assess/cvss_internal.h"

enum {
	AV, AC, AT, PR, UI, VC, VI, VA, SC, SI, SA, E, CR, IR, AR,
	MAV, MAC, MAT, MPR, MUI, MVC, MVI, MVA, MSC, MSI, MSA, S, AU, R, V, RE, U, COUNT,
};

static const struct cvss_metric_kind metrics[COUNT] = {
	[AV] = {"AV", CVSS_BASE, {"N", "A", "L", "P"}},
	[AC] = {"AC", CVSS_BASE, {"L", "H"}},
	[AT] = {"AT", CVSS_BASE, {"N", "P"}},
	[PR] = {"PR", CVSS_BASE, {"N", "L", "H"}},
	[UI] = {"UI", CVSS_BASE, {"N", "P", "A"}},
	[VC] = {"VC", CVSS_BASE, {"H", "L", "N"}},
	[VI] = {"VI", CVSS_BASE, {"H", "L", "N"}},
	[VA] = {"VA", CVSS_BASE, {"H", "L", "N"}},
	[SC] = {"SC", CVSS_BASE, {"H", "L", "N"}},
	[SI] = {"SI", CVSS_BASE, {"H", "L", "N"}},
	[SA] = {"SA", CVSS_BASE, {"H", "L", "N"}},
	[E] = {"E", CVSS_THREAT, {"A", "P", "U"}},
	[CR] = {"CR", CVSS_ENVIRONMENTAL, {"H", "M", "L"}},
	[IR] = {"IR", CVSS_ENVIRONMENTAL, {"H", "M", "L"}},
	[AR] = {"AR", CVSS_ENVIRONMENTAL, {"H", "M", "L"}},
	[MAV] = {"MAV", CVSS_ENVIRONMENTAL, {"N", "A", "L", "P"}},
	[MAC] = {"MAC", CVSS_ENVIRONMENTAL, {"L", "H"}},
	[MAT] = {"MAT", CVSS_ENVIRONMENTAL, {"N", "P"}},
	[MPR] = {"MPR", CVSS_ENVIRONMENTAL, {"N", "L", "H"}},
	[MUI] = {"MUI", CVSS_ENVIRONMENTAL, {"N", "P", "A"}},
	[MVC] = {"MVC", CVSS_ENVIRONMENTAL, {"H", "L", "N"}},
	[MVI] = {"MVI", CVSS_ENVIRONMENTAL, {"H", "L", "N"}},
	[MVA] = {"MVA", CVSS_ENVIRONMENTAL, {"H", "L", "N"}},
	[MSC] = {"MSC", CVSS_ENVIRONMENTAL, {"H", "L", "N"}},
	[MSI] = {"MSI", CVSS_ENVIRONMENTAL, {"S", "H", "L", "N"}},
	[MSA] = {"MSA", CVSS_ENVIRONMENTAL, {"S", "H", "L", "N"}},
	[S] = {"S", CVSS_SUPPLEMENTAL, {"N", "P"}},
	[AU] = {"AU", CVSS_SUPPLEMENTAL, {"N", "Y"}},
	[R] = {"R", CVSS_SUPPLEMENTAL, {"A", "U", "I"}},
	[V] = {"V", CVSS_SUPPLEMENTAL, {"D", "C"}},
	[RE] = {"RE", CVSS_SUPPLEMENTAL, {"L", "M", "H"}},
	[U] = {"U", CVSS_SUPPLEMENTAL, {"Clear", "Green", "Amber", "Red"}},
};

/*
 * The effective metrics as steps away from the severest value: the modified value where it is
 * set, else the base value; E not defined counts as A, a requirement not defined as H.
 * Steps of SC, SI and SA start at 1, because 0 is Safety, which only MSI and MSA can say.
 */
struct steps {
	uint8_t av, pr, ui, ac, at, sc, si, sa, vc, vi, va, cr, ir, ar, e;
};

/* A maximum of an equivalence set, in steps; up to six metrics. */
struct maximum {
	uint8_t step[6];
};

struct level {				/* one level of one equivalence set */
	uint8_t depth;			/* steps from its maximum to its minimum */
	uint8_t count;
	struct maximum max[6];
};

/* Specification, tables 24 to 30 (maximal vectors) and the depths that follow from them. */
static const struct level eq1_levels[3] = {		/* AV PR UI */
	{1, 1, {{{0, 0, 0}}}},
	{4, 3, {{{1, 0, 0}}, {{0, 1, 0}}, {{0, 0, 1}}}},
	{5, 2, {{{3, 0, 0}}, {{1, 1, 1}}}},
};
static const struct level eq2_levels[2] = {		/* AC AT */
	{1, 1, {{{0, 0}}}},
	{2, 2, {{{1, 0}}, {{0, 1}}}},
};
static const struct level eq4_levels[3] = {		/* SC SI SA */
	{6, 1, {{{1, 0, 0}}}},
	{5, 1, {{{1, 1, 1}}}},
	{4, 1, {{{2, 2, 2}}}},
};
static const struct level eq36_levels[3][2] = {		/* VC VI VA CR IR AR */
	{{7, 1, {{{0, 0, 0, 0, 0, 0}}}},
	 {6, 2, {{{0, 0, 1, 1, 1, 0}}, {{0, 0, 0, 1, 1, 1}}}}},
	{{8, 2, {{{1, 0, 0, 0, 0, 0}}, {{0, 1, 0, 0, 0, 0}}}},
	 {8, 5, {{{1, 0, 1, 0, 1, 0}}, {{1, 0, 0, 0, 1, 1}}, {{0, 1, 0, 1, 0, 1}},
		 {{0, 1, 1, 1, 0, 0}}, {{1, 1, 0, 0, 0, 1}}}}},
	{{0},						/* cannot occur */
	 {10, 1, {{{1, 1, 1, 0, 0, 0}}}}},
};

enum { COMMON = 840 };			/* a multiple of every depth */

static uint8_t step(const struct cvss *v, int modified, int base)
{
	uint8_t m = v->value[modified] ? v->value[modified] : v->value[base];
	return (uint8_t)(m - 1);
}

/* SI and SA: the modified list starts with S, the base list with H. */
static uint8_t step_safety(const struct cvss *v, int modified, int base)
{
	return v->value[modified] ? (uint8_t)(v->value[modified] - 1) : v->value[base];
}

static uint8_t step_default(const struct cvss *v, int metric)
{
	return v->value[metric] ? (uint8_t)(v->value[metric] - 1) : 0;
}

static struct steps steps_of(const struct cvss *v)
{
	return (struct steps){
		.av = step(v, MAV, AV), .pr = step(v, MPR, PR), .ui = step(v, MUI, UI),
		.ac = step(v, MAC, AC), .at = step(v, MAT, AT),
		.vc = step(v, MVC, VC), .vi = step(v, MVI, VI), .va = step(v, MVA, VA),
		.sc = (uint8_t)(step(v, MSC, SC) + 1),
		.si = step_safety(v, MSI, SI), .sa = step_safety(v, MSA, SA),
		.cr = step_default(v, CR), .ir = step_default(v, IR), .ar = step_default(v, AR),
		.e = step_default(v, E),
	};
}

static void equivalence(const struct steps *s, uint8_t eq[6])
{
	enum { PHYSICAL = 3 };

	if (!s->av && !s->pr && !s->ui)
		eq[0] = 0;
	else
		eq[0] = (!s->av || !s->pr || !s->ui) && s->av != PHYSICAL ? 1 : 2;
	eq[1] = s->ac || s->at;
	if (!s->vc && !s->vi)
		eq[2] = 0;
	else
		eq[2] = !s->vc || !s->vi || !s->va ? 1 : 2;
	if (!s->si || !s->sa)
		eq[3] = 0;
	else
		eq[3] = s->sc == 1 || s->si == 1 || s->sa == 1 ? 1 : 2;
	eq[4] = s->e;
	eq[5] = !((!s->cr && !s->vc) || (!s->ir && !s->vi) || (!s->ar && !s->va));
}

void cvss4_macrovector(const struct cvss *v, uint8_t eq[6])
{
	struct steps s = steps_of(v);
	equivalence(&s, eq);
}

/* Score of a macrovector in tenths; -1 when a digit is out of range or it cannot occur. */
static int lookup(int eq1, int eq2, int eq3, int eq4, int eq5, int eq6)
{
	int i;
	if (eq1 > 2 || eq2 > 1 || eq3 > 2 || eq4 > 2 || eq5 > 2 || eq6 > 1)
		return -1;
	i = ((((eq1 * 2 + eq2) * 3 + eq3) * 3 + eq4) * 3 + eq5) * 2 + eq6;
	return cvss4_macrovector_tenths[i] == CVSS4_NO_SCORE ? -1 : cvss4_macrovector_tenths[i];
}

/* Steps from the first maximum that is at least as severe in every metric. */
static int distance(const struct level *level, const uint8_t *s, unsigned n)
{
	for (unsigned k = 0; k < level->count; k++) {
		int sum = 0;
		unsigned i;
		for (i = 0; i < n && s[i] >= level->max[k].step[i]; i++)
			sum += s[i] - level->max[k].step[i];
		if (i == n)
			return sum;
	}
	return 0;
}

/* EQ3 and EQ6 move together: from 00 to the better of 01 and 10, and so on. */
static int lookup_lower_36(const uint8_t eq[6])
{
	int left, right;

	if (eq[2] == 0 && eq[5] == 0) {
		left = lookup(eq[0], eq[1], 0, eq[3], eq[4], 1);
		right = lookup(eq[0], eq[1], 1, eq[3], eq[4], 0);
		return left > right ? left : right;
	}
	if (eq[2] == 1 && eq[5] == 0)
		return lookup(eq[0], eq[1], 1, eq[3], eq[4], 1);
	return lookup(eq[0], eq[1], eq[2] + 1, eq[3], eq[4], 1);
}

/* score = own - mean over the existing lower macrovectors of (own - lower) * distance/depth */
static int score_of(const struct cvss *v)
{
	const struct steps s = steps_of(v);
	const uint8_t part1[] = {s.av, s.pr, s.ui}, part2[] = {s.ac, s.at};
	const uint8_t part36[] = {s.vc, s.vi, s.va, s.cr, s.ir, s.ar};
	const uint8_t part4[] = {s.sc, s.si, s.sa};
	uint8_t eq[6];
	int own, total = 0, n = 0;

	if (s.vc == 2 && s.vi == 2 && s.va == 2 && s.sc == 3 && s.si == 3 && s.sa == 3)
		return 0;			/* no impact at all */
	equivalence(&s, eq);
	own = lookup(eq[0], eq[1], eq[2], eq[3], eq[4], eq[5]);

	const struct { const struct level *level; const uint8_t *steps; unsigned n; int lower; }
	sets[] = {
		{&eq1_levels[eq[0]], part1, 3,
		 lookup(eq[0] + 1, eq[1], eq[2], eq[3], eq[4], eq[5])},
		{&eq2_levels[eq[1]], part2, 2,
		 lookup(eq[0], eq[1] + 1, eq[2], eq[3], eq[4], eq[5])},
		{&eq36_levels[eq[2]][eq[5]], part36, 6, lookup_lower_36(eq)},
		{&eq4_levels[eq[3]], part4, 3,
		 lookup(eq[0], eq[1], eq[2], eq[3] + 1, eq[4], eq[5])},
		/* EQ5 has one metric: its distance is always 0, but it counts in the mean. */
		{NULL, NULL, 0, lookup(eq[0], eq[1], eq[2], eq[3], eq[4] + 1, eq[5])},
	};
	for (unsigned i = 0; i < YG_COUNT(sets); i++) {
		if (sets[i].lower < 0)
			continue;
		n++;
		if (sets[i].level)
			total += (own - sets[i].lower) * (COMMON / sets[i].level->depth) *
				 distance(sets[i].level, sets[i].steps, sets[i].n);
	}
	if (n == 0)
		return own;
	/* Half up in units of 1 / (COMMON * n). */
	return (2 * (own * COMMON * n - total) + COMMON * n) / (2 * COMMON * n);
}

/* The vector without the metrics of the groups that are not in `keep`. */
static struct cvss only(const struct cvss *v, unsigned keep)
{
	struct cvss x = *v;
	for (unsigned i = 0; i < COUNT; i++)
		if (!(metrics[i].group & keep))
			x.value[i] = 0;
	return x;
}

static int base_score(const struct cvss *v)
{
	struct cvss x = only(v, CVSS_BASE);
	return score_of(&x);
}

static int threat_score(const struct cvss *v)
{
	struct cvss x = only(v, CVSS_BASE | CVSS_THREAT);
	return score_of(&x);
}

const struct cvss_kind cvss4_kind = {
	.version = CVSS_4_0, .name = "4.0", .prefix = SV_INIT("CVSS:4.0/"), .undefined = "X",
	.ordered = true, .metrics = metrics, .metric_count = COUNT,
	.base = base_score, .temporal = threat_score, .environmental = score_of,
};
