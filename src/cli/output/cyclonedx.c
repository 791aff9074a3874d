/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cyclonedx.c - CycloneDX 1.6 JSON: the affected packages with their vulnerabilities (a VDR),
 * and for each an analysis (VEX).
 *
 * The analysis says no more than is known: "exploitable" where a source says that the version
 * is affected (the specification's word for "may be exploitable"), "in_triage" where that
 * cannot be told, or where the code is installed but does not run.  Nothing is ever called
 * not_affected here: that is a person's decision.
 *
 * Each distinct package is one component.  Findings are sorted by package first, in an array
 * of four bytes each, so that a finding can name its component.
 */
#include "base/json_write.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/output/outputs.h"
#include "cli/output/words.h"

struct writing {
	struct jw w;
	const struct scan_report *r;
	struct sink *s;
	uint32_t *component;	/* number of the component of each finding */
};

static void member(struct jw *w, const char *key, const char *value)
{
	jw_key(w, key);
	jw_str(w, value);
}

static void property(struct jw *w, const char *name, struct sv value)
{
	if (value.n == 0)
		return;
	jw_object(w);
	member(w, "name", name);
	jw_key(w, "value");
	jw_sv(w, value);
	jw_object_end(w);
}

/* "package-17": unique in the document whatever the package is called. */
static void put_ref(struct jw *w, const char *kind, size_t number)
{
	struct buf b = BUF_CAP(64);

	buf_str(&b, kind);
	buf_char(&b, '-');
	buf_u64(&b, number + 1);
	jw_sv(w, buf_view(&b));
	buf_drop(&b);
}

static void put_metadata(struct writing *x, const char *version)
{
	struct jw *w = &x->w;
	const struct scan_report *r = x->r;
	char time[CLOCK_TEXT_BYTES];

	jw_key(w, "metadata");
	jw_object(w);
	jw_key(w, "timestamp");
	jw_sv(w, clock_format(r->time, time));
	jw_key(w, "tools");
	jw_object(w);
	jw_key(w, "components");
	jw_array(w);
	jw_object(w);
	member(w, "type", "application");
	member(w, "name", "yagura");
	member(w, "version", version);
	jw_object_end(w);
	jw_array_end(w);
	jw_object_end(w);
	jw_key(w, "component");
	jw_object(w);
	member(w, "type", r->os.id.n > 0 ? "operating-system" : "application");
	member(w, "bom-ref", "subject");
	jw_key(w, "name");
	jw_sv(w, r->os.id.n > 0 ? r->os.id : r->source.n > 0 ? r->source : SV("inventory"));
	jw_member_sv(w, "version", r->os.version_id);
	jw_object_end(w);
	jw_key(w, "properties");
	jw_array(w);
	if (r->policy) {
		property(w, "yagura:policy", r->policy->id);
		property(w, "yagura:policy_version", r->policy->version);
	}
	property(w, "yagura:complete", r->failure_count == 0 ? SV("true") : SV("false"));
	for (size_t i = 0; i < r->feed_count; i++) {
		struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);
		buf_sv(&b, r->feeds[i].name);
		buf_str(&b, r->feeds[i].time.n > 0 ? " " : "");
		buf_sv(&b, r->feeds[i].time);
		buf_fmt(&b, " %s", words_feed_state(r->feeds[i].state));
		property(w, "yagura:feed", buf_view(&b));
		buf_drop(&b);
	}
	jw_array_end(w);
	jw_object_end(w);
}

/* Order of packages; findings of one package stand together. */
static int compare_package(const struct finding *a, const struct finding *b)
{
	int c;

	if ((c = sv_cmp(a->component->type, b->component->type)) ||
	    (c = sv_cmp(a->name, b->name)) || (c = sv_cmp(a->version, b->version)) ||
	    (c = sv_cmp(a->component->name, b->component->name)))
		return c;
	return sv_cmp(a->component->arch, b->component->arch);
}

static int by_package(const void *x, const void *y)
{
	const struct finding *a = *(const struct finding *const *)x;
	const struct finding *b = *(const struct finding *const *)y;
	int c = compare_package(a, b);

	return c ? c : (a > b) - (a < b);
}

static void put_component(struct jw *w, const struct finding *f, size_t number, struct arena *a)
{
	jw_object(w);
	member(w, "type", "library");
	jw_key(w, "bom-ref");
	put_ref(w, "package", number);
	jw_key(w, "name");
	jw_sv(w, f->name);
	jw_member_sv(w, "version", f->version);
	jw_member_sv(w, "purl", words_purl(f, a));
	if (f->binary_count > 0 || f->file_count > 0) {
		jw_key(w, "properties");
		jw_array(w);
		for (size_t i = 0; i < f->binary_count; i++)
			property(w, "yagura:binary", f->binaries[i]);
		for (size_t i = 0; i < f->file_count; i++)
			property(w, "yagura:file", f->files[i]);
		jw_array_end(w);
	}
	jw_object_end(w);
}

static int put_components(struct writing *x)
{
	arena_auto sorting = {.cap = SIZE_MAX / 4}, a = {.cap = LIMIT_OUTPUT_ROW};
	const struct finding_list *l = x->r->list;
	const struct finding **sorted = arena_new(&sorting, const struct finding *,
						  l->count + 1);
	size_t number = 0;

	if (!sorted)
		return YG_ENOMEM;
	for (size_t i = 0; i < l->count; i++)
		sorted[i] = &l->findings[i];
	qsort(sorted, l->count, sizeof *sorted, by_package);
	jw_key(&x->w, "components");
	jw_array(&x->w);
	for (size_t i = 0; i < l->count; i++) {
		bool new = i == 0 || compare_package(sorted[i - 1], sorted[i]) != 0;
		if (new && i > 0)
			number++;
		x->component[sorted[i] - l->findings] = (uint32_t)number;
		if (!new)
			continue;
		put_component(&x->w, sorted[i], number, &a);
		arena_reset(&a);
		sink_spill(x->s);
	}
	jw_array_end(&x->w);
	return 0;
}

static const char *severity(int tenths)
{
	if (tenths < 0)
		return "unknown";
	return tenths >= 90 ? "critical" : tenths >= 70 ? "high" : tenths >= 40 ? "medium"
	     : tenths > 0 ? "low" : "none";
}

static const char *method(struct sv version)
{
	static const struct { const char *version, *method; } methods[] = {
		{"2.0", "CVSSv2"}, {"3.0", "CVSSv3"}, {"3.1", "CVSSv31"}, {"4.0", "CVSSv4"},
	};

	for (size_t i = 0; i < YG_COUNT(methods); i++)
		if (sv_eq(version, sv_of(methods[i].version)))
			return methods[i].method;
	return "other";
}

static void put_source(struct jw *w, struct sv name)
{
	if (name.n == 0)
		return;
	jw_key(w, "source");
	jw_object(w);
	jw_key(w, "name");
	jw_sv(w, name);
	jw_object_end(w);
}

static void put_ratings(struct jw *w, const struct finding *f)
{
	if (f->cvss_count == 0)
		return;
	jw_key(w, "ratings");
	jw_array(w);
	for (size_t i = 0; i < f->cvss_count; i++) {
		const struct finding_cvss *c = &f->cvss[i];
		int score = c->published_tenths >= 0 ? c->published_tenths : c->computed_tenths;
		jw_object(w);
		put_source(w, c->source);
		if (score >= 0) {
			jw_key(w, "score");
			jw_fixed(w, score / 10.0, 1);
		}
		member(w, "severity", severity(score));
		member(w, "method", method(c->version));
		jw_member_sv(w, "vector", c->vector);
		jw_object_end(w);
	}
	jw_array_end(w);
}

static void put_references(struct jw *w, const struct finding *f)
{
	bool any = false;

	for (size_t i = 0; i < f->alias_count; i++) {
		if (sv_eq(f->aliases[i], f->vulnerability))
			continue;
		if (!any) {
			jw_key(w, "references");
			jw_array(w);
		}
		any = true;
		jw_object(w);
		jw_key(w, "id");
		jw_sv(w, f->aliases[i]);
		put_source(w, SV("alias"));
		jw_object_end(w);
	}
	if (any)
		jw_array_end(w);
}

static void put_analysis(struct jw *w, const struct finding *f)
{
	bool idle = f->running == FINDING_NOT_RUNNING || f->no_code;
	struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);
	const struct match_hit *h = words_unknown(f);

	jw_key(w, "analysis");
	jw_object(w);
	member(w, "state", f->verdict == MATCH_AFFECTED && !idle ? "exploitable" : "in_triage");
	if (f->fixed_version.n > 0) {
		jw_key(w, "response");
		jw_array(w);
		jw_str(w, "update");
		jw_array_end(w);
	}
	if (f->verdict == MATCH_UNKNOWN && h)
		words_put_why(&b, MSG_EN, h->why, h->detail);
	else if (f->running == FINDING_NOT_RUNNING)
		buf_str(&b, "This kernel is installed but does not run.");
	else if (f->no_code)
		buf_str(&b, "Nothing of this package is ever executed.");
	else
		decision_write_headline(&b, &f->decision, false);
	jw_member_sv(w, "detail", buf_view(&b));
	jw_object_end(w);
	buf_drop(&b);
}

static void put_affects(struct jw *w, const struct finding *f, size_t component)
{
	jw_key(w, "affects");
	jw_array(w);
	jw_object(w);
	jw_key(w, "ref");
	put_ref(w, "package", component);
	if (f->version.n > 0) {
		jw_key(w, "versions");
		jw_array(w);
		jw_object(w);
		jw_key(w, "version");
		jw_sv(w, f->version);
		member(w, "status", f->verdict == MATCH_AFFECTED ? "affected" : "unknown");
		jw_object_end(w);
		jw_array_end(w);
	}
	jw_object_end(w);
	jw_array_end(w);
}

static void put_properties(struct jw *w, const struct scan_report *r, const struct finding *f)
{
	const struct decision *d = &f->decision;
	char text[CLOCK_TEXT_BYTES];

	jw_key(w, "properties");
	jw_array(w);
	property(w, "yagura:outcome", sv_of(decide_outcome_name(d->outcome)));
	property(w, "yagura:likelihood", sv_of(decide_likelihood_name(d->likelihood)));
	property(w, "yagura:damage", sv_of(decide_damage_name(d->damage)));
	property(w, "yagura:remediate_by", words_deadline(r, d->remediate_days, text));
	property(w, "yagura:kev", words_kev(f) ? SV("true") : SV("false"));
	property(w, "yagura:fixed_version", f->fixed_version);
	property(w, "yagura:fix_state", f->fix_state);
	jw_array_end(w);
}

static void put_vulnerability(struct writing *x, size_t i)
{
	const struct finding *f = &x->r->list->findings[i];
	struct jw *w = &x->w;
	struct sv title = f->title_en.n > 0 ? f->title_en : f->title_ja;

	jw_object(w);
	jw_key(w, "bom-ref");
	put_ref(w, "finding", i);
	jw_key(w, "id");
	jw_sv(w, f->vulnerability);
	if (f->evidence_count > 0)
		put_source(w, words_record_source(x->r, f->evidence[0]));
	put_references(w, f);
	put_ratings(w, f);
	jw_member_sv(w, "description", title);
	if (f->fixed_version.n > 0) {
		struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);
		buf_str(&b, "Update to ");
		buf_sv(&b, f->fixed_version);
		buf_str(&b, " or later.");
		jw_member_sv(w, "recommendation", buf_view(&b));
		buf_drop(&b);
	}
	put_analysis(w, f);
	put_affects(w, f, x->component[i]);
	put_properties(w, x->r, f);
	jw_object_end(w);
}

int output_cyclonedx(const struct scan_report *r, const struct output_options *o,
		     struct sink *s)
{
	arena_auto a = {.cap = SIZE_MAX / 4};
	struct writing x = {.w = jw_on(&s->b), .r = r, .s = s,
			    .component = arena_new(&a, uint32_t, r->list->count + 1)};
	int code;

	if (!x.component)
		return YG_ENOMEM;
	jw_object(&x.w);
	member(&x.w, "$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
	member(&x.w, "bomFormat", "CycloneDX");
	member(&x.w, "specVersion", "1.6");
	jw_key(&x.w, "version");
	jw_u64(&x.w, 1);
	put_metadata(&x, o->version);
	if ((code = put_components(&x)) < 0)
		return code;
	jw_key(&x.w, "vulnerabilities");
	jw_array(&x.w);
	for (size_t i = 0; i < r->list->count; i++) {
		put_vulnerability(&x, i);
		sink_spill(s);
	}
	jw_array_end(&x.w);
	jw_object_end(&x.w);
	buf_char(&s->b, '\n');
	return s->b.err;
}
