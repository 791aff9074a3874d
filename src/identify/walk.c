/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"

struct identity {
	dev_t dev;
	ino_t ino;
};

/* One open folder: its entries, sorted, and how long the path was before it. */
struct level {
	int fd;
	char **names;
	size_t count, next, path_n;
	bool without_go_sum;
};

struct tree {
	const struct inventory_visitor *v;
	int root;
	struct buf path;
	struct level levels[LIMIT_WALK_DEPTH];
	unsigned depth;
	size_t files;
	bool file_system;		/* it has an os-release */
	struct identity *given;		/* files that were handed over */
	size_t given_count, given_room;
	const char *why;		/* of a code that ends the walk */
};

static int end_walk(struct tree *t, int code, const char *why)
{
	t->why = why;
	return code;
}

static int called(struct tree *t, int r)
{
	return r < 0 ? end_walk(t, r, "ended by the caller") : 0;
}

static int problem(struct tree *t, int code, const char *why)
{
	return t->v->problem ? called(t, t->v->problem(t->v->ctx, buf_view(&t->path), code, why))
			     : 0;
}

/* ---- files ---- */

static struct identity *find_slot(struct identity *table, size_t room, struct identity id)
{
	size_t i = (size_t)((id.ino ^ id.dev * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu >> 20);

	for (i %= room; table[i].ino != 0; i = (i + 1) % room)
		if (table[i].ino == id.ino && table[i].dev == id.dev)
			break;
	return &table[i];
}

static int grow_given(struct tree *t)
{
	size_t room = t->given_room ? t->given_room * 2 : 64;
	struct identity *grown = calloc(room, sizeof *grown);

	if (!grown)
		return end_walk(t, YG_ENOMEM, "out of memory");
	for (size_t i = 0; i < t->given_room; i++)
		if (t->given[i].ino != 0)
			*find_slot(grown, room, t->given[i]) = t->given[i];
	free(t->given);
	t->given = grown;
	t->given_room = room;
	return 0;
}

/* Once for each file, whatever its names: links in the tree lead to files in the tree. */
static int remember(struct tree *t, const struct stat *st, bool *ret_new)
{
	struct identity id = {st->st_dev, st->st_ino}, *slot;
	int r = t->given_count * 2 >= t->given_room ? grow_given(t) : 0;

	if (r < 0)
		return r;
	slot = find_slot(t->given, t->given_room, id);
	*ret_new = slot->ino == 0;
	if (*ret_new) {
		*slot = id;
		t->given_count++;
	}
	return 0;
}

/* Links are resolved as if the tree's root were "/"; without openat2(2) none is followed. */
static int open_in_root(const struct tree *t, const char *path)
{
	struct open_how how = {
		.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	long fd = syscall(SYS_openat2, t->root, path, &how, sizeof how);

	if (fd < 0 && errno == ENOSYS)
		fd = openat(t->root, path,
			    O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	return (int)fd;
}

static int give_file(struct tree *t, enum inventory_want want)
{
	struct stat st;
	bool is_new = false;
	int fd = open_in_root(t, t->path.p), r = 0;

	if (fd < 0 && (errno == ELOOP || errno == ENOENT)) {
		/* Dangling links are common; those that matter are named. */
		return want == INVENTORY_SYSTEM || want == INVENTORY_DOCUMENT
			? problem(t, YG_EIO, "a link that leads nowhere in this tree") : 0;
	}
	if (fd < 0)
		return problem(t, YG_EIO, "the file cannot be opened");
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		r = remember(t, &st, &is_new);
	if (r == 0 && is_new)
		r = called(t, t->v->file(t->v->ctx, buf_view(&t->path), want, fd));
	(void)close(fd);
	return r;
}

/* Is there a go.mod in this folder that makes its go.sum superfluous? */
static bool go_mod_is_whole(int folder)
{
	char text[16 * 1024];
	int fd = openat(folder, "go.mod",
			O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text);

	if (fd >= 0)
		(void)close(fd);
	return n > 0 && inventory_go_mod_is_whole((struct sv){text, (size_t)n});
}

/* ---- folders ---- */

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void drop_level(struct level *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->names[i]);
	free(l->names);
	if (l->fd >= 0)
		(void)close(l->fd);
	*l = (struct level){.fd = -1};
}

static int add_name(struct tree *t, struct level *l, size_t *room, const char *name)
{
	if (++t->files > LIMIT_FILES)
		return end_walk(t, YG_ELIMIT, "more files than LIMIT_FILES");
	if (l->count == *room) {
		size_t grown = *room ? *room * 2 : 32;
		char **names = realloc(l->names, grown * sizeof *names);
		if (!names)
			return end_walk(t, YG_ENOMEM, "out of memory");
		l->names = names;
		*room = grown;
	}
	l->names[l->count] = strdup(name);
	if (!l->names[l->count])
		return end_walk(t, YG_ENOMEM, "out of memory");
	l->count++;
	return 0;
}

/* All names in the folder behind fd, which l then owns. */
static int list_folder(struct tree *t, struct level *l, int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0), r = 0;
	DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *e;
	size_t room = 0;

	l->fd = fd;
	if (!dir) {
		if (copy >= 0)
			(void)close(copy);
		return problem(t, YG_EIO, "the folder cannot be read");
	}
	while (r == 0 && (errno = 0, e = readdir(dir)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			r = add_name(t, l, &room, e->d_name);
	if (r == 0 && errno != 0)
		r = problem(t, YG_EIO, "the folder cannot be read to its end");
	(void)closedir(dir);
	if (l->count > 0)
		qsort(l->names, l->count, sizeof *l->names, by_bytes);
	l->without_go_sum = r == 0 && go_mod_is_whole(fd);
	return r;
}

static int enter_folder(struct tree *t, const char *name, size_t path_n)
{
	int fd;

	if (inventory_folder_ignored(buf_view(&t->path)))
		return 0;
	if (t->depth == LIMIT_WALK_DEPTH)
		return problem(t, YG_ELIMIT, "nested deeper than LIMIT_WALK_DEPTH");
	fd = openat(t->levels[t->depth - 1].fd, name,
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return problem(t, YG_EIO, "the folder cannot be opened");
	t->levels[t->depth] = (struct level){.fd = -1, .path_n = path_n};
	return list_folder(t, &t->levels[t->depth++], fd);
}

/* t->path becomes the folder's path and name. */
static int set_path(struct tree *t, size_t folder_n, const char *name)
{
	t->path.n = folder_n;
	if (folder_n > 0)
		buf_char(&t->path, '/');
	buf_str(&t->path, name);
	if (t->path.err == YG_ENOMEM)
		return end_walk(t, YG_ENOMEM, "out of memory");
	return 0;
}

static int visit(struct tree *t, struct level *l, const char *name)
{
	struct stat st;
	enum inventory_want want;
	size_t folder_n = l->path_n;
	int r = set_path(t, folder_n, name);

	if (r < 0)
		return r;
	if (t->path.err) {
		t->path.n = folder_n;	/* the folder is named instead */
		t->path.err = 0;
		return problem(t, YG_ELIMIT, "a path longer than is accepted");
	}
	if (fstatat(l->fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return problem(t, YG_EIO, "the file cannot be examined");
	if (S_ISDIR(st.st_mode))
		return enter_folder(t, name, t->path.n);
	want = inventory_wanted(buf_view(&t->path));
	if (want == INVENTORY_IGNORED || want == INVENTORY_OS_RELEASE ||
	    (want == INVENTORY_TEXT && t->file_system) ||
	    !(S_ISREG(st.st_mode) || S_ISLNK(st.st_mode)) ||
	    (l->without_go_sum && strcmp(name, "go.sum") == 0))
		return 0;
	return give_file(t, want);
}

/* The first of the two that is there. */
static int give_os_release(struct tree *t)
{
	static const char *const places[] = {"etc/os-release", "usr/lib/os-release"};
	struct stat st;
	int r;

	for (size_t i = 0; i < YG_COUNT(places); i++) {
		int fd = open_in_root(t, places[i]);
		bool found = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
		if (fd >= 0)
			(void)close(fd);
		if (!found)
			continue;
		t->file_system = true;
		r = set_path(t, 0, places[i]);
		return r < 0 ? r : give_file(t, INVENTORY_OS_RELEASE);
	}
	return 0;
}

static int walk_tree(struct tree *t)
{
	int fd = openat(t->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), r;

	if (fd < 0)
		return end_walk(t, YG_EIO, "the folder cannot be opened");
	r = give_os_release(t);
	t->levels[0] = (struct level){.fd = -1};
	t->depth = 1;
	buf_clear(&t->path);
	if (r < 0)
		(void)close(fd);
	else
		r = list_folder(t, &t->levels[0], fd);
	while (r == 0 && t->depth > 0) {
		struct level *l = &t->levels[t->depth - 1];
		if (l->next < l->count) {
			r = visit(t, l, l->names[l->next++]);
		} else {
			drop_level(l);
			t->depth--;
		}
	}
	while (t->depth > 0)
		drop_level(&t->levels[--t->depth]);
	return r;
}

int inventory_walk(int root, const struct inventory_visitor *v, struct yg_err *err)
{
	struct tree *t = calloc(1, sizeof *t);
	int r;

	if (!t)
		return yg_fail(err, YG_ENOMEM, 0, "out of memory");
	*t = (struct tree){.v = v, .root = root, .path = BUF_CAP(LIMIT_NAME)};
	r = walk_tree(t);
	if (r < 0)
		(void)yg_fail(err, r, t->files, t->why);
	buf_drop(&t->path);
	free(t->given);
	free(t);
	return r;
}
