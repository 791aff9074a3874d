/* SPDX-License-Identifier: Apache-2.0 */
/* Lock files: for each format what is a component, what is left out by name, what is refused. */
#include "check.h"

#include "base/buf.h"
#include "collect.h"

/* want: "ns/name@version", " dev"; "- name: why" for what is left out; "! why" for a refusal. */
static const struct row { const char *reader, *path, *text, *want; } rows[] = {
	/* npm: 1 nests, 2 and 3 have paths; aliases, links, own packages, checkouts */
	{"npm-lock", "package-lock.json",
	 "{\"lockfileVersion\":1,\"dependencies\":{"
	 "\"a\":{\"version\":\"1.0.0\",\"dependencies\":{\"@s/b\":{\"version\":\"2.0.0\",\"dev\":true}}},"
	 "\"alias\":{\"version\":\"npm:@real/x@3.1.0\"},"
	 "\"ours\":{\"version\":\"file:../ours\"},"
	 "\"git\":{\"version\":\"git+https://example.org/g.git#1234\"},"
	 "\"bad\":7}}",
	 "@s/b@2.0.0 dev\na@1.0.0\n@real/x@3.1.0\ngit@\n- bad: a dependency is not an object\n"},
	{"npm-lock", "package-lock.json",
	 "{\"lockfileVersion\":2,\"dependencies\":{\"old\":{\"version\":\"9\"}},\"packages\":{"
	 "\"\":{\"name\":\"me\",\"version\":\"1.0.0\"},"
	 "\"packages/w\":{\"name\":\"w\",\"version\":\"1.0.0\"},"
	 "\"node_modules/w\":{\"resolved\":\"packages/w\",\"link\":true},"
	 "\"node_modules/a\":{\"version\":\"1.0.0\",\"dev\":true},"
	 "\"node_modules/p/node_modules/@s/b\":{\"version\":\"2.0.0\"},"
	 "\"node_modules/alias\":{\"name\":\"real\",\"version\":\"3.0.0\",\"devOptional\":true}}}",
	 "a@1.0.0 dev\n@s/b@2.0.0\nreal@3.0.0\n"},
	{"npm-lock", "x/npm-shrinkwrap.json", "{\"lockfileVersion\":3}", ""},
	{"npm-lock", "package-lock.json", "{}",
	 "! neither lockfileVersion, packages nor dependencies: not a package-lock.json\n"},
	{"npm-lock", "package-lock.json", "{\"packages\":{\"node_modules/a\":{\"version\":\"1\"},",
	 "a@1\n! expected a key\n"},

	/* yarn */
	{"yarn-lock", "yarn.lock",
	 "# yarn lockfile v1\n\n\"@b/c@^7.0.0\", \"@b/c@^7.1.0\":\n  version \"7.8.3\"\n"
	 "  dependencies:\n    \"@b/h\" \"^7.8.3\"\n\nalias@npm:real@^1.0.0:\n  version \"1.2.0\"\n\n"
	 "ours@file:./ours:\n  version \"0.0.0\"\n\ng@x/y:\n  version \"2.0.0\"\n",
	 "@b/c@7.8.3\nreal@1.2.0\ng@2.0.0\n"},
	{"yarn-lock", "yarn.lock",
	 "__metadata:\n  version: 6\n\n\"@b/c@npm:^7.0.0, @b/c@npm:^7.1.0\":\n  version: 7.8.3\n"
	 "  resolution: \"@b/c@npm:7.8.3\"\n  checksum: 1\n\n"
	 "\"t@patch:t@^4#~builtin\":\n  version: 4.9.5\n  resolution: \"t@patch:t@npm%3A4.9.5#~b\"\n\n"
	 "\"alias@npm:real@^1\":\n  version: 1.2.0\n  resolution: \"real@npm:1.2.0\"\n\n"
	 "\"me@workspace:.\":\n  version: 0.0.0-use.local\n  resolution: \"me@workspace:.\"\n",
	 "@b/c@7.8.3\nt@4.9.5\nreal@1.2.0\n"},
	{"yarn-lock", "yarn.lock", "bogus yarn.lock", "! not an entry of a yarn.lock\n"},

	/* pnpm 5, 6, 9 */
	{"pnpm-lock", "pnpm-lock.yaml",
	 "lockfileVersion: 5.4\npackages:\n\n  /@s/a/1.0.0_b@2.0.0:\n    resolution: {integrity: x}\n"
	 "    dev: true\n\n  /b/2.0.0:\n    dependencies:\n      version: 9\n    dev: false\n\n"
	 "  github.com/o/r/0123:\n    name: r\n    version: 4.0.0\n\n  file:ours:\n    name: ours\n",
	 "@s/a@1.0.0 dev\nb@2.0.0\nr@4.0.0\n"},
	{"pnpm-lock", "pnpm-lock.yaml",
	 "lockfileVersion: '6.0'\npackages:\n\n  /@s/a@1.0.0(@b/c@2.0.0):\n    dev: true\n\n"
	 "  registry.example.org/b@2.0.0:\n    dev: false\n\n  /d@3.0.0: {}\n",
	 "@s/a@1.0.0 dev\nb@2.0.0\nd@3.0.0\n"},
	{"pnpm-lock", "pnpm-lock.yaml",
	 "lockfileVersion: '9.0'\npackages:\n\n  '@s/a@1.0.0':\n    resolution: {integrity: x,\n"
	 "      tarball: y}\n    deprecated: |-\n      use\n      version: 7\n\n"
	 "  g@https://codeload.example.org/1:\n    version: 2.0.0\n\n"
	 "  b@3.0.0: # comment\n    engines: {node: '>=6'}\n\nsnapshots:\n\n  b@3.0.0(c@1): {}\n",
	 "@s/a@1.0.0\ng@2.0.0\nb@3.0.0\n"},
	/* ... in 9 what is for development follows from the graph */
	{"pnpm-lock", "pnpm-lock.yaml",
	 "lockfileVersion: '9.0'\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1\n"
	 "        version: 1.0.0(p@1.0.0)\n    devDependencies:\n      d:\n        specifier: ^1\n"
	 "        version: 1.0.0\n      alias:\n        specifier: npm:r@1\n        version: r@1.0.0\n"
	 "      ours:\n        version: link:../ours\n"
	 "packages:\n\n  a@1.0.0: {}\n\n  b@1.0.0: {}\n\n  c@1.0.0: {}\n\n  d@1.0.0: {}\n\n"
	 "  nobody@1.0.0: {}\n\n  p@1.0.0: {}\n\n  r@1.0.0: {}\n\nsnapshots:\n\n"
	 "  a@1.0.0(p@1.0.0):\n    dependencies:\n      b: 1.0.0\n      p: 1.0.0\n\n  b@1.0.0: {}\n\n"
	 "  c@1.0.0:\n    dependencies:\n      d: 1.0.0\n\n"
	 "  d@1.0.0:\n    dependencies:\n      b: 1.0.0\n    optionalDependencies:\n      c: 1.0.0\n"
	 "    transitivePeerDependencies:\n      - x\n\n  p@1.0.0: {}\n\n  r@1.0.0: {}\n",
	 "a@1.0.0\nb@1.0.0\nc@1.0.0 dev\nd@1.0.0 dev\nnobody@1.0.0\np@1.0.0\nr@1.0.0 dev\n"},
	{"pnpm-lock", "pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  &x a@1:\n    version: *y\n",
	 "! YAML anchors, aliases and tags are not read\n"},
	{"pnpm-lock", "pnpm-lock.yaml", "packages:\n",
	 "! no lockfileVersion: not a pnpm-lock.yaml\n"},
	{"pnpm-lock", "pnpm-lock.yaml", "lockfileVersion: 9\npackages:\n  a@1: {b: [\n",
	 "! brackets that do not close\n"},

	{"bun-lock", "bun.lock",
	 "{ // a comment\n \"lockfileVersion\": 1, /* , } */ \"packages\": {\n"
	 "\"a\": [\"@s/a@1.0.0\", \"\", {\"x,}\": \"y\",}, \"sha\",],\n"
	 "\"w\": [\"w@workspace:packages/w\",],\n\"g\": [\"g@github:o/g#12\", {}],\n\"bad\": {},\n},}",
	 "@s/a@1.0.0\ng@\n- bad: a package is not an array\n"},

	/* pip */
	{"requirements", "requirements.txt",
	 "# comment\nA_b==1.0 # why\n zope.x [e1, e2] === 2.0 ; python_version < '3'\nc (==3.0)\n"
	 "d==4.0 --hash=sha256:1 \\\n  --hash=sha256:2\ne >=1, \\\n ==1.5\nf==1.*\ng>=2\nh\n"
	 "i @ https://example.org/i.whl\n./j.whl\nhttps://example.org/k.zip\n-r more.txt\n"
	 "-e git+https://example.org/l#egg=l\n--index-url https://example.org\n{{ m }}\nn==bogus\n"
	 "o==5.0#tight\n",
	 "a-b@1.0\nzope.x@2.0\nc@3.0\nd@4.0\ne@1.5\n"
	 "- f: a range of versions, not a version\n- g: a range of versions, not a version\n"
	 "- h: no version is pinned\n- i: an URL, not a version\n"
	 "- ./j.whl: an URL or path, not a version\n"
	 "- https://example.org/k.zip: an URL or path, not a version\n"
	 "- -r more.txt: another file is included; read it too\n"
	 "- -e git+https://example.org/l#egg=l: an editable checkout, not a version\n"
	 "- {{ m }}: not a requirement\n- n: a range of versions, not a version\no@5.0\n"},
	{"requirements", "requirements-dev.txt", "a==1\n", "a@1 dev\n"},
	{"requirements", "test-requirements.txt", "a==1 \\", "a@1 dev\n"},
	{"poetry-lock", "poetry.lock",
	 "[[package]]\nname = \"A.b_C\"\nversion = \"1.0\"\ncategory = \"dev\"\n\n"
	 "[package.dependencies]\nname = \"x\"\nversion = \"9\"\n\n"
	 "[[package]]\nname = 'd'\nversion = \"2\\u002e0\"\ngroups = [\"main\", \"dev\"]\nfiles = [\n"
	 "  {file = \"d.whl\", hash = \"sha256:1\"}, # comment\n]\n\n"
	 "[[package]]\nname = \"e\"\nversion = \"3\"\ngroups = [\"test\"]\n\n"
	 "[[package]]\nname = \"ours\"\nversion = \"0\"\n[package.source]\ntype = \"directory\"\n\n"
	 "[metadata]\nversion = \"7\"\n",
	 "a.b-c@1.0 dev\nd@2.0\ne@3 dev\n"},
	{"poetry-lock", "poetry.lock", "[[package]]\nname = \"a\"\nversion = \"1\"\n[[package]]\nname = \"b",
	 "a@1\n! a string that does not end, or holds a control character\n"},
	{"poetry-lock", "poetry.lock", "package = []\n", ""},
	{"poetry-lock", "poetry.lock", "\n", "! the lock file is empty\n"},
	{"pdm-lock", "pdm.lock",
	 "[[package]]\nname = \"a\"\nversion = \"1\"\ngroups = [\"default\"]\n"
	 "[[package]]\nname = \"a\"\nversion = \"1\"\nextras = [\"x\"]\n"
	 "[[package]]\nname = \"ours\"\nversion = \"1\"\npath = \"./ours\"\n"
	 "[[package]]\nname = \"b\"\nversion = \"2\"\ngroups = [\"dev\"]\n",
	 "a@1\nb@2 dev\n"},
	{"uv-lock", "uv.lock",
	 "version = 1\n[[package]]\nname = \"me\"\nsource = { virtual = \".\" }\n"
	 "[[package]]\nname = \"a\"\nversion = \"1\"\nsource = { registry = \"https://x\" }\n"
	 "wheels = [\n { url = \"u\", size = 1_0 },\n]\n",
	 "a@1\n"},
	{"uv-lock", "uv.lock",
	 "[[package]]\nname = \"me\"\nsource = { editable = \".\" }\ndependencies = [\n    { name = \"a\" },\n]\n\n"
	 "[package.optional-dependencies]\nx = [\n    { name = \"o\", marker = \"m\" },\n]\n\n"
	 "[package.dev-dependencies]\ndev = [\n    { name = \"d\" },\n]\ntest = [{ name = \"a\" }]\n\n"
	 "[package.metadata]\nrequires-dist = [{ name = \"d\" }]\n\n"
	 "[[package]]\nname = \"a\"\nversion = \"1\"\nsource = { registry = \"u\" }\n"
	 "dependencies = [\n    { name = \"b\" },\n]\n\n"
	 "[[package]]\nname = \"b\"\nversion = \"1\"\nsource = { registry = \"u\" }\n\n"
	 "[[package]]\nname = \"d\"\nversion = \"1\"\nsource = { registry = \"u\" }\n"
	 "dependencies = [\n    { name = \"b\" },\n    { name = \"e\" },\n]\n\n"
	 "[[package]]\nname = \"e\"\nversion = \"1\"\nsource = { registry = \"u\" }\n\n"
	 "[[package]]\nname = \"o\"\nversion = \"1\"\nsource = { registry = \"u\" }\n",
	 "a@1\nb@1\nd@1 dev\ne@1 dev\no@1\n"},
	{"pylock", "pylock.toml",
	 "lock-version = \"1.0\"\n[[packages]]\nname = \"a\"\nversion = \"1\"\n"
	 "[[packages.wheels]]\nname = \"a.whl\"\n[[packages]]\nname = \"b\"\n"
	 "[[packages]]\nname = \"ours\"\n[packages.directory]\npath = \".\"\n",
	 "a@1\nb@\n"},
	{"pipfile-lock", "Pipfile.lock",
	 "{\"_meta\":{},\"default\":{\"a\":{\"version\":\"==1.0\"},\"g\":{\"git\":\"u\",\"ref\":\"1\"},"
	 "\"ours\":{\"path\":\".\"}},\"develop\":{\"b\":{\"version\":\"===2.0\"}},"
	 "\"docs\":{\"c\":{\"version\":\"==3\"}}}",
	 "a@1.0\ng@\nb@2.0 dev\nc@3\n"},
	{"python-metadata", "x.dist-info/METADATA",
	 "Metadata-Version: 2.1\nName: Foo_Bar\nVersion: 1.0\n\nName: not me\n", "foo-bar@1.0\n"},
	{"python-metadata", "x.dist-info/METADATA", "Metadata-Version: 2.1\n\nName: a\nVersion: 1\n",
	 "! neither Name nor Version of a Python package\n"},

	/* Go */
	{"go-mod", "go.mod",
	 "module example.org/me // comment\n\ngo 1.21.5\ntoolchain go1.22.1-custom\n\n"
	 "require github.com/A/b/v2 v2.0.0+incompatible\nrequire (\n\tx.org/c v1.0.0 // indirect\n"
	 "\t\"x.org/d\" v1.1.0\n\tx.org/ours v0.0.0\n\tx.org/e v1.0.0\n)\n"
	 "replace x.org/ours => ../ours\nreplace (\n\tx.org/d v1.1.0 => y.org/d v1.1.1\n"
	 "\tx.org/e v9.0.0 => y.org/e v9.0.1\n)\nexclude x.org/c v0.9.0\nretract [v1.0.0, v1.1.0]\n",
	 "github.com/A/b/v2@v2.0.0+incompatible\nx.org/c@v1.0.0\ny.org/d@v1.1.1\nx.org/e@v1.0.0\n"
	 "stdlib@v1.22.1\n"},
	{"go-mod", "go.mod", "module x\ngo 1.17\nfuture (\n a b\n)\n",
	 "- future: an unknown directive, with what is in it\n"
	 "- stdlib: the go directive states a language version, not a Go release\n"},
	{"go-mod", "go.mod", "module x\ngo 1.21.0\nrequire (\n\tx.org/c v1.0.0\n",
	 "x.org/c@v1.0.0\nstdlib@v1.21.0\n! a block that is not closed: the file is cut short\n"},
	{"go-mod", "go.mod", "bogus", "- bogus: an unknown directive, with what is in it\n"
	 "! no module directive: not a go.mod\n"},
	{"go-sum", "go.sum",
	 "x.org/a v1.0.0 h1:abc=\nx.org/a v1.0.0/go.mod h1:def=\nx.org/b v0.9.0/go.mod h1:ghi=\ncut v1.\n",
	 "x.org/a@v1.0.0\n- cut: not \"module version hash\"\n"},

	{"cargo-lock", "Cargo.lock",
	 "version = 4\n\n[[package]]\nname = \"me\"\nversion = \"0.1.0\"\ndependencies = [\n \"a\",\n]\n\n"
	 "[[package]]\nname = \"A\"\nversion = \"1.0.0+x\"\nsource = \"registry+https://x\"\n",
	 "A@1.0.0+x\n"},
	{"cargo-lock", "Cargo.lock", "bogus", "! not a key\n"},
	{"gem-lock", "Gemfile.lock",
	 "GIT\n  remote: u\n  specs:\n    g (0.1)\n\nPATH\n  remote: .\n  specs:\n    ours (1.0)\n\n"
	 "GEM\n  remote: https://rubygems.org/\n  specs:\n    a (1.0.pre1)\n      b (>= 1)\n"
	 "    n (1.13-arm64-darwin)\n    n (1.13-x86_64-linux)\n\nPLATFORMS\n  ruby\n",
	 "g@0.1\na@1.0.pre1\nn@1.13\n"},
	{"gem-lock", "Gemfile.lock", "GEM\n  specs:\n<<<<<<< HEAD\n    a (1)\n",
	 "! merge conflict marks: not a finished file\n"},
	{"composer-lock", "composer.lock",
	 "{\"packages\":[{\"name\":\"V/P\",\"version\":\"v1.0\"},7,"
	 "{\"name\":\"o/o\",\"version\":\"1\",\"dist\":{\"type\":\"path\"}}],"
	 "\"packages-dev\":[{\"name\":\"v/d\",\"version\":\"2.0\",\"dist\":null}]}",
	 "- : an entry is not an object\nv/p@v1.0\nv/d@2.0 dev\n"},
	{"composer-lock", "vendor/composer/installed.json",
	 "{\"packages\":[{\"name\":\"v/p\",\"version\":\"1\"},{\"name\":\"v/d\",\"version\":\"2\"}],"
	 "\"dev\":true,\"dev-package-names\":[\"v/d\"]}", "v/p@1\nv/d@2 dev\n"},
	{"composer-lock", "vendor/composer/installed.json", "[{\"name\":\"v/p\",\"version\":\"1\"}]",
	 "v/p@1\n"},
	{"gradle-lock", "gradle.lockfile",
	 "# comment\ng.h:a:1.0=compileClasspath,testRuntimeClasspath\n"
	 "g.h:t:2.0=testCompileClasspath, testRuntimeClasspath\nold:b:3.0\nbad\nempty=x\n",
	 "g.h/a@1.0\ng.h/t@2.0 dev\nold/b@3.0\n- bad: not group:name:version\n"},
	{"nuget-lock", "packages.lock.json",
	 "{\"version\":1,\"dependencies\":{\"net6.0\":{\"A.B\":{\"type\":\"Direct\",\"resolved\":\"1.0\"},"
	 "\"ours\":{\"type\":\"Project\"}}}}", "A.B@1.0\n"},
	{"dotnet-deps", "x.deps.json",
	 "{\"runtimeTarget\":{},\"libraries\":{\"Me/1.0\":{\"type\":\"project\"},\"A/1.0\":{\"type\":\"package\"},"
	 "\"runtimepack.R/8.0\":{\"type\":\"runtimepack\"}}}", "A@1.0\nR@8.0\n"},
	{"pub-lock", "pubspec.lock",
	 "packages:\n  a:\n    dependency: \"direct dev\"\n    description:\n      name: a\n    source: hosted\n"
	 "    version: \"1.0.0\"\n  flutter:\n    source: sdk\n    version: \"0.0.0\"\nsdks:\n  dart: x\n",
	 "a@1.0.0 dev\n"},
	{"mix-lock", "mix.lock",
	 "%{\n  \"a\": {:hex, :real_a, \"1.0\", \"sha\", [:mix], [], \"hexpm\"},\n"
	 "  \"g\": {:git, \"u\", \"sha\", []},\n  \"o\": {:path, \"../o\", []},\n}\n",
	 "real_a@1.0\ng@\n"},
	{"swift-resolved", "Package.resolved",
	 "{\"object\":{\"pins\":[{\"repositoryURL\":\"https://github.com/A/b.git\",\"state\":{\"version\":\"1.0\"}},"
	 "{\"repositoryURL\":\"git@github.com:A/c.git\",\"state\":{\"version\":\"2.0\"}}]},\"version\":1}",
	 "github.com/A/b@1.0\ngithub.com/A/c@2.0\n"},
	{"swift-resolved", "Package.resolved",
	 "{\"pins\":[{\"kind\":\"localSourceControl\",\"location\":\"/x\"},"
	 "{\"location\":\"https://github.com/A/b/\",\"state\":{\"branch\":\"main\"}}],\"version\":3}",
	 "github.com/A/b@\n"},
	{"conan-lock", "conan.lock",
	 "{\"version\":\"0.5\",\"requires\":[\"zlib/1.2.11#rev%1.0\",\"a/1@u/stable\"],"
	 "\"build_requires\":[\"cmake/3\"]}",
	 "zlib@1.2.11\nu/a@1\ncmake@3 dev\n"},
	{"podfile-lock", "Podfile.lock",
	 "PODS:\n  - A (1.0):\n    - B/Core (= 2)\n  - B/Core (2.0)\n  - B/More (2.0)\n  - O (1.0)\n\n"
	 "DEPENDENCIES:\n  - A\n\nEXTERNAL SOURCES:\n  O:\n    :path: ../O\n",
	 "A@1.0\nB@2.0\n"},
	{"r-description", "R/x/DESCRIPTION", "Package: x\nVersion: 1.0\nTitle: y\n", "x@1.0\n"},
	{"maven-properties", "a.jar!META-INF/maven/g/a/pom.properties",
	 "#Created by Maven\r\nversion=1.0\r\ngroupId=g.h\r\nartifactId=a\r\n", "g.h/a@1.0\n"},
};

static void describe(struct buf *b, const struct collected *l)
{
	size_t skip = 0;

	/* Skips and components in the order of the text. */
	for (size_t i = 0; i < l->count; i++) {
		const struct component *c = &l->items[i];
		if (c->ns.n > 0)
			buf_fmt(b, "%.*s/", SV_ARG(c->ns));
		buf_fmt(b, "%.*s@%.*s%s\n", SV_ARG(c->name), SV_ARG(c->version),
			c->flags & COMPONENT_DEV ? " dev" : "");
	}
	for (; skip < l->skip_count; skip++)
		buf_fmt(b, "- %.*s: %s\n", SV_ARG(l->skips[skip].name), l->skips[skip].why);
	if (l->rc < 0)
		buf_fmt(b, "! %s\n", l->err.what ? l->err.what : "(no reason)");
}

/* The same lines, in any order. */
static bool same_lines(struct sv got, struct sv want)
{
	struct sv rest = want, line, other, search;
	bool found;

	if (got.n != want.n)
		return false;
	while (sv_line(&rest, &line)) {
		found = false;
		for (search = got; !found && sv_line(&search, &other);)
			found = sv_eq(other, line);
		if (!found)
			return false;
	}
	return true;
}

static void test_row(const struct row *row)
{
	struct collected l = {0};
	buf_auto b = BUF_CAP(1 << 16);

	collect(&l, NULL, row->path, sv_of(row->text), NULL);
	CHECK(l.reader && strcmp(l.reader->name, row->reader) == 0, "%s is read as %s, not %s",
	      row->path, l.reader ? l.reader->name : "nothing", row->reader);
	collected_drop(&l);
	collect(&l, row->reader, row->path, sv_of(row->text), NULL);
	describe(&b, &l);
	CHECK(same_lines(buf_view(&b), sv_of(row->want)), "%s: %s\ngot\n%swant\n%s", row->reader,
	      row->text, b.p ? b.p : "", row->want);
	CHECK(l.rc == 0 || l.err.at <= strlen(row->text), "%s: err.at is outside", row->reader);
	collected_drop(&l);
}

/* Cut anywhere, a text is read, refused or partial, but never makes the reader stumble. */
static void test_cuts(const struct row *row)
{
	for (size_t n = 0; n < strlen(row->text); n++) {
		struct collected l = {0};
		collect(&l, row->reader, row->path, (struct sv){row->text, n}, NULL);
		CHECK(l.rc == 0 || l.err.what, "%s cut at %zu has no reason", row->reader, n);
		collected_drop(&l);
	}
}

/* Fail the Nth allocation, and the Nth call of the sink, until nothing fails. */
static void test_faults(const struct row *row)
{
	struct collected l = {0};
	size_t count;
	int rc;

	collect(&l, row->reader, row->path, sv_of(row->text), NULL);
	count = l.count + l.skip_count;
	rc = l.rc;
	collected_drop(&l);
	for (long n = 1; n < 1000; n++) {
		l.arena.fail_at = n;
		collect(&l, row->reader, row->path, sv_of(row->text), NULL);
		bool done = l.rc != YG_ENOMEM;
		if (done)
			CHECK(l.rc == rc && l.count + l.skip_count == count, "%s fault %ld: %d",
			      row->reader, n, l.rc);
		collected_drop(&l);
		if (done)
			break;
	}
	for (size_t n = 1; n <= count; n++) {
		l.sink_fail_at = (long)n;
		collect(&l, row->reader, row->path, sv_of(row->text), NULL);
		CHECK_INT(l.rc, YG_EIO, row->reader);
		CHECK_INT(l.count + l.skip_count, n, row->reader);
		collected_drop(&l);
	}
}

/* Deep nesting ends in a reason, not in the stack. */
static void test_deep(void)
{
	static const struct { const char *reader, *path, *open; } deep[] = {
		{"npm-lock", "package-lock.json", "{\"dependencies\":{\"a\":"},
		{"cargo-lock", "Cargo.lock", "["}, {"cargo-lock", "Cargo.lock", "a={b="},
		{"pnpm-lock", "pnpm-lock.yaml", "a: {[{"}, {"bun-lock", "bun.lock", "{\"packages\":"},
	};

	for (size_t i = 0; i < YG_COUNT(deep); i++) {
		buf_auto b = BUF_CAP(MIB(4));
		struct collected l = {0};
		if (strcmp(deep[i].open, "[") == 0)
			buf_str(&b, "x = ");
		for (int k = 0; k < 100000; k++)
			buf_str(&b, deep[i].open);
		collect(&l, deep[i].reader, deep[i].path, buf_view(&b), NULL);
		CHECK(l.rc < 0 && l.err.what, "%s: deep nesting", deep[i].reader);
		collected_drop(&l);
	}
}

int main(void)
{
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		test_row(&rows[i]);
		test_cuts(&rows[i]);
		test_faults(&rows[i]);
	}
	test_deep();
	return check_done();
}
