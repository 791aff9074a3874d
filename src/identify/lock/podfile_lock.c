/* SPDX-License-Identifier: Apache-2.0 */
/*
 * podfile_lock.c - Podfile.lock of CocoaPods: "PODS" lists "Name (1.2.3)" and what each needs one
 * level deeper; "Name/Part (1.2.3)" is a part of Name.  "EXTERNAL SOURCES" with ":path" are the
 * project's own, but stand behind, so pods wait until the end.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"
#include "identify/lock/yaml.h"

enum section { OTHER, PODS, EXTERNAL };

struct pods {
	struct reading r;
	struct yaml y;
	struct lock_package *items;
	size_t count;
	struct sv *own;			/* names under EXTERNAL SOURCES that have a :path */
	size_t own_count;
	struct sv external;		/* the name at hand there */
	size_t depth;			/* indentation of the pods */
	bool seen;
};

static int no_memory(struct pods *l)
{
	return reading_fail(&l->r, YG_ENOMEM, 0, "out of memory");
}

/* A pod: "Name (1.0)", or "Name (1.0):" before what it needs. */
static int add_pod(struct pods *l, const struct yaml_line *line)
{
	struct lock_package p = {.type = SV("cocoapods"), .at = line->at}, *to;
	struct sv text = line->key.n > 0 ? line->key : line->value, rest, part;

	if (!line->item || (l->count > 0 && line->indent != l->depth))
		return 0;
	l->depth = line->indent;
	if (!sv_cut(text, '(', &p.name, &rest) || !sv_cut(rest, ')', &p.version, &part))
		return lock_skip(&l->r, line->at, text, "a pod without a version");
	p.name = sv_trim(p.name);
	(void)sv_cut(p.name, '/', &p.name, &part);
	if (l->count > 0 && sv_eq(l->items[l->count - 1].name, p.name) &&
	    sv_eq(l->items[l->count - 1].version, p.version))
		return 0;
	to = arena_push(l->r.file->arena, l->items, l->count);
	if (!to)
		return no_memory(l);
	*to = p;
	return 0;
}

static int read_external(struct pods *l, const struct yaml_line *line)
{
	struct sv *to;

	if (line->indent == 2) {
		l->external = line->key;
	} else if (sv_is(line->key, ":path")) {
		to = arena_push(l->r.file->arena, l->own, l->own_count);
		if (!to)
			return no_memory(l);
		*to = l->external;
	}
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return sv_cmp(*(const struct sv *)a, *(const struct sv *)b);
}

static int give_all(struct pods *l)
{
	int rc;

	if (l->own_count > 0)
		qsort(l->own, l->own_count, sizeof *l->own, by_name);
	for (size_t i = 0; i < l->count; i++) {
		if (l->own_count > 0 && bsearch(&l->items[i].name, l->own, l->own_count,
						sizeof *l->own, by_name))
			continue;
		if ((rc = lock_give(&l->r, &l->items[i])) < 0)
			return rc;
	}
	return 0;
}

static int read_all(struct pods *l)
{
	struct yaml_line line;
	enum section section = OTHER;
	int rc = 0;

	while (rc == 0 && yaml_next(&l->y, &line)) {
		if (line.indent == 0) {
			section = sv_is(line.key, "PODS") ? PODS
				: sv_is(line.key, "EXTERNAL SOURCES") ? EXTERNAL : OTHER;
			l->seen |= section == PODS;
		} else if (section == PODS) {
			rc = add_pod(l, &line);
		} else if (section == EXTERNAL) {
			rc = read_external(l, &line);
		}
	}
	return rc < 0 || yaml_err(&l->y, NULL) ? rc : give_all(l);
}

int podfile_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		      struct yg_err *err)
{
	struct pods l = {0};
	struct yg_err e = {0};
	int rc = reading_start(&l.r, file, sink, err);

	if (rc == 0) {
		yaml_init(&l.y, l.r.text, l.r.n);
		rc = read_all(&l);
	}
	if (rc == 0 && (rc = yaml_err(&l.y, &e)) < 0)
		rc = reading_fail(&l.r, rc, reading_at(&l.r, l.r.text) + e.at, e.what);
	else if (rc == 0 && !l.seen)
		rc = reading_fail(&l.r, YG_ESYNTAX, 0, "no \"PODS\": not a Podfile.lock");
	reading_stop(&l.r);
	return rc;
}

int podfile_lock_detect(struct sv path, struct sv head)
{
	if (lock_is_named(path, SV("Podfile.lock")))
		return 90;
	return sv_starts(head, SV("PODS:\n  - ")) ? 85 : 0;
}
