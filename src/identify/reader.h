/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.h - the contract of an inventory reader: one file in, components out.
 *
 * Ownership: the file's text is the caller's and may be rewritten; what is given to the sink
 *	lives only during that call.
 * Errors:    read() returns 0 when the whole file was understood.  A negative result means
 *	that what was given to the sink so far is partial; err says where and why.  A single
 *	bad entry is reported through sink->skip and the reader goes on.  A negative result of
 *	a sink call is returned at once.
 * Threads:   no shared state.
 * Trust:     hostile.  Runs in a sandboxed child: no files, no network, no clock.
 */
#ifndef YAGURA_READER_H
#define YAGURA_READER_H

#include "base/base.h"
#include "component/component.h"

/* os-release(5) of what was read: the host, an image, an SBOM's operating-system component. */
struct inventory_os {
	struct sv id;		/* debian, almalinux, alpine */
	struct sv id_like;
	struct sv version_id;	/* "12", "9.4", "3.19.1"; empty for rolling releases */
	struct sv codename;	/* bookworm */
	struct sv pretty_name;
};

struct inventory_sink {
	void *ctx;
	int (*component)(void *ctx, const struct component *c);
	int (*os)(void *ctx, const struct inventory_os *os);
	/* An entry that is left out: where, its name if it could be read, a literal reason. */
	int (*skip)(void *ctx, size_t at, struct sv name, const char *why);
};

struct inventory_file {
	struct sv path;		/* as found, with the archive's name:
				 * image.tar!var/lib/dpkg/status */
	char *text;		/* text[n] is a writable NUL */
	size_t n;
	struct arena *arena;	/* for what must outlive one component; the reader may reset
				 * nothing in it */
	struct inventory_os os;	/* known so far (os-release beside the file, --os); may be empty */
};

enum inventory_program {	/* which program has the libraries that the reader needs */
	INVENTORY_LIGHT,	/* libc, sqlite, zstd: runs in a forked child of yagura */
	INVENTORY_PARSE,	/* libxml2, libarchive: runs in yagura-parse */
};

struct inventory_reader {
	const char *name;	/* dpkg, rpm-qa, cyclonedx-json, ... */
	const char *title;	/* for people: "CycloneDX JSON 1.2 to 1.7" */
	enum inventory_program program;
	/* 0 (no) to 100 (certain), from the path and the first bytes (at most 4 KiB). */
	int (*detect)(struct sv path, struct sv head);
	/* NULL in a program that lacks the libraries. */
	int (*read)(struct inventory_file *file, const struct inventory_sink *sink,
		    struct yg_err *err);
};

/*
 * The table: one row a format.  Detection takes the highest answer, the first row on ties.  A
 * row whose read always answers YG_EUNSUPPORTED names a format that is recognised so that the
 * refusal can be a clear one.
 */
extern const struct inventory_reader inventory_readers[];
extern const size_t inventory_reader_count;
const struct inventory_reader *inventory_reader_detect(struct sv path, struct sv head);
const struct inventory_reader *inventory_reader_find(struct sv name);

/* os-release(5) text into *ret; views into text.  YG_ESYNTAX when it holds no ID. */
int inventory_os_read(struct sv text, struct inventory_os *ret) YG_CHECK;

#endif
