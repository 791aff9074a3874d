/* SPDX-License-Identifier: Apache-2.0 */
/*
 * maven_properties.c - META-INF/maven/GROUP/ARTIFACT/pom.properties in a .jar: what Maven built it
 * from, in three lines (maven.apache.org, "Apache Maven Archiver").
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"

static struct sv property(struct sv text, struct sv name)
{
	struct sv line, key, value;

	while (sv_line(&text, &line))
		if (sv_cut(line, '=', &key, &value) && sv_eq(sv_trim(key), name))
			return sv_trim(value);
	return (struct sv){NULL, 0};
}

int maven_properties_read(struct inventory_file *file, const struct inventory_sink *sink,
			  struct yg_err *err)
{
	struct lock_package p = {.type = SV("maven")};
	reading_auto r;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	p.at = r.text;
	p.ns = property(reading_view(&r), SV("groupId"));
	p.name = property(reading_view(&r), SV("artifactId"));
	p.version = property(reading_view(&r), SV("version"));
	if (p.ns.n == 0 || p.name.n == 0 || p.version.n == 0)
		return reading_fail(&r, YG_ESYNTAX, 0, "groupId, artifactId or version is missing");
	return lock_give(&r, &p);
}

int maven_properties_detect(struct sv path, struct sv head)
{
	(void)head;
	return sv_is(lock_base_name(path), "pom.properties") ? 90 : 0;
}
