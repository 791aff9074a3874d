/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/width.h"

static const struct { const char *text; size_t columns; } widths[] = {
	{"", 0}, {"abc", 3}, {"認証", 4}, {"ｱｲｳ", 3}, {"ＡＢＣ", 6}, {"か\u3099", 2},
	{"e\u0301", 1}, {"→×", 2}, {"▲◆●", 3}, {"한글", 4}, {"\u1112\u1161\u11ab", 2},
	{"😀", 2}, {"𠮷野家", 6}, {"\xff", 1}, {"、。「」", 8},
};

static const struct { const char *in, *out; } safe[] = {
	{"plain", "plain"},
	{"認証なし", "認証なし"},
	{"a\tb\nc\rd", "a b c d"},
	{"\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"},
	{"\x1b]0;title\x07", "\\x1b]0;title\\x07"},
	{"csi \xc2\x9b" "31m", "csi \\x9b31m"},
	{"\x7f\x08", "\\x7f\\x08"},
	{"a\xe2\x80\xae" "b", "a\\u202eb"},
	{"zero\xe2\x80\x8bwidth", "zero\\u200bwidth"},
	{"bom\xef\xbb\xbf", "bom\\ufeff"},
	{"bad \xff\xc3 utf8", "bad \xef\xbf\xbd\xef\xbf\xbd utf8"},
	{"tag \xf3\xa0\x81\x81", "tag \\ue0041"},
	{"a real \xef\xbf\xbd stays", "a real \xef\xbf\xbd stays"},
};

static const struct { const char *text; size_t columns; const char *lines; } wraps[] = {
	{"the quick brown fox", 10, "the quick|brown fox"},
	{"the quick brown fox", 100, "the quick brown fox"},
	{"abcdefghij", 4, "abcd|efgh|ij"},
	{"認証なしで遠隔から", 8, "認証なし|で遠隔か|ら"},
	{"認証なし。遠隔から", 8, "認証な|し。遠隔|から"},	/* 。 begins no line */
	{"use 認証 here", 6, "use 認|証|here"},
	{"認", 1, "認"},				/* too wide, taken all the same */
	{"a   b", 1, "a|b"},
	{"trailing ", 8, "trailing"},
};

static void check_wrap(size_t i)
{
	buf_auto b = BUF_CAP(1000);
	struct sv rest = sv_of(wraps[i].text);

	do {
		struct sv line = width_line(rest, wraps[i].columns, &rest);
		if (b.n > 0)
			buf_char(&b, '|');
		buf_sv(&b, line);
	} while (rest.n > 0);
	CHECK_SV(buf_view(&b), wraps[i].lines, wraps[i].text);
}

int main(void)
{
	arena_auto a = {.cap = 1 << 16};
	struct sv rest;
	uint32_t c;

	for (size_t i = 0; i < YG_COUNT(widths); i++)
		CHECK_INT(width_text(sv_of(widths[i].text)), widths[i].columns, widths[i].text);
	for (size_t i = 0; i < YG_COUNT(safe); i++) {
		struct sv in = sv_of(safe[i].in);
		CHECK_SV(width_safe(&a, in), safe[i].out, "safe");
		CHECK_INT(width_is_safe(in), strcmp(safe[i].in, safe[i].out) == 0, safe[i].out);
	}
	for (size_t i = 0; i < YG_COUNT(wraps); i++)
		check_wrap(i);

	CHECK_SV(width_prefix(SV("認証"), 3), "認", "half a character does not fit");
	CHECK_SV(width_prefix(SV("e\xcc\x81x"), 1), "e\xcc\x81", "a mark stays with its base");
	CHECK_SV(width_prefix(SV("abc"), 0), "", "no room");

	/* Every byte pair is taken, in steps of at least one byte. */
	for (unsigned v = 0; v < 65536; v++) {
		char two[2] = {(char)(v >> 8), (char)v};
		unsigned steps = 0;
		rest = (struct sv){two, 2};
		while (width_next(&rest, &c))
			steps++;
		if (steps < 1 || steps > 2 || rest.n != 0)
			CHECK(false, "bytes %04x", v);
	}
	/* The tables are sorted and do not overlap. */
	for (size_t i = 1; i < width_wide_count; i++)
		CHECK(width_wide[i - 1].last < width_wide[i].first, "wide %zu", i);
	for (size_t i = 1; i < width_zero_count; i++)
		CHECK(width_zero[i - 1].last < width_zero[i].first, "zero %zu", i);

	arena_drop(&a);
	a = (struct arena){.cap = 1 << 16, .fail_at = 1};
	CHECK_SV(width_safe(&a, SV("\x1b")), "?", "out of memory");
	CHECK_SV(width_safe(&a, SV("fine")), "fine", "no memory needed");
	return check_done();
}
