/* SPDX-License-Identifier: Apache-2.0 */
/* outputs.c - the table of output formats: a new one is one file and one row. */
#include "cli/output/outputs.h"

const struct output_kind output_kinds[] = {
	{"table", MSG_OUTPUT_TABLE, true, output_table},
	{"json", MSG_OUTPUT_JSON, false, output_json},
	{"jsonl", MSG_OUTPUT_JSONL, false, output_jsonl},
	{"csv", MSG_OUTPUT_CSV, false, output_csv},
	{"sarif", MSG_OUTPUT_SARIF, false, output_sarif},
	{"cyclonedx", MSG_OUTPUT_CYCLONEDX, false, output_cyclonedx},
};
const size_t output_kind_count = YG_COUNT(output_kinds);

const struct output_kind *output_find(struct sv name)
{
	for (size_t i = 0; i < output_kind_count; i++)
		if (sv_eq(name, sv_of(output_kinds[i].name)))
			return &output_kinds[i];
	return NULL;
}

int output_write(const struct output_kind *k, const struct scan_report *r,
		 const struct output_options *o, struct sink *s)
{
	int code = k->write(r, o, s);
	return code < 0 ? code : sink_flush(s);
}
