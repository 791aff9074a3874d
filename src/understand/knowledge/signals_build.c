/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the documents say is listed as claims, one per (vulnerability, document); claims are
 * sorted by vulnerability and rank of their source, and each run of them becomes one row.
 */
#include "understand/knowledge/signals_build.h"

#include "base/clock.h"
#include "base/text.h"

struct claim {
	uint32_t vuln;		/* string of the collection */
	uint32_t doc;
};

struct build {
	const struct collect *c;
	struct intern strings;
	struct { VEC(struct claim); } claims;
	struct { VEC(struct signals_row); } rows;
	struct { VEC(struct signals_cvss); } cvss;
	struct { VEC(uint32_t); } aliases;
	struct signals_about about;
};

static int copy_string(struct build *b, uint32_t ref, uint32_t *ret)
{
	return intern_add(&b->strings, collect_string(b->c, ref), ret);
}

static bool source_is(const struct build *b, const struct collect_doc *d, const char *name)
{
	return sv_eq(collect_string(b->c, d->source), sv_of(name));
}

/* Whose title and dates come first: the CVE's own record, advisories about it, catalogues. */
static unsigned source_rank(const struct build *b, const struct collect_doc *d)
{
	if (source_is(b, d, "cve5"))
		return 0;
	if (d->flags & COLLECT_ADVISORY)
		return 4;
	if (source_is(b, d, "osv"))
		return 1;
	if (source_is(b, d, "kev"))
		return 2;
	return 3;
}

static int order_claims(const void *x, const void *y, void *ctx)
{
	const struct build *b = ctx;
	const struct claim *p = x, *q = y;
	const struct collect_doc *dp = &b->c->docs.p[p->doc], *dq = &b->c->docs.p[q->doc];
	unsigned rp, rq;

	if (p->vuln != q->vuln)
		return sv_cmp(collect_string(b->c, p->vuln), collect_string(b->c, q->vuln));
	rp = source_rank(b, dp);
	rq = source_rank(b, dq);
	if (rp != rq)
		return rp < rq ? -1 : 1;
	return collect_doc_order(b->c, p->doc, q->doc);
}

/* A withdrawn advisory claims nothing; a rejected CVE claims that it is rejected. */
static int list_claims(struct build *b)
{
	for (size_t i = 0; i < b->c->docs.n; i++) {
		const struct collect_doc *d = &b->c->docs.p[i];
		if (d->flags & (COLLECT_SUPERSEDED | COLLECT_WITHDRAWN))
			continue;
		for (uint32_t k = 0; k < d->vuln_count; k++) {
			struct claim *claim = vec_add(&b->claims);
			if (!claim)
				return YG_ENOMEM;
			*claim = (struct claim){.vuln = b->c->vulns.p[d->vuln_first + k],
				.doc = (uint32_t)i};
		}
	}
	if (b->claims.n)
		qsort_r(b->claims.p, b->claims.n, sizeof *b->claims.p, order_claims, b);
	return 0;
}

static int add_cvss(struct build *b, struct signals_row *row, const struct collect_cvss *v)
{
	struct signals_cvss out = {.score_tenths = v->score_tenths}, *slot;
	int r;

	if ((r = copy_string(b, v->vector, &out.vector)) < 0 ||
	    (r = copy_string(b, v->source, &out.source)) < 0 ||
	    (r = copy_string(b, v->version, &out.version)) < 0)
		return r;
	for (unsigned i = 0; i < row->cvss_count; i++)
		if (memcmp(&b->cvss.p[row->cvss_first + i], &out, sizeof out) == 0)
			return 0;
	if (row->cvss_count == UINT16_MAX)
		return 0;
	slot = vec_add(&b->cvss);
	if (!slot)
		return YG_ENOMEM;
	*slot = out;
	row->cvss_count++;
	return 0;
}

static int add_alias(struct build *b, struct signals_row *row, struct sv id)
{
	uint32_t ref, *slot;
	int r = intern_add(&b->strings, id, &ref);

	if (r < 0 || ref == row->id)
		return r;
	for (unsigned i = 0; i < row->alias_count; i++)
		if (b->aliases.p[row->alias_first + i] == ref)
			return 0;
	if (row->alias_count == UINT16_MAX)
		return 0;
	slot = vec_add(&b->aliases);
	if (!slot)
		return YG_ENOMEM;
	*slot = ref;
	row->alias_count++;
	return 0;
}

/* One document's part of a row.  A document about several vulnerabilities names them only. */
static int add_document(struct build *b, struct signals_row *row, const struct collect_doc *d,
			const struct collect_doc **ssvc)
{
	const struct collect *c = b->c;
	bool alone = d->vuln_count == 1;
	int r = 0;

	if (d->flags & COLLECT_REJECTED && source_is(b, d, "cve5"))
		row->flags |= SIGNALS_REJECTED;
	if (!(d->flags & COLLECT_ADVISORY) && !source_is(b, d, "debian-tracker"))
		r = add_alias(b, row, collect_string(c, d->id));
	if (r < 0 || !alone)
		return r;
	if (row->title_en == 0)
		r = copy_string(b, d->title_en ? d->title_en : d->excerpt, &row->title_en);
	if (r == 0 && row->title_ja == 0)
		r = copy_string(b, d->title_ja, &row->title_ja);
	if (r == 0 && row->published == 0)
		r = copy_string(b, d->published, &row->published);
	if (r == 0 && d->flags & COLLECT_KEV) {
		bool catalogue = source_is(b, d, "kev");
		row->flags |= SIGNALS_KEV;
		if (d->flags & COLLECT_RANSOMWARE)
			row->flags |= SIGNALS_RANSOMWARE;
		if (catalogue || row->kev_added == 0)
			r = copy_string(b, d->kev_added, &row->kev_added);
		if (r == 0 && (catalogue || row->kev_due == 0))
			r = copy_string(b, d->kev_due, &row->kev_due);
	}
	if (d->exploitation | d->automatable | d->technical_impact &&
	    (!*ssvc || clock_compare(collect_string(c, d->ssvc_time),
				     collect_string(c, (*ssvc)->ssvc_time)) > 0)) {
		row->exploitation = d->exploitation;
		row->automatable = d->automatable;
		row->technical_impact = d->technical_impact;
		*ssvc = d;
	}
	for (uint32_t i = 0; r == 0 && i < d->cvss_count; i++)
		r = add_cvss(b, row, &c->cvss.p[d->cvss_first + i]);
	return r;
}

/* All documents first, then their cvss and aliases stand together: two passes of add. */
static int add_row(struct build *b, size_t from, size_t to)
{
	struct signals_row row = {.cvss_first = (uint32_t)b->cvss.n,
		.alias_first = (uint32_t)b->aliases.n};
	struct signals_row *slot;
	const struct collect_doc *ssvc = NULL;
	int r = copy_string(b, b->claims.p[from].vuln, &row.id);

	for (size_t i = from; r == 0 && i < to; i++)
		r = add_document(b, &row, &b->c->docs.p[b->claims.p[i].doc], &ssvc);
	if (r < 0)
		return r;
	slot = vec_add(&b->rows);
	if (!slot)
		return YG_ENOMEM;
	*slot = row;
	return 0;
}

static int add_rows(struct build *b)
{
	for (size_t from = 0, to; from < b->claims.n; from = to) {
		int r;
		for (to = from + 1; to < b->claims.n; to++)
			if (b->claims.p[to].vuln != b->claims.p[from].vuln)
				break;
		r = add_row(b, from, to);
		if (r < 0)
			return r;
	}
	return 0;
}

static int take_string(struct build *b, const struct signals *base, uint32_t ref, uint32_t *ret)
{
	return intern_add(&b->strings, signals_string(base, ref), ret);
}

/* The rows of an older file, without EPSS. */
static int take_over(struct build *b, const struct signals *base)
{
	const struct signals_about *about = signals_about(base);
	uint32_t n = base->file.by_id[SIGNALS_SECTION_ROWS].count;
	int r = 0;

	for (uint32_t i = 0; r == 0 && i < n; i++) {
		const struct signals_row *old = section_row(&base->file, SIGNALS_SECTION_ROWS, i,
							    sizeof *old);
		struct signals_row row, *slot;
		uint32_t *const refs[] = {&row.id, &row.title_en, &row.title_ja, &row.kev_added,
			&row.kev_due, &row.published};
		if (!old)
			return YG_ESYNTAX;
		row = *old;
		row.flags &= (uint8_t)~(SIGNALS_EPSS | SIGNALS_PERCENTILE);
		row.epss = row.percentile = 0;
		for (size_t k = 0; r == 0 && k < YG_COUNT(refs); k++)
			r = take_string(b, base, *refs[k], refs[k]);
		row.cvss_first = (uint32_t)b->cvss.n;
		row.alias_first = (uint32_t)b->aliases.n;
		row.cvss_count = row.alias_count = 0;
		for (unsigned k = 0; r == 0 && k < old->cvss_count; k++) {
			const struct signals_cvss *v = signals_cvss_at(base, old, k);
			struct signals_cvss *out = vec_add(&b->cvss);
			if (!v || !out)
				return v ? YG_ENOMEM : YG_ESYNTAX;
			out->score_tenths = v->score_tenths;
			if ((r = take_string(b, base, v->vector, &out->vector)) == 0 &&
			    (r = take_string(b, base, v->source, &out->source)) == 0)
				r = take_string(b, base, v->version, &out->version);
			row.cvss_count++;
		}
		for (unsigned k = 0; r == 0 && k < old->alias_count; k++)
			r = add_alias(b, &row, signals_alias_at(base, old, k));
		slot = r == 0 ? vec_add(&b->rows) : NULL;
		if (r == 0 && !slot)
			return YG_ENOMEM;
		if (slot)
			*slot = row;
	}
	if (r == 0 && about)
		r = take_string(b, base, about->kev_version, &b->about.kev_version);
	if (r == 0 && about)
		r = take_string(b, base, about->kev_date, &b->about.kev_date);
	return r;
}

/* The lowest: none. */
static int64_t percentile_of(const struct collect_epss *e)
{
	return e->percentile > 1000000 ? -1 : (int64_t)e->percentile;
}

/* One CVE several times: the newest day stands first and counts, of one day the highest. */
static int order_epss(const void *x, const void *y, void *ctx)
{
	const struct build *b = ctx;
	const struct collect_epss *p = x, *q = y;

	if (p->cve != q->cve)
		return sv_cmp(collect_string(b->c, p->cve), collect_string(b->c, q->cve));
	if (p->day != q->day)
		return clock_compare(collect_string(b->c, q->day), collect_string(b->c, p->day));
	if (p->score != q->score)
		return p->score < q->score ? 1 : -1;
	return (percentile_of(p) < percentile_of(q)) - (percentile_of(p) > percentile_of(q));
}

static void set_epss(struct signals_row *row, const struct collect_epss *e)
{
	row->flags |= SIGNALS_EPSS;
	row->epss = e->score;
	if (e->percentile <= 1000000) {
		row->flags |= SIGNALS_PERCENTILE;
		row->percentile = e->percentile;
	}
}

/* Rows stand in the order of ids, as does the sorted EPSS list: one merge. */
static int merge_epss(struct build *b)
{
	size_t n = b->c->epss.n, old_count = b->rows.n, i = 0, k = 0;
	struct collect_epss *list = n ? malloc(n * sizeof *list) : NULL;
	struct { VEC(struct signals_row); } merged = {0};
	int r = 0;

	if (n == 0)
		return 0;
	if (!list)
		return YG_ENOMEM;
	memcpy(list, b->c->epss.p, n * sizeof *list);
	qsort_r(list, n, sizeof *list, order_epss, b);
	while (r == 0 && (i < old_count || k < n)) {
		struct sv have = i < old_count ? intern_view(&b->strings, b->rows.p[i].id) : SV("");
		struct sv want = k < n ? collect_string(b->c, list[k].cve) : SV("");
		int order = i >= old_count ? 1 : k >= n ? -1 : sv_cmp(have, want);
		struct signals_row *slot = vec_add(&merged);
		if (!slot) {
			r = YG_ENOMEM;
			break;
		}
		if (order <= 0)
			*slot = b->rows.p[i++];
		else
			r = intern_add(&b->strings, want, &slot->id);
		if (order >= 0) {
			set_epss(slot, &list[k]);
			do
				k++;
			while (k < n && list[k].cve == list[k - 1].cve);
		}
	}
	free(list);
	vec_drop(&b->rows);
	b->rows.p = merged.p;
	b->rows.n = merged.n;
	b->rows.room = merged.room;
	return r;
}

/* Something is known beside the name? */
static bool says_something(const struct signals_row *row)
{
	return row->title_en || row->title_ja || row->kev_added || row->kev_due || row->published ||
	       row->cvss_count || row->alias_count || row->flags || row->exploitation ||
	       row->automatable || row->technical_impact;
}

static int renumber(const struct intern *from, struct intern *to, uint32_t *ref)
{
	return intern_add(to, intern_view(from, *ref), ref);
}

/*
 * Rows that say nothing are left out, and strings are named in the order of the rows: the bytes
 * follow from the facts, whether they were taken over or collected.
 */
static int settle(struct build *b)
{
	uint32_t *const about[] = {&b->about.epss_model, &b->about.epss_date,
		&b->about.kev_version, &b->about.kev_date};
	struct intern out = {0};
	size_t kept = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < b->rows.n; i++) {
		struct signals_row *row = &b->rows.p[i];
		uint32_t *const refs[] = {&row->id, &row->title_en, &row->title_ja, &row->kev_added,
			&row->kev_due, &row->published};
		if (!says_something(row))
			continue;
		for (size_t k = 0; r == 0 && k < YG_COUNT(refs); k++)
			r = renumber(&b->strings, &out, refs[k]);
		for (unsigned k = 0; r == 0 && k < row->cvss_count; k++) {
			struct signals_cvss *v = &b->cvss.p[row->cvss_first + k];
			if ((r = renumber(&b->strings, &out, &v->vector)) == 0 &&
			    (r = renumber(&b->strings, &out, &v->source)) == 0)
				r = renumber(&b->strings, &out, &v->version);
		}
		for (unsigned k = 0; r == 0 && k < row->alias_count; k++)
			r = renumber(&b->strings, &out, &b->aliases.p[row->alias_first + k]);
		if (row->cvss_count == 0)
			row->cvss_first = 0;
		if (row->alias_count == 0)
			row->alias_first = 0;
		b->rows.p[kept++] = *row;
	}
	b->rows.n = kept;
	for (size_t i = 0; r == 0 && i < YG_COUNT(about); i++)
		r = renumber(&b->strings, &out, about[i]);
	intern_drop(&b->strings);
	b->strings = out;
	return r;
}

static int write_file(struct build *b, const char *path)
{
	struct section_rows rows[] = {
		{SIGNALS_SECTION_ROWS, sizeof *b->rows.p, b->rows.p, b->rows.n},
		{SIGNALS_SECTION_CVSS, sizeof *b->cvss.p, b->cvss.p, b->cvss.n},
		{SIGNALS_SECTION_ALIASES, sizeof *b->aliases.p, b->aliases.p, b->aliases.n},
		{SIGNALS_SECTION_ABOUT, sizeof b->about, &b->about, 1},
		{SECTION_STRINGS, 1, b->strings.pool.p, b->strings.pool.n},
	};
	return section_write(path, SIGNALS_MAGIC, SIGNALS_VERSION, rows, YG_COUNT(rows));
}

static int set_about(struct build *b)
{
	const struct collect *c = b->c;
	int r;

	if ((r = copy_string(b, c->epss_model, &b->about.epss_model)) < 0 ||
	    (r = copy_string(b, c->epss_date, &b->about.epss_date)) < 0)
		return r;
	if (c->kev_version && (r = copy_string(b, c->kev_version, &b->about.kev_version)) < 0)
		return r;
	return c->kev_date ? copy_string(b, c->kev_date, &b->about.kev_date) : 0;
}

int signals_build_write(const struct collect *c, const struct signals *base, const char *path)
{
	struct build b = {.c = c};
	int r = base ? take_over(&b, base) : list_claims(&b);

	if (r == 0 && !base)
		r = add_rows(&b);
	if (r == 0)
		r = merge_epss(&b);
	if (r == 0)
		r = set_about(&b);
	if (r == 0)
		r = settle(&b);
	if (r == 0)
		r = write_file(&b, path);
	intern_drop(&b.strings);
	vec_drop(&b.claims);
	vec_drop(&b.rows);
	vec_drop(&b.cvss);
	vec_drop(&b.aliases);
	return r;
}
