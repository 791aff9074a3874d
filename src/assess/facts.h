/* SPDX-License-Identifier: Apache-2.0 */
/*
 * facts.h - what is known about one vulnerability on one asset, and the catalogue of names
 * by which a policy may read it.
 *
 * Ownership: struct decide_facts borrows its vector and its given values; the catalogue is
 *	constant.
 * Errors:    none; a fact that is not known is 0, so {0} means "nothing is known".
 * Threads:   no shared state.   Trust: values come from our own readers, already typed.
 */
#ifndef YAGURA_ASSESS_FACTS_H
#define YAGURA_ASSESS_FACTS_H

#include "assess/cvss.h"

enum decide_answer { DECIDE_ANSWER_UNKNOWN, DECIDE_NO, DECIDE_YES };
enum decide_exploitation {
	DECIDE_EXPLOITATION_UNKNOWN, DECIDE_EXPLOITATION_NONE, DECIDE_EXPLOITATION_POC,
	DECIDE_EXPLOITATION_ACTIVE,
};
enum decide_impact { DECIDE_IMPACT_UNKNOWN, DECIDE_IMPACT_PARTIAL, DECIDE_IMPACT_TOTAL };
enum decide_exposure {
	DECIDE_EXPOSURE_UNKNOWN, DECIDE_EXPOSURE_SMALL, DECIDE_EXPOSURE_CTRL,
	DECIDE_EXPOSURE_OPEN,
};
/* Held information, outage, safety, pivot.  JSON writes 0, 1, 2 for small, medium, large. */
enum decide_level { DECIDE_LEVEL_UNKNOWN, DECIDE_SMALL, DECIDE_MEDIUM, DECIDE_LARGE };

/* A value of a policy's input or table, by name ("human_impact" = "very high"). */
struct decide_given {
	struct sv name, value;
};

struct decide_facts {
	/* signals */
	enum decide_answer kev;			/* in a catalogue of exploited ones */
	enum decide_exploitation exploitation;	/* SSVC */
	enum decide_answer weaponised;		/* Metasploit, Nuclei or the like */
	enum decide_answer ransomware;		/* known use in ransomware campaigns (KEV) */
	bool has_epss_percentile;
	double epss_percentile;			/* 0 to 1, of that day's file */
	/* the flaw */
	enum decide_answer automatable;		/* SSVC */
	enum decide_impact technical_impact;	/* SSVC */
	const struct cvss *cvss;		/* NULL: no vector */
	/* the asset */
	enum decide_exposure exposure;
	enum decide_answer countermeasure;	/* verified, on this attack path, not expired */
	enum decide_level held_information, outage, safety, pivot;
	/* Values set by name: an input without a fact, or a table's result that is known
	 * already.  They win over what would be computed.  Unknown names are an error. */
	const struct decide_given *given;
	size_t given_count;
};

/* One row of the catalogue a fact; a policy's input names one of them (or FACT_GIVEN). */
enum fact {
	FACT_GIVEN,		/* no fact of ours: only ever set by name */
	FACT_KEV, FACT_EXPLOITATION, FACT_WEAPONISED, FACT_RANSOMWARE, FACT_EPSS_PERCENTILE,
	FACT_AUTOMATABLE, FACT_TECHNICAL_IMPACT,
	FACT_EXPOSURE, FACT_COUNTERMEASURE,
	FACT_HELD_INFORMATION, FACT_OUTAGE, FACT_SAFETY, FACT_PIVOT,
	FACT_CVSS_SCORE, FACT_CVSS_SEVERITY,
	FACT_CVSS_AV, FACT_CVSS_AC, FACT_CVSS_AT, FACT_CVSS_PR, FACT_CVSS_UI,
	FACT_CVSS_C, FACT_CVSS_I, FACT_CVSS_A, FACT_CVSS_E,
	FACT_COUNT,
};

enum { FACT_VALUES_MAX = 8 };

struct fact_kind {
	const char *name;		/* as a policy writes it: "cvss.AV" */
	bool number;			/* read as a number; values[] is empty */
	const char *values[FACT_VALUES_MAX];	/* NULL-terminated, mild to severe */
};

extern const struct fact_kind fact_kinds[FACT_COUNT];

/* What the engine reads: 0 = unknown, else 1 + the place in fact_kinds[].values. */
struct fact_values {
	uint8_t value[FACT_COUNT];
	double epss_percentile, cvss_score;	/* only where value[] of it is not 0 */
};

/* wanted: bit i = enum fact i is read; the others are left out (scores cost time). */
void facts_read(const struct decide_facts *f, uint64_t wanted, struct fact_values *out);

/* Where a version of CVSS keeps the metric behind a fact, and what its values mean; tests
 * check the places against the metric's name. */
struct fact_metric {
	enum fact fact;
	const char *metric;
	uint8_t place;			/* in struct cvss.value */
	uint8_t means[6];		/* by stored value; 0 = unknown */
};
/* The list for a version, ended by a metric of NULL. */
const struct fact_metric *facts_metrics(enum cvss_version version);

#endif
