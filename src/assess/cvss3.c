/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cvss3.c - CVSS 3.0 and 3.1 (their specification documents, sections 7 and 8).
 *
 * Scores are held in units of 1e-16.  Everything is exact in them except the fifteenth
 * (thirteenth) power, which is taken in binary fixed point with an error of a few 1e-16; no
 * vector comes near enough to a rounding boundary for that to matter (docs/conformance.md).
 */
#include "assess/cvss_internal.h"

__extension__ typedef unsigned __int128 wide;

enum {
	AV, AC, PR, UI, S, C, I, A, E, RL, RC, CR, IR, AR, MAV, MAC, MPR, MUI, MS, MC, MI, MA,
	COUNT,
};

static const struct cvss_metric_kind metrics[COUNT] = {
	[AV] = {"AV", CVSS_BASE, {"N", "A", "L", "P"}},
	[AC] = {"AC", CVSS_BASE, {"L", "H"}},
	[PR] = {"PR", CVSS_BASE, {"N", "L", "H"}},
	[UI] = {"UI", CVSS_BASE, {"N", "R"}},
	[S] = {"S", CVSS_BASE, {"U", "C"}},
	[C] = {"C", CVSS_BASE, {"H", "L", "N"}},
	[I] = {"I", CVSS_BASE, {"H", "L", "N"}},
	[A] = {"A", CVSS_BASE, {"H", "L", "N"}},
	[E] = {"E", CVSS_TEMPORAL, {"H", "F", "P", "U"}},
	[RL] = {"RL", CVSS_TEMPORAL, {"U", "W", "T", "O"}},
	[RC] = {"RC", CVSS_TEMPORAL, {"C", "R", "U"}},
	[CR] = {"CR", CVSS_ENVIRONMENTAL, {"H", "M", "L"}},
	[IR] = {"IR", CVSS_ENVIRONMENTAL, {"H", "M", "L"}},
	[AR] = {"AR", CVSS_ENVIRONMENTAL, {"H", "M", "L"}},
	[MAV] = {"MAV", CVSS_ENVIRONMENTAL, {"N", "A", "L", "P"}},
	[MAC] = {"MAC", CVSS_ENVIRONMENTAL, {"L", "H"}},
	[MPR] = {"MPR", CVSS_ENVIRONMENTAL, {"N", "L", "H"}},
	[MUI] = {"MUI", CVSS_ENVIRONMENTAL, {"N", "R"}},
	[MS] = {"MS", CVSS_ENVIRONMENTAL, {"U", "C"}},
	[MC] = {"MC", CVSS_ENVIRONMENTAL, {"H", "L", "N"}},
	[MI] = {"MI", CVSS_ENVIRONMENTAL, {"H", "L", "N"}},
	[MA] = {"MA", CVSS_ENVIRONMENTAL, {"H", "L", "N"}},
};

/* Hundredths, by stored value; [0] is "not defined". */
static const int w_av[] = {0, 85, 62, 55, 20}, w_ac[] = {0, 77, 44}, w_ui[] = {0, 85, 62};
static const int w_pr[2][4] = {{0, 85, 62, 27}, {0, 85, 68, 50}};	/* by scope changed */
static const int w_impact[] = {0, 56, 22, 0};
static const int w_e[] = {100, 100, 97, 94, 91}, w_rl[] = {100, 100, 97, 96, 95};
static const int w_rc[] = {100, 100, 96, 92}, w_requirement[] = {100, 150, 100, 50};

enum { SCOPE_CHANGED = 2 };

#define ONE INT64_C(10000000000000000)		/* 1.0 in units of 1e-16 */

/* The metrics that an equation reads, modified or not. */
struct terms {
	uint8_t av, ac, pr, ui, c, i, a;
	int cr, ir, ar;			/* hundredths */
	bool changed, modified;
};

/* v3.1 appendix A: the smallest tenth that is not below x, blind to noise under 1e-5. */
static int round_up_31(int64_t x)
{
	int64_t i = (x + ONE / 200000) / (ONE / 100000);
	return (int)(i % 10000 == 0 ? i / 10000 : i / 10000 + 1);
}

/* v3.0: the smallest tenth that is not below x; 1e-10 is taken as noise, as calculators do. */
static int round_up_30(int64_t x)
{
	int64_t i = (x * 10 + ONE / 2000000000) / (ONE / 1000000000);
	return (int)((i + 999999999) / 1000000000);
}

static int round_up(const struct cvss *v, int64_t x)
{
	return v->version == CVSS_3_0 ? round_up_30(x) : round_up_31(x);
}

/* x to the n-th power, both in units of 1e-16; 0 for a negative x. */
static int64_t power(int64_t x, unsigned n)
{
	uint64_t q, p = (uint64_t)1 << 62;

	if (x <= 0)
		return 0;
	q = (uint64_t)(((wide)(uint64_t)x << 62) / (uint64_t)ONE);
	for (; n > 0; n >>= 1) {
		if (n & 1)
			p = (uint64_t)((wide)p * q >> 62);
		q = (uint64_t)((wide)q * q >> 62);
	}
	return (int64_t)((wide)p * (uint64_t)ONE >> 62);
}

static int64_t impact(const struct cvss *v, const struct terms *t)
{
	int64_t untouched = (int64_t)(10000 - w_impact[t->c] * t->cr) *
			    (10000 - w_impact[t->i] * t->ir) * (10000 - w_impact[t->a] * t->ar);
	int64_t iss = ONE - untouched * 10000, curve;

	if (t->modified && iss > ONE / 1000 * 915)
		iss = ONE / 1000 * 915;
	if (!t->changed)
		return iss / 100 * 642;
	curve = t->modified && v->version == CVSS_3_1
		? power(iss / 10000 * 9731 - ONE / 50, 13) : power(iss - ONE / 50, 15);
	return (iss - ONE / 1000 * 29) / 100 * 752 - curve / 100 * 325;
}

/* Impact and exploitability to a score: base, and the inner part of environmental. */
static int combine(const struct cvss *v, const struct terms *t)
{
	int64_t worth = impact(v, t);
	int64_t ease = (int64_t)822 * w_av[t->av] * w_ac[t->ac] * w_pr[t->changed][t->pr] *
		       w_ui[t->ui] * 1000000;
	int64_t sum = worth + ease;

	if (worth <= 0)
		return 0;
	if (t->changed)
		sum = sum / 100 * 108;
	return round_up(v, sum < 10 * ONE ? sum : 10 * ONE);
}

static int with_temporal(const struct cvss *v, int score)
{
	return round_up(v, (int64_t)score * w_e[v->value[E]] * w_rl[v->value[RL]] *
			   w_rc[v->value[RC]] * (ONE / 10000000));
}

static int base_score(const struct cvss *v)
{
	const uint8_t *m = v->value;
	struct terms t = {
		.av = m[AV], .ac = m[AC], .pr = m[PR], .ui = m[UI], .c = m[C], .i = m[I],
		.a = m[A], .cr = 100, .ir = 100, .ar = 100, .changed = m[S] == SCOPE_CHANGED,
	};
	return combine(v, &t);
}

static int temporal_score(const struct cvss *v)
{
	return with_temporal(v, base_score(v));
}

static uint8_t either(const struct cvss *v, int modified, int base)
{
	return v->value[modified] ? v->value[modified] : v->value[base];
}

static int environmental_score(const struct cvss *v)
{
	struct terms t = {
		.av = either(v, MAV, AV), .ac = either(v, MAC, AC), .pr = either(v, MPR, PR),
		.ui = either(v, MUI, UI), .c = either(v, MC, C), .i = either(v, MI, I),
		.a = either(v, MA, A), .cr = w_requirement[v->value[CR]],
		.ir = w_requirement[v->value[IR]], .ar = w_requirement[v->value[AR]],
		.changed = either(v, MS, S) == SCOPE_CHANGED, .modified = true,
	};
	return with_temporal(v, combine(v, &t));
}

const struct cvss_kind cvss30_kind = {
	.version = CVSS_3_0, .name = "3.0", .prefix = SV_INIT("CVSS:3.0/"), .undefined = "X",
	.metrics = metrics, .metric_count = COUNT,
	.base = base_score, .temporal = temporal_score, .environmental = environmental_score,
};

const struct cvss_kind cvss31_kind = {
	.version = CVSS_3_1, .name = "3.1", .prefix = SV_INIT("CVSS:3.1/"), .undefined = "X",
	.metrics = metrics, .metric_count = COUNT,
	.base = base_score, .temporal = temporal_score, .environmental = environmental_score,
};
