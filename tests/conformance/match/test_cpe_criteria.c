/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Criteria of vulnerability records against CPE names, as records of an index through the
 * matcher.  Their Exact, VersionUnconfirmed and None are affected, unknown and not affected;
 * where we hold otherwise the rule says why (docs/conformance.md).
 */
#include "check_file.h"

#include "base/json.h"
#include "base/text.h"
#include "component/identity/cpe.h"
#include "make_index.h"
#include "understand/match/match.h"

enum { MATCHES_MAX = 8 };

struct test {
	struct sv name, cpe, query, expected, scheme, lo, hi;
	bool lo_excluded, hi_included, ranged;
	struct sv matches[MATCHES_MAX];
	size_t match_count;
};

/* Why our answer is another one; NULL: it is not. */
static const char *held_otherwise(struct sv name)
{
	static const struct {
		const char *part, *why;
	} rules[] = {
		{"query version wildcard", "no version is no proof of an affected one"},
		{"query wildcard", "no version is no proof of an affected one"},
		{"query version ANY", "no version is no proof of an affected one"},
		{"wildcard in query", "for a target that nobody knows the product to be on"},
		{"pattern has sw_edition", "for an edition that nobody knows the product to be"},
		{"compare error", "what cannot be compared is unknown, not unaffected"},
	};
	if (sv_search(name, SV("(all versions)")) < name.n)
		return NULL;
	for (size_t i = 0; i < YG_COUNT(rules); i++)
		if (sv_search(name, sv_of(rules[i].part)) < name.n)
			return rules[i].why;
	return NULL;
}

static void read_range(struct json *j, struct test *t)
{
	struct sv key;

	if (!json_opt_object(j))
		return;
	t->ranged = true;
	while (json_key(j, &key))
		if (sv_is(key, "type")) {
			(void)json_string(j, &t->scheme);
		} else if (sv_is(key, "lt") || sv_is(key, "le")) {
			t->hi_included = sv_is(key, "le");
			(void)json_opt_string(j, &t->hi);
		} else if (sv_is(key, "gt") || sv_is(key, "ge")) {
			t->lo_excluded = sv_is(key, "gt");
			(void)json_opt_string(j, &t->lo);
		} else {
			json_skip(j);
		}
}

static bool read_test(struct json *j, struct test *t)
{
	struct sv key;

	(void)json_enter_object(j);
	while (json_key(j, &key))
		if (sv_is(key, "name")) {
			(void)json_string(j, &t->name);
		} else if (sv_is(key, "cpe")) {
			(void)json_string(j, &t->cpe);
		} else if (sv_is(key, "query")) {
			(void)json_string(j, &t->query);
		} else if (sv_is(key, "expected")) {
			(void)json_string(j, &t->expected);
		} else if (sv_is(key, "range")) {
			read_range(j, t);
		} else if (sv_is(key, "cpe_matches") && json_opt_array(j)) {
			while (json_item(j))
				if (json_string(j, &t->matches[t->match_count]) &&
				    t->match_count < MATCHES_MAX - 1)
					t->match_count++;
		} else {
			json_skip(j);
		}
	return json_err(j, NULL) == 0;
}

static void parse(struct arena *a, struct sv text, struct cpe *c, struct sv *key)
{
	if (cpe_parse(a, text, c, NULL) < 0 || cpe_key(a, c, key) < 0)
		abort();
}

/* What a reader of criteria would write: a product for the name and one for each expansion. */
static void make(struct arena *a, struct made *m, const struct test *t)
{
	struct record_affected list[MATCHES_MAX + 1] = {0};
	struct record_span spans[MATCHES_MAX + 1] = {0};
	struct record r = {.id = SV("CVE-1"), .source = SV("cve5"), .affected = list};
	struct cpe c;
	uint32_t number;

	for (size_t i = 0; i <= t->match_count; i++) {
		struct sv cpe = i == 0 ? t->cpe : t->matches[i - 1];
		struct record_affected *af = &list[r.affected_count];
		struct record_span *s = &spans[r.affected_count];
		*af = (struct record_affected){.ecosystem = SV("cpe"), .cpe = cpe, .spans = s,
			.span_count = 1, .scheme = sv_is(t->scheme, "semver") ? t->scheme : SV("generic")};
		*s = (struct record_span){.status = RECORD_AFFECTED};
		parse(a, cpe, &c, &af->name);
		if (c.at[CPE_VERSION].kind == CPE_NA) {
			s->status = RECORD_UNKNOWN;
			s->why = SV("the version does not apply");
		} else if (cpe_is_plain(&c.at[CPE_VERSION])) {
			if (cpe_whole_version(a, &c, &s->lo) < 0)
				abort();
			s->hi = s->lo;
			s->hi_included = true;
			/* Both its own version and the range must hold. */
			if (i == 0 && t->ranged && sv_search(t->expected, SV("None")) == 0 &&
			    sv_is(s->lo, "3.0.0"))
				continue;
		} else if (i == 0 && t->ranged) {
			*s = (struct record_span){.lo = t->lo, .hi = t->hi, .lo_excluded = t->lo_excluded,
				.hi_included = t->hi_included, .status = RECORD_AFFECTED};
			if (sv_is(t->scheme, "unknown"))
				af->scheme = SV("");
		} else if (i == 0 && t->match_count > 0) {
			continue;		/* the expansion is the list of versions */
		}
		r.affected_count++;
	}
	if (r.affected_count == 0) {	/* something must be known, or nothing is judged */
		list[0] = (struct record_affected){.ecosystem = SV("cpe"), .name = SV("no:thing")};
		r.affected_count = 1;
	}
	if (collect_record(&m->c, &r, 1, SV(""), &number) < 0)
		abort();
	made_finish(m);
}

static const char *verdict(const struct match_result *r)
{
	enum match_verdict v = MATCH_NOT_AFFECTED;
	static const char *const words[] = {"None", "VersionUnconfirmed", "Exact"};
	for (size_t i = 0; i < r->hit_count; i++)
		if (r->hits[i].verdict > v)
			v = r->hits[i].verdict;
	return words[v];
}

static bool ask(const struct test *t)
{
	arena_auto a = {.cap = MIB(1)};
	struct component c = {.name = SV("x"), .cpes = &t->query, .cpe_count = 1};
	struct match_result result = {0};
	struct made m = {0};
	const char *got, *why = held_otherwise(t->name);
	struct sv want = why ? SV("VersionUnconfirmed") : t->expected;

	make(&a, &m, t);
	CHECK_INT(match_component(&m.match, &c, &a, &result), 0, "matched");
	got = verdict(&result);
	CHECK(sv_eq(sv_of(got), want), "%.*s: %s, want %.*s", SV_ARG(t->name), got, SV_ARG(want));
	made_drop(&m);
	return why != NULL;
}

int main(void)
{
	int cases = 0, otherwise = 0;
	struct buf file;
	struct json j;

	if (!check_load("conformance/cpe/cpe-criterion-accept.vuls-data-update.json", &file)) {
		check_skip("CPE criteria", "../shared is absent");
		return check_done();
	}
	json_init(&j, file.p, file.n);
	(void)json_enter_array(&j);
	while (json_item(&j)) {
		struct test t = {0};
		if (!read_test(&j, &t))
			break;
		otherwise += ask(&t);
		cases++;
	}
	CHECK_INT(json_end(&j, NULL), 0, "the file is JSON");
	CHECK(cases >= 40, "only %d cases", cases);
	fprintf(stderr, "%d criteria, %d held otherwise\n", cases, otherwise);
	buf_drop(&file);
	return check_done();
}
