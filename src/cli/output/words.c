/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/words.h"

#include "base/text.h"

const char *words_verdict(enum match_verdict v)
{
	switch (v) {
	case MATCH_AFFECTED: return "affected";
	case MATCH_UNKNOWN: return "unknown";
	case MATCH_NOT_AFFECTED: break;
	}
	return "not_affected";
}

enum msg_key words_verdict_key(enum match_verdict v)
{
	switch (v) {
	case MATCH_AFFECTED: return MSG_VERDICT_AFFECTED;
	case MATCH_UNKNOWN: return MSG_VERDICT_UNKNOWN;
	case MATCH_NOT_AFFECTED: break;
	}
	return MSG_VERDICT_NOT_AFFECTED;
}

static const struct { const char *name; enum msg_key key; } feed_states[] = {
	[SCAN_FEED_OK] = {"ok", MSG_SCAN_FEED_OK},
	[SCAN_FEED_UNKNOWN] = {"unknown", MSG_SCAN_FEED_UNKNOWN},
	[SCAN_FEED_STALE] = {"stale", MSG_SCAN_FEED_STALE},
	[SCAN_FEED_PARTIAL] = {"partial", MSG_SCAN_FEED_PARTIAL},
	[SCAN_FEED_MISSING] = {"missing", MSG_SCAN_FEED_MISSING},
};

const char *words_feed_state(enum scan_feed_state s)
{
	return feed_states[s].name;
}

enum msg_key words_feed_state_key(enum scan_feed_state s)
{
	return feed_states[s].key;
}

enum msg_key words_why_key(enum match_why why)
{
	switch (why) {
	case MATCH_WHY_NONE: break;
	case MATCH_WHY_VERSION_MISSING: return MSG_WHY_VERSION_MISSING;
	case MATCH_WHY_NOT_COMPARABLE: return MSG_WHY_NOT_COMPARABLE;
	case MATCH_WHY_NO_SCHEME: return MSG_WHY_NO_SCHEME;
	case MATCH_WHY_SOURCE_UNDETERMINED: return MSG_WHY_SOURCE_UNDETERMINED;
	case MATCH_WHY_SOURCE_UNCLEAR: return MSG_WHY_SOURCE_UNCLEAR;
	case MATCH_WHY_MODULE_UNKNOWN: return MSG_WHY_MODULE_UNKNOWN;
	case MATCH_WHY_PLATFORM: return MSG_WHY_PLATFORM;
	case MATCH_WHY_NO_FEED: return MSG_WHY_NO_FEED;
	case MATCH_WHY_THIRD_PARTY: return MSG_WHY_THIRD_PARTY;
	case MATCH_WHY_NO_IDENTITY: return MSG_WHY_NO_IDENTITY;
	case MATCH_WHY_NO_RELEASE: return MSG_WHY_NO_RELEASE;
	}
	return MSG_NONE;
}

void words_put_why(struct buf *b, enum msg_lang lang, enum match_why why, struct sv detail)
{
	buf_str(b, msg(lang, words_why_key(why)));
	if (detail.n == 0)
		return;
	buf_str(b, ": ");
	buf_sv(b, detail);
}

struct sv words_mark(enum decide_outcome o, bool utf8)
{
	switch (o) {
	case DECIDE_IMMEDIATE: return utf8 ? SV("\xe2\x96\xb2") : SV("!");
	case DECIDE_OUT_OF_CYCLE: return utf8 ? SV("\xe2\x97\x86") : SV("*");
	case DECIDE_SCHEDULED: return utf8 ? SV("\xe2\x97\x8f") : SV("o");
	case DECIDE_DEFER: return utf8 ? SV("\xe2\x80\x93") : SV("-");
	case DECIDE_OUTCOME_NONE: break;
	}
	return SV("?");
}

enum term_style words_style(enum decide_outcome o)
{
	switch (o) {
	case DECIDE_IMMEDIATE: return TERM_RED;
	case DECIDE_OUT_OF_CYCLE: return TERM_YELLOW;
	case DECIDE_SCHEDULED: return TERM_BLUE;
	case DECIDE_DEFER: return TERM_DIM;
	case DECIDE_OUTCOME_NONE: break;
	}
	return TERM_PLAIN;
}

/* The policy's rule for an outcome; several of its values may mean the same one, and the
 * first speaks for them. */
const struct policy_outcome *words_rule(const struct policy *p, enum decide_outcome o)
{
	const struct policy_slot *slot = p ? &p->slots[p->outcome_slot] : NULL;

	for (unsigned i = 0; slot && i < slot->value_count; i++)
		if (slot->values[i].means == o)
			return &p->outcomes[i];
	return NULL;
}

struct sv words_outcome(enum msg_lang lang, const struct policy *p, enum decide_outcome o)
{
	static const enum msg_key keys[DECIDE_OUTCOME_COUNT] = {
		[DECIDE_OUTCOME_NONE] = MSG_OUTCOME_NONE, [DECIDE_DEFER] = MSG_OUTCOME_DEFER,
		[DECIDE_SCHEDULED] = MSG_OUTCOME_SCHEDULED,
		[DECIDE_OUT_OF_CYCLE] = MSG_OUTCOME_OUT_OF_CYCLE,
		[DECIDE_IMMEDIATE] = MSG_OUTCOME_IMMEDIATE,
	};
	const struct policy_outcome *rule = words_rule(p, o);
	struct sv s = rule ? policy_say(rule->label, lang == MSG_JA) : (struct sv){NULL, 0};

	return s.n > 0 ? s : sv_of(msg(lang, keys[o]));
}

struct sv words_short(enum msg_lang lang, const struct policy *p, enum decide_outcome o)
{
	struct sv s = words_outcome(lang, p, o);

	return sv_first(s, sv_search(s, SV("\xef\xbc\x88")));	/* U+FF08: ( */
}

struct sv words_action(enum msg_lang lang, const struct policy *p, enum decide_outcome o)
{
	static const enum msg_key keys[DECIDE_OUTCOME_COUNT] = {
		[DECIDE_OUTCOME_NONE] = MSG_ACTION_NONE, [DECIDE_DEFER] = MSG_ACTION_DEFER,
		[DECIDE_SCHEDULED] = MSG_ACTION_SCHEDULED,
		[DECIDE_OUT_OF_CYCLE] = MSG_ACTION_OUT_OF_CYCLE,
		[DECIDE_IMMEDIATE] = MSG_ACTION_IMMEDIATE,
	};
	const struct policy_outcome *rule = words_rule(p, o);
	struct sv s = rule ? policy_say(rule->action, lang == MSG_JA) : (struct sv){NULL, 0};

	return s.n > 0 ? s : sv_of(msg(lang, keys[o]));
}

struct sv words_deadline(const struct scan_report *r, int days, char text[CLOCK_TEXT_BYTES])
{
	if (days < 0)
		return (struct sv){NULL, 0};
	return clock_format(r->time + (int64_t)days * CLOCK_DAY_SECONDS, text);
}

int words_score(const struct finding *f)
{
	if (f->cvss_count == 0)
		return -1;
	return f->cvss[0].computed_tenths >= 0 ? f->cvss[0].computed_tenths
					       : f->cvss[0].published_tenths;
}

struct sv words_tenths(int tenths, char text[8])
{
	unsigned n = tenths < 0 ? 0 : tenths > 100 ? 100 : (unsigned)tenths;
	size_t at = 0;

	if (n >= 100)
		text[at++] = '1';
	text[at++] = (char)('0' + n / 10 % 10);
	text[at++] = '.';
	text[at++] = (char)('0' + n % 10);
	return (struct sv){text, at};
}

bool words_kev(const struct finding *f)
{
	return f->signals && f->signals->flags & SIGNALS_KEV;
}

int32_t words_epss(const struct finding *f)
{
	if (!f->signals || !(f->signals->flags & SIGNALS_EPSS))
		return -1;
	return f->signals->epss <= 1000000 ? (int32_t)f->signals->epss : 1000000;
}

int32_t words_percentile(const struct finding *f)
{
	if (words_epss(f) < 0 || !(f->signals->flags & SIGNALS_PERCENTILE))
		return -1;
	return f->signals->percentile <= 1000000 ? (int32_t)f->signals->percentile : 1000000;
}

const struct match_hit *words_unknown(const struct finding *f)
{
	for (size_t i = 0; i < f->evidence_count; i++)
		if (f->evidence[i]->verdict == MATCH_UNKNOWN)
			return f->evidence[i];
	return NULL;
}

enum words_fold words_fold_of(const struct finding *f)
{
	if (f->running == FINDING_NOT_RUNNING)
		return WORDS_KERNEL;
	if (f->no_code)
		return WORDS_NO_CODE;
	/* The vendor's word never hides what somebody exploits or what we call urgent. */
	if (sv_is(f->urgency, "unimportant") && f->decision.outcome < DECIDE_OUT_OF_CYCLE &&
	    !words_kev(f))
		return WORDS_UNIMPORTANT;
	return WORDS_SHOWN;
}

struct sv words_purl(const struct finding *f, struct arena *a)
{
	struct sv built;

	if (f->component->purl.n > 0)
		return f->component->purl;
	if (component_purl(a, f->component, &built) < 0)
		return (struct sv){NULL, 0};
	return built;
}

struct sv words_source_name(const struct finding *f)
{
	return f->by_source ? f->name : f->component->source_name;
}

struct sv words_source_version(const struct finding *f)
{
	return f->by_source ? f->version : f->component->source_version;
}

struct sv words_signal(const struct scan_report *r, uint32_t ref)
{
	return r->signals && ref ? signals_string(r->signals, ref) : (struct sv){NULL, 0};
}

struct sv words_record(const struct scan_report *r, const struct match_hit *h)
{
	return match_string(r->match, h->record->id);
}

struct sv words_record_source(const struct scan_report *r, const struct match_hit *h)
{
	return match_string(r->match, h->record->source);
}
