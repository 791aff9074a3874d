/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pnpm_lock.c - pnpm-lock.yaml (github.com/pnpm/spec, lockfile 5 to 9): the keys below "packages"
 * are what is installed:
 *
 *	/@scope/name/1.0.0_peer@2.0.0		5
 *	/@scope/name@1.0.0(peer@2.0.0)		6
 *	'@scope/name@1.0.0'			9; with "snapshots" for the peers
 *
 * "dev: true" stands there up to 6; 9 does not say which packages are for development only.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"
#include "identify/lock/yaml.h"

struct pnpm {
	struct reading r;
	struct yaml y;
	struct lock_package now;
	uint64_t major;
	bool own, versioned;
};

/* Where name and version meet: the last '/' in 5, the first '@' behind the name in 6 and 9. */
static bool split_key(const struct pnpm *l, struct sv key, struct sv *name, struct sv *version)
{
	size_t scope, at;

	if (l->major < 6) {
		if (!sv_rcut(key, '/', name, version))
			return false;
		*version = sv_first(*version, sv_find(*version, '_'));
		return true;
	}
	key = sv_first(key, sv_find(key, '('));
	scope = sv_starts(key, SV("@")) ? sv_find(key, '/') : 0;
	at = scope + sv_find(sv_from(key, scope), '@');
	if (at >= key.n)
		return false;
	*name = sv_first(key, at);
	*version = sv_from(key, at + 1);
	return true;
}

static bool is_place(struct sv s)
{
	return sv_find(s, ':') < s.n;
}

static void open_package(struct pnpm *l, const struct yaml_line *line)
{
	struct sv key = line->key, host;

	l->now = (struct lock_package){.type = SV("npm"), .name = key, .at = line->at};
	l->own = sv_starts(key, SV("file:")) || sv_starts(key, SV("link:"));
	if (sv_starts(key, SV("/")))
		key = sv_from(key, 1);
	else if (l->major < 9 && !is_place(key))
		(void)sv_cut(key, '/', &host, &key);	/* of another registry */
	if (!split_key(l, key, &l->now.name, &l->now.version))
		l->now.name = key;
	l->own |= sv_starts(l->now.version, SV("file:")) ||
		  sv_starts(l->now.version, SV("link:"));
	/* A checkout or tarball: its version stands in a field, if at all. */
	if (is_place(l->now.version))
		l->now.version = (struct sv){NULL, 0};
}

static void read_field(struct pnpm *l, const struct yaml_line *line)
{
	if (sv_is(line->key, "name"))
		l->now.name = line->value;
	else if (sv_is(line->key, "version"))
		l->now.version = line->value;
	else if (sv_is(line->key, "dev") && sv_is(line->value, "true"))
		l->now.flags |= COMPONENT_DEV;
}

static int flush(struct pnpm *l)
{
	struct lock_package p = l->now;

	l->now = (struct lock_package){0};
	return p.at && !l->own ? lock_give_path(&l->r, p, '/') : 0;
}

static int read_all(struct pnpm *l)
{
	struct yaml_line line;
	struct sv major, rest;
	bool inside = false;
	int rc;

	while (yaml_next(&l->y, &line)) {
		if (line.indent == 0 || (inside && line.indent == 2)) {
			if ((rc = flush(l)) < 0)
				return rc;
		}
		if (line.indent == 0) {
			inside = sv_is(line.key, "packages");
			if (sv_is(line.key, "lockfileVersion")) {
				(void)sv_cut(line.value, '.', &major, &rest);
				l->versioned = sv_u64(major, &l->major);
			}
		} else if (inside && line.indent == 2) {
			open_package(l, &line);
		} else if (inside && line.indent == 4) {
			read_field(l, &line);
		}
	}
	return yaml_err(&l->y, NULL) ? 0 : flush(l);
}

int pnpm_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		   struct yg_err *err)
{
	struct pnpm l = {0};
	struct yg_err e = {0};
	int rc = reading_start(&l.r, file, sink, err);

	if (rc == 0) {
		yaml_init(&l.y, l.r.text, l.r.n);
		rc = read_all(&l);
	}
	if (rc == 0 && (rc = yaml_err(&l.y, &e)) < 0)
		rc = reading_fail(&l.r, rc, reading_at(&l.r, l.r.text) + e.at, e.what);
	else if (rc == 0 && !l.versioned)
		rc = reading_fail(&l.r, YG_ESYNTAX, 0, "no lockfileVersion: not a pnpm-lock.yaml");
	reading_stop(&l.r);
	return rc;
}

int pnpm_lock_detect(struct sv path, struct sv head)
{
	struct sv first;

	if (lock_is_named(path, SV("pnpm-lock.yaml")))
		return 90;
	if (sv_starts(head, SV("---\n")))
		head = sv_from(head, 4);
	return sv_line(&head, &first) && sv_starts(first, SV("lockfileVersion:")) ? 80 : 0;
}
