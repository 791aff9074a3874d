/* SPDX-License-Identifier: Apache-2.0 */
/*
 * swift_resolved.c - Package.resolved of Swift Package Manager: version 1 keeps its pins in
 * "object" and calls the place "repositoryURL", 2 and 3 have "pins" with "location".  The package
 * URL's namespace and name are the repository's address.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/json_head.h"
#include "identify/lock/json_lock.h"

/* "https://github.com/apple/swift-nio.git" or "git@github.com:apple/swift-nio": the address. */
static int address(struct json_lock *l, struct sv url, struct sv *out)
{
	struct sv head, tail;
	size_t scheme = sv_search(url, SV("://"));

	if (scheme < url.n)
		url = sv_from(url, scheme + 3);
	if (sv_cut(url, '@', &head, &tail) && sv_find(head, '/') == head.n)
		url = tail;
	if (sv_ends(url, SV("/")))
		url.n--;
	if (sv_ends(url, SV(".git")))
		url.n -= 4;
	if (scheme > url.n && sv_cut(url, ':', &head, &tail)) {
		url = sv_join(&l->r.scratch, head, SV("/"), tail);
		if (!url.p)
			return reading_fail(&l->r, YG_ENOMEM, 0, "out of memory");
	}
	*out = url;
	return 0;
}

static void read_state(struct json_lock *l, struct sv *version)
{
	struct sv key;

	if (!json_opt_object(&l->j))
		return;
	while (json_key(&l->j, &key)) {
		if (sv_is(key, "version"))
			(void)json_opt_string(&l->j, version);
		else
			json_skip(&l->j);
	}
}

static int read_pin(struct json_lock *l)
{
	struct lock_package p = {.type = SV("swift"), .at = l->j.p};
	struct sv key, url = {NULL, 0}, kind = {NULL, 0};
	int rc;

	if (!json_lock_enter(l, (struct sv){p.at, 0}, &rc))
		return rc;
	while (json_key(&l->j, &key)) {
		if (sv_is(key, "location") || sv_is(key, "repositoryURL"))
			(void)json_opt_string(&l->j, &url);
		else if (sv_is(key, "kind"))
			(void)json_opt_string(&l->j, &kind);
		else if (sv_is(key, "state"))
			read_state(l, &p.version);
		else
			json_skip(&l->j);
	}
	if (json_err(&l->j, NULL) || sv_starts(kind, SV("local")))
		return 0;
	if ((rc = address(l, url, &p.name)) < 0)
		return rc;
	return lock_give_path(&l->r, p, '/');
}

static int read_pins(struct json_lock *l)
{
	int rc;

	if (!json_opt_array(&l->j))
		return 0;
	l->seen = true;
	while (json_item(&l->j))
		if ((rc = read_pin(l)) < 0)
			return rc;
	return 0;
}

/* Members of the root, or of "object" in version 1. */
static int read_members(struct json_lock *l)
{
	struct sv key;
	int rc = 0;

	while (rc == 0 && json_key(&l->j, &key)) {
		if (sv_is(key, "pins"))
			rc = read_pins(l);
		else if (sv_is(key, "object") && l->state++ == 0 && json_opt_object(&l->j))
			rc = read_members(l);
		else if (!sv_is(key, "object") || l->state > 1)
			json_skip(&l->j);
	}
	return rc;
}

static int read_root(struct json_lock *l)
{
	(void)json_enter_object(&l->j);
	return read_members(l);
}

int swift_resolved_read(struct inventory_file *file, const struct inventory_sink *sink,
			struct yg_err *err)
{
	return json_lock_read(file, sink, read_root, NULL, "no pins: not a Package.resolved", err);
}

int swift_resolved_detect(struct sv path, struct sv head)
{
	if (lock_is_named(path, SV("Package.resolved")))
		return 90;
	return json_head_has(head, SV("pins"), SV("[")) ? 70 : 0;
}
