/* SPDX-License-Identifier: Apache-2.0 */
#include "base/term_table.h"

#include "base/width.h"

enum { GAP = 2, LEAST = 8 };

struct term_table term_table_make(const struct term *term, const struct term_column *columns,
				  size_t count)
{
	struct term_table t = {.term = term, .columns = columns};

	t.count = count < TERM_TABLE_COLUMNS ? count : TERM_TABLE_COLUMNS;
	for (size_t i = 0; i < t.count; i++)
		t.width[i] = (unsigned)width_text(columns[i].title);
	return t;
}

/* Columns that safe text will take, without making it. */
static size_t safe_columns(struct sv text)
{
	struct buf b;
	size_t n;

	if (width_is_safe(text))
		return width_text(text);
	b = BUF_CAP(SIZE_MAX / 4);
	width_put_safe(&b, text);
	n = width_text(buf_view(&b));
	buf_drop(&b);
	return n;
}

void term_table_measure(struct term_table *t, const struct term_cell *cells)
{
	if (!t->term->tty)
		return;
	for (size_t i = 0; i < t->count; i++) {
		size_t n = safe_columns(cells[i].text), most = t->columns[i].most;
		if (most && n > most)
			n = most;
		if (n > t->width[i])
			t->width[i] = n > 10000 ? 10000 : (unsigned)n;
	}
}

static size_t total(const struct term_table *t)
{
	size_t n = t->indent + (t->count > 0 ? (t->count - 1) * GAP : 0);

	for (size_t i = 0; i < t->count; i++)
		n += t->width[i];
	return n;
}

/* The widest column of a kind that can still give way; t->count when there is none. */
static size_t widest_of(const struct term_table *t, enum term_flex flex, size_t other_than)
{
	size_t widest = t->count;

	for (size_t i = 0; i < t->count; i++)
		if (i != other_than && t->columns[i].flex == flex && t->width[i] > LEAST &&
		    (widest == t->count || t->width[i] > t->width[widest]))
			widest = i;
	return widest;
}

/* Take what is too much from the columns of one kind, the widest first. */
static void narrow(struct term_table *t, enum term_flex flex, size_t limit)
{
	while (total(t) > limit) {
		size_t excess = total(t) - limit, i = widest_of(t, flex, t->count), next;
		unsigned floor, take;
		if (i == t->count)
			return;
		/* Down to the next widest; where both are as wide, by one. */
		next = widest_of(t, flex, i);
		floor = next < t->count ? t->width[next] : LEAST;
		take = t->width[i] > floor ? t->width[i] - floor : 1;
		t->width[i] -= take < excess ? take : (unsigned)excess;
	}
}

void term_table_fit(struct term_table *t)
{
	if (!t->term->tty || t->term->columns == 0)
		return;
	narrow(t, TERM_WRAP, t->term->columns);
	narrow(t, TERM_CUT, t->term->columns);
}

/* Cut safe text to the width of a column; the ellipsis takes the last place. */
static struct sv cut(const struct term *t, struct sv text, unsigned width, struct sv *mark)
{
	*mark = (struct sv){NULL, 0};
	if (width_text(text) <= width)
		return text;
	*mark = t->utf8 ? SV("\xe2\x80\xa6") : SV(".");
	return width_prefix(text, width > 0 ? width - 1 : 0);
}

/* One column's part of one line.  last: nothing follows, so no blanks either. */
static void put_part(const struct term_table *t, struct buf *b, size_t i, struct sv text,
		     struct sv mark, enum term_style style, bool last)
{
	size_t used = width_text(text) + width_text(mark);
	size_t blanks = used < t->width[i] ? t->width[i] - used : 0;

	if (t->columns[i].right)
		term_fill(b, ' ', blanks);
	if (text.n > 0 || mark.n > 0) {
		term_begin(t->term, b, style);
		buf_sv(b, text);
		buf_sv(b, mark);
		term_end(t->term, b, style);
	}
	if (last)
		return;
	if (!t->columns[i].right)
		term_fill(b, ' ', blanks);
	term_fill(b, ' ', GAP);
}

static void put_plain(const struct term_table *t, struct buf *b, const struct term_cell *cells)
{
	for (size_t i = 0; i < t->count; i++) {
		if (i > 0)
			buf_char(b, '\t');
		width_put_safe(b, cells[i].text);
	}
	buf_char(b, '\n');
}

/* The lines of one row: every column takes its next piece until all are used up. */
static void put_lines(const struct term_table *t, struct buf *b, struct sv *left,
		      const struct term_cell *cells)
{
	bool more = true;

	for (bool first = true; more; first = false) {
		size_t last = 0;
		for (size_t i = 0; i < t->count; i++)
			if (left[i].n > 0)
				last = i;
		more = false;
		term_fill(b, ' ', t->indent);
		for (size_t i = 0; i <= last; i++) {
			struct sv part, mark = {NULL, 0};
			if (t->columns[i].flex == TERM_WRAP) {
				part = width_line(left[i], t->width[i], &left[i]);
				more = more || left[i].n > 0;
			} else {
				part = first ? cut(t->term, left[i], t->width[i], &mark)
					     : (struct sv){NULL, 0};
				left[i] = (struct sv){NULL, 0};
			}
			put_part(t, b, i, part, mark, cells[i].style, i == last);
		}
		buf_char(b, '\n');
	}
}

void term_table_row(const struct term_table *t, struct buf *b, const struct term_cell *cells)
{
	arena_auto a = {.cap = SIZE_MAX / 4};
	struct sv left[TERM_TABLE_COLUMNS];

	if (!t->term->tty) {
		put_plain(t, b, cells);
		return;
	}
	for (size_t i = 0; i < t->count; i++)
		left[i] = width_safe(&a, cells[i].text);
	put_lines(t, b, left, cells);
}

void term_table_head(const struct term_table *t, struct buf *b)
{
	struct term_cell cells[TERM_TABLE_COLUMNS] = {0};
	bool any = false;

	for (size_t i = 0; i < t->count; i++) {
		cells[i] = (struct term_cell){t->columns[i].title, TERM_BOLD};
		any = any || t->columns[i].title.n > 0;
	}
	if (any)
		term_table_row(t, b, cells);
}
