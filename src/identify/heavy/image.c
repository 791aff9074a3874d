/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "identify/heavy/image_walker.h"
#include "identify/reader.h"

int image_end(struct walker *w, int code, const char *why)
{
	w->why = why;
	return code;
}

int image_problem(struct walker *w, struct sv path, int code, const char *why)
{
	int r = w->v->problem ? w->v->problem(w->v->ctx, path, code, why) : code;

	return r < 0 ? image_end(w, r, why) : 0;
}

int image_member_problem(void *ctx, const struct archive_member *m, int code, const char *why)
{
	return image_problem(ctx, m->path, code, why);
}

int image_pass(struct walker *w, struct archive_visitor *v, struct yg_err *err)
{
	int r;

	v->ctx = w;
	v->env = w->v->env;
	v->max_total = LIMIT_IMAGE_FILE;
	w->why = NULL;
	r = archive_walk(w->fd, w->name, v, err);
	if (r < 0 && w->why && err)
		err->what = w->why;
	return r;
}

/* ---- first pass: is it an image, and of what ---- */

static int first_want(void *ctx, const struct archive_member *m, struct sv head)
{
	(void)ctx;
	if (m->depth != 1)
		return ARCHIVE_SKIP;
	if (head.p)
		return sv_starts(sv_trim(head), SV("{")) || sv_starts(sv_trim(head), SV("["))
			       ? ARCHIVE_WHOLE : ARCHIVE_SKIP;
	if (sv_is(m->name, "manifest.json") || sv_is(m->name, "index.json") ||
	    sv_is(m->name, "oci-layout") || inventory_wanted(m->name) == INVENTORY_OS_RELEASE)
		return ARCHIVE_WHOLE;
	return sv_starts(m->name, SV("blobs/")) && m->size >= 0 &&
	       (uint64_t)m->size < LIMIT_IMAGE_MANIFEST ? ARCHIVE_PEEK : ARCHIVE_SKIP;
}

static int first_document(void *ctx, const struct archive_document *d)
{
	struct walker *w = ctx;
	struct sv text = {d->text, d->n}, name = d->member->name;
	struct image_text *to;

	if (inventory_wanted(name) == INVENTORY_OS_RELEASE) {
		bool etc = sv_starts(name, SV("etc/"));
		if (w->os_release.p && !etc)
			return 0;
		w->os_release = arena_copy(&w->arena, text);
		w->etc_os_release = etc;
		return w->os_release.p ? 0 : image_end(w, YG_ENOMEM, "out of memory");
	}
	/* What is too much is missed later, by name, if a manifest is among it. */
	if (text.n > LIMIT_IMAGE_MANIFESTS - w->text_bytes)
		return 0;
	w->text_bytes += text.n;
	to = arena_push(&w->arena, w->texts, w->text_count);
	if (to) {
		to->name = arena_copy(&w->arena, name);
		to->text = arena_copy(&w->arena, text);
	}
	return to && to->name.p && to->text.p ? 0 : image_end(w, YG_ENOMEM, "out of memory");
}

/* Where a link at `from` leads, as a path in the tree; "../" above the root stays at the root. */
int image_resolve_link(struct arena *a, struct sv from, struct sv link, struct sv *out)
{
	char *path = arena_new(a, char, from.n + link.n + 2);
	struct sv folder, base, part;
	size_t n = 0;

	if (!path)
		return YG_ENOMEM;
	if (link.n > 0 && link.p[0] != '/' && sv_rcut(from, '/', &folder, &base)) {
		memcpy(path, folder.p, folder.n);
		n = folder.n;
	}
	while (sv_next(&link, '/', &part)) {
		if (part.n == 0)
			continue;
		if (sv_is(part, "..")) {
			n = sv_rfind((struct sv){path, n}, '/') < n
				    ? sv_rfind((struct sv){path, n}, '/') : 0;
			continue;
		}
		if (n > 0)
			path[n++] = '/';
		memcpy(path + n, part.p, part.n);
		n += part.n;
	}
	*out = (struct sv){path, n};
	return 0;
}

/* Layers that are links to other layers. */
static int first_other(void *ctx, const struct archive_member *m)
{
	struct walker *w = ctx;
	struct image_text *to;

	if (m->depth != 1 || !sv_ends(m->name, SV("layer.tar")) || m->link.n == 0)
		return 0;
	to = arena_push(&w->arena, w->texts, w->text_count);
	if (!to)
		return image_end(w, YG_ENOMEM, "out of memory");
	to->link = true;
	to->name = arena_copy(&w->arena, m->name);
	if (!to->name.p || image_resolve_link(&w->arena, m->name, m->kind == ARCHIVE_HARDLINK
			? (struct sv){NULL, 0} : m->link, &to->text) < 0)
		return image_end(w, YG_ENOMEM, "out of memory");
	if (m->kind == ARCHIVE_HARDLINK)	/* a whole path already */
		to->text = arena_copy(&w->arena, m->link);
	return to->text.p ? 0 : image_end(w, YG_ENOMEM, "out of memory");
}

/* What is wrong with members is said in the second pass. */
static int first_problem(void *ctx, const struct archive_member *m, int code, const char *why)
{
	(void)ctx, (void)m, (void)code, (void)why;
	return 0;
}

static int first_pass(struct walker *w, struct yg_err *err)
{
	struct archive_visitor v = {.want = first_want, .document = first_document,
		.other = first_other, .problem = first_problem,
		.max_document = LIMIT_IMAGE_MANIFEST};
	int r = image_pass(w, &v, err);

	if (r < 0)
		return r;
	r = image_list_read(&w->arena, w->texts, w->text_count, &w->images);
	return r < 0 ? yg_fail(err, r, 0, r == YG_ENOMEM ? "out of memory"
		: "more images or layers than LIMIT_IMAGES, LIMIT_IMAGE_LAYERS") : 0;
}

/* ---- a plain archive ---- */

/* A guess by the first bytes; image_passed_over() has the last word. */
bool image_may_be(struct sv path, struct sv head)
{
	return inventory_reader_detect(path, head) != NULL;
}

bool image_passed_over(enum inventory_want want, const struct archive_document *d)
{
	return (want == INVENTORY_POSSIBLE || want == INVENTORY_TEXT) &&
	       !inventory_is_known(d->member->name, (struct sv){d->text, d->n});
}

int image_want(enum inventory_want want)
{
	switch (want) {
	case INVENTORY_DOCUMENT:
	case INVENTORY_SYSTEM:
		return ARCHIVE_WHOLE;
	case INVENTORY_POSSIBLE:
	case INVENTORY_TEXT:
		return ARCHIVE_PEEK;
	case INVENTORY_ARCHIVE:
		return ARCHIVE_DESCEND;
	default:
		return ARCHIVE_SKIP;
	}
}

/* A file, a folder or an archive that somebody packed: also without a telling name. */
static int plain_want(void *ctx, const struct archive_member *m, struct sv head)
{
	enum inventory_want want = inventory_wanted(m->name);
	struct walker *w = ctx;

	if (head.p)
		return m->depth == 0 || image_may_be(m->name, head) ? ARCHIVE_WHOLE : ARCHIVE_SKIP;
	if (m->depth == 0)
		return ARCHIVE_PEEK;
	if (want == INVENTORY_OS_RELEASE || want == INVENTORY_SYSTEM) {
		if (m->depth == 1)
			return image_want(want);
		return image_problem(w, m->path, YG_EUNSUPPORTED,
			       "a file system inside another archive: scan it by itself");
	}
	if (w->os_release.p)		/* a file system, not somebody's collection */
		return want == INVENTORY_TEXT ? ARCHIVE_SKIP : image_want(want);
	if (want == INVENTORY_IGNORED && (sv_ends(m->name, SV(".tar")) ||
	    sv_ends(m->name, SV(".zip")) || sv_ends(m->name, SV(".tgz"))))
		return ARCHIVE_DESCEND;
	return image_want(want);
}

static int plain_document(void *ctx, const struct archive_document *d)
{
	struct walker *w = ctx;
	enum inventory_want want = inventory_wanted(d->member->name);

	/* The file itself was named by somebody: what it is, is the visitor's to say. */
	if (d->member->depth == 0)
		want = INVENTORY_DOCUMENT;
	if (image_passed_over(want, d))
		return 0;
	return w->v->file(w->v->ctx, d->member->path, d->member->name, want, d->text, d->n);
}

static int give_plain_os_release(struct walker *w)
{
	struct sv inside = w->etc_os_release ? SV("etc/os-release") : SV("usr/lib/os-release");
	struct sv path = sv_join(&w->arena, w->name, SV("!"), inside);
	char *text = arena_new(&w->arena, char, w->os_release.n + 1);

	if (!path.p || !text)
		return image_end(w, YG_ENOMEM, "out of memory");
	memcpy(text, w->os_release.p, w->os_release.n);
	return w->v->file(w->v->ctx, path, inside, INVENTORY_OS_RELEASE, text, w->os_release.n);
}

static int walk_plain(struct walker *w, struct yg_err *err)
{
	struct archive_visitor v = {.want = plain_want, .document = plain_document,
		.problem = image_member_problem, .max_document = LIMIT_INPUT_FILE};
	int r = w->os_release.p ? give_plain_os_release(w) : 0;

	return r < 0 ? yg_fail(err, r, 0, w->why ? w->why : "ended by the caller")
		     : image_pass(w, &v, err);
}

static int walk_images(struct walker *w, struct yg_err *err)
{
	int r = 0;

	if (w->images.unread > 0)
		r = image_problem(w, w->name, YG_ENOTFOUND, "a manifest of the image is missing or "
			    "damaged");
	if (r < 0)
		return yg_fail(err, r, 0, w->why);
	for (size_t i = 0; r == 0 && i < w->images.count; i++) {
		r = image_walk_layers(w, &w->images.images[i], err);
		tree_drop(&w->tree);
	}
	return r;
}

int image_walk(int fd, struct sv name, const struct image_visitor *v, struct yg_err *err)
{
	struct walker w = {.v = v, .fd = fd, .name = name,
			   .arena.cap = 4 * LIMIT_IMAGE_MANIFESTS};
	int r;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return yg_fail(err, YG_EINVAL, 0, "cannot be read twice: save it as a file");
	r = first_pass(&w, err);
	if (r == 0)
		r = w.images.count > 0 || w.images.unread > 0 ? walk_images(&w, err)
							      : walk_plain(&w, err);
	arena_drop(&w.arena);
	return r;
}
