/* SPDX-License-Identifier: Apache-2.0 */
#include "base/archive.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static int want(void *ctx, const struct archive_member *m, struct sv head)
{
	const unsigned *turn = ctx;

	/* Names come out clean, whatever the archive says. */
	if (m->name.n > 0 && (m->name.p[0] == '/' || !sv_utf8(m->name) || !sv_utf8(m->path)))
		abort();
	if (head.p)
		return ARCHIVE_WHOLE;
	return (int)((*turn + m->name.n) % (ARCHIVE_PEEK + 1));
}

static int other(void *ctx, const struct archive_member *m)
{
	(void)ctx;
	if (!sv_utf8(m->name) || !sv_utf8(m->link))
		abort();
	return 0;
}

static int document(void *ctx, const struct archive_document *d)
{
	(void)ctx;
	if (d->text[d->n] != '\0')
		abort();
	memset(d->text, 'x', d->n);
	return 0;
}

static int problem(void *ctx, const struct archive_member *m, int code, const char *why)
{
	(void)ctx;
	if (code >= 0 || !why || !sv_utf8(m->path))
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	unsigned turn;
	char *copy;

	if (n == 0)
		return 0;
	turn = p[0];
	copy = malloc(n);	/* exactly sized, so that AddressSanitizer sees overruns */
	if (!copy)
		return 0;
	memcpy(copy, p + 1, n - 1);
	(void)!archive_walk_memory((struct sv){copy, n - 1}, SV("fuzz"), &(struct archive_visitor){
		.ctx = &turn, .want = want, .document = document, .other = other,
		.problem = turn & 1 ? problem : NULL,
		.max_document = 1 << 16, .max_total = 1 << 20}, NULL);
	free(copy);
	return 0;
}
