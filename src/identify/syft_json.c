/* SPDX-License-Identifier: Apache-2.0 */
/*
 * syft_json.c - Syft's own JSON, schema 1 to 16: artifacts[] and distro.
 *
 * A key that comes twice: the last scalar counts, arrays are all read.
 */
#include "identify/reader_list.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "identify/json_head.h"
#include "identify/reading.h"
#include "identify/rpm_names.h"

struct artifact {
	struct sv name, version, type, purl, file;
	/* metadata: what the package database said */
	struct sv source, source_version, source_rpm, architecture, module;
	bool module_known, metadata;
	size_t cpe_count;		/* may count past the end of cpes */
	struct sv cpes[LIMIT_COMPONENT_CPES];
};

static void add_cpe(struct artifact *a, struct sv cpe)
{
	if (a->cpe_count < LIMIT_COMPONENT_CPES)
		a->cpes[a->cpe_count] = cpe;
	a->cpe_count++;
}

/* ["cpe:2.3:..."] before schema 16, [{"cpe": "cpe:2.3:...", "source": ...}] since. */
static void read_cpes(struct json *j, struct artifact *a)
{
	struct sv key, cpe;

	if (!json_opt_array(j))
		return;
	while (json_item(j)) {
		if (json_peek(j) == JSON_STRING) {
			if (json_string(j, &cpe))
				add_cpe(a, cpe);
			continue;
		}
		if (!json_opt_object(j))
			continue;
		while (json_key(j, &key)) {
			if (!sv_is(key, "cpe"))
				json_skip(j);
			else if (json_opt_string(j, &cpe))
				add_cpe(a, cpe);
		}
	}
}

/* The first location is where the package was found. */
static void read_locations(struct json *j, struct artifact *a)
{
	struct sv key, path;

	if (!json_opt_array(j))
		return;
	while (json_item(j)) {
		if (!json_opt_object(j))
			continue;
		while (json_key(j, &key)) {
			if (!sv_is(key, "path"))
				json_skip(j);
			else if (json_opt_string(j, &path) && a->file.n == 0)
				a->file = path;
		}
	}
}

static void read_metadata(struct json *j, struct artifact *a)
{
	struct sv key;

	if (!json_opt_object(j))
		return;
	a->metadata = true;
	while (json_key(j, &key)) {
		if (sv_is(key, "source") || sv_is(key, "originPackage"))
			(void)json_opt_string(j, &a->source);
		else if (sv_is(key, "sourceVersion"))
			(void)json_opt_string(j, &a->source_version);
		else if (sv_is(key, "sourceRpm"))
			(void)json_opt_string(j, &a->source_rpm);
		else if (sv_is(key, "architecture") || sv_is(key, "arch"))
			(void)json_opt_string(j, &a->architecture);
		else if (sv_is(key, "modularityLabel"))
			a->module_known = json_opt_string(j, &a->module);
		else
			json_skip(j);
	}
}

/* Syft's names of package types that differ from, or equal, those of purls. */
static struct sv purl_type(struct sv type)
{
	static const struct { struct sv syft, purl; } types[] = {
		{SV_INIT("deb"), SV_INIT("deb")}, {SV_INIT("rpm"), SV_INIT("rpm")},
		{SV_INIT("apk"), SV_INIT("apk")}, {SV_INIT("python"), SV_INIT("pypi")},
		{SV_INIT("gem"), SV_INIT("gem")}, {SV_INIT("rust-crate"), SV_INIT("cargo")},
	};

	for (size_t i = 0; i < YG_COUNT(types); i++)
		if (sv_eq(type, types[i].syft))
			return types[i].purl;
	return (struct sv){NULL, 0};
}

static void complete(const struct artifact *a, struct component *c)
{
	if (c->type.n == 0)
		c->type = purl_type(a->type);
	if (c->version.n == 0)
		c->version = a->version;
	if (!component_is_os_package(c))
		return;
	if (c->arch.n == 0)
		c->arch = a->architecture;
	if (a->module_known) {
		c->module = a->module;
		c->flags |= COMPONENT_MODULE_KNOWN;
	}
	/* The package database's own words; an empty source means the package's own name. */
	c->flags &= ~(unsigned)COMPONENT_SOURCE_ASSUMED;
	if (rpm_source_split(a->source_rpm, &c->source_name, &c->source_version))
		return;
	if (a->source.n > 0) {
		c->source_name = a->source;
		c->source_version = a->source_version;
	} else if (!a->metadata) {
		c->flags |= COMPONENT_SOURCE_ASSUMED;
	}
}

static int give(struct reading *r, size_t at, const struct artifact *a)
{
	struct component c = {.name = a->name, .version = a->version, .purl = a->purl,
			      .file = a->file, .cpes = a->cpes, .cpe_count = a->cpe_count};
	const char *unreadable = NULL;
	int rc;

	if (a->cpe_count > LIMIT_COMPONENT_CPES)
		return reading_skip(r, at, a->name, "more CPE names than LIMIT_COMPONENT_CPES");
	if (a->purl.n > 0 && (rc = reading_purl(r, a->purl, &c, &unreadable)) < 0)
		return rc;
	complete(a, &c);
	return reading_give(r, at, &c);
}

static int read_artifact(struct reading *r, struct json *j, struct artifact *a)
{
	size_t at = reading_at(r, j->p);
	struct sv key;

	if (json_peek(j) != JSON_OBJECT) {
		json_skip(j);
		return reading_skip(r, at, (struct sv){0}, "an artifact is not an object");
	}
	memset(a, 0, offsetof(struct artifact, cpes));
	(void)json_enter_object(j);
	while (json_key(j, &key)) {
		if (sv_is(key, "name"))
			(void)json_opt_string(j, &a->name);
		else if (sv_is(key, "version"))
			(void)json_opt_string(j, &a->version);
		else if (sv_is(key, "type"))
			(void)json_opt_string(j, &a->type);
		else if (sv_is(key, "purl"))
			(void)json_opt_string(j, &a->purl);
		else if (sv_is(key, "cpes"))
			read_cpes(j, a);
		else if (sv_is(key, "locations"))
			read_locations(j, a);
		else if (sv_is(key, "metadata"))
			read_metadata(j, a);
		else
			json_skip(j);
	}
	return json_err(j, NULL) ? 0 : give(r, at, a);
}

static int read_artifacts(struct reading *r, struct json *j)
{
	struct artifact a;
	int rc;

	if (!json_opt_array(j))
		return 0;
	while (json_item(j))
		if ((rc = read_artifact(r, j, &a)) < 0)
			return rc;
	return 0;
}

/* Before schema 2 a distro had a name only: "alpine", with its version. */
static int read_distro(struct reading *r, struct json *j)
{
	struct inventory_os os = {0};
	struct sv key, name = {0}, version = {0};
	size_t at = reading_at(r, j->p);

	if (!json_opt_object(j))
		return 0;
	while (json_key(j, &key)) {
		if (sv_is(key, "id"))
			(void)json_opt_string(j, &os.id);
		else if (sv_is(key, "name"))
			(void)json_opt_string(j, &name);
		else if (sv_is(key, "version"))
			(void)json_opt_string(j, &version);
		else if (sv_is(key, "versionID"))
			(void)json_opt_string(j, &os.version_id);
		else if (sv_is(key, "versionCodename"))
			(void)json_opt_string(j, &os.codename);
		else if (sv_is(key, "prettyName"))
			(void)json_opt_string(j, &os.pretty_name);
		else
			json_skip(j);
	}
	if (os.id.n == 0)
		os.id = name;
	if (os.version_id.n == 0)
		os.version_id = version;
	return json_err(j, NULL) || os.id.n == 0 ? 0 : reading_os(r, at, &os);
}

int syft_json_read(struct inventory_file *file, const struct inventory_sink *sink,
		   struct yg_err *err)
{
	reading_auto r;
	struct json j;
	struct sv key;
	bool known = false;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	json_init(&j, r.text, r.n);
	(void)json_enter_object(&j);
	while (json_key(&j, &key)) {
		known |= sv_is(key, "schema") || sv_is(key, "descriptor") ||
			 sv_is(key, "distro") || sv_is(key, "source");
		if (sv_is(key, "artifacts"))
			rc = read_artifacts(&r, &j);
		else if (sv_is(key, "distro"))
			rc = read_distro(&r, &j);
		else
			json_skip(&j);
		if (rc < 0)
			return rc;
	}
	rc = reading_json_end(&r, &j);
	if (rc == 0 && !known)
		return reading_fail(&r, YG_ESYNTAX, 0, "artifacts, but nothing else that Syft "
				    "writes");
	return rc;
}

int syft_json_detect(struct sv path, struct sv head)
{
	(void)path;
	if (!json_head_has(head, SV("artifacts"), SV("[")))
		return 0;
	return json_head_has(head, SV("distro"), SV("{")) ||
	       json_head_has(head, SV("descriptor"), SV("{")) ||
	       json_head_has(head, SV("schema"), SV("{")) ? 95 : 55;
}
