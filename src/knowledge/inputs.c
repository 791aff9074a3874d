/* SPDX-License-Identifier: Apache-2.0 */
#include "knowledge/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "base/text.h"
#include "fetch/sidecar.h"

struct search {
	struct arena *a;
	struct input *files;
	size_t count;
	struct sv at;		/* where it stands, for messages */
};

static int add_file(struct search *s, struct sv path, const struct stat *st)
{
	char text[CLOCK_TEXT_BYTES];
	struct input *in;

	if (s->count >= LIMIT_FILES)
		return YG_ELIMIT;
	in = arena_push(s->a, s->files, s->count);
	if (!in)
		return YG_ENOMEM;
	*in = (struct input){.path = path, .bytes = (uint64_t)st->st_size,
		.time = arena_copy(s->a, clock_format(st->st_mtim.tv_sec, text))};
	return in->time.p ? 0 : YG_ENOMEM;
}

static bool wanted(struct sv name)
{
	return name.n > 0 && name.p[0] != '.' && !sv_ends(name, SV(".meta.json")) &&
	       !sv_ends(name, SV(".tmp")) && !sv_ends(name, SV(".part"));
}

static int visit(struct search *s, struct sv path, unsigned depth);

static int visit_folder(struct search *s, struct sv path, unsigned depth)
{
	struct dirent **names;
	int n = scandir(path.p, &names, NULL, alphasort), r = 0;

	if (n < 0)
		return YG_EIO;
	for (int i = 0; i < n; i++) {
		struct sv name = sv_of(names[i]->d_name);
		if (r == 0 && wanted(name)) {
			struct sv child = sv_join(s->a, path, SV("/"), name);
			r = child.p ? visit(s, child, depth + 1) : YG_ENOMEM;
		}
		free(names[i]);
	}
	free(names);
	return r;
}

/* Links count only where the user named them (depth 0). */
static int visit(struct search *s, struct sv path, unsigned depth)
{
	struct stat st;

	s->at = path;
	if ((depth ? lstat(path.p, &st) : stat(path.p, &st)) < 0)
		return errno == ENOENT ? YG_ENOTFOUND : YG_EIO;
	if (S_ISDIR(st.st_mode))
		return depth < LIMIT_WALK_DEPTH ? visit_folder(s, path, depth) : YG_ELIMIT;
	return S_ISREG(st.st_mode) ? add_file(s, path, &st) : 0;
}

static int hash(struct arena *a, struct input *in)
{
	unsigned char digest[SHA256_BYTES];
	char text[SHA256_HEX];
	int fd = open(in->path.p, O_RDONLY | O_CLOEXEC);
	int r = fd < 0 ? YG_EIO : sha256_file(fd, digest);

	if (fd >= 0)
		(void)close(fd);
	if (r < 0)
		return r;
	in->sha256 = arena_copy(a, sha256_hex(digest, text));
	return in->sha256.p ? 0 : YG_ENOMEM;
}

/* What the fetcher wrote beside the file; believed only if it is about these very bytes. */
static void read_sidecar(struct arena *a, struct input *in)
{
	struct fetch_sidecar side;
	struct sv time;
	int64_t seconds;

	if (fetch_sidecar_read(a, AT_FDCWD, in->path, &side) < 0 ||
	    !sv_eq(side.sha256, in->sha256))
		return;
	time = side.checked.n ? side.checked : side.fetched;
	if (clock_parse(time, &seconds) < 0)
		return;
	in->time = time;
	in->fetched = true;
	in->url = side.url;
	in->feed = side.feed;
}

static int by_path(const void *x, const void *y)
{
	const struct input *a = x, *b = y;
	return sv_cmp(a->path, b->path);
}

static int by_content(const void *x, const void *y)
{
	const struct input *a = x, *b = y;
	int r = sv_cmp(a->sha256, b->sha256);
	return r ? r : sv_cmp(a->path, b->path);
}

/* The same bytes under two names are one input. */
static size_t drop_repeats(struct input *files, size_t n)
{
	size_t kept = 0;

	if (n == 0)
		return 0;
	qsort(files, n, sizeof *files, by_content);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || !sv_eq(files[i].sha256, files[kept - 1].sha256))
			files[kept++] = files[i];
	qsort(files, kept, sizeof *files, by_path);
	return kept;
}

int inputs_find(struct arena *a, const struct sv *paths, size_t n, struct input **ret,
		size_t *ret_count, struct sv *ret_path)
{
	struct search s = {.a = a};
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		struct sv path = arena_copy(a, paths[i]);
		while (path.n > 1 && path.p[path.n - 1] == '/')
			path.n--;
		path = path.p ? arena_copy(a, path) : path;
		r = path.p ? visit(&s, path, 0) : YG_ENOMEM;
	}
	for (size_t i = 0; r == 0 && i < s.count; i++) {
		s.at = s.files[i].path;
		r = hash(a, &s.files[i]);
		if (r == 0)
			read_sidecar(a, &s.files[i]);
	}
	if (r < 0) {
		*ret_path = s.at;
		return r;
	}
	*ret_count = drop_repeats(s.files, s.count);
	*ret = s.files;
	return 0;
}
