/* SPDX-License-Identifier: Apache-2.0 */
#include "check_feed.h"

#define META(state) "\"cveMetadata\":{\"cveId\":\"CVE-2024-0001\",\"state\":\"" state "\"," \
	"\"assignerShortName\":\"acme\",\"datePublished\":\"2024-01-01T00:00:00\"," \
	"\"dateUpdated\":\"2024-01-02T00:00:00.123Z\"}"
#define CVE(cna) "{\"dataType\":\"CVE_RECORD\",\"containers\":{\"cna\":{" cna "}}," \
	META("PUBLISHED") "}"
#define HEAD "{\"id\":\"CVE-2024-0001\",\"source\":\"cve5\",\"publisher\":\"acme\""
#define TIMES "\"published\":\"2024-01-01T00:00:00Z\",\"modified\":\"2024-01-02T00:00:00.123Z\""
#define SKIP(why) "skip CVE-2024-0001: " why "\n"

static const struct feed_case record_cases[] = {
	{"texts of the CNA, facts of all containers; containers before cveMetadata, adp before cna",
	 "{\"containers\":{\"adp\":[{\"title\":\"CISA ADP Vulnrichment\",\"metrics\":["
	 "{\"other\":{\"content\":{\"options\":[{\"Exploitation\":\"PoC\"},{\"Automatable\":\"Yes\"},"
	 "{\"Technical Impact\":\"total\"}],\"timestamp\":\"2024-08-01T18:51:01.9Z\"},\"type\":\"ssvc\"}},"
	 "{\"other\":{\"type\":\"kev\",\"content\":{\"dateAdded\":\"2022-03-03\",\"reference\":\"r\"}}},"
	 "{\"cvssV3_1\":{\"vectorString\":\"CVSS:3.1/AV:L\",\"baseScore\":9}}],"
	 "\"problemTypes\":[{\"descriptions\":[{\"lang\":\"en\",\"description\":\"CWE-79 x\"}]}],"
	 "\"providerMetadata\":{\"shortName\":\"CISA-ADP\"},\"descriptions\":[{\"lang\":\"en\","
	 "\"value\":\"not this\"}],\"references\":[{\"url\":\"https://a.example\",\"tags\":"
	 "[\"patch\",\"x_transferred\"]}]}],\"cna\":{\"title\":\"T\",\"descriptions\":["
	 "{\"lang\":\"en-US\",\"value\":\"D\\u0000d\"},{\"lang\":\"ja\",\"value\":\"\\u8aac\"},"
	 "{\"lang\":\"de\",\"value\":\"nein\"}],\"metrics\":[{\"format\":\"CVSS\",\"cvssV4_0\":"
	 "{\"baseScore\":6.3,\"vectorString\":\"CVSS:4.0/AV:N\"},\"cvssV2_0\":{\"vectorString\":\"AV:N\"}},"
	 "{\"other\":{\"type\":\"Textual description of severity\",\"content\":{\"text\":\"moderate\"}}}],"
	 "\"problemTypes\":[{\"descriptions\":[{\"cweId\":\"CWE-78\"},{\"cweId\":\"CWE-79\"}]}],"
	 "\"configurations\":[{\"lang\":\"en\",\"value\":\"C\"}],\"impacts\":[{\"capecId\":\"CAPEC-1\","
	 "\"descriptions\":[{\"lang\":\"en\",\"value\":\"I\"}]}],\"solutions\":[{\"lang\":\"en\",\"value\":"
	 "\"R1\"},{\"lang\":\"en\",\"value\":\"R2\"}],\"workarounds\":[{\"value\":\"W\"}],"
	 "\"exploits\":[{\"lang\":\"en\",\"value\":\"X\"}],\"tags\":[\"disputed\",\"x_open-source\"],"
	 "\"references\":[{\"url\":\"https://a.example\"},{\"url\":\"https://b.example\"}],"
	 "\"credits\":[{}],\"x_generator\":{}}}," META("PUBLISHED") ",\"dataVersion\":\"5.1\"}",
	 HEAD ",\"title_en\":\"T\",\"description_en\":\"D d\",\"description_ja\":\"\xe8\xaa\xac\","
	 "\"conditions\":\"C\",\"impact\":\"I\",\"remedy\":\"R1\\nR2\",\"workaround\":\"W\","
	 "\"exploitation\":\"X\",\"severity\":\"moderate\",\"tags\":\"disputed\"," TIMES ","
	 "\"cwe\":\"CWE-79 CWE-78\",\"cvss\":[{\"version\":\"3.1\",\"vector\":\"CVSS:3.1/AV:L\","
	 "\"source\":\"adp:CISA-ADP\",\"score\":9},{\"version\":\"4.0\",\"vector\":\"CVSS:4.0/AV:N\","
	 "\"source\":\"cna\",\"score\":6.3},{\"version\":\"2.0\",\"vector\":\"AV:N\",\"source\":\"cna\"}],"
	 "\"ssvc\":{\"exploitation\":\"poc\",\"automatable\":\"yes\",\"technical_impact\":\"total\","
	 "\"time\":\"2024-08-01T18:51:01.9Z\",\"source\":\"adp:CISA-ADP\"},\"kev\":{\"source\":\"cisa\","
	 "\"date_added\":\"2022-03-03\"},\"references\":[{\"url\":\"https://a.example\",\"kind\":\"patch\"},"
	 "{\"url\":\"https://b.example\"}]}\n"},
	{"rejected: the reason, no products",
	 "{\"containers\":{\"cna\":{\"rejectedReasons\":[{\"lang\":\"en\",\"value\":\"dup\"}],"
	 "\"replacedBy\":[\"CVE-2024-0002\"],\"affected\":[{\"vendor\":\"v\",\"product\":\"p\"}]}},"
	 META("REJECTED") "}",
	 HEAD ",\"description_en\":\"dup\"," TIMES ",\"withdrawn\":\"2024-01-02T00:00:00.123Z\","
	 "\"rejected\":true,\"links\":[{\"id\":\"CVE-2024-0002\",\"relation\":\"related\"}]}\n"},
	{"an ADP's SSVC goes before the CNA's, its description only where there is none",
	 "{\"containers\":{\"cna\":{\"metrics\":[{\"other\":{\"type\":\"ssvc\",\"content\":{\"options\":"
	 "[{\"Exploitation\":\"none\"}]}}}]},\"adp\":[{\"providerMetadata\":{\"shortName\":\"A\"},"
	 "\"descriptions\":[{\"lang\":\"en\",\"value\":\"D\"}],\"metrics\":[{\"other\":{\"type\":\"ssvc\","
	 "\"content\":{\"options\":[{\"exploitation\":\"public poc\"}]}}}]},{}]}," META("PUBLISHED") "}",
	 HEAD ",\"description_en\":\"D\"," TIMES ",\"ssvc\":{\"exploitation\":\"poc\",\"source\":\"adp:A\"}}\n"},
	{"wrong types spoil the record and its id is still found",
	 "{\"containers\":{\"cna\":{\"descriptions\":7}}," META("PUBLISHED") "}",
	 SKIP("a list of texts is not an array")},
	{"no CNA", "{\"containers\":{}," META("PUBLISHED") "}", SKIP("no container of the CNA")},
	{"no state", "{\"containers\":{\"cna\":{}},\"cveMetadata\":{\"cveId\":\"CVE-2024-0001\"}}",
	 SKIP("neither PUBLISHED nor REJECTED")},
	{"a bad id", "{\"containers\":{\"cna\":{}},\"cveMetadata\":{\"cveId\":\"CVE-2024-1\",\"state\":"
	 "\"PUBLISHED\"}}", "skip CVE-2024-1: cveId is not a CVE id\n"},
	{"another version of the format", "{\"dataVersion\":\"4.0\",\"containers\":{\"cna\":{}},"
	 META("PUBLISHED") "}", SKIP("dataVersion is not 5.x")},
	{"another document", "{\"fetchTime\":\"2023\",\"new\":[]}",
	 "error -2: no cveMetadata: not a CVE JSON 5 record\n"},
	{"cut off", "{\"containers\":{\"cna\":{", "error -2: expected a key\n"},
};

/* ---- products ---- */

#define PRODUCT(more) CVE("\"affected\":[{\"vendor\":\"Acme Inc\",\"product\":\"Big  Tool\"" more "}]")
#define ROWS(rows) PRODUCT(",\"defaultStatus\":\"unaffected\",\"versions\":[" rows "]")
#define ENTRIES(entries) HEAD "," TIMES ",\"affected\":[" entries "]}\n"
#define NAMED(more) ENTRIES("{\"ecosystem\":\"cpe\",\"name\":\"acme_inc:big_tool\"," \
	"\"scheme\":\"generic\"," more "}")
#define SPANS(spans) NAMED("\"by_name\":true,\"spans\":[" spans "]")
#define REST(rest, spans) NAMED("\"by_name\":true,\"rest\":\"" rest "\",\"spans\":[" spans "]")
#define WHY(why) "{\"why\":\"" why "\",\"status\":\"unknown\"}"
#define IS(v) "{\"version\":\"" v "\",\"status\":\"affected\"}"
#define LT(v, lt) "{\"version\":\"" v "\",\"lessThan\":\"" lt "\",\"status\":\"affected\"}"
#define LE(v, le) "{\"version\":\"" v "\",\"lessThanOrEqual\":\"" le "\",\"status\":\"affected\"}"

static const struct feed_case product_cases[] = {
	{"CPE names: one entry a vendor:product; another target restricts nothing",
	 PRODUCT(",\"cpes\":[\"cpe:2.3:a:acme:tool:1.0:*:*:*:*:*:x86:*\",\"cpe:2.3:a:acme:tool:1.0:*:*:*:*:*:x64:*\","
	 "\"cpe:2.3:a:Acme:other\\\\:one:*:*:*:*:*:wordpress:*:*\",\"junk\"],\"platforms\":[\"x86\",\"x64\"],"
	 "\"versions\":[" IS("1.0") "],\"defaultStatus\":\"unknown\""),
	 ENTRIES("{\"ecosystem\":\"cpe\",\"name\":\"acme:tool\",\"scheme\":\"generic\",\"platforms\":"
	 "\"x86, x64\",\"spans\":[{\"is\":\"1.0\"}]},{\"ecosystem\":\"cpe\",\"name\":\"acme:other:one\","
	 "\"scheme\":\"generic\",\"cpe\":\"cpe:2.3:a:Acme:other\\\\:one:*:*:*:*:*:wordpress:*:*\","
	 "\"platforms\":\"x86, x64\",\"spans\":[{\"is\":\"1.0\"}]}")},
	{"packages by collection; a CPE beside it is a second key",
	 CVE("\"affected\":[{\"vendor\":\"v\",\"product\":\"p\",\"packageName\":\"Apache_Airflow\","
	 "\"collectionURL\":\"https://pypi.org/project/pip\",\"cpes\":[\"cpe:2.3:a:apache:airflow:*:*:*:*:*:*:*:*\"],"
	 "\"versions\":[" LT("2.0", "2.7.2") "]},"
	 "{\"vendor\":\"v\",\"product\":\"p\",\"packageName\":\"org.a:b\",\"collectionURL\":"
	 "\"https://repo.maven.apache.org/maven2/\",\"versions\":[" IS("1") "]},"
	 "{\"vendor\":\"golang.org/x/net\",\"product\":\"p\",\"packageName\":\"golang.org/x/net/http2\","
	 "\"collectionURL\":\"https://pkg.go.dev\",\"versions\":[" LT("0", "0.23.0") "]},"
	 "{\"vendor\":\"Go standard library\",\"product\":\"p\",\"packageName\":\"net/http\","
	 "\"collectionURL\":\"https://pkg.go.dev\",\"versions\":[" LT("0", "1.21.8") "]}]"),
	 ENTRIES("{\"ecosystem\":\"PyPI\",\"name\":\"apache-airflow\",\"scheme\":\"pypi\",\"spans\":"
	 "[{\"lo\":\"2.0\",\"hi\":\"2.7.2\"}]},{\"ecosystem\":\"cpe\",\"name\":\"apache:airflow\",\"scheme\":"
	 "\"generic\",\"cpe\":\"cpe:2.3:a:apache:airflow:*:*:*:*:*:*:*:*\",\"spans\":[{\"lo\":\"2.0\","
	 "\"hi\":\"2.7.2\"}]},{\"ecosystem\":\"Maven\",\"name\":\"org.a:b\",\"scheme\":\"maven\",\"spans\":"
	 "[{\"is\":\"1\"}]},{\"ecosystem\":\"Go\",\"name\":\"golang.org/x/net\",\"scheme\":\"golang\",\"spans\":"
	 "[{\"hi\":\"0.23.0\"}]},{\"ecosystem\":\"Go\",\"name\":\"stdlib\",\"scheme\":\"golang\",\"spans\":"
	 "[{\"hi\":\"1.21.8\"}]}")},
	{"packages by package URL",
	 PRODUCT(",\"packageURL\":\"pkg:npm/%40angular/core\",\"versions\":[" LT("0", "1.2") "]"),
	 ENTRIES("{\"ecosystem\":\"npm\",\"name\":\"@angular/core\",\"scheme\":\"npm\",\"spans\":"
	 "[{\"hi\":\"1.2\"}]}")},
	{"Red Hat: the stream's CPE and the source package, affected unless fixed; modules",
	 CVE("\"affected\":[{\"vendor\":\"Red Hat\",\"product\":\"p\",\"packageName\":\"kernel\",\"cpes\":"
	 "[\"cpe:/o:redhat:enterprise_linux:9::baseos\",\"cpe:/a:redhat:enterprise_linux:9::crb\"],"
	 "\"versions\":[{\"version\":\"0:5.14-1.el9\",\"lessThan\":\"*\",\"versionType\":\"rpm\",\"status\":"
	 "\"unaffected\"}],\"defaultStatus\":\"affected\"},{\"vendor\":\"Red Hat\",\"product\":\"p\","
	 "\"packageName\":\"nodejs:18/nodejs\",\"cpes\":[\"cpe:/o:redhat:enterprise_linux:8\"],"
	 "\"defaultStatus\":\"affected\"}]"),
	 ENTRIES("{\"ecosystem\":\"Red Hat:9\",\"name\":\"kernel\",\"scheme\":\"rpm\",\"source_package\":true,"
	 "\"rest\":\"affected\",\"spans\":[{\"lo\":\"0:5.14-1.el9\",\"status\":\"unaffected\"}]},"
	 "{\"ecosystem\":\"Red Hat:8\",\"name\":\"nodejs\",\"scheme\":\"rpm\",\"module\":\"nodejs:18\","
	 "\"source_package\":true,\"rest\":\"affected\",\"spans\":[]}")},
	{"no vendor, and no product at all",
	 CVE("\"affected\":[{\"vendor\":\"n/a\",\"product\":\"07FlyCRM\",\"versions\":[" IS("1.0") "]},"
	 "{\"vendor\":\"n/a\",\"product\":\"n/a\",\"versions\":[" IS("n/a") "]}]"),
	 ENTRIES("{\"ecosystem\":\"cpe\",\"name\":\"*:07flycrm\",\"scheme\":\"generic\",\"by_name\":true,"
	 "\"spans\":[{\"is\":\"1.0\"}]}")},
	{"a scheme that all rows claim",
	 PRODUCT(",\"versions\":[{\"version\":\"2.479\",\"lessThan\":\"*\",\"versionType\":\"maven\",\"status\":"
	 "\"unaffected\"},{\"version\":\"2.462.3\",\"lessThan\":\"2.462.*\",\"versionType\":\"maven\",\"status\":"
	 "\"unaffected\"}],\"defaultStatus\":\"affected\""),
	 ENTRIES("{\"ecosystem\":\"cpe\",\"name\":\"acme_inc:big_tool\",\"scheme\":\"maven\",\"by_name\":true,"
	 "\"rest\":\"affected\",\"spans\":[{\"lo\":\"2.479\",\"status\":\"unaffected\"},"
	 "{\"lo\":\"2.462.3\",\"hi\":\"2.463\",\"status\":\"unaffected\"}]}")},
	{"commits alone; commits beside versions of the same product (Linux)",
	 CVE("\"affected\":[{\"vendor\":\"Linux\",\"product\":\"Linux\",\"versions\":[{\"version\":"
	 "\"359a5e1416ca\",\"lessThan\":\"8de7bf77f210\",\"versionType\":\"git\",\"status\":\"affected\"}],"
	 "\"defaultStatus\":\"unaffected\"},{\"vendor\":\"Linux\",\"product\":\"Linux\",\"versions\":["
	 IS("5.10") ",{\"version\":\"0\",\"lessThan\":\"5.10\",\"versionType\":\"custom\",\"status\":"
	 "\"unaffected\"},{\"version\":\"5.15.6\",\"lessThanOrEqual\":\"5.15.*\",\"status\":\"unaffected\"},"
	 "{\"version\":\"5.16\",\"lessThanOrEqual\":\"*\",\"versionType\":\"original_commit_for_fix\","
	 "\"status\":\"unaffected\"}],\"defaultStatus\":\"affected\"},{\"vendor\":\"v\",\"product\":\"p\","
	 "\"versions\":[{\"version\":\"0\",\"lessThan\":\"8de7bf77f210\",\"status\":\"affected\"}]}]"),
	 ENTRIES("{\"ecosystem\":\"cpe\",\"name\":\"linux:linux\",\"scheme\":\"generic\",\"by_name\":true,"
	 "\"rest\":\"affected\",\"spans\":[{\"is\":\"5.10\"},{\"hi\":\"5.10\",\"status\":\"unaffected\"},"
	 "{\"lo\":\"5.15.6\",\"hi\":\"5.16\",\"status\":\"unaffected\"},{\"lo\":\"5.16\",\"status\":"
	 "\"unaffected\"}]},{\"ecosystem\":\"cpe\",\"name\":\"v:p\",\"scheme\":\"generic\",\"by_name\":true,"
	 "\"spans\":[" WHY("only ranges of commits are given") "]}")},
	{"defaultStatus absent beside affected rows: others are not listed",
	 PRODUCT(",\"versions\":[" IS("1.0") "]"), SPANS("{\"is\":\"1.0\"}")},
	{"no versions, nothing said", PRODUCT(""), REST("unknown", WHY("no versions are given"))},
	{"no versions, all affected", PRODUCT(",\"defaultStatus\":\"affected\""), REST("affected", "")},
	{"affected by default, and every row says affected: the others are unknown (Adobe)",
	 PRODUCT(",\"defaultStatus\":\"affected\",\"versions\":[" LE("0", "7.1.2") "]"),
	 REST("unknown", "{\"hi\":\"7.1.2\",\"hi_included\":true}")},
	{"only unaffected rows, no default: the others are unknown",
	 PRODUCT(",\"versions\":[{\"version\":\"2.0\",\"status\":\"unaffected\"}]"),
	 REST("unknown", "{\"is\":\"2.0\",\"status\":\"unaffected\"}")},
	{"a status of unknown", PRODUCT(",\"defaultStatus\":\"unaffected\",\"versions\":[{\"version\":\"1\","
	 "\"lessThan\":\"2\",\"status\":\"unknown\"}]"),
	 SPANS("{\"lo\":\"1\",\"hi\":\"2\",\"status\":\"unknown\"}")},
	{"changes on the way; those at the end say nothing",
	 ROWS("{\"version\":\"5.1.0\",\"lessThan\":\"6\",\"status\":\"affected\",\"changes\":[{\"at\":\"5.4\","
	 "\"status\":\"affected\"},{\"at\":\"5.2.3\",\"status\":\"unaffected\"},{\"at\":\"6\",\"status\":"
	 "\"unaffected\"},{\"at\":\"4\",\"status\":\"unaffected\"}]}"),
	 SPANS("{\"lo\":\"5.1.0\",\"hi\":\"5.2.3\"},{\"lo\":\"5.2.3\",\"hi\":\"5.4\",\"status\":\"unaffected\"},"
	       "{\"lo\":\"5.4\",\"hi\":\"6\"}")},
	{"changes that cannot be read make the range unknown",
	 ROWS("{\"version\":\"5.1.0\",\"lessThan\":\"6\",\"status\":\"affected\",\"changes\":[{\"at\":\"?\","
	 "\"status\":\"unaffected\"}]}"), SPANS(WHY("5.1.0 < 6"))},
	{"several upper bounds are one branch each",
	 ROWS(LT("0", "17.1") "," LT("n/a", "16.7") "," LE("unspecified", "2.4.6-p3")),
	 SPANS("{\"lo\":\"17\",\"hi\":\"17.1\"},{\"lo\":\"16\",\"hi\":\"16.7\"},{\"hi\":\"2.4.6-p3\","
	       "\"hi_included\":true},{\"lo\":\"2.4.6-p3\",\"hi\":\"17.1\",\"lo_excluded\":true,"
	       "\"status\":\"unknown\"}")},
	{"an upper bound in the lowest one's branch, and one without a branch, are unknown",
	 ROWS(LT("0", "1.2.5") "," LT("0", "1.2.9") "," LT("0", "3")),
	 SPANS("{\"hi\":\"1.2.5\"},{\"lo\":\"1.2.5\",\"hi\":\"1.2.9\",\"status\":\"unknown\"},"
	       "{\"lo\":\"1.2.5\",\"hi\":\"3\",\"status\":\"unknown\"},"
	       "{\"lo\":\"1.2.5\",\"hi\":\"3\",\"status\":\"unknown\"}")},
	{"operators inside the fields (Mautic)", ROWS(LT(">= 1.0.0", "< 4.4.13") "," LT("> 5", "5.1")),
	 SPANS("{\"lo\":\"1.0.0\",\"hi\":\"4.4.13\"},{\"lo\":\"5\",\"hi\":\"5.1\",\"lo_excluded\":true}")},
	{"bounds that are no versions",
	 ROWS(LT("10.0.0", "publication") "," LT("SocketServer", "11.65") "," LE("1", "< 2")),
	 SPANS(WHY("10.0.0 < publication; SocketServer < 11.65; 1 <= < 2"))},
	{"what is not understood is one span, and says so",
	 ROWS(IS("QCA6391") "," IS("n/a") "," IS("-") "," IS("AR8035") "," IS("SD 8") "," IS("1.0")),
	 SPANS("{\"is\":\"1.0\"}," WHY("QCA6391; n/a; -; AR8035; and more"))},
	{"what is not understood of unaffected versions changes nothing",
	 PRODUCT(",\"defaultStatus\":\"unaffected\",\"versions\":[{\"version\":\"see notes\",\"status\":"
	 "\"unaffected\"}]"), SPANS("")},
	{"the product's own name in front", CVE("\"affected\":[{\"vendor\":\"Acme\",\"product\":\"Acme BigOS\","
	 "\"defaultStatus\":\"unaffected\",\"versions\":[" IS("BigOS 7.0.0 through 7.0.3, 6.4.1") ","
	 IS("Acme BigOS 5") "," IS("SmallOS 1.0") "]}]"),
	 ENTRIES("{\"ecosystem\":\"cpe\",\"name\":\"acme:acme_bigos\",\"scheme\":\"generic\",\"by_name\":true,"
	 "\"spans\":[{\"lo\":\"7.0.0\",\"hi\":\"7.0.3\",\"hi_included\":true},{\"is\":\"6.4.1\"},{\"is\":\"5\"},"
	 WHY("SmallOS 1.0") "]}")},
	{"versions that are escaped as in CPE names", ROWS(IS("16.01.0.8\\\\(1576\\\\)")),
	 SPANS("{\"is\":\"16.01.0.8(1576)\"}")},
	{"affected of another type", PRODUCT(",\"versions\":{}"), SKIP("versions is not an array")},
	{"a NUL in a version", ROWS(IS("1\\u0000")), SKIP("a NUL in a string")},
};

/* ---- versions as text; "" stands for what is not understood ---- */

static const struct {
	const char *text, *spans;
} texts[] = {
	{"1.2", "{\"is\":\"1.2\"}"}, {" v1.2 ", "{\"is\":\"1.2\"}"}, {"10.5(0)", "{\"is\":\"10.5(0)\"}"},
	{"1.0.0-rc.1+b", "{\"is\":\"1.0.0-rc.1+b\"}"}, {"2022-11-01", "{\"is\":\"2022-11-01\"}"},
	{"2.6.0 p1", "{\"is\":\"2.6.0 p1\"}"}, {"1.1.3 Build 20221125", "{\"is\":\"1.1.3 Build 20221125\"}"},
	{"17.1.4 (51567)", "{\"is\":\"17.1.4 (51567)\"}"}, {"version 3.1", "{\"is\":\"3.1\"}"},
	{"= 2.39.0", "{\"is\":\"2.39.0\"}"}, {"3.2 only", "{\"is\":\"3.2\"}"},
	{"*", "{}"}, {"All", "{}"}, {"all versions", "{}"}, {"any version", "{}"},
	{"5.x", "{\"lo\":\"5\",\"hi\":\"6\"}"}, {"4.11.*", "{\"lo\":\"4.11\",\"hi\":\"4.12\"}"},
	{"1.9.x.x", "{\"lo\":\"1.9\",\"hi\":\"1.10\"}"},
	{"< 2.4.1", "{\"hi\":\"2.4.1\"}"}, {"<2.8", "{\"hi\":\"2.8\"}"},
	{"<= 3.1", "{\"hi\":\"3.1\",\"hi_included\":true}"}, {">= 7.20.2", "{\"lo\":\"7.20.2\"}"},
	{"> 1", "{\"lo\":\"1\",\"lo_excluded\":true}"},
	{">= 1.0, < 1.2", "{\"lo\":\"1.0\",\"hi\":\"1.2\"}"}, {">=1.0 <1.2", "{\"lo\":\"1.0\",\"hi\":\"1.2\"}"},
	{">= 1.0 and <= 1.2", "{\"lo\":\"1.0\",\"hi\":\"1.2\",\"hi_included\":true}"},
	{">= 1.0, and < 1.2", "{\"lo\":\"1.0\",\"hi\":\"1.2\"}"},
	{"> 1.0, <= 1.4.x", "{\"lo\":\"1.0\",\"hi\":\"1.5\",\"lo_excluded\":true}"},
	{"prior to 3.2", "{\"hi\":\"3.2\"}"}, {"before version 01.04.0029", "{\"hi\":\"01.04.0029\"}"},
	{"Versions prior to 2022-11-01", "{\"hi\":\"2022-11-01\"}"},
	{"All versions < V01.01.01", "{\"hi\":\"01.01.01\"}"},
	{"All versions >= V2.3", "{\"lo\":\"2.3\"}"}, {"before 4.x", "{\"hi\":\"4\"}"},
	{"up to 1.5", "{\"hi\":\"1.5\",\"hi_included\":true}"},
	{"1.5 and earlier", "{\"hi\":\"1.5\",\"hi_included\":true}"},
	{"1.5 and earlier versions.", "{\"hi\":\"1.5\",\"hi_included\":true}"},
	{"5.5.58 and prior", "{\"hi\":\"5.5.58\",\"hi_included\":true}"},
	{"ver.1.2.0.424 or below", "{\"hi\":\"1.2.0.424\",\"hi_included\":true}"},
	{"firmware version 7.4.9 and earlier", "{\"hi\":\"7.4.9\",\"hi_included\":true}"},
	{"3.0 and all previous versions", "{\"hi\":\"3.0\",\"hi_included\":true}"},
	{"10.5.x and below", "{\"hi\":\"10.6\"}"}, {"2.0 and later", "{\"lo\":\"2.0\"}"}, {"6.0+", "{\"lo\":\"6.0\"}"},
	{"1.0 - 2.0", "{\"lo\":\"1.0\",\"hi\":\"2.0\",\"hi_included\":true}"},
	{"1.0.0 ~ 1.2.0", "{\"lo\":\"1.0.0\",\"hi\":\"1.2.0\",\"hi_included\":true}"},
	{"versions 4.32 through 5.37", "{\"lo\":\"4.32\",\"hi\":\"5.37\",\"hi_included\":true}"},
	{"from 1.0 to 1.2", "{\"lo\":\"1.0\",\"hi\":\"1.2\",\"hi_included\":true}"},
	{"1.0 to before 1.2", "{\"lo\":\"1.0\",\"hi\":\"1.2\"}"},
	{"9.0.0.M1 to 9.0.0.M11", "{\"lo\":\"9.0.0.M1\",\"hi\":\"9.0.0.M11\",\"hi_included\":true}"},
	{"all versions 4.11.x before 4.11.3", "{\"lo\":\"4.11\",\"hi\":\"4.11.3\"}"},
	{"12.1.1-12.1.3", "{\"lo\":\"12.1.1\",\"hi\":\"12.1.3\",\"hi_included\":true}"},
	{"1.0, 1.1, and 1.2", "{\"is\":\"1.0\"},{\"is\":\"1.1\"},{\"is\":\"1.2\"}"},
	{"1.0; 2.x", "{\"is\":\"1.0\"},{\"lo\":\"2\",\"hi\":\"3\"}"},
	{"7.0.0 through 7.0.3, 6.4.1", "{\"lo\":\"7.0.0\",\"hi\":\"7.0.3\",\"hi_included\":true},{\"is\":\"6.4.1\"}"},
	/* not certain */
	{"", ""}, {"n/a", ""}, {"-", ""}, {"unspecified", ""}, {"0", ""}, {"various", ""},
	{"See references", ""}, {"QCA6391", ""}, {"Android 12.0", ""}, {"before 2.1.3, 2.2.1", ""},
	{"1.0.2-2.0", ""}, {"12.8*", ""}, {"2019 (8.0)", ""}, {"< 1.2 (Windows)", ""}, {">= 1, >= 2", ""},
	{"= 1, < 2", ""}, {"<", ""}, {"and earlier", ""}, {"1.0 and earlier on Windows", ""},
	{"1.0, 1.1 and 1.2", ""}, {"5.0 or 6.0", ""}, {"1.0 to", ""}, {"to 1.0", ""}, {"Java SE: 7u321", ""},
	{"10.1/10.2", ""},
};

static void test_texts(void)
{
	for (size_t i = 0; i < YG_COUNT(texts); i++) {
		arena_auto a = {.cap = 1 << 22};
		buf_auto in = BUF_CAP(1 << 16), want = BUF_CAP(1 << 16), said = BUF_CAP(1 << 16);
		const char *text = texts[i].text;

		for (const char *p = ROWS(IS("@")); *p; p++)
			if (*p == '@')
				buf_str(&in, text);
			else
				buf_char(&in, *p);
		for (const char *p = SPANS("@"); *p; p++) {
			if (*p != '@') {
				buf_char(&want, *p);
			} else if (texts[i].spans[0]) {
				buf_str(&want, texts[i].spans);
			} else {
				buf_fmt(&want, "{\"why\":\"%s\",\"status\":\"unknown\"}",
					*text ? text : "(empty)");
			}
		}
		(void)feed_run("cve5", &a, "x", buf_view(&in), &said);
		CHECK_SV(buf_view(&said), want.p, text);
	}
}

/* The keys of a product share its spans, but each writes them into the document. */
static void test_limits(void)
{
	arena_auto a = {.cap = 1 << 26};
	buf_auto in = BUF_CAP(1 << 20), said = BUF_CAP(1 << 20);

	buf_str(&in, "{\"containers\":{\"cna\":{\"affected\":[{\"versions\":[" IS("1"));
	for (int i = 0; i < 1000; i++)
		buf_str(&in, "," IS("1"));
	buf_str(&in, "],\"cpes\":[\"junk\"");
	for (int i = 0; i < 100; i++)
		buf_fmt(&in, ",\"cpe:2.3:a:v:p%d:*:*:*:*:*:*:*:*\"", i);
	buf_str(&in, "]}]}}," META("PUBLISHED") "}");
	CHECK_INT(feed_run("cve5", &a, "x", buf_view(&in), &said), 0, "is read");
	CHECK_SV(buf_view(&said), SKIP("more than LIMIT_EVENTS spans of versions"),
		 "too many spans");
}

static void test_detect(void)
{
	static const struct { const char *head; bool yes; } heads[] = {
		{"{\"dataType\":\"CVE_RECORD\",\"dataVersion\":\"5.0\"", true},
		{"{\"cveMetadata\": {\"cveId\":\"CVE-2024-1\"", true},
		{"{\"containers\":{\"cna\":{\"affected\":[", true},
		{"{\"fetchTime\":\"2023-11-02T05:36:48.781Z\",\"numberOfChanges\":2", false},
		{"[{\"cveMetadata\":{", false}, {"", false},
	};
	for (size_t i = 0; i < YG_COUNT(heads); i++) {
		const struct feed_reader *r = feed_reader_detect(SV("x"), sv_of(heads[i].head));
		CHECK((r && strcmp(r->name, "cve5") == 0) == heads[i].yes, "%s", heads[i].head);
	}
}

int main(void)
{
	feed_check_cases("cve5", "x", record_cases, YG_COUNT(record_cases));
	feed_check_cases("cve5", "x", product_cases, YG_COUNT(product_cases));
	test_texts();
	test_limits();
	test_detect();
	feed_check_faults("cve5", "x", record_cases[0].in);
	for (size_t i = 0; i < YG_COUNT(product_cases); i++)
		feed_check_faults("cve5", "x", product_cases[i].in);
	feed_check_refusals("cve5", "x", record_cases[0].in);
	feed_check_refusals("cve5", "x", record_cases[3].in);
	return check_done();
}
