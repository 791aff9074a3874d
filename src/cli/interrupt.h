/* SPDX-License-Identifier: Apache-2.0 */
/*
 * interrupt.h - ending on SIGINT, SIGTERM or SIGHUP without leaving a half-written file.
 *
 * Ownership: interrupt_unlink() copies the path.
 * Errors:    none.
 * Threads:   the main thread; a signal handler needs state that is not an argument, and this
 *	file is the one place that has it.
 * Trust:     paths are our own temporary names.
 */
#ifndef YAGURA_CLI_INTERRUPT_H
#define YAGURA_CLI_INTERRUPT_H

#include "base/base.h"

/* From now on SIGINT ends the program with EXIT_INTERRUPTED; SIGTERM and SIGHUP end it as
 * those signals do. */
void interrupt_install(void);

/* The temporary file to remove when interrupted; an empty path: nothing.  Paths longer than
 * PATH_MAX are not kept. */
void interrupt_unlink(struct sv path);

#endif
