/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One inventory, several representations, the same components: a dpkg status file, and the
 * CycloneDX, SPDX (JSON, tag-value) and purl lists that are made from what was read of it.
 */
#include "check.h"

#include "base/json_write.h"
#include "unit/identify/collect.h"

#include "shared_archive.h"

static const struct inventory_os bookworm = {.id = SV_INIT("debian"),
					     .version_id = SV_INIT("12")};

static const char small[] =
	"Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nSource: glibc\n"
	"Version: 2.36-9+deb12u3\n\n"
	"Package: bsdutils\nStatus: install ok installed\nArchitecture: amd64\n"
	"Source: util-linux (2.38.1-5)\nVersion: 1:2.38.1-5+b1\n\n"
	"Package: linux-image-6.1.0-41-amd64\nStatus: install ok installed\nArchitecture: amd64\n"
	"Source: linux-signed-amd64 (6.1.158+1)\nVersion: 6.1.158-1\n\n"
	"Package: docker-ce\nStatus: install ok installed\nArchitecture: amd64\n"
	"Maintainer: Docker <support@docker.com>\nVersion: 5:24.0.7-1~debian.12~bookworm\n\n"
	"Package: g++\nStatus: install ok installed\nArchitecture: amd64\n"
	"Source: gcc-defaults (1.203)\nVersion: 4:12.2.0-3\n\n";

static struct sv purl_of(struct arena *a, const struct component *c)
{
	struct sv purl;

	if (component_purl(a, c, &purl) < 0)
		abort();
	return purl;
}

static void put_names(struct jw *w, const struct component *c, const char *version_key)
{
	jw_member_sv(w, "name", c->name);
	jw_member_sv(w, version_key, c->version);
}

static void write_cyclonedx(struct buf *b, struct arena *a, const struct collected *l)
{
	struct jw w = jw_on(b);

	jw_object(&w);
	jw_key(&w, "components");
	jw_array(&w);
	for (size_t i = 0; i < l->count; i++) {
		jw_object(&w);
		put_names(&w, &l->items[i], "version");
		jw_member_sv(&w, "purl", purl_of(a, &l->items[i]));
		jw_object_end(&w);
	}
	jw_array_end(&w);
	jw_key(&w, "bomFormat");
	jw_str(&w, "CycloneDX");
	jw_object_end(&w);
}

static void write_spdx(struct buf *b, struct arena *a, const struct collected *l)
{
	struct jw w = jw_on(b);

	jw_object(&w);
	jw_key(&w, "spdxVersion");
	jw_str(&w, "SPDX-2.3");
	jw_key(&w, "packages");
	jw_array(&w);
	for (size_t i = 0; i < l->count; i++) {
		jw_object(&w);
		put_names(&w, &l->items[i], "versionInfo");
		jw_key(&w, "externalRefs");
		jw_array(&w);
		jw_object(&w);
		jw_key(&w, "referenceType");
		jw_str(&w, "purl");
		jw_member_sv(&w, "referenceLocator", purl_of(a, &l->items[i]));
		jw_object_end(&w);
		jw_array_end(&w);
		jw_object_end(&w);
	}
	jw_array_end(&w);
	jw_object_end(&w);
}

static void write_tags(struct buf *b, struct arena *a, const struct collected *l)
{
	buf_str(b, "SPDXVersion: SPDX-2.3\n");
	for (size_t i = 0; i < l->count; i++) {
		buf_str(b, "PackageName: ");
		buf_sv(b, l->items[i].name);
		buf_str(b, "\nPackageVersion: ");
		buf_sv(b, l->items[i].version);
		buf_str(b, "\nExternalRef: PACKAGE-MANAGER purl ");
		buf_sv(b, purl_of(a, &l->items[i]));
		buf_str(b, "\n");
	}
}

static void write_purls(struct buf *b, struct arena *a, const struct collected *l)
{
	for (size_t i = 0; i < l->count; i++) {
		buf_sv(b, purl_of(a, &l->items[i]));
		buf_char(b, '\n');
	}
}

static const struct {
	const char *reader;
	void (*write)(struct buf *b, struct arena *a, const struct collected *l);
} forms[] = {
	{"cyclonedx-json", write_cyclonedx},
	{"spdx-json", write_spdx},
	{"spdx-tag", write_tags},
	{"purl-list", write_purls},
};

static void check_same(const char *what, const struct collected *a, const struct collected *b)
{
	size_t different = 0;

	CHECK(b->rc == 0 && a->count == b->count && b->skip_count == 0,
	      "%s: %d, %zu components of %zu, %zu skipped", what, b->rc, b->count, a->count,
	      b->skip_count);
	for (size_t i = 0; i < a->count && i < b->count; i++) {
		if (component_same(&a->items[i], &b->items[i]))
			continue;
		if (different++ == 0)
			fprintf(stderr, "%s: %.*s differs\n", what, SV_ARG(a->items[i].name));
	}
	CHECK_INT(different, 0, what);
}

static void check_forms(const char *what, struct sv status)
{
	struct collected from = {0}, l = {0};

	collect(&from, "dpkg", "var/lib/dpkg/status", status, &bookworm);
	CHECK(from.rc == 0 && from.count > 0, "%s: %d", what, from.rc);
	for (size_t i = 0; i < YG_COUNT(forms); i++) {
		buf_auto b = BUF_CAP(MIB(64));
		arena_auto a = {.cap = MIB(64)};
		forms[i].write(&b, &a, &from);
		collect(&l, NULL, "inventory", buf_view(&b), NULL);
		CHECK(l.reader && (strcmp(l.reader->name, forms[i].reader) == 0 ||
				   strcmp(l.reader->name, "json") == 0),
		      "%s as %s: detected as %s", what, forms[i].reader,
		      l.reader ? l.reader->name : "nothing");
		check_same(forms[i].reader, &from, &l);
		collected_drop(&l);
	}
	collected_drop(&from);
}

/* The same machine by dpkg's status file and by dpkg-query. */
static void check_query(struct collected *status, struct collected *query)
{
	for (size_t i = 0; i < status->count; i++) {	/* dpkg-query was not asked for these */
		status->items[i].origin = (struct sv){0};
		status->items[i].flags &= ~(unsigned)COMPONENT_THIRD_PARTY;
	}
	check_same("dpkg-query", status, query);
}

static void test_corpus(void)
{
	const char *path = check_shared("corpus/inventory/dpkg-status.tar.zst");
	struct collected status = {0}, query = {0};
	struct shared_archive s;
	size_t files = 0;

	if (!path) {
		check_skip("dpkg-status", "../shared is absent");
		return;
	}
	shared_archive_open(&s, path);
	while (shared_archive_next(&s)) {
		struct sv name = sv_of(s.name);
		if (sv_ends(name, SV(".status"))) {
			check_forms(s.name, s.text);
			files++;
		}
		if (sv_ends(name, SV("this-machine.status")))
			collect(&status, NULL, s.name, s.text, &bookworm);
		else if (sv_ends(name, SV("this-machine.tsv")))
			collect(&query, NULL, s.name, s.text, &bookworm);
	}
	CHECK_INT(files, 13, "status files");
	check_query(&status, &query);
	collected_drop(&status);
	collected_drop(&query);
}

int main(void)
{
	check_forms("a small one", SV(small));
	test_corpus();
	return check_done();
}
