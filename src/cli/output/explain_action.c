/* SPDX-License-Identifier: Apache-2.0 */
/* explain_action.c - step 6 for people: what to do, by when, and what remains in doubt. */
#include "cli/output/explain_view.h"

static void deadline(struct explain_view *v, enum msg_key label, int days)
{
	char text[CLOCK_TEXT_BYTES];
	struct sv s = words_deadline(v->r, days, text);

	explain_fact(v, label, sv_first(s, 10));
}

static void put_duties(struct explain_view *v)
{
	const struct policy *p = v->r->policy;

	for (unsigned i = 0; p && i < p->duty_count; i++) {
		struct sv label = policy_say(p->duties[i].label, explain_ja(v));
		if (v->f->decision.duties_mask >> i & 1)
			explain_fact(v, MSG_EXPLAIN_DUTY,
				     label.n > 0 ? label : p->duties[i].name);
	}
}

static void put_doubts(struct explain_view *v)
{
	const struct finding *f = v->f;
	bool by_cpe = false, inferred = false;

	for (size_t i = 0; i < f->evidence_count; i++) {
		by_cpe = by_cpe || f->evidence[i]->by == MATCH_BY_CPE;
		inferred = inferred || f->evidence[i]->stream_inferred;
	}
	if (f->verdict == MATCH_UNKNOWN)
		explain_sentence(v, MSG_DOUBT_UNKNOWN);
	if (by_cpe)
		explain_sentence(v, MSG_DOUBT_CPE);
	if (inferred)
		explain_sentence(v, MSG_DOUBT_STREAM);
	if (f->decision.assumed_count > 0)
		explain_sentence(v, MSG_DOUBT_ASSUMED);
	for (size_t i = 0; i < v->r->feed_count; i++)
		if (v->r->feeds[i].state != SCAN_FEED_OK) {
			explain_sentence(v, MSG_DOUBT_FEEDS);
			break;
		}
	if (v->r->failure_count > 0)
		explain_sentence(v, MSG_DOUBT_PARTIAL);
}

void explain_action(struct explain_view *v)
{
	const struct finding *f = v->f;
	const struct decision *d = &f->decision;
	enum decide_outcome o = d->outcome;

	explain_step(v, 6, MSG_EXPLAIN_ACTION);
	if (f->verdict == MATCH_NOT_AFFECTED) {
		explain_sentence(v, MSG_EXPLAIN_NOTHING_TO_DO);
		return;
	}
	buf_sv(&v->line, words_outcome(v->o->lang, v->r->policy, o));
	buf_str(&v->line, explain_say(v, MSG_EXPLAIN_COLON));
	buf_sv(&v->line, words_action(v->o->lang, v->r->policy, o));
	explain_flush(v, false);
	deadline(v, MSG_EXPLAIN_DECIDE_BY, d->decide_days);
	deadline(v, MSG_EXPLAIN_MITIGATE_BY, d->mitigate_days);
	deadline(v, MSG_EXPLAIN_REMEDIATE_BY, d->remediate_days);
	if (d->capped)
		explain_sentence(v, MSG_EXPLAIN_CAPPED);
	if (f->fixed_version.n > 0) {
		struct sv name = sv_first(f->name, 200);
		struct sv fixed = sv_first(f->fixed_version, 200);
		msg_put(&v->line, v->o->lang, MSG_EXPLAIN_UPDATE, SV_ARG(name), SV_ARG(fixed));
		explain_flush(v, false);
	} else {
		explain_sentence(v, MSG_EXPLAIN_NO_FIX);
	}
	explain_fact(v, MSG_EXPLAIN_FIX_STATE, f->fix_state);
	explain_fact(v, MSG_EXPLAIN_URGENCY, f->urgency);
	put_duties(v);
	put_doubts(v);
}
