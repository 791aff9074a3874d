/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox.h - take away from this process what a parser of hostile input does not need.
 *
 * After sandbox_lock() the process can read, write and receive on descriptors it holds (and
 * on those passed to it), use memory, and exit: no file system (Landlock, all rights of the
 * ABI found), no new descriptors by name, no sockets, no programs, no signals to others
 * (seccomp, EPERM for everything else).  It dies with its parent.
 *
 * Ownership: none.
 * Errors:    YG_EIO when not even seccomp can be set up: the caller must not go on.  A kernel
 *	without Landlock is reported in *ret_missing and is not an error.
 * Threads:   before other threads exist.
 * Trust:     what must be loaded lazily (iconv modules, locales) has to be loaded before.
 */
#ifndef YAGURA_SANDBOX_H
#define YAGURA_SANDBOX_H

#include "base/base.h"

struct sandbox_limits {
	uint64_t memory_bytes;		/* address space; 0: no limit */
	uint64_t cpu_seconds;		/* 0: no limit */
};

int sandbox_lock(const struct sandbox_limits *limits, const char **ret_missing) YG_CHECK;

#endif
