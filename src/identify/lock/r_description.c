/* SPDX-License-Identifier: Apache-2.0 */
/*
 * r_description.c - DESCRIPTION of an installed R package (cran.r-project.org, "Writing R
 * Extensions", 1.1.1).  Its fields look like those of dpkg, so it must be known by name.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"

int r_description_read(struct inventory_file *file, const struct inventory_sink *sink,
		       struct yg_err *err)
{
	struct lock_package p = {.type = SV("cran")};
	struct sv repository;
	reading_auto r;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	p.at = r.text;
	p.name = lock_header_field(reading_view(&r), SV("Package"));
	p.version = lock_header_field(reading_view(&r), SV("Version"));
	if (p.name.n == 0 || p.version.n == 0)
		return reading_fail(&r, YG_ESYNTAX, 0,
				    "neither Package nor Version of an R package");
	repository = lock_header_field(reading_view(&r), SV("biocViews"));
	if (repository.n > 0)
		p.type = SV("bioconductor");
	return lock_give(&r, &p);
}

int r_description_detect(struct sv path, struct sv head)
{
	if (!sv_is(lock_base_name(path), "DESCRIPTION"))
		return 0;
	return lock_header_field(head, SV("Package")).n > 0 ? 90 : 0;
}
