/* SPDX-License-Identifier: Apache-2.0 */
/* explain_why.c - steps 4 and 5 for people: the signals, and the decision they led to. */
#include "cli/output/explain_view.h"

/* ---- 4 ---- */

static void put_kev(struct explain_view *v, const struct signals_about *about)
{
	struct sv added;

	if (!words_kev(v->f)) {
		buf_str(&v->line, explain_say(v, v->r->signals ? MSG_EXPLAIN_KEV_NO
							       : MSG_EXPLAIN_KEV_UNKNOWN));
	} else {
		buf_str(&v->line, explain_say(v, MSG_EXPLAIN_KEV_YES));
		added = words_signal(v->r, v->f->signals->kev_added);
		if (added.n > 0) {
			buf_str(&v->line, explain_say(v, MSG_EXPLAIN_KEV_ADDED));
			buf_sv(&v->line, added);
		}
		if (v->f->signals->flags & SIGNALS_RANSOMWARE)
			buf_str(&v->line, explain_say(v, MSG_EXPLAIN_RANSOMWARE));
	}
	if (about && words_signal(v->r, about->kev_date).n > 0) {
		buf_str(&v->line, explain_say(v, MSG_EXPLAIN_AS_OF));
		buf_sv(&v->line, sv_first(words_signal(v->r, about->kev_date), 10));
		buf_str(&v->line, explain_say(v, MSG_EXPLAIN_ROW_END));
	}
	explain_flush(v, true);
}

static void put_percent(struct buf *b, int32_t millionths)
{
	uint64_t tenths = ((uint64_t)millionths + 500) / 1000;	/* of a percent */

	buf_u64(b, tenths / 10);
	buf_char(b, '.');
	buf_u64(b, tenths % 10);
	buf_char(b, '%');
}

static void put_epss(struct explain_view *v, const struct signals_about *about)
{
	struct buf *b = &v->line;

	if (words_epss(v->f) < 0) {
		buf_str(b, explain_say(v, MSG_EXPLAIN_EPSS_NONE));
		explain_flush(v, true);
		return;
	}
	buf_str(b, "EPSS ");
	put_percent(b, words_epss(v->f));
	buf_str(b, explain_say(v, MSG_EXPLAIN_EPSS));
	if (words_percentile(v->f) >= 0) {
		buf_str(b, explain_say(v, MSG_EXPLAIN_PERCENTILE));
		put_percent(b, words_percentile(v->f));
	}
	if (about && words_signal(v->r, about->epss_date).n > 0) {
		buf_str(b, explain_say(v, MSG_EXPLAIN_AS_OF));
		buf_sv(b, sv_first(words_signal(v->r, about->epss_date), 10));
		if (words_signal(v->r, about->epss_model).n > 0) {
			buf_str(b, ", ");
			buf_sv(b, words_signal(v->r, about->epss_model));
		}
		buf_str(b, explain_say(v, MSG_EXPLAIN_ROW_END));
	}
	explain_flush(v, true);
}

static void put_ssvc(struct explain_view *v)
{
	static const enum msg_key exploitation[] = {
		MSG_NONE, MSG_SSVC_EXPLOITATION_NONE, MSG_SSVC_EXPLOITATION_POC,
		MSG_SSVC_EXPLOITATION_ACTIVE,
	};
	static const enum msg_key automatable[] = {
		MSG_NONE, MSG_SSVC_AUTOMATABLE_NO, MSG_SSVC_AUTOMATABLE_YES,
	};
	static const enum msg_key impact[] = {
		MSG_NONE, MSG_SSVC_IMPACT_PARTIAL, MSG_SSVC_IMPACT_TOTAL,
	};
	const struct signals_row *s = v->f->signals;
	enum msg_key keys[3] = {MSG_NONE, MSG_NONE, MSG_NONE};
	bool any = false;

	if (!s)
		return;
	if (s->exploitation < YG_COUNT(exploitation))
		keys[0] = exploitation[s->exploitation];
	if (s->automatable < YG_COUNT(automatable))
		keys[1] = automatable[s->automatable];
	if (s->technical_impact < YG_COUNT(impact))
		keys[2] = impact[s->technical_impact];
	for (size_t i = 0; i < YG_COUNT(keys); i++) {
		if (keys[i] == MSG_NONE)
			continue;
		buf_str(&v->line, any ? explain_say(v, MSG_LIST_COMMA) : "SSVC: ");
		buf_str(&v->line, explain_say(v, keys[i]));
		any = true;
	}
	explain_flush(v, true);
}

static void put_cvss(struct explain_view *v)
{
	const struct finding *f = v->f;
	char text[8];

	for (size_t i = 0; i < f->cvss_count; i++) {
		const struct finding_cvss *c = &f->cvss[i];
		int score = c->published_tenths >= 0 ? c->published_tenths : c->computed_tenths;
		buf_str(&v->line, "CVSS ");
		buf_sv(&v->line, c->version);
		buf_char(&v->line, ' ');
		buf_sv(&v->line, score >= 0 ? words_tenths(score, text) : SV("?"));
		buf_str(&v->line, " (");
		buf_sv(&v->line, c->source);
		buf_str(&v->line, ") ");
		buf_sv(&v->line, c->vector);
		if (i == 0)
			buf_str(&v->line, explain_say(v, MSG_EXPLAIN_CVSS_USED));
		explain_flush(v, true);
		if (c->published_tenths >= 0 && c->computed_tenths >= 0 &&
		    c->published_tenths != c->computed_tenths) {
			buf_str(&v->line, explain_say(v, MSG_EXPLAIN_CVSS_DIFFERS));
			buf_sv(&v->line, words_tenths(c->computed_tenths, text));
			explain_flush(v, false);
		}
	}
	if (f->cvss_count == 0) {
		buf_str(&v->line, explain_say(v, MSG_EXPLAIN_CVSS_NONE));
		explain_flush(v, true);
	}
}

void explain_signals(struct explain_view *v)
{
	const struct signals_about *about = v->r->signals ? signals_about(v->r->signals) : NULL;

	explain_step(v, 4, MSG_EXPLAIN_SIGNALS);
	put_kev(v, about);
	put_epss(v, about);
	put_ssvc(v);
	put_cvss(v);
}

/* ---- 5 ---- */

static void put_asset(struct explain_view *v)
{
	bool any = false;

	for (size_t i = 0; i < v->r->fact_count; i++) {
		const struct scan_fact *f = &v->r->facts[i];
		struct sv title = policy_say(f->title, explain_ja(v));
		struct sv label = policy_say(f->label, explain_ja(v));
		buf_str(&v->line, explain_say(v, any ? MSG_LIST_COMMA : MSG_EXPLAIN_ASSET));
		buf_sv(&v->line, title.n > 0 ? title : f->name);
		buf_str(&v->line, " = ");
		buf_sv(&v->line, label.n > 0 ? label : f->value);
		if (f->assumed)
			buf_str(&v->line, explain_say(v, MSG_EXPLAIN_ASSUMED));
		any = true;
	}
	explain_flush(v, false);
}

/* "held information = medium": what the policy calls the input, and its value. */
static void put_input(struct explain_view *v, const struct decision_input *in)
{
	const struct policy *p = v->r->policy;
	uint8_t slot = p ? policy_slot_find(p, in->name) : POLICY_NO_SLOT;
	struct sv title = {NULL, 0}, value = policy_say(in->label, explain_ja(v));

	if (slot != POLICY_NO_SLOT)
		title = policy_say(p->slots[slot].label, explain_ja(v));
	title = title.n > 0 ? title : in->name;
	value = value.n > 0 ? value : in->value;
	buf_sv(&v->line, title);
	if (sv_eq(title, value))	/* "held information": it is not known */
		return;
	buf_str(&v->line, " = ");
	buf_sv(&v->line, value);
}

static void put_reason(struct explain_view *v, const struct decision_reason *d)
{
	struct sv title = policy_say(d->title, explain_ja(v));
	struct sv label = policy_say(d->label, explain_ja(v));
	struct sv because = policy_say(d->because, explain_ja(v));

	title = title.n > 0 ? title : d->table;
	label = label.n > 0 ? label : d->value;
	/* A row's own words may say it all. */
	if (because.n == 0 || !sv_starts(because, label)) {
		buf_sv(&v->line, title);
		buf_str(&v->line, explain_say(v, MSG_EXPLAIN_COLON));
		buf_sv(&v->line, label);
		if (because.n > 0)
			buf_str(&v->line, explain_say(v, MSG_EXPLAIN_BECAUSE));
	}
	buf_sv(&v->line, because);
	for (size_t i = 0; i < d->input_count; i++) {
		buf_str(&v->line, explain_say(v, i == 0 ? MSG_EXPLAIN_ROW : MSG_LIST_COMMA));
		put_input(v, &d->inputs[i]);
	}
	if (d->row_number > 0 && d->input_count > 0)
		msg_put(&v->line, v->o->lang, MSG_EXPLAIN_ROW_NUMBER, d->row_number);
	else if (d->input_count > 0)
		buf_str(&v->line, explain_say(v, MSG_EXPLAIN_ROW_END));
	explain_flush(v, true);
}

void explain_decision(struct explain_view *v)
{
	const struct decision *d = &v->f->decision;
	const struct policy *p = v->r->policy;

	explain_step(v, 5, MSG_EXPLAIN_DECISION);
	if (p) {
		buf_str(&v->line, explain_say(v, MSG_EXPLAIN_POLICY));
		buf_sv(&v->line, p->id);
		buf_char(&v->line, ' ');
		buf_sv(&v->line, p->version);
		explain_flush(v, false);
	}
	put_asset(v);
	for (size_t i = 0; i < d->reason_count; i++)
		if (v->o->detail || !d->reasons[i].detail)
			put_reason(v, &d->reasons[i]);
	if (d->pending)
		explain_sentence(v, MSG_EXPLAIN_PENDING);
}
