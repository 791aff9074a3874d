/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kev.c - CISA's catalogue of known exploited vulnerabilities, JSON and CSV with the same
 * columns (kev-schema.json; forensicTriage since 2026-09).
 *
 * The whole catalogue is gathered before the first record is handed over: its own date may
 * stand behind the list, and in the CSV form it is only known as the latest day of an entry.
 * `count` is not checked: excerpts keep the number of the whole.
 */
#include "base/csv.h"
#include "understand/feeds/readers.h"
#include "understand/feeds/reading.h"

enum { KEV_FIELDS = 32 };

struct entry {
	struct sv id, name, description, action, added, due, ransomware, forensic, notes, cwe;
	size_t at;
};

/* Columns that are taken, by their name in both forms. */
static const struct {
	const char *name;
	size_t n, offset;
} columns[] = {
#define COLUMN(name, member) {name, sizeof name - 1, offsetof(struct entry, member)}
	COLUMN("cveID", id), COLUMN("vulnerabilityName", name),
	COLUMN("shortDescription", description), COLUMN("requiredAction", action),
	COLUMN("dateAdded", added), COLUMN("dueDate", due),
	COLUMN("knownRansomwareCampaignUse", ransomware), COLUMN("forensicTriage", forensic),
	COLUMN("notes", notes),
#undef COLUMN
};

static struct sv *column(struct entry *e, struct sv name)
{
	for (size_t i = 0; i < YG_COUNT(columns); i++)
		if (name.n == columns[i].n && memcmp(name.p, columns[i].name, name.n) == 0)
			return (struct sv *)((char *)e + columns[i].offset);
	return NULL;
}

int feed_kev_detect(struct sv path, struct sv head)
{
	(void)path;
	if (sv_starts(head, SV("\xef\xbb\xbf")))
		head = sv_from(head, 3);
	if (sv_starts(head, SV("cveID,vendorProject,")))
		return 95;
	if (!feed_head_is(head, '{') || !feed_head_has(head, SV("catalogVersion"), '"'))
		return 0;
	return feed_head_has(head, SV("cveID"), '"') ? 95 : 80;
}

struct catalogue {
	struct reading in;
	struct entry *entries;
	size_t count;
	struct feed_about about;
};

/* Keep a good entry, report a bad one. */
static void take(struct catalogue *k, const struct entry *e)
{
	struct reading *in = &k->in;
	struct entry *slot;

	if (!feed_is_cve(e->id))
		(void)reading_bad(in, "cveID is not a CVE id");
	else if (!feed_is_date(e->added))
		(void)reading_bad(in, "dateAdded is not a date");
	else if (e->due.n && !feed_is_date(e->due))
		(void)reading_bad(in, "dueDate is not a date");
	if (in->bad) {
		struct record r = {.id = e->id};
		reading_finish(in, &r, e->at);
		return;
	}
	if (k->count >= LIMIT_COMPONENTS) {
		in->code = YG_ELIMIT;
		return;
	}
	slot = arena_push(in->arena, k->entries, k->count);
	if (!slot)
		(void)reading_no_memory(in);
	else
		*slot = *e;
}

static void read_cwes(struct reading *in, struct sv *out)
{
	struct sv s;

	if (!reading_array(in, "cwes is not an array"))
		return;
	while (reading_item(in))
		if (reading_string(in, &s, "cwes[] is not a string"))
			reading_add_word(in, out, SV(" "), feed_cwe(s));
}

static void read_entry(struct catalogue *k)
{
	struct reading *in = &k->in;
	struct entry e = {.at = (size_t)(in->j.p - in->j.begin)};
	struct sv key, *to;

	if (!reading_object(in, "vulnerabilities[] is not an object")) {
		(void)reading_bad(in, "vulnerabilities[] is null");
		take(k, &e);
		return;
	}
	while (reading_key(in, &key)) {
		if (sv_is(key, "cwes"))
			read_cwes(in, &e.cwe);
		else if (!(to = column(&e, key)))
			json_skip(&in->j);
		else if (to == &e.id)
			(void)reading_string(in, to, "cveID is not a string");
		else
			(void)reading_text(in, to, "a member of an entry is not a string");
	}
	if (reading_going(in))
		take(k, &e);
}

static int read_json(struct catalogue *k, struct feed_document *doc, struct yg_err *err)
{
	struct reading *in = &k->in;
	struct sv key, date = {0};
	bool list = false;

	json_init(&in->j, doc->text, doc->n);
	(void)json_enter_object(&in->j);
	while (reading_key(in, &key)) {
		if (sv_is(key, "catalogVersion")) {
			(void)json_opt_string(&in->j, &k->about.version);
		} else if (sv_is(key, "dateReleased")) {
			(void)json_opt_string(&in->j, &date);
		} else if (sv_is(key, "vulnerabilities") && json_opt_array(&in->j)) {
			list = true;
			while (reading_item(in))
				read_entry(k);
		} else if (!sv_is(key, "vulnerabilities")) {
			json_skip(&in->j);
		}
	}
	k->about.date = feed_time(in, date);
	if (reading_end(in, err) != 0)
		return in->j.code ? in->j.code : in->code;
	return list ? 0 : yg_fail(err, YG_ESYNTAX, 0, "no vulnerabilities in the catalogue");
}

static void read_csv_cwes(struct reading *in, struct sv rest, struct sv *out)
{
	struct sv word;

	while (sv_next(&rest, ',', &word))
		reading_add_word(in, out, SV(" "), feed_cwe(sv_trim(word)));
}

static struct sv plain_field(struct reading *in, struct sv s)
{
	if (s.n > 0 && memchr(s.p, '\0', s.n))
		(void)reading_bad(in, "a NUL in a field");
	return sv_trim(s);
}

static bool has_name(const struct sv *names, size_t count, struct sv name)
{
	for (size_t i = 0; i < count; i++)
		if (sv_eq(names[i], name))
			return true;
	return false;
}

static int read_csv(struct catalogue *k, struct feed_document *doc, struct yg_err *err)
{
	struct reading *in = &k->in;
	struct sv names[KEV_FIELDS], fields[KEV_FIELDS], latest = {0}, *to;
	size_t name_count, count;
	struct csv c;

	csv_init(&c, doc->text, doc->n);
	if (!csv_row(&c, names, KEV_FIELDS, &name_count))
		return yg_fail(err, YG_ESYNTAX, 0, "no header line");
	if (name_count > KEV_FIELDS)
		name_count = KEV_FIELDS;
	if (!has_name(names, name_count, SV("cveID")) ||
	    !has_name(names, name_count, SV("dateAdded")))
		return yg_fail(err, YG_ESYNTAX, 0, "no header line with cveID and dateAdded");
	while (in->code == 0 && csv_row(&c, fields, KEV_FIELDS, &count)) {
		struct entry e = {.at = c.at};
		if (count < name_count)
			(void)reading_bad(in, "a row with too few fields");
		for (size_t i = 0; i < count && i < name_count; i++)
			if (sv_is(names[i], "cwes"))
				read_csv_cwes(in, fields[i], &e.cwe);
			else if ((to = column(&e, names[i])))
				*to = plain_field(in, fields[i]);
		take(k, &e);
		if (feed_is_date(e.added) && sv_cmp(e.added, latest) > 0)
			latest = e.added;
	}
	k->about.date = feed_time(in, latest);
	if (in->code)
		return yg_fail(err, in->code, c.at, "the catalogue was not taken");
	return csv_err(&c, err);
}

/* notes: web addresses and sentences, separated by " ; ". */
static void add_references(struct reading *in, struct record *r, struct sv notes)
{
	struct sv part;

	while (sv_next(&notes, ';', &part)) {
		struct record_reference *f;
		part = sv_trim(part);
		if ((!sv_starts(part, SV("https://")) && !sv_starts(part, SV("http://"))) ||
		    sv_find(part, ' ') < part.n || r->reference_count >= LIMIT_REFERENCES)
			continue;
		f = arena_push(in->arena, r->references, r->reference_count);
		if (!f) {
			(void)reading_no_memory(in);
			return;
		}
		*f = (struct record_reference){.url = part, .kind = SV("kev")};
	}
}

static void emit(struct catalogue *k, const struct entry *e)
{
	struct reading *in = &k->in;
	struct record r = {
		.id = e->id, .source = SV("kev"), .publisher = SV("CISA"),
		.title_en = e->name, .description_en = e->description, .cwe = e->cwe,
		.kev = {.listed = true, .source = SV("cisa"), .date_added = e->added,
			.due_date = e->due, .action = e->action,
			.ransomware = sv_ieq(e->ransomware, SV("Known"))},
	};

	if (sv_ieq(e->forensic, SV("yes")))
		r.kev.forensic_triage = SV("yes");
	else if (sv_ieq(e->forensic, SV("no")))
		r.kev.forensic_triage = SV("no");
	add_references(in, &r, e->notes);
	if (in->code == 0)
		in->code = in->sink->record(in->sink->ctx, &r);
}

int feed_kev_read(struct feed_document *doc, const struct feed_sink *sink, struct yg_err *err)
{
	struct catalogue k = {
		.in = {.arena = doc->arena, .sink = sink},
		.about = {.feed = SV("kev")},
	};
	struct sv text = {doc->text, doc->n};
	int code = feed_head_is(text, '{') ? read_json(&k, doc, err) : read_csv(&k, doc, err);

	if (code)
		return code;
	if (k.about.date.n || k.about.version.n) {
		code = sink->about(sink->ctx, &k.about);
		if (code)
			return yg_fail(err, code, 0, "stopped by the receiver");
	}
	for (size_t i = 0; i < k.count && k.in.code == 0; i++)
		emit(&k, &k.entries[i]);
	if (k.in.code)
		return yg_fail(err, k.in.code, 0, k.in.code == YG_ENOMEM ? "out of memory" :
			       "stopped by the receiver");
	return 0;
}
