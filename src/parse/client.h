/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client.h - the parent's side: give files to a sandboxed parser, get what was in them.
 *
 * A parser is either a fork of this program (light inventory readers; this program must have
 * one thread) or yagura-parse.  One parser reads many files, one after the other; when it
 * dies, only the file it was reading fails, and the next file gets a new one.
 *
 * Ownership: what a sink call gets lives only during that call.
 * Errors:    of one file: in ret_done; YG_EIO, YG_ENOTFOUND: no parser can be started.
 * Threads:   one owner.
 * Trust:     the parser may have been taken over: each frame is checked, and a parser that
 *	talks nonsense is killed.
 */
#ifndef YAGURA_CLIENT_H
#define YAGURA_CLIENT_H

#include <sys/types.h>

#include "parse/protocol.h"

enum parse_mode { PARSE_FORKED, PARSE_EXECED };

struct parse_client {
	enum parse_mode mode;
	pid_t pid;		/* 0: not running */
	int sock;
	struct frame_reader in;
	struct sv cpes[PARSE_CPES_MAX];	/* of the component being handed over */
};

/* Members may be NULL; a negative result ends the job and is returned by parse_client_run(). */
struct parse_sink {
	void *ctx;
	int (*file)(void *ctx, const struct parse_note *n);
	int (*component)(void *ctx, const struct component *c);
	int (*os)(void *ctx, const struct inventory_os *os);
	int (*skip)(void *ctx, const struct parse_note *n);
	int (*problem)(void *ctx, const struct parse_note *n);
	int (*about)(void *ctx, const struct feed_about *about);
	int (*record)(void *ctx, char *text, size_t n);
	int (*epss)(void *ctx, const struct feed_epss *e);
	int (*progress)(void *ctx);	/* called now and then while frames arrive */
};

#define PARSE_CLIENT(m) ((struct parse_client){.mode = (m), .sock = -1})

/*
 * Read the file behind fd.  *ret_done says how it went: code 0 = read to its end; else
 * YG_E* or PARSE_*, at, why (texts live until the next call).
 */
int parse_client_run(struct parse_client *c, const struct parse_job *job, int fd,
		     const struct parse_sink *sink, struct parse_note *ret_done) YG_CHECK;
void parse_client_stop(struct parse_client *c);

#endif
