/* SPDX-License-Identifier: Apache-2.0 */
#include "understand/knowledge/collect.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "understand/knowledge/signals.h"

static int add(struct collect *c, struct sv s, uint32_t *ret)
{
	return intern_add(&c->strings, s, ret);
}

/* The row of schemes that holds this name; 255: no scheme, or one too many: no order known. */
static int scheme_number(struct collect *c, struct sv name, uint8_t *ret)
{
	uint32_t ref, *slot;
	int r = add(c, name, &ref);

	if (r < 0 || ref == 0) {
		*ret = 255;
		return r;
	}
	for (size_t i = 0; i < c->schemes.n; i++)
		if (c->schemes.p[i] == ref) {
			*ret = (uint8_t)i;
			return 0;
		}
	if (c->schemes.n >= MATCH_SCHEME_MAX) {
		*ret = 255;
		return 0;
	}
	slot = vec_add(&c->schemes);
	if (!slot)
		return YG_ENOMEM;
	*slot = ref;
	*ret = (uint8_t)(c->schemes.n - 1);
	return 0;
}

static size_t attr_slot(const struct collect *c, const struct match_attr *a)
{
	struct sv bytes = {(const char *)a, sizeof *a};
	size_t mask = c->attr_slot_count - 1, i = (size_t)(sv_hash(bytes) >> 16) & mask;
	while (c->attr_slots[i] &&
	       memcmp(&c->attrs.p[c->attr_slots[i] - 1], a, sizeof *a) != 0)
		i = (i + 1) & mask;
	return i;
}

static int attr_grow(struct collect *c)
{
	size_t count = c->attr_slot_count ? c->attr_slot_count * 2 : 1024;
	uint32_t *slots = calloc(count, sizeof *slots);

	if (!slots)
		return YG_ENOMEM;
	free(c->attr_slots);
	c->attr_slots = slots;
	c->attr_slot_count = count;
	for (size_t i = 0; i < c->attrs.n; i++)
		slots[attr_slot(c, &c->attrs.p[i])] = (uint32_t)i + 1;
	return 0;
}

/* Each distinct set of attributes once. */
static int attr_add(struct collect *c, const struct match_attr *a, uint32_t *ret)
{
	struct match_attr *row;
	size_t i;
	int r;

	if (c->attrs.n >= c->attr_slot_count / 2 && (r = attr_grow(c)) < 0)
		return r;
	i = attr_slot(c, a);
	if (!c->attr_slots[i]) {
		if (c->attrs.n >= 1u << 24)
			return YG_ELIMIT;
		row = vec_add(&c->attrs);
		if (!row)
			return YG_ENOMEM;
		*row = *a;
		c->attr_slots[i] = (uint32_t)c->attrs.n;
	}
	*ret = c->attr_slots[i] - 1;
	return 0;
}

static int add_attr(struct collect *c, const struct record_affected *af, uint32_t *ret)
{
	struct match_attr a = {.rest = (uint8_t)af->rest};
	int r;

	if (af->by_name)
		a.flags |= MATCH_ATTR_BY_NAME;
	if (af->source_package)
		a.flags |= MATCH_ATTR_SOURCE_PACKAGE;
	if ((r = add(c, af->cpe, &a.cpe)) < 0 || (r = add(c, af->module, &a.module)) < 0 ||
	    (r = add(c, af->arch, &a.arch)) < 0 || (r = add(c, af->platforms, &a.platforms)) < 0 ||
	    (r = add(c, af->fix_state, &a.fix_state)) < 0 ||
	    (r = add(c, af->fix_note, &a.fix_note)) < 0 ||
	    (r = add(c, af->urgency, &a.urgency)) < 0 ||
	    (r = scheme_number(c, af->scheme, &a.scheme)) < 0)
		return r;
	return attr_add(c, &a, ret);
}

static int add_span(struct collect *c, const struct record_span *s)
{
	struct collect_span *row = vec_add(&c->spans);
	uint32_t lo, hi = 0, flags = (uint32_t)s->status << MATCH_RULE_STATUS_SHIFT;
	bool why = s->status == RECORD_UNKNOWN && s->why.n > 0 && s->lo.n == 0 && s->hi.n == 0;
	int r;

	if (!row)
		return YG_ENOMEM;
	r = add(c, why ? s->why : s->lo, &lo);
	if (r == 0 && !why)
		r = add(c, s->hi, &hi);
	if (why)
		flags |= MATCH_RULE_WHY;
	if (s->lo_excluded)
		flags |= MATCH_RULE_LO_EXCLUDED;
	if (s->hi_included)
		flags |= MATCH_RULE_HI_INCLUDED;
	if (r == 0)
		*row = (struct collect_span){.lo = lo, .hi = hi, .flags = flags};
	return r;
}

static int add_entry(struct collect *c, uint32_t doc, const struct record_affected *af)
{
	struct collect_entry e = {.doc = doc, .span_first = (uint32_t)c->spans.n,
		.span_count = (uint32_t)af->span_count};
	struct collect_entry *row;
	int r;

	if (af->ecosystem.n == 0 || af->name.n == 0)
		return 0;
	if ((r = add(c, af->ecosystem, &e.ecosystem)) < 0 || (r = add(c, af->name, &e.name)) < 0 ||
	    (r = add_attr(c, af, &e.attr)) < 0)
		return r;
	for (size_t i = 0; i < af->span_count; i++)
		if ((r = add_span(c, &af->spans[i])) < 0)
			return r;
	row = vec_add(&c->entries);
	if (!row)
		return YG_ENOMEM;
	*row = e;
	return 0;
}

static int add_cvss(struct collect *c, const struct record_cvss *v)
{
	struct collect_cvss row = {
		.score_tenths = v->score < 0 ? -1 : (int32_t)(v->score * 10 + 0.5)};
	struct collect_cvss *slot;
	int r;

	if (v->vector.n == 0)
		return 0;
	if ((r = add(c, v->vector, &row.vector)) < 0 || (r = add(c, v->source, &row.source)) < 0 ||
	    (r = add(c, v->version, &row.version)) < 0)
		return r;
	slot = vec_add(&c->cvss);
	if (!slot)
		return YG_ENOMEM;
	*slot = row;
	return 0;
}

/* Ecosystems of distributions: what they publish are advisories about CVEs. */
static bool is_advisory(const struct record *r)
{
	static const struct sv prefixes[] = {
		SV_INIT("ALSA-"), SV_INIT("ALBA-"), SV_INIT("ALEA-"), SV_INIT("RLSA-"),
		SV_INIT("RXSA-"), SV_INIT("RHSA-"), SV_INIT("RHBA-"), SV_INIT("RHEA-"),
		SV_INIT("ELSA-"), SV_INIT("ELBA-"), SV_INIT("USN-"), SV_INIT("LSN-"),
		SV_INIT("DSA-"), SV_INIT("DLA-"), SV_INIT("DTSA-"), SV_INIT("SUSE-"),
		SV_INIT("openSUSE-"), SV_INIT("ALAS"), SV_INIT("MGASA-"), SV_INIT("OESA-"),
		SV_INIT("PHSA-"), SV_INIT("UBUNTU-CVE-"), SV_INIT("DEBIAN-CVE-"),
		SV_INIT("ALPINE-CVE-"), SV_INIT("CLEANSTART-"), SV_INIT("CGA-"), SV_INIT("FEDORA-"),
		SV_INIT("ECHO-"), SV_INIT("MINI-"), SV_INIT("AZL-"),
	};
	for (size_t i = 0; i < YG_COUNT(prefixes); i++)
		if (sv_starts(r->id, prefixes[i]))
			return true;
	return false;
}

enum { EXCERPT_MAX = 160 };

/* The beginning of a description, cut at a word: what stands in for a missing title. */
static struct sv excerpt(struct sv text)
{
	struct sv line = text, s;
	if (line.n == 0)
		return line;
	(void)sv_line(&text, &line);
	s = sv_first(line, EXCERPT_MAX);
	if (s.n < line.n)
		while (s.n > EXCERPT_MAX / 2 && s.p[s.n - 1] != ' ')
			s.n--;
	/* Never in the middle of a UTF-8 sequence. */
	while (s.n > 0 && s.n < line.n && ((unsigned char)line.p[s.n] & 0xc0) == 0x80)
		s.n--;
	return sv_trim(s);
}

static uint8_t word_number(struct sv word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sv_ieq(word, sv_of(words[i])))
			return (uint8_t)(i + 1);
	return SIGNALS_ABSENT;
}

static void set_ssvc(struct collect_doc *d, const struct record_ssvc *s)
{
	static const char *const exploitation[] = {"none", "poc", "active"};
	static const char *const automatable[] = {"no", "yes"};
	static const char *const impact[] = {"partial", "total"};

	d->exploitation = word_number(s->exploitation, exploitation, 3);
	d->automatable = word_number(s->automatable, automatable, 2);
	d->technical_impact = word_number(s->technical_impact, impact, 2);
}

static int set_texts(struct collect *c, struct collect_doc *d, const struct record *r,
		     struct sv feed_time)
{
	bool per_package = sv_is(r->source, "debian-tracker") && r->affected_count > 0;
	const struct { struct sv from; uint32_t *to; } texts[] = {
		{r->id, &d->id}, {r->source, &d->source}, {r->publisher, &d->publisher},
		{r->modified.n ? r->modified : feed_time, &d->modified},
		{per_package ? r->affected[0].name : (struct sv){0}, &d->sub},
		{r->title_en, &d->title_en}, {r->title_ja, &d->title_ja},
		{r->title_en.n ? (struct sv){0} : excerpt(r->description_en), &d->excerpt},
		{sv_first(r->published, 10), &d->published}, {r->kev.date_added, &d->kev_added},
		{r->kev.due_date, &d->kev_due}, {r->ssvc.time, &d->ssvc_time},
	};
	for (size_t i = 0; i < YG_COUNT(texts); i++) {
		int code = add(c, texts[i].from, texts[i].to);
		if (code < 0)
			return code;
	}
	return 0;
}

static int add_links(struct collect *c, uint32_t doc, const struct record *r)
{
	for (size_t i = 0; i < r->link_count; i++) {
		struct collect_link row = {.doc = doc, .relation = (uint8_t)r->links[i].relation};
		struct collect_link *slot;
		int code = add(c, r->links[i].id, &row.to);
		if (code < 0)
			return code;
		slot = vec_add(&c->links);
		if (!slot)
			return YG_ENOMEM;
		*slot = row;
	}
	return 0;
}

/* What a record has added so far, and what is taken back when it cannot be added whole. */
struct mark {
	size_t entries, spans, cvss, links;
};

static int add_parts(struct collect *c, uint32_t number, const struct record *r)
{
	int code = add_links(c, number, r);

	for (size_t i = 0; code == 0 && i < r->affected_count; i++)
		code = add_entry(c, number, &r->affected[i]);
	for (size_t i = 0; code == 0 && i < r->cvss_count; i++)
		code = add_cvss(c, &r->cvss[i]);
	return code;
}

int collect_record(struct collect *c, const struct record *r, uint64_t content,
		   struct sv feed_time, uint32_t *ret_doc)
{
	uint32_t number = (uint32_t)c->docs.n;
	struct mark m = {c->entries.n, c->spans.n, c->cvss.n, c->links.n};
	struct collect_doc d = {.content = content, .entry_first = (uint32_t)m.entries,
		.cvss_first = (uint32_t)m.cvss};
	struct collect_doc *row = NULL;
	int code = set_texts(c, &d, r, feed_time);

	if (code == 0)
		code = add_parts(c, number, r);
	if (code == 0 && !(row = vec_add(&c->docs)))
		code = YG_ENOMEM;
	if (code < 0) {
		c->entries.n = m.entries;
		c->spans.n = m.spans;
		c->cvss.n = m.cvss;
		c->links.n = m.links;
		return code;
	}
	d.entry_count = (uint32_t)(c->entries.n - m.entries);
	d.cvss_count = (uint32_t)(c->cvss.n - m.cvss);
	d.flags = (uint8_t)((r->rejected ? COLLECT_REJECTED : 0) |
			    (r->withdrawn.n ? COLLECT_WITHDRAWN : 0) |
			    (r->kev.listed ? COLLECT_KEV : 0) |
			    (r->kev.ransomware ? COLLECT_RANSOMWARE : 0) |
			    (is_advisory(r) ? COLLECT_ADVISORY : 0));
	set_ssvc(&d, &r->ssvc);
	*row = d;
	*ret_doc = number;
	return 0;
}

int collect_epss(struct collect *c, const struct feed_epss *e, struct sv day)
{
	struct collect_epss row = {.score = (uint32_t)(e->score * 1e6 + 0.5),
		.percentile = e->percentile < 0 ? 1000001 : (uint32_t)(e->percentile * 1e6 + 0.5)};
	struct collect_epss *slot;
	int r = add(c, e->cve, &row.cve);

	if (r == 0)
		r = add(c, day, &row.day);
	if (r < 0)
		return r;
	slot = vec_add(&c->epss);
	if (!slot)
		return YG_ENOMEM;
	*slot = row;
	return 0;
}

int collect_about(struct collect *c, const struct feed_about *about)
{
	bool epss = sv_is(about->feed, "epss");
	uint32_t *date = epss ? &c->epss_date : &c->kev_date, new_date, new_version;
	uint32_t *version = epss ? &c->epss_model : &c->kev_version;
	int r, order;

	if (!epss && !sv_is(about->feed, "kev"))
		return 0;
	order = clock_compare(about->date, collect_string(c, *date));
	if (order < 0 || (order == 0 && sv_cmp(about->version, collect_string(c, *version)) <= 0))
		return 0;
	if ((r = add(c, about->date, &new_date)) < 0 ||
	    (r = add(c, about->version, &new_version)) < 0)
		return r;
	*date = new_date;
	*version = new_version;
	return 0;
}

void collect_drop(struct collect *c)
{
	intern_drop(&c->strings);
	alias_graph_drop(&c->aliases);
	vec_drop(&c->links);
	vec_drop(&c->docs);
	vec_drop(&c->entries);
	vec_drop(&c->spans);
	vec_drop(&c->attrs);
	vec_drop(&c->cvss);
	vec_drop(&c->epss);
	vec_drop(&c->vulns);
	vec_drop(&c->schemes);
	free(c->attr_slots);
	*c = (struct collect){0};
}
