/* SPDX-License-Identifier: Apache-2.0 */
/* decide_write.c - decisions as JSON members and as one line of text. */
#include "assess/decide.h"

static void write_name(struct jw *w, const char *key, const char *name)
{
	if (!name)
		return;
	jw_key(w, key);
	jw_str(w, name);
}

static void write_days(struct jw *w, const char *key, int days)
{
	jw_key(w, key);
	if (days < 0)
		jw_null(w);
	else
		jw_u64(w, (uint64_t)days);
}

void decision_write_members(struct jw *w, const struct decision *d)
{
	const char *outcome = decide_outcome_name(d->outcome);

	write_name(w, "likelihood", decide_likelihood_name(d->likelihood));
	write_name(w, "damage", decide_damage_name(d->damage));
	write_name(w, "outcome", outcome);
	if (!sv_eq(d->rule->name, sv_of(outcome)))
		jw_member_sv(w, "policy_outcome", d->rule->name);
	jw_key(w, "pending");
	jw_bool(w, d->pending);
	write_days(w, "deadline_days", d->remediate_days);
	write_days(w, "decide_days", d->decide_days);
	write_days(w, "mitigate_days", d->mitigate_days);
}

static void write_words(struct jw *w, const char *key, struct policy_words words)
{
	if (words.en.n == 0 && words.ja.n == 0)
		return;
	jw_key(w, key);
	jw_object(w);
	jw_member_sv(w, "en", words.en);
	jw_member_sv(w, "ja", words.ja);
	jw_object_end(w);
}

static void write_reason(struct jw *w, const struct decision_reason *r)
{
	jw_object(w);
	jw_key(w, "table");
	jw_sv(w, r->table);
	jw_key(w, "row");
	jw_sv(w, r->row);
	jw_key(w, "inputs");
	jw_object(w);
	for (size_t i = 0; i < r->input_count; i++) {
		jw_key_sv(w, r->inputs[i].name);
		jw_sv(w, r->inputs[i].value);
	}
	jw_object_end(w);
	write_words(w, "because", r->because);
	jw_object_end(w);
}

void decision_write_reasons(struct jw *w, const struct decision *d, bool detail)
{
	jw_key(w, "assumed");
	jw_array(w);
	for (size_t i = 0; i < d->assumed_count; i++)
		jw_sv(w, d->assumed[i]);
	jw_array_end(w);
	jw_key(w, "reasons");
	jw_array(w);
	for (size_t i = 0; i < d->reason_count; i++)
		if (detail || !d->reasons[i].detail)
			write_reason(w, &d->reasons[i]);
	jw_array_end(w);
}

static void put_part(struct buf *b, bool *first, struct sv part, bool ja)
{
	if (part.n == 0)
		return;
	if (!*first)
		buf_str(b, ja ? "・" : ", ");
	*first = false;
	buf_sv(b, part);
}

/* The results that the policy marks for it; else what the outcome's table read. */
void decision_write_headline(struct buf *b, const struct decision *d, bool ja)
{
	const struct decision_reason *last = NULL;
	bool first = true;

	for (size_t i = 0; i < d->reason_count; i++) {
		const struct decision_reason *r = &d->reasons[i];
		if (r->headline)
			put_part(b, &first, policy_say(r->because.en.n || r->because.ja.n
						       ? r->because : r->label, ja), ja);
		if (r->row_number)
			last = r;
	}
	for (size_t i = 0; first && last && i < last->input_count; i++)
		put_part(b, &first, policy_say(last->inputs[i].label, ja), ja);
	if (d->pending)
		put_part(b, &first, ja ? SV("評価待ち") : SV("pending assessment"), ja);
}
