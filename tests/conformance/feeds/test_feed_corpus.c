/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The packs of the shared corpus: what was counted by other means (its README, section 2, and
 * a script over the raw JSON) against what the readers say.
 */
#include "feed_tally.h"

static const struct {
	const char *file, *reader;
	size_t documents, records, skipped, products, spans, links, cvss, references, withdrawn;
	const char *why;
} packs[] = {
	/* spans: the "introduced" events that were counted, less those of empty or nested
	 * intervals ("introduced" and "fixed" the same version, or "introduced" twice in a row:
	 * Bitnami 235, crates.io 4), and one for an entry that gives no range (RubyGems 2,
	 * PhotonOS 463); PyPI and CVE: as first measured */
#define OSV(name) "corpus/osv/osv-" name ".zip", "osv"
	{OSV("AlmaLinux-10"), 660, 660, 0, 6479, 6479, 2336, 0, 5948, 0, ""},
	{OSV("AlmaLinux-8"), 3237, 3237, 0, 40838, 40838, 8074, 0, 19354, 0, ""},
	{OSV("AlmaLinux-9"), 1783, 1783, 0, 24012, 24012, 6275, 0, 16005, 0, ""},
	{OSV("Bitnami"), 7444, 7444, 0, 7444, 19617, 7444, 7433, 44029, 0, ""},
	{OSV("Go"), 4291, 4291, 0, 6125, 7579, 8010, 0, 15734, 17, ""},
	{OSV("PSF"), 132, 132, 0, 132, 132, 122, 0, 352, 0, ""},
	{OSV("Packagist-derived"), 1592, 1592, 0, 1592, 5682, 1160, 0, 1592, 0, ""},
	{OSV("PhotonOS"), 2621, 544, 2077, 1407, 1407, 10045, 0, 544, 0,
	 "affected[].ranges is not an array"},
	{OSV("PyPI"), 2661, 2661, 0, 2661, 5211, 4483, 202, 10315, 10, ""},
	{OSV("RubyGems-derived"), 1381, 1381, 0, 1381, 2196, 2556, 1548, 1381, 0, ""},
	{OSV("crates.io"), 1206, 1206, 0, 1206, 1462, 1550, 417, 3744, 13, ""},
#undef OSV
	{"corpus/vuln/debian-tracker-derived.json.zst", "debian-tracker", 1, 21062, 0, 21062, 21062,
	 0, 0, 0, 0, ""},
	{"corpus/vuln/debian-tracker-derived-dsa-dla.json.zst", "debian-tracker", 1, 22818, 0, 32571,
	 0, 0, 0, 0, 0, ""},
	{"corpus/vuln/kev.json", "kev", 1, 1404, 0, 0, 0, 0, 0, 0, 0, ""},
	{"corpus/vuln/kev.csv", "kev", 1, 1404, 0, 0, 0, 0, 0, 0, 0, ""},
	{"corpus/vuln/cve5-vulnrichment.jsonl.zst", "cve5", 44130, 44130, 0, 133129, 0, 3, 39440, 0, 104,
	 ""},
	{"corpus/vuln/cve5-sample-2000.tar.zst", "cve5", 2000, 2000, 0, 0, 0, 0, 0, 0, 0, ""},
};

/* 0 in the table: not counted by other means. */
#define CHECK_COUNT(field) do { \
	if (packs[i].field) \
		CHECK(t.field == packs[i].field, "%s: " #field ": got %zu, want %zu", \
		      packs[i].file, t.field, packs[i].field); \
} while (0)

static void test_packs(void)
{
	struct feed_tally t;

	for (size_t i = 0; i < YG_COUNT(packs); i++) {
		if (!feed_tally_file(&t, packs[i].reader, packs[i].file)) {
			check_skip(packs[i].file, "../shared is absent");
			continue;
		}
		CHECK_COUNT(documents);
		CHECK_COUNT(records);
		CHECK_COUNT(products);
		CHECK_COUNT(spans);
		CHECK_COUNT(links);
		CHECK_COUNT(cvss);
		CHECK_COUNT(references);
		CHECK_COUNT(withdrawn);
		CHECK(t.skipped == packs[i].skipped && t.errors == 0 && t.strangers == 0,
		      "%s: %zu skipped, %zu errors (%s), %zu not recognised", packs[i].file,
		      t.skipped, t.errors, t.first_error ? t.first_error : "", t.strangers);
		CHECK(strcmp(t.why, packs[i].why) == 0, "%s: skipped because: %s", packs[i].file,
		      t.why);
		CHECK(t.round_trips == t.records, "%s: %zu of %zu records come back as they are",
		      packs[i].file, t.round_trips, t.records);
		fprintf(stderr, "%s: %zu records, %zu skipped, %zu products, %zu spans "
			"(%zu exact, %zu unknown), %zu metrics, %zu ssvc, %zu kev\n", packs[i].file,
			t.records, t.skipped, t.products, t.spans, t.exact, t.unknown, t.cvss,
			t.ssvc, t.kev);
	}
}

static void test_cve5(void)
{
	struct feed_tally t;

	if (!feed_tally_file(&t, "cve5", "corpus/vuln/cve5-vulnrichment.jsonl.zst"))
		return;		/* counted as skipped above */
	CHECK_INT(t.rejected, 104, "rejected");
	CHECK_INT(t.ssvc, 44026, "SSVC");
	CHECK_INT(t.kev, 224, "KEV metrics of the ADP");
}

static void test_kev(void)
{
	struct feed_tally t;

	if (!feed_tally_file(&t, "kev", "corpus/vuln/kev.json"))
		return;
	CHECK_INT(t.kev, 1404, "entries");
	CHECK_INT(t.abouts, 1, "the catalogue says what it is");
	CHECK(strcmp(t.version, "2025.08.25") == 0, "version %s", t.version);
	CHECK(strcmp(t.date, "2025-08-25T17:04:19.9796Z") == 0, "date %s", t.date);
	if (!feed_tally_file(&t, "kev", "corpus/vuln/kev.csv"))
		return;
	CHECK(strcmp(t.date, "2025-08-25T00:00:00Z") == 0, "date of the CSV %s", t.date);
}

int main(void)
{
	test_packs();
	test_cve5();
	test_kev();
	return check_done();
}
