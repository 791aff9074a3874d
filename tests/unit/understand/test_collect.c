/* SPDX-License-Identifier: Apache-2.0 */
/* Which documents count, and that the order in which they are read never does. */
#include "make_index.h"

enum { RECORDS = 8 };

/* What is left of records that speak about the same: "ID SOURCE counts vulnerabilities", a
 * line each, in the order of documents. */
static const struct {
	const char *what;
	const char *records[RECORDS];
	const char *want;
} cases[] = {
	{"one record", {"{'id':'CVE-1','source':'cve5'}"}, "CVE-1 cve5 + CVE-1\n"},
	{"the one modified later counts",
	 {"{'id':'CVE-1','source':'cve5','modified':'2024-01-02T00:00:00Z'}",
	  "{'id':'CVE-1','source':'cve5','modified':'2024-01-01T00:00:00Z','rejected':true}"},
	 "CVE-1 cve5 - CVE-1\nCVE-1 cve5 + CVE-1\n"},
	{"fractions of a second count as such",
	 {"{'id':'CVE-1','source':'cve5','modified':'2024-01-02T00:00:00.5Z','title_en':'new'}",
	  "{'id':'CVE-1','source':'cve5','modified':'2024-01-02T00:00:00Z','rejected':true}"},
	 "CVE-1 cve5 - CVE-1\nCVE-1 cve5 + CVE-1\n"},
	{"sources stand side by side",
	 {"{'id':'CVE-1','source':'osv'}", "{'id':'CVE-1','source':'cve5'}"},
	 "CVE-1 cve5 + CVE-1\nCVE-1 osv + CVE-1\n"},
	{"withdrawn and rejected records do not count",
	 {"{'id':'GHSA-1','source':'osv','withdrawn':'2024-01-01T00:00:00Z'}",
	  "{'id':'CVE-1','source':'cve5','rejected':true}"},
	 "CVE-1 cve5 - CVE-1\nGHSA-1 osv - GHSA-1\n"},
	{"what an older document said about aliases is no longer said",
	 {"{'id':'GHSA-1','source':'osv','modified':'2024-01-01T00:00:00Z',"
	  "'links':[{'id':'CVE-1','relation':'alias'}]}",
	  "{'id':'GHSA-1','source':'osv','modified':'2024-02-01T00:00:00Z',"
	  "'links':[{'id':'CVE-2','relation':'alias'}]}"},
	 "GHSA-1 osv - CVE-2\nGHSA-1 osv + CVE-2\n"},
	{"a chain through another source's aliases",
	 {"{'id':'PYSEC-1','source':'osv','links':[{'id':'GHSA-1','relation':'alias'}]}",
	  "{'id':'GHSA-1','source':'osv','links':[{'id':'CVE-3','relation':'alias'}]}"},
	 "GHSA-1 osv + CVE-3\nPYSEC-1 osv + CVE-3\n"},
	{"related CVEs are an advisory's, not anybody's",
	 {"{'id':'ALSA-2024:1','source':'osv','links':[{'id':'CVE-3','relation':'related'}]}",
	  "{'id':'GHSA-1','source':'osv','links':[{'id':'CVE-3','relation':'related'}]}"},
	 "ALSA-2024:1 osv + CVE-3\nGHSA-1 osv + GHSA-1\n"},
};

static int order_docs(const void *x, const void *y, void *ctx)
{
	return collect_doc_order(ctx, *(const uint32_t *)x, *(const uint32_t *)y);
}

static void describe(struct collect *c, struct buf *to)
{
	uint32_t order[RECORDS];

	for (uint32_t i = 0; i < c->docs.n; i++)
		order[i] = i;
	qsort_r(order, c->docs.n, sizeof *order, order_docs, c);
	buf_clear(to);
	for (size_t i = 0; i < c->docs.n; i++) {
		const struct collect_doc *d = &c->docs.p[order[i]];
		buf_sv(to, collect_string(c, d->id));
		buf_char(to, ' ');
		buf_sv(to, collect_string(c, d->source));
		buf_str(to, collect_doc_matches(d) ? " +" : " -");
		for (uint32_t k = 0; k < d->vuln_count; k++) {
			buf_char(to, ' ');
			buf_sv(to, collect_string(c, c->vulns.p[d->vuln_first + k]));
		}
		buf_char(to, '\n');
	}
}

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
			CHECK_INT(collect_finish(&m.c), 0, cases[i].what);
			describe(&m.c, &said);
			CHECK(sv_eq(buf_view(&said), sv_of(cases[i].want)), "%s:\n%swant\n%s",
			      cases[i].what, said.p, cases[i].want);
			made_drop(&m);
		}
}

/* The later debian-tracker counts for the releases and packages that it speaks about. */
static void test_per_package(void)
{
	static const char old[] =
		"{'id':'CVE-1','source':'debian-tracker','affected':["
		"{'ecosystem':'Debian:11','name':'curl','scheme':'deb','spans':[{'hi':'1'}]},"
		"{'ecosystem':'Debian:12','name':'curl','scheme':'deb','spans':[{'hi':'2'}]}]}";
	static const char new[] =
		"{'id':'CVE-1','source':'debian-tracker','affected':["
		"{'ecosystem':'Debian:12','name':'curl','scheme':'deb','spans':[{'hi':'3'}]}]}";
	static const char other[] =
		"{'id':'CVE-1','source':'debian-tracker','affected':["
		"{'ecosystem':'Debian:12','name':'wget','scheme':'deb','spans':[{'hi':'4'}]}]}";

	for (int order = 0; order < 2; order++) {
		struct made m = {0};
		size_t dead = 0;
		if (order == 0)
			(void)made_record_at(&m, old, SV("2024-01-01T00:00:00Z"));
		(void)made_record_at(&m, new, SV("2024-02-01T00:00:00Z"));
		(void)made_record_at(&m, other, SV("2024-01-01T00:00:00Z"));
		if (order == 1)
			(void)made_record_at(&m, old, SV("2024-01-01T00:00:00Z"));
		CHECK_INT(collect_finish(&m.c), 0, "finished");
		for (size_t i = 0; i < m.c.entries.n; i++) {
			const struct collect_entry *e = &m.c.entries.p[i];
			dead += e->dead;
			CHECK(!e->dead || sv_is(collect_string(&m.c, m.c.spans.p[e->span_first].hi), "2"),
			      "what is dead is the older entry of the same release");
		}
		CHECK_INT(dead, 1, "one entry gives way");
		made_drop(&m);
	}
}

static const char *const many[] = {
	"{'id':'CVE-1','source':'cve5','published':'2024-01-01T00:00:00Z','title_en':'one',"
	"'cvss':[{'version':'3.1','vector':'CVSS:3.1/AV:N','source':'cna','score':9.8}],"
	"'affected':[{'ecosystem':'cpe','name':'v:p','scheme':'generic','cpe':'cpe:2.3:a:v:p','rest':"
	"'unaffected','spans':[{'lo':'1','hi':'2'},{'is':'3'}]}]}",
	"{'id':'CVE-1','source':'debian-tracker','affected':[{'ecosystem':'Debian:12','name':'p',"
	"'scheme':'deb','spans':[{'hi':'1-1'}]}]}",
	"{'id':'GHSA-1','source':'osv','links':[{'id':'CVE-1','relation':'alias'}],'affected':["
	"{'ecosystem':'PyPI','name':'p','scheme':'pypi','spans':[{'lo':'1','hi':'2'}]},"
	"{'ecosystem':'npm','name':'p','scheme':'npm','spans':[{'is':'1'}]}]}",
	"{'id':'PYSEC-1','source':'osv','links':[{'id':'GHSA-1','relation':'alias'}],'affected':["
	"{'ecosystem':'PyPI','name':'p','scheme':'pypi','rest':'unknown','spans':[]}]}",
	"{'id':'GHSA-2','source':'osv','modified':'2024-01-01T00:00:00Z','affected':["
	"{'ecosystem':'PyPI','name':'q','scheme':'pypi','spans':[{'hi':'9'}]}]}",
	"{'id':'GHSA-2','source':'osv','modified':'2024-01-02T00:00:00Z','affected':["
	"{'ecosystem':'PyPI','name':'q','scheme':'pypi','spans':[{'hi':'8'}]}]}",
	"{'id':'CVE-1','source':'kev','kev':{'source':'cisa','date_added':'2024-01-02',"
	"'due_date':'2024-02-02'}}",
};

/* A permutation from a small generator: the same in every run. */
static void shuffle(uint32_t *order, size_t n, uint64_t *state)
{
	for (size_t i = n; i > 1; i--) {
		*state = *state * 6364136223846793005u + 1442695040888963407u;
		size_t k = (size_t)(*state >> 33) % i;
		uint32_t t = order[i - 1];
		order[i - 1] = order[k];
		order[k] = t;
	}
}

static void test_same_bytes(void)
{
	buf_auto match = {0}, signals = {0};
	uint32_t order[YG_COUNT(many)];
	uint64_t state = 1;
	size_t same = 0;
	enum { TURNS = 40 };

	for (uint32_t i = 0; i < YG_COUNT(many); i++)
		order[i] = i;
	for (int turn = 0; turn < TURNS; turn++) {
		struct made m = {0};
		for (size_t i = 0; i < YG_COUNT(many); i++)
			made_record(&m, many[order[i]]);
		made_finish(&m);
		struct buf a = made_bytes(m.match_path), b = made_bytes(m.signals_path);
		if (turn == 0) {
			match = a;
			signals = b;
			same++;
		} else {
			same += sv_eq(buf_view(&a), buf_view(&match)) &&
				sv_eq(buf_view(&b), buf_view(&signals));
			buf_drop(&a);
			buf_drop(&b);
		}
		made_drop(&m);
		shuffle(order, YG_COUNT(many), &state);
	}
	CHECK_INT(same, TURNS, "the same bytes in every order");
}

/* More schemes than a file can name: the last ones have no order, and nothing stops. */
static void test_too_many_schemes(void)
{
	struct made m = {0};
	char json[256];

	for (unsigned i = 0; i < MATCH_SCHEME_MAX + 3; i++) {
		(void)snprintf(json, sizeof json, "{'id':'X-%u','source':'osv','affected':["
			       "{'ecosystem':'PyPI','name':'p','scheme':'s%u','spans':[{'hi':'1'}]}]}", i, i);
		made_record(&m, json);
	}
	CHECK_INT(m.c.schemes.n, MATCH_SCHEME_MAX, "as many as fit");
	CHECK_INT(m.c.attrs.p[m.c.attrs.n - 1].scheme, 255, "the rest has no order");
	made_finish(&m);
	made_drop(&m);
}

int main(void)
{
	test_cases();
	test_per_package();
	test_same_bytes();
	test_too_many_schemes();
	return check_done();
}
