/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pipfile_lock.c - Pipfile.lock: "default", "develop" and categories of one's own, each a map of
 * name to {"version": "==1.0"} (pipenv.pypa.io).  Without a version it is a checkout, or a folder
 * of the project.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/json_head.h"
#include "identify/lock/json_lock.h"

static int read_package(struct json_lock *l, struct sv name)
{
	struct lock_package p = {.type = SV("pypi"), .name = name, .at = name.p,
				 .flags = l->state};
	struct sv key;
	bool own = false;
	int rc;

	if (!json_lock_enter(l, name, &rc))
		return rc;
	while (json_key(&l->j, &key)) {
		if (sv_is(key, "version")) {
			(void)json_opt_string(&l->j, &p.version);
		} else {
			own |= sv_is(key, "path");
			json_skip(&l->j);
		}
	}
	while (sv_starts(p.version, SV("=")))
		p.version = sv_trim(sv_from(p.version, 1));
	if (json_err(&l->j, NULL) || own)
		return 0;
	return lock_give(&l->r, &p);
}

static int read_root(struct json_lock *l)
{
	struct sv category, name;
	int rc;

	(void)json_enter_object(&l->j);
	while (json_key(&l->j, &category)) {
		if (sv_is(category, "_meta")) {
			l->seen = true;
			json_skip(&l->j);
			continue;
		}
		l->state = sv_is(category, "develop") ? (unsigned)COMPONENT_DEV : 0;
		l->seen |= sv_is(category, "default") || l->state;
		if (!json_opt_object(&l->j))
			continue;
		while (json_key(&l->j, &name))
			if ((rc = read_package(l, name)) < 0)
				return rc;
	}
	return 0;
}

int pipfile_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		      struct yg_err *err)
{
	return json_lock_read(file, sink, read_root, NULL,
			      "neither _meta nor default: not a Pipfile.lock", err);
}

int pipfile_lock_detect(struct sv path, struct sv head)
{
	if (lock_is_named(path, SV("Pipfile.lock")))
		return 90;
	return json_head_has(head, SV("_meta"), SV("{")) &&
	       sv_search(head, SV("\"pipfile-spec\"")) < head.n ? 85 : 0;
}
