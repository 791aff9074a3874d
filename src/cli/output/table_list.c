/* SPDX-License-Identifier: Apache-2.0 */
/* table_list.c - the findings, worst first: one or two lines each. */
#include "base/term_table.h"
#include "base/text.h"
#include "base/width.h"
#include "cli/output/table_parts.h"

enum { LIST_LEAST = 20, LIST_MOST = 60, ROOM_FOR_REASON = 30 };

enum { OUTCOME, VULNERABILITY, PACKAGE, VERSIONS, KEV, EPSS, CVSS, REASON, COLUMNS };

/* The texts of one row, made anew for each. */
struct row {
	struct buf outcome, versions, reason;
	char epss[8], score[8];
	struct term_cell cells[COLUMNS];
};

static void row_drop(struct row *row)
{
	buf_drop(&row->outcome);
	buf_drop(&row->versions);
	buf_drop(&row->reason);
}

/* How many to list on a terminal when nobody says: what is urgent, and some more. */
static size_t default_limit(const struct finding_list *l)
{
	size_t urgent = l->by_outcome[DECIDE_IMMEDIATE] + l->by_outcome[DECIDE_OUT_OF_CYCLE];

	return urgent < LIST_LEAST ? LIST_LEAST : urgent > LIST_MOST ? LIST_MOST : urgent;
}

static struct sv epss_text(int32_t millionths, char text[8])
{
	unsigned percent = ((unsigned)millionths + 5000) / 10000;
	struct buf b = BUF_CAP(7);
	struct sv s;

	if (millionths < 0)
		return (struct sv){NULL, 0};
	if (percent == 0)
		return SV("<1%");
	buf_u64(&b, percent);
	buf_char(&b, '%');
	memcpy(text, b.p ? b.p : "", b.n);
	s = (struct sv){text, b.n};
	buf_drop(&b);
	return s;
}

static void put_versions(const struct table_view *v, struct buf *b, const struct finding *f)
{
	bool utf8 = v->term->utf8 || !v->term->tty;

	buf_sv(b, f->version.n > 0 ? f->version : SV("?"));
	buf_str(b, utf8 ? " \xe2\x86\x92 " : " -> ");
	if (f->fixed_version.n > 0) {
		buf_sv(b, f->fixed_version);
		return;
	}
	buf_str(b, msg(v->lang, MSG_TABLE_NO_FIX));
	if (f->fix_state.n > 0 && !sv_is(f->fix_state, "open")) {
		buf_str(b, " (");
		buf_sv(b, f->fix_state);
		buf_char(b, ')');
	}
}

static void put_reason(const struct table_view *v, struct buf *b, const struct finding *f)
{
	const struct match_hit *h = f->verdict == MATCH_UNKNOWN ? words_unknown(f) : NULL;

	if (f->verdict == MATCH_UNKNOWN) {
		buf_str(b, msg(v->lang, MSG_VERDICT_UNKNOWN));
		if (h && h->why != MATCH_WHY_NONE)
			buf_fmt(b, ": %s", msg(v->lang, words_why_key(h->why)));
		buf_str(b, msg(v->lang, MSG_LIST_STOP));
	}
	decision_write_headline(b, &f->decision, v->lang == MSG_JA);
}

static void make_row(const struct table_view *v, const struct finding *f, struct row *row)
{
	enum decide_outcome o = f->decision.outcome;
	enum term_style style = words_style(o);
	int score = words_score(f);

	*row = (struct row){.outcome = BUF_CAP(4096), .versions = BUF_CAP(1 << 20),
			    .reason = BUF_CAP(1 << 20)};
	buf_sv(&row->outcome, words_mark(o, v->term->utf8 || !v->term->tty));
	if (f->verdict == MATCH_UNKNOWN)
		buf_char(&row->outcome, '?');
	buf_char(&row->outcome, ' ');
	buf_sv(&row->outcome, words_short(v->lang, v->r->policy, o));
	put_versions(v, &row->versions, f);
	put_reason(v, &row->reason, f);
	row->cells[OUTCOME] = (struct term_cell){buf_view(&row->outcome), style};
	row->cells[VULNERABILITY] = (struct term_cell){f->vulnerability, style};
	row->cells[PACKAGE] = (struct term_cell){f->name, TERM_PLAIN};
	row->cells[VERSIONS] = (struct term_cell){buf_view(&row->versions), TERM_PLAIN};
	row->cells[KEV] = (struct term_cell){words_kev(f) ? SV("KEV") : SV(""), TERM_RED};
	row->cells[EPSS] = (struct term_cell){epss_text(words_epss(f), row->epss), TERM_PLAIN};
	row->cells[CVSS] = (struct term_cell){
		score < 0 ? (struct sv){NULL, 0} : words_tenths(score, row->score), TERM_PLAIN};
	row->cells[REASON] = (struct term_cell){buf_view(&row->reason), TERM_DIM};
}

/*
 * How wide a row is decides its shape: everything on one line, the reason on a second line, or
 * the versions there too.  In a pipe everything is on one line.
 */
enum shape { ONE_LINE, REASON_BELOW, VERSIONS_BELOW };

/* One safe line below the row, cut at the edge of the terminal. */
static void put_below(const struct table_view *v, struct sv text, enum term_style style)
{
	struct buf safe = BUF_CAP(1 << 22);
	size_t room = v->term->columns - 4;
	struct sv mark = {NULL, 0}, line;

	width_put_safe(&safe, text);
	line = buf_view(&safe);
	if (width_text(line) > room) {
		mark = v->term->utf8 ? SV("\xe2\x80\xa6") : SV(".");
		line = width_prefix(line, room - 1);
	}
	if (line.n > 0) {
		term_fill(v->b, ' ', 4);
		term_begin(v->term, v->b, style);
		buf_sv(v->b, line);
		buf_sv(v->b, mark);
		term_end(v->term, v->b, style);
		buf_char(v->b, '\n');
	}
	buf_drop(&safe);
}

static bool on_first_line(enum shape shape, size_t column)
{
	return column == REASON ? shape == ONE_LINE
	     : column == VERSIONS ? shape != VERSIONS_BELOW : true;
}

/* The columns that a shape puts on the first line, in order. */
static size_t pick(enum shape shape, const struct term_cell *from, struct term_cell *to)
{
	size_t n = 0;

	for (size_t i = 0; i < COLUMNS; i++)
		if (on_first_line(shape, i))
			to[n++] = from[i];
	return n;
}

static struct term_table make_table(const struct table_view *v, enum shape shape,
				    struct term_column *columns)
{
	struct term_column all[COLUMNS] = {
		[OUTCOME] = {sv_of(msg(v->lang, MSG_COLUMN_OUTCOME)), false, TERM_FIXED, 24},
		[VULNERABILITY] = {sv_of(msg(v->lang, MSG_COLUMN_VULNERABILITY)), false,
				   TERM_CUT, 24},
		[PACKAGE] = {sv_of(msg(v->lang, MSG_COLUMN_PACKAGE)), false, TERM_CUT, 32},
		[VERSIONS] = {sv_of(msg(v->lang, MSG_COLUMN_VERSIONS)), false, TERM_CUT, 70},
		[KEV] = {SV("KEV"), false, TERM_FIXED, 3},
		[EPSS] = {SV("EPSS"), true, TERM_FIXED, 4},
		[CVSS] = {SV("CVSS"), true, TERM_FIXED, 4},
		[REASON] = {sv_of(msg(v->lang, MSG_COLUMN_REASON)), false, TERM_WRAP, 0},
	};
	struct term_table t;
	size_t n = 0;

	for (size_t i = 0; i < COLUMNS; i++)
		if (on_first_line(shape, i))
			columns[n++] = all[i];
	t = term_table_make(v->term, columns, n);
	t.indent = v->term->tty ? 1 : 0;
	return t;
}

/* Show the rows to the table, or write them; counts what is folded and left out. */
static void each(struct table_view *v, struct term_table *t, enum shape shape, size_t limit,
		 bool measure)
{
	const struct finding_list *l = v->r->list;
	struct term_cell cells[COLUMNS];

	memset(v->folded, 0, sizeof v->folded);
	v->listed = v->not_listed = 0;
	for (size_t i = 0; i < l->count; i++) {
		enum words_fold fold = v->o->all ? WORDS_SHOWN : words_fold_of(&l->findings[i]);
		struct row row;
		if (fold != WORDS_SHOWN) {
			v->folded[fold]++;
			continue;
		}
		if (v->listed >= limit) {
			v->not_listed++;
			continue;
		}
		v->listed++;
		make_row(v, &l->findings[i], &row);
		(void)pick(shape, row.cells, cells);
		if (measure) {
			term_table_measure(t, cells);
		} else {
			term_table_row(t, v->b, cells);
			if (shape == VERSIONS_BELOW)
				put_below(v, row.cells[VERSIONS].text, TERM_PLAIN);
			if (shape != ONE_LINE)
				put_below(v, row.cells[REASON].text, TERM_DIM);
			sink_spill(v->sink);
		}
		row_drop(&row);
	}
}

static size_t width_of(const struct term_table *t)
{
	size_t n = t->indent + 2 * (t->count - 1);

	for (size_t i = 0; i < t->count; i++)
		n += t->width[i];
	return n;
}

int table_list(struct table_view *v)
{
	const struct finding_list *l = v->r->list;
	struct term_column columns[COLUMNS];
	struct term_table t;
	size_t limit = v->o->all || !v->term->tty ? SIZE_MAX
		     : v->o->limit ? v->o->limit : default_limit(l);
	enum shape shape = ONE_LINE;

	if (l->count == 0)
		return 0;
	table_heading(v, sv_of(msg(v->lang, MSG_TABLE_LIST)));
	if (v->term->tty) {
		shape = REASON_BELOW;
		t = make_table(v, shape, columns);
		each(v, &t, shape, limit, true);
		if (width_of(&t) + ROOM_FOR_REASON <= v->term->columns) {
			shape = ONE_LINE;
		} else if (width_of(&t) > v->term->columns) {
			shape = VERSIONS_BELOW;
		}
	}
	t = make_table(v, shape, columns);
	each(v, &t, shape, limit, true);
	term_table_fit(&t);
	term_table_head(&t, v->b);
	each(v, &t, shape, limit, false);
	return v->b->err;
}
