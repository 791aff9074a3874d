/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calc.h - the line calculators `yagura calc purl` and `yagura calc cpe`.
 *
 * One line in, one line out; the newline is the caller's on both sides.  A line that cannot be
 * read is answered with an error line, so that output lines always pair with input lines.
 *
 * Ownership: a holds what one line needs; the caller resets it between lines.
 * Errors:    YG_ENOMEM and YG_ELIMIT only (also in out->err); the line is then incomplete.
 * Threads:   no shared state.   Trust: lines are hostile; LIMIT_CALC_LINE.
 */
#ifndef YAGURA_IDENTITY_CALC_H
#define YAGURA_IDENTITY_CALC_H

#include "base/buf.h"

/*
 * {"type": "parse" | "build" | "validate", "input": ...} or a bare purl, which means parse.
 *	parse:    input a purl; out an object of type, namespace, name, version, qualifiers,
 *		subpath, null where absent
 *	build:    input such an object; out {"purl": ...}
 *	validate: input a purl; out {"purl": its canonical spelling}
 * Errors: {"error": reason, "at": byte of the input}.
 */
int calc_purl_line(struct arena *a, struct sv line, struct buf *out) YG_CHECK;

/*
 * Two CPE names (formatted strings or URIs) separated by a tab: disjoint, equal, subset,
 * superset or undefined (NISTIR 7696, table 6-4), or error.
 */
int calc_cpe_line(struct arena *a, struct sv line, struct buf *out) YG_CHECK;

#endif
