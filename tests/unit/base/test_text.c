/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/text.h"

static const struct { const char *in; bool ok; double v; } doubles[] = {
	{"0", true, 0}, {"-1.5", true, -1.5}, {"1e3", true, 1000}, {"2.5E-1", true, 0.25},
	{"0.00042", true, 0.00042}, {"1e-05", true, 0.00001}, {".5", true, 0.5},
	{"", false, 0}, {"-", false, 0}, {"1e", false, 0}, {"1x", false, 0}, {"1,5", false, 0},
};

static const struct { const char *in; bool ok; } utf8[] = {
	{"abc", true}, {"\xe6\xbc\xa2", true}, {"\xf0\x9f\x98\x80", true}, {"\x80", false},
	{"\xc3", false}, {"\xe0\x80\x80", false}, {"\xed\xa0\x80", false}, {"\xf4\x90\x80\x80", false},
};

int main(void)
{
	struct sv head, rest, f, line;
	uint64_t n = 7;
	double d;
	arena_auto a = {.cap = 4096};

	for (size_t i = 0; i < YG_COUNT(doubles); i++) {
		d = 99;
		CHECK(sv_double(sv_of(doubles[i].in), &d) == doubles[i].ok, "%s", doubles[i].in);
		if (doubles[i].ok)
			CHECK(d > doubles[i].v - 1e-12 && d < doubles[i].v + 1e-12, "%s = %g",
			      doubles[i].in, d);
	}
	for (size_t i = 0; i < YG_COUNT(utf8); i++)
		CHECK(sv_utf8(sv_of(utf8[i].in)) == utf8[i].ok, "utf8 row %zu", i);
	CHECK(!sv_utf8(SV("a\0b")), "NUL is refused");

	CHECK(sv_cut(SV("a=b=c"), '=', &head, &rest), "cut");
	CHECK_SV(head, "a", "head");
	CHECK_SV(rest, "b=c", "rest");
	CHECK(sv_rcut(SV("a=b=c"), '=', &head, &rest), "rcut");
	CHECK_SV(head, "a=b", "head");
	CHECK(!sv_cut(SV("abc"), '=', &head, &rest), "no separator");
	rest = SV("x,,y");
	CHECK(sv_next(&rest, ',', &f) && sv_is(f, "x"), "field 1");
	CHECK(sv_next(&rest, ',', &f) && f.n == 0, "field 2");
	CHECK(sv_next(&rest, ',', &f) && sv_is(f, "y"), "field 3");
	CHECK(!sv_next(&rest, ',', &f), "no field 4");
	rest = SV("one\r\ntwo");
	CHECK(sv_line(&rest, &line) && sv_is(line, "one"), "line 1");
	CHECK(sv_line(&rest, &line) && sv_is(line, "two"), "line 2");
	CHECK(!sv_line(&rest, &line), "no line 3");
	CHECK_SV(sv_trim(SV(" \t a b \n")), "a b", "trim");
	CHECK(sv_u64(SV("18446744073709551615"), &n) && n == UINT64_MAX, "largest");
	CHECK(!sv_u64(SV("18446744073709551616"), &n) && n == UINT64_MAX, "overflow");
	CHECK(!sv_u64(SV(""), &n) && !sv_u64(SV("-1"), &n), "not digits");
	CHECK_INT(sv_digits_cmp(SV("0010"), SV("9")), 1, "digits");
	CHECK_INT(sv_digits_cmp(SV("00"), SV("")), 0, "zero");
	CHECK_SV(sv_lower(&a, SV("AbC")), "abc", "lower");
	CHECK(sv_icmp(SV("ABC"), SV("abd")) < 0, "icmp");
	CHECK_INT(sv_search(SV("abcabd"), SV("abd")), 3, "search");
	CHECK_SV(sv_join(&a, SV("a"), SV(":"), SV("b")), "a:b", "join");

	struct arena tiny = {.cap = 16};
	CHECK(arena_new(&tiny, char, 17) == NULL, "over the cap");
	CHECK(arena_new(&tiny, uint64_t, SIZE_MAX / 4) == NULL, "overflow");
	CHECK(arena_new(&tiny, char, 16) != NULL, "up to the cap");
	CHECK(arena_new(&tiny, char, 1) == NULL, "full");
	arena_drop(&tiny);

	/* Memory is zeroed again after a reset, wherever it was used before. */
	struct arena again = {.cap = 1 << 20};
	for (int round = 0; round < 4; round++) {
		for (size_t k = 1; k < 3000; k += 97) {
			unsigned char *p = arena_new(&again, unsigned char, k);
			size_t dirty = 0;
			for (size_t i = 0; p && i < k; i++)
				dirty += p[i] != 0;
			CHECK(p && dirty == 0, "round %d: %zu bytes of %zu are not zero", round,
			      dirty, k);
			if (p)
				memset(p, 0xa5, k);
		}
		arena_reset(&again);
	}
	arena_drop(&again);
	return check_done();
}
