/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nuget_lock.c - packages.lock.json of NuGet: for each target framework what was resolved
 * (learn.microsoft.com, "Locking dependencies").  Type "Project" is the solution's own.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/json_head.h"
#include "identify/lock/json_lock.h"

static int read_package(struct json_lock *l, struct sv name)
{
	struct lock_package p = {.type = SV("nuget"), .name = name, .at = name.p};
	struct sv key, type = {NULL, 0};
	int rc;

	if (!json_lock_enter(l, name, &rc))
		return rc;
	while (json_key(&l->j, &key)) {
		if (sv_is(key, "resolved"))
			(void)json_opt_string(&l->j, &p.version);
		else if (sv_is(key, "type"))
			(void)json_opt_string(&l->j, &type);
		else
			json_skip(&l->j);
	}
	if (json_err(&l->j, NULL) || sv_ieq(type, SV("Project")))
		return 0;
	return lock_give(&l->r, &p);
}

static int read_frameworks(struct json_lock *l)
{
	struct sv framework, name;
	int rc;

	if (!json_opt_object(&l->j))
		return 0;
	l->seen = true;
	while (json_key(&l->j, &framework)) {
		if (!json_opt_object(&l->j))
			continue;
		while (json_key(&l->j, &name))
			if ((rc = read_package(l, name)) < 0)
				return rc;
	}
	return 0;
}

static int read_root(struct json_lock *l)
{
	struct sv key;
	int rc;

	(void)json_enter_object(&l->j);
	while (json_key(&l->j, &key)) {
		if (!sv_is(key, "dependencies"))
			json_skip(&l->j);
		else if ((rc = read_frameworks(l)) < 0)
			return rc;
	}
	return 0;
}

int nuget_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		    struct yg_err *err)
{
	return json_lock_read(file, sink, read_root, NULL,
			      "no dependencies: not a packages.lock.json", err);
}

int nuget_lock_detect(struct sv path, struct sv head)
{
	if (lock_is_named(path, SV("packages.lock.json")))
		return 90;
	return json_head_has(head, SV("dependencies"), SV("{")) &&
	       sv_search(head, SV("\"contentHash\"")) < head.n ? 85 : 0;
}
