/* SPDX-License-Identifier: Apache-2.0 */
/* knowledge.h - what the commands that use a knowledge base share: its folder, its state. */
#ifndef YAGURA_CLI_KNOWLEDGE_H
#define YAGURA_CLI_KNOWLEDGE_H

#include "cli/cli.h"
#include "knowledge/manifest.h"

enum { KNOWLEDGE_MAX_AGE = 7 * CLOCK_DAY_SECONDS };

/* The folder of the knowledge base into path (LIMIT_PATH bytes). */
enum exit_code knowledge_folder(struct cli *cli, struct sv given, char *path);

/* The manifest of the current generation; says what is wrong. */
enum exit_code knowledge_manifest(struct cli *cli, const char *dir, struct manifest *ret);

/* The path of a file of the current generation. */
enum exit_code knowledge_file(struct cli *cli, const char *dir, const char *name, char *path);

/* Whole days since the feed's time; -1 when it is not known. */
int64_t knowledge_age_days(const struct cli *cli, const struct manifest_feed *f);

/* A table of feeds: records, what was left out, age, state, source. */
void knowledge_put_feeds(struct cli *cli, const struct manifest *m, int64_t max_age);

#endif
