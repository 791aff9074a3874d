/* SPDX-License-Identifier: Apache-2.0 */
/* completion.c - `yagura completion SHELL`: scripts from the table of commands. */
#include "base/text.h"
#include "cli/help.h"

/* The words after "calc": the second halves of the names of its members. */
static void put_members(struct buf *b, struct sv family)
{
	bool first = true;

	for (size_t i = 0; i < command_count; i++) {
		if (commands[i].hidden || !command_in_family(&commands[i], family))
			continue;
		if (!first)
			buf_char(b, ' ');
		buf_str(b, commands[i].name + family.n + 1);
		first = false;
	}
}

static bool top_level(const struct command *c)
{
	return !c->hidden && !strchr(c->name, ' ');
}

static void put_option_words(struct buf *b, const struct option_table *t)
{
	for (size_t i = 0; t && i < t->count; i++)
		if (t->rows[i].help != MSG_NONE)
			buf_fmt(b, " --%s", t->rows[i].name);
}

static void put_choices(struct buf *b, const char *choices)
{
	for (const char *p = choices; *p; p++)
		buf_char(b, *p == '|' ? ' ' : *p);
}

/* ---- bash ---- */

static bool takes_value(const struct option_row *r)
{
	return r->kind != OPTION_FLAG && r->kind != OPTION_COUNT;
}

/* Cases of $prev: the choices of an option, or files. */
static void bash_values(struct buf *b, const char *command, const struct option_table *t)
{
	for (size_t i = 0; t && i < t->count; i++) {
		const struct option_row *r = &t->rows[i];
		if (!takes_value(r) || r->help == MSG_NONE)
			continue;
		buf_fmt(b, "\t\"%s --%s\"", command, r->name);
		if (r->letter)
			buf_fmt(b, "|\"%s -%c\"", command, r->letter);
		if (r->choices) {
			buf_str(b, ") COMPREPLY=($(compgen -W \"");
			put_choices(b, r->choices);
			buf_str(b, "\" -- \"$cur\")); return ;;\n");
		} else {
			buf_str(b, ") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n");
		}
	}
}

static void bash(struct buf *b)
{
	buf_str(b, "# bash completion for yagura, made by: yagura completion bash\n"
		   "_yagura()\n{\n"
		   "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
		   "\tlocal first= second= command= i\n"
		   "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		   "\t\tcase ${COMP_WORDS[i]} in\n"
		   "\t\t-*) ;;\n"
		   "\t\t*) if [[ -z $first ]]; then first=${COMP_WORDS[i]}\n"
		   "\t\t   elif [[ -z $second ]]; then second=${COMP_WORDS[i]}; fi ;;\n"
		   "\t\tesac\n"
		   "\tdone\n"
		   "\tcommand=$first\n"
		   "\tcase $first in\n\t");
	for (size_t i = 0, n = 0; i < command_count; i++)
		if (top_level(&commands[i]) && !commands[i].run)
			buf_fmt(b, "%s%s", n++ ? "|" : "", commands[i].name);
	buf_str(b, ") command=\"$first${second:+ $second}\" ;;\n\tesac\n"
		   "\tcase \"$command $prev\" in\n");
	for (size_t i = 0; i < command_count; i++)
		if (!commands[i].hidden)
			bash_values(b, commands[i].name, commands[i].options);
	buf_str(b, "\tesac\n\tcase $prev in\n");
	for (size_t i = 0; i < cli_global_options.count; i++) {
		const struct option_row *r = &cli_global_options.rows[i];
		if (!takes_value(r) || !r->choices)
			continue;
		buf_fmt(b, "\t--%s) COMPREPLY=($(compgen -W \"", r->name);
		put_choices(b, r->choices);
		buf_str(b, "\" -- \"$cur\")); return ;;\n");
	}
	buf_str(b, "\tesac\n\tlocal words= options=\"");
	put_option_words(b, &cli_global_options);
	buf_str(b, "\"\n\tcase $command in\n\t'') words=\"");
	for (size_t i = 0; i < command_count; i++)
		if (top_level(&commands[i]))
			buf_fmt(b, "%s ", commands[i].name);
	buf_str(b, "\" ;;\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		if (c->hidden)
			continue;
		buf_fmt(b, "\t'%s') ", c->name);
		if (!c->run) {
			buf_str(b, "words=\"");
			put_members(b, sv_of(c->name));
			buf_str(b, "\" ");
		} else if (c->choices) {
			buf_str(b, "words=\"");
			put_choices(b, c->choices);
			buf_str(b, "\" ");
		}
		if (c->options) {
			buf_str(b, "options+=\"");
			put_option_words(b, c->options);
			buf_str(b, "\" ");
		}
		buf_str(b, ";;\n");
	}
	buf_str(b, "\tesac\n"
		   "\tif [[ $cur == -* ]]; then\n"
		   "\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
		   "\telif [[ -n $words ]]; then\n"
		   "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
		   "\telse\n"
		   "\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n"
		   "\tfi\n}\n"
		   "complete -o filenames -F _yagura yagura\n");
}

/* ---- zsh ---- */

/* Inside '...' and, for _arguments, inside [...]. */
static void zsh_text(struct buf *b, const char *z)
{
	for (; *z; z++) {
		if (*z == '\'')
			buf_str(b, "'\\''");
		else if (*z == '[' || *z == ']' || *z == ':' || *z == '\\')
			buf_fmt(b, "\\%c", *z);
		else
			buf_char(b, *z);
	}
}

static void zsh_options(struct buf *b, enum msg_lang lang, const struct option_table *t)
{
	for (size_t i = 0; t && i < t->count; i++) {
		const struct option_row *r = &t->rows[i];
		if (r->help == MSG_NONE)
			continue;
		for (int letter = 0; letter <= (r->letter != 0); letter++) {
			const char *repeat = r->kind == OPTION_LIST || r->kind == OPTION_COUNT
						     ? "*" : "";
			if (letter)
				buf_fmt(b, " \\\n\t\t'%s-%c[", repeat, r->letter);
			else
				buf_fmt(b, " \\\n\t\t'%s--%s[", repeat, r->name);
			zsh_text(b, msg(lang, r->help));
			buf_char(b, ']');
			if (takes_value(r)) {
				buf_char(b, ':');
				zsh_text(b, r->value ? msg(lang, r->value) : r->name);
				if (r->choices) {
					buf_str(b, ":(");
					put_choices(b, r->choices);
					buf_char(b, ')');
				} else {
					buf_str(b, ":_files");
				}
			}
			buf_char(b, '\'');
		}
	}
}

static void zsh_describe(struct buf *b, enum msg_lang lang, const char *family)
{
	size_t skip = family ? strlen(family) + 1 : 0;

	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		if (family ? c->hidden || !command_in_family(c, sv_of(family)) : !top_level(c))
			continue;
		buf_fmt(b, " \\\n\t\t\t'%s:", c->name + skip);
		zsh_text(b, msg(lang, c->summary));
		buf_char(b, '\'');
	}
}

static void zsh(struct buf *b, enum msg_lang lang)
{
	buf_str(b, "#compdef yagura\n# made by: yagura completion zsh\n"
		   "_yagura() {\n"
		   "\tlocal -a list\n"
		   "\tlocal first= second= command= i\n"
		   "\tfor ((i = 2; i < CURRENT; i++)); do\n"
		   "\t\t[[ ${words[i]} == -* ]] && continue\n"
		   "\t\tif [[ -z $first ]]; then first=${words[i]}\n"
		   "\t\telif [[ -z $second ]]; then second=${words[i]}; fi\n"
		   "\tdone\n"
		   "\tcommand=$first\n");
	for (size_t i = 0; i < command_count; i++)
		if (top_level(&commands[i]) && !commands[i].run)
			buf_fmt(b, "\t[[ $first == %s && -n $second ]] && "
				"command=\"$first $second\"\n", commands[i].name);
	buf_str(b, "\tcase $command in\n\t'')\n"
		   "\t\tif [[ ${words[CURRENT]} == -* ]]; then\n\t\t_arguments");
	zsh_options(b, lang, &cli_global_options);
	buf_str(b, "\n\t\telse\n\t\tlist=(");
	zsh_describe(b, lang, NULL);
	buf_str(b, ")\n\t\t_describe command list\n\t\tfi ;;\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		if (c->hidden)
			continue;
		buf_fmt(b, "\t'%s')\n", c->name);
		if (!c->run) {
			buf_str(b, "\t\tlist=(");
			zsh_describe(b, lang, c->name);
			buf_str(b, ")\n\t\t_describe command list ;;\n");
			continue;
		}
		buf_str(b, "\t\t_arguments");
		zsh_options(b, lang, c->options);
		zsh_options(b, lang, &cli_global_options);
		if (c->choices) {
			buf_str(b, " \\\n\t\t'*:operand:(");
			put_choices(b, c->choices);
			buf_str(b, ")' ;;\n");
		} else {
			buf_str(b, " \\\n\t\t'*:file:_files' ;;\n");
		}
	}
	buf_str(b, "\tesac\n}\n_yagura \"$@\"\n");
}

/* ---- fish ---- */

static void fish_text(struct buf *b, const char *z)
{
	buf_char(b, '\'');
	for (; *z; z++) {
		if (*z == '\'' || *z == '\\')
			buf_char(b, '\\');
		buf_char(b, *z);
	}
	buf_char(b, '\'');
}

static void fish_options(struct buf *b, enum msg_lang lang, const char *condition,
			 const struct option_table *t)
{
	for (size_t i = 0; t && i < t->count; i++) {
		const struct option_row *r = &t->rows[i];
		if (r->help == MSG_NONE)
			continue;
		buf_fmt(b, "complete -c yagura%s -l %s", condition, r->name);
		if (r->letter)
			buf_fmt(b, " -s %c", r->letter);
		if (takes_value(r))
			buf_str(b, r->choices ? " -x" : " -r");
		if (r->choices) {
			buf_str(b, " -a '");
			put_choices(b, r->choices);
			buf_char(b, '\'');
		}
		buf_str(b, " -d ");
		fish_text(b, msg(lang, r->help));
		buf_char(b, '\n');
	}
}

/* The condition under which a command's completions hold, as -n '...'. */
static void fish_condition(struct buf *b, const char *name)
{
	struct sv family, member;
	bool two = sv_cut(sv_of(name), ' ', &family, &member);

	buf_fmt(b, " -n '__fish_seen_subcommand_from %.*s", SV_ARG(family));
	if (two)
		buf_fmt(b, "; and __fish_seen_subcommand_from %.*s", SV_ARG(member));
	buf_char(b, '\'');
}

static void fish(struct buf *b, enum msg_lang lang)
{
	buf_str(b, "# fish completion for yagura, made by: yagura completion fish\n");
	fish_options(b, lang, "", &cli_global_options);
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		struct sv family, member;
		buf_auto condition = BUF_CAP(1024);
		if (c->hidden)
			continue;
		if (sv_cut(sv_of(c->name), ' ', &family, &member)) {
			buf_fmt(b, "complete -c yagura -f -n '__fish_seen_subcommand_from %.*s"
				"; and not __fish_seen_subcommand_from ", SV_ARG(family));
			put_members(b, family);
			buf_fmt(b, "' -a %.*s -d ", SV_ARG(member));
		} else {
			buf_fmt(b, "complete -c yagura -f -n __fish_use_subcommand -a %s -d ",
				c->name);
		}
		fish_text(b, msg(lang, c->summary));
		buf_char(b, '\n');
		fish_condition(&condition, c->name);
		if (condition.err)
			continue;
		if (c->choices) {
			buf_fmt(b, "complete -c yagura -f%s -a '", condition.p);
			put_choices(b, c->choices);
			buf_str(b, "'\n");
		}
		fish_options(b, lang, condition.p, c->options);
	}
}

int completion_write(struct buf *b, enum msg_lang lang, struct sv shell)
{
	if (sv_is(shell, "bash"))
		bash(b);
	else if (sv_is(shell, "zsh"))
		zsh(b, lang);
	else if (sv_is(shell, "fish"))
		fish(b, lang);
	else
		return YG_ENOTFOUND;
	return b->err;
}

enum exit_code command_completion(struct cli *cli, const struct command_call *call)
{
	struct sv shell = call->operands[0];
	int code = completion_write(&cli->out->b, cli->lang, shell);

	if (code == YG_ENOTFOUND)
		return cli_usage_msg(cli, call->command, MSG_COMPLETION_UNKNOWN,
				     SV_ARG(sv_first(shell, 100)));
	return EXIT_DONE;	/* a full buffer shows when main() flushes it */
}
