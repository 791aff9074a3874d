/* SPDX-License-Identifier: Apache-2.0 */
/* Ranges: the third answer, intervals, dialects, vers: and what fails. */
#include "check.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "component/version/calc.h"

static const struct version_scheme *scheme(const char *name)
{
	return version_scheme_find(sv_of(name));
}

static void test_intervals(void)
{
	static const struct {
		const char *scheme, *lo, *hi;	/* "[1", "(1", ""; "1]", "1)", "" */
		const char *version, *want;
		int why;
	} rows[] = {
		{"semver", "", "", "anything", "in", 0},
		{"semver", "[1.0.0", "2.0.0)", "1.0.0", "in", 0},
		{"semver", "(1.0.0", "2.0.0)", "1.0.0", "out", 0},
		{"semver", "[1.0.0", "2.0.0)", "2.0.0", "out", 0},
		{"semver", "[1.0.0", "2.0.0]", "2.0.0", "in", 0},
		{"semver", "[1.0.0", "2.0.0)", "nonsense", "unknown", YG_ESYNTAX},
		{"semver", "[nonsense", "2.0.0)", "3.0.0", "out", 0},
		{"semver", "[nonsense", "2.0.0)", "1.0.0", "unknown", YG_ESYNTAX},
		{"semver", "[nonsense", "", "nonsense", "in", 0},
		{"generic", "", "1.0-foo)", "1.0-bar", "unknown", YG_ENOTCOMPARABLE},
		{"generic", "[1.0-foo", "1.0-foo]", "1.0-bar", "out", 0},
		{"kb", "[5001", "5001]", "5002", "out", 0},
		{"kb", "", "5001]", "5002", "unknown", YG_ENOTCOMPARABLE},
		{"none", "", "2.0)", "1.0", "unknown", YG_EUNSUPPORTED},
		{"none", "[2.0", "2.0]", "2.0", "in", 0},
		{"rpm", "", "1.2]", "1.2-3.el9", "in", 0},
		{"generic", "[5.10.0", "5.10.*]", "5.10.77", "in", 0},
		{"generic", "[5.10.0", "5.10.*]", "5.11", "out", 0},
		{"generic", "[5.10.0", "5.10.*]", "5.100.1", "out", 0},
		{"generic", "[13.x", "13.5.2)", "13.0", "in", 0},
		{"generic", "[13.x", "13.x]", "13.7", "in", 0},
		{"generic", "(13.x", "", "13.7", "out", 0},
		{"generic", "(13.x", "", "14", "in", 0},
		{"maven", "[2.462.0", "2.462.*)", "2.462.3", "in", 0},
		{"maven", "[1.x", "1.x]", "1.7", "out", 0},
	};
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		const char *lo = rows[i].lo, *hi = rows[i].hi;
		size_t n = strlen(hi);
		struct version_interval v = {
			.lo = sv_of(lo + (*lo != 0)), .hi = {hi, n ? n - 1 : 0},
			.lo_kind = *lo == '[' ? BOUND_INCLUDED : *lo ? BOUND_EXCLUDED : BOUND_NONE,
			.hi_kind = !n ? BOUND_NONE
				: hi[n - 1] == ']' ? BOUND_INCLUDED : BOUND_EXCLUDED,
		};
		int why = 77;
		enum range_answer a = interval_contains(scheme(rows[i].scheme), &v,
							sv_of(rows[i].version), &why);
		CHECK(strcmp(range_answer_name(a), rows[i].want) == 0 && why == rows[i].why,
		      "%s %s,%s %s: %s, why %d", rows[i].scheme, lo, hi, rows[i].version,
		      range_answer_name(a), why);
	}
	struct sv list[] = {SV("1.0"), SV("weird"), SV("2.0")};
	CHECK(version_in_list(scheme("pypi"), list, 3, SV("2.0.0")), "equal in the order");
	CHECK(version_in_list(scheme("pypi"), list, 3, SV("weird")), "same text");
	CHECK(!version_in_list(scheme("pypi"), list, 3, SV("3")), "absent");
	CHECK(!version_in_list(NULL, list, 3, SV("2.0.0")), "no scheme: text only");
}

static void test_truth_tables(void)
{
	CHECK_INT(range_any(RANGE_UNKNOWN, RANGE_IN), RANGE_IN, "any");
	CHECK_INT(range_any(RANGE_OUT, RANGE_UNKNOWN), RANGE_UNKNOWN, "any");
	CHECK_INT(range_any(RANGE_OUT, RANGE_OUT), RANGE_OUT, "any");
	CHECK_INT(range_all(RANGE_UNKNOWN, RANGE_OUT), RANGE_OUT, "all");
	CHECK_INT(range_all(RANGE_IN, RANGE_UNKNOWN), RANGE_UNKNOWN, "all");
	CHECK_INT(range_all(RANGE_IN, RANGE_IN), RANGE_IN, "all");
}

static void test_expressions(void)
{
	static const struct {
		const char *dialect, *range, *version, *want;
	} rows[] = {
		{"semver", "", "nonsense", "in"},
		{"semver", "*", "1.0.0", "in"},
		{"semver", "< 1.0", "nonsense", "unknown"},
		{"semver", "< nonsense", "1.0.0", "unknown"},
		{"semver", "< nonsense || > 0.1", "1.0.0", "in"},
		{"semver", "< nonsense, > 2", "1.0.0", "out"},
		{"semver", "= nonsense", "nonsense", "in"},
		{"semver", "~1.0", "1.0.0", "unknown"},
		{"semver", "< 1.0 ||", "0.1.0", "unknown"},
		{"semver", "<", "0.1.0", "unknown"},
		{"semver", ">= 1, != 1.5, < 2", "1.5.0", "out"},
		{"generic", "= 1.0-foo", "1.0-bar", "out"},
		{"generic", "!= 1.0-foo", "1.0-bar", "in"},
		{"deb", "< 1.0~rc1, >= 1:0", "1:0", "out"},
		{"deb", "<=2:1.0-1~deb12u1", "2:1.0-1~deb12u1", "in"},
		{"rpm", "<= 1.2", "1.2-7.el9", "in"},
		{"rpm", "> 1.2", "1.2-7.el9", "out"},
		{"maven", "[1.0,2.0)", "1.5", "in"},
		{"maven", "[1.0,2.0", "1.5", "unknown"},
		{"maven", "[1.0,1.5,2.0)", "1.5", "unknown"},
		{"nuget", "[1.0,2.0),[3.0]", "3.0.0.0", "in"},
		{"nuget-range", "1.0", "1.5", "in"},
		{"nuget-range", "(1.0)", "1.0", "unknown"},
		{"gem", "~> 2.0.8", "2.0.99", "in"},
		{"gem", "~> 2.0.8", "2.1.0.rc1", "out"},
		{"gem", "~> x", "1", "unknown"},
		{"npm", "^1.2.3", "1.9.0", "in"},
		{"npm", "1.2.3 - 2.3", "2.3.9", "in"},
		{"npm", "1.2.3 - 2.3", "2.4.0", "out"},
		{"npm", "^0.0.3", "0.0.4", "out"},
		{"npm", "~99999999999999999999.9", "99999999999999999999.9.5", "in"},
		{"npm", "!1", "1.0.0", "unknown"},
		{"npm", "1.2.3.4", "1.2.3", "unknown"},
		{"pep440-specifier", "~=1.4.2", "1.4.9", "in"},
		{"pep440-specifier", "~=1.4.2", "1.5", "out"},
		{"pep440-specifier", "~=1", "1.5", "unknown"},
		{"pep440-specifier", "<=1.*", "1.5", "unknown"},
		{"pep440-specifier", "===1.0", "1.0", "in"},
		{"pep440-specifier", "===1.0", "1.0.0", "out"},
		{"pep440-specifier", "!=1.0", "legacy", "unknown"},
		{"conan", "^0.1.2", "0.1.9", "in"},
		{"conan", "~2.5", "2.6-rc", "out"},
		{"nginx", "1.1.4+", "1.2.0", "in"},
		{"nginx", "1.4.1+", "1.5.0", "out"},
		{"nginx", "1.5.6-1.20.0", "1.18.0", "in"},
		{"nginx", "none", "1.18.0", "out"},
		{"nginx", "bad", "1.18.0", "unknown"},
		{"openssl", "1.0.2zd, 3.0.1", "3.0.1", "in"},
		{"openssl", "< 1.0.2zd", "1.0.2k", "in"},
		{"openssl", "any", "1.0.2k", "unknown"},
		{"npm", "vers:npm/*", "1.0.0-rc.1", "in"},
		{"pypi", "vers:pypi/>=1|!=1.5|<2", "1.5", "out"},
		{"pypi", "vers:pypi/ >= 1 | < 2 ", "1.7", "in"},
		{"pypi", "vers:npm/>=1", "1.5", "unknown"},
		{"pypi", "vers:pypi/>=2|<1", "0.5", "unknown"},
		{"pypi", "vers:pypi/>1|>=1.5|<3|<4|6|>8", "3.5", "in"},
		{"pypi", "vers:pypi/>1|>=1.5|<3|<4|6|>8", "5", "out"},
		{"pypi", "vers:pypi/>1|>=1.5|<3|<4|6|>8", "6", "in"},
		{"pypi", "vers:pypi/!=1|!=2", "3", "in"},
		{"pypi", "vers:pypi/!=1|!=2", "2", "out"},
	};
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		const struct range_dialect *d = range_dialect_find(sv_of(rows[i].dialect));
		arena_auto a = {.cap = KIB(64)};
		buf_auto out = BUF_CAP(64);
		char line[256];
		snprintf(line, sizeof line, "%s\t%s", rows[i].range, rows[i].version);
		CHECK(d && calc_range_line(d, &a, sv_of(line), &out) == 0 &&
		      sv_eq(buf_view(&out), sv_of(rows[i].want)), "%s \"%s\" \"%s\": %.*s",
		      rows[i].dialect, rows[i].range, rows[i].version, SV_ARG(buf_view(&out)));
	}
}

/* A range and its intervals must agree. */
static void test_as_intervals(void)
{
	static const struct {
		const char *dialect, *range, *want;
		int code;
	} rows[] = {
		{"semver", "", "(,)", 0},
		{"semver", ">= 1.0, < 2.0 || 3.0", "[1.0,2.0)[3.0,3.0]", 0},
		{"semver", "> 1, >= 1.0, < 3, <= 2", "(1,2]", 0},
		{"semver", ">= 1, != 1.5, < 2, != 9", "[1,1.5)(1.5,2)", 0},
		{"semver", "!= 1", "(,1)(1,)", 0},
		{"semver", "> 2, < 1", "", 0},
		{"gem", "~> 1.4.4", "[1.4.4,1.5.A)", 0},
		{"semver", "> bad, < 1, > 2", NULL, YG_ESYNTAX},
		{"npm", "^1.0.0", NULL, YG_EUNSUPPORTED},
		{"pypi", "vers:pypi/>=1|!=1.5|<2|3", "[1,1.5)(1.5,2)[3,3]", 0},
	};
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		const struct range_dialect *d = range_dialect_find(sv_of(rows[i].dialect));
		arena_auto a = {.cap = KIB(64)};
		buf_auto out = BUF_CAP(512);
		struct version_range r;
		struct version_interval *v = NULL;
		size_t n = 0;
		if (!CHECK(range_parse(&a, d, sv_of(rows[i].range), &r, NULL) == 0, "%s",
			   rows[i].range))
			continue;
		CHECK_INT(range_intervals(&a, &r, &v, &n), rows[i].code, rows[i].range);
		for (size_t k = 0; k < n; k++) {
			buf_char(&out, v[k].lo_kind == BOUND_INCLUDED ? '[' : '(');
			buf_sv(&out, v[k].lo);
			buf_char(&out, ',');
			buf_sv(&out, v[k].hi);
			buf_char(&out, v[k].hi_kind == BOUND_INCLUDED ? ']' : ')');
		}
		if (rows[i].want)
			CHECK_SV(buf_view(&out), rows[i].want, rows[i].range);
	}
}

static void test_vers(void)
{
	static const struct {
		const char *scheme, *text, *want;
	} rows[] = {
		{"npm", "^1.2.9", "vers:npm/>=1.2.9|<2.0.0"},
		{"pypi", "==1.2.*", "vers:pypi/>=1.2.dev0|<1.3.dev0"},
		{"pypi", "~=1.9", "vers:pypi/>=1.9|<2.dev0"},
		{"pypi", "!=1.9.*", "vers:pypi/<1.9.dev0|>=1.10.dev0"},
		{"maven", "[1.0,2.0),[3.0,)", "vers:maven/>=1.0|<2.0|>=3.0"},
		{"nuget", "1.0", "vers:nuget/>=1.0"},
		{"deb", "< 1.0%1", "vers:deb/<1.0%251"},
		{"deb", "< 1:1.0~rc1+dfsg", "vers:deb/<1:1.0~rc1+dfsg"},
		{"semver", "*", "vers:semver/*"},
		{"semver", "< 1 || *", "vers:semver/*"},
		{"semver", "< nonsense, > 1", "error"},
		{"nginx", "none", "error"},
		{"npm", "<*", "error"},
		{"npm", "vers:npm/2.0|1.0", "vers:npm/1.0|2.0"},
		{"npm", "vers:npm/>=2.0.0|<1.0.0", "error"},
		{"npm", "vers:npm/ 1.0", "error"},
		{"npm", "vers:npm/", "error"},
		{"npm", "vers:npm/1|*", "error"},
		{"npm", "vers:NPM/1", "error"},
		{"npm", "vers:invalid/1", "error"},
		{"npm", "vers:npm/1%2", "error"},
		{"npm", "vers:npm/1%00", "error"},
	};
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		const struct range_dialect *d = range_dialect_native(sv_of(rows[i].scheme));
		arena_auto a = {.cap = KIB(64)};
		buf_auto out = BUF_CAP(512);
		CHECK_INT(calc_range_to_vers_line(d, sv_of(rows[i].scheme), &a,
						  sv_of(rows[i].text), &out), 0, rows[i].text);
		CHECK_SV(buf_view(&out), rows[i].want, rows[i].text);
	}
	static const char *const refused[] = {	/* by vers_parse() */
		"vers:npm/1.0.0|<2.0.0", "vers:npm/>1|>2", "vers:npm/1|1.0.0", "vers:npm/=1",
		"vers:npm/<2|<3", "npm/1", "vers:npm", "vers:1npm/1",
	};
	for (size_t i = 0; i < YG_COUNT(refused); i++) {
		arena_auto a = {.cap = KIB(64)};
		struct vers v;
		struct yg_err err = {.what = NULL};
		CHECK_INT(vers_parse(&a, sv_of(refused[i]), &v, &err), YG_ESYNTAX, refused[i]);
		CHECK(err.what != NULL, "%s: no reason", refused[i]);
	}
}

/* Every scheme has advisories; every dialect is found by its name, once. */
static void test_tables(void)
{
	const struct version_scheme *s;
	const struct range_dialect *d;
	size_t count = 0;

	for (size_t i = 0; (s = version_scheme_at(i)) != NULL; i++) {
		d = range_dialect_advisory(s);
		CHECK(d && range_dialect_scheme(d) == s, "%s: no advisories", s->name);
		CHECK(range_dialect_native(sv_of(s->name)) != NULL, "%s: no dialect", s->name);
	}
	for (; (d = range_dialect_at(count)) != NULL; count++) {
		CHECK(range_dialect_find(sv_of(range_dialect_name(d))) == d, "%s",
		      range_dialect_name(d));
		CHECK(range_dialect_scheme(d) != NULL, "%s: no scheme", range_dialect_name(d));
	}
	CHECK_INT(count, 31, "dialects");
	CHECK(!range_dialect_find(SV("nonsense")) && !range_dialect_native(SV("nonsense")) &&
	      !range_dialect_advisory(NULL), "no such dialect");
}

static void test_calculators(void)
{
	arena_auto a = {.cap = KIB(64)};
	static const char *const rows[][2] = {
		{"1.0.0\t2.0.0", "-1"}, {"2.0\t1.0", "1"}, {"1\t1.0.0", "0"}, {"1", "error"},
		{"x\t1", "error"}, {"", "error"}, {"1\t2\t3", "error"},
	};
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		buf_auto out = BUF_CAP(64);
		CHECK_INT(calc_version_line(scheme("semver"), &a, sv_of(rows[i][0]), &out), 0,
			  rows[i][0]);
		CHECK_SV(buf_view(&out), rows[i][1], rows[i][0]);
	}
}

static void test_caps(void)
{
	arena_auto a = {.cap = MIB(32)};
	static char text[LIMIT_RANGE + 1];
	struct version_range r;
	struct yg_err err;

	memset(text, '1', sizeof text);
	CHECK_INT(range_parse(&a, range_dialect_find(SV("semver")),
			      (struct sv){text, sizeof text}, &r, &err), YG_ELIMIT, "too long");
	memset(text, '|', sizeof text);
	memcpy(text, "vers:deb/", 9);
	CHECK_INT(range_parse(&a, range_dialect_find(SV("deb")),
			      (struct sv){text, LIMIT_RANGE}, &r, &err), YG_ESYNTAX, "only pipes");
}

/* Each allocation of parsing, converting and writing fails in turn. */
static void test_faults(void)
{
	static const char *const rows[][2] = {
		{"semver", ">= 1, != 1.5, < 2 || 3 || < 0.1"}, {"npm", "^1.2 || ~3.4 || 1 - 2"},
		{"pep440-specifier", "~=1.4, ==1.*, !=1.5.*"}, {"conan", "^1.2 || ~3"},
		{"gem", "~> 1.4.4"}, {"nginx", "1.4.1+, 1.5"}, {"maven", "[1,2),[3,)"},
		{"pypi", "vers:pypi/ 1%20 | >=2 | !=3 | <4"},
	};
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		const struct range_dialect *d = range_dialect_find(sv_of(rows[i][0]));
		int code = YG_ENOMEM;
		for (long n = 1; code == YG_ENOMEM && n < 1000; n++) {
			arena_auto a = {.cap = MIB(1), .fail_at = n};
			struct version_range r = {.count = 77};
			struct vers v = {.count = 77};
			code = range_parse(&a, d, sv_of(rows[i][1]), &r, NULL);
			CHECK(code == 0 || r.count == 77, "%s: written on failure", rows[i][1]);
			if (code == 0)
				code = range_to_vers(&a, &r, SV("x"), &v, NULL);
			CHECK(code == 0 || v.count == 77, "%s: written on failure", rows[i][1]);
		}
		CHECK_INT(code, 0, rows[i][1]);
	}
}

int main(void)
{
	test_truth_tables();
	test_intervals();
	test_expressions();
	test_as_intervals();
	test_vers();
	test_tables();
	test_calculators();
	test_caps();
	test_faults();
	return check_done();
}
