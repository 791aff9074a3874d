/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spdx_tag.c - SPDX 2.2 and 2.3 as tag-value text (spec clause 6.1 and following): lines of
 * "Tag: value", where <text>...</text> may span lines.  A package begins with PackageName: and
 * ends where the next package, a file or a snippet begins.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/reading.h"
#include "identify/spdx.h"

struct tags {
	struct reading r;
	struct sv rest;
	struct spdx_package package;
	const char *package_at;		/* NULL between packages */
};

/* The next tag; a value in <text> runs to </text> or, unclosed, to the end. */
static bool next_tag(struct tags *t, struct sv *tag, struct sv *value)
{
	const struct sv open = SV("<text>"), close = SV("</text>");
	struct sv line, whole;
	size_t end;

	while (sv_line(&t->rest, &line)) {
		if (line.n == 0 || line.p[0] == '#' || !sv_cut(line, ':', tag, value))
			continue;
		*value = sv_trim(*value);
		if (!sv_starts(*value, open))
			return true;
		whole = (struct sv){value->p, reading_view(&t->r).n -
				    (size_t)(value->p - t->r.text)};
		whole = sv_from(whole, open.n);
		end = sv_search(whole, close);
		*value = sv_trim(sv_first(whole, end));
		whole = sv_from(whole, end);
		end = sv_find(whole, '\n');
		t->rest = sv_from(whole, end + 1);
		return true;
	}
	return false;
}

static int end_package(struct tags *t)
{
	const char *at = t->package_at;

	t->package_at = NULL;
	return at ? spdx_give(&t->r, reading_at(&t->r, at), &t->package) : 0;
}

/* "PACKAGE-MANAGER purl pkg:deb/..." */
static void read_reference(struct spdx_package *p, struct sv value)
{
	struct sv category, rest, type, locator;

	if (sv_cut(value, ' ', &category, &rest) && sv_cut(sv_trim(rest), ' ', &type, &locator))
		spdx_reference(p, type, sv_trim(locator));
}

static int take_tag(struct tags *t, struct sv tag, struct sv value)
{
	struct spdx_package *p = &t->package;
	int rc;

	if (sv_is(tag, "PackageName")) {
		if ((rc = end_package(t)) < 0)
			return rc;
		spdx_clear(p);
		p->name = value;
		t->package_at = tag.p;
	} else if (sv_is(tag, "FileName") || sv_is(tag, "SnippetSPDXID")) {
		return end_package(t);
	} else if (!t->package_at) {
		return 0;
	} else if (sv_is(tag, "PackageVersion")) {
		p->version = value;
	} else if (sv_is(tag, "SPDXID")) {
		p->id = value;
	} else if (sv_is(tag, "PackageSourceInfo")) {
		p->source_info = value;
	} else if (sv_is(tag, "PrimaryPackagePurpose")) {
		p->purpose = value;
	} else if (sv_is(tag, "ExternalRef")) {
		read_reference(p, value);
	}
	return 0;
}

int spdx_tag_read(struct inventory_file *file, const struct inventory_sink *sink,
		  struct yg_err *err)
{
	struct tags t = {0};
	struct sv tag, value;
	bool version = false;
	int rc = reading_start(&t.r, file, sink, err);

	t.rest = reading_view(&t.r);
	while (rc == 0 && next_tag(&t, &tag, &value)) {
		if (sv_is(tag, "SPDXVersion")) {
			version = true;
			if (!sv_starts(value, SV("SPDX-2.")))
				rc = reading_fail(&t.r, YG_EUNSUPPORTED,
						  reading_at(&t.r, tag.p),
						  "only SPDX 2.x is known here");
		} else {
			rc = take_tag(&t, tag, value);
		}
	}
	if (rc == 0)
		rc = end_package(&t);
	if (rc == 0 && !version)
		rc = reading_fail(&t.r, YG_ESYNTAX, 0, "no SPDXVersion: line");
	reading_stop(&t.r);
	return rc;
}

int spdx_tag_detect(struct sv path, struct sv head)
{
	(void)path;
	if (sv_starts(head, SV("SPDXVersion:")) ||
	    sv_search(head, SV("\nSPDXVersion:")) < head.n)
		return 95;
	return 0;
}
