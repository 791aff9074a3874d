/* SPDX-License-Identifier: Apache-2.0 */
/* Container images and other archives with inventories in them. */
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "identify/heavy/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static int file(void *ctx, struct sv path, struct sv inside, enum inventory_want want, char *text,
		size_t n)
{
	(void)ctx, (void)want;
	if (text[n] != '\0' || !sv_utf8(path) || !sv_utf8(inside))
		abort();
	memset(text, 'x', n);
	return 0;
}

static int image(void *ctx, struct sv name)
{
	(void)ctx, (void)name;
	return 0;
}

static int problem(void *ctx, struct sv path, int code, const char *why)
{
	(void)ctx, (void)path;
	if (code >= 0 || !why)
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct image_visitor v = {.file = file, .image = image, .problem = problem};
	struct yg_err err = {0};
	int fd = memfd_create("fuzz", MFD_CLOEXEC), r;

	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		abort();
	r = image_walk(fd, SV("fuzz"), &v, &err);
	if (r > 0 || (r < 0 && !err.what))
		abort();
	close(fd);
	return 0;
}
