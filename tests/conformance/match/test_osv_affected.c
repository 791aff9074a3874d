/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Affected entries of OSV with a package and the expected answer, through everything: the feed
 * reader, the index, the matcher.  A package without a version is unknown with us.
 */
#include "check_file.h"

#include "base/json.h"
#include "component/identity/ecosystem.h"
#include "make_index.h"
#include "understand/feeds/feed.h"
#include "understand/match/match.h"

struct question {
	struct sv test, affected, ecosystem, name, version;
	bool expected;
};

static int take(void *ctx, const struct record *r)
{
	struct made *m = ctx;
	uint32_t number;
	return collect_record(&m->c, r, 1, SV(""), &number);
}

static int skipped(void *ctx, size_t at, struct sv id, const char *why)
{
	(void)ctx, (void)at, (void)id;
	CHECK(false, "skipped: %s", why);
	return 0;
}

static void make(struct made *m, const struct question *q)
{
	arena_auto a = {.cap = MIB(1)};
	buf_auto text = BUF_CAP(MIB(1));
	struct feed_sink sink = {.ctx = m, .record = take, .skip = skipped};

	buf_fmt(&text, "{\"id\":\"X-1\",\"affected\":%.*s}", SV_ARG(q->affected));
	CHECK_INT(feed_reader_find(SV("osv"))->read(&(struct feed_document){
			  SV("x"), text.p, text.n, &a}, &sink, NULL), 0, "is read");
	made_finish(m);
}

/* The highest verdict of all hits. */
static enum match_verdict verdict(const struct match_result *r)
{
	enum match_verdict v = MATCH_NOT_AFFECTED;
	for (size_t i = 0; i < r->hit_count; i++)
		if (r->hits[i].verdict > v)
			v = r->hits[i].verdict;
	return v;
}

static void ask(const struct question *q)
{
	static const char *const words[] = {"not affected", "unknown", "affected"};
	arena_auto a = {.cap = MIB(1)};
	struct sv base, release;
	bool has_release = sv_cut(q->ecosystem, ':', &base, &release);
	const struct ecosystem *row = ecosystem_find(base);
	struct component c = {.name = q->name, .version = q->version};
	struct match_result result = {0};
	struct made m = {0};
	enum match_verdict want = q->expected ? MATCH_AFFECTED : MATCH_NOT_AFFECTED, got;

	if (!CHECK(row != NULL, "%.*s: an ecosystem we know", SV_ARG(q->ecosystem)))
		return;
	c.type = row->type;
	if (row->family.n) {
		c.os_family = row->family;
		c.os_release = has_release ? release : SV("");
		if (sv_starts(c.os_release, SV("v")))
			c.os_release = sv_from(c.os_release, 1);
		component_finish(&c);
	}
	make(&m, q);
	CHECK_INT(match_component(&m.match, &c, &a, &result), 0, "matched");
	got = verdict(&result);
	if (q->version.n == 0 && q->expected)
		want = MATCH_UNKNOWN;
	if (q->version.n == 0 && got == MATCH_AFFECTED)
		want = MATCH_AFFECTED;		/* every version is */
	CHECK(got == want, "%.*s: %.*s %.*s of %.*s: %s, want %s: %.*s", SV_ARG(q->test),
	      SV_ARG(q->name), SV_ARG(q->version), SV_ARG(q->ecosystem), words[got], words[want],
	      SV_ARG(q->affected));
	made_drop(&m);
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
		struct question q = {0};
		(void)json_enter_object(&j);
		while (json_key(&j, &key))
			if (sv_is(key, "affected"))
				(void)json_raw(&j, &q.affected);
			else if (sv_is(key, "package"))
				read_package(&j, &q);
			else if (sv_is(key, "expected"))
				(void)json_bool(&j, &q.expected);
			else
				(void)json_opt_string(&j, &q.test);
		ask(&q);
		cases++;
	}
	CHECK_INT(json_end(&j, NULL), 0, "the file is JSON");
	CHECK(cases >= 190, "only %d cases", cases);
	buf_drop(&file);
	return check_done();
}
