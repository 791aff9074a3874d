/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dotnet_deps.c - NAME.deps.json, which .NET writes beside a published application: "libraries"
 * maps Name/Version to a type (github.com/dotnet/sdk, runtime-configuration-file.md).  Packages
 * and runtime packs are NuGet's, projects and references the application's own.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/json_head.h"
#include "identify/lock/json_lock.h"

static int read_library(struct json_lock *l, struct sv id)
{
	struct lock_package p = {.type = SV("nuget"), .at = id.p};
	struct sv key, type = {NULL, 0};
	int rc;

	if (!json_lock_enter(l, id, &rc))
		return rc;
	while (json_key(&l->j, &key)) {
		if (sv_is(key, "type"))
			(void)json_opt_string(&l->j, &type);
		else
			json_skip(&l->j);
	}
	if (json_err(&l->j, NULL) || !(sv_is(type, "package") || sv_is(type, "runtimepack")))
		return 0;
	if (!sv_cut(id, '/', &p.name, &p.version))
		return lock_skip(&l->r, id.p, id, "a library that is not Name/Version");
	if (sv_starts(p.name, SV("runtimepack.")))
		p.name = sv_from(p.name, 12);
	return lock_give(&l->r, &p);
}

static int read_root(struct json_lock *l)
{
	struct sv key, id;
	int rc;

	(void)json_enter_object(&l->j);
	while (json_key(&l->j, &key)) {
		l->seen |= sv_is(key, "runtimeTarget");
		if (!sv_is(key, "libraries")) {
			json_skip(&l->j);
			continue;
		}
		if (!json_opt_object(&l->j))
			continue;
		l->seen = true;
		while (json_key(&l->j, &id))
			if ((rc = read_library(l, id)) < 0)
				return rc;
	}
	return 0;
}

int dotnet_deps_read(struct inventory_file *file, const struct inventory_sink *sink,
		     struct yg_err *err)
{
	return json_lock_read(file, sink, read_root, NULL,
			      "neither runtimeTarget nor libraries: not a deps.json of .NET", err);
}

int dotnet_deps_detect(struct sv path, struct sv head)
{
	if (sv_ends(path, SV(".deps.json")))
		return 90;
	return json_head_has(head, SV("runtimeTarget"), SV("{")) ? 85 : 0;
}
