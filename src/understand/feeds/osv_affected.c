/* SPDX-License-Identifier: Apache-2.0 */
/*
 * osv_affected.c - "affected[]" of an OSV record as spans of versions.
 *
 * First everything is gathered, because the order of members is free and what a range means
 * depends on the ecosystem and on database_specific; then it is turned into spans:
 *
 *	SEMVER, ECOSYSTEM	intervals by the schema's rules (component/version/range.h)
 *	versions[]		one span each, unless an interval holds it already
 *	GIT			left out; where nothing else is said, unknown and why
 */
#include "component/identity/ecosystem.h"
#include "component/version/range.h"
#include "understand/feeds/osv.h"

/* Versions times intervals that are compared to leave out what is said twice (about a second);
 * beyond it the versions are kept as they are. */
enum { COVER_MAX = 10000000 };

struct range {
	struct sv type, repo;
	struct osv_event *events;
	size_t event_count;
	bool open_lower;	/* "introduced" itself is not affected (derived databases) */
};

struct affected {
	struct sv ecosystem, name, purl;
	struct range *ranges;
	size_t range_count;
	struct sv *versions;
	size_t version_count;
	size_t total;		/* events and versions, against LIMIT_EVENTS */
	struct sv last_known;	/* GitHub: "<= 1.2", in place of last_affected */
	struct sv urgency;	/* Debian: "not yet assigned"; RustSec: "unmaintained" */
	struct sv custom;	/* Go: the same in the project's own version numbers */
	bool open_lower;	/* RubySec: some "introduced" is not affected; see closed */
	struct sv *closed;	/* ... namely those that stand in here as "<= X" or "= X" */
	size_t closed_count;
};

/* ---- gathering ---- */

static bool counted(struct reading *in, struct affected *a)
{
	if (a->total < LIMIT_EVENTS) {
		a->total++;
		return true;
	}
	return reading_bad(in, "more than LIMIT_EVENTS events and versions in one entry");
}

static void add_text(struct reading *in, struct sv **list, size_t *count, struct sv s)
{
	struct sv *slot = arena_push(in->arena, *list, *count);

	if (slot)
		*slot = s;
	else
		(void)reading_no_memory(in);
}

static bool event_kind(struct sv key, enum osv_event_kind *ret)
{
	static const struct sv names[] = {
		[OSV_INTRODUCED] = SV_INIT("introduced"), [OSV_FIXED] = SV_INIT("fixed"),
		[OSV_LAST_AFFECTED] = SV_INIT("last_affected"), [OSV_LIMIT] = SV_INIT("limit"),
	};

	for (unsigned i = 0; i < YG_COUNT(names); i++)
		if (sv_eq(key, names[i])) {
			*ret = (enum osv_event_kind)i;
			return true;
		}
	return false;
}

static void read_event(struct reading *in, struct affected *a, struct range *r)
{
	struct osv_event e, *slot;
	struct sv key;
	bool any = false;

	if (!reading_object(in, "events[] is not an object"))
		return;
	while (reading_key(in, &key)) {
		if (!event_kind(key, &e.kind)) {
			json_skip(&in->j);
			continue;
		}
		any = true;
		if (!reading_string(in, &e.version, "an event is not a string"))
			(void)reading_bad(in, "an event is null");
		else if (e.version.n == 0 || e.version.n > LIMIT_VERSION)
			(void)reading_bad(in, "an event without a version, or with a long one");
		else if (counted(in, a)) {
			slot = arena_push(in->arena, r->events, r->event_count);
			if (slot)
				*slot = e;
			else
				(void)reading_no_memory(in);
		}
	}
	if (!any)
		(void)reading_bad(in, "an event of no known kind");
}

/* {"open_lower_bound": true}, of a range. */
static bool read_open_lower(struct reading *in)
{
	struct sv key;
	bool open = false;

	if (!json_opt_object(&in->j))
		return false;
	while (reading_key(in, &key))
		if (sv_is(key, "open_lower_bound"))
			(void)json_opt_bool(&in->j, &open);
		else
			json_skip(&in->j);
	return open;
}

static void read_range(struct reading *in, struct affected *a)
{
	struct range *r = arena_push(in->arena, a->ranges, a->range_count);
	struct sv key;

	if (!r) {
		(void)reading_no_memory(in);
		return;
	}
	if (!reading_object(in, "ranges[] is not an object"))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "type"))
			(void)reading_string(in, &r->type, "ranges[].type is not a string");
		else if (sv_is(key, "repo"))
			(void)reading_string(in, &r->repo, "ranges[].repo is not a string");
		else if (sv_is(key, "database_specific"))
			r->open_lower = read_open_lower(in);
		else if (!sv_is(key, "events"))
			json_skip(&in->j);
		else if (reading_array(in, "events is not an array"))
			while (reading_item(in))
				read_event(in, a, r);
	}
}

static void read_ranges(struct reading *in, struct affected *a)
{
	if (!reading_array(in, "affected[].ranges is not an array"))
		return;
	while (reading_item(in))
		if (counted(in, a))
			read_range(in, a);
		else
			json_skip(&in->j);
}

static void read_versions(struct reading *in, struct affected *a)
{
	struct sv v;

	if (!reading_array(in, "affected[].versions is not an array"))
		return;
	while (reading_item(in)) {
		if (!reading_string(in, &v, "versions[] is not a string"))
			continue;
		if (v.n == 0 || v.n > LIMIT_VERSION)
			(void)reading_bad(in, "an empty or a long version");
		else if (counted(in, a))
			add_text(in, &a->versions, &a->version_count, v);
	}
}

static void read_package(struct reading *in, struct affected *a)
{
	struct sv key;

	if (!reading_object(in, "affected[].package is not an object"))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "ecosystem"))
			(void)reading_string(in, &a->ecosystem, "ecosystem is not a string");
		else if (sv_is(key, "name"))
			(void)reading_string(in, &a->name, "name is not a string");
		else if (sv_is(key, "purl"))
			(void)reading_string(in, &a->purl, "purl is not a string");
		else
			json_skip(&in->j);
	}
}

/* patched_versions, unaffected_versions: requirements such as ">= 2.3.5, <= 2.3.14". */
static void read_closed(struct reading *in, struct affected *a)
{
	struct sv s, part;

	if (!json_opt_array(&in->j))
		return;
	while (reading_item(in))
		if (json_opt_string(&in->j, &s))
			while (sv_next(&s, ',', &part)) {
				part = sv_trim(part);
				if (sv_starts(part, SV("<=")))
					part = sv_trim(sv_from(part, 2));
				else if (sv_starts(part, SV("=")))
					part = sv_trim(sv_from(part, 1));
				else
					continue;
				if (counted(in, a))
					add_text(in, &a->closed, &a->closed_count, part);
			}
}

static bool opt_word(struct reading *in, struct sv *out)
{
	struct sv s;

	if (!json_opt_string(&in->j, &s) || s.n == 0 || s.n > LIMIT_VERSION ||
	    memchr(s.p, '\0', s.n))
		return false;
	*out = s;
	return true;
}

/* database_specific and ecosystem_specific of an entry: known shapes only. */
static void read_specific(struct reading *in, struct affected *a)
{
	struct sv key;

	if (!json_opt_object(&in->j))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "last_known_affected_version_range"))
			(void)opt_word(in, &a->last_known);
		else if (sv_is(key, "open_lower_bound"))
			(void)json_opt_bool(&in->j, &a->open_lower);
		else if (sv_is(key, "patched_versions") || sv_is(key, "unaffected_versions"))
			read_closed(in, a);
		else if (sv_is(key, "urgency") || sv_is(key, "informational"))
			(void)opt_word(in, &a->urgency);
		else
			json_skip(&in->j);
	}
}

/* Go's ecosystem_specific.custom_ranges, for the reader's eye: "introduced 0, fixed 1.9.0". */
static void read_custom(struct reading *in, struct affected *a)
{
	struct sv key, word;

	if (!json_opt_array(&in->j))
		return;
	while (reading_item(in)) {
		if (!json_opt_object(&in->j))
			continue;
		while (reading_key(in, &key)) {
			if (!sv_is(key, "events") || !json_opt_array(&in->j)) {
				if (!sv_is(key, "events"))
					json_skip(&in->j);
				continue;
			}
			while (reading_item(in)) {
				if (!json_opt_object(&in->j))
					continue;
				while (reading_key(in, &key))
					if (opt_word(in, &word)) {
						word = reading_join(in, key, SV(" "), word);
						reading_add_word(in, &a->custom, SV(", "), word);
					}
			}
		}
	}
}

static void read_ecosystem_specific(struct reading *in, struct affected *a)
{
	struct sv key;

	if (!json_opt_object(&in->j))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "urgency"))
			(void)opt_word(in, &a->urgency);
		else if (sv_is(key, "custom_ranges"))
			read_custom(in, a);
		else
			json_skip(&in->j);
	}
}

static bool gather(struct reading *in, struct record *r, struct affected *a)
{
	struct sv key;

	if (!reading_object(in, "affected[] is not an object"))
		return false;
	while (reading_key(in, &key)) {
		if (sv_is(key, "package"))
			read_package(in, a);
		else if (sv_is(key, "ranges"))
			read_ranges(in, a);
		else if (sv_is(key, "versions"))
			read_versions(in, a);
		else if (sv_is(key, "severity"))
			osv_read_severity(in, r);
		else if (sv_is(key, "database_specific"))
			read_specific(in, a);
		else if (sv_is(key, "ecosystem_specific"))
			read_ecosystem_specific(in, a);
		else
			json_skip(&in->j);
	}
	return !in->bad && reading_going(in);
}

/* ---- spans ---- */

static struct record_span *add_span(struct reading *in, struct record_affected *out)
{
	struct record_span *s = arena_push(in->arena, out->spans, out->span_count);

	if (s)
		s->status = RECORD_AFFECTED;
	else
		(void)reading_no_memory(in);
	return s;
}

static void add_unknown(struct reading *in, struct record_affected *out, struct sv why)
{
	struct record_span *s = add_span(in, out);

	if (!s)
		return;
	s->status = RECORD_UNKNOWN;
	s->why = why;
}

/* Whether an interval that starts at lo starts just above it. */
static bool is_open(const struct affected *a, const struct range *r, struct sv lo)
{
	if (r->open_lower)
		return true;
	for (size_t i = 0; a->open_lower && i < a->closed_count; i++)
		if (sv_eq(lo, a->closed[i]))
			return true;
	return false;
}

/* GitHub's substitute for last_affected closes an interval that has no end. */
static void close_last_known(struct sv last_known, struct record_span *s)
{
	bool included = sv_starts(last_known, SV("<="));
	struct sv v;

	if (!sv_starts(last_known, SV("<")))
		return;
	v = sv_trim(sv_from(last_known, included ? 2 : 1));
	if (v.n == 0 || sv_find(v, ' ') < v.n || sv_find(v, ',') < v.n)
		return;
	s->hi = v;
	s->hi_included = included;
}

static void add_intervals(struct reading *in, const struct affected *a, const struct range *r,
			  const struct version_scheme *scheme, struct record_affected *out)
{
	struct version_interval *intervals;
	struct yg_err why = {0};
	size_t count;
	int code = osv_events_intervals(in->arena, scheme, r->events, r->event_count,
					&intervals, &count, &why);

	if (code == YG_ENOMEM) {
		(void)reading_no_memory(in);
		return;
	}
	if (code) {		/* no "introduced", say: something is meant, but what? */
		add_unknown(in, out, why.what ? sv_of(why.what) : SV("a range that is invalid"));
		return;
	}
	for (size_t i = 0; i < count; i++) {
		const struct version_interval *v = &intervals[i];
		struct record_span *s = add_span(in, out);
		if (!s)
			return;
		if (v->lo_kind != BOUND_NONE) {
			s->lo = v->lo;
			s->lo_excluded = v->lo_kind == BOUND_EXCLUDED || is_open(a, r, v->lo);
		}
		if (v->hi_kind != BOUND_NONE) {
			s->hi = v->hi;
			s->hi_included = v->hi_kind == BOUND_INCLUDED;
		} else {
			close_last_known(a->last_known, s);
		}
	}
}

static bool is_git(const struct range *r)
{
	return sv_is(r->type, "GIT");
}

static void add_ranges(struct reading *in, const struct affected *a,
		       const struct version_scheme *scheme, struct record_affected *out)
{
	for (size_t i = 0; i < a->range_count && reading_going(in); i++) {
		const struct range *r = &a->ranges[i];
		if (is_git(r))
			continue;
		if (sv_is(r->type, "ECOSYSTEM") || sv_is(r->type, "SEMVER"))
			add_intervals(in, a, r, scheme, out);
		else
			add_unknown(in, out, reading_join(in, SV("range of type "),
							  sv_first(r->type, 64),
							  (struct sv){0}));
	}
}

/* Whether the spans of ranges, the first n of out, hold v for certain. */
static bool is_covered(const struct version_scheme *scheme, const struct record_affected *out,
		       size_t n, struct sv v)
{
	for (size_t i = 0; i < n; i++) {
		const struct record_span *s = &out->spans[i];
		struct version_interval interval = {
			.lo = s->lo, .hi = s->hi,
			.lo_kind = s->lo.n == 0 ? BOUND_NONE :
				   s->lo_excluded ? BOUND_EXCLUDED : BOUND_INCLUDED,
			.hi_kind = s->hi.n == 0 ? BOUND_NONE :
				   s->hi_included ? BOUND_INCLUDED : BOUND_EXCLUDED,
		};
		if (s->status == RECORD_AFFECTED &&
		    interval_contains(scheme, &interval, v, NULL) == RANGE_IN)
			return true;
	}
	return false;
}

static void add_versions(struct reading *in, const struct affected *a,
			 const struct version_scheme *scheme, struct record_affected *out)
{
	size_t ranges = out->span_count;
	bool look = ranges == 0 || a->version_count <= COVER_MAX / ranges;

	for (size_t i = 0; i < a->version_count && reading_going(in); i++) {
		struct record_span *s;
		if (look && is_covered(scheme, out, ranges, a->versions[i]))
			continue;
		s = add_span(in, out);
		if (!s)
			return;
		s->lo = s->hi = a->versions[i];
		s->hi_included = true;
	}
}

/* ---- the entry ---- */

static bool fold(struct reading *in, const struct affected *a, struct record_affected *out)
{
	const struct ecosystem *row = ecosystem_find(a->ecosystem);
	int code = ecosystem_key(in->arena, a->ecosystem, &out->ecosystem);

	if (code == 0)
		code = ecosystem_fold(in->arena, row, a->name, &out->name);
	if (code)
		return code == YG_ENOMEM ? reading_no_memory(in) :
					   reading_bad(in, "an ecosystem or name that is invalid");
	out->source_package = (row && row->source) ||
			      sv_search(a->purl, SV("arch=source")) < a->purl.n;
	return true;
}

/* An entry without a package stands for a repository (PSF, CURL, OSS-Fuzz). */
static struct sv repository(const struct affected *a)
{
	for (size_t i = 0; i < a->range_count; i++)
		if (is_git(&a->ranges[i]) && a->ranges[i].repo.n > 0)
			return a->ranges[i].repo;
	return (struct sv){0};
}

static const struct version_scheme *scheme_of(const struct affected *a)
{
	const struct version_scheme *s = version_scheme_of_ecosystem(a->ecosystem);

	for (size_t i = 0; !s && i < a->range_count; i++)
		if (sv_is(a->ranges[i].type, "SEMVER"))
			s = version_scheme_find(SV("semver"));
	return s;
}

static bool name_entry(struct reading *in, const struct affected *a, struct record_affected *out)
{
	if (a->ecosystem.n > LIMIT_NAME || a->name.n > LIMIT_NAME)
		return reading_bad(in, "a name longer than LIMIT_NAME");
	if (a->ecosystem.n > 0 && a->name.n > 0)
		return fold(in, a, out);
	out->name = repository(a);
	out->ecosystem = SV("GIT");
	if (a->ecosystem.n > 0 || a->name.n > 0 || out->name.n == 0 || out->name.n > LIMIT_NAME)
		return reading_bad(in, "an entry with neither package nor repository");
	return true;
}

/* What the entry says where it gives neither a range nor a version that counts. */
static struct sv nothing_said(const struct affected *a)
{
	for (size_t i = 0; i < a->range_count; i++)
		if (is_git(&a->ranges[i]))
			return SV("only ranges of commits are given");
	return SV("neither ranges nor versions are given");
}

void osv_read_affected(struct reading *in, struct record *r)
{
	struct affected a = {0};
	struct record_affected out = {0}, *slot;
	const struct version_scheme *scheme;

	if (!gather(in, r, &a) || !name_entry(in, &a, &out))
		return;
	scheme = scheme_of(&a);
	if (scheme)
		out.scheme = sv_of(scheme->name);
	out.urgency = a.urgency;
	if (a.custom.n > 0)
		out.fix_note = reading_join(in, SV("in the project's own versions: "), a.custom,
					    (struct sv){0});
	add_ranges(in, &a, scheme, &out);
	add_versions(in, &a, scheme, &out);
	if (out.span_count == 0)
		add_unknown(in, &out, nothing_said(&a));
	if (r->affected_count >= LIMIT_AFFECTED)
		(void)reading_bad(in, "more than LIMIT_AFFECTED entries");
	if (in->bad || !reading_going(in))
		return;
	slot = arena_push(in->arena, r->affected, r->affected_count);
	if (slot)
		*slot = out;
	else
		(void)reading_no_memory(in);
}
