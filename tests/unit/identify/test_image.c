/* SPDX-License-Identifier: Apache-2.0 */
/* Container images and other archives: which files come out, in what order, and what is said. */
#include "check.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "identify/heavy/image.h"
#include "make_archive.h"

struct seen {
	struct buf log;
	long fail_at;		/* the Nth call answers YG_EIO */
	size_t calls;
};

static int answer(struct seen *s)
{
	return ++s->calls == (size_t)s->fail_at ? YG_EIO : 0;
}

static int image(void *ctx, struct sv name)
{
	struct seen *s = ctx;

	buf_fmt(&s->log, "I %.*s\n", SV_ARG(name));
	return answer(s);
}

static int file(void *ctx, struct sv path, struct sv inside, enum inventory_want want, char *text,
		size_t n)
{
	struct seen *s = ctx;

	CHECK(sv_ends(path, inside) || sv_ends(path, SV(".gz")), "%.*s ends in %.*s",
	      SV_ARG(path), SV_ARG(inside));
	CHECK(text[n] == '\0', "a NUL follows");
	buf_fmt(&s->log, "F%d %.*s %.*s\n", (int)want, SV_ARG(path), (int)(n < 40 ? n : 40), text);
	return answer(s);
}

static int problem(void *ctx, struct sv path, int code, const char *why)
{
	struct seen *s = ctx;

	buf_fmt(&s->log, "P %.*s %d %s\n", SV_ARG(path), code, why);
	return answer(s);
}

static int walk(struct seen *s, struct sv bytes, struct yg_err *err)
{
	struct image_visitor v = {.ctx = s, .image = image, .file = file, .problem = problem};
	int fd = memfd_create("test", MFD_CLOEXEC), r;

	if (write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n)
		abort();
	r = image_walk(fd, SV("t"), &v, err);
	close(fd);
	return r;
}

static void expect(struct sv bytes, const char *why, int code, const char *log)
{
	struct seen s = {.log = BUF_CAP(1 << 20)};
	struct yg_err err = {0};
	int r = walk(&s, bytes, &err);
	size_t calls = s.calls;

	CHECK(r == code && (r == 0 || err.what), "%s: got %d (%s)", why, r,
	      err.what ? err.what : "-");
	CHECK(strcmp(s.log.p ? s.log.p : "", log) == 0, "%s: got\n%swant\n%s", why,
	      s.log.p ? s.log.p : "", log);
	for (long n = 1; n <= (long)calls; n++) {
		buf_clear(&s.log);
		s.calls = 0;
		s.fail_at = n;
		CHECK_INT(walk(&s, bytes, &err), YG_EIO, why);
		CHECK_INT(s.calls, n, "nothing after the call that failed");
	}
	buf_drop(&s.log);
}

/* A tar of names and texts; a text that begins with "->" or "=>" makes a link. */
static struct sv tar(struct made *m, int filter, const char *const (*files)[2], size_t count)
{
	make_begin(m, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, filter);
	for (size_t i = 0; i < count; i++) {
		struct sv name = sv_of(files[i][0]), text = sv_of(files[i][1]);
		if (sv_starts(text, SV("->")))
			make_entry(m, name, S_IFLNK, SV(""), files[i][1] + 2);
		else if (sv_starts(text, SV("=>")))
			make_entry(m, name, S_IFREG, SV(""), files[i][1] + 2);
		else if (sv_ends(name, SV("/")))
			make_entry(m, name, S_IFDIR, SV(""), NULL);
		else
			make_entry(m, name, S_IFREG, text, NULL);
	}
	return make_end(m);
}

static const char *const base_layer[][2] = {
	{"etc/os-release", "->../usr/lib/os-release"}, {"usr/lib/os-release", "ID=one"},
	{"var/lib/dpkg/status", "status 1"}, {"app/package-lock.json", "lock 1"},
	{"app/sub/yarn.lock", "yarn 1"}, {"gone/go.mod", "mod 1"}, {"opaque/Cargo.lock", "cargo 1"},
	{"swap/uv.lock", "uv 1"}, {"usr/bin/x", "binary"}, {"notes.json", "{\"a\":1}"},
};
static const char *const upper_layer[][2] = {
	{"var/lib/dpkg/status", "status 2"}, {"app/.wh.package-lock.json", ""},
	{"app/sub/bun.lock", "bun 2"}, {".wh.gone", ""}, {"opaque/.wh..wh..opq", ""},
	{"opaque/poetry.lock", "poetry 2"}, {"swap", "->app"},
	{"x/go.mod", "module x\ngo 1.20\n"}, {"x/go.sum", "sum 2"},
	{"y/go.mod", "module y\ngo 1.16\n"}, {"y/go.sum", "sum 2"}, {"bom.cdx.json", "{\"bomFormat\":\"CycloneDX\"}"},
	{"node_modules/z/package-lock.json", "foreign"}, {"q.json", "{\"bomFormat\":\"CycloneDX\"}"},
};

static const char layered[] =
	"F1 t!usr/lib/os-release ID=one\n"
	"F2 t!var/lib/dpkg/status status 2\n"
	"F3 t!app/sub/bun.lock bun 2\n"
	"F3 t!app/sub/yarn.lock yarn 1\n"
	"F3 t!bom.cdx.json {\"bomFormat\":\"CycloneDX\"}\n"
	"F3 t!opaque/poetry.lock poetry 2\n"
	"F4 t!q.json {\"bomFormat\":\"CycloneDX\"}\n"
	"F3 t!x/go.mod module x\ngo 1.20\n\n"
	"F3 t!y/go.mod module y\ngo 1.16\n\n"
	"F3 t!y/go.sum sum 2\n";

static void expect_layered(struct sv bytes, const char *why, const char *name)
{
	char want[4096];

	snprintf(want, sizeof want, "I %s\n%s", name, layered);
	expect(bytes, why, 0, want);
}

static void test_docker_save(void)
{
	static const char manifest[] =
		"[{\"Config\":\"c.json\",\"RepoTags\":[\"app:1\",\"app:latest\"],"
		"\"Layers\":[\"a/layer.tar\",\"b/layer.tar\"]}]";
	struct made low, high, m;

	(void)tar(&low, ARCHIVE_FILTER_NONE, base_layer, YG_COUNT(base_layer));
	(void)tar(&high, ARCHIVE_FILTER_GZIP, upper_layer, YG_COUNT(upper_layer));
	/* The upper layer first, the manifest last, a link instead of the lower layer. */
	for (int links = 0; links < 3; links++) {
		make_begin(&m, ARCHIVE_FORMAT_TAR_USTAR, links ? ARCHIVE_FILTER_ZSTD : ARCHIVE_FILTER_NONE);
		make_file(&m, "b/layer.tar", buf_view(&high.b));
		make_file(&m, links ? "real/layer.tar" : "a/layer.tar", buf_view(&low.b));
		if (links)
			make_entry(&m, SV("a/layer.tar"), links == 1 ? S_IFLNK : S_IFREG, SV(""),
				   links == 1 ? "../real/layer.tar" : "real/layer.tar");
		make_file(&m, "c.json", SV("{}"));
		make_file(&m, "manifest.json", SV(manifest));
		expect_layered(make_end(&m), "docker save", "app:1");
		buf_drop(&m.b);
	}
	/* A missing layer is named, the rest is read. */
	make_begin(&m, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&m, "manifest.json", SV(manifest));
	make_file(&m, "a/layer.tar", buf_view(&low.b));
	make_file(&m, "b/layer.tar", sv_first(buf_view(&high.b), high.b.n / 2));
	(void)make_end(&m);
	{
		struct seen s = {.log = BUF_CAP(1 << 16)};
		CHECK_INT(walk(&s, buf_view(&m.b), NULL), 0, "half a layer");
		CHECK(strstr(s.log.p, "P t!b/layer.tar -2 cut short"), "named: %s", s.log.p);
		buf_drop(&s.log);
	}
	buf_drop(&m.b);
	make_begin(&m, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&m, "manifest.json", SV(manifest));
	make_file(&m, "b/layer.tar", buf_view(&high.b));
	(void)make_end(&m);
	{
		struct seen s = {.log = BUF_CAP(1 << 16)};
		CHECK_INT(walk(&s, buf_view(&m.b), NULL), 0, "no layer");
		CHECK(strstr(s.log.p, "P a/layer.tar -5 a layer of the image is missing"),
		      "named: %s", s.log.p);
		buf_drop(&s.log);
	}
	buf_drop(&m.b);
	buf_drop(&low.b);
	buf_drop(&high.b);
}

static void test_oci(void)
{
	struct made low, high, m;

	(void)tar(&low, ARCHIVE_FILTER_ZSTD, base_layer, YG_COUNT(base_layer));
	(void)tar(&high, ARCHIVE_FILTER_GZIP, upper_layer, YG_COUNT(upper_layer));
	make_begin(&m, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&m, "blobs/sha256/2222", buf_view(&high.b));
	make_file(&m, "blobs/sha256/1111", buf_view(&low.b));
	make_file(&m, "blobs/sha256/aaaa", SV("{\"layers\":["
		"{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+zstd\",\"digest\":\"sha256:1111\"},"
		"{\"mediaType\":\"application/vnd.in-toto+json\",\"digest\":\"sha256:9999\"},"
		"{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"sha256:2222\"}]}"));
	make_file(&m, "blobs/sha256/bbbb", SV("{\"manifests\":[{\"digest\":\"sha256:aaaa\"},"
		"{\"digest\":\"sha256:8888\",\"annotations\":"
		"{\"vnd.docker.reference.type\":\"attestation-manifest\"}}]}"));
	make_file(&m, "index.json", SV("{\"manifests\":[{\"digest\":\"sha256:bbbb\",\"annotations\":"
		"{\"org.opencontainers.image.ref.name\":\"1.0\"}}]}"));
	make_file(&m, "oci-layout", SV("{\"imageLayoutVersion\":\"1.0.0\"}"));
	expect_layered(make_end(&m), "OCI layout", "1.0");
	buf_drop(&m.b);
	make_begin(&m, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&m, "index.json", SV("{\"manifests\":[{\"digest\":\"sha256:bbbb\"}]}"));
	make_file(&m, "oci-layout", SV("{}"));
	expect(make_end(&m), "no manifest", 0,
	       "P t -5 a manifest of the image is missing or damaged\n");
	buf_drop(&m.b);
	/* An index that names itself ends. */
	make_begin(&m, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&m, "index.json", SV("{\"manifests\":[{\"digest\":\"index.json\"},{\"digest\":\"index.json\"}]}"));
	make_file(&m, "oci-layout", SV("{}"));
	expect(make_end(&m), "an index of itself", YG_ELIMIT, "");
	buf_drop(&m.b);
	buf_drop(&low.b);
	buf_drop(&high.b);
}

static void test_plain(void)
{
	static const char *const tree[][2] = {
		{"./lib/apk/db/installed", "apk"}, {"./etc/os-release", "ID=a"},
		{"./usr/lib/os-release", "ID=b"}, {"./manifest.json", "{\"name\":\"web app\"}"},
		{"./app/pom.xml", "<project/>"},
		{"./status", "Package: x\nStatus: install ok installed\nVersion: 1\n"},
		{"./some.tar", "not looked into"},
	};
	struct made m, in;

	expect(tar(&m, ARCHIVE_FILTER_XZ, tree, YG_COUNT(tree)), "a tree", 0,
	       "F1 t!etc/os-release ID=a\nF2 t!lib/apk/db/installed apk\nF3 t!app/pom.xml <project/>\n");
	buf_drop(&m.b);
	/* One document, compressed; a zip of documents; a .jar; a tree in an archive. */
	(void)make_compressed(&m, ARCHIVE_FILTER_ZSTD, SV("anything"));
	expect(buf_view(&m.b), "one document", 0, "F3 t anything\n");
	buf_drop(&m.b);
	make_begin(&in, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
	make_file(&in, "META-INF/maven/g/a/pom.properties", SV("groupId=g"));
	make_file(&in, "META-INF/maven/g/a/pom.xml", SV("<project/>"));
	make_file(&in, "x.class", SV("class"));
	(void)make_end(&in);
	make_begin(&m, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
	make_file(&m, "a/app.jar", buf_view(&in.b));
	make_file(&m, "sboms/one.json", SV("{\"bomFormat\":\"CycloneDX\"}"));
	make_file(&m, "sboms/other.json", SV("{\"x\":1}"));
	buf_drop(&in.b);
	(void)tar(&in, ARCHIVE_FILTER_GZIP, tree, YG_COUNT(tree));
	make_file(&m, "host.tar.gz", buf_view(&in.b));
	expect(make_end(&m), "a zip", 0,
	       "F3 t!a/app.jar!META-INF/maven/g/a/pom.properties groupId=g\n"
	       "F4 t!sboms/one.json {\"bomFormat\":\"CycloneDX\"}\n"
	       "P t!host.tar.gz!lib/apk/db/installed -6 a file system inside another archive: scan it by itself\n"
	       "P t!host.tar.gz!etc/os-release -6 a file system inside another archive: scan it by itself\n"
	       "P t!host.tar.gz!usr/lib/os-release -6 a file system inside another archive: scan it by itself\n"
	       "F3 t!host.tar.gz!app/pom.xml <project/>\n"
	       "F5 t!host.tar.gz!status Package: x\nStatus: install ok installed\n\n");
	buf_drop(&in.b);
	buf_drop(&m.b);
}

/* What lies in a .jar goes with the .jar; hard links, and links to what is not kept. */
static void test_layers_in_detail(void)
{
	static const char *const links[][2] = {
		{"usr/share/rpm/rpmdb.sqlite", "rpm"},
		{"usr/lib/sysimage/rpm/rpmdb.sqlite", "=>usr/share/rpm/rpmdb.sqlite"},
		{"a/uv.lock", "->/data/hidden"}, {"b/uv.lock", "->../c/uv.lock"}, {"c/uv.lock", "uv"},
	};
	struct made jar, low, high, m;

	make_begin(&jar, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
	make_file(&jar, "META-INF/maven/g/a/pom.properties", SV("p"));
	(void)make_end(&jar);
	make_begin(&low, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&low, "x/old.jar", buf_view(&jar.b));
	make_file(&low, "x/new.jar", buf_view(&jar.b));
	make_file(&low, "x/go.mod", SV("first"));
	make_file(&low, "x/go.mod", SV("second"));
	(void)make_end(&low);
	make_begin(&high, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&high, "x/old.jar", SV("no jar any more"));
	(void)make_end(&high);
	make_begin(&m, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	make_file(&m, "manifest.json", SV("[{\"Layers\":[\"1\",\"2\"]},{\"Layers\":[\"3\"]},{\"Layers\":[]}]"));
	make_file(&m, "1", buf_view(&low.b));
	make_file(&m, "2", buf_view(&high.b));
	buf_drop(&high.b);
	(void)tar(&high, ARCHIVE_FILTER_NONE, links, YG_COUNT(links));
	make_file(&m, "3", buf_view(&high.b));
	expect(make_end(&m), "details", 0,
	       "I \nF3 t!x/go.mod second\nF3 t!x/new.jar!META-INF/maven/g/a/pom.properties p\n"
	       "I \nF2 t!usr/share/rpm/rpmdb.sqlite rpm\n"
	       "P t!a/uv.lock -6 a link to a file that was not read\nF3 t!c/uv.lock uv\nI \n");
	buf_drop(&jar.b);
	buf_drop(&low.b);
	buf_drop(&high.b);
	buf_drop(&m.b);
}

static void test_refusals(void)
{
	struct seen s = {.log = BUF_CAP(4096)};
	struct image_visitor v = {.ctx = &s, .file = file, .problem = problem};
	struct yg_err err = {0};
	struct made m;
	int fd[2];

	if (pipe(fd) != 0)
		abort();
	CHECK_INT(image_walk(fd[0], SV("p"), &v, &err), YG_EINVAL, "a pipe");
	close(fd[0]);
	close(fd[1]);
	expect(SV("7z\xbc\xaf\x27\x1c"), "7-Zip", YG_EUNSUPPORTED, "");
	/* Layers without end: refused by number. */
	make_begin(&m, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	{
		struct buf b = BUF_CAP(1 << 20);
		buf_str(&b, "[{\"Layers\":[\"1\"");
		for (int i = 0; i < LIMIT_IMAGE_LAYERS; i++)
			buf_str(&b, ",\"1\"");
		buf_str(&b, "]}]");
		make_file(&m, "manifest.json", buf_view(&b));
		buf_drop(&b);
	}
	expect(make_end(&m), "layers", YG_ELIMIT, "");
	buf_drop(&m.b);
	buf_drop(&s.log);
}

int main(void)
{
	test_docker_save();
	test_oci();
	test_plain();
	test_layers_in_detail();
	test_refusals();
	return check_done();
}
