/* SPDX-License-Identifier: Apache-2.0 */
/*
 * npm_lock.c - package-lock.json and npm-shrinkwrap.json, lockfileVersion 1, 2 and 3
 * (docs.npmjs.com, "package-lock.json").
 *
 * 2 and 3 list in "packages" what lies at which path: "node_modules/a/node_modules/@b/c"; 1
 * nests "dependencies" by name.  2 has both, for old readers; "packages" then counts.  Entries
 * outside node_modules, links and file: versions are the project's own.
 */
#include "identify/reader_list.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "identify/json_head.h"
#include "identify/lock/lock.h"

struct npm {
	struct reading r;
	struct json j;
	bool by_path;		/* "packages" is there */
	bool seen;
};

struct entry {
	struct sv name, version;
	bool dev, link, own;
};

/* The name after the last "node_modules/"; empty when the path is the project's own. */
static struct sv name_of_path(struct sv path)
{
	static const char folder[] = "node_modules/";
	const size_t n = sizeof folder - 1;

	for (size_t i = path.n; i >= n; i--)
		if (memcmp(path.p + i - n, folder, n) == 0)
			return sv_from(path, i);
	return (struct sv){NULL, 0};
}

/* A version is a number, "npm:real@1.0" under an alias, or a place. */
static void settle_version(struct entry *e)
{
	struct sv name, version;

	if (sv_starts(e->version, SV("npm:"))) {
		if (sv_rcut(sv_from(e->version, 4), '@', &name, &version) && name.n > 0) {
			e->name = name;
			e->version = version;
		}
	} else if (sv_starts(e->version, SV("file:")) || sv_starts(e->version, SV("link:"))) {
		e->own = true;
	} else if (sv_find(e->version, ':') < e->version.n ||
		   sv_find(e->version, '/') < e->version.n) {
		e->version = (struct sv){NULL, 0};	/* a checkout or tarball */
	}
}

static int give(struct npm *l, struct entry *e, const char *at)
{
	struct lock_package p = {.type = SV("npm"), .at = at,
				 .flags = e->dev ? (unsigned)COMPONENT_DEV : 0};

	settle_version(e);
	if (e->own || e->link)
		return 0;
	p.name = e->name;
	p.version = e->version;
	return lock_give_path(&l->r, p, '/');
}

static int read_package(struct npm *l, struct sv path)
{
	struct entry e = {.name = name_of_path(path)};
	struct sv key, name = {NULL, 0};
	const char *at = path.p;

	e.own = e.name.n == 0;
	if (json_peek(&l->j) != JSON_OBJECT) {
		json_skip(&l->j);
		return lock_skip(&l->r, at, path, "a package is not an object");
	}
	(void)json_enter_object(&l->j);
	while (json_key(&l->j, &key)) {
		if (sv_is(key, "name"))
			(void)json_opt_string(&l->j, &name);
		else if (sv_is(key, "version"))
			(void)json_opt_string(&l->j, &e.version);
		else if (sv_is(key, "dev"))
			(void)json_opt_bool(&l->j, &e.dev);
		else if (sv_is(key, "link"))
			(void)json_opt_bool(&l->j, &e.link);
		else
			json_skip(&l->j);
	}
	if (name.n > 0)
		e.name = name;
	return json_err(&l->j, NULL) ? 0 : give(l, &e, at);
}

static int read_packages(struct npm *l)
{
	struct sv path;
	int rc;

	if (!json_opt_object(&l->j))
		return 0;
	l->seen = true;
	while (json_key(&l->j, &path))
		if ((rc = read_package(l, path)) < 0)
			return rc;
	return 0;
}

static int read_dependencies(struct npm *l, unsigned depth);

static int read_dependency(struct npm *l, struct sv name, unsigned depth)
{
	struct entry e = {.name = name};
	struct sv key;
	const char *at = name.p;
	int rc;

	if (json_peek(&l->j) != JSON_OBJECT) {
		json_skip(&l->j);
		return lock_skip(&l->r, at, name, "a dependency is not an object");
	}
	(void)json_enter_object(&l->j);
	while (json_key(&l->j, &key)) {
		if (sv_is(key, "version"))
			(void)json_opt_string(&l->j, &e.version);
		else if (sv_is(key, "dev"))
			(void)json_opt_bool(&l->j, &e.dev);
		else if (!sv_is(key, "dependencies"))
			json_skip(&l->j);
		else if ((rc = read_dependencies(l, depth + 1)) < 0)
			return rc;
	}
	return json_err(&l->j, NULL) ? 0 : give(l, &e, at);
}

/* Recursion: at most LIMIT_COMPONENT_DEPTH deep. */
static int read_dependencies(struct npm *l, unsigned depth)
{
	struct sv name;
	int rc;

	if (depth >= LIMIT_COMPONENT_DEPTH) {
		const char *at = l->j.p;
		json_skip(&l->j);
		return lock_skip(&l->r, at, (struct sv){NULL, 0}, "dependencies nested too deeply");
	}
	if (!json_opt_object(&l->j))
		return 0;
	l->seen = true;
	while (json_key(&l->j, &name))
		if ((rc = read_dependency(l, name, depth)) < 0)
			return rc;
	return 0;
}

static int read_root(struct npm *l)
{
	struct sv key;
	int rc;

	(void)json_enter_object(&l->j);
	while (json_key(&l->j, &key)) {
		rc = 0;
		if (sv_is(key, "packages"))
			rc = read_packages(l);
		else if (sv_is(key, "dependencies") && !l->by_path)
			rc = read_dependencies(l, 0);
		else {
			l->seen |= sv_is(key, "lockfileVersion");
			json_skip(&l->j);
		}
		if (rc < 0)
			return rc;
	}
	return 0;
}

int npm_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		  struct yg_err *err)
{
	struct npm l = {0};
	int rc = reading_start(&l.r, file, sink, err);

	if (rc == 0) {
		l.by_path = json_head_has(reading_view(&l.r), SV("packages"), SV("{"));
		json_init(&l.j, l.r.text, l.r.n);
		rc = read_root(&l);
	}
	if (rc == 0)
		rc = reading_json_end(&l.r, &l.j);
	if (rc == 0 && !l.seen)
		rc = reading_fail(&l.r, YG_ESYNTAX, 0, "neither lockfileVersion, packages nor "
				  "dependencies: not a package-lock.json");
	reading_stop(&l.r);
	return rc;
}

int npm_lock_detect(struct sv path, struct sv head)
{
	if (lock_is_named(path, SV("package-lock.json")) ||
	    lock_is_named(path, SV("npm-shrinkwrap.json")))
		return 90;
	return json_head_has(head, SV("lockfileVersion"), (struct sv){NULL, 0}) &&
	       (json_head_has(head, SV("packages"), SV("{")) ||
		json_head_has(head, SV("dependencies"), SV("{"))) &&
	       !json_head_has(head, SV("workspaces"), SV("{")) ? 85 : 0;
}
