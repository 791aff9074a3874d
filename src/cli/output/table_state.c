/* SPDX-License-Identifier: Apache-2.0 */
/* table_state.c - what could not be decided or judged, and the state of what was used. */
#include "base/term_table.h"
#include "base/text.h"
#include "base/width.h"
#include "cli/output/table_parts.h"

enum { GROUPS_SHOWN = 10, NAMES_SHOWN = 4, FAILURES_SHOWN = 10 };

/* A reason, how often it came up, and a few names to go by. */
struct group {
	size_t count;
	struct buf reason, names;
	size_t named;
};

static struct group new_group(size_t count)
{
	return (struct group){.count = count, .reason = BUF_CAP(1 << 16),
			      .names = BUF_CAP(1 << 16)};
}

static void add_name(struct group *g, enum msg_lang lang, struct sv name)
{
	if (g->named == NAMES_SHOWN)
		buf_str(&g->names, lang == MSG_JA ? " ほか" : ", ...");
	if (g->named++ >= NAMES_SHOWN)
		return;
	if (g->named > 1)
		buf_str(&g->names, msg(lang, MSG_LIST_COMMA));
	buf_sv(&g->names, sv_first(name, 200));
}

static struct term_table make_table(const struct table_view *v)
{
	static const struct term_column columns[] = {
		{{NULL, 0}, true, TERM_FIXED, 0}, {{NULL, 0}, false, TERM_WRAP, 0},
		{{NULL, 0}, false, TERM_WRAP, 60},
	};
	struct term_table t = term_table_make(v->term, columns, YG_COUNT(columns));

	t.indent = v->term->tty ? 1 : 0;
	return t;
}

static void put_groups(struct table_view *v, struct group *groups, size_t n)
{
	struct term_table t = make_table(v);

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < n; i++) {
			struct buf count = BUF_CAP(64);
			buf_u64(&count, groups[i].count);
			struct term_cell cells[] = {
				{buf_view(&count), TERM_PLAIN},
				{buf_view(&groups[i].reason), TERM_PLAIN},
				{buf_view(&groups[i].names), TERM_DIM},
			};
			if (groups[i].count > 0 && pass == 0)
				term_table_measure(&t, cells);
			else if (groups[i].count > 0)
				term_table_row(&t, v->b, cells);
			buf_drop(&count);
		}
		if (pass == 0)
			term_table_fit(&t);
	}
	for (size_t i = 0; i < n; i++) {
		buf_drop(&groups[i].reason);
		buf_drop(&groups[i].names);
	}
}

int table_unknown(struct table_view *v)
{
	const struct finding_list *l = v->r->list;
	struct group groups[MATCH_WHY_NO_RELEASE + 1] = {0};

	if (l->undecided == 0)
		return 0;
	for (size_t i = 0; i < l->count; i++) {
		const struct finding *f = &l->findings[i];
		const struct match_hit *h = words_unknown(f);
		struct group *g = &groups[h ? h->why : MATCH_WHY_NONE];
		if (f->verdict != MATCH_UNKNOWN)
			continue;
		if (g->count++ == 0) {
			*g = new_group(1);
			buf_str(&g->reason, msg(v->lang, h && h->why != MATCH_WHY_NONE
							 ? words_why_key(h->why)
							 : MSG_WHY_NOT_STATED));
		}
		if (g->named <= NAMES_SHOWN)
			add_name(g, v->lang, f->name);
	}
	table_heading(v, sv_of(msg(v->lang, MSG_TABLE_UNKNOWN)));
	put_groups(v, groups, YG_COUNT(groups));
	table_say(v, TERM_DIM, (struct sv){NULL, 0},
		  sv_of(msg(v->lang, MSG_TABLE_UNKNOWN_WHAT)));
	return v->b->err;
}

static int by_reason(const void *x, const void *y)
{
	const struct finding_unjudged *a = *(const struct finding_unjudged *const *)x;
	const struct finding_unjudged *b = *(const struct finding_unjudged *const *)y;
	int r = (a->why > b->why) - (a->why < b->why);

	return r ? r : sv_cmp(a->detail, b->detail);
}

static bool same_reason(const struct finding_unjudged *a, const struct finding_unjudged *b)
{
	return a->why == b->why && sv_eq(a->detail, b->detail);
}

/* A run of equal reasons in the sorted list. */
struct run {
	size_t first, count;
};

static int by_count(const void *x, const void *y)
{
	const struct run *a = x, *b = y;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return (a->first > b->first) - (a->first < b->first);
}

static void put_runs(struct table_view *v, const struct finding_unjudged *const *sorted,
		     const struct run *runs, size_t run_count)
{
	struct group groups[GROUPS_SHOWN + 1] = {0};
	size_t shown = run_count < GROUPS_SHOWN ? run_count : GROUPS_SHOWN, rest = 0;

	for (size_t i = 0; i < shown; i++) {
		const struct finding_unjudged *u = sorted[runs[i].first];
		groups[i] = new_group(runs[i].count);
		words_put_why(&groups[i].reason, v->lang, u->why, sv_first(u->detail, 200));
		for (size_t k = 0; k < runs[i].count && k <= NAMES_SHOWN; k++)
			add_name(&groups[i], v->lang,
				 sorted[runs[i].first + k]->component->name);
	}
	for (size_t i = shown; i < run_count; i++)
		rest += runs[i].count;
	if (rest > 0) {
		groups[shown] = new_group(rest);
		buf_str(&groups[shown].reason, msg(v->lang, MSG_TABLE_OTHER_REASONS));
	}
	put_groups(v, groups, shown + (rest > 0));
}

int table_unjudged(struct table_view *v)
{
	const struct finding_list *l = v->r->list;
	arena_auto a = {.cap = SIZE_MAX / 4};
	const struct finding_unjudged **sorted;
	struct run *runs = NULL, *run = NULL;
	size_t run_count = 0;

	if (l->unjudged_count == 0)
		return 0;
	sorted = arena_new(&a, const struct finding_unjudged *, l->unjudged_count);
	if (!sorted)
		return YG_ENOMEM;
	for (size_t i = 0; i < l->unjudged_count; i++)
		sorted[i] = &l->unjudged[i];
	qsort(sorted, l->unjudged_count, sizeof *sorted, by_reason);
	for (size_t i = 0; i < l->unjudged_count; i++) {
		if (i == 0 || !same_reason(sorted[i - 1], sorted[i])) {
			if (!(run = arena_push(&a, runs, run_count)))
				return YG_ENOMEM;
			run->first = i;
		}
		run->count++;
	}
	qsort(runs, run_count, sizeof *runs, by_count);
	table_heading(v, sv_of(msg(v->lang, MSG_TABLE_NOT_JUDGED)));
	put_runs(v, sorted, runs, run_count);
	table_say(v, TERM_DIM, (struct sv){NULL, 0},
		  sv_of(msg(v->lang, MSG_TABLE_NOT_JUDGED_WHAT)));
	return v->b->err;
}

static void put_age(struct buf *b, enum msg_lang lang, int64_t days)
{
	if (days < 0)
		buf_str(b, msg(lang, MSG_AGE_UNKNOWN));
	else if (days == 0)
		buf_str(b, msg(lang, MSG_AGE_TODAY));
	else if (days == 1)
		buf_str(b, msg(lang, MSG_AGE_DAY));
	else
		msg_put(b, lang, MSG_AGE_DAYS, (uintmax_t)days);
}

void table_feeds(struct table_view *v)
{
	const struct scan_report *r = v->r;
	struct term_column columns[] = {
		{sv_of(msg(v->lang, MSG_COLUMN_FEED)), false, TERM_CUT, 32},
		{sv_of(msg(v->lang, MSG_COLUMN_STATE)), false, TERM_FIXED, 16},
		{sv_of(msg(v->lang, MSG_COLUMN_AGE)), true, TERM_FIXED, 16},
		{sv_of(msg(v->lang, MSG_COLUMN_RECORDS)), true, TERM_FIXED, 16},
		{sv_of(msg(v->lang, MSG_COLUMN_SOURCE)), false, TERM_WRAP, 0},
	};
	struct term_table t = term_table_make(v->term, columns, YG_COUNT(columns));

	table_heading(v, sv_of(msg(v->lang, MSG_TABLE_FEEDS)));
	if (r->feed_count == 0) {
		table_say(v, TERM_RED, (struct sv){NULL, 0},
			  sv_of(msg(v->lang, MSG_TABLE_NO_FEEDS)));
		return;
	}
	t.indent = v->term->tty ? 1 : 0;
	for (int pass = 0; pass < 2; pass++) {
		if (pass == 1) {
			term_table_fit(&t);
			term_table_head(&t, v->b);
		}
		for (size_t i = 0; i < r->feed_count; i++) {
			const struct scan_feed *f = &r->feeds[i];
			struct buf age = BUF_CAP(256), records = BUF_CAP(64);
			struct buf source = BUF_CAP(1 << 20);
			put_age(&age, v->lang, f->age_days);
			buf_u64(&records, f->records);
			buf_sv(&source, f->source);
			if (f->note.n > 0) {
				buf_str(&source, source.n > 0 ? " - " : "");
				buf_sv(&source, f->note);
			}
			struct term_cell cells[] = {
				{f->name, TERM_PLAIN},
				{sv_of(msg(v->lang, words_feed_state_key(f->state))),
				 f->state == SCAN_FEED_OK ? TERM_GREEN : TERM_RED},
				{buf_view(&age), TERM_PLAIN},
				{buf_view(&records), TERM_PLAIN},
				{buf_view(&source), TERM_DIM},
			};
			if (pass == 0)
				term_table_measure(&t, cells);
			else
				term_table_row(&t, v->b, cells);
			buf_drop(&age);
			buf_drop(&records);
			buf_drop(&source);
		}
	}
}

static void put_notes(struct table_view *v, enum msg_key heading, const struct scan_note *notes,
		      size_t count, uint64_t total)
{
	size_t shown = count < FAILURES_SHOWN ? count : FAILURES_SHOWN;

	if (total == 0)
		return;
	table_heading(v, sv_of(msg(v->lang, heading)));
	for (size_t i = 0; i < shown; i++) {
		struct buf b = BUF_CAP(1 << 20);
		buf_sv(&b, notes[i].where);
		buf_str(&b, notes[i].where.n > 0 ? ": " : "");
		buf_sv(&b, notes[i].what);
		table_say(v, TERM_PLAIN, SV(" - "), buf_view(&b));
		buf_drop(&b);
	}
	if (total > shown) {
		struct buf b = BUF_CAP(256);
		msg_put(&b, v->lang, MSG_TABLE_MORE_NOTES, (uintmax_t)(total - shown));
		table_say(v, TERM_PLAIN, SV(" - "), buf_view(&b));
		buf_drop(&b);
	}
}

void table_failures(struct table_view *v)
{
	const struct scan_report *r = v->r;
	uint64_t skipped = 0;

	for (size_t i = 0; i < r->reader_count; i++)
		skipped += r->readers[i].skipped;
	if (skipped < r->skipped_count)
		skipped = r->skipped_count;
	put_notes(v, MSG_TABLE_FAILURES, r->failures, r->failure_count, r->failure_count);
	put_notes(v, MSG_TABLE_SKIPPED, r->skipped, r->skipped_count, skipped);
}
