/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calc.h - the calculators of versions and ranges: one line in, one line out, as the test data
 * takes them (`yagura calc version SCHEME`, `yagura calc range [--to-vers] SCHEME`).
 *
 * Ownership: answers are appended to the caller's buffer, without a line end; scratch memory
 *	comes from the arena, which the caller may reset after each line.
 * Errors:    an input that cannot be answered is answered "error" or "unknown" and 0 is
 *	returned; YG_ENOMEM and the buffer's error are real ones.
 * Threads:   no shared state.
 * Trust:     lines may be any bytes.
 */
#ifndef YAGURA_VERSION_CALC_H
#define YAGURA_VERSION_CALC_H

#include "base/buf.h"
#include "component/version/range.h"

/* a TAB b -> -1, 0, 1 or error. */
int calc_version_line(const struct version_scheme *s, struct arena *a, struct sv line,
		      struct buf *out) YG_CHECK;

/* range TAB version -> in, out or unknown (also where the range is none). */
int calc_range_line(const struct range_dialect *d, struct arena *a, struct sv line,
		    struct buf *out) YG_CHECK;

/*
 * A native range, or a "vers:" text to be put in canonical form, -> vers:TYPE/... or error.
 * type: the name to write after "vers:" ("npm"); d: range_dialect_native() of it.
 */
int calc_range_to_vers_line(const struct range_dialect *d, struct sv type, struct arena *a,
			    struct sv line, struct buf *out) YG_CHECK;

#endif
