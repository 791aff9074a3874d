/* SPDX-License-Identifier: Apache-2.0 */
/* cvss.c - dispatch by version, the parser, and what all versions have in common. */
#include "assess/cvss_internal.h"

#include "base/limits.h"
#include "base/text.h"

static const struct cvss_kind *const kinds[] = {
	[CVSS_2_0] = &cvss2_kind,
	[CVSS_3_0] = &cvss30_kind,
	[CVSS_3_1] = &cvss31_kind,
	[CVSS_4_0] = &cvss4_kind,
};

enum { LENIENT = 1 };

/* Where parsing stands. */
struct parse {
	struct sv text;
	bool lenient, repaired;
	const struct cvss_kind *kind;
	struct cvss v;
	uint32_t seen;
	unsigned next;			/* the metric expected next */
	struct yg_err *err;
};

static int fault(struct parse *s, const char *at, const char *what)
{
	return yg_fail(s->err, YG_ESYNTAX, (size_t)(at - s->text.p), what);
}

/* Names are one to five letters: a plain loop beats strlen() and memcmp(). */
static bool same(struct sv s, const char *z)
{
	size_t i = 0;
	while (i < s.n && z[i] != '\0' && z[i] == s.p[i])
		i++;
	return i == s.n && z[i] == '\0';
}

/* The metric of that name, trying the expected place first: vectors are mostly in order. */
static int metric_find(const struct cvss_kind *kind, struct sv name, unsigned hint)
{
	unsigned n = kind->metric_count;

	for (unsigned k = 0; k < n; k++) {
		unsigned i = hint + k < n ? hint + k : hint + k - n;
		if (same(name, kind->metrics[i].name))
			return (int)i;
	}
	return -1;
}

/* The stored form of a value: 0 for "not defined", -1 when the metric has no such value. */
static int value_find(const struct cvss_kind *kind, const struct cvss_metric_kind *m,
		      struct sv value)
{
	for (int i = 0; m->values[i]; i++)
		if (same(value, m->values[i]))
			return i + 1;
	return m->group != CVSS_BASE && same(value, kind->undefined) ? 0 : -1;
}

static int parse_field(struct parse *s, struct sv field)
{
	const struct cvss_kind *kind = s->kind;
	struct sv name, value;
	int i, v;

	if (field.n == 0)
		return fault(s, field.p, "empty metric");
	if (!sv_cut(field, ':', &name, &value))
		return fault(s, field.p + field.n, "expected ':'");
	i = metric_find(kind, name, s->next);
	if (i < 0)
		return fault(s, field.p, "no metric of this version");
	if (s->seen >> i & 1)
		return fault(s, field.p, "metric given twice");
	if (kind->ordered && (unsigned)i < s->next) {
		if (!s->lenient)
			return fault(s, field.p, "metric out of order");
		s->repaired = true;
	}
	v = value_find(kind, &kind->metrics[i], value);
	if (v < 0)
		return fault(s, name.p + name.n + 1, "no value of this metric");
	s->seen |= (uint32_t)1 << i;
	s->v.value[i] = (uint8_t)v;
	s->next = (unsigned)i + 1;
	return 0;
}

/* The version by its prefix; 2.0 has none. */
static int parse_prefix(struct parse *s, struct sv *rest)
{
	for (unsigned i = CVSS_3_0; i < YG_COUNT(kinds); i++)
		if (sv_starts(*rest, kinds[i]->prefix)) {
			s->kind = kinds[i];
			*rest = sv_from(*rest, kinds[i]->prefix.n);
			return 0;
		}
	if (sv_starts(*rest, SV("CVSS:")))
		return fault(s, rest->p + 5, "unknown CVSS version");
	if (s->lenient && sv_starts(*rest, SV("CVSS2#"))) {
		*rest = sv_from(*rest, 6);
		s->repaired = true;
	}
	s->kind = &cvss2_kind;
	return 0;
}

/* Importers: white space and the parentheses that the NVD wrote around 2.0 vectors. */
static struct sv undecorate(struct parse *s, struct sv text)
{
	struct sv t = sv_trim(text);

	if (t.n >= 2 && t.p[0] == '(' && t.p[t.n - 1] == ')' && !sv_starts(t, SV("(CVSS:")))
		t = (struct sv){t.p + 1, t.n - 2};
	s->repaired = t.n != text.n;
	return t;
}

static int parse(struct sv text, unsigned flags, struct cvss *out, bool *repaired,
		 struct yg_err *err)
{
	struct parse s = {.text = text, .lenient = flags & LENIENT, .err = err};
	struct sv rest = text, field;
	int r;

	if (text.n > LIMIT_CVSS)
		return yg_fail(err, YG_ELIMIT, LIMIT_CVSS, "vector too long");
	if (text.n == 0)
		return yg_fail(err, YG_ESYNTAX, 0, "empty vector");
	if (s.lenient)
		rest = undecorate(&s, text);
	r = parse_prefix(&s, &rest);
	if (r < 0)
		return r;
	s.v.version = s.kind->version;
	while (sv_next(&rest, '/', &field)) {
		r = parse_field(&s, field);
		if (r < 0)
			return r;
	}
	for (unsigned i = 0; i < s.kind->metric_count; i++)
		if (s.kind->metrics[i].group == CVSS_BASE && !(s.seen >> i & 1))
			return yg_fail(err, YG_ESYNTAX, text.n, "a base metric is missing");
	*out = s.v;
	if (repaired)
		*repaired = s.repaired;
	return 0;
}

int cvss_parse(struct sv text, struct cvss *out, struct yg_err *err)
{
	return parse(text, 0, out, NULL, err);
}

int cvss_parse_lenient(struct sv text, struct cvss *out, bool *repaired, struct yg_err *err)
{
	return parse(text, LENIENT, out, repaired, err);
}

int cvss_base(const struct cvss *v)
{
	return v->version ? kinds[v->version]->base(v) : 0;
}

int cvss_temporal(const struct cvss *v)
{
	return v->version ? kinds[v->version]->temporal(v) : 0;
}

int cvss_environmental(const struct cvss *v)
{
	return v->version ? kinds[v->version]->environmental(v) : 0;
}

int cvss_score(const struct cvss *v)
{
	return v->version == CVSS_4_0 || cvss_groups(v) & CVSS_ENVIRONMENTAL
	       ? cvss_environmental(v) : cvss_temporal(v);
}

int cvss_published(const struct cvss *v)
{
	return v->version == CVSS_4_0 ? cvss_score(v) : cvss_base(v);
}

unsigned cvss_groups(const struct cvss *v)
{
	const struct cvss_kind *kind = v->version ? kinds[v->version] : NULL;
	unsigned groups = 0;

	for (unsigned i = 0; kind && i < kind->metric_count; i++)
		if (v->value[i])
			groups |= kind->metrics[i].group;
	return groups;
}

enum cvss_severity cvss_severity(enum cvss_version version, int tenths)
{
	if (version == CVSS_2_0)
		return tenths < 40 ? CVSS_SEVERITY_LOW
		     : tenths < 70 ? CVSS_SEVERITY_MEDIUM : CVSS_SEVERITY_HIGH;
	return tenths <= 0 ? CVSS_SEVERITY_NONE : tenths < 40 ? CVSS_SEVERITY_LOW
	     : tenths < 70 ? CVSS_SEVERITY_MEDIUM : tenths < 90 ? CVSS_SEVERITY_HIGH
	     : CVSS_SEVERITY_CRITICAL;
}

const char *cvss_severity_name(enum cvss_severity s)
{
	static const char *const names[] = {"None", "Low", "Medium", "High", "Critical"};
	return names[s];
}

const char *cvss_version_name(enum cvss_version v)
{
	return v ? kinds[v]->name : "";
}

const char *cvss_nomenclature(const struct cvss *v)
{
	static const char *const names[] = {"CVSS-B", "CVSS-BT", "CVSS-BE", "CVSS-BTE"};
	unsigned groups = cvss_groups(v);

	if (v->version != CVSS_4_0)
		return NULL;
	return names[(groups & CVSS_THREAT ? 1 : 0) + (groups & CVSS_ENVIRONMENTAL ? 2 : 0)];
}

const char *cvss_metric(const struct cvss *v, const char *metric)
{
	const struct cvss_kind *kind = v->version ? kinds[v->version] : NULL;
	int i = kind ? metric_find(kind, sv_of(metric), 0) : -1;

	return i >= 0 && v->value[i] ? kind->metrics[i].values[v->value[i] - 1] : NULL;
}

void cvss_write(const struct cvss *v, struct buf *b)
{
	const struct cvss_kind *kind = v->version ? kinds[v->version] : NULL;
	bool first = true;

	if (!kind)
		return;
	buf_sv(b, kind->prefix);
	for (unsigned i = 0; i < kind->metric_count; i++) {
		const struct cvss_metric_kind *m = &kind->metrics[i];
		if (v->value[i] == 0)
			continue;
		if (!first)
			buf_char(b, '/');
		buf_str(b, m->name);
		buf_char(b, ':');
		buf_str(b, m->values[v->value[i] - 1]);
		first = false;
	}
}
