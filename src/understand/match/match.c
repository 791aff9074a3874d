/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One component is looked up under each key that may name it; each affected entry found
 * there is judged on its own (entry.c) and becomes a hit.  Which keys, and who may speak, is
 * decided here: a distribution's package is judged by its distribution alone.
 */
#include "understand/match/match.h"

#include "base/text.h"
#include "component/identity/cpe.h"
#include "component/identity/ecosystem.h"
#include "understand/match/entry.h"

struct query {
	const struct match_index *x;
	const struct component *c;
	struct arena *a;
	struct match_result *ret;
};

/* Room for the hits of a key: as many as it has entries. */
static int make_room(const struct query *q, const struct match_key *key)
{
	struct match_hit *hits;
	uint32_t entries = 0, n;

	for (uint32_t i = 0; i < key->rule_count; i += n, entries++)
		if ((n = match_entry_length(q->x, key, i)) == 0)
			break;
	hits = arena_new(q->a, struct match_hit, q->ret->hit_count + entries);
	if (!hits)
		return YG_ENOMEM;
	if (q->ret->hit_count)
		memcpy(hits, q->ret->hits, q->ret->hit_count * sizeof *hits);
	q->ret->hits = hits;
	return 0;
}

/* All entries under one key. */
static int look_up(const struct query *q, struct sv ecosystem, const struct match_subject *s)
{
	const struct match_key *key = match_index_find(q->x, ecosystem, s->name);

	if (!key)
		return 0;
	if (make_room(q, key) < 0)
		return YG_ENOMEM;
	for (uint32_t i = 0; i < key->rule_count;) {
		struct match_hit hit = {.key = key, .by = s->by, .version = s->version};
		uint32_t n = match_entry_length(q->x, key, i);
		if (n == 0)
			break;
		if (match_entry_judge(q->x, key, i, n, s, &hit))
			q->ret->hits[q->ret->hit_count++] = hit;
		i += n;
	}
	return 0;
}

/* "Debian:12" and then "Debian": an advisory without a release is about every release. */
static int look_up_releases(const struct query *q, struct sv ecosystem,
			    const struct match_subject *s)
{
	struct sv base, release;
	int r = look_up(q, ecosystem, s);

	if (r == 0 && sv_cut(ecosystem, ':', &base, &release))
		r = look_up(q, base, s);
	return r;
}

static int by_package(const struct query *q, const struct ecosystem *row, struct sv ecosystem)
{
	struct match_subject s = {.component = q->c, .by = MATCH_BY_PACKAGE,
		.version = q->c->version};
	int r;

	if (row->source) {
		s.by = MATCH_BY_SOURCE;
		r = ecosystem_source(q->a, q->c, &s.name, &s.version);
	} else {
		r = ecosystem_package(q->a, row, q->c, &s.name);
	}
	return r < 0 ? r : look_up_releases(q, ecosystem, &s);
}

static int by_cpe(const struct query *q)
{
	for (size_t i = 0; i < q->c->cpe_count; i++) {
		struct match_subject s = {.component = q->c, .by = MATCH_BY_CPE};
		int r = match_subject_cpe(q->a, q->c->cpes[i], &s);
		if (r == YG_ESYNTAX)
			continue;	/* a CPE that is none: the reader kept it as given */
		if (r == 0)
			r = look_up(q, SV("cpe"), &s);
		if (r < 0)
			return r;
	}
	return 0;
}

static int unjudged(const struct query *q, enum match_why why)
{
	q->ret->judged = false;
	q->ret->unjudged = why;
	return 0;
}

/* CPE names speak for what has no ecosystem of its own, or none that a source covers. */
static int judge_by_cpe(const struct query *q, enum match_why otherwise)
{
	if (q->c->cpe_count == 0 || !match_index_covers(q->x, SV("cpe")))
		return unjudged(q, otherwise);
	q->ret->judged = true;
	return by_cpe(q);
}

static bool of_distribution(const struct ecosystem *row)
{
	return row->family.n > 0;
}

/*
 * No source speaks for this release as a whole.  Advisories without a release still count where
 * they name the package; that they do not name it says nothing.
 */
static int judge_uncovered(const struct query *q, const struct ecosystem *row,
			   struct sv ecosystem)
{
	int r;

	if (!of_distribution(row))
		return judge_by_cpe(q, MATCH_WHY_NO_FEED);
	r = by_package(q, row, ecosystem);
	if (r == 0 && q->ret->hit_count == 0)
		return unjudged(q, MATCH_WHY_NO_FEED);
	q->ret->judged = true;
	return r;
}

int match_component(const struct match_index *x, const struct component *c, struct arena *a,
		    struct match_result *ret)
{
	struct match_result result = {0};
	struct query q = {.x = x, .c = c, .a = a, .ret = &result};
	const struct ecosystem *row = NULL;
	struct sv ecosystem;
	int r = ecosystem_of_component(a, c, &row, &ecosystem);

	if (r == YG_ENOMEM)
		return r;
	if (r == YG_EINVAL)
		r = unjudged(&q, MATCH_WHY_NO_RELEASE);
	else if (r == YG_ENOTFOUND)
		r = judge_by_cpe(&q, c->type.n == 0 && c->cpe_count == 0 ? MATCH_WHY_NO_IDENTITY
									 : MATCH_WHY_NO_FEED);
	else if (r == 0 && of_distribution(row) && c->flags & COMPONENT_THIRD_PARTY)
		r = unjudged(&q, MATCH_WHY_THIRD_PARTY);
	else if (r == 0 && !match_index_covers(x, ecosystem))
		r = judge_uncovered(&q, row, ecosystem);
	else if (r == 0) {
		result.judged = true;
		r = by_package(&q, row, ecosystem);
	}
	if (r == 0)
		*ret = result;
	return r;
}
