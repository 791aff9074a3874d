/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/reading.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "identify/package_flags.h"

int reading_fail(struct reading *r, int code, size_t at, const char *what)
{
	return yg_fail(r->err, code, at, what);
}

int reading_start(struct reading *r, struct inventory_file *file,
		  const struct inventory_sink *sink, struct yg_err *err)
{
	struct sv all = {file->text, file->n};

	*r = (struct reading){.file = file, .sink = sink, .err = err, .text = file->text,
			      .n = file->n};
	r->scratch = (struct arena){.cap = LIMIT_COMPONENT_BYTES,
				    .fail_at = file->arena->fail_at};
	if (sv_starts(all, SV("\xef\xbb\xbf"))) {
		r->text += 3;
		r->n -= 3;
	} else if (sv_starts(all, SV("\xff\xfe")) || sv_starts(all, SV("\xfe\xff"))) {
		return yg_fail(err, YG_EUNSUPPORTED, 0, "UTF-16 text; convert it to UTF-8");
	}
	return 0;
}

void reading_stop(struct reading *r)
{
	arena_drop(&r->scratch);
}

/* Empty the scratch arena; a fault test's countdown goes on across components. */
static void next_component(struct reading *r)
{
	long fail_at = r->scratch.fail_at;

	arena_reset(&r->scratch);
	r->scratch.fail_at = fail_at;
}

int reading_skip(struct reading *r, size_t at, struct sv name, const char *why)
{
	int rc = r->sink->skip(r->sink->ctx, at, sv_first(name, LIMIT_NAME), why);

	next_component(r);
	return rc < 0 ? rc : 0;
}

int reading_os(struct reading *r, const struct inventory_os *os)
{
	int rc = r->sink->os(r->sink->ctx, os);

	return rc < 0 ? rc : 0;
}

int reading_json_end(struct reading *r, struct json *j)
{
	struct yg_err e = {0};
	int rc = json_end(j, &e);

	return rc < 0 ? yg_fail(r->err, rc, e.at + (size_t)(r->text - r->file->text), e.what) : 0;
}

/* One line of text that a name, version or label can be. */
static bool printable(struct sv s)
{
	bool ascii = true;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x20 || c == 0x7f)
			return false;
		ascii &= c < 0x80;
	}
	return ascii || sv_utf8(s);
}

static const char *check_name(struct sv s)
{
	if (s.n > LIMIT_NAME)
		return "a name is longer than LIMIT_NAME";
	return printable(s) ? NULL : "a name holds control characters or invalid UTF-8";
}

static const char *check_cpes(const struct component *c)
{
	for (size_t i = 0; i < c->cpe_count; i++) {
		if (c->cpes[i].n > LIMIT_CPE)
			return "a CPE name is longer than LIMIT_CPE";
		if (!printable(c->cpes[i]))
			return "a CPE name holds control characters";
	}
	return NULL;
}

static const char *check_version(struct sv s)
{
	if (s.n > LIMIT_VERSION)
		return "a version is longer than LIMIT_VERSION";
	return printable(s) ? NULL : "a version holds control characters or invalid UTF-8";
}

/* Why the component cannot be used, or NULL. */
static const char *check(const struct component *c)
{
	const struct sv names[] = {c->name, c->type, c->ns, c->arch, c->source_name,
				   c->os_family, c->module, c->file};
	const struct sv versions[] = {c->version, c->source_version, c->os_release};
	const char *why;

	if (c->name.n == 0)
		return "no name";
	for (size_t i = 0; i < YG_COUNT(names); i++)
		if ((why = check_name(names[i])))
			return why;
	for (size_t i = 0; i < YG_COUNT(versions); i++)
		if ((why = check_version(versions[i])))
			return why;
	if (c->purl.n > LIMIT_PURL)
		return "a purl is longer than LIMIT_PURL";
	if (!printable(c->purl))
		return "a purl holds control characters or invalid UTF-8";
	return check_cpes(c);
}

/* What only describes is dropped rather than the component with it. */
static void drop_unusable(struct component *c)
{
	if (c->origin.n > LIMIT_NAME || !printable(c->origin))
		c->origin = (struct sv){NULL, 0};
	if (c->file.n > LIMIT_NAME || !printable(c->file))
		c->file = (struct sv){NULL, 0};
}

static bool is_os_package(struct sv type)
{
	return sv_is(type, "deb") || sv_is(type, "rpm") || sv_is(type, "apk");
}

static struct sv without_epoch(struct sv version)
{
	struct sv epoch, rest;

	return sv_cut(version, ':', &epoch, &rest) ? rest : version;
}

/* Whether packages of a purl namespace belong to the operating system with that ID. */
static bool is_vendor(struct sv ns, struct sv os_id)
{
	static const struct { struct sv ns, id; } others[] = {
		{SV_INIT("redhat"), SV_INIT("rhel")}, {SV_INIT("amazon"), SV_INIT("amzn")},
		{SV_INIT("oracle"), SV_INIT("ol")}, {SV_INIT("suse"), SV_INIT("sles")},
		{SV_INIT("opensuse"), SV_INIT("opensuse-leap")},
	};

	for (size_t i = 0; i < YG_COUNT(others); i++)
		if (sv_eq(ns, others[i].ns) && sv_eq(os_id, others[i].id))
			return true;
	return sv_eq(ns, os_id);
}

/* Operating system and source package, where the entry itself left them out. */
static void complete(struct reading *r, struct component *c)
{
	const struct inventory_os *os = &r->file->os;

	if (sv_is(c->type, "rpm") && sv_starts(c->version, SV("0:")))
		c->version = sv_from(c->version, 2);
	if (c->os_family.n == 0 && os->id.n > 0 && (c->ns.n == 0 || is_vendor(c->ns, os->id))) {
		c->os_family = os->id;
		c->os_release = os->version_id;
	} else if (c->os_family.n == 0) {
		c->os_family = c->ns;
	}
	if (c->ns.n == 0)
		c->ns = c->os_family;
	if (c->source_name.n > 0)
		c->flags &= ~(unsigned)COMPONENT_SOURCE_ASSUMED;
	if (c->source_name.n == 0) {
		c->source_name = c->name;
		c->source_version = sv_is(c->type, "rpm") ? without_epoch(c->version)
							  : c->version;
	} else if (c->source_version.n == 0) {
		c->source_version = c->version;
	}
	c->flags |= package_flags(c->type, c->name);
}

int reading_give(struct reading *r, size_t at, struct component *c)
{
	const char *why;
	int rc;

	drop_unusable(c);
	if ((why = check(c)))
		return reading_skip(r, at, check_name(c->name) ? (struct sv){NULL, 0} : c->name,
				    why);
	if (is_os_package(c->type))
		complete(r, c);
	else
		c->flags &= ~(unsigned)COMPONENT_SOURCE_ASSUMED;
	rc = r->sink->component(r->sink->ctx, c);
	next_component(r);
	return rc < 0 ? rc : 0;
}
