/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gem_lock.c - Gemfile.lock (gems.locked): sections GEM, GIT, PATH and PLUGIN SOURCE list under
 * "specs:" four blanks deep what was resolved, six blanks deep what each needs (Bundler,
 * lib/bundler/lockfile_parser.rb describes the depths).  PATH is the project's own.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"

enum place { OTHER, SOURCE, SPECS };

struct gems {
	struct reading r;
	enum place place;
	bool own;			/* in PATH */
	struct sv name, version;	/* of the line before: other platforms repeat it */
};

static size_t depth_of(struct sv line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

/* "nokogiri (1.13.10-x86_64-linux)": versions of gems have no "-", so a platform follows. */
static int give_spec(struct gems *g, struct sv line)
{
	struct lock_package p = {.type = SV("gem"), .at = line.p};
	struct sv rest, inside, tail, platform;

	if (!sv_cut(line, ' ', &p.name, &rest) || !sv_starts(rest, SV("(")) ||
	    !sv_cut(sv_from(rest, 1), ')', &inside, &tail))
		return lock_skip(&g->r, line.p, line, "a gem without a version");
	(void)sv_cut(inside, '-', &p.version, &platform);
	if (sv_eq(p.name, g->name) && sv_eq(p.version, g->version))
		return 0;
	g->name = p.name;
	g->version = p.version;
	return lock_give(&g->r, &p);
}

static int read_line(struct gems *g, struct sv line)
{
	static const struct sv sources[] = {
		SV_INIT("GEM"), SV_INIT("GIT"), SV_INIT("PATH"), SV_INIT("PLUGIN SOURCE"),
	};
	size_t depth = depth_of(line);
	struct sv word = sv_trim(line);

	if (word.n == 0)
		return 0;
	if (sv_starts(line, SV("<<<<<<<")) || sv_starts(line, SV(">>>>>>>")))
		return reading_fail(&g->r, YG_ESYNTAX, reading_at(&g->r, line.p),
				    "merge conflict marks: not a finished file");
	if (depth == 0) {
		g->place = OTHER;
		for (size_t i = 0; i < YG_COUNT(sources); i++)
			if (sv_eq(word, sources[i]))
				g->place = SOURCE;
		g->own = sv_is(word, "PATH");
	} else if (depth == 2 && g->place != OTHER) {
		g->place = sv_is(word, "specs:") ? SPECS : SOURCE;
	} else if (depth == 4 && g->place == SPECS && !g->own) {
		return give_spec(g, word);
	}
	return 0;
}

int gem_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		  struct yg_err *err)
{
	struct gems g = {0};
	struct sv rest, line;
	bool any = false;
	int rc = reading_start(&g.r, file, sink, err);

	rest = reading_view(&g.r);
	while (rc == 0 && sv_line(&rest, &line)) {
		rc = read_line(&g, line);
		any |= g.place != OTHER || sv_is(line, "DEPENDENCIES");
	}
	if (rc == 0 && !any)
		rc = reading_fail(&g.r, YG_ESYNTAX, 0, "no section of a Gemfile.lock in it");
	reading_stop(&g.r);
	return rc;
}

int gem_lock_detect(struct sv path, struct sv head)
{
	if (sv_starts(head, SV("GEM\n  remote:")) || sv_starts(head, SV("GEM\r\n  remote:")))
		return 95;
	return lock_is_named(path, SV("Gemfile.lock")) || lock_is_named(path, SV("gems.locked"))
		       ? 90 : 0;
}
