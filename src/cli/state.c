/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/state.h"

#include <stdio.h>

static int put(char *to, size_t room, const char *base, const char *below, const char *part)
{
	int n = snprintf(to, room, "%s%s/%s", base, below, part);

	return n < 0 || (size_t)n >= room ? YG_ELIMIT : 0;
}

static bool is_set(const char *v)
{
	return v && v[0];
}

int state_path(struct sv given, const char *part, const char *(*env)(const char *name),
	       unsigned uid, char *to, size_t room)
{
	const char *state = env("YAGURA_STATE"), *xdg = env("XDG_STATE_HOME");
	const char *home = env("HOME");

	if (given.n > 0) {
		if (given.n >= room)
			return YG_ELIMIT;
		memcpy(to, given.p, given.n);
		to[given.n] = '\0';
		return 0;
	}
	if (is_set(state))
		return put(to, room, state, "", part);
	if (uid == 0)
		return put(to, room, "/var/lib", "/yagura", part);
	/* XDG Base Directory Specification: a path that is not absolute is to be ignored. */
	if (is_set(xdg) && xdg[0] == '/')
		return put(to, room, xdg, "/yagura", part);
	if (is_set(home))
		return put(to, room, home, "/.local/state/yagura", part);
	return YG_ENOTFOUND;
}
