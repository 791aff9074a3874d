/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mix_lock.c - mix.lock, an Elixir map of one entry a line:
 *
 *	"jason": {:hex, :jason, "1.4.0", "79a3...", [:mix], [...], "hexpm", "..."},
 *	"mine": {:git, "https://...", "39d8...", []},
 *	"ours": {:path, "../ours", []},
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"

/* The text between the next pair of quotes in *rest. */
static bool quoted(struct sv *rest, struct sv *out)
{
	struct sv head;

	return sv_cut(*rest, '"', &head, rest) && sv_cut(*rest, '"', out, rest);
}

static int give_line(struct reading *r, struct sv line)
{
	struct lock_package p = {.type = SV("hex"), .at = line.p};
	struct sv rest = line, scm, atom;

	if (!quoted(&rest, &p.name) || !sv_cut(rest, '{', &scm, &rest) ||
	    !sv_cut(rest, ',', &scm, &rest))
		return lock_skip(r, line.p, p.name, "not an entry of a mix.lock");
	if (sv_is(sv_trim(scm), ":path"))
		return 0;		/* the project's own */
	if (!sv_is(sv_trim(scm), ":hex"))
		return lock_give(r, &p);	/* a checkout: its version is not known */
	/* The package's own name may differ from the application's. */
	if (!sv_cut(rest, ',', &atom, &rest) || !quoted(&rest, &p.version))
		return lock_skip(r, line.p, p.name, "a package without a version");
	atom = sv_trim(atom);
	if (sv_starts(atom, SV(":")))
		p.name = sv_from(atom, 1);
	return lock_give(r, &p);
}

int mix_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		  struct yg_err *err)
{
	reading_auto r;
	struct sv rest, line, first = {NULL, 0};
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	rest = reading_view(&r);
	while (sv_line(&rest, &line)) {
		line = sv_trim(line);
		if (line.n > 0 && first.n == 0)
			first = line;
		if (sv_starts(line, SV("%{")))
			line = sv_trim(sv_from(line, 2));
		if (sv_starts(line, SV("\"")) && (rc = give_line(&r, line)) < 0)
			return rc;
	}
	return sv_starts(first, SV("%{")) ? 0
		: reading_fail(&r, YG_ESYNTAX, 0, "not the map that a mix.lock is");
}

int mix_lock_detect(struct sv path, struct sv head)
{
	if (lock_is_named(path, SV("mix.lock")))
		return 90;
	return sv_starts(head, SV("%{")) && sv_search(head, SV("{:hex, :")) < head.n ? 80 : 0;
}
