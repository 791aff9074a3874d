/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spdx.h - what the readers of SPDX 2 JSON, SPDX 2 tag-value and SPDX 3 share: one package as
 * it stands in the document, and what it means.
 *
 * Every package of the document is a component, the one that it DESCRIBES included: SPDX does
 * not set the described thing apart as CycloneDX does.
 *
 * Ownership: views of the caller, which must live until spdx_give().
 * Errors:    as reading.h.   Threads: no shared state.   Trust: hostile.
 */
#ifndef YAGURA_SPDX_H
#define YAGURA_SPDX_H

#include "base/limits.h"
#include "identify/reading.h"

struct spdx_package {
	struct sv id, name, version, purl, source_info, purpose;
	size_t cpe_count;		/* may count past the end of cpes */
	struct sv cpes[LIMIT_COMPONENT_CPES];
};

/* Empty again, without touching the long array. */
void spdx_clear(struct spdx_package *p);

/* An external reference: its type ("purl", "cpe23Type", ...) and what it refers to.  The first
 * purl counts. */
void spdx_reference(struct spdx_package *p, struct sv type, struct sv locator);

/* Hand over the package; an operating system is handed over as both. */
int spdx_give(struct reading *r, size_t at, struct spdx_package *p) YG_CHECK;

#endif
