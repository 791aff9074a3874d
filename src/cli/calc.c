/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calc.c - `yagura calc ...`: lines from standard input, one line out for each.
 *
 * One table row a calculator; the answers are made where the knowledge is (component, assess).
 * Memory is constant: a line is answered and forgotten.
 */
#include "assess/calc.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/policy_file.h"
#include "component/identity/calc.h"
#include "component/version/calc.h"

struct calc_options {
	bool list, to_vers;
	struct sv policy;
};

#define LIST_ROW {"list", 0, OPTION_FLAG, offsetof(struct calc_options, list), MSG_NONE, \
		  MSG_OPTION_LIST, NULL}
static const struct option_row scheme_rows[] = {LIST_ROW};
static const struct option_row range_rows[] = {
	LIST_ROW,
	{"to-vers", 0, OPTION_FLAG, offsetof(struct calc_options, to_vers), MSG_NONE,
	 MSG_OPTION_TO_VERS, NULL},
};
static const struct option_row policy_rows[] = {
	{"policy", 'p', OPTION_TEXT, offsetof(struct calc_options, policy), MSG_VALUE_FILE,
	 MSG_OPTION_POLICY, NULL},
};
/* Every calculator reads the same struct; each takes the options that mean something to it. */
const struct option_table calc_options = {NULL, 0, sizeof(struct calc_options)};
const struct option_table calc_scheme_options = OPTION_TABLE(scheme_rows, struct calc_options);
const struct option_table calc_range_options = OPTION_TABLE(range_rows, struct calc_options);
const struct option_table calc_policy_options = OPTION_TABLE(policy_rows, struct calc_options);

struct calc_job {
	const struct calc_options *options;
	struct sv scheme;
	const struct version_scheme *version;
	const struct range_dialect *range;
	const struct policy *policy;
};

static int version_line(const struct calc_job *job, struct arena *a, struct sv line,
			struct buf *out)
{
	return calc_version_line(job->version, a, line, out);
}

static int range_line(const struct calc_job *job, struct arena *a, struct sv line,
		      struct buf *out)
{
	return job->options->to_vers
		? calc_range_to_vers_line(job->range, job->scheme, a, line, out)
		: calc_range_line(job->range, a, line, out);
}

static int purl_line(const struct calc_job *job, struct arena *a, struct sv line,
		     struct buf *out)
{
	(void)job;
	return calc_purl_line(a, line, out);
}

static int cpe_line(const struct calc_job *job, struct arena *a, struct sv line,
		    struct buf *out)
{
	(void)job;
	return calc_cpe_line(a, line, out);
}

static int cvss_line(const struct calc_job *job, struct arena *a, struct sv line,
		     struct buf *out)
{
	(void)job;
	return calc_cvss_line(a, line, out);
}

static int policy_line(const struct calc_job *job, struct arena *a, struct sv line,
		       struct buf *out)
{
	return calc_policy_line(job->policy, a, line, out);
}

/* Names and titles of what the operand may be. */
static void list_version(struct buf *b)
{
	const struct version_scheme *s;

	for (size_t i = 0; (s = version_scheme_at(i)) != NULL; i++)
		buf_fmt(b, "%s\t%s\n", s->name, s->title);
}

static void list_range(struct buf *b)
{
	const struct range_dialect *d;
	const struct version_scheme *s;

	for (size_t i = 0; (d = range_dialect_at(i)) != NULL; i++) {
		buf_str(b, range_dialect_name(d));
		s = range_dialect_scheme(d);
		buf_fmt(b, "\t%s\n", s ? s->title : "");
	}
}

static enum exit_code unknown_scheme(struct cli *cli, const struct command *c, struct sv scheme)
{
	struct sv shown = sv_first(scheme, 100);

	return cli_usage_msg(cli, c, MSG_CALC_UNKNOWN_SCHEME, SV_ARG(shown), c->name);
}

/* What begins a job: EXIT_DONE, or the exit code when it cannot begin. */
static enum exit_code begin_version(struct cli *cli, const struct command *c,
				    struct calc_job *job)
{
	job->version = version_scheme_find(job->scheme);
	return job->version ? EXIT_DONE : unknown_scheme(cli, c, job->scheme);
}

static enum exit_code begin_range(struct cli *cli, const struct command *c,
				  struct calc_job *job)
{
	job->range = job->options->to_vers ? range_dialect_native(job->scheme)
					   : range_dialect_find(job->scheme);
	return job->range ? EXIT_DONE : unknown_scheme(cli, c, job->scheme);
}

static enum exit_code begin_policy(struct cli *cli, const struct command *c,
				   struct calc_job *job)
{
	(void)c;
	return policy_file_load(cli, job->options->policy, &job->policy);
}

static const struct calculator {
	const char *name;
	int (*line)(const struct calc_job *job, struct arena *a, struct sv line,
		    struct buf *out);
	enum exit_code (*begin)(struct cli *cli, const struct command *c, struct calc_job *job);
	void (*list)(struct buf *b);	/* of a calculator that takes a scheme */
} calculators[] = {
	{"calc version", version_line, begin_version, list_version},
	{"calc range", range_line, begin_range, list_range},
	{"calc purl", purl_line, NULL, NULL},
	{"calc cpe", cpe_line, NULL, NULL},
	{"calc cvss", cvss_line, NULL, NULL},
	{"calc policy", policy_line, begin_policy, NULL},
};

static const struct calculator *find(const char *name)
{
	for (size_t i = 0; i < YG_COUNT(calculators); i++)
		if (strcmp(calculators[i].name, name) == 0)
			return &calculators[i];
	return NULL;
}

static enum exit_code run_lines(struct cli *cli, const struct calculator *calc,
				const struct calc_job *job)
{
	/* One byte more than the calculators take: they refuse the line in their own words. */
	lines_auto lines = lines_of(cli->in, LIMIT_CALC_LINE + 1);
	arena_auto a = {.cap = LIMIT_CALC_MEMORY};
	struct sv line;
	bool cut;
	int code;

	while ((code = lines_next(&lines, &line, &cut)) == 1) {
		code = calc->line(job, &a, line, &cli->out->b);
		if (code < 0)
			break;
		buf_char(&cli->out->b, '\n');
		arena_reset(&a);
		if (lines_waiting(&lines))
			sink_spill(cli->out);
		else if (sink_flush(cli->out) < 0)
			return EXIT_FAILED;	/* main() says why */
	}
	if (code >= 0 || cli->out->b.err)
		return EXIT_DONE;
	log_text(&cli->log, LOG_LEVEL_ERROR, sv_of(cli_error_text(cli->lang, code)));
	return EXIT_FAILED;
}

enum exit_code command_calc(struct cli *cli, const struct command_call *call)
{
	const struct calculator *calc = find(call->command->name);
	struct calc_job job = {.options = call->options};
	enum exit_code e;

	if (!calc)
		return EXIT_FAILED;
	if (job.options->list && calc->list) {
		calc->list(&cli->out->b);
		return EXIT_DONE;
	}
	if (calc->list && call->operand_count == 0)
		return cli_usage_msg(cli, call->command, MSG_CALC_NO_SCHEME,
				     call->command->name);
	if (call->operand_count > 0)
		job.scheme = call->operands[0];
	e = calc->begin ? calc->begin(cli, call->command, &job) : EXIT_DONE;
	return e == EXIT_DONE ? run_lines(cli, calc, &job) : e;
}
