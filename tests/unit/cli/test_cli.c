/* SPDX-License-Identifier: Apache-2.0 */
/* From arguments to commands, help, completion and man pages: all driven by the table. */
#include "check.h"

#include "base/text.h"
#include "base/width.h"
#include "cli/commands.h"
#include "cli/help.h"

static const char *language;

static const char *env(const char *name)
{
	return strcmp(name, "YAGURA_LANG") == 0 ? language : NULL;
}

static int collect_out(void *ctx, struct sv bytes)
{
	struct buf *b = ctx;

	buf_sv(b, bytes);
	return b->err;
}

static void collect_log(void *ctx, struct sv line)
{
	buf_sv(ctx, line);
}

struct result {
	enum exit_code code;
	struct buf out, err;
};

static void result_drop(struct result *r)
{
	buf_drop(&r->out);
	buf_drop(&r->err);
}

/* Run a command line of words separated by blanks. */
static struct result run(const char *line)
{
	static char text[4096], *argv[64];
	struct result r = {.out = BUF_CAP(1 << 24), .err = BUF_CAP(1 << 20)};
	struct sink out = sink_to(collect_out, &r.out);
	struct clock clock = clock_fixed(1795305600);
	arena_auto arena = {.cap = 1 << 26};
	struct cli cli = {
		.arena = &arena, .env = env, .clock = &clock, .out = &out, .in = -1, .err = -1,
		.log = {.program = "yagura", .clock = &clock, .sink = collect_log,
			.ctx = &r.err},
	};
	int argc = 0;

	snprintf(text, sizeof text, "%s", line);
	for (char *p = text, *q; *p; p = q) {
		q = p + strcspn(p, " ");
		if (*q)
			*q++ = '\0';
		argv[argc++] = p;
	}
	r.code = cli_run(&cli, argc, argv);
	CHECK_INT(sink_flush(&out), 0, line);
	sink_drop(&out);
	return r;
}

static bool has(const struct buf *b, const char *what)
{
	return b->n > 0 && memmem(b->p, b->n, what, strlen(what)) != NULL;
}

static const struct {
	const char *line;
	enum exit_code code;
	const char *out, *err;		/* what stands there; NULL: nothing does */
} calls[] = {
	{"", EXIT_DONE, "yagura scan --local", NULL},
	{"--help", EXIT_DONE, "yagura scan --local", NULL},
	{"--version", EXIT_DONE, "yagura " YAGURA_VERSION, NULL},
	{"version", EXIT_DONE, "yagura " YAGURA_VERSION, NULL},
	{"version --json", EXIT_DONE, "\"schema_version\":1", NULL},
	{"--lang ja version --help", EXIT_DONE, "オプション", NULL},
	{"version --help --lang ja", EXIT_DONE, "オプション", NULL},
	{"versoin", EXIT_USAGE, NULL, "Did you mean version?"},
	{"calc", EXIT_USAGE, NULL, "yagura calc --help"},
	{"calc --help", EXIT_DONE, "calc version", NULL},
	{"calc prul", EXIT_USAGE, NULL, "Did you mean purl?"},
	{"calc version", EXIT_USAGE, NULL, "--list"},
	{"calc version nothing", EXIT_USAGE, NULL, "'nothing'"},
	{"calc version deb rpm", EXIT_USAGE, NULL, "'rpm'"},
	{"calc version --list", EXIT_DONE, "deb\t", NULL},
	{"calc range --list", EXIT_DONE, "pep440-specifier\t", NULL},
	{"calc policy --policy /nonexistent", EXIT_USAGE, NULL, "/nonexistent"},
	{"version --jsno", EXIT_USAGE, NULL, "Did you mean --json?"},
	{"version extra", EXIT_USAGE, NULL, "'extra'"},
	{"--nothing", EXIT_USAGE, NULL, "--nothing"},
	{"--color sometimes version", EXIT_USAGE, NULL, "auto|always|never"},
	{"--log-format json versoin", EXIT_USAGE, NULL, "{\"time\":\"2026-11-22T00:00:00Z\""},
	{"help", EXIT_DONE, "yagura scan --local", NULL},
	{"help exit-codes", EXIT_DONE, "130", NULL},
	{"help environment", EXIT_DONE, "NO_COLOR", NULL},
	{"help calc version", EXIT_DONE, "SCHEME", NULL},
	{"help exit-code", EXIT_USAGE, NULL, "Did you mean exit-codes?"},
	{"help --man", EXIT_DONE, ".TH yagura 1", NULL},
	{"help --man calc version", EXIT_DONE, ".TH yagura\\-calc\\-version 1", NULL},
	{"completion bash", EXIT_DONE, "complete -o filenames -F _yagura yagura", NULL},
	{"completion zsh", EXIT_DONE, "#compdef yagura", NULL},
	{"completion fish", EXIT_DONE, "complete -c yagura", NULL},
	{"completion tcsh", EXIT_USAGE, NULL, "bash, zsh or fish"},
	{"completion", EXIT_USAGE, NULL, "SHELL"},
	{"feed", EXIT_USAGE, NULL, "yagura feed --help"},
};

static void check_calls(void)
{
	for (size_t i = 0; i < YG_COUNT(calls); i++) {
		struct result r = run(calls[i].line);
		CHECK_INT(r.code, calls[i].code, calls[i].line);
		CHECK(calls[i].out ? has(&r.out, calls[i].out) : r.out.n == 0, "%s: out: %s",
		      calls[i].line, r.out.p ? r.out.p : "");
		CHECK(calls[i].err ? has(&r.err, calls[i].err) : r.err.n == 0, "%s: err: %s",
		      calls[i].line, r.err.p ? r.err.p : "");
		result_drop(&r);
	}
}

static void check_width(const char *what, struct sv text)
{
	struct sv line;

	while (sv_line(&text, &line))
		if (width_text(line) > 80)
			CHECK(false, "%s: %zu columns: %.*s", what, width_text(line),
			      SV_ARG(line));
}

/* The table itself: what every row must have, and that its examples can be typed. */
static void check_table(void)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		char line[256];
		CHECK(c->summary != MSG_NONE && c->name && *c->name, "row %zu", i);
		CHECK(c->hidden || c->examples[0].line, "%s: no example",
		      check_text(c->name));
		CHECK(!c->run || c->operands_least <= c->operands_most, "%s: operands",
		      check_text(c->name));
		for (size_t k = 0; k < COMMAND_EXAMPLES && c->examples[k].line; k++) {
			struct sv example = sv_of(c->examples[k].line);
			/* A family's example begins with one of its members. */
			CHECK(sv_starts(example, sv_of(c->name)), "%s: %s", c->name,
			      c->examples[k].line);
			CHECK(c->examples[k].what != MSG_NONE, "%s: %s", c->name,
			      c->examples[k].line);
		}
		for (size_t k = 0; k < i; k++)
			CHECK(strcmp(commands[k].name, c->name) != 0, "%s: twice", c->name);
		for (int lang = MSG_EN; lang <= MSG_JA; lang++) {
			struct result r;
			snprintf(line, sizeof line, "%s --help --lang %s", c->name,
				 msg_lang_name((enum msg_lang)lang));
			r = run(line);
			CHECK(r.code == EXIT_DONE && r.err.n == 0, "%s", line);
			CHECK(has(&r.out, msg((enum msg_lang)lang, MSG_HELP_EXAMPLES)), "%s", line);
			check_width(line, buf_view(&r.out));
			result_drop(&r);
		}
	}
}

/* Rows of options: no letter or name twice, choices where they are promised. */
static void check_options(void)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct option_table *t = commands[i].options;
		for (size_t k = 0; t && k < t->count; k++) {
			const struct option_row *r = &t->rows[k];
			CHECK(r->kind != OPTION_CHOICE || r->choices, "%s --%s: choices",
			      commands[i].name, r->name);
			CHECK(r->at < t->bytes, "%s --%s: place", commands[i].name, r->name);
			for (size_t m = 0; m < k + cli_global_options.count; m++) {
				const struct option_row *o =
					m < k ? &t->rows[m] : &cli_global_options.rows[m - k];
				CHECK(strcmp(o->name, r->name) != 0, "%s --%s: twice",
				      commands[i].name, r->name);
				CHECK(!r->letter || o->letter != r->letter, "%s -%c: twice",
				      commands[i].name, r->letter);
			}
		}
	}
}

static void check_exit_codes(void)
{
	static const struct { enum exit_code a, b, want; } pairs[] = {
		{EXIT_DONE, EXIT_STALE, EXIT_STALE}, {EXIT_STALE, EXIT_PARTIAL, EXIT_PARTIAL},
		{EXIT_PARTIAL, EXIT_GATE, EXIT_GATE}, {EXIT_GATE, EXIT_FAILED, EXIT_FAILED},
		{EXIT_FAILED, EXIT_USAGE, EXIT_USAGE}, {EXIT_DONE, EXIT_DONE, EXIT_DONE},
		{EXIT_NOT_FOUND, EXIT_STALE, EXIT_NOT_FOUND},
	};

	for (size_t i = 0; i < YG_COUNT(pairs); i++) {
		CHECK_INT(exit_code_worse(pairs[i].a, pairs[i].b), pairs[i].want, "worse");
		CHECK_INT(exit_code_worse(pairs[i].b, pairs[i].a), pairs[i].want, "worse");
	}
	CHECK_INT(exit_code_of(0), EXIT_DONE, "0");
	CHECK_INT(exit_code_of(YG_ENOTFOUND), EXIT_NOT_FOUND, "not found");
	CHECK_INT(exit_code_of(YG_EIO), EXIT_FAILED, "failed");
}

int main(void)
{
	check_calls();
	check_table();
	check_options();
	check_exit_codes();
	language = "ja";
	for (size_t i = 0; i < YG_COUNT(calls); i++) {	/* nothing depends on the language */
		struct result r = run(calls[i].line);
		CHECK_INT(r.code, calls[i].code, calls[i].line);
		result_drop(&r);
	}
	return check_done();
}
