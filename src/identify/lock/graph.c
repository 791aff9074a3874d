/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/lock/graph.h"

int lock_graph_node(struct lock_graph *g, struct sv key, size_t *ret)
{
	struct lock_node *n = arena_push(g->a, g->nodes, g->node_count);

	if (!n)
		return YG_ENOMEM;
	*n = (struct lock_node){.key = key, .number = g->node_count - 1};
	*ret = n->number;
	return 0;
}

int lock_graph_edge(struct lock_graph *g, size_t from, struct sv to)
{
	struct lock_edge *e = arena_push(g->a, g->edges, g->edge_count);

	if (!e)
		return YG_ENOMEM;
	*e = (struct lock_edge){from, to};
	return 0;
}

int lock_graph_root(struct lock_graph *g, struct sv key, enum lock_use use)
{
	struct lock_root *r = arena_push(g->a, g->roots, g->root_count);

	if (!r)
		return YG_ENOMEM;
	*r = (struct lock_root){key, use};
	return 0;
}

static int by_key(const void *a, const void *b)
{
	const struct lock_node *x = a, *y = b;
	int r = sv_cmp(x->key, y->key);

	return r ? r : (x->number > y->number) - (x->number < y->number);
}

static int by_from(const void *a, const void *b)
{
	const struct lock_edge *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* The first node whose key is not less. */
static size_t find_node(const struct lock_graph *g, struct sv key)
{
	size_t low = 0, high = g->node_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (sv_cmp(g->nodes[mid].key, key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static size_t first_edge(const struct lock_graph *g, size_t from)
{
	size_t low = 0, high = g->edge_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (g->edges[mid].from < from)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Mark the nodes of a key and put the new ones on the stack, which holds each node once. */
static void reach(struct lock_graph *g, struct sv key, unsigned use, size_t *stack,
		  size_t *depth)
{
	for (size_t i = find_node(g, key); i < g->node_count && sv_eq(g->nodes[i].key, key); i++)
		if (!(g->nodes[i].use & use)) {
			g->nodes[i].use |= use;
			stack[(*depth)++] = i;
		}
}

static void follow_use(struct lock_graph *g, enum lock_use use, size_t *stack)
{
	size_t depth = 0;

	for (size_t i = 0; i < g->root_count; i++)
		if (g->roots[i].use == use)
			reach(g, g->roots[i].key, use, stack, &depth);
	while (depth > 0) {
		size_t from = g->nodes[stack[--depth]].number;
		for (size_t e = first_edge(g, from);
		     e < g->edge_count && g->edges[e].from == from; e++)
			reach(g, g->edges[e].to, use, stack, &depth);
	}
}

int lock_graph_follow(struct lock_graph *g)
{
	size_t *stack;

	if (g->node_count == 0)
		return 0;
	stack = arena_new(g->a, size_t, g->node_count);
	if (!stack)
		return YG_ENOMEM;
	qsort(g->nodes, g->node_count, sizeof *g->nodes, by_key);
	if (g->edge_count > 0)
		qsort(g->edges, g->edge_count, sizeof *g->edges, by_from);
	follow_use(g, LOCK_USE_MAIN, stack);
	follow_use(g, LOCK_USE_DEV, stack);
	return 0;
}

unsigned lock_graph_use(const struct lock_graph *g, struct sv key)
{
	unsigned use = 0;

	for (size_t i = find_node(g, key); i < g->node_count && sv_eq(g->nodes[i].key, key); i++)
		use |= g->nodes[i].use;
	return use;
}
