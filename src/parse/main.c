/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yagura-parse - reads hostile files for the other programs: jobs arrive on descriptor 3, the
 * answers go back the same way (protocol.h).  It has no file system and no network.
 */
#include "base/archive.h"
#include "base/limits.h"
#include "base/sandbox.h"
#include "parse/feed_job.h"
#include "parse/inventory_job.h"
#include "parse/worker.h"

enum { SOCKET = 3 };

int main(void)
{
	struct sandbox_limits limits = {.memory_bytes = GIB(4), .cpu_seconds = 900};
	struct archive_env env;
	const char *missing;
	int r;

	/* Before the doors close: locale, converters, XML tables. */
	archive_prepare(&env);
	parse_inventory_prepare();
	if (sandbox_lock(&limits, &missing) < 0)
		return 127;
	r = parse_worker_run(SOCKET, &(struct parse_handlers){.feed = parse_feed_job,
		.inventory = parse_inventory_job, .env = &env});
	return r < 0 ? 1 : 0;
}
