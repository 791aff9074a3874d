/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/interrupt.h"

#include <limits.h>
#include <signal.h>
#include <unistd.h>

#include "cli/exit_codes.h"

/* The path is complete whenever armed is 1: the handler may run between any two steps. */
static char path[PATH_MAX];
static volatile sig_atomic_t armed;

static void on_signal(int number)
{
	if (armed)
		(void)unlink(path);
	if (number == SIGINT)
		_exit(EXIT_INTERRUPTED);
	/* SA_RESETHAND: the second time the signal does what it does by default. */
	(void)raise(number);
}

void interrupt_install(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction a = {.sa_handler = on_signal,
			      .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
	struct sigaction old;

	for (size_t i = 0; i < YG_COUNT(signals); i++)
		/* nohup and background jobs of a shell ask for signals to be ignored. */
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			(void)sigaction(signals[i], &a, NULL);
}

void interrupt_unlink(struct sv name)
{
	armed = 0;
	if (name.n == 0 || name.n >= sizeof path)
		return;
	memcpy(path, name.p, name.n);
	path[name.n] = '\0';
	armed = 1;
}
