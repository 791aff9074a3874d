/* SPDX-License-Identifier: Apache-2.0 */
/* Which reader a file belongs to, what is refused and how, and os-release(5). */
#include "check.h"

#include "collect.h"

static const struct {
	const char *path, *reader;
	struct sv head;
	int rc;			/* of reading it */
} files[] = {
	{"bom.json", "cyclonedx-json", SV_INIT("{ \"version\": 1, \"bomFormat\": \"CycloneDX\"}"), 0},
	{"x", "spdx-json", SV_INIT("{\"SPDXID\":\"SPDXRef-DOCUMENT\",\"spdxVersion\":\"SPDX-2.3\"}"), 0},
	{"x", "spdx3-json", SV_INIT("{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\","
				    "\"@graph\":[]}"), 0},
	{"x", "spdx-tag", SV_INIT("# comment\r\nSPDXVersion: SPDX-2.2\r\n"), 0},
	{"x", "syft-json", SV_INIT("{\"artifacts\":[],\"schema\":{\"version\":\"16\"}}"), 0},
	{"x", "syft-json", SV_INIT("{\"artifacts\":[]}"), YG_ESYNTAX},
	{"x", "json", SV_INIT("{\"name\":\"x\"}"), YG_EUNSUPPORTED},
	{"x", "json", SV_INIT("{\"name\":"), YG_ESYNTAX},
	{"x", NULL, SV_INIT("[1]"), YG_ENOTFOUND},
	{"x", NULL, SV_INIT("hello\n"), YG_ENOTFOUND},
	{"x", NULL, SV_INIT(""), YG_ENOTFOUND},
	{"x", "purl-list", SV_INIT("# c\npkg:npm/a@1\n"), 0},
	{"x", "utf16", SV_INIT("\xff\xfe{\0\"\0"), YG_EUNSUPPORTED},
	{"x", "utf16", SV_INIT("{\0\"\0b\0o\0m\0"), YG_EUNSUPPORTED},
	{"x", "utf16", SV_INIT("\0{\0\"\0b\0o\0m"), YG_EUNSUPPORTED},
	{"x", "spdx-yaml", SV_INIT("---\nspdxVersion: \"SPDX-2.3\"\n"), YG_EUNSUPPORTED},
	{"x", "spdx-rdf", SV_INIT("<?xml?><rdf:RDF xmlns=\"http://spdx.org/rdf/terms#\">"),
	 YG_EUNSUPPORTED},
	{"x", "spdx-xml", SV_INIT("<?xml?><Document><SPDXID>SPDXRef-DOCUMENT</SPDXID>"),
	 YG_EUNSUPPORTED},
	{"var/lib/rpm/Packages", "rpmdb-bdb",
	 SV_INIT("\0\0\0\0\1\0\0\0\0\0\0\0\x61\x15\x06\0\x08\0\0\0"), YG_EUNSUPPORTED},
	{"var/lib/rpm/Packages.db", "rpmdb-ndb", SV_INIT("RpmP\0\0\0\0\0\0\0\0\0\0\0\0"),
	 YG_EUNSUPPORTED},
	{"var/lib/rpm/rpmdb.sqlite", "rpmdb", SV_INIT("SQLite format 3\0"), YG_ESYNTAX},
	{"places.sqlite", NULL, SV_INIT("SQLite format 3\0"), YG_ENOTFOUND},
	{"x", "envelope", SV_INIT("{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"\"}"),
	 YG_EUNSUPPORTED},
};

static void test_files(void)
{
	for (size_t i = 0; i < YG_COUNT(files); i++) {
		struct collected l = {0};
		const char *got;
		collect(&l, NULL, files[i].path, files[i].head, NULL);
		got = l.reader ? l.reader->name : "(none)";
		CHECK(strcmp(got, files[i].reader ? files[i].reader : "(none)") == 0,
		      "row %zu: %s", i, got);
		CHECK(l.rc == files[i].rc, "row %zu: %d", i, l.rc);
		CHECK(l.rc >= 0 || l.rc == YG_ENOTFOUND || l.err.what, "row %zu: no reason", i);
		collected_drop(&l);
	}
}

/* The telling key stands behind 100 KB of components, and keys have escapes. */
static void test_late_key(void)
{
	static char text[128 * 1024];
	size_t n = (size_t)snprintf(text, sizeof text, "{\"a\\u0022{\":\"}\\\\\",\"components\":[");
	struct collected l = {0};

	for (unsigned i = 0; i < 3000; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s{\"name\":\"c%u\",\"x\":\"]}\"}",
				      i ? "," : "", i);
	n += (size_t)snprintf(text + n, sizeof text - n,
			      "],\"specVersion\":\"1.5\",\"bomFormat\":\"CycloneDX\"}");
	collect(&l, NULL, "bom.json", (struct sv){text, n}, NULL);
	CHECK(l.reader && strcmp(l.reader->name, "json") == 0, "the beginning does not tell");
	CHECK_INT(l.rc, 0, "read all the same");
	CHECK_INT(l.count, 3000, "components");
	collected_drop(&l);
}

static void test_table(void)
{
	CHECK(inventory_reader_find(SV("dpkg")) != NULL, "by name");
	CHECK(inventory_reader_find(SV("dpk")) == NULL, "no such name");
	for (size_t i = 0; i < inventory_reader_count; i++) {
		const struct inventory_reader *r = &inventory_readers[i];
		CHECK(inventory_reader_find(sv_of(r->name)) == r, "%s: name used twice", r->name);
		CHECK(r->title[0] && r->detect, "%s: title, detect", r->name);
		CHECK(r->read || r->program == INVENTORY_PARSE, "%s: no read", r->name);
		CHECK_INT(r->detect((struct sv){0}, (struct sv){0}), 0, r->name);
	}
}

static const struct {
	const char *text, *id, *version, *codename;
	int rc;
} releases[] = {
	{"PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\n"
	 "VERSION_CODENAME=bookworm\nID=debian\n", "debian", "12", "bookworm", 0},
	{"ID='almalinux'\r\nVERSION_ID=\"9.4\"\r\nVERSION=\"9.4 (Seafoam Ocelot)\"\r\n",
	 "almalinux", "9.4", "", 0},
	{"ID=debian\nVERSION=\"8 (jessie)\"\nVERSION_ID=\"8\"\n", "debian", "8", "jessie", 0},
	{"\xef\xbb\xbfID=arch\n# ID=x\n", "arch", "", "", 0},
	{"ID=a\nID=b\n", "b", "", "", 0},
	{"NAME=x\n", NULL, NULL, NULL, YG_ESYNTAX},
	{"", NULL, NULL, NULL, YG_ESYNTAX},
};

static void test_os_release(void)
{
	for (size_t i = 0; i < YG_COUNT(releases); i++) {
		struct inventory_os os = {.id = SV("untouched")};
		int rc = inventory_os_read(sv_of(releases[i].text), &os);
		CHECK_INT(rc, releases[i].rc, releases[i].text);
		if (rc < 0) {
			CHECK_SV(os.id, "untouched", "on failure");
			continue;
		}
		CHECK_SV(os.id, releases[i].id, releases[i].text);
		CHECK_SV(os.version_id, releases[i].version, releases[i].text);
		CHECK_SV(os.codename, releases[i].codename, releases[i].text);
	}
}

int main(void)
{
	test_files();
	test_late_key();
	test_table();
	test_os_release();
	return check_done();
}
