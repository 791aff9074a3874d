/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/log.h"
#include "base/progress.h"
#include "base/term.h"
#include "base/term_table.h"

/* An environment as "NAME=value" lines. */
static const char *const *env_lines;

static const char *env(const char *name)
{
	size_t n = strlen(name);

	for (const char *const *p = env_lines; p && *p; p++)
		if (strncmp(*p, name, n) == 0 && (*p)[n] == '=')
			return *p + n + 1;
	return NULL;
}

static const struct {
	bool tty;
	enum term_color color;
	const char *env[3];
	bool want;
} colors[] = {
	{true, TERM_COLOR_AUTO, {"TERM=xterm"}, true},
	{false, TERM_COLOR_AUTO, {"TERM=xterm"}, false},
	{true, TERM_COLOR_AUTO, {"TERM=dumb"}, false},
	{true, TERM_COLOR_AUTO, {NULL}, false},
	{true, TERM_COLOR_AUTO, {"TERM=xterm", "NO_COLOR=1"}, false},
	{true, TERM_COLOR_AUTO, {"TERM=xterm", "NO_COLOR="}, true},	/* empty: not set */
	{false, TERM_COLOR_AUTO, {"CLICOLOR_FORCE=1"}, true},
	{false, TERM_COLOR_AUTO, {"CLICOLOR_FORCE=0"}, false},
	{false, TERM_COLOR_AUTO, {"CLICOLOR_FORCE=1", "NO_COLOR=1"}, false},
	{true, TERM_COLOR_AUTO, {"TERM=xterm", "CLICOLOR=0"}, false},
	{false, TERM_COLOR_ALWAYS, {"NO_COLOR=1"}, true},
	{true, TERM_COLOR_NEVER, {"TERM=xterm", "CLICOLOR_FORCE=1"}, false},
};

static void check_colors(int tty, int plain)
{
	for (size_t i = 0; i < YG_COUNT(colors); i++) {
		int fd = colors[i].tty ? tty : plain;
		if (fd < 0)
			continue;
		env_lines = colors[i].env;
		CHECK_INT(term_of(fd, colors[i].color, env).color, colors[i].want, "color");
	}
}

static const struct term_column columns[] = {
	{SV_INIT("ID"), .flex = TERM_FIXED},
	{SV_INIT("件名"), .flex = TERM_CUT},
	{SV_INIT("N"), .right = true},
	{SV_INIT("why"), .flex = TERM_WRAP},
};

static const struct term_cell rows[][4] = {
	{{SV_INIT("CVE-1"), TERM_RED}, {SV_INIT("認証の不備"), TERM_PLAIN}, {SV_INIT("7"), 0},
	 {SV_INIT("short"), 0}},
	{{SV_INIT("CVE-22"), 0}, {SV_INIT("a\tlong\x1b[2J name that is cut"), 0},
	 {SV_INIT("123"), 0}, {SV_INIT("several words that go on another line"), 0}},
};

static void table(const struct term *t, struct buf *b)
{
	struct term_table table = term_table_make(t, columns, YG_COUNT(columns));

	for (size_t i = 0; i < YG_COUNT(rows); i++)
		term_table_measure(&table, rows[i]);
	term_table_fit(&table);
	term_table_head(&table, b);
	for (size_t i = 0; i < YG_COUNT(rows); i++)
		term_table_row(&table, b, rows[i]);
}

static void check_table(void)
{
	struct term wide = {.tty = true, .utf8 = true, .columns = 200};
	struct term narrow = {.tty = true, .utf8 = true, .columns = 48};
	struct term bright = {.tty = true, .utf8 = true, .color = true, .columns = 48};
	struct term pipe = {0};
	buf_auto b = BUF_CAP(10000);

	table(&wide, &b);
	CHECK_SV(buf_view(&b),
		 "ID      件名                              N  why\n"
		 "CVE-1   認証の不備                        7  short\n"
		 "CVE-22  a long\\x1b[2J name that is cut  123  several words that go on "
		 "another line\n", "wide");
	buf_clear(&b);
	table(&narrow, &b);
	CHECK_SV(buf_view(&b),
		 "ID      件名                         N  why\n"
		 "CVE-1   認証の不備                   7  short\n"
		 "CVE-22  a long\\x1b[2J name that …  123  several\n"
		 "                                        words\n"
		 "                                        that go\n"
		 "                                        on\n"
		 "                                        another\n"
		 "                                        line\n", "narrow");
	buf_clear(&b);
	table(&bright, &b);
	CHECK(memmem(b.p, b.n, "\x1b[1;31mCVE-1\x1b[0m", 16) != NULL, "a colour");
	CHECK(memmem(b.p, b.n, "\x1b[2J", 4) == NULL, "none that came with the data");
	buf_clear(&b);
	table(&pipe, &b);
	CHECK_SV(buf_view(&b),
		 "ID\t件名\tN\twhy\n"
		 "CVE-1\t認証の不備\t7\tshort\n"
		 "CVE-22\ta long\\x1b[2J name that is cut\t123\tseveral words that go on another "
		 "line\n", "a pipe");
}

static void collect(void *ctx, struct sv line)
{
	buf_sv(ctx, line);
}

static void check_log(void)
{
	buf_auto b = BUF_CAP(100000);
	struct clock clock = clock_fixed(1795240800);
	struct log l = {.most = LOG_LEVEL_INFO, .program = "yagura", .clock = &clock,
			.sink = collect, .ctx = &b};
	static char huge[10000];

	log_msg(&l, LOG_LEVEL_ERROR, MSG_USAGE_UNKNOWN_OPTION, SV_ARG(SV("--x\x1b[2J")));
	log_text(&l, LOG_LEVEL_INFO, SV("done"));
	log_text(&l, LOG_LEVEL_DEBUG, SV("not shown"));
	l.lang = MSG_JA;
	log_fmt(&l, LOG_LEVEL_WARNING, "%d", 42);
	CHECK_SV(buf_view(&b), "yagura: error: There is no option --x\\x1b[2J here.\n"
		 "yagura: done\nyagura: 警告: 42\n", "text");
	buf_clear(&b);
	l.json = true;
	log_fmt(&l, LOG_LEVEL_WARNING, "a \"%s\"\n", "b");
	CHECK_SV(buf_view(&b), "{\"time\":\"2026-11-21T06:00:00Z\",\"level\":\"warning\","
		 "\"program\":\"yagura\",\"message\":\"a \\\"b\\\"\\n\"}\n", "JSON Lines");
	buf_clear(&b);
	memset(huge, 0x1b, sizeof huge - 1);
	log_text(&l, LOG_LEVEL_INFO, sv_of(huge));
	log_fmt(&l, LOG_LEVEL_INFO, "%s", huge);
	CHECK(b.n > 8000 && b.n < 60000 && b.p[b.n - 1] == '\n', "a long one is cut off");
}

static void check_progress(void)
{
	struct term tty = {.tty = true, .columns = 80}, plain = {0};
	struct clock clock = clock_fixed(0);
	int fd[2];
	char got[1000];
	struct progress p;
	ssize_t n;

	if (pipe(fd) != 0)
		return;
	p = progress_begin(&plain, &clock, fd[1], true, SV("reading"));
	progress_show(&p, 1, 2);
	progress_end(&p);
	p = progress_begin(&tty, &clock, fd[1], false, SV("reading"));
	progress_show(&p, 1, 2);
	progress_end(&p);
	p = progress_begin(&tty, &clock, fd[1], true, SV("read\x1b[2J"));
	progress_show(&p, 1, 2);
	progress_show(&p, 1, 2);	/* too soon: the clock stands still */
	progress_show(&p, 2, 2);	/* the end is always shown */
	progress_end(&p);
	(void)close(fd[1]);
	n = read(fd[0], got, sizeof got);
	CHECK_SV(((struct sv){got, n > 0 ? (size_t)n : 0}),
		 "\rread\\x1b[2J [###############...............]  50%\x1b[K"
		 "\rread\\x1b[2J [##############################] 100%\x1b[K\r\x1b[K", "a bar");
	(void)close(fd[0]);
}

static void check_wrap(void)
{
	struct term t = {.tty = true, .columns = 40};
	buf_auto b = BUF_CAP(1000);

	buf_str(&b, "note ");
	term_wrap(&t, &b, SV("one two three four five six seven eight"), 5, true);
	CHECK_SV(buf_view(&b), "note one two three four five six seven\n     eight\n", "hanging");
}

int main(void)
{
	static const char *const utf8[] = {"LC_CTYPE=ja_JP.utf8@x", "LANG=C", NULL};
	static const char *const ascii[] = {"LC_ALL=C", "LANG=ja_JP.UTF-8", NULL};
	int tty = posix_openpt(O_RDWR | O_NOCTTY), plain = open("/dev/null", O_RDWR);

	if (tty < 0)
		check_skip("terminals", "no pseudo-terminal to be had");
	check_colors(tty, plain);
	env_lines = utf8;
	CHECK(term_of(plain, TERM_COLOR_AUTO, env).utf8, "UTF-8");
	CHECK_INT(term_of(plain, TERM_COLOR_AUTO, env).columns, 0, "no limit");
	env_lines = ascii;
	CHECK(!term_of(plain, TERM_COLOR_AUTO, env).utf8, "LC_ALL wins");
	if (tty >= 0)
		CHECK_INT(term_of(tty, TERM_COLOR_AUTO, env).columns, 80, "unknown: 80");
	check_table();
	check_log();
	check_progress();
	check_wrap();
	return check_done();
}
