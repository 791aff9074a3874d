/* SPDX-License-Identifier: Apache-2.0 */
#include "check_feed.h"

#define RECORD(id, more) "{\"id\":\"" id "\",\"source\":\"debian-tracker\"," \
	"\"publisher\":\"Debian\"" more
#define RELEASE(eco, more) "{\"ecosystem\":\"" eco "\",\"name\":\"curl\",\"scheme\":\"deb\"" more

static const struct feed_case cases[] = {
	{"resolved, never affected, open for each reason",
	 "{\"curl\":{\"CVE-2024-0001\":{\"description\":\"D\",\"scope\":\"remote\",\"debianbug\":842121,"
	 "\"releases\":{"
	 "\"bookworm\":{\"status\":\"resolved\",\"fixed_version\":\"7.88.1-10+deb12u4\",\"urgency\":\"low\","
	 "\"repositories\":{\"bookworm\":\"7.88.1-10+deb12u5\",\"bookworm-security\":\"7.88.1-10+deb12u4\"}},"
	 "\"bullseye\":{\"status\":\"resolved\",\"fixed_version\":\"0\",\"urgency\":\"unimportant\"},"
	 "\"buster\":{\"status\":\"open\",\"urgency\":\"not yet assigned\",\"nodsa\":\"Minor issue\","
	 "\"nodsa_reason\":\"\"},"
	 "\"stretch\":{\"status\":\"open\",\"nodsa\":\"Too old\",\"nodsa_reason\":\"ignored\"},"
	 "\"jessie\":{\"status\":\"open\",\"urgency\":\"end-of-life\"},"
	 "\"trixie\":{\"status\":\"undetermined\"},"
	 "\"sid\":{\"status\":\"open\"}}}}}",
	 RECORD("CVE-2024-0001", ",\"description_en\":\"D\",\"tags\":\"remote\",\"affected\":[")
	 RELEASE("Debian:12", ",\"repositories\":\"bookworm 7.88.1-10+deb12u5, bookworm-security "
	 "7.88.1-10+deb12u4\",\"urgency\":\"low\",\"source_package\":true,"
	 "\"spans\":[{\"hi\":\"7.88.1-10+deb12u4\"}]},")
	 RELEASE("Debian:11", ",\"urgency\":\"unimportant\",\"source_package\":true,\"spans\":[]},")
	 RELEASE("Debian:10", ",\"fix_state\":\"no-dsa\",\"fix_note\":\"Minor issue\",\"urgency\":"
	 "\"not yet assigned\",\"source_package\":true,\"spans\":[{}]},")
	 RELEASE("Debian:9", ",\"fix_state\":\"ignored\",\"fix_note\":\"Too old\","
	 "\"source_package\":true,\"spans\":[{}]},")
	 RELEASE("Debian:8", ",\"fix_state\":\"end-of-life\",\"urgency\":\"end-of-life\","
	 "\"source_package\":true,\"spans\":[{}]},")
	 RELEASE("Debian:13", ",\"source_package\":true,\"spans\":[{\"why\":\"Debian has not "
	 "determined whether it is affected\",\"status\":\"unknown\"}]},")
	 RELEASE("Debian:sid", ",\"fix_state\":\"open\",\"source_package\":true,\"spans\":[{}]}")
	 "],\"references\":[{\"url\":\"https://bugs.debian.org/842121\",\"kind\":\"debianbug\"}]}\n"},
	{"TEMP ids stand for themselves; one record a package",
	 "{\"curl\":{\"TEMP-0000000-0CA7E3\":{\"releases\":{}}},\"x\":{\"CVE-2024-0001\":{}}}",
	 RECORD("TEMP-0000000-0CA7E3", "}\n") RECORD("CVE-2024-0001", "}\n")},
	{"what is not understood is unknown",
	 "{\"curl\":{\"CVE-2024-0001\":{\"releases\":{\"bookworm\":{\"status\":\"maybe\"},"
	 "\"bullseye\":{\"status\":\"resolved\"},\"nosuch\":{\"status\":\"open\"}}}}}",
	 RECORD("CVE-2024-0001", ",\"affected\":[")
	 RELEASE("Debian:12", ",\"source_package\":true,\"spans\":[{\"why\":\"status: maybe\","
	 "\"status\":\"unknown\"}]},")
	 RELEASE("Debian:11", ",\"source_package\":true,\"spans\":[{\"why\":\"resolved without a fixed "
	 "version\",\"status\":\"unknown\"}]},")
	 RELEASE("Debian:nosuch", ",\"fix_state\":\"open\",\"source_package\":true,\"spans\":[{}]}]}\n")},
	{"bad issues are named, the next one is read",
	 "{\"a\":7,\"b\":null,\"curl\":{\"CVE-2024-0001\":[],\"CVE-2024-0002\":null,"
	 "\"CVE-2024-0003\":{\"releases\":[]},\"CVE-2024-0004\":{\"releases\":{\"sid\":7}},"
	 "\"CVE-2024-0005\":{\"releases\":{\"sid\":{\"status\":true}}},"
	 "\"CVE-2024-0006\":{\"releases\":{\"sid\":{\"fixed_version\":\"1\\u0000\"}}},"
	 "\"\":{},\"CVE-2024-0007\":{}}}",
	 "skip a: a source package is not an object\nskip b: a source package is null\n"
	 "skip CVE-2024-0001: an issue is not an object\nskip CVE-2024-0002: an issue is null\n"
	 "skip CVE-2024-0003: releases is not an object\n"
	 "skip CVE-2024-0004: a release is not an object\n"
	 "skip CVE-2024-0005: a member of a release is not a string\n"
	 "skip CVE-2024-0006: a NUL in a string\n"
	 "skip : an issue without an id, or with a long one\n" RECORD("CVE-2024-0007", "}\n")},
	{"not JSON", "invalid", "error -2: expected an object\n"},
	{"not an object", "[]", "error -2: expected an object\n"},
	{"cut off", "{\"curl\":{\"CVE-2024-0001\":{}", RECORD("CVE-2024-0001", "}\n")
	 "error -2: unexpected end\n"},
};

static void test_detect(void)
{
	static const struct { const char *path, *head; bool yes; } heads[] = {
		{"x", "{\"curl\":{\"CVE-1\":{\"releases\":{\"sid\":{\"status\":\"open\",\"repositories\":{", true},
		{"debian-tracker.json", "{\"curl\":{\"CVE-1\":{\"releases\": {", true},
		{"x", "{\"releases\":1}", false}, {"tracker", "[]", false}, {"tracker", "", false},
	};
	for (size_t i = 0; i < YG_COUNT(heads); i++) {
		const struct feed_reader *r = feed_reader_detect(sv_of(heads[i].path),
								 sv_of(heads[i].head));
		CHECK((r && strcmp(r->name, "debian-tracker") == 0) == heads[i].yes, "%s",
		      heads[i].head);
	}
}

int main(void)
{
	feed_check_cases("debian-tracker", "data.json", cases, YG_COUNT(cases));
	test_detect();
	feed_check_faults("debian-tracker", "data.json", cases[0].in);
	feed_check_refusals("debian-tracker", "data.json", cases[3].in);
	return check_done();
}
