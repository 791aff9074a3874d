/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yarn_lock.c - yarn.lock: version 1 (its own notation) and Berry (YAML with "__metadata").
 *
 *	"@babel/core@^7.0.0", "@babel/core@^7.1.0":	"@babel/core@npm:^7.0.0":
 *	  version "7.8.3"				  version: 7.8.3
 *							  resolution: "@babel/core@npm:7.8.3"
 *
 * A workspace or folder is the project's own.  Development is not stated.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"
#include "identify/lock/yaml.h"

struct yarn {
	struct reading r;
	struct lock_package now;
	bool own;
};

/* "@babel/core@^7.0.0" into name and range: at the first '@' that does not open a scope. */
static bool split_descriptor(struct sv s, struct sv *name, struct sv *range)
{
	struct sv scope = sv_first(s, sv_starts(s, SV("@")) ? 1 : 0);
	size_t at = sv_find(sv_from(s, scope.n), '@') + scope.n;

	if (at >= s.n)
		return false;
	*name = sv_first(s, at);
	*range = sv_from(s, at + 1);
	return true;
}

static bool is_own_range(struct sv range)
{
	return sv_starts(range, SV("workspace:")) || sv_starts(range, SV("link:")) ||
	       sv_starts(range, SV("portal:")) || sv_starts(range, SV("file:")) ||
	       sv_starts(range, SV("./")) || sv_starts(range, SV("../"));
}

/* Name and ownership from one descriptor; false when it is none. */
static bool set_descriptor(struct yarn *l, struct sv descriptor)
{
	struct sv range, real, version;

	if (!split_descriptor(descriptor, &l->now.name, &range))
		return false;
	if (sv_starts(range, SV("npm:")) &&
	    split_descriptor(sv_from(range, 4), &real, &version) && real.n > 0)
		l->now.name = real;		/* an alias */
	l->own |= is_own_range(range);
	return true;
}

static int flush(struct yarn *l)
{
	struct lock_package p = l->now;
	bool own = l->own;

	l->now = (struct lock_package){.type = SV("npm")};
	l->own = false;
	return p.at && !own ? lock_give_path(&l->r, p, '/') : 0;
}

static struct sv unquoted(struct sv s)
{
	s = sv_trim(s);
	return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? (struct sv){s.p + 1, s.n - 2}
								: s;
}

/* ---- version 1 ---- */

static int v1_line(struct yarn *l, struct sv line)
{
	struct sv first, rest, body = sv_trim(line);
	int rc;

	if (body.n == 0 || body.p[0] == '#')
		return 0;
	if (line.p[0] != ' ') {
		if ((rc = flush(l)) < 0)
			return rc;
		if (!sv_ends(body, SV(":")))
			return reading_fail(&l->r, YG_ESYNTAX, reading_at(&l->r, body.p),
					    "not an entry of a yarn.lock");
		body.n--;
		(void)sv_cut(body, ',', &first, &rest);
		l->now.at = body.p;
		if (!set_descriptor(l, unquoted(first)))
			return reading_fail(&l->r, YG_ESYNTAX, reading_at(&l->r, body.p),
					    "an entry that is not name@range");
	} else if (sv_starts(line, SV("  version "))) {
		l->now.version = unquoted(sv_from(line, 10));
	}
	return 0;
}

static int read_v1(struct yarn *l)
{
	struct sv rest = reading_view(&l->r), line;
	int rc;

	while (sv_line(&rest, &line))
		if ((rc = v1_line(l, line)) < 0)
			return rc;
	return flush(l);
}

/* ---- Berry ---- */

static int berry_line(struct yarn *l, const struct yaml_line *line)
{
	int rc;

	if (line->indent == 0) {
		if ((rc = flush(l)) < 0)
			return rc;
		if (sv_is(line->key, "__metadata"))
			return 0;
		l->now.at = line->at;
		l->now.name = line->key;
	} else if (line->indent == 2 && sv_is(line->key, "version")) {
		l->now.version = line->value;
	} else if (line->indent == 2 && sv_is(line->key, "resolution") && l->now.at &&
		   !set_descriptor(l, line->value)) {
		return reading_fail(&l->r, YG_ESYNTAX, reading_at(&l->r, line->at),
				    "a resolution that is not name@reference");
	}
	return 0;
}

static int read_berry(struct yarn *l)
{
	struct yaml y;
	struct yaml_line line;
	struct yg_err e = {0};
	int rc;

	yaml_init(&y, l->r.text, l->r.n);
	while (yaml_next(&y, &line))
		if ((rc = berry_line(l, &line)) < 0)
			return rc;
	if ((rc = yaml_err(&y, &e)) < 0)
		return reading_fail(&l->r, rc, reading_at(&l->r, l->r.text) + e.at, e.what);
	return flush(l);
}

static bool is_berry(struct sv text)
{
	return sv_starts(text, SV("__metadata:")) ||
	       sv_search(text, SV("\n__metadata:")) < text.n;
}

int yarn_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		   struct yg_err *err)
{
	struct yarn l = {.now.type = SV("npm")};
	int rc = reading_start(&l.r, file, sink, err);

	if (rc == 0)
		rc = is_berry(reading_view(&l.r)) ? read_berry(&l) : read_v1(&l);
	reading_stop(&l.r);
	return rc;
}

int yarn_lock_detect(struct sv path, struct sv head)
{
	if (sv_search(head, SV("# yarn lockfile v1")) < head.n || is_berry(head))
		return 95;
	return lock_is_named(path, SV("yarn.lock")) ? 90 : 0;
}
