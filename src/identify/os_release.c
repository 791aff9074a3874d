/* SPDX-License-Identifier: Apache-2.0 */
/* os_release.c - os-release(5): NAME=value lines in the syntax of shell assignments. */
#include "identify/reader.h"

#include "base/limits.h"
#include "base/text.h"

/*
 * The value without its quotes.  Escapes inside are kept as they stand: none of the fields
 * that decide anything can hold one (ID is [a-z0-9._-]), and a view cannot unescape.
 */
static struct sv unquote(struct sv v)
{
	v = sv_trim(v);
	if (v.n >= 2 && (v.p[0] == '"' || v.p[0] == '\'') && v.p[v.n - 1] == v.p[0])
		v = (struct sv){v.p + 1, v.n - 2};
	return v;
}

/* VERSION="12 (bookworm)": what stands in parentheses, if it is one lower-case word. */
static struct sv codename_of(struct sv version)
{
	struct sv head, word, rest;

	if (!sv_cut(version, '(', &head, &word) || !sv_cut(word, ')', &word, &rest))
		return (struct sv){NULL, 0};
	for (size_t i = 0; i < word.n; i++)
		if (!ch_lower(word.p[i]))
			return (struct sv){NULL, 0};
	return word;
}

int inventory_os_read(struct sv text, struct inventory_os *ret)
{
	struct inventory_os os = {0};
	struct sv line, key, value, version = {0};

	if (sv_starts(text, SV("\xef\xbb\xbf")))
		text = sv_from(text, 3);
	while (sv_line(&text, &line)) {
		line = sv_trim(line);
		if (line.n == 0 || line.p[0] == '#' || !sv_cut(line, '=', &key, &value))
			continue;
		value = unquote(value);
		if (value.n > LIMIT_NAME || !sv_utf8(value))
			continue;
		/* A later assignment wins, as in the shell. */
		if (sv_is(key, "ID"))
			os.id = value;
		else if (sv_is(key, "ID_LIKE"))
			os.id_like = value;
		else if (sv_is(key, "VERSION_ID"))
			os.version_id = value;
		else if (sv_is(key, "VERSION_CODENAME"))
			os.codename = value;
		else if (sv_is(key, "PRETTY_NAME"))
			os.pretty_name = value;
		else if (sv_is(key, "VERSION"))
			version = value;
	}
	if (os.id.n == 0)
		return YG_ESYNTAX;
	if (os.codename.n == 0)
		os.codename = codename_of(version);
	*ret = os;
	return 0;
}
