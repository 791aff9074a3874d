/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cve5_text.c - versions that CNAs write as English text in the field "version".
 *
 * The forms are those that occur in the published records.  A text is understood whole or not
 * at all: words that are left over make it uncertain, because "before 2.1.3, 2.2.1" does not
 * mean that 2.2.1 is affected, and "FooOS 7.0 and below" may be another product's version.
 */
#include "understand/feeds/cve5.h"

enum { TEXT_ITEMS = 64 };	/* alternatives in one text; more is not one to be guessed at */

static bool token_char(char c)
{
	return ch_alnum(c) || (c != '\0' && strchr("._+~:()-", c));
}

bool cve5_is_version(struct sv s)
{
	size_t start = s.n > 1 && (s.p[0] | 0x20) == 'v';

	if (s.n <= start || s.n > LIMIT_VERSION || !ch_digit(s.p[start]))
		return false;
	for (size_t i = start; i < s.n; i++)
		if (!token_char(s.p[i]))
			return false;
	return s.p[s.n - 1] != '.' && s.p[s.n - 1] != ':' && s.p[s.n - 1] != '-';
}

struct sv cve5_plain_version(struct sv s)
{
	s = sv_trim(s);
	if (s.n > 1 && (s.p[0] | 0x20) == 'v' && ch_digit(s.p[1]))
		s = sv_from(s, 1);
	return s;
}

bool cve5_series(struct sv s, struct sv *ret_prefix)
{
	struct sv p = cve5_plain_version(s);
	size_t n = p.n;

	while (n > 2 && p.p[n - 2] == '.' && (p.p[n - 1] == '*' || (p.p[n - 1] | 0x20) == 'x'))
		n -= 2;
	if (n == p.n || !cve5_is_version(sv_first(p, n)))
		return false;
	*ret_prefix = sv_first(p, n);
	return true;
}

struct sv cve5_after_series(struct reading *in, struct sv prefix)
{
	char digits[21];
	size_t start = prefix.n, n = 0;
	struct sv number;
	uint64_t v;

	while (start > 0 && ch_digit(prefix.p[start - 1]))
		start--;
	number = sv_from(prefix, start);
	if (number.n > 18 || !sv_u64(number, &v))
		return (struct sv){0};
	for (v++; v > 0; v /= 10)
		digits[sizeof digits - ++n] = (char)('0' + v % 10);
	return reading_join(in, sv_first(prefix, start),
			    (struct sv){digits + sizeof digits - n, n}, (struct sv){0});
}

/* How many numbers s has between its dots; 0 when it is anything but numbers and dots. */
static size_t count_numbers(struct sv s)
{
	size_t count = 0;
	struct sv part;

	while (sv_next(&s, '.', &part)) {
		for (size_t i = 0; i < part.n; i++)
			if (!ch_digit(part.p[i]))
				return 0;
		if (part.n == 0)
			return 0;
		count++;
	}
	return count;
}

/* Whether a comes before b, both as many numbers with dots and the first one the same. */
static bool is_later_sibling(struct sv a, struct sv b)
{
	struct sv x, y;
	int cmp = 0;

	for (bool first = true; cmp == 0 && sv_next(&a, '.', &x) && sv_next(&b, '.', &y);
	     first = false) {
		cmp = sv_digits_cmp(x, y);
		if (first && cmp)
			return false;
	}
	return cmp < 0;
}

/*
 * "12.1.1-12.1.3" is a range (Oracle): nobody numbers releases like the version itself.
 * "1.0.2-2.0" may be a version with its release, or a range: *ret_unclear.
 */
static bool is_dash_range(struct sv s, struct record_span *ret, bool *ret_unclear)
{
	struct sv left, right;
	size_t n;

	*ret_unclear = false;
	if (!sv_cut(s, '-', &left, &right))
		return false;
	n = count_numbers(left);
	if (n < 2 || count_numbers(right) < 2)
		return false;
	if (n != count_numbers(right) || !is_later_sibling(left, right)) {
		*ret_unclear = true;
		return false;
	}
	*ret = (struct record_span){.lo = left, .hi = right, .hi_included = true};
	return true;
}

/* ---- words ---- */

/* Cut word off the start of *s if it stands there as a whole word; ASCII case is ignored. */
static bool take(struct sv *s, struct sv word)
{
	if (s->n < word.n || !sv_ieq(sv_first(*s, word.n), word) ||
	    (s->n > word.n && ch_alnum(word.p[word.n - 1]) && !ch_space(s->p[word.n]) &&
	     s->p[word.n] != '.'))
		return false;
	*s = sv_trim(sv_from(*s, word.n));
	return true;
}

static bool take_one(struct sv *s, const struct sv *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (take(s, words[i]))
			return true;
	return false;
}

#define TAKE_ONE(s, words) take_one((s), (words), YG_COUNT(words))

/* "version", "versions", "ver." and the like, which say nothing. */
static void take_noise(struct sv *s)
{
	static const struct sv noise[] = {
		SV_INIT("firmware versions"), SV_INIT("firmware version"),
		SV_INIT("all versions"), SV_INIT("all version"), SV_INIT("versions"),
		SV_INIT("version"), SV_INIT("ver."), SV_INIT("ver"),
	};
	while (TAKE_ONE(s, noise))
		;
}

static bool take_before(struct sv *s)
{
	static const struct sv words[] = {
		SV_INIT("before"), SV_INIT("prior to"), SV_INIT("earlier than"),
		SV_INIT("older than"), SV_INIT("lower than"), SV_INIT("less than"),
		SV_INIT("below"),
	};
	return TAKE_ONE(s, words);
}

static bool take_through(struct sv *s)
{
	static const struct sv words[] = {
		SV_INIT("up to and including"), SV_INIT("through"), SV_INIT("thru"),
		SV_INIT("up to"), SV_INIT("to"), SV_INIT("-"), SV_INIT("~"),
	};
	return TAKE_ONE(s, words);
}

/* "and earlier versions", "or below", "and all prior versions": the rest of the text. */
static bool is_and(struct sv s, const struct sv *words, size_t count)
{
	static const struct sv tails[] = {
		SV_INIT("versions"), SV_INIT("version"), SV_INIT("releases"), SV_INIT("release"),
	};

	if (!take(&s, SV("and")) && !take(&s, SV("or")))
		return false;
	(void)take(&s, SV("all"));
	if (!take_one(&s, words, count))
		return false;
	(void)TAKE_ONE(&s, tails);
	return s.n == 0;
}

static bool is_and_earlier(struct sv s)
{
	static const struct sv words[] = {
		SV_INIT("earlier"), SV_INIT("prior"), SV_INIT("below"), SV_INIT("older"),
		SV_INIT("lower"), SV_INIT("previous"), SV_INIT("before"),
	};
	return is_and(s, words, YG_COUNT(words));
}

static bool is_and_later(struct sv s)
{
	static const struct sv words[] = {
		SV_INIT("later"), SV_INIT("newer"), SV_INIT("above"), SV_INIT("higher"),
		SV_INIT("up"),
	};
	return is_and(s, words, YG_COUNT(words));
}

/* The version at the start of *s, cut off; it may be a series ("4.x"). */
static bool take_version(struct sv *s, struct sv *ret)
{
	size_t n = 0;
	struct sv v, prefix;

	while (n < s->n && !ch_space(s->p[n]))
		n++;
	v = sv_first(*s, n);
	if (!cve5_is_version(v) && !cve5_series(v, &prefix))
		return false;
	*ret = cve5_plain_version(v);
	*s = sv_trim(sv_from(*s, n));
	return true;
}

/* ---- one alternative ---- */

static bool set_lo(struct record_span *s, struct sv v, bool excluded)
{
	struct sv prefix;

	if (cve5_series(v, &prefix)) {
		if (excluded)
			return false;
		v = prefix;
	}
	if (s->lo.n)
		return false;
	s->lo = v;
	s->lo_excluded = excluded;
	return true;
}

/* Up to and including a series is below what comes after it. */
static bool set_hi(struct reading *in, struct record_span *s, struct sv v, bool included)
{
	struct sv prefix;

	if (s->hi.n)
		return false;
	if (cve5_series(v, &prefix)) {
		v = included ? cve5_after_series(in, prefix) : prefix;
		included = false;
	}
	s->hi = v;
	s->hi_included = included;
	return v.n > 0;
}

static bool set_is(struct reading *in, struct record_span *s, struct sv v)
{
	struct sv prefix;

	if (cve5_series(v, &prefix))
		return set_lo(s, v, false) && set_hi(in, s, v, true);
	s->lo = s->hi = v;
	s->hi_included = true;
	return true;
}

/* ">= 1.0, < 1.2": at most one bound at each side, or one "=". */
static bool operators(struct reading *in, struct sv s, struct record_span *out)
{
	bool equal = false;

	for (bool first = true; s.n > 0; first = false) {
		char op = s.p[0];
		bool with;
		size_t end = 0;
		struct sv word, v;
		if (!first && op == ',') {
			s = sv_trim(sv_from(s, 1));
			(void)take(&s, SV("and"));
			op = s.n > 0 ? s.p[0] : '\0';
		} else if (!first && (take(&s, SV("and")) || take(&s, SV("&&")))) {
			op = s.n > 0 ? s.p[0] : '\0';
		}
		if ((op != '<' && op != '>' && op != '=') || equal)
			return false;
		s = sv_from(s, 1);
		with = op == '=' || (s.n > 0 && s.p[0] == '=');
		if (s.n > 0 && s.p[0] == '=')
			s = sv_from(s, 1);
		s = sv_trim(s);
		take_noise(&s);
		while (end < s.n && !ch_space(s.p[end]) && s.p[end] != ',' && s.p[end] != '<' &&
		       s.p[end] != '>')
			end++;
		word = sv_first(s, end);
		s = sv_trim(sv_from(s, end));
		if (!take_version(&word, &v))
			return false;
		if (op == '=') {
			if (!first || !set_is(in, out, v))
				return false;
			equal = true;
		} else if (!(op == '<' ? set_hi(in, out, v, with) : set_lo(out, v, !with))) {
			return false;
		}
	}
	return true;
}

/* "2.6.0 p1", "1.1.3 Build 20221125", "17.1.4 (51567)": a version with its update, one text. */
static bool is_update(struct sv s)
{
	static const struct sv words[] = {
		SV_INIT("p"), SV_INIT("patch"), SV_INIT("sp"), SV_INIT("hf"), SV_INIT("hotfix"),
		SV_INIT("update"), SV_INIT("u"), SV_INIT("build"), SV_INIT("msr"), SV_INIT("sr"),
		SV_INIT("su"), SV_INIT("cu"), SV_INIT("rc"), SV_INIT("beta"), SV_INIT("alpha"),
		SV_INIT("fp"), SV_INIT("ap"), SV_INIT("rev"),
	};
	size_t n = 0;
	struct sv rest;

	if (s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')')
		return sv_u64(sv_first(sv_from(s, 1), s.n - 2), &(uint64_t){0});
	while (n < s.n && ch_alpha(s.p[n]))
		n++;
	rest = sv_trim(sv_from(s, n));
	for (size_t i = 0; i < YG_COUNT(words); i++)
		if (sv_ieq(sv_first(s, n), words[i]))
			return rest.n == 0 || cve5_is_version(rest);
	return false;
}

/* What follows a version: nothing, the other end of a range, "and earlier". */
static bool after_version(struct reading *in, struct sv v, struct sv rest,
			  struct record_span *out, struct sv whole)
{
	struct sv other;

	if (rest.n == 0 || sv_ieq(rest, SV("only"))) {
		if (v.p[v.n - 1] == '+')
			return set_lo(out, sv_first(v, v.n - 1), false);
		return set_is(in, out, v);
	}
	if (is_and_earlier(rest))
		return set_hi(in, out, v, true);
	if (is_and_later(rest))
		return set_lo(out, v, false);
	if (is_update(rest)) {
		out->lo = out->hi = whole;
		out->hi_included = true;
		return true;
	}
	if (take_before(&rest)) {
		take_noise(&rest);
		return take_version(&rest, &other) && rest.n == 0 && set_lo(out, v, false) &&
		       set_hi(in, out, other, false);
	}
	if (!take_through(&rest))
		return false;
	if (take_before(&rest)) {
		take_noise(&rest);
		return take_version(&rest, &other) && rest.n == 0 && set_lo(out, v, false) &&
		       set_hi(in, out, other, false);
	}
	take_noise(&rest);
	if (!take_version(&rest, &other) || !set_lo(out, v, false))
		return false;
	return (rest.n == 0 || sv_ieq(rest, SV("(inclusive)"))) && set_hi(in, out, other, true);
}

static bool is_everything(struct sv s)
{
	static const struct sv words[] = {
		SV_INIT("*"), SV_INIT("all"), SV_INIT("all versions"), SV_INIT("all version"),
		SV_INIT("any"), SV_INIT("any version"),
	};
	if (s.n > 0 && ch_digit(s.p[0]))
		return false;
	for (size_t i = 0; i < YG_COUNT(words); i++)
		if (sv_ieq(s, words[i]))
			return true;
	return false;
}

static bool one(struct reading *in, struct sv s, struct record_span *out)
{
	struct sv v, whole = s;
	bool unclear;

	if (is_everything(s))
		return true;
	if (is_dash_range(s, out, &unclear))
		return true;
	if (unclear)
		return false;
	if (cve5_is_version(s))		/* by far the most: no need to look for words */
		return after_version(in, cve5_plain_version(s), (struct sv){0}, out, whole);
	take_noise(&s);
	if (s.n == 0)
		return false;
	if (s.p[0] == '<' || s.p[0] == '>' || s.p[0] == '=')
		return operators(in, s, out);
	if (take_before(&s)) {
		take_noise(&s);
		return take_version(&s, &v) && s.n == 0 && set_hi(in, out, v, false);
	}
	(void)(take(&s, SV("from")) || take(&s, SV("between")));
	take_noise(&s);
	if (take(&s, SV("up to and including")) || take(&s, SV("up to")) ||
	    take(&s, SV("through"))) {
		take_noise(&s);
		return take_version(&s, &v) && s.n == 0 && set_hi(in, out, v, true);
	}
	return take_version(&s, &v) && after_version(in, v, s, out, whole);
}

static bool push(struct reading *in, struct record_affected *out, struct record_span s,
		 enum record_status status)
{
	struct record_span *slot = arena_push(in->arena, out->spans, out->span_count);

	if (!slot)
		return reading_no_memory(in);
	*slot = s;
	slot->status = status;
	return true;
}

/*
 * "1.0, 1.1 and 1.2", "1.0 through 1.4, 2.0".  Not "before 2.1.3, 2.2.1": beside a bound
 * without a start, a bare version may be one more bound.
 */
static bool list(struct reading *in, struct sv s, enum record_status status,
		 struct record_affected *out)
{
	struct record_span spans[TEXT_ITEMS];
	char sep = sv_find(s, ';') < s.n ? ';' : ',';
	size_t count = 0;
	bool bare = false, below = false;
	struct sv item, prefix;

	while (sv_next(&s, sep, &item)) {
		item = sv_trim(item);
		if (count > 0)
			(void)take(&item, SV("and"));
		if (count == TEXT_ITEMS || (sep == ',' && item.n > 0 &&
					    (item.p[0] == '<' || item.p[0] == '>')))
			return false;
		spans[count] = (struct record_span){0};
		if (!one(in, item, &spans[count]))
			return false;
		bare |= cve5_is_version(item) || cve5_series(item, &prefix);
		below |= spans[count++].lo.n == 0;
	}
	if (bare && below)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!push(in, out, spans[i], status))
			return false;
	return true;
}

bool cve5_text_spans(struct reading *in, struct sv text, enum record_status status,
		     struct record_affected *out)
{
	struct record_span s = {0};

	text = sv_trim(text);
	if (text.n > 0 && (text.p[text.n - 1] == '.' || text.p[text.n - 1] == ';'))
		text = sv_trim(sv_first(text, text.n - 1));
	if (text.n == 0 || text.n > LIMIT_VERSION)
		return false;
	if (one(in, text, &s))
		return push(in, out, s, status);
	if (sv_find(text, ',') == text.n && sv_find(text, ';') == text.n)
		return false;
	return list(in, text, status, out);
}
