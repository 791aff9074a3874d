/* SPDX-License-Identifier: Apache-2.0 */
/*
 * composer_lock.c - composer.lock: "packages" and "packages-dev" (getcomposer.org); and
 * vendor/composer/installed.json: "packages" with "dev-package-names" behind it, or, in
 * Composer 1, the array alone.
 *
 * A package from a "path" is the project's own.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/json_head.h"
#include "identify/lock/json_lock.h"

/* Packages wait here until "dev-package-names", the last member, has been read. */
struct waiting {
	struct lock_package *items;
	size_t count;
	struct sv *dev;
	size_t dev_count;
};

static int no_memory(struct json_lock *l)
{
	return reading_fail(&l->r, YG_ENOMEM, 0, "out of memory");
}

static void read_dist(struct json_lock *l, bool *own)
{
	struct sv key, type;

	if (!json_opt_object(&l->j))
		return;
	while (json_key(&l->j, &key)) {
		if (!sv_is(key, "type"))
			json_skip(&l->j);
		else if (json_opt_string(&l->j, &type) && sv_is(type, "path"))
			*own = true;
	}
}

static int read_package(struct json_lock *l, struct waiting *w, unsigned flags)
{
	struct lock_package p = {.type = SV("composer"), .flags = flags, .at = l->j.p}, *to;
	struct sv key;
	bool own = false;
	int rc;

	if (!json_lock_enter(l, (struct sv){p.at, 0}, &rc))
		return rc;
	while (json_key(&l->j, &key)) {
		if (sv_is(key, "name"))
			(void)json_opt_string(&l->j, &p.name);
		else if (sv_is(key, "version"))
			(void)json_opt_string(&l->j, &p.version);
		else if (sv_is(key, "dist"))
			read_dist(l, &own);
		else
			json_skip(&l->j);
	}
	if (own || json_err(&l->j, NULL))
		return 0;
	to = arena_push(l->r.file->arena, w->items, w->count);
	if (!to)
		return no_memory(l);
	*to = p;
	return 0;
}

static int read_packages(struct json_lock *l, struct waiting *w, unsigned flags)
{
	int rc;

	if (!json_opt_array(&l->j))
		return 0;
	l->seen = true;
	while (json_item(&l->j))
		if ((rc = read_package(l, w, flags)) < 0)
			return rc;
	return 0;
}

static int read_dev_names(struct json_lock *l, struct waiting *w)
{
	struct sv name, *to;

	if (!json_opt_array(&l->j))
		return 0;
	while (json_item(&l->j)) {
		if (!json_opt_string(&l->j, &name))
			continue;
		to = arena_push(l->r.file->arena, w->dev, w->dev_count);
		if (!to)
			return no_memory(l);
		*to = name;
	}
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return sv_cmp(*(const struct sv *)a, *(const struct sv *)b);
}

static int give_all(struct json_lock *l, struct waiting *w)
{
	int rc;

	if (w->dev_count > 0)
		qsort(w->dev, w->dev_count, sizeof *w->dev, by_name);
	for (size_t i = 0; i < w->count; i++) {
		struct lock_package *p = &w->items[i];
		if (w->dev_count > 0 &&
		    bsearch(&p->name, w->dev, w->dev_count, sizeof *w->dev, by_name))
			p->flags |= COMPONENT_DEV;
		if ((rc = lock_give_path(&l->r, *p, '/')) < 0)
			return rc;
	}
	return 0;
}

static int read_root(struct json_lock *l)
{
	struct waiting w = {0};
	struct sv key;
	int rc = 0;

	if (json_peek(&l->j) == JSON_ARRAY) {
		rc = read_packages(l, &w, 0);
		return rc < 0 ? rc : give_all(l, &w);
	}
	(void)json_enter_object(&l->j);
	while (rc == 0 && json_key(&l->j, &key)) {
		if (sv_is(key, "packages"))
			rc = read_packages(l, &w, 0);
		else if (sv_is(key, "packages-dev"))
			rc = read_packages(l, &w, COMPONENT_DEV);
		else if (sv_is(key, "dev-package-names"))
			rc = read_dev_names(l, &w);
		else
			json_skip(&l->j);
	}
	return rc < 0 ? rc : give_all(l, &w);
}

int composer_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		       struct yg_err *err)
{
	return json_lock_read(file, sink, read_root, NULL,
			      "no packages: not a lock file of Composer", err);
}

int composer_lock_detect(struct sv path, struct sv head)
{
	if (lock_is_named(path, SV("composer.lock")) ||
	    sv_ends(path, SV("composer/installed.json")))
		return 90;
	if (json_head_has(head, SV("content-hash"), (struct sv){NULL, 0}) &&
	    json_head_has(head, SV("packages"), SV("[")))
		return 85;
	/* Composer's, if it has the member that only Composer writes. */
	return sv_is(lock_base_name(path), "installed.json") &&
	       sv_search(head, SV("\"version_normalized\"")) < head.n ? 85 : 0;
}
