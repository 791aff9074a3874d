/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol.h - what a program and its sandboxed parser say to each other.
 *
 * The parent sends a job (a JOB frame with the file's descriptor attached); the child answers
 * with frames and closes the job with DONE.  Specified in docs/formats/parse-protocol.md.
 *
 * Ownership: unpacked values are views into the frame's payload.
 * Errors:    unpacking checks everything: YG_ESYNTAX for what no honest child would write.
 * Threads:   no shared state.
 * Trust:     the child has read hostile input and may have been taken over.
 */
#ifndef YAGURA_PROTOCOL_H
#define YAGURA_PROTOCOL_H

#include "base/frame.h"
#include "identify/reader.h"
#include "understand/feeds/feed.h"

enum parse_frame {
	PARSE_JOB = 'J',	/* fields below */
	PARSE_FILE = 'F',	/* a document inside: path, reader */
	PARSE_COMPONENT = 'C',
	PARSE_OS = 'O',
	PARSE_SKIP = 'S',	/* an entry left out: at, name, why, path */
	PARSE_PROBLEM = 'X',	/* a document that could not be read to its end: path, code, at,
				 * why */
	PARSE_ABOUT = 'A',
	PARSE_RECORD = 'R',	/* a document of docs/formats/record.md */
	PARSE_EPSS = 'E',
	PARSE_PROGRESS = 'P',	/* bytes read so far: u64 */
	PARSE_DONE = 'D',	/* code, at, why */
};

enum parse_kind { PARSE_FEED = 1, PARSE_INVENTORY };

/* Result codes of a job beside YG_E*: the parser that was asked lacks the libraries. */
enum { PARSE_NEEDS_LIBRARIES = -100, PARSE_NOT_RECOGNISED = -101, PARSE_CRASHED = -102 };

struct parse_job {
	enum parse_kind kind;
	struct sv path;			/* how the file is called towards people */
	struct sv reader;		/* a reader's name to force; empty: detect */
	struct inventory_os os;		/* inventory: known so far */
	bool many;			/* found by walking: another kind of JSON is no error */
};

struct parse_note {			/* SKIP, PROBLEM, DONE, FILE */
	int code;
	uint64_t at;
	struct sv path, name, why, reader;
};

void parse_pack_job(struct buf *b, const struct parse_job *job);
int parse_unpack_job(struct sv payload, struct parse_job *ret) YG_CHECK;
void parse_pack_note(struct buf *b, const struct parse_note *n);
int parse_unpack_note(struct sv payload, struct parse_note *ret) YG_CHECK;
void parse_pack_component(struct buf *b, const struct component *c);
/* cpes are put into cpes[], at most room of them. */
enum { PARSE_CPES_MAX = 64 };
int parse_unpack_component(struct sv payload, struct component *ret,
			   struct sv cpes[PARSE_CPES_MAX]) YG_CHECK;
void parse_pack_os(struct buf *b, const struct inventory_os *os);
int parse_unpack_os(struct sv payload, struct inventory_os *ret) YG_CHECK;
void parse_pack_about(struct buf *b, const struct feed_about *about);
int parse_unpack_about(struct sv payload, struct feed_about *ret) YG_CHECK;
void parse_pack_epss(struct buf *b, const struct feed_epss *e);
int parse_unpack_epss(struct sv payload, struct feed_epss *ret) YG_CHECK;

#endif
