/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"
#include "cli/state.h"

static const char *state, *xdg, *home;

static const char *environment(const char *name)
{
	return strcmp(name, "YAGURA_STATE") == 0 ? state
	     : strcmp(name, "XDG_STATE_HOME") == 0 ? xdg
	     : strcmp(name, "HOME") == 0 ? home : NULL;
}

static const struct {
	const char *given, *state, *xdg, *home;
	unsigned uid;
	int r;
	const char *path;
} rows[] = {
	{"/x", "/s", "/d", "/h", 0, 0, "/x"},
	{"", "/s", "/d", "/h", 0, 0, "/s/feeds"},
	{"", "rel", NULL, NULL, 1000, 0, "rel/feeds"},
	{"", NULL, "/d", "/h", 0, 0, "/var/lib/yagura/feeds"},
	{"", "", "/d", "/h", 1000, 0, "/d/yagura/feeds"},
	{"", NULL, "not/absolute", "/h", 1000, 0, "/h/.local/state/yagura/feeds"},
	{"", NULL, NULL, "/h", 1000, 0, "/h/.local/state/yagura/feeds"},
	{"", NULL, "", "", 1000, YG_ENOTFOUND, ""},
	{"/a/path/that/has/no/room/to/stand/in", NULL, NULL, NULL, 0, YG_ELIMIT, ""},
	{"", "/a/path/that/has/no/room/to/stand", NULL, NULL, 0, YG_ELIMIT, ""},
};

int main(void)
{
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		char path[32];
		state = rows[i].state;
		xdg = rows[i].xdg;
		home = rows[i].home;
		CHECK_INT(state_path(sv_of(rows[i].given), "feeds", environment, rows[i].uid,
				     path, sizeof path), rows[i].r, rows[i].path);
		if (rows[i].r == 0)
			CHECK_SV(sv_of(path), rows[i].path, "path");
	}
	return check_done();
}
