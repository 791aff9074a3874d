/* SPDX-License-Identifier: Apache-2.0 */
/* Lock files.  The first byte picks the reader, the second caps the arena. */
#include "base/limits.h"
#include "base/text.h"
#include "identify/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* Append only: seeds begin with the index. */
static const char *const readers[] = {
	"npm-lock", "yarn-lock", "pnpm-lock", "bun-lock", "requirements", "poetry-lock",
	"pipfile-lock", "pdm-lock", "uv-lock", "pylock", "go-mod", "go-sum", "cargo-lock",
	"gem-lock", "composer-lock", "gradle-lock", "nuget-lock", "dotnet-deps", "pub-lock",
	"mix-lock", "swift-resolved", "conan-lock", "podfile-lock", "python-metadata",
	"r-description", "maven-properties",
};

static int take_component(void *ctx, const struct component *c)
{
	size_t *given = ctx;

	if (c->name.n == 0 || c->type.n == 0 || !sv_utf8(c->name) || !sv_utf8(c->version) ||
	    !sv_utf8(c->ns) || c->version.n > LIMIT_VERSION)
		abort();
	(*given)++;
	return 0;
}

static int take_os(void *ctx, const struct inventory_os *os)
{
	(void)ctx, (void)os;
	abort();	/* no lock file states one */
}

static int take_skip(void *ctx, size_t at, struct sv name, const char *why)
{
	size_t *given = ctx;

	(void)at;
	if (!why || name.n > LIMIT_NAME)
		abort();
	(*given)++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	size_t given = 0;
	struct inventory_sink sink = {&given, take_component, take_os, take_skip};
	const struct inventory_reader *reader;
	struct yg_err err = {0};
	int rc;

	if (n < 2)
		return 0;
	reader = inventory_reader_find(sv_of(readers[p[0] % YG_COUNT(readers)]));
	arena_auto a = {.cap = (size_t)p[1] << 10};
	struct inventory_file file = {.path = SV("fuzz"), .n = n - 2, .arena = &a};
	/* Exactly sized, so that AddressSanitizer sees a read past the sentinel. */
	file.text = malloc(n - 1);
	if (!reader || !file.text)
		abort();
	memcpy(file.text, p + 2, n - 2);
	file.text[n - 2] = '\0';
	rc = reader->read(&file, &sink, &err);
	if (rc > 0 || (rc < 0 && (!err.what || err.at > n - 2)) || given > n)
		abort();
	free(file.text);
	return 0;
}
