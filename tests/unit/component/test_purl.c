/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/limits.h"
#include "component/identity/calc.h"
#include "component/identity/purl.h"

/* Refused under the given rules, with the byte at fault. */
static const struct { const char *in; enum purl_rules rules; int code; size_t at; } bad[] = {
	{"", PURL_LENIENT, YG_ESYNTAX, 0},
	{"pkg:", PURL_LENIENT, YG_ESYNTAX, 4},
	{"pkg:npm", PURL_LENIENT, YG_ESYNTAX, 4},
	{"pkg:npm/", PURL_LENIENT, YG_ESYNTAX, 8},
	{"pkg:npm/@1.0", PURL_LENIENT, YG_ESYNTAX, 8},
	{"pkg:1npm/a", PURL_LENIENT, YG_ESYNTAX, 4},
	{"pkg:npm/a%4", PURL_LENIENT, YG_ESYNTAX, 9},
	{"pkg:npm/a%zz", PURL_LENIENT, YG_ESYNTAX, 9},
	{"pkg:npm/a%00b", PURL_LENIENT, YG_ESYNTAX, 8},
	{"pkg:npm/a@1%0a2", PURL_LENIENT, YG_ESYNTAX, 10},
	{"pkg:npm/a%ff", PURL_LENIENT, YG_ESYNTAX, 8},
	{"pkg:npm/a\x01", PURL_LENIENT, YG_ESYNTAX, 8},
	{"pkg:npm/a?b=1&b=2", PURL_LENIENT, YG_ESYNTAX, 10},
	{"pkg:npm/a?1=2", PURL_LENIENT, YG_ESYNTAX, 10},
	{"PKG:npm/a", PURL_STRICT, YG_ESYNTAX, 0},
	{"pkg:npm/a b", PURL_STRICT, YG_ESYNTAX, 9},
	{"pkg:npm/a?b", PURL_STRICT, YG_ESYNTAX, 10},
	{"pkg:npm/a?Kind=2", PURL_STRICT, YG_ESYNTAX, 10},
	{"pkg:golang/github.com%2Fa/b", PURL_STRICT, YG_ESYNTAX, 21},
	{"pkg:golang/github.com%2Fa/b", PURL_REPAIR, YG_ESYNTAX, 21},
	{"pkg:deb/curl", PURL_REPAIR, YG_ESYNTAX, 0},
	{"pkg:cargo/a/b", PURL_REPAIR, YG_ESYNTAX, 0},
	{"pkg:swid/a", PURL_REPAIR, YG_ESYNTAX, 0},
};

/* Accepted under the given rules, and the canonical text. */
static const struct { const char *in; enum purl_rules rules; const char *text; } good[] = {
	{"pkg:npm/@angular/core@17", PURL_STRICT, "pkg:npm/%40angular/core@17"},
	{"pkg:npm/%40angular%2Fcore@17", PURL_REPAIR, "pkg:npm/%40angular/core@17"},
	{"pkg:github/a/b@refs/heads/main", PURL_STRICT, "pkg:github/a/b@refs%2Fheads%2Fmain"},
	{"pkg:generic//a///b/c@1", PURL_STRICT, "pkg:generic/a/b/c@1"},
	{"pkg:generic/a/", PURL_STRICT, "pkg:generic/a"},
	{"pkg:generic/a@", PURL_STRICT, "pkg:generic/a"},
	{"pkg:generic/a?k=&l=1", PURL_STRICT, "pkg:generic/a?l=1"},
	{"pkg:generic/a?z=1&y=2&x=3", PURL_STRICT, "pkg:generic/a?x=3&y=2&z=1"},
	{"pkg:generic/a#./b/../c/%2e%2e/", PURL_STRICT, "pkg:generic/a#b/c"},
	{"pkg:generic/a?u=https://x/?y=z", PURL_STRICT,
	 "pkg:generic/a?u=https:%2F%2Fx%2F%3Fy%3Dz"},
	{"pkg:generic/\xe6\xbc\xa2@1", PURL_STRICT, "pkg:generic/%E6%BC%A2@1"},
	{"  PKG:Generic/a b?Key&K2=v ", PURL_REPAIR, "pkg:generic/a%20b?k2=v"},
	{"pkg:rpm/curl@1", PURL_LENIENT, "pkg:rpm/curl@1"},
	{"pkg:golang/github.com%2Fspf13/cobra@v1", PURL_LENIENT,
	 "pkg:golang/github.com/spf13/cobra@v1"},
	{"pkg:git/github.com/A/B@1", PURL_STRICT, "pkg:git/github.com/a/b@1"},
	{"pkg:git/example.org/A/B@1", PURL_STRICT, "pkg:git/example.org/A/B@1"},
	{"pkg:pub/My.Pkg@1", PURL_STRICT, "pkg:pub/my_pkg@1"},
	{"pkg:cpan/gdt/URI-X", PURL_STRICT, "pkg:cpan/GDT/URI-X"},
	{"pkg:deb/Debian/Foo@1:2.3-4+b1", PURL_STRICT, "pkg:deb/debian/foo@1:2.3-4%2Bb1"},
};

static const struct { const char *line, *out; } lines[] = {
	{"pkg:npm/a@1", "{\"type\":\"npm\",\"namespace\":null,\"name\":\"a\",\"version\":\"1\","
			"\"qualifiers\":null,\"subpath\":null}"},
	{"{\"type\":\"parse\",\"input\":\"pkg:npm/a?x=1\"}",
	 "{\"type\":\"npm\",\"namespace\":null,\"name\":\"a\",\"version\":null,"
	 "\"qualifiers\":{\"x\":\"1\"},\"subpath\":null}"},
	{"{\"input\":{\"type\":\"NPM\",\"namespace\":\"@a\",\"name\":\"b\","
	 "\"qualifiers\":{\"X\":\"1\"}},\"type\":\"build\"}", "{\"purl\":\"pkg:npm/%40a/b?x=1\"}"},
	{"{\"type\":\"validate\",\"input\":\"pkg:PYPI/A_b\"}", "{\"purl\":\"pkg:pypi/a-b\"}"},
	{"{\"type\":\"build\",\"input\":{}}",
	 "{\"error\":\"the type is missing or has bad characters\",\"at\":0}"},
	{"{\"type\":\"other\",\"input\":\"pkg:npm/a\"}",
	 "{\"error\":\"the type is parse, build or validate\",\"at\":0}"},
	{"{\"type\":\"parse\"}", "{\"error\":\"the input must be a string\",\"at\":0}"},
	{"nonsense", "{\"error\":\"a purl begins with \\\"pkg:\\\"\",\"at\":0}"},
};

static void test_rows(void)
{
	for (size_t i = 0; i < YG_COUNT(bad); i++) {
		arena_auto a = {.cap = 1 << 16};
		struct yg_err e = {.at = 999};
		struct purl p = {.name = SV("sentinel")};
		CHECK_INT(purl_read(&a, sv_of(bad[i].in), bad[i].rules, &p, &e), bad[i].code,
			  bad[i].in);
		CHECK_INT(e.at, bad[i].at, bad[i].in);
		CHECK_SV(p.name, "sentinel", "untouched");
	}
	for (size_t i = 0; i < YG_COUNT(good); i++) {
		arena_auto a = {.cap = 1 << 16};
		struct yg_err e = {0};
		struct purl p;
		struct sv text, again;
		int code = purl_read(&a, sv_of(good[i].in), good[i].rules, &p, &e);
		if (!CHECK(code == 0, "%s: %s at %zu", good[i].in, e.what, e.at))
			continue;
		CHECK_INT(purl_text(&a, &p, &text), 0, good[i].in);
		CHECK_SV(text, good[i].text, good[i].in);
		CHECK_INT(purl_read(&a, text, PURL_LENIENT, &p, &e), 0, good[i].text);
		CHECK_INT(purl_text(&a, &p, &again), 0, good[i].text);
		CHECK(sv_eq(text, again), "%s is not stable", good[i].text);
	}
}

static void test_lines(void)
{
	for (size_t i = 0; i < YG_COUNT(lines); i++) {
		arena_auto a = {.cap = 1 << 16};
		buf_auto out = BUF_CAP(4096);
		CHECK_INT(calc_purl_line(&a, sv_of(lines[i].line), &out), 0, lines[i].line);
		CHECK_SV(buf_view(&out), lines[i].out, lines[i].line);
	}
}

static void test_limits(void)
{
	arena_auto a = {.cap = 1 << 20};
	buf_auto text = BUF_CAP(1 << 16);
	struct purl p;
	struct yg_err e = {0};

	buf_str(&text, "pkg:generic/a?k0=v");
	for (int i = 1; i < LIMIT_PURL_QUALIFIERS; i++)
		buf_fmt(&text, "&k%d=v", i);
	CHECK_INT(purl_parse(&a, buf_view(&text), &p, &e), 0, "as many as allowed");
	CHECK_INT(p.qualifier_count, LIMIT_PURL_QUALIFIERS, "all kept");
	CHECK_SV(purl_qualifier(&p, SV("k63")), "v", "found");
	CHECK(!purl_qualifier(&p, SV("k64")).p, "absent");
	buf_str(&text, "&more=v");
	CHECK_INT(purl_parse(&a, buf_view(&text), &p, &e), YG_ELIMIT, "one too many");
	while (text.n <= LIMIT_PURL)
		buf_char(&text, 'x');
	CHECK_INT(purl_parse(&a, buf_view(&text), &p, &e), YG_ELIMIT, "too long");
}

/* The fast path: what is canonical already costs no allocation but for qualifiers. */
static void test_allocations(void)
{
	struct arena a = {.cap = 0};
	struct purl p;

	CHECK_INT(purl_parse(&a, SV("pkg:deb/debian/libc6@2.36-9"), &p, NULL), 0, "no memory");
	CHECK_INT(purl_parse(&a, SV("pkg:maven/org.x/y@1#a/b"), &p, NULL), 0, "no memory");
	a.cap = sizeof(struct purl_qualifier);
	CHECK_INT(purl_parse(&a, SV("pkg:deb/debian/libc6@2.36-9?arch=amd64"), &p, NULL), 0,
		  "one qualifier");
	arena_drop(&a);
}

static void test_faults(void)
{
	struct sv text = SV("PKG:NPM/%40A%2FB@%31?Y=%32&X=1#/a/");
	struct purl p = {0};

	for (long n = 1;; n++) {
		arena_auto a = {.cap = 1 << 16, .fail_at = n};
		struct purl q = {.name = SV("sentinel")};
		int code = purl_read(&a, text, PURL_LENIENT, &q, NULL);
		if (code == 0)
			break;
		CHECK_INT(code, YG_ENOMEM, "read");
		CHECK_SV(q.name, "sentinel", "untouched");
	}
	for (long n = 1;; n++) {
		arena_auto a = {.cap = 1 << 16, .fail_at = n};
		struct purl_qualifier q[] = {{SV("B"), SV("1")}, {SV("a"), SV("2")}};
		int code;
		p = (struct purl){.type = SV("PyPI"), .name = SV("A_b"), .subpath = SV("/x//y"),
				  .qualifiers = q, .qualifier_count = 2};
		code = purl_normalise(&a, PURL_REPAIR, &p, NULL);
		if (code == 0) {
			CHECK_SV(p.name, "a-b", "folded");
			CHECK_SV(p.qualifiers[0].key, "a", "sorted");
			break;
		}
		CHECK_INT(code, YG_ENOMEM, "normalise");
		CHECK_SV(p.name, "A_b", "untouched");
	}
}

int main(void)
{
	test_rows();
	test_lines();
	test_limits();
	test_allocations();
	test_faults();
	return check_done();
}
