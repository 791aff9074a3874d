/* SPDX-License-Identifier: Apache-2.0 */
/*
 * maven_pom.c - pom.xml of Maven (maven.apache.org, "POM Reference"): the dependencies of the
 * project, with versions as far as this file alone settles them: its properties, what the
 * parent element says, its dependencyManagement.
 *
 * What a parent, an imported BOM or the command line would have to say is not known: the
 * component then has no version.  Test scope is development; plugins build, and are no part of
 * the product; profiles may be active or not, and are left out by name.
 */
#include "base/limits.h"
#include "base/text.h"
#include "identify/heavy/xml.h"
#include "identify/reader_list.h"
#include "identify/reading.h"

enum {
	REFERENCE_DEPTH = 16,		/* properties that refer to properties */
	REFERENCES_MAX = 1000000,	/* property references followed in one file */
};

struct property {
	struct sv name, value;
};

struct dependency {
	struct sv group, artifact, version, scope;
	size_t at;
};

struct list {
	struct dependency *items;
	size_t count;
};

struct pom {
	struct reading r;
	struct xml x;
	struct dependency own, parent;
	struct property *properties;
	size_t property_count;
	struct list dependencies, managed;
	unsigned references;		/* followed so far */
};

static int no_memory(struct pom *m)
{
	return reading_fail(&m->r, YG_ENOMEM, xml_at(&m->x), "out of memory");
}

static int keep(struct pom *m, struct sv s, struct sv *to)
{
	s = arena_copy(m->r.file->arena, s);
	if (!s.p)
		return no_memory(m);
	*to = s;
	return 0;
}

/* ---- reading ---- */

static int read_text(struct pom *m, struct sv *to)
{
	struct sv s = {NULL, 0};

	xml_text(&m->x, LIMIT_NAME + 1, &s);
	return keep(m, s, to);
}

static struct sv *coordinate(struct dependency *d, struct sv element)
{
	if (sv_is(element, "groupId"))
		return &d->group;
	if (sv_is(element, "artifactId"))
		return &d->artifact;
	if (sv_is(element, "version"))
		return &d->version;
	return sv_is(element, "scope") ? &d->scope : NULL;
}

static int read_coordinates(struct pom *m, struct dependency *d)
{
	int at = xml_depth(&m->x), rc = 0;
	struct sv element, *field;

	d->at = xml_at(&m->x);
	while (rc == 0 && xml_child(&m->x, at, &element)) {
		if ((field = coordinate(d, element)))
			rc = read_text(m, field);
		else
			xml_skip(&m->x);
	}
	return rc;
}

static int read_dependencies(struct pom *m, struct list *to)
{
	int at = xml_depth(&m->x), rc;
	struct dependency d, *item;
	struct sv element;

	while (xml_child(&m->x, at, &element)) {
		if (!sv_is(element, "dependency")) {
			xml_skip(&m->x);
			continue;
		}
		d = (struct dependency){0};
		if ((rc = read_coordinates(m, &d)) < 0)
			return rc;
		if (xml_err(&m->x, NULL))
			return 0;
		item = arena_push(m->r.file->arena, to->items, to->count);
		if (!item)
			return no_memory(m);
		*item = d;
	}
	return 0;
}

static int read_management(struct pom *m)
{
	int at = xml_depth(&m->x), rc = 0;
	struct sv element;

	while (rc == 0 && xml_child(&m->x, at, &element)) {
		if (sv_is(element, "dependencies"))
			rc = read_dependencies(m, &m->managed);
		else
			xml_skip(&m->x);
	}
	return rc;
}

static int read_properties(struct pom *m)
{
	int at = xml_depth(&m->x), rc;
	struct property p = {0}, *item;
	struct sv element;

	while (xml_child(&m->x, at, &element)) {
		if ((rc = keep(m, sv_first(element, LIMIT_NAME), &p.name)) < 0 ||
		    (rc = read_text(m, &p.value)) < 0)
			return rc;
		item = arena_push(m->r.file->arena, m->properties, m->property_count);
		if (!item)
			return no_memory(m);
		*item = p;
	}
	return 0;
}

/* Each profile with dependencies is left out by its id. */
static int read_profiles(struct pom *m)
{
	int at = xml_depth(&m->x), rc;
	struct sv element, id;
	bool any;

	while (xml_child(&m->x, at, &element)) {
		size_t place = xml_at(&m->x);
		id = SV("profile");
		any = false;
		while (xml_child(&m->x, at + 1, &element)) {
			any |= sv_is(element, "dependencies");
			if (!sv_is(element, "id"))
				xml_skip(&m->x);
			else if ((rc = read_text(m, &id)) < 0)
				return rc;
		}
		if (any && (rc = reading_skip(&m->r, place, id, "a profile: whether its "
					      "dependencies are used is not known")) < 0)
			return rc;
	}
	return 0;
}

static int read_project(struct pom *m)
{
	int at = xml_depth(&m->x), rc = 0;
	struct sv element, *field;

	while (rc == 0 && xml_child(&m->x, at, &element)) {
		if ((field = coordinate(&m->own, element)))
			rc = read_text(m, field);
		else if (sv_is(element, "parent"))
			rc = read_coordinates(m, &m->parent);
		else if (sv_is(element, "properties"))
			rc = read_properties(m);
		else if (sv_is(element, "dependencyManagement"))
			rc = read_management(m);
		else if (sv_is(element, "dependencies"))
			rc = read_dependencies(m, &m->dependencies);
		else if (sv_is(element, "profiles"))
			rc = read_profiles(m);
		else
			xml_skip(&m->x);
	}
	return rc;
}

/* ---- settling ---- */

static int by_name(const void *a, const void *b)
{
	return sv_cmp(((const struct property *)a)->name, ((const struct property *)b)->name);
}

static bool known_value(const struct pom *m, struct sv name, struct sv *out)
{
	static const struct sv prefixes[] = {SV_INIT("project."), SV_INIT("pom.")};
	const struct property key = {.name = name}, *hit;
	const struct dependency *d = &m->own;

	hit = m->property_count == 0 ? NULL
		: bsearch(&key, m->properties, m->property_count, sizeof key, by_name);
	if (hit) {
		*out = hit->value;
		return true;
	}
	for (size_t i = 0; i < YG_COUNT(prefixes); i++)
		if (sv_starts(name, prefixes[i]))
			name = sv_from(name, prefixes[i].n);
	if (sv_starts(name, SV("parent."))) {
		name = sv_from(name, 7);
		d = &m->parent;
	}
	if (sv_is(name, "version"))
		*out = d->version;
	else if (sv_is(name, "groupId"))
		*out = d->group;
	else if (sv_is(name, "artifactId"))
		*out = d->artifact;
	else
		return false;
	return out->n > 0;
}

/* raw with its ${...} put in, appended to b; false when one is not known. */
static bool expand(struct pom *m, struct sv raw, unsigned depth, struct buf *b)
{
	struct sv name, value;

	while (raw.n > 0) {
		size_t at = sv_search(raw, SV("${"));
		buf_sv(b, sv_first(raw, at));
		if (at == raw.n)
			break;
		if (!sv_cut(sv_from(raw, at + 2), '}', &name, &raw) || depth >= REFERENCE_DEPTH ||
		    ++m->references > REFERENCES_MAX || !known_value(m, name, &value) ||
		    !expand(m, value, depth + 1, b))
			return false;
	}
	return b->err == 0;
}

/* *s with its properties put in; empty when they are not known, or it gets too long. */
static int settle(struct pom *m, struct sv *s)
{
	buf_auto b = BUF_CAP(LIMIT_NAME);

	if (sv_search(*s, SV("${")) == s->n)
		return 0;
	if (!expand(m, *s, 0, &b)) {
		if (b.err == YG_ENOMEM)
			return no_memory(m);
		*s = (struct sv){NULL, 0};
		return 0;
	}
	return keep(m, sv_trim(buf_view(&b)), s);
}

static int settle_names(struct pom *m, struct list *l)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < l->count; i++)
		if ((rc = settle(m, &l->items[i].group)) == 0)
			rc = settle(m, &l->items[i].artifact);
	return rc;
}

static int by_coordinates(const void *a, const void *b)
{
	const struct dependency *x = a, *y = b;
	int r = sv_cmp(x->group, y->group);

	return r ? r : sv_cmp(x->artifact, y->artifact);
}

/* "[1.0]" is 1.0; other brackets are ranges. */
static struct sv exact_version(struct sv v)
{
	if (sv_starts(v, SV("[")) && sv_ends(v, SV("]")) && sv_find(v, ',') == v.n)
		return sv_trim((struct sv){v.p + 1, v.n - 2});
	return sv_starts(v, SV("[")) || sv_starts(v, SV("(")) ? (struct sv){NULL, 0} : v;
}

static int give_dependency(struct pom *m, const struct dependency *d)
{
	const struct dependency *managed = NULL;
	struct component c = {.type = SV("maven"), .ns = d->group, .name = d->artifact,
			      .version = d->version};
	struct sv scope = d->scope;
	int rc;

	if (d->group.n == 0 || d->artifact.n == 0)
		return reading_skip(&m->r, d->at, d->artifact, "its group or name is missing, or "
				    "holds a property that this file does not define");
	if (m->managed.count > 0)
		managed = bsearch(d, m->managed.items, m->managed.count, sizeof *d,
				  by_coordinates);
	if (managed && c.version.n == 0)
		c.version = managed->version;
	if (managed && scope.n == 0)
		scope = managed->scope;
	if ((rc = settle(m, &c.version)) < 0)
		return rc;
	c.version = exact_version(c.version);
	if (sv_is(scope, "test"))
		c.flags |= COMPONENT_DEV;
	return reading_give(&m->r, d->at, &c);
}

static int give_all(struct pom *m)
{
	int rc;

	if (m->own.group.n == 0)
		m->own.group = m->parent.group;
	if (m->own.version.n == 0)
		m->own.version = m->parent.version;
	if (m->property_count > 0)
		qsort(m->properties, m->property_count, sizeof *m->properties, by_name);
	if ((rc = settle_names(m, &m->dependencies)) < 0 ||
	    (rc = settle_names(m, &m->managed)) < 0)
		return rc;
	if (m->managed.count > 0)
		qsort(m->managed.items, m->managed.count, sizeof *m->managed.items,
		      by_coordinates);
	for (size_t i = 0; i < m->dependencies.count; i++)
		if ((rc = give_dependency(m, &m->dependencies.items[i])) < 0)
			return rc;
	if (m->references > REFERENCES_MAX)
		return reading_fail(&m->r, YG_ELIMIT, 0, "too many references to properties");
	return 0;
}

int maven_pom_read(struct inventory_file *file, const struct inventory_sink *sink,
		   struct yg_err *err)
{
	struct pom m = {0};
	struct yg_err e = {0};
	struct sv root;
	int rc = reading_start(&m.r, file, sink, err);

	if (rc == 0 && xml_open(&m.x, reading_view(&m.r), &root) == 0) {
		if (!sv_is(root, "project"))
			rc = reading_fail(&m.r, YG_ESYNTAX, 0, "the root is no <project>");
		else
			rc = read_project(&m);
	}
	if (rc == 0 && (rc = xml_end(&m.x, &e)) < 0)
		rc = reading_fail(&m.r, rc, reading_at(&m.r, m.r.text) + e.at, e.what);
	if (rc == 0)
		rc = give_all(&m);
	xml_close(&m.x);
	reading_stop(&m.r);
	return rc;
}
