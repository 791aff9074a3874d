/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Affected entries of OSV with a package and the expected answer.  The reader's spans are
 * evaluated here in the plainest way: any span that holds the version.
 */
#include "check_file.h"

#include "base/json.h"
#include "base/text.h"
#include "component/version/range.h"
#include "understand/feeds/feed.h"

struct question {
	struct sv ecosystem, name, version;
	enum range_answer answer;
};

static enum range_answer span_holds(const struct record_affected *a, const struct record_span *s,
				    struct sv version)
{
	struct version_interval v = {
		.lo = s->lo, .hi = s->hi,
		.lo_kind = s->lo.n == 0 ? BOUND_NONE : s->lo_excluded ? BOUND_EXCLUDED : BOUND_INCLUDED,
		.hi_kind = s->hi.n == 0 ? BOUND_NONE : s->hi_included ? BOUND_INCLUDED : BOUND_EXCLUDED,
	};

	if (version.n == 0)
		return RANGE_UNKNOWN;
	return interval_contains(version_scheme_find(a->scheme), &v, version, NULL);
}

static int answer(void *ctx, const struct record *r)
{
	struct question *q = ctx;

	for (size_t i = 0; i < r->affected_count; i++) {
		const struct record_affected *a = &r->affected[i];
		if (!sv_eq(a->ecosystem, q->ecosystem) || !sv_eq(a->name, q->name))
			continue;
		for (size_t k = 0; k < a->span_count; k++)
			q->answer = range_any(q->answer, span_holds(a, &a->spans[k], q->version));
	}
	return 0;
}

static int skipped(void *ctx, size_t at, struct sv id, const char *why)
{
	(void)ctx, (void)at, (void)id;
	CHECK(false, "skipped: %s", why);
	return 0;
}

static void ask(struct sv affected, struct sv test, struct question *q, bool expected)
{
	arena_auto a = {.cap = 1 << 20};
	buf_auto text = BUF_CAP(1 << 20);
	struct feed_sink sink = {.ctx = q, .record = answer, .skip = skipped};
	enum range_answer want = q->version.n == 0 ? RANGE_UNKNOWN :
				 expected ? RANGE_IN : RANGE_OUT;

	buf_fmt(&text, "{\"id\":\"X-1\",\"affected\":%.*s}", SV_ARG(affected));
	CHECK_INT(feed_reader_find(SV("osv"))->read(&(struct feed_document){
			  SV("x"), text.p, text.n, &a}, &sink, NULL), 0, "is read");
	if (q->version.n == 0 && !expected)	/* of another package */
		want = q->answer;
	CHECK(q->answer == want, "%.*s: %.*s %.*s: %s, want %s: %.*s", SV_ARG(test),
	      SV_ARG(q->name), SV_ARG(q->version), range_answer_name(q->answer),
	      range_answer_name(want), SV_ARG(affected));
}

static void read_package(struct json *j, struct question *q)
{
	struct sv key;

	(void)json_enter_object(j);
	while (json_key(j, &key))
		(void)json_string(j, sv_is(key, "ecosystem") ? &q->ecosystem :
				     sv_is(key, "name") ? &q->name : &q->version);
}

int main(void)
{
	struct buf file;
	struct json j;
	struct sv key;
	int cases = 0;

	if (!check_load("conformance/osv/osv-affected.osv-scalibr.json", &file)) {
		check_skip("OSV affected entries", "../shared is absent");
		return check_done();
	}
	json_init(&j, file.p, file.n);
	(void)json_enter_array(&j);
	while (json_item(&j)) {
		struct question q = {.answer = RANGE_OUT};
		struct sv affected = {0}, test = {0};
		bool expected = false;
		(void)json_enter_object(&j);
		while (json_key(&j, &key)) {
			if (sv_is(key, "affected"))
				(void)json_raw(&j, &affected);
			else if (sv_is(key, "package"))
				read_package(&j, &q);
			else if (sv_is(key, "expected"))
				(void)json_bool(&j, &expected);
			else
				(void)json_opt_string(&j, &test);
		}
		ask(affected, test, &q, expected);
		cases++;
	}
	CHECK_INT(json_end(&j, NULL), 0, "the file is JSON");
	CHECK(cases >= 190, "only %d cases", cases);
	buf_drop(&file);
	return check_done();
}
