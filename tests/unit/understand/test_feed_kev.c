/* SPDX-License-Identifier: Apache-2.0 */
#include "check_feed.h"

#define ENTRY(id, more) "{\"cveID\":\"" id "\",\"vulnerabilityName\":\"N\"," \
	"\"dateAdded\":\"2024-03-06\",\"shortDescription\":\"D\",\"requiredAction\":\"A\"," \
	"\"dueDate\":\"2024-03-27\"" more "}"
#define RECORD(id) "{\"id\":\"" id "\",\"source\":\"kev\",\"publisher\":\"CISA\"," \
	"\"title_en\":\"N\",\"description_en\":\"D\""
#define KEV(more) "\"kev\":{\"source\":\"cisa\",\"date_added\":\"2024-03-06\"," \
	"\"due_date\":\"2024-03-27\"" more "\"action\":\"A\""

static const struct feed_case json_cases[] = {
	{"an entry",
	 "{\"title\":\"T\",\"catalogVersion\":\"2025.08.25\",\"dateReleased\":"
	 "\"2025-08-25T17:04:19.9796Z\",\"count\":1,\"vulnerabilities\":["
	 ENTRY("CVE-2024-0001", ",\"knownRansomwareCampaignUse\":\"Known\",\"notes\":"
	       "\"text ; https://a.example/x ;http://b.example\",\"cwes\":[\"CWE-59\",\"CWE-7\"]") "]}",
	 "about kev 2025-08-25T17:04:19.9796Z 2025.08.25\n"
	 RECORD("CVE-2024-0001") ",\"cwe\":\"CWE-59 CWE-7\"," KEV(",") ",\"ransomware\":true},"
	 "\"references\":[{\"url\":\"https://a.example/x\",\"kind\":\"kev\"},"
	 "{\"url\":\"http://b.example\",\"kind\":\"kev\"}]}\n"},
	{"since 2026-09: forensicTriage; ransomware Unknown; the date behind the list",
	 "{\"vulnerabilities\":[" ENTRY("CVE-2026-0001", ",\"forensicTriage\":\"Yes\","
	 "\"knownRansomwareCampaignUse\":\"Unknown\"") "],\"dateReleased\":\"2026-09-09\"}",
	 "about kev 2026-09-09T00:00:00Z \n" RECORD("CVE-2026-0001") ","
	 KEV(",\"forensic_triage\":\"yes\",") "}}\n"},
	{"bad entries are named, good ones stay",
	 "{\"catalogVersion\":\"v\",\"vulnerabilities\":[" ENTRY("CVE-1", "") ",null,7,"
	 "{\"cveID\":\"CVE-2024-0002\"},{\"cveID\":\"CVE-2024-0003\",\"dateAdded\":\"2024-02-30\"},"
	 "{\"cveID\":9},{\"cveID\":\"CVE-2024-0004\\u0000\"}," ENTRY("CVE-2024-0005", "") "]}",
	 "skip CVE-1: cveID is not a CVE id\nskip : vulnerabilities[] is null\n"
	 "skip : vulnerabilities[] is not an object\n"
	 "skip CVE-2024-0002: dateAdded is not a date\n"
	 "skip CVE-2024-0003: dateAdded is not a date\n"
	 "skip : cveID is not a string\nskip : a NUL in a string\n"
	 "about kev  v\n" RECORD("CVE-2024-0005") "," KEV(",") "}}\n"},
	{"an empty catalogue", "{\"vulnerabilities\":[]}", ""},
	{"another document", "{\"a\":1}", "error -2: no vulnerabilities in the catalogue\n"},
	{"cut off", "{\"vulnerabilities\":[" ENTRY("CVE-2024-0001", ""),
	 "error -2: unexpected end\n"},
};

#define HEADER "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription," \
	"requiredAction,dueDate,knownRansomwareCampaignUse,notes,cwes\n"

static const struct feed_case csv_cases[] = {
	{"the same as CSV; its date is that of the latest entry",
	 HEADER "CVE-2024-0001,V,P,N,2024-03-06,D,A,2024-03-27,Known,https://a.example/x,"
	 "\"CWE-59, CWE-436\"\r\nCVE-2024-0002,V,P,N,2024-03-05,D,A,2024-03-27,Unknown,,\n",
	 "about kev 2024-03-06T00:00:00Z \n" RECORD("CVE-2024-0001") ",\"cwe\":\"CWE-59 CWE-436\","
	 KEV(",") ",\"ransomware\":true},\"references\":[{\"url\":\"https://a.example/x\","
	 "\"kind\":\"kev\"}]}\n" RECORD("CVE-2024-0002") ",\"kev\":{\"source\":\"cisa\","
	 "\"date_added\":\"2024-03-05\",\"due_date\":\"2024-03-27\",\"action\":\"A\"}}\n"},
	{"bad rows", HEADER "CVE-2024-0001\nx,V,P,N,2024-03-06,D,A,2024-03-27,Known,,\n",
	 "skip CVE-2024-0001: a row with too few fields\nskip x: cveID is not a CVE id\n"
	 "about kev 2024-03-06T00:00:00Z \n"},
	{"another table", "a,b\n1,2\n", "error -2: no header line with cveID and dateAdded\n"},
	{"a quote without an end", HEADER "CVE-2024-0001,\"x\n", "error -2: a quote without an end\n"},
};

static void test_detect(void)
{
	static const struct { const char *head; bool yes; } heads[] = {
		{"{\"title\":\"CISA\",\"catalogVersion\": \"2025\",", true},
		{HEADER, true}, {"\xef\xbb\xbf" HEADER, true},
		{"{\"$schema\":1,\"properties\":{\"catalogVersion\": {", false},
		{"[\"catalogVersion\"]", false}, {"", false},
	};
	for (size_t i = 0; i < YG_COUNT(heads); i++) {
		const struct feed_reader *r = feed_reader_detect(SV("x"), sv_of(heads[i].head));
		CHECK((r && strcmp(r->name, "kev") == 0) == heads[i].yes, "%s", heads[i].head);
	}
}

int main(void)
{
	feed_check_cases("kev", "kev.json", json_cases, YG_COUNT(json_cases));
	feed_check_cases("kev", "kev.csv", csv_cases, YG_COUNT(csv_cases));
	test_detect();
	feed_check_faults("kev", "kev.json", json_cases[0].in);
	feed_check_faults("kev", "kev.csv", csv_cases[0].in);
	feed_check_refusals("kev", "kev.json", json_cases[2].in);
	feed_check_refusals("kev", "kev.csv", csv_cases[1].in);
	return check_done();
}
