/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/json_parts.h"

#include "cli/output/words.h"

static void member_str(struct jw *w, const char *key, const char *value)
{
	if (!value)
		return;
	jw_key(w, key);
	jw_str(w, value);
}

static void member_u64(struct jw *w, const char *key, uint64_t value)
{
	jw_key(w, key);
	jw_u64(w, value);
}

static void member_bool(struct jw *w, const char *key, bool value)
{
	jw_key(w, key);
	jw_bool(w, value);
}

static void member_list(struct jw *w, const char *key, const struct sv *items, size_t n)
{
	jw_key(w, key);
	jw_array(w);
	for (size_t i = 0; i < n; i++)
		jw_sv(w, items[i]);
	jw_array_end(w);
}

/* ---- the scan ---- */

static void put_inventory(struct jw *w, const struct scan_report *r)
{
	jw_key(w, "inventory");
	jw_object(w);
	jw_member_sv(w, "source", r->source);
	if (r->os.id.n > 0) {
		jw_key(w, "os");
		jw_object(w);
		jw_member_sv(w, "id", r->os.id);
		jw_member_sv(w, "version", r->os.version_id);
		jw_object_end(w);
	}
	jw_member_sv(w, "running_kernel", r->running_kernel);
	member_u64(w, "components", r->list->component_count);
	jw_key(w, "readers");
	jw_array(w);
	for (size_t i = 0; i < r->reader_count; i++) {
		jw_object(w);
		jw_member_sv(w, "name", r->readers[i].name);
		member_u64(w, "files", r->readers[i].files);
		member_u64(w, "components", r->readers[i].components);
		member_u64(w, "skipped", r->readers[i].skipped);
		jw_object_end(w);
	}
	jw_array_end(w);
	jw_object_end(w);
}

static void put_asset(struct jw *w, const struct scan_report *r)
{
	jw_key(w, "asset");
	jw_object(w);
	for (size_t i = 0; i < r->fact_count; i++) {
		jw_key_sv(w, r->facts[i].name);
		jw_sv(w, r->facts[i].value);
	}
	jw_key(w, "assumed");
	jw_array(w);
	for (size_t i = 0; i < r->fact_count; i++)
		if (r->facts[i].assumed)
			jw_sv(w, r->facts[i].name);
	jw_array_end(w);
	jw_object_end(w);
}

static void put_feeds(struct jw *w, const struct scan_report *r)
{
	jw_key(w, "feeds");
	jw_array(w);
	for (size_t i = 0; i < r->feed_count; i++) {
		const struct scan_feed *f = &r->feeds[i];
		jw_object(w);
		jw_member_sv(w, "name", f->name);
		jw_member_sv(w, "time", f->time);
		member_u64(w, "records", f->records);
		member_str(w, "state", words_feed_state(f->state));
		jw_member_sv(w, "source", f->source);
		if (f->age_days >= 0)
			member_u64(w, "age_days", (uint64_t)f->age_days);
		if (f->skipped > 0)
			member_u64(w, "skipped", f->skipped);
		jw_member_sv(w, "note", f->note);
		jw_object_end(w);
	}
	jw_array_end(w);
}

static void put_summary(struct jw *w, const struct finding_list *l)
{
	static const enum decide_outcome order[] = {
		DECIDE_IMMEDIATE, DECIDE_OUT_OF_CYCLE, DECIDE_SCHEDULED, DECIDE_DEFER,
	};

	jw_key(w, "summary");
	jw_object(w);
	for (size_t i = 0; i < YG_COUNT(order); i++)
		member_u64(w, decide_outcome_name(order[i]), l->by_outcome[order[i]]);
	member_u64(w, "unknown", l->undecided);
	member_u64(w, "unjudged", l->unjudged_count);
	member_u64(w, "idle", l->idle);
	jw_object_end(w);
}

void json_put_head(struct jw *w, const struct scan_report *r, const char *version)
{
	char time[CLOCK_TEXT_BYTES];

	member_u64(w, "schema_version", 1);
	member_str(w, "yagura", version);
	jw_key(w, "time");
	jw_sv(w, clock_format(r->time, time));
	put_inventory(w, r);
	put_asset(w, r);
	put_feeds(w, r);
	jw_key(w, "policy");
	jw_object(w);
	if (r->policy) {
		jw_member_sv(w, "id", r->policy->id);
		jw_member_sv(w, "version", r->policy->version);
	}
	jw_object_end(w);
	put_summary(w, r->list);
}

static void put_notes(struct jw *w, const char *key, const struct scan_note *notes, size_t n)
{
	if (n == 0)
		return;
	jw_key(w, key);
	jw_array(w);
	for (size_t i = 0; i < n; i++) {
		jw_object(w);
		jw_member_sv(w, "where", notes[i].where);
		jw_member_sv(w, "what", notes[i].what);
		jw_object_end(w);
	}
	jw_array_end(w);
}

void json_put_failures(struct jw *w, const struct scan_report *r)
{
	put_notes(w, "failures", r->failures, r->failure_count);
	put_notes(w, "skipped", r->skipped, r->skipped_count);
}

void json_put_unjudged(struct jw *w, const struct finding_unjudged *u)
{
	struct buf b = BUF_CAP(1 << 20);

	jw_member_sv(w, "package", u->component->name);
	jw_member_sv(w, "version", u->component->version);
	jw_key(w, "reason");
	words_put_why(&b, MSG_EN, u->why, u->detail);
	jw_sv(w, buf_view(&b));
	buf_drop(&b);
	jw_member_sv(w, "purl", u->component->purl);
	jw_member_sv(w, "file", u->component->file);
}

/* ---- one finding ---- */

void json_put_package(struct jw *w, const struct finding *f, struct arena *a)
{
	jw_key(w, "package");
	jw_object(w);
	jw_member_sv(w, "name", f->name);
	jw_member_sv(w, "version", f->version);
	jw_member_sv(w, "source", words_source_name(f));
	jw_member_sv(w, "source_version", words_source_version(f));
	jw_member_sv(w, "purl", words_purl(f, a));
	member_list(w, "binaries", f->binaries, f->binary_count);
	member_list(w, "files", f->files, f->file_count);
	jw_object_end(w);
}

static void put_epss(struct jw *w, const struct scan_report *r, const struct finding *f)
{
	const struct signals_about *about = r->signals ? signals_about(r->signals) : NULL;

	if (words_epss(f) < 0)
		return;
	jw_key(w, "epss");
	jw_object(w);
	jw_key(w, "score");
	jw_fixed(w, words_epss(f) / 1e6, 6);
	if (words_percentile(f) >= 0) {
		jw_key(w, "percentile");
		jw_fixed(w, words_percentile(f) / 1e6, 6);
	}
	if (about) {
		jw_member_sv(w, "model", words_signal(r, about->epss_model));
		jw_member_sv(w, "date", words_signal(r, about->epss_date));
	}
	jw_object_end(w);
}

static void put_ssvc(struct jw *w, const struct signals_row *s)
{
	static const char *const exploitation[] = {NULL, "none", "poc", "active"};
	static const char *const automatable[] = {NULL, "no", "yes"};
	static const char *const impact[] = {NULL, "partial", "total"};

	if (s->exploitation == 0 && s->automatable == 0 && s->technical_impact == 0)
		return;
	jw_key(w, "ssvc");
	jw_object(w);
	if (s->exploitation < YG_COUNT(exploitation))
		member_str(w, "exploitation", exploitation[s->exploitation]);
	if (s->automatable < YG_COUNT(automatable))
		member_str(w, "automatable", automatable[s->automatable]);
	if (s->technical_impact < YG_COUNT(impact))
		member_str(w, "technical_impact", impact[s->technical_impact]);
	jw_object_end(w);
}

static void put_cvss(struct jw *w, const struct finding *f)
{
	jw_key(w, "cvss");
	jw_array(w);
	for (size_t i = 0; i < f->cvss_count; i++) {
		const struct finding_cvss *c = &f->cvss[i];
		jw_object(w);
		jw_member_sv(w, "version", c->version);
		jw_member_sv(w, "vector", c->vector);
		if (c->published_tenths >= 0) {
			jw_key(w, "score");
			jw_fixed(w, c->published_tenths / 10.0, 1);
		}
		if (c->computed_tenths >= 0) {
			jw_key(w, "computed");
			jw_fixed(w, c->computed_tenths / 10.0, 1);
		}
		jw_member_sv(w, "source", c->source);
		jw_object_end(w);
	}
	jw_array_end(w);
}

void json_put_signals(struct jw *w, const struct scan_report *r, const struct finding *f)
{
	jw_key(w, "signals");
	jw_object(w);
	member_bool(w, "kev", words_kev(f));
	if (words_kev(f)) {
		jw_member_sv(w, "kev_added", words_signal(r, f->signals->kev_added));
		jw_member_sv(w, "kev_due", words_signal(r, f->signals->kev_due));
		member_bool(w, "ransomware", f->signals->flags & SIGNALS_RANSOMWARE);
	}
	put_epss(w, r, f);
	if (f->signals)
		put_ssvc(w, f->signals);
	put_cvss(w, f);
	jw_object_end(w);
}

void json_put_deadline(struct jw *w, const struct scan_report *r, const struct decision *d)
{
	char text[CLOCK_TEXT_BYTES];

	jw_key(w, "deadline");
	jw_object(w);
	jw_member_sv(w, "decide", words_deadline(r, d->decide_days, text));
	jw_member_sv(w, "mitigate", words_deadline(r, d->mitigate_days, text));
	jw_member_sv(w, "remediate", words_deadline(r, d->remediate_days, text));
	jw_object_end(w);
}

void json_put_reasons(struct jw *w, const struct decision *d, bool detail)
{
	jw_key(w, "reasons");
	jw_array(w);
	for (size_t i = 0; i < d->reason_count; i++) {
		const struct decision_reason *r = &d->reasons[i];
		if (r->detail && !detail)
			continue;
		jw_object(w);
		jw_member_sv(w, "table", r->table);
		jw_member_sv(w, "row", r->row);
		jw_key(w, "inputs");
		jw_object(w);
		for (size_t k = 0; k < r->input_count; k++) {
			jw_key_sv(w, r->inputs[k].name);
			jw_sv(w, r->inputs[k].value);
		}
		jw_object_end(w);
		jw_object_end(w);
	}
	jw_array_end(w);
}

static void put_why(struct jw *w, const struct match_hit *h)
{
	struct buf b = BUF_CAP(1 << 20);

	jw_key(w, "why");
	if (h->why == MATCH_WHY_NONE) {
		jw_null(w);
		return;
	}
	words_put_why(&b, MSG_EN, h->why, h->detail);
	jw_sv(w, buf_view(&b));
	buf_drop(&b);
}

void json_put_evidence(struct jw *w, const struct scan_report *r, const struct finding *f,
		       struct arena *a)
{
	jw_key(w, "evidence");
	jw_array(w);
	for (size_t i = 0; i < f->evidence_count; i++) {
		const struct match_hit *h = f->evidence[i];
		jw_object(w);
		jw_member_sv(w, "record", words_record(r, h));
		jw_member_sv(w, "source", words_record_source(r, h));
		jw_member_sv(w, "range", match_range_text(r->match, h, a));
		jw_member_sv(w, "compared", match_compared_text(r->match, h, a));
		member_str(w, "verdict", words_verdict(h->verdict));
		put_why(w, h);
		if (h->stream_inferred)
			member_bool(w, "stream_inferred", true);
		jw_object_end(w);
	}
	jw_array_end(w);
}

static void put_running(struct jw *w, int running)
{
	jw_key(w, "running");
	if (running == FINDING_RUNNING_UNKNOWN)
		jw_null(w);
	else
		jw_bool(w, running == FINDING_RUNNING);
}

/* likelihood, damage, outcome, deadline, reasons: what follows from the decision alone. */
static void put_decision(struct jw *w, const struct scan_report *r, const struct decision *d)
{
	member_str(w, "likelihood", decide_likelihood_name(d->likelihood));
	member_str(w, "damage", decide_damage_name(d->damage));
	member_str(w, "outcome", decide_outcome_name(d->outcome));
	if (d->pending)
		member_bool(w, "pending", true);
	json_put_deadline(w, r, d);
	json_put_reasons(w, d, false);
}

static void put_kept_decision(struct jw *w, const struct scan_report *r, const struct decision *d,
			      struct json_decisions *kept)
{
	size_t i = ((uintptr_t)d->reasons >> 4) % JSON_DECISIONS;
	struct buf *text = &kept->slots[i].text;

	if (!d->reasons || kept->slots[i].of != d->reasons) {
		struct jw own;
		if (!text->p)
			*text = BUF_CAP(LIMIT_OUTPUT_ROW);
		buf_clear(text);
		own = jw_on(text);
		put_decision(&own, r, d);
		kept->slots[i].of = text->err ? NULL : d->reasons;
	}
	if (text->err)
		put_decision(w, r, d);
	else
		jw_raw(w, buf_view(text));
}

void json_decisions_drop(struct json_decisions *d)
{
	for (size_t i = 0; i < JSON_DECISIONS; i++)
		buf_drop(&d->slots[i].text);
}

void json_put_finding(struct jw *w, const struct scan_report *r, const struct finding *f,
		      struct json_decisions *decisions, struct arena *a)
{
	jw_member_sv(w, "vulnerability", f->vulnerability);
	member_list(w, "aliases", f->aliases, f->alias_count);
	jw_key(w, "title");
	jw_object(w);
	jw_member_sv(w, "en", f->title_en);
	jw_member_sv(w, "ja", f->title_ja);
	jw_object_end(w);
	json_put_package(w, f, a);
	member_str(w, "verdict", words_verdict(f->verdict));
	jw_member_sv(w, "fixed_version", f->fixed_version);
	jw_member_sv(w, "fix_state", f->fix_state);
	jw_member_sv(w, "urgency", f->urgency);
	put_running(w, f->running);
	if (f->no_code)
		member_bool(w, "no_code", true);
	json_put_signals(w, r, f);
	put_kept_decision(w, r, &f->decision, decisions);
	json_put_evidence(w, r, f, a);
}
