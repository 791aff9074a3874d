/* SPDX-License-Identifier: Apache-2.0 */
/*
 * graph.h - which packages of a lock file are for development only, where the file states the
 * graph of dependencies instead: those that the project's development dependencies lead to, and
 * its other dependencies do not.
 *
 * Ownership: keys are the caller's; lists live in the arena.
 * Errors:    YG_ENOMEM.
 * Threads:   no shared state.
 * Trust:     hostile: cycles, keys that are no node, several nodes of one key; no recursion,
 *	n log n.
 */
#ifndef YAGURA_LOCK_GRAPH_H
#define YAGURA_LOCK_GRAPH_H

#include "base/base.h"

enum lock_use { LOCK_USE_MAIN = 1, LOCK_USE_DEV = 2 };

struct lock_node {
	struct sv key;
	size_t number;
	unsigned use;		/* enum lock_use */
};

struct lock_edge {
	size_t from;		/* a node's number */
	struct sv to;		/* a key: all nodes that have it */
};

struct lock_root {
	struct sv key;
	enum lock_use use;
};

struct lock_graph {
	struct arena *a;
	struct lock_node *nodes;
	size_t node_count;
	struct lock_edge *edges;
	size_t edge_count;
	struct lock_root *roots;
	size_t root_count;
};

/* *ret: the node's number, counted from 0. */
int lock_graph_node(struct lock_graph *g, struct sv key, size_t *ret) YG_CHECK;
int lock_graph_edge(struct lock_graph *g, size_t from, struct sv to) YG_CHECK;
int lock_graph_root(struct lock_graph *g, struct sv key, enum lock_use use) YG_CHECK;

/* Follow the edges from all roots.  Nodes are then sorted by key, with their uses set. */
int lock_graph_follow(struct lock_graph *g) YG_CHECK;

/* After that: what the nodes of a key are used for, together; 0: nothing leads there. */
unsigned lock_graph_use(const struct lock_graph *g, struct sv key);

/* For development, as far as the graph tells. */
static inline bool lock_graph_is_dev(const struct lock_graph *g, struct sv key)
{
	return lock_graph_use(g, key) == LOCK_USE_DEV;
}

#endif
