/* SPDX-License-Identifier: Apache-2.0 */
/* Readers of SPDX, Syft and envelopes: one inventory in each, and what comes out. */
#include "check.h"

#include "collect.h"

enum { ASSUMED = COMPONENT_SOURCE_ASSUMED, MODULE = COMPONENT_MODULE_KNOWN };

#define LIBC_PURL "pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12&upstream=glibc"
#define LIBC_CPE "cpe:2.3:a:gnu:glibc:2.36:*:*:*:*:*:*:*"

struct want {
	const char *type, *name, *version, *arch, *source, *source_version, *os, *release, *file;
	size_t cpes;
	unsigned flags;
};

struct document {
	const char *reader, *text;
	int rc;
	size_t skips;
	const char *os_id, *os_version;
	struct want want[6];
};

#define LIBC {"deb", "libc6", "2.36-9", "amd64", "glibc", "2.36-9", "debian", "12", "", 1, 0}

static const struct document documents[] = {
	{"spdx-json",
	 "{\"spdxVersion\":\"SPDX-2.3\",\"SPDXID\":\"SPDXRef-DOCUMENT\",\"packages\":["
	 "{\"name\":\"image\",\"SPDXID\":\"SPDXRef-ContainerImage-1\",\"versionInfo\":\"NOASSERTION\"},"
	 "{\"name\":\"debian\",\"versionInfo\":\"12.4\",\"SPDXID\":\"SPDXRef-OperatingSystem-2\"},"
	 "{\"name\":\"libc6\",\"versionInfo\":\"2.36-9\",\"externalRefs\":["
	 "{\"referenceCategory\":\"PACKAGE-MANAGER\",\"referenceType\":\"purl\",\"referenceLocator\":"
	 "\"" LIBC_PURL "\"},{\"referenceType\":\"cpe23Type\",\"referenceLocator\":\"" LIBC_CPE "\"}]},"
	 "{\"name\":\"bash\",\"sourceInfo\":\"built package from: bash-src 0:4.2-1\",\"externalRefs\":["
	 "{\"referenceType\":\"http://spdx.org/rdf/references/purl\","
	 "\"referenceLocator\":\"pkg:rpm/centos/bash@4.2-1?arch=x86_64&distro=centos-7.6.1810\"}]},"
	 "{\"versionInfo\":\"1\"}, true],\"files\":[{\"fileName\":\"x\"}]}",
	 0, 2, "debian", "12.4",
	 {{"", "image", "", "", "", "", "", "", "", 0, 0},
	  {"", "debian", "12.4", "", "", "", "", "", "", 0, 0}, LIBC,
	  {"rpm", "bash", "4.2-1", "x86_64", "bash-src", "4.2-1", "centos", "7.6.1810", "", 0, 0}}},
	{"spdx-json", "{\"spdxVersion\":\"SPDX-2.3\",\"packages\":[{\"name\":\"a\"}", YG_ESYNTAX, 0,
	 NULL, NULL, {{"", "a", "", "", "", "", "", "", "", 0, 0}}},
	{"spdx-tag",
	 "SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\n\n"
	 "PackageName: libc6\r\nSPDXID: SPDXRef-1\r\nPackageVersion: 2.36-9\r\n"
	 "PackageComment: <text>several\nPackageName: not-one\nlines</text>\n"
	 "ExternalRef: SECURITY cpe23Type " LIBC_CPE "\n"
	 "ExternalRef: PACKAGE-MANAGER purl " LIBC_PURL "\n"
	 "FileName: ./x\nSPDXID: SPDXRef-File\nPackageVersion: 9\n\n"
	 "PackageName: debian\nPackageVersion: 12\nPrimaryPackagePurpose: OPERATING-SYSTEM\n"
	 "PackageName: <text>last</text>\nPackageSourceInfo: <text>acquired package info from DPKG "
	 "DB: /var/lib/dpkg/status",
	 0, 0, "debian", "12",
	 {LIBC, {"", "debian", "12", "", "", "", "", "", "", 0, 0},
	  {"", "last", "", "", "", "", "", "", "/var/lib/dpkg/status", 0, 0}}},
	{"spdx-tag", "SPDXVersion: SPDX-3.0\nPackageName: x\n", YG_EUNSUPPORTED, 0, NULL, NULL,
	 {{0}}},
	{"spdx3-json",
	 "{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\",\"@graph\":["
	 "{\"type\":\"CreationInfo\",\"@id\":\"_:1\"},"
	 "{\"type\":\"software_Package\",\"spdxId\":\"urn:1\",\"name\":\"libc6\","
	 "\"software_packageVersion\":\"2.36-9\",\"software_packageUrl\":\"" LIBC_PURL "\","
	 "\"externalIdentifier\":[{\"type\":\"ExternalIdentifier\",\"externalIdentifierType\":\"cpe23\","
	 "\"identifier\":\"" LIBC_CPE "\"},\"_:2\"]},"
	 "{\"software_primaryPurpose\":\"operatingSystem\",\"name\":\"debian\","
	 "\"software_packageVersion\":\"12\",\"@type\":\"software:Package\"},"
	 "{\"type\":\"software_File\",\"name\":\"x\"}, 5]}",
	 0, 0, "debian", "12",
	 {LIBC, {"", "debian", "12", "", "", "", "", "", "", 0, 0}}},
	{"syft-json",
	 "{\"artifacts\":[{\"name\":\"libc6\",\"version\":\"2.36-9\",\"type\":\"deb\",\"locations\":["
	 "{\"path\":\"/var/lib/dpkg/status\"},{\"path\":\"/usr/share/doc\"}],\"cpes\":[{\"cpe\":\""
	 LIBC_CPE "\",\"source\":\"x\"}],\"purl\":\"" LIBC_PURL "\",\"metadata\":{\"package\":\"libc6\","
	 "\"source\":\"glibc\",\"sourceVersion\":\"\",\"architecture\":\"amd64\"}},"
	 "{\"name\":\"nodejs\",\"version\":\"1:18-1.el9\",\"type\":\"rpm\",\"cpes\":[\"" LIBC_CPE "\"],"
	 "\"purl\":\"\",\"metadata\":{\"architecture\":\"x86_64\",\"sourceRpm\":"
	 "\"nodejs-18-1.el9.src.rpm\",\"modularityLabel\":\"\"}},"
	 "{\"name\":\"requests\",\"version\":\"2.0\",\"type\":\"python\"},"
	 "{\"version\":\"1\"}],"
	 "\"distro\":{\"prettyName\":\"Debian GNU/Linux 12\",\"id\":\"debian\",\"versionID\":\"12\","
	 "\"idLike\":[]},\"schema\":{\"version\":\"16\"}}",
	 0, 1, "debian", "12",
	 {{"deb", "libc6", "2.36-9", "amd64", "glibc", "2.36-9", "debian", "12",
	   "/var/lib/dpkg/status", 1, 0},
	  {"rpm", "nodejs", "1:18-1.el9", "x86_64", "nodejs", "18-1.el9", "", "", "", 1, MODULE},
	  {"pypi", "requests", "2.0", "", "", "", "", "", "", 0, 0}}},
	/* {"_type":...,"predicate":{"Data":{"bomFormat":"CycloneDX","components":[{"name":"a"}]}}} */
	{"envelope",
	 "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"eyJfdHlwZSI6Imh0dHBzOi8vaW4t"
	 "dG90by5pby9TdGF0ZW1lbnQvdjEiLCJwcmVkaWNhdGUiOnsiRGF0YSI6eyJib21Gb3JtYXQiOiJDeWNsb25lRFgi"
	 "LCJjb21wb25lbnRzIjpbeyJuYW1lIjoiYSJ9XX19fQ==\",\"signatures\":[]}\n"
	 "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"bomFormat\":\"CycloneDX\","
	 "\"components\":[{\"name\":\"b\"}]}}\n",
	 0, 0, NULL, NULL,
	 {{"", "a", "", "", "", "", "", "", "", 0, 0}, {"", "b", "", "", "", "", "", "", "", 0, 0}}},
	{"envelope", "{\"sbom\":{\"packages\":[{\"name\":\"a\"}],\"spdxVersion\":\"SPDX-2.3\"}}", 0, 0,
	 NULL, NULL, {{"", "a", "", "", "", "", "", "", "", 0, 0}}},
	{"envelope", "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"!\"}", YG_ESYNTAX,
	 0, NULL, NULL, {{0}}},
	{"envelope", "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"a\":1}}",
	 YG_EUNSUPPORTED, 0, NULL, NULL, {{0}}},
	{"envelope", "{\"sbom\":{\"sbom\":{\"sbom\":{\"sbom\":{\"sbom\":{\"sbom\":{}}}}}}}",
	 YG_EUNSUPPORTED, 0, NULL, NULL, {{0}}},
};

static void check_component(const struct component *c, const struct want *w)
{
	CHECK_SV(c->type, w->type, w->name);
	CHECK_SV(c->name, w->name, "name");
	CHECK_SV(c->version, w->version, w->name);
	CHECK_SV(c->arch, w->arch, w->name);
	CHECK_SV(c->source_name, w->source, w->name);
	CHECK_SV(c->source_version, w->source_version, w->name);
	CHECK_SV(c->os_family, w->os, w->name);
	CHECK_SV(c->os_release, w->release, w->name);
	CHECK_SV(c->file, w->file, w->name);
	CHECK_INT(c->cpe_count, w->cpes, w->name);
	CHECK_INT(c->flags, w->flags, w->name);
	if (w->cpes == 1 && c->cpe_count == 1)
		CHECK_SV(c->cpes[0], LIBC_CPE, w->name);
}

static void check_document(size_t row, const struct document *d, const struct collected *l)
{
	size_t n = 0;

	while (n < YG_COUNT(d->want) && d->want[n].name)
		n++;
	CHECK(l->reader && strcmp(l->reader->name, d->reader) == 0, "row %zu: detected as %s", row,
	      l->reader ? l->reader->name : "nothing");
	CHECK(l->rc == d->rc && l->count == n && l->skip_count == d->skips,
	      "row %zu (%s): %d %s, %zu components, %zu skipped", row, d->reader, l->rc,
	      l->err.what ? l->err.what : "", l->count, l->skip_count);
	for (size_t i = 0; i < n && i < l->count; i++)
		check_component(&l->items[i], &d->want[i]);
	CHECK(l->os_count == (d->os_id != NULL), "row %zu: %zu operating systems", row,
	      l->os_count);
	if (d->os_id && l->os_count == 1) {
		CHECK_SV(l->os[0].id, d->os_id, d->reader);
		CHECK_SV(l->os[0].version_id, d->os_version, d->reader);
	}
}

static void test_documents(void)
{
	for (size_t i = 0; i < YG_COUNT(documents); i++) {
		struct collected l = {0};
		collect(&l, NULL, "x", sv_of(documents[i].text), NULL);
		check_document(i, &documents[i], &l);
		collected_drop(&l);
	}
}

/* Cut off anywhere: an error, or at least never more than the whole gives. */
static void test_cut(void)
{
	for (size_t i = 0; i < YG_COUNT(documents); i++) {
		struct sv whole = sv_of(documents[i].text);
		for (size_t n = 0; n < whole.n; n += 3) {
			struct collected l = {0};
			collect(&l, documents[i].reader, "x", sv_first(whole, n), NULL);
			CHECK(l.rc <= 0 && l.count <= 6, "row %zu cut to %zu", i, n);
			CHECK(l.rc < 0 || whole.p[0] != '{' || n > whole.n / 2,
			      "row %zu cut to %zu passes for whole", i, n);
			collected_drop(&l);
		}
	}
}

static void test_faults(void)
{
	for (size_t i = 0; i < YG_COUNT(documents); i++) {
		struct collected l = {0};
		long n = 0;
		do {
			collected_drop(&l);
			l.arena.fail_at = ++n;
			collect(&l, documents[i].reader, "x", sv_of(documents[i].text), NULL);
			CHECK(l.rc == documents[i].rc || l.rc == YG_ENOMEM, "row %zu, request %ld: %d",
			      i, n, l.rc);
		} while (l.rc == YG_ENOMEM && n < 100);
		n = 0;
		do {
			collected_drop(&l);
			l.sink_fail_at = ++n;
			collect(&l, documents[i].reader, "x", sv_of(documents[i].text), NULL);
			CHECK(l.rc == documents[i].rc || l.rc == YG_EIO, "row %zu, call %ld: %d", i, n,
			      l.rc);
		} while (l.rc == YG_EIO && n < 100);
		CHECK_INT(n, (long long)(l.count + l.skip_count + l.os_count + 1), "sink calls");
		collected_drop(&l);
	}
}

/* One CPE too many leaves the component out by name. */
static void test_many_cpes(void)
{
	static char text[64 * 1024];

	for (int more = 0; more < 2; more++) {
		size_t n = (size_t)snprintf(text, sizeof text, "{\"schema\":{},\"artifacts\":[{\"name\":"
					    "\"a\",\"cpes\":[\"c\"");
		struct collected l = {0};
		for (int i = 1; i < LIMIT_COMPONENT_CPES + more; i++)
			n += (size_t)snprintf(text + n, sizeof text - n, ",\"c\"");
		n += (size_t)snprintf(text + n, sizeof text - n, "]}]}");
		collect(&l, "syft-json", "x", (struct sv){text, n}, NULL);
		CHECK(l.rc == 0 && l.count == (size_t)!more && l.skip_count == (size_t)more,
		      "%d more than the limit", more);
		collected_drop(&l);
	}
}

int main(void)
{
	test_documents();
	test_cut();
	test_faults();
	test_many_cpes();
	return check_done();
}
