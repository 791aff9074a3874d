/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dpkg_query.c - what dpkg-query(1) prints, where the status file itself cannot be had:
 *
 *	dpkg-query -W			name[:arch] TAB version
 *	dpkg-query -W -f '${Package}\t${Version}\t${Architecture}\t${source:Package}\t
 *		${source:Version}\t${db:Status-Abbrev}\n'	(one line; trailing columns may
 *		be absent)
 *	dpkg -l				"ii  name[:arch]  version  arch  description"
 *
 * Only with a status column can packages that left nothing but configuration be told apart.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/reading.h"

enum { COLUMNS = 6 };

/* Debian policy 5.6.7: lower-case letters, digits, '+', '-' and '.'; ":arch" may follow. */
static bool is_name(struct sv s, struct sv *name, struct sv *arch)
{
	(void)sv_cut(s, ':', name, arch);
	for (size_t i = 0; i < name->n; i++) {
		char c = name->p[i];
		if (!ch_lower(c) && !ch_digit(c) && (i == 0 || !strchr("+-.", c)))
			return false;
	}
	return name->n >= 2;
}

/* "ii ": the second letter is what is there. */
static bool is_installed(struct sv abbreviation)
{
	return abbreviation.n >= 2 && abbreviation.p[1] == 'i';
}

static bool is_abbreviation(struct sv s)
{
	return s.n >= 2 && s.p[0] != '\0' && strchr("uihrp", s.p[0]) && s.p[1] != '\0' &&
	       strchr("ncHUFWti", s.p[1]) && (s.n < 3 || s.p[2] == ' ' || s.p[2] == 'R');
}

static size_t split_tabs(struct sv line, struct sv column[COLUMNS])
{
	struct sv rest = line, field;
	size_t n = 0;

	while (n < COLUMNS && sv_next(&rest, '\t', &field))
		column[n++] = field;
	return rest.p == NULL ? n : 0;
}

static int give_tabs(struct reading *r, struct sv line)
{
	struct sv column[COLUMNS] = {{0}};
	struct component c = {.type = SV("deb")};
	size_t n = split_tabs(line, column), at = reading_at(r, line.p);

	if (n < 2 || !is_name(sv_trim(column[0]), &c.name, &c.arch))
		return reading_skip(r, at, sv_first(line, 80), "not a line of dpkg-query -W");
	if (n == COLUMNS && !is_installed(column[5]))
		return 0;
	c.version = sv_trim(column[1]);
	if (c.version.n == 0)		/* known to dpkg, but nothing is installed */
		return 0;
	if (column[2].n > 0)
		c.arch = sv_trim(column[2]);
	c.source_name = sv_trim(column[3]);
	c.source_version = sv_trim(column[4]);
	if (c.source_name.n == 0)
		c.flags |= COMPONENT_SOURCE_ASSUMED;
	return reading_give(r, at, &c);
}

static struct sv next_word(struct sv *rest)
{
	size_t i = 0, start;

	while (i < rest->n && rest->p[i] == ' ')
		i++;
	start = i;
	while (i < rest->n && rest->p[i] != ' ')
		i++;
	struct sv word = {rest->p + start, i - start};
	*rest = sv_from(*rest, i);
	return word;
}

static int give_listed(struct reading *r, struct sv line)
{
	struct component c = {.type = SV("deb"), .flags = COMPONENT_SOURCE_ASSUMED};
	struct sv rest = line, state = next_word(&rest), name, arch;
	size_t at = reading_at(r, line.p);

	if (!is_abbreviation(state))	/* the heading, and its rulers */
		return 0;
	if (!is_installed(state))
		return 0;
	name = next_word(&rest);
	c.version = next_word(&rest);
	if (!is_name(name, &c.name, &c.arch) || c.version.n == 0)
		return reading_skip(r, at, sv_first(line, 80), "not a line of dpkg -l");
	arch = next_word(&rest);
	if (arch.n > 0)
		c.arch = arch;
	return reading_give(r, at, &c);
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
	while (sv_line(&rest, &line))
		if (sv_trim(line).n > 0 && (rc = give(&r, line)) < 0)
			return rc;
	return 0;
}

int dpkg_query_read(struct inventory_file *file, const struct inventory_sink *sink,
		    struct yg_err *err)
{
	return read_lines(file, sink, err, give_tabs);
}

int dpkg_list_read(struct inventory_file *file, const struct inventory_sink *sink,
		   struct yg_err *err)
{
	return read_lines(file, sink, err, give_listed);
}

static bool has_digit(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (ch_digit(s.p[i]))
			return true;
	return false;
}

/* Every whole line a name and a version; sure only with the status column. */
int dpkg_query_detect(struct sv path, struct sv head)
{
	struct sv line, name, arch;
	bool status = true;
	int lines = 0;

	(void)path;
	while (sv_line(&head, &line)) {
		struct sv column[COLUMNS] = {{0}};
		size_t n;
		if (sv_trim(line).n == 0 || (head.n == 0 && lines > 0))
			continue;
		n = split_tabs(line, column);
		if (n < 2 || !is_name(sv_trim(column[0]), &name, &arch) ||
		    (column[1].n > 0 && !has_digit(column[1])))
			return 0;
		status &= n == COLUMNS && is_abbreviation(column[5]);
		lines++;
	}
	return lines == 0 ? 0 : status ? 90 : 40;
}

int dpkg_list_detect(struct sv path, struct sv head)
{
	struct sv line, name, arch;

	(void)path;
	if (sv_starts(head, SV("Desired=Unknown/")) || sv_search(head, SV("\n+++-==")) < head.n)
		return 95;
	if (!sv_line(&head, &line) || !sv_starts(line, SV("ii  ")))
		return 0;
	(void)next_word(&line);
	return is_name(next_word(&line), &name, &arch) && has_digit(next_word(&line)) ? 80 : 0;
}
