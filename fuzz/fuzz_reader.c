/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inventory readers.  The first byte picks the row of the table, 0 the one that is detected;
 * the second caps the arena in KiB.  Whatever comes out keeps the promises of reading.h.
 */
#include "base/limits.h"
#include "base/text.h"
#include "identify/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct seen {
	size_t n, given;
};

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void check_text(struct sv s, size_t limit)
{
	check(s.n <= limit && sv_utf8(s));
	for (size_t i = 0; i < s.n; i++)
		check((unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7f);
}

static int take_component(void *ctx, const struct component *c)
{
	struct seen *seen = ctx;
	const struct sv names[] = {c->type, c->ns, c->name, c->arch, c->source_name, c->os_family,
				   c->module, c->origin, c->file};

	check(c->name.n > 0);
	for (size_t i = 0; i < YG_COUNT(names); i++)
		check_text(names[i], LIMIT_NAME);
	check_text(c->version, LIMIT_VERSION);
	check_text(c->source_version, LIMIT_VERSION);
	check_text(c->os_release, LIMIT_VERSION);
	check_text(c->purl, LIMIT_PURL);
	for (size_t i = 0; i < c->cpe_count; i++)
		check_text(c->cpes[i], LIMIT_CPE);
	check(!component_is_os_package(c) || c->source_name.n > 0);
	seen->given++;
	return 0;
}

static int take_os(void *ctx, const struct inventory_os *os)
{
	(void)ctx;
	check(os->id.n > 0);
	check_text(os->id, LIMIT_NAME);
	check_text(os->version_id, LIMIT_VERSION);
	return 0;
}

static int take_skip(void *ctx, size_t at, struct sv name, const char *why)
{
	struct seen *seen = ctx;

	check(at <= seen->n && name.n <= LIMIT_NAME && why && why[0]);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char path[] = "var/lib/dpkg/status.d/x";
	const struct inventory_reader *reader;
	struct seen seen = {0};
	struct inventory_sink sink = {&seen, take_component, take_os, take_skip};
	struct inventory_file file = {.path = SV("x"), .os = {.id = SV("debian"),
							      .version_id = SV("12")}};
	struct yg_err err = {0};
	char *text;

	if (n < 2)
		return 0;
	arena_auto arena = {.cap = KIB(p[1])};
	seen.n = n - 2;
	text = malloc(n - 1);
	if (!text)
		return 0;
	memcpy(text, p + 2, n - 2);
	text[n - 2] = '\0';
	file.text = text;
	file.n = n - 2;
	file.arena = &arena;
	if (p[0] & 1)
		file.path = SV(path);
	reader = p[0] ? &inventory_readers[(p[0] - 1u) % inventory_reader_count]
		      : inventory_reader_detect(file.path, (struct sv){text, file.n});
	if (reader && reader->read && reader->read(&file, &sink, &err) < 0)
		check(err.what && err.at <= file.n);
	free(text);
	return 0;
}
