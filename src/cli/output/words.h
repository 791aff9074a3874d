/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.h - the words that several outputs share: names for programs, words for people, and
 * the small computations behind them.
 *
 * Ownership: constants, or views into the report, the policy or an arena.
 * Errors:    none.   Threads: no shared state.
 * Trust:     views are passed on as they are.
 */
#ifndef YAGURA_OUTPUT_WORDS_H
#define YAGURA_OUTPUT_WORDS_H

#include "base/clock.h"
#include "base/messages.h"
#include "base/term.h"
#include "cli/output/scan_report.h"

/* For programs: "affected", "unknown", "not_affected". */
const char *words_verdict(enum match_verdict v);
/* "ok", "unknown", "stale", "partial", "missing". */
const char *words_feed_state(enum scan_feed_state s);

/* For people: 該当, affected. */
enum msg_key words_verdict_key(enum match_verdict v);
enum msg_key words_feed_state_key(enum scan_feed_state s);
/* A sentence: "the two versions cannot be compared"; MSG_NONE for MATCH_WHY_NONE. */
enum msg_key words_why_key(enum match_why why);
/* The same with the detail, where there is one: "no source covers this: Ubuntu:24.04". */
void words_put_why(struct buf *b, enum msg_lang lang, enum match_why why, struct sv detail);

/* The mark of an outcome: ▲ ◆ ● –, or ! * o - where the terminal has no UTF-8. */
struct sv words_mark(enum decide_outcome o, bool utf8);
enum term_style words_style(enum decide_outcome o);
/* "Immediate", "即時"... as the policy words it, else as the guide does. */
struct sv words_outcome(enum msg_lang lang, const struct policy *p, enum decide_outcome o);
/* Its word alone, for a column: "Immediate" of "Immediate（即時）". */
struct sv words_short(enum msg_lang lang, const struct policy *p, enum decide_outcome o);
/* What the policy says of an outcome; NULL where it has none. */
const struct policy_outcome *words_rule(const struct policy *p, enum decide_outcome o);
/* The sentence that leads to action. */
struct sv words_action(enum msg_lang lang, const struct policy *p, enum decide_outcome o);

/* RFC 3339 text of report time + days; empty for DECIDE_NO_DEADLINE. */
struct sv words_deadline(const struct scan_report *r, int days, char text[CLOCK_TEXT_BYTES]);

/* The score that feeds the decision, in tenths; -1: none. */
int words_score(const struct finding *f);
/* "9.8" */
struct sv words_tenths(int tenths, char text[8]);
bool words_kev(const struct finding *f);
/* EPSS score and percentile, 0 to 1 in millionths; -1: none. */
int32_t words_epss(const struct finding *f);
int32_t words_percentile(const struct finding *f);

/* What folds a finding away in a list for people. */
enum words_fold {
	WORDS_SHOWN, WORDS_KERNEL, WORDS_NO_CODE, WORDS_UNIMPORTANT, WORDS_FOLD_COUNT,
};
enum words_fold words_fold_of(const struct finding *f);

/* Why the finding cannot be decided: that of its first unknown evidence. */
const struct match_hit *words_unknown(const struct finding *f);

/* The purl of the finding's component, as given or built (in a); may be empty. */
struct sv words_purl(const struct finding *f, struct arena *a);
/* Name and version of the source package; empty where there is none. */
struct sv words_source_name(const struct finding *f);
struct sv words_source_version(const struct finding *f);

/* Strings of the indexes, empty where there are none. */
struct sv words_signal(const struct scan_report *r, uint32_t ref);
struct sv words_record(const struct scan_report *r, const struct match_hit *h);
struct sv words_record_source(const struct scan_report *r, const struct match_hit *h);

#endif
