/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image_layers.c - the second pass over a saved image: its layers, in whatever order they lie in
 * the archive, then the files that are left (image-spec, layer.md).
 */
#include "base/limits.h"
#include "base/text.h"
#include "identify/heavy/image_walker.h"

static int kept(struct walker *w, int r)
{
	if (r == YG_ENOMEM)
		return image_end(w, r, "out of memory");
	return r < 0 ? image_end(w, r, "more inventories in one image than LIMIT_IMAGE_KEPT") : 0;
}

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
		return image_may_be(m->name, head) ? ARCHIVE_WHOLE : ARCHIVE_SKIP;
	if (m->depth == 2 && want == INVENTORY_OS_RELEASE)
		return ARCHIVE_WHOLE;
	if (m->depth > 2 && (want == INVENTORY_SYSTEM || want == INVENTORY_OS_RELEASE))
		return ARCHIVE_SKIP;
	return want == INVENTORY_TEXT ? ARCHIVE_SKIP : image_want(want);
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

	if (image_passed_over(want, d))
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
	if (m->kind == ARCHIVE_SYMLINK)
		r = image_resolve_link(&scratch, m->name, m->link, &target);
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
	for (size_t k = 0; k < i; k++) {
		const struct kept *a = list[k], *b = list[i];
		if (a->want <= INVENTORY_SYSTEM && a->text && a->n == b->n &&
		    memcmp(a->text, b->text, b->n) == 0)
			return true;
	}
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
		r = image_end(w, YG_ENOMEM, "out of memory");
	else if (k->text)
		r = w->v->file(w->v->ctx, path, inside, k->want, k->text, k->n);
	else if (k->want != INVENTORY_OS_RELEASE && !follow(w, k))
		r = image_problem(w, path, YG_EUNSUPPORTED, "a link to a file that was not read");
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
		return image_end(w, YG_ENOMEM, "out of memory");
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
			r = image_problem(w, w->image->layers[i], YG_ENOTFOUND,
				    "a layer of the image is missing");
	return r;
}

int image_walk_layers(struct walker *w, const struct image_layers *image, struct yg_err *err)
{
	struct archive_visitor v = {.want = layer_want, .document = layer_document,
		.other = layer_other, .problem = image_member_problem,
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
	r = image_pass(w, &v, err);
	if (r < 0)
		return r;
	w->why = "ended by the caller";
	r = check_layers(w);
	if (r == 0)
		r = give_tree(w);
	return r < 0 ? yg_fail(err, r, 0, w->why) : 0;
}
