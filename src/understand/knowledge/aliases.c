/* SPDX-License-Identifier: Apache-2.0 */
#include "understand/knowledge/aliases.h"

#include "base/limits.h"
#include "base/text.h"

bool alias_is_cve(struct sv id)
{
	return sv_starts(id, SV("CVE-"));
}

static int add_edge(struct alias_graph *g, uint32_t from, uint32_t to, enum record_relation rel,
		    bool reversed)
{
	struct alias_edge *e = vec_add(&g->edges);
	if (!e)
		return YG_ENOMEM;
	*e = (struct alias_edge){.from = from, .to = to, .relation = (uint8_t)rel,
		.reversed = reversed};
	return 0;
}

int alias_add(struct alias_graph *g, struct sv from, struct sv to, enum record_relation relation)
{
	uint32_t a, b;
	int r;

	if (from.n == 0 || to.n == 0 || sv_eq(from, to))
		return 0;
	if ((r = intern_add(&g->ids, from, &a)) < 0 || (r = intern_add(&g->ids, to, &b)) < 0 ||
	    (r = add_edge(g, a, b, relation, false)) < 0 ||
	    (r = add_edge(g, b, a, relation, true)) < 0)
		return r;
	g->sorted = false;
	return 0;
}

static int by_from(const void *x, const void *y)
{
	const struct alias_edge *a = x, *b = y;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

static void sort_edges(struct alias_graph *g)
{
	if (!g->sorted && g->edges.n > 0)
		qsort(g->edges.p, g->edges.n, sizeof *g->edges.p, by_from);
	g->sorted = true;
}

/* The edges that start at id. */
static const struct alias_edge *edges_of(const struct alias_graph *g, uint32_t id, size_t *ret_n)
{
	size_t low = 0, high = g->edges.n, n = 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (g->edges.p[mid].from < id)
			low = mid + 1;
		else
			high = mid;
	}
	while (low + n < g->edges.n && g->edges.p[low + n].from == id)
		n++;
	*ret_n = n;
	return g->edges.p + low;
}

static int add_once(struct alias_result *to, uint32_t id)
{
	uint32_t *slot;
	for (size_t i = 0; i < to->ids.n; i++)
		if (to->ids.p[i] == id)
			return 0;
	if (to->ids.n >= LIMIT_ALIASES)
		return 0;
	slot = vec_add(&to->ids);
	if (!slot)
		return YG_ENOMEM;
	*slot = id;
	return 0;
}

/* CVEs that id itself asserts with one relation. */
static int direct_cves(const struct alias_graph *g, uint32_t id, enum record_relation relation,
		       struct alias_result *to)
{
	size_t n;
	const struct alias_edge *e = edges_of(g, id, &n);

	for (size_t i = 0; i < n; i++)
		if (!e[i].reversed && e[i].relation == relation &&
		    alias_is_cve(intern_view(&g->ids, e[i].to)) && add_once(to, e[i].to) < 0)
			return YG_ENOMEM;
	return 0;
}

/* All ids tied to id by aliases, in either direction, without passing through a CVE. */
static int alias_group(const struct alias_graph *g, uint32_t id, struct alias_result *group)
{
	int r = add_once(group, id);

	for (size_t at = 0; r == 0 && at < group->ids.n; at++) {
		size_t n;
		const struct alias_edge *e;
		if (at > 0 && alias_is_cve(intern_view(&g->ids, group->ids.p[at])))
			continue;
		e = edges_of(g, group->ids.p[at], &n);
		for (size_t i = 0; i < n && r == 0; i++)
			if (e[i].relation == RECORD_ALIAS)
				r = add_once(group, e[i].to);
	}
	return r;
}

/* Which id of a group without a CVE people know it by: the lower, the better. */
static unsigned id_rank(struct sv id)
{
	static const struct sv order[] = {
		SV_INIT("JVNDB-"), SV_INIT("GHSA-"), SV_INIT("PYSEC-"), SV_INIT("RUSTSEC-"),
		SV_INIT("GO-"), SV_INIT("MAL-"),
	};
	unsigned i = 0;
	while (i < YG_COUNT(order) && !sv_starts(id, order[i]))
		i++;
	return i;
}

static uint32_t representative(const struct alias_graph *g, const struct alias_result *group)
{
	uint32_t best = group->ids.p[0];
	for (size_t i = 1; i < group->ids.n; i++) {
		struct sv a = intern_view(&g->ids, group->ids.p[i]), b = intern_view(&g->ids, best);
		unsigned ra = id_rank(a), rb = id_rank(b);
		if (ra < rb || (ra == rb && sv_cmp(a, b) < 0))
			best = group->ids.p[i];
	}
	return best;
}

/* Insertion sort: the lists are short. */
static void sort_ids(const struct alias_graph *g, struct alias_result *list)
{
	for (size_t i = 1; i < list->ids.n; i++) {
		uint32_t id = list->ids.p[i];
		size_t k = i;
		for (; k > 0 && sv_cmp(intern_view(&g->ids, list->ids.p[k - 1]),
				       intern_view(&g->ids, id)) > 0; k--)
			list->ids.p[k] = list->ids.p[k - 1];
		list->ids.p[k] = id;
	}
}

static int through_group(const struct alias_graph *g, uint32_t id, bool advisory,
			 struct alias_result *ret)
{
	struct alias_result group = {0};
	int r = alias_group(g, id, &group);

	for (size_t i = 0; r == 0 && i < group.ids.n; i++)
		if (alias_is_cve(intern_view(&g->ids, group.ids.p[i])))
			r = add_once(ret, group.ids.p[i]);
	if (r == 0 && ret->ids.n == 0)
		r = direct_cves(g, id, RECORD_UPSTREAM, ret);
	if (r == 0 && ret->ids.n == 0 && advisory)
		r = direct_cves(g, id, RECORD_RELATED, ret);
	if (r == 0 && ret->ids.n == 0)
		r = add_once(ret, representative(g, &group));
	vec_drop(&group.ids);
	return r;
}

int alias_vulnerabilities(struct alias_graph *g, struct sv id, bool advisory,
			  struct alias_result *ret)
{
	uint32_t ref;
	int r;

	ret->ids.n = 0;
	sort_edges(g);
	r = intern_add(&g->ids, id, &ref);
	if (r == 0 && alias_is_cve(id))
		r = add_once(ret, ref);
	else if (r == 0)
		r = direct_cves(g, ref, RECORD_ALIAS, ret);
	if (r == 0 && ret->ids.n == 0)
		r = through_group(g, ref, advisory, ret);
	if (r == 0)
		sort_ids(g, ret);
	return r;
}

void alias_graph_drop(struct alias_graph *g)
{
	intern_drop(&g->ids);
	vec_drop(&g->edges);
	*g = (struct alias_graph){0};
}
