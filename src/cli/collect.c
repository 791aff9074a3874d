/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/collect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "component/identity/os.h"
#include "identify/walk.h"

void collect_begin(struct collect_inventory *c, struct arena *a)
{
	*c = (struct collect_inventory){.a = a, .light = PARSE_CLIENT(PARSE_FORKED),
		.heavy = PARSE_CLIENT(PARSE_EXECED)};
}

void collect_end(struct collect_inventory *c)
{
	parse_client_stop(&c->light);
	parse_client_stop(&c->heavy);
	vec_drop(&c->components);
	vec_drop(&c->readers);
	vec_drop(&c->failures);
	vec_drop(&c->skipped);
}

static struct sv keep(struct collect_inventory *c, struct sv s)
{
	return s.n ? arena_copy(c->a, s) : (struct sv){"", 0};
}

/* ---- what the parser sends ---- */

/* The text fields of a component, to be copied. */
static struct sv *const *texts_of(struct component *c, struct sv *list[14])
{
	struct sv *all[] = {&c->type, &c->ns, &c->name, &c->version, &c->arch, &c->source_name,
		&c->source_version, &c->os_family, &c->os_release, &c->module, &c->origin,
		&c->purl, &c->file};
	memcpy(list, all, sizeof all);
	list[YG_COUNT(all)] = NULL;
	return list;
}

/*
 * One allocation a component; what the one before it has too (type, release, file) is shared.
 */
static int copy_component(struct collect_inventory *c, const struct component *from,
			  const struct component *last, struct component *to)
{
	struct sv *list[14], *before[14];
	struct component previous = last ? *last : (struct component){0};
	struct sv *cpes = NULL;
	size_t n = 0;
	char *p;

	*to = *from;
	(void)texts_of(to, list);
	(void)texts_of(&previous, before);
	for (size_t i = 0; list[i]; i++)
		if (sv_eq(*list[i], *before[i]))
			*list[i] = *before[i];
		else
			n += list[i]->n;
	for (size_t i = 0; i < from->cpe_count; i++)
		n += from->cpes[i].n;
	p = arena_new(c->a, char, n);
	if (from->cpe_count)
		cpes = arena_new(c->a, struct sv, from->cpe_count);
	if (!p || (from->cpe_count && !cpes))
		return YG_ENOMEM;
	for (size_t i = 0; list[i]; i++) {
		if (list[i]->n == 0 || list[i]->p == before[i]->p)
			continue;
		memcpy(p, list[i]->p, list[i]->n);
		list[i]->p = p;
		p += list[i]->n;
	}
	for (size_t i = 0; i < from->cpe_count; i++) {
		memcpy(p, from->cpes[i].p, from->cpes[i].n);
		cpes[i] = (struct sv){p, from->cpes[i].n};
		p += from->cpes[i].n;
	}
	to->cpes = cpes;
	return 0;
}

static int take_component(void *ctx, const struct component *from)
{
	struct collect_inventory *c = ctx;
	struct component copy, *slot;
	const struct component *last =
		c->components.n ? &c->components.p[c->components.n - 1] : NULL;
	int r;

	if (c->components.n >= LIMIT_COMPONENTS)
		return YG_ELIMIT;
	r = copy_component(c, from, last, &copy);
	if (r < 0)
		return r;
	slot = vec_add(&c->components);
	if (!slot)
		return YG_ENOMEM;
	*slot = copy;
	if (c->reader)
		c->reader->components++;
	return 0;
}

/* The first that a file states is the file's; the first of all is the scan's. */
static int take_os(void *ctx, const struct inventory_os *os)
{
	struct collect_inventory *c = ctx;
	struct inventory_os copy;

	if (c->os_given || c->file_os.id.n)
		return 0;
	copy = (struct inventory_os){.id = keep(c, os->id), .id_like = keep(c, os->id_like),
		.version_id = keep(c, os->version_id), .codename = keep(c, os->codename),
		.pretty_name = keep(c, os->pretty_name)};
	c->file_os = copy;
	if (c->os.id.n == 0)
		c->os = copy;
	return 0;
}

/*
 * A document may name its operating system after its packages, or leave it to the files beside
 * it: packages without one get it when the file has been read.
 */
static void settle(struct collect_inventory *c, size_t from)
{
	const struct inventory_os *os = c->file_os.id.n ? &c->file_os : &c->os;
	struct os_ref ref = os_resolve(os->id, os->version_id, os->codename, os->pretty_name);

	for (size_t i = from; i < c->components.n; i++) {
		struct component *k = &c->components.p[i];
		if (!component_is_os_package(k) || k->os_release.n || ref.family.n == 0 ||
		    (k->os_family.n && !sv_eq(k->os_family, ref.family)))
			continue;
		k->os_family = ref.family;
		k->os_release = ref.release;
		component_finish(k);
	}
	if (c->components.n > from)
		component_settle_sources(c->components.p + from, c->components.n - from);
}

static int take_file(void *ctx, const struct parse_note *n)
{
	struct collect_inventory *c = ctx;

	c->recognised = true;
	for (size_t i = 0; i < c->readers.n; i++)
		if (sv_eq(c->readers.p[i].name, n->reader)) {
			c->reader = &c->readers.p[i];
			c->reader->files++;
			return 0;
		}
	c->reader = vec_add(&c->readers);
	if (!c->reader)
		return YG_ENOMEM;
	*c->reader = (struct scan_reader){.name = keep(c, n->reader), .files = 1};
	return 0;
}

static int take_skip(void *ctx, const struct parse_note *n)
{
	struct collect_inventory *c = ctx;
	struct buf where = BUF_CAP(LIMIT_NAME * 2);
	struct scan_note *slot;

	c->skipped_count++;
	if (c->reader)
		c->reader->skipped++;
	if (c->skipped.n >= LIMIT_SKIPPED_NAMED)
		return 0;
	slot = vec_add(&c->skipped);
	if (!slot)
		return YG_ENOMEM;
	buf_sv(&where, n->path);
	if (n->name.n) {
		buf_str(&where, ": ");
		buf_sv(&where, n->name);
	}
	*slot = (struct scan_note){.where = keep(c, buf_view(&where)), .what = keep(c, n->why)};
	buf_drop(&where);
	return 0;
}

/* A failure with the place in the file, where one is known. */
static int note_failure(struct collect_inventory *c, struct sv path, uint64_t at, struct sv why)
{
	struct buf where = BUF_CAP(LIMIT_NAME * 2);
	struct scan_note *slot = vec_add(&c->failures);

	if (!slot)
		return YG_ENOMEM;
	buf_sv(&where, path);
	if (at > 0)
		buf_fmt(&where, " @%llu", (unsigned long long)at);
	*slot = (struct scan_note){.where = keep(c, buf_view(&where)), .what = keep(c, why)};
	buf_drop(&where);
	return 0;
}

static int take_problem(void *ctx, const struct parse_note *n)
{
	return note_failure(ctx, n->path, n->at, n->why);
}

/* ---- one file ---- */

static int run(struct collect_inventory *c, struct parse_client *client, struct sv shown, int fd,
	       struct parse_note *done)
{
	struct parse_sink sink = {.ctx = c, .file = take_file, .component = take_component,
		.os = take_os, .skip = take_skip, .problem = take_problem};
	struct parse_job job = {.kind = PARSE_INVENTORY, .path = shown, .os = c->os,
		.many = c->many};

	return parse_client_run(client, &job, fd, &sink, done);
}

static int conclude(struct collect_inventory *c, struct sv shown, const struct parse_note *done)
{
	if (done->code == 0)
		return 0;
	if (done->code == PARSE_NOT_RECOGNISED)
		return c->many ? 0 : note_failure(c, shown, 0,
			SV("not an inventory, SBOM, lock file or image that Yagura knows"));
	return note_failure(c, shown, done->at,
			    done->why.n ? done->why : SV("the file could not be read"));
}

static int collect_fd(struct collect_inventory *c, struct sv shown, int fd)
{
	size_t from = c->components.n;
	struct parse_note done;
	int r;

	c->reader = NULL;
	c->recognised = false;
	c->file_os = (struct inventory_os){0};
	r = run(c, &c->light, shown, fd, &done);
	if (r == 0 && done.code == PARSE_NEEDS_LIBRARIES) {
		(void)lseek(fd, 0, SEEK_SET);
		r = run(c, &c->heavy, shown, fd, &done);
		if (r == YG_ENOTFOUND)
			return note_failure(c, shown, 0,
				SV("needs yagura-parse, which is not installed"));
	}
	if (r < 0)
		return r;
	settle(c, from);
	return conclude(c, shown, &done);
}

static int collect_open(struct collect_inventory *c, const char *path, struct sv shown, bool must)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), r;

	if (fd < 0)
		return !must && errno == ENOENT
			? 0 : note_failure(c, shown, 0, sv_of(strerror(errno)));
	r = collect_fd(c, shown, fd);
	(void)close(fd);
	return r;
}

/* Standard input may be a pipe, which cannot be read twice: into an unlinked file first. */
static int collect_stdin(struct collect_inventory *c)
{
	FILE *spool = tmpfile();
	char chunk[65536];
	uint64_t total = 0;
	ssize_t n;
	int r = 0;

	if (!spool)
		return YG_EIO;
	while (r == 0 && (n = read(STDIN_FILENO, chunk, sizeof chunk)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		total += n > 0 ? (uint64_t)n : 0;
		if (n < 0 || fwrite(chunk, 1, (size_t)n, spool) != (size_t)n ||
		    total > LIMIT_INPUT_FILE)
			r = n < 0 ? YG_EIO : YG_ELIMIT;
	}
	if (r == 0 && fflush(spool) == 0)
		r = collect_fd(c, SV("-"), fileno(spool));
	(void)fclose(spool);
	return r;
}

/* ---- folders ---- */

struct folder {
	struct collect_inventory *c;
	struct sv path;
};

static struct sv inside(struct folder *f, struct sv path)
{
	return sv_join(f->c->a, f->path, SV("/"), path);
}

static int take_inside(void *ctx, struct sv path, enum inventory_want want, int fd)
{
	struct folder *f = ctx;
	struct sv shown = inside(f, path);

	(void)want;
	return shown.p ? collect_fd(f->c, shown, fd) : YG_ENOMEM;
}

static int take_unreadable(void *ctx, struct sv path, int code, const char *why)
{
	struct folder *f = ctx;
	struct sv shown = inside(f, path);

	(void)code;
	return shown.p ? note_failure(f->c, shown, 0, sv_of(why)) : YG_ENOMEM;
}

/* Strangers in a folder are passed over; a folder without any inventory is said to be one. */
static int collect_folder(struct collect_inventory *c, const char *path, struct sv shown)
{
	struct folder f = {.c = c, .path = shown};
	struct inventory_visitor v = {.ctx = &f, .file = take_inside, .problem = take_unreadable};
	size_t components = c->components.n, failures = c->failures.n;
	struct yg_err err = {0};
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), r;

	if (fd < 0)
		return note_failure(c, shown, 0, sv_of(strerror(errno)));
	while (f.path.n > 1 && f.path.p[f.path.n - 1] == '/')
		f.path.n--;
	c->many = true;
	r = inventory_walk(fd, &v, &err);
	c->many = false;
	(void)close(fd);
	if (r == YG_EIO || (r == YG_ELIMIT && err.what))
		r = note_failure(c, shown, 0,
				 sv_of(err.what ? err.what : "the folder cannot be read"));
	if (r == 0 && c->components.n == components && c->failures.n == failures && c->os.id.n == 0)
		r = note_failure(c, shown, 0, SV("no inventory, SBOM or lock file in this folder"));
	return r;
}

int collect_path(struct collect_inventory *c, struct sv path)
{
	struct sv z = arena_copy(c->a, path);
	struct stat st;

	if (!z.p)
		return YG_ENOMEM;
	if (sv_is(path, "-"))
		return collect_stdin(c);
	if (stat(z.p, &st) < 0)
		return note_failure(c, path, 0, sv_of(strerror(errno)));
	if (S_ISDIR(st.st_mode))
		return collect_folder(c, z.p, path);
	return collect_open(c, z.p, path, true);
}

/* Where distributions keep what is installed; the first of a group that exists counts. */
int collect_local(struct collect_inventory *c)
{
	static const struct {
		const char *path;
		unsigned group;
	} places[] = {
		{"/etc/os-release", 0}, {"/usr/lib/os-release", 0},
		{"/var/lib/dpkg/status", 1},
		{"/usr/lib/sysimage/rpm/rpmdb.sqlite", 2}, {"/var/lib/rpm/rpmdb.sqlite", 2},
		{"/var/lib/rpm/Packages.db", 2}, {"/usr/lib/sysimage/rpm/Packages.db", 2},
		{"/var/lib/rpm/Packages", 2},
		{"/lib/apk/db/installed", 3}, {"/usr/lib/apk/db/installed", 3},
	};
	unsigned done = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < YG_COUNT(places); i++) {
		if (done >> places[i].group & 1 || access(places[i].path, F_OK) < 0)
			continue;
		done |= 1u << places[i].group;
		r = collect_open(c, places[i].path, sv_of(places[i].path), false);
	}
	if (r == 0 && done >> 1 == 0)
		r = note_failure(c, SV("/"), 0,
				 SV("no package database of dpkg, rpm or apk on this host"));
	return r;
}

/* ---- kernels ---- */

static bool is_kernel_of(const struct component *c, struct sv running)
{
	struct sv epoch, evr;
	char full[512];
	int n;

	if (sv_ends(c->name, running) && c->name.n > running.n &&
	    c->name.p[c->name.n - running.n - 1] == '-')
		return true;		/* linux-image-6.1.0-41-amd64 */
	if (!sv_is(c->type, "rpm"))
		return false;
	(void)component_split_epoch(c->version, &epoch, &evr);
	n = snprintf(full, sizeof full, "%.*s.%.*s", SV_ARG(sv_first(evr, 256)),
		     SV_ARG(sv_first(c->arch, 64)));
	return n > 0 && (size_t)n < sizeof full && sv_eq(running, sv_of(full));
}

void collect_mark_kernels(struct collect_inventory *c, struct sv running)
{
	bool found = false;

	if (running.n == 0)
		return;
	for (size_t i = 0; i < c->components.n; i++)
		found |= c->components.p[i].flags & COMPONENT_KERNEL_IMAGE &&
			 is_kernel_of(&c->components.p[i], running);
	for (size_t i = 0; found && i < c->components.n; i++) {
		struct component *k = &c->components.p[i];
		if (k->flags & COMPONENT_KERNEL_IMAGE)
			k->flags |= is_kernel_of(k, running) ? COMPONENT_KERNEL_RUNNING
							     : COMPONENT_KERNEL_IDLE;
	}
}
