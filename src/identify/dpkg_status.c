/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dpkg_status.c - /var/lib/dpkg/status, and /var/lib/dpkg/status.d/ of images without dpkg.
 *
 * Stanzas of "Field: value" with continuation lines, separated by blank lines (deb-control(5),
 * dpkg-query(1) for the words of Status:).  Field names ignore case.  When a field comes twice
 * the first one counts.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/package_flags.h"
#include "identify/reading.h"

struct stanza {
	struct sv package, version, architecture, source, status, maintainer, origin;
	const char *at;
	bool status_seen, filename_seen, any;
};

static void set_once(struct sv *field, struct sv value)
{
	if (field->p == NULL)
		*field = value;
}

static void take_field(struct stanza *s, struct sv key, struct sv value)
{
	switch (key.n) {
	case 6:
		if (sv_ieq(key, SV("Source")))
			set_once(&s->source, value);
		else if (sv_ieq(key, SV("Origin")))
			set_once(&s->origin, value);
		else if (sv_ieq(key, SV("Status"))) {
			set_once(&s->status, value);
			s->status_seen = true;
		}
		break;
	case 7:
		if (sv_ieq(key, SV("Package")))
			set_once(&s->package, value);
		else if (sv_ieq(key, SV("Version")))
			set_once(&s->version, value);
		break;
	case 8:
		if (sv_ieq(key, SV("Filename")))
			s->filename_seen = true;
		break;
	case 10:
		if (sv_ieq(key, SV("Maintainer")))
			set_once(&s->maintainer, value);
		break;
	case 12:
		if (sv_ieq(key, SV("Architecture")))
			set_once(&s->architecture, value);
		break;
	default:
		break;
	}
}

/* The stanza that *rest begins with; false at the end of the text. */
static bool next_stanza(struct sv *rest, struct stanza *s)
{
	struct sv line, key, value;

	*s = (struct stanza){0};
	while (sv_line(rest, &line)) {
		if (sv_trim(line).n == 0) {
			if (s->any)
				return true;
			continue;
		}
		if (!s->any) {
			s->any = true;
			s->at = line.p;
		}
		if (line.p[0] == ' ' || line.p[0] == '\t' || !sv_cut(line, ':', &key, &value))
			continue;
		take_field(s, key, sv_trim(value));
	}
	return s->any;
}

/* "install ok installed": what is wanted, whether it is sound, what is there. */
static bool is_installed(struct sv status)
{
	struct sv head, state;

	return sv_rcut(status, ' ', &head, &state) && sv_is(state, "installed");
}

/* "glibc (2.36-9)": the version stands there when it differs from the binary's. */
static void split_source(struct sv source, struct component *c)
{
	struct sv name, rest, version, end;

	if (!sv_cut(source, '(', &name, &rest) || !sv_cut(rest, ')', &version, &end)) {
		c->source_name = source;
		return;
	}
	c->source_name = sv_trim(name);
	c->source_version = sv_trim(version);
}

static void set_origin(const struct reading *r, const struct stanza *s, struct component *c)
{
	struct sv os = r->os.family;
	struct sv origin = package_third_party(os, c->type, c->version, s->maintainer);

	/* Derivatives write their own name here; Debian's own packages have no such field. */
	if (origin.n == 0 && s->origin.n > 0 && !sv_ieq(s->origin, os) &&
	    !sv_ieq(s->origin, SV("Debian")) && !sv_ieq(s->origin, SV("Ubuntu")))
		origin = s->origin;
	if (origin.n > 0) {
		c->origin = origin;
		c->flags |= COMPONENT_THIRD_PARTY;
	}
}

static int give_stanza(struct reading *r, const struct stanza *s)
{
	struct component c = {.type = SV("deb"), .name = s->package, .version = s->version,
			      .arch = s->architecture};
	size_t at = reading_at(r, s->at);

	if (s->status_seen && !is_installed(s->status))
		return 0;
	if (s->package.n == 0)
		return reading_skip(r, at, s->package, "no Package field");
	if (s->filename_seen && !s->status_seen)
		return reading_skip(r, at, s->package, "an archive's index entry, not an "
				    "installed package");
	if (s->version.n == 0)
		return reading_skip(r, at, s->package, "no Version field");
	if (s->source.n > 0)
		split_source(s->source, &c);
	set_origin(r, s, &c);
	return reading_give(r, at, &c);
}

int dpkg_status_read(struct inventory_file *file, const struct inventory_sink *sink,
		     struct yg_err *err)
{
	reading_auto r;
	struct stanza s;
	struct sv rest;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	rest = reading_view(&r);
	while (next_stanza(&rest, &s))
		if ((rc = give_stanza(&r, &s)) < 0)
			return rc;
	return 0;
}

static struct sv base_name(struct sv path)
{
	struct sv dir, base;

	if (sv_rcut(path, '/', &dir, &base))
		path = base;
	return sv_rcut(path, '!', &dir, &base) ? base : path;	/* archive!member */
}

/*
 * The same stanzas stand in files that list what could be installed, and in dpkg's backup of
 * yesterday's state: those are told apart by their names.
 */
static bool is_other_list(struct sv path)
{
	struct sv base = base_name(path);

	return sv_is(base, "available") || sv_is(base, "available-old") ||
	       sv_is(base, "status-old") || sv_is(base, "control") ||
	       sv_ends(base, SV("_Packages")) || sv_is(base, "Packages");
}

/* The first stanza that says enough decides; those before it are no packages. */
int dpkg_status_detect(struct sv path, struct sv head)
{
	struct stanza s;

	if (head.n == 0 || !ch_alpha(head.p[0]) || is_other_list(path))
		return 0;
	while (next_stanza(&head, &s)) {
		if (s.package.p == NULL || s.filename_seen)
			return s.status_seen && s.package.p ? 95 : 0;
		if (s.status_seen)
			return 95;
		if (s.version.n > 0)
			return sv_search(path, SV("status.d/")) < path.n ? 90 : 60;
	}
	return 0;
}
