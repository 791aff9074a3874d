/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pnpm_lock.c - pnpm-lock.yaml (github.com/pnpm/spec, lockfile 5 to 9): the keys below "packages"
 * are what is installed:
 *
 *	/@scope/name/1.0.0_peer@2.0.0		5
 *	/@scope/name@1.0.0(peer@2.0.0)		6
 *	'@scope/name@1.0.0'			9; with peers below "snapshots"
 *
 * "dev: true" stands there up to 6.  In 9 it follows from the graph: "importers" says what the
 * project needs, and for what, "snapshots" what each package needs.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/graph.h"
#include "identify/lock/lock.h"
#include "identify/lock/yaml.h"

enum section { OTHER, PACKAGES, IMPORTERS, SNAPSHOTS };

/* A package that waits for the graph. */
struct waiting {
	struct lock_package p;
	struct sv key;
};

struct pnpm {
	struct reading r;
	struct yaml y;
	struct lock_package now;
	struct sv key;			/* of the package at hand */
	uint64_t major;
	bool own, versioned;
	enum section section;
	struct lock_graph graph;
	struct waiting *waiting;
	size_t waiting_count;
	size_t snapshot;		/* the node at hand */
	bool needs;			/* inside its dependencies, or the importer's */
	enum lock_use use;		/* of the importer's dependencies at hand */
	struct sv name;			/* of the importer's dependency at hand */
};

/* Where name and version meet: the last '/' in 5, the first '@' behind the name in 6 and 9. */
static bool split_key(const struct pnpm *l, struct sv key, struct sv *name, struct sv *version)
{
	size_t scope, at;

	if (l->major < 6) {
		if (!sv_rcut(key, '/', name, version))
			return false;
		*version = sv_first(*version, sv_find(*version, '_'));
		return true;
	}
	key = sv_first(key, sv_find(key, '('));
	scope = sv_starts(key, SV("@")) ? sv_find(key, '/') : 0;
	at = scope + sv_find(sv_from(key, scope), '@');
	if (at >= key.n)
		return false;
	*name = sv_first(key, at);
	*version = sv_from(key, at + 1);
	return true;
}

static bool is_place(struct sv s)
{
	return sv_find(s, ':') < s.n;
}

static void open_package(struct pnpm *l, const struct yaml_line *line)
{
	struct sv key = line->key, host;

	l->now = (struct lock_package){.type = SV("npm"), .name = key, .at = line->at};
	l->key = key;
	l->own = sv_starts(key, SV("file:")) || sv_starts(key, SV("link:"));
	if (sv_starts(key, SV("/")))
		key = sv_from(key, 1);
	else if (l->major < 9 && !is_place(key))
		(void)sv_cut(key, '/', &host, &key);	/* of another registry */
	if (!split_key(l, key, &l->now.name, &l->now.version))
		l->now.name = key;
	l->own |= sv_starts(l->now.version, SV("file:")) ||
		  sv_starts(l->now.version, SV("link:"));
	/* A checkout or tarball: its version stands in a field, if at all. */
	if (is_place(l->now.version))
		l->now.version = (struct sv){NULL, 0};
}

static void read_field(struct pnpm *l, const struct yaml_line *line)
{
	if (sv_is(line->key, "name"))
		l->now.name = line->value;
	else if (sv_is(line->key, "version"))
		l->now.version = line->value;
	else if (sv_is(line->key, "dev") && sv_is(line->value, "true"))
		l->now.flags |= COMPONENT_DEV;
}

static int no_memory(struct pnpm *l)
{
	return reading_fail(&l->r, YG_ENOMEM, 0, "out of memory");
}

static int flush(struct pnpm *l)
{
	struct lock_package p = l->now;
	struct waiting *w;
	size_t node;

	l->now = (struct lock_package){0};
	if (!p.at || l->own)
		return 0;
	if (l->major < 9)
		return lock_give_path(&l->r, p, '/');
	w = arena_push(l->graph.a, l->waiting, l->waiting_count);
	if (!w || lock_graph_node(&l->graph, l->key, &node) < 0)
		return no_memory(l);
	*w = (struct waiting){p, l->key};
	return 0;
}

/* ---- the graph of 9 ---- */

/* "1.0.0(peer@2.0.0)" of a name, or the whole key of another package under an alias. */
static int key_of(struct pnpm *l, struct sv name, struct sv version, struct sv *out)
{
	size_t at = sv_find(sv_first(version, sv_find(version, '(')), '@');

	if (at < version.n && version.p[at] == '@') {
		*out = version;
		return 0;
	}
	*out = sv_join(l->graph.a, name, SV("@"), version);
	return out->p ? 0 : no_memory(l);
}

static bool is_use(struct sv section, enum lock_use *use)
{
	*use = sv_is(section, "devDependencies") ? LOCK_USE_DEV : LOCK_USE_MAIN;
	return sv_is(section, "dependencies") || sv_is(section, "optionalDependencies") ||
	       *use == LOCK_USE_DEV;
}

/* importers / folder / dependencies / name / version */
static int read_importer(struct pnpm *l, const struct yaml_line *line)
{
	struct sv key;
	int rc = 0;

	if (line->indent == 4)
		l->needs = is_use(line->key, &l->use);
	else if (line->indent == 6)
		l->name = line->key;
	if (line->indent != 8 || !l->needs || !sv_is(line->key, "version"))
		return 0;
	if ((rc = key_of(l, l->name, line->value, &key)) < 0)
		return rc;
	return lock_graph_root(&l->graph, key, l->use) < 0 ? no_memory(l) : 0;
}

/* snapshots / key / dependencies / name: version */
static int read_snapshot(struct pnpm *l, const struct yaml_line *line)
{
	struct sv base = sv_first(line->key, sv_find(line->key, '(')), key;
	int rc = 0;

	if (line->indent == 2) {
		l->needs = false;
		rc = lock_graph_node(&l->graph, line->key, &l->snapshot);
		/* With other peers it is the same package. */
		if (rc == 0 && base.n < line->key.n)
			rc = lock_graph_edge(&l->graph, l->snapshot, base);
	} else if (line->indent == 4) {
		l->needs = is_use(line->key, &l->use);
	} else if (line->indent == 6 && l->needs && line->key.n > 0) {
		if ((rc = key_of(l, line->key, line->value, &key)) == 0)
			rc = lock_graph_edge(&l->graph, l->snapshot, key);
	}
	return rc < 0 ? no_memory(l) : 0;
}

/* Of a text that is cut off the graph says nothing. */
static int give_waiting(struct pnpm *l, bool whole)
{
	int rc = whole ? lock_graph_follow(&l->graph) : 0;

	if (rc < 0)
		return no_memory(l);
	for (size_t i = 0; i < l->waiting_count; i++) {
		struct waiting *w = &l->waiting[i];
		if (whole && lock_graph_is_dev(&l->graph, w->key))
			w->p.flags |= COMPONENT_DEV;
		if ((rc = lock_give_path(&l->r, w->p, '/')) < 0)
			return rc;
	}
	return 0;
}

/* ---- lines ---- */

static void open_section(struct pnpm *l, const struct yaml_line *line)
{
	struct sv major, rest;

	l->needs = false;
	l->section = sv_is(line->key, "packages") ? PACKAGES
		   : sv_is(line->key, "importers") ? IMPORTERS
		   : sv_is(line->key, "snapshots") ? SNAPSHOTS : OTHER;
	if (sv_is(line->key, "lockfileVersion")) {
		(void)sv_cut(line->value, '.', &major, &rest);
		l->versioned = sv_u64(major, &l->major);
	}
}

static int read_line(struct pnpm *l, const struct yaml_line *line)
{
	int rc = line->indent <= 2 ? flush(l) : 0;

	if (rc < 0)
		return rc;
	if (line->indent == 0) {
		open_section(l, line);
	} else if (l->section == PACKAGES) {
		if (line->indent == 2)
			open_package(l, line);
		else if (line->indent == 4)
			read_field(l, line);
	} else if (l->major >= 9) {
		if (l->section == IMPORTERS)
			return read_importer(l, line);
		if (l->section == SNAPSHOTS)
			return read_snapshot(l, line);
	}
	return 0;
}

static int read_all(struct pnpm *l)
{
	struct yaml_line line;
	bool whole;
	int rc;

	while (yaml_next(&l->y, &line))
		if ((rc = read_line(l, &line)) < 0)
			return rc;
	whole = yaml_err(&l->y, NULL) == 0;
	if (whole && (rc = flush(l)) < 0)
		return rc;
	return give_waiting(l, whole);
}

int pnpm_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		   struct yg_err *err)
{
	struct pnpm l = {.graph.a = file->arena};
	struct yg_err e = {0};
	int rc = reading_start(&l.r, file, sink, err);

	if (rc == 0) {
		yaml_init(&l.y, l.r.text, l.r.n);
		rc = read_all(&l);
	}
	if (rc == 0 && (rc = yaml_err(&l.y, &e)) < 0)
		rc = reading_fail(&l.r, rc, reading_at(&l.r, l.r.text) + e.at, e.what);
	else if (rc == 0 && !l.versioned)
		rc = reading_fail(&l.r, YG_ESYNTAX, 0, "no lockfileVersion: not a pnpm-lock.yaml");
	reading_stop(&l.r);
	return rc;
}

int pnpm_lock_detect(struct sv path, struct sv head)
{
	struct sv first;

	if (lock_is_named(path, SV("pnpm-lock.yaml")))
		return 90;
	if (sv_starts(head, SV("---\n")))
		head = sv_from(head, 4);
	return sv_line(&head, &first) && sv_starts(first, SV("lockfileVersion:")) ? 80 : 0;
}
