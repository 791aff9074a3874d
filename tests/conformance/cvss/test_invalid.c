/* SPDX-License-Identifier: Apache-2.0 */
/* Vectors that must be refused, those that only an importer may take, and 3.x in any order. */
#include "assess/cvss.h"
#include "rows.h"

/* \n and \t stand for the characters in the data. */
static struct sv unescape(struct sv s, char *to)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\\' && i + 1 < s.n && (s.p[i + 1] == 'n' || s.p[i + 1] == 't'))
			to[n++] = s.p[++i] == 'n' ? '\n' : '\t';
		else
			to[n++] = s.p[i];
	return (struct sv){to, n};
}

/* version, vector, what to do, -, reason */
static void check_row(const struct sv *c, size_t n)
{
	struct cvss v = {.version = CVSS_4_0, .value = {77}};
	const struct cvss before = v;
	struct yg_err e = {.what = NULL};
	char text[16384];
	struct sv vector;
	bool repaired = false;
	int r;

	if (!CHECK(n >= 3 && c[1].n < sizeof text, "columns"))
		return;
	vector = unescape(c[1], text);
	r = cvss_parse(vector, &v, &e);
	if (sv_is(c[2], "accept-any-order")) {
		CHECK(r == 0, "%.*s is valid", SV_ARG(c[1]));
		return;
	}
	CHECK(r < 0, "%.60s (%.*s) is accepted", text, SV_ARG(c[4]));
	CHECK(r < 0 && e.what && e.at <= vector.n, "no place: %.*s", SV_ARG(c[4]));
	CHECK(memcmp(&v, &before, sizeof v) == 0, "output touched");
	if (sv_is(c[2], "lenient"))
		CHECK(cvss_parse_lenient(vector, &v, &repaired, NULL) == 0 && repaired,
		      "importers take %.60s", text);
	/* White space around and parentheses aside, leniency changes nothing. */
	if (sv_is(c[2], "reject") && !sv_search(c[4], SV("space")) && c[1].n)
		CHECK(cvss_parse_lenient(vector, &v, &repaired, NULL) < 0, "%.60s", text);
}

int main(void)
{
	(void)each_row("conformance/cvss/invalid.tsv", check_row);
	return check_done();
}
