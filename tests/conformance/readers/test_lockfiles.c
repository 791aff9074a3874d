/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The 706 lock and manifest files of the shared corpus: each that some reader knows is read or
 * refused with a reason, and the numbers of each format are those that a second, independent
 * count gave (docs/conformance.md, "Lock files").
 */
#include "check.h"

#include "unit/identify/collect.h"

#include "shared_archive.h"

static struct tally {
	const char *reader;
	size_t files, refused, components, development, left_out;
} expected[] = {
	{"bun-lock", 10, 1, 37, 0, 0},
	{"cargo-lock", 13, 1, 188, 0, 0},
	{"composer-lock", 28, 4, 48, 7, 0},
	{"conan-lock", 7, 2, 17, 0, 0},
	{"dotnet-deps", 16, 2, 94, 0, 0},
	{"gem-lock", 16, 2, 188, 0, 0},
	{"go-mod", 45, 0, 148, 0, 35},
	{"go-sum", 31, 0, 262, 0, 2},
	{"gradle-lock", 5, 0, 10, 4, 0},
	{"maven-pom", 231, 3, 968, 311, 6},
	{"mix-lock", 10, 1, 51, 0, 0},
	{"npm-lock", 40, 5, 1363, 1157, 0},
	{"nuget-lock", 14, 1, 380, 0, 0},
	{"packages-config", 3, 0, 6, 1, 0},
	{"pdm-lock", 5, 1, 73, 14, 0},
	{"pipfile-lock", 5, 1, 100, 39, 0},
	{"pnpm-lock", 14, 3, 38, 1, 0},
	{"podfile-lock", 5, 1, 21, 0, 0},
	{"poetry-lock", 18, 3, 147, 12, 0},
	{"pub-lock", 10, 3, 20, 1, 0},
	{"pylock", 4, 1, 24, 0, 0},
	{"python-metadata", 36, 2, 34, 0, 0},
	{"r-description", 4, 0, 4, 0, 0},
	{"requirements", 46, 0, 164, 7, 86},
	{"swift-resolved", 9, 2, 25, 0, 0},
	{"uv-lock", 10, 2, 101, 6, 0},
	{"yarn-lock", 36, 1, 118, 0, 0},
};

static struct tally found[YG_COUNT(expected)];

static struct tally *find(const char *reader)
{
	for (size_t i = 0; i < YG_COUNT(expected); i++)
		if (strcmp(expected[i].reader, reader) == 0)
			return &found[i];
	return NULL;
}

static void read_file(const char *name, struct sv text)
{
	struct collected l = {0};
	struct tally *t;

	collect(&l, NULL, name, text, NULL);
	CHECK(l.rc == 0 || l.rc == YG_ENOTFOUND || l.rc == YG_EINVAL ||
	      (l.err.what && l.err.at <= text.n), "%s: refused without a reason", name);
	t = l.reader ? find(l.reader->name) : NULL;
	if (t) {
		t->files++;
		t->refused += l.rc < 0;
		t->components += l.count;
		t->left_out += l.skip_count;
		for (size_t i = 0; i < l.count; i++) {
			CHECK(l.items[i].type.n > 0, "%s: a component without a type", name);
			t->development += (l.items[i].flags & COMPONENT_DEV) != 0;
		}
	}
	collected_drop(&l);
}

int main(void)
{
	const char *path = check_shared("corpus/inventory/lockfiles.tar.zst");
	struct shared_archive s;
	size_t files = 0;

	if (!path) {
		check_skip("lock files", "the shared data is not there");
		return check_done();
	}
	shared_archive_open(&s, path);
	while (shared_archive_next(&s)) {
		read_file(s.name, s.text);
		files++;
	}
	CHECK_INT(files, 706, "files");
	for (size_t i = 0; i < YG_COUNT(expected); i++) {
		const struct tally *e = &expected[i], *f = &found[i];
		CHECK_INT(f->files, e->files, e->reader);
		CHECK_INT(f->refused, e->refused, e->reader);
		CHECK_INT(f->components, e->components, e->reader);
		CHECK_INT(f->development, e->development, e->reader);
		CHECK_INT(f->left_out, e->left_out, e->reader);
	}
	return check_done();
}
