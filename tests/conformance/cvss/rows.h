/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h - tab-separated rows of the shared CVSS data. */
#ifndef YAGURA_TEST_CVSS_ROWS_H
#define YAGURA_TEST_CVSS_ROWS_H

#include "base/text.h"
#include "check_file.h"

enum { COLUMNS = 8 };

/* Call row() for each line that is neither a comment nor the header; false when absent. */
__attribute__((unused))
static bool each_row(const char *file, void (*row)(const struct sv *column, size_t n))
{
	buf_auto b = {0};
	struct sv rest, line;

	if (!check_load(file, &b)) {
		check_skip(file, "shared data absent");
		return false;
	}
	rest = buf_view(&b);
	while (sv_line(&rest, &line)) {
		struct sv column[COLUMNS] = {{0}}, cells = line;
		size_t n = 0;
		if (line.n == 0 || line.p[0] == '#' || sv_starts(line, SV("version\t")) ||
		    sv_starts(line, SV("cve\t")))
			continue;
		while (n < COLUMNS && sv_next(&cells, '\t', &column[n]))
			n++;
		row(column, n);
	}
	return true;
}

/* "9.8" or "10" in tenths; -1 for anything else. */
__attribute__((unused))
static int tenths(struct sv s)
{
	double d;
	return sv_double(s, &d) ? (int)(d * 10 + 0.5) : -1;
}

#endif
