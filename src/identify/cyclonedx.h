/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cyclonedx.h - what the JSON and the XML reader of CycloneDX share: one component as it
 * stands in the document, and what it means.
 *
 * Ownership: views of the caller, which must live until cyclonedx_give().
 * Errors:    as reading.h.   Threads: no shared state.   Trust: hostile.
 */
#ifndef YAGURA_CYCLONEDX_H
#define YAGURA_CYCLONEDX_H

#include "base/limits.h"
#include "identify/reading.h"

struct cyclonedx_entry {
	struct sv type, group, name, version, purl, cpe, scope;
	struct sv file;
	/* from properties: the package's source, epoch and module label */
	struct sv source, source_version, source_release, source_epoch, source_rpm;
	struct sv epoch, module;
	/* ... and the operating system's os-release fields */
	struct sv os_id, os_version, os_codename;
	bool development;
	size_t cpe_count;			/* of more_cpes; may count past its end */
	struct sv more_cpes[LIMIT_COMPONENT_CPES];	/* [0] is left for cpe */
};

/* Empty again, without touching the long array. */
void cyclonedx_clear(struct cyclonedx_entry *e);

/* One property; the names that generators use for facts are known, others are ignored. */
void cyclonedx_property(struct cyclonedx_entry *e, struct sv name, struct sv value);

/* Hand over the component; an operating-system component is handed over as both. */
int cyclonedx_give(struct reading *r, size_t at, struct cyclonedx_entry *e) YG_CHECK;

/* The operating system that e states, if it states one. */
int cyclonedx_give_os(struct reading *r, size_t at, const struct cyclonedx_entry *e) YG_CHECK;

#endif
