/* SPDX-License-Identifier: Apache-2.0 */
/*
 * collect.h - for tests of inventory readers: read a text, keep copies of all that came out.
 *
 * Ownership: a struct collected owns an arena; collected_drop().
 * Errors:    as reader.h; running out of memory in the test itself aborts.
 * Threads:   no shared state.   Trust: test data.
 */
#ifndef YAGURA_TEST_COLLECT_H
#define YAGURA_TEST_COLLECT_H

#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "identify/reader.h"

struct collected_skip {
	size_t at;
	struct sv name;
	const char *why;
};

struct collected {
	struct arena keep, arena;	/* the copies; the reader's own */
	struct component *items;
	size_t count;
	struct inventory_os *os;
	size_t os_count;
	struct collected_skip *skips;
	size_t skip_count;
	int rc;
	struct yg_err err;
	const struct inventory_reader *reader;
	long sink_fail_at;		/* the Nth call of the sink fails with YG_EIO */
};

static inline struct sv collected_copy(struct collected *l, struct sv s)
{
	struct sv copy = {0};
	if (s.n > 0 && !(copy = arena_copy(&l->keep, s)).p)
		abort();
	return copy;
}

static inline int collect_component(void *ctx, const struct component *c)
{
	struct collected *l = ctx;
	struct component *to = arena_push(&l->keep, l->items, l->count);
	struct sv *cpes;
	struct sv *fields[] = {&to->type, &to->ns, &to->name, &to->version, &to->arch,
			       &to->source_name, &to->source_version, &to->os_family,
			       &to->os_release, &to->module, &to->origin, &to->purl, &to->file};

	if (!to)
		abort();
	*to = *c;
	for (size_t i = 0; i < YG_COUNT(fields); i++)
		*fields[i] = collected_copy(l, *fields[i]);
	if (c->cpe_count > 0) {
		if (!(cpes = arena_new(&l->keep, struct sv, c->cpe_count)))
			abort();
		for (size_t i = 0; i < c->cpe_count; i++)
			cpes[i] = collected_copy(l, c->cpes[i]);
		to->cpes = cpes;
	} else {
		to->cpes = NULL;
	}
	return l->sink_fail_at > 0 && --l->sink_fail_at == 0 ? YG_EIO : 0;
}

static inline int collect_os(void *ctx, const struct inventory_os *os)
{
	struct collected *l = ctx;
	struct inventory_os *to = arena_push(&l->keep, l->os, l->os_count);

	if (!to)
		abort();
	to->id = collected_copy(l, os->id);
	to->id_like = collected_copy(l, os->id_like);
	to->version_id = collected_copy(l, os->version_id);
	to->codename = collected_copy(l, os->codename);
	to->pretty_name = collected_copy(l, os->pretty_name);
	return l->sink_fail_at > 0 && --l->sink_fail_at == 0 ? YG_EIO : 0;
}

static inline int collect_skip(void *ctx, size_t at, struct sv name, const char *why)
{
	struct collected *l = ctx;
	struct collected_skip *to = arena_push(&l->keep, l->skips, l->skip_count);

	if (!to)
		abort();
	*to = (struct collected_skip){at, collected_copy(l, name), why};
	return l->sink_fail_at > 0 && --l->sink_fail_at == 0 ? YG_EIO : 0;
}

static inline void collected_drop(struct collected *l)
{
	arena_drop(&l->keep);
	arena_drop(&l->arena);
	*l = (struct collected){0};
}

/* Read a copy of text with the named reader (NULL: the detected one) as the file at path.
 * l->rc is YG_ENOTFOUND when no reader knows the text, YG_EINVAL when it has no read(). */
static inline void collect(struct collected *l, const char *reader, const char *path,
			   struct sv text, const struct inventory_os *os)
{
	struct inventory_sink sink = {l, collect_component, collect_os, collect_skip};
	struct inventory_file file = {.path = sv_of(path), .n = text.n, .arena = &l->arena};
	long reader_fail_at = l->arena.fail_at, sink_fail_at = l->sink_fail_at;

	*l = (struct collected){.keep.cap = SIZE_MAX / 2, .arena.cap = MIB(64),
				.arena.fail_at = reader_fail_at, .sink_fail_at = sink_fail_at};
	if (os)
		file.os = *os;
	l->reader = reader ? inventory_reader_find(sv_of(reader))
			   : inventory_reader_detect(file.path, sv_first(text, 4096));
	if (!l->reader || !l->reader->read) {
		l->rc = l->reader ? YG_EINVAL : YG_ENOTFOUND;
		return;
	}
	if (!(file.text = malloc(text.n + 1)))
		abort();
	if (text.n > 0)
		memcpy(file.text, text.p, text.n);
	file.text[text.n] = '\0';
	l->rc = l->reader->read(&file, &sink, &l->err);
	free(file.text);
}

/* The component of that name, or an empty one that fails every check. */
static inline const struct component *collected_find(const struct collected *l,
						     const char *name)
{
	static const struct component none;

	for (size_t i = 0; i < l->count; i++)
		if (sv_eq(l->items[i].name, sv_of(name)))
			return &l->items[i];
	return &none;
}

#endif
