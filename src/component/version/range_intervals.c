/* SPDX-License-Identifier: Apache-2.0 */
/* range_intervals.c - a parsed range as intervals, for indexes that hold nothing else. */
#include "component/version/ranges.h"

struct interval_list {
	struct arena *arena;
	const struct version_scheme *scheme;
	struct version_interval *items;
	size_t count;
};

static int add(struct interval_list *l, struct version_interval i)
{
	struct version_interval *p = arena_push(l->arena, l->items, l->count);

	if (!p)
		return YG_ENOMEM;
	*p = i;
	return 0;
}

/* The narrower of what i has at one side and a new bound; sign 1: lower, -1: upper. */
static int narrow(const struct version_scheme *s, struct sv *have, enum range_bound *kind,
		  struct sv bound, enum range_bound bound_kind, int sign)
{
	int order, r;

	if (*kind != BOUND_NONE) {
		r = range_bound_order(s, bound, *have, &order);
		if (r < 0)
			return r;
		if (order * sign < 0 || (order == 0 && bound_kind == BOUND_INCLUDED))
			return 0;
	}
	*have = bound;
	*kind = bound_kind;
	return 0;
}

static int narrow_by(const struct version_scheme *s, struct version_interval *i,
		     const struct range_constraint *c)
{
	bool closed = c->op == RANGE_GE || c->op == RANGE_LE || c->op == RANGE_EQ;
	enum range_bound kind = closed ? BOUND_INCLUDED : BOUND_EXCLUDED;
	int r = 0;

	if (c->op == RANGE_GE || c->op == RANGE_GT || c->op == RANGE_EQ)
		r = narrow(s, &i->lo, &i->lo_kind, c->version, kind, 1);
	if (r == 0 && c->op != RANGE_GE && c->op != RANGE_GT)
		r = narrow(s, &i->hi, &i->hi_kind, c->version, kind, -1);
	return r;
}

/* Whether no version can lie in i. */
static int is_empty(const struct version_scheme *s, const struct version_interval *i, bool *ret)
{
	int order = -1, r = 0;

	if (i->lo_kind != BOUND_NONE && i->hi_kind != BOUND_NONE)
		r = range_bound_order(s, i->lo, i->hi, &order);
	if (r < 0)
		return r;
	*ret = order > 0 || (order == 0 && (i->lo_kind == BOUND_EXCLUDED ||
					    i->hi_kind == BOUND_EXCLUDED));
	return 0;
}

static int add_unless_empty(struct interval_list *l, struct version_interval i)
{
	bool empty;
	int r = is_empty(l->scheme, &i, &empty);

	return r < 0 || empty ? r : add(l, i);
}

/* i without the versions that its alternative excludes, which are sorted. */
static int add_pieces(struct interval_list *l, struct version_interval i,
		      const struct version_key *holes, size_t count)
{
	for (size_t k = 0; k < count; k++) {
		struct version_interval piece = i;
		int order, r;

		if (i.lo_kind != BOUND_NONE) {
			r = range_bound_order(l->scheme, holes[k].version, i.lo, &order);
			if (r < 0)
				return r;
			if (order < 0)
				continue;
		}
		if (i.hi_kind != BOUND_NONE) {
			r = range_bound_order(l->scheme, holes[k].version, i.hi, &order);
			if (r < 0)
				return r;
			if (order > 0)
				break;
		}
		piece.hi = holes[k].version;
		piece.hi_kind = BOUND_EXCLUDED;
		r = add_unless_empty(l, piece);
		if (r < 0)
			return r;
		i.lo = holes[k].version;
		i.lo_kind = BOUND_EXCLUDED;
	}
	return add_unless_empty(l, i);
}

static int add_alternative(struct interval_list *l, const struct range_constraint *items,
			   size_t count)
{
	struct version_interval i = {.lo_kind = BOUND_NONE};
	struct version_key *holes = arena_new(l->arena, struct version_key, count);
	size_t n = 0;
	int r = 0;

	if (!holes)
		return YG_ENOMEM;
	for (size_t k = 0; r == 0 && k < count; k++) {
		if (items[k].op == RANGE_NONE)
			return 0;
		if (items[k].op == RANGE_NE)
			holes[n++] = (struct version_key){.version = items[k].version};
		else if (items[k].op != RANGE_ANY)
			r = narrow_by(l->scheme, &i, &items[k]);
	}
	if (r == 0)
		r = version_sort(l->arena, l->scheme, holes, n);
	return r < 0 ? r : add_pieces(l, i, holes, n);
}

int range_intervals(struct arena *a, const struct version_range *r,
		    struct version_interval **ret, size_t *ret_count)
{
	struct interval_list l = {.arena = a, .scheme = r->scheme};
	int code;

	if (r->dialect && (r->dialect->holds || r->dialect->admits))
		return YG_EUNSUPPORTED;
	for (size_t i = 0, n; i < r->count; i += n) {
		for (n = 1; i + n < r->count && !r->items[i + n].starts; n++)
			;
		code = add_alternative(&l, &r->items[i], n);
		if (code < 0)
			return code;
	}
	*ret = l.items;
	*ret_count = l.count;
	return 0;
}
