/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sibling.h"

#include <stdio.h>
#include <unistd.h>

#ifndef YAGURA_LIBEXECDIR
#define YAGURA_LIBEXECDIR "/usr/libexec/yagura"
#endif

static bool found(const char *path, int printed, size_t room)
{
	return printed > 0 && (size_t)printed < room && access(path, X_OK) == 0;
}

int sibling_path(const char *name, char *to, size_t room)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	if (n > 0) {
		self[n] = '\0';
		slash = strrchr(self, '/');
		if (slash)
			*slash = '\0';
		if (found(to, snprintf(to, room, "%s/%s", self, name), room) ||
		    found(to, snprintf(to, room, "%s/../libexec/yagura/%s", self, name), room))
			return 0;
	}
	if (found(to, snprintf(to, room, "%s/%s", YAGURA_LIBEXECDIR, name), room))
		return 0;
	return YG_ENOTFOUND;
}
