/* SPDX-License-Identifier: Apache-2.0 */
/* version.c - `yagura version`: which program this is, and what it can read. */
#include <sqlite3.h>
#include <zstd.h>

#include "base/json_write.h"
#include "cli/commands.h"

struct version_options {
	bool json;
};

static const struct option_row rows[] = {
	{"json", 0, OPTION_FLAG, offsetof(struct version_options, json), MSG_NONE,
	 MSG_OPTION_JSON, NULL},
};
const struct option_table version_options = OPTION_TABLE(rows, struct version_options);

#if defined(__clang__)
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

enum exit_code command_version(struct cli *cli, const struct command_call *call)
{
	const struct version_options *o = call->options;
	struct buf *b = &cli->out->b;
	struct jw w = jw_on(b);

	if (!o->json) {
		buf_str(b, "yagura " YAGURA_VERSION "\n");
		return EXIT_DONE;
	}
	jw_object(&w);
	jw_key(&w, "schema_version");
	jw_u64(&w, 1);
	jw_key(&w, "yagura");
	jw_str(&w, YAGURA_VERSION);
	jw_key(&w, "compiler");
	jw_str(&w, COMPILER);
	jw_key(&w, "libraries");
	jw_object(&w);
	jw_key(&w, "sqlite");
	jw_str(&w, sqlite3_libversion());
	jw_key(&w, "zstd");
	jw_str(&w, ZSTD_versionString());
	jw_object_end(&w);
	jw_object_end(&w);
	buf_char(b, '\n');
	return EXIT_DONE;
}
