/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - set the stage for cli_run(): streams, signals, clock; leave with its exit code. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/interrupt.h"

static const char *environment(const char *name)
{
	return getenv(name);
}

/* A program that was started without one of the three streams would give its number to the
 * first file that it opens. */
static bool open_streams(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			return false;
	return true;
}

/* End as a program ends that writes into a closed pipe: quietly, by the signal. */
static void end_by_sigpipe(void)
{
	struct sigaction dfl = {.sa_handler = SIG_DFL};

	(void)sigaction(SIGPIPE, &dfl, NULL);
	(void)raise(SIGPIPE);
}

static enum exit_code finish(struct cli *cli, enum exit_code code)
{
	if (sink_flush(cli->out) == 0)
		return code;
	if (cli->out->error == EPIPE)
		end_by_sigpipe();
	else if (cli->out->error)
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_ERROR_OUTPUT,
			strerror(cli->out->error));
	else
		log_text(&cli->log, LOG_LEVEL_ERROR,
			 sv_of(cli_error_text(cli->lang, cli->out->b.err)));
	return exit_code_worse(code, EXIT_FAILED);
}

int main(int argc, char **argv)
{
	arena_auto arena = {.cap = LIMIT_COMMAND_MEMORY};
	struct clock clock = clock_system();
	sink_auto out = sink_to_fd(STDOUT_FILENO);
	int err = STDERR_FILENO;
	struct cli cli = {
		.arena = &arena, .env = environment, .clock = &clock, .out = &out,
		.in = STDIN_FILENO, .err = err,
		.log = {.program = "yagura", .clock = &clock, .sink = log_to_fd, .ctx = &err},
	};
	/* A parser child that dies must not take us with it: EPIPE is looked at instead. */
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	if (!open_streams() || argc < 1)
		return EXIT_FAILED;
	(void)sigaction(SIGPIPE, &ignore, NULL);
	interrupt_install();
	return (int)finish(&cli, cli_run(&cli, argc - 1, argv + 1));
}
