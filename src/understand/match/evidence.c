/* SPDX-License-Identifier: Apache-2.0 */
/* What a hit rests on, in words that a person can check against the source. */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "understand/match/match.h"

/* A text of the index longer than a version can be is cut where it is shown. */
enum { SHOWN = 2 * LIMIT_VERSION, TEXT_MAX = 8 * SHOWN };

static void put(struct buf *b, struct sv s)
{
	struct sv cut = sv_first(s, SHOWN);

	while (cut.n < s.n && cut.n > 0 && ((unsigned char)s.p[cut.n] & 0xc0) == 0x80)
		cut.n--;
	buf_sv(b, cut);
	if (cut.n < s.n)
		buf_str(b, "…");
}

static struct sv keep(struct arena *a, struct buf *b)
{
	struct sv copy = b->err ? (struct sv){NULL, 0} : arena_copy(a, buf_view(b));
	buf_drop(b);
	return copy;
}

static void put_span(struct buf *b, const struct match_index *x, const struct match_rule *rule)
{
	struct sv lo = match_string(x, rule->lo), hi = match_string(x, rule->hi);

	if (rule->attr_flags & MATCH_RULE_WHY) {
		put(b, lo);
		return;
	}
	if (lo.n && sv_eq(lo, hi) && rule->attr_flags & MATCH_RULE_HI_INCLUDED &&
	    !(rule->attr_flags & MATCH_RULE_LO_EXCLUDED)) {
		buf_str(b, "= ");
		put(b, lo);
		return;
	}
	if (lo.n) {
		buf_str(b, rule->attr_flags & MATCH_RULE_LO_EXCLUDED ? "> " : ">= ");
		put(b, lo);
	}
	if (hi.n) {
		buf_str(b, lo.n ? ", " : "");
		buf_str(b, rule->attr_flags & MATCH_RULE_HI_INCLUDED ? "<= " : "< ");
		put(b, hi);
	}
	if (!lo.n && !hi.n)
		buf_str(b, "*");
}

struct sv match_range_text(const struct match_index *x, const struct match_hit *hit,
			   struct arena *a)
{
	static const char *const rest[] = {"not listed: unaffected", "not listed: unknown",
		"not listed: affected"};
	struct buf b = BUF_CAP(TEXT_MAX);
	struct sv ecosystem = match_string(x, hit->key->ecosystem);

	if (hit->rule)
		put_span(&b, x, hit->rule);
	else
		buf_str(&b, rest[hit->attr->rest <= RECORD_AFFECTED ? hit->attr->rest : 1]);
	if (!sv_is(ecosystem, "cpe")) {
		buf_str(&b, " (");
		put(&b, ecosystem);
		buf_str(&b, ")");
	}
	return keep(a, &b);
}

/* One comparison: "7.88.1-10 < 7.88.1-10+deb12u4". */
static void put_compared(struct buf *b, const struct version_scheme *scheme, struct sv version,
			 struct sv bound)
{
	static const char *const signs[] = {" < ", " = ", " > "};
	int order;

	put(b, version);
	if (scheme && version_compare_bound(scheme, version, bound, &order) == 0)
		buf_str(b, signs[order + 1]);
	else
		buf_str(b, sv_eq(version, bound) ? " = " : " ? ");
	put(b, bound);
}

struct sv match_compared_text(const struct match_index *x, const struct match_hit *hit,
			      struct arena *a)
{
	const struct version_scheme *scheme =
		hit->attr->scheme < MATCH_SCHEME_MAX ? x->schemes[hit->attr->scheme] : NULL;
	struct buf b = BUF_CAP(TEXT_MAX);
	struct sv lo, hi;

	if (!hit->rule || hit->rule->attr_flags & MATCH_RULE_WHY || hit->version.n == 0)
		return (struct sv){"", 0};
	lo = match_string(x, hit->rule->lo);
	hi = match_string(x, hit->rule->hi);
	if (scheme) {
		buf_str(&b, scheme->name);
		buf_str(&b, ": ");
	}
	if (lo.n && !sv_eq(lo, hi))
		put_compared(&b, scheme, hit->version, lo);
	if (lo.n && hi.n && !sv_eq(lo, hi))
		buf_str(&b, ", ");
	if (hi.n)
		put_compared(&b, scheme, hit->version, hi);
	if (!lo.n && !hi.n)
		put(&b, hit->version);
	return keep(a, &b);
}
