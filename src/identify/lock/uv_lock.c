/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uv_lock.c - uv.lock: the project and its workspace members have a virtual or editable
 * source.  Which packages are for development only follows from the graph.
 */
#include "identify/lock/toml_packages.h"

static const struct toml_packages format = {
	.type = SV_INIT("pypi"), .table = SV_INIT("package"), .graph = true,
};

int uv_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		 struct yg_err *err)
{
	return toml_packages_read(file, sink, &format, err);
}

int uv_lock_detect(struct sv path, struct sv head)
{
	return toml_packages_detect(path, head, SV("uv.lock"), SV("\nsource = { registry ="));
}
