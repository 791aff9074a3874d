/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/help.h"

#include "base/distance.h"
#include "base/term_table.h"
#include "base/text.h"
#include "cli/exit_codes.h"

static void title(const struct help_view *v, enum msg_key key)
{
	term_put(&v->term, v->b, TERM_BOLD, sv_of(msg(v->lang, key)));
	buf_char(v->b, '\n');
}

/* Paragraphs, separated by line ends in the catalogue. */
static void paragraphs(const struct help_view *v, enum msg_key key)
{
	struct sv rest = sv_of(msg(v->lang, key)), line;

	while (sv_line(&rest, &line))
		term_wrap(&v->term, v->b, line, 0, false);
	buf_char(v->b, '\n');
}

#define FILLER "...................................................................."

/* Two columns: what is typed, and what it does. */
struct pair {
	struct sv left, right;
};

static void pairs(const struct help_view *v, const struct pair *rows, size_t n)
{
	static const struct term_column columns[] = {
		{{NULL, 0}, false, TERM_FIXED, 36}, {{NULL, 0}, false, TERM_WRAP, 0},
	};
	struct term_table t = term_table_make(&v->term, columns, YG_COUNT(columns));

	t.indent = 2;
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < n; i++) {
			struct term_cell cells[] = {{rows[i].left, TERM_PLAIN},
						    {rows[i].right, TERM_PLAIN}};
			/* What is wider than its column stands on a line of its own. */
			bool wide = rows[i].left.n > columns[0].most;
			if (pass == 0 && !wide) {
				term_table_measure(&t, cells);
			} else if (pass == 1 && wide) {
				term_fill(v->b, ' ', t.indent);
				buf_sv(v->b, rows[i].left);
				buf_char(v->b, '\n');
				cells[0].text = (struct sv){NULL, 0};
			}
			if (pass == 1)
				term_table_row(&t, v->b, cells);
		}
		if (pass == 0) {
			/* The second column takes all that is left. */
			struct term_cell any[] = {{{NULL, 0}, TERM_PLAIN}, {SV(FILLER), 0}};
			term_table_measure(&t, any);
			term_table_fit(&t);
		}
	}
	buf_char(v->b, '\n');
}

static void put_examples(const struct help_view *v, const struct command_example *examples)
{
	arena_auto a = {.cap = 1 << 16};
	struct pair rows[COMMAND_EXAMPLES];
	size_t n = 0;

	for (size_t i = 0; i < COMMAND_EXAMPLES && examples[i].line; i++)
		rows[n++] = (struct pair){
			sv_join(&a, SV("yagura "), sv_of(examples[i].line), SV("")),
			sv_of(msg(v->lang, examples[i].what)),
		};
	if (n == 0)
		return;
	title(v, MSG_HELP_EXAMPLES);
	pairs(v, rows, n);
}

/* "-o, --output FORMAT", or the choices where there are a few. */
static struct sv option_usage(struct arena *a, enum msg_lang lang, const struct option_row *row)
{
	buf_auto b = BUF_CAP(1024);
	struct sv s;

	if (row->letter)
		buf_fmt(&b, "-%c, ", row->letter);
	buf_fmt(&b, "--%s", row->name);
	if (row->kind == OPTION_CHOICE && strlen(row->choices) < 24)
		buf_fmt(&b, " %s", row->choices);
	else if (row->value != MSG_NONE)
		buf_fmt(&b, " %s", msg(lang, row->value));
	s = b.err ? (struct sv){NULL, 0} : arena_copy(a, buf_view(&b));
	return s.p ? s : sv_of(row->name);
}

static void put_options(const struct help_view *v, const struct option_table *table,
			enum msg_key heading)
{
	arena_auto a = {.cap = 1 << 18};
	struct pair *rows = NULL, *row;
	size_t n = 0;

	for (size_t i = 0; table && i < table->count; i++) {
		if (table->rows[i].help == MSG_NONE || !(row = arena_push(&a, rows, n)))
			continue;
		row->left = option_usage(&a, v->lang, &table->rows[i]);
		row->right = sv_of(msg(v->lang, table->rows[i].help));
	}
	if (n == 0)
		return;
	title(v, heading);
	pairs(v, rows, n);
}

/* The commands that pass a test, with their summaries. */
static void put_commands(const struct help_view *v, enum msg_key heading,
			 bool (*test)(const struct command *c, const void *ctx),
			 const void *ctx)
{
	arena_auto a = {.cap = 1 << 16};
	struct pair *rows = NULL, *row;
	size_t n = 0;

	for (size_t i = 0; i < command_count; i++)
		if (!commands[i].hidden && test(&commands[i], ctx) &&
		    (row = arena_push(&a, rows, n)))
			*row = (struct pair){sv_of(commands[i].name),
					     sv_of(msg(v->lang, commands[i].summary))};
	if (n == 0)
		return;
	title(v, heading);
	pairs(v, rows, n);
}

static bool in_group(const struct command *c, const void *ctx)
{
	return c->group == *(const enum command_group *)ctx && !strchr(c->name, ' ');
}

static bool in_family(const struct command *c, const void *ctx)
{
	return command_in_family(c, sv_of(ctx));
}

void help_program(const struct help_view *v)
{
	static const struct command_example examples[COMMAND_EXAMPLES] = {
		{"scan --local", MSG_HELP_EXAMPLE_SCAN},
		{"explain CVE-2023-38545 --local", MSG_HELP_EXAMPLE_EXPLAIN},
		{"scan --fail-on immediate sbom.cdx.json", MSG_HELP_EXAMPLE_GATE},
	};
	struct pair topics[8];
	size_t n = 0;

	paragraphs(v, MSG_HELP_PROGRAM);
	put_examples(v, examples);
	for (enum command_group g = 0; g < COMMAND_GROUP_COUNT; g++)
		put_commands(v, command_group_titles[g], in_group, &g);
	put_options(v, &cli_global_options, MSG_HELP_GLOBAL_OPTIONS);
	for (; n < help_topic_count && n < YG_COUNT(topics); n++)
		topics[n] = (struct pair){sv_of(help_topics[n].name),
					  sv_of(msg(v->lang, help_topics[n].summary))};
	title(v, MSG_HELP_TOPICS);
	pairs(v, topics, n);
	term_wrap(&v->term, v->b, sv_of(msg(v->lang, MSG_HELP_MORE)), 0, false);
}

void help_command(const struct help_view *v, const struct command *c)
{
	struct sv summary = sv_of(msg(v->lang, c->summary));

	buf_fmt(v->b, "yagura %s", c->name);
	if (!c->run)
		buf_str(v->b, " ...");
	else if (c->operands)
		buf_fmt(v->b, " %s", c->operands);
	buf_char(v->b, '\n');
	term_wrap(&v->term, v->b, summary, 0, false);
	buf_char(v->b, '\n');
	put_examples(v, c->examples);
	if (c->about != MSG_NONE)
		paragraphs(v, c->about);
	put_commands(v, MSG_HELP_COMMANDS, in_family, c->name);
	put_options(v, c->options, MSG_HELP_OPTIONS);
	put_options(v, &cli_global_options, MSG_HELP_GLOBAL_OPTIONS);
}

/* ---- topics ---- */

static void topic_exit_codes(const struct help_view *v)
{
	char numbers[16][8];
	struct pair rows[16];
	size_t n = 0;

	title(v, MSG_TOPIC_EXIT_CODES);
	for (; n < exit_code_row_count && n < YG_COUNT(rows); n++) {
		struct buf b = BUF_CAP(8);
		buf_u64(&b, (uint64_t)exit_code_rows[n].code);
		memcpy(numbers[n], b.p ? b.p : "", b.n + (b.p != NULL));
		buf_drop(&b);
		rows[n] = (struct pair){sv_of(numbers[n]),
					sv_of(msg(v->lang, exit_code_rows[n].meaning))};
	}
	pairs(v, rows, n);
	paragraphs(v, MSG_EXIT_PRECEDENCE);
}

const struct help_variable help_variables[] = {
	{"YAGURA_LANG", MSG_VARIABLE_LANG},
	{"LC_ALL, LC_MESSAGES, LANG", MSG_VARIABLE_LOCALE},
	{"NO_COLOR", MSG_VARIABLE_NO_COLOR},
	{"CLICOLOR_FORCE", MSG_VARIABLE_CLICOLOR_FORCE},
	{"TERM", MSG_VARIABLE_TERM},
	{"COLUMNS", MSG_VARIABLE_COLUMNS},
};
const size_t help_variable_count = YG_COUNT(help_variables);

static void topic_environment(const struct help_view *v)
{
	struct pair rows[YG_COUNT(help_variables)];

	title(v, MSG_TOPIC_ENVIRONMENT);
	for (size_t i = 0; i < YG_COUNT(rows); i++)
		rows[i] = (struct pair){sv_of(help_variables[i].name),
					sv_of(msg(v->lang, help_variables[i].meaning))};
	pairs(v, rows, YG_COUNT(rows));
}

const struct help_topic help_topics[] = {
	{"exit-codes", MSG_TOPIC_EXIT_CODES, topic_exit_codes},
	{"environment", MSG_TOPIC_ENVIRONMENT, topic_environment},
};
const size_t help_topic_count = YG_COUNT(help_topics);

/* ---- the command ---- */

struct help_options {
	bool man;
};

static const struct option_row rows[] = {
	{"man", 0, OPTION_FLAG, offsetof(struct help_options, man), MSG_NONE, MSG_OPTION_MAN,
	 NULL},
};
const struct option_table help_options = OPTION_TABLE(rows, struct help_options);

static enum exit_code no_page(struct cli *cli, const struct command *self, struct sv name)
{
	buf_auto b = BUF_CAP(4096);
	struct distance_best best = distance_begin(name);

	for (size_t i = 0; i < command_count; i++)
		if (!commands[i].hidden)
			distance_offer(&best, sv_of(commands[i].name));
	for (size_t i = 0; i < help_topic_count; i++)
		distance_offer(&best, sv_of(help_topics[i].name));
	msg_put(&b, cli->lang, MSG_HELP_NO_PAGE, SV_ARG(sv_first(name, 100)));
	if (best.word.n > 0)
		msg_put(&b, cli->lang, MSG_USAGE_DID_YOU_MEAN, SV_ARG(best.word));
	return cli_usage(cli, self, buf_view(&b));
}

enum exit_code command_help(struct cli *cli, const struct command_call *call)
{
	const struct help_options *o = call->options;
	struct help_view v = {.b = &cli->out->b, .lang = cli->lang, .term = cli->out_term};
	struct sv name = {NULL, 0};
	const struct command *c = NULL;

	v.term.tty = true;
	if (v.term.columns == 0)
		v.term.columns = 80;
	if (call->operand_count == 1)
		name = call->operands[0];
	else if (call->operand_count == 2)
		name = sv_join(cli->arena, call->operands[0], SV(" "), call->operands[1]);
	if (name.n > 0) {
		for (size_t i = 0; i < help_topic_count; i++)
			if (!o->man && sv_eq(name, sv_of(help_topics[i].name))) {
				help_topics[i].write(&v);
				return EXIT_DONE;
			}
		c = command_find(name);
		if (!c)
			return no_page(cli, call->command, name);
	}
	if (o->man)
		man_page(v.b, cli->lang, c);
	else if (c)
		help_command(&v, c);
	else
		help_program(&v);
	return EXIT_DONE;
}
