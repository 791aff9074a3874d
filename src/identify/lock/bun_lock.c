/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bun_lock.c - bun.lock (bun.sh/docs, "Lockfile"): JSON with trailing commas and comments;
 * "packages" maps a path to an array that begins with "name@version".
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/json_head.h"
#include "identify/lock/json_lock.h"

static char *skip_string(char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++)
		if (*p == '\\' && p + 1 < end)
			p++;
	return p < end ? p + 1 : p;
}

/* A comment at p becomes blanks; the end of it, or p when there is none. */
static char *blank_comment(char *p, char *end)
{
	char *stop = end;

	if (p + 1 >= end || p[0] != '/' || (p[1] != '/' && p[1] != '*'))
		return p;
	if (p[1] == '/') {
		stop = memchr(p, '\n', (size_t)(end - p));
		stop = stop ? stop : end;
	} else {
		stop = memmem(p + 2, (size_t)(end - p - 2), "*/", 2);
		stop = stop ? stop + 2 : end;
	}
	for (; p < stop; p++)
		if (*p != '\n')
			*p = ' ';
	return stop;
}

/* Make it JSON: comments and commas before a closing bracket become blanks. */
static void to_json(char *text, size_t n)
{
	char *end = text + n, *comma = NULL;

	for (char *p = text; p < end;) {
		char *after = blank_comment(p, end);
		if (after > p) {
			p = after;
			continue;
		}
		if (*p == '"') {
			comma = NULL;
			p = skip_string(p, end);
			continue;
		}
		if ((*p == '}' || *p == ']') && comma)
			*comma = ' ';
		if (*p == ',')
			comma = p;
		else if (!ch_space((unsigned char)*p))
			comma = NULL;
		p++;
	}
}

static int read_package(struct json_lock *l, struct sv path)
{
	struct lock_package p = {.type = SV("npm"), .at = path.p};
	struct sv id = {NULL, 0};
	size_t at;

	if (json_peek(&l->j) != JSON_ARRAY) {
		json_skip(&l->j);
		return json_err(&l->j, NULL) ? 0
			: lock_skip(&l->r, path.p, path, "a package is not an array");
	}
	(void)json_enter_array(&l->j);
	for (bool first = true; json_item(&l->j); first = false) {
		if (first)
			(void)json_opt_string(&l->j, &id);
		else
			json_skip(&l->j);
	}
	if (json_err(&l->j, NULL))
		return 0;
	at = 1 + sv_find(sv_from(id, 1), '@');
	if (at >= id.n)
		return lock_skip(&l->r, path.p, path, "a package that is not name@version");
	p.name = sv_first(id, at);
	p.version = sv_from(id, at + 1);
	if (sv_starts(p.version, SV("workspace:")) || sv_starts(p.version, SV("file:")) ||
	    sv_starts(p.version, SV("link:")) || sv_starts(p.version, SV("root:")))
		return 0;
	if (sv_find(p.version, ':') < p.version.n)	/* a checkout or tarball */
		p.version = (struct sv){NULL, 0};
	return lock_give_path(&l->r, p, '/');
}

static int read_root(struct json_lock *l)
{
	struct sv key, path;
	int rc;

	(void)json_enter_object(&l->j);
	while (json_key(&l->j, &key)) {
		l->seen |= sv_is(key, "lockfileVersion");
		if (!sv_is(key, "packages")) {
			json_skip(&l->j);
			continue;
		}
		if (!json_opt_object(&l->j))
			continue;
		while (json_key(&l->j, &path))
			if ((rc = read_package(l, path)) < 0)
				return rc;
	}
	return 0;
}

int bun_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		  struct yg_err *err)
{
	return json_lock_read(file, sink, read_root, to_json,
			      "no lockfileVersion: not a bun.lock", err);
}

int bun_lock_detect(struct sv path, struct sv head)
{
	if (lock_is_named(path, SV("bun.lock")))
		return 90;
	return json_head_has(head, SV("lockfileVersion"), (struct sv){NULL, 0}) &&
	       json_head_has(head, SV("workspaces"), SV("{")) ? 80 : 0;
}
