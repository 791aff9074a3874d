/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vectors as CVE records publish them.  Where the published base score is not the vector's,
 * the publisher is at odds with its own vector (docs/conformance.md): those are counted, and
 * the computed score must equal the one in the list of known differences.
 */
#include <zstd.h>

#include "assess/cvss.h"
#include "rows.h"

/* cve, version, source, vector, published, computed base, computed temporal, severity */
static void check_difference(const struct sv *c, size_t n)
{
	struct cvss v;

	if (!CHECK(n == 8, "columns") ||
	    !CHECK(cvss_parse(c[3], &v, NULL) == 0, "%.*s", SV_ARG(c[3])))
		return;
	CHECK(cvss_base(&v) == tenths(c[5]), "%.*s base %d", SV_ARG(c[3]), cvss_base(&v));
	if (v.version != CVSS_4_0)
		CHECK(cvss_temporal(&v) == tenths(c[6]), "%.*s temporal %d", SV_ARG(c[3]),
		      cvss_temporal(&v));
	CHECK(cvss_published(&v) != tenths(c[4]), "%.*s does not differ", SV_ARG(c[3]));
}

/* The content of a .zst file, whole; false when absent. */
static bool load_zst(const char *sub, struct buf *out)
{
	buf_auto packed = {0};
	ZSTD_DStream *z = ZSTD_createDStream();
	ZSTD_inBuffer in;
	char block[65536];
	bool ok = z && check_load(sub, &packed);

	*out = BUF_CAP((size_t)1 << 28);
	in = (ZSTD_inBuffer){packed.p, packed.n, 0};
	while (ok && in.pos < in.size) {
		ZSTD_outBuffer o = {block, sizeof block, 0};
		size_t r = ZSTD_decompressStream(z, &o, &in);
		if (ZSTD_isError(r))
			abort();
		buf_put(out, block, o.pos);
	}
	ZSTD_freeDStream(z);
	return ok;
}

int main(void)
{
	static const char file[] = "corpus/truth/cvss-vectors-observed.tsv.zst";
	buf_auto b = {0};
	struct sv rest, line;
	size_t rows = 0, differ = 0, refused = 0, records = 0;

	(void)each_row("conformance/cvss/realworld_published_score_differs.tsv",
		       check_difference);
	if (!load_zst(file, &b)) {
		check_skip(file, "shared data absent");
		return check_done();
	}
	rest = buf_view(&b);
	while (sv_line(&rest, &line)) {		/* kind, vector, score, severity, count */
		struct sv c[5] = {{0}}, cells = line;
		struct yg_err e = {0};
		struct cvss v;
		size_t n = 0;
		uint64_t times = 0;
		if (line.n == 0 || line.p[0] == '#')
			continue;
		while (n < 5 && sv_next(&cells, '\t', &c[n]))
			n++;
		rows++;
		if (cvss_parse(c[1], &v, &e) < 0) {
			refused++;
			fprintf(stderr, "refused: %.*s: %s at %zu\n", SV_ARG(c[1]), e.what, e.at);
			continue;
		}
		if (cvss_published(&v) == tenths(c[2]))
			continue;
		differ++;
		if (sv_u64(c[4], &times))
			records += times;
		if (getenv("VERBOSE"))
			fprintf(stderr, "%.*s: published %.*s, base %d, score %d\n",
				SV_ARG(c[1]), SV_ARG(c[2]), cvss_base(&v), cvss_score(&v));
	}
	CHECK_INT(rows, 2868, "distinct vectors with their scores");
	CHECK_INT(refused, 0, "vectors refused");
	CHECK_INT(differ, 219, "rows whose publisher disagrees with its vector");
	CHECK_INT(records, 375, "records with such a score");
	return check_done();
}
