/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cyclonedx_xml.c - CycloneDX 1.0 to 1.7 in XML: the same components as the JSON reader's
 * (cyclonedx_json.c), by the element names of bom-1.N.xsd.  Elements of other namespaces, which
 * the schema allows nearly everywhere, are passed over.
 */
#include "base/limits.h"
#include "base/text.h"
#include "identify/cyclonedx.h"
#include "identify/heavy/xml.h"
#include "identify/reader_list.h"
#include "identify/reading.h"

/* One open component: its texts live in an arena of its own until it is handed over. */
struct level {
	struct cyclonedx_entry e;
	struct arena texts;
	size_t at;
	bool too_big;
};

struct bom {
	struct reading r;
	struct xml x;
	struct level *levels[LIMIT_COMPONENT_DEPTH];
};

static const char name_space[] = "http://cyclonedx.org/schema/bom/";

static int no_memory(struct bom *b)
{
	return reading_fail(&b->r, YG_ENOMEM, xml_at(&b->x), "out of memory");
}

static int open_level(struct bom *b, unsigned depth, struct level **ret)
{
	struct level *l = b->levels[depth];
	long fail_at;

	if (!l) {
		l = arena_new(b->r.file->arena, struct level, 1);
		if (!l)
			return no_memory(b);
		l->texts = (struct arena){.cap = LIMIT_COMPONENT_BYTES,
					  .fail_at = b->r.file->arena->fail_at};
		b->levels[depth] = l;
	}
	fail_at = l->texts.fail_at;
	arena_reset(&l->texts);
	l->texts.fail_at = fail_at;
	cyclonedx_clear(&l->e);
	l->at = xml_at(&b->x);
	l->too_big = false;
	*ret = l;
	return 0;
}

static void close_levels(struct bom *b)
{
	for (unsigned i = 0; i < LIMIT_COMPONENT_DEPTH && b->levels[i]; i++)
		arena_drop(&b->levels[i]->texts);
}

/* Keep a text that the cursor gave; longer ones than any limit allows are cut behind it, so
 * that the component is refused by its limit. */
static int keep(struct bom *b, struct level *l, struct sv s, struct sv *to)
{
	if (s.n + 1 > l->texts.cap - l->texts.total) {
		l->too_big = true;
		return 0;
	}
	s = arena_copy(&l->texts, s);
	if (!s.p)
		return no_memory(b);
	*to = s;
	return 0;
}

static int keep_text(struct bom *b, struct level *l, struct sv *to)
{
	struct sv s = {NULL, 0};

	xml_text(&b->x, LIMIT_NAME + 1, &s);
	return keep(b, l, s, to);
}

/* <property name="...">value</property> */
static int read_properties(struct bom *b, struct level *l)
{
	int depth = xml_depth(&b->x), rc;
	struct sv element, name = {NULL, 0}, value;

	while (xml_child(&b->x, depth, &element)) {
		if (!sv_is(element, "property")) {
			xml_skip(&b->x);
			continue;
		}
		value = (struct sv){NULL, 0};
		if ((rc = keep(b, l, xml_attribute(&b->x, "name"), &name)) < 0 ||
		    (rc = keep_text(b, l, &value)) < 0)
			return rc;
		cyclonedx_property(&l->e, name, value);
	}
	return 0;
}

/* evidence / occurrences / occurrence / location */
static int read_evidence(struct bom *b, struct level *l)
{
	static const char *const path[] = {"occurrences", "occurrence", "location"};
	int depth = xml_depth(&b->x), step = 0, rc;
	struct sv element;

	for (;;) {
		if (!xml_child(&b->x, depth + step, &element)) {
			if (step-- == 0)
				return 0;
			continue;
		}
		if (!sv_eq(element, sv_of(path[step])) || l->e.file.n > 0)
			xml_skip(&b->x);
		else if (step < 2)
			step++;
		else if ((rc = keep_text(b, l, &l->e.file)) < 0)
			return rc;
	}
}

static struct sv *field_of(struct cyclonedx_entry *e, struct sv element)
{
	static const struct { struct sv name; size_t field; } fields[] = {
#define FIELD(f) {SV_INIT(#f), offsetof(struct cyclonedx_entry, f)}
		FIELD(name), FIELD(version), FIELD(purl), FIELD(group), FIELD(scope), FIELD(cpe),
#undef FIELD
	};

	for (size_t i = 0; i < YG_COUNT(fields); i++)
		if (sv_eq(element, fields[i].name))
			return (struct sv *)(void *)((char *)e + fields[i].field);
	return NULL;
}

static int read_components(struct bom *b, unsigned depth);

/* The component at the cursor into l; nested ones are handed over on the way if nest. */
static int read_component(struct bom *b, struct level *l, unsigned depth, bool nest)
{
	int at = xml_depth(&b->x), rc = keep(b, l, xml_attribute(&b->x, "type"), &l->e.type);
	struct sv element, *field;

	while (rc == 0 && xml_child(&b->x, at, &element)) {
		if ((field = field_of(&l->e, element)))
			rc = keep_text(b, l, field);
		else if (sv_is(element, "properties"))
			rc = read_properties(b, l);
		else if (sv_is(element, "evidence"))
			rc = read_evidence(b, l);
		else if (sv_is(element, "components") && nest)
			rc = read_components(b, depth + 1);
		else
			xml_skip(&b->x);
	}
	return rc;
}

static int give(struct bom *b, struct level *l)
{
	if (xml_err(&b->x, NULL))	/* cut off within it */
		return 0;
	if (l->too_big)
		return reading_skip(&b->r, l->at, sv_first(l->e.name, 80),
				    "a component with more text than LIMIT_COMPONENT_BYTES");
	return cyclonedx_give(&b->r, l->at, &l->e);
}

/* Recursion ends at LIMIT_COMPONENT_DEPTH: what is nested deeper is left out by name. */
static int read_components(struct bom *b, unsigned depth)
{
	int at = xml_depth(&b->x), rc;
	struct sv element;
	struct level *l = NULL;

	if (depth >= LIMIT_COMPONENT_DEPTH) {
		xml_skip(&b->x);
		return reading_skip(&b->r, xml_at(&b->x), (struct sv){NULL, 0},
				    "components nested deeper than LIMIT_COMPONENT_DEPTH");
	}
	while (xml_child(&b->x, at, &element)) {
		if (!sv_is(element, "component")) {
			xml_skip(&b->x);
			continue;
		}
		if ((rc = open_level(b, depth, &l)) < 0 ||
		    (rc = read_component(b, l, depth, true)) < 0 || (rc = give(b, l)) < 0)
			return rc;
	}
	return 0;
}

/* The described thing may be an operating system; it is no component. */
static int read_metadata(struct bom *b)
{
	int at = xml_depth(&b->x), rc;
	struct sv element;
	struct level *l = NULL;

	while (xml_child(&b->x, at, &element)) {
		if (!sv_is(element, "component")) {
			xml_skip(&b->x);
			continue;
		}
		if ((rc = open_level(b, 0, &l)) < 0 || (rc = read_component(b, l, 0, false)) < 0)
			return rc;
		if (!xml_err(&b->x, NULL) && !l->too_big &&
		    (rc = cyclonedx_give_os(&b->r, l->at, &l->e)) < 0)
			return rc;
	}
	return 0;
}

static int read_bom(struct bom *b)
{
	struct sv element, version;
	int rc = xml_open(&b->x, reading_view(&b->r), &element);

	if (rc < 0)
		return 0;		/* reported by xml_end() */
	version = xml_namespace(&b->x);
	if (!sv_is(element, "bom") || !sv_starts(version, SV(name_space)))
		return reading_fail(&b->r, YG_ESYNTAX, 0, "not a CycloneDX document: the root is "
				    "no <bom> of its namespace");
	if (!sv_starts(sv_from(version, sizeof name_space - 1), SV("1.")))
		return reading_fail(&b->r, YG_EUNSUPPORTED, 0, "only CycloneDX 1.x is known");
	b->x.ns = SV(name_space);
	for (int at = xml_depth(&b->x); rc == 0 && xml_child(&b->x, at, &element);) {
		if (sv_is(element, "components"))
			rc = read_components(b, 0);
		else if (sv_is(element, "metadata"))
			rc = read_metadata(b);
		else
			xml_skip(&b->x);
	}
	return rc;
}

int cyclonedx_xml_read(struct inventory_file *file, const struct inventory_sink *sink,
		       struct yg_err *err)
{
	struct bom b = {0};
	struct yg_err e = {0};
	int rc = reading_start(&b.r, file, sink, err);

	if (rc == 0)
		rc = read_bom(&b);
	if (rc == 0 && (rc = xml_end(&b.x, &e)) < 0)
		rc = reading_fail(&b.r, rc, reading_at(&b.r, b.r.text) + e.at, e.what);
	close_levels(&b);
	xml_close(&b.x);
	reading_stop(&b.r);
	return rc;
}
