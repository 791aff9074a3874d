/* SPDX-License-Identifier: Apache-2.0 */
/*
 * go_mod.c - go.mod (go.dev/ref/mod, "go.mod files"): the modules that are required, as replace
 * directives change them, and the Go release whose standard library goes into the build.
 *
 * A module replaced by a folder is the project's own.  "go 1.21" states a language version,
 * "go 1.21.3" a release at least as new, "toolchain go1.22.5" a release.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"

struct require {
	struct sv module, version;
};

struct replace {
	struct sv module, version;	/* version: empty: any */
	struct sv by, by_version;	/* by_version: empty: a folder */
};

struct gomod {
	struct reading r;
	struct require *requires;
	size_t require_count;
	struct replace *replaces;
	size_t replace_count;
	struct sv go, toolchain, block;
	bool module_seen, in_block;
};

/* The next word of *rest, without its quotes; empty at the end or at a comment. */
static struct sv take_word(struct sv *rest)
{
	struct sv s = sv_trim(*rest), word;
	size_t n = 0;

	if (s.n > 0 && (s.p[0] == '"' || s.p[0] == '`')) {
		word = sv_from(s, 1);
		(void)sv_cut(word, s.p[0], &word, rest);
		return word;
	}
	if (sv_starts(s, SV("//")))
		s = (struct sv){NULL, 0};
	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
		n++;
	*rest = sv_from(s, n);
	return sv_first(s, n);
}

static int no_memory(struct gomod *g)
{
	return reading_fail(&g->r, YG_ENOMEM, 0, "out of memory");
}

static int read_require(struct gomod *g, struct sv module, struct sv rest)
{
	struct sv version = take_word(&rest);
	struct require *q;

	if (!sv_starts(version, SV("v")))
		return lock_skip(&g->r, module.p, module, "a module without a version");
	q = arena_push(g->r.file->arena, g->requires, g->require_count);
	if (!q)
		return no_memory(g);
	*q = (struct require){module, version};
	return 0;
}

/* module [version] => path-or-module [version] */
static int read_replace(struct gomod *g, struct sv module, struct sv rest)
{
	struct replace x = {.module = module}, *to;
	struct sv word = take_word(&rest);

	if (!sv_is(word, "=>")) {
		x.version = word;
		word = take_word(&rest);
	}
	if (!sv_is(word, "=>"))
		return lock_skip(&g->r, module.p, module, "not a replace directive");
	x.by = take_word(&rest);
	x.by_version = take_word(&rest);
	to = arena_push(g->r.file->arena, g->replaces, g->replace_count);
	if (!to)
		return no_memory(g);
	*to = x;
	return 0;
}

static const char *const without_packages[] = {
	"exclude", "retract", "tool", "godebug", "ignore",
};

/* One line of a directive: its first word has been taken. */
static int read_directive(struct gomod *g, struct sv directive, struct sv word, struct sv rest)
{
	if (sv_is(directive, "require"))
		return read_require(g, word, rest);
	if (sv_is(directive, "replace"))
		return read_replace(g, word, rest);
	if (sv_is(directive, "module"))
		g->module_seen = true;
	else if (sv_is(directive, "go"))
		g->go = word;
	else if (sv_is(directive, "toolchain"))
		g->toolchain = word;
	return 0;
}

static int check_directive(struct gomod *g, struct sv name)
{
	static const char *const with_packages[] = {
		"require", "replace", "module", "go", "toolchain",
	};

	for (size_t i = 0; i < YG_COUNT(with_packages); i++)
		if (sv_eq(name, sv_of(with_packages[i])))
			return 0;
	for (size_t i = 0; i < YG_COUNT(without_packages); i++)
		if (sv_eq(name, sv_of(without_packages[i])))
			return 0;
	return lock_skip(&g->r, name.p, name, "an unknown directive, with what is in it");
}

static int read_line(struct gomod *g, struct sv line)
{
	struct sv rest = line, word = take_word(&rest), next;
	int rc;

	if (word.n == 0)
		return 0;
	if (g->in_block) {
		if (sv_is(word, ")")) {
			g->in_block = false;
			return 0;
		}
		return read_directive(g, g->block, word, rest);
	}
	if (sv_ends(word, SV("(")) && word.n > 1) {	/* "require(" */
		word.n--;
		next = SV("(");
	} else {
		next = take_word(&rest);
	}
	if ((rc = check_directive(g, word)) < 0)
		return rc;
	if (sv_is(next, "(")) {
		g->block = word;
		g->in_block = true;
		return 0;
	}
	return read_directive(g, word, next, rest);
}

static int by_module(const void *a, const void *b)
{
	const struct replace *x = a, *y = b;
	int r = sv_cmp(x->module, y->module);

	return r ? r : sv_cmp(x->version, y->version);
}

static const struct replace *find_replace(const struct gomod *g, struct sv module,
					  struct sv version)
{
	struct replace key = {.module = module, .version = version};

	return g->replace_count == 0 ? NULL
		: bsearch(&key, g->replaces, g->replace_count, sizeof key, by_module);
}

static int give_requires(struct gomod *g)
{
	int rc;

	if (g->replace_count > 0)
		qsort(g->replaces, g->replace_count, sizeof *g->replaces, by_module);
	for (size_t i = 0; i < g->require_count; i++) {
		struct require *q = &g->requires[i];
		const struct replace *x = find_replace(g, q->module, q->version);
		struct lock_package p = {.type = SV("golang"), .name = q->module,
					 .version = q->version, .at = q->module.p};
		if (!x)
			x = find_replace(g, q->module, (struct sv){NULL, 0});
		if (x && x->by_version.n == 0)
			continue;
		if (x) {
			p.name = x->by;
			p.version = x->by_version;
		}
		if ((rc = lock_give_path(&g->r, p, '/')) < 0)
			return rc;
	}
	return 0;
}

/* The standard library, as the Go vulnerability database calls it. */
static int give_stdlib(struct gomod *g)
{
	struct lock_package p = {.type = SV("golang"), .name = SV("stdlib")};
	struct sv release = g->go, suffix, head, tail;

	if (sv_starts(g->toolchain, SV("go")))
		release = sv_from(g->toolchain, 2);
	if (release.n == 0)
		return 0;
	(void)sv_cut(release, '-', &release, &suffix);	/* "go1.21.3-custom" */
	p.at = release.p;
	if (!sv_cut(release, '.', &head, &tail) || sv_find(tail, '.') == tail.n)
		return sv_search(release, SV("rc")) < release.n ? 0 :
			lock_skip(&g->r, p.at, p.name, "the go directive states a language "
				  "version, not a Go release");
	p.version = sv_join(&g->r.scratch, SV("v"), release, (struct sv){NULL, 0});
	return p.version.p ? lock_give(&g->r, &p) : no_memory(g);
}

int go_mod_read(struct inventory_file *file, const struct inventory_sink *sink,
		struct yg_err *err)
{
	struct gomod g = {0};
	struct sv rest, line;
	int rc = reading_start(&g.r, file, sink, err);

	rest = reading_view(&g.r);
	while (rc == 0 && sv_line(&rest, &line))
		rc = read_line(&g, line);
	if (rc == 0)
		rc = give_requires(&g);
	if (rc == 0)
		rc = give_stdlib(&g);
	if (rc == 0 && g.in_block)
		rc = reading_fail(&g.r, YG_ESYNTAX, reading_at(&g.r, g.block.p),
				  "a block that is not closed: the file is cut short");
	if (rc == 0 && !g.module_seen)
		rc = reading_fail(&g.r, YG_ESYNTAX, 0, "no module directive: not a go.mod");
	reading_stop(&g.r);
	return rc;
}

int go_mod_detect(struct sv path, struct sv head)
{
	struct sv line;

	if (lock_is_named(path, SV("go.mod")))
		return 90;
	while (sv_line(&head, &line)) {
		line = sv_trim(line);
		if (line.n > 0 && !sv_starts(line, SV("//")))
			return sv_starts(line, SV("module ")) &&
			       sv_search(head, SV("\ngo 1.")) < head.n ? 60 : 0;
	}
	return 0;
}
