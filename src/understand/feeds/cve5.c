/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cve5.c - one CVE record, CVE JSON 5.0 to 5.2 (cveproject.github.io/cve-schema), with the
 * containers of the CNA and of every ADP in one record.
 *
 * Containers may stand before cveMetadata and adp before cna, so nothing here depends on the
 * order.  Texts are the CNA's; an ADP's ("CISA ADP Vulnrichment") only stand in where the CNA
 * has none.  x_ members are passed over.
 */
#include "understand/feeds/cve5.h"

#include "understand/feeds/readers.h"

enum { NEAR_REFERENCES = 256 };	/* references that are compared for repetition */

int feed_cve5_detect(struct sv path, struct sv head)
{
	(void)path;
	if (!feed_head_is(head, '{'))
		return 0;
	if (sv_search(head, SV("\"CVE_RECORD\"")) < head.n)
		return 95;
	if (feed_head_has(head, SV("cveMetadata"), '{'))
		return 90;
	if (!feed_head_has(head, SV("containers"), '{'))
		return 0;
	return feed_head_has(head, SV("cna"), '{') || feed_head_has(head, SV("adp"), '[') ? 85 : 0;
}

struct container {
	bool adp;
	struct sv name;		/* providerMetadata.shortName */
	struct sv title, description_en, description_ja, date_public;
	size_t cvss_first;	/* where its metrics start in the record */
};

struct cve {
	struct reading in;
	struct record r;
	struct sv state, assigner, published, updated, date_rejected, rejected;
	struct container cna, adp;	/* adp: the texts of all of them */
	bool has_cna;
};

/* ---- texts ---- */

static bool is_language(struct sv lang, struct sv want)
{
	return lang.n >= 2 && sv_ieq(sv_first(lang, 2), want);
}

static void append(struct reading *in, struct sv *to, struct sv text)
{
	if (text.n > 0)
		*to = to->n ? reading_join(in, *to, SV("\n"), text) : text;
}

/* An array of {lang, value}: English into *en, Japanese into *ja (may be NULL). */
static void read_texts(struct reading *in, struct sv *en, struct sv *ja)
{
	struct sv key;

	if (!reading_array(in, "a list of texts is not an array"))
		return;
	while (reading_item(in)) {
		struct sv lang = {0}, value = {0};
		if (!reading_object(in, "a text is not an object"))
			continue;
		while (reading_key(in, &key)) {
			if (sv_is(key, "lang"))
				(void)reading_string(in, &lang, "lang is not a string");
			else if (sv_is(key, "value"))
				(void)reading_text(in, &value, "a text's value is not a string");
			else
				json_skip(&in->j);	/* supportingMedia: the same as HTML */
		}
		if (is_language(lang, SV("ja")) && ja)
			append(in, ja, value);
		else if (lang.n == 0 || is_language(lang, SV("en")))
			append(in, en, value);
	}
}

/* impacts: [{capecId, descriptions: [{lang, value}]}] */
static void read_impacts(struct reading *in, struct sv *out)
{
	struct sv key;

	if (!reading_array(in, "impacts is not an array"))
		return;
	while (reading_item(in)) {
		if (!reading_object(in, "impacts[] is not an object"))
			continue;
		while (reading_key(in, &key))
			if (sv_is(key, "descriptions"))
				read_texts(in, out, NULL);
			else
				json_skip(&in->j);
	}
}

/* problemTypes: [{descriptions: [{cweId, description}]}] */
static void read_problem(struct reading *in, struct sv *cwe)
{
	struct sv key, id = {0}, text = {0};

	if (!reading_object(in, "a problem type is not an object"))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "cweId"))
			(void)reading_string(in, &id, "cweId is not a string");
		else if (sv_is(key, "description"))
			(void)reading_text(in, &text, "a problem type is not a string");
		else
			json_skip(&in->j);
	}
	reading_add_word(in, cwe, SV(" "), feed_cwe(id.n ? id : text));
}

static void read_problems(struct reading *in, struct sv *cwe)
{
	struct sv key;

	if (!reading_array(in, "problemTypes is not an array"))
		return;
	while (reading_item(in)) {
		if (!reading_object(in, "problemTypes[] is not an object"))
			continue;
		while (reading_key(in, &key)) {
			if (!sv_is(key, "descriptions"))
				json_skip(&in->j);
			else if (reading_array(in, "problemTypes[].descriptions is not an array"))
				while (reading_item(in))
					read_problem(in, cwe);
		}
	}
}

/* ---- references, tags, links ---- */

/* What tags say to a reader: not where a reference came from. */
static void read_tags(struct reading *in, struct sv *out)
{
	struct sv s;

	if (!reading_array(in, "tags is not an array"))
		return;
	while (reading_item(in))
		if (reading_string(in, &s, "tags[] is not a string") &&
		    !sv_starts(s, SV("x_")) && sv_find(s, ' ') == s.n && out->n < LIMIT_VERSION)
			reading_add_word(in, out, SV(" "), s);
}

static void add_reference(struct reading *in, struct record *r, struct record_reference f)
{
	size_t n = r->reference_count < NEAR_REFERENCES ? r->reference_count : NEAR_REFERENCES;
	struct record_reference *slot;

	if (f.url.n == 0)
		return;
	for (size_t i = 0; i < n; i++)	/* the CVE Program's container repeats the CNA's */
		if (sv_eq(r->references[i].url, f.url)) {
			if (r->references[i].kind.n == 0)
				r->references[i].kind = f.kind;
			return;
		}
	if (r->reference_count >= LIMIT_REFERENCES)
		(void)reading_bad(in, "more than LIMIT_REFERENCES references");
	else if ((slot = arena_push(in->arena, r->references, r->reference_count)))
		*slot = f;
	else
		(void)reading_no_memory(in);
}

static void read_references(struct reading *in, struct record *r)
{
	struct sv key;

	if (!reading_array(in, "references is not an array"))
		return;
	while (reading_item(in)) {
		struct record_reference f = {0};
		if (!reading_object(in, "references[] is not an object"))
			continue;
		while (reading_key(in, &key)) {
			if (sv_is(key, "url"))
				(void)reading_text(in, &f.url, "references[].url is not a string");
			else if (sv_is(key, "tags"))
				read_tags(in, &f.kind);
			else
				json_skip(&in->j);
		}
		add_reference(in, r, f);
	}
}

static void read_replaced_by(struct reading *in, struct record *r)
{
	struct sv id;

	if (!reading_array(in, "replacedBy is not an array"))
		return;
	while (reading_item(in)) {
		struct record_link *l;
		if (!reading_string(in, &id, "replacedBy[] is not a string") || id.n == 0)
			continue;
		if (r->link_count >= LIMIT_LINKS)
			(void)reading_bad(in, "more than LIMIT_LINKS linked ids");
		else if ((l = arena_push(in->arena, r->links, r->link_count)))
			*l = (struct record_link){id, RECORD_RELATED};
		else
			(void)reading_no_memory(in);
	}
}

/* ---- containers ---- */

static void read_provider(struct reading *in, struct sv *name)
{
	struct sv key;

	if (!reading_object(in, "providerMetadata is not an object"))
		return;
	while (reading_key(in, &key))
		if (sv_is(key, "shortName"))
			(void)reading_string(in, name, "shortName is not a string");
		else
			json_skip(&in->j);
}

static void read_metrics(struct reading *in, struct record *r)
{
	if (reading_array(in, "metrics is not an array"))
		while (reading_item(in))
			cve5_read_metric(in, r);
}

/* Members that both kinds of container may have; those of texts are in the other function. */
static bool read_facts(struct cve *v, struct container *c, struct sv key)
{
	struct reading *in = &v->in;
	struct record *r = &v->r;

	if (sv_is(key, "affected"))
		cve5_read_affected(in, r);
	else if (sv_is(key, "references"))
		read_references(in, r);
	else if (sv_is(key, "metrics"))
		read_metrics(in, r);
	else if (sv_is(key, "problemTypes"))
		read_problems(in, &r->cwe);
	else if (sv_is(key, "providerMetadata"))
		read_provider(in, &c->name);
	else if (sv_is(key, "tags"))
		read_tags(in, &r->tags);
	else if (sv_is(key, "replacedBy"))
		read_replaced_by(in, r);
	else
		return false;
	return true;
}

static void read_words(struct cve *v, struct container *c, struct sv key)
{
	struct reading *in = &v->in;
	struct record *r = &v->r;

	if (sv_is(key, "title"))
		(void)reading_text(in, &c->title, "title is not a string");
	else if (sv_is(key, "descriptions"))
		read_texts(in, &c->description_en, &c->description_ja);
	else if (sv_is(key, "datePublic"))
		(void)reading_string(in, &c->date_public, "datePublic is not a string");
	else if (sv_is(key, "solutions"))
		read_texts(in, &r->remedy, NULL);
	else if (sv_is(key, "workarounds"))
		read_texts(in, &r->workaround, NULL);
	else if (sv_is(key, "configurations"))
		read_texts(in, &r->conditions, NULL);
	else if (sv_is(key, "exploits"))
		read_texts(in, &r->exploitation, NULL);
	else if (sv_is(key, "impacts"))
		read_impacts(in, &r->impact);
	else if (sv_is(key, "rejectedReasons"))
		read_texts(in, &v->rejected, NULL);
	else
		json_skip(&in->j);	/* credits, timeline, source, taxonomyMappings, x_... */
}

static bool has_ssvc(const struct record_ssvc *s)
{
	return s->exploitation.n || s->automatable.n || s->technical_impact.n;
}

/* The name of a container may stand behind its metrics.  CISA's word goes before the CNA's. */
static void name_source(struct cve *v, const struct container *c, struct record_ssvc before)
{
	struct record *r = &v->r;
	struct sv source = SV("cna");

	if (c->adp)
		source = reading_join(&v->in, SV("adp:"), c->name, (struct sv){0});
	for (size_t i = c->cvss_first; i < r->cvss_count; i++)
		r->cvss[i].source = source;
	r->ssvc.source = source;
	if (!has_ssvc(&r->ssvc) || (has_ssvc(&before) && !c->adp))
		r->ssvc = before;
}

static void read_container(struct cve *v, bool adp)
{
	struct container c = {.adp = adp, .cvss_first = v->r.cvss_count};
	struct record_ssvc before = v->r.ssvc;
	struct sv key;

	if (!reading_object(&v->in, "a container is not an object"))
		return;
	v->r.ssvc = (struct record_ssvc){0};
	while (reading_key(&v->in, &key))
		if (!read_facts(v, &c, key))
			read_words(v, &c, key);
	name_source(v, &c, before);
	if (adp) {
		append(&v->in, &v->adp.description_en, c.description_en);
		append(&v->in, &v->adp.description_ja, c.description_ja);
	} else {
		v->has_cna = true;
		v->cna = c;
	}
}

static void read_containers(struct cve *v)
{
	struct sv key;

	if (!reading_object(&v->in, "containers is not an object"))
		return;
	while (reading_key(&v->in, &key)) {
		if (sv_is(key, "cna"))
			read_container(v, false);
		else if (!sv_is(key, "adp"))
			json_skip(&v->in.j);
		else if (reading_array(&v->in, "adp is not an array"))
			while (reading_item(&v->in))
				read_container(v, true);
	}
}

static void read_metadata(struct cve *v)
{
	static const char why[] = "a member of cveMetadata is not a string";
	struct reading *in = &v->in;
	struct sv key;

	if (!reading_object(in, "cveMetadata is not an object"))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "cveId"))
			(void)reading_string(in, &v->r.id, why);
		else if (sv_is(key, "state"))
			(void)reading_string(in, &v->state, why);
		else if (sv_is(key, "assignerShortName"))
			(void)reading_string(in, &v->assigner, why);
		else if (sv_is(key, "datePublished"))
			(void)reading_string(in, &v->published, why);
		else if (sv_is(key, "dateUpdated"))
			(void)reading_string(in, &v->updated, why);
		else if (sv_is(key, "dateRejected"))
			(void)reading_string(in, &v->date_rejected, why);
		else
			json_skip(&in->j);
	}
}

/* ---- the record ---- */

static void finish(struct cve *v)
{
	struct reading *in = &v->in;
	struct record *r = &v->r;

	if (!feed_is_cve(r->id))
		(void)reading_bad(in, "cveId is not a CVE id");
	if (!sv_is(v->state, "PUBLISHED") && !sv_is(v->state, "REJECTED"))
		(void)reading_bad(in, "neither PUBLISHED nor REJECTED");
	if (!v->has_cna)
		(void)reading_bad(in, "no container of the CNA");
	r->publisher = v->assigner.n ? v->assigner : v->cna.name;
	r->title_en = v->cna.title;
	r->description_en = v->cna.description_en.n ? v->cna.description_en :
			    v->adp.description_en;
	r->description_ja = v->cna.description_ja.n ? v->cna.description_ja :
			    v->adp.description_ja;
	r->published = feed_time(in, v->published.n ? v->published : v->cna.date_public);
	r->modified = feed_time(in, v->updated);
	if (sv_is(v->state, "REJECTED")) {
		r->rejected = true;
		r->withdrawn = feed_time(in, v->date_rejected.n ? v->date_rejected : v->updated);
		r->description_en = v->rejected;
		r->affected_count = 0;
	}
	if (reading_going(in))
		cve5_finish_affected(r);
}

int feed_cve5_read(struct feed_document *doc, const struct feed_sink *sink, struct yg_err *err)
{
	struct cve v = {.in = {.arena = doc->arena, .sink = sink}, .r = {.source = SV("cve5")}};
	struct sv key, version = {0};
	bool metadata = false;

	json_init(&v.in.j, doc->text, doc->n);
	(void)json_enter_object(&v.in.j);
	while (reading_key(&v.in, &key)) {
		if (sv_is(key, "containers")) {
			read_containers(&v);
		} else if (sv_is(key, "cveMetadata")) {
			metadata = true;
			read_metadata(&v);
		} else if (sv_is(key, "dataVersion")) {
			(void)reading_string(&v.in, &version, "dataVersion is not a string");
		} else {
			json_skip(&v.in.j);
		}
	}
	if (v.in.code == 0 && json_end(&v.in.j, err) != 0)
		return v.in.j.code;	/* not JSON: nothing of it is believed */
	if (v.in.code == 0 && !metadata)
		return yg_fail(err, YG_ESYNTAX, 0, "no cveMetadata: not a CVE JSON 5 record");
	if (version.n > 0 && !sv_starts(version, SV("5.")))
		(void)reading_bad(&v.in, "dataVersion is not 5.x");
	finish(&v);
	reading_finish(&v.in, &v.r, v.in.bad ? v.in.bad_at : 0);
	return reading_end(&v.in, err);
}
