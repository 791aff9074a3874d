/* SPDX-License-Identifier: Apache-2.0 */
/* Readers of line-oriented lists: apk, rpm -qa, dpkg-query, dpkg -l, purls. */
#include "check.h"

#include "collect.h"

static const struct inventory_os alma = {.id = SV_INIT("almalinux"),
					 .version_id = SV_INIT("9.4")};
static const struct inventory_os rhel = {.id = SV_INIT("rhel"), .version_id = SV_INIT("8.10")};
static const struct inventory_os alpine = {.id = SV_INIT("alpine"),
					   .version_id = SV_INIT("3.19.1")};
static const struct inventory_os debian = {.id = SV_INIT("debian"), .version_id = SV_INIT("12")};

enum { THIRD = COMPONENT_THIRD_PARTY, ASSUMED = COMPONENT_SOURCE_ASSUMED,
       MODULE = COMPONENT_MODULE_KNOWN, KERNEL = COMPONENT_KERNEL_IMAGE,
       NO_CODE = COMPONENT_NO_CODE, HEADERS = COMPONENT_HEADERS | COMPONENT_NO_CODE };

struct want {
	const char *name, *version, *arch, *source, *source_version, *module;
	unsigned flags;
};

struct list {
	const char *reader, *text;
	const struct inventory_os *os;
	const char *type, *ns, *release;
	size_t skips;
	struct want want[12];
};

static const struct list lists[] = {
	{"rpm-query",
	 "bash\t(none):5.1.8-9.el9\tx86_64\tbash-5.1.8-9.el9.src.rpm\t(none)\r\n"
	 "gpg-pubkey\t(none):b86b3716-61e69f29\t(none)\t(none)\t(none)\n"
	 "openssl-libs\t1:3.0.7-27.el9\tx86_64\topenssl-3.0.7-27.el9.src.rpm\t(none)\n"
	 "zero\t0:1-1\tnoarch\t(none)\n"
	 "nodejs\t1:18.20-1.module_el8\tx86_64\tnodejs-18.20-1.module_el8.src.rpm\t"
	 "nodejs:18:8100020240101:489197e6\n"
	 "kernel-core\t(none):5.14.0-1.el9\tx86_64\tkernel-5.14.0-1.el9.src.rpm\t(none)\n"
	 "kernel-headers\t(none):5.14.0-1.el9\tx86_64\tkernel-5.14.0-1.el9.src.rpm\t(none)\n"
	 "php\t(none):8.2-1.el9.remi\tx86_64\tphp-8.2-1.el9.remi.src.rpm\t(none)\n"
	 "warning: something else\n",
	 &alma, "rpm", "almalinux", "9.4", 1,
	 {{"bash", "5.1.8-9.el9", "x86_64", "bash", "5.1.8-9.el9", "", MODULE},
	  {"openssl-libs", "1:3.0.7-27.el9", "x86_64", "openssl", "3.0.7-27.el9", "", MODULE},
	  {"zero", "1-1", "noarch", "zero", "1-1", "", ASSUMED},
	  {"nodejs", "1:18.20-1.module_el8", "x86_64", "nodejs", "18.20-1.module_el8",
	   "nodejs:18:8100020240101:489197e6", MODULE},
	  {"kernel-core", "5.14.0-1.el9", "x86_64", "kernel", "5.14.0-1.el9", "",
	   MODULE | KERNEL},
	  {"kernel-headers", "5.14.0-1.el9", "x86_64", "kernel", "5.14.0-1.el9", "",
	   MODULE | HEADERS},
	  {"php", "8.2-1.el9.remi", "x86_64", "php", "8.2-1.el9.remi", "", MODULE | THIRD}}},
	{"rpm-qa",
	 "bash-5.1.8-9.el9.x86_64\n"
	 "gpg-pubkey-8483c65d-5ccc5b19\n"
	 "java-11-openjdk-headless-11.0.23.0.9-3.el8.x86_64\n"
	 "glibc-doc-2.28-251.el8.noarch\n"
	 "no architecture here\n",
	 &rhel, "rpm", "redhat", "8.10", 1,
	 {{"bash", "5.1.8-9.el9", "x86_64", "bash", "5.1.8-9.el9", "", ASSUMED},
	  {"java-11-openjdk-headless", "11.0.23.0.9-3.el8", "x86_64", "java-11-openjdk-headless",
	   "11.0.23.0.9-3.el8", "", ASSUMED},
	  {"glibc-doc", "2.28-251.el8", "noarch", "glibc-doc", "2.28-251.el8", "",
	   ASSUMED | NO_CODE}}},
	{"apk",
	 "C:Q1abc=\nP:musl\nV:1.2.4_git20230717-r4\nA:x86_64\no:musl\nt:1700000000\n"
	 "F:lib\nR:ld-musl-x86_64.so.1\na:0:0:755\n\n"
	 "C:Q1def=\nP:ssl_client\nV:1.36.1-r15\nA:x86_64\no:busybox\n\n"
	 "P:no-version\n\n"
	 "P:linux-lts\nV:6.6.7-r0\nA:x86_64\nF:usr/share/linux\nF:V:not-a-version\n",
	 &alpine, "apk", "alpine", "3.19", 1,
	 {{"musl", "1.2.4_git20230717-r4", "x86_64", "musl", "1.2.4_git20230717-r4", "", 0},
	  {"ssl_client", "1.36.1-r15", "x86_64", "busybox", "1.36.1-r15", "", 0},
	  {"linux-lts", "6.6.7-r0", "x86_64", "linux-lts", "6.6.7-r0", "", KERNEL}}},
	{"dpkg-query",
	 "adduser\t3.134\tall\tadduser\t3.134\tii \n"
	 "bash\t5.2.15-2+b8\tamd64\tbash\t5.2.15-2\tii \n"
	 "gone\t1.0-1\tamd64\tgone\t1.0-1\trc \n"
	 "held\t1.0-1\tamd64\tother\t2.0-1\thi \n"
	 "Bad Name\t1\n",
	 &debian, "deb", "debian", "12", 1,
	 {{"adduser", "3.134", "all", "adduser", "3.134", "", 0},
	  {"bash", "5.2.15-2+b8", "amd64", "bash", "5.2.15-2", "", 0},
	  {"held", "1.0-1", "amd64", "other", "2.0-1", "", 0}}},
	{"dpkg-query", "adduser\t3.134\nlibc6:amd64\t2.36-9+deb12u3\n",
	 &debian, "deb", "debian", "12", 0,
	 {{"adduser", "3.134", "", "adduser", "3.134", "", ASSUMED},
	  {"libc6", "2.36-9+deb12u3", "amd64", "libc6", "2.36-9+deb12u3", "", ASSUMED}}},
	{"dpkg-list",
	 "Desired=Unknown/Install/Remove/Purge/Hold\n"
	 "| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n"
	 "|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n"
	 "||/ Name           Version      Architecture Description\n"
	 "+++-==============-============-============-=================================\n"
	 "ii  adduser        3.134        all          add and remove users and groups\n"
	 "ii  libc6:amd64    2.36-9       amd64        GNU C Library: Shared libraries\n"
	 "rc  gone           1.0-1        amd64        removed, configuration left\n",
	 &debian, "deb", "debian", "12", 0,
	 {{"adduser", "3.134", "all", "adduser", "3.134", "", ASSUMED},
	  {"libc6", "2.36-9", "amd64", "libc6", "2.36-9", "", ASSUMED}}},
	{"purl-list",
	 "# exported\n\npkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12&upstream=glibc\r\n"
	 "  pkg:deb/debian/curl@7.88.1-10%2Bdeb12u3?distro=bookworm&arch=amd64  \n"
	 "not a purl\n"
	 "pkg:deb/debian/linux-image-6.1.0-9-amd64@6.1.27-1?distro=debian-12&"
	 "upstream=linux-signed-amd64%406.1.27%2B1\n",
	 NULL, "deb", "debian", "12", 1,
	 {{"libc6", "2.36-9", "amd64", "glibc", "2.36-9", "", 0},
	  {"curl", "7.88.1-10+deb12u3", "amd64", "curl", "7.88.1-10+deb12u3", "", ASSUMED},
	  {"linux-image-6.1.0-9-amd64", "6.1.27-1", "", "linux-signed-amd64", "6.1.27+1", "",
	   KERNEL}}},
};

static void check_list(const struct list *t, const struct collected *l)
{
	size_t n = 0;

	CHECK(l->reader && strcmp(l->reader->name, t->reader) == 0, "%s: detected as %s",
	      t->reader, l->reader ? l->reader->name : "nothing");
	CHECK_INT(l->rc, 0, t->reader);
	while (n < YG_COUNT(t->want) && t->want[n].name)
		n++;
	CHECK(l->count == n && l->skip_count == t->skips, "%s: %zu components, %zu skipped",
	      t->reader, l->count, l->skip_count);
	for (size_t i = 0; i < n && i < l->count; i++) {
		const struct want *w = &t->want[i];
		const struct component *c = &l->items[i];
		CHECK_SV(c->type, t->type, w->name);
		CHECK_SV(c->ns, t->ns, w->name);
		CHECK_SV(c->name, w->name, t->reader);
		CHECK_SV(c->version, w->version, w->name);
		CHECK_SV(c->arch, w->arch, w->name);
		CHECK_SV(c->source_name, w->source, w->name);
		CHECK_SV(c->source_version, w->source_version, w->name);
		CHECK_SV(c->module, w->module, w->name);
		CHECK_SV(c->os_release, t->release, w->name);
		CHECK_INT(c->flags, w->flags, w->name);
	}
}

static void test_lists(void)
{
	for (size_t i = 0; i < YG_COUNT(lists); i++) {
		struct collected l = {0};
		collect(&l, NULL, "inventory", sv_of(lists[i].text), lists[i].os);
		check_list(&lists[i], &l);
		collected_drop(&l);
	}
}

/* The Nth request of memory, and the Nth call of the sink, fail. */
static void test_faults(void)
{
	for (size_t i = 0; i < YG_COUNT(lists); i++) {
		struct collected l = {0};
		long n = 0;
		do {
			collected_drop(&l);
			l.arena.fail_at = ++n;
			collect(&l, lists[i].reader, "x", sv_of(lists[i].text), lists[i].os);
			CHECK(l.rc == 0 || l.rc == YG_ENOMEM, "request %ld: %d", n, l.rc);
		} while (l.rc < 0 && n < 100);
		CHECK_INT(l.rc, 0, "ends");
		n = 0;
		do {
			collected_drop(&l);
			l.sink_fail_at = ++n;
			collect(&l, lists[i].reader, "x", sv_of(lists[i].text), lists[i].os);
			CHECK(l.rc == 0 || l.rc == YG_EIO, "call %ld: %d", n, l.rc);
		} while (l.rc < 0 && n < 100);
		CHECK_INT(n, (long long)(l.count + l.skip_count + 1), lists[i].reader);
		collected_drop(&l);
	}
}

int main(void)
{
	test_lists();
	test_faults();
	return check_done();
}
