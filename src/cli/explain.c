/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c - `yagura explain`: the chain of evidence, with the words of the whole records. */
#include "cli/output/explain.h"

#include "base/limits.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/knowledge.h"
#include "cli/scan_work.h"
#include "understand/knowledge/documents.h"

static const struct option_row rows[] = {
	SCAN_OPTION_ROWS,
	{"package", 'p', OPTION_TEXT, offsetof(struct scan_options, package), MSG_NONE,
	 MSG_OPTION_SCAN_PACKAGE, NULL},
	{"output", 'o', OPTION_CHOICE, offsetof(struct scan_options, output), MSG_VALUE_FORMAT,
	 MSG_OPTION_SCAN_OUTPUT_EXPLAIN, "table|json"},
};
const struct option_table explain_command_options = OPTION_TABLE(rows, struct scan_options);

/* ---- whole records, from kb.sqlite ---- */

struct wanted {
	struct arena *a;
	const struct record *found;
};

static int take_document(void *ctx, const struct document *d)
{
	struct wanted *w = ctx;
	struct record *r;
	struct sv copy;
	int code;

	if (w->found)
		return 0;
	copy = arena_copy(w->a, (struct sv){d->text, d->n});
	r = arena_new(w->a, struct record, 1);
	if (!r || !copy.p)
		return YG_ENOMEM;
	code = record_read(w->a, (char *)(uintptr_t)copy.p, copy.n, r, NULL);
	if (code == 0)
		w->found = r;
	return code;
}

static int find_record(void *ctx, struct arena *a, struct sv source, struct sv id,
		       const struct record **ret)
{
	struct wanted w = {.a = a};
	int r = documents_of(ctx, source, id, take_document, &w);

	if (r < 0)
		return r;
	*ret = w.found;
	return w.found ? 0 : YG_ENOTFOUND;
}

static enum exit_code write_chain(struct scan_work *w, struct sv id)
{
	struct cli *cli = w->cli;
	struct output_options out = {.lang = cli->lang, .term = &cli->out_term,
		.version = YAGURA_VERSION, .all = true};
	const struct finding *const *findings;
	struct documents documents = {0};
	struct explain_records records = {.find = find_record, .ctx = &documents};
	char path[LIMIT_PATH];
	bool open = knowledge_file(cli, w->dir, "kb.sqlite", path) == EXIT_DONE &&
		    documents_open(path, &documents) == 0;
	size_t count;
	int r = explain_select(cli->arena, &w->list, &w->match, id, w->o->package, &findings,
			       &count);

	if (r == 0)
		r = (w->o->output == 1 ? explain_json : explain_table)(&w->report, &out,
			open ? &records : NULL, findings, count, cli->out);
	if (open)
		documents_close(&documents);
	if (r == YG_ENOTFOUND) {
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_SCAN_NO_FINDING, SV_ARG(id), SV_ARG(id));
		return EXIT_NOT_FOUND;
	}
	return r < 0 ? EXIT_FAILED : (enum exit_code)w->report.exit_code;
}

enum exit_code command_explain(struct cli *cli, const struct command_call *call)
{
	struct scan_work w;
	enum exit_code code = scan_work_run(&w, cli, call->command, call->options,
					    call->operands + 1, call->operand_count - 1);

	if (code == EXIT_DONE)
		code = write_chain(&w, call->operands[0]);
	scan_work_end(&w);
	return code;
}
