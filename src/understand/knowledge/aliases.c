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
	    (r = add_edge(g, a, b, relation, false)) < 0)
		return r;
	r = add_edge(g, b, a, relation, true);
	if (r < 0)
		g->edges.n--;		/* both directions or none */
	g->grouped = false;
	return r;
}

static int by_from(const void *x, const void *y)
{
	const struct alias_edge *a = x, *b = y;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
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

/* ---- groups: ids tied by aliases, in either direction, without a CVE in between ---- */

static bool is_cve(const struct alias_graph *g, uint32_t id)
{
	return alias_is_cve(intern_view(&g->ids, id));
}

/* The node of an id; NULL when no edge names it. */
static struct alias_node *node_of(const struct alias_graph *g, uint32_t id)
{
	size_t low = 0, high = g->nodes.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (g->nodes.p[mid].id == id)
			return &g->nodes.p[mid];
		if (g->nodes.p[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* The root of a node's group; paths are halved on the way, so that the next walk is short. */
static uint32_t root_of(struct alias_graph *g, uint32_t node)
{
	struct alias_node *list = g->nodes.p;
	while (list[node].parent != node)
		node = list[node].parent = list[list[node].parent].parent;
	return node;
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

static bool better_name(const struct alias_graph *g, uint32_t x, uint32_t y)
{
	struct sv a = intern_view(&g->ids, x), b = intern_view(&g->ids, y);
	unsigned ra = id_rank(a), rb = id_rank(b);
	return ra != rb ? ra < rb : sv_cmp(a, b) < 0;
}

static void join(struct alias_graph *g, uint32_t x, uint32_t y)
{
	struct alias_node *a = &g->nodes.p[root_of(g, x)], *b = &g->nodes.p[root_of(g, y)];

	if (a == b)
		return;
	if (a->size < b->size) {
		struct alias_node *larger = b;
		b = a;
		a = larger;
	}
	b->parent = (uint32_t)(a - g->nodes.p);
	a->size += b->size;
	if (better_name(g, b->best, a->best))
		a->best = b->best;
}

/* Every id stands at the start of an edge: each is there in both directions. */
static int make_nodes(struct alias_graph *g)
{
	g->nodes.n = 0;
	for (size_t i = 0; i < g->edges.n; i++) {
		uint32_t id = g->edges.p[i].from, at = (uint32_t)g->nodes.n;
		struct alias_node *n;
		if (at > 0 && g->nodes.p[at - 1].id == id)
			continue;
		n = vec_add(&g->nodes);
		if (!n)
			return YG_ENOMEM;
		*n = (struct alias_node){.id = id, .parent = at, .size = 1, .best = id,
			.cve = is_cve(g, id)};
	}
	return 0;
}

static int by_root(const void *x, const void *y)
{
	const struct alias_tie *a = x, *b = y;
	if (a->root != b->root)
		return a->root < b->root ? -1 : 1;
	return (a->cve > b->cve) - (a->cve < b->cve);
}

/* The CVEs at the edge of each group, each once, in runs that their root names. */
static int make_ties(struct alias_graph *g)
{
	size_t kept = 0;

	g->ties.n = 0;
	for (size_t i = 0, node = 0; i < g->edges.n; i++) {
		const struct alias_edge *e = &g->edges.p[i];
		struct alias_tie *t;
		while (g->nodes.p[node].id != e->from)
			node++;
		if (e->relation != RECORD_ALIAS || g->nodes.p[node].cve || !node_of(g, e->to)->cve)
			continue;
		t = vec_add(&g->ties);
		if (!t)
			return YG_ENOMEM;
		*t = (struct alias_tie){root_of(g, (uint32_t)node), e->to};
	}
	if (g->ties.n)
		qsort(g->ties.p, g->ties.n, sizeof *g->ties.p, by_root);
	for (size_t i = 0; i < g->ties.n; i++) {
		struct alias_tie *t = &g->ties.p[i];
		struct alias_node *root = &g->nodes.p[t->root];
		if (kept && memcmp(&g->ties.p[kept - 1], t, sizeof *t) == 0)
			continue;
		if (root->tie_count++ == 0)
			root->tie_first = (uint32_t)kept;
		g->ties.p[kept++] = *t;
	}
	g->ties.n = kept;
	return 0;
}

static int make_groups(struct alias_graph *g)
{
	int r;

	if (g->grouped)
		return 0;
	if (g->edges.n)
		qsort(g->edges.p, g->edges.n, sizeof *g->edges.p, by_from);
	r = make_nodes(g);
	for (size_t i = 0, node = 0; r == 0 && i < g->edges.n; i++) {
		const struct alias_edge *e = &g->edges.p[i];
		const struct alias_node *to;
		while (g->nodes.p[node].id != e->from)
			node++;
		if (e->relation != RECORD_ALIAS || g->nodes.p[node].cve)
			continue;
		to = node_of(g, e->to);
		if (!to->cve)
			join(g, (uint32_t)node, (uint32_t)(to - g->nodes.p));
	}
	if (r == 0)
		r = make_ties(g);
	g->grouped = r == 0;
	return r;
}

/* ---- the answer ---- */

static int add_id(struct alias_result *to, uint32_t id)
{
	uint32_t *slot = vec_add(&to->ids);
	if (!slot)
		return YG_ENOMEM;
	*slot = id;
	return 0;
}

/* CVEs that id itself asserts with one relation: as many as it names. */
static int own_cves(const struct alias_graph *g, uint32_t id, enum record_relation relation,
		    struct alias_result *to)
{
	size_t n;
	const struct alias_edge *e = edges_of(g, id, &n);

	for (size_t i = 0; i < n; i++)
		if (!e[i].reversed && e[i].relation == relation && is_cve(g, e[i].to) &&
		    (to->ids.n == 0 || to->ids.p[to->ids.n - 1] != e[i].to) &&
		    add_id(to, e[i].to) < 0)
			return YG_ENOMEM;
	return 0;
}

static int group_cves(struct alias_graph *g, const struct alias_node *node,
		      struct alias_result *to)
{
	const struct alias_node *root = &g->nodes.p[root_of(g, (uint32_t)(node - g->nodes.p))];

	if (root->tie_count > LIMIT_ALIASES)
		return 0;
	for (uint32_t i = 0; i < root->tie_count; i++)
		if (add_id(to, g->ties.p[root->tie_first + i].cve) < 0)
			return YG_ENOMEM;
	return 0;
}

static int by_text(const void *x, const void *y, void *ctx)
{
	const struct alias_graph *g = ctx;
	return sv_cmp(intern_view(&g->ids, *(const uint32_t *)x),
		      intern_view(&g->ids, *(const uint32_t *)y));
}

/* The first of the ways named in aliases.h that leads to a vulnerability. */
static int find_vulnerabilities(struct alias_graph *g, uint32_t id, bool advisory,
				struct alias_result *ret)
{
	const struct alias_node *node = node_of(g, id);
	int r = 0;

	if (!node || node->cve)
		return add_id(ret, id);
	r = own_cves(g, id, RECORD_ALIAS, ret);
	if (r == 0 && ret->ids.n == 0)
		r = group_cves(g, node, ret);
	if (r == 0 && ret->ids.n == 0)
		r = own_cves(g, id, RECORD_UPSTREAM, ret);
	if (r == 0 && ret->ids.n == 0 && advisory)
		r = own_cves(g, id, RECORD_RELATED, ret);
	if (r == 0 && ret->ids.n == 0)
		r = add_id(ret, g->nodes.p[root_of(g, (uint32_t)(node - g->nodes.p))].best);
	return r;
}

int alias_vulnerabilities(struct alias_graph *g, struct sv id, bool advisory,
			  struct alias_result *ret)
{
	uint32_t ref;
	int r;

	ret->ids.n = 0;
	r = make_groups(g);
	if (r == 0)
		r = intern_add(&g->ids, id, &ref);
	if (r == 0)
		r = find_vulnerabilities(g, ref, advisory, ret);
	if (r == 0 && ret->ids.n > 1)
		qsort_r(ret->ids.p, ret->ids.n, sizeof *ret->ids.p, by_text, g);
	return r;
}

void alias_graph_drop(struct alias_graph *g)
{
	intern_drop(&g->ids);
	vec_drop(&g->edges);
	vec_drop(&g->nodes);
	vec_drop(&g->ties);
	*g = (struct alias_graph){0};
}
