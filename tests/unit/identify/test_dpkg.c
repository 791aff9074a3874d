/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "collect.h"

static const struct inventory_os bookworm = {.id = SV_INIT("debian"),
					     .version_id = SV_INIT("12")};

static const char status[] =
	"Package: libc6\n"
	"Status: install ok installed\n"
	"Maintainer: GNU Libc Maintainers <debian-glibc@lists.debian.org>\n"
	"Architecture: amd64\n"
	"Source: glibc\n"
	"Version: 2.36-9+deb12u3\n"
	"Conffiles:\n"
	" /etc/ld.so.conf.d/x86_64-linux-gnu.conf d4e7a7b88a71b5ffd9e2644e71a0cfab\n"
	"Description: GNU C Library: Shared libraries\n"
	" Version: 9.9.9 is not a field here\n"
	"\n"
	"package: bsdutils\n"
	"STATUS: install ok installed\n"
	"Architecture: amd64\n"
	"source: util-linux (2.38.1-5)\n"
	"Version: 1:2.38.1-5+b1\n"
	"\n\n"
	"Package: gone\n"
	"Status: deinstall ok config-files\n"
	"Version: 1.0-1\n"
	"\n"
	"Package: half\n"
	"Status: install reinstreq half-installed\n"
	"Version: 1.0-1\n"
	"\n"
	"Package: held\n"
	"Status: hold ok installed\n"
	"Version: 1.0-1\n"
	"Version: 2.0-1\n"
	"\n"
	"Package: linux-image-6.1.0-41-amd64\n"
	"Status: install ok installed\n"
	"Source: linux-signed-amd64 (6.1.158+1)\n"
	"Version: 6.1.158-1\n"
	"\n"
	"Package: linux-image-amd64\n"
	"Status: install ok installed\n"
	"Source: linux-signed-amd64 (6.1.158+1)\n"
	"Version: 6.1.158-1\n"
	"\n"
	"Package: linux-libc-dev\n"
	"Status: install ok installed\n"
	"Source: linux\n"
	"Version: 6.1.158-1\n"
	"\n"
	"Package: docker-ce\n"
	"Status: install ok installed\n"
	"Maintainer: Docker <support@docker.com>\n"
	"Version: 5:24.0.7-1~debian.12~bookworm\n"
	"\n"
	"Package: mongodb-org\n"
	"Status: install ok installed\n"
	"Origin: MongoDB Inc.\n"
	"Version: 7.0.4\n"
	"\n"
	"Status: install ok installed\n"
	"Version: 1\n"
	"\n"
	"Package: versionless\n"
	"Status: install ok installed\n"
	"\n";

static const struct {
	const char *name, *version, *arch, *source, *source_version;
	unsigned flags;
} expected[] = {
	{"libc6", "2.36-9+deb12u3", "amd64", "glibc", "2.36-9+deb12u3", 0},
	{"bsdutils", "1:2.38.1-5+b1", "amd64", "util-linux", "2.38.1-5", 0},
	{"held", "1.0-1", "", "held", "1.0-1", 0},
	{"linux-image-6.1.0-41-amd64", "6.1.158-1", "", "linux-signed-amd64", "6.1.158+1",
	 COMPONENT_KERNEL_IMAGE},
	{"linux-image-amd64", "6.1.158-1", "", "linux-signed-amd64", "6.1.158+1",
	 COMPONENT_NO_CODE},
	{"linux-libc-dev", "6.1.158-1", "", "linux", "6.1.158-1",
	 COMPONENT_HEADERS | COMPONENT_NO_CODE},
	{"docker-ce", "5:24.0.7-1~debian.12~bookworm", "", "docker-ce",
	 "5:24.0.7-1~debian.12~bookworm", COMPONENT_THIRD_PARTY},
	{"mongodb-org", "7.0.4", "", "mongodb-org", "7.0.4", COMPONENT_THIRD_PARTY},
};

static void check_status(const struct collected *l)
{
	CHECK_INT(l->rc, 0, "read");
	CHECK_INT(l->count, YG_COUNT(expected), "components");
	for (size_t i = 0; i < YG_COUNT(expected) && i < l->count; i++) {
		const struct component *c = &l->items[i];
		CHECK_SV(c->type, "deb", expected[i].name);
		CHECK_SV(c->ns, "debian", expected[i].name);
		CHECK_SV(c->name, expected[i].name, "name");
		CHECK_SV(c->version, expected[i].version, expected[i].name);
		CHECK_SV(c->arch, expected[i].arch, expected[i].name);
		CHECK_SV(c->source_name, expected[i].source, expected[i].name);
		CHECK_SV(c->source_version, expected[i].source_version, expected[i].name);
		CHECK_SV(c->os_family, "debian", expected[i].name);
		CHECK_SV(c->os_release, "12", expected[i].name);
		CHECK_INT(c->flags, expected[i].flags, expected[i].name);
	}
	CHECK_SV(collected_find(l, "docker-ce")->origin, "Docker", "origin by address");
	CHECK_SV(collected_find(l, "mongodb-org")->origin, "MongoDB Inc.", "origin by field");
	CHECK_INT(l->skip_count, 2, "skipped");
	CHECK_SV(l->skips[1].name, "versionless", "named");
	CHECK_INT(l->skips[1].at, (long long)(strstr(status, "Package: versionless") - status),
		  "place");
}

static void test_status(void)
{
	struct collected l = {0};

	collect(&l, NULL, "var/lib/dpkg/status", SV(status), &bookworm);
	CHECK(l.reader && sv_is(sv_of(l.reader->name), "dpkg"), "detected");
	check_status(&l);
	collected_drop(&l);
}

/* The same text with CRLF line ends, behind a byte order mark. */
static void test_line_ends(void)
{
	static char text[2 * sizeof status + 3] = "\xef\xbb\xbf";
	struct collected l = {0};
	size_t n = 3;

	for (const char *p = status; *p; p++) {
		if (*p == '\n')
			text[n++] = '\r';
		text[n++] = *p;
	}
	collect(&l, NULL, "status", (struct sv){text, n}, &bookworm);
	CHECK_INT(l.rc, 0, "read");
	CHECK_INT(l.count, YG_COUNT(expected), "components");
	CHECK_SV(collected_find(&l, "libc6")->version, "2.36-9+deb12u3", "version");
	collected_drop(&l);
}

static const struct {
	const char *path, *text;
	int rc;
	size_t count, skips;
} files[] = {
	/* distroless: no Status line */
	{"var/lib/dpkg/status.d/netbase", "Package: netbase\nVersion: 6.4\nArchitecture: all\n",
	 0, 1, 0},
	{"netbase", "Package: netbase\nVersion: 6.4\n", 0, 1, 0},
	/* lists of what could be installed, and yesterday's state */
	{"var/lib/dpkg/status-old", status, YG_ENOTFOUND, 0, 0},
	{"var/lib/dpkg/available", "Package: netbase\nVersion: 6.4\n", YG_ENOTFOUND, 0, 0},
	{"var/lib/apt/lists/deb.debian.org_dists_Packages",
	 "Package: netbase\nVersion: 6.4\nFilename: pool/n/netbase.deb\n", YG_ENOTFOUND, 0, 0},
	{"x", "Package: netbase\nVersion: 6.4\nFilename: pool/n/netbase.deb\n", YG_ENOTFOUND, 0, 0},
	{"debian/control", "Source: x\nMaintainer: y\n\nPackage: x\nArchitecture: any\n",
	 YG_ENOTFOUND, 0, 0},
	{"x", "Package: a\xff\nStatus: install ok installed\nVersion: 1\n", 0, 0, 1},
	{"x", "Package: a\nStatus: install ok installed\nVersion: 1\x01\n", 0, 0, 1},
	{"x", "Package: a2345678\xff\xff\xff\xff\xff\xff\xff\xff\nStatus: install ok installed\n"
	 "Version: 1\n", 0, 0, 1},
	{"x", "Package: a234567\x7f""abcdefgh\nStatus: install ok installed\nVersion: 1\n", 0, 0, 1},
	{"x", "Package: a234567\x1f""abcdefgh\nStatus: install ok installed\nVersion: 1\n", 0, 0, 1},
	{"x", "Package: a23456\xc3\xa9""bcdefgh\nStatus: install ok installed\nVersion: 1\n", 0, 1, 0},
	{"x", "Package: a\nStatus: install ok installed\nVersion: 1", 0, 1, 0},
	{"x", "", YG_ENOTFOUND, 0, 0},
};

static void test_files(void)
{
	for (size_t i = 0; i < YG_COUNT(files); i++) {
		struct collected l = {0};
		collect(&l, NULL, files[i].path, sv_of(files[i].text), NULL);
		CHECK(l.rc == files[i].rc && l.count == files[i].count &&
		      l.skip_count == files[i].skips, "row %zu: %d, %zu components, %zu skipped",
		      i, l.rc, l.count, l.skip_count);
		collected_drop(&l);
	}
}

static void test_limits(void)
{
	static char text[LIMIT_NAME + 100];
	struct collected l = {0};
	int n = snprintf(text, sizeof text, "Status: install ok installed\nVersion: 1\nPackage: ");

	memset(text + n, 'a', LIMIT_NAME + 1);
	collect(&l, "dpkg", "x", (struct sv){text, (size_t)n + LIMIT_NAME}, NULL);
	CHECK_INT(l.count, 1, "a name of LIMIT_NAME bytes");
	collected_drop(&l);
	collect(&l, "dpkg", "x", (struct sv){text, (size_t)n + LIMIT_NAME + 1}, NULL);
	CHECK_INT(l.count, 0, "a longer one");
	CHECK_INT(l.skip_count, 1, "is left out by name");
	collected_drop(&l);
}

static void test_os_unknown(void)
{
	struct collected l = {0};

	collect(&l, "dpkg", "x", SV("Package: a\nStatus: install ok installed\nVersion: 1\n"),
		NULL);
	CHECK_SV(collected_find(&l, "a")->os_family, "", "not guessed");
	CHECK_SV(collected_find(&l, "a")->ns, "", "not guessed");
	collected_drop(&l);
}

static void test_sink_errors(void)
{
	struct collected l = {0};
	long n = 0;

	do {
		collected_drop(&l);
		l.sink_fail_at = ++n;
		collect(&l, "dpkg", "x", SV(status), &bookworm);
		CHECK(l.rc == 0 || l.rc == YG_EIO, "call %ld: %d", n, l.rc);
	} while (l.rc < 0 && n < 100);
	CHECK_INT(n, YG_COUNT(expected) + 2 + 1, "calls of the sink");
	collected_drop(&l);
}

int main(void)
{
	test_status();
	test_line_ends();
	test_files();
	test_limits();
	test_os_unknown();
	test_sink_errors();
	return check_done();
}
