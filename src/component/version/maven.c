/* SPDX-License-Identifier: Apache-2.0 */
/*
 * maven.c - Maven's ComparableVersion as of 3.9 and 4 ("Version Order Specification"):
 * alpha < beta < milestone < rc = cr < snapshot < "" = ga = final = release < sp < other words,
 * and a word is below "-N", which is below ".N".
 *
 * The order is defined on nested lists in which only the last member can be a list, so that a
 * version is a flat run of items, each with the depth at which it stands.
 */
#include "base/limits.h"
#include "component/version/schemes.h"

enum maven_type { MAVEN_NUMBER, MAVEN_WORD, MAVEN_WORD_NUMBER };

struct maven_item {
	uint8_t type;
	uint16_t depth;		/* of the list that it belongs to */
	uint16_t start, end;	/* in the text */
	uint16_t split;		/* MAVEN_WORD_NUMBER ("rc1", "rc-1"): the word's end */
};

/* Every item takes a byte of text, or stands for the nothing between two separators. */
enum { MAVEN_ITEMS = LIMIT_VERSION + 1 };

struct maven {
	struct sv text;
	struct maven_item items[MAVEN_ITEMS];
	size_t count;
};

static bool is_zero(const struct maven *m, const struct maven_item *i)
{
	return i->type == MAVEN_NUMBER &&
	       sv_digits_cmp((struct sv){m->text.p + i->start, (size_t)(i->end - i->start)},
			     SV("0")) == 0;
}

struct maven_parser {
	struct maven *m;
	size_t start;		/* of the item that is being read */
	uint16_t depth;
	bool digits;		/* it ends in digits */
	bool joined;		/* it is a word with a number */
	bool filled;		/* the current list has an item */
};

static void open_list(struct maven_parser *p)
{
	if (p->filled) {
		p->depth++;
		p->filled = false;
	}
}

/* The item text[start, end); empty is the number 0. */
static void add_item(struct maven_parser *p, size_t end)
{
	struct maven *m = p->m;
	struct maven_item *i = &m->items[m->count++];
	size_t split = p->start;

	while (p->joined && split < end && !ch_digit(m->text.p[split]) && m->text.p[split] != '-')
		split++;
	*i = (struct maven_item){
		.type = p->joined ? MAVEN_WORD_NUMBER
			: p->digits || end == p->start ? MAVEN_NUMBER : MAVEN_WORD,
		.depth = p->depth, .start = (uint16_t)p->start, .end = (uint16_t)end,
		.split = (uint16_t)split,
	};
	p->joined = false;
	p->filled = true;
}

/*
 * Zeros that stand at the end of their list, or before a word or a list that starts with one,
 * do not count.  From the end backward, so that what follows is already normal.
 */
static void normalise(struct maven *m)
{
	size_t keep = m->count;		/* items[keep, count) are normal */

	for (size_t i = m->count; i-- > 0; ) {
		const struct maven_item *item = &m->items[i];
		if (is_zero(m, item)) {
			const struct maven_item *next = keep < m->count ? &m->items[keep] : NULL;
			if (!next)
				continue;
			/* the same list or the next one; deeper, the list between holds no word */
			if (next->type != MAVEN_NUMBER && next->depth - item->depth <= 1 &&
			    (next->depth != item->depth || next->type == MAVEN_WORD))
				continue;
		}
		m->items[--keep] = *item;
	}
	m->count -= keep;
	memmove(m->items, m->items + keep, m->count * sizeof *m->items);
}

static void maven_parse(struct sv text, struct maven *m)
{
	struct maven_parser p = {.m = m};

	m->text = text;
	m->count = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '.') {
			add_item(&p, i);
			p.start = i + 1;
			p.digits = false;
		} else if (c == '-') {
			if (i > p.start && !p.digits && i + 1 < text.n && ch_digit(text.p[i + 1])) {
				p.joined = true;	/* "rc-1" is "rc1" */
				continue;
			}
			add_item(&p, i);
			p.start = i + 1;
			p.digits = false;
			open_list(&p);
		} else if (ch_digit(c)) {
			if (!p.digits && i > p.start) {
				p.joined = true;
				open_list(&p);
			}
			p.digits = true;
		} else {
			if (p.digits && i > p.start) {
				add_item(&p, i);
				p.start = i;
				open_list(&p);
			}
			p.digits = false;
		}
	}
	if (text.n > p.start) {
		if (!p.digits)		/* ".x" is read as "-x" */
			open_list(&p);
		add_item(&p, text.n);
	}
	normalise(m);
}

enum { MAVEN_RELEASE = 5, MAVEN_OTHER = 7 };

static int qualifier_rank(struct sv w, bool with_number)
{
	static const struct {
		struct sv word;
		int rank;
	} words[] = {
		{SV_INIT("alpha"), 0}, {SV_INIT("beta"), 1}, {SV_INIT("milestone"), 2},
		{SV_INIT("rc"), 3}, {SV_INIT("cr"), 3}, {SV_INIT("snapshot"), 4},
		{SV_INIT(""), MAVEN_RELEASE}, {SV_INIT("ga"), MAVEN_RELEASE},
		{SV_INIT("final"), MAVEN_RELEASE}, {SV_INIT("release"), MAVEN_RELEASE},
		{SV_INIT("sp"), 6},
	};
	if (with_number && w.n == 1) {
		char c = ch_to_lower(w.p[0]);
		if (c == 'a' || c == 'b' || c == 'm')
			return c == 'm' ? 2 : c - 'a';
	}
	for (size_t i = 0; i < YG_COUNT(words); i++)
		if (sv_ieq(w, words[i].word))
			return words[i].rank;
	return MAVEN_OTHER;
}

static struct sv item_word(const struct maven *m, const struct maven_item *i)
{
	size_t end = i->type == MAVEN_WORD_NUMBER ? i->split : i->end;
	return (struct sv){m->text.p + i->start, end - i->start};
}

static struct sv item_number(const struct maven *m, const struct maven_item *i)
{
	size_t start = i->start;
	if (i->type == MAVEN_WORD_NUMBER)
		start = i->split + (size_t)(m->text.p[i->split] == '-');
	return (struct sv){m->text.p + start, i->end - start};
}

static int words_compare(const struct maven *a, const struct maven_item *i, const struct maven *b,
			 const struct maven_item *j)
{
	struct sv x = item_word(a, i), y = item_word(b, j);
	int m = qualifier_rank(x, i->type == MAVEN_WORD_NUMBER);
	int n = qualifier_rank(y, j->type == MAVEN_WORD_NUMBER);

	if (m != n)
		return m < n ? -1 : 1;
	return m == MAVEN_OTHER ? sv_icmp(x, y) : 0;
}

/* An item against the end of the other version. */
static int item_against_end(const struct maven *m, const struct maven_item *i)
{
	if (i->type == MAVEN_NUMBER)
		return !is_zero(m, i);
	return version_sign(qualifier_rank(item_word(m, i), i->type == MAVEN_WORD_NUMBER) -
			    MAVEN_RELEASE);
}

/* Two items of the same list. */
static int items_compare(const struct maven *a, const struct maven_item *i, const struct maven *b,
			 const struct maven_item *j)
{
	int r;

	if (i->type == MAVEN_NUMBER || j->type == MAVEN_NUMBER) {
		if (i->type != j->type)
			return i->type == MAVEN_NUMBER ? 1 : -1;
		return sv_digits_cmp(item_number(a, i), item_number(b, j));
	}
	r = words_compare(a, i, b, j);
	if (r)
		return r;
	if (i->type != j->type)		/* "x1" is above "x" */
		return i->type == MAVEN_WORD_NUMBER ? 1 : -1;
	return i->type == MAVEN_WORD ? 0 : sv_digits_cmp(item_number(a, i), item_number(b, j));
}

int version_maven_compare(struct sv a, struct sv b, int *ret_order)
{
	__attribute__((uninitialized)) struct maven x, y;
	int r = 0;

	if (a.n > LIMIT_VERSION || b.n > LIMIT_VERSION)
		return YG_ELIMIT;
	if (!version_printable(a) || !version_printable(b))
		return YG_ESYNTAX;
	maven_parse(a, &x);
	maven_parse(b, &y);
	for (size_t i = 0; !r && (i < x.count || i < y.count); i++) {
		const struct maven_item *m = i < x.count ? &x.items[i] : NULL;
		const struct maven_item *n = i < y.count ? &y.items[i] : NULL;
		if (!n)
			r = item_against_end(&x, m);
		else if (!m)
			r = -item_against_end(&y, n);
		else if (m->depth == n->depth)
			r = items_compare(&x, m, &y, n);
		else if (m->depth < n->depth)
			/* b goes on with a list: below a number, above a word */
			r = m->type == MAVEN_NUMBER ? 1 : -1;
		else
			r = n->type == MAVEN_NUMBER ? -1 : 1;
	}
	*ret_order = r;
	return 0;
}

int version_maven_check(struct sv v)
{
	return version_printable(v) ? 0 : YG_ESYNTAX;
}
