/* SPDX-License-Identifier: Apache-2.0 */
/*
 * osv.c - one OSV record (ossf.github.io/osv-schema, all versions; many databases write no
 * schema_version at all).
 *
 * aliases, related and upstream are kept apart: AlmaLinux lists the CVEs of an advisory as
 * related, Ubuntu as upstream, and what that means is decided where records are joined.
 */
#include "understand/feeds/osv.h"

#include "understand/feeds/readers.h"

int feed_osv_detect(struct sv path, struct sv head)
{
	enum { ID = 1, VERSION = 2, AFFECTED = 4, MODIFIED = 8, TEXT = 16, CVE = 32 };
	static const struct feed_head_member members[] = {
		{SV_INIT("id"), '"'}, {SV_INIT("schema_version"), '"'},
		{SV_INIT("affected"), '['}, {SV_INIT("modified"), '"'},
		{SV_INIT("details"), '"'}, {SV_INIT("cveMetadata"), '{'},
	};
	unsigned found;

	(void)path;
	if (!feed_head_is(head, '{'))
		return 0;
	found = feed_head_members(head, members, YG_COUNT(members));
	if (found & CVE)
		return 0;
	if (!(found & ID))	/* Photon OS: it stands behind everything else */
		return found & AFFECTED && feed_head_has(head, SV("ecosystem"), '"') ? 80 : 0;
	if (found & VERSION)
		return 95;
	if (found & AFFECTED)
		return 90;
	/* PyPI: the details may fill the head */
	return found & MODIFIED ? 75 : found & TEXT ? 60 : 0;
}

/* Who speaks, by the prefix of the id (osv-schema, "id"); others are named by the prefix. */
static const struct { struct sv prefix, name; } publishers[] = {
	{SV_INIT("ALBA"), SV_INIT("AlmaLinux")}, {SV_INIT("ALEA"), SV_INIT("AlmaLinux")},
	{SV_INIT("ALSA"), SV_INIT("AlmaLinux")}, {SV_INIT("BIT"), SV_INIT("Bitnami")},
	{SV_INIT("DLA"), SV_INIT("Debian")}, {SV_INIT("DSA"), SV_INIT("Debian")},
	{SV_INIT("DTSA"), SV_INIT("Debian")}, {SV_INIT("GHSA"), SV_INIT("GitHub")},
	{SV_INIT("GO"), SV_INIT("Go")}, {SV_INIT("OSV"), SV_INIT("OSS-Fuzz")},
	{SV_INIT("PHSA"), SV_INIT("Photon OS")}, {SV_INIT("PSF"), SV_INIT("PSF")},
	{SV_INIT("PYSEC"), SV_INIT("PyPA")}, {SV_INIT("RHBA"), SV_INIT("Red Hat")},
	{SV_INIT("RHEA"), SV_INIT("Red Hat")}, {SV_INIT("RHSA"), SV_INIT("Red Hat")},
	{SV_INIT("RLSA"), SV_INIT("Rocky Linux")}, {SV_INIT("RUSTSEC"), SV_INIT("RustSec")},
	{SV_INIT("RXSA"), SV_INIT("Rocky Linux")}, {SV_INIT("UBUNTU"), SV_INIT("Ubuntu")},
	{SV_INIT("USN"), SV_INIT("Ubuntu")},
};

static struct sv publisher_of(struct sv id)
{
	struct sv prefix = sv_first(id, sv_find(id, '-'));

	for (size_t i = 0; i < YG_COUNT(publishers); i++)
		if (sv_eq(prefix, publishers[i].prefix))
			return publishers[i].name;
	return prefix;
}

static void read_time(struct reading *in, struct sv *out)
{
	struct sv s;

	if (reading_string(in, &s, "a time is not a string"))
		*out = feed_time(in, s);
}

static void read_links(struct reading *in, struct record *r, enum record_relation relation)
{
	struct sv id;

	if (!reading_array(in, "aliases, related or upstream is not an array"))
		return;
	while (reading_item(in)) {
		struct record_link *l;
		if (!reading_string(in, &id, "a linked id is not a string") || id.n == 0)
			continue;
		if (r->link_count >= LIMIT_LINKS) {
			(void)reading_bad(in, "more than LIMIT_LINKS linked ids");
			continue;
		}
		l = arena_push(in->arena, r->links, r->link_count);
		if (l)
			*l = (struct record_link){id, relation};
		else
			(void)reading_no_memory(in);
	}
}

static void add_cvss(struct reading *in, struct record *r, struct record_cvss c)
{
	struct record_cvss *slot;

	if (r->cvss_count >= LIMIT_METRICS) {
		(void)reading_bad(in, "more than LIMIT_METRICS severities");
		return;
	}
	slot = arena_push(in->arena, r->cvss, r->cvss_count);
	if (slot)
		*slot = c;
	else
		(void)reading_no_memory(in);
}

/* "CVSS:3.1/AV:..." is 3.1; a vector without that prefix is one of version 2. */
static struct sv vector_version(struct sv vector)
{
	struct sv rest = sv_from(vector, 5);

	if (!sv_starts(vector, SV("CVSS:")))
		return SV("2.0");
	return sv_first(rest, sv_find(rest, '/'));
}

static bool is_vector(struct sv s)
{
	return sv_starts(s, SV("CVSS:")) || sv_starts(s, SV("AV:")) || sv_starts(s, SV("(AV:"));
}

/* A severity is a vector, a number, or (type "Ubuntu") the publisher's word. */
static void add_severity(struct reading *in, struct record *r, struct sv type, struct sv score)
{
	struct record_cvss c = {.source = SV("osv"), .score = -1};

	score = sv_trim(score);
	if (is_vector(score)) {
		c.vector = score;
		c.version = vector_version(score);
		for (size_t i = 0; i < r->cvss_count; i++)	/* repeated in each entry */
			if (sv_eq(r->cvss[i].vector, score))
				return;
		add_cvss(in, r, c);
	} else if (sv_double(score, &c.score) && c.score >= 0 && c.score <= 10) {
		c.version = sv_is(type, "CVSS_V2") ? SV("2.0") :
			    sv_is(type, "CVSS_V4") ? SV("4.0") : SV("3");
		add_cvss(in, r, c);
	} else if (r->severity.n == 0) {
		r->severity = score;
	}
}

void osv_read_severity(struct reading *in, struct record *r)
{
	struct sv key;

	if (!reading_array(in, "severity is not an array"))
		return;
	while (reading_item(in)) {
		struct sv type = {0}, score = {0};
		if (!reading_object(in, "severity[] is not an object"))
			continue;
		while (reading_key(in, &key)) {
			if (sv_is(key, "type"))
				(void)reading_string(in, &type, "severity[].type is not a string");
			else if (sv_is(key, "score"))
				(void)reading_string(in, &score,
						     "severity[].score is not a string");
			else
				json_skip(&in->j);
		}
		add_severity(in, r, type, score);
	}
}

static void read_references(struct reading *in, struct record *r)
{
	struct sv key;

	if (!reading_array(in, "references is not an array"))
		return;
	while (reading_item(in)) {
		struct record_reference f = {0}, *slot;
		if (!reading_object(in, "references[] is not an object"))
			continue;
		while (reading_key(in, &key)) {
			if (sv_is(key, "url"))
				(void)reading_text(in, &f.url, "references[].url is not a string");
			else if (sv_is(key, "type"))
				(void)reading_text(in, &f.kind,
						   "references[].type is not a string");
			else
				json_skip(&in->j);
		}
		if (f.url.n == 0)
			continue;
		if (r->reference_count >= LIMIT_REFERENCES) {
			(void)reading_bad(in, "more than LIMIT_REFERENCES references");
			continue;
		}
		slot = arena_push(in->arena, r->references, r->reference_count);
		if (slot)
			*slot = f;
		else
			(void)reading_no_memory(in);
	}
}

/* database_specific.cwe_ids (GitHub, PSF): anything that is no CWE id is passed over. */
static void read_cwes(struct reading *in, struct record *r)
{
	struct sv s;

	if (!json_opt_array(&in->j))
		return;
	while (reading_item(in))
		if (json_opt_string(&in->j, &s))
			reading_add_word(in, &r->cwe, SV(" "), feed_cwe(s));
}

/* database_specific.cpes (Bitnami): the first stands for the record. */
static void read_cpes(struct reading *in, struct sv *out)
{
	struct sv s;

	if (!json_opt_array(&in->j))
		return;
	while (reading_item(in))
		if (json_opt_string(&in->j, &s) && out->n == 0 && sv_starts(s, SV("cpe:")) &&
		    s.n <= LIMIT_CPE && !memchr(s.p, '\0', s.n))
			*out = s;
}

/* What databases add as they like: taken where it has the known shape, else passed over. */
static void read_database_specific(struct reading *in, struct record *r, struct sv *cpe)
{
	static const struct { struct sv key, type; } scores[] = {
		{SV_INIT("cvss_v2"), SV_INIT("CVSS_V2")}, {SV_INIT("cvss_v3"), SV_INIT("CVSS_V3")},
		{SV_INIT("cvss_v4"), SV_INIT("CVSS_V4")},
	};
	struct sv key, s;

	if (!json_opt_object(&in->j))
		return;
	while (reading_key(in, &key)) {
		size_t i = 0;
		while (i < YG_COUNT(scores) && !sv_eq(key, scores[i].key))
			i++;
		if (i < YG_COUNT(scores)) {
			if (json_opt_string(&in->j, &s) && !memchr(s.p, '\0', s.n))
				add_severity(in, r, scores[i].type, s);
		} else if (sv_is(key, "severity")) {
			if (json_peek(&in->j) == JSON_STRING)
				(void)reading_text(in, &r->severity, "");
			else
				json_skip(&in->j);
		} else if (sv_is(key, "cwe_ids")) {
			read_cwes(in, r);
		} else if (sv_is(key, "cpes")) {
			read_cpes(in, cpe);
		} else if (sv_is(key, "review_status")) {
			if (json_opt_string(&in->j, &s) && sv_is(s, "UNREVIEWED"))
				r->tags = SV("unreviewed");
		} else {
			json_skip(&in->j);
		}
	}
}

static void read_member(struct reading *in, struct record *r, struct sv key, struct sv *cpe)
{
	if (sv_is(key, "id"))
		(void)reading_string(in, &r->id, "id is not a string");
	else if (sv_is(key, "summary"))
		(void)reading_text(in, &r->title_en, "summary is not a string");
	else if (sv_is(key, "details"))
		(void)reading_text(in, &r->description_en, "details is not a string");
	else if (sv_is(key, "modified"))
		read_time(in, &r->modified);
	else if (sv_is(key, "published"))
		read_time(in, &r->published);
	else if (sv_is(key, "withdrawn"))
		read_time(in, &r->withdrawn);
	else if (sv_is(key, "aliases"))
		read_links(in, r, RECORD_ALIAS);
	else if (sv_is(key, "related"))
		read_links(in, r, RECORD_RELATED);
	else if (sv_is(key, "upstream"))
		read_links(in, r, RECORD_UPSTREAM);
	else if (sv_is(key, "severity"))
		osv_read_severity(in, r);
	else if (sv_is(key, "references"))
		read_references(in, r);
	else if (sv_is(key, "database_specific"))
		read_database_specific(in, r, cpe);
	else if (!sv_is(key, "affected"))
		json_skip(&in->j);
	else if (reading_array(in, "affected is not an array"))
		while (reading_item(in))
			osv_read_affected(in, r);
}

int feed_osv_read(struct feed_document *doc, const struct feed_sink *sink, struct yg_err *err)
{
	struct reading in = {.arena = doc->arena, .sink = sink};
	struct record r = {.source = SV("osv")};
	struct sv key, cpe = {0};

	json_init(&in.j, doc->text, doc->n);
	(void)json_enter_object(&in.j);
	while (reading_key(&in, &key))
		read_member(&in, &r, key, &cpe);
	if (in.code == 0 && json_end(&in.j, err) != 0)
		return in.j.code;	/* not JSON: nothing of it is believed */
	if (r.id.n == 0 || r.id.n > LIMIT_NAME)
		(void)reading_bad(&in, "no id, or a long one");
	if (r.affected_count == 1 && r.affected[0].cpe.n == 0)
		r.affected[0].cpe = cpe;
	r.publisher = publisher_of(r.id);
	reading_finish(&in, &r, in.bad ? in.bad_at : 0);
	return reading_end(&in, err);
}
