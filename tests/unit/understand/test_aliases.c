/* SPDX-License-Identifier: Apache-2.0 */
/* Which vulnerabilities a record stands for: chains, cycles, advisories, huge groups. */
#include <time.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "check.h"
#include "understand/knowledge/aliases.h"

enum { LINKS = 10, ASKED = 6 };

/* links: "from relation to", relation one of = (alias) ~ (related) < (upstream of from is to). */
static const struct {
	const char *what;
	const char *links[LINKS];
	struct {
		const char *id;
		bool advisory;
		const char *want;
	} asked[ASKED];
} cases[] = {
	{"nothing is known", {NULL},
	 {{"CVE-2024-1", false, "CVE-2024-1"}, {"GHSA-a", false, "GHSA-a"}, {"DSA-1", true, "DSA-1"}}},
	{"a CVE is itself, whatever it is called elsewhere",
	 {"CVE-2024-1 = GHSA-a", "CVE-2024-1 ~ CVE-2024-2", "CVE-2024-1 < CVE-2024-3"},
	 {{"CVE-2024-1", false, "CVE-2024-1"}, {"CVE-2024-1", true, "CVE-2024-1"},
	  {"GHSA-a", false, "CVE-2024-1"}}},
	{"its own aliases come before a chain's",
	 {"PYSEC-1 = CVE-2024-1", "PYSEC-1 = GHSA-a", "GHSA-a = CVE-2024-2"},
	 {{"PYSEC-1", false, "CVE-2024-1"}, {"GHSA-a", false, "CVE-2024-2"}}},
	{"a chain without a CVE in between",
	 {"PYSEC-1 = GHSA-a", "GHSA-a = CVE-2024-1"},
	 {{"PYSEC-1", false, "CVE-2024-1"}, {"GHSA-a", false, "CVE-2024-1"}}},
	{"a chain asserted from the other end",
	 {"GHSA-a = PYSEC-1", "CVE-2024-1 = GHSA-a"},
	 {{"PYSEC-1", false, "CVE-2024-1"}}},
	{"a chain ends at a CVE: two CVEs are never merged",
	 {"PYSEC-1 = CVE-2024-1", "GHSA-b = CVE-2024-1", "GHSA-b = CVE-2024-2",
	  "RUSTSEC-1 = GHSA-b"},
	 {{"PYSEC-1", false, "CVE-2024-1"}, {"GHSA-b", false, "CVE-2024-1 CVE-2024-2"},
	  {"RUSTSEC-1", false, "CVE-2024-1 CVE-2024-2"}, {"CVE-2024-2", false, "CVE-2024-2"}}},
	{"a cycle without a CVE is one vulnerability with one name",
	 {"GHSA-c = GO-1", "GO-1 = GHSA-b", "GHSA-b = GHSA-c", "OTHER-1 = GO-1"},
	 {{"GHSA-c", false, "GHSA-b"}, {"GO-1", false, "GHSA-b"}, {"GHSA-b", false, "GHSA-b"},
	  {"OTHER-1", false, "GHSA-b"}}},
	{"the best known name of a group",
	 {"A-1 = MAL-1", "MAL-1 = GO-1", "GO-1 = RUSTSEC-1", "RUSTSEC-1 = PYSEC-1"},
	 {{"A-1", false, "PYSEC-1"}, {"MAL-1", false, "PYSEC-1"}}},
	{"JVN's name before all others",
	 {"GHSA-a = JVNDB-2024-1"}, {{"GHSA-a", false, "JVNDB-2024-1"}}},
	{"itself and nothing",
	 {"GHSA-a = GHSA-a"}, {{"GHSA-a", false, "GHSA-a"}}},
	{"an advisory stands for what it names as related",
	 {"ALSA-1 ~ CVE-2024-2", "ALSA-1 ~ CVE-2024-1", "ALSA-1 ~ CVE-2024-2", "ALSA-1 ~ ALSA-0"},
	 {{"ALSA-1", true, "CVE-2024-1 CVE-2024-2"}, {"ALSA-1", false, "ALSA-1"},
	  {"ALSA-0", true, "ALSA-0"}}},
	{"upstream before related, aliases before both",
	 {"USN-1 ~ CVE-2024-9", "USN-1 < CVE-2024-1", "USN-2 < CVE-2024-1", "USN-2 = CVE-2024-2"},
	 {{"USN-1", true, "CVE-2024-1"}, {"USN-2", true, "CVE-2024-2"}}},
	{"related and upstream tie nobody else",
	 {"DSA-1 ~ CVE-2024-1", "GHSA-a = DSA-1", "GHSA-b < CVE-2024-3"},
	 {{"GHSA-a", false, "GHSA-a"}, {"GHSA-b", false, "CVE-2024-3"},
	  {"CVE-2024-3", false, "CVE-2024-3"}}},
};

static bool add(struct alias_graph *g, const char *text)
{
	struct sv rest = sv_of(text), from, relation, to;
	enum record_relation how;

	(void)sv_cut(rest, ' ', &from, &rest);
	(void)sv_cut(rest, ' ', &relation, &to);
	how = sv_is(relation, "=") ? RECORD_ALIAS : sv_is(relation, "~") ? RECORD_RELATED
								      : RECORD_UPSTREAM;
	return alias_add(g, from, to, how) == 0;
}

static void put(const struct alias_graph *g, const struct alias_result *r, struct buf *to)
{
	buf_clear(to);
	for (size_t i = 0; i < r->ids.n; i++) {
		buf_str(to, i ? " " : "");
		buf_sv(to, intern_view(&g->ids, r->ids.p[i]));
	}
	buf_str(to, "");
}

/* Each case twice: the order in which links are read must not matter. */
static void test_cases(void)
{
	buf_auto said = BUF_CAP(1 << 16);

	for (size_t i = 0; i < YG_COUNT(cases); i++)
		for (int backwards = 0; backwards < 2; backwards++) {
			struct alias_graph g = {0};
			struct alias_result r = {0};
			size_t n = 0;
			while (n < LINKS && cases[i].links[n])
				n++;
			for (size_t k = 0; k < n; k++)
				CHECK(add(&g, cases[i].links[backwards ? n - 1 - k : k]), "added");
			for (size_t k = 0; k < ASKED && cases[i].asked[k].id; k++) {
				CHECK_INT(alias_vulnerabilities(&g, sv_of(cases[i].asked[k].id),
								cases[i].asked[k].advisory, &r), 0,
					  cases[i].what);
				put(&g, &r, &said);
				CHECK(sv_eq(buf_view(&said), sv_of(cases[i].asked[k].want)),
				      "%s: %s is \"%s\", want \"%s\"", cases[i].what,
				      cases[i].asked[k].id, said.p, cases[i].asked[k].want);
			}
			vec_drop(&r.ids);
			alias_graph_drop(&g);
		}
}

static void add_numbered(struct alias_graph *g, const char *from, unsigned i, const char *to,
			 unsigned k, enum record_relation how)
{
	char a[32], b[32];
	int x = snprintf(a, sizeof a, "%s%u", from, i), y = snprintf(b, sizeof b, "%s%u", to, k);
	if (alias_add(g, (struct sv){a, (size_t)x}, (struct sv){b, (size_t)y}, how) < 0)
		abort();
}

/* Links added after a question count in the next one. */
static void test_later(void)
{
	struct alias_graph g = {0};
	struct alias_result r = {0};
	buf_auto said = BUF_CAP(1 << 10);

	CHECK(add(&g, "PYSEC-1 = GHSA-a"), "added");
	CHECK_INT(alias_vulnerabilities(&g, SV("PYSEC-1"), false, &r), 0, "asked");
	put(&g, &r, &said);
	CHECK_SV(buf_view(&said), "GHSA-a", "no CVE yet");
	CHECK(add(&g, "GHSA-a = CVE-2024-7"), "added");
	CHECK_INT(alias_vulnerabilities(&g, SV("PYSEC-1"), false, &r), 0, "asked again");
	put(&g, &r, &said);
	CHECK_SV(buf_view(&said), "CVE-2024-7", "now there is one");
	vec_drop(&r.ids);
	alias_graph_drop(&g);
}

/* What a record names itself is never cut: a kernel advisory names more than a thousand. */
static void test_many_of_its_own(void)
{
	struct alias_graph g = {0};
	struct alias_result r = {0};

	for (unsigned i = 0; i < 5000; i++)
		add_numbered(&g, "SUSE-SU-", 1, "CVE-2024-", i, RECORD_RELATED);
	CHECK_INT(alias_vulnerabilities(&g, SV("SUSE-SU-1"), true, &r), 0, "asked");
	CHECK_INT(r.ids.n, 5000, "all of them");
	CHECK_SV(intern_view(&g.ids, r.ids.p[0]), "CVE-2024-0", "the first");
	CHECK_SV(intern_view(&g.ids, r.ids.p[4999]), "CVE-2024-999", "the last");
	vec_drop(&r.ids);
	alias_graph_drop(&g);
}

/*
 * A group that ties ever more CVEs together says nothing: its members stand for one name.
 * And asking for each member of a huge group takes no time to speak of.
 */
static void test_huge_groups(void)
{
	enum { MEMBERS = 50000 };
	struct alias_graph g = {0};
	struct alias_result r = {0};
	buf_auto said = BUF_CAP(1 << 10);
	clock_t start = clock();
	double seconds;
	size_t total = 0;

	for (unsigned i = 0; i < MEMBERS; i++)
		add_numbered(&g, "X-", i, "X-", i / 2, RECORD_ALIAS);
	for (unsigned i = 0; i < MEMBERS; i++)
		add_numbered(&g, "Y-", i, "Y-", i / 2, RECORD_ALIAS);
	for (unsigned i = 0; i < LIMIT_ALIASES + 1; i++)
		add_numbered(&g, "Y-", i, "CVE-2024-", i, RECORD_ALIAS);
	for (unsigned i = 0; i < MEMBERS; i++) {
		char id[16];
		int n = snprintf(id, sizeof id, "%c-%u", i % 2 ? 'X' : 'Y', i);
		if (alias_vulnerabilities(&g, (struct sv){id, (size_t)n}, false, &r) < 0)
			abort();
		total += r.ids.n;
	}
	CHECK_INT(total, MEMBERS, "one vulnerability each");
	CHECK_INT(alias_vulnerabilities(&g, SV("X-49999"), false, &r), 0, "asked");
	put(&g, &r, &said);
	CHECK_SV(buf_view(&said), "X-0", "the first name of the group");
	CHECK_INT(alias_vulnerabilities(&g, SV("Y-49999"), false, &r), 0, "asked");
	put(&g, &r, &said);
	CHECK_SV(buf_view(&said), "Y-0", "too many CVEs are none");
	CHECK_INT(alias_vulnerabilities(&g, SV("Y-7"), false, &r), 0, "asked");
	put(&g, &r, &said);
	CHECK_SV(buf_view(&said), "CVE-2024-7", "its own alias stays");
	seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
	CHECK(seconds < 5, "%.1f s for a group of %d", seconds, MEMBERS);
	vec_drop(&r.ids);
	alias_graph_drop(&g);
}

int main(void)
{
	test_cases();
	test_later();
	test_many_of_its_own();
	test_huge_groups();
	return check_done();
}
