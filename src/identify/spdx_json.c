/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spdx_json.c - SPDX 2.2 and 2.3 in JSON (spec clause 7, packages[]).  Files and snippets are
 * no components.  A key that comes twice: the last string counts, arrays are all read.
 */
#include "identify/reader_list.h"

#include "base/json.h"
#include "base/text.h"
#include "identify/json_head.h"
#include "identify/reading.h"
#include "identify/spdx.h"

static void read_references(struct json *j, struct spdx_package *p)
{
	struct sv key;

	if (!json_opt_array(j))
		return;
	while (json_item(j)) {
		struct sv type = {0}, locator = {0};
		if (!json_opt_object(j))
			continue;
		while (json_key(j, &key)) {
			if (sv_is(key, "referenceType"))
				(void)json_opt_string(j, &type);
			else if (sv_is(key, "referenceLocator"))
				(void)json_opt_string(j, &locator);
			else
				json_skip(j);
		}
		spdx_reference(p, type, locator);
	}
}

static int read_package(struct reading *r, struct json *j, struct spdx_package *p)
{
	size_t at = reading_at(r, j->p);
	struct sv key;

	if (json_peek(j) != JSON_OBJECT) {
		json_skip(j);
		return reading_skip(r, at, (struct sv){0}, "a package is not an object");
	}
	spdx_clear(p);
	(void)json_enter_object(j);
	while (json_key(j, &key)) {
		if (sv_is(key, "name"))
			(void)json_opt_string(j, &p->name);
		else if (sv_is(key, "versionInfo"))
			(void)json_opt_string(j, &p->version);
		else if (sv_is(key, "SPDXID"))
			(void)json_opt_string(j, &p->id);
		else if (sv_is(key, "sourceInfo"))
			(void)json_opt_string(j, &p->source_info);
		else if (sv_is(key, "primaryPackagePurpose"))
			(void)json_opt_string(j, &p->purpose);
		else if (sv_is(key, "externalRefs"))
			read_references(j, p);
		else
			json_skip(j);
	}
	return json_err(j, NULL) ? 0 : spdx_give(r, at, p);
}

static int read_packages(struct reading *r, struct json *j)
{
	struct spdx_package p;
	int rc;

	if (!json_opt_array(j))
		return 0;
	while (json_item(j))
		if ((rc = read_package(r, j, &p)) < 0)
			return rc;
	return 0;
}

static int read_root(struct reading *r, struct json *j)
{
	struct sv key, version;
	int rc;

	(void)json_enter_object(j);
	while (json_key(j, &key)) {
		size_t at = reading_at(r, j->p);
		if (sv_is(key, "packages")) {
			if ((rc = read_packages(r, j)) < 0)
				return rc;
		} else if (!sv_is(key, "spdxVersion")) {
			json_skip(j);
		} else if (json_opt_string(j, &version) && !sv_starts(version, SV("SPDX-2."))) {
			return reading_fail(r, YG_EUNSUPPORTED, at, "only SPDX 2.x is known here");
		}
	}
	return 0;
}

int spdx_json_read(struct inventory_file *file, const struct inventory_sink *sink,
		   struct yg_err *err)
{
	reading_auto r;
	struct json j;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	json_init(&j, r.text, r.n);
	rc = read_root(&r, &j);
	return rc < 0 ? rc : reading_json_end(&r, &j);
}

int spdx_json_detect(struct sv path, struct sv head)
{
	(void)path;
	if (json_head_has(head, SV("spdxVersion"), SV("SPDX-2.")))
		return 100;
	return json_head_has(head, SV("SPDXID"), SV("SPDXRef-DOCUMENT")) ? 90 : 0;
}
