/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/heavy/image_manifest.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"

enum { INDEX_DEPTH = 4 };

struct reading_list {
	struct arena *a;
	struct image_text *texts;	/* sorted by name */
	size_t count;
	struct image_list list;
	size_t manifests;		/* looked at so far: an index may name one many times */
};

static int by_name(const void *a, const void *b)
{
	return sv_cmp(((const struct image_text *)a)->name, ((const struct image_text *)b)->name);
}

static struct image_text *find(const struct reading_list *l, struct sv name)
{
	const struct image_text key = {.name = name};

	return l->count == 0 ? NULL
		: bsearch(&key, l->texts, l->count, sizeof key, by_name);
}

static struct image_layers *add_image(struct reading_list *l)
{
	if (l->list.count >= LIMIT_IMAGES)
		return NULL;
	return arena_push(l->a, l->list.images, l->list.count);
}

static int no_room(const struct reading_list *l)
{
	return l->list.count >= LIMIT_IMAGES ? YG_ELIMIT : YG_ENOMEM;
}

static int add_layer(struct reading_list *l, struct image_layers *image, struct sv name)
{
	struct sv *to;

	if (image->count >= LIMIT_IMAGE_LAYERS)
		return YG_ELIMIT;
	to = arena_push(l->a, image->layers, image->count);
	if (!to)
		return YG_ENOMEM;
	*to = name;
	return 0;
}

/*
 * A text may be read once only, because strings are unescaped in place: read a copy, since two
 * manifests may share one.
 */
static int open_json(struct reading_list *l, struct sv text, struct json *j)
{
	char *copy = arena_new(l->a, char, text.n + 1);

	if (!copy)
		return YG_ENOMEM;
	if (text.n > 0)
		memcpy(copy, text.p, text.n);
	json_init(j, copy, text.n);
	return 0;
}

/* ---- docker save ---- */

/* Older versions save a layer that two images share as a link: "../1a2b/layer.tar". */
static struct sv follow_link(const struct reading_list *l, struct sv name)
{
	const struct image_text *t = find(l, name);

	return t && t->link ? t->text : name;
}

static int read_docker_image(struct reading_list *l, struct json *j)
{
	struct image_layers image = {0}, *to;
	struct sv key, s;
	bool layered = false;
	int r = 0;

	if (!json_opt_object(j))
		return 0;
	while (r == 0 && json_key(j, &key)) {
		if (sv_is(key, "RepoTags")) {
			for (bool in = json_opt_array(j); in && json_item(j);)
				if (json_opt_string(j, &s) && image.name.n == 0)
					image.name = s;
		} else if (sv_is(key, "Layers")) {
			layered = true;
			for (bool in = json_opt_array(j); r == 0 && in && json_item(j);)
				if (json_opt_string(j, &s))
					r = add_layer(l, &image, follow_link(l, s));
		} else {
			json_skip(j);
		}
	}
	if (r < 0 || json_err(j, NULL) || !layered)
		return r;
	to = add_image(l);
	if (!to)
		return no_room(l);
	*to = image;
	return 0;
}

/* An array of objects with "Layers"; web applications have another manifest.json. */
static int read_docker(struct reading_list *l, struct sv text)
{
	struct json j;
	int r = open_json(l, text, &j);

	for (bool in = r == 0 && json_opt_array(&j); r == 0 && in && json_item(&j);)
		r = read_docker_image(l, &j);
	if (r == 0 && json_err(&j, NULL))
		l->list.count = 0;
	return r;
}

/* ---- OCI ---- */

/* "sha256:1a2b" lies at blobs/sha256/1a2b. */
static int blob_name(struct reading_list *l, struct sv digest, struct sv *out)
{
	struct sv algorithm, hex;

	if (!sv_cut(digest, ':', &algorithm, &hex)) {
		*out = digest;
		return 0;
	}
	*out = sv_join(l->a, SV("blobs/"), algorithm, SV("/"));
	if (out->p)
		*out = sv_join(l->a, *out, hex, (struct sv){NULL, 0});
	return out->p ? 0 : YG_ENOMEM;
}

struct descriptor {
	struct sv media, digest, name;
	bool attestation;
};

static void read_annotations(struct json *j, struct descriptor *d)
{
	struct sv key, s;

	if (!json_opt_object(j))
		return;
	while (json_key(j, &key)) {
		if (!json_opt_string(j, &s))
			continue;
		if (sv_is(key, "org.opencontainers.image.ref.name") && d->name.n == 0)
			d->name = s;
		else if (sv_is(key, "io.containerd.image.name"))
			d->name = s;
		else if (sv_is(key, "vnd.docker.reference.type"))
			d->attestation = sv_is(s, "attestation-manifest");
	}
}

static bool read_descriptor(struct json *j, struct descriptor *d)
{
	struct sv key;

	*d = (struct descriptor){0};
	if (!json_opt_object(j))
		return false;
	while (json_key(j, &key)) {
		if (sv_is(key, "mediaType"))
			(void)json_opt_string(j, &d->media);
		else if (sv_is(key, "digest"))
			(void)json_opt_string(j, &d->digest);
		else if (sv_is(key, "annotations"))
			read_annotations(j, d);
		else
			json_skip(j);
	}
	return d->digest.n > 0;
}

static bool is_layer(struct sv media)
{
	return media.n == 0 || sv_search(media, SV("tar")) < media.n;
}

static int read_oci(struct reading_list *l, struct sv text, struct sv name, unsigned depth);

/* An entry of an index: a manifest, or another index. */
static int read_entry(struct reading_list *l, const struct descriptor *d, struct sv name,
		      unsigned depth)
{
	const struct image_text *t;
	struct sv blob;
	int r = blob_name(l, d->digest, &blob);

	if (r < 0 || d->attestation)
		return r;
	t = find(l, blob);
	if (!t || t->link) {
		l->list.unread++;
		return 0;
	}
	return read_oci(l, t->text, d->name.n ? d->name : name.n ? name : d->digest, depth + 1);
}

static int read_layers(struct reading_list *l, struct json *j, struct image_layers *image)
{
	struct descriptor d;
	struct sv blob;
	int r = 0;

	if (!json_opt_array(j))
		return 0;
	while (r == 0 && json_item(j)) {
		if (!read_descriptor(j, &d) || !is_layer(d.media))
			continue;
		r = blob_name(l, d.digest, &blob);
		if (r == 0)
			r = add_layer(l, image, blob);
	}
	return r;
}

/* An index has "manifests", a manifest has "layers".  Recursion: at most INDEX_DEPTH deep. */
static int read_oci(struct reading_list *l, struct sv text, struct sv name, unsigned depth)
{
	struct image_layers image = {.name = name}, *to;
	struct descriptor d;
	struct sv key;
	struct json j;
	bool layered = false;
	int r;

	if (depth > INDEX_DEPTH || ++l->manifests > LIMIT_IMAGES)
		return YG_ELIMIT;
	r = open_json(l, text, &j);
	if (r < 0 || !json_opt_object(&j))
		return r;
	while (r == 0 && json_key(&j, &key)) {
		if (sv_is(key, "manifests")) {
			for (bool in = json_opt_array(&j); r == 0 && in && json_item(&j);)
				if (read_descriptor(&j, &d))
					r = read_entry(l, &d, name, depth);
		} else if (sv_is(key, "layers")) {
			layered = true;
			r = read_layers(l, &j, &image);
		} else {
			json_skip(&j);
		}
	}
	if (r == 0 && json_err(&j, NULL))
		l->list.unread++;
	if (r < 0 || json_err(&j, NULL) || !layered)
		return r;
	to = add_image(l);
	if (!to)
		return no_room(l);
	*to = image;
	return 0;
}

int image_list_read(struct arena *a, struct image_text *texts, size_t count,
		    struct image_list *ret)
{
	struct reading_list l = {.a = a, .texts = texts, .count = count};
	const struct image_text *t;
	int r = 0;

	if (count > 0)
		qsort(texts, count, sizeof *texts, by_name);
	t = find(&l, SV("manifest.json"));
	if (t && !t->link)
		r = read_docker(&l, t->text);
	t = find(&l, SV("index.json"));
	if (r == 0 && l.list.count == 0 && t && !t->link && find(&l, SV("oci-layout")))
		r = read_oci(&l, t->text, (struct sv){NULL, 0}, 0);
	if (r < 0)
		return r;
	*ret = l.list;
	return 0;
}
