/* SPDX-License-Identifier: Apache-2.0 */
/* Name matching (NISTIR 7696, 6): what one name's set of products is to another's. */
#include "component/identity/cpe.h"

#include "base/text.h"

static bool has_wildcards(const struct cpe_value *v)
{
	return v->kind == CPE_VALUE && (v->lead != 0 || v->trail != 0);
}

/*
 * Does the pattern cover a plain text?  Each '?' is one character or none (7696, 6.3: "???"
 * covers "ab"), '*' any number; the pattern's own text must fit whole, so that 5.15.10 never
 * covers 5.15.103.
 */
static bool covers(const struct cpe_value *pattern, struct sv text)
{
	struct sv body = pattern->text;
	size_t spare, lead, trail;

	if (body.n > text.n)
		return false;
	spare = text.n - body.n;
	lead = pattern->lead == CPE_STAR ? spare : (size_t)pattern->lead;
	trail = pattern->trail == CPE_STAR ? spare : (size_t)pattern->trail;
	for (size_t i = spare > trail ? spare - trail : 0; i <= spare && i <= lead; i++)
		if (sv_eq(body, (struct sv){text.p + i, body.n}))
			return true;
	return false;
}

enum cpe_relation cpe_relate_values(const struct cpe_value *source,
				    const struct cpe_value *target)
{
	if (has_wildcards(target))
		return CPE_UNDEFINED;
	if (source->kind == CPE_ANY)
		return target->kind == CPE_ANY ? CPE_EQUAL : CPE_SUPERSET;
	if (target->kind == CPE_ANY)
		return CPE_SUBSET;
	if (source->kind == CPE_NA || target->kind == CPE_NA)
		return source->kind == target->kind ? CPE_EQUAL : CPE_DISJOINT;
	if (has_wildcards(source))
		return covers(source, target->text) ? CPE_SUPERSET : CPE_DISJOINT;
	return sv_eq(source->text, target->text) ? CPE_EQUAL : CPE_DISJOINT;
}

enum cpe_relation cpe_relate(const struct cpe *source, const struct cpe *target)
{
	bool seen[CPE_SUPERSET + 1] = {false};

	for (size_t i = 0; i < CPE_ATTR_COUNT; i++)
		seen[cpe_relate_values(&source->at[i], &target->at[i])] = true;
	if (seen[CPE_DISJOINT])
		return CPE_DISJOINT;
	if (seen[CPE_UNDEFINED] || (seen[CPE_SUBSET] && seen[CPE_SUPERSET]))
		return CPE_UNDEFINED;
	return seen[CPE_SUBSET] ? CPE_SUBSET : seen[CPE_SUPERSET] ? CPE_SUPERSET : CPE_EQUAL;
}

const char *cpe_relation_name(enum cpe_relation r)
{
	static const char *const names[] = {
		"undefined", "disjoint", "equal", "subset", "superset",
	};
	return names[r];
}
