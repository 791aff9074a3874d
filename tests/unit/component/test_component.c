/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "component/component.h"
#include "component/identity/ecosystem.h"

/* A purl, what it means, and the canonical purl built from that (NULL: the same text). */
static const struct {
	const char *purl, *ns, *name, *version, *arch, *source, *source_version;
	const char *family, *release, *key, *package, *back;
} rows[] = {
	{"pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl",
	 "debian", "libssl3", "3.0.11-1~deb12u2", "amd64", "openssl", "3.0.11-1~deb12u2",
	 "debian", "12", "Debian:12", "libssl3", NULL},
	{"pkg:deb/debian/curl@7.88.1-10%2Bdeb12u3?arch=amd64&distro=bookworm",
	 "debian", "curl", "7.88.1-10+deb12u3", "amd64", "curl", "7.88.1-10+deb12u3",
	 "debian", "12", "Debian:12", "curl",
	 "pkg:deb/debian/curl@7.88.1-10%2Bdeb12u3?arch=amd64&distro=debian-12"},
	{"pkg:deb/debian/attr@2.5.1-4%2Bb1?arch=amd64&distro=debian-12&epoch=1&upstream=attr%401:2.5.1-4",
	 "debian", "attr", "1:2.5.1-4+b1", "amd64", "attr", "1:2.5.1-4", "debian", "12",
	 "Debian:12", "attr",
	 "pkg:deb/debian/attr@1:2.5.1-4%2Bb1?arch=amd64&distro=debian-12&upstream=attr%401:2.5.1-4"},
	{"pkg:rpm/almalinux/libnghttp2@1.33.0-5.el8_9?arch=x86_64&distro=almalinux-8.9"
	 "&upstream=nghttp2-1.33.0-5.el8_9.src.rpm",
	 "almalinux", "libnghttp2", "1.33.0-5.el8_9", "x86_64", "nghttp2", "1.33.0-5.el8_9",
	 "almalinux", "8.9", "AlmaLinux:8", "libnghttp2", NULL},
	{"pkg:rpm/redhat/npm@8.19.2-1?arch=x86_64&distro=rhel-9.4&epoch=1&rpmmod=nodejs:18:9040020240301111038:rhel9",
	 "redhat", "npm", "1:8.19.2-1", "x86_64", "npm", "8.19.2-1", "rhel", "9.4", "Red Hat:9",
	 "npm", NULL},
	{"pkg:rpm/ol/bash@0:4.4.20-4.el8_6?arch=x86_64&distro=ol-8.6", "oracle", "bash",
	 "4.4.20-4.el8_6", "x86_64", "bash", "4.4.20-4.el8_6", "ol", "8.6", "Oracle Linux:8",
	 "bash", "pkg:rpm/oracle/bash@4.4.20-4.el8_6?arch=x86_64&distro=ol-8.6"},
	{"pkg:apk/alpine/libcrypto3@3.0.8-r0?arch=x86_64&distro=alpine-3.17.2&upstream=openssl",
	 "alpine", "libcrypto3", "3.0.8-r0", "x86_64", "openssl", "3.0.8-r0", "alpine", "3.17",
	 "Alpine:v3.17", "libcrypto3",
	 "pkg:apk/alpine/libcrypto3@3.0.8-r0?arch=x86_64&distro=alpine-3.17&upstream=openssl"},
	{"pkg:alpine/libvncserver@0.9.9?arch=x86_64", "alpine", "libvncserver", "0.9.9", "x86_64",
	 "libvncserver", "0.9.9", "alpine", "", NULL, "libvncserver",
	 "pkg:apk/alpine/libvncserver@0.9.9?arch=x86_64"},
	{"pkg:rpm/vmware/openssl@1.0?distro=photon-1", "photon", "openssl", "1.0", "", "openssl",
	 "1.0", "photon", "1", "Photon OS:1.0", "openssl",
	 "pkg:rpm/photon/openssl@1.0?distro=photon-1"},
	{"pkg:apk/alpine/libssl3@3.0-r1?distro=3.22.0&origin=openssl", "alpine", "libssl3", "3.0-r1",
	 "", "openssl", "3.0-r1", "alpine", "3.22", "Alpine:v3.22", "libssl3",
	 "pkg:apk/alpine/libssl3@3.0-r1?distro=alpine-3.22&upstream=openssl"},
	{"pkg:deb/ubuntu/libpcre3@2%3A8.39-12ubuntu0.1?arch=amd64&distro=focal&source=pcre3",
	 "ubuntu", "libpcre3", "2:8.39-12ubuntu0.1", "amd64", "pcre3", "2:8.39-12ubuntu0.1",
	 "ubuntu", "20.04", "Ubuntu:20.04", "libpcre3",
	 "pkg:deb/ubuntu/libpcre3@2:8.39-12ubuntu0.1?arch=amd64&distro=ubuntu-20.04&upstream=pcre3"},
	{"pkg:npm/%40angular%2Fcore@17.0.1", "@angular", "core", "17.0.1", "", "", "", "", "",
	 "npm", "@angular/core", "pkg:npm/%40angular/core@17.0.1"},
	{"pkg:pypi/Zope.Interface@5.0", "", "zope.interface", "5.0", "", "", "", "", "", "PyPI",
	 "zope-interface", "pkg:pypi/zope.interface@5.0"},
	{"pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1?type=jar",
	 "org.apache.logging.log4j", "log4j-core", "2.14.1", "", "", "", "", "", "Maven",
	 "org.apache.logging.log4j:log4j-core",
	 "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1"},
	{"pkg:golang/github.com/foo/bar@v2.1.0#v2", "github.com/foo/bar", "v2", "v2.1.0", "", "",
	 "", "", "", "Go", "github.com/foo/bar/v2", "pkg:golang/github.com/foo/bar/v2@v2.1.0"},
	{"pkg:golang/stdlib@1.22.7", "", "stdlib", "1.22.7", "", "", "", "", "", "Go", "stdlib",
	 NULL},
	{"pkg:composer/Laravel/Framework@9.0", "laravel", "framework", "9.0", "", "", "", "", "",
	 "Packagist", "laravel/framework", "pkg:composer/laravel/framework@9.0"},
	{"pkg:generic/openssl@1.1.1", "", "openssl", "1.1.1", "", "", "", "", "", NULL, "", NULL},
	{"pkg:deb/debian/nginx@1.25-1?arch=amd64&distro=debian-12&third_party=nginx.org",
	 "debian", "nginx", "1.25-1", "amd64", "nginx", "1.25-1", "debian", "12", "Debian:12",
	 "nginx", NULL},
};

static void check_row(size_t i)
{
	arena_auto a = {.cap = 1 << 16};
	const char *w = rows[i].purl;
	const struct ecosystem *row = NULL;
	struct component c, again;
	struct yg_err e = {0};
	struct sv key, package, back;
	int code;

	CHECK_INT(component_from_purl(&a, sv_of(w), &c, &e), 0, w);
	if (e.what)
		return;
	CHECK_SV(c.ns, rows[i].ns, w);
	CHECK_SV(c.name, rows[i].name, w);
	CHECK_SV(c.version, rows[i].version, w);
	CHECK_SV(c.arch, rows[i].arch, w);
	CHECK_SV(c.source_name, rows[i].source, w);
	CHECK_SV(c.source_version, rows[i].source_version, w);
	CHECK_SV(c.os_family, rows[i].family, w);
	CHECK_SV(c.os_release, rows[i].release, w);
	code = ecosystem_of_component(&a, &c, &row, &key);
	CHECK((code == 0) == (rows[i].key != NULL), "%s: ecosystem %d", w, code);
	if (code == 0) {
		CHECK_SV(key, rows[i].key, w);
		CHECK_INT(ecosystem_package(&a, row, &c, &package), 0, w);
		CHECK_SV(package, rows[i].package, w);
	}
	CHECK_INT(component_purl(&a, &c, &back), 0, w);
	CHECK_SV(back, rows[i].back ? rows[i].back : w, w);
	CHECK_INT(component_from_purl(&a, back, &again, &e), 0, w);
	CHECK(component_same(&c, &again), "%s: not the same after a round trip", w);
}

/* What a dpkg reader fills in is what the purl made from it gives. */
static void test_readers_agree(void)
{
	arena_auto a = {.cap = 1 << 16};
	struct component dpkg = {
		.type = SV("deb"), .name = SV("libssl3"), .version = SV("3.0.11-1~deb12u2"),
		.arch = SV("amd64"), .source_name = SV("openssl"), .os_family = SV("debian"),
		.os_release = SV("12"),
	};
	struct component rpm = {
		.type = SV("rpm"), .name = SV("bash"), .version = SV("(none):5.1.8-6.el9"),
		.arch = SV("x86_64"), .os_family = SV("almalinux"), .os_release = SV("9.2"),
		.flags = COMPONENT_MODULE_KNOWN,
	};
	struct component other;
	struct sv purl;

	component_finish(&dpkg);
	CHECK_INT(component_purl(&a, &dpkg, &purl), 0, "purl");
	CHECK_INT(component_from_purl(&a, purl, &other, NULL), 0, "from purl");
	CHECK(component_same(&dpkg, &other), "dpkg");
	CHECK(!(other.flags & COMPONENT_SOURCE_ASSUMED), "the source was stated");
	component_finish(&rpm);
	CHECK_SV(rpm.version, "5.1.8-6.el9", "no epoch");
	CHECK_INT(component_purl(&a, &rpm, &purl), 0, "purl");
	CHECK_SV(purl, "pkg:rpm/almalinux/bash@5.1.8-6.el9?arch=x86_64&distro=almalinux-9.2",
		 "rpm purl");
	CHECK_INT(component_from_purl(&a, purl, &other, NULL), 0, "from purl");
	CHECK(component_same(&rpm, &other), "rpm");
	CHECK(other.flags & COMPONENT_SOURCE_ASSUMED, "the source was not stated");
}

static void test_sources(void)
{
	static const struct { const char *source, *version, *name; } signed_rows[] = {
		{"linux-signed-amd64", "6.1.192+2", "linux"},
		{"linux-signed-6.12-arm64", "6.12.1+1", "linux-6.12"},
		{"linux-signed-hwe-6.5", "6.5.0-14.14", "linux-hwe-6.5"},
		{"linux-signed", "5.15.0-91.101", "linux"},
	};
	arena_auto a = {.cap = 4096};
	struct sv name, version;
	struct component c = {.type = SV("deb"), .version = SV("6.1.192-2")};
	struct component list[2] = {
		{.type = SV("deb"), .flags = COMPONENT_SOURCE_ASSUMED}, {.type = SV("npm")},
	};

	for (size_t i = 0; i < YG_COUNT(signed_rows); i++) {
		c.source_name = sv_of(signed_rows[i].source);
		c.source_version = sv_of(signed_rows[i].version);
		CHECK_INT(ecosystem_source(&a, &c, &name, &version), 0, signed_rows[i].source);
		CHECK_SV(name, signed_rows[i].name, signed_rows[i].source);
		CHECK_SV(version, "6.1.192-2", signed_rows[i].source);
	}
	component_settle_sources(list, 2);
	CHECK(list[0].flags & COMPONENT_SOURCE_ASSUMED, "nobody stated a source");
	list[1] = (struct component){.type = SV("deb"), .source_name = SV("x")};
	component_settle_sources(list, 2);
	CHECK(!(list[0].flags & COMPONENT_SOURCE_ASSUMED), "somebody did");
}

/* Fail the Nth allocation until the call succeeds; the result must stay untouched. */
static void test_faults(void)
{
	struct sv text = SV("PKG:rpm/OL/a%2Bb@1-2?epoch=3&distro=ol-8&upstream=c-1-2.src.rpm");
	arena_auto keep = {.cap = 1 << 16};
	struct component c, sentinel = {.name = SV("sentinel")};
	struct sv out;

	for (long n = 1;; n++) {
		arena_auto a = {.cap = 1 << 16, .fail_at = n};
		c = sentinel;
		int code = component_from_purl(&a, text, &c, NULL);
		if (code == 0)
			break;
		CHECK_INT(code, YG_ENOMEM, "fault");
		CHECK_SV(c.name, "sentinel", "untouched");
	}
	CHECK_INT(component_from_purl(&keep, text, &c, NULL), 0, "no fault");
	for (long n = 1;; n++) {
		arena_auto a = {.cap = 1 << 16, .fail_at = n};
		out = SV("sentinel");
		int code = component_purl(&a, &c, &out);
		if (code == 0)
			break;
		CHECK_INT(code, YG_ENOMEM, "fault");
		CHECK_SV(out, "sentinel", "untouched");
	}
}

int main(void)
{
	for (size_t i = 0; i < YG_COUNT(rows); i++)
		check_row(i);
	test_readers_agree();
	test_sources();
	test_faults();
	return check_done();
}
