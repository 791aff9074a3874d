/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpm_query.c - what rpm -qa prints:
 *
 *	rpm -qa --qf '%{NAME}\t%{EPOCH}:%{VERSION}-%{RELEASE}\t%{ARCH}\t%{SOURCERPM}\t
 *		%{MODULARITYLABEL}\n'	(one line; the last column may be absent)
 *	rpm -qa				name-version-release.arch, one a line
 *
 * rpm writes "(none)" for a tag that a package lacks.  The plain form has no epoch, no source
 * and no module label; that is said in the component's flags as far as they can say it.
 * gpg-pubkey entries are keys, not software, and are dropped.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/package_flags.h"
#include "identify/reading.h"
#include "identify/rpm_names.h"

static struct sv unless_none(struct sv s)
{
	s = sv_trim(s);
	return sv_is(s, "(none)") ? (struct sv){NULL, 0} : s;
}

/* "(none):1.2-3" and "0:1.2-3" are "1.2-3". */
static struct sv evr_of(struct sv column)
{
	struct sv epoch, rest;

	column = sv_trim(column);
	if (sv_cut(column, ':', &epoch, &rest) && (sv_is(epoch, "(none)") || sv_is(epoch, "0")))
		return rest;
	return column;
}

/* Whether a line has the columns of the query format. */
static bool split_columns(struct sv line, struct sv column[5], size_t *count)
{
	struct sv rest = line, field;
	size_t n = 0;

	while (n < 5 && sv_next(&rest, '\t', &field))
		column[n++] = field;
	if (rest.p != NULL || n < 4 || column[0].n == 0 || column[1].n == 0 ||
	    sv_find(column[1], '-') == column[1].n)
		return false;
	*count = n;
	return true;
}

static int give_columns(struct reading *r, struct sv line)
{
	struct sv column[5] = {{0}}, source;
	struct component c = {.type = SV("rpm")};
	size_t n = 0;

	if (!split_columns(line, column, &n))
		return reading_skip(r, reading_at(r, line.p), sv_first(line, 80),
				    "not a line of rpm -qa --qf with four or five columns");
	c.name = sv_trim(column[0]);
	c.version = evr_of(column[1]);
	c.arch = unless_none(column[2]);
	source = unless_none(column[3]);
	if (!rpm_source_split(source, &c.source_name, &c.source_version))
		c.flags |= COMPONENT_SOURCE_ASSUMED;
	if (n == 5) {
		c.module = unless_none(column[4]);
		c.flags |= COMPONENT_MODULE_KNOWN;
	}
	c.origin = package_third_party(r->os.family, c.type, c.version, (struct sv){0});
	if (c.origin.n > 0)
		c.flags |= COMPONENT_THIRD_PARTY;
	return reading_give(r, reading_at(r, line.p), &c);
}

static int give_plain(struct reading *r, struct sv line)
{
	struct component c = {.type = SV("rpm"), .flags = COMPONENT_SOURCE_ASSUMED};

	if (!rpm_package_split(sv_trim(line), &c.name, &c.version, &c.arch))
		return reading_skip(r, reading_at(r, line.p), sv_first(line, 80),
				    "not name-version-release.arch");
	c.origin = package_third_party(r->os.family, c.type, c.version, (struct sv){0});
	if (c.origin.n > 0)
		c.flags |= COMPONENT_THIRD_PARTY;
	return reading_give(r, reading_at(r, line.p), &c);
}

static int read_lines(struct inventory_file *file, const struct inventory_sink *sink,
		      struct yg_err *err, int (*give)(struct reading *r, struct sv line))
{
	reading_auto r;
	struct sv rest, line;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	rest = reading_view(&r);
	while (sv_line(&rest, &line)) {
		if (sv_trim(line).n == 0 || sv_starts(line, SV("gpg-pubkey")))
			continue;
		if ((rc = give(&r, line)) < 0)
			return rc;
	}
	return 0;
}

int rpm_query_read(struct inventory_file *file, const struct inventory_sink *sink,
		   struct yg_err *err)
{
	return read_lines(file, sink, err, give_columns);
}

int rpm_plain_read(struct inventory_file *file, const struct inventory_sink *sink,
		   struct yg_err *err)
{
	return read_lines(file, sink, err, give_plain);
}

/* How many of the whole lines of head fit, in percent; -1 when there is none to judge. */
static int fitting(struct sv head, bool (*fits)(struct sv line))
{
	struct sv line;
	int good = 0, all = 0;

	while (sv_line(&head, &line)) {
		if (sv_trim(line).n == 0 || sv_starts(line, SV("gpg-pubkey")) ||
		    (head.n == 0 && all > 0))	/* the last line may be cut off */
			continue;
		all++;
		good += fits(line);
	}
	return all ? good * 100 / all : -1;
}

static bool is_query_line(struct sv line)
{
	struct sv column[5];
	size_t n;

	return split_columns(line, column, &n) && sv_find(column[1], ':') < column[1].n &&
	       (sv_is(column[3], "(none)") || sv_ends(column[3], SV(".rpm")));
}

static bool is_plain_line(struct sv line)
{
	struct sv name, version, arch;

	line = sv_trim(line);
	return sv_find(line, ' ') == line.n && sv_find(line, '\t') == line.n &&
	       rpm_package_split(line, &name, &version, &arch);
}

int rpm_query_detect(struct sv path, struct sv head)
{
	(void)path;
	return fitting(head, is_query_line) >= 80 ? 95 : 0;
}

int rpm_plain_detect(struct sv path, struct sv head)
{
	(void)path;
	return fitting(head, is_plain_line) >= 80 ? 70 : 0;
}
