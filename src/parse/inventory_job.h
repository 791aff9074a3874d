/* SPDX-License-Identifier: Apache-2.0 */
/* inventory_job.h - inventories that need libraries: XML, compressed, archives, images
 * (yagura-parse only). */
#ifndef YAGURA_INVENTORY_JOB_H
#define YAGURA_INVENTORY_JOB_H

#include "parse/worker.h"

parse_handler parse_inventory_job;	/* worker.env: struct archive_env */

/* What must be loaded before the sandbox closes. */
void parse_inventory_prepare(void);

#endif
