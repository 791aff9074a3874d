/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker.h - the child's side: take jobs from a socket, run a reader, answer with frames.
 *
 * Ownership: the worker owns its buffers; they are emptied after each job.
 * Errors:    what goes wrong with one file is answered in DONE; only a broken socket ends it.
 * Threads:   one.
 * Trust:     runs behind sandbox_lock(); everything it reads is hostile.
 */
#ifndef YAGURA_WORKER_H
#define YAGURA_WORKER_H

#include "parse/protocol.h"

struct parse_worker {
	struct frame_writer out;
	struct arena arena;
	const void *env;		/* heavy handlers: struct archive_env */
};

/* Handles one job; the result goes into DONE, with err. */
typedef int parse_handler(struct parse_worker *w, const struct parse_job *job, int fd,
			  struct yg_err *err);

struct parse_handlers {
	parse_handler *feed, *inventory;	/* NULL: PARSE_NEEDS_LIBRARIES */
	const void *env;
};

/* Serve jobs from sock until it is closed.  0, or YG_EIO. */
int parse_worker_run(int sock, const struct parse_handlers *h) YG_CHECK;

/* Inventories that need no further library: read fd whole, detect, read. */
parse_handler parse_inventory_light;

/*
 * Read text (text[n] a writable NUL) with the reader that suits it, or that job names:
 * PARSE_NOT_RECOGNISED, PARSE_NEEDS_LIBRARIES, or what the reader says.  path is for people,
 * name tells the format (without .gz and the like).  os: known so far.
 */
int parse_inventory_text(struct parse_worker *w, const struct parse_job *job, struct sv path,
			 struct sv name, char *text, size_t n, const struct inventory_os *os,
			 struct yg_err *err) YG_CHECK;

/* Answer with one note frame. */
int parse_send_note(struct parse_worker *w, enum parse_frame type,
		    const struct parse_note *n) YG_CHECK;

#endif
