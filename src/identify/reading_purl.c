/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading_purl.c - a component from a package URL.  Besides the parts of the standard, the
 * qualifiers that inventories carry facts in are read: arch, epoch, distro, upstream, and the
 * rpm module label under the two names that are in use.
 */
#include "identify/reading.h"

#include "base/text.h"
#include "component/identity/purl.h"
#include "identify/rpm_names.h"

/* "debian-12", "opensuse-leap-15.5": family and release.  A word alone is a code name. */
static void set_distro(struct sv distro, const struct purl *p, struct component *c)
{
	for (size_t i = 1; i + 1 < distro.n; i++) {
		if (distro.p[i] == '-' && ch_digit(distro.p[i + 1])) {
			c->os_family = sv_first(distro, i);
			c->os_release = sv_from(distro, i + 1);
			return;
		}
	}
	c->os_family = p->ns;
	c->os_release = distro;
}

/* "glibc", "glibc@2.36-9" (deb, apk) or "glibc-2.34-60.el9.src.rpm" (rpm). */
static void set_upstream(struct sv upstream, struct component *c)
{
	struct sv name, version;

	if (sv_is(c->type, "rpm") && rpm_source_split(upstream, &name, &version)) {
		c->source_name = name;
		c->source_version = version;
	} else if (sv_cut(upstream, '@', &name, &version)) {
		c->source_name = name;
		c->source_version = version;
	} else {
		c->source_name = upstream;
	}
}

/* Some generators write the epoch beside the version: "1.2-3" and epoch=1. */
static int set_epoch(struct reading *r, struct sv epoch, struct component *c)
{
	struct sv whole;

	if (epoch.n == 0 || sv_is(epoch, "0") || sv_find(c->version, ':') < c->version.n)
		return 0;
	whole = sv_join(&r->scratch, epoch, SV(":"), c->version);
	if (whole.p == NULL)
		return reading_fail(r, YG_ENOMEM, 0, "out of memory");
	c->version = whole;
	return 0;
}

static int set_qualifiers(struct reading *r, const struct purl *p, struct component *c)
{
	for (size_t i = 0; i < p->qualifier_count; i++) {
		struct sv key = p->qualifiers[i].key, value = p->qualifiers[i].value;
		int rc = 0;
		if (sv_is(key, "arch"))
			c->arch = value;
		else if (sv_is(key, "epoch"))
			rc = set_epoch(r, value, c);
		else if (sv_is(key, "distro"))
			set_distro(value, p, c);
		else if (sv_is(key, "upstream"))
			set_upstream(value, c);
		else if (sv_is(key, "modularitylabel") || sv_is(key, "rpmmod"))
			c->module = value;
		if (rc < 0)
			return rc;
	}
	return 0;
}

int reading_purl(struct reading *r, struct sv purl, struct component *c, const char **why)
{
	struct component next = *c;
	struct yg_err err = {0};
	struct purl p;
	int rc = purl_read(&r->scratch, purl, PURL_LENIENT, &p, &err);

	if (rc == YG_ENOMEM)
		return reading_fail(r, rc, 0, "out of memory");
	if (rc < 0) {
		*why = err.what;
		return 0;
	}
	next.purl = purl;
	next.type = p.type;
	next.ns = p.ns;
	next.name = p.name;
	next.version = p.version;
	next.flags |= COMPONENT_SOURCE_ASSUMED;
	if ((rc = set_qualifiers(r, &p, &next)) < 0)
		return rc;
	if (next.module.n > 0)
		next.flags |= COMPONENT_MODULE_KNOWN;
	*c = next;
	*why = NULL;
	return 0;
}
