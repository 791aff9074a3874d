/* SPDX-License-Identifier: Apache-2.0 */
/*
 * packages_config.c - packages.config of NuGet:
 * <packages><package id="" version=""/></packages>.
 */
#include "base/limits.h"
#include "base/text.h"
#include "identify/heavy/xml.h"
#include "identify/lock/lock.h"
#include "identify/reader_list.h"

static int give_package(struct reading *r, struct xml *x)
{
	struct lock_package p = {.type = SV("nuget"), .at = r->text + xml_at(x)};
	struct sv dev;

	/* Each value lives only until the next call. */
	dev = xml_attribute(x, "developmentDependency");
	p.flags = sv_ieq(dev, SV("true")) ? (unsigned)COMPONENT_DEV : 0;
	p.name = arena_copy(&r->scratch, sv_first(xml_attribute(x, "id"), LIMIT_NAME + 1));
	p.version = arena_copy(&r->scratch,
			       sv_first(xml_attribute(x, "version"), LIMIT_VERSION + 1));
	xml_skip(x);
	if (!p.name.p || !p.version.p)
		return reading_fail(r, YG_ENOMEM, xml_at(x), "out of memory");
	return lock_give(r, &p);
}

static int read_packages(struct reading *r, struct xml *x)
{
	struct sv element;
	int rc;

	if (xml_open(x, reading_view(r), &element) < 0)
		return 0;		/* reported by xml_end() */
	if (!sv_is(element, "packages"))
		return reading_fail(r, YG_ESYNTAX, 0, "the root is no <packages>");
	for (int at = xml_depth(x); xml_child(x, at, &element);) {
		if (!sv_is(element, "package"))
			xml_skip(x);
		else if ((rc = give_package(r, x)) < 0)
			return rc;
	}
	return 0;
}

int packages_config_read(struct inventory_file *file, const struct inventory_sink *sink,
			 struct yg_err *err)
{
	struct yg_err e = {0};
	struct reading r;
	struct xml x = {0};
	int rc = reading_start(&r, file, sink, err);

	if (rc == 0)
		rc = read_packages(&r, &x);
	if (rc == 0 && (rc = xml_end(&x, &e)) < 0)
		rc = reading_fail(&r, rc, reading_at(&r, r.text) + e.at, e.what);
	xml_close(&x);
	reading_stop(&r);
	return rc;
}
