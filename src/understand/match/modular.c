/* SPDX-License-Identifier: Apache-2.0 */
#include "understand/match/modular.h"

#include "base/text.h"

static bool has(struct sv s, struct sv marker)
{
	return sv_search(s, marker) < s.n;
}

/* Version lines of their own: with the mark on one side only there is no order. */
static bool other_line(struct sv a, struct sv b)
{
	static const struct sv marks[] = {SV_INIT(".ksplice"), SV_INIT("_fips")};
	for (size_t i = 0; i < YG_COUNT(marks); i++)
		if (has(a, marks[i]) != has(b, marks[i]))
			return true;
	return false;
}

/* The first part of a version, without epoch and release: "18" of "1:18.2.0-1", "1" of "1-31". */
static struct sv first_part(struct sv version)
{
	struct sv head, rest, epoch;
	if (sv_cut(version, ':', &epoch, &rest))
		version = rest;
	(void)sv_cut(version, '-', &head, &rest);
	(void)sv_cut(head, '.', &head, &rest);
	return head;
}

/* "nodejs:18:8060020220523160029:ad008a3a" is of stream "nodejs:18". */
static bool of_stream(struct sv label, struct sv stream)
{
	return sv_starts(label, stream) && (label.n == stream.n || label.p[stream.n] == ':');
}

/* A label was read, if only the one that says "not modular". */
static bool is_labelled(const struct component *c)
{
	return c->module.n > 0 || c->flags & COMPONENT_MODULE_KNOWN;
}

static bool is_modular(const struct component *c)
{
	return is_labelled(c) ? c->module.n > 0 : has(c->version, SV(".module"));
}

enum modular_answer modular_stream(const struct component *c, struct sv module)
{
	if (module.n == 0 || !sv_is(c->type, "rpm"))
		return MODULAR_SAME;
	if (is_labelled(c))
		return of_stream(c->module, module) ? MODULAR_SAME : MODULAR_OTHER;
	return is_modular(c) || c->version.n == 0 ? MODULAR_UNKNOWN : MODULAR_OTHER;
}

enum modular_answer modular_fits(const struct component *c, struct sv module, struct sv bound)
{
	bool modular = is_modular(c), advisory = module.n > 0 || has(bound, SV(".module"));

	if (!sv_is(c->type, "rpm"))
		return MODULAR_SAME;
	if (modular != advisory)
		return MODULAR_OTHER;
	if (other_line(c->version, bound))
		return MODULAR_NOT_COMPARABLE;
	if (!modular)
		return MODULAR_SAME;
	if (is_labelled(c) && module.n > 0)
		return of_stream(c->module, module) ? MODULAR_SAME : MODULAR_OTHER;
	return sv_eq(first_part(c->version), first_part(bound)) ? MODULAR_INFERRED : MODULAR_OTHER;
}
