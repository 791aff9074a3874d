/* SPDX-License-Identifier: Apache-2.0 */
/*
 * toml_packages.h - lock files in TOML that are a list of [[package]] tables: Cargo, Poetry,
 * PDM, uv and pylock.toml differ in a few words only.
 *
 * Ownership, Errors, Threads, Trust: as reader.h says of read().
 */
#ifndef YAGURA_TOML_PACKAGES_H
#define YAGURA_TOML_PACKAGES_H

#include "identify/reader_list.h"

struct toml_packages {
	struct sv type;			/* purl type */
	struct sv table;		/* "package" */
	struct sv main_group;		/* the group that is not for development; or empty */
	bool sourceless_is_own;		/* without a source it belongs to the project */
	bool graph;			/* what is for development follows from the graph (uv) */
};

int toml_packages_read(struct inventory_file *file, const struct inventory_sink *sink,
		       const struct toml_packages *format, struct yg_err *err) YG_CHECK;

/* 0 to 100 by the file's name, or by words of its beginning that only this format has. */
int toml_packages_detect(struct sv path, struct sv head, struct sv name, struct sv words);

#endif
