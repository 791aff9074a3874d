/* SPDX-License-Identifier: Apache-2.0 */
#include "understand/match/entry.h"

#include "base/text.h"
#include "component/identity/cpe.h"
#include "component/version/range.h"
#include "understand/match/modular.h"

static const struct match_rule *rule_at(const struct match_index *x, const struct match_key *key,
					uint32_t i)
{
	return key->rule_first > UINT32_MAX - i ? NULL
		: section_row(&x->file, MATCH_SECTION_RULES, key->rule_first + i,
			      sizeof(struct match_rule));
}

uint32_t match_entry_length(const struct match_index *x, const struct match_key *key, uint32_t i)
{
	uint32_t n = 0;

	while (i + n < key->rule_count) {
		const struct match_rule *rule = rule_at(x, key, i + n);
		if (!rule || (n > 0 && rule->attr_flags & MATCH_RULE_GROUP))
			break;
		n++;
	}
	return n;
}

/* ---- is the entry about this component at all? ---- */

static bool word_in(struct sv list, struct sv word)
{
	struct sv w;
	while (sv_next(&list, ' ', &w))
		if (sv_eq(w, word))
			return true;
	return false;
}

static bool arch_fits(struct sv list, struct sv arch)
{
	return list.n == 0 || arch.n == 0 || sv_is(arch, "noarch") || sv_is(arch, "all") ||
	       word_in(list, arch) || word_in(list, SV("noarch"));
}

/* Attribute i (after "cpe:2.3") of a formatted string; "" for ANY, NA and what is missing. */
static struct sv cpe_attribute(struct sv cpe, unsigned i)
{
	size_t from = 8, at = 8;	/* "cpe:2.3:" */

	if (!sv_starts(cpe, SV("cpe:2.3:")))
		return (struct sv){"", 0};
	for (;; at++) {
		if (at < cpe.n && cpe.p[at] == '\\') {
			at++;
			continue;
		}
		if (at < cpe.n && cpe.p[at] != ':')
			continue;
		if (i-- == 0) {
			struct sv value = sv_first(sv_from(cpe, from), at > cpe.n ? 0 : at - from);
			return sv_is(value, "*") || sv_is(value, "-") ? SV("") : value;
		}
		if (at >= cpe.n)
			return (struct sv){"", 0};
		from = at + 1;
	}
}

enum fit { FIT_NO, FIT_UNSURE, FIT_YES };

/* What an entry asks of one attribute against what the component says of itself. */
static enum fit attribute_fit(struct sv asked, struct sv own)
{
	if (asked.n == 0 || sv_ieq(asked, own))
		return FIT_YES;
	return own.n == 0 ? FIT_UNSURE : FIT_NO;
}

static enum fit cpe_fit(struct sv cpe, const struct match_subject *s)
{
	enum fit fits[] = {
		attribute_fit(cpe_attribute(cpe, CPE_SW_EDITION), s->sw_edition),
		attribute_fit(cpe_attribute(cpe, CPE_TARGET_SW), s->target_sw),
		attribute_fit(cpe_attribute(cpe, CPE_TARGET_HW), s->target_hw),
	};
	enum fit worst = FIT_YES;
	for (size_t i = 0; i < YG_COUNT(fits); i++)
		if (fits[i] < worst)
			worst = fits[i];
	return worst;
}

/* ---- the spans ---- */

enum answer { OUT, IN, UNSURE };

struct span_answer {
	enum answer answer;
	enum match_why why;
	bool inferred;
};

static bool is_exact(const struct match_rule *rule)
{
	return rule->lo != 0 && rule->lo == rule->hi && rule->attr_flags & MATCH_RULE_HI_INCLUDED &&
	       !(rule->attr_flags & MATCH_RULE_LO_EXCLUDED);
}

static struct version_interval interval_of(const struct match_index *x,
					   const struct match_rule *rule)
{
	return (struct version_interval){
		.lo = match_string(x, rule->lo), .hi = match_string(x, rule->hi),
		.lo_kind = rule->lo == 0 ? BOUND_NONE
			: rule->attr_flags & MATCH_RULE_LO_EXCLUDED ? BOUND_EXCLUDED : BOUND_INCLUDED,
		.hi_kind = rule->hi == 0 ? BOUND_NONE
			: rule->attr_flags & MATCH_RULE_HI_INCLUDED ? BOUND_INCLUDED : BOUND_EXCLUDED,
	};
}

static struct span_answer ask_span(const struct match_index *x, const struct match_attr *attr,
				   const struct match_rule *rule, const struct match_subject *s)
{
	const struct version_scheme *scheme =
		attr->scheme < MATCH_SCHEME_MAX ? x->schemes[attr->scheme] : NULL;
	struct version_interval span = interval_of(x, rule);
	enum modular_answer modular;

	if (rule->attr_flags & MATCH_RULE_WHY)
		return (struct span_answer){UNSURE, MATCH_WHY_SOURCE_UNCLEAR, false};
	if (span.lo_kind == BOUND_NONE && span.hi_kind == BOUND_NONE)
		return (struct span_answer){IN, MATCH_WHY_NONE, false};
	if (s->version.n == 0)
		return (struct span_answer){UNSURE, MATCH_WHY_VERSION_MISSING, false};
	modular = modular_fits(s->component, match_string(x, attr->module),
			       span.hi.n ? span.hi : span.lo);
	if (modular == MODULAR_OTHER)
		return (struct span_answer){OUT, MATCH_WHY_NONE, false};
	if (modular == MODULAR_NOT_COMPARABLE)
		return (struct span_answer){UNSURE, MATCH_WHY_NOT_COMPARABLE, false};
	if (is_exact(rule) && sv_eq(span.lo, s->version))
		return (struct span_answer){IN, MATCH_WHY_NONE, false};
	if (!scheme)
		return (struct span_answer){is_exact(rule) ? OUT : UNSURE, MATCH_WHY_NO_SCHEME, false};
	switch (interval_contains(scheme, &span, s->version, NULL)) {
	case RANGE_IN: return (struct span_answer){IN, MATCH_WHY_NONE, modular == MODULAR_INFERRED};
	case RANGE_OUT: return (struct span_answer){OUT, MATCH_WHY_NONE, modular == MODULAR_INFERRED};
	default:
		/* A list of versions that cannot be ordered still names its members exactly. */
		return (struct span_answer){is_exact(rule) ? OUT : UNSURE,
					    MATCH_WHY_NOT_COMPARABLE, false};
	}
}

static enum record_status status_of(const struct match_rule *rule)
{
	unsigned s = rule->attr_flags >> MATCH_RULE_STATUS_SHIFT & 3;
	return s > RECORD_AFFECTED ? RECORD_UNKNOWN : (enum record_status)s;
}

struct tally {			/* over the spans of an entry */
	const struct match_rule *in;		/* the span with the highest status that holds */
	const struct match_rule *unsure;	/* the highest that may hold */
	enum match_why why;
	bool inferred;
};

static void count_span(struct tally *t, const struct match_rule *rule, struct span_answer a)
{
	t->inferred |= a.inferred;
	if (a.answer == IN && (!t->in || status_of(rule) > status_of(t->in)))
		t->in = rule;
	if (a.answer == UNSURE && (!t->unsure || status_of(rule) > status_of(t->unsure))) {
		t->unsure = rule;
		t->why = a.why;
	}
}

static void set_unknown(struct match_hit *hit, enum match_why why, const struct match_rule *rule)
{
	hit->verdict = MATCH_UNKNOWN;
	hit->why = why;
	hit->rule = rule;
}

/* The entry's answer: a span that holds, else one that may hold, else the rest. */
static void conclude(const struct match_index *x, const struct tally *t, struct match_hit *hit)
{
	enum record_status rest = hit->attr->rest <= RECORD_AFFECTED
		? (enum record_status)hit->attr->rest : RECORD_UNKNOWN;
	enum record_status status = t->in ? status_of(t->in) : rest;

	hit->rule = t->in;
	hit->stream_inferred = t->inferred;
	hit->verdict = status == RECORD_AFFECTED ? MATCH_AFFECTED
		: status == RECORD_UNKNOWN ? MATCH_UNKNOWN : MATCH_NOT_AFFECTED;
	if (status == RECORD_UNKNOWN)
		set_unknown(hit, MATCH_WHY_SOURCE_UNDETERMINED, t->in);
	/*
	 * A span that may hold matters when it would change the answer: one that says
	 * affected or unknown where nothing else does; and where no span holds, one that
	 * would take the version out of "affected otherwise".
	 */
	if (t->unsure && status_of(t->unsure) != status &&
	    (status_of(t->unsure) > status || !t->in))
		set_unknown(hit, t->why, t->unsure);
	if (hit->verdict == MATCH_UNKNOWN && hit->rule && hit->rule->attr_flags & MATCH_RULE_WHY)
		hit->detail = match_string(x, hit->rule->lo);
}

bool match_entry_judge(const struct match_index *x, const struct match_key *key, uint32_t i,
		       uint32_t n, const struct match_subject *s, struct match_hit *hit)
{
	const struct match_rule *first = rule_at(x, key, i);
	struct tally t = {0};
	enum fit fit;

	hit->record = section_row(&x->file, MATCH_SECTION_RECORDS, first->record,
				  sizeof *hit->record);
	hit->attr = section_row(&x->file, MATCH_SECTION_ATTRS, first->attr_flags >> 8,
				sizeof *hit->attr);
	if (!hit->record || !hit->attr ||
	    !arch_fits(match_string(x, hit->attr->arch), s->component->arch))
		return false;
	fit = s->by == MATCH_BY_CPE ? cpe_fit(match_string(x, hit->attr->cpe), s) : FIT_YES;
	if (fit == FIT_NO)
		return false;
	for (uint32_t k = 0; k < n; k++) {
		const struct match_rule *rule = rule_at(x, key, i + k);
		if (rule && !(rule->attr_flags & MATCH_RULE_NO_SPAN))
			count_span(&t, rule, ask_span(x, hit->attr, rule, s));
	}
	conclude(x, &t, hit);
	if (hit->verdict == MATCH_AFFECTED && fit == FIT_UNSURE)
		set_unknown(hit, MATCH_WHY_PLATFORM, hit->rule);
	if (hit->rule && status_of(hit->rule) == RECORD_AFFECTED &&
	    !(hit->rule->attr_flags & MATCH_RULE_HI_INCLUDED))
		hit->fixed = match_string(x, hit->rule->hi);
	return true;
}

int match_subject_cpe(struct arena *a, struct sv cpe, struct match_subject *s)
{
	struct cpe name;
	const struct cpe_value *version, *update;
	int r = cpe_parse(a, cpe, &name, NULL);

	if (r == 0)
		r = cpe_key(a, &name, &s->name);
	if (r == YG_ENOMEM)
		return r;
	if (r < 0)
		return YG_ESYNTAX;
	version = &name.at[CPE_VERSION];
	update = &name.at[CPE_UPDATE];
	s->version = cpe_is_plain(version) ? version->text : s->component->version;
	/* "9.3" with update "p2" is what everybody else writes as 9.3p2. */
	if (cpe_is_plain(version) && cpe_is_plain(update)) {
		s->version = sv_join(a, version->text, update->text, SV(""));
		if (!s->version.p)
			return YG_ENOMEM;
	}
	if (cpe_is_plain(&name.at[CPE_TARGET_SW]))
		s->target_sw = name.at[CPE_TARGET_SW].text;
	if (cpe_is_plain(&name.at[CPE_TARGET_HW]))
		s->target_hw = name.at[CPE_TARGET_HW].text;
	if (cpe_is_plain(&name.at[CPE_SW_EDITION]))
		s->sw_edition = name.at[CPE_SW_EDITION].text;
	return 0;
}
