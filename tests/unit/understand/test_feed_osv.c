/* SPDX-License-Identifier: Apache-2.0 */
#include "check_feed.h"

#define HEAD(more) "{\"id\":\"X-1\",\"source\":\"osv\",\"publisher\":\"X\"" more
#define PYPI(spans) HEAD(",\"affected\":[{\"ecosystem\":\"PyPI\",\"name\":\"zope-interface\"," \
	"\"scheme\":\"pypi\",\"spans\":[" spans "]}]}\n")
#define ENTRY(more) "{\"id\":\"X-1\",\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\"," \
	"\"name\":\"Zope.Interface\"}," more "}]}"
#define RANGE(type, events) "{\"type\":\"" type "\",\"events\":[" events "]}"
#define SKIP(why) "skip X-1: " why "\n"

static const struct feed_case cases[] = {
	{"texts, times, links, references, severities",
	 "{\"schema_version\":\"1.6.0\",\"id\":\"GHSA-1\",\"summary\":\"S\",\"details\":\" D\\u0000d \","
	 "\"modified\":\"2024-01-02T03:04:05.678Z\",\"published\":\"2024-01-01T00:00:00+09:00\","
	 "\"withdrawn\":\"2024-01-03\",\"aliases\":[\"CVE-2024-1\"],\"related\":[\"CVE-2024-2\"],"
	 "\"upstream\":[\"CVE-2024-3\"],\"credits\":[{\"name\":\"n\"}],"
	 "\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:N\"},"
	 "{\"type\":\"CVSS_V4\",\"score\":\"CVSS:4.0/AV:N\"},{\"type\":\"CVSS_V2\",\"score\":\"AV:N/AC:L\"},"
	 "{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:N\"}],"
	 "\"references\":[{\"type\":\"FIX\",\"url\":\"https://a.example\"}],"
	 "\"database_specific\":{\"severity\":\"HIGH\",\"cwe_ids\":[\"CWE-79\",\"CWE-79\",\"x\"]}}",
	 "{\"id\":\"GHSA-1\",\"source\":\"osv\",\"publisher\":\"GitHub\",\"title_en\":\"S\","
	 "\"description_en\":\"D d\",\"severity\":\"HIGH\",\"published\":\"2023-12-31T15:00:00Z\","
	 "\"modified\":\"2024-01-02T03:04:05.678Z\",\"withdrawn\":\"2024-01-03T00:00:00Z\","
	 "\"cwe\":\"CWE-79\",\"links\":[{\"id\":\"CVE-2024-1\",\"relation\":\"alias\"},"
	 "{\"id\":\"CVE-2024-2\",\"relation\":\"related\"},{\"id\":\"CVE-2024-3\",\"relation\":"
	 "\"upstream\"}],\"cvss\":[{\"version\":\"3.1\",\"vector\":\"CVSS:3.1/AV:N\",\"source\":\"osv\"},"
	 "{\"version\":\"4.0\",\"vector\":\"CVSS:4.0/AV:N\",\"source\":\"osv\"},"
	 "{\"version\":\"2.0\",\"vector\":\"AV:N/AC:L\",\"source\":\"osv\"}],"
	 "\"references\":[{\"url\":\"https://a.example\",\"kind\":\"FIX\"}]}\n"},
	{"Ubuntu's word, RubySec's numbers, Go's time of year 1",
	 "{\"id\":\"X-1\",\"modified\":\"0001-01-01T00:00:00Z\",\"severity\":[{\"type\":\"Ubuntu\","
	 "\"score\":\"medium\"}],\"database_specific\":{\"cvss_v3\":\"7.5\",\"cvss_v2\":5}}",
	 HEAD(",\"severity\":\"medium\",\"cvss\":[{\"version\":\"3\",\"source\":\"osv\",\"score\":7.5}]}\n")},
	{"introduced 0 and fixed; the name is folded",
	 ENTRY("\"ranges\":[" RANGE("ECOSYSTEM", "{\"introduced\":\"0\"},{\"fixed\":\"1.2\"}") "]"),
	 PYPI("{\"hi\":\"1.2\"}")},
	{"events in any order, several intervals, last_affected",
	 ENTRY("\"ranges\":[" RANGE("ECOSYSTEM", "{\"fixed\":\"2.1\"},{\"introduced\":\"1.0\"},"
	       "{\"introduced\":\"2.0\"},{\"fixed\":\"1.5\"}") ","
	       RANGE("ECOSYSTEM", "{\"introduced\":\"3.0\"},{\"last_affected\":\"3.4\"}") "]"),
	 PYPI("{\"lo\":\"1.0\",\"hi\":\"1.5\"},{\"lo\":\"2.0\",\"hi\":\"2.1\"},"
	      "{\"lo\":\"3.0\",\"hi\":\"3.4\",\"hi_included\":true}")},
	{"versions inside a range are not repeated; those of no order are kept",
	 ENTRY("\"versions\":[\"1.0\",\"1.1\",\"2.5\",\"banana\"],\"ranges\":["
	       RANGE("ECOSYSTEM", "{\"introduced\":\"0\"},{\"fixed\":\"1.2\"}") "]"),
	 PYPI("{\"hi\":\"1.2\"},{\"is\":\"2.5\"},{\"is\":\"banana\"}")},
	{"versions alone", ENTRY("\"versions\":[\"1.0\"]"), PYPI("{\"is\":\"1.0\"}")},
	{"ranges of commits beside others are left out",
	 ENTRY("\"ranges\":[" RANGE("GIT", "{\"introduced\":\"0\"}") ","
	       RANGE("ECOSYSTEM", "{\"introduced\":\"1\"}") "]"), PYPI("{\"lo\":\"1\"}")},
	{"ranges of commits alone are unknown",
	 ENTRY("\"ranges\":[" RANGE("GIT", "{\"introduced\":\"0\"}") "]"),
	 PYPI("{\"why\":\"only ranges of commits are given\",\"status\":\"unknown\"}")},
	{"nothing at all is unknown", ENTRY("\"ranges\":[]"),
	 PYPI("{\"why\":\"neither ranges nor versions are given\",\"status\":\"unknown\"}")},
	{"a type that is not known is unknown",
	 ENTRY("\"ranges\":[" RANGE("DATE", "{\"introduced\":\"0\"}") "]"),
	 PYPI("{\"why\":\"range of type DATE\",\"status\":\"unknown\"}")},
	{"GitHub's last_known_affected_version_range closes an open end",
	 ENTRY("\"database_specific\":{\"last_known_affected_version_range\":\"<= 3.3.7\"},\"ranges\":["
	       RANGE("ECOSYSTEM", "{\"introduced\":\"1.0\"}") "]"),
	 PYPI("{\"lo\":\"1.0\",\"hi\":\"3.3.7\",\"hi_included\":true}")},
	{"an open lower bound of a range", ENTRY("\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":"
	 "[{\"introduced\":\"1.0\"},{\"fixed\":\"2\"}],\"database_specific\":{\"open_lower_bound\":true}}]"),
	 PYPI("{\"lo\":\"1.0\",\"hi\":\"2\",\"lo_excluded\":true}")},
	{"open lower bounds of an entry: those that its requirements close",
	 ENTRY("\"ranges\":[" RANGE("ECOSYSTEM", "{\"introduced\":\"2.3.14\"},{\"fixed\":\"3.0.16\"}") ","
	       RANGE("ECOSYSTEM", "{\"introduced\":\"3.1\"},{\"fixed\":\"3.1.7\"}") "],"
	       "\"database_specific\":{\"patched_versions\":[\"~> 3.0.16\"],\"unaffected_versions\":"
	       "[\">= 2.3.5, <= 2.3.14\"],\"open_lower_bound\":true}"),
	 PYPI("{\"lo\":\"2.3.14\",\"hi\":\"3.0.16\",\"lo_excluded\":true},{\"lo\":\"3.1\",\"hi\":\"3.1.7\"}")},
	{"a distribution's release and source package, the vendor's urgency",
	 "{\"id\":\"X-1\",\"affected\":[{\"package\":{\"ecosystem\":\"Debian:12\",\"name\":\"curl\"},"
	 "\"ranges\":[" RANGE("ECOSYSTEM", "{\"introduced\":\"0\"},{\"fixed\":\"1-2\"}") "],"
	 "\"ecosystem_specific\":{\"urgency\":\"unimportant\"}},{\"package\":{\"ecosystem\":"
	 "\"AlmaLinux:9\",\"name\":\"Curl\"},\"versions\":[\"1\"]}]}",
	 HEAD(",\"affected\":[{\"ecosystem\":\"Debian:12\",\"name\":\"curl\",\"scheme\":\"deb\","
	 "\"urgency\":\"unimportant\",\"source_package\":true,\"spans\":[{\"hi\":\"1-2\"}]},"
	 "{\"ecosystem\":\"AlmaLinux:9\",\"name\":\"Curl\",\"scheme\":\"rpm\",\"spans\":"
	 "[{\"is\":\"1\"}]}]}\n")},
	{"a repository without a package; Go's ranges in the project's own versions",
	 "{\"id\":\"X-1\",\"affected\":[{\"ranges\":[{\"type\":\"GIT\",\"repo\":\"https://g.example/r\","
	 "\"events\":[{\"introduced\":\"0\"}]}]},{\"package\":{\"ecosystem\":\"Go\",\"name\":\"a.b/c\"},"
	 "\"ranges\":[" RANGE("SEMVER", "{\"introduced\":\"0\"}") "],\"ecosystem_specific\":"
	 "{\"custom_ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},"
	 "{\"fixed\":\"1.9.0\"}]}]}}]}",
	 HEAD(",\"affected\":[{\"ecosystem\":\"GIT\",\"name\":\"https://g.example/r\",\"spans\":"
	 "[{\"why\":\"only ranges of commits are given\",\"status\":\"unknown\"}]},"
	 "{\"ecosystem\":\"Go\",\"name\":\"a.b/c\",\"scheme\":\"golang\",\"fix_note\":\"in the project's "
	 "own versions: introduced 0, fixed 1.9.0\",\"spans\":[{}]}]}\n")},
	{"an ecosystem without an order; SEMVER says one",
	 "{\"id\":\"X-1\",\"affected\":[{\"package\":{\"ecosystem\":\"Nowhere\",\"name\":\"A\"},"
	 "\"ranges\":[" RANGE("SEMVER", "{\"introduced\":\"0\"},{\"fixed\":\"1.0.0\"}") "]}]}",
	 HEAD(",\"affected\":[{\"ecosystem\":\"Nowhere\",\"name\":\"A\",\"scheme\":\"semver\",\"spans\":"
	 "[{\"hi\":\"1.0.0\"}]}]}\n")},
	{"Photon OS: ranges is an object", "{\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\",\"name\":"
	 "\"a\"},\"ranges\":{\"events\":[]}}],\"id\":\"X-1\"}",
	 SKIP("affected[].ranges is not an array")},
	{"an event of no known kind", ENTRY("\"ranges\":[" RANGE("ECOSYSTEM", "{\"fix\":\"1\"}") "]"),
	 SKIP("an event of no known kind")},
	{"a null event", ENTRY("\"ranges\":[" RANGE("ECOSYSTEM", "{\"fixed\":null}") "]"),
	 SKIP("an event is null")},
	{"an event with a NUL", ENTRY("\"ranges\":[" RANGE("ECOSYSTEM", "{\"fixed\":\"1\\u0000\"}") "]"),
	 SKIP("a NUL in a string")},
	{"no package", "{\"id\":\"X-1\",\"affected\":[{\"versions\":[\"1\"]}]}",
	 SKIP("an entry with neither package nor repository")},
	{"aliases of another type", "{\"id\":\"X-1\",\"aliases\":\"CVE-1\"}",
	 SKIP("aliases, related or upstream is not an array")},
	{"null is absent", "{\"id\":\"X-1\",\"aliases\":null,\"affected\":null,\"details\":null}",
	 HEAD("}\n")},
	{"no id", "{\"affected\":[]}", "skip : no id, or a long one\n"},
	{"an id of another type", "{\"id\":7}", "skip : id is not a string\n"},
	{"not JSON", "{\"id\":\"X-1\",", "error -2: expected a key\n"},
	{"not an object", "[]", "error -2: expected an object\n"},
};

static void test_detect(void)
{
	static const struct { const char *head; bool yes; } heads[] = {
		{"{\"schema_version\":\"1.4.0\",\"id\":\"GHSA-1\"", true},
		{"{\"id\": \"PYSEC-1\", \"details\": \"x\", \"affected\": [{\"package\": {", true},
		{"{\"affected\":[{\"package\":{\"ecosystem\":\"Photon OS:1.0\"", true},
		{"{\"id\":\"X\",\"modified\":\"2024", true},
		{"{\"dataType\":\"CVE_RECORD\",\"cveMetadata\":{\"id\":\"x\"", false},
		{"{\"id\":\"PYSEC-1\",\"details\":\"a long \\\" story", true},
		{"{\"schema_version\":\"1.2.0\",\"result\":[{\"id\":\"x\",\"modified\":\"y\"}]", false},
		{"{\"a\":{\"id\":\"x\"},\"affected\":[]}", false},
		{"{\"id\":7}", false}, {"[{\"id\":\"x\",\"schema_version\":\"1\"}]", false}, {"", false},
	};
	for (size_t i = 0; i < YG_COUNT(heads); i++) {
		const struct feed_reader *r = feed_reader_detect(SV("x"), sv_of(heads[i].head));
		CHECK((r && strcmp(r->name, "osv") == 0) == heads[i].yes, "%s", heads[i].head);
	}
}

/* More events than LIMIT_EVENTS: the record is refused, whatever it would cost to keep. */
static void test_limits(void)
{
	arena_auto a = {.cap = 1 << 26};
	buf_auto in = BUF_CAP(1 << 24), said = BUF_CAP(1 << 24);

	buf_str(&in, "{\"id\":\"X-1\",\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\","
		"\"name\":\"a\"},\"versions\":[\"1\"");
	for (int i = 0; i < 100000; i++)
		buf_str(&in, ",\"1\"");
	buf_str(&in, "]}]}");
	CHECK_INT(feed_run("osv", &a, "x.json", buf_view(&in), &said), 0, "is read");
	CHECK_SV(buf_view(&said), SKIP("more than LIMIT_EVENTS events and versions in one entry"),
		 "too many versions");
}

int main(void)
{
	feed_check_cases("osv", "all.zip!x.json", cases, YG_COUNT(cases));
	test_detect();
	test_limits();
	for (size_t i = 0; i < 17; i++)
		feed_check_faults("osv", "x.json", cases[i].in);
	feed_check_refusals("osv", "x.json", cases[0].in);
	feed_check_refusals("osv", "x.json", "{}");
	return check_done();
}
