/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c - `yagura scan`. */
#include "cli/commands.h"
#include "cli/output/outputs.h"
#include "cli/scan_work.h"

static const struct option_row rows[] = {
	SCAN_OPTION_ROWS,
	{"fail-on", 0, OPTION_TEXT, offsetof(struct scan_options, fail_on), MSG_SCAN_VALUE_OUTCOME,
	 MSG_OPTION_SCAN_FAIL_ON, "immediate|out_of_cycle|scheduled|defer|kev"},
	{"output", 'o', OPTION_CHOICE, offsetof(struct scan_options, output), MSG_VALUE_FORMAT,
	 MSG_OPTION_SCAN_OUTPUT, OUTPUT_CHOICES},
	{"all", 'a', OPTION_FLAG, offsetof(struct scan_options, all), MSG_NONE,
	 MSG_OPTION_SCAN_ALL, NULL},
	{"limit", 0, OPTION_NUMBER, offsetof(struct scan_options, limit), MSG_VALUE_NUMBER,
	 MSG_OPTION_SCAN_LIMIT, NULL},
	{"bom", 0, OPTION_FLAG, offsetof(struct scan_options, bom), MSG_NONE,
	 MSG_OPTION_SCAN_BOM, NULL},
};
const struct option_table scan_command_options = OPTION_TABLE(rows, struct scan_options);

enum exit_code command_scan(struct cli *cli, const struct command_call *call)
{
	const struct scan_options *o = call->options;
	struct scan_work w;
	enum exit_code code = scan_work_run(&w, cli, call->command, o, call->operands,
					    call->operand_count);

	if (code == EXIT_DONE) {
		struct output_options out = {.lang = cli->lang, .term = &cli->out_term,
			.version = YAGURA_VERSION, .all = o->all, .limit = (size_t)o->limit,
			.bom = o->bom};
		code = (enum exit_code)w.report.exit_code;
		if (output_write(&output_kinds[o->output], &w.report, &out, cli->out) < 0)
			code = EXIT_FAILED;	/* main() says why */
	}
	scan_work_end(&w);
	return code;
}
