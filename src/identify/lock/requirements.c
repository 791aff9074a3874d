/* SPDX-License-Identifier: Apache-2.0 */
/*
 * requirements.c - requirements.txt of pip, and what "pip freeze" prints (pip documentation,
 * "Requirements File Format"; PEP 508 for one requirement).
 *
 * Only name==version says what is installed.  A range, a bare name, an URL and an included file
 * are left out by name.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"

enum { LINE_JOINS_MAX = 1000 };

static bool is_name_char(char c)
{
	return ch_alnum((unsigned char)c) || c == '-' || c == '_' || c == '.';
}

static struct sv take_name(struct sv *rest)
{
	size_t n = 0;

	while (n < rest->n && is_name_char(rest->p[n]))
		n++;
	struct sv name = sv_first(*rest, n);
	*rest = sv_trim(sv_from(*rest, n));
	return name;
}

/* PEP 440 versions start with a digit or "v"; "1.*" is a range. */
static bool is_version(struct sv s)
{
	if (s.n == 0 || !(ch_digit(s.p[0]) || ((s.p[0] | 0x20) == 'v' && s.n > 1 &&
					       ch_digit(s.p[1]))))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!ch_alnum((unsigned char)s.p[i]) && !strchr(".-_+!", s.p[i]))
			return false;
	return true;
}

/* The version that "==1.0" or "===1.0" among comma-separated clauses pins; empty: none. */
static struct sv pinned(struct sv clauses)
{
	struct sv clause;

	while (sv_next(&clauses, ',', &clause)) {
		clause = sv_trim(clause);
		if (!sv_starts(clause, SV("==")))
			continue;
		clause = sv_from(clause, sv_starts(clause, SV("===")) ? 3 : 2);
		clause = sv_trim(clause);
		clause = sv_first(clause, sv_find(clause, ' '));	/* --hash=... */
		clause = sv_first(clause, sv_find(clause, '\t'));
		if (is_version(clause))
			return clause;
	}
	return (struct sv){NULL, 0};
}

/* What may stand after a name: extras, clauses (perhaps in brackets), a marker, a comment. */
static int give_requirement(struct reading *r, struct sv line, unsigned flags)
{
	struct lock_package p = {.type = SV("pypi"), .flags = flags, .at = line.p};
	struct sv rest = line, drop;

	p.name = take_name(&rest);
	if (p.name.n == 0)
		return lock_skip(r, line.p, line, "not a requirement");
	if (sv_starts(rest, SV("["))) {
		if (!sv_cut(rest, ']', &drop, &rest))
			return lock_skip(r, line.p, p.name, "not a requirement");
		rest = sv_trim(rest);
	}
	rest = sv_first(rest, sv_find(rest, '#'));
	rest = sv_trim(sv_first(rest, sv_find(rest, ';')));
	if (sv_starts(rest, SV("(")) && sv_ends(rest, SV(")")))
		rest = (struct sv){rest.p + 1, rest.n - 2};
	if (sv_starts(rest, SV("@")))
		return lock_skip(r, line.p, p.name, "an URL, not a version");
	if (rest.n == 0 || sv_starts(rest, SV("--")))
		return lock_skip(r, line.p, p.name, "no version is pinned");
	if (!strchr("=<>!~", rest.p[0]))
		return lock_skip(r, line.p, line, "not a requirement");
	p.version = pinned(rest);
	if (p.version.n == 0)
		return lock_skip(r, line.p, p.name, "a range of versions, not a version");
	return lock_give(r, &p);
}

/* -r, -c, -e and their long forms; the other options name no package. */
static int read_option(struct reading *r, struct sv line)
{
	struct sv word = sv_first(line, sv_find(line, ' '));

	word = sv_first(word, sv_find(word, '='));
	if (sv_is(word, "-e") || sv_is(word, "--editable"))
		return lock_skip(r, line.p, line, "an editable checkout, not a version");
	if (sv_is(word, "--requirement") || sv_starts(word, SV("-r")))
		return lock_skip(r, line.p, line, "another file is included; read it too");
	return 0;
}

static bool is_place(struct sv line)
{
	return sv_search(line, SV("://")) < sv_find(line, '@') || line.p[0] == '.' ||
	       line.p[0] == '/';
}

static int read_line(struct reading *r, struct sv line, unsigned flags)
{
	if (line.n == 0 || line.p[0] == '#')
		return 0;
	if (line.p[0] == '-')
		return read_option(r, line);
	if (is_place(line))
		return lock_skip(r, line.p, line, "an URL or path, not a version");
	return give_requirement(r, line, flags);
}

/* A line with the lines that follow a backslash, joined in place: the breaks become blanks. */
static bool next_line(struct reading *r, struct sv *rest, struct sv *out)
{
	struct sv line, more;

	if (!sv_line(rest, &line))
		return false;
	for (int i = 0; i < LINE_JOINS_MAX && sv_ends(line, SV("\\")) &&
			sv_trim(line).p[0] != '#'; i++) {
		char *p = r->file->text + reading_at(r, line.p);
		if (!sv_line(rest, &more)) {
			p[line.n - 1] = ' ';
			break;
		}
		memset(p + line.n - 1, ' ', (size_t)(more.p - line.p) - line.n + 1);
		line.n = (size_t)(more.p + more.n - line.p);
	}
	*out = sv_trim(line);
	return true;
}

/* requirements-dev.txt, test-requirements.txt: the file's name says what it is for. */
static bool is_for_development(struct sv path)
{
	struct sv base = lock_base_name(path), part;

	for (size_t i = 0; i <= base.n; i++) {
		if (i < base.n && ch_alnum((unsigned char)base.p[i]))
			continue;
		part = sv_first(base, i);
		for (size_t k = i; k > 0 && ch_alnum((unsigned char)base.p[k - 1]); k--)
			part = (struct sv){base.p + k - 1, i - k + 1};
		if (sv_ieq(part, SV("dev")) || sv_ieq(part, SV("test")) ||
		    sv_ieq(part, SV("tests")))
			return true;
	}
	return false;
}

int requirements_read(struct inventory_file *file, const struct inventory_sink *sink,
		      struct yg_err *err)
{
	reading_auto r;
	struct sv rest, line;
	unsigned flags = is_for_development(file->path) ? (unsigned)COMPONENT_DEV : 0;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	rest = reading_view(&r);
	while (next_line(&r, &rest, &line))
		if ((rc = read_line(&r, line, flags)) < 0)
			return rc;
	return 0;
}

/* By name, or what "pip freeze" prints: name==version from the first line on. */
int requirements_detect(struct sv path, struct sv head)
{
	struct sv base = lock_base_name(path), line, name;
	unsigned pins = 0;

	if (sv_ends(base, SV(".txt")) && sv_search(base, SV("requirements")) < base.n)
		return 80;
	while (pins < 3 && sv_line(&head, &line)) {
		line = sv_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		name = take_name(&line);
		if (name.n == 0 || !sv_starts(line, SV("==")) || pinned(line).n == 0)
			return 0;
		pins++;
	}
	return pins > 0 ? 40 : 0;
}
