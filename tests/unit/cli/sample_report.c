/* SPDX-License-Identifier: Apache-2.0 */
#include "sample_report.h"

#include <stdio.h>

const char *const sample_names[] = {"mixed", "hostile", "empty", "blind", "partial", NULL};

/* One finding as a row of a table; texts are literals. */
struct row {
	const char *vulnerability, *alias, *title_en, *title_ja;
	const char *package, *source, *version, *fixed, *fix_state, *urgency;
	const char *record_source, *low, *high;
	const char *vector;		/* of CVSS */
	int score;			/* published, tenths */
	enum match_verdict verdict;
	enum match_why why;
	int running;
	bool no_code, kev, by_cpe;
	uint32_t epss, percentile;	/* millionths; 0: none */
	uint8_t exploitation, automatable, impact;
};

#define RUNNING_UNKNOWN .running = FINDING_RUNNING_UNKNOWN

static const struct row mixed[] = {
	{.vulnerability = "CVE-2024-3094", .alias = "GHSA-rxwq-x6h5-x02r",
	 .title_en = "A backdoor in the build of the library",
	 .title_ja = "ライブラリのビルドに仕込まれたバックドア",
	 .package = "liblzma5", .source = "xz-utils", .version = "5.6.0-0.2",
	 .fixed = "5.6.1+really5.4.5-1", .fix_state = "fixed", .record_source = "debian-tracker",
	 .low = "5.5.1", .high = "5.6.1+really5.4.5-1", RUNNING_UNKNOWN,
	 .vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", .score = 100,
	 .verdict = MATCH_AFFECTED, .kev = true, .epss = 850000, .percentile = 995000,
	 .exploitation = SIGNALS_EXPLOIT_ACTIVE, .automatable = SIGNALS_AUTOMATABLE_YES,
	 .impact = SIGNALS_IMPACT_TOTAL},
	{.vulnerability = "CVE-2023-38545", .alias = "CURL-CVE-2023-38545",
	 .title_en = "Heap overflow in the SOCKS5 handshake", .package = "curl",
	 .source = "curl", .version = "7.88.1-10+deb12u3", .fixed = "7.88.1-10+deb12u4",
	 .fix_state = "fixed", .record_source = "debian-tracker", .high = "7.88.1-10+deb12u4",
	 RUNNING_UNKNOWN, .vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", .score = 98,
	 .verdict = MATCH_AFFECTED, .epss = 270000, .percentile = 970000,
	 .exploitation = SIGNALS_EXPLOIT_POC, .automatable = SIGNALS_AUTOMATABLE_NO,
	 .impact = SIGNALS_IMPACT_TOTAL},
	{.vulnerability = "CVE-2025-1111", .title_en = "Use after free",
	 .package = "nodejs", .version = "1:18.19.0-1.module+el9", .record_source = "osv",
	 .high = "1:18.19.1-1", RUNNING_UNKNOWN,
	 .vector = "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:H", .score = 59,
	 .verdict = MATCH_UNKNOWN, .why = MATCH_WHY_MODULE_UNKNOWN},
	{.vulnerability = "CVE-2022-2222", .title_en = "A local crash", .package = "linux-image-6.1",
	 .source = "linux", .version = "6.1.76-1", .fixed = "6.1.90-1", .fix_state = "fixed",
	 .record_source = "debian-tracker", .high = "6.1.90-1", .running = FINDING_RUNNING,
	 .vector = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H", .score = 55,
	 .verdict = MATCH_AFFECTED, .epss = 420, .percentile = 50000},
	{.vulnerability = "CVE-2022-2222", .title_en = "A local crash", .package = "linux-image-6.0",
	 .source = "linux", .version = "6.0.12-1", .fixed = "6.1.90-1", .fix_state = "fixed",
	 .record_source = "debian-tracker", .high = "6.1.90-1", .running = FINDING_NOT_RUNNING,
	 .vector = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H", .score = 55,
	 .verdict = MATCH_AFFECTED, .epss = 420, .percentile = 50000},
	{.vulnerability = "CVE-2021-3333", .title_en = "A script in the documentation",
	 .package = "foo-doc", .source = "foo", .version = "1.0-1", .fix_state = "no-dsa",
	 .record_source = "debian-tracker", RUNNING_UNKNOWN, .no_code = true, .score = -1,
	 .verdict = MATCH_AFFECTED},
	{.vulnerability = "CVE-2010-4756", .title_en = "glob() takes long for some patterns",
	 .package = "libc6", .source = "glibc", .version = "2.36-9", .fix_state = "open",
	 .urgency = "unimportant", .record_source = "debian-tracker", RUNNING_UNKNOWN,
	 .score = -1, .verdict = MATCH_AFFECTED},
	{.vulnerability = "GHSA-aaaa-bbbb-cccc", .title_en = "An advisory without a CVE",
	 .package = "left-pad", .version = "1.2.0", .fixed = "1.3.0", .record_source = "osv",
	 .low = "1.0.0", .high = "1.3.0", RUNNING_UNKNOWN, .score = -1,
	 .verdict = MATCH_AFFECTED, .by_cpe = true},
};

static const struct row hostile[] = {
	{.vulnerability = "CVE-2024-0001\x1b[2J", .alias = "=cmd|'/C calc'!A0",
	 .title_en = "title with \x1b]0;owned\x07 escapes, \"quotes\", <script>, line\nend",
	 .title_ja = "題名\xe2\x80\xae逆順", .package = "=HYPERLINK(\"http://x\",\"y\")",
	 .source = "src\tname", .version = "+1.0,\"2\"", .fixed = "@SUM(1+1)",
	 .fix_state = "-2+3", .urgency = "\xff\xfe", .record_source = "feed\r\nX-Evil: 1",
	 .high = "\x9b" "2J", RUNNING_UNKNOWN, .vector = "CVSS:3.1/\xc2\x9b" "31m", .score = 98,
	 .verdict = MATCH_AFFECTED},
	{.vulnerability = ".TH evil", .title_en = "", .package = "../../etc/passwd",
	 .version = "", .record_source = "osv", RUNNING_UNKNOWN, .score = -1,
	 .verdict = MATCH_UNKNOWN, .why = MATCH_WHY_VERSION_MISSING},
};

static uint32_t add(struct sample *s, const char *text)
{
	uint32_t ref = 0;

	if (text && *text)
		(void)!intern_add(&s->strings, sv_of(text), &ref);
	return ref;
}

#define NEW(type) arena_new(&s->arena, type, 1)

static struct sv *one(struct sample *s, const char *text, size_t *n)
{
	struct sv *list = NEW(struct sv);

	*n = text && *text && list;
	if (list)
		*list = sv_of(text);
	return list;
}

static const struct match_hit *make_hit(struct sample *s, const struct row *r)
{
	struct match_hit *h = NEW(struct match_hit);
	struct match_record *record = NEW(struct match_record);
	struct match_attr *attr = NEW(struct match_attr);
	struct match_rule *rule = NEW(struct match_rule);
	struct match_key *key = NEW(struct match_key);

	if (!h || !record || !attr || !rule || !key)
		return NULL;
	*record = (struct match_record){
		.id = add(s, r->vulnerability), .source = add(s, r->record_source),
		.publisher = add(s, "Sample CNA"), .modified = add(s, "2026-11-20T00:00:00Z"),
	};
	*attr = (struct match_attr){.scheme = 0, .rest = RECORD_AFFECTED};
	*rule = (struct match_rule){.lo = add(s, r->low), .hi = add(s, r->high)};
	*key = (struct match_key){.ecosystem = add(s, r->by_cpe ? "cpe" : "Debian:12"),
				  .name = add(s, r->package)};
	*h = (struct match_hit){
		.record = record, .attr = attr, .rule = r->high ? rule : NULL, .key = key,
		.verdict = r->verdict, .why = r->why, .version = sv_of(r->version),
		.fixed = sv_of(r->fixed), .by = r->by_cpe ? MATCH_BY_CPE : MATCH_BY_PACKAGE,
	};
	return h;
}

static const struct signals_row *make_signals(struct sample *s, const struct row *r)
{
	struct signals_row *row = NEW(struct signals_row);

	if (!row)
		return NULL;
	*row = (struct signals_row){
		.id = add(s, r->vulnerability), .kev_added = r->kev ? add(s, "2024-04-01") : 0,
		.epss = r->epss, .percentile = r->percentile, .exploitation = r->exploitation,
		.automatable = r->automatable, .technical_impact = r->impact,
		.flags = (uint8_t)((r->kev ? SIGNALS_KEV | SIGNALS_RANSOMWARE : 0) |
				   (r->epss ? SIGNALS_EPSS | SIGNALS_PERCENTILE : 0)),
	};
	return row;
}

static bool decide_row(struct sample *s, const struct row *r, struct finding *f)
{
	struct decide_facts facts = *s->asset;
	struct cvss *cvss = NEW(struct cvss);
	struct finding_cvss *scores = NEW(struct finding_cvss);

	if (!cvss || !scores)
		return false;
	if (r->vector) {
		bool valid = cvss_parse(sv_of(r->vector), cvss, NULL) == 0;
		*scores = (struct finding_cvss){
			.version = SV("3.1"), .vector = sv_of(r->vector), .source = SV("nvd"),
			.published_tenths = r->score,
			.computed_tenths = valid ? cvss_score(cvss) : -1,
		};
		f->cvss = scores;
		f->cvss_count = 1;
		facts.cvss = valid ? cvss : NULL;
	}
	facts.kev = r->kev ? DECIDE_YES : DECIDE_NO;
	facts.has_epss_percentile = r->percentile > 0;
	facts.epss_percentile = r->percentile / 1e6;
	facts.exploitation = (enum decide_exploitation)(r->exploitation ? r->exploitation : 0);
	facts.automatable = (enum decide_answer)r->automatable;
	facts.technical_impact = (enum decide_impact)r->impact;
	return decide(s->policy, &facts, &s->arena, &f->decision) == 0;
}

static bool make_finding(struct sample *s, const struct row *r, struct finding *f)
{
	struct component *c = NEW(struct component);
	const struct match_hit **evidence = arena_new(&s->arena, const struct match_hit *, 1);

	if (!c || !evidence)
		return false;
	*c = (struct component){
		.type = SV("deb"), .ns = SV("debian"), .name = sv_of(r->package),
		.version = sv_of(r->version), .arch = SV("amd64"), .source_name = sv_of(r->source),
		.source_version = r->source ? sv_of(r->version) : SV(""),
		.os_family = SV("debian"), .os_release = SV("12"),
	};
	*f = (struct finding){
		.vulnerability = sv_of(r->vulnerability), .title_en = sv_of(r->title_en),
		.title_ja = sv_of(r->title_ja), .component = c,
		.name = sv_of(r->source ? r->source : r->package), .version = sv_of(r->version),
		.by_source = r->source != NULL, .verdict = r->verdict,
		.fixed_version = sv_of(r->fixed), .fix_state = sv_of(r->fix_state),
		.urgency = sv_of(r->urgency), .running = r->running, .no_code = r->no_code,
		.signals = make_signals(s, r), .evidence = evidence, .evidence_count = 1,
	};
	f->aliases = one(s, r->alias, &f->alias_count);
	f->binaries = one(s, r->package, &f->binary_count);
	f->files = one(s, "var/lib/dpkg/status", &f->file_count);
	evidence[0] = make_hit(s, r);
	return evidence[0] && f->signals && decide_row(s, r, f);
}

/* Worst first, as the real list is; rows of one outcome stay as they stand. */
static void sort_list(struct finding_list *l)
{
	for (size_t i = 1; i < l->count; i++)
		for (size_t k = i; k > 0 && l->findings[k].decision.outcome >
					    l->findings[k - 1].decision.outcome; k--) {
			struct finding t = l->findings[k];
			l->findings[k] = l->findings[k - 1];
			l->findings[k - 1] = t;
		}
}

static void count(struct finding_list *l)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct finding *f = &l->findings[i];
		if (f->running == FINDING_NOT_RUNNING || f->no_code) {
			l->idle++;
			continue;
		}
		l->by_outcome[f->decision.outcome]++;
		l->undecided += f->verdict == MATCH_UNKNOWN;
	}
}

static bool make_list(struct sample *s, const struct row *rows, size_t n, size_t times)
{
	struct finding_list *l = &s->list;

	l->findings = arena_new(&s->arena, struct finding, n * times + 1);
	if (!l->findings)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!make_finding(s, &rows[i], &l->findings[i]))
			return false;
	l->count = n;
	sort_list(l);
	for (size_t i = n; i < n * times; i++)
		l->findings[i] = l->findings[i % n];
	l->count = n * times;
	l->component_count = 965;
	count(l);
	return true;
}

static bool make_unjudged(struct sample *s, bool all)
{
	static const struct { const char *name; enum match_why why; const char *detail; } rows[] = {
		{"acme-agent", MATCH_WHY_THIRD_PARTY, "packages.acme.example"},
		{"acme-tools", MATCH_WHY_THIRD_PARTY, "packages.acme.example"},
		{"内製アプリ", MATCH_WHY_NO_IDENTITY, ""},
	};
	struct finding_unjudged *u = arena_new(&s->arena, struct finding_unjudged, YG_COUNT(rows));
	struct component *c = arena_new(&s->arena, struct component, YG_COUNT(rows));

	if (!u || !c)
		return false;
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		c[i] = (struct component){.name = sv_of(rows[i].name), .version = SV("1.0")};
		u[i] = (struct finding_unjudged){
			.component = &c[i], .why = rows[i].why, .detail = sv_of(rows[i].detail),
		};
	}
	s->list.unjudged = u;
	s->list.unjudged_count = YG_COUNT(rows);
	if (all)
		s->list.component_count = YG_COUNT(rows);
	return true;
}

static const struct scan_feed good_feeds[] = {
	{SV_INIT("debian-tracker"), SV_INIT("https://feeds.example/tracker.json"),
	 SV_INIT("2026-11-21T06:00:00Z"), 21062, 0, 0, SCAN_FEED_OK, {NULL, 0}},
	{SV_INIT("kev"), SV_INIT("/feeds/kev.json"), SV_INIT("2026-11-20T00:00:00Z"), 1404, 0, 1,
	 SCAN_FEED_OK, {NULL, 0}},
	{SV_INIT("epss"), SV_INIT("/feeds/epss.csv.gz"), SV_INIT("2026-11-01T00:00:00Z"), 300000,
	 2, 20, SCAN_FEED_STALE, SV_INIT("older than 7 days")},
};
static const struct scan_feed bad_feeds[] = {
	{SV_INIT("feed\x1b[31m"), SV_INIT("/feeds/\xff.json"), {NULL, 0}, 0, 0, -1,
	 SCAN_FEED_UNKNOWN, SV_INIT("=1+1")},
	{SV_INIT("debian-tracker"), {NULL, 0}, {NULL, 0}, 0, 0, -1, SCAN_FEED_MISSING, {NULL, 0}},
};
static const struct scan_reader readers[] = {{SV_INIT("dpkg"), 1, 965, 0}};
static const struct scan_reader bad_readers[] = {{SV_INIT("dpkg"), 1, 965, 12}};
static const struct scan_note skipped[] = {
	{SV_INIT("var/lib/dpkg/status, byte 4711, foo\x1b[2J"), SV_INIT("no version")},
};
static const struct scan_note failures[] = {
	{SV_INIT("image.tar!opt/app/package-lock.json"), SV_INIT("byte 17: not valid JSON")},
};

static bool make_report(struct sample *s, const char *name)
{
	struct scan_report *r = &s->report;
	bool is_hostile = strcmp(name, "hostile") == 0;

	*r = (struct scan_report){
		.time = 1795305600,	/* 2026-11-22T00:00:00Z */
		.source = SV("local"), .again = SV("--local"),
		.os = {SV("debian"), SV(""), SV("12"), SV("bookworm"),
		       SV("Debian GNU/Linux 12 (bookworm)")},
		.running_kernel = SV("6.1.0-18-amd64"), .readers = readers,
		.reader_count = YG_COUNT(readers), .feeds = good_feeds,
		.feed_count = YG_COUNT(good_feeds), .policy = s->policy, .match = &s->match,
		.signals = &s->signals, .list = &s->list,
	};
	if (is_hostile) {
		r->feeds = bad_feeds;
		r->feed_count = YG_COUNT(bad_feeds);
		r->os.pretty_name = SV("Evil\x1b[8m OS\xe2\x80\xae");
		r->source = SV("/tmp/\x1b[2J.json");
		r->again = r->source;
	}
	if (strcmp(name, "blind") == 0)
		r->feed_count = 0;
	if (strcmp(name, "partial") == 0 || is_hostile) {
		r->readers = bad_readers;
		r->skipped = skipped;
		r->skipped_count = YG_COUNT(skipped);
		r->failures = failures;
		r->failure_count = YG_COUNT(failures);
		r->exit_code = 4;
	}
	r->demonstration = strcmp(name, "partial") == 0;
	return scan_report_facts(&s->arena, s->policy, s->asset, &r->facts, &r->fact_count) == 0;
}

/* The pools are complete now: let the indexes read from them. */
static void set_strings(struct sample *s)
{
	struct section strings = {
		(const unsigned char *)s->strings.pool.p, 1, (uint32_t)s->strings.pool.n};

	s->match.file.by_id[SECTION_STRINGS] = strings;
	s->match.schemes[0] = version_scheme_find(SV("deb"));
	s->signals.file.by_id[SECTION_STRINGS] = strings;
	s->signals.file.by_id[SIGNALS_SECTION_ABOUT] = (struct section){
		(const unsigned char *)&s->about, sizeof s->about, 1};
}

bool sample_make(struct sample *s, const char *name)
{
	static const struct decide_facts asset = {.exposure = DECIDE_EXPOSURE_OPEN};
	struct policy_problems *problems;
	bool ok = true;

	*s = (struct sample){.arena = {.cap = (size_t)1 << 30}, .asset = &asset};
	problems = NEW(struct policy_problems);
	if (!problems || policy_load(&s->arena, policy_default_text(), NULL, 0, &s->policy,
				     problems) < 0)
		return false;
	s->about = (struct signals_about){
		.epss_model = add(s, "v2026.06.15"), .epss_date = add(s, "2026-11-01"),
		.kev_version = add(s, "2026.11.20"), .kev_date = add(s, "2026-11-20"),
	};
	if (strcmp(name, "mixed") == 0 || strcmp(name, "partial") == 0)
		ok = make_list(s, mixed, YG_COUNT(mixed), 1) && make_unjudged(s, false);
	else if (strcmp(name, "hostile") == 0)
		ok = make_list(s, hostile, YG_COUNT(hostile), 1);
	else if (strcmp(name, "large") == 0)
		ok = make_list(s, mixed, YG_COUNT(mixed), 12500);
	else if (strcmp(name, "blind") == 0)
		ok = make_list(s, NULL, 0, 0) && make_unjudged(s, true);
	else
		ok = make_list(s, NULL, 0, 0);
	set_strings(s);
	return ok && make_report(s, name);
}

void sample_drop(struct sample *s)
{
	arena_drop(&s->arena);
	intern_drop(&s->strings);
}
