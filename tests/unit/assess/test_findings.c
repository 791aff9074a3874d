/* SPDX-License-Identifier: Apache-2.0 */
/* From components to findings: what is one finding, what it rests on, in which order they stand,
 * and that remembered decisions are the decisions. */
#include "../../conformance/policy/default_policy.h"
#include "assess/finding.h"
#include "assess/finding_parts.h"
#include "make_index.h"

enum { RECORDS = 6, COMPONENTS = 6 };

#define T(text) SV_INIT(text)
#define DEB(n, v) .type = T("deb"), .ns = T("debian"), .name = T(n), .version = T(v), \
	.arch = T("amd64"), .os_family = T("debian"), .os_release = T("12")
#define FROM(n, v) .source_name = T(n), .source_version = T(v)
#define PYPI(n, v) .type = T("pypi"), .name = T(n), .version = T(v)
#define RPM(n, v) .type = T("rpm"), .ns = T("almalinux"), .name = T(n), .version = T(v), \
	.arch = T("x86_64"), .os_family = T("almalinux"), .os_release = T("9.4")
#define KERNEL COMPONENT_KERNEL_IMAGE

#define TRACKER(cve, name, more) "{'id':'" cve "','source':'debian-tracker','affected':[" \
	"{'ecosystem':'Debian:12','name':'" name "','scheme':'deb'," more "}]}"
#define OSV(id, links, eco, name, scheme, more) "{'id':'" id "','source':'osv','links':[" links "]," \
	"'affected':[{'ecosystem':'" eco "','name':'" name "','scheme':'" scheme "'," more "}]}"

static const struct {
	const char *what;
	const char *records[RECORDS];
	struct component components[COMPONENTS];
	const char *want;
} cases[] = {
	{"the binaries of one source in one version are one finding",
	 {TRACKER("CVE-1", "curl", "'spans':[{'hi':'2'}]")},
	 {{DEB("libcurl4", "1+b1"), FROM("curl", "1"), .file = T("b")},
	  {DEB("curl", "1"), FROM("curl", "1"), .file = T("a")},
	  {DEB("curl", "1"), FROM("curl", "1"), .file = T("a")}},
	 "CVE-1 curl 1 affected fix=2 fixed binaries=curl,libcurl4 files=a,b evidence=CVE-1+\n"},
	{"in another version another",
	 {TRACKER("CVE-1", "curl", "'spans':[{'hi':'2'}]")},
	 {{DEB("libcurl4", "1"), FROM("curl", "1")}, {DEB("curl", "1.5"), FROM("curl", "1.5")},
	  {DEB("curl-old", "3"), FROM("curl", "3")}},
	 "CVE-1 curl 1 affected fix=2 fixed binaries=libcurl4 files= evidence=CVE-1+\n"
	 "CVE-1 curl 1.5 affected fix=2 fixed binaries=curl files= evidence=CVE-1+\n"},
	{"rpm packages stand for themselves",
	 {OSV("ALSA-2024:1", "{'id':'CVE-1','relation':'related'}",
	      "AlmaLinux:9", "curl", "rpm", "'spans':[{'hi':'2-1.el9'}]"),
	  OSV("ALSA-2024:2", "{'id':'CVE-1','relation':'related'}",
	      "AlmaLinux:9", "libcurl", "rpm", "'spans':[{'hi':'3-1.el9'}]")},
	 {{RPM("curl", "1-1.el9"), FROM("curl", "1-1.el9")}, {RPM("libcurl", "1-1.el9"), FROM("curl", "1-1.el9")}},
	 "CVE-1 curl 1-1.el9 affected fix=2-1.el9 fixed binaries=curl files= evidence=ALSA-2024:1+\n"
	 "CVE-1 libcurl 1-1.el9 affected fix=3-1.el9 fixed binaries=libcurl files= evidence=ALSA-2024:2+\n"},
	{"an advisory about several CVEs is a finding of each, with all that speak about it",
	 {OSV("ALSA-2024:1", "{'id':'CVE-1','relation':'related'},"
	      "{'id':'CVE-2','relation':'related'}",
	      "AlmaLinux:9", "curl", "rpm", "'spans':[{'hi':'2-1.el9'}]"),
	  OSV("ALSA-2024:9", "{'id':'CVE-2','relation':'related'}",
	      "AlmaLinux:9", "curl", "rpm", "'spans':[{'hi':'10-1.el9'}]")},
	 {{RPM("curl", "1-1.el9")}},
	 "CVE-1 curl 1-1.el9 affected fix=2-1.el9 fixed binaries=curl files= evidence=ALSA-2024:1+\n"
	 "CVE-2 curl 1-1.el9 affected fix=10-1.el9 fixed binaries=curl files= evidence=ALSA-2024:1+,ALSA-2024:9+\n"},
	{"an advisory without a CVE stands for itself",
	 {OSV("ALBA-2024:1", "", "AlmaLinux:9", "curl", "rpm", "'spans':[{'hi':'2-1.el9'}]")},
	 {{RPM("curl", "1-1.el9")}},
	 "ALBA-2024:1 curl 1-1.el9 affected fix=2-1.el9 fixed binaries=curl files= evidence=ALBA-2024:1+\n"},
	{"evidence: affected, then unknown, then not affected",
	 {OSV("A-1", "{'id':'CVE-1','relation':'alias'}", "PyPI", "p", "pypi", "'spans':[{'hi':'1'}]"),
	  OSV("B-1", "{'id':'CVE-1','relation':'alias'}",
	      "PyPI", "p", "pypi", "'spans':[{'why':'?','status':'unknown'}]"),
	  OSV("C-1", "{'id':'CVE-1','relation':'alias'}", "PyPI", "p", "pypi", "'spans':[{'hi':'3'}]"),
	  OSV("D-1", "{'id':'CVE-1','relation':'alias'}", "PyPI", "p", "pypi", "'spans':[{'hi':'4'}]")},
	 {{PYPI("p", "2")}},
	 "CVE-1 p 2 affected fix=4 fixed binaries=p files= evidence=C-1+,D-1+,B-1?,A-1-\n"},
	{"undecided counts as affected, marked",
	 {OSV("B-1", "{'id':'CVE-1','relation':'alias'}", "PyPI", "p", "pypi", "'spans':[{'hi':'2'}]"),
	  OSV("A-1", "{'id':'CVE-1','relation':'alias'}", "PyPI", "p", "pypi", "'spans':[]")},
	 {{PYPI("p", "")}},
	 "CVE-1 p  unknown open binaries=p files= evidence=B-1?,A-1- undecided\n"},
	{"only ever not affected is no finding",
	 {OSV("A-1", "", "PyPI", "p", "pypi", "'spans':[{'hi':'1'}]")}, {{PYPI("p", "2")}}, ""},
	{"the vendor's words",
	 {TRACKER("CVE-1", "curl", "'rest':'affected','fix_state':'no-dsa','urgency':'low','spans':[]"),
	  TRACKER("CVE-2", "curl", "'rest':'affected','spans':[]"),
	  TRACKER("CVE-3", "curl", "'rest':'unknown','fix_state':'undetermined','spans':[]")},
	 {{DEB("curl", "1"), FROM("curl", "1")}},
	 "CVE-1 curl 1 affected no-dsa urgency=low binaries=curl files= evidence=CVE-1+\n"
	 "CVE-2 curl 1 affected open binaries=curl files= evidence=CVE-2+\n"
	 "CVE-3 curl 1 unknown undetermined binaries=curl files= evidence=CVE-3? undecided\n"},
	{"the fix that answers every affected entry is the highest",
	 {OSV("A-1", "{'id':'CVE-1','relation':'alias'}", "PyPI", "p", "pypi", "'spans':[{'hi':'1.10'}]"),
	  OSV("B-1", "{'id':'CVE-1','relation':'alias'}", "PyPI", "p", "pypi", "'spans':[{'hi':'1.9'}]"),
	  OSV("C-1", "{'id':'CVE-1','relation':'alias'}", "PyPI", "p", "pypi", "'spans':[{'lo':'2','hi':'9'}]")},
	 {{PYPI("p", "1")}},
	 "CVE-1 p 1 affected fix=1.10 fixed binaries=p files= evidence=A-1+,B-1+,C-1-\n"},
	{"kernels: the running one, the idle one; headers do not run",
	 {TRACKER("CVE-1", "linux", "'spans':[{'hi':'9'}]")},
	 {{DEB("linux-image-1", "1"), FROM("linux-signed-amd64", "1"), .flags = KERNEL | COMPONENT_KERNEL_RUNNING},
	  {DEB("linux-headers-1", "1"), FROM("linux", "1"), .flags = COMPONENT_HEADERS | COMPONENT_NO_CODE},
	  {DEB("linux-image-2", "2"), FROM("linux-signed-amd64", "2"), .flags = KERNEL | COMPONENT_KERNEL_IDLE},
	  {DEB("linux-headers-2", "2"), FROM("linux", "2"), .flags = COMPONENT_HEADERS | COMPONENT_NO_CODE},
	  {DEB("linux-libc-dev", "3"), FROM("linux", "3"), .flags = COMPONENT_HEADERS | COMPONENT_NO_CODE}},
	 "CVE-1 linux 1 affected fix=9 fixed binaries=linux-headers-1,linux-image-1 files= evidence=CVE-1+ running\n"
	 "CVE-1 linux 2 affected fix=9 fixed binaries=linux-headers-2,linux-image-2 "
	 "files= evidence=CVE-1+ not-running idle\n"
	 "CVE-1 linux 3 affected fix=9 fixed binaries=linux-libc-dev files= evidence=CVE-1+ no-code idle\n"},
	{"a kernel's tools run, whatever its image does",
	 {TRACKER("CVE-1", "linux", "'spans':[{'hi':'9'}]")},
	 {{DEB("linux-image-2", "2"), FROM("linux", "2"), .flags = KERNEL | COMPONENT_KERNEL_IDLE},
	  {DEB("linux-cpupower", "2"), FROM("linux", "2")}},
	 "CVE-1 linux 2 affected fix=9 fixed binaries=linux-cpupower,linux-image-2 files= evidence=CVE-1+\n"},
	{"a kernel of which nobody knows whether it runs",
	 {TRACKER("CVE-1", "linux", "'spans':[{'hi':'9'}]")},
	 {{DEB("linux-image-2", "2"), FROM("linux", "2"), .flags = KERNEL}},
	 "CVE-1 linux 2 affected fix=9 fixed binaries=linux-image-2 files= evidence=CVE-1+\n"},
	{"documentation beside the program does not hide it",
	 {TRACKER("CVE-1", "curl", "'spans':[{'hi':'2'}]")},
	 {{DEB("curl-doc", "1"), FROM("curl", "1"), .flags = COMPONENT_NO_CODE}, {DEB("curl", "1"), FROM("curl", "1")}},
	 "CVE-1 curl 1 affected fix=2 fixed binaries=curl,curl-doc files= evidence=CVE-1+\n"},
	{"what no source covers, by name; a third party's package is not its distribution's",
	 {TRACKER("CVE-1", "curl", "'spans':[{'hi':'2'}]")},
	 {{DEB("libcurl4", "1"), FROM("curl", "1"), .flags = COMPONENT_THIRD_PARTY, .origin = T("Acme")},
	  {DEB("curl", "1"), FROM("curl", "1")}, {PYPI("p", "1")}, {.name = T("mystery"), .version = T("1")}},
	 "CVE-1 curl 1 affected fix=2 fixed binaries=curl files= evidence=CVE-1+\n"
	 "unjudged libcurl4 third-party Acme\nunjudged mystery no-identity \nunjudged p no-feed PyPI\n"},
	{"components of the same name and version in two systems",
	 {TRACKER("CVE-1", "curl", "'spans':[{'hi':'2'}]")},
	 {{DEB("curl", "1"), FROM("curl", "1")},
	  {.type = T("deb"), .name = T("curl"), .version = T("1"), FROM("curl", "1"),
	   .os_family = T("ubuntu"), .os_release = T("22.04")}},
	 "CVE-1 curl 1 affected fix=2 fixed binaries=curl files= evidence=CVE-1+\n"
	 "unjudged curl no-feed Ubuntu:22.04\n"},
};

static void put_list(struct buf *to, const char *label, const struct sv *list, size_t n)
{
	buf_fmt(to, " %s=", label);
	for (size_t i = 0; i < n; i++) {
		buf_str(to, i ? "," : "");
		buf_sv(to, list[i]);
	}
}

static void put_finding(struct buf *to, const struct match_index *x, const struct finding *f)
{
	static const char *const marks[] = {"-", "?", "+"};

	buf_fmt(to, "%.*s %.*s %.*s %s", SV_ARG(f->vulnerability), SV_ARG(f->name),
		SV_ARG(f->version), f->verdict == MATCH_AFFECTED ? "affected" : "unknown");
	if (f->fixed_version.n)
		buf_fmt(to, " fix=%.*s", SV_ARG(f->fixed_version));
	buf_fmt(to, " %.*s", SV_ARG(f->fix_state));
	if (f->urgency.n)
		buf_fmt(to, " urgency=%.*s", SV_ARG(f->urgency));
	put_list(to, "binaries", f->binaries, f->binary_count);
	put_list(to, "files", f->files, f->file_count);
	buf_str(to, " evidence=");
	for (size_t i = 0; i < f->evidence_count; i++) {
		buf_str(to, i ? "," : "");
		buf_sv(to, match_string(x, f->evidence[i]->record->id));
		buf_str(to, marks[f->evidence[i]->verdict]);
	}
	if (f->running != FINDING_RUNNING_UNKNOWN)
		buf_str(to, f->running == FINDING_RUNNING ? " running" : " not-running");
	buf_str(to, f->no_code ? " no-code" : "");
	if (finding_class_of(f) == FINDING_IDLE)
		buf_str(to, " idle");
	if (finding_class_of(f) == FINDING_UNDECIDED)
		buf_str(to, " undecided");
	buf_char(to, '\n');
}

static void put_findings(struct buf *to, const struct match_index *x, const struct finding_list *l)
{
	static const char *const whys[] = {[MATCH_WHY_NO_FEED] = "no-feed",
		[MATCH_WHY_THIRD_PARTY] = "third-party", [MATCH_WHY_NO_IDENTITY] = "no-identity",
		[MATCH_WHY_NO_RELEASE] = "no-release"};

	buf_clear(to);
	for (size_t i = 0; i < l->count; i++)
		put_finding(to, x, &l->findings[i]);
	for (size_t i = 0; i < l->unjudged_count; i++)
		buf_fmt(to, "unjudged %.*s %s %.*s\n", SV_ARG(l->unjudged[i].component->name),
			whys[l->unjudged[i].why], SV_ARG(l->unjudged[i].detail));
	buf_str(to, "");
}

/* The components in the order given and backwards: findings stand as they stand. */
static void test_cases(const struct policy *policy)
{
	buf_auto said = BUF_CAP(1 << 16);

	for (size_t i = 0; i < YG_COUNT(cases); i++) {
		struct made m = {0};
		size_t n = 0;
		for (size_t k = 0; k < RECORDS && cases[i].records[k]; k++)
			made_record(&m, cases[i].records[k]);
		made_finish(&m);
		while (n < COMPONENTS && cases[i].components[n].name.n)
			n++;
		for (int backwards = 0; backwards < 2; backwards++) {
			arena_auto a = {.cap = MIB(4)};
			struct finding_context ctx = {.match = &m.match, .signals = &m.signals,
				.policy = policy};
			struct component list[COMPONENTS];
			struct finding_list found;
			for (size_t k = 0; k < n; k++)
				list[k] = cases[i].components[backwards ? n - 1 - k : k];
			CHECK_INT(finding_list_make(&a, &ctx, list, n, &found), 0, cases[i].what);
			put_findings(&said, &m.match, &found);
			CHECK(sv_eq(buf_view(&said), sv_of(cases[i].want)), "%s:\n%swant\n%s",
			      cases[i].what, said.p, cases[i].want);
			CHECK_INT(found.component_count, n, cases[i].what);
		}
		made_drop(&m);
	}
}

/* Worst first: outcome, class, likelihood, KEV, exploitation, EPSS, CVSS, id, package. */
static void test_order(const struct policy *policy)
{
	static const char *const facts[] = {
		"{'id':'CVE-2024-1','source':'cve5'}",
		"{'id':'CVE-2024-2','source':'cve5','kev':{'source':'cisa','date_added':'2024-01-01'}}",
		"{'id':'CVE-2024-3','source':'cve5','ssvc':{'exploitation':'active'}}",
		"{'id':'CVE-2024-4','source':'cve5','cvss':[{'version':'3.1','vector':"
		"'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N','source':'cna'}]}",
		"{'id':'CVE-2024-5','source':'cve5','cvss':[{'version':'3.1','vector':"
		"'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:L/A:L','source':'cna'}]}",
		"{'id':'CVE-2024-6','source':'cve5'}", "{'id':'CVE-2024-7','source':'cve5'}",
	};
	struct feed_epss e = {.cve = SV("CVE-2024-6"), .score = 0.5, .percentile = 0.5};
	struct component list[] = {{DEB("p", "1"), FROM("p", "1")},
		{DEB("q", "1"), FROM("q", "1"), .flags = COMPONENT_NO_CODE}};
	static const char *const want[] = {"CVE-2024-2 p", "CVE-2024-3 p", "CVE-2024-2 q", "CVE-2024-3 q",
		"CVE-2024-6 p", "CVE-2024-5 p", "CVE-2024-4 p", "CVE-2024-1 p", "CVE-2024-7 p"};
	arena_auto a = {.cap = MIB(4)};
	struct finding_list found;
	struct made m = {0};
	struct finding_context ctx = {.match = &m.match, .signals = &m.signals, .policy = policy,
		.asset = {.exposure = DECIDE_EXPOSURE_OPEN, .held_information = DECIDE_LARGE,
			  .outage = DECIDE_LARGE, .safety = DECIDE_LARGE, .pivot = DECIDE_LARGE}};
	size_t total = 0;

	for (size_t i = 0; i < YG_COUNT(facts); i++) {
		char text[256];
		made_record(&m, facts[i]);
		(void)snprintf(text, sizeof text, TRACKER("CVE-2024-%zu", "p", "'spans':[{'hi':'2'}]"), i + 1);
		made_record(&m, text);
		(void)snprintf(text, sizeof text, TRACKER("CVE-2024-%zu", "q", "'spans':[{'hi':'2'}]"), i + 1);
		made_record(&m, text);
	}
	CHECK_INT(collect_epss(&m.c, &e, SV("2024-01-01")), 0, "a score");
	made_finish(&m);
	CHECK_INT(finding_list_make(&a, &ctx, list, 2, &found), 0, "made");
	for (size_t i = 0; i < YG_COUNT(want) && i < found.count; i++) {
		char line[64];
		(void)snprintf(line, sizeof line, "%.*s %.*s", SV_ARG(found.findings[i].vulnerability),
			       SV_ARG(found.findings[i].name));
		CHECK(strcmp(line, want[i]) == 0, "place %zu: %s, want %s", i, line, want[i]);
	}
	for (size_t i = 0; i < DECIDE_OUTCOME_COUNT; i++)
		total += found.by_outcome[i];
	CHECK_INT(found.count, 14, "all of them");
	CHECK_INT(found.idle, 7, "no code: counted apart");
	CHECK_INT(total, 7, "the others by outcome");
	CHECK_INT(found.undecided, 0, "nothing is undecided");
	made_drop(&m);
}

/* The newest version of CVSS, the vendor's before others', a vector that is none last. */
static void test_cvss(const struct policy *policy)
{
	static const char record[] =
		"{'id':'CVE-1','source':'cve5','title_ja':'題','links':[{'id':'GHSA-1','relation':'alias'}],'cvss':["
		"{'version':'4.0','vector':'CVSS:4.0/nonsense','source':'cna','score':9},"
		"{'version':'3.1','vector':'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H','source':'nvd','score':9.8},"
		"{'version':'3.1','vector':'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H','source':'adp:x','score':1},"
		"{'version':'3.1','vector':'CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H','source':'cna','score':6.8},"
		"{'version':'2.0','vector':'AV:N/AC:L/Au:N/C:C/I:C/A:C','source':'cna','score':10}]}";
	static const char *const want[] = {"cna 68 68", "adp:x 10 84", "nvd 98 98", "cna 100 100", "cna 90 -1"};
	struct component c = {DEB("p", "1"), FROM("p", "1")};
	arena_auto a = {.cap = MIB(4)};
	struct finding_list found;
	struct made m = {0};
	struct finding_context ctx = {.match = &m.match, .signals = &m.signals, .policy = policy};

	made_record(&m, record);
	made_record(&m, "{'id':'GHSA-1','source':'osv','links':[{'id':'CVE-1','relation':'alias'}]}");
	made_record(&m, TRACKER("CVE-1", "p", "'spans':[{}]"));
	made_finish(&m);
	CHECK_INT(finding_list_make(&a, &ctx, &c, 1, &found), 0, "made");
	CHECK_INT(found.count, 1, "one finding");
	CHECK_SV(found.findings[0].title_ja, "題", "its title");
	CHECK(found.findings[0].alias_count == 1 && sv_is(found.findings[0].aliases[0], "GHSA-1"), "its other name");
	CHECK_INT(found.findings[0].cvss_count, YG_COUNT(want), "all vectors are kept");
	for (size_t i = 0; i < found.findings[0].cvss_count && i < YG_COUNT(want); i++) {
		const struct finding_cvss *v = &found.findings[0].cvss[i];
		char line[64];
		(void)snprintf(line, sizeof line, "%.*s %d %d",
			       SV_ARG(v->source), v->published_tenths, v->computed_tenths);
		CHECK(strcmp(line, want[i]) == 0, "vector %zu: %s, want %s", i, line, want[i]);
	}
	made_drop(&m);
}

/* ---- remembered decisions ---- */

static uint64_t turn(uint64_t *state, uint64_t n)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (*state >> 33) % n;
}

static bool same_reasons(const struct decision *a, const struct decision *b)
{
	for (size_t i = 0; i < a->reason_count; i++) {
		const struct decision_reason *x = &a->reasons[i], *y = &b->reasons[i];
		if (!sv_eq(x->table, y->table) || !sv_eq(x->row, y->row) || !sv_eq(x->value, y->value) ||
		    x->row_number != y->row_number || x->input_count != y->input_count)
			return false;
		for (size_t k = 0; k < x->input_count; k++)
			if (!sv_eq(x->inputs[k].name, y->inputs[k].name) ||
			    !sv_eq(x->inputs[k].value, y->inputs[k].value))
				return false;
	}
	return true;
}

static bool same(const struct decision *a, const struct decision *b)
{
	return a->likelihood == b->likelihood && a->damage == b->damage && a->outcome == b->outcome &&
	       a->pending == b->pending && a->decide_days == b->decide_days &&
	       a->mitigate_days == b->mitigate_days && a->remediate_days == b->remediate_days &&
	       a->reassess_days == b->reassess_days && a->capped == b->capped &&
	       a->assumed_mask == b->assumed_mask && a->duties_mask == b->duties_mask &&
	       a->rule == b->rule && a->reason_count == b->reason_count && same_reasons(a, b);
}

static const char *const vectors[] = {
	NULL, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:L/E:F",
	"CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N/E:U", "AV:N/AC:M/Au:S/C:P/I:N/A:N",
	"CVSS:3.0/AV:A/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N",
	"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A",
	"CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:P/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N",
};
static const double percentiles[] = {-1, 0, 0.1, 0.5, 0.94999, 0.95, 0.98, 0.99, 1};

/* A vulnerability at random, the decision straight and the one remembered; always the same. */
static void test_memo(const struct policy *policy, const struct decide_facts *asset, const char *what)
{
	enum { TURNS = 4000 };
	arena_auto a = {.cap = MIB(64)};
	struct made m = {0};
	struct finding_context ctx = {.signals = &m.signals, .policy = policy, .asset = *asset};
	struct finding_memo memo = {0};
	uint64_t state = 7;
	size_t equal = 0;

	for (int i = 0; i < TURNS; i++) {
		struct signals_row row = {
			.flags = (uint8_t)(turn(&state, 4)), .exploitation = (uint8_t)turn(&state, 4),
			.automatable = (uint8_t)turn(&state, 3), .technical_impact = (uint8_t)turn(&state, 3),
		};
		const char *vector = vectors[turn(&state, YG_COUNT(vectors))];
		double p = percentiles[turn(&state, YG_COUNT(percentiles))];
		struct finding_cvss cvss = {.vector = sv_of(vector), .computed_tenths = 1};
		struct finding f = {.signals = &row, .cvss = &cvss, .cvss_count = vector != NULL};
		struct decide_facts facts = *asset;
		struct decision d;
		struct cvss parsed;
		bool repaired;

		if (p >= 0) {
			row.flags |= SIGNALS_EPSS | SIGNALS_PERCENTILE;
			row.percentile = (uint32_t)(p * 1e6 + 0.5);
			facts.has_epss_percentile = true;
			facts.epss_percentile = row.percentile / 1e6;
		}
		facts.kev = row.flags & SIGNALS_KEV ? DECIDE_YES : DECIDE_NO;
		facts.ransomware = row.flags & SIGNALS_RANSOMWARE ? DECIDE_YES : DECIDE_NO;
		facts.exploitation = (enum decide_exploitation)row.exploitation;
		facts.automatable = (enum decide_answer)row.automatable;
		facts.technical_impact = (enum decide_impact)row.technical_impact;
		if (vector && cvss_parse_lenient(sv_of(vector), &parsed, &repaired, NULL) == 0)
			facts.cvss = &parsed;
		equal += decide(policy, &facts, &a, &d) == 0 &&
			 finding_decide(&a, &ctx, &memo, &f) == 0 && same(&d, &f.decision);
	}
	CHECK_INT(equal, TURNS, what);
	CHECK(memo.used > 1 && memo.used < TURNS, "%s: %zu distinct", what, memo.used);
	made_drop(&m);
}

/* More inputs than there are facts: several names for one, and only the last one counts. */
static const struct policy *many_inputs(struct arena *a)
{
	buf_auto b = BUF_CAP(MIB(1));

	buf_str(&b, "{\"format\":\"yagura-policy/1\",\"id\":\"many\",\"version\":\"1\",\"title\":{\"en\":\"t\"},"
		"\"source\":{\"en\":\"s\"},\"inputs\":[");
	for (int i = 0; i < 40; i++)
		buf_fmt(&b, "{\"name\":\"kev%d\",\"fact\":\"%s\",\"unknown\":\"no\",\"values\":[\"no\",\"yes\"]},",
			i, i < 39 ? "ransomware" : "kev");
	buf_str(&b, "{\"name\":\"epss\",\"fact\":\"epss_percentile\",\"unknown\":\"low\",\"values\":["
		"\"low\",{\"name\":\"mid\",\"at_least\":0.5},{\"name\":\"high\",\"at_least\":0.98}]}],\"tables\":[");
	buf_str(&b, "{\"name\":\"t0\",\"inputs\":[\"kev0\"],\"values\":[\"no\",\"yes\"],"
		"\"rows\":[[\"no\",\"no\"],[\"yes\",\"yes\"]]},");
	for (int i = 1; i < 39; i++)
		buf_fmt(&b, "{\"name\":\"t%d\",\"inputs\":[\"t%d\",\"kev%d\"],\"values\":[\"no\",\"yes\"],"
			"\"rows\":[[\"no\",\"no\",\"no\"],[\"no\",\"yes\",\"yes\"],[\"yes\",\"*\",\"yes\"]]},",
			i, i - 1, i);
	buf_str(&b, "{\"name\":\"outcome\",\"inputs\":[\"t38\",\"kev39\",\"epss\"],\"values\":["
		"{\"name\":\"a\",\"means\":\"defer\"},{\"name\":\"b\",\"means\":\"scheduled\"},"
		"{\"name\":\"c\",\"means\":\"out_of_cycle\"},{\"name\":\"d\",\"means\":\"immediate\"}],\"rows\":["
		"[\"no\",\"no\",\"low\",\"a\"],[\"yes\",\"no\",\"low\",\"b\"],[\"*\",\"no\",\"mid\",\"b\"],"
		"[\"*\",\"no\",\"high\",\"c\"],[\"*\",\"yes\",\"*\",\"d\"]]}],"
		"\"result\":{\"outcome\":\"outcome\"},\"outcomes\":["
		"{\"value\":\"a\"},{\"value\":\"b\",\"remediate_days\":60},"
		"{\"value\":\"c\",\"remediate_days\":14},"
		"{\"value\":\"d\",\"remediate_days\":3}]}");
	return load_text(a, arena_copy(a, buf_view(&b)), NULL, 0);
}

/* ---- faults ---- */

static void test_faults(const struct policy *policy)
{
	const struct component list[] = {{DEB("curl", "1"), FROM("curl", "1"), .file = T("a")},
		{DEB("wget", "1"), FROM("wget", "1")}, {PYPI("p", "1")}};
	struct made m = {0};
	int r = YG_ENOMEM;
	long n;

	made_record(&m, TRACKER("CVE-1", "curl", "'spans':[{'hi':'2'}]"));
	made_record(&m, TRACKER("CVE-2", "wget", "'spans':[{'hi':'2'}]"));
	made_record(&m, "{'id':'CVE-1','source':'cve5','title_en':'t',"
		"'links':[{'id':'GHSA-1','relation':'alias'}],'cvss':[{'version':'3.1',"
		"'vector':'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H','source':'cna'}]}");
	made_finish(&m);
	for (n = 1; r == YG_ENOMEM && n < 10000; n++) {
		struct finding_context ctx = {.match = &m.match, .signals = &m.signals, .policy = policy};
		struct finding_list found = {.count = 12345};
		arena_auto a = {.cap = MIB(4), .fail_at = n};
		r = finding_list_make(&a, &ctx, list, YG_COUNT(list), &found);
		if (r != 0 && (r != YG_ENOMEM || found.count != 12345 || found.findings))
			CHECK(false, "request %ld failed: %d", n, r);
	}
	CHECK_INT(r, 0, "at last");
	CHECK(n > 20, "%ld requests", n);
	made_drop(&m);
}

int main(void)
{
	arena_auto a = {.cap = MIB(64)};
	const struct policy *policy = load_default(&a), *many = many_inputs(&a);
	const struct policy *bod = load_text(&a, policy_builtin_text(SV("bod-26-04")), NULL, 0);
	struct decide_facts nothing = {0};
	struct decide_facts open = {.exposure = DECIDE_EXPOSURE_OPEN, .countermeasure = DECIDE_YES,
		.held_information = DECIDE_LARGE, .outage = DECIDE_SMALL, .safety = DECIDE_SMALL,
		.pivot = DECIDE_MEDIUM};

	test_cases(policy);
	test_order(policy);
	test_cvss(policy);
	test_memo(policy, &nothing, "the default policy, nothing known of the asset");
	test_memo(policy, &open, "the default policy, an open asset");
	test_memo(bod, &open, "BOD 26-04");
	test_memo(many, &open, "a policy with more inputs than facts");
	test_faults(policy);
	return check_done();
}
