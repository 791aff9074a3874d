/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/finding_parts.h"

#include "base/text.h"

/* Who scored: the vendor (CNA) before CISA's and others' additions, NVD, then aggregators. */
static unsigned source_rank(struct sv source)
{
	static const struct sv order[] = {SV_INIT("cna"), SV_INIT("adp"), SV_INIT("nvd")};
	unsigned i = 0;
	while (i < YG_COUNT(order) && !sv_starts(source, order[i]))
		i++;
	return i;
}

static int by_use(const void *x, const void *y)
{
	const struct finding_cvss *a = x, *b = y;
	unsigned ra = source_rank(a->source), rb = source_rank(b->source);
	int r;

	if ((a->computed_tenths < 0) != (b->computed_tenths < 0))
		return a->computed_tenths < 0 ? 1 : -1;
	r = -sv_cmp(a->version, b->version);	/* the newest version of CVSS first */
	if (r == 0)
		r = (ra > rb) - (ra < rb);
	if (r == 0)
		r = sv_cmp(a->source, b->source);
	return r ? r : sv_cmp(a->vector, b->vector);
}

static int set_cvss(struct arena *a, const struct finding_context *ctx, struct finding *f)
{
	struct finding_cvss *list = arena_new(a, struct finding_cvss, f->signals->cvss_count);
	unsigned n = 0;

	if (!list)
		return YG_ENOMEM;
	for (unsigned i = 0; i < f->signals->cvss_count; i++) {
		const struct signals_cvss *v = signals_cvss_at(ctx->signals, f->signals, i);
		struct cvss parsed;
		bool repaired;
		if (!v)
			continue;
		list[n] = (struct finding_cvss){.version = signals_string(ctx->signals, v->version),
			.vector = signals_string(ctx->signals, v->vector),
			.source = signals_string(ctx->signals, v->source),
			.published_tenths = v->score_tenths, .computed_tenths = -1};
		if (cvss_parse_lenient(list[n].vector, &parsed, &repaired, NULL) == 0)
			list[n].computed_tenths = cvss_published(&parsed);
		n++;
	}
	if (n > 1)
		qsort(list, n, sizeof *list, by_use);
	f->cvss = list;
	f->cvss_count = n;
	return 0;
}

int finding_set_signals(struct arena *a, const struct finding_context *ctx, struct finding *f)
{
	const struct signals_row *row = ctx->signals
		? signals_find(ctx->signals, f->vulnerability) : NULL;
	struct sv *aliases;

	if (!row)
		return 0;
	f->signals = row;
	f->title_en = signals_string(ctx->signals, row->title_en);
	f->title_ja = signals_string(ctx->signals, row->title_ja);
	aliases = arena_new(a, struct sv, row->alias_count);
	if (!aliases)
		return YG_ENOMEM;
	for (unsigned i = 0; i < row->alias_count; i++)
		aliases[i] = signals_alias_at(ctx->signals, row, i);
	f->aliases = aliases;
	f->alias_count = row->alias_count;
	return set_cvss(a, ctx, f);
}
