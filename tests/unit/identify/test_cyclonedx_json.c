/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "collect.h"

static const char bom[] =
	"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", \"version\": 1,"
	"\"metadata\": {\"component\": {\"type\": \"container\", \"name\": \"image\","
	"  \"components\": [{\"type\": \"library\", \"name\": \"described\"}]}},"
	"\"components\": ["
	"{\"type\": \"library\", \"name\": \"libc6\", \"bom-ref\": \"a\","
	" \"purl\": \"pkg:deb/debian/libc6@2.36-9%2Bdeb12u3?arch=amd64&distro=debian-12&upstream=glibc\","
	" \"properties\": [{\"name\": \"syft:location:0:path\", \"value\": \"/var/lib/dpkg/status\"},"
	"  {\"name\": \"syft:cpe23\", \"value\": \"cpe:2.3:a:libc6:libc6:2.36:*:*:*:*:*:*:*\"}],"
	" \"cpe\": \"cpe:2.3:a:gnu:glibc:2.36:*:*:*:*:*:*:*\"},"
	"{\"type\": \"application\", \"components\": [{\"name\": \"inner\", \"version\": \"1\","
	"  \"components\": [{\"name\": \"innermost\"}], \"type\": \"library\"}],"
	" \"name\": \"outer\", \"bom-ref\": \"a\", \"group\": \"org.example\", \"version\": \"2\"},"
	"{\"type\": \"operating-system\", \"name\": \"debian\", \"version\": \"12.4\"},"
	"{\"type\": \"library\", \"name\": \"bsdutils\", \"version\": \"1:2.38.1-5+b1\","
	" \"purl\": \"pkg:deb/debian/bsdutils@2.38.1-5%2Bb1?arch=amd64&distro=debian-12.4&epoch=1\","
	" \"properties\": [{\"name\": \"aquasecurity:trivy:SrcName\", \"value\": \"util-linux\"},"
	"  {\"name\": \"aquasecurity:trivy:SrcVersion\", \"value\": \"2.38.1\"},"
	"  {\"name\": \"aquasecurity:trivy:SrcRelease\", \"value\": \"5\"}]},"
	"{\"type\": \"library\", \"name\": \"x\", \"version\": \"3\", \"purl\": \"pkg:\"},"
	"{\"type\": \"library\", \"name\": \"dev\", \"scope\": \"excluded\","
	" \"purl\": \"pkg:npm/%40angular/dev@1.0.0\"},"
	"{\"type\": \"library\", \"name\": \"bash\","
	" \"purl\": \"pkg:rpm/almalinux/bash@5.1.8-9.el9?arch=x86_64&distro=almalinux-9.4&"
	"upstream=bash-5.1.8-9.el9.src.rpm&epoch=0\"},"
	"{\"type\": \"library\", \"name\": \"nodejs\", \"purl\": \"pkg:rpm/almalinux/nodejs@1:18.2-1.el9\","
	" \"properties\": [{\"name\": \"syft:metadata:modularityLabel\", \"value\": \"nodejs:18:1:2\"},"
	"  {\"name\": \"syft:metadata:sourceRpm\", \"value\": \"nodejs-src-18.2-1.el9.src.rpm\"}]},"
	"{\"type\": \"library\"}, 5"
	"], \"services\": [{\"name\": \"service\"}],"
	"\"components\": [{\"type\": \"library\", \"name\": \"second-array\"}]}";

static const struct {
	const char *type, *ns, *name, *version, *arch, *source, *source_version, *os, *release;
	size_t cpes;
	unsigned flags;
} expected[] = {
	{"deb", "debian", "libc6", "2.36-9+deb12u3", "amd64", "glibc", "2.36-9+deb12u3",
	 "debian", "12", 2, 0},
	{"", "", "innermost", "", "", "", "", "", "", 0, 0},
	{"", "", "inner", "1", "", "", "", "", "", 0, 0},
	{"", "org.example", "outer", "2", "", "", "", "", "", 0, 0},
	{"", "", "debian", "12.4", "", "", "", "", "", 0, 0},
	{"deb", "debian", "bsdutils", "1:2.38.1-5+b1", "amd64", "util-linux", "2.38.1-5",
	 "debian", "12", 0, 0},
	{"", "", "x", "3", "", "", "", "", "", 0, 0},
	{"npm", "@angular", "dev", "1.0.0", "", "", "", "", "", 0, COMPONENT_DEV},
	{"rpm", "almalinux", "bash", "5.1.8-9.el9", "x86_64", "bash", "5.1.8-9.el9",
	 "almalinux", "9.4", 0, 0},
	{"rpm", "almalinux", "nodejs", "1:18.2-1.el9", "", "nodejs-src", "18.2-1.el9",
	 "almalinux", "", 0, COMPONENT_MODULE_KNOWN},
	{"", "", "second-array", "", "", "", "", "", "", 0, 0},
};

static void test_bom(void)
{
	struct collected l = {0};

	collect(&l, NULL, "bom.json", SV(bom), NULL);
	CHECK(l.reader && sv_is(sv_of(l.reader->name), "cyclonedx-json"), "detected");
	CHECK_INT(l.rc, 0, l.err.what ? l.err.what : "read");
	CHECK_INT(l.count, YG_COUNT(expected), "components");
	for (size_t i = 0; i < YG_COUNT(expected) && i < l.count; i++) {
		const struct component *c = &l.items[i];
		const char *name = expected[i].name;
		CHECK_SV(c->type, expected[i].type, name);
		CHECK_SV(c->ns, expected[i].ns, name);
		CHECK_SV(c->name, name, "name");
		CHECK_SV(c->version, expected[i].version, name);
		CHECK_SV(c->arch, expected[i].arch, name);
		CHECK_SV(c->source_name, expected[i].source, name);
		CHECK_SV(c->source_version, expected[i].source_version, name);
		CHECK_SV(c->os_family, expected[i].os, name);
		CHECK_SV(c->os_release, expected[i].release, name);
		CHECK_INT(c->cpe_count, expected[i].cpes, name);
		CHECK_INT(c->flags, expected[i].flags, name);
	}
	CHECK_SV(collected_find(&l, "libc6")->file, "/var/lib/dpkg/status", "where it was seen");
	CHECK_SV(collected_find(&l, "x")->purl, "pkg:", "an unreadable purl stays visible");
	CHECK_SV(collected_find(&l, "nodejs")->module, "nodejs:18:1:2", "module");
	CHECK_INT(l.os_count, 1, "operating systems");
	CHECK(l.os_count == 1 && sv_is(l.os[0].id, "debian") &&
	      sv_is(l.os[0].version_id, "12.4"), "debian 12.4");
	CHECK_INT(l.skip_count, 2, "a nameless one and a number");
	collected_drop(&l);
}

static const struct {
	const char *text;
	int rc;
	size_t count;
} texts[] = {
	{"{\"bomFormat\":\"CycloneDX\"}", 0, 0},
	{"{\"$schema\":\"http://cyclonedx.org/schema/bom-1.4.schema.json\",\"bomFormat\":"
	 "\"CycloneDX\",\"components\":[]}", 0, 0},
	{"\xef\xbb\xbf{\"bomFormat\":\"CycloneDX\",\r\n\"components\":[{\"name\":\"a\"}]}\r\n", 0, 1},
	{"{\"bomFormat\":\"CycloneDX\",\"components\":[{\"name\":\"a\"},", YG_ESYNTAX, 1},
	{"{\"bomFormat\":\"CycloneDX\",\"components\":[{\"name\":\"a\"}]} x", YG_ESYNTAX, 1},
	{"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"2.0\",\"components\":[{\"name\":\"a\"}]}",
	 YG_EUNSUPPORTED, 0},
	{"{\"bomFormat\":\"CycloneDX\",\"components\":[{\"name\":\"a\xff\"}]}", YG_ESYNTAX, 0},
	{"{\"bomFormat\":\"CycloneDX\",\"components\":[{\"name\":\"a\\u0000\"}]}", 0, 0},
	{"{\"bomFormat\":\"CycloneDX\",\"components\":{\"name\":\"a\"}}", 0, 0},
};

static void test_texts(void)
{
	for (size_t i = 0; i < YG_COUNT(texts); i++) {
		struct collected l = {0};
		collect(&l, NULL, "bom.json", sv_of(texts[i].text), NULL);
		CHECK(l.rc == texts[i].rc && l.count == texts[i].count,
		      "row %zu: %d, %zu components", i, l.rc, l.count);
		collected_drop(&l);
	}
}

static void nested(struct collected *l, unsigned levels)
{
	static char text[64 * 1024];
	size_t n = (size_t)snprintf(text, sizeof text, "{\"bomFormat\":\"CycloneDX\"");

	for (unsigned i = 0; i < levels; i++)
		n += (size_t)snprintf(text + n, sizeof text - n,
				      ",\"components\":[{\"name\":\"c%u\"", i);
	for (unsigned i = 0; i < levels; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "}]");
	n += (size_t)snprintf(text + n, sizeof text - n, "}");
	collect(l, NULL, "bom.json", (struct sv){text, n}, NULL);
}

static void test_nesting(void)
{
	struct collected l = {0};

	nested(&l, LIMIT_COMPONENT_DEPTH);
	CHECK(l.rc == 0 && l.count == LIMIT_COMPONENT_DEPTH && l.skip_count == 0, "the limit");
	collected_drop(&l);
	nested(&l, LIMIT_COMPONENT_DEPTH + 10);
	CHECK(l.rc == 0 && l.count == LIMIT_COMPONENT_DEPTH && l.skip_count == 1, "beyond it");
	collected_drop(&l);
	nested(&l, 400);
	CHECK(l.rc == YG_ELIMIT, "beyond what JSON may nest: %d", l.rc);
	collected_drop(&l);
}

static void test_faults(void)
{
	struct collected l = {0};
	long n = 0;

	do {
		collected_drop(&l);
		l.arena.fail_at = ++n;
		collect(&l, "cyclonedx-json", "x", SV(bom), NULL);
		CHECK(l.rc == 0 || l.rc == YG_ENOMEM, "request %ld: %d", n, l.rc);
	} while (l.rc < 0 && n < 1000);
	CHECK_INT(l.count, YG_COUNT(expected), "the last run is whole");
	collected_drop(&l);
	n = 0;
	do {
		collected_drop(&l);
		l.sink_fail_at = ++n;
		collect(&l, "cyclonedx-json", "x", SV(bom), NULL);
		CHECK(l.rc == 0 || l.rc == YG_EIO, "call %ld: %d", n, l.rc);
	} while (l.rc < 0 && n < 1000);
	CHECK_INT(n, YG_COUNT(expected) + 1 + 2 + 1, "calls of the sink");
	collected_drop(&l);
}

int main(void)
{
	test_bom();
	test_texts();
	test_nesting();
	test_faults();
	return check_done();
}
