/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sarif.c - SARIF 2.1.0 (OASIS), for code-scanning views: a rule for each vulnerability, a
 * result for each finding.
 *
 * "affected" is a result of kind fail; "cannot tell" one of kind review, and a kernel that does
 * not run or a package without code informational, both with level none (section 3.27.9).
 */
#include "base/json_write.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/output/outputs.h"
#include "cli/output/words.h"

static void member(struct jw *w, const char *key, const char *value)
{
	jw_key(w, key);
	jw_str(w, value);
}

static void text_object(struct jw *w, const char *key, struct sv text)
{
	jw_key(w, key);
	jw_object(w);
	jw_key(w, "text");
	jw_sv(w, text);
	jw_object_end(w);
}

/* Code-scanning views rank by the CVSS score; our outcome goes in beside it. */
static void put_rule(struct jw *w, const struct finding *f)
{
	struct sv title = f->title_en.n > 0 ? f->title_en : f->vulnerability;
	int score = words_score(f);
	char text[8];

	jw_object(w);
	jw_key(w, "id");
	jw_sv(w, f->vulnerability);
	text_object(w, "shortDescription", title);
	if (sv_starts(f->vulnerability, SV("CVE-"))) {
		jw_key(w, "helpUri");
		struct buf b = BUF_CAP(LIMIT_NAME * 4);
		buf_str(&b, "https://www.cve.org/CVERecord?id=");
		buf_sv(&b, f->vulnerability);
		jw_sv(w, buf_view(&b));
		buf_drop(&b);
	}
	jw_key(w, "properties");
	jw_object(w);
	if (score >= 0) {
		jw_key(w, "security-severity");
		jw_sv(w, words_tenths(score, text));
	}
	jw_key(w, "tags");
	jw_array(w);
	jw_str(w, "security");
	jw_str(w, "vulnerability");
	if (words_kev(f))
		jw_str(w, "kev");
	jw_array_end(w);
	jw_object_end(w);
	jw_object_end(w);
}

static int by_vulnerability(const void *x, const void *y)
{
	const struct finding *a = *(const struct finding *const *)x;
	const struct finding *b = *(const struct finding *const *)y;
	int r = sv_cmp(a->vulnerability, b->vulnerability);

	return r ? r : (a > b) - (a < b);
}

static int put_rules(struct jw *w, const struct scan_report *r, struct sink *s)
{
	arena_auto a = {.cap = SIZE_MAX / 4};
	size_t n = r->list->count;
	const struct finding **sorted = arena_new(&a, const struct finding *, n + 1);

	if (!sorted)
		return YG_ENOMEM;
	for (size_t i = 0; i < n; i++)
		sorted[i] = &r->list->findings[i];
	qsort(sorted, n, sizeof *sorted, by_vulnerability);
	jw_key(w, "rules");
	jw_array(w);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && sv_eq(sorted[i - 1]->vulnerability, sorted[i]->vulnerability))
			continue;
		put_rule(w, sorted[i]);
		sink_spill(s);
	}
	jw_array_end(w);
	return 0;
}

/* RFC 3986: what may stand in a path stays, the rest is percent-encoded. */
static void put_uri(struct jw *w, struct sv path)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);

	while (path.n > 0 && path.p[0] == '/')	/* relative to the root */
		path = sv_from(path, 1);
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		if (ch_alnum(c) || (c && strchr("-._~/!$&'()*+,;=@", c))) {
			buf_char(&b, (char)c);
		} else {
			buf_char(&b, '%');
			buf_char(&b, hex[c >> 4]);
			buf_char(&b, hex[c & 15]);
		}
	}
	jw_sv(w, b.n > 0 ? buf_view(&b) : SV("inventory"));
	buf_drop(&b);
}

static void put_location(struct jw *w, const struct scan_report *r, const struct finding *f,
			 struct arena *a)
{
	struct sv purl = words_purl(f, a);

	jw_key(w, "locations");
	jw_array(w);
	jw_object(w);
	jw_key(w, "physicalLocation");
	jw_object(w);
	jw_key(w, "artifactLocation");
	jw_object(w);
	jw_key(w, "uri");
	put_uri(w, f->file_count > 0 ? f->files[0] : r->source);
	jw_object_end(w);
	jw_key(w, "region");
	jw_object(w);
	jw_key(w, "startLine");
	jw_u64(w, 1);
	jw_object_end(w);
	jw_object_end(w);
	jw_key(w, "logicalLocations");
	jw_array(w);
	jw_object(w);
	jw_member_sv(w, "name", f->name);
	jw_member_sv(w, "fullyQualifiedName", purl);
	member(w, "kind", "package");
	jw_object_end(w);
	jw_array_end(w);
	jw_object_end(w);
	jw_array_end(w);
}

/* "curl 7.88.1: Scheduled. Update to 7.88.2. exploit public, ..." */
static void put_message(struct jw *w, const struct scan_report *r, const struct finding *f)
{
	struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);

	buf_sv(&b, f->name);
	buf_char(&b, ' ');
	buf_sv(&b, f->version);
	buf_str(&b, ": ");
	buf_sv(&b, words_outcome(MSG_EN, r->policy, f->decision.outcome));
	buf_str(&b, ". ");
	if (f->fixed_version.n > 0) {
		buf_str(&b, "Fixed in ");
		buf_sv(&b, f->fixed_version);
		buf_str(&b, ". ");
	} else {
		buf_str(&b, "No fixed version is known. ");
	}
	if (f->verdict == MATCH_UNKNOWN)
		buf_str(&b, "Whether this version is affected cannot be told. ");
	decision_write_headline(&b, &f->decision, false);
	text_object(w, "message", buf_view(&b));
	buf_drop(&b);
}

static const char *level_of(enum decide_outcome o)
{
	switch (o) {
	case DECIDE_IMMEDIATE:
	case DECIDE_OUT_OF_CYCLE: return "error";
	case DECIDE_SCHEDULED: return "warning";
	case DECIDE_DEFER:
	case DECIDE_OUTCOME_NONE: break;
	}
	return "note";
}

static void put_kind(struct jw *w, const struct finding *f)
{
	if (f->verdict == MATCH_UNKNOWN) {
		member(w, "kind", "review");
		member(w, "level", "none");
	} else if (f->running == FINDING_NOT_RUNNING || f->no_code) {
		member(w, "kind", "informational");
		member(w, "level", "none");
	} else {
		member(w, "kind", "fail");
		member(w, "level", level_of(f->decision.outcome));
	}
}

/* The same finding keeps its fingerprint when the file moves or the version stays. */
static void put_fingerprint(struct jw *w, const struct finding *f)
{
	struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);
	char hex[17];
	uint64_t h;

	buf_sv(&b, f->vulnerability);
	buf_char(&b, '\n');
	buf_sv(&b, f->component->type);
	buf_char(&b, '\n');
	buf_sv(&b, f->name);
	h = sv_hash(buf_view(&b));
	buf_drop(&b);
	for (int i = 15; i >= 0; i--, h >>= 4)
		hex[i] = "0123456789abcdef"[h & 15];
	jw_key(w, "partialFingerprints");
	jw_object(w);
	jw_key(w, "yaguraFinding/v1");
	jw_sv(w, (struct sv){hex, 16});
	jw_object_end(w);
}

static void put_result(struct jw *w, const struct scan_report *r, const struct finding *f,
		       struct arena *a)
{
	const struct decision *d = &f->decision;

	jw_object(w);
	jw_key(w, "ruleId");
	jw_sv(w, f->vulnerability);
	put_kind(w, f);
	put_message(w, r, f);
	put_location(w, r, f, a);
	put_fingerprint(w, f);
	jw_key(w, "properties");
	jw_object(w);
	jw_member_sv(w, "package", f->name);
	jw_member_sv(w, "version", f->version);
	jw_member_sv(w, "fixed_version", f->fixed_version);
	member(w, "verdict", words_verdict(f->verdict));
	jw_member_sv(w, "outcome", sv_of(decide_outcome_name(d->outcome)));
	jw_member_sv(w, "likelihood", sv_of(decide_likelihood_name(d->likelihood)));
	jw_member_sv(w, "damage", sv_of(decide_damage_name(d->damage)));
	jw_object_end(w);
	jw_object_end(w);
}

/* What could not be read or judged is a notification: an empty result list is not a clean
 * one while these stand there. */
static void put_notification(struct jw *w, const char *level, const char *id, struct sv where,
			     struct sv what)
{
	struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);

	buf_sv(&b, where);
	buf_str(&b, where.n > 0 ? ": " : "");
	buf_sv(&b, what);
	jw_object(w);
	jw_key(w, "descriptor");
	jw_object(w);
	member(w, "id", id);
	jw_object_end(w);
	member(w, "level", level);
	text_object(w, "message", buf_view(&b));
	jw_object_end(w);
	buf_drop(&b);
}

static void put_invocation(struct jw *w, const struct scan_report *r, struct sink *s)
{
	char time[CLOCK_TEXT_BYTES];

	jw_key(w, "invocations");
	jw_array(w);
	jw_object(w);
	jw_key(w, "executionSuccessful");
	jw_bool(w, r->failure_count == 0 && r->exit_code != 1 && r->exit_code != 2);
	jw_key(w, "exitCode");
	jw_i64(w, r->exit_code);
	jw_key(w, "endTimeUtc");
	jw_sv(w, clock_format(r->time, time));
	jw_key(w, "toolExecutionNotifications");
	jw_array(w);
	for (size_t i = 0; i < r->failure_count; i++)
		put_notification(w, "error", "partial", r->failures[i].where,
				 r->failures[i].what);
	for (size_t i = 0; i < r->feed_count; i++)
		if (r->feeds[i].state != SCAN_FEED_OK)
			put_notification(w, "warning", "feed", r->feeds[i].name,
					 sv_of(words_feed_state(r->feeds[i].state)));
	for (size_t i = 0; i < r->list->unjudged_count; i++) {
		struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);
		const struct finding_unjudged *u = &r->list->unjudged[i];
		words_put_why(&b, MSG_EN, u->why, u->detail);
		put_notification(w, "note", "unjudged", u->component->name, buf_view(&b));
		buf_drop(&b);
		sink_spill(s);
	}
	jw_array_end(w);
	jw_object_end(w);
	jw_array_end(w);
}

int output_sarif(const struct scan_report *r, const struct output_options *o, struct sink *s)
{
	arena_auto a = {.cap = LIMIT_OUTPUT_ROW};
	struct jw w = jw_on(&s->b);
	int code;

	jw_object(&w);
	member(&w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	member(&w, "version", "2.1.0");
	jw_key(&w, "runs");
	jw_array(&w);
	jw_object(&w);
	jw_key(&w, "tool");
	jw_object(&w);
	jw_key(&w, "driver");
	jw_object(&w);
	member(&w, "name", "Yagura");
	member(&w, "version", o->version);
	if ((code = put_rules(&w, r, s)) < 0)
		return code;
	jw_object_end(&w);
	jw_object_end(&w);
	put_invocation(&w, r, s);
	jw_key(&w, "results");
	jw_array(&w);
	for (size_t i = 0; i < r->list->count; i++) {
		put_result(&w, r, &r->list->findings[i], &a);
		arena_reset(&a);
		sink_spill(s);
	}
	jw_array_end(&w);
	member(&w, "columnKind", "unicodeCodePoints");
	jw_object_end(&w);
	jw_array_end(&w);
	jw_object_end(&w);
	buf_char(&s->b, '\n');
	return s->b.err;
}
