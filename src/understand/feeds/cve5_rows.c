/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cve5_rows.c - "versions" of a product as spans (CVE record format 5, "affected").
 *
 * The format says that a version in no row has defaultStatus.  Published records bend it, and
 * what they mean is taken where it is certain:
 *
 * - defaultStatus absent or "unknown" beside rows that say affected: other versions are
 *   unaffected.  They are not listed; most records are of this kind, and as many answers of
 *   "cannot tell" would bury those that matter.
 * - defaultStatus "affected" although every row says affected: the rows would say nothing,
 *   so other versions are unknown.
 * - several rows that only have an upper bound ("< 16.7", "< 17.1") mean one branch each: the
 *   lowest holds all below it, the others what lies in their branch (17 to 17.1); between the
 *   lowest and the highest bound other versions are unknown.
 * - ranges of commits are left out where anything else is said.
 *
 * Everything else that is no version is kept as the reason of one unknown span.
 */
#include "understand/feeds/cve5.h"

enum { WHY_MAX = 200, WHY_TEXTS = 4 };	/* of what was not understood: bytes, texts */

static const struct sv only_commits = SV_INIT("only ranges of commits are given");

bool cve5_is_commits_only(const struct record_affected *out)
{
	return out->span_count == 1 && out->spans[0].why.p == only_commits.p;
}

struct rows {
	struct reading *in;
	const struct version_scheme *scheme;
	struct record_affected *out;
	struct sv why;		/* texts that were not understood */
	size_t why_count;
	size_t commits;		/* rows of commits */
	bool affected, unaffected;	/* some row says so */
};

static void push(struct rows *w, struct record_span s, enum record_status status)
{
	struct record_span *slot = arena_push(w->in->arena, w->out->spans, w->out->span_count);

	if (!slot) {
		(void)reading_no_memory(w->in);
		return;
	}
	*slot = s;
	slot->status = status;
}

/* ---- what is not understood ---- */

static void not_understood(struct rows *w, const struct cve5_row *row)
{
	struct sv text = sv_first(sv_trim(row->version), WHY_MAX);
	struct sv bound = sv_first(row->less_than.n ? row->less_than : row->less_equal, WHY_MAX);

	if (row->status == w->out->rest)
		return;		/* it would say what holds anyhow */
	if (++w->why_count > WHY_TEXTS || w->why.n > WHY_MAX)
		return;
	if (bound.n)
		text = reading_join(w->in, text, row->less_than.n ? SV(" < ") : SV(" <= "), bound);
	reading_add_word(w->in, &w->why, SV("; "), text.n ? text : SV("(empty)"));
}

static void end_not_understood(struct rows *w)
{
	struct record_span s = {0};

	if (w->why_count == 0)
		return;
	s.why = w->why;
	if (w->why_count > WHY_TEXTS)
		s.why = reading_join(w->in, s.why, SV("; and more"), (struct sv){0});
	push(w, s, RECORD_UNKNOWN);
}

/* ---- bounds ---- */

/* A commit id: hexadecimal with a letter, as long as git abbreviates or more. */
static bool is_commit(struct sv s)
{
	bool letter = false;

	s = sv_trim(s);
	if (s.n < 12 || s.n > 64)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!ch_digit(s.p[i]) && (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
		letter |= !ch_digit(s.p[i]);
	}
	return letter || s.n == 40;
}

/* Zabbix writes versionType git for 5.0.42: what has a dot is a version all the same. */
static bool is_commit_row(const struct cve5_row *row)
{
	if (is_commit(row->version) || is_commit(row->less_than) || is_commit(row->less_equal))
		return true;
	return sv_ieq(row->type, SV("git")) && sv_find(row->version, '.') == row->version.n &&
	       sv_find(row->less_than, '.') == row->less_than.n &&
	       sv_find(row->less_equal, '.') == row->less_equal.n;
}

/* What CNAs write where a range has no start. */
static bool is_no_start(struct sv s)
{
	static const struct sv words[] = {
		SV_INIT(""), SV_INIT("0"), SV_INIT("*"), SV_INIT("n/a"), SV_INIT("-"),
		SV_INIT("unspecified"), SV_INIT("?"), SV_INIT("all"), SV_INIT("all versions"),
		SV_INIT("any"), SV_INIT("none"), SV_INIT("unknown"), SV_INIT("earlier"),
		SV_INIT("previous versions"), SV_INIT("earlier versions"),
		SV_INIT("prior versions"), SV_INIT("prior"), SV_INIT("0.0"), SV_INIT("0.0.0"),
	};
	if (s.n > 0 && s.p[0] >= '1' && s.p[0] <= '9')
		return false;
	for (size_t i = 0; i < YG_COUNT(words); i++)
		if (sv_ieq(s, words[i]))
			return true;
	return false;
}

/* Cut "<", "<=", ">" or ">=" off the start; *ret_with: with the equals sign. */
static bool take_operator(struct sv *s, char op, bool *ret_with)
{
	if (s->n == 0 || s->p[0] != op)
		return false;
	*s = sv_from(*s, 1);
	*ret_with = s->n > 0 && s->p[0] == '=';
	if (*ret_with)
		*s = sv_from(*s, 1);
	*s = sv_trim(*s);
	return true;
}

static bool row_lo(const struct cve5_row *row, struct record_span *s)
{
	struct sv v = sv_trim(row->version), prefix;
	bool with;

	if (is_no_start(v))
		return true;
	if (take_operator(&v, '>', &with))
		s->lo_excluded = !with;
	if (cve5_series(v, &prefix))
		v = prefix;
	s->lo = cve5_plain_version(v);
	return cve5_is_version(s->lo);
}

/* Both lessThan and lessThanOrEqual take "5.15.*" for the end of that series. */
static bool row_hi(struct rows *w, const struct cve5_row *row, struct record_span *s)
{
	bool included = row->less_than.n == 0, with;
	struct sv v = sv_trim(included ? row->less_equal : row->less_than), prefix;

	if (sv_is(v, "*"))
		return true;
	if (take_operator(&v, '<', &with) && with != included)
		return false;
	if (cve5_series(v, &prefix)) {
		s->hi = cve5_after_series(w->in, prefix);
		return s->hi.n > 0;
	}
	s->hi = cve5_plain_version(v);
	s->hi_included = included;
	return cve5_is_version(s->hi);
}

/* ---- rows ---- */

/* Order of two bounds; false when the scheme cannot tell. */
static bool order(const struct rows *w, struct sv a, struct sv b, int *ret)
{
	return w->scheme && version_compare(w->scheme, a, b, ret) == 0;
}

/*
 * A range whose status changes on its way: [lo, at) keeps the status, [at, next) has the
 * change's.  Changes at or below lo and those at or above hi say nothing about the range.
 */
static bool changes(struct rows *w, const struct cve5_row *row, struct record_span whole)
{
	struct record_span s = whole;
	enum record_status status = row->status;
	struct sv last = {0};
	int cmp;

	for (;;) {
		const struct cve5_change *next = NULL;
		struct sv at = {0};
		for (size_t i = 0; i < row->change_count; i++) {
			struct sv v = cve5_plain_version(row->changes[i].at);
			if (!cve5_is_version(v))
				return false;
			if ((last.n && (!order(w, v, last, &cmp) || cmp <= 0)) ||
			    (!last.n && whole.lo.n && (!order(w, v, whole.lo, &cmp) || cmp <= 0)) ||
			    (whole.hi.n && (!order(w, v, whole.hi, &cmp) || cmp > 0 ||
					    (cmp == 0 && !whole.hi_included))))
				continue;
			if (!next || (order(w, v, at, &cmp) && cmp < 0)) {
				next = &row->changes[i];
				at = v;
			}
		}
		if (!next)
			break;
		s.hi = at;
		s.hi_included = false;
		push(w, s, status);
		s = (struct record_span){.lo = at, .hi = whole.hi,
					 .hi_included = whole.hi_included};
		status = next->status;
		last = at;
	}
	push(w, s, status);
	return true;
}

static void add_range(struct rows *w, const struct cve5_row *row)
{
	struct record_span s = {0};

	if (!row_lo(row, &s) || !row_hi(w, row, &s)) {
		not_understood(w, row);
	} else if (row->change_count == 0) {
		push(w, s, row->status);
	} else {
		size_t before = w->out->span_count;
		if (!changes(w, row, s)) {
			w->out->span_count = before;
			not_understood(w, row);
		}
	}
}

/* Cut name off the start of *s when it is a word of its own there. */
static bool take_name(struct sv *s, struct sv name)
{
	if (name.n < 3 || s->n <= name.n || !sv_ieq(sv_first(*s, name.n), name) ||
	    !ch_space(s->p[name.n]))
		return false;
	*s = sv_trim(sv_from(*s, name.n));
	return true;
}

/* "FortiOS 7.0.5" of the product "Fortinet FortiOS": its own name in front says nothing. */
static struct sv without_product(const struct cve5_product *p, struct sv s)
{
	struct sv before, last, rest;

	rest = sv_trim(s);
	if (rest.n == 0 || !ch_alpha(rest.p[0]))
		return s;
	(void)take_name(&rest, p->vendor);
	if (take_name(&rest, p->product) ||
	    (sv_rcut(p->product, ' ', &before, &last) && take_name(&rest, last)))
		return rest;
	return s;
}

static void add_row(struct rows *w, const struct cve5_product *p, const struct cve5_row *row)
{
	if (is_commit_row(row)) {
		w->commits++;
		return;
	}
	w->affected |= row->status == RECORD_AFFECTED;
	w->unaffected |= row->status == RECORD_UNAFFECTED;
	if (row->less_than.n || row->less_equal.n)
		add_range(w, row);
	else if (row->status == RECORD_AFFECTED && sv_is(sv_trim(row->version), "0"))
		not_understood(w, row);		/* version 0, or all of them? */
	else if (!cve5_text_spans(w->in, without_product(p, row->version), row->status, w->out))
		not_understood(w, row);
}

/* ---- several upper bounds ---- */

static bool is_upper_only(const struct record_span *s)
{
	return s->status == RECORD_AFFECTED && s->lo.n == 0 && s->hi.n > 0;
}

/* "5.6.38" is of the branch 5.6, "2.4.6-p3" of 2.4.6; a lone number is of none. */
static struct sv branch(struct sv v)
{
	size_t n = v.n;

	while (n > 0 && v.p[n - 1] != '.' && v.p[n - 1] != '-')
		n--;
	return sv_first(v, n ? n - 1 : 0);
}

static void settle_upper_bounds(struct rows *w)
{
	struct record_span *spans = w->out->spans, *low = NULL, *high = NULL;
	struct record_span gap = {0};
	size_t count = w->out->span_count;
	int cmp;

	for (size_t i = 0; i < count; i++) {
		struct record_span *s = &spans[i];
		if (!is_upper_only(s))
			continue;
		if (!low) {
			low = high = s;
			continue;
		}
		if (!order(w, s->hi, low->hi, &cmp))
			return;		/* left as written: each bound is taken at its word */
		if (cmp < 0)
			low = s;
		if (!order(w, s->hi, high->hi, &cmp))
			return;
		if (cmp > 0)
			high = s;
	}
	if (low == high || !order(w, low->hi, high->hi, &cmp) || cmp == 0)
		return;
	gap = (struct record_span){.lo = low->hi, .hi = high->hi,
				   .lo_excluded = low->hi_included,
				   .hi_included = high->hi_included};
	for (size_t i = 0; i < count; i++) {
		struct record_span *s = &spans[i];
		if (!is_upper_only(s) || s == low ||
		    (order(w, s->hi, low->hi, &cmp) && cmp == 0))
			continue;
		s->lo = branch(s->hi);
		if (s->lo.n == 0 || (order(w, s->lo, low->hi, &cmp) && cmp < 0)) {
			s->lo = low->hi;	/* of no branch, or of the lowest one's */
			s->lo_excluded = low->hi_included;
			s->status = RECORD_UNKNOWN;
		}
	}
	push(w, gap, RECORD_UNKNOWN);
}

/* ---- the product ---- */

static enum record_status rest_of(const struct cve5_product *p)
{
	bool affected = false, other = false;

	for (size_t i = 0; i < p->row_count; i++) {
		affected |= p->rows[i].status == RECORD_AFFECTED;
		other |= p->rows[i].status != RECORD_AFFECTED || p->rows[i].change_count > 0;
	}
	if (p->status == CVE5_UNAFFECTED)
		return RECORD_UNAFFECTED;
	if (p->status == CVE5_AFFECTED)
		return affected && !other ? RECORD_UNKNOWN : RECORD_AFFECTED;
	return affected ? RECORD_UNAFFECTED : RECORD_UNKNOWN;
}

void cve5_rows_spans(struct reading *in, const struct cve5_product *p,
		     const struct version_scheme *scheme, struct record_affected *out)
{
	struct rows w = {.in = in, .scheme = scheme, .out = out};

	out->rest = rest_of(p);
	for (size_t i = 0; i < p->row_count && reading_going(in); i++)
		add_row(&w, p, &p->rows[i]);
	settle_upper_bounds(&w);
	end_not_understood(&w);
	if (out->span_count > 0 || p->status == CVE5_UNAFFECTED || p->status == CVE5_AFFECTED) {
		if (w.commits == 0 || out->span_count > 0)
			return;
	}
	push(&w, (struct record_span){.why = w.commits ? only_commits :
				      SV("no versions are given")}, RECORD_UNKNOWN);
}
