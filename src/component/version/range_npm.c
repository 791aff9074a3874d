/* SPDX-License-Identifier: Apache-2.0 */
/*
 * range_npm.c - node-semver's range grammar: "^1.2.3", "~1.2", "1.x", "1.0 - 2.0", ">=1 <3 || 5".
 *
 * The upper bounds that it writes with "-0" ("<2.0.0-0") are written without here: its rule
 * about pre-releases (range_npm_admits) already keeps out what the "-0" would.
 */
#include "component/version/ranges.h"
#include "component/version/schemes.h"

/* "1", "1.x", "1.2.3-beta": numbers that are left out or written x, X or * are wild. */
struct partial {
	struct sv number[3];
	unsigned known;		/* numbers before the first wild one */
	struct sv full;		/* known == 3: the whole version, without "v" and "=" */
	bool pre;
};

static bool is_wild(struct sv s)
{
	return s.n > 0 && (s.p[0] == '*' || (s.p[0] | 0x20) == 'x');
}

static int parse_partial(const struct range_builder *b, struct sv token, struct partial *out)
{
	struct partial p = {.known = 0};
	struct sv s = token;
	bool wild = false;

	while (s.n > 0 && (s.p[0] == 'v' || s.p[0] == 'V' || s.p[0] == '='))
		s = sv_from(s, 1);
	p.full = s;
	for (unsigned i = 0; i < 3; i++) {
		if (is_wild(s)) {
			wild = true;
			s = sv_from(s, 1);
		} else {
			p.number[i] = version_take_digits(&s);
			if (p.number[i].n == 0)
				return range_syntax(b, token, "not an npm version");
			if (!wild)
				p.known = i + 1;
		}
		if (s.n == 0 || s.p[0] != '.')
			break;
		s = sv_from(s, 1);
		if (i == 2)
			return range_syntax(b, token, "an npm version has three numbers");
	}
	p.pre = s.n > 0 && s.p[0] == '-';
	if (s.n > 0 && s.p[0] != '-' && s.p[0] != '+')
		return range_syntax(b, token, "not an npm version");
	if (p.known == 3 && version_semver_check(p.full) < 0)
		return range_syntax(b, token, "not an npm version");
	*out = p;
	return 0;
}

/* The version itself, with 0 for what is wild. */
static struct sv filled(struct arena *a, const struct partial *p)
{
	switch (p->known) {
	case 3:
		return p->full;
	case 2: {
		struct sv head = sv_join(a, p->number[0], SV("."), p->number[1]);
		return head.p ? sv_join(a, head, SV(".0"), (struct sv){NULL, 0}) : head;
	}
	case 1:
		return sv_join(a, p->number[0], SV(".0.0"), (struct sv){NULL, 0});
	default:
		return SV("0.0.0");
	}
}

/* The first version after all that begin with the first count numbers of p. */
static struct sv after(struct arena *a, const struct partial *p, unsigned count)
{
	static const char *const zeros[] = {"", ".0.0", ".0", ""};
	struct sv up = range_increment(a, p->number[count - 1]), head = {NULL, 0};

	for (unsigned i = 0; up.p && i + 1 < count; i++) {
		head = sv_join(a, head, p->number[i], SV("."));
		if (!head.p)
			return head;
	}
	return up.p ? sv_join(a, head, up, sv_of(zeros[count])) : up;
}

static int add_bound(struct range_builder *b, enum range_op op, struct sv version)
{
	return version.p ? range_add(b, op, version) : YG_ENOMEM;
}

/* From p up to the first version after its first count numbers. */
static int add_span(struct range_builder *b, const struct partial *p, unsigned count)
{
	int r = add_bound(b, RANGE_GE, filled(b->arena, p));
	return r < 0 ? r : add_bound(b, RANGE_LT, after(b->arena, p, count));
}

static int add_primitive(struct range_builder *b, enum range_op op, const struct partial *p)
{
	bool whole = p->known == 3;

	if (p->known == 0)		/* "<*" and ">*" are nothing */
		return range_add(b, op == RANGE_LT || op == RANGE_GT ? RANGE_NONE : RANGE_ANY,
				 p->full);
	if (op == RANGE_EQ)
		return whole ? range_add(b, op, p->full) : add_span(b, p, p->known);
	if (whole || op == RANGE_GE || op == RANGE_LT)
		return add_bound(b, op, filled(b->arena, p));
	/* ">1.2" is past all 1.2.x, "<=1.2" holds them all */
	return add_bound(b, op == RANGE_GT ? RANGE_GE : RANGE_LT, after(b->arena, p, p->known));
}

static bool zero(struct sv digits)
{
	return sv_digits_cmp(digits, SV("0")) == 0;
}

/* ^: the leftmost number that is not 0 stays. */
static int add_caret(struct range_builder *b, const struct partial *p)
{
	unsigned keep = 1;

	if (p->known == 0)
		return range_add(b, RANGE_ANY, p->full);
	while (keep < p->known && zero(p->number[keep - 1]))
		keep++;
	return add_span(b, p, keep);
}

static int add_tilde(struct range_builder *b, const struct partial *p)
{
	if (p->known == 0)
		return range_add(b, RANGE_ANY, p->full);
	return add_span(b, p, p->known == 1 ? 1 : 2);
}

static struct sv take_npm_token(struct sv *s)
{
	struct sv t = {s->p, 0};

	while (t.n < s->n && !ch_space((unsigned char)s->p[t.n]) && !memchr(",<>~^", s->p[t.n], 5))
		t.n++;
	*s = sv_from(*s, t.n);
	return t;
}

static int parse_comparator(struct range_builder *b, struct sv *s)
{
	char sign = s->p[0];
	enum range_op op;
	struct partial p;
	int r;

	if (sign == '~' || sign == '^')
		*s = sv_from(*s, 1);
	op = range_take_op(s);		/* also the ">" of "~>" */
	if (op == RANGE_NE)
		return range_syntax(b, *s, "npm has no !=");
	r = parse_partial(b, take_npm_token(s), &p);
	if (r < 0)
		return r;
	if (sign == '^')
		return add_caret(b, &p);
	return sign == '~' ? add_tilde(b, &p) : add_primitive(b, op, &p);
}

/* "1.2 - 2.3": the blanks around the hyphen tell it from a pre-release. */
static int parse_hyphen(struct range_builder *b, struct sv lo, struct sv hi)
{
	struct partial p, q;
	int r = parse_partial(b, sv_trim(lo), &p);

	if (r == 0)
		r = parse_partial(b, sv_trim(hi), &q);
	if (r == 0)
		r = add_primitive(b, RANGE_GE, &p);
	return r < 0 ? r : add_primitive(b, RANGE_LE, &q);
}

int range_parse_npm(struct range_builder *b, struct sv text)
{
	struct sv part;

	while (range_next_alternative(&text, &part)) {
		size_t hyphen;
		int r = 0;
		b->starts = true;
		range_skip_blanks(&part);
		hyphen = sv_search(part, SV(" - "));
		if (part.n == 0) {
			r = range_add(b, RANGE_ANY, part);
		} else if (hyphen < part.n) {
			r = parse_hyphen(b, sv_first(part, hyphen), sv_from(part, hyphen + 3));
			part.n = 0;
		}
		while (r == 0 && part.n > 0) {
			r = parse_comparator(b, &part);
			range_skip_blanks(&part);
		}
		if (r < 0)
			return r;
	}
	return 0;
}

/*
 * A pre-release is only let in where a comparator names a pre-release of the same three
 * numbers (node-semver README, "Prerelease Tags").
 */
enum range_answer range_npm_admits(const struct range_constraint *items, size_t count,
				   struct sv version, int *why)
{
	struct semver v, bound;

	if (version_semver_parse(version, &v) < 0) {
		*why = YG_ESYNTAX;
		return RANGE_UNKNOWN;
	}
	if (v.pre.n == 0)
		return RANGE_IN;
	for (size_t i = 0; i < count; i++)
		if (items[i].op != RANGE_ANY && items[i].op != RANGE_NONE &&
		    version_semver_parse(items[i].version, &bound) == 0 && bound.pre.n > 0 &&
		    version_numbers_compare(v.release, bound.release) == 0)
			return RANGE_IN;
	return RANGE_OUT;
}
