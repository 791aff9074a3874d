/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cyclonedx_json.c - CycloneDX 1.x in JSON (ECMA-424): components, nested ones included.
 *
 * Not components of the inventory: metadata.component with what is nested in it (that is what
 * the document describes), services, pedigree (what a component was made from).  A key that
 * comes twice: the last scalar counts, arrays are all read.
 */
#include "identify/reader_list.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "identify/cyclonedx.h"
#include "identify/json_head.h"
#include "identify/reading.h"

struct bom {
	struct reading r;
	struct json j;
	struct cyclonedx_entry *levels[LIMIT_COMPONENT_DEPTH];
	bool is_bom;
};

static void read_properties(struct json *j, struct cyclonedx_entry *e)
{
	struct sv key;

	if (!json_opt_array(j))
		return;
	while (json_item(j)) {
		struct sv name = {0}, value = {0};
		if (!json_opt_object(j))
			continue;
		while (json_key(j, &key)) {
			if (sv_is(key, "name"))
				(void)json_opt_string(j, &name);
			else if (sv_is(key, "value"))
				(void)json_opt_string(j, &value);
			else
				json_skip(j);
		}
		cyclonedx_property(e, name, value);
	}
}

/* evidence.occurrences[].location: where the component was found. */
static void read_evidence(struct json *j, struct cyclonedx_entry *e)
{
	struct sv key, location = {0};

	if (!json_opt_object(j))
		return;
	while (json_key(j, &key)) {
		if (!sv_is(key, "occurrences")) {
			json_skip(j);
			continue;
		}
		if (!json_opt_array(j))
			continue;
		while (json_item(j)) {
			if (!json_opt_object(j))
				continue;
			while (json_key(j, &key)) {
				if (sv_is(key, "location") && json_opt_string(j, &location)) {
					if (e->file.n == 0)
						e->file = location;
				} else if (!sv_is(key, "location")) {
					json_skip(j);
				}
			}
		}
	}
}

static struct cyclonedx_entry *level(struct bom *b, unsigned depth)
{
	if (!b->levels[depth])
		b->levels[depth] = arena_new(b->r.file->arena, struct cyclonedx_entry, 1);
	if (b->levels[depth])
		cyclonedx_clear(b->levels[depth]);
	return b->levels[depth];
}

/* Where a string member belongs, or NULL. */
static struct sv *field_of(struct cyclonedx_entry *e, struct sv key)
{
	switch (key.n) {
	case 3:
		return sv_is(key, "cpe") ? &e->cpe : NULL;
	case 4:
		return sv_is(key, "name") ? &e->name : sv_is(key, "purl") ? &e->purl :
		       sv_is(key, "type") ? &e->type : NULL;
	case 5:
		return sv_is(key, "group") ? &e->group : sv_is(key, "scope") ? &e->scope : NULL;
	case 7:
		return sv_is(key, "version") ? &e->version : NULL;
	default:
		return NULL;
	}
}

static int read_components(struct bom *b, unsigned depth);

/* One member of a component; key has been read. */
static int read_member(struct bom *b, struct cyclonedx_entry *e, struct sv key, unsigned depth)
{
	struct sv *field = field_of(e, key);

	if (field)
		(void)json_opt_string(&b->j, field);
	else if (sv_is(key, "properties"))
		read_properties(&b->j, e);
	else if (sv_is(key, "evidence"))
		read_evidence(&b->j, e);
	else if (sv_is(key, "components"))
		return read_components(b, depth + 1);
	else
		json_skip(&b->j);
	return 0;
}

static int read_component(struct bom *b, unsigned depth)
{
	struct cyclonedx_entry *e = level(b, depth);
	size_t at = reading_at(&b->r, b->j.p);
	struct sv key;
	int rc;

	if (!e)
		return reading_fail(&b->r, YG_ENOMEM, at, "out of memory");
	if (json_peek(&b->j) != JSON_OBJECT) {
		json_skip(&b->j);
		return reading_skip(&b->r, at, (struct sv){0}, "a component is not an object");
	}
	(void)json_enter_object(&b->j);
	while (json_key(&b->j, &key))
		if ((rc = read_member(b, e, key, depth)) < 0)
			return rc;
	return json_err(&b->j, NULL) ? 0 : cyclonedx_give(&b->r, at, e);
}

/* Recursion ends at LIMIT_COMPONENT_DEPTH: what is nested deeper is left out by name. */
static int read_components(struct bom *b, unsigned depth)
{
	size_t at = reading_at(&b->r, b->j.p);
	int rc;

	if (depth >= LIMIT_COMPONENT_DEPTH) {
		json_skip(&b->j);
		return reading_skip(&b->r, at, (struct sv){0},
				    "components nested deeper than LIMIT_COMPONENT_DEPTH");
	}
	if (!json_opt_array(&b->j))
		return 0;
	while (json_item(&b->j))
		if ((rc = read_component(b, depth)) < 0)
			return rc;
	return 0;
}

/* The described thing may be an operating system; it is no component. */
static int read_metadata(struct bom *b)
{
	struct cyclonedx_entry *e = level(b, 0);
	struct sv key, *field;
	int rc = 0;

	if (!e)
		return reading_fail(&b->r, YG_ENOMEM, 0, "out of memory");
	if (!json_opt_object(&b->j))
		return 0;
	while (json_key(&b->j, &key)) {
		size_t at = reading_at(&b->r, b->j.p);
		if (!sv_is(key, "component")) {
			json_skip(&b->j);
			continue;
		}
		if (!json_opt_object(&b->j))
			continue;
		while (json_key(&b->j, &key)) {
			if ((field = field_of(e, key)))
				(void)json_opt_string(&b->j, field);
			else if (sv_is(key, "properties"))
				read_properties(&b->j, e);
			else
				json_skip(&b->j);
		}
		if (!json_err(&b->j, NULL) && (rc = cyclonedx_give_os(&b->r, at, e)) < 0)
			return rc;
	}
	return rc;
}

static int read_root(struct bom *b)
{
	struct sv key, value = {0};
	int rc = 0;

	(void)json_enter_object(&b->j);
	while (json_key(&b->j, &key)) {
		size_t at = reading_at(&b->r, b->j.p);
		if (sv_is(key, "components"))
			rc = read_components(b, 0);
		else if (sv_is(key, "metadata"))
			rc = read_metadata(b);
		else if (sv_is(key, "bomFormat") && json_opt_string(&b->j, &value) &&
			 !sv_is(value, "CycloneDX"))
			rc = reading_fail(&b->r, YG_ESYNTAX, at, "bomFormat is not CycloneDX");
		else if (sv_is(key, "specVersion") && json_opt_string(&b->j, &value) &&
			 !sv_starts(value, SV("1.")))
			rc = reading_fail(&b->r, YG_EUNSUPPORTED, at,
					  "only CycloneDX 1.x is known");
		else if (!sv_is(key, "bomFormat") && !sv_is(key, "specVersion"))
			json_skip(&b->j);
		if (rc < 0)
			return rc;
	}
	return 0;
}

int cyclonedx_json_read(struct inventory_file *file, const struct inventory_sink *sink,
			struct yg_err *err)
{
	struct bom b = {0};
	int rc = reading_start(&b.r, file, sink, err);

	if (rc == 0) {
		json_init(&b.j, b.r.text, b.r.n);
		rc = read_root(&b);
	}
	if (rc == 0)
		rc = reading_json_end(&b.r, &b.j);
	reading_stop(&b.r);
	return rc;
}

int cyclonedx_json_detect(struct sv path, struct sv head)
{
	(void)path;
	if (json_head_has(head, SV("bomFormat"), SV("CycloneDX")))
		return 100;
	if (json_head_has(head, SV("$schema"), SV("http://cyclonedx.org/schema/bom")))
		return 95;
	return 0;
}
