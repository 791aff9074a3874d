/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spdx3_json.c - SPDX 3.0 in JSON-LD: the elements of @graph whose type is software_Package.
 *
 * Only the serialisation that the specification prescribes (Annex "RDF serialization": compact
 * names, @graph) and the spellings of its drafts are read; general JSON-LD is not.  External
 * identifiers must stand inside the package: those that are referred to by id are not followed.
 */
#include "identify/reader_list.h"

#include "base/json.h"
#include "base/text.h"
#include "identify/json_head.h"
#include "identify/reading.h"
#include "identify/spdx.h"

/* "software_packageVersion", "software:packageVersion", "packageVersion". */
static struct sv without_profile(struct sv key)
{
	struct sv profile = SV("software");

	if (sv_starts(key, profile) && key.n > profile.n &&
	    (key.p[profile.n] == '_' || key.p[profile.n] == ':' || key.p[profile.n] == '/'))
		return sv_from(key, profile.n + 1);
	return key;
}

static void read_identifiers(struct json *j, struct spdx_package *p)
{
	struct sv key;

	if (!json_opt_array(j))
		return;
	while (json_item(j)) {
		struct sv type = {0}, identifier = {0};
		if (!json_opt_object(j))
			continue;
		while (json_key(j, &key)) {
			if (sv_is(key, "externalIdentifierType"))
				(void)json_opt_string(j, &type);
			else if (sv_is(key, "identifier"))
				(void)json_opt_string(j, &identifier);
			else
				json_skip(j);
		}
		spdx_reference(p, type, identifier);
	}
}

static bool take_string(struct json *j, struct sv key, struct spdx_package *p, struct sv *type)
{
	struct sv *field = sv_is(key, "name") ? &p->name :
			   sv_is(key, "packageVersion") ? &p->version :
			   sv_is(key, "packageUrl") ? &p->purl :
			   sv_is(key, "spdxId") || sv_is(key, "@id") ? &p->id :
			   sv_is(key, "sourceInfo") ? &p->source_info :
			   sv_is(key, "primaryPurpose") ? &p->purpose :
			   sv_is(key, "type") || sv_is(key, "@type") ? type : NULL;

	if (field)
		(void)json_opt_string(j, field);
	return field != NULL;
}

/* One element; what is no package is passed over. */
static int read_element(struct reading *r, struct json *j, struct spdx_package *p)
{
	size_t at = reading_at(r, j->p);
	struct sv key, type = {0};

	spdx_clear(p);
	if (!json_opt_object(j))
		return 0;
	while (json_key(j, &key)) {
		key = without_profile(key);
		if (take_string(j, key, p, &type))
			continue;
		if (sv_is(key, "externalIdentifier") || sv_is(key, "externalIdentifiers"))
			read_identifiers(j, p);
		else
			json_skip(j);
	}
	if (json_err(j, NULL) || !sv_is(without_profile(type), "Package"))
		return 0;
	return spdx_give(r, at, p);
}

static int read_graph(struct reading *r, struct json *j)
{
	struct spdx_package p;
	int rc;

	if (!json_opt_array(j))
		return 0;
	while (json_item(j))
		if ((rc = read_element(r, j, &p)) < 0)
			return rc;
	return 0;
}

int spdx3_json_read(struct inventory_file *file, const struct inventory_sink *sink,
		    struct yg_err *err)
{
	reading_auto r;
	struct json j;
	struct sv key;
	bool graph = false;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	json_init(&j, r.text, r.n);
	(void)json_enter_object(&j);
	while (json_key(&j, &key)) {
		if (!sv_is(key, "@graph")) {
			json_skip(&j);
			continue;
		}
		graph = true;
		if ((rc = read_graph(&r, &j)) < 0)
			return rc;
	}
	rc = reading_json_end(&r, &j);
	if (rc == 0 && !graph)
		return reading_fail(&r, YG_EUNSUPPORTED, 0, "SPDX 3 without @graph");
	return rc;
}

int spdx3_json_detect(struct sv path, struct sv head)
{
	(void)path;
	if (json_head_has(head, SV("@context"), SV("https://spdx.org/rdf/3.")) ||
	    json_head_has(head, SV("spdxVersion"), SV("SPDX-3.")))
		return 100;
	return 0;
}
