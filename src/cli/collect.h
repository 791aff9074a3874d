/* SPDX-License-Identifier: Apache-2.0 */
/*
 * collect.h - the inventory of a scan: every file that the user names, read by sandboxed
 * parsers, as one list of components.
 *
 * Ownership: components and texts live in the arena given to collect_begin().
 * Errors:    of one file: noted in `failures`, and the scan is partial; YG_ENOMEM, YG_ELIMIT
 *	(LIMIT_COMPONENTS) end the scan.
 * Threads:   one.   Trust: what parsers send is checked by client.h.
 */
#ifndef YAGURA_CLI_COLLECT_H
#define YAGURA_CLI_COLLECT_H

#include "base/vec.h"
#include "cli/output/scan_report.h"
#include "parse/client.h"

struct collect_inventory {
	struct arena *a;
	struct { VEC(struct component); } components;
	struct { VEC(struct scan_reader); } readers;
	struct { VEC(struct scan_note); } failures, skipped;
	size_t skipped_count;		/* all of them; the first ones are named */
	struct inventory_os os;		/* of the host, image or document; the first one seen */
	struct inventory_os file_os;	/* of the file being read */
	bool os_given;			/* by --os: it wins over what files say */
	struct parse_client light, heavy;
	struct scan_reader *reader;	/* of the file being read */
	bool recognised;		/* something of the file being read was */
	bool many;			/* files were found by walking: strangers are passed over */
};

void collect_begin(struct collect_inventory *c, struct arena *a);
void collect_end(struct collect_inventory *c);

/* A file, "-" for standard input, or a folder.  shown: how it is called towards people. */
int collect_path(struct collect_inventory *c, struct sv path) YG_CHECK;
/* This host: os-release and the package databases that are here. */
int collect_local(struct collect_inventory *c) YG_CHECK;

/* Tell apart the kernel that runs and those that do not; nothing is marked when none of the
 * installed kernels is the running one. */
void collect_mark_kernels(struct collect_inventory *c, struct sv running);

#endif
