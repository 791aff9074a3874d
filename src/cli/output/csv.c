/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv.c - the findings as a table for spreadsheets (RFC 4180).
 *
 * A cell that a spreadsheet would take for a formula (= + - @, or a tab or line end first) gets
 * an apostrophe in front: package names and versions come from outside.  Column names are for
 * programs and stay the same in every language.
 */
#include "base/limits.h"
#include "base/width.h"
#include "cli/output/outputs.h"
#include "cli/output/words.h"

struct row {
	struct buf *b;
	bool first;
};

static bool needs_quotes(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\r' || s.p[i] == '\n')
			return true;
	return s.n > 0 && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

static bool is_formula(struct sv s)
{
	static const char first[] = "=+-@\t\r\n|%";

	/* U+FF0B and its like: spreadsheets read full-width signs as formulas too. */
	return s.n > 0 && (memchr(first, s.p[0], sizeof first - 1) ||
			   (s.n >= 3 && (memcmp(s.p, "\xef\xbc\x8b", 3) == 0 ||
					 memcmp(s.p, "\xef\xbc\x8d", 3) == 0 ||
					 memcmp(s.p, "\xef\xbc\x9d", 3) == 0 ||
					 memcmp(s.p, "\xef\xbc\xa0", 3) == 0)));
}

/* Text of ours: a number, a word, a date. */
static void own(struct row *row, struct sv s)
{
	if (!row->first)
		buf_char(row->b, ',');
	row->first = false;
	if (!needs_quotes(s)) {
		buf_sv(row->b, s);
		return;
	}
	buf_char(row->b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_char(row->b, '"');
		buf_char(row->b, s.p[i]);
	}
	buf_char(row->b, '"');
}

/* Text from outside: no formula, no control characters, valid UTF-8. */
static void foreign(struct row *row, struct sv s)
{
	struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);

	if (is_formula(s))
		buf_char(&b, '\'');
	width_put_safe(&b, s);
	if (b.err && !row->b->err)
		row->b->err = b.err;
	own(row, buf_view(&b));
	buf_drop(&b);
}

static void joined(struct row *row, const struct sv *items, size_t n)
{
	struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&b, ' ');
		buf_sv(&b, items[i]);
	}
	foreign(row, buf_view(&b));
	buf_drop(&b);
}

static void millionths(struct row *row, int32_t v)
{
	char text[16] = "0.000000";
	size_t n = 8;

	if (v < 0) {
		own(row, (struct sv){NULL, 0});
		return;
	}
	text[0] = (char)('0' + v / 1000000);
	for (int i = 7, rest = v % 1000000; i >= 2; i--, rest /= 10)
		text[i] = (char)('0' + rest % 10);
	while (n > 3 && text[n - 1] == '0')
		n--;
	own(row, (struct sv){text, n});
}

static void yes_no(struct row *row, bool v)
{
	own(row, v ? SV("yes") : SV("no"));
}

static void deadline(struct row *row, const struct scan_report *r, int days)
{
	char text[CLOCK_TEXT_BYTES];
	struct sv s = words_deadline(r, days, text);

	s.n = s.n > 10 ? 10 : s.n;	/* the date is enough */
	own(row, s);
}

static void records(struct row *row, const struct scan_report *r, const struct finding *f)
{
	struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);

	for (size_t i = 0; i < f->evidence_count; i++) {
		if (f->evidence[i]->verdict == MATCH_NOT_AFFECTED)
			continue;
		if (b.n > 0)
			buf_char(&b, ' ');
		buf_sv(&b, words_record_source(r, f->evidence[i]));
		buf_char(&b, ':');
		buf_sv(&b, words_record(r, f->evidence[i]));
	}
	foreign(row, buf_view(&b));
	buf_drop(&b);
}

static void headline(struct row *row, enum msg_lang lang, const struct decision *d)
{
	struct buf b = BUF_CAP(LIMIT_OUTPUT_ROW);

	decision_write_headline(&b, d, lang == MSG_JA);
	foreign(row, buf_view(&b));
	buf_drop(&b);
}

static const char *const columns[] = {
	"outcome", "vulnerability", "package", "version", "fixed_version", "fix_state",
	"verdict", "kev", "epss", "epss_percentile", "cvss", "cvss_vector", "likelihood",
	"damage", "pending", "decide_by", "mitigate_by", "remediate_by", "running", "no_code",
	"source", "source_version", "purl", "binaries", "records", "reason", "title_en",
	"title_ja",
};

static void put_finding(struct buf *b, const struct scan_report *r,
			const struct output_options *o, const struct finding *f,
			struct arena *a)
{
	const struct decision *d = &f->decision;
	struct row row = {b, true};
	int score = words_score(f);
	char text[8];

	own(&row, sv_of(decide_outcome_name(d->outcome)));
	foreign(&row, f->vulnerability);
	foreign(&row, f->name);
	foreign(&row, f->version);
	foreign(&row, f->fixed_version);
	foreign(&row, f->fix_state);
	own(&row, sv_of(words_verdict(f->verdict)));
	yes_no(&row, words_kev(f));
	millionths(&row, words_epss(f));
	millionths(&row, words_percentile(f));
	own(&row, score < 0 ? (struct sv){NULL, 0} : words_tenths(score, text));
	foreign(&row, f->cvss_count > 0 ? f->cvss[0].vector : (struct sv){NULL, 0});
	own(&row, sv_of(decide_likelihood_name(d->likelihood)));
	own(&row, sv_of(decide_damage_name(d->damage)));
	yes_no(&row, d->pending);
	deadline(&row, r, d->decide_days);
	deadline(&row, r, d->mitigate_days);
	deadline(&row, r, d->remediate_days);
	if (f->running == FINDING_RUNNING_UNKNOWN)
		own(&row, (struct sv){NULL, 0});
	else
		yes_no(&row, f->running == FINDING_RUNNING);
	yes_no(&row, f->no_code);
	foreign(&row, words_source_name(f));
	foreign(&row, words_source_version(f));
	foreign(&row, words_purl(f, a));
	joined(&row, f->binaries, f->binary_count);
	records(&row, r, f);
	headline(&row, o->lang, d);
	foreign(&row, f->title_en);
	foreign(&row, f->title_ja);
	buf_str(b, "\r\n");
}

int output_csv(const struct scan_report *r, const struct output_options *o, struct sink *s)
{
	arena_auto a = {.cap = LIMIT_OUTPUT_ROW};
	struct row head = {&s->b, true};

	if (o->bom)
		buf_str(&s->b, "\xef\xbb\xbf");
	for (size_t i = 0; i < YG_COUNT(columns); i++)
		own(&head, sv_of(columns[i]));
	buf_str(&s->b, "\r\n");
	for (size_t i = 0; i < r->list->count; i++) {
		put_finding(&s->b, r, o, &r->list->findings[i], &a);
		arena_reset(&a);
		sink_spill(s);
	}
	return s->b.err;
}
