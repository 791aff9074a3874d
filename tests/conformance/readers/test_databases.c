/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Package databases and os-release files of test images, and the test documents of the
 * CycloneDX specification: each is read, or refused for a reason.
 */
#include "check.h"

#include "base/json.h"
#include "unit/identify/collect.h"

#include "shared_archive.h"

static const struct {
	const char *path;	/* how it ends */
	const char *reader;
	int rc;
	size_t count, skips;
} databases[] = {
	{"dpkg/testdata/dpkg/status.d/foo", "dpkg", 0, 1, 0},
	{"image-debian-match-coverage/var/lib/dpkg/status", "dpkg", 0, 1, 0},
	{"image-dpkg/var/lib/dpkg/status", "dpkg", 0, 1, 1},
	{"status.d/doc-examples", "dpkg", 0, 5, 11},
	{"status.d/corrupt", NULL, YG_ENOTFOUND, 0, 0},
	{"status.d/multiple", "dpkg", 0, 2, 2},
	{"status.d/coreutils-relationships", "dpkg", 0, 9, 0},
	{"status.d/libsqlite3-0", "dpkg", 0, 1, 0},
	{"status.d/libsqlite3-0.md5sums", NULL, YG_ENOTFOUND, 0, 0},
	{"multiple-1/lib/apk/db/installed", "apk", 0, 4, 0},
	{"multiple-2/lib/apk/db/installed", "apk", 0, 14, 0},
	{"image-centos-match-coverage/var/lib/rpm/Packages", "rpmdb-bdb", YG_EUNSUPPORTED, 0, 0},
	{"no-rel/opt/bitnami/redis/.spdx-redis.spdx", "spdx-json", 0, 1, 0},
	{"tag-value/opt/bitnami/redis/.spdx-apache.spdx", "spdx-tag", 0, 1, 0},
};

static void check_database(const char *path, struct sv text)
{
	struct collected l = {0};

	collect(&l, NULL, path, text, NULL);
	CHECK(l.rc == 0 || l.rc == YG_ENOTFOUND || l.err.what, "%s: %d without a reason", path,
	      l.rc);
	for (size_t i = 0; i < YG_COUNT(databases); i++) {
		const char *want = databases[i].reader ? databases[i].reader : "(none)";
		const char *got = l.reader ? l.reader->name : "(none)";
		if (!sv_ends(sv_of(path), sv_of(databases[i].path)))
			continue;
		CHECK(strcmp(got, want) == 0 && l.rc == databases[i].rc &&
		      l.count == databases[i].count && l.skip_count == databases[i].skips,
		      "%s: %s, %d, %zu components, %zu skipped", path, got, l.rc, l.count,
		      l.skip_count);
	}
	collected_drop(&l);
}

/* Some images have an empty file there, or one without ID. */
static void check_os_release(const char *path, struct sv text, size_t *read)
{
	struct inventory_os os = {0};
	int rc = inventory_os_read(text, &os);

	CHECK(rc == 0 ? os.id.n > 0 : rc == YG_ESYNTAX, "%s: %d", path, rc);
	*read += rc == 0;
}

static void test_databases(void)
{
	const char *path = check_shared("corpus/inventory/os-package-dbs.tar.zst");
	struct shared_archive s;
	size_t releases = 0;

	if (!path) {
		check_skip("os-package-dbs", "../shared is absent");
		return;
	}
	shared_archive_open(&s, path);
	while (shared_archive_next(&s)) {
		if (sv_ends(sv_of(s.name), SV("os-release")))
			check_os_release(s.name, s.text, &releases);
		else
			check_database(s.name, s.text);
	}
	CHECK(releases >= 60, "only %zu os-release files", releases);
}

/* Components by plain counting, independent of the reader. */
static size_t count_components(struct json *j)
{
	size_t n = 0;
	struct sv key;

	if (!json_opt_array(j))
		return 0;
	while (json_item(j)) {
		n++;
		if (!json_opt_object(j))
			continue;
		while (json_key(j, &key)) {
			if (sv_is(key, "components"))
				n += count_components(j);
			else
				json_skip(j);
		}
	}
	return n;
}

static size_t count_bom(struct sv text)
{
	char *copy = malloc(text.n + 1);
	struct json j;
	struct sv key;
	size_t n = 0;

	if (!copy)
		abort();
	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	json_init(&j, copy, text.n);
	(void)json_enter_object(&j);
	while (json_key(&j, &key)) {
		if (sv_is(key, "components"))
			n += count_components(&j);
		else
			json_skip(&j);
	}
	free(copy);
	return n;
}

static void check_spec_file(const char *path, struct sv text)
{
	bool valid = strstr(path, "/valid-") != NULL;
	struct collected l = {0};

	collect(&l, NULL, path, text, NULL);
	if (valid)
		CHECK(l.rc == 0 && l.skip_count == 0 && l.count == count_bom(text),
		      "%s: %d %s, %zu components of %zu, %zu skipped", path, l.rc,
		      l.err.what ? l.err.what : "", l.count, count_bom(text), l.skip_count);
	else
		CHECK(l.rc <= 0, "%s: %d", path, l.rc);
	collected_drop(&l);
}

static void test_spec(void)
{
	const char *path = check_shared("corpus/inventory/cyclonedx-spec-tests.tar.zst");
	struct shared_archive s;
	size_t seen = 0;

	if (!path) {
		check_skip("cyclonedx-spec-tests", "../shared is absent");
		return;
	}
	shared_archive_open(&s, path);
	while (shared_archive_next(&s)) {
		if (!sv_ends(sv_of(s.name), SV(".json")) ||
		    (!strstr(s.name, "/valid-") && !strstr(s.name, "/invalid-")))
			continue;
		check_spec_file(s.name, s.text);
		seen++;
	}
	CHECK(seen >= 350, "only %zu files", seen);
}

int main(void)
{
	test_databases();
	test_spec();
	return check_done();
}
