/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.c - struct record to and from its JSON document (docs/formats/record.md).
 *
 * Members that are plain text are driven by tables, so that what is written and what is read
 * cannot drift apart; a member with a shape of its own has one function each way.
 */
#include "understand/record.h"

#include "base/limits.h"
#include "base/text.h"

struct text_member {
	const char *key;
	size_t n, offset;
};

#define TEXT(type, field) {#field, sizeof #field - 1, offsetof(struct type, field)}

static const struct text_member record_text[] = {
	TEXT(record, id), TEXT(record, source), TEXT(record, publisher),
	TEXT(record, title_en), TEXT(record, title_ja),
	TEXT(record, description_en), TEXT(record, description_ja),
	TEXT(record, conditions), TEXT(record, impact), TEXT(record, remedy),
	TEXT(record, workaround), TEXT(record, exploitation), TEXT(record, severity),
	TEXT(record, tags), TEXT(record, published), TEXT(record, modified),
	TEXT(record, withdrawn), TEXT(record, cwe),
};

static const struct text_member affected_text[] = {
	TEXT(record_affected, ecosystem), TEXT(record_affected, name),
	TEXT(record_affected, scheme), TEXT(record_affected, cpe),
	TEXT(record_affected, module), TEXT(record_affected, arch),
	TEXT(record_affected, platforms), TEXT(record_affected, repositories),
	TEXT(record_affected, fix_state), TEXT(record_affected, fix_note),
	TEXT(record_affected, urgency),
};

static const struct text_member span_text[] = {
	TEXT(record_span, lo), TEXT(record_span, hi), TEXT(record_span, why),
};

static const struct text_member cvss_text[] = {
	TEXT(record_cvss, version), TEXT(record_cvss, vector), TEXT(record_cvss, source),
};

static const struct text_member ssvc_text[] = {
	TEXT(record_ssvc, exploitation), TEXT(record_ssvc, automatable),
	TEXT(record_ssvc, technical_impact), TEXT(record_ssvc, time),
	TEXT(record_ssvc, source),
};

static const struct text_member kev_text[] = {
	TEXT(record_kev, source), TEXT(record_kev, date_added), TEXT(record_kev, due_date),
	TEXT(record_kev, forensic_triage), TEXT(record_kev, action),
};

static const struct text_member reference_text[] = {
	TEXT(record_reference, url), TEXT(record_reference, kind),
};

static const struct sv status_words[] = {
	[RECORD_UNAFFECTED] = SV_INIT("unaffected"),
	[RECORD_UNKNOWN] = SV_INIT("unknown"),
	[RECORD_AFFECTED] = SV_INIT("affected"),
};

static const struct sv relation_words[] = {
	[RECORD_ALIAS] = SV_INIT("alias"),
	[RECORD_RELATED] = SV_INIT("related"),
	[RECORD_UPSTREAM] = SV_INIT("upstream"),
};

struct sv record_status_word(enum record_status s)
{
	return status_words[s];
}

/* ---- writing ---- */

static void write_text(struct jw *w, const void *base, const struct text_member *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		jw_member_sv(w, m[i].key,
			     *(const struct sv *)((const char *)base + m[i].offset));
}

#define WRITE_TEXT(w, base, table) write_text((w), (base), (table), YG_COUNT(table))

static void write_flag(struct jw *w, const char *key, bool v)
{
	if (!v)
		return;
	jw_key(w, key);
	jw_bool(w, true);
}

static void write_links(struct jw *w, const struct record *r)
{
	if (r->link_count == 0)
		return;
	jw_key(w, "links");
	jw_array(w);
	for (size_t i = 0; i < r->link_count; i++) {
		jw_object(w);
		jw_key(w, "id");
		jw_sv(w, r->links[i].id);
		jw_member_sv(w, "relation", relation_words[r->links[i].relation]);
		jw_object_end(w);
	}
	jw_array_end(w);
}

static void write_span(struct jw *w, const struct record_span *s)
{
	bool exact = s->lo.n > 0 && s->hi_included && !s->lo_excluded && sv_eq(s->lo, s->hi);

	jw_object(w);
	if (exact) {
		jw_member_sv(w, "is", s->lo);
		jw_member_sv(w, "why", s->why);
	} else {
		WRITE_TEXT(w, s, span_text);
		write_flag(w, "lo_excluded", s->lo_excluded);
		write_flag(w, "hi_included", s->hi_included);
	}
	if (s->status != RECORD_AFFECTED)
		jw_member_sv(w, "status", status_words[s->status]);
	jw_object_end(w);
}

static void write_affected(struct jw *w, const struct record *r)
{
	if (r->affected_count == 0)
		return;
	jw_key(w, "affected");
	jw_array(w);
	for (size_t i = 0; i < r->affected_count; i++) {
		const struct record_affected *a = &r->affected[i];
		jw_object(w);
		WRITE_TEXT(w, a, affected_text);
		write_flag(w, "by_name", a->by_name);
		write_flag(w, "source_package", a->source_package);
		if (a->rest != RECORD_UNAFFECTED)
			jw_member_sv(w, "rest", status_words[a->rest]);
		jw_key(w, "spans");
		jw_array(w);
		for (size_t k = 0; k < a->span_count; k++)
			write_span(w, &a->spans[k]);
		jw_array_end(w);
		jw_object_end(w);
	}
	jw_array_end(w);
}

static void write_cvss(struct jw *w, const struct record *r)
{
	if (r->cvss_count == 0)
		return;
	jw_key(w, "cvss");
	jw_array(w);
	for (size_t i = 0; i < r->cvss_count; i++) {
		jw_object(w);
		WRITE_TEXT(w, &r->cvss[i], cvss_text);
		if (r->cvss[i].score >= 0) {
			jw_key(w, "score");
			jw_fixed(w, r->cvss[i].score, 2);
		}
		jw_object_end(w);
	}
	jw_array_end(w);
}

static void write_signals(struct jw *w, const struct record *r)
{
	const struct record_ssvc *s = &r->ssvc;

	if (s->exploitation.n || s->automatable.n || s->technical_impact.n) {
		jw_key(w, "ssvc");
		jw_object(w);
		WRITE_TEXT(w, s, ssvc_text);
		jw_object_end(w);
	}
	if (r->kev.listed) {
		jw_key(w, "kev");
		jw_object(w);
		WRITE_TEXT(w, &r->kev, kev_text);
		write_flag(w, "ransomware", r->kev.ransomware);
		jw_object_end(w);
	}
}

void record_write(struct jw *w, const struct record *r)
{
	jw_object(w);
	WRITE_TEXT(w, r, record_text);
	write_flag(w, "rejected", r->rejected);
	write_links(w, r);
	write_affected(w, r);
	write_cvss(w, r);
	write_signals(w, r);
	if (r->reference_count > 0) {
		jw_key(w, "references");
		jw_array(w);
		for (size_t i = 0; i < r->reference_count; i++) {
			jw_object(w);
			WRITE_TEXT(w, &r->references[i], reference_text);
			jw_object_end(w);
		}
		jw_array_end(w);
	}
	jw_object_end(w);
}

/* ---- reading ---- */

struct reading {		/* the cursor's error wins over code: it comes first */
	struct json j;
	struct arena *arena;
	int code;
	struct yg_err err;
};

static bool fail(struct reading *in, int code, const char *what)
{
	if (in->code == 0 && in->j.code == 0) {
		in->code = code;
		in->err = (struct yg_err){(size_t)(in->j.p - in->j.begin), what};
	}
	return false;
}

static bool going(const struct reading *in)
{
	return in->code == 0 && in->j.code == 0;
}

static bool read_string(struct reading *in, struct sv *out)
{
	struct sv s;

	if (!json_string(&in->j, &s))
		return false;
	if (s.n > 0 && memchr(s.p, '\0', s.n))
		return fail(in, YG_ESYNTAX, "a NUL in a text");
	*out = s;
	return true;
}

/* Read the value of key into the text member of that name; false when there is none. */
static bool read_text(struct reading *in, struct sv key, void *base,
		      const struct text_member *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (key.n == m[i].n && memcmp(key.p, m[i].key, key.n) == 0) {
			(void)read_string(in, (struct sv *)((char *)base + m[i].offset));
			return true;
		}
	return false;
}

#define READ_TEXT(in, key, base, table) \
	read_text((in), (key), (base), (table), YG_COUNT(table))

static void read_flag(struct reading *in, bool *out)
{
	(void)json_bool(&in->j, out);
}

/* A word of a table; *out is its index. */
static bool read_word(struct reading *in, const struct sv *words, size_t n, unsigned *out)
{
	struct sv s;

	if (!json_string(&in->j, &s))
		return false;
	for (unsigned i = 0; i < n; i++)
		if (sv_eq(s, words[i])) {
			*out = i;
			return true;
		}
	return fail(in, YG_ESYNTAX, "unknown word");
}

static void read_status(struct reading *in, enum record_status *out)
{
	unsigned word;

	if (read_word(in, status_words, YG_COUNT(status_words), &word))
		*out = (enum record_status)word;
}

static void *taken(struct reading *in, void *item, int code, const char *what)
{
	if (!item)
		(void)fail(in, code, what);
	return item;
}

/* One more item of an array of the record, NULL if it holds max of them already. */
#define NEXT_ITEM(in, items, count, max) \
	((count) >= (max) ? taken((in), NULL, YG_ELIMIT, "more than " #max) : \
	 taken((in), arena_push((in)->arena, (items), (count)), YG_ENOMEM, "out of memory"))

static void read_span(struct reading *in, struct record_affected *a)
{
	struct record_span *s = NEXT_ITEM(in, a->spans, a->span_count, LIMIT_EVENTS);
	struct sv key;

	if (!s)
		return;
	s->status = RECORD_AFFECTED;
	(void)json_enter_object(&in->j);
	while (going(in) && json_key(&in->j, &key)) {
		if (READ_TEXT(in, key, s, span_text))
			continue;
		if (sv_is(key, "is")) {
			if (read_string(in, &s->lo))
				s->hi = s->lo;
			s->hi_included = true;
		} else if (sv_is(key, "lo_excluded")) {
			read_flag(in, &s->lo_excluded);
		} else if (sv_is(key, "hi_included")) {
			read_flag(in, &s->hi_included);
		} else if (sv_is(key, "status")) {
			read_status(in, &s->status);
		} else {
			json_skip(&in->j);
		}
	}
	if (going(in) && (s->lo.n > LIMIT_VERSION || s->hi.n > LIMIT_VERSION))
		(void)fail(in, YG_ELIMIT, "a version longer than LIMIT_VERSION");
}

static void read_affected(struct reading *in, struct record *r)
{
	struct record_affected *a = NEXT_ITEM(in, r->affected, r->affected_count,
					      LIMIT_AFFECTED);
	struct sv key;

	if (!a)
		return;
	(void)json_enter_object(&in->j);
	while (going(in) && json_key(&in->j, &key)) {
		if (READ_TEXT(in, key, a, affected_text))
			continue;
		if (sv_is(key, "by_name")) {
			read_flag(in, &a->by_name);
		} else if (sv_is(key, "source_package")) {
			read_flag(in, &a->source_package);
		} else if (sv_is(key, "rest")) {
			read_status(in, &a->rest);
		} else if (sv_is(key, "spans")) {
			(void)json_enter_array(&in->j);
			while (going(in) && json_item(&in->j))
				read_span(in, a);
		} else {
			json_skip(&in->j);
		}
	}
	if (going(in) && (a->ecosystem.n == 0 || a->name.n == 0))
		(void)fail(in, YG_ESYNTAX, "an affected product without ecosystem or name");
	if (going(in) && (a->ecosystem.n > LIMIT_NAME || a->name.n > LIMIT_NAME))
		(void)fail(in, YG_ELIMIT, "a name longer than LIMIT_NAME");
}

static void read_link(struct reading *in, struct record *r)
{
	struct record_link *l = NEXT_ITEM(in, r->links, r->link_count, LIMIT_LINKS);
	struct sv key;
	unsigned word;

	if (!l)
		return;
	(void)json_enter_object(&in->j);
	while (going(in) && json_key(&in->j, &key)) {
		if (sv_is(key, "id"))
			(void)read_string(in, &l->id);
		else if (!sv_is(key, "relation"))
			json_skip(&in->j);
		else if (read_word(in, relation_words, YG_COUNT(relation_words), &word))
			l->relation = (enum record_relation)word;
	}
	if (going(in) && l->id.n == 0)
		(void)fail(in, YG_ESYNTAX, "a link without an id");
}

static void read_cvss(struct reading *in, struct record *r)
{
	struct record_cvss *c = NEXT_ITEM(in, r->cvss, r->cvss_count, LIMIT_METRICS);
	struct sv key, number;

	if (!c)
		return;
	c->score = -1;
	(void)json_enter_object(&in->j);
	while (going(in) && json_key(&in->j, &key)) {
		if (READ_TEXT(in, key, c, cvss_text))
			continue;
		if (!sv_is(key, "score"))
			json_skip(&in->j);
		else if (json_number(&in->j, &number) &&
			 (!sv_double(number, &c->score) || !(c->score >= 0 && c->score <= 10)))
			(void)fail(in, YG_ESYNTAX, "a score outside 0 to 10");
	}
}

static void read_reference(struct reading *in, struct record *r)
{
	struct record_reference *f = NEXT_ITEM(in, r->references, r->reference_count,
					       LIMIT_REFERENCES);
	struct sv key;

	if (!f)
		return;
	(void)json_enter_object(&in->j);
	while (going(in) && json_key(&in->j, &key))
		if (!READ_TEXT(in, key, f, reference_text))
			json_skip(&in->j);
}

static void read_ssvc(struct reading *in, struct record *r)
{
	struct sv key;

	(void)json_enter_object(&in->j);
	while (going(in) && json_key(&in->j, &key))
		if (!READ_TEXT(in, key, &r->ssvc, ssvc_text))
			json_skip(&in->j);
}

static void read_kev(struct reading *in, struct record *r)
{
	struct sv key;

	r->kev.listed = true;
	(void)json_enter_object(&in->j);
	while (going(in) && json_key(&in->j, &key)) {
		if (READ_TEXT(in, key, &r->kev, kev_text))
			continue;
		if (sv_is(key, "ransomware"))
			read_flag(in, &r->kev.ransomware);
		else
			json_skip(&in->j);
	}
}

/* Members that are arrays: the key, and what reads one item. */
static const struct {
	struct sv key;
	void (*item)(struct reading *in, struct record *r);
} arrays[] = {
	{SV_INIT("links"), read_link},
	{SV_INIT("affected"), read_affected},
	{SV_INIT("cvss"), read_cvss},
	{SV_INIT("references"), read_reference},
};

static bool read_array(struct reading *in, struct sv key, struct record *r)
{
	for (size_t i = 0; i < YG_COUNT(arrays); i++) {
		if (!sv_eq(key, arrays[i].key))
			continue;
		(void)json_enter_array(&in->j);
		while (going(in) && json_item(&in->j))
			arrays[i].item(in, r);
		return true;
	}
	return false;
}

int record_read(struct arena *a, char *text, size_t n, struct record *ret, struct yg_err *err)
{
	struct reading in = {.arena = a};
	struct record r = {0};
	struct sv key;

	json_init(&in.j, text, n);
	(void)json_enter_object(&in.j);
	while (going(&in) && json_key(&in.j, &key)) {
		if (READ_TEXT(&in, key, &r, record_text) || read_array(&in, key, &r))
			continue;
		if (sv_is(key, "rejected"))
			read_flag(&in, &r.rejected);
		else if (sv_is(key, "ssvc"))
			read_ssvc(&in, &r);
		else if (sv_is(key, "kev"))
			read_kev(&in, &r);
		else
			json_skip(&in.j);
	}
	if (in.code) {
		if (err)
			*err = in.err;
		return in.code;
	}
	if (json_end(&in.j, err) != 0)
		return in.j.code;
	if (r.id.n == 0 || r.source.n == 0)
		return yg_fail(err, YG_ESYNTAX, 0, "a record without id or source");
	if (r.id.n > LIMIT_NAME)
		return yg_fail(err, YG_ELIMIT, 0, "an id longer than LIMIT_NAME");
	*ret = r;
	return 0;
}
