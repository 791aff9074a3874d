/* SPDX-License-Identifier: Apache-2.0 */
/*
 * osv.c - the events of an OSV range as intervals (ossf osv-schema, "affected[].ranges[].events"
 * and "Evaluation").
 */
#include "base/limits.h"
#include "component/version/ranges.h"

/* All events of one version, as a set of kinds. */
struct osv_point {
	struct sv version;
	bool lowest;
	bool kinds[OSV_LIMIT + 1];
};

struct osv_walk {
	struct arena *arena;
	struct version_interval *out;
	size_t count;
	struct version_interval open;
	bool is_open;
};

static int check_events(const struct osv_event *events, size_t count, struct yg_err *err)
{
	bool introduced = false;

	if (count > LIMIT_EVENTS)
		return yg_fail(err, YG_ELIMIT, 0, "too many events");
	for (size_t i = 0; i < count; i++) {
		if (events[i].version.n == 0)
			return yg_fail(err, YG_ESYNTAX, i, "empty version in an event");
		introduced |= events[i].kind == OSV_INTRODUCED;
	}
	return introduced ? 0 : yg_fail(err, YG_ESYNTAX, 0, "no \"introduced\" event");
}

static bool is_lowest(const struct osv_event *e)
{
	return e->kind == OSV_INTRODUCED && sv_is(e->version, "0");
}

/* The events but limits, sorted if the scheme can, else as they stand. */
static int sorted_events(struct arena *a, const struct version_scheme *s,
			 const struct osv_event *events, size_t count,
			 struct version_key **ret, size_t *ret_count)
{
	struct version_key *keys = arena_new(a, struct version_key, count);
	size_t n = 0;
	int r;

	if (!keys)
		return YG_ENOMEM;
	for (size_t i = 0; i < count; i++)
		if (events[i].kind != OSV_LIMIT)
			keys[n++] = (struct version_key){.version = events[i].version, .index = i,
							 .lowest = is_lowest(&events[i])};
	r = version_sort(a, s, keys, n);
	if (r == YG_ENOMEM)
		return r;
	*ret = keys;
	*ret_count = n;
	return 0;
}

static int close_interval(struct osv_walk *w, struct sv hi, enum range_bound kind)
{
	struct version_interval *i = arena_push(w->arena, w->out, w->count);

	if (!i)
		return YG_ENOMEM;
	*i = w->open;
	i->hi = hi;
	i->hi_kind = kind;
	w->is_open = false;
	return 0;
}

static void open_interval(struct osv_walk *w, const struct osv_point *p)
{
	w->open = (struct version_interval){
		.lo = p->lowest ? (struct sv){NULL, 0} : p->version,
		.lo_kind = p->lowest ? BOUND_NONE : BOUND_INCLUDED,
	};
	w->is_open = true;
}

/*
 * At one version a fix ends what came before it and an introduction starts anew, in whatever
 * order they are listed; both for the first time is a range of nothing.
 */
static int step(struct osv_walk *w, const struct osv_point *p)
{
	bool introduced = p->kinds[OSV_INTRODUCED], fixed = p->kinds[OSV_FIXED];
	int r;

	if (w->is_open && fixed) {
		r = close_interval(w, p->version, BOUND_EXCLUDED);
		if (r < 0)
			return r;
		if (introduced)
			open_interval(w, p);
	} else if (!w->is_open && introduced && !fixed) {
		open_interval(w, p);
	}
	if (w->is_open && p->kinds[OSV_LAST_AFFECTED])
		return close_interval(w, p->version, BOUND_INCLUDED);
	return 0;
}

static bool same_version(const struct version_scheme *s, const struct version_key *a,
			 const struct version_key *b)
{
	int order;

	if (a->lowest || b->lowest)
		return a->lowest && b->lowest;
	return range_bound_order(s, a->version, b->version, &order) == 0 && order == 0;
}

/* The highest limit; false when there is none, or "*". */
static bool highest_limit(const struct version_scheme *s, const struct osv_event *events,
			  size_t count, struct sv *ret)
{
	bool found = false;
	int order;

	for (size_t i = 0; i < count; i++) {
		if (events[i].kind != OSV_LIMIT)
			continue;
		if (sv_is(events[i].version, "*"))
			return false;
		if (!found || (range_bound_order(s, events[i].version, *ret, &order) == 0 &&
			       order > 0))
			*ret = events[i].version;
		found = true;
	}
	return found;
}

/* Intervals that go on beyond the limit end there. */
static void apply_limit(const struct version_scheme *s, struct osv_walk *w, struct sv limit)
{
	int order;

	for (size_t i = 0; i < w->count; i++) {
		struct version_interval *v = &w->out[i];
		if (v->hi_kind != BOUND_NONE &&
		    (range_bound_order(s, v->hi, limit, &order) < 0 || order < 0))
			continue;
		v->hi = limit;
		v->hi_kind = BOUND_EXCLUDED;
	}
}

int osv_events_intervals(struct arena *a, const struct version_scheme *s,
			 const struct osv_event *events, size_t count,
			 struct version_interval **ret, size_t *ret_count, struct yg_err *err)
{
	struct osv_walk w = {.arena = a};
	struct version_key *keys;
	struct sv limit;
	size_t n, i = 0;
	int r = check_events(events, count, err);

	if (r < 0)
		return r;
	r = sorted_events(a, s, events, count, &keys, &n);
	while (r == 0 && i < n) {
		struct osv_point p = {.version = keys[i].version, .lowest = keys[i].lowest};
		size_t first = i;
		while (i < n && same_version(s, &keys[first], &keys[i]))
			p.kinds[events[keys[i++].index].kind] = true;
		r = step(&w, &p);
	}
	if (r == 0 && w.is_open)
		r = close_interval(&w, (struct sv){NULL, 0}, BOUND_NONE);
	if (r < 0)
		return yg_fail(err, r, 0, "out of memory");
	if (highest_limit(s, events, count, &limit))
		apply_limit(s, &w, limit);
	*ret = w.out;
	*ret_count = w.count;
	return 0;
}
