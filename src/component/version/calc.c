/* SPDX-License-Identifier: Apache-2.0 */
#include "component/version/calc.h"

#include "base/text.h"

int calc_version_line(const struct version_scheme *s, struct arena *a, struct sv line,
		      struct buf *out)
{
	struct sv x, y;
	int order;

	(void)a;
	if (!sv_cut(line, '\t', &x, &y) || version_compare(s, x, y, &order) < 0)
		buf_str(out, "error");
	else
		buf_str(out, order < 0 ? "-1" : order > 0 ? "1" : "0");
	return out->err;
}

int calc_range_line(const struct range_dialect *d, struct arena *a, struct sv line,
		    struct buf *out)
{
	enum range_answer answer = RANGE_UNKNOWN;
	struct version_range range;
	struct sv text, version;

	if (sv_cut(line, '\t', &text, &version)) {
		int r = range_parse(a, d, text, &range, NULL);
		if (r == YG_ENOMEM)
			return r;
		if (r == 0)
			answer = range_contains(&range, version, NULL);
	}
	buf_str(out, range_answer_name(answer));
	return out->err;
}

int calc_range_to_vers_line(const struct range_dialect *d, struct sv type, struct arena *a,
			    struct sv line, struct buf *out)
{
	struct version_range range;
	struct vers v;
	int r;

	if (sv_starts(line, SV("vers:"))) {
		r = vers_sorted(a, line, &v, NULL);
	} else {
		r = range_parse(a, d, line, &range, NULL);
		if (r == 0)
			r = range_to_vers(a, &range, type, &v, NULL);
	}
	if (r == YG_ENOMEM)
		return r;
	if (r == 0)
		vers_write(&v, out);
	else
		buf_str(out, "error");
	return out->err;
}
