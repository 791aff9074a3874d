/* SPDX-License-Identifier: Apache-2.0 */
/* purl_list.c - package URLs, one a line; blank lines and lines that begin with '#' are not. */
#include "identify/reader_list.h"

#include "base/limits.h"
#include "base/text.h"
#include "identify/reading.h"

static bool is_comment(struct sv line)
{
	return line.n == 0 || line.p[0] == '#';
}

static int give_line(struct reading *r, struct sv line)
{
	struct component c = {0};
	size_t at = reading_at(r, line.p);
	const char *why = NULL;
	int rc;

	if (line.n > LIMIT_PURL)
		return reading_skip(r, at, sv_first(line, 80), "a purl is longer than LIMIT_PURL");
	if ((rc = reading_purl(r, line, &c, &why)) < 0)
		return rc;
	return why ? reading_skip(r, at, line, why) : reading_give(r, at, &c);
}

int purl_list_read(struct inventory_file *file, const struct inventory_sink *sink,
		   struct yg_err *err)
{
	reading_auto r;
	struct sv rest, line;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	rest = reading_view(&r);
	while (sv_line(&rest, &line)) {
		line = sv_trim(line);
		if (!is_comment(line) && (rc = give_line(&r, line)) < 0)
			return rc;
	}
	return 0;
}

int purl_list_detect(struct sv path, struct sv head)
{
	struct sv line;

	(void)path;
	while (sv_line(&head, &line)) {
		line = sv_trim(line);
		if (!is_comment(line))
			return line.n > 4 && sv_ieq(sv_first(line, 4), SV("pkg:")) ? 90 : 0;
	}
	return 0;
}
