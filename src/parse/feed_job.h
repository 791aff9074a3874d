/* SPDX-License-Identifier: Apache-2.0 */
/* feed_job.h - a feed file, packed or not, through the feed readers (yagura-parse only). */
#ifndef YAGURA_FEED_JOB_H
#define YAGURA_FEED_JOB_H

#include "parse/worker.h"

parse_handler parse_feed_job;		/* worker.env: struct archive_env */

#endif
