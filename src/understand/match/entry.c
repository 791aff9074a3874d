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

/* Attribute i of a published name, as it is written there; "*" where it is not.  Names of the
 * older form are only asked for their part. */
static struct sv cpe_attribute(struct sv cpe, unsigned i)
{
	size_t from = 8, at = 8;	/* "cpe:2.3:" */

	if (sv_starts(cpe, SV("cpe:/")) && i == CPE_PART && cpe.n > 5)
		return sv_first(sv_from(cpe, 5), 1);
	if (!sv_starts(cpe, SV("cpe:2.3:")))
		return SV("*");
	for (; at < cpe.n; at++) {
		if (cpe.p[at] == '\\') {
			at++;
		} else if (cpe.p[at] == ':') {
			if (i-- == 0)
				return sv_first(sv_from(cpe, from), at - from);
			from = at + 1;
		}
	}
	return i == 0 ? sv_from(cpe, from) : SV("*");
}

enum fit { FIT_NO, FIT_UNSURE, FIT_YES };

/* The written value against one without quotes, in lower case; a pattern only may fit. */
static enum fit text_fit(struct sv written, struct sv own)
{
	bool pattern = false, same = true;
	size_t k = 0;

	for (size_t i = 0; i < written.n; i++, k++) {
		char c = written.p[i];
		if (c == '\\' && i + 1 < written.n)
			c = written.p[++i];
		else
			pattern |= c == '*' || c == '?';
		same &= k < own.n && ch_to_lower(c) == own.p[k];
	}
	return pattern ? FIT_UNSURE : same && k == own.n ? FIT_YES : FIT_NO;
}

/* What an entry asks of one attribute against what the component says of itself. */
static enum fit attribute_fit(struct sv asked, const struct cpe_value *own)
{
	if (asked.n == 0 || sv_is(asked, "*"))
		return FIT_YES;
	if (own->kind == CPE_ANY)
		return sv_is(asked, "-") ? FIT_YES : FIT_UNSURE;
	if (own->kind == CPE_NA || sv_is(asked, "-"))
		return own->kind == CPE_NA && sv_is(asked, "-") ? FIT_YES : FIT_NO;
	return cpe_is_plain(own) ? text_fit(asked, own->text) : FIT_UNSURE;
}

/* All attributes but the key, version and update (NISTIR 7696, table 6-2). */
static enum fit cpe_fit(struct sv cpe, const struct cpe *own)
{
	static const unsigned char asked[] = {CPE_PART, CPE_EDITION, CPE_LANGUAGE,
		CPE_SW_EDITION, CPE_TARGET_SW, CPE_TARGET_HW, CPE_OTHER};
	enum fit worst = FIT_YES;

	for (size_t i = 0; cpe.n > 0 && worst != FIT_NO && i < YG_COUNT(asked); i++) {
		enum fit fit = attribute_fit(cpe_attribute(cpe, asked[i]), &own->at[asked[i]]);
		if (fit < worst)
			worst = fit;
	}
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
			: rule->attr_flags & MATCH_RULE_LO_EXCLUDED
			? BOUND_EXCLUDED : BOUND_INCLUDED,
		.hi_kind = rule->hi == 0 ? BOUND_NONE
			: rule->attr_flags & MATCH_RULE_HI_INCLUDED
			? BOUND_INCLUDED : BOUND_EXCLUDED,
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
	if (span.lo_kind == BOUND_NONE && span.hi_kind == BOUND_NONE) {
		modular = modular_stream(s->component, match_string(x, attr->module));
		return (struct span_answer){modular == MODULAR_UNKNOWN ? UNSURE : IN,
					    MATCH_WHY_MODULE_UNKNOWN, false};
	}
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
		return (struct span_answer){is_exact(rule) ? OUT : UNSURE,
					    MATCH_WHY_NO_SCHEME, false};
	switch (interval_contains(scheme, &span, s->version, NULL)) {
	case RANGE_IN:
		return (struct span_answer){IN, MATCH_WHY_NONE, modular == MODULAR_INFERRED};
	case RANGE_OUT:
		return (struct span_answer){OUT, MATCH_WHY_NONE, modular == MODULAR_INFERRED};
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

/* Over the spans of an entry: by status, the first one that holds and the first that may. */
struct tally {
	const struct match_rule *in[RECORD_AFFECTED + 1];
	const struct match_rule *unsure[RECORD_AFFECTED + 1];
	enum match_why why[RECORD_AFFECTED + 1];
	bool inferred;
};

static void count_span(struct tally *t, const struct match_rule *rule, struct span_answer a)
{
	enum record_status s = status_of(rule);

	t->inferred |= a.inferred;
	if (a.answer == IN && !t->in[s])
		t->in[s] = rule;
	if (a.answer == UNSURE && !t->unsure[s]) {
		t->unsure[s] = rule;
		t->why[s] = a.why;
	}
}

static void set_unknown(struct match_hit *hit, enum match_why why, const struct match_rule *rule)
{
	hit->verdict = MATCH_UNKNOWN;
	hit->why = why;
	hit->rule = rule;
}

/* The highest status of the spans that hold; that of the others where none does. */
static enum record_status settled(const struct tally *t, const struct match_attr *attr,
				  const struct match_rule **ret_rule)
{
	for (int s = RECORD_AFFECTED; s >= 0; s--)
		if (t->in[s]) {
			*ret_rule = t->in[s];
			return (enum record_status)s;
		}
	*ret_rule = NULL;
	return attr->rest <= RECORD_AFFECTED ? (enum record_status)attr->rest : RECORD_UNKNOWN;
}

/*
 * The entry's answer: what the spans that hold say, unless one that only may hold would change
 * it: one of a higher status, and where none holds any that says something else than the rest.
 */
static void conclude(const struct match_index *x, const struct tally *t, struct match_hit *hit)
{
	enum record_status status = settled(t, hit->attr, &hit->rule);
	int lowest = hit->rule ? (int)status + 1 : 0;

	hit->stream_inferred = t->inferred;
	hit->verdict = status == RECORD_AFFECTED ? MATCH_AFFECTED
		: status == RECORD_UNKNOWN ? MATCH_UNKNOWN : MATCH_NOT_AFFECTED;
	if (status == RECORD_UNKNOWN)
		set_unknown(hit, MATCH_WHY_SOURCE_UNDETERMINED, hit->rule);
	for (int s = RECORD_AFFECTED; s >= lowest; s--)
		if (t->unsure[s] && s != (int)status) {
			/* Of all that may hold the highest is the one to look into. */
			for (s = RECORD_AFFECTED; !t->unsure[s];)
				s--;
			set_unknown(hit, t->why[s], t->unsure[s]);
			break;
		}
	if (hit->verdict == MATCH_UNKNOWN && hit->rule && hit->rule->attr_flags & MATCH_RULE_WHY)
		hit->detail = match_string(x, hit->rule->lo);
}

bool match_entry_judge(const struct match_index *x, const struct match_key *key, uint32_t i,
		       uint32_t n, const struct match_subject *s, struct match_hit *hit)
{
	const struct match_rule *first = rule_at(x, key, i);
	enum modular_answer stream;
	struct tally t = {0};
	enum fit fit;

	hit->record = section_row(&x->file, MATCH_SECTION_RECORDS, first->record,
				  sizeof *hit->record);
	hit->attr = section_row(&x->file, MATCH_SECTION_ATTRS, first->attr_flags >> 8,
				sizeof *hit->attr);
	if (!hit->record || !hit->attr ||
	    !arch_fits(match_string(x, hit->attr->arch), s->component->arch))
		return false;
	fit = s->by == MATCH_BY_CPE ? cpe_fit(match_string(x, hit->attr->cpe), s->cpe) : FIT_YES;
	stream = modular_stream(s->component, match_string(x, hit->attr->module));
	if (fit == FIT_NO || stream == MODULAR_OTHER)
		return false;
	for (uint32_t k = 0; k < n; k++) {
		const struct match_rule *rule = rule_at(x, key, i + k);
		if (rule && !(rule->attr_flags & MATCH_RULE_NO_SPAN))
			count_span(&t, rule, ask_span(x, hit->attr, rule, s));
	}
	conclude(x, &t, hit);
	if (hit->verdict == MATCH_AFFECTED && !hit->rule && stream == MODULAR_UNKNOWN)
		set_unknown(hit, MATCH_WHY_MODULE_UNKNOWN, NULL);
	if (hit->verdict == MATCH_AFFECTED && fit == FIT_UNSURE)
		set_unknown(hit, MATCH_WHY_PLATFORM, hit->rule);
	if (hit->rule && status_of(hit->rule) == RECORD_AFFECTED &&
	    !(hit->rule->attr_flags & MATCH_RULE_HI_INCLUDED))
		hit->fixed = match_string(x, hit->rule->hi);
	return true;
}

int match_subject_cpe(struct arena *a, struct sv cpe, struct match_subject *s)
{
	struct cpe *name = arena_new(a, struct cpe, 1);
	int r = name ? cpe_parse(a, cpe, name, NULL) : YG_ENOMEM;

	if (r == 0)
		r = cpe_key(a, name, &s->name);
	if (r == 0 && cpe_is_plain(&name->at[CPE_VERSION]))
		r = cpe_whole_version(a, name, &s->version);
	else if (r == 0)
		s->version = s->component->version;
	s->cpe = name;
	return r == 0 || r == YG_ENOMEM ? r : YG_ESYNTAX;
}
