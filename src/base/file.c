/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum { CHUNK = 64 * 1024 };

static int read_all(int fd, struct buf *b)
{
	for (;;) {
		/* One byte more than fits is asked for, so that a file of exactly the cap is
		 * read to its end and a longer one is seen to be longer. */
		size_t room = b->cap - b->n < CHUNK ? b->cap - b->n : CHUNK;
		char *p = buf_reserve(b, room), spare;
		ssize_t n;
		if (!p)
			return b->err;
		n = room > 0 ? read(fd, p, room) : read(fd, &spare, 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return YG_EIO;
		if (n == 0)
			return 0;
		if (room == 0)
			return YG_ELIMIT;
		b->n += (size_t)n;
		b->p[b->n] = '\0';
	}
}

static bool to_path(struct sv path, const char *suffix, char out[FILE_PATH_MAX])
{
	size_t n = strlen(suffix);

	if (path.n == 0 || path.n + n >= FILE_PATH_MAX || memchr(path.p, '\0', path.n))
		return false;
	memcpy(out, path.p, path.n);
	memcpy(out + path.n, suffix, n + 1);
	return true;
}

int file_read(struct sv path, struct buf *b)
{
	char name[FILE_PATH_MAX];
	int fd, code;

	if (sv_is(path, "-"))
		return read_all(STDIN_FILENO, b);
	if (!to_path(path, "", name))
		return YG_EINVAL;
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? YG_ENOTFOUND : YG_EIO;
	code = read_all(fd, b);
	(void)close(fd);
	return code;
}

int file_begin(struct sv path, struct file_writer *w)
{
	*w = (struct file_writer){.fd = -1};
	if (!to_path(path, "", w->path) || !to_path(path, ".XXXXXX", w->temporary))
		return YG_EINVAL;
	w->fd = mkostemp(w->temporary, O_CLOEXEC);
	return w->fd < 0 ? YG_EIO : 0;
}

/* The directory's entry must reach the disk too. */
static int sync_directory(const char *path)
{
	char name[FILE_PATH_MAX];
	size_t slash = sv_rfind(sv_of(path), '/'), n = strlen(path);
	int fd, code;

	if (slash == n)
		slash = 0, name[slash++] = '.';
	else
		memcpy(name, path, ++slash);
	name[slash] = '\0';
	fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return YG_EIO;
	/* Some file systems cannot sync a directory; the file itself is safe. */
	code = fsync(fd) == 0 || errno == EINVAL ? 0 : YG_EIO;
	(void)close(fd);
	return code;
}

int file_commit(struct file_writer *w)
{
	mode_t mask = umask(0);
	bool ok;

	(void)umask(mask);
	ok = w->fd >= 0 && fchmod(w->fd, 0666 & ~mask) == 0 && fsync(w->fd) == 0;
	ok = w->fd >= 0 && close(w->fd) == 0 && ok;
	w->fd = -1;
	if (!ok || rename(w->temporary, w->path) != 0) {
		int saved = errno;
		file_abandon(w);
		errno = saved;
		return YG_EIO;
	}
	w->temporary[0] = '\0';
	return sync_directory(w->path);
}

void file_abandon(struct file_writer *w)
{
	if (w->fd >= 0)
		(void)close(w->fd);
	w->fd = -1;
	if (w->temporary[0])
		(void)unlink(w->temporary);
	w->temporary[0] = '\0';
}
