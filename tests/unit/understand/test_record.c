/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/limits.h"
#include "understand/record.h"

static int read_text(struct arena *a, const char *json, struct record *r, struct yg_err *err)
{
	struct sv copy = arena_copy(a, sv_of(json));
	union { const char *in; char *out; } text = {.in = copy.p};

	return copy.p ? record_read(a, text.out, copy.n, r, err) : YG_ENOMEM;
}

static void write_text(struct buf *b, const struct record *r)
{
	struct jw w = jw_on(b);
	record_write(&w, r);
}

/* Everything a record can hold, once: reading and writing it changes no byte. */
static const char whole[] =
	"{\"id\":\"CVE-2024-1\",\"source\":\"cve5\",\"publisher\":\"GitHub_M\",\"title_en\":\"t\","
	"\"title_ja\":\"\xe9\xa1\x8c\",\"description_en\":\"d\",\"description_ja\":\"\xe8\xaa\xac\","
	"\"conditions\":\"c\",\"impact\":\"i\",\"remedy\":\"r\",\"workaround\":\"w\","
	"\"exploitation\":\"x\",\"severity\":\"HIGH\",\"tags\":\"disputed\","
	"\"published\":\"2024-01-01T00:00:00Z\",\"modified\":\"2024-01-02T00:00:00Z\","
	"\"withdrawn\":\"2024-01-03T00:00:00Z\",\"cwe\":\"CWE-79 CWE-80\",\"rejected\":true,"
	"\"links\":[{\"id\":\"GHSA-1\",\"relation\":\"alias\"},{\"id\":\"X\",\"relation\":\"related\"},"
	"{\"id\":\"Y\",\"relation\":\"upstream\"}],"
	"\"affected\":[{\"ecosystem\":\"Debian:12\",\"name\":\"curl\",\"scheme\":\"deb\",\"cpe\":\"cpe:2.3:a\","
	"\"module\":\"nodejs:12\",\"arch\":\"amd64\",\"platforms\":\"p\",\"repositories\":\"bookworm 1\","
	"\"fix_state\":\"no-dsa\",\"fix_note\":\"Minor issue\",\"urgency\":\"low\",\"by_name\":true,"
	"\"source_package\":true,\"rest\":\"unknown\",\"spans\":[{\"hi\":\"1.0\"},{\"lo\":\"2\",\"hi\":\"3\","
	"\"lo_excluded\":true,\"hi_included\":true,\"status\":\"unaffected\"},{\"is\":\"4\"},"
	"{\"why\":\"because\",\"status\":\"unknown\"},{}]},"
	"{\"ecosystem\":\"PyPI\",\"name\":\"x\",\"spans\":[]}],"
	"\"cvss\":[{\"version\":\"3.1\",\"vector\":\"CVSS:3.1/AV:N\",\"source\":\"cna\",\"score\":9.8},"
	"{\"version\":\"2.0\",\"vector\":\"AV:N\",\"source\":\"osv\"}],"
	"\"ssvc\":{\"exploitation\":\"poc\",\"automatable\":\"no\",\"technical_impact\":\"total\","
	"\"time\":\"2024-01-01T00:00:00Z\",\"source\":\"adp:CISA-ADP\"},"
	"\"kev\":{\"source\":\"cisa\",\"date_added\":\"2024-01-01\",\"due_date\":\"2024-02-01\","
	"\"forensic_triage\":\"yes\",\"action\":\"patch\",\"ransomware\":true},"
	"\"references\":[{\"url\":\"https://example.org\",\"kind\":\"patch\"}]}";

static void test_round_trip(void)
{
	arena_auto a = {.cap = 1 << 20};
	buf_auto b = BUF_CAP(1 << 16);
	struct record r;

	CHECK_INT(read_text(&a, whole, &r, NULL), 0, "reads");
	CHECK_INT(r.affected_count, 2, "products");
	CHECK_INT(r.affected[0].span_count, 5, "spans");
	CHECK(r.affected[0].spans[2].hi_included && sv_is(r.affected[0].spans[2].hi, "4"),
	      "one version");
	CHECK_INT(r.affected[0].spans[4].status, RECORD_AFFECTED, "the default status");
	CHECK_INT(r.affected[0].rest, RECORD_UNKNOWN, "rest");
	CHECK(r.cvss[1].score < 0, "no score published");
	write_text(&b, &r);
	CHECK_SV(buf_view(&b), whole, "written as it was read");
}

static const struct {
	const char *json;
	int code;
} refused[] = {
	{"", YG_ESYNTAX}, {"[]", YG_ESYNTAX}, {"{}", YG_ESYNTAX}, {"{\"id\":\"x\"}", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":1}", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":\"a\\u0000b\"}", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":\"s\"} x", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":\"s\",\"affected\":[{\"name\":\"n\"}]}", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":\"s\",\"affected\":[{\"ecosystem\":\"e\"}]}", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":\"s\",\"affected\":{}}", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":\"s\",\"affected\":[{\"ecosystem\":\"e\",\"name\":\"n\","
	 "\"rest\":\"maybe\"}]}", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":\"s\",\"links\":[{\"relation\":\"alias\"}]}", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":\"s\",\"links\":[{\"id\":\"y\",\"relation\":\"?\"}]}", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":\"s\",\"cvss\":[{\"score\":11}]}", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":\"s\",\"cvss\":[{\"score\":-1}]}", YG_ESYNTAX},
	{"{\"id\":\"x\",\"source\":\"s\",\"rejected\":\"yes\"}", YG_ESYNTAX},
};

static void test_refused(void)
{
	for (size_t i = 0; i < YG_COUNT(refused); i++) {
		arena_auto a = {.cap = 1 << 20};
		struct record r = {.id = SV("untouched")};
		struct yg_err err = {0};
		CHECK_INT(read_text(&a, refused[i].json, &r, &err), refused[i].code,
			  refused[i].json);
		CHECK(err.what != NULL, "%s: no reason", refused[i].json);
		CHECK_SV(r.id, "untouched", "out-parameter");
	}
}

static void test_unknown_members(void)
{
	arena_auto a = {.cap = 1 << 20};
	struct record r;

	CHECK_INT(read_text(&a, "{\"new\":[1,{}],\"id\":\"x\",\"source\":\"s\",\"affected\":"
			    "[{\"ecosystem\":\"e\",\"name\":\"n\",\"new\":{},\"spans\":[{\"new\":1}]}],"
			    "\"kev\":{\"new\":0},\"ssvc\":{\"new\":0}}", &r, NULL), 0,
		  "members of a later version");
	CHECK_INT(r.affected[0].span_count, 1, "spans");
	CHECK(r.kev.listed, "listed");
}

static void test_limits(void)
{
	arena_auto a = {.cap = 1 << 22};
	buf_auto b = BUF_CAP(1 << 20);
	struct record r = {.id = SV("untouched")};
	struct yg_err err = {0};

	buf_str(&b, "{\"id\":\"x\",\"source\":\"s\",\"links\":[{\"id\":\"y\"}");
	for (int i = 1; i < LIMIT_LINKS; i++)
		buf_str(&b, ",{\"id\":\"y\"}");
	buf_str(&b, "]}");
	CHECK_INT(read_text(&a, b.p, &r, &err), 0, "as many links as allowed");
	b.n -= 2;
	buf_str(&b, ",{\"id\":\"y\"}]}");
	r.id = SV("untouched");
	CHECK_INT(read_text(&a, b.p, &r, &err), YG_ELIMIT, "one more");
	CHECK(err.what && strstr(err.what, "LIMIT_LINKS"), "names the limit");
	CHECK_SV(r.id, "untouched", "out-parameter");
}

static void test_faults(void)
{
	for (long n = 1; ; n++) {
		arena_auto text = {.cap = 1 << 20};
		arena_auto a = {.cap = 1 << 20, .fail_at = n};
		struct sv copy = arena_copy(&text, SV(whole));
		union { const char *in; char *out; } p = {.in = copy.p};
		struct record r = {.id = SV("untouched")};
		int code = record_read(&a, p.out, copy.n, &r, NULL);
		if (code == 0)
			break;
		CHECK_INT(code, YG_ENOMEM, "fails cleanly");
		CHECK_SV(r.id, "untouched", "out-parameter");
		if (n > 1000 && !CHECK(false, "never succeeds"))
			break;
	}
}

int main(void)
{
	CHECK_SV(record_status_word(RECORD_UNAFFECTED), "unaffected", "word");
	CHECK_SV(record_status_word(RECORD_AFFECTED), "affected", "word");
	test_round_trip();
	test_refused();
	test_unknown_members();
	test_limits();
	test_faults();
	return check_done();
}
