/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever comes in, a terminal obeys nothing of what goes out, and nothing is lost or cut
 * inside a character. */
#include "base/term.h"
#include "base/term_table.h"
#include "base/text.h"
#include "base/width.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void must(bool ok)
{
	if (!ok)
		abort();
}

/* Made safe, a text is valid UTF-8 without control characters, and safe stays safe. */
static void check_safe(struct sv in)
{
	struct buf once = BUF_CAP(1 << 24), twice = BUF_CAP(1 << 24);
	struct sv rest;
	uint32_t c;

	width_put_safe(&once, in);
	must(once.err == 0);
	must(once.n == 0 || sv_utf8(buf_view(&once)));
	must(width_is_safe(buf_view(&once)));
	must(!width_is_safe(in) || sv_eq(in, buf_view(&once)));
	for (rest = buf_view(&once); width_next(&rest, &c);)
		must(c >= 0x20 && (c < 0x7f || c > 0x9f));
	width_put_safe(&twice, buf_view(&once));
	must(sv_eq(buf_view(&once), buf_view(&twice)));
	buf_drop(&once);
	buf_drop(&twice);
}

/* Lines hold every byte but blanks at the breaks, and each step gets ahead. */
static void check_lines(struct sv in, size_t columns)
{
	struct sv rest = in;

	while (rest.n > 0) {
		size_t before = rest.n;
		struct sv line = width_line(rest, columns, &rest);
		must(line.n > 0 && rest.n < before);
		must(line.p >= in.p && line.p + line.n <= in.p + in.n);
		for (const char *q = line.p + line.n; rest.n > 0 && q < rest.p; q++)
			must(*q == ' ');
	}
	must(width_text(width_prefix(in, columns)) <= columns);
}

static void check_table(struct sv in, unsigned columns)
{
	const struct term_column titles[] = {
		{SV_INIT("a"), .flex = TERM_CUT}, {SV_INIT("b"), .flex = TERM_WRAP},
		{SV_INIT("c"), .right = true},
	};
	struct term term = {.tty = true, .utf8 = true, .columns = columns};
	struct term_table t = term_table_make(&term, titles, YG_COUNT(titles));
	struct term_cell cells[3] = {
		{sv_first(in, in.n / 2), TERM_RED}, {in, TERM_PLAIN}, {sv_from(in, in.n / 2), 0},
	};
	struct buf b = BUF_CAP(1 << 24);
	struct sv rest, line;

	term_table_measure(&t, cells);
	term_table_fit(&t);
	term_table_row(&t, &b, cells);
	must(b.err == 0);
	for (rest = buf_view(&b); sv_line(&rest, &line);)
		must(line.n == 0 || sv_utf8(line));
	buf_drop(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	/* The first byte is a width; the text is sized exactly. */
	size_t columns = n > 0 ? p[0] % 100 : 0;
	char *text;

	if (n < 2 || n > 4096 || !(text = malloc(n - 1)))
		return 0;
	memcpy(text, p + 1, n - 1);
	check_safe((struct sv){text, n - 1});
	check_lines((struct sv){text, n - 1}, columns);
	check_table((struct sv){text, n - 1}, 40 + (unsigned)columns);
	free(text);
	return 0;
}
