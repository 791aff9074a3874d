/* SPDX-License-Identifier: Apache-2.0 */
/*
 * epss.c - EPSS scores of one day, CSV (first.org/epss, "Data and statistics").
 *
 * Four forms in its history: "cve,epss" (2021-04), with percentile (2021-09), with a first
 * line "#model_version:v2022.01.01,score_date:2022-02-04T00:00:00+0000" (2022-02), and with
 * scores of another model and length (2023-03).  Columns are found by their names.
 */
#include "base/csv.h"
#include "understand/feeds/readers.h"
#include "understand/feeds/reading.h"

enum { EPSS_FIELDS = 16 };

struct columns {
	size_t cve, epss, percentile;	/* EPSS_FIELDS: not there */
};

int feed_epss_detect(struct sv path, struct sv head)
{
	struct sv rest = head, line;

	(void)path;
	if (sv_starts(head, SV("\xef\xbb\xbf")))
		rest = sv_from(head, 3);
	if (sv_starts(rest, SV("#model_version:")))
		return 95;
	if (!sv_line(&rest, &line))
		return 0;
	return sv_is(line, "cve,epss") || sv_starts(line, SV("cve,epss,percentile")) ? 90 : 0;
}

/* The value of key in "#key:value,key:value"; empty when it is not there. */
static struct sv comment_value(struct sv line, struct sv key)
{
	struct sv rest = sv_from(line, 1), field;

	while (sv_next(&rest, ',', &field)) {
		field = sv_trim(field);
		if (sv_starts(field, key) && field.n > key.n && field.p[key.n] == ':')
			return sv_trim(sv_from(field, key.n + 1));
	}
	return (struct sv){0};
}

/* The day in a name such as epss_scores-2021-04-14.csv: files of 2021 say it nowhere else. */
static struct sv date_of_path(struct sv path)
{
	static const struct sv mark = SV_INIT("epss_scores-");
	size_t at = sv_search(path, mark);
	struct sv date = sv_first(sv_from(path, at + mark.n), 10);

	return at < path.n && feed_is_date(date) ? date : (struct sv){0};
}

/* The lines that start with '#' at the top of the file; *text is cut behind them. */
static int read_comments(struct reading *in, struct sv path, struct sv *text)
{
	struct feed_about about = {.feed = SV("epss")};
	struct sv date = {0}, line;

	if (sv_starts(*text, SV("\xef\xbb\xbf")))
		*text = sv_from(*text, 3);
	while (text->n > 0 && text->p[0] == '#' && sv_line(text, &line)) {
		if (about.version.n == 0)
			about.version = comment_value(line, SV("model_version"));
		if (date.n == 0)
			date = comment_value(line, SV("score_date"));
	}
	about.date = feed_time(in, date.n ? date : date_of_path(path));
	if (in->code)
		return in->code;
	return about.date.n || about.version.n ? in->sink->about(in->sink->ctx, &about) : 0;
}

static bool find_columns(const struct sv *fields, size_t count, struct columns *ret)
{
	struct columns c = {EPSS_FIELDS, EPSS_FIELDS, EPSS_FIELDS};

	for (size_t i = 0; i < count; i++) {
		struct sv name = sv_trim(fields[i]);
		if (sv_ieq(name, SV("cve")))
			c.cve = i;
		else if (sv_ieq(name, SV("epss")))
			c.epss = i;
		else if (sv_ieq(name, SV("percentile")))
			c.percentile = i;
	}
	if (c.cve == EPSS_FIELDS || c.epss == EPSS_FIELDS)
		return false;
	*ret = c;
	return true;
}

static bool read_share(struct sv s, double *out)
{
	double v;

	if (!sv_double(sv_trim(s), &v) || !(v >= 0 && v <= 1))
		return false;
	*out = v;
	return true;
}

/* Why a row is no score, or NULL and *ret. */
static const char *read_row(const struct sv *fields, size_t count, struct columns c,
			    struct feed_epss *ret)
{
	struct feed_epss e = {.percentile = -1};

	if (c.cve >= count || c.epss >= count)
		return "a row with too few fields";
	e.cve = sv_trim(fields[c.cve]);
	if (!feed_is_cve(e.cve))
		return "not a CVE id";
	if (!read_share(fields[c.epss], &e.score))
		return "a score that is no number from 0 to 1";
	if (c.percentile < count && sv_trim(fields[c.percentile]).n > 0 &&
	    !read_share(fields[c.percentile], &e.percentile))
		return "a percentile that is no number from 0 to 1";
	*ret = e;
	return NULL;
}

int feed_epss_read(struct feed_document *doc, const struct feed_sink *sink, struct yg_err *err)
{
	struct reading in = {.arena = doc->arena, .sink = sink};
	struct sv text = {doc->text, doc->n}, fields[EPSS_FIELDS];
	struct columns columns;
	struct feed_epss e;
	struct csv c;
	size_t count, base;
	int code = read_comments(&in, doc->path, &text);

	if (code)
		return yg_fail(err, code, 0, "the comment line was not taken");
	base = doc->n - text.n;
	csv_init(&c, doc->text + base, text.n);
	if (!csv_row(&c, fields, EPSS_FIELDS, &count) ||
	    !find_columns(fields, count < EPSS_FIELDS ? count : EPSS_FIELDS, &columns))
		return yg_fail(err, YG_ESYNTAX, base, "no header line with cve and epss");
	while (csv_row(&c, fields, EPSS_FIELDS, &count)) {
		const char *why = read_row(fields, count < EPSS_FIELDS ? count : EPSS_FIELDS,
					   columns, &e);
		if (!why)
			code = sink->epss(sink->ctx, &e);
		else
			code = sink->skip(sink->ctx, base + c.at,
					  columns.cve < count ? sv_trim(fields[columns.cve]) :
					  (struct sv){0}, why);
		if (code)
			return yg_fail(err, code, base + c.at, "stopped by the receiver");
	}
	code = csv_err(&c, err);
	if (code && err)
		err->at += base;
	return code;
}
