/* SPDX-License-Identifier: Apache-2.0 */
/*
 * range_conan.c - Conan's version ranges: ">1 <2.0 || ^3.2", "~2.5", "*".  A trailing "-" and
 * options after a comma only say whether a resolver may take pre-releases.
 */
#include "component/version/ranges.h"
#include "component/version/schemes.h"

/* Numbers up to index keep, the last of them one more, and "-": before its pre-releases. */
static int add_upper(struct range_builder *b, struct sv version, unsigned keep)
{
	struct sv s = version, head = {version.p, 0}, run, up;

	for (unsigned i = 0;; i++) {
		run = version_take_digits(&s);
		if (run.n == 0)
			return range_syntax(b, version, "~ and ^ need numbers");
		if (i == keep || s.n < 2 || s.p[0] != '.' || !ch_digit(s.p[1]))
			break;
		s = sv_from(s, 1);
		head.n = (size_t)(s.p - version.p);
	}
	up = range_increment(b->arena, run);
	if (!up.p)
		return YG_ENOMEM;
	up = sv_join(b->arena, head, up, SV("-"));
	return up.p ? range_add(b, RANGE_LT, up) : YG_ENOMEM;
}

/* ^ keeps the first number that is not 0, ~ the second if there is one. */
static unsigned first_significant(struct sv s)
{
	unsigned i = 0;

	for (;; i++) {
		struct sv run = version_take_digits(&s);
		if (sv_digits_cmp(run, SV("0")) != 0 || s.n == 0 || s.p[0] != '.')
			return i;
		s = sv_from(s, 1);
	}
}

static int parse_condition(struct range_builder *b, struct sv *s)
{
	struct sv at = *s, version;
	char sign = s->p[0];
	enum range_op op;
	int r;

	if (sign == '~' || sign == '^')
		*s = sv_from(*s, 1);
	op = range_take_op(s);
	version = range_take_token(s);
	if (version.n > 1 && version.p[version.n - 1] == '-')
		version.n--;
	if (version.n == 0 || op == RANGE_NE)
		return range_syntax(b, at, "not a Conan condition");
	if (sv_is(version, "*"))
		return range_add(b, RANGE_GE, SV("0.0.0"));
	if (sign != '~' && sign != '^')
		return range_add(b, op, version);
	r = range_add(b, RANGE_GE, version);
	return r < 0 ? r : add_upper(b, version, sign == '~' ? 1 : first_significant(version));
}

int range_parse_conan(struct range_builder *b, struct sv text)
{
	struct sv part, options;

	if (sv_rcut(text, ',', &part, &options) && sv_search(options, SV("prerelease")) < options.n)
		text = part;
	while (range_next_alternative(&text, &part)) {
		b->starts = true;
		range_skip_blanks(&part);
		if (part.n == 0)
			return range_syntax(b, part, "an alternative is empty");
		while (part.n > 0) {
			int r = parse_condition(b, &part);
			if (r < 0)
				return r;
			range_skip_blanks(&part);
		}
	}
	return 0;
}
