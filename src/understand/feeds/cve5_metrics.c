/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cve5_metrics.c - one item of "metrics": CVSS vectors of any version, and under "other" the
 * decision points of SSVC and the KEV listing that CISA adds, or a publisher's own word.
 */
#include "understand/feeds/cve5.h"

struct other {			/* "other": type may stand before or behind content */
	struct sv type, time, date, word;
	struct record_ssvc ssvc;
};

/* The value of an SSVC option as one of the model's words; another one in lower case. */
static struct sv option_word(struct reading *in, struct sv s)
{
	static const struct { struct sv from, to; } words[] = {
		{SV_INIT("none"), SV_INIT("none")}, {SV_INIT("poc"), SV_INIT("poc")},
		{SV_INIT("public poc"), SV_INIT("poc")}, {SV_INIT("active"), SV_INIT("active")},
		{SV_INIT("yes"), SV_INIT("yes")}, {SV_INIT("no"), SV_INIT("no")},
		{SV_INIT("partial"), SV_INIT("partial")}, {SV_INIT("total"), SV_INIT("total")},
	};

	s = sv_trim(s);
	for (size_t i = 0; i < YG_COUNT(words); i++)
		if (sv_ieq(s, words[i].from))
			return words[i].to;
	s = sv_lower(in->arena, s);
	if (!s.p)
		(void)reading_no_memory(in);
	return s;
}

/* "options": [{"Exploitation": "none"}, {"Automatable": "no"}, {"Technical Impact": ...}] */
static void read_options(struct reading *in, struct record_ssvc *s)
{
	struct sv key, value;

	if (!json_opt_array(&in->j))
		return;
	while (reading_item(in)) {
		if (!json_opt_object(&in->j))
			continue;
		while (reading_key(in, &key)) {
			struct sv *to = sv_ieq(key, SV("exploitation")) ? &s->exploitation :
					sv_ieq(key, SV("automatable")) ? &s->automatable :
					sv_ieq(key, SV("technical impact")) ||
					sv_ieq(key, SV("technicalimpact")) ?
					&s->technical_impact : NULL;
			if (!to)
				json_skip(&in->j);
			else if (reading_string(in, &value, "an SSVC option is not a string"))
				*to = option_word(in, value);
		}
	}
}

static void read_content(struct reading *in, struct other *o)
{
	struct sv key, s;

	if (!json_opt_object(&in->j))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "options"))
			read_options(in, &o->ssvc);
		else if (sv_is(key, "timestamp"))
			(void)json_opt_string(&in->j, &o->time);
		else if (sv_is(key, "dateAdded"))
			(void)json_opt_string(&in->j, &o->date);
		else if (!sv_is(key, "value") && !sv_is(key, "text") && !sv_is(key, "other"))
			json_skip(&in->j);
		else if (json_opt_string(&in->j, &s) && s.n < LIMIT_VERSION &&
			 !memchr(s.p, '\0', s.n))
			o->word = sv_trim(s);
	}
}

static void read_other(struct reading *in, struct record *r)
{
	struct other o = {0};
	struct sv key;

	if (!reading_object(in, "metrics[].other is not an object"))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "type"))
			(void)reading_string(in, &o.type, "metrics[].other.type is not a string");
		else if (sv_is(key, "content"))
			read_content(in, &o);
		else
			json_skip(&in->j);
	}
	if (sv_ieq(o.type, SV("ssvc"))) {
		r->ssvc = o.ssvc;
		r->ssvc.time = feed_time(in, o.time);
	} else if (sv_ieq(o.type, SV("kev"))) {
		r->kev.listed = true;
		r->kev.source = SV("cisa");
		if (feed_is_date(sv_first(o.date, 10)))
			r->kev.date_added = sv_first(o.date, 10);
	} else if (r->severity.n == 0) {
		r->severity = o.word;
	}
}

/* "cvssV3_1" is version 3.1; empty when key is no CVSS member. */
static struct sv cvss_version(struct sv key)
{
	static const struct { struct sv key, version; } names[] = {
		{SV_INIT("cvssV3_1"), SV_INIT("3.1")}, {SV_INIT("cvssV3_0"), SV_INIT("3.0")},
		{SV_INIT("cvssV4_0"), SV_INIT("4.0")}, {SV_INIT("cvssV2_0"), SV_INIT("2.0")},
	};
	for (size_t i = 0; i < YG_COUNT(names); i++)
		if (sv_eq(key, names[i].key))
			return names[i].version;
	return (struct sv){0};
}

static void read_cvss(struct reading *in, struct record *r, struct sv version)
{
	struct record_cvss c = {.version = version, .score = -1}, *slot;
	struct sv key, number;
	double score;

	if (!reading_object(in, "a CVSS metric is not an object"))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "vectorString"))
			(void)reading_text(in, &c.vector, "vectorString is not a string");
		else if (!sv_is(key, "baseScore"))
			json_skip(&in->j);
		else if (json_opt_number(&in->j, &number) && sv_double(number, &score) &&
			 score >= 0 && score <= 10)
			c.score = score;
	}
	if (c.vector.n > LIMIT_VERSION)
		(void)reading_bad(in, "a vector longer than LIMIT_VERSION");
	else if (r->cvss_count >= LIMIT_METRICS)
		(void)reading_bad(in, "more than LIMIT_METRICS metrics");
	else if ((slot = arena_push(in->arena, r->cvss, r->cvss_count)))
		*slot = c;
	else
		(void)reading_no_memory(in);
}

void cve5_read_metric(struct reading *in, struct record *r)
{
	struct sv key, version;

	if (!reading_object(in, "metrics[] is not an object"))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "other"))
			read_other(in, r);
		else if ((version = cvss_version(key)).n)
			read_cvss(in, r, version);
		else
			json_skip(&in->j);
	}
}
