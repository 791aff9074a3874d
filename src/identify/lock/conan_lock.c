/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conan_lock.c - conan.lock: Conan 2 lists references in "requires", "build_requires" and
 * "python_requires"; Conan 1 has "ref" in the nodes of "graph_lock" (docs.conan.io, "Lockfiles").
 *
 *	name/version[@user/channel][#recipe revision][%time]
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/json_head.h"
#include "identify/lock/json_lock.h"

static int give_reference(struct json_lock *l, struct sv ref, unsigned flags)
{
	struct lock_package p = {.type = SV("conan"), .flags = flags, .at = ref.p};
	struct sv user, channel;

	ref = sv_first(ref, sv_find(ref, '%'));
	ref = sv_first(ref, sv_find(ref, '#'));
	(void)sv_cut(ref, '@', &ref, &user);
	(void)sv_cut(user, '/', &user, &channel);
	if (!sv_is(user, "_"))
		p.ns = user;
	if (!sv_cut(ref, '/', &p.name, &p.version))
		p.name = ref;
	return lock_give(&l->r, &p);
}

static int read_references(struct json_lock *l, unsigned flags)
{
	struct sv ref;
	int rc;

	if (!json_opt_array(&l->j))
		return 0;
	l->seen = true;
	while (json_item(&l->j))
		if (json_opt_string(&l->j, &ref) && (rc = give_reference(l, ref, flags)) < 0)
			return rc;
	return 0;
}

static int read_node(struct json_lock *l)
{
	struct sv key, ref = {NULL, 0}, context = {NULL, 0};

	if (!json_opt_object(&l->j))
		return 0;
	while (json_key(&l->j, &key)) {
		if (sv_is(key, "ref"))
			(void)json_opt_string(&l->j, &ref);
		else if (sv_is(key, "context"))
			(void)json_opt_string(&l->j, &context);
		else
			json_skip(&l->j);
	}
	if (json_err(&l->j, NULL) || ref.n == 0)	/* the consumer itself has none */
		return 0;
	return give_reference(l, ref, sv_is(context, "build") ? (unsigned)COMPONENT_DEV : 0);
}

static int read_graph(struct json_lock *l)
{
	struct sv key, id;
	int rc;

	if (!json_opt_object(&l->j))
		return 0;
	l->seen = true;
	while (json_key(&l->j, &key)) {
		if (!sv_is(key, "nodes")) {
			json_skip(&l->j);
			continue;
		}
		if (!json_opt_object(&l->j))
			continue;
		while (json_key(&l->j, &id))
			if ((rc = read_node(l)) < 0)
				return rc;
	}
	return 0;
}

static int read_root(struct json_lock *l)
{
	struct sv key;
	int rc = 0;

	(void)json_enter_object(&l->j);
	while (rc == 0 && json_key(&l->j, &key)) {
		if (sv_is(key, "graph_lock"))
			rc = read_graph(l);
		else if (sv_is(key, "requires"))
			rc = read_references(l, 0);
		else if (sv_is(key, "build_requires") || sv_is(key, "python_requires"))
			rc = read_references(l, COMPONENT_DEV);
		else
			json_skip(&l->j);
	}
	return rc;
}

int conan_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		    struct yg_err *err)
{
	return json_lock_read(file, sink, read_root, NULL,
			      "neither requires nor graph_lock: not a conan.lock", err);
}

int conan_lock_detect(struct sv path, struct sv head)
{
	if (lock_is_named(path, SV("conan.lock")))
		return 90;
	return json_head_has(head, SV("graph_lock"), SV("{")) ? 85 : 0;
}
