/* SPDX-License-Identifier: Apache-2.0 */
/*
 * confine.h - yagura-fetch gives up what it does not need before it speaks to the network:
 * writing anywhere but in the feeds folder, and starting programs.
 *
 * It must read certificates, the resolver's files and libraries that are loaded late, so
 * reading stays; parsers, which need none of this, use base/sandbox.h.
 *
 * Ownership: none.
 * Errors:    false when the kernel has no Landlock; the program can go on.
 * Threads:   before other threads exist.   Trust: the folder is open already.
 */
#ifndef YAGURA_FETCH_CONFINE_H
#define YAGURA_FETCH_CONFINE_H

#include "base/base.h"

bool fetch_confine(int folder);

#endif
