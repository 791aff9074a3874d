/* SPDX-License-Identifier: Apache-2.0 */
/* table.c - the scan for people: what to do, what it rests on, what could not be judged. */
#include "base/term_table.h"
#include "base/text.h"
#include "base/width.h"
#include "cli/output/table_parts.h"

void table_heading(struct table_view *v, struct sv title)
{
	buf_char(v->b, '\n');
	if (!v->term->tty)
		buf_str(v->b, "# ");
	term_put(v->term, v->b, TERM_BOLD, title);
	buf_char(v->b, '\n');
}

void table_say(struct table_view *v, enum term_style style, struct sv mark, struct sv text)
{
	unsigned indent = (unsigned)width_text(mark);

	if (!v->term->tty)
		buf_str(v->b, "# ");
	term_begin(v->term, v->b, style);
	buf_sv(v->b, mark);
	term_wrap(v->term, v->b, text, indent, true);
	/* The style ends before the line does, so that a pager's next line is plain. */
	if (v->b->n > 0 && v->b->p[v->b->n - 1] == '\n' && v->term->color) {
		v->b->n--;
		term_end(v->term, v->b, style);
		buf_char(v->b, '\n');
	}
}

/* What was scanned: the system, the kernel that runs, how many packages, when. */
static void put_subject(struct table_view *v)
{
	const struct scan_report *r = v->r;
	struct buf b = BUF_CAP(1 << 20);
	struct sv os = r->os.pretty_name.n > 0 ? r->os.pretty_name : r->os.id;
	struct sv kernel = sv_first(r->running_kernel, 200);
	char day[CLOCK_TEXT_BYTES];

	buf_sv(&b, os.n > 0 ? os : r->source);
	if (r->running_kernel.n > 0)
		msg_put(&b, v->lang, MSG_TABLE_KERNEL, SV_ARG(kernel));
	msg_put(&b, v->lang, MSG_TABLE_COMPONENTS, r->list->component_count);
	for (size_t i = 0; i < r->reader_count; i++) {
		buf_str(&b, i == 0 ? " (" : ", ");
		buf_sv(&b, r->readers[i].name);
	}
	if (r->reader_count > 0)
		buf_char(&b, ')');
	(void)clock_format_date(r->time, day);
	buf_str(&b, ", ");
	buf_str(&b, day);
	table_say(v, TERM_BOLD, (struct sv){NULL, 0}, buf_view(&b));
	buf_drop(&b);
}

/* What is assumed about the asset, and how to say what it really is. */
static void put_assumptions(struct table_view *v)
{
	const struct scan_report *r = v->r;
	struct buf b = BUF_CAP(1 << 20);
	bool any = false;

	for (size_t i = 0; i < r->fact_count; i++) {
		const struct scan_fact *f = &r->facts[i];
		struct sv title = policy_say(f->title, v->lang == MSG_JA);
		struct sv label = policy_say(f->label, v->lang == MSG_JA);
		if (!f->assumed)
			continue;
		buf_str(&b, any ? msg(v->lang, MSG_LIST_COMMA)
				: msg(v->lang, MSG_TABLE_ASSUMED));
		buf_sv(&b, title.n > 0 ? title : f->name);
		buf_str(&b, " = ");
		buf_sv(&b, label.n > 0 ? label : f->value);
		any = true;
	}
	if (any) {
		buf_str(&b, msg(v->lang, MSG_TABLE_ASSUMED_END));
		table_say(v, TERM_DIM, (struct sv){NULL, 0}, buf_view(&b));
	}
	buf_drop(&b);
}

static void put_days(struct buf *b, enum msg_lang lang, int days)
{
	if (days == 1)
		buf_str(b, msg(lang, MSG_DAYS_ONE));
	else
		msg_put(b, lang, MSG_DAYS_MANY, days);
}

/* "Act at once; mitigate within 1 day, fix within 3 days" */
static void put_action(const struct table_view *v, struct buf *b, enum decide_outcome o)
{
	const struct policy_outcome *rule = words_rule(v->r->policy, o);
	struct buf mitigate = BUF_CAP(64), fix = BUF_CAP(64);

	buf_sv(b, words_action(v->lang, v->r->policy, o));
	if (rule && rule->remediate_days >= 0) {
		put_days(&fix, v->lang, rule->remediate_days);
		put_days(&mitigate, v->lang, rule->mitigate_days);
		if (fix.err || mitigate.err)
			b->err = b->err ? b->err : YG_ENOMEM;
		else if (rule->mitigate_days >= 0)
			msg_put(b, v->lang, MSG_TABLE_WITHIN_BOTH, mitigate.p, fix.p);
		else
			msg_put(b, v->lang, MSG_TABLE_WITHIN, fix.p);
	}
	buf_drop(&mitigate);
	buf_drop(&fix);
}

static void put_summary(struct table_view *v)
{
	static const struct term_column columns[] = {
		{{NULL, 0}, false, TERM_FIXED, 0}, {{NULL, 0}, true, TERM_FIXED, 0},
		{{NULL, 0}, false, TERM_WRAP, 0},
	};
	struct term_table t = term_table_make(v->term, columns, YG_COUNT(columns));
	const struct finding_list *l = v->r->list;

	t.indent = v->term->tty ? 1 : 0;
	for (int pass = 0; pass < 2; pass++) {
		for (int o = DECIDE_IMMEDIATE; o >= DECIDE_DEFER; o--) {
			enum decide_outcome outcome = (enum decide_outcome)o;
			size_t n = l->by_outcome[o];
			struct buf name = BUF_CAP(4096), count = BUF_CAP(64);
			struct buf say = BUF_CAP(1 << 16);
			buf_sv(&name, words_mark(outcome, v->term->utf8 || !v->term->tty));
			buf_char(&name, ' ');
			buf_sv(&name, words_outcome(v->lang, v->r->policy, outcome));
			buf_u64(&count, n);
			put_action(v, &say, outcome);
			struct term_cell cells[] = {
				{buf_view(&name), n > 0 ? words_style(outcome) : TERM_DIM},
				{buf_view(&count), n > 0 ? words_style(outcome) : TERM_DIM},
				{buf_view(&say), n > 0 ? TERM_PLAIN : TERM_DIM},
			};
			if (pass == 0)
				term_table_measure(&t, cells);
			else
				term_table_row(&t, v->b, cells);
			buf_drop(&name);
			buf_drop(&count);
			buf_drop(&say);
		}
		if (pass == 0)
			term_table_fit(&t);
	}
}

/* What the numbers above do not hold, or hold only with a doubt. */
static void put_beside(struct table_view *v)
{
	const struct finding_list *l = v->r->list;
	struct buf undecided = BUF_CAP(4096), idle = BUF_CAP(4096), unjudged = BUF_CAP(4096);
	const struct { struct buf *b; size_t n; } lines[] = {
		{&undecided, l->undecided}, {&idle, l->idle}, {&unjudged, l->unjudged_count},
	};

	msg_put(&undecided, v->lang, MSG_TABLE_UNDECIDED, l->undecided);
	msg_put(&idle, v->lang, MSG_TABLE_IDLE, l->idle);
	msg_put(&unjudged, v->lang, MSG_TABLE_UNJUDGED, l->unjudged_count);
	for (size_t i = 0; i < YG_COUNT(lines); i++) {
		if (lines[i].n > 0)
			table_say(v, TERM_PLAIN, (struct sv){NULL, 0}, buf_view(lines[i].b));
		buf_drop(lines[i].b);
	}
}

/* Nothing was found: good news, no feed, or nothing to look at? */
static void put_nothing(struct table_view *v)
{
	const struct finding_list *l = v->r->list;
	struct buf b = BUF_CAP(4096);

	if (l->component_count == 0)
		buf_str(&b, msg(v->lang, MSG_TABLE_NO_COMPONENTS));
	else if (l->unjudged_count >= l->component_count)
		buf_str(&b, msg(v->lang, MSG_TABLE_NOTHING_JUDGED));
	else
		msg_put(&b, v->lang, MSG_TABLE_NOTHING_FOUND,
			l->component_count - l->unjudged_count);
	table_say(v, TERM_PLAIN, (struct sv){NULL, 0}, buf_view(&b));
	buf_drop(&b);
}

static void put_folded(struct table_view *v)
{
	static const enum msg_key keys[WORDS_FOLD_COUNT] = {
		[WORDS_SHOWN] = MSG_FOLD_LIMIT,		/* shown, but for the limit */
		[WORDS_KERNEL] = MSG_FOLD_KERNEL, [WORDS_NO_CODE] = MSG_FOLD_NO_CODE,
		[WORDS_UNIMPORTANT] = MSG_FOLD_UNIMPORTANT,
	};
	static const struct term_column columns[] = {
		{{NULL, 0}, true, TERM_FIXED, 0}, {{NULL, 0}, false, TERM_WRAP, 0},
	};
	struct term_table t = term_table_make(v->term, columns, YG_COUNT(columns));
	bool any = v->not_listed > 0;

	for (int i = WORDS_SHOWN + 1; i < WORDS_FOLD_COUNT; i++)
		any = any || v->folded[i] > 0;
	if (!any)
		return;
	table_heading(v, sv_of(msg(v->lang, MSG_TABLE_FOLDED)));
	t.indent = v->term->tty ? 1 : 0;
	for (int pass = 0; pass < 2; pass++) {
		for (int i = WORDS_SHOWN; i < WORDS_FOLD_COUNT; i++) {
			size_t n = i == WORDS_SHOWN ? v->not_listed : v->folded[i];
			struct buf count = BUF_CAP(64);
			buf_u64(&count, n);
			struct term_cell cells[] = {
				{buf_view(&count), TERM_PLAIN},
				{sv_of(msg(v->lang, keys[i])), TERM_PLAIN},
			};
			if (n > 0 && pass == 0)
				term_table_measure(&t, cells);
			else if (n > 0)
				term_table_row(&t, v->b, cells);
			buf_drop(&count);
		}
		if (pass == 0)
			term_table_fit(&t);
	}
	table_say(v, TERM_DIM, (struct sv){NULL, 0}, sv_of(msg(v->lang, MSG_TABLE_UNFOLD)));
}

/* One thing to type next: "yagura explain CVE-1 --local". */
struct next {
	const char *verb;
	struct sv id;
	bool again;		/* followed by the operands of this scan */
	const char *rest;
	enum msg_key what;
};

static void put_next_row(struct table_view *v, struct term_table *t, const struct next *n,
			 bool measure)
{
	struct buf b = BUF_CAP(1 << 16);

	buf_fmt(&b, "yagura %s", n->verb);
	if (n->id.n > 0)
		buf_char(&b, ' ');
	buf_sv(&b, n->id);
	if (n->again) {
		buf_char(&b, ' ');
		buf_sv(&b, v->r->again);
	}
	buf_str(&b, n->rest);
	struct term_cell cells[] = {
		{buf_view(&b), TERM_BOLD}, {sv_of(msg(v->lang, n->what)), TERM_PLAIN},
	};
	if (measure)
		term_table_measure(t, cells);
	else
		term_table_row(t, v->b, cells);
	buf_drop(&b);
}

static void put_next(struct table_view *v)
{
	static const struct term_column columns[] = {
		{{NULL, 0}, false, TERM_FIXED, 0}, {{NULL, 0}, false, TERM_WRAP, 0},
	};
	const struct finding_list *l = v->r->list;
	struct term_table t = term_table_make(v->term, columns, YG_COUNT(columns));
	const struct next next[] = {
		{"explain", l->count > 0 ? l->findings[0].vulnerability : SV(""), true, "",
		 MSG_NEXT_EXPLAIN},
		{"scan", SV(""), true, " --all | less", MSG_NEXT_ALL},
		{"scan", SV(""), true, " -o csv > findings.csv", MSG_NEXT_CSV},
		{"help scan", SV(""), false, "", MSG_NEXT_HELP},
	};
	size_t first = l->count > 0 ? 0 : 3;	/* nothing found: nothing to explain */

	table_heading(v, sv_of(msg(v->lang, MSG_TABLE_NEXT)));
	t.indent = v->term->tty ? 1 : 0;
	for (size_t i = first; i < YG_COUNT(next); i++)
		put_next_row(v, &t, &next[i], true);
	term_table_fit(&t);
	for (size_t i = first; i < YG_COUNT(next); i++)
		put_next_row(v, &t, &next[i], false);
}

int output_table(const struct scan_report *r, const struct output_options *o, struct sink *s)
{
	struct table_view v = {.r = r, .o = o, .term = o->term, .lang = o->lang, .sink = s,
			       .b = &s->b};
	int code;

	if (r->demonstration)
		table_say(&v, TERM_YELLOW, (struct sv){NULL, 0},
			  sv_of(msg(v.lang, MSG_TABLE_DEMONSTRATION)));
	if (r->failure_count > 0)
		table_say(&v, TERM_RED, (struct sv){NULL, 0},
			  sv_of(msg(v.lang, MSG_TABLE_PARTIAL)));
	put_subject(&v);
	put_assumptions(&v);
	table_heading(&v, sv_of(msg(v.lang, MSG_TABLE_SUMMARY)));
	put_summary(&v);
	put_beside(&v);
	if (r->list->count == 0)
		put_nothing(&v);
	if ((code = table_list(&v)) < 0)
		return code;
	put_folded(&v);
	if ((code = table_updates(&v)) < 0 || (code = table_unknown(&v)) < 0 ||
	    (code = table_unjudged(&v)) < 0)
		return code;
	table_feeds(&v);
	table_failures(&v);
	put_next(&v);
	return s->b.err;
}
