/* SPDX-License-Identifier: Apache-2.0 */
/*
 * range_bracket.c - interval notation: Maven's version requirements (POM reference, "Dependency
 * Version Requirement Specification") and NuGet's (docs, "Version ranges").
 */
#include "component/version/ranges.h"

/* One bound of an interval that has a comma. */
static int add_bounds(struct range_builder *b, struct sv lo, bool lo_closed, struct sv hi,
		      bool hi_closed)
{
	int r = 0;

	if (lo.n == 0 && hi.n == 0)
		return range_add(b, RANGE_ANY, lo);
	if (lo.n > 0)
		r = range_add(b, lo_closed ? RANGE_GE : RANGE_GT, lo);
	if (r == 0 && hi.n > 0)
		r = range_add(b, hi_closed ? RANGE_LE : RANGE_LT, hi);
	return r;
}

static int parse_interval(struct range_builder *b, struct sv *s, bool exact_in_parentheses)
{
	struct sv at = *s, inside, lo, hi;
	size_t end = 1;
	bool lo_closed = s->p[0] == '[', hi_closed;

	while (end < s->n && !memchr("])[(", s->p[end], 4))
		end++;
	if (end == s->n || (s->p[end] != ']' && s->p[end] != ')'))
		return range_syntax(b, at, "the bracket is not closed");
	hi_closed = s->p[end] == ']';
	inside = (struct sv){s->p + 1, end - 1};
	*s = sv_from(*s, end + 1);
	b->starts = true;
	if (sv_cut(inside, ',', &lo, &hi)) {
		if (sv_find(hi, ',') < hi.n)
			return range_syntax(b, at, "an interval has two ends");
		return add_bounds(b, sv_trim(lo), lo_closed, sv_trim(hi), hi_closed);
	}
	inside = sv_trim(inside);
	if (inside.n == 0 || (!exact_in_parentheses && (!lo_closed || !hi_closed)))
		return range_syntax(b, at, "not an interval");
	return range_add(b, RANGE_EQ, inside);
}

/* bare: what a version outside brackets means. */
static int parse_intervals(struct range_builder *b, struct sv s, enum range_op bare,
			   bool exact_in_parentheses)
{
	int r;

	for (;;) {
		range_skip_blanks(&s);
		if (s.n == 0)
			return 0;
		if (s.p[0] == '[' || s.p[0] == '(') {
			r = parse_interval(b, &s, exact_in_parentheses);
		} else {
			struct sv version = range_take_token(&s);
			if (version.n == 0)
				return range_syntax(b, s, "not an interval");
			b->starts = true;
			r = range_add(b, bare, version);
		}
		if (r < 0)
			return r;
	}
}

/* A bare version is a wish that any other version satisfies too ("soft requirement"). */
int range_parse_maven(struct range_builder *b, struct sv text)
{
	return parse_intervals(b, text, RANGE_ANY, true);
}

/* A bare version is the least that is accepted. */
int range_parse_nuget(struct range_builder *b, struct sv text)
{
	return parse_intervals(b, text, RANGE_GE, false);
}
