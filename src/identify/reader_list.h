/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader_list.h - the functions that the table in readers.c points to: two a format.
 *
 * Ownership, Errors, Threads, Trust: as reader.h says of detect() and read().
 */
#ifndef YAGURA_READER_LIST_H
#define YAGURA_READER_LIST_H

#include "identify/reader.h"

#define READER_DETECT(name) int name##_detect(struct sv path, struct sv head)
#define READER_READ(name) int name##_read(struct inventory_file *file, \
					  const struct inventory_sink *sink, struct yg_err *err)

READER_DETECT(cyclonedx_json);
READER_READ(cyclonedx_json);
READER_DETECT(dpkg_status);
READER_READ(dpkg_status);

#endif
