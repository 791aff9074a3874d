/* SPDX-License-Identifier: Apache-2.0 */
/* man.c - man(7) source from the table of commands: yagura(1), yagura-scan(1), ... */
#include "base/text.h"
#include "cli/exit_codes.h"
#include "cli/help.h"

/* Text with what troff would read as its own made harmless. */
static void put(struct buf *b, struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool line_start = b->n == 0 || b->p[b->n - 1] == '\n';
		if (line_start && (c == '.' || c == '\''))
			buf_str(b, "\\&");
		if (c == '\\')
			buf_str(b, "\\e");
		else if (c == '-')
			buf_str(b, "\\-");
		else
			buf_char(b, c);
	}
}

static void put_line(struct buf *b, const char *request, struct sv s)
{
	buf_str(b, request);
	put(b, s);
	buf_char(b, '\n');
}

static void section(struct buf *b, enum msg_lang lang, enum msg_key key)
{
	struct sv s = sv_of(msg(lang, key));

	buf_str(b, ".SH ");
	for (size_t i = 0; i < s.n; i++)	/* manual pages shout; ASCII only */
		buf_char(b, ch_lower(s.p[i]) ? (char)(s.p[i] & ~0x20) : s.p[i]);
	buf_char(b, '\n');
}

static void paragraphs(struct buf *b, struct sv text)
{
	struct sv line;

	while (sv_line(&text, &line)) {
		if (line.n == 0)
			continue;
		buf_str(b, ".PP\n");
		put(b, line);
		buf_char(b, '\n');
	}
}

static void item(struct buf *b, struct sv term, const char *text)
{
	buf_str(b, ".TP\n");
	put_line(b, ".B ", term);
	put(b, sv_of(text));
	buf_char(b, '\n');
}

static void put_options(struct buf *b, enum msg_lang lang, const struct option_table *t,
			enum msg_key heading)
{
	if (!t || t->count == 0)
		return;
	section(b, lang, heading);
	for (size_t i = 0; i < t->count; i++) {
		const struct option_row *r = &t->rows[i];
		if (r->help == MSG_NONE)
			continue;
		buf_str(b, ".TP\n\\fB");
		if (r->letter)
			buf_fmt(b, "\\-%c\\fR, \\fB", r->letter);
		buf_str(b, "\\-\\-");
		put(b, sv_of(r->name));
		buf_str(b, "\\fR");
		if (r->choices) {
			buf_char(b, ' ');
			put(b, sv_of(r->choices));
		} else if (r->value != MSG_NONE) {
			buf_str(b, " \\fI");
			put(b, sv_of(msg(lang, r->value)));
			buf_str(b, "\\fR");
		}
		buf_char(b, '\n');
		put(b, sv_of(msg(lang, r->help)));
		buf_char(b, '\n');
	}
}

static void put_examples(struct buf *b, enum msg_lang lang, const struct command *c)
{
	if (!c->examples[0].line)
		return;
	section(b, lang, MSG_HELP_EXAMPLES);
	for (size_t i = 0; i < COMMAND_EXAMPLES && c->examples[i].line; i++) {
		buf_str(b, ".TP\n.B yagura ");
		put(b, sv_of(c->examples[i].line));
		buf_char(b, '\n');
		put(b, sv_of(msg(lang, c->examples[i].what)));
		buf_char(b, '\n');
	}
}

static void put_members(struct buf *b, enum msg_lang lang, const struct command *family)
{
	bool any = false;

	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		if (c->hidden || (family && !command_in_family(c, sv_of(family->name))) ||
		    (!family && !c->run))
			continue;
		if (!any)
			section(b, lang, MSG_HELP_COMMANDS);
		any = true;
		item(b, sv_of(c->name), msg(lang, c->summary));
	}
}

static void put_program(struct buf *b, enum msg_lang lang)
{
	section(b, lang, MSG_MAN_NAME);
	buf_str(b, "yagura \\- ");
	put(b, sv_of(msg(lang, MSG_MAN_SUMMARY)));
	buf_char(b, '\n');
	section(b, lang, MSG_MAN_SYNOPSIS);
	buf_str(b, ".B yagura\n.I command\n[\\fIoption\\fR...] [\\fIoperand\\fR...]\n");
	section(b, lang, MSG_MAN_DESCRIPTION);
	paragraphs(b, sv_of(msg(lang, MSG_HELP_PROGRAM)));
	put_members(b, lang, NULL);
	put_options(b, lang, &cli_global_options, MSG_HELP_GLOBAL_OPTIONS);
	section(b, lang, MSG_TOPIC_EXIT_CODES);
	for (size_t i = 0; i < exit_code_row_count; i++) {
		buf_auto n = BUF_CAP(16);
		buf_u64(&n, (uint64_t)exit_code_rows[i].code);
		item(b, buf_view(&n), msg(lang, exit_code_rows[i].meaning));
	}
	paragraphs(b, sv_of(msg(lang, MSG_EXIT_PRECEDENCE)));
	section(b, lang, MSG_TOPIC_ENVIRONMENT);
	for (size_t i = 0; i < help_variable_count; i++)
		item(b, sv_of(help_variables[i].name), msg(lang, help_variables[i].meaning));
}

/* "calc version" has the page yagura-calc-version(1). */
static void put_page_name(struct buf *b, const char *name)
{
	buf_str(b, "yagura");
	if (!name)
		return;
	buf_str(b, "\\-");
	for (const char *p = name; *p; p++) {
		if (*p == ' ' || *p == '-')
			buf_str(b, "\\-");
		else
			buf_char(b, *p);
	}
}

void man_page(struct buf *b, enum msg_lang lang, const struct command *c)
{
	buf_str(b, ".\\\" Made by \"yagura help --man\" from the table of commands.\n.TH ");
	put_page_name(b, c ? c->name : NULL);
	buf_str(b, " 1 \"\" \"Yagura " YAGURA_VERSION "\" Yagura\n");
	if (!c) {
		put_program(b, lang);
		return;
	}
	section(b, lang, MSG_MAN_NAME);
	put_page_name(b, c->name);
	buf_str(b, " \\- ");
	put(b, sv_of(msg(lang, c->summary)));
	buf_char(b, '\n');
	section(b, lang, MSG_MAN_SYNOPSIS);
	put_line(b, ".B yagura ", sv_of(c->name));
	buf_str(b, "[\\fIoption\\fR...]");
	if (c->operands) {
		buf_char(b, ' ');
		put(b, sv_of(c->operands));
	}
	buf_char(b, '\n');
	put_examples(b, lang, c);
	section(b, lang, MSG_MAN_DESCRIPTION);
	paragraphs(b, sv_of(msg(lang, c->about != MSG_NONE ? c->about : c->summary)));
	if (!c->run)
		put_members(b, lang, c);
	put_options(b, lang, c->options, MSG_HELP_OPTIONS);
	section(b, lang, MSG_MAN_SEE_ALSO);
	buf_str(b, ".BR yagura (1)\n");
}
