/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sample_output - write a sample report in a format, for tests in other languages and for the
 * eye: sample_output REPORT FORMAT [ja] [COLUMNS]
 * FORMAT is one of -o's, or explain, explain-json (the first finding).
 */
#include <stdio.h>

#include "sample_report.h"

int main(int argc, char **argv)
{
	struct sample s;
	sink_auto out = sink_to_fd(1);
	unsigned columns = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 0;
	struct term term = {.tty = columns > 0, .utf8 = true, .columns = columns,
			    .color = getenv("CLICOLOR_FORCE") != NULL};
	struct output_options o = {
		.lang = argc > 3 && strcmp(argv[3], "ja") == 0 ? MSG_JA : MSG_EN, .term = &term,
		.version = "0.1.0",
	};
	const struct output_kind *kind;
	const struct finding *first;
	int code;

	if (argc < 3 || !sample_make(&s, argv[1]))
		return 2;
	first = s.list.count > 0 ? &s.list.findings[0] : NULL;
	kind = output_find(sv_of(argv[2]));
	if (kind)
		code = output_write(kind, &s.report, &o, &out);
	else
		code = (strcmp(argv[2], "explain") == 0 ? explain_table : explain_json)(
			&s.report, &o, NULL, &first, first != NULL, &out);
	sample_drop(&s);
	return code < 0;
}
