/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed.h - what the `yagura feed` commands share.
 *
 * Ownership: texts go into the caller's buffer.
 * Errors:    feed_folder_open() says what is wrong and gives the exit code to leave with.
 * Threads:   one command, one thread.   Trust: names of files are made safe where printed.
 */
#ifndef YAGURA_CLI_FEED_H
#define YAGURA_CLI_FEED_H

#include "cli/commands.h"
#include "fetch/feeds_table.h"
#include "fetch/folder.h"

/* What f is, in the person's language. */
void feed_put_title(struct buf *b, enum msg_lang lang, const struct fetch_feed *f);

/* The feeds folder that was given or is the default; path has room for LIMIT_PATH bytes. */
enum exit_code feed_folder_path(struct cli *cli, struct sv given, char *path);
enum exit_code feed_folder_open(struct cli *cli, struct sv given, bool create,
				struct fetch_folder *ret);

/* The ID of this host's os-release, in the arena; empty when there is none. */
struct sv feed_host_id(struct cli *cli);

#endif
