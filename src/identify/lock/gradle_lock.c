/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gradle_lock.c - gradle.lockfile: group:name:version=configurations, one a line; "empty=" lists
 * the configurations without dependencies.  Before Gradle 6.8 one file a configuration, without
 * the part from "=" on (docs.gradle.org, "Locking Versions").
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"

/* Only needed to compile or run tests. */
static bool is_for_tests(struct sv configurations)
{
	struct sv one;
	bool any = false;

	while (sv_next(&configurations, ',', &one)) {
		one = sv_trim(one);
		if (one.n == 0)
			continue;
		any = true;
		if (!sv_starts(one, SV("test")))
			return false;
	}
	return any;
}

static int give_line(struct reading *r, struct sv line)
{
	struct lock_package p = {.type = SV("maven"), .at = line.p};
	struct sv package, configurations, rest;

	(void)sv_cut(line, '=', &package, &configurations);
	if (sv_is(package, "empty"))
		return 0;
	if (!sv_cut(package, ':', &p.ns, &rest) || !sv_cut(rest, ':', &p.name, &p.version) ||
	    p.ns.n == 0 || p.version.n == 0)
		return lock_skip(r, line.p, package, "not group:name:version");
	if (is_for_tests(configurations))
		p.flags |= COMPONENT_DEV;
	return lock_give(r, &p);
}

int gradle_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		     struct yg_err *err)
{
	reading_auto r;
	struct sv rest, line;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	rest = reading_view(&r);
	while (sv_line(&rest, &line)) {
		line = sv_trim(line);
		if (line.n > 0 && line.p[0] != '#' && (rc = give_line(&r, line)) < 0)
			return rc;
	}
	return 0;
}

int gradle_lock_detect(struct sv path, struct sv head)
{
	if (sv_starts(head, SV("# This is a Gradle generated file for dependency locking")))
		return 95;
	return lock_is_named(path, SV("gradle.lockfile")) ? 90 : 0;
}
