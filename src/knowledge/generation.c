/* SPDX-License-Identifier: Apache-2.0 */
#include "knowledge/generation.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

static int join(char *to, const char *a, const char *b)
{
	int n = snprintf(to, GENERATION_PATH_MAX, "%s/%s", a, b);
	return n > 0 && n < GENERATION_PATH_MAX ? 0 : YG_EINVAL;
}

int generation_path(const char *dir, const char *name, char *to, size_t room)
{
	int n = snprintf(to, room, "%s/current/%s", dir, name);
	return n > 0 && (size_t)n < room ? 0 : YG_EINVAL;
}

static int make_folder(const char *path)
{
	return mkdir(path, 0755) < 0 && errno != EEXIST ? YG_EIO : 0;
}

/* mkdir -p: parents of a path that the administrator chose. */
static int make_parents(const char *path)
{
	char part[GENERATION_PATH_MAX];
	size_t n = strlen(path);

	if (n >= sizeof part)
		return YG_EINVAL;
	for (size_t i = 1; i < n; i++)
		if (path[i] == '/') {
			memcpy(part, path, i);
			part[i] = '\0';
			if (make_folder(part) < 0)
				return YG_EIO;
		}
	return make_folder(path);
}

int generation_begin(const char *dir, struct generation *ret)
{
	struct generation g = {.lock = -1};
	char path[GENERATION_PATH_MAX];
	int r = make_parents(dir);

	if (r == 0)
		r = join(path, dir, "generations");
	if (r == 0)
		r = make_folder(path);
	if (r == 0)
		r = join(path, dir, "lock");
	if (r < 0)
		return r;
	g.lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (g.lock < 0)
		return YG_EIO;
	if (flock(g.lock, LOCK_EX | LOCK_NB) < 0) {
		(void)close(g.lock);
		return errno == EWOULDBLOCK ? YG_ELOCKED : YG_EIO;
	}
	(void)snprintf(g.dir, sizeof g.dir, "%s", dir);
	*ret = g;
	return 0;
}

/* A generation is flat: remove its files, then itself. */
static void remove_folder(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;

	if (d) {
		while ((e = readdir(d)) != NULL)
			if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
				(void)unlinkat(dirfd(d), e->d_name, 0);
		(void)closedir(d);
	}
	(void)rmdir(path);
}

int generation_folder(struct generation *g)
{
	int r = join(g->folder, g->dir, "generations/.unfinished");
	if (r == 0) {
		remove_folder(g->folder);
		r = make_folder(g->folder);
	}
	return r;
}

static int copy_file(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out = -1, r = YG_EIO;
	struct stat st;

	if (in >= 0 && fstat(in, &st) == 0 &&
	    (out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) >= 0) {
		off_t left = st.st_size;
		ssize_t n = 1;
		while (left > 0 && n > 0) {
			n = sendfile(out, in, NULL, (size_t)left);
			left -= n > 0 ? n : 0;
		}
		r = left == 0 ? 0 : YG_EIO;
	}
	if (in >= 0)
		(void)close(in);
	if (out >= 0 && close(out) < 0)
		r = YG_EIO;
	return r;
}

int generation_link(const struct generation *g, const char *name)
{
	char from[GENERATION_PATH_MAX], to[GENERATION_PATH_MAX];
	int r = generation_path(g->dir, name, from, sizeof from);

	if (r == 0)
		r = join(to, g->folder, name);
	if (r < 0)
		return r;
	return link(from, to) == 0 ? 0 : copy_file(from, to);
}

/* Flush the files and then the folder that names them. */
static int flush_folder(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	int r = d ? 0 : YG_EIO;

	while (r == 0 && (e = readdir(d)) != NULL) {
		int fd;
		if (e->d_name[0] == '.')
			continue;
		fd = openat(dirfd(d), e->d_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		if (fd < 0 || fsync(fd) < 0)
			r = YG_EIO;
		if (fd >= 0)
			(void)close(fd);
	}
	if (r == 0 && fsync(dirfd(d)) < 0)
		r = YG_EIO;
	if (d)
		(void)closedir(d);
	return r;
}

static int flush_names(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), r;
	if (fd < 0)
		return YG_EIO;
	r = fsync(fd) < 0 ? YG_EIO : 0;
	(void)close(fd);
	return r;
}

int generation_switch(const struct generation *g, struct sv id)
{
	char target[128], temp[GENERATION_PATH_MAX], current[GENERATION_PATH_MAX];
	char manifest[GENERATION_PATH_MAX];
	int n = snprintf(target, sizeof target, "generations/%.*s", SV_ARG(id)), r;

	if (n < 0 || (size_t)n >= sizeof target)
		return YG_EINVAL;
	if ((r = join(temp, g->dir, ".current.tmp")) < 0 ||
	    (r = join(current, g->dir, "current")) < 0 ||
	    (r = join(manifest, g->dir, target)) < 0)
		return r;
	if (access(manifest, F_OK) < 0)
		return YG_ENOTFOUND;
	(void)unlink(temp);
	if (symlink(target, temp) < 0 || rename(temp, current) < 0)
		return YG_EIO;
	return flush_names(g->dir);
}

struct aged {
	char name[64];
	int64_t seconds, nanoseconds;
};

static int newest_first(const void *x, const void *y)
{
	const struct aged *a = x, *b = y;
	if (a->seconds != b->seconds)
		return a->seconds > b->seconds ? -1 : 1;
	if (a->nanoseconds != b->nanoseconds)
		return a->nanoseconds > b->nanoseconds ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* Old generations go; whoever still has one mapped keeps it until it closes. */
static void prune(const struct generation *g, struct sv keep)
{
	enum { MOST = 256 };
	char path[GENERATION_PATH_MAX], folder[GENERATION_PATH_MAX];
	struct aged *list = calloc(MOST, sizeof *list);
	struct dirent *e;
	size_t n = 0;
	DIR *d;

	if (!list || join(folder, g->dir, "generations") < 0 || !(d = opendir(folder))) {
		free(list);
		return;
	}
	while (n < MOST && (e = readdir(d)) != NULL) {
		struct stat st;
		if (e->d_name[0] == '.' || strlen(e->d_name) >= sizeof list->name ||
		    sv_eq(sv_of(e->d_name), keep) || fstatat(dirfd(d), e->d_name, &st, 0) < 0)
			continue;
		(void)snprintf(list[n].name, sizeof list[n].name, "%s", e->d_name);
		list[n].seconds = st.st_mtim.tv_sec;
		list[n++].nanoseconds = st.st_mtim.tv_nsec;
	}
	(void)closedir(d);
	qsort(list, n, sizeof *list, newest_first);
	for (size_t i = GENERATION_KEEP - 1; i < n; i++)
		if (join(path, folder, list[i].name) == 0)
			remove_folder(path);
	free(list);
}

int generation_commit(struct generation *g, struct sv id)
{
	char target[128], path[GENERATION_PATH_MAX];
	int n = snprintf(target, sizeof target, "generations/%.*s", SV_ARG(id)), r;

	if (n < 0 || (size_t)n >= sizeof target)
		return YG_EINVAL;
	r = join(path, g->dir, target);
	if (r == 0)
		r = flush_folder(g->folder);
	if (r < 0)
		return r;
	/* The same generation made anew (a damaged one, or --force) replaces the old one. */
	if (rename(g->folder, path) < 0) {
		remove_folder(path);
		if (rename(g->folder, path) < 0)
			return YG_EIO;
	}
	g->folder[0] = '\0';
	r = generation_switch(g, id);
	if (r == 0)
		prune(g, id);
	return r;
}

void generation_abandon(struct generation *g)
{
	if (g->folder[0])
		remove_folder(g->folder);
	if (g->lock > 0)
		(void)close(g->lock);
	*g = (struct generation){.lock = -1};
}
