/* SPDX-License-Identifier: Apache-2.0 */
/* The readers over libxml2.  The first byte picks one, the second caps the arena. */
#include "base/limits.h"
#include "base/text.h"
#include "identify/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char *const readers[] = {"cyclonedx-xml", "maven-pom", "packages-config"};

static int take_component(void *ctx, const struct component *c)
{
	(void)ctx;
	if (c->name.n == 0 || !sv_utf8(c->name) || !sv_utf8(c->version) || !sv_utf8(c->ns) ||
	    c->version.n > LIMIT_VERSION || c->name.n > LIMIT_NAME)
		abort();
	return 0;
}

static int take_os(void *ctx, const struct inventory_os *os)
{
	(void)ctx;
	if (os->id.n == 0)
		abort();
	return 0;
}

static int take_skip(void *ctx, size_t at, struct sv name, const char *why)
{
	(void)ctx;
	(void)at;
	if (!why || name.n > LIMIT_NAME)
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct inventory_sink sink = {NULL, take_component, take_os, take_skip};
	const struct inventory_reader *reader;
	struct yg_err err = {0};
	int rc;

	if (n < 2)
		return 0;
	reader = inventory_reader_find(sv_of(readers[p[0] % YG_COUNT(readers)]));
	arena_auto a = {.cap = (size_t)p[1] << 12};
	struct inventory_file file = {.path = SV("fuzz"), .n = n - 2, .arena = &a};
	file.text = malloc(n - 1);
	if (!reader || !file.text)
		abort();
	memcpy(file.text, p + 2, n - 2);
	file.text[n - 2] = '\0';
	rc = reader->read(&file, &sink, &err);
	if (rc > 0 || (rc < 0 && (!err.what || err.at > n - 2)))
		abort();
	free(file.text);
	return 0;
}
