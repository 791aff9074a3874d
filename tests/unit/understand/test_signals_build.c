/* SPDX-License-Identifier: Apache-2.0 */
/* signals.idx: what of all records becomes the row of a vulnerability, and the rebuild when
 * only EPSS moved. */
#include "make_index.h"

static void put_row(const struct signals *s, const struct signals_row *r, struct buf *to)
{
	static const char *const exploitation[] = {"-", "none", "poc", "active"};

	buf_sv(to, signals_string(s, r->id));
	if (r->title_en) {
		buf_str(to, " \"");
		buf_sv(to, signals_string(s, r->title_en));
		buf_str(to, "\"");
	}
	if (r->published) {
		buf_str(to, " published=");
		buf_sv(to, signals_string(s, r->published));
	}
	if (r->flags & SIGNALS_REJECTED)
		buf_str(to, " rejected");
	if (r->flags & SIGNALS_KEV) {
		buf_str(to, r->flags & SIGNALS_RANSOMWARE ? " kev=ransomware," : " kev=");
		buf_sv(to, signals_string(s, r->kev_added));
		buf_str(to, "..");
		buf_sv(to, signals_string(s, r->kev_due));
	}
	if (r->exploitation | r->automatable | r->technical_impact)
		buf_fmt(to, " ssvc=%s/%u/%u", exploitation[r->exploitation & 3],
			(unsigned)r->automatable, (unsigned)r->technical_impact);
	if (r->flags & SIGNALS_EPSS)
		buf_fmt(to, " epss=%u", r->epss);
	if (r->flags & SIGNALS_PERCENTILE)
		buf_fmt(to, "@%u", r->percentile);
	for (unsigned i = 0; i < r->cvss_count; i++) {
		const struct signals_cvss *v = signals_cvss_at(s, r, i);
		buf_str(to, " cvss=");
		buf_sv(to, signals_string(s, v->source));
		buf_fmt(to, ":%d:", (int)v->score_tenths);
		buf_sv(to, signals_string(s, v->vector));
	}
	for (unsigned i = 0; i < r->alias_count; i++) {
		buf_str(to, i ? "," : " aka=");
		buf_sv(to, signals_alias_at(s, r, i));
	}
	buf_char(to, '\n');
}

static void put_all(const struct signals *s, struct buf *to)
{
	buf_clear(to);
	for (uint32_t i = 0; i < s->file.by_id[SIGNALS_SECTION_ROWS].count; i++)
		put_row(s, section_row(&s->file, SIGNALS_SECTION_ROWS, i, sizeof(struct signals_row)),
			to);
	buf_str(to, "");
}

enum { RECORDS = 6 };

/* Records in, rows out; each case in the order given and backwards. */
static const struct {
	const char *what;
	const char *records[RECORDS];
	const char *want;
} cases[] = {
	{"nothing to say is no row",
	 {"{'id':'CVE-1','source':'debian-tracker','affected':[{'ecosystem':'Debian:12','name':'p',"
	  "'scheme':'deb','spans':[]}]}"}, ""},
	{"title, date, score of the CVE's own record before all others",
	 {"{'id':'GHSA-1','source':'osv','title_en':'theirs','published':'2024-02-02T00:00:00Z',"
	  "'links':[{'id':'CVE-1','relation':'alias'}],"
	  "'cvss':[{'version':'3.1','vector':'V2','source':'osv','score':5}]}",
	  "{'id':'CVE-1','source':'cve5','title_en':'own','published':'2024-01-01T00:00:00Z',"
	  "'cvss':[{'version':'3.1','vector':'V1','source':'cna','score':9.8},"
	  "{'version':'3.1','source':'cna','score':1}]}"},
	 "CVE-1 \"own\" published=2024-01-01 cvss=cna:98:V1 cvss=osv:50:V2 aka=GHSA-1\n"},
	{"a description stands in for a title",
	 {"{'id':'CVE-1','source':'cve5','description_en':'First line.\\nSecond.'}"},
	 "CVE-1 \"First line.\"\n"},
	{"the same vector of the same source once",
	 {"{'id':'CVE-1','source':'cve5','cvss':[{'version':'3.1','vector':'V','source':'cna',"
	  "'score':7.5},{'version':'3.1','vector':'V','source':'cna','score':7.5},"
	  "{'version':'3.1','vector':'V','source':'adp:x','score':7.5}]}"},
	 "CVE-1 cvss=cna:75:V cvss=adp:x:75:V\n"},
	{"the newest SSVC decision counts as a whole",
	 {"{'id':'CVE-1','source':'cve5','ssvc':{'exploitation':'ACTIVE','automatable':'Yes',"
	  "'technical_impact':'total','time':'2024-01-01T00:00:00Z'}}",
	  "{'id':'GHSA-1','source':'osv','links':[{'id':'CVE-1','relation':'alias'}],"
	  "'ssvc':{'exploitation':'poc','time':'2024-01-01T00:00:00.5Z'}}"},
	 "CVE-1 ssvc=poc/0/0 aka=GHSA-1\n"},
	{"a newer SSVC decision without exploitation is a decision, too",
	 {"{'id':'CVE-1','source':'cve5','ssvc':{'automatable':'no','time':'2024-02-01T00:00:00Z'}}",
	  "{'id':'GHSA-1','source':'osv','links':[{'id':'CVE-1','relation':'alias'}],"
	  "'ssvc':{'exploitation':'active','time':'2024-01-01T00:00:00Z'}}"},
	 "CVE-1 ssvc=-/1/0 aka=GHSA-1\n"},
	{"the catalogue's dates before those that a record repeats",
	 {"{'id':'CVE-1','source':'cve5','kev':{'source':'adp','date_added':'2024-03-03'}}",
	  "{'id':'CVE-1','source':'kev','kev':{'source':'cisa','date_added':'2024-01-01',"
	  "'due_date':'2024-01-22','ransomware':true}}"},
	 "CVE-1 kev=ransomware,2024-01-01..2024-01-22\n"},
	{"a record about several vulnerabilities only names them",
	 {"{'id':'GHSA-1','source':'osv','title_en':'both','published':'2024-01-01T00:00:00Z',"
	  "'links':[{'id':'CVE-1','relation':'alias'},{'id':'CVE-2','relation':'alias'}],"
	  "'cvss':[{'version':'3.1','vector':'V','source':'osv','score':5}],"
	  "'kev':{'source':'cisa','date_added':'2024-01-01'}}"},
	 "CVE-1 aka=GHSA-1\nCVE-2 aka=GHSA-1\n"},
	{"advisories of distributions are no other names",
	 {"{'id':'DSA-1','source':'osv','title_en':'curl','links':[{'id':'CVE-1','relation':'related'}]}"},
	 "CVE-1 \"curl\"\n"},
	{"withdrawn records say nothing, rejected CVEs say that they are",
	 {"{'id':'GHSA-1','source':'osv','withdrawn':'2024-01-01T00:00:00Z','title_en':'gone',"
	  "'links':[{'id':'CVE-1','relation':'alias'}]}",
	  "{'id':'CVE-2','source':'cve5','rejected':true}"},
	 "CVE-2 rejected\n"},
	{"a superseded record says nothing",
	 {"{'id':'CVE-1','source':'cve5','title_en':'old','modified':'2024-01-01T00:00:00Z',"
	  "'kev':{'source':'cisa','date_added':'2024-01-01'}}",
	  "{'id':'CVE-1','source':'cve5','title_en':'new','modified':'2024-01-02T00:00:00Z'}"},
	 "CVE-1 \"new\"\n"},
	{"rows stand in the order of their ids",
	 {"{'id':'CVE-2024-10','source':'cve5','title_en':'b'}",
	  "{'id':'CVE-2024-9','source':'cve5','title_en':'c'}",
	  "{'id':'CVE-2024-1','source':'cve5','title_en':'a'}"},
	 "CVE-2024-1 \"a\"\nCVE-2024-10 \"b\"\nCVE-2024-9 \"c\"\n"},
};

static void test_cases(void)
{
	buf_auto said = BUF_CAP(1 << 16);

	for (size_t i = 0; i < YG_COUNT(cases); i++)
		for (int backwards = 0; backwards < 2; backwards++) {
			struct made m = {0};
			size_t n = 0;
			while (n < RECORDS && cases[i].records[n])
				n++;
			for (size_t k = 0; k < n; k++)
				made_record(&m, cases[i].records[backwards ? n - 1 - k : k]);
			made_finish(&m);
			put_all(&m.signals, &said);
			CHECK(sv_eq(buf_view(&said), sv_of(cases[i].want)), "%s:\n%swant\n%s",
			      cases[i].what, said.p, cases[i].want);
			made_drop(&m);
		}
}

struct score {
	const char *cve, *day;
	double score, percentile;
};

static void add_scores(struct collect *c, const struct score *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct feed_epss e = {.cve = sv_of(list[i].cve), .score = list[i].score,
			.percentile = list[i].percentile};
		if (collect_epss(c, &e, sv_of(list[i].day)) < 0)
			abort();
	}
}

static void about(struct collect *c, const char *feed, const char *date, const char *version)
{
	struct feed_about a = {.feed = sv_of(feed), .date = sv_of(date), .version = sv_of(version)};
	if (collect_about(c, &a) < 0)
		abort();
}

static const char *const facts[] = {
	"{'id':'CVE-2','source':'cve5','title_en':'two','cvss':[{'version':'3.1','vector':'V',"
	"'source':'cna','score':7.5}]}",
	"{'id':'GHSA-4','source':'osv','title_en':'four','links':[{'id':'CVE-4','relation':'alias'}]}",
	"{'id':'CVE-6','source':'debian-tracker','affected':[{'ecosystem':'Debian:12','name':'p',"
	"'scheme':'deb','spans':[]}]}",
};

/* Scores join rows that are there and make those that are not; the newest day counts, and the
 * higher of two scores of one day. */
static void test_epss(void)
{
	static const struct score scores[] = {
		{"CVE-4", "2024-01-02T00:00:00Z", 0.25, 0.5}, {"CVE-1", "2024-01-02T00:00:00Z", 0.5, -1},
		{"CVE-9", "2024-01-02T00:00:00Z", 0.125, 0},
		{"CVE-4", "2024-01-01T00:00:00Z", 0.875, 0.9}, {"CVE-7", "2024-01-01T00:00:00Z", 1, 1},
		{"CVE-9", "2024-01-02T00:00:00Z", 0.125, 0.25}, {"CVE-1", "2024-01-02T00:00:00Z", 0.25, -1},
	};
	static const char want[] =
		"CVE-1 epss=500000\n"
		"CVE-2 \"two\" cvss=cna:75:V\n"
		"CVE-4 \"four\" epss=250000@500000 aka=GHSA-4\n"
		"CVE-7 epss=1000000@1000000\n"
		"CVE-9 epss=125000@250000\n";
	buf_auto said = BUF_CAP(1 << 16), first = {0};

	for (int backwards = 0; backwards < 2; backwards++) {
		struct made m = {0};
		for (size_t i = 0; i < YG_COUNT(facts); i++)
			made_record(&m, facts[i]);
		if (backwards) {
			about(&m.c, "epss", "2024-01-02T00:00:00Z", "v2");
			about(&m.c, "epss", "2024-01-01T00:00:00Z", "v1");
			for (size_t i = YG_COUNT(scores); i-- > 0;)
				add_scores(&m.c, &scores[i], 1);
		} else {
			about(&m.c, "epss", "2024-01-01T00:00:00Z", "v1");
			about(&m.c, "epss", "2024-01-02T00:00:00Z", "v2");
			add_scores(&m.c, scores, YG_COUNT(scores));
		}
		made_finish(&m);
		put_all(&m.signals, &said);
		CHECK_SV(buf_view(&said), want, "rows");
		CHECK_SV(signals_string(&m.signals, signals_about(&m.signals)->epss_date),
			 "2024-01-02T00:00:00Z", "the newest day");
		CHECK_SV(signals_string(&m.signals, signals_about(&m.signals)->epss_model), "v2", "its model");
		CHECK(!signals_find(&m.signals, SV("CVE-6")), "nothing is known of CVE-6");
		CHECK(signals_find(&m.signals, SV("CVE-9")) != NULL, "the last row is found");
		if (backwards) {
			struct buf b = made_bytes(m.signals_path);
			CHECK(sv_eq(buf_view(&b), buf_view(&first)), "the same bytes");
			buf_drop(&b);
		} else {
			first = made_bytes(m.signals_path);
		}
		made_drop(&m);
	}
}

/* Taking an older file over and adding today's scores gives what a whole build gives. */
static void test_take_over(void)
{
	static const struct score old[] = {
		{"CVE-4", "2024-01-01T00:00:00Z", 0.9, 0.9}, {"CVE-3", "2024-01-01T00:00:00Z", 0.9, 0.9},
	};
	static const struct score today[] = {
		{"CVE-2", "2024-01-02T00:00:00Z", 0.5, 0.5}, {"CVE-5", "2024-01-02T00:00:00Z", 0.25, 0.75},
	};
	struct made before = {0}, quick = {0}, whole = {0};
	struct buf a, b;

	for (size_t i = 0; i < YG_COUNT(facts); i++) {
		made_record(&before, facts[i]);
		made_record(&whole, facts[i]);
	}
	about(&before.c, "kev", "2024-01-01T00:00:00Z", "2024.01.01");
	about(&whole.c, "kev", "2024-01-01T00:00:00Z", "2024.01.01");
	about(&before.c, "epss", "2024-01-01T00:00:00Z", "v1");
	add_scores(&before.c, old, YG_COUNT(old));
	made_finish(&before);

	about(&whole.c, "epss", "2024-01-02T00:00:00Z", "v1");
	add_scores(&whole.c, today, YG_COUNT(today));
	made_finish(&whole);

	about(&quick.c, "epss", "2024-01-02T00:00:00Z", "v1");
	add_scores(&quick.c, today, YG_COUNT(today));
	CHECK(made_folder(&quick), "a folder");
	CHECK_INT(signals_build_write(&quick.c, &before.signals, quick.signals_path), 0, "taken over");
	a = made_bytes(quick.signals_path);
	b = made_bytes(whole.signals_path);
	CHECK(sv_eq(buf_view(&a), buf_view(&b)), "the same bytes as a whole build (%zu, %zu)", a.n, b.n);
	buf_drop(&a);
	buf_drop(&b);
	made_drop(&before);
	made_drop(&quick);
	made_drop(&whole);
}

/* A file that the older version damaged is refused or gives a bounded result. */
static void test_take_over_damaged(void)
{
	struct made before = {0};
	struct buf bytes;
	size_t written = 0;

	for (size_t i = 0; i < YG_COUNT(facts); i++)
		made_record(&before, facts[i]);
	made_finish(&before);
	bytes = made_bytes(before.signals_path);
	for (size_t i = 0; i < bytes.n; i++) {
		struct made quick = {0};
		struct signals base = {0};
		char was = bytes.p[i];
		bytes.p[i] = (char)~was;
		if (section_open_memory(bytes.p, bytes.n, SIGNALS_MAGIC, SIGNALS_VERSION, &base.file) == 0) {
			int r;
			CHECK(made_folder(&quick), "a folder");
			r = signals_build_write(&quick.c, &base, quick.signals_path);
			if (r != 0 && r != YG_ESYNTAX)
				CHECK(false, "byte %zu damaged: %d", i, r);
			written += r == 0;
		}
		bytes.p[i] = was;
		made_drop(&quick);
	}
	CHECK(written > 0, "some damage goes unseen");
	buf_drop(&bytes);
	made_drop(&before);
}

int main(void)
{
	test_cases();
	test_epss();
	test_take_over();
	test_take_over_damaged();
	return check_done();
}
