/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Out of memory in the walks of archives, images and folders: each allocation of ours fails
 * once; the walk ends with YG_ENOMEM and a reason, and never as if all had been read.
 */
#include "check.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/archive.h"
#include "fault/fail_malloc.h"
#include "identify/heavy/image.h"
#include "identify/walk.h"
#include "make_archive.h"

static int take_want(void *ctx, const struct archive_member *m, struct sv head)
{
	(void)ctx, (void)m, (void)head;
	return ARCHIVE_WHOLE;
}

static int take_document(void *ctx, const struct archive_document *d)
{
	(void)d;
	++*(size_t *)ctx;
	return 0;
}

static int take_problem(void *ctx, const struct archive_member *m, int code, const char *why)
{
	(void)ctx, (void)m, (void)code;
	CHECK(false, "a fault became a member's problem: %s", why);
	return 0;
}

static int image_file(void *ctx, struct sv path, struct sv inside, enum inventory_want want,
		      char *text, size_t n)
{
	(void)path, (void)inside, (void)want, (void)text, (void)n;
	++*(size_t *)ctx;
	return 0;
}

static int walk_file(void *ctx, struct sv path, enum inventory_want want, int fd)
{
	(void)path, (void)want, (void)fd;
	++*(size_t *)ctx;
	return 0;
}

static int path_problem(void *ctx, struct sv path, int code, const char *why)
{
	(void)ctx, (void)path, (void)code;
	CHECK(false, "a fault became a file's problem: %s", why);
	return 0;
}

struct work {
	int fd;
	size_t given;
};

static int walk_archive(struct work *w, struct yg_err *err)
{
	return archive_walk(w->fd, SV("t"), &(struct archive_visitor){.ctx = &w->given,
		.want = take_want, .document = take_document, .problem = take_problem}, err);
}

static int walk_image(struct work *w, struct yg_err *err)
{
	return image_walk(w->fd, SV("t"), &(struct image_visitor){.ctx = &w->given,
		.file = image_file, .problem = path_problem}, err);
}

static int walk_folder(struct work *w, struct yg_err *err)
{
	return inventory_walk(w->fd, &(struct inventory_visitor){.ctx = &w->given,
		.file = walk_file, .problem = path_problem}, err);
}

static void torture(const char *what, int (*run)(struct work *, struct yg_err *), int fd)
{
	struct work w = {.fd = fd};
	struct yg_err err = {0};
	size_t all;
	int r = run(&w, &err);
	long n;

	CHECK(r == 0 && w.given > 0, "%s: %d", what, r);
	all = w.given;
	for (n = 1; n < 10000; n++) {
		w.given = 0;
		err = (struct yg_err){0};
		fail_malloc_from(n);
		r = run(&w, &err);
		fail_malloc_from(0);
		if (r == 0)
			break;
		CHECK(r == YG_ENOMEM && err.what, "%s, allocation %ld: %d %s", what, n, r,
		      err.what ? err.what : "-");
	}
	CHECK_INT(w.given, all, "all, in the end");
	CHECK(n > 3 && n < 10000, "%s: %ld allocations", what, n - 1);
}

static int file_of(struct sv bytes)
{
	int fd = memfd_create("test", MFD_CLOEXEC);

	if (write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n)
		abort();
	return fd;
}

static void test_archives(void)
{
	struct made in, out;
	int fd;

	make_begin(&in, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
	make_file(&in, "var/lib/dpkg/status", SV("status"));
	make_file(&in, "a/.wh.x", SV(""));
	make_file(&in, "a/uv.lock", SV("lock"));
	(void)make_end(&in);
	make_begin(&out, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP);
	make_file(&out, "1", buf_view(&in.b));
	make_file(&out, "2", buf_view(&in.b));
	make_file(&out, "manifest.json", SV("[{\"Layers\":[\"1\",\"2\"]}]"));
	fd = file_of(make_end(&out));
	torture("archive", walk_archive, fd);
	torture("image", walk_image, fd);
	close(fd);
	buf_drop(&in.b);
	buf_drop(&out.b);
}

static void test_folder(void)
{
	char path[] = "/tmp/yagura-fault-XXXXXX";
	int root, fd;

	if (!mkdtemp(path))
		abort();
	root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (int i = 0; i < 70; i++) {
		char name[32];
		snprintf(name, sizeof name, "%d.json", i);
		fd = openat(root, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
		close(fd);
	}
	torture("folder", walk_folder, root);
	for (int i = 0; i < 70; i++) {
		char name[32];
		snprintf(name, sizeof name, "%d.json", i);
		(void)unlinkat(root, name, 0);
	}
	close(root);
	(void)rmdir(path);
}

/* A read that fails is an error, not the end. */
static void test_read_fault(void)
{
	struct work w = {.fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
	struct yg_err err = {0};
	int fd[2];

	CHECK_INT(walk_archive(&w, &err), YG_EINVAL, "a folder");
	close(w.fd);
	/* The writing end cannot be read. */
	if (pipe(fd) != 0)
		abort();
	w.fd = fd[1];
	CHECK_INT(walk_archive(&w, &err), YG_EIO, "not readable");
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	test_archives();
	test_folder();
	test_read_fault();
	return check_done();
}
