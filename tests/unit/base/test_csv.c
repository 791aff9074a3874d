/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/buf.h"
#include "base/csv.h"

/* Fields are joined by '|' and rows by '/', so that a case fits a line. */
static const struct {
	const char *in, *want;
	int code;
} cases[] = {
	{"a,b\nc,d\n", "a|b/c|d", 0},
	{"a,b\r\nc,d", "a|b/c|d", 0},
	{"\xef\xbb\xbf" "a\n", "a", 0},
	{"", "", 0},
	{"\n\r\n\na\n\n", "a", 0},
	{"a,,b,\n,\n", "a||b|/|", 0},
	{"a,", "a|", 0},
	{"\"a,\"\"b\"\"\n\",c\n", "a,\"b\"\n|c", 0},
	{"\"a\"\r\n\"b\"", "a/b", 0},
	{"\"\",\"\"\n", "|", 0},
	{"a\"b\",c\n", "a\"b\"|c", 0},
	{"1\r2,3\n", "1\r2|3", 0},
	{"\"a\n", "", YG_ESYNTAX},
	{"x\n\"a\"b\n", "x", YG_ESYNTAX},
	{"\"a\"\rb\n", "", YG_ESYNTAX},
	{"\"a\"\r,b\n", "", YG_ESYNTAX},
};

static void one(const char *in, const char *want, int code)
{
	size_t n = strlen(in), count;
	char *text = malloc(n + 1);
	buf_auto got = BUF_CAP(4096);
	struct sv f[8];
	struct csv c;

	if (!text)
		abort();
	memcpy(text, in, n + 1);
	csv_init(&c, text, n);
	for (bool first = true; csv_row(&c, f, YG_COUNT(f), &count); first = false) {
		if (!first)
			buf_char(&got, '/');
		for (size_t i = 0; i < count && i < YG_COUNT(f); i++) {
			if (i > 0)
				buf_char(&got, '|');
			buf_sv(&got, f[i]);
		}
	}
	CHECK_SV(buf_view(&got), want, in);
	CHECK_INT(csv_err(&c, NULL), code, in);
	free(text);
}

static void test_too_many(void)
{
	char text[] = "1,2,3,4\n5\n";
	struct sv f[2];
	size_t count;
	struct csv c;

	csv_init(&c, text, sizeof text - 1);
	CHECK(csv_row(&c, f, 2, &count) && count == 4 && sv_is(f[1], "2"), "counted, dropped");
	CHECK(csv_row(&c, f, 2, &count) && count == 1 && sv_is(f[0], "5"), "the next row");
	CHECK_INT(c.at, 8, "its place");
}

int main(void)
{
	for (size_t i = 0; i < YG_COUNT(cases); i++)
		one(cases[i].in, cases[i].want, cases[i].code);
	test_too_many();
	return check_done();
}
