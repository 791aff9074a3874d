/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table_updates.c - which updates resolve most: one update closes many findings.
 *
 * Findings of one package in one version are one row, with the highest of their fixed versions
 * in the order of the package's own scheme; the worst outcome first, then the most findings.
 */
#include "base/term_table.h"
#include "base/text.h"
#include "cli/output/table_parts.h"

enum { UPDATES_SHOWN = 5 };

struct update {
	size_t first, count;		/* in the sorted findings */
	size_t worst_count;		/* how many of them have the worst outcome */
	enum decide_outcome worst;
	struct sv fixed;		/* the highest; empty: the scheme cannot order them */
};

static bool counts(const struct finding *f)
{
	return f->fixed_version.n > 0 && finding_class_of(f) != FINDING_IDLE;
}

static int compare_package(const struct finding *a, const struct finding *b)
{
	int c;

	if ((c = sv_cmp(a->component->type, b->component->type)) ||
	    (c = sv_cmp(a->name, b->name)))
		return c;
	return sv_cmp(a->version, b->version);
}

static int by_package(const void *x, const void *y)
{
	const struct finding *a = *(const struct finding *const *)x;
	const struct finding *b = *(const struct finding *const *)y;
	int c = compare_package(a, b);

	return c ? c : (a > b) - (a < b);
}

static int by_effect(const void *x, const void *y)
{
	const struct update *a = x, *b = y;

	if (a->worst != b->worst)
		return a->worst > b->worst ? -1 : 1;
	if (a->worst_count != b->worst_count)
		return a->worst_count > b->worst_count ? -1 : 1;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return (a->first > b->first) - (a->first < b->first);
}

static void add(struct update *u, const struct finding *f, bool first)
{
	const struct version_scheme *s = version_scheme_of_purl_type(f->component->type);
	enum decide_outcome o = f->decision.outcome;
	int order;

	u->count++;
	if (o > u->worst) {
		u->worst = o;
		u->worst_count = 0;
	}
	u->worst_count += o == u->worst;
	if (first)
		u->fixed = f->fixed_version;
	else if (u->fixed.n > 0 && !sv_eq(u->fixed, f->fixed_version)) {
		if (!s || version_compare(s, u->fixed, f->fixed_version, &order) < 0)
			u->fixed = (struct sv){NULL, 0};
		else if (order < 0)
			u->fixed = f->fixed_version;
	}
}

static void put_row(struct table_view *v, struct term_table *t, const struct finding *f,
		    const struct update *u, bool measure)
{
	bool utf8 = v->term->utf8 || !v->term->tty;
	struct buf worst = BUF_CAP(4096), versions = BUF_CAP(1 << 20), count = BUF_CAP(64);

	buf_sv(&worst, words_mark(u->worst, utf8));
	buf_char(&worst, ' ');
	buf_sv(&worst, words_short(v->lang, v->r->policy, u->worst));
	buf_sv(&versions, f->version);
	buf_str(&versions, utf8 ? " \xe2\x86\x92 " : " -> ");
	if (u->fixed.n > 0)
		buf_sv(&versions, u->fixed);
	else
		buf_str(&versions, msg(v->lang, MSG_TABLE_NEWEST));
	buf_u64(&count, u->count);
	struct term_cell cells[] = {
		{buf_view(&worst), words_style(u->worst)}, {f->name, TERM_PLAIN},
		{buf_view(&versions), TERM_PLAIN}, {buf_view(&count), TERM_PLAIN},
	};
	if (measure)
		term_table_measure(t, cells);
	else
		term_table_row(t, v->b, cells);
	buf_drop(&worst);
	buf_drop(&versions);
	buf_drop(&count);
}

static void put_table(struct table_view *v, const struct finding *const *sorted,
		      const struct update *updates, size_t n)
{
	struct term_column columns[] = {
		{sv_of(msg(v->lang, MSG_COLUMN_WORST)), false, TERM_FIXED, 24},
		{sv_of(msg(v->lang, MSG_COLUMN_PACKAGE)), false, TERM_CUT, 32},
		{sv_of(msg(v->lang, MSG_COLUMN_VERSIONS)), false, TERM_CUT, 70},
		{sv_of(msg(v->lang, MSG_COLUMN_RESOLVES)), true, TERM_FIXED, 0},
	};
	struct term_table t = term_table_make(v->term, columns, YG_COUNT(columns));
	size_t shown = v->term->tty && !v->o->all && n > UPDATES_SHOWN ? UPDATES_SHOWN : n;

	table_heading(v, sv_of(msg(v->lang, MSG_TABLE_UPDATES)));
	t.indent = v->term->tty ? 1 : 0;
	for (size_t i = 0; i < shown; i++)
		put_row(v, &t, sorted[updates[i].first], &updates[i], true);
	term_table_fit(&t);
	term_table_head(&t, v->b);
	for (size_t i = 0; i < shown; i++) {
		put_row(v, &t, sorted[updates[i].first], &updates[i], false);
		sink_spill(v->sink);
	}
}

int table_updates(struct table_view *v)
{
	const struct finding_list *l = v->r->list;
	arena_auto a = {.cap = SIZE_MAX / 4};
	const struct finding **sorted = arena_new(&a, const struct finding *, l->count + 1);
	struct update *updates = NULL, *u = NULL;
	size_t n = 0, update_count = 0;

	if (!sorted)
		return YG_ENOMEM;
	for (size_t i = 0; i < l->count; i++)
		if (counts(&l->findings[i]))
			sorted[n++] = &l->findings[i];
	qsort(sorted, n, sizeof *sorted, by_package);
	for (size_t i = 0; i < n; i++) {
		bool first = i == 0 || compare_package(sorted[i - 1], sorted[i]) != 0;
		if (first) {
			if (!(u = arena_push(&a, updates, update_count)))
				return YG_ENOMEM;
			u->first = i;
		}
		add(u, sorted[i], first);
	}
	if (update_count == 0)
		return 0;
	qsort(updates, update_count, sizeof *updates, by_effect);
	put_table(v, sorted, updates, update_count);
	return v->b->err;
}
