/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/policy_file.h"

#include "base/file.h"
#include "base/text.h"

static void say_problems(struct cli *cli, const struct policy_problems *problems)
{
	for (size_t i = 0; i < problems->count; i++) {
		const struct policy_problem *p = &problems->list[i];
		buf_auto b = BUF_CAP(LIMIT_LOG_LINE);
		policy_problem_write(&b, p, cli->lang);
		log_text(&cli->log, policy_problem_is_warning(p->kind) ? LOG_LEVEL_WARNING
								       : LOG_LEVEL_ERROR,
			 buf_view(&b));
	}
}

/* The policy's text in the arena, where what is loaded may point into it. */
static int read_text(struct cli *cli, struct sv given, struct sv *ret)
{
	buf_auto b = BUF_CAP(LIMIT_POLICY);
	int code;

	*ret = given.n == 0 ? policy_default_text() : policy_builtin_text(given);
	if (ret->n > 0)
		return 0;
	if ((code = file_read(given, &b)) < 0)
		return code;
	*ret = arena_copy(cli->arena, buf_view(&b));
	return ret->p ? 0 : YG_ENOMEM;
}

enum exit_code policy_file_load(struct cli *cli, struct sv given, const struct policy **ret)
{
	struct policy_problems *problems = arena_new(cli->arena, struct policy_problems, 1);
	struct sv text, shown = sv_first(given, 200);
	int code = problems ? read_text(cli, given, &text) : YG_ENOMEM;

	if (code < 0) {
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_POLICY_UNREADABLE, SV_ARG(shown),
			cli_error_text(cli->lang, code));
		return code == YG_ENOMEM ? EXIT_FAILED : EXIT_USAGE;
	}
	code = policy_load(cli->arena, text, NULL, 0, ret, problems);
	say_problems(cli, problems);
	if (code == 0)
		return EXIT_DONE;
	if (problems->errors > 0)
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_POLICY_REFUSED, problems->errors);
	else
		log_text(&cli->log, LOG_LEVEL_ERROR, sv_of(cli_error_text(cli->lang, code)));
	return problems->errors > 0 ? EXIT_USAGE : exit_code_of(code);
}
