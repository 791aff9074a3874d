/* SPDX-License-Identifier: Apache-2.0 */
/*
 * range_advisory.c - how advisories write ranges in any scheme: constraints joined by commas or
 * blanks ("and") and by "||" ("or"); a bare version is that version; "*" is every one.  GHSA,
 * FriendsOfPHP, GitLab and grype write so.  For gems also "~>", for Maven and NuGet brackets.
 */
#include "component/version/ranges.h"
#include "component/version/schemes.h"

/*
 * gem's ~> 1.4.4: at least it, and below the release after its last number but one (Gem::Version
 * bump); pre-releases of that one are out as well, hence the lowest word behind it.
 */
static int add_pessimistic(struct range_builder *b, struct sv version)
{
	struct sv s = version, head = {NULL, 0}, last = {NULL, 0}, up;
	size_t numbers = 0;
	int r = range_add(b, RANGE_GE, version);

	/* The numbers in front of the first word, without the last of them. */
	while (s.n > 0 && ch_digit(s.p[0])) {
		struct sv before = {version.p, (size_t)(s.p - version.p)};
		struct sv run = version_take_digits(&s);
		if (numbers++ == 0 || (s.n > 0 && s.p[0] == '.' && s.n > 1 && ch_digit(s.p[1]))) {
			head = before;
			last = run;
		}
		if (s.n == 0 || s.p[0] != '.')
			break;
		s = sv_from(s, 1);
	}
	if (r < 0)
		return r;
	if (numbers == 0)
		return range_syntax(b, version, "~> needs a number");
	up = range_increment(b->arena, last);
	if (!up.p)
		return YG_ENOMEM;
	up = sv_join(b->arena, head, up, SV(".A"));
	return up.p ? range_add(b, RANGE_BELOW, up) : YG_ENOMEM;
}

static int parse_constraint(struct range_builder *b, struct sv *s)
{
	struct sv at = *s, version;
	bool gem = strcmp(b->scheme->name, "gem") == 0;
	bool pessimistic = gem && sv_starts(*s, SV("~>"));
	enum range_op op;

	if (pessimistic)
		*s = sv_trim(sv_from(*s, 2));
	op = range_take_op(s);
	version = range_take_token(s);
	if (version.n == 0)
		return range_syntax(b, at, "a version is missing");
	if (!gem && (version.p[0] == '~' || version.p[0] == '^'))
		return range_syntax(b, at, "~ and ^ have no meaning in an advisory");
	if (sv_is(version, "*"))
		return op == RANGE_EQ || op == RANGE_GE ? range_add(b, RANGE_ANY, version)
							: range_syntax(b, at, "\"*\" is no bound");
	return pessimistic ? add_pessimistic(b, version) : range_add(b, op, version);
}

int range_parse_advisory(struct range_builder *b, struct sv text)
{
	struct sv part;
	bool brackets = text.p[0] == '[' || text.p[0] == '(';

	if (brackets && strcmp(b->scheme->name, "maven") == 0)
		return range_parse_maven(b, text);
	if (brackets && strcmp(b->scheme->name, "nuget") == 0)
		return range_parse_nuget(b, text);
	while (range_next_alternative(&text, &part)) {
		b->starts = true;
		range_skip_blanks(&part);
		if (part.n == 0)
			return range_syntax(b, part, "an alternative is empty");
		while (part.n > 0) {
			int r = parse_constraint(b, &part);
			if (r < 0)
				return r;
			range_skip_blanks(&part);
		}
	}
	return 0;
}
