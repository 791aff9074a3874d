/* SPDX-License-Identifier: Apache-2.0 */
/* explain_json.c - which findings to explain, and the six steps as data. */
#include "base/limits.h"
#include "base/text.h"
#include "cli/output/explain.h"
#include "cli/output/json_parts.h"
#include "cli/output/words.h"

static bool about_id(const struct finding *f, const struct match_index *x, struct sv id)
{
	if (sv_ieq(f->vulnerability, id))
		return true;
	for (size_t i = 0; i < f->alias_count; i++)
		if (sv_ieq(f->aliases[i], id))
			return true;
	for (size_t i = 0; i < f->evidence_count; i++)
		if (sv_ieq(match_string(x, f->evidence[i]->record->id), id))
			return true;
	return false;
}

static bool about_package(const struct finding *f, struct sv package)
{
	if (package.n == 0 || sv_eq(f->name, package) || sv_eq(f->component->name, package) ||
	    sv_eq(words_source_name(f), package))
		return true;
	for (size_t i = 0; i < f->binary_count; i++)
		if (sv_eq(f->binaries[i], package))
			return true;
	return false;
}

int explain_select(struct arena *a, const struct finding_list *l, const struct match_index *x,
		   struct sv id, struct sv package, const struct finding *const **ret,
		   size_t *ret_count)
{
	const struct finding **found = NULL, **slot;
	size_t n = 0;

	for (size_t i = 0; i < l->count; i++) {
		const struct finding *f = &l->findings[i];
		if (!about_package(f, package) || !about_id(f, x, id))
			continue;
		if (!(slot = arena_push(a, found, n)))
			return YG_ENOMEM;
		*slot = f;
	}
	if (n == 0)
		return YG_ENOTFOUND;
	*ret = found;
	*ret_count = n;
	return 0;
}

struct writing {
	struct jw w;
	const struct scan_report *r;
	const struct explain_records *records;
	struct arena *a;
};

static void member_str(struct jw *w, const char *key, const char *value)
{
	if (!value)
		return;
	jw_key(w, key);
	jw_str(w, value);
}

static void put_installed(struct writing *x, const struct finding *f)
{
	struct jw *w = &x->w;

	jw_key(w, "installed");
	jw_object(w);
	json_put_package(w, f, x->a);
	jw_member_sv(w, "module", f->component->module);
	jw_member_sv(w, "origin", f->component->origin);
	jw_member_sv(w, "inventory", x->r->source);
	if (f->running != FINDING_RUNNING_UNKNOWN) {
		jw_key(w, "running");
		jw_bool(w, f->running == FINDING_RUNNING);
	}
	jw_key(w, "no_code");
	jw_bool(w, f->no_code);
	jw_object_end(w);
}

/* The whole records behind the evidence, where the knowledge base has them. */
static void put_documents(struct writing *x, const struct finding *f)
{
	struct jw *w = &x->w;

	if (!x->records)
		return;
	jw_key(w, "documents");
	jw_array(w);
	for (size_t i = 0; i < f->evidence_count; i++) {
		const struct match_hit *h = f->evidence[i];
		const struct record *r;
		if (x->records->find(x->records->ctx, x->a, words_record_source(x->r, h),
				     words_record(x->r, h), &r) == 0)
			record_write(w, r);
	}
	jw_array_end(w);
}

static void put_asset(struct writing *x)
{
	struct jw *w = &x->w;

	jw_key(w, "asset");
	jw_object(w);
	for (size_t i = 0; i < x->r->fact_count; i++) {
		jw_key_sv(w, x->r->facts[i].name);
		jw_sv(w, x->r->facts[i].value);
	}
	jw_object_end(w);
}

static void put_decision(struct writing *x, const struct finding *f)
{
	const struct decision *d = &f->decision;
	struct jw *w = &x->w;

	jw_key(w, "decision");
	jw_object(w);
	if (x->r->policy) {
		jw_key(w, "policy");
		jw_object(w);
		jw_member_sv(w, "id", x->r->policy->id);
		jw_member_sv(w, "version", x->r->policy->version);
		jw_object_end(w);
	}
	put_asset(x);
	jw_key(w, "assumed");
	jw_array(w);
	for (size_t i = 0; i < d->assumed_count; i++)
		jw_sv(w, d->assumed[i]);
	jw_array_end(w);
	json_put_reasons(w, d, true);
	member_str(w, "likelihood", decide_likelihood_name(d->likelihood));
	member_str(w, "damage", decide_damage_name(d->damage));
	jw_key(w, "pending");
	jw_bool(w, d->pending);
	jw_object_end(w);
}

static void put_action(struct writing *x, const struct finding *f)
{
	const struct policy *p = x->r->policy;
	const struct decision *d = &f->decision;
	struct jw *w = &x->w;

	jw_key(w, "action");
	jw_object(w);
	member_str(w, "outcome", decide_outcome_name(d->outcome));
	jw_key(w, "sentence");
	jw_object(w);
	jw_member_sv(w, "en", words_action(MSG_EN, p, d->outcome));
	jw_member_sv(w, "ja", words_action(MSG_JA, p, d->outcome));
	jw_object_end(w);
	json_put_deadline(w, x->r, d);
	jw_member_sv(w, "fixed_version", f->fixed_version);
	jw_member_sv(w, "fix_state", f->fix_state);
	jw_member_sv(w, "urgency", f->urgency);
	jw_key(w, "duties");
	jw_array(w);
	for (unsigned i = 0; p && i < p->duty_count; i++)
		if (d->duties_mask >> i & 1)
			jw_sv(w, p->duties[i].name);
	jw_array_end(w);
	jw_object_end(w);
}

static void put_finding(struct writing *x, const struct finding *f)
{
	struct jw *w = &x->w;

	jw_object(w);
	jw_member_sv(w, "vulnerability", f->vulnerability);
	jw_key(w, "aliases");
	jw_array(w);
	for (size_t i = 0; i < f->alias_count; i++)
		jw_sv(w, f->aliases[i]);
	jw_array_end(w);
	jw_key(w, "title");
	jw_object(w);
	jw_member_sv(w, "en", f->title_en);
	jw_member_sv(w, "ja", f->title_ja);
	jw_object_end(w);
	member_str(w, "verdict", words_verdict(f->verdict));
	put_installed(x, f);
	json_put_evidence(w, x->r, f, x->a);
	put_documents(x, f);
	json_put_signals(w, x->r, f);
	put_decision(x, f);
	put_action(x, f);
	jw_object_end(w);
}

int explain_json(const struct scan_report *r, const struct output_options *o,
		 const struct explain_records *records, const struct finding *const *findings,
		 size_t count, struct sink *s)
{
	arena_auto a = {.cap = LIMIT_OUTPUT_ROW};
	struct writing x = {.w = jw_on(&s->b), .r = r, .records = records, .a = &a};
	char time[CLOCK_TEXT_BYTES];

	jw_object(&x.w);
	jw_key(&x.w, "schema_version");
	jw_u64(&x.w, 1);
	member_str(&x.w, "yagura", o->version);
	jw_key(&x.w, "time");
	jw_sv(&x.w, clock_format(r->time, time));
	jw_key(&x.w, "findings");
	jw_array(&x.w);
	for (size_t i = 0; i < count; i++) {
		put_finding(&x, findings[i]);
		arena_reset(&a);
		sink_spill(s);
	}
	jw_array_end(&x.w);
	json_put_failures(&x.w, r);
	jw_object_end(&x.w);
	buf_char(&s->b, '\n');
	return s->b.err ? s->b.err : sink_flush(s);
}
