/* SPDX-License-Identifier: Apache-2.0 */
/* The walk of a folder: what is handed over, in what order, and where it does not go. */
#include "check.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "identify/walk.h"

/* ---- names ---- */

static const struct { const char *path; enum inventory_want want; } names[] = {
	{"etc/os-release", INVENTORY_OS_RELEASE}, {"usr/lib/os-release", INVENTORY_OS_RELEASE},
	{"opt/chroot/etc/os-release", INVENTORY_IGNORED},
	{"var/lib/dpkg/status", INVENTORY_SYSTEM}, {"var/lib/dpkg/status-old", INVENTORY_IGNORED},
	{"var/lib/dpkg/status.d/base", INVENTORY_SYSTEM},
	{"var/lib/dpkg/status.d/base.md5sums", INVENTORY_IGNORED},
	{"lib/apk/db/installed", INVENTORY_SYSTEM},
	{"usr/lib/sysimage/rpm/rpmdb.sqlite", INVENTORY_SYSTEM},
	{"var/lib/rpm/Packages", INVENTORY_SYSTEM},
	{"app/package-lock.json", INVENTORY_DOCUMENT}, {"x.yarn.lock", INVENTORY_DOCUMENT},
	{"xyarn.lock", INVENTORY_IGNORED},
	{"app/node_modules/a/package-lock.json", INVENTORY_IGNORED},
	{"app/node_modules/.package-lock.json", INVENTORY_DOCUMENT},
	{"not_node_modules/a/package-lock.json", INVENTORY_DOCUMENT},
	{"vendor/x/go.mod", INVENTORY_IGNORED}, {"x/go.mod", INVENTORY_DOCUMENT},
	{"vendor/composer/installed.json", INVENTORY_DOCUMENT},
	{"a/requirements-dev.txt", INVENTORY_DOCUMENT}, {"requirements.in", INVENTORY_IGNORED},
	{"usr/lib/python3/dist-packages/x-1.dist-info/METADATA", INVENTORY_DOCUMENT},
	{"METADATA", INVENTORY_TEXT}, {"a/METADATA", INVENTORY_IGNORED},
	{"usr/lib/R/library/base/DESCRIPTION", INVENTORY_DOCUMENT},
	{"a/DESCRIPTION", INVENTORY_IGNORED},
	{"a/b.jar", INVENTORY_ARCHIVE}, {"a/b.war", INVENTORY_ARCHIVE},
	{"sbom.cdx.json", INVENTORY_DOCUMENT}, {"a/b.spdx", INVENTORY_DOCUMENT},
	{"a/b.json", INVENTORY_POSSIBLE}, {"a/node_modules/b/package.json", INVENTORY_IGNORED},
	{"web01-status", INVENTORY_TEXT}, {"a/b.txt", INVENTORY_TEXT},
	{"bin/sh", INVENTORY_IGNORED}, {"a.c", INVENTORY_IGNORED},
	{"", INVENTORY_TEXT},
};

static void test_names(void)
{
	for (size_t i = 0; i < YG_COUNT(names); i++)
		CHECK_INT(inventory_wanted(sv_of(names[i].path)), names[i].want, names[i].path);
	CHECK(inventory_folder_ignored(SV("proc")) && inventory_folder_ignored(SV("a/.git")) &&
	      !inventory_folder_ignored(SV("a/proc")), "folders");
	CHECK(inventory_go_mod_is_whole(SV("module x\n\ngo 1.17\n")) &&
	      inventory_go_mod_is_whole(SV("go 1.21.3")) && !inventory_go_mod_is_whole(SV("go 1.16")) &&
	      !inventory_go_mod_is_whole(SV("module x")), "go.mod");
	CHECK(inventory_is_known(SV("x.json"), SV("{\"a\":[1,2],\"bomFormat\":\"CycloneDX\"}")) &&
	      !inventory_is_known(SV("x.json"), SV("{\"a\":1}")) &&
	      !inventory_is_known(SV("x.txt"), SV("words")), "known texts");
}

/* ---- folders ---- */

struct seen {
	struct buf log;
	size_t calls;
	long fail_at;
};

static int answer(struct seen *s)
{
	return ++s->calls == (size_t)s->fail_at ? YG_ESTALE : 0;
}

static int file(void *ctx, struct sv path, enum inventory_want want, int fd)
{
	struct seen *s = ctx;
	char text[32];
	ssize_t n = read(fd, text, sizeof text);

	buf_fmt(&s->log, "%d %.*s %.*s\n", (int)want, SV_ARG(path), (int)(n > 0 ? n : 0), text);
	return answer(s);
}

static int problem(void *ctx, struct sv path, int code, const char *why)
{
	struct seen *s = ctx;

	buf_fmt(&s->log, "P %.*s %d %s\n", SV_ARG(sv_first(path, 60)), code, why);
	return answer(s);
}

static int walk(struct seen *s, int root, struct yg_err *err)
{
	struct inventory_visitor v = {.ctx = s, .file = file, .problem = problem};

	s->calls = 0;
	buf_clear(&s->log);
	return inventory_walk(root, &v, err);
}

static void put(int root, const char *path, const char *text)
{
	char folder[256];
	int fd;

	for (size_t i = 0; path[i]; i++)
		if (path[i] == '/') {
			snprintf(folder, sizeof folder, "%.*s", (int)i, path);
			(void)mkdirat(root, folder, 0755);
		}
	fd = openat(root, path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		abort();
	close(fd);
}

static void link_to(int root, const char *target, const char *path)
{
	if (symlinkat(target, root, path) != 0)
		abort();
}

/* Only what this test has made: the name comes from mkdtemp(). */
static void remove_tree(const char *path)
{
	pid_t p = strncmp(path, "/tmp/yagura-walk-", 17) == 0 ? fork() : -1;

	if (p == 0) {
		execl("/bin/rm", "rm", "-rf", "--", path, (char *)NULL);
		_exit(127);
	}
	if (p > 0)
		(void)waitpid(p, NULL, 0);
}

static void test_tree(void)
{
	static const char want[] =
		"1 usr/lib/os-release ID=x\n"
		"3 a/Cargo.lock cargo\n"
		"P a/dangling.lock.spdx -4 a link that leads nowhere in this tree\n"
		"3 b/go.mod module x\ngo 1.20\n\n"
		"3 c/go.mod go 1.16\n"
		"3 c/go.sum sum\n"
		"P d/outside.spdx -4 a link that leads nowhere in this tree\n"
		"4 e/x.json {}\n"
		"6 f/x.jar jar\n"
		"2 var/lib/dpkg/status status\n";
	char path[] = "/tmp/yagura-walk-XXXXXX";
	struct seen s = {.log = BUF_CAP(1 << 20)};
	struct yg_err err = {0};
	int root;
	size_t calls;

	if (!mkdtemp(path))
		abort();
	root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	put(root, "usr/lib/os-release", "ID=x");
	put(root, "etc/passwd", "no");
	link_to(root, "/usr/lib/os-release", "etc/os-release");
	put(root, "var/lib/dpkg/status", "status");
	put(root, "a/Cargo.lock", "cargo");
	link_to(root, "Cargo.lock", "a/Zargo.lock");
	(void)!linkat(root, "a/Cargo.lock", root, "a/y.Cargo.lock", 0);	/* the same file again */
	link_to(root, "nowhere", "a/dangling.lock.spdx");
	link_to(root, "nowhere", "a/dangling.json");
	put(root, "b/go.mod", "module x\ngo 1.20\n");
	put(root, "b/go.sum", "sum");
	put(root, "c/go.mod", "go 1.16");
	put(root, "c/go.sum", "sum");
	link_to(root, "/etc/hostname", "d.txt");
	put(root, "d/x", "no");
	link_to(root, "../../../../../../etc/hosts", "d/outside.spdx");
	link_to(root, "..", "d/loop");
	link_to(root, ".", "self");
	put(root, "e/x.json", "{}");
	put(root, "f/x.jar", "jar");
	put(root, "f/list.txt", "no: a file system");
	put(root, "proc/x.json", "no");
	put(root, "g/.git/x.json", "no");
	(void)mkfifoat(root, "pipe.json", 0644);
	CHECK_INT(walk(&s, root, &err), 0, err.what ? err.what : "walk");
	/* etc/os-release is a link to the other, so it is given under the first name. */
	CHECK(strstr(s.log.p, "1 etc/os-release ID=x\n") == s.log.p, "os-release first: %s", s.log.p);
	(void)unlinkat(root, "etc/os-release", 0);
	CHECK_INT(walk(&s, root, &err), 0, err.what ? err.what : "walk");
	CHECK(strcmp(s.log.p, want) == 0, "got\n%swant\n%s", s.log.p, want);
	calls = s.calls;
	for (size_t n = 1; n <= calls; n++) {
		s.fail_at = (long)n;
		CHECK_INT(walk(&s, root, &err), YG_ESTALE, "a callback that ends the walk");
		CHECK_INT(s.calls, n, "at once");
	}
	s.fail_at = 0;
	close(root);
	CHECK_INT(walk(&s, -1, &err), YG_EIO, "no folder");
	remove_tree(path);
	buf_drop(&s.log);
}

/* Deeper than is walked, and longer than a path may be. */
static void test_deep(void)
{
	char path[] = "/tmp/yagura-walk-XXXXXX", name[201];
	struct seen s = {.log = BUF_CAP(1 << 20)};
	struct yg_err err = {0};
	int root, at, next;

	if (!mkdtemp(path))
		abort();
	memset(name, 'n', 200);
	name[200] = '\0';
	root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	at = dup(root);
	for (int i = 0; i < LIMIT_WALK_DEPTH + 5; i++) {
		if (mkdirat(at, "d", 0755) != 0)
			abort();
		next = openat(at, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		close(at);
		at = next;
	}
	put(at, "x.json", "{}");
	close(at);
	at = dup(root);
	for (int i = 0; i < 30; i++) {
		if (mkdirat(at, name, 0755) != 0)
			abort();
		next = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		close(at);
		at = next;
	}
	close(at);
	put(root, "z.json", "{}");
	CHECK_INT(walk(&s, root, &err), 0, "deep");
	CHECK(strstr(s.log.p, "nested deeper than LIMIT_WALK_DEPTH"), "depth: %s", s.log.p);
	CHECK(strstr(s.log.p, "a path longer than is accepted"), "length: %s", s.log.p);
	CHECK(strstr(s.log.p, "4 z.json {}\n"), "and the walk went on: %s", s.log.p);
	close(root);
	remove_tree(path);
	buf_drop(&s.log);
}

int main(void)
{
	test_names();
	test_tree();
	test_deep();
	return check_done();
}
