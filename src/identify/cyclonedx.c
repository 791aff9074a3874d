/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/cyclonedx.h"

#include <stddef.h>

#include "base/text.h"
#include "identify/rpm_names.h"

void cyclonedx_clear(struct cyclonedx_entry *e)
{
	memset(e, 0, offsetof(struct cyclonedx_entry, more_cpes));
}

/*
 * The property taxonomies of generators, as far as they state facts that have no place in
 * CycloneDX itself.  The first value of a name counts.
 */
static const struct {
	struct sv name;
	size_t field;
} properties[] = {
#define FIELD(f) offsetof(struct cyclonedx_entry, f)
	{SV_INIT("aquasecurity:trivy:SrcName"), FIELD(source)},
	{SV_INIT("aquasecurity:trivy:SrcVersion"), FIELD(source_version)},
	{SV_INIT("aquasecurity:trivy:SrcRelease"), FIELD(source_release)},
	{SV_INIT("aquasecurity:trivy:SrcEpoch"), FIELD(source_epoch)},
	{SV_INIT("aquasecurity:trivy:Modularitylabel"), FIELD(module)},
	{SV_INIT("aquasecurity:trivy:FilePath"), FIELD(file)},
	{SV_INIT("syft:metadata:source"), FIELD(source)},
	{SV_INIT("syft:metadata:sourceVersion"), FIELD(source_version)},
	{SV_INIT("syft:metadata:originPackage"), FIELD(source)},
	{SV_INIT("syft:metadata:sourceRpm"), FIELD(source_rpm)},
	{SV_INIT("syft:metadata:modularityLabel"), FIELD(module)},
	{SV_INIT("syft:metadata:epoch"), FIELD(epoch)},
	{SV_INIT("syft:location:0:path"), FIELD(file)},
	{SV_INIT("syft:distro:id"), FIELD(os_id)},
	{SV_INIT("syft:distro:versionID"), FIELD(os_version)},
	{SV_INIT("syft:distro:versionCodename"), FIELD(os_codename)},
	{SV_INIT("SrcFile"), FIELD(file)},
#undef FIELD
};

void cyclonedx_property(struct cyclonedx_entry *e, struct sv name, struct sv value)
{
	if (name.n < 6 || value.n == 0)
		return;
	if (sv_is(name, "syft:cpe23")) {
		if (++e->cpe_count < LIMIT_COMPONENT_CPES)
			e->more_cpes[e->cpe_count] = value;
		return;
	}
	if (sv_is(name, "cdx:npm:package:development")) {
		e->development = sv_is(value, "true");
		return;
	}
	for (size_t i = 0; i < YG_COUNT(properties); i++) {
		if (sv_eq(properties[i].name, name)) {
			struct sv *field = (struct sv *)(void *)((char *)e + properties[i].field);
			if (field->n == 0)
				*field = value;
			return;
		}
	}
}

int cyclonedx_give_os(struct reading *r, size_t at, const struct cyclonedx_entry *e)
{
	struct inventory_os os = {.id = e->os_id.n ? e->os_id : e->name,
				  .version_id = e->os_version.n ? e->os_version : e->version,
				  .codename = e->os_codename};

	return sv_is(e->type, "operating-system") ? reading_os(r, at, &os) : 0;
}

/* "[epoch:]version[-release]" from its parts. */
static int join_version(struct reading *r, const struct cyclonedx_entry *e, bool epoch,
			struct sv *out)
{
	struct sv v = e->source_version;

	if (v.n > 0 && e->source_release.n > 0)
		v = sv_join(&r->scratch, v, SV("-"), e->source_release);
	if (v.n > 0 && epoch && e->source_epoch.n > 0 && !sv_is(e->source_epoch, "0"))
		v = sv_join(&r->scratch, e->source_epoch, SV(":"), v);
	if (v.n == 0 && e->source_version.n > 0)
		return reading_fail(r, YG_ENOMEM, 0, "out of memory");
	*out = v;
	return 0;
}

/* The source package: the properties know it better than a purl that does not say. */
static int set_source(struct reading *r, const struct cyclonedx_entry *e, struct component *c)
{
	bool rpm = sv_is(c->type, "rpm"), assumed = c->flags & COMPONENT_SOURCE_ASSUMED;

	if (rpm && assumed && rpm_source_split(e->source_rpm, &c->source_name,
					       &c->source_version)) {
		c->flags &= ~(unsigned)COMPONENT_SOURCE_ASSUMED;
		return 0;
	}
	if (e->source.n == 0 || (!assumed && !sv_eq(e->source, c->source_name)))
		return 0;
	c->source_name = e->source;
	c->flags &= ~(unsigned)COMPONENT_SOURCE_ASSUMED;
	return join_version(r, e, !rpm, &c->source_version);
}

/* The name and version stand beside the purl; the purl is the more precise statement. */
static int fill(struct reading *r, struct cyclonedx_entry *e, struct component *c)
{
	const char *unreadable = NULL;
	int rc;

	/* An operating system may be named by its properties alone. */
	*c = (struct component){.name = e->name.n ? e->name : e->os_id, .version = e->version,
				.ns = e->group, .purl = e->purl, .file = e->file};
	if (e->purl.n > 0 && (rc = reading_purl(r, e->purl, c, &unreadable)) < 0)
		return rc;
	if (c->version.n == 0)
		c->version = e->version;
	if (component_is_os_package(c)) {
		if ((rc = set_source(r, e, c)) < 0)
			return rc;
		if (e->module.n > 0 && c->module.n == 0) {
			c->module = e->module;
			c->flags |= COMPONENT_MODULE_KNOWN;
		}
	}
	if (sv_is(e->scope, "excluded") || e->development)
		c->flags |= COMPONENT_DEV;
	return 0;
}

int cyclonedx_give(struct reading *r, size_t at, struct cyclonedx_entry *e)
{
	struct component c;
	int rc;

	if (e->cpe_count >= LIMIT_COMPONENT_CPES)
		return reading_skip(r, at, e->name, "more CPE names than LIMIT_COMPONENT_CPES");
	if ((rc = fill(r, e, &c)) < 0)
		return rc;
	e->more_cpes[0] = e->cpe;
	c.cpes = e->cpe.n ? e->more_cpes : e->more_cpes + 1;
	c.cpe_count = e->cpe_count + (e->cpe.n > 0);
	if ((rc = cyclonedx_give_os(r, at, e)) < 0)
		return rc;
	return reading_give(r, at, &c);
}
