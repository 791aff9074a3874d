/* SPDX-License-Identifier: Apache-2.0 */
#include "base/term.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "base/width.h"

enum { COLUMNS_DEFAULT = 80, COLUMNS_LEAST = 40, COLUMNS_MOST = 500 };

/* SGR parameters (ECMA-48, 8.3.117): the 16 colours that every theme makes readable. */
static const char *const sgr[TERM_STYLE_COUNT] = {
	[TERM_BOLD] = "1", [TERM_DIM] = "2", [TERM_RED] = "1;31", [TERM_YELLOW] = "33",
	[TERM_BLUE] = "36", [TERM_GREEN] = "32",
};

static bool says_utf8(const char *(*env)(const char *name))
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < YG_COUNT(names); i++) {
		struct sv lang, codeset, v = sv_of(env(names[i]));
		if (v.n == 0)
			continue;
		(void)sv_cut(v, '.', &lang, &codeset);
		(void)sv_cut(codeset, '@', &codeset, &lang);
		return sv_ieq(codeset, SV("UTF-8")) || sv_ieq(codeset, SV("UTF8"));
	}
	return false;
}

static bool wants_color(bool tty, enum term_color color, const char *(*env)(const char *name))
{
	struct sv force = sv_of(env("CLICOLOR_FORCE"));

	if (color != TERM_COLOR_AUTO)
		return color == TERM_COLOR_ALWAYS;
	if (sv_of(env("NO_COLOR")).n > 0)
		return false;
	if (force.n > 0 && !sv_is(force, "0"))
		return true;
	return tty && !sv_is(sv_of(env("TERM")), "dumb") && sv_of(env("TERM")).n > 0 &&
	       !sv_is(sv_of(env("CLICOLOR")), "0");
}

static unsigned columns_of(int fd, const char *(*env)(const char *name))
{
	struct winsize w = {0};
	uint64_t n = 0;

	if (ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
		n = w.ws_col;
	else if (!sv_u64(sv_of(env("COLUMNS")), &n) || n == 0)
		n = COLUMNS_DEFAULT;
	return n < COLUMNS_LEAST ? COLUMNS_LEAST : n > COLUMNS_MOST ? COLUMNS_MOST
								    : (unsigned)n;
}

struct term term_of(int fd, enum term_color color, const char *(*env)(const char *name))
{
	struct term t = {.tty = isatty(fd) == 1, .utf8 = says_utf8(env)};

	t.color = wants_color(t.tty, color, env);
	t.columns = t.tty ? columns_of(fd, env) : 0;
	return t;
}

void term_begin(const struct term *t, struct buf *b, enum term_style style)
{
	if (t->color && sgr[style])
		buf_fmt(b, "\x1b[%sm", sgr[style]);
}

void term_end(const struct term *t, struct buf *b, enum term_style style)
{
	if (t->color && sgr[style])
		buf_str(b, "\x1b[0m");
}

void term_put(const struct term *t, struct buf *b, enum term_style style, struct sv text)
{
	term_begin(t, b, style);
	width_put_safe(b, text);
	term_end(t, b, style);
}

void term_fill(struct buf *b, char c, size_t n)
{
	char *p = buf_reserve(b, n);

	if (!p)
		return;
	memset(p, c, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void term_wrap(const struct term *t, struct buf *b, struct sv text, unsigned indent,
	       bool hanging)
{
	size_t room = t->columns > indent + 20 ? t->columns - indent
		    : t->columns ? 20 : SIZE_MAX;
	struct buf safe = BUF_CAP(SIZE_MAX / 4);
	struct sv rest;

	width_put_safe(&safe, text);
	rest = buf_view(&safe);
	do {
		struct sv line = width_line(rest, room, &rest);
		if (!hanging)
			term_fill(b, ' ', indent);
		hanging = false;
		buf_sv(b, line);
		buf_char(b, '\n');
	} while (rest.n > 0);
	if (safe.err && !b->err)
		b->err = safe.err;
	buf_drop(&safe);
}
