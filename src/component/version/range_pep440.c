/* SPDX-License-Identifier: Apache-2.0 */
/* range_pep440.c - PEP 440 "Version specifiers", joined by commas or blanks, and by "||". */
#include "component/version/ranges.h"
#include "component/version/schemes.h"

/* "~= 2.2.post3" is ">= 2.2.post3, == 2.*": the release without its last number. */
static int add_compatible(struct range_builder *b, struct sv version)
{
	struct pypi v;
	struct sv prefix;
	size_t dot;
	int r;

	if (version_pypi_parse(version, &v) < 0)
		return range_syntax(b, version, "~= needs a PEP 440 version");
	dot = sv_rfind(v.release, '.');
	if (dot == v.release.n)
		return range_syntax(b, version, "~= needs two numbers");
	prefix = (struct sv){version.p, (size_t)(v.release.p - version.p) + dot};
	r = range_add(b, RANGE_GE, version);
	return r < 0 ? r : range_add(b, RANGE_PREFIX, prefix);
}

static int parse_specifier(struct range_builder *b, struct sv *s)
{
	struct sv at = *s, version;
	bool compatible = sv_starts(*s, SV("~=")), arbitrary = sv_starts(*s, SV("==="));
	enum range_op op;

	if (compatible || arbitrary)
		*s = sv_from(*s, compatible ? 2 : 3);
	op = range_take_op(s);
	version = range_take_token(s);
	if (version.n == 0)
		return range_syntax(b, at, "a version is missing");
	if (sv_is(version, "*"))
		return op == RANGE_EQ ? range_add(b, RANGE_ANY, version)
				      : range_syntax(b, at, "\"*\" is no bound");
	if (arbitrary)
		return range_add(b, RANGE_ARBITRARY, version);
	if (compatible)
		return add_compatible(b, version);
	if (!sv_ends(version, SV(".*")))
		return range_add(b, op, version);
	if (op != RANGE_EQ && op != RANGE_NE)
		return range_syntax(b, at, "\".*\" goes with == and != only");
	return range_add(b, op == RANGE_EQ ? RANGE_PREFIX : RANGE_NOT_PREFIX,
			 sv_first(version, version.n - 2));
}

int range_parse_pep440(struct range_builder *b, struct sv text)
{
	struct sv part;

	while (range_next_alternative(&text, &part)) {
		b->starts = true;
		range_skip_blanks(&part);
		if (part.n == 0)
			return range_syntax(b, part, "an alternative is empty");
		while (part.n > 0) {
			int r = parse_specifier(b, &part);
			if (r < 0)
				return r;
			range_skip_blanks(&part);
		}
	}
	return 0;
}

static bool same_release(const struct pypi *x, const struct pypi *y)
{
	return sv_digits_cmp(x->epoch, y->epoch) == 0 &&
	       version_numbers_compare(x->release, y->release) == 0;
}

/* The first numbers of v's release are those of prefix's, absent ones being 0. */
static bool release_starts(struct sv release, struct sv prefix)
{
	while (prefix.n > 0) {
		struct sv m = version_take_digits(&release), n = version_take_digits(&prefix);
		if (sv_digits_cmp(m, n) != 0)
			return false;
		release = sv_from(release, 1);
		prefix = sv_from(prefix, 1);
	}
	return true;
}

/* "Version matching": what the prefix says must be said by the version in the same words. */
static bool has_prefix(const struct pypi *v, const struct pypi *p)
{
	if (p->pre == PYPI_NO_PRE && !p->has_post)
		return sv_digits_cmp(v->epoch, p->epoch) == 0 &&
		       release_starts(v->release, p->release);
	if (!same_release(v, p) || v->pre != p->pre ||
	    sv_digits_cmp(v->pre_number, p->pre_number) != 0)
		return false;
	return !p->has_post ||
	       (v->has_post && sv_digits_cmp(v->post_number, p->post_number) == 0);
}

static bool is_prerelease(const struct pypi *v)
{
	return v->pre != PYPI_NO_PRE || v->has_dev;
}

/* "Exclusive ordered comparison": <V leaves out V's own pre-releases, >V its post-releases. */
static bool ordered(enum range_op op, const struct pypi *v, const struct pypi *bound)
{
	int order = version_pypi_order(v, bound, false);

	switch (op) {
	case RANGE_LE:
		return order <= 0;
	case RANGE_GE:
		return order >= 0;
	case RANGE_LT:
		return order < 0 && (is_prerelease(bound) || !is_prerelease(v) ||
				     !same_release(v, bound));
	case RANGE_GT:
		return order > 0 && (bound->has_post || !v->has_post || !same_release(v, bound));
	default:
		return false;
	}
}

enum range_answer range_pep440_holds(const struct range_constraint *c, struct sv version,
				     int *why)
{
	struct pypi v, bound;
	bool holds;

	if (c->op == RANGE_ANY)
		return RANGE_IN;
	if (c->op == RANGE_ARBITRARY)
		return sv_ieq(sv_trim(version), c->version) ? RANGE_IN : RANGE_OUT;
	if (version_pypi_parse(version, &v) < 0 || version_pypi_parse(c->version, &bound) < 0) {
		*why = YG_ESYNTAX;
		return RANGE_UNKNOWN;
	}
	if (c->op == RANGE_EQ || c->op == RANGE_NE)
		holds = (version_pypi_order(&v, &bound, bound.local.n > 0) == 0) ==
			(c->op == RANGE_EQ);
	else if (c->op == RANGE_PREFIX || c->op == RANGE_NOT_PREFIX)
		holds = has_prefix(&v, &bound) == (c->op == RANGE_PREFIX);
	else
		holds = ordered(c->op, &v, &bound);
	return holds ? RANGE_IN : RANGE_OUT;
}

int range_pep440_prefix(struct arena *a, struct sv prefix, struct sv *lo, struct sv *hi)
{
	struct pypi v;
	struct sv head, up;
	size_t dot;

	if (version_pypi_parse(prefix, &v) < 0 || v.pre != PYPI_NO_PRE || v.has_post)
		return YG_EUNSUPPORTED;
	dot = sv_rfind(v.release, '.');
	dot = dot < v.release.n ? dot + 1 : 0;
	head = sv_first(prefix, (size_t)(v.release.p - prefix.p) + dot);
	up = range_increment(a, sv_from(v.release, dot));
	if (!up.p)
		return YG_ENOMEM;
	*lo = sv_join(a, prefix, SV(".dev0"), (struct sv){NULL, 0});
	*hi = sv_join(a, head, up, SV(".dev0"));
	return lo->p && hi->p ? 0 : YG_ENOMEM;
}
