/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/lock/toml_packages.h"

#include "base/text.h"
#include "identify/lock/graph.h"
#include "identify/lock/lock.h"
#include "identify/lock/toml.h"

struct package {
	struct lock_package p;
	bool open;		/* inside a [[package]] */
	bool sourced;		/* says where it comes from */
	bool own;		/* ... which is the project's own tree */
	bool variant;		/* the same package again, with extras */
	bool grouped, in_main;
	size_t node;		/* in the graph */
};

struct packages {
	struct reading r;
	struct toml t;
	const struct toml_packages *format;
	struct package now;
	struct lock_graph graph;
	struct lock_package *waiting;	/* for the graph */
	size_t waiting_count;
};

/* Words that name a place in the project's own tree, as a source's key or type. */
static bool is_own_place(struct sv word)
{
	return sv_is(word, "virtual") || sv_is(word, "editable") || sv_is(word, "directory");
}

static int no_memory(struct packages *l)
{
	return reading_fail(&l->r, YG_ENOMEM, 0, "out of memory");
}

static int flush(struct packages *l)
{
	struct package *k = &l->now;
	struct lock_package *w;
	bool give = k->open && !k->own && !k->variant &&
		    (k->sourced || !l->format->sourceless_is_own);

	if (k->open && k->own && l->format->graph &&
	    lock_graph_root(&l->graph, k->p.name, LOCK_USE_MAIN) < 0)
		return no_memory(l);
	k->open = false;
	if (k->grouped && !k->in_main && l->format->main_group.n > 0)
		k->p.flags |= COMPONENT_DEV;
	if (!give || !l->format->graph)
		return give ? lock_give(&l->r, &k->p) : 0;
	w = arena_push(l->graph.a, l->waiting, l->waiting_count);
	if (!w)
		return no_memory(l);
	*w = k->p;
	return 0;
}

/* ---- the graph of uv ---- */

/* [{ name = "a" }, { name = "b", marker = "..." }]: what the package, or its group, needs. */
static int read_needs(struct packages *l, bool dev)
{
	struct sv key, name;
	int rc = 0;

	if (!toml_opt_array(&l->t))
		return 0;
	while (rc == 0 && toml_item(&l->t)) {
		if (!toml_opt_table(&l->t))
			continue;
		name = (struct sv){NULL, 0};
		while (toml_key(&l->t, &key)) {
			if (sv_is(key, "name"))
				(void)toml_opt_string(&l->t, &name);
			else
				toml_skip(&l->t);
		}
		rc = dev ? lock_graph_root(&l->graph, name, LOCK_USE_DEV)
			 : lock_graph_edge(&l->graph, l->now.node, name);
	}
	return rc < 0 ? no_memory(l) : 0;
}

/* Of a text that is cut off the graph says nothing. */
static int give_waiting(struct packages *l, bool whole)
{
	int rc = whole ? lock_graph_follow(&l->graph) : 0;

	if (rc < 0)
		return no_memory(l);
	for (size_t i = 0; i < l->waiting_count; i++) {
		struct lock_package *w = &l->waiting[i];
		if (whole && lock_graph_is_dev(&l->graph, w->name))
			w->flags |= COMPONENT_DEV;
		if ((rc = lock_give(&l->r, w)) < 0)
			return rc;
	}
	return 0;
}

/* ---- one package ---- */

/* groups = ["default", "dev"] */
static void read_groups(struct packages *l)
{
	struct sv group;

	if (!toml_opt_array(&l->t))
		return;
	while (toml_item(&l->t)) {
		l->now.grouped = true;
		if (toml_opt_string(&l->t, &group) && sv_eq(group, l->format->main_group))
			l->now.in_main = true;
	}
}

/* source = "registry+https://..." (Cargo), or { registry = "..." } (uv) */
static void read_source(struct packages *l)
{
	struct sv key;

	l->now.sourced = true;
	if (!toml_opt_table(&l->t))
		return;
	while (toml_key(&l->t, &key)) {
		l->now.own |= is_own_place(key);
		toml_skip(&l->t);
	}
}

/* extras = ["toml"]: PDM writes the package once more for them. */
static void read_extras(struct packages *l)
{
	if (!toml_opt_array(&l->t))
		return;
	while (toml_item(&l->t)) {
		l->now.variant = true;
		toml_skip(&l->t);
	}
}

static void read_category(struct packages *l)
{
	struct sv word;

	if (toml_opt_string(&l->t, &word) && sv_is(word, "dev"))
		l->now.p.flags |= COMPONENT_DEV;
}

/* The graph's node is the package's name: uv does not always say which version is meant. */
static int read_name(struct packages *l)
{
	if (toml_opt_string(&l->t, &l->now.p.name) && l->format->graph &&
	    lock_graph_node(&l->graph, l->now.p.name, &l->now.node) < 0)
		return no_memory(l);
	return 0;
}

static int read_pair(struct packages *l, struct sv key)
{
	if (sv_is(key, "name"))
		return read_name(l);
	if (sv_is(key, "dependencies") && l->format->graph)
		return read_needs(l, false);
	if (sv_is(key, "version")) {
		(void)toml_opt_string(&l->t, &l->now.p.version);
	} else if (sv_is(key, "category")) {
		read_category(l);
	} else if (sv_is(key, "groups")) {
		read_groups(l);
	} else if (sv_is(key, "source")) {
		read_source(l);
	} else if (sv_is(key, "extras")) {
		read_extras(l);
	} else {
		/* PDM: path = "./lib"; pylock: directory = {...}, or a table below. */
		l->now.own |= sv_is(key, "directory") || sv_is(key, "path");
		toml_skip(&l->t);
	}
	return 0;
}

/* ---- tables ---- */

enum place {
	ELSEWHERE,
	PACKAGE,		/* [[package]] */
	SOURCE,			/* [package.source], Poetry */
	NEEDS,			/* [package.optional-dependencies], uv */
	DEV_NEEDS,		/* [package.dev-dependencies], uv */
	BELOW,			/* another table of the package */
};

static bool is_below(const struct packages *l, struct sv name)
{
	return name.n > l->format->table.n && sv_starts(name, l->format->table) &&
	       name.p[l->format->table.n] == '.';
}

static enum place place_below(struct packages *l, struct sv name)
{
	struct sv sub = sv_from(name, l->format->table.n + 1);

	if (sv_is(sub, "directory"))		/* pylock */
		l->now.own = true;
	if (sv_is(sub, "source"))
		return SOURCE;
	if (l->format->graph && sv_is(sub, "optional-dependencies"))
		return NEEDS;
	return l->format->graph && sv_is(sub, "dev-dependencies") ? DEV_NEEDS : BELOW;
}

static int read_pair_at(struct packages *l, enum place place, struct sv name)
{
	struct sv word;

	switch (place) {
	case PACKAGE:
		return read_pair(l, name);
	case NEEDS:
	case DEV_NEEDS:
		return read_needs(l, place == DEV_NEEDS);
	case SOURCE:
		if (!sv_is(name, "type"))
			break;
		if (toml_opt_string(&l->t, &word))
			l->now.own |= is_own_place(word);
		return 0;
	default:
		break;
	}
	toml_skip(&l->t);
	return 0;
}

static int read_all(struct packages *l)
{
	enum place place = ELSEWHERE;
	enum toml_what what;
	struct sv name = {NULL, 0};
	bool whole;
	int rc = 0;

	while (rc == 0 && (what = toml_next(&l->t, &name)) != TOML_END) {
		if (what == TOML_PAIR) {
			rc = read_pair_at(l, place, name);
		} else if (is_below(l, name)) {
			place = place_below(l, name);
		} else if ((rc = flush(l)) == 0) {
			place = sv_eq(name, l->format->table) ? PACKAGE : ELSEWHERE;
			l->now = (struct package){.open = place == PACKAGE,
				.p.type = l->format->type, .p.at = name.p};
		}
	}
	if (rc < 0)
		return rc;
	/* The last package is whole only if the text is. */
	whole = toml_err(&l->t, NULL) == 0;
	if (whole && (rc = flush(l)) < 0)
		return rc;
	return give_waiting(l, whole);
}

int toml_packages_read(struct inventory_file *file, const struct inventory_sink *sink,
		       const struct toml_packages *format, struct yg_err *err)
{
	struct packages l = {.format = format, .graph.a = file->arena};
	struct yg_err e = {0};
	int rc = reading_start(&l.r, file, sink, err);

	if (rc == 0) {
		toml_init(&l.t, l.r.text, l.r.n);
		rc = read_all(&l);
	}
	if (rc == 0 && (rc = toml_err(&l.t, &e)) < 0)
		rc = reading_fail(&l.r, rc, reading_at(&l.r, l.r.text) + e.at, e.what);
	else if (rc == 0 && sv_trim(reading_view(&l.r)).n == 0)
		rc = reading_fail(&l.r, YG_ESYNTAX, 0, "the lock file is empty");
	reading_stop(&l.r);
	return rc;
}

/* The name alone is enough: a broken file must be refused as what it claims to be. */
int toml_packages_detect(struct sv path, struct sv head, struct sv name, struct sv words)
{
	if (sv_search(head, words) < head.n)
		return 95;
	return lock_is_named(path, name) ? 90 : 0;
}
