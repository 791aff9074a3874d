/* SPDX-License-Identifier: Apache-2.0 */
/* Records and a component in, verdicts with their reasons out. */
#include "make_index.h"
#include "understand/match/match.h"

enum { RECORDS = 4 };

static const char *const whys[] = {
	[MATCH_WHY_NONE] = "", [MATCH_WHY_VERSION_MISSING] = "version-missing",
	[MATCH_WHY_NOT_COMPARABLE] = "not-comparable", [MATCH_WHY_NO_SCHEME] = "no-scheme",
	[MATCH_WHY_SOURCE_UNDETERMINED] = "undetermined", [MATCH_WHY_SOURCE_UNCLEAR] = "unclear",
	[MATCH_WHY_MODULE_UNKNOWN] = "module-unknown", [MATCH_WHY_PLATFORM] = "platform",
	[MATCH_WHY_NO_FEED] = "no-feed", [MATCH_WHY_THIRD_PARTY] = "third-party",
	[MATCH_WHY_NO_IDENTITY] = "no-identity", [MATCH_WHY_NO_RELEASE] = "no-release",
};

/* "ID verdict reason: range; comparison", a line each; or "unjudged reason". */
static void put_result(const struct match_index *x, const struct match_result *r,
		       struct arena *a, struct buf *to)
{
	static const char *const verdicts[] = {"not", "unknown", "affected"};

	buf_clear(to);
	if (!r->judged)
		buf_fmt(to, "unjudged %s\n", whys[r->unjudged]);
	for (size_t i = 0; i < r->hit_count; i++) {
		const struct match_hit *h = &r->hits[i];
		struct sv range = match_range_text(x, h, a), compared = match_compared_text(x, h, a);
		buf_sv(to, match_string(x, h->record->id));
		buf_fmt(to, " %s%s%s", verdicts[h->verdict], h->why ? " " : "", whys[h->why]);
		buf_str(to, h->stream_inferred ? " inferred" : "");
		if (h->fixed.n) {
			buf_str(to, " fix=");
			buf_sv(to, h->fixed);
		}
		if (h->detail.n) {
			buf_str(to, " detail=");
			buf_sv(to, h->detail);
		}
		buf_str(to, ": ");
		buf_sv(to, range);
		if (compared.n) {
			buf_str(to, "; ");
			buf_sv(to, compared);
		}
		buf_char(to, '\n');
	}
	buf_str(to, "");
}

#define T(text) SV_INIT(text)
#define DEB(n, v) .type = T("deb"), .ns = T("debian"), .name = T(n), .version = T(v), \
	.source_name = T(n), .source_version = T(v), .os_family = T("debian"), .os_release = T("12")
#define RPM(n, v) .type = T("rpm"), .ns = T("almalinux"), .name = T(n), .version = T(v), \
	.arch = T("x86_64"), .os_family = T("almalinux"), .os_release = T("8.9")
#define PYPI(n, v) .type = T("pypi"), .name = T(n), .version = T(v)
#define CPES(list) .cpes = (list), .cpe_count = YG_COUNT(list)

static const struct sv plain[] = {T("cpe:2.3:a:acme:tool:1.5:*:*:*:*:*:*:*")};
static const struct sv no_version[] = {T("cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*")};
static const struct sv windows[] = {T("cpe:2.3:a:acme:tool:1.5:*:*:*:*:windows:*:*")};
static const struct sv cplusplus[] = {T("cpe:2.3:a:acme:tool:1.5:*:*:*:*:c\\+\\+:*:*")};
static const struct sv na_target[] = {T("cpe:2.3:a:acme:tool:1.5:*:*:*:*:-:*:*")};
static const struct sv firmware[] = {T("cpe:2.3:o:acme:tool:1.5:*:*:*:*:*:*:*")};
static const struct sv bad_and_good[] = {T("nonsense"), T("cpe:/a:acme:tool:1.5")};
static const struct sv panos[] = {T("cpe:2.3:o:paloaltonetworks:pan-os:10.1.14:h11:*:*:*:*:*:*")};
static const struct sv panos_joint[] = {
	T("cpe:2.3:o:paloaltonetworks:pan-os:10.1.14-h11:h11:*:*:*:*:*:*")};
static const struct sv openssh[] = {T("cpe:2.3:a:openbsd:openssh:9.3:p2:*:*:*:*:*:*")};

/* One affected entry of one record. */
#define RECORD(id, source, entry) "{'id':'" id "','source':'" source "','affected':[" entry "]}"
#define IN_DEBIAN(rest) "{'ecosystem':'Debian:12','name':'curl','scheme':'deb'," rest "}"
#define IN_ALMA(rest) "{'ecosystem':'AlmaLinux:8','name':'nodejs','scheme':'rpm'," rest "}"
#define IN_PYPI(rest) "{'ecosystem':'PyPI','name':'p','scheme':'pypi'," rest "}"
#define IN_CPE(cpe, rest) "{'ecosystem':'cpe','name':'acme:tool','scheme':'generic','cpe':'" cpe "'," rest "}"
#define FIXED_18 "'spans':[{'hi':'1:18.20.4-1.module_el8.10.0+3874+c2064b23'}]"

struct match_case {
	const char *what;
	const char *records[RECORDS];
	struct component c;
	const char *want;
};

static const struct match_case versions[] = {
	{"below the fix", {RECORD("CVE-1", "debian-tracker", IN_DEBIAN("'spans':[{'hi':'7.88.1-10+deb12u5'}]"))},
	 {DEB("curl", "7.88.1-10+deb12u4")},
	 "CVE-1 affected fix=7.88.1-10+deb12u5: < 7.88.1-10+deb12u5 (Debian:12); "
	 "deb: 7.88.1-10+deb12u4 < 7.88.1-10+deb12u5\n"},
	{"the fix itself", {RECORD("CVE-1", "debian-tracker", IN_DEBIAN("'spans':[{'hi':'1-1'}]"))},
	 {DEB("curl", "1-1")}, "CVE-1 not: not listed: unaffected (Debian:12)\n"},
	{"from the lower bound on", {RECORD("CVE-1", "osv", IN_DEBIAN("'spans':[{'lo':'1-1','hi':'2'}]"))},
	 {DEB("curl", "1-1")},
	 "CVE-1 affected fix=2: >= 1-1, < 2 (Debian:12); deb: 1-1 = 1-1, 1-1 < 2\n"},
	{"bounds outside and inside",
	 {RECORD("CVE-1", "osv", IN_DEBIAN("'spans':[{'lo':'1-1','hi':'2','lo_excluded':true,'hi_included':true}]"))},
	 {DEB("curl", "2")}, "CVE-1 affected: > 1-1, <= 2 (Debian:12); deb: 2 > 1-1, 2 = 2\n"},
	{"no version at all", {RECORD("CVE-1", "osv", IN_PYPI("'spans':[{'hi':'2'}]"))}, {PYPI("p", "")},
	 "CVE-1 unknown version-missing fix=2: < 2 (PyPI)\n"},
	{"no version, but every version is affected", {RECORD("CVE-1", "osv", IN_PYPI("'spans':[{}]"))},
	 {PYPI("p", "")}, "CVE-1 affected: * (PyPI)\n"},
	{"no version and spans that say both",
	 {RECORD("CVE-1", "osv", IN_PYPI("'rest':'affected','spans':[{'hi':'2'},{'lo':'2','status':'unaffected'}]"))},
	 {PYPI("p", "")}, "CVE-1 unknown version-missing fix=2: < 2 (PyPI)\n"},
	{"a version that the scheme cannot read", {RECORD("CVE-1", "osv", IN_PYPI("'spans':[{'hi':'2'}]"))},
	 {PYPI("p", "not a version")},
	 "CVE-1 unknown not-comparable fix=2: < 2 (PyPI); pypi: not a version ? 2\n"},
	{"unreadable, affected unless listed as fixed",
	 {RECORD("CVE-1", "osv", IN_PYPI("'rest':'affected','spans':[{'lo':'2','status':'unaffected'}]"))},
	 {PYPI("p", "not a version")},
	 "CVE-1 unknown not-comparable: >= 2 (PyPI); pypi: not a version ? 2\n"},
	{"unreadable, unaffected either way",
	 {RECORD("CVE-1", "osv", IN_PYPI("'spans':[{'hi':'2','status':'unaffected'}]"))},
	 {PYPI("p", "not a version")}, "CVE-1 not: not listed: unaffected (PyPI)\n"},
	{"a scheme without an order",
	 {RECORD("CVE-1", "osv", "{'ecosystem':'PyPI','name':'p','scheme':'','spans':[{'hi':'2'}]}")},
	 {PYPI("p", "1")}, "CVE-1 unknown no-scheme fix=2: < 2 (PyPI); 1 ? 2\n"},
	{"a list of versions needs no order",
	 {RECORD("CVE-1", "osv", "{'ecosystem':'PyPI','name':'p','spans':[{'is':'1'},{'is':'1.1'}]}")},
	 {PYPI("p", "1.1")}, "CVE-1 affected: = 1.1 (PyPI); 1.1 = 1.1\n"},
	{"and none of them is none of them",
	 {RECORD("CVE-1", "osv", "{'ecosystem':'PyPI','name':'p','spans':[{'is':'1'},{'is':'1.1'}]}")},
	 {PYPI("p", "1.2")}, "CVE-1 not: not listed: unaffected (PyPI)\n"},
	{"a list holds versions that equal in the scheme's order",
	 {RECORD("CVE-1", "osv", IN_PYPI("'spans':[{'is':'1.0'}]"))}, {PYPI("p", "1.0.0")},
	 "CVE-1 affected: = 1.0 (PyPI); pypi: 1.0.0 = 1.0\n"},
	{"a list holds what the scheme cannot read",
	 {RECORD("CVE-1", "osv", IN_PYPI("'spans':[{'is':'x y'},{'is':'2'}]"))}, {PYPI("p", "x y")},
	 "CVE-1 affected: = x y (PyPI); pypi: x y = x y\n"},
	{"the source has not decided", {RECORD("CVE-1", "debian-tracker", IN_DEBIAN("'rest':'unknown','spans':[]"))},
	 {DEB("curl", "1")}, "CVE-1 unknown undetermined: not listed: unknown (Debian:12)\n"},
	{"the source has not decided for some versions",
	 {RECORD("CVE-1", "osv", IN_DEBIAN("'spans':[{'hi':'2','status':'unknown'}]"))},
	 {DEB("curl", "1")}, "CVE-1 unknown undetermined: < 2 (Debian:12); deb: 1 < 2\n"},
	{"a text that nobody understands",
	 {RECORD("CVE-1", "osv", IN_DEBIAN("'spans':[{'why':'all before May','status':'unknown'}]"))},
	 {DEB("curl", "1")}, "CVE-1 unknown unclear detail=all before May: all before May (Debian:12)\n"},
	{"affected wins over such a text",
	 {RECORD("CVE-1", "osv", IN_DEBIAN("'spans':[{'why':'all before May','status':'unknown'},{'hi':'2'}]"))},
	 {DEB("curl", "1")}, "CVE-1 affected fix=2: < 2 (Debian:12); deb: 1 < 2\n"},
	{"and the text over unaffected",
	 {RECORD("CVE-1", "osv", IN_DEBIAN("'spans':[{'why':'before May','status':'unknown'},"
	  "{'lo':'2','status':'unaffected'}]"))},
	 {DEB("curl", "3")}, "CVE-1 unknown unclear detail=before May: before May (Debian:12)\n"},
	{"affected otherwise",
	 {RECORD("CVE-1", "osv", IN_DEBIAN("'rest':'affected','spans':[{'lo':'2','status':'unaffected'}]"))},
	 {DEB("curl", "1")}, "CVE-1 affected: not listed: affected (Debian:12)\n"},
	{"overlapping runs: affected wins",
	 {RECORD("CVE-1", "osv", IN_DEBIAN("'spans':[{'lo':'1','hi':'9','status':'unaffected'},"
	  "{'lo':'2','hi':'3'},{'lo':'1','hi':'8','status':'unknown'}]"))},
	 {DEB("curl", "2.5")}, "CVE-1 affected fix=3: >= 2, < 3 (Debian:12); deb: 2.5 > 2, 2.5 < 3\n"},
	{"overlapping runs: unknown next",
	 {RECORD("CVE-1", "osv", IN_DEBIAN("'spans':[{'lo':'1','hi':'9','status':'unaffected'},"
	  "{'lo':'2','hi':'3'},{'lo':'1','hi':'8','status':'unknown'}]"))},
	 {DEB("curl", "5")}, "CVE-1 unknown undetermined: >= 1, < 8 (Debian:12); deb: 5 > 1, 5 < 8\n"},
	{"several runs, the second holds",
	 {RECORD("CVE-1", "osv", IN_PYPI("'spans':[{'lo':'1','hi':'1.2'},{'lo':'2','hi':'2.3'}]"))},
	 {PYPI("p", "2.2")}, "CVE-1 affected fix=2.3: >= 2, < 2.3 (PyPI); pypi: 2.2 > 2, 2.2 < 2.3\n"},
	{"entries of one record are judged one by one",
	 {RECORD("CVE-1", "osv", IN_PYPI("'spans':[{'hi':'1'}]") "," IN_PYPI("'spans':[{'lo':'2'}]"))},
	 {PYPI("p", "3")},
	 "CVE-1 not: not listed: unaffected (PyPI)\nCVE-1 affected: >= 2 (PyPI); pypi: 3 > 2\n"},
};

static const struct match_case who[] = {
	{"not named", {RECORD("CVE-1", "debian-tracker", IN_DEBIAN("'spans':[{'hi':'2'}]"))},
	 {DEB("wget", "1")}, ""},
	{"no feed for the release", {RECORD("CVE-1", "debian-tracker", IN_DEBIAN("'spans':[{'hi':'2'}]"))},
	 {.type = T("deb"), .name = T("curl"), .version = T("1"), .source_name = T("curl"),
	  .source_version = T("1"), .os_family = T("debian"), .os_release = T("11")},
	 "unjudged no-feed\n"},
	{"an advisory without a release is about every release",
	 {RECORD("CVE-1", "osv", "{'ecosystem':'Debian','name':'curl','scheme':'deb','spans':[{'hi':'2'}]}"),
	  RECORD("CVE-2", "debian-tracker", IN_DEBIAN("'spans':[{'hi':'3'}]"))},
	 {DEB("curl", "1")},
	 "CVE-2 affected fix=3: < 3 (Debian:12); deb: 1 < 3\nCVE-1 affected fix=2: < 2 (Debian); deb: 1 < 2\n"},
	{"but such advisories alone do not make a feed of a release: found by them",
	 {RECORD("CVE-1", "osv", "{'ecosystem':'Debian','name':'curl','scheme':'deb','spans':[{'hi':'2'}]}")},
	 {DEB("curl", "1")}, "CVE-1 affected fix=2: < 2 (Debian); deb: 1 < 2\n"},
	{"but such advisories alone do not make a feed of a release: not found",
	 {RECORD("CVE-1", "osv", "{'ecosystem':'Debian','name':'curl','scheme':'deb','spans':[{'hi':'2'}]}")},
	 {DEB("wget", "1")}, "unjudged no-feed\n"},
	{"the release is not known", {RECORD("CVE-1", "debian-tracker", IN_DEBIAN("'spans':[{'hi':'2'}]"))},
	 {.type = T("deb"), .name = T("curl"), .version = T("1"), .source_name = T("curl"),
	  .source_version = T("1"), .os_family = T("debian")}, "unjudged no-release\n"},
	{"from somewhere else", {RECORD("CVE-1", "debian-tracker", IN_DEBIAN("'spans':[{'hi':'2'}]"))},
	 {DEB("curl", "1"), .flags = COMPONENT_THIRD_PARTY}, "unjudged third-party\n"},
	{"a name only", {RECORD("CVE-1", "debian-tracker", IN_DEBIAN("'spans':[{'hi':'2'}]"))},
	 {.name = T("curl"), .version = T("1")}, "unjudged no-identity\n"},
	{"an ecosystem that the CVE list mentions is not covered by it",
	 {RECORD("CVE-1", "cve5", IN_PYPI("'spans':[{'hi':'2'}]"))}, {PYPI("p", "1")}, "unjudged no-feed\n"},
	{"but where a feed covers it, the CVE list is heard, too",
	 {RECORD("CVE-1", "cve5", IN_PYPI("'spans':[{'hi':'2'}]")),
	  RECORD("GHSA-1", "osv", "{'ecosystem':'PyPI','name':'q','scheme':'pypi','spans':[]}")},
	 {PYPI("p", "1")}, "CVE-1 affected fix=2: < 2 (PyPI); pypi: 1 < 2\n"},
	{"names are folded as the ecosystem does",
	 {RECORD("CVE-1", "osv", "{'ecosystem':'PyPI','name':'zope-interface','scheme':'pypi','spans':[{}]}")},
	 {PYPI("Zope.Interface", "1")}, "CVE-1 affected: * (PyPI); pypi: 1\n"},
	{"the source package is looked up with its own version",
	 {RECORD("CVE-1", "debian-tracker", IN_DEBIAN("'spans':[{'hi':'2'}]"))},
	 {.type = T("deb"), .name = T("libcurl4"), .version = T("9+b1"), .source_name = T("curl"),
	  .source_version = T("1"), .os_family = T("debian"), .os_release = T("12")},
	 "CVE-1 affected fix=2: < 2 (Debian:12); deb: 1 < 2\n"},
	{"a signed kernel is linux",
	 {RECORD("CVE-1", "debian-tracker", "{'ecosystem':'Debian:12','name':'linux','scheme':'deb',"
	  "'spans':[{'hi':'6.1.199-1'}]}")},
	 {.type = T("deb"), .name = T("linux-image-6.1.0-41-amd64"), .version = T("6.1.192-2"),
	  .source_name = T("linux-signed-amd64"), .source_version = T("6.1.192+2"),
	  .os_family = T("debian"), .os_release = T("12")},
	 "CVE-1 affected fix=6.1.199-1: < 6.1.199-1 (Debian:12); deb: 6.1.192-2 < 6.1.199-1\n"},
	{"withdrawn, rejected and superseded records are not asked",
	 {"{'id':'GHSA-1','source':'osv','withdrawn':'2024-01-01T00:00:00Z','affected':[" IN_PYPI("'spans':[{}]") "]}",
	  "{'id':'CVE-1','source':'cve5','rejected':true,'affected':[" IN_PYPI("'spans':[{}]") "]}",
	  "{'id':'GHSA-2','source':'osv','modified':'2024-01-01T00:00:00Z','affected':[" IN_PYPI("'spans':[{}]") "]}",
	  "{'id':'GHSA-2','source':'osv','modified':'2024-01-02T00:00:00Z','affected':[" IN_PYPI("'spans':[]") "]}"},
	 {PYPI("p", "1")}, "GHSA-2 not: not listed: unaffected (PyPI)\n"},
};

static const struct match_case modules[] = {
	{"no label: a package outside modules and a fix in one",
	 {RECORD("ALSA-1", "osv", IN_ALMA(FIXED_18))}, {RPM("nodejs", "1:18.1.0-1.el8")},
	 "ALSA-1 not: not listed: unaffected (AlmaLinux:8)\n"},
	{"no label: a package in a module and a fix outside",
	 {RECORD("ALSA-1", "osv", IN_ALMA("'spans':[{'hi':'1:18.20.4-1.el8'}]"))},
	 {RPM("nodejs", "1:18.1.0-1.module_el8.6.0+1+a")},
	 "ALSA-1 not: not listed: unaffected (AlmaLinux:8)\n"},
	{"no label: both in modules, the same first part",
	 {RECORD("ALSA-1", "osv", IN_ALMA(FIXED_18))}, {RPM("nodejs", "1:18.1.0-1.module_el8.6.0+1+a")},
	 "ALSA-1 affected inferred fix=1:18.20.4-1.module_el8.10.0+3874+c2064b23: "
	 "< 1:18.20.4-1.module_el8.10.0+3874+c2064b23 (AlmaLinux:8); rpm: "
	 "1:18.1.0-1.module_el8.6.0+1+a < 1:18.20.4-1.module_el8.10.0+3874+c2064b23\n"},
	{"no label: both in modules, another first part",
	 {RECORD("ALSA-1", "osv", IN_ALMA(FIXED_18))}, {RPM("nodejs", "1:16.1.0-1.module_el8.6.0+1+a")},
	 "ALSA-1 not: not listed: unaffected (AlmaLinux:8)\n"},
	{"labels: the stream decides, not the version",
	 {RECORD("ALSA-1", "osv", IN_ALMA("'module':'nodejs:18'," FIXED_18))},
	 {RPM("nodejs", "1:17.1.0-1.module_el8.6.0+1+a"), .module = T("nodejs:18:8060:ad"),
	  .flags = COMPONENT_MODULE_KNOWN},
	 "ALSA-1 affected fix=1:18.20.4-1.module_el8.10.0+3874+c2064b23: "
	 "< 1:18.20.4-1.module_el8.10.0+3874+c2064b23 (AlmaLinux:8); rpm: "
	 "1:17.1.0-1.module_el8.6.0+1+a < 1:18.20.4-1.module_el8.10.0+3874+c2064b23\n"},
	{"a label alone tells, whoever forgot the flag",
	 {RECORD("ALSA-1", "osv", IN_ALMA("'module':'nodejs:20','rest':'affected','spans':[]"))},
	 {RPM("nodejs", "1:18.1.0-1.module_el8.6.0+1+a"), .module = T("nodejs:18")}, ""},
	{"labels: another stream",
	 {RECORD("ALSA-1", "osv", IN_ALMA("'module':'nodejs:1'," FIXED_18))},
	 {RPM("nodejs", "1:18.1.0-1.module_el8.6.0+1+a"), .module = T("nodejs:18:8060:ad"),
	  .flags = COMPONENT_MODULE_KNOWN}, ""},
	{"the label says: not modular, whatever the release looks like",
	 {RECORD("ALSA-1", "osv", IN_ALMA(FIXED_18))},
	 {RPM("nodejs", "1:18.1.0-1.module_el8.6.0+1+a"), .flags = COMPONENT_MODULE_KNOWN},
	 "ALSA-1 not: not listed: unaffected (AlmaLinux:8)\n"},
	{"a label, and an advisory without: by the first part",
	 {RECORD("ALSA-1", "osv", IN_ALMA(FIXED_18))},
	 {RPM("nodejs", "1:18.1.0-1.el8"), .module = T("nodejs:18"), .flags = COMPONENT_MODULE_KNOWN},
	 "ALSA-1 affected inferred fix=1:18.20.4-1.module_el8.10.0+3874+c2064b23: "
	 "< 1:18.20.4-1.module_el8.10.0+3874+c2064b23 (AlmaLinux:8); rpm: "
	 "1:18.1.0-1.el8 < 1:18.20.4-1.module_el8.10.0+3874+c2064b23\n"},
	{"every version of a stream: the label decides",
	 {RECORD("CVE-1", "osv", IN_ALMA("'module':'nodejs:18','spans':[{}]"))},
	 {RPM("nodejs", "1:18.1.0-1.module_el8.6.0+1+a"), .module = T("nodejs:20"),
	  .flags = COMPONENT_MODULE_KNOWN}, ""},
	{"every version of a stream, and nobody knows the stream",
	 {RECORD("CVE-1", "osv", IN_ALMA("'module':'nodejs:18','spans':[{}]"))},
	 {RPM("nodejs", "1:18.1.0-1.module_el8.6.0+1+a")},
	 "CVE-1 unknown module-unknown: * (AlmaLinux:8); rpm: 1:18.1.0-1.module_el8.6.0+1+a\n"},
	{"affected otherwise, in a stream that nobody knows",
	 {RECORD("CVE-1", "osv", IN_ALMA("'module':'nodejs:18','rest':'affected','spans':[]"))},
	 {RPM("nodejs", "1:18.1.0-1.module_el8.6.0+1+a")},
	 "CVE-1 unknown module-unknown: not listed: affected (AlmaLinux:8)\n"},
	{"every version of a stream is none of a package outside modules",
	 {RECORD("CVE-1", "osv", IN_ALMA("'module':'nodejs:18','spans':[{}]"))},
	 {RPM("nodejs", "1:18.1.0-1.el8")}, ""},
	{"no version and no label: nobody can tell",
	 {RECORD("ALSA-1", "osv", IN_ALMA(FIXED_18))}, {RPM("nodejs", "")},
	 "ALSA-1 unknown version-missing fix=1:18.20.4-1.module_el8.10.0+3874+c2064b23: "
	 "< 1:18.20.4-1.module_el8.10.0+3874+c2064b23 (AlmaLinux:8)\n"},
	{"a rebuild with a line of its own",
	 {RECORD("ALSA-1", "osv", IN_ALMA("'spans':[{'hi':'2:2.34-60.el8'}]"))},
	 {RPM("nodejs", "2:2.34-60.0.3.ksplice1.el8")},
	 "ALSA-1 unknown not-comparable fix=2:2.34-60.el8: < 2:2.34-60.el8 (AlmaLinux:8); rpm: "
	 "2:2.34-60.0.3.ksplice1.el8 > 2:2.34-60.el8\n"},
	{"another architecture", {RECORD("ALSA-1", "osv", IN_ALMA("'arch':'aarch64 ppc64le','spans':[{}]"))},
	 {RPM("nodejs", "1-1.el8")}, ""},
	{"its architecture", {RECORD("ALSA-1", "osv", IN_ALMA("'arch':'aarch64 x86_64','spans':[{}]"))},
	 {RPM("nodejs", "1-1.el8")}, "ALSA-1 affected: * (AlmaLinux:8); rpm: 1-1.el8\n"},
	{"packages for all architectures",
	 {RECORD("ALSA-1", "osv", IN_ALMA("'arch':'noarch','spans':[{}]"))},
	 {RPM("nodejs", "1-1.el8")}, "ALSA-1 affected: * (AlmaLinux:8); rpm: 1-1.el8\n"},
};

static const struct match_case cpes[] = {
	{"vendor, product and version",
	 {RECORD("CVE-1", "cve5", IN_CPE("cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*", "'spans':[{'hi':'2'}]"))},
	 {.name = T("x"), CPES(plain)}, "CVE-1 affected fix=2: < 2; generic: 1.5 < 2\n"},
	{"no version in the name, none in the inventory",
	 {RECORD("CVE-1", "cve5", IN_CPE("", "'spans':[{'hi':'2'}]"))},
	 {.name = T("x"), CPES(no_version)}, "CVE-1 unknown version-missing fix=2: < 2\n"},
	{"no version in the name: the inventory's",
	 {RECORD("CVE-1", "cve5", IN_CPE("", "'spans':[{'hi':'2'}]"))},
	 {.name = T("x"), .version = T("3"), CPES(no_version)}, "CVE-1 not: not listed: unaffected\n"},
	{"for another target",
	 {RECORD("CVE-1", "cve5", IN_CPE("cpe:2.3:a:acme:tool:*:*:*:*:*:wordpress:*:*", "'spans':[{}]"))},
	 {.name = T("x"), CPES(windows)}, ""},
	{"for this target",
	 {RECORD("CVE-1", "cve5", IN_CPE("cpe:2.3:a:acme:tool:*:*:*:*:*:Windows:*:*", "'spans':[{}]"))},
	 {.name = T("x"), CPES(windows)}, "CVE-1 affected: *; generic: 1.5\n"},
	{"for a target that is written with quotes",
	 {RECORD("CVE-1", "cve5", IN_CPE("cpe:2.3:a:acme:tool:*:*:*:*:*:c\\\\+\\\\+:*:*", "'spans':[{}]"))},
	 {.name = T("x"), CPES(cplusplus)}, "CVE-1 affected: *; generic: 1.5\n"},
	{"for a target, and nobody knows this one's",
	 {RECORD("CVE-1", "cve5", IN_CPE("cpe:2.3:a:acme:tool:*:*:*:*:*:wordpress:*:*", "'spans':[{}]"))},
	 {.name = T("x"), CPES(plain)}, "CVE-1 unknown platform: *; generic: 1.5\n"},
	{"for a target, and this one has none",
	 {RECORD("CVE-1", "cve5", IN_CPE("cpe:2.3:a:acme:tool:*:*:*:*:*:wordpress:*:*", "'spans':[{}]"))},
	 {.name = T("x"), CPES(na_target)}, ""},
	{"for any target", {RECORD("CVE-1", "cve5", IN_CPE("cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*", "'spans':[{}]"))},
	 {.name = T("x"), CPES(windows)}, "CVE-1 affected: *; generic: 1.5\n"},
	{"out of range, whatever the target",
	 {RECORD("CVE-1", "cve5", IN_CPE("cpe:2.3:a:acme:tool:*:*:*:*:*:wordpress:*:*", "'spans':[{'hi':'1'}]"))},
	 {.name = T("x"), CPES(plain)}, "CVE-1 not: not listed: unaffected\n"},
	{"another edition",
	 {RECORD("CVE-1", "cve5", IN_CPE("cpe:2.3:a:acme:tool:*:*:*:*:enterprise:*:*:*", "'spans':[{}]"))},
	 {.name = T("x"), CPES(windows)}, "CVE-1 unknown platform: *; generic: 1.5\n"},
	{"an application is not the firmware of that name",
	 {RECORD("CVE-1", "cve5", IN_CPE("cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*", "'spans':[{}]"))},
	 {.name = T("x"), CPES(firmware)}, ""},
	{"nor where it is written as a URI", {RECORD("CVE-1", "cve5", IN_CPE("cpe:/a:acme:tool", "'spans':[{}]"))},
	 {.name = T("x"), CPES(firmware)}, ""},
	{"a name that is none is passed over", {RECORD("CVE-1", "cve5", IN_CPE("", "'spans':[{}]"))},
	 {.name = T("x"), CPES(bad_and_good)}, "CVE-1 affected: *; generic: 1.5\n"},
	{"a part of the version in the update attribute",
	 {RECORD("CVE-1", "cve5", "{'ecosystem':'cpe','name':'paloaltonetworks:pan-os','scheme':'generic',"
	  "'spans':[{'hi':'10.1.14-h13'}]}")},
	 {.name = T("x"), CPES(panos)},
	 "CVE-1 affected fix=10.1.14-h13: < 10.1.14-h13; generic: 10.1.14-h11 < 10.1.14-h13\n"},
	{"... which is not added twice",
	 {RECORD("CVE-1", "cve5", "{'ecosystem':'cpe','name':'paloaltonetworks:pan-os','scheme':'generic',"
	  "'spans':[{'hi':'10.1.14-h13'}]}")},
	 {.name = T("x"), CPES(panos_joint)},
	 "CVE-1 affected fix=10.1.14-h13: < 10.1.14-h13; generic: 10.1.14-h11 < 10.1.14-h13\n"},
	{"a patch level",
	 {RECORD("CVE-1", "cve5", "{'ecosystem':'cpe','name':'openbsd:openssh','scheme':'generic',"
	  "'spans':[{'hi':'9.3p2'}]}")},
	 {.name = T("x"), CPES(openssh)}, "CVE-1 not: not listed: unaffected\n"},
	{"no source speaks about CPE names", {RECORD("GHSA-1", "osv", IN_PYPI("'spans':[]"))},
	 {.name = T("x"), CPES(plain)}, "unjudged no-feed\n"},
	{"a distribution's package is judged by the distribution alone",
	 {RECORD("CVE-1", "cve5", IN_CPE("", "'spans':[{}]"))}, {DEB("tool", "1.5"), CPES(plain)},
	 "unjudged no-feed\n"},
	{"a package of an ecosystem without a feed may be judged by its CPE name",
	 {RECORD("CVE-1", "cve5", IN_CPE("", "'spans':[{}]"))}, {PYPI("tool", "1.5"), CPES(plain)},
	 "CVE-1 affected: *; generic: 1.5\n"},
};

static void run(const struct match_case *c)
{
	arena_auto a = {.cap = MIB(4)};
	buf_auto said = BUF_CAP(1 << 16);
	struct match_result result = {0};
	struct made m = {0};

	for (size_t i = 0; i < RECORDS && c->records[i]; i++)
		made_record(&m, c->records[i]);
	made_finish(&m);
	CHECK_INT(match_component(&m.match, &c->c, &a, &result), 0, c->what);
	put_result(&m.match, &result, &a, &said);
	CHECK(sv_eq(buf_view(&said), sv_of(c->want)), "%s:\n%swant\n%s", c->what, said.p, c->want);
	made_drop(&m);
}

/* Every allocation may fail; the result is untouched then. */
static void run_faults(const struct match_case *c)
{
	struct made m = {0};
	int r = YG_ENOMEM;

	for (size_t i = 0; i < RECORDS && c->records[i]; i++)
		made_record(&m, c->records[i]);
	made_finish(&m);
	for (long n = 1; r == YG_ENOMEM && n < 1000; n++) {
		struct match_result result = {.hit_count = 12345};
		arena_auto a = {.cap = MIB(4), .fail_at = n};
		r = match_component(&m.match, &c->c, &a, &result);
		if (r != 0 && (r != YG_ENOMEM || result.hit_count != 12345 || result.hits))
			CHECK(false, "%s: request %ld failed: %d", c->what, n, r);
	}
	CHECK_INT(r, 0, c->what);
	made_drop(&m);
}

static void run_table(const struct match_case *table, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		run(&table[i]);
		run_faults(&table[i]);
	}
}

/* Texts longer than any buffer are cut, not lost. */
static void test_long_texts(void)
{
	arena_auto a = {.cap = MIB(4)};
	struct component c = {.type = T("x"), .name = T("n"), .version = T("1")};
	struct match_result result = {0};
	struct made m = {0};
	buf_auto json = BUF_CAP(1 << 20);
	struct sv range;

	buf_str(&json, "{'id':'CVE-1','source':'cve5','affected':[{'ecosystem':'cpe','name':'a:b',"
		"'scheme':'generic','spans':[{'status':'unknown','why':'");
	for (int i = 0; i < 30000; i++)
		buf_str(&json, "é");
	buf_str(&json, "'}]}]}");
	made_record(&m, json.p);
	made_finish(&m);
	c.cpes = &(const struct sv)SV_INIT("cpe:/a:a:b:1");
	c.cpe_count = 1;
	CHECK_INT(match_component(&m.match, &c, &a, &result), 0, "matched");
	CHECK_INT(result.hit_count, 1, "one hit");
	range = match_range_text(&m.match, &result.hits[0], &a);
	CHECK(range.n > 1000 && range.n < 60000 && sv_utf8(range), "%zu bytes", range.n);
	made_drop(&m);
}

/* Coverage names each (ecosystem, source) once, in their order. */
static void test_coverage(void)
{
	static const char *const want[] = {"Debian:12 a", "Debian:12 osv", "PyPI osv", "cpe cve5"};
	struct made m = {0};

	made_record(&m, RECORD("CVE-1", "osv", IN_DEBIAN("'spans':[]")));
	made_record(&m, RECORD("CVE-2", "osv", IN_DEBIAN("'spans':[]") "," IN_PYPI("'spans':[]")));
	made_record(&m, RECORD("CVE-1", "a", "{'ecosystem':'Debian:12','name':'z','spans':[]}"));
	made_record(&m, RECORD("CVE-3", "cve5", IN_CPE("", "'spans':[]") "," IN_PYPI("'spans':[]")));
	made_finish(&m);
	CHECK_INT(m.match.file.by_id[MATCH_SECTION_COVERAGE].count, YG_COUNT(want), "rows");
	for (uint32_t i = 0; i < YG_COUNT(want); i++) {
		const struct match_coverage *c = section_row(&m.match.file, MATCH_SECTION_COVERAGE, i,
							     sizeof *c);
		buf_auto b = BUF_CAP(128);
		if (!c)
			break;
		buf_sv(&b, match_string(&m.match, c->ecosystem));
		buf_char(&b, ' ');
		buf_sv(&b, match_string(&m.match, c->source));
		CHECK_SV(buf_view(&b), want[i], "coverage");
	}
	made_drop(&m);
}

int main(void)
{
	run_table(versions, YG_COUNT(versions));
	run_table(who, YG_COUNT(who));
	run_table(modules, YG_COUNT(modules));
	run_table(cpes, YG_COUNT(cpes));
	test_long_texts();
	test_coverage();
	return check_done();
}
