/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch/incoming.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"

static ssize_t system_write(void *ctx, int fd, const void *p, size_t n)
{
	(void)ctx;
	return write(fd, p, n);
}

static int system_fsync(void *ctx, int fd)
{
	(void)ctx;
	return fsync(fd);
}

static int system_rename(void *ctx, int folder, const char *from, const char *to)
{
	(void)ctx;
	return renameat(folder, from, folder, to);
}

const struct fetch_io fetch_io_system = {
	.write = system_write, .fsync = system_fsync, .rename = system_rename,
};

static int write_all(const struct fetch_io *io, int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n > 0) {
		ssize_t done = io->write(io->ctx, fd, p, n);
		if (done > 0) {
			p += done;
			n -= (size_t)done;
		} else if (done == 0 || errno != EINTR) {
			return YG_EIO;
		}
	}
	return 0;
}

/* A new file of this name; what a killed process left there is replaced. */
static int create(const struct fetch_folder *folder, const char *name)
{
	if (unlinkat(folder->fd, name, 0) < 0 && errno != ENOENT)
		return -1;
	return openat(folder->fd, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
		      0644);
}

int fetch_incoming_begin(struct fetch_incoming *in, const struct fetch_folder *folder,
			 const struct fetch_io *io, uint64_t cap, unsigned id)
{
	*in = (struct fetch_incoming){.folder = folder, .io = io, .cap = cap, .fd = -1};
	snprintf(in->part, sizeof in->part, ".incoming-%u", id);
	sha256_begin(&in->hash);
	in->fd = create(folder, in->part);
	return in->fd < 0 ? YG_EIO : 0;
}

int fetch_incoming_add(struct fetch_incoming *in, const void *p, size_t n)
{
	if (n > in->cap - in->bytes)
		return YG_ELIMIT;
	sha256_add(&in->hash, p, n);
	in->bytes += n;
	return write_all(in->io, in->fd, p, n);
}

int fetch_incoming_rewind(struct fetch_incoming *in)
{
	in->bytes = 0;
	sha256_begin(&in->hash);
	return ftruncate(in->fd, 0) < 0 || lseek(in->fd, 0, SEEK_SET) < 0 ? YG_EIO : 0;
}

/* The first and the last bytes: enough for a magic number, white space, a zip's directory. */
enum { EDGE = 1024 };

static bool starts_as(enum fetch_shape shape, struct sv head)
{
	switch (shape) {
	case FETCH_GZIP:
		return sv_starts(head, SV("\x1f\x8b\x08"));
	case FETCH_ZIP:
		return sv_starts(head, SV("PK\3\4")) || sv_starts(head, SV("PK\5\6"));
	case FETCH_JSON:
		if (sv_starts(head, SV("\xef\xbb\xbf")))
			head = sv_from(head, 3);
		head = sv_trim(head);
		return sv_starts(head, SV("{")) || sv_starts(head, SV("["));
	}
	return false;
}

static bool ends_as(enum fetch_shape shape, struct sv tail)
{
	switch (shape) {
	case FETCH_GZIP:
		return true;	/* only inflating it would tell */
	case FETCH_ZIP:		/* end of central directory (APPNOTE 4.3.16) */
		return sv_search(tail, SV("PK\5\6")) < tail.n;
	case FETCH_JSON:
		tail = sv_trim(tail);
		return sv_ends(tail, SV("}")) || sv_ends(tail, SV("]"));
	}
	return false;
}

static bool edge(int fd, uint64_t from, char to[EDGE], struct sv *ret)
{
	ssize_t n = pread(fd, to, EDGE, (off_t)from);

	if (n < 0)
		return false;
	*ret = (struct sv){to, (size_t)n};
	return true;
}

int fetch_incoming_judge(const struct fetch_incoming *in, enum fetch_shape shape,
			 uint64_t old_bytes, enum fetch_refusal *ret_why)
{
	char first[EDGE], last[EDGE];
	struct sv head, tail;

	if (!edge(in->fd, 0, first, &head) ||
	    !edge(in->fd, in->bytes > EDGE ? in->bytes - EDGE : 0, last, &tail))
		return YG_EIO;
	if (in->bytes == 0)
		*ret_why = FETCH_EMPTY;
	else if (!starts_as(shape, head))
		*ret_why = FETCH_OTHER_SHAPE;
	else if (!ends_as(shape, tail))
		*ret_why = FETCH_CUT_SHORT;
	else if (in->bytes < old_bytes / 2)
		*ret_why = FETCH_SHRUNK;
	else
		return 0;
	return YG_ESYNTAX;
}

static int put_in_place(const struct fetch_folder *folder, const struct fetch_io *io, int fd,
			const char *from, const char *to)
{
	if (io->fsync(io->ctx, fd) < 0 || io->rename(io->ctx, folder->fd, from, to) < 0 ||
	    io->fsync(io->ctx, folder->fd) < 0)
		return YG_EIO;
	return 0;
}

int fetch_sidecar_store(const struct fetch_folder *folder, const struct fetch_io *io,
			struct sv file, const struct fetch_sidecar *s)
{
	static const char part[] = ".incoming-sidecar";
	char name[FETCH_FILE_ROOM + 16];
	buf_auto b = BUF_CAP(LIMIT_SIDECAR);
	int fd, r = fetch_sidecar_name(file, name, sizeof name);

	if (r < 0)
		return r;
	fetch_sidecar_write(&b, s);
	if (b.err)
		return b.err;
	fd = create(folder, part);
	if (fd < 0)
		return YG_EIO;
	r = write_all(io, fd, b.p, b.n);
	if (r == 0)
		r = put_in_place(folder, io, fd, part, name);
	if (r < 0)
		(void)unlinkat(folder->fd, part, 0);
	close(fd);
	return r;
}

int fetch_incoming_accept(struct fetch_incoming *in, struct sv file,
			  const struct fetch_sidecar *sidecar)
{
	struct fetch_sidecar s = *sidecar;
	unsigned char digest[SHA256_BYTES];
	char hex[SHA256_HEX], name[FETCH_FILE_ROOM], side[FETCH_FILE_ROOM + 16];
	struct sha256 hash = in->hash;
	int r;

	if (file.n >= sizeof name)
		return YG_ELIMIT;
	memcpy(name, file.p, file.n);
	name[file.n] = '\0';
	sha256_end(&hash, digest);
	s.sha256 = sha256_hex(digest, hex);
	s.bytes = in->bytes;

	r = fetch_sidecar_name(file, side, sizeof side);
	if (r < 0)
		return r;
	if (unlinkat(in->folder->fd, side, 0) < 0 && errno != ENOENT)
		return YG_EIO;
	r = put_in_place(in->folder, in->io, in->fd, in->part, name);
	if (r < 0)
		return r;
	in->part[0] = '\0';
	return fetch_sidecar_store(in->folder, in->io, file, &s);
}

void fetch_incoming_drop(struct fetch_incoming *in)
{
	if (in->fd < 0)
		return;
	close(in->fd);
	in->fd = -1;
	if (in->part[0])
		(void)unlinkat(in->folder->fd, in->part, 0);
}
