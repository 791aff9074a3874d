/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpm_header.h - the header of an installed package as the rpm database stores it: two counts,
 * an index of tags, their data (rpm, docs/manual/format_header.md; all numbers big-endian).
 *
 * Ownership: views into the blob.
 * Errors:    YG_ESYNTAX with the offset in the blob; *out is untouched on failure.
 * Threads:   no shared state.   Trust: hostile; LIMIT_RPM_TAGS, every offset is checked.
 */
#ifndef YAGURA_RPM_HEADER_H
#define YAGURA_RPM_HEADER_H

#include "base/base.h"

struct rpm_header {
	struct sv name, version, release, arch, source_rpm, vendor, module;
	uint32_t epoch;		/* 0 when absent */
};

int rpm_header_read(struct sv blob, struct rpm_header *out, struct yg_err *err) YG_CHECK;

#endif
