/* SPDX-License-Identifier: Apache-2.0 */
/*
 * debian_tracker.c - security-tracker.debian.org/tracker/data/json:
 *
 *	{source package: {CVE or TEMP id: {description, scope, debianbug,
 *	 releases: {codename: {status, fixed_version, urgency, nodsa, nodsa_reason,
 *	 repositories: {suite: version}}}}}}
 *
 * One record per source package and id, with all releases in it, so that nothing is held
 * while some 60 MB stream past.  What the tracker means:
 *
 *	resolved, fixed_version "0"	no version of this release was ever affected
 *	resolved, fixed_version v	affected below v
 *	open				every version is affected; nodsa says why none is fixed
 *	undetermined			nobody has looked yet: unknown
 *
 * A release whose status is another word is unknown, which loses nothing of the others.
 */
#include "component/identity/ecosystem.h"
#include "component/identity/os.h"
#include "understand/feeds/readers.h"
#include "understand/feeds/reading.h"

int feed_debian_tracker_detect(struct sv path, struct sv head)
{
	if (!feed_head_is(head, '{') || !feed_head_has(head, SV("releases"), '{'))
		return 0;
	if (feed_head_has(head, SV("repositories"), '{') &&
	    feed_head_has(head, SV("status"), '"'))
		return 90;
	return sv_search(path, SV("tracker")) < path.n ? 60 : 0;
}

struct release {		/* as the tracker writes it */
	struct sv codename, status, fixed, urgency, nodsa, nodsa_reason, repositories;
	bool has_nodsa;
};

/* {"bookworm": "1.2-3", "bookworm-security": "1.2-4"} as "bookworm 1.2-3, ...". */
static void read_repositories(struct reading *in, struct sv *out)
{
	struct sv suite, version, one;

	if (!reading_object(in, "repositories is not an object"))
		return;
	while (reading_key(in, &suite)) {
		if (!reading_string(in, &version, "repositories: not a version"))
			continue;
		one = reading_join(in, suite, SV(" "), version);
		reading_add_word(in, out, SV(", "), one);
	}
}

static void read_release(struct reading *in, struct release *r)
{
	static const char why[] = "a member of a release is not a string";
	struct sv key;

	if (!reading_object(in, "a release is not an object"))
		return;
	while (reading_key(in, &key)) {
		if (sv_is(key, "status"))
			(void)reading_string(in, &r->status, why);
		else if (sv_is(key, "fixed_version"))
			(void)reading_string(in, &r->fixed, why);
		else if (sv_is(key, "urgency"))
			(void)reading_string(in, &r->urgency, why);
		else if (sv_is(key, "nodsa"))
			r->has_nodsa = reading_text(in, &r->nodsa, why);
		else if (sv_is(key, "nodsa_reason"))
			(void)reading_string(in, &r->nodsa_reason, why);
		else if (sv_is(key, "repositories"))
			read_repositories(in, &r->repositories);
		else
			json_skip(&in->j);
	}
}

/* "bookworm" as "Debian:12"; a codename that is not known yet stays what it is. */
static bool release_key(struct reading *in, struct sv codename, struct sv *out)
{
	static const struct sv debian = SV_INIT("debian");
	struct sv release = os_codename_release(debian, codename);
	int code;

	if (release.n == 0)
		release = codename;
	code = ecosystem_of_os(in->arena, debian, release, out);
	if (code == YG_ENOMEM)
		return reading_no_memory(in);
	if (code)
		*out = reading_join(in, SV("Debian:"), release, (struct sv){0});
	return in->code == 0;
}

/* The vendor's word on why there is no fix. */
static struct sv fix_state(const struct release *r)
{
	if (sv_is(r->urgency, "end-of-life"))
		return r->urgency;
	if (r->nodsa_reason.n)
		return r->nodsa_reason;		/* ignored, postponed */
	if (r->has_nodsa)
		return SV("no-dsa");
	return sv_is(r->status, "open") ? r->status : (struct sv){0};
}

/* The versions that are affected; *ret is untouched when none ever was. */
static bool release_span(struct reading *in, const struct release *r, struct record_span *ret)
{
	struct record_span s = {.status = RECORD_AFFECTED};

	if (sv_is(r->status, "resolved")) {
		if (sv_is(r->fixed, "0"))
			return false;
		s.hi = r->fixed;
		if (r->fixed.n == 0)
			s.why = SV("resolved without a fixed version");
	} else if (sv_is(r->status, "undetermined")) {
		s.why = SV("Debian has not determined whether it is affected");
	} else if (!sv_is(r->status, "open")) {
		s.why = reading_join(in, SV("status: "), sv_first(r->status, 64),
				     (struct sv){0});
	}
	if (s.why.n)
		s.status = RECORD_UNKNOWN;
	*ret = s;
	return true;
}

static void add_release(struct reading *in, struct record *out, struct sv package,
			const struct release *r)
{
	struct record_affected *a;
	struct record_span span;

	if (r->fixed.n > LIMIT_VERSION)
		(void)reading_bad(in, "a version longer than LIMIT_VERSION");
	if (out->affected_count >= LIMIT_AFFECTED)
		(void)reading_bad(in, "more than LIMIT_AFFECTED releases");
	if (in->bad || !reading_going(in))
		return;
	a = arena_push(in->arena, out->affected, out->affected_count);
	if (!a) {
		(void)reading_no_memory(in);
		return;
	}
	*a = (struct record_affected){
		.name = package, .scheme = SV("deb"), .source_package = true,
		.urgency = r->urgency, .fix_state = fix_state(r), .fix_note = r->nodsa,
		.repositories = r->repositories,
	};
	if (!release_key(in, r->codename, &a->ecosystem) || !release_span(in, r, &span))
		return;
	a->spans = arena_new(in->arena, struct record_span, 1);
	if (!a->spans) {
		(void)reading_no_memory(in);
		return;
	}
	a->spans[a->span_count++] = span;
}

static void read_releases(struct reading *in, struct record *out, struct sv package)
{
	struct sv codename;

	if (!reading_object(in, "releases is not an object"))
		return;
	while (reading_key(in, &codename)) {
		struct release r = {.codename = codename};
		if (codename.n == 0 || codename.n > LIMIT_VERSION)
			(void)reading_bad(in, "a release without a name, or with a long one");
		read_release(in, &r);
		add_release(in, out, package, &r);
	}
}

static void add_bug(struct reading *in, struct record *out)
{
	struct record_reference *f;
	struct sv number;

	if (!json_opt_number(&in->j, &number) || out->reference_count > 0)
		return;
	f = arena_push(in->arena, out->references, out->reference_count);
	if (!f) {
		(void)reading_no_memory(in);
		return;
	}
	f->url = reading_join(in, SV("https://bugs.debian.org/"), number, (struct sv){0});
	f->kind = SV("debianbug");
}

static void read_issue(struct reading *in, struct sv package, struct sv id)
{
	size_t at = (size_t)(in->j.p - in->j.begin);
	struct record r = {.id = id, .source = SV("debian-tracker"), .publisher = SV("Debian")};
	struct sv key;

	if (id.n == 0 || id.n > LIMIT_NAME)
		(void)reading_bad(in, "an issue without an id, or with a long one");
	if (package.n == 0 || package.n > LIMIT_NAME)
		(void)reading_bad(in, "a source package without a name, or with a long one");
	if (memchr(id.p, '\0', id.n) || memchr(package.p, '\0', package.n))
		(void)reading_bad(in, "a NUL in a string");
	if (!reading_object(in, "an issue is not an object"))
		(void)reading_bad(in, "an issue is null");
	else
		while (reading_key(in, &key)) {
			if (sv_is(key, "description"))
				(void)reading_text(in, &r.description_en,
						   "description is not a string");
			else if (sv_is(key, "scope"))
				(void)reading_string(in, &r.tags, "scope is not a string");
			else if (sv_is(key, "debianbug"))
				add_bug(in, &r);
			else if (sv_is(key, "releases"))
				read_releases(in, &r, package);
			else
				json_skip(&in->j);
		}
	reading_finish(in, &r, at);
	arena_reset(in->arena);
}

int feed_debian_tracker_read(struct feed_document *doc, const struct feed_sink *sink,
			     struct yg_err *err)
{
	struct reading in = {.arena = doc->arena, .sink = sink};
	struct sv package, id;

	json_init(&in.j, doc->text, doc->n);
	(void)json_enter_object(&in.j);
	while (reading_key(&in, &package)) {
		if (!reading_object(&in, "a source package is not an object")) {
			struct record r = {.id = package};
			if (!in.bad)
				(void)reading_bad(&in, "a source package is null");
			reading_finish(&in, &r, (size_t)(in.j.p - in.j.begin));
			continue;
		}
		while (reading_key(&in, &id))
			read_issue(&in, package, id);
	}
	return reading_end(&in, err);
}
