/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader_list.h - the functions that the table in readers.c points to: two a format.
 *
 * Ownership, Errors, Threads, Trust: as reader.h says of detect() and read().
 */
#ifndef YAGURA_READER_LIST_H
#define YAGURA_READER_LIST_H

#include "identify/reader.h"

#define READER(name) \
	int name##_detect(struct sv path, struct sv head); \
	int name##_read(struct inventory_file *file, const struct inventory_sink *sink, \
			struct yg_err *err)

/* One line a format, in the order of names. */
READER(apk_installed);
READER(cyclonedx_json);
READER(dpkg_list);
READER(dpkg_query);
READER(dpkg_status);
READER(envelope);
READER(json_any);
READER(purl_list);
READER(rpm_plain);
READER(rpm_query);
READER(rpm_sqlite);
READER(rpmdb_bdb);
READER(rpmdb_ndb);
READER(spdx3_json);
READER(spdx_json);
READER(spdx_rdf);
READER(spdx_tag);
READER(spdx_xml);
READER(spdx_yaml);
READER(syft_json);
READER(utf16);

#endif
