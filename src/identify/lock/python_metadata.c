/* SPDX-License-Identifier: Apache-2.0 */
/*
 * python_metadata.c - METADATA (*.dist-info) and PKG-INFO (*.egg-info) of an installed Python
 * distribution: header fields, then a description (packaging.python.org, "Core metadata").
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"

int python_metadata_read(struct inventory_file *file, const struct inventory_sink *sink,
			 struct yg_err *err)
{
	struct lock_package p = {.type = SV("pypi")};
	reading_auto r;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	p.at = r.text;
	p.name = lock_header_field(reading_view(&r), SV("Name"));
	p.version = lock_header_field(reading_view(&r), SV("Version"));
	if (p.name.n == 0 || p.version.n == 0)
		return reading_fail(&r, YG_ESYNTAX, 0,
				    "neither Name nor Version of a Python package");
	return lock_give(&r, &p);
}

int python_metadata_detect(struct sv path, struct sv head)
{
	bool named = lock_is_named(path, SV("METADATA")) || lock_is_named(path, SV("PKG-INFO"));

	if (lock_header_field(head, SV("Metadata-Version")).n == 0)
		return named && (sv_search(path, SV(".dist-info/")) < path.n ||
				 sv_search(path, SV(".egg-info/")) < path.n) ? 85 : 0;
	return named ? 95 : 85;
}
