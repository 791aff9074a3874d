/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c - the six steps for people: what is installed, what is said, the comparison. */
#include "base/limits.h"
#include "base/width.h"
#include "cli/output/explain_view.h"

void explain_step(struct explain_view *v, int number, enum msg_key title)
{
	buf_char(v->b, '\n');
	term_begin(v->o->term, v->b, TERM_BOLD);
	buf_fmt(v->b, "%d. %s", number, explain_say(v, title));
	term_end(v->o->term, v->b, TERM_BOLD);
	buf_char(v->b, '\n');
}

void explain_flush(struct explain_view *v, bool item)
{
	unsigned indent = item ? 5 : 3;

	if (v->line.err && !v->b->err)
		v->b->err = v->line.err;
	if (v->line.n > 0) {
		buf_str(v->b, item ? "   - " : "   ");
		term_wrap(v->o->term, v->b, buf_view(&v->line), indent, true);
	}
	buf_clear(&v->line);
}

void explain_fact(struct explain_view *v, enum msg_key label, struct sv value)
{
	if (value.n == 0)
		return;
	buf_fmt(&v->line, "%s%s", explain_say(v, label), explain_say(v, MSG_EXPLAIN_COLON));
	buf_sv(&v->line, value);
	explain_flush(v, false);
}

void explain_list(struct explain_view *v, enum msg_key label, const struct sv *items, size_t n)
{
	if (n == 0)
		return;
	buf_fmt(&v->line, "%s%s", explain_say(v, label), explain_say(v, MSG_EXPLAIN_COLON));
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_str(&v->line, explain_say(v, MSG_LIST_COMMA));
		buf_sv(&v->line, items[i]);
	}
	explain_flush(v, false);
}

void explain_sentence(struct explain_view *v, enum msg_key key)
{
	buf_str(&v->line, explain_say(v, key));
	explain_flush(v, false);
}

/* ---- 1 ---- */

static void put_installed(struct explain_view *v)
{
	const struct finding *f = v->f;
	const struct component *c = f->component;

	explain_step(v, 1, MSG_EXPLAIN_INSTALLED);
	buf_sv(&v->line, f->name);
	buf_char(&v->line, ' ');
	if (f->version.n > 0)
		buf_sv(&v->line, f->version);
	else
		buf_str(&v->line, explain_say(v, MSG_EXPLAIN_NO_VERSION));
	if (f->by_source)
		buf_str(&v->line, explain_say(v, MSG_EXPLAIN_SOURCE_PACKAGE));
	explain_flush(v, false);
	explain_list(v, MSG_EXPLAIN_BINARIES, f->binaries, f->binary_count);
	explain_fact(v, MSG_EXPLAIN_PURL, words_purl(f, v->a));
	explain_fact(v, MSG_EXPLAIN_MODULE, c->module);
	explain_fact(v, MSG_EXPLAIN_ORIGIN, c->origin);
	if (f->file_count > 0)
		explain_list(v, MSG_EXPLAIN_SEEN_IN, f->files, f->file_count);
	else
		explain_fact(v, MSG_EXPLAIN_SEEN_IN, v->r->source);
	if (f->running == FINDING_RUNNING)
		explain_sentence(v, MSG_EXPLAIN_RUNNING);
	else if (f->running == FINDING_NOT_RUNNING)
		explain_sentence(v, MSG_EXPLAIN_NOT_RUNNING);
	if (f->no_code)
		explain_sentence(v, MSG_EXPLAIN_NO_CODE);
}

/* ---- 2 ---- */

/* "debian-tracker (Debian): CVE-2023-52425" */
static void put_record_name(struct explain_view *v, struct sv source, struct sv publisher,
			    struct sv id)
{
	buf_sv(&v->line, source);
	if (publisher.n > 0) {
		buf_str(&v->line, " (");
		buf_sv(&v->line, publisher);
		buf_char(&v->line, ')');
	}
	buf_str(&v->line, ": ");
	buf_sv(&v->line, id);
}

/* What a record itself says, in the reader's language where it has that; whether it says
 * what the vulnerability is.  named: its name does not stand above yet. */
static bool put_record_text(struct explain_view *v, struct sv source, struct sv id, bool named)
{
	const struct record *r;
	struct sv text;

	if (!v->records || v->records->find(v->records->ctx, v->a, source, id, &r) < 0)
		return false;
	text = explain_ja(v) && r->description_ja.n > 0 ? r->description_ja
	     : r->description_en.n > 0 ? r->description_en : r->description_ja;
	if (named) {
		put_record_name(v, source, r->publisher, id);
		explain_flush(v, true);
	}
	explain_fact(v, MSG_EXPLAIN_DESCRIPTION, sv_first(text, LIMIT_EXPLAIN_TEXT));
	explain_fact(v, MSG_EXPLAIN_CONDITIONS, sv_first(r->conditions, LIMIT_EXPLAIN_TEXT));
	explain_fact(v, MSG_EXPLAIN_IMPACT, sv_first(r->impact, LIMIT_EXPLAIN_TEXT));
	explain_fact(v, MSG_EXPLAIN_REMEDY, sv_first(r->remedy, LIMIT_EXPLAIN_TEXT));
	explain_fact(v, MSG_EXPLAIN_WORKAROUND, sv_first(r->workaround, LIMIT_EXPLAIN_TEXT));
	for (size_t i = 0; i < r->reference_count && i < 3; i++)
		explain_fact(v, MSG_EXPLAIN_REFERENCE, r->references[i].url);
	return text.n > 0;
}

/* A vendor's record often gives versions only: the CVE's own record, or an alias's, then says
 * what it is about. */
static void put_other_text(struct explain_view *v)
{
	static const struct sv sources[] = {SV_INIT("cve5"), SV_INIT("osv")};
	const struct finding *f = v->f;

	for (size_t i = 0; i < YG_COUNT(sources); i++) {
		if (put_record_text(v, sources[i], f->vulnerability, true))
			return;
		for (size_t k = 0; k < f->alias_count && k < 8; k++)
			if (put_record_text(v, sources[i], f->aliases[k], true))
				return;
	}
}

static void put_records(struct explain_view *v)
{
	const struct finding *f = v->f;
	bool told = false;

	explain_step(v, 2, MSG_EXPLAIN_RECORDS);
	for (size_t i = 0; i < f->evidence_count; i++) {
		const struct match_hit *h = f->evidence[i];
		struct sv publisher = match_string(v->r->match, h->record->publisher);
		struct sv modified = match_string(v->r->match, h->record->modified);
		struct sv source = words_record_source(v->r, h), id = words_record(v->r, h);
		put_record_name(v, source, publisher, id);
		buf_str(&v->line, explain_say(v, MSG_EXPLAIN_RANGE));
		buf_sv(&v->line, match_range_text(v->r->match, h, v->a));
		if (modified.n > 0) {
			buf_str(&v->line, explain_say(v, MSG_EXPLAIN_MODIFIED));
			buf_sv(&v->line, sv_first(modified, 10));
		}
		explain_flush(v, true);
		if (h->by == MATCH_BY_CPE) {
			buf_str(&v->line, explain_say(v, MSG_EXPLAIN_BY_CPE));
			explain_flush(v, false);
		}
		told |= put_record_text(v, source, id, false);
	}
	if (!told)
		put_other_text(v);
}

/* ---- 3 ---- */

static void put_comparison(struct explain_view *v)
{
	const struct finding *f = v->f;

	explain_step(v, 3, MSG_EXPLAIN_COMPARISON);
	for (size_t i = 0; i < f->evidence_count; i++) {
		const struct match_hit *h = f->evidence[i];
		struct sv compared = match_compared_text(v->r->match, h, v->a);
		buf_sv(&v->line, words_record_source(v->r, h));
		buf_str(&v->line, ": ");
		if (compared.n > 0)
			buf_sv(&v->line, compared);
		else
			buf_str(&v->line, explain_say(v, MSG_EXPLAIN_NOT_COMPARED));
		buf_fmt(&v->line, " %s %s", v->o->term->utf8 ? "\xe2\x86\x92" : "->",
			explain_say(v, words_verdict_key(h->verdict)));
		if (h->why != MATCH_WHY_NONE) {
			buf_str(&v->line, explain_say(v, MSG_EXPLAIN_BECAUSE));
			words_put_why(&v->line, v->o->lang, h->why, h->detail);
		}
		explain_flush(v, true);
		if (h->stream_inferred) {
			buf_str(&v->line, explain_say(v, MSG_EXPLAIN_STREAM_INFERRED));
			explain_flush(v, false);
		}
	}
	if (f->evidence_count > 1)
		explain_sentence(v, MSG_EXPLAIN_SEVERAL);
}

static void put_title(struct explain_view *v)
{
	const struct finding *f = v->f;
	struct sv title = explain_ja(v) && f->title_ja.n > 0 ? f->title_ja
			: f->title_en.n > 0 ? f->title_en : f->title_ja;
	enum decide_outcome o = f->decision.outcome;
	struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);

	buf_sv(&b, f->vulnerability);
	buf_str(&b, ": ");
	buf_sv(&b, f->name);
	buf_char(&b, ' ');
	buf_sv(&b, f->version);
	term_put(v->o->term, v->b, TERM_BOLD, buf_view(&b));
	buf_char(v->b, '\n');
	buf_drop(&b);
	if (title.n > 0)
		term_wrap(v->o->term, v->b, title, 0, false);
	explain_list(v, MSG_EXPLAIN_ALIASES, f->aliases, f->alias_count);
	if (f->verdict == MATCH_NOT_AFFECTED) {
		buf_str(v->b, explain_say(v, MSG_VERDICT_NOT_AFFECTED));
	} else {
		term_begin(v->o->term, v->b, words_style(o));
		buf_sv(v->b, words_mark(o, v->o->term->utf8));
		buf_char(v->b, ' ');
		width_put_safe(v->b, words_outcome(v->o->lang, v->r->policy, o));
		term_end(v->o->term, v->b, words_style(o));
		if (f->verdict == MATCH_UNKNOWN)
			buf_fmt(v->b, " (%s)", explain_say(v, MSG_VERDICT_UNKNOWN));
	}
	buf_char(v->b, '\n');
}

int explain_table(const struct scan_report *r, const struct output_options *o,
		  const struct explain_records *records, const struct finding *const *findings,
		  size_t count, struct sink *s)
{
	arena_auto a = {.cap = LIMIT_OUTPUT_ROW};
	struct explain_view v = {.r = r, .o = o, .records = records, .a = &a, .b = &s->b,
			 .line = BUF_CAP(LIMIT_OUTPUT_ROW)};

	for (size_t i = 0; i < count; i++) {
		v.f = findings[i];
		if (i > 0)
			buf_str(v.b, "\n\n");
		put_title(&v);
		put_installed(&v);
		put_records(&v);
		put_comparison(&v);
		explain_signals(&v);
		explain_decision(&v);
		explain_action(&v);
		arena_reset(&a);
		sink_spill(s);
	}
	buf_drop(&v.line);
	return s->b.err ? s->b.err : sink_flush(s);
}
