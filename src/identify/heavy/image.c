/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/heavy/image.h"

#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "identify/heavy/image_manifest.h"
#include "identify/heavy/image_tree.h"
#include "identify/reader.h"

struct walker {
	const struct image_visitor *v;
	int fd;
	struct sv name;			/* of the archive, towards people */
	struct arena arena;		/* manifests */
	struct image_text *texts;	/* first pass: what may be manifests */
	size_t text_count, text_bytes;
	struct image_list images;
	struct sv os_release;		/* of a plain tree */
	bool etc_os_release;
	/* second pass, of one image */
	const struct image_layers *image;
	bool *seen;			/* layers that were there */
	unsigned layer;			/* the layer being read */
	size_t layer_prefix;		/* bytes of a member's path before its path in the layer */
	struct image_tree tree;
	const char *why;
};

static int end_walk(struct walker *w, int code, const char *why)
{
	w->why = why;
	return code;
}

static int kept(struct walker *w, int r)
{
	if (r == YG_ENOMEM)
		return end_walk(w, r, "out of memory");
	return r < 0 ? end_walk(w, r, "more inventories in one image than LIMIT_IMAGE_KEPT") : 0;
}

static int problem(struct walker *w, struct sv path, int code, const char *why)
{
	int r = w->v->problem ? w->v->problem(w->v->ctx, path, code, why) : code;

	return r < 0 ? end_walk(w, r, why) : 0;
}

static int member_problem(void *ctx, const struct archive_member *m, int code, const char *why)
{
	return problem(ctx, m->path, code, why);
}

static int walk_archive(struct walker *w, struct archive_visitor *v, struct yg_err *err)
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
		return w->os_release.p ? 0 : end_walk(w, YG_ENOMEM, "out of memory");
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
	return to && to->name.p && to->text.p ? 0 : end_walk(w, YG_ENOMEM, "out of memory");
}

/* Where a link at `from` leads, as a path in the tree; "../" above the root stays at the root. */
static int resolve_link(struct arena *a, struct sv from, struct sv link, struct sv *out)
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
		return end_walk(w, YG_ENOMEM, "out of memory");
	to->link = true;
	to->name = arena_copy(&w->arena, m->name);
	if (!to->name.p || resolve_link(&w->arena, m->name, m->kind == ARCHIVE_HARDLINK
			? (struct sv){NULL, 0} : m->link, &to->text) < 0)
		return end_walk(w, YG_ENOMEM, "out of memory");
	if (m->kind == ARCHIVE_HARDLINK)	/* a whole path already */
		to->text = arena_copy(&w->arena, m->link);
	return to->text.p ? 0 : end_walk(w, YG_ENOMEM, "out of memory");
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
	int r = walk_archive(w, &v, err);

	if (r < 0)
		return r;
	r = image_list_read(&w->arena, w->texts, w->text_count, &w->images);
	return r < 0 ? yg_fail(err, r, 0, r == YG_ENOMEM ? "out of memory"
		: "more images or layers than LIMIT_IMAGES, LIMIT_IMAGE_LAYERS") : 0;
}

/* ---- a plain archive ---- */

/* A guess by the first bytes; passed_over() has the last word. */
static bool may_be_inventory(struct sv path, struct sv head)
{
	return inventory_reader_detect(path, head) != NULL;
}

static bool passed_over(enum inventory_want want, const struct archive_document *d)
{
	return (want == INVENTORY_POSSIBLE || want == INVENTORY_TEXT) &&
	       !inventory_is_known(d->member->name, (struct sv){d->text, d->n});
}

static int want_of(enum inventory_want want)
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
		return m->depth == 0 || may_be_inventory(m->name, head) ? ARCHIVE_WHOLE : ARCHIVE_SKIP;
	if (m->depth == 0)
		return ARCHIVE_PEEK;
	if (want == INVENTORY_OS_RELEASE || want == INVENTORY_SYSTEM) {
		if (m->depth == 1)
			return want_of(want);
		return problem(w, m->path, YG_EUNSUPPORTED,
			       "a file system inside another archive: scan it by itself");
	}
	if (w->os_release.p)		/* a file system, not somebody's collection */
		return want == INVENTORY_TEXT ? ARCHIVE_SKIP : want_of(want);
	if (want == INVENTORY_IGNORED && (sv_ends(m->name, SV(".tar")) ||
	    sv_ends(m->name, SV(".zip")) || sv_ends(m->name, SV(".tgz"))))
		return ARCHIVE_DESCEND;
	return want_of(want);
}

static int plain_document(void *ctx, const struct archive_document *d)
{
	struct walker *w = ctx;
	enum inventory_want want = inventory_wanted(d->member->name);

	/* The file itself was named by somebody: what it is, is the visitor's to say. */
	if (d->member->depth == 0)
		want = INVENTORY_DOCUMENT;
	if (passed_over(want, d))
		return 0;
	return w->v->file(w->v->ctx, d->member->path, d->member->name, want, d->text, d->n);
}

static int give_plain_os_release(struct walker *w)
{
	struct sv inside = w->etc_os_release ? SV("etc/os-release") : SV("usr/lib/os-release");
	struct sv path = sv_join(&w->arena, w->name, SV("!"), inside);
	char *text = arena_new(&w->arena, char, w->os_release.n + 1);

	if (!path.p || !text)
		return end_walk(w, YG_ENOMEM, "out of memory");
	memcpy(text, w->os_release.p, w->os_release.n);
	return w->v->file(w->v->ctx, path, inside, INVENTORY_OS_RELEASE, text, w->os_release.n);
}

static int walk_plain(struct walker *w, struct yg_err *err)
{
	struct archive_visitor v = {.want = plain_want, .document = plain_document,
		.problem = member_problem, .max_document = LIMIT_INPUT_FILE};
	int r = w->os_release.p ? give_plain_os_release(w) : 0;

	return r < 0 ? yg_fail(err, r, 0, w->why ? w->why : "ended by the caller")
		     : walk_archive(w, &v, err);
}

/* ---- an image of layers ---- */

/* Which layer of the image the outer member is; -1: none. */
static int layer_of(const struct walker *w, struct sv name)
{
	int found = -1;

	/* One blob may be several layers (an empty one, mostly): the highest counts. */
	for (size_t i = 0; i < w->image->count; i++)
		if (sv_eq(w->image->layers[i], name)) {
			w->seen[i] = true;
			found = (int)i;
		}
	return found;
}

/* ".wh.name" removes name, ".wh..wh..opq" what lower layers have in the folder. */
static int whiteout(struct walker *w, struct sv name, bool *ret_is)
{
	struct arena scratch = {.cap = 4 * LIMIT_NAME};
	struct sv folder, base, path;
	int r;

	if (!sv_rcut(name, '/', &folder, &base)) {
		folder = (struct sv){NULL, 0};
		base = name;
	}
	*ret_is = sv_starts(base, SV(".wh."));
	if (!*ret_is)
		return 0;
	if (sv_is(base, ".wh..wh..opq"))
		return folder.n ? kept(w, tree_replace(&w->tree, folder, w->layer)) : 0;
	if (sv_starts(base, SV(".wh..wh.")))
		return 0;		/* aufs' own: hard links, pseudo-links */
	base = sv_from(base, 4);
	path = folder.n ? sv_join(&scratch, folder, SV("/"), base) : base;
	r = path.p ? tree_replace(&w->tree, path, w->layer) : YG_ENOMEM;
	arena_drop(&scratch);
	return kept(w, r);
}

static int layer_want(void *ctx, const struct archive_member *m, struct sv head)
{
	struct walker *w = ctx;
	enum inventory_want want;
	bool is_whiteout;
	int r;

	if (m->depth == 1) {
		r = head.p ? -1 : layer_of(w, m->name);
		if (r < 0)
			return ARCHIVE_SKIP;
		w->layer = (unsigned)r;
		w->layer_prefix = m->path.n + 1;
		return ARCHIVE_DESCEND;
	}
	if (m->depth == 2 && !head.p) {
		r = whiteout(w, m->name, &is_whiteout);
		if (r < 0 || is_whiteout)
			return r < 0 ? r : ARCHIVE_SKIP;
		r = kept(w, tree_replace(&w->tree, m->name, w->layer));
		if (r < 0)
			return r;
	}
	want = inventory_wanted(m->name);
	if (head.p)
		return may_be_inventory(m->name, head) ? ARCHIVE_WHOLE : ARCHIVE_SKIP;
	if (m->depth == 2 && want == INVENTORY_OS_RELEASE)
		return ARCHIVE_WHOLE;
	if (m->depth > 2 && (want == INVENTORY_SYSTEM || want == INVENTORY_OS_RELEASE))
		return ARCHIVE_SKIP;
	return want == INVENTORY_TEXT ? ARCHIVE_SKIP : want_of(want);
}

static struct sv path_in_layer(const struct walker *w, const struct archive_member *m)
{
	/* Names longer than what a path may show do not occur in practice; the name then. */
	return m->path.n > w->layer_prefix ? sv_from(m->path, w->layer_prefix) : m->name;
}

static int layer_document(void *ctx, const struct archive_document *d)
{
	enum inventory_want want = inventory_wanted(d->member->name);
	struct walker *w = ctx;

	if (passed_over(want, d))
		return 0;
	return kept(w, tree_keep(&w->tree, path_in_layer(w, d->member), w->layer, want,
				 (struct sv){d->text, d->n}));
}

/* Links at wanted paths; anything that is no folder hides what lower layers have there. */
static int layer_other(void *ctx, const struct archive_member *m)
{
	struct walker *w = ctx;
	enum inventory_want want = inventory_wanted(m->name);
	struct arena scratch = {.cap = 4 * LIMIT_NAME};
	struct sv target = m->link;
	int r;

	if (m->depth != 2 || m->kind == ARCHIVE_DIRECTORY)
		return 0;
	r = kept(w, tree_replace(&w->tree, m->name, w->layer));
	if (r < 0 || m->kind == ARCHIVE_SPECIAL ||
	    (want != INVENTORY_OS_RELEASE && want != INVENTORY_SYSTEM &&
	     want != INVENTORY_DOCUMENT))
		return r;
	r = m->kind == ARCHIVE_SYMLINK ? resolve_link(&scratch, m->name, m->link, &target) : 0;
	if (r == 0)
		r = tree_keep_link(&w->tree, m->name, w->layer, want, target);
	arena_drop(&scratch);
	return kept(w, r);
}

static int by_kind_and_path(const void *a, const void *b)
{
	const struct kept *x = *(struct kept *const *)a, *y = *(struct kept *const *)b;

	if (x->want != y->want && (x->want <= INVENTORY_SYSTEM || y->want <= INVENTORY_SYSTEM))
		return x->want < y->want ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* Behind a link: the file itself, if it is one that was kept. */
static const struct kept *follow(const struct walker *w, const struct kept *k)
{
	for (int i = 0; k && !k->text && i < 8; i++)
		k = tree_find(&w->tree, (struct sv){k->path + k->path_n + 1, k->target_n});
	return k && k->text ? k : NULL;
}

/* The package database under a second name is the same database. */
static bool is_repeated(struct kept *const *list, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (list[k]->want <= INVENTORY_SYSTEM && list[k]->text &&
		    list[k]->n == list[i]->n && memcmp(list[k]->text, list[i]->text, list[i]->n) == 0)
			return true;
	return false;
}

/* A file to the visitor; a link at a wanted path is named if nothing was read behind it. */
static int give_kept(struct walker *w, const struct kept *k)
{
	struct arena scratch = {.cap = 16 * LIMIT_NAME};
	struct sv inside = {k->path, k->path_n};
	struct sv path = sv_join(&scratch, w->name, SV("!"), inside);
	int r = 0;

	if (!path.p)
		r = end_walk(w, YG_ENOMEM, "out of memory");
	else if (k->text)
		r = w->v->file(w->v->ctx, path, inside, k->want, k->text, k->n);
	else if (k->want != INVENTORY_OS_RELEASE && !follow(w, k))
		r = problem(w, path, YG_EUNSUPPORTED, "a link to a file that was not read");
	arena_drop(&scratch);
	return r;
}

static bool has_whole_go_mod(const struct walker *w, const struct kept *k)
{
	struct sv path = {k->path, k->path_n};
	struct arena scratch = {.cap = 2 * LIMIT_NAME};
	const struct kept *mod = NULL;
	bool whole;

	if (!sv_ends(path, SV("go.sum")))
		return false;
	path = sv_join(&scratch, sv_first(path, path.n - 3), SV("mod"), (struct sv){NULL, 0});
	if (path.p)
		mod = tree_find(&w->tree, path);
	whole = mod && mod->text && inventory_go_mod_is_whole((struct sv){mod->text, mod->n});
	arena_drop(&scratch);
	return whole;
}

static int give_tree(struct walker *w)
{
	struct kept **list = malloc((w->tree.kept.n + 1) * sizeof *list);
	size_t count = 0;
	bool os_given = false;
	int r = 0;

	if (!list)
		return end_walk(w, YG_ENOMEM, "out of memory");
	for (size_t i = 0; i < w->tree.kept.n; i++) {
		struct kept *k = &w->tree.kept.p[i];
		if (k->path && tree_is_alive(&w->tree, k))
			list[count++] = k;
	}
	qsort(list, count, sizeof *list, by_kind_and_path);
	for (size_t i = 0; r == 0 && i < count; i++) {
		struct kept *k = list[i];
		if (k->text && ((k->want == INVENTORY_OS_RELEASE && os_given) ||
				(k->want == INVENTORY_SYSTEM && is_repeated(list, i)) ||
				has_whole_go_mod(w, k)))
			continue;
		os_given |= k->text && k->want == INVENTORY_OS_RELEASE;
		r = give_kept(w, k);
	}
	free(list);
	return r;
}

static int check_layers(struct walker *w)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < w->image->count; i++)
		if (!w->seen[i])
			r = problem(w, w->image->layers[i], YG_ENOTFOUND,
				    "a layer of the image is missing");
	return r;
}

static int walk_image(struct walker *w, const struct image_layers *image, struct yg_err *err)
{
	struct archive_visitor v = {.want = layer_want, .document = layer_document,
		.other = layer_other, .problem = member_problem,
		.max_document = LIMIT_INPUT_FILE};
	int r;

	w->image = image;
	w->seen = arena_new(&w->arena, bool, image->count + 1);
	if (!w->seen)
		return yg_fail(err, YG_ENOMEM, 0, "out of memory");
	w->why = "ended by the caller";
	r = w->v->image ? w->v->image(w->v->ctx, image->name) : 0;
	if (r < 0)
		return yg_fail(err, r, 0, w->why);
	r = walk_archive(w, &v, err);
	if (r < 0)
		return r;
	w->why = "ended by the caller";
	r = check_layers(w);
	if (r == 0)
		r = give_tree(w);
	return r < 0 ? yg_fail(err, r, 0, w->why) : 0;
}

static int walk_images(struct walker *w, struct yg_err *err)
{
	int r = 0;

	if (w->images.unread > 0)
		r = problem(w, w->name, YG_ENOTFOUND, "a manifest of the image is missing or "
			    "damaged");
	if (r < 0)
		return yg_fail(err, r, 0, w->why);
	for (size_t i = 0; r == 0 && i < w->images.count; i++) {
		r = walk_image(w, &w->images.images[i], err);
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
