/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/json.h"
#include "base/json_write.h"

static bool accepts(const char *text, size_t n)
{
	char *copy = malloc(n + 1);
	struct json j;
	bool ok;
	if (!copy)
		abort();
	if (n > 0)
		memcpy(copy, text, n);
	copy[n] = '\0';
	json_init(&j, copy, n);
	json_skip(&j);
	ok = json_end(&j, NULL) == 0;
	free(copy);
	return ok;
}

static const struct { const char *in; bool ok; } syntax[] = {
	{"{}", true}, {" [ ] ", true}, {"\"\"", true}, {"-0.5e+10", true}, {"null", true},
	{"[1,2,[3,{\"a\":[]}]]", true}, {"{\"a\":1,\"a\":2}", true},
	{"", false}, {"{", false}, {"[1,]", false}, {"{\"a\":}", false}, {"{\"a\" 1}", false},
	{"{1:2}", false}, {"01", false}, {"1.", false}, {".5", false}, {"+1", false},
	{"1e", false}, {"nul", false}, {"[1 2]", false}, {"[1}", false}, {"{]", false},
	{"\"\\x\"", false}, {"\"\\ud800\"", false}, {"\"\\ud83d\\ude00\"", true},
	{"\"\xff\"", false}, {"\"\xc0\x80\"", false}, {"\"\xed\xa0\x80\"", false},
	{"\"\t\"", false}, {"{} {}", false}, {"[,1]", false}, {"{,}", false},
};

static void test_syntax(void)
{
	for (size_t i = 0; i < YG_COUNT(syntax); i++)
		CHECK(accepts(syntax[i].in, strlen(syntax[i].in)) == syntax[i].ok, "%s",
		      syntax[i].in);
	CHECK(!accepts("1\0", 2), "a NUL after the value");
	CHECK(!accepts("\"a\0b\"", 5), "a NUL in a string");
}

static void test_depth(void)
{
	char deep[2 * JSON_DEPTH_MAX + 3];
	memset(deep, '[', JSON_DEPTH_MAX);
	memset(deep + JSON_DEPTH_MAX, ']', JSON_DEPTH_MAX);
	CHECK(accepts(deep, 2 * JSON_DEPTH_MAX), "nested to the limit");
	memset(deep, '[', JSON_DEPTH_MAX + 1);
	memset(deep + JSON_DEPTH_MAX + 1, ']', JSON_DEPTH_MAX + 1);
	CHECK(!accepts(deep, 2 * JSON_DEPTH_MAX + 2), "nested beyond the limit");
}

static void test_pull(void)
{
	char text[] = "{\"a\": [\"x\\u00e9\\n\", 12.5, true, null, {\"q\": {}}], \"b\\/\": \"y\"}";
	struct json j;
	struct sv k, s = {0};
	bool b = false;
	int items = 0;

	json_init(&j, text, sizeof text - 1);
	CHECK(json_enter_object(&j), "object");
	CHECK(json_key(&j, &k) && sv_is(k, "a"), "first key");
	CHECK(json_enter_array(&j), "array");
	while (json_item(&j)) {
		items++;
		if (json_peek(&j) == JSON_STRING && json_string(&j, &s))
			CHECK_SV(s, "x\xc3\xa9\n", "unescaped");
		else if (json_peek(&j) == JSON_NUMBER && json_number(&j, &s))
			CHECK_SV(s, "12.5", "number");
		else if (!json_opt_bool(&j, &b))
			continue;
	}
	CHECK_INT(items, 5, "items");
	CHECK(b, "true");
	CHECK(json_key(&j, &k) && sv_is(k, "b/"), "second key");
	CHECK(json_string(&j, &s) && sv_is(s, "y"), "its value");
	CHECK(!json_key(&j, &k), "no more");
	CHECK_INT(json_end(&j, NULL), 0, "end");
}

/* Skipping only looks: the text can be read again afterwards (found by the fuzzer). */
static void test_skip_leaves_text(void)
{
	char text[] = "[\"\\n\\\"\", 0]";
	char before[sizeof text];
	struct json j;

	memcpy(before, text, sizeof text);
	json_init(&j, text, sizeof text - 1);
	json_skip(&j);
	CHECK_INT(json_end(&j, NULL), 0, "valid");
	CHECK(memcmp(before, text, sizeof text) == 0, "skipping changed the text");
}

static void test_errors(void)
{
	char text[] = "{\"a\": 5}";
	struct json j;
	struct sv k, s = SV("untouched");
	struct yg_err e = {0};

	json_init(&j, text, sizeof text - 1);
	(void)json_enter_object(&j);
	(void)json_key(&j, &k);
	CHECK(!json_string(&j, &s), "a number is no string");
	CHECK_SV(s, "untouched", "out-parameter");
	CHECK(!json_key(&j, &k), "sticky");
	CHECK_INT(json_end(&j, &e), YG_ESYNTAX, "code");
	CHECK_INT(e.at, 6, "offset");
}

static void test_write(void)
{
	buf_auto b = BUF_CAP(4096);
	struct jw w = jw_on(&b);

	jw_object(&w);
	jw_key(&w, "s");
	jw_sv(&w, SV("a\"\\\n\x01\xff\xe3\x81\x82\x7f"));
	jw_key(&w, "n");
	jw_array(&w);
	jw_u64(&w, UINT64_MAX);
	jw_i64(&w, INT64_MIN);
	jw_fixed(&w, 0.97, 4);
	jw_fixed(&w, -9.8, 1);
	jw_fixed(&w, 10, 2);
	jw_fixed(&w, 0.00001, 3);
	jw_bool(&w, true);
	jw_null(&w);
	jw_array_end(&w);
	jw_member_sv(&w, "none", (struct sv){0});
	jw_object_end(&w);
	CHECK_INT(b.err, 0, "no error");
	CHECK_SV(buf_view(&b), "{\"s\":\"a\\\"\\\\\\n\\u0001\xef\xbf\xbd\xe3\x81\x82\\u007f\","
		 "\"n\":[18446744073709551615,-9223372036854775808,0.97,-9.8,10,0,true,null]}",
		 "written");
	CHECK(accepts(b.p, b.n), "what is written can be read");

	buf_auto small = BUF_CAP(3);
	buf_str(&small, "abc");
	CHECK_INT(small.err, 0, "fits");
	buf_char(&small, 'd');
	CHECK_INT(small.err, YG_ELIMIT, "capped");
	CHECK_SV(buf_view(&small), "abc", "nothing half-written");
}

/* All files of test_parsing/ in JSONTestSuite: y_ accepted, n_ refused, i_ either. */
static void test_suite(void)
{
	const char *path = check_shared("corpus/truth/jsontestsuite.tar.zst");
	struct archive *a;
	struct archive_entry *e;
	int seen = 0;

	if (!path) {
		check_skip("JSONTestSuite", "../shared is absent");
		return;
	}
	a = archive_read_new();
	archive_read_support_filter_zstd(a);
	archive_read_support_format_tar(a);
	if (!a || archive_read_open_filename(a, path, 65536) != ARCHIVE_OK)
		abort();
	while (archive_read_next_header(a, &e) == ARCHIVE_OK) {
		const char *name = strrchr(archive_entry_pathname(e), '/');
		size_t n = (size_t)archive_entry_size(e);
		char *text;
		if (!name || !strstr(archive_entry_pathname(e), "test_parsing/") || !name[1])
			continue;
		text = malloc(n + 1);
		if (!text || archive_read_data(a, text, n) != (la_ssize_t)n)
			abort();
		bool ok = accepts(text, n);
		CHECK((name[1] != 'y' || ok) && (name[1] != 'n' || !ok), "%s", name + 1);
		free(text);
		seen++;
	}
	CHECK(seen >= 300, "only %d files in the suite", seen);
	archive_read_free(a);
}

int main(void)
{
	test_syntax();
	test_depth();
	test_pull();
	test_skip_leaves_text();
	test_errors();
	test_write();
	test_suite();
	return check_done();
}
