/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Criteria of vulnerability records against products.  Their engine's Exact, VersionUnconfirmed
 * and None are our affected, unknown and not affected, but for one rule: a version that cannot
 * be compared is unknown with us (docs/conformance.md).
 */
#include "check_file.h"

#include "base/json.h"
#include "base/text.h"
#include "component/identity/cpe_criterion.h"

enum { MATCHES_MAX = 8 };

struct test {
	struct sv name, cpe, query, expected, scheme;
	struct version_interval range;
	bool ranged;
	struct sv matches[MATCHES_MAX];
	size_t match_count;
};

static void bound(struct json *j, struct sv *v, enum range_bound *kind, enum range_bound value)
{
	if (json_opt_string(j, v))
		*kind = value;
}

static void read_range(struct json *j, struct test *t)
{
	struct sv key;

	if (!json_opt_object(j))
		return;
	t->ranged = true;
	while (json_key(j, &key)) {
		if (sv_is(key, "type"))
			(void)json_string(j, &t->scheme);
		else if (sv_is(key, "lt"))
			bound(j, &t->range.hi, &t->range.hi_kind, BOUND_EXCLUDED);
		else if (sv_is(key, "le"))
			bound(j, &t->range.hi, &t->range.hi_kind, BOUND_INCLUDED);
		else if (sv_is(key, "gt"))
			bound(j, &t->range.lo, &t->range.lo_kind, BOUND_EXCLUDED);
		else if (sv_is(key, "ge"))
			bound(j, &t->range.lo, &t->range.lo_kind, BOUND_INCLUDED);
		else
			json_skip(j);
	}
}

static bool read_test(struct json *j, struct test *t)
{
	struct sv key;

	if (!json_enter_object(j))
		return false;
	while (json_key(j, &key)) {
		if (sv_is(key, "name"))
			(void)json_string(j, &t->name);
		else if (sv_is(key, "cpe"))
			(void)json_string(j, &t->cpe);
		else if (sv_is(key, "query"))
			(void)json_string(j, &t->query);
		else if (sv_is(key, "expected"))
			(void)json_string(j, &t->expected);
		else if (sv_is(key, "range"))
			read_range(j, t);
		else if (!sv_is(key, "cpe_matches"))
			json_skip(j);
		else if (json_opt_array(j))
			while (json_item(j))
				if (json_string(j, &t->matches[t->match_count]) &&
				    t->match_count < MATCHES_MAX - 1)
					t->match_count++;
	}
	return json_err(j, NULL) == 0;
}

static enum range_answer wanted(const struct test *t)
{
	/* Departure: "non-semver query against semver range (compare error)". */
	if (sv_search(t->name, SV("compare error")) < t->name.n)
		return RANGE_UNKNOWN;
	return sv_is(t->expected, "Exact") ? RANGE_IN :
	       sv_is(t->expected, "VersionUnconfirmed") ? RANGE_UNKNOWN : RANGE_OUT;
}

static void run(const struct test *t)
{
	arena_auto a = {.cap = 1 << 20};
	struct cpe matches[MATCHES_MAX], query;
	struct cpe_criterion c = {.matches = matches, .match_count = t->match_count};
	enum range_answer answer = RANGE_OUT;
	int code = 0;

	for (size_t i = 0; i < t->match_count && code == 0; i++)
		code = cpe_parse(&a, t->matches[i], &matches[i], NULL);
	if (code == 0)
		code = cpe_parse(&a, t->cpe, &c.cpe, NULL);
	if (code == 0)
		code = cpe_parse(&a, t->query, &query, NULL);
	if (!CHECK(code == 0, "%.*s: a name cannot be read", SV_ARG(t->name)))
		return;
	if (t->ranged) {
		c.range = &t->range;
		/* PAN-OS has no scheme of its own: appliances are generic. */
		c.scheme = version_scheme_find(sv_is(t->scheme, "panos") ? SV("generic")
									 : t->scheme);
	}
	code = cpe_criterion_match(&a, &c, &query, &answer);
	CHECK(code == 0 && answer == wanted(t), "%.*s: got %s", SV_ARG(t->name),
	      range_answer_name(answer));
}

int main(void)
{
	struct buf data;
	struct json j;
	struct yg_err e = {0};

	if (!check_load("conformance/cpe/cpe-criterion-accept.vuls-data-update.json", &data)) {
		check_skip("CPE criteria", "no shared data");
		return check_done();
	}
	json_init(&j, data.p, data.n);
	if (json_enter_array(&j)) {
		while (json_item(&j)) {
			struct test t = {0};
			if (read_test(&j, &t))
				run(&t);
		}
	}
	CHECK(json_end(&j, &e) == 0, "%s at %zu", e.what, e.at);
	CHECK(check_passed_ + check_failed_ > 40, "too few cases");
	buf_drop(&data);
	return check_done();
}
