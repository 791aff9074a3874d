/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make_index.h - a small knowledge base from records written down in a test: the records'
 * JSON documents, with ' for ", go through the same builders as a real one.
 *
 *	struct made m = {0};
 *	made_record(&m, "{'id':'CVE-1','source':'debian-tracker','affected':[...]}");
 *	made_finish(&m);		m.match, m.signals are open
 *	made_drop(&m);
 */
#ifndef YAGURA_MAKE_INDEX_H
#define YAGURA_MAKE_INDEX_H

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "check.h"
#include "understand/knowledge/match_build.h"
#include "understand/knowledge/signals_build.h"

struct made {
	struct collect c;
	struct match_index match;
	struct signals signals;
	char dir[64], match_path[96], signals_path[96];
	uint64_t count;
};

/* One record; its document's hash stands for its content, as in a build. */
__attribute__((unused))
static uint32_t made_record_at(struct made *m, const char *json, struct sv feed_time)
{
	arena_auto a = {.cap = MIB(64)};
	struct sv copy = arena_copy(&a, sv_of(json));
	struct yg_err err = {0};
	struct record r;
	uint32_t number = 0;
	union { const char *in; char *out; } text = {.in = copy.p};

	for (size_t i = 0; i < copy.n; i++)
		if (text.out[i] == '\'')
			text.out[i] = '"';
	uint64_t content = sv_hash(copy);
	if (record_read(&a, text.out, copy.n, &r, &err) < 0 ||
	    collect_record(&m->c, &r, content, feed_time, &number) < 0) {
		CHECK(false, "a test's record, byte %zu: %s: %s", err.at, err.what, json);
		abort();
	}
	return number;
}

__attribute__((unused))
static void made_record(struct made *m, const char *json)
{
	(void)made_record_at(m, json, SV(""));
}

__attribute__((unused))
static bool made_folder(struct made *m)
{
	if (m->dir[0])
		return true;
	(void)snprintf(m->dir, sizeof m->dir, "/tmp/yagura-test-XXXXXX");
	if (!mkdtemp(m->dir))
		return false;
	(void)snprintf(m->match_path, sizeof m->match_path, "%s/match.idx", m->dir);
	(void)snprintf(m->signals_path, sizeof m->signals_path, "%s/signals.idx", m->dir);
	return true;
}

__attribute__((unused))
static void made_finish(struct made *m)
{
	if (!made_folder(m) || collect_finish(&m->c) < 0 ||
	    match_build_write(&m->c, m->match_path) < 0 ||
	    signals_build_write(&m->c, NULL, m->signals_path) < 0 ||
	    match_index_open(m->match_path, &m->match) < 0 ||
	    signals_open(m->signals_path, &m->signals) < 0) {
		CHECK(false, "the indexes cannot be made in %s", m->dir);
		abort();
	}
}

__attribute__((unused))
static void made_drop(struct made *m)
{
	match_index_close(&m->match);
	signals_close(&m->signals);
	collect_drop(&m->c);
	if (m->dir[0]) {
		(void)unlink(m->match_path);
		(void)unlink(m->signals_path);
		(void)rmdir(m->dir);
	}
	*m = (struct made){0};
}

/* A whole file; empty when it cannot be read. */
__attribute__((unused))
static struct buf made_bytes(const char *path)
{
	struct buf b = BUF_CAP(GIB(1));
	CHECK_INT(file_read(sv_of(path), &b), 0, path);
	return b;
}

#endif
