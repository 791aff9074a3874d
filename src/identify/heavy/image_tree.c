/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/heavy/image_tree.h"

#include "base/limits.h"
#include "base/text.h"

void tree_drop(struct image_tree *t)
{
	for (size_t i = 0; i < t->kept.n; i++) {
		free(t->kept.p[i].path);
		free(t->kept.p[i].text);
	}
	vec_drop(&t->kept);
	free(t->by_path.slots);
	free(t->gone.slots);
	*t = (struct image_tree){0};
}

/* ---- table of paths ---- */

static struct path_slot *find_slot(struct path_slot *slots, size_t room, uint64_t key)
{
	size_t i = (size_t)(key % room);

	while (slots[i].used && slots[i].key != key)
		i = (i + 1) % room;
	return &slots[i];
}

static const struct path_slot *table_get(const struct path_table *t, struct sv path)
{
	const struct path_slot *s;

	if (t->count == 0)
		return NULL;
	s = find_slot(t->slots, t->room, sv_hash(path));
	return s->used ? s : NULL;
}

/* The slot of a path, made if need be; NULL when out of memory. */
static struct path_slot *table_put(struct path_table *t, struct sv path)
{
	struct path_slot *s;

	if (t->count * 2 >= t->room) {
		size_t room = t->room ? t->room * 2 : 64;
		struct path_slot *grown = calloc(room, sizeof *grown);
		if (!grown)
			return NULL;
		for (size_t i = 0; i < t->room; i++)
			if (t->slots[i].used)
				*find_slot(grown, room, t->slots[i].key) = t->slots[i];
		free(t->slots);
		t->slots = grown;
		t->room = room;
	}
	s = find_slot(t->slots, t->room, sv_hash(path));
	if (!s->used) {
		*s = (struct path_slot){.key = sv_hash(path), .used = true};
		t->count++;
	}
	return s;
}

/* ---- files ---- */

static char *copy_text(struct sv s)
{
	char *p = malloc(s.n + 1);

	if (p) {
		if (s.n > 0)
			memcpy(p, s.p, s.n);
		p[s.n] = '\0';
	}
	return p;
}

/* The entry for a path, ready to be filled; *ret NULL when a higher layer has it already. */
static int entry_for(struct image_tree *t, struct sv path, unsigned layer, struct kept **ret)
{
	struct path_slot *s = table_put(&t->by_path, path);
	struct kept *k;

	if (!s)
		return YG_ENOMEM;
	if (s->value != 0) {
		k = &t->kept.p[s->value - 1];
		if (k->layer > layer) {
			*ret = NULL;
			return 0;
		}
		t->bytes -= k->n;
		free(k->text);
		free(k->path);
		*k = (struct kept){0};
	} else {
		k = vec_add(&t->kept);
		if (!k)
			return YG_ENOMEM;
		s->value = (uint32_t)t->kept.n;
	}
	k->layer = layer;
	*ret = k;
	return 0;
}

int tree_keep(struct image_tree *t, struct sv path, unsigned layer, enum inventory_want want,
	      struct sv text)
{
	struct kept *k;
	int r = entry_for(t, path, layer, &k);

	if (r < 0 || !k)
		return r;
	if (text.n > LIMIT_IMAGE_KEPT - t->bytes)
		return YG_ELIMIT;
	k->path = copy_text(path);
	k->text = copy_text(text);
	if (!k->path || !k->text)
		return YG_ENOMEM;
	k->path_n = path.n;
	k->n = text.n;
	k->want = want;
	t->bytes += text.n;
	return 0;
}

int tree_keep_link(struct image_tree *t, struct sv path, unsigned layer,
		   enum inventory_want want, struct sv target)
{
	struct kept *k;
	int r = entry_for(t, path, layer, &k);

	if (r < 0 || !k)
		return r;
	k->path = malloc(path.n + target.n + 2);
	if (!k->path)
		return YG_ENOMEM;
	memcpy(k->path, path.p, path.n);
	k->path[path.n] = '\0';
	if (target.n > 0)
		memcpy(k->path + path.n + 1, target.p, target.n);
	k->path[path.n + 1 + target.n] = '\0';
	k->path_n = path.n;
	k->target_n = target.n;
	k->want = want;
	return 0;
}

int tree_replace(struct image_tree *t, struct sv path, unsigned layer)
{
	struct path_slot *s;

	if (layer == 0)
		return 0;	/* nothing is below it */
	s = table_put(&t->gone, path);
	if (!s)
		return YG_ENOMEM;
	if (layer > s->value)
		s->value = layer;
	return 0;
}

static bool is_gone(const struct image_tree *t, struct sv path, unsigned layer)
{
	const struct path_slot *s = table_get(&t->gone, path);

	return s && s->value > layer;
}

/* The file, or a folder above it; what lies in a .jar ("a/b.jar!c") goes with the .jar. */
bool tree_is_alive(const struct image_tree *t, const struct kept *k)
{
	struct sv path = {k->path, k->path_n};

	for (size_t i = 0; i < path.n; i++)
		if ((path.p[i] == '/' || path.p[i] == '!') &&
		    is_gone(t, sv_first(path, i), k->layer))
			return false;
	return !is_gone(t, path, k->layer);
}

const struct kept *tree_find(const struct image_tree *t, struct sv path)
{
	const struct path_slot *s = table_get(&t->by_path, path);
	const struct kept *k = s && s->value ? &t->kept.p[s->value - 1] : NULL;

	return k && k->path && sv_eq((struct sv){k->path, k->path_n}, path) &&
	       tree_is_alive(t, k) ? k : NULL;
}
