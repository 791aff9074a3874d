/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calc.h - the line calculators `yagura calc cvss` and `yagura calc policy`.
 *
 * One line in, one line of JSON out; the newline is the caller's on both sides.  A line that
 * cannot be read is answered with {"error": reason, "at": byte of the line}, so that output
 * lines always pair with input lines.
 *
 * Ownership: a holds what one line needs; the caller resets it between lines.
 * Errors:    YG_ENOMEM and YG_ELIMIT only (also in out->err); the line is then incomplete.
 * Threads:   no shared state.   Trust: lines are hostile; LIMIT_CALC_LINE.
 */
#ifndef YAGURA_ASSESS_CALC_H
#define YAGURA_ASSESS_CALC_H

#include "assess/decide.h"
#include "base/buf.h"

/*
 * A vector in; out its version, canonical vector, base, temporal, environmental, score and
 * severity.  2.0 and 3.x: temporal always, environmental null when no such metric is set.
 * 4.0 has one score: base is what the base metrics alone would give, temporal and
 * environmental are null, and nomenclature says what the score rests on.
 */
int calc_cvss_line(struct arena *a, struct sv line, struct buf *out) YG_CHECK;

/*
 * Facts as one JSON object (docs/formats/policy.md, "Facts"): a line of `calc policy`, or the
 * file that describes an asset.  err says which byte is at fault and why.
 */
int decide_facts_read(const struct policy *p, struct arena *a, struct sv text,
		      struct decide_facts *out, struct yg_err *err) YG_CHECK;

/*
 * Facts as a JSON object in (docs/formats/policy.md, "Facts"); out the decision: likelihood,
 * damage, outcome, pending, deadline_days, assumed, reasons.
 */
int calc_policy_line(const struct policy *p, struct arena *a, struct sv line,
		     struct buf *out) YG_CHECK;

#endif
