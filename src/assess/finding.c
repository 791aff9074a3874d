/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Components that share what is looked up (a source package in one version; else the package
 * itself) are one unit and are matched once.  Each (unit, vulnerability) that is affected or
 * undecided becomes a finding.
 */
#include "assess/finding.h"

#include "assess/finding_parts.h"
#include "base/text.h"

/* ---- rows: hit × vulnerability of its record ---- */

struct row {
	uint32_t unit, vulnerability;	/* string of the match index */
	const struct match_hit *hit;
};

static int order_rows(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	if (a->unit != b->unit)
		return a->unit < b->unit ? -1 : 1;
	if (a->vulnerability != b->vulnerability)
		return a->vulnerability < b->vulnerability ? -1 : 1;
	if (a->hit->verdict != b->hit->verdict)
		return a->hit->verdict > b->hit->verdict ? -1 : 1;
	return (a->hit > b->hit) - (a->hit < b->hit);	/* the index's order */
}

struct make {
	struct arena *a;
	const struct finding_context *ctx;
	struct finding_unit *units;
	size_t unit_count;
	struct row *rows;
	size_t row_count;
	struct finding_memo memo;
	struct finding_list list;
};

static int add_unjudged(struct make *m, const struct finding_unit *u, enum match_why why)
{
	for (size_t i = 0; i < u->member_count; i++) {
		const struct component *c = u->members[i];
		struct finding_unjudged *slot = arena_push(m->a, m->list.unjudged,
							   m->list.unjudged_count);
		if (!slot)
			return YG_ENOMEM;
		*slot = (struct finding_unjudged){.component = c, .why = why};
		if (why == MATCH_WHY_THIRD_PARTY)
			slot->detail = c->origin;
		else if (finding_ecosystem(m->a, c, &slot->detail) == YG_ENOMEM)
			return YG_ENOMEM;
	}
	return 0;
}

/* Hits that only say "not affected" count as evidence beside others, never alone. */
static void add_rows(struct make *m, uint32_t unit, const struct match_result *found)
{
	for (size_t i = 0; i < found->hit_count; i++) {
		const struct match_hit *hit = &found->hits[i];
		uint32_t n = match_vulnerability_count(m->ctx->match, hit->record);
		for (uint32_t k = 0; k < n; k++) {
			const uint32_t *vulnerability = section_row(&m->ctx->match->file,
				MATCH_SECTION_VULNS, hit->record->vuln_first + k, sizeof(uint32_t));
			if (!vulnerability)
				break;
			m->rows[m->row_count++] = (struct row){.unit = unit,
				.vulnerability = *vulnerability, .hit = hit};
		}
	}
}

/* All units first, then the rows in one piece of the right size. */
static int match_units(struct make *m)
{
	struct match_result *found = arena_new(m->a, struct match_result, m->unit_count + 1);
	size_t rows = 0;
	int r = found ? 0 : YG_ENOMEM;

	for (size_t i = 0; r == 0 && i < m->unit_count; i++) {
		r = match_component(m->ctx->match, m->units[i].members[0], m->a, &found[i]);
		if (r == 0 && !found[i].judged)
			r = add_unjudged(m, &m->units[i], found[i].unjudged);
		for (size_t k = 0; r == 0 && k < found[i].hit_count; k++)
			rows += match_vulnerability_count(m->ctx->match, found[i].hits[k].record);
	}
	if (r == 0)
		m->rows = arena_new(m->a, struct row, rows + 1);
	if (r == 0 && !m->rows)
		r = YG_ENOMEM;
	for (size_t i = 0; r == 0 && i < m->unit_count; i++)
		add_rows(m, (uint32_t)i, &found[i]);
	return r;
}

/* ---- from rows to findings ---- */

/*
 * The fix to aim at is the highest of those that the affected entries name: only it answers
 * all of them.  Versions that cannot be ordered keep the first.
 */
static struct sv best_fix(const struct match_index *x, const struct row *rows, size_t n)
{
	struct sv best = {0};

	for (size_t i = 0; i < n && rows[i].hit->verdict == MATCH_AFFECTED; i++) {
		const struct match_hit *hit = rows[i].hit;
		const struct version_scheme *s = hit->attr->scheme < MATCH_SCHEME_MAX
			? x->schemes[hit->attr->scheme] : NULL;
		int order;
		if (hit->fixed.n == 0)
			continue;
		if (best.n == 0 ||
		    (s && version_compare(s, hit->fixed, best, &order) == 0 && order > 0))
			best = hit->fixed;
	}
	return best;
}

/* The vendor's words of the first entry that has some. */
static void set_fix(const struct match_index *x, struct finding *f, const struct row *rows,
		    size_t n)
{
	f->fixed_version = best_fix(x, rows, n);
	for (size_t i = 0; i < n && rows[i].hit->verdict == f->verdict; i++) {
		struct sv state = match_string(x, rows[i].hit->attr->fix_state);
		struct sv urgency = match_string(x, rows[i].hit->attr->urgency);
		if (f->fix_state.n == 0)
			f->fix_state = state;
		if (f->urgency.n == 0)
			f->urgency = urgency;
	}
	if (f->fixed_version.n)
		f->fix_state = SV("fixed");
	else if (f->fix_state.n == 0)
		f->fix_state = SV("open");
}

static void set_package(struct finding *f, const struct finding_unit *u)
{
	f->component = u->members[0];
	f->name = u->name;
	f->version = u->version;
	f->by_source = u->by_source;
	f->binaries = u->binaries;
	f->binary_count = u->binary_count;
	f->files = u->files;
	f->file_count = u->file_count;
	f->running = u->running;
	f->no_code = u->no_code;
}

static int set_evidence(struct make *m, struct finding *f, const struct row *rows, size_t n)
{
	const struct match_hit **list = arena_new(m->a, const struct match_hit *, n);
	if (!list)
		return YG_ENOMEM;
	for (size_t i = 0; i < n; i++)
		list[i] = rows[i].hit;
	f->evidence = list;
	f->evidence_count = n;
	return 0;
}

/* rows[0..n) are one (unit, vulnerability), the highest verdict first. */
static int add_finding(struct make *m, const struct row *rows, size_t n)
{
	const struct match_index *x = m->ctx->match;
	struct finding *f;
	int r;

	if (rows[0].hit->verdict == MATCH_NOT_AFFECTED)
		return 0;
	f = &m->list.findings[m->list.count++];
	f->vulnerability = match_string(x, rows[0].vulnerability);
	f->verdict = rows[0].hit->verdict;
	set_package(f, &m->units[rows[0].unit]);
	set_fix(x, f, rows, n);
	r = set_evidence(m, f, rows, n);
	if (r == 0)
		r = finding_set_signals(m->a, m->ctx, f);
	return r == 0 ? finding_decide(m->a, m->ctx, &m->memo, f) : r;
}

/* Where the rows of one (unit, vulnerability) that begin at `from` end. */
static size_t end_of_group(const struct make *m, size_t from)
{
	size_t to = from + 1;
	while (to < m->row_count && m->rows[to].unit == m->rows[from].unit &&
	       m->rows[to].vulnerability == m->rows[from].vulnerability)
		to++;
	return to;
}

static int add_findings(struct make *m)
{
	size_t most = 0;
	int r = 0;

	if (m->row_count)
		qsort(m->rows, m->row_count, sizeof *m->rows, order_rows);
	for (size_t from = 0; from < m->row_count; from = end_of_group(m, from))
		most += m->rows[from].hit->verdict != MATCH_NOT_AFFECTED;
	m->list.findings = arena_new(m->a, struct finding, most + 1);
	if (!m->list.findings)
		return YG_ENOMEM;
	for (size_t from = 0, to; r == 0 && from < m->row_count; from = to) {
		to = end_of_group(m, from);
		r = add_finding(m, m->rows + from, to - from);
	}
	return r;
}

/* ---- the order of the list, and its counts ---- */

enum finding_class finding_class_of(const struct finding *f)
{
	if (f->running == FINDING_NOT_RUNNING || f->no_code)
		return FINDING_IDLE;
	return f->verdict == MATCH_UNKNOWN ? FINDING_UNDECIDED : FINDING_COUNTS;
}

static int descending(int64_t a, int64_t b)
{
	return (a < b) - (a > b);
}

static int worst_first(const void *x, const void *y)
{
	static const struct signals_row nothing;
	const struct finding *a = x, *b = y;
	const struct signals_row *s = a->signals ? a->signals : &nothing;
	const struct signals_row *t = b->signals ? b->signals : &nothing;
	int r = descending(a->decision.outcome, b->decision.outcome);

	if (r == 0)
		r = -descending(finding_class_of(a), finding_class_of(b));
	if (r == 0)
		r = descending(a->decision.likelihood, b->decision.likelihood);
	if (r == 0)
		r = descending(s->flags & SIGNALS_KEV, t->flags & SIGNALS_KEV);
	if (r == 0)
		r = descending(s->exploitation, t->exploitation);
	if (r == 0)
		r = descending(s->epss, t->epss);
	if (r == 0)
		r = descending(a->cvss_count ? a->cvss[0].computed_tenths : -1,
			       b->cvss_count ? b->cvss[0].computed_tenths : -1);
	if (r == 0)
		r = sv_cmp(a->vulnerability, b->vulnerability);
	if (r == 0)
		r = sv_cmp(a->name, b->name);
	return r ? r : sv_cmp(a->version, b->version);
}

static int by_package(const void *x, const void *y)
{
	const struct finding_unjudged *a = x, *b = y;
	int r = sv_cmp(a->component->name, b->component->name);
	return r ? r : sv_cmp(a->component->version, b->component->version);
}

static void sort_and_count(struct finding_list *l)
{
	if (l->count)
		qsort(l->findings, l->count, sizeof *l->findings, worst_first);
	if (l->unjudged_count)
		qsort(l->unjudged, l->unjudged_count, sizeof *l->unjudged, by_package);
	for (size_t i = 0; i < l->count; i++) {
		enum finding_class class = finding_class_of(&l->findings[i]);
		if (class == FINDING_IDLE) {
			l->idle++;
			continue;
		}
		l->undecided += class == FINDING_UNDECIDED;
		l->by_outcome[l->findings[i].decision.outcome]++;
	}
}

int finding_list_make(struct arena *a, const struct finding_context *ctx,
		      const struct component *components, size_t n, struct finding_list *ret)
{
	struct make m = {.a = a, .ctx = ctx, .list = {.component_count = n}};
	int r = finding_units(a, components, n, &m.units, &m.unit_count);

	m.list.distinct_count = m.unit_count;
	if (r == 0)
		r = match_units(&m);
	if (r == 0)
		r = add_findings(&m);
	if (r < 0)
		return r;
	sort_and_count(&m.list);
	*ret = m.list;
	return 0;
}
