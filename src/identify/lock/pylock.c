/* SPDX-License-Identifier: Apache-2.0 */
/* pylock.c - pylock.toml and pylock.NAME.toml (PEP 751). */
#include "identify/lock/toml_packages.h"

static const struct toml_packages format = {
	.type = SV_INIT("pypi"), .table = SV_INIT("packages"),
};

int pylock_read(struct inventory_file *file, const struct inventory_sink *sink,
		struct yg_err *err)
{
	return toml_packages_read(file, sink, &format, err);
}

int pylock_detect(struct sv path, struct sv head)
{
	return toml_packages_detect(path, head, SV("pylock.toml"), SV("\n[[packages]]\n"));
}
