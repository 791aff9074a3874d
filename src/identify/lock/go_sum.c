/* SPDX-License-Identifier: Apache-2.0 */
/*
 * go_sum.c - go.sum: "module version hash" and "module version/go.mod hash" (go.dev/ref/mod,
 * "go.sum files").  A line for a go.mod alone says that the version was looked at, not that it
 * was used, so only lines for the module itself count.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"

static int give_line(struct reading *r, struct sv line)
{
	struct lock_package p = {.type = SV("golang"), .at = line.p};
	struct sv rest, hash;

	if (!sv_cut(line, ' ', &p.name, &rest) || !sv_cut(rest, ' ', &p.version, &hash) ||
	    !sv_starts(p.version, SV("v")) || !sv_starts(hash, SV("h1:")))
		return lock_skip(r, line.p, p.name, "not \"module version hash\"");
	return sv_ends(p.version, SV("/go.mod")) ? 0 : lock_give_path(r, p, '/');
}

int go_sum_read(struct inventory_file *file, const struct inventory_sink *sink,
		struct yg_err *err)
{
	reading_auto r;
	struct sv rest, line;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	rest = reading_view(&r);
	while (sv_line(&rest, &line)) {
		line = sv_trim(line);
		if (line.n > 0 && (rc = give_line(&r, line)) < 0)
			return rc;
	}
	return 0;
}

int go_sum_detect(struct sv path, struct sv head)
{
	struct sv line = {NULL, 0}, module, rest, version, hash;

	if (lock_is_named(path, SV("go.sum")))
		return 90;
	(void)sv_line(&head, &line);
	return sv_cut(line, ' ', &module, &rest) && sv_cut(rest, ' ', &version, &hash) &&
	       sv_starts(version, SV("v")) && sv_starts(hash, SV("h1:")) ? 80 : 0;
}
