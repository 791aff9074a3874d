/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"

/* In the order in which they count. */
static const struct sv endings[] = {
	SV_INIT(".json"), SV_INIT(".json.gz"), SV_INIT(".json.xz"), SV_INIT(".json.zst"),
	SV_INIT(".jsonl"), SV_INIT(".jsonl.gz"), SV_INIT(".jsonl.xz"), SV_INIT(".jsonl.zst"),
	SV_INIT(".csv"), SV_INIT(".csv.gz"), SV_INIT(".csv.xz"), SV_INIT(".csv.zst"),
	SV_INIT(".zip"), SV_INIT(".tar.gz"), SV_INIT(".tar.xz"), SV_INIT(".tar.zst"),
};

/* mkdir -p, private: the folder shows which software this place runs. */
static int make_folders(const char *path)
{
	char part[LIMIT_PATH];
	size_t n = strlen(path);

	if (n == 0 || n >= sizeof part)
		return YG_ELIMIT;
	memcpy(part, path, n + 1);
	for (size_t i = 1; i <= n; i++) {
		if (part[i] != '/' && part[i] != '\0')
			continue;
		part[i] = '\0';
		if (mkdir(part, 0700) < 0 && errno != EEXIST)
			return YG_EIO;
		part[i] = path[i];
	}
	return 0;
}

int fetch_folder_open(const char *path, bool create, struct fetch_folder *ret)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && create && errno == ENOENT) {
		int r = make_folders(path);
		if (r < 0)
			return r;
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	if (fd < 0)
		return YG_EIO;
	ret->fd = fd;
	return 0;
}

void fetch_folder_close(struct fetch_folder *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
}

int fetch_folder_lock(struct fetch_folder *f)
{
	if (flock(f->fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	return errno == EWOULDBLOCK ? YG_EINVAL : YG_EIO;
}

static bool file_name(struct sv feed, struct sv ending, char to[FETCH_FILE_ROOM])
{
	if (feed.n == 0 || feed.n + ending.n >= FETCH_FILE_ROOM || sv_find(feed, '/') < feed.n)
		return false;
	memcpy(to, feed.p, feed.n);
	memcpy(to + feed.n, ending.p, ending.n);
	to[feed.n + ending.n] = '\0';
	return true;
}

static int describe(const struct fetch_folder *f, struct arena *a, struct fetch_entry *e)
{
	int r = fetch_sidecar_read(a, f->fd, sv_of(e->file), &e->sidecar);

	if (r == YG_ENOMEM)
		return r;
	if (r == 0) {
		e->described = e->sidecar.bytes == e->bytes;
		e->damaged = !e->described;
	}
	return 0;
}

int fetch_folder_look(const struct fetch_folder *f, struct arena *a, struct sv feed,
		      struct fetch_entry *ret)
{
	struct fetch_entry e = {0};
	struct stat st;
	int r;

	for (size_t i = 0; i < YG_COUNT(endings); i++) {
		if (!file_name(feed, endings[i], e.file))
			return YG_ELIMIT;
		if (fstatat(f->fd, e.file, &st, AT_SYMLINK_NOFOLLOW) < 0) {
			if (errno != ENOENT)
				return YG_EIO;
		} else if (S_ISREG(st.st_mode)) {
			e.bytes = (uint64_t)st.st_size;
			e.modified = st.st_mtim.tv_sec;
			r = describe(f, a, &e);
			if (r == 0)
				*ret = e;
			return r;
		}
	}
	*ret = (struct fetch_entry){0};
	return 0;
}

struct sv fetch_folder_feed_of(struct sv file)
{
	for (size_t i = 0; i < YG_COUNT(endings); i++)
		if (file.n > endings[i].n && sv_ends(file, endings[i]))
			return sv_first(file, file.n - endings[i].n);
	return (struct sv){NULL, 0};
}

void fetch_folder_forget_others(const struct fetch_folder *f, struct sv feed, struct sv keep)
{
	char name[FETCH_FILE_ROOM], side[FETCH_FILE_ROOM + 16];

	for (size_t i = 0; i < YG_COUNT(endings); i++) {
		if (!file_name(feed, endings[i], name) || sv_eq(sv_of(name), keep))
			continue;
		if (unlinkat(f->fd, name, 0) == 0 &&
		    fetch_sidecar_name(sv_of(name), side, sizeof side) == 0)
			(void)unlinkat(f->fd, side, 0);
	}
}
