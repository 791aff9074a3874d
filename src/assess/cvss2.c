/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cvss2.c - CVSS 2.0 ("A Complete Guide to the CVSS Version 2.0", section 3.2).
 *
 * Every weight has two or three decimals, so the equations are exact in integers; each
 * intermediate score is rounded half up to one decimal, as the guide says.
 */
#include "assess/cvss_internal.h"

__extension__ typedef __int128 wide;	/* 21 decimals of a score below 10 */

enum { AV, AC, AU, C, I, A, E, RL, RC, CDP, TD, CR, IR, AR, COUNT };

static const struct cvss_metric_kind metrics[COUNT] = {
	[AV] = {"AV", CVSS_BASE, {"L", "A", "N"}},
	[AC] = {"AC", CVSS_BASE, {"H", "M", "L"}},
	[AU] = {"Au", CVSS_BASE, {"M", "S", "N"}},
	[C] = {"C", CVSS_BASE, {"N", "P", "C"}},
	[I] = {"I", CVSS_BASE, {"N", "P", "C"}},
	[A] = {"A", CVSS_BASE, {"N", "P", "C"}},
	[E] = {"E", CVSS_TEMPORAL, {"U", "POC", "F", "H"}},
	[RL] = {"RL", CVSS_TEMPORAL, {"OF", "TF", "W", "U"}},
	[RC] = {"RC", CVSS_TEMPORAL, {"UC", "UR", "C"}},
	[CDP] = {"CDP", CVSS_ENVIRONMENTAL, {"N", "L", "LM", "MH", "H"}},
	[TD] = {"TD", CVSS_ENVIRONMENTAL, {"N", "L", "M", "H"}},
	[CR] = {"CR", CVSS_ENVIRONMENTAL, {"L", "M", "H"}},
	[IR] = {"IR", CVSS_ENVIRONMENTAL, {"L", "M", "H"}},
	[AR] = {"AR", CVSS_ENVIRONMENTAL, {"L", "M", "H"}},
};

/* By stored value; [0] is "not defined".  AV, Au and impacts in thousandths, CDP in tenths,
 * the others in hundredths. */
static const int weight[COUNT][6] = {
	[AV] = {0, 395, 646, 1000},
	[AC] = {0, 35, 61, 71},
	[AU] = {0, 450, 560, 704},
	[C] = {0, 0, 275, 660},
	[I] = {0, 0, 275, 660},
	[A] = {0, 0, 275, 660},
	[E] = {100, 85, 90, 95, 100},
	[RL] = {100, 87, 90, 95, 100},
	[RC] = {100, 90, 95, 100},
	[CDP] = {0, 0, 1, 3, 4, 5},
	[TD] = {100, 0, 25, 75, 100},
	[CR] = {100, 50, 100, 151},
	[IR] = {100, 50, 100, 151},
	[AR] = {100, 50, 100, 151},
};

static int w(const struct cvss *v, int metric)
{
	return weight[metric][v->value[metric]];
}

/* x / unit rounded half up; x may be negative, unit is even. */
static int round_half_up(wide x, wide unit)
{
	wide shifted = x + unit / 2, q = shifted / unit;
	return (int)(shifted % unit < 0 ? q - 1 : q);
}

/*
 * The base equation; requirements in hundredths (100 = they do not count).  An adjusted base
 * may be negative when the requirements are low: the guide clamps nothing before the end.
 */
static int base_equation(const struct cvss *v, int cr, int ir, int ar, bool adjusted)
{
	const int64_t one = 1000000000000000;				/* 1e15 */
	int64_t untouched = (int64_t)(100000 - w(v, C) * cr) * (100000 - w(v, I) * ir) *
			    (100000 - w(v, A) * ar);			/* 1e-15 */
	int64_t impact = 1041 * (one - untouched);			/* 10.41 * ..., 1e-17 */
	int64_t exploitability = (int64_t)20 * w(v, AV) * w(v, AC) * w(v, AU);	/* 1e-8 */
	wide score;							/* 1e-21 */

	if (impact <= 0)
		return 0;						/* f(Impact) = 0 */
	if (adjusted && impact > 1000 * one)
		impact = 1000 * one;					/* min(10, ...) */
	score = (wide)6 * impact + (wide)4 * exploitability * 1000000000 -
		(wide)1500 * one;					/* 1e-18 */
	return round_half_up(score * 1176, (wide)100000 * one);
}

/* base * E * RL * RC, half up. */
static int temporal_equation(const struct cvss *v, int base)
{
	return round_half_up((wide)base * (w(v, E) * w(v, RL) * w(v, RC)), 1000000);
}

static int base_score(const struct cvss *v)
{
	return base_equation(v, 100, 100, 100, false);
}

static int temporal_score(const struct cvss *v)
{
	return temporal_equation(v, base_score(v));
}

/* (AdjustedTemporal + (10 - AdjustedTemporal) * CDP) * TD */
static int environmental_score(const struct cvss *v)
{
	int base = base_equation(v, w(v, CR), w(v, IR), w(v, AR), true);
	int adjusted = temporal_equation(v, base);
	int raised = adjusted * 10 + (100 - adjusted) * w(v, CDP);	/* hundredths */
	int score = round_half_up((wide)raised * w(v, TD), 1000);

	return score < 0 ? 0 : score;
}

const struct cvss_kind cvss2_kind = {
	.version = CVSS_2_0, .name = "2.0", .undefined = "ND",
	.metrics = metrics, .metric_count = COUNT,
	.base = base_score, .temporal = temporal_score, .environmental = environmental_score,
};
