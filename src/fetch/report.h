/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.h - what came of a fetch, for people and for programs.
 *
 * Ownership: the buffer is the caller's.   Errors: sticky in the buffer.
 * Threads:   no shared state.   Trust: words of servers and of libcurl are made safe.
 */
#ifndef YAGURA_FETCH_REPORT_H
#define YAGURA_FETCH_REPORT_H

#include "base/term.h"
#include "fetch/transfer.h"

struct fetch_report {
	enum msg_lang lang;
	struct term term;
	const struct fetch_plan *plan;
	const struct fetch_result *results;
};

void fetch_report_table(const struct fetch_report *r, struct buf *b);
/* One JSON document: schema_version, feeds[] {name, outcome, reason, status, bytes, ...}. */
void fetch_report_json(const struct fetch_report *r, struct buf *b);

#endif
