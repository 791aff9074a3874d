/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/lock/toml_packages.h"

#include "base/text.h"
#include "identify/lock/lock.h"
#include "identify/lock/toml.h"

struct package {
	struct lock_package p;
	bool open;		/* inside a [[package]] */
	bool sourced;		/* says where it comes from */
	bool own;		/* ... which is the project's own tree */
	bool variant;		/* the same package again, with extras */
	bool grouped, in_main;
};

struct packages {
	struct reading r;
	struct toml t;
	const struct toml_packages *format;
	struct package now;
};

/* Words that name a place in the project's own tree, as a source's key or type. */
static bool is_own_place(struct sv word)
{
	return sv_is(word, "virtual") || sv_is(word, "editable") || sv_is(word, "directory");
}

static int flush(struct packages *l)
{
	struct package *k = &l->now;
	bool give = k->open && !k->own && !k->variant &&
		    (k->sourced || !l->format->sourceless_is_own);

	k->open = false;
	if (k->grouped && !k->in_main && l->format->main_group.n > 0)
		k->p.flags |= COMPONENT_DEV;
	return give ? lock_give(&l->r, &k->p) : 0;
}

/* groups = ["default", "dev"] */
static void read_groups(struct packages *l)
{
	struct sv group;

	if (!toml_opt_array(&l->t))
		return;
	while (toml_item(&l->t)) {
		l->now.grouped = true;
		if (toml_opt_string(&l->t, &group) && sv_eq(group, l->format->main_group))
			l->now.in_main = true;
	}
}

/* source = "registry+https://..." (Cargo), or { registry = "..." } (uv) */
static void read_source(struct packages *l)
{
	struct sv key;

	l->now.sourced = true;
	if (!toml_opt_table(&l->t))
		return;
	while (toml_key(&l->t, &key)) {
		l->now.own |= is_own_place(key);
		toml_skip(&l->t);
	}
}

/* extras = ["toml"]: PDM writes the package once more for them. */
static void read_extras(struct packages *l)
{
	if (!toml_opt_array(&l->t))
		return;
	while (toml_item(&l->t)) {
		l->now.variant = true;
		toml_skip(&l->t);
	}
}

static void read_category(struct packages *l)
{
	struct sv word;

	if (toml_opt_string(&l->t, &word) && sv_is(word, "dev"))
		l->now.p.flags |= COMPONENT_DEV;
}

static void read_pair(struct packages *l, struct sv key)
{
	if (sv_is(key, "name")) {
		(void)toml_opt_string(&l->t, &l->now.p.name);
	} else if (sv_is(key, "version")) {
		(void)toml_opt_string(&l->t, &l->now.p.version);
	} else if (sv_is(key, "category")) {
		read_category(l);
	} else if (sv_is(key, "groups")) {
		read_groups(l);
	} else if (sv_is(key, "source")) {
		read_source(l);
	} else if (sv_is(key, "extras")) {
		read_extras(l);
	} else {
		/* PDM: path = "./lib"; pylock: directory = {...}, or a table below. */
		l->now.own |= sv_is(key, "directory") || sv_is(key, "path");
		toml_skip(&l->t);
	}
}

/* [package.source] type = "directory" (Poetry); [packages.directory] (pylock) */
static void read_table(struct packages *l, struct sv name)
{
	struct sv sub = sv_from(name, l->format->table.n);

	if (sv_is(sub, ".directory"))
		l->now.own = true;
}

static bool is_below(const struct packages *l, struct sv name)
{
	return name.n > l->format->table.n && sv_starts(name, l->format->table) &&
	       name.p[l->format->table.n] == '.';
}

static int read_all(struct packages *l)
{
	enum { ELSEWHERE, PACKAGE, SOURCE, BELOW } place = ELSEWHERE;
	enum toml_what what;
	struct sv name = {NULL, 0}, word;
	int rc;

	while ((what = toml_next(&l->t, &name)) != TOML_END) {
		if (what == TOML_PAIR && place == PACKAGE) {
			read_pair(l, name);
		} else if (what == TOML_PAIR && place == SOURCE && sv_is(name, "type")) {
			if (toml_opt_string(&l->t, &word))
				l->now.own |= is_own_place(word);
		} else if (what == TOML_PAIR) {
			toml_skip(&l->t);
		} else if (is_below(l, name)) {
			read_table(l, name);
			place = sv_is(sv_from(name, l->format->table.n), ".source") ? SOURCE
										    : BELOW;
		} else {
			if ((rc = flush(l)) < 0)
				return rc;
			place = sv_eq(name, l->format->table) ? PACKAGE : ELSEWHERE;
			l->now = (struct package){.open = place == PACKAGE,
				.p.type = l->format->type, .p.at = name.p};
		}
	}
	/* The last package is whole only if the text is. */
	return toml_err(&l->t, NULL) ? 0 : flush(l);
}

int toml_packages_read(struct inventory_file *file, const struct inventory_sink *sink,
		       const struct toml_packages *format, struct yg_err *err)
{
	struct packages l = {.format = format};
	struct yg_err e = {0};
	int rc = reading_start(&l.r, file, sink, err);

	if (rc == 0) {
		toml_init(&l.t, l.r.text, l.r.n);
		rc = read_all(&l);
	}
	if (rc == 0 && (rc = toml_err(&l.t, &e)) < 0)
		rc = reading_fail(&l.r, rc, reading_at(&l.r, l.r.text) + e.at, e.what);
	else if (rc == 0 && sv_trim(reading_view(&l.r)).n == 0)
		rc = reading_fail(&l.r, YG_ESYNTAX, 0, "the lock file is empty");
	reading_stop(&l.r);
	return rc;
}

/* The name alone is enough: a broken file must be refused as what it claims to be. */
int toml_packages_detect(struct sv path, struct sv head, struct sv name, struct sv words)
{
	if (sv_search(head, words) < head.n)
		return 95;
	return lock_is_named(path, name) ? 90 : 0;
}
