/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/calc.h"

#include "base/json_write.h"
#include "base/limits.h"

/* 98 as 9.8: always one decimal, as scores are written. */
static void write_tenths(struct jw *w, const char *key, int tenths)
{
	char text[8];
	size_t n = 0;

	jw_key(w, key);
	if (tenths >= 100)
		text[n++] = (char)('0' + tenths / 100 % 10);
	text[n++] = (char)('0' + tenths / 10 % 10);
	text[n++] = '.';
	text[n++] = (char)('0' + tenths % 10);
	jw_raw(w, (struct sv){text, n});
}

static void write_scores(struct jw *w, const struct cvss *v)
{
	int score = cvss_score(v);

	write_tenths(w, "base", cvss_base(v));
	if (v->version == CVSS_4_0) {
		jw_key(w, "temporal");
		jw_null(w);
	} else {
		write_tenths(w, "temporal", cvss_temporal(v));
	}
	if (v->version != CVSS_4_0 && cvss_groups(v) & CVSS_ENVIRONMENTAL) {
		write_tenths(w, "environmental", cvss_environmental(v));
	} else {
		jw_key(w, "environmental");
		jw_null(w);
	}
	write_tenths(w, "score", score);
	if (cvss_nomenclature(v)) {
		jw_key(w, "nomenclature");
		jw_str(w, cvss_nomenclature(v));
	}
	jw_key(w, "severity");
	jw_str(w, cvss_severity_name(cvss_severity(v->version, score)));
}

int calc_cvss_line(struct arena *a, struct sv line, struct buf *out)
{
	struct jw w = jw_on(out);
	struct yg_err err = {0};
	struct cvss v;
	buf_auto vector = BUF_CAP(LIMIT_CVSS);

	(void)a;
	jw_object(&w);
	if (cvss_parse(line, &v, &err) < 0) {
		jw_key(&w, "error");
		jw_str(&w, err.what);
		jw_key(&w, "at");
		jw_u64(&w, err.at);
	} else {
		cvss_write(&v, &vector);
		if (vector.err)
			return vector.err;
		jw_key(&w, "version");
		jw_str(&w, cvss_version_name(v.version));
		jw_key(&w, "vector");
		jw_sv(&w, buf_view(&vector));
		write_scores(&w, &v);
	}
	jw_object_end(&w);
	return out->err;
}
