/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"

#include "base/text.h"

void csv_init(struct csv *c, char *text, size_t n)
{
	*c = (struct csv){.p = text, .begin = text, .end = text + n};
	if (sv_starts((struct sv){text, n}, SV("\xef\xbb\xbf")))
		c->p += 3;
}

int csv_err(const struct csv *c, struct yg_err *err)
{
	if (c->code && err)
		*err = c->err;
	return c->code;
}

static bool fail(struct csv *c, const char *at, const char *what)
{
	c->code = YG_ESYNTAX;
	c->err = (struct yg_err){(size_t)(at - c->begin), what};
	return false;
}

/* The end of a row or of a field without quotes. */
static char *plain_end(const struct csv *c, char *p)
{
	while (p < c->end && *p != ',' && *p != '\n')
		p++;
	return p;
}

/* The quoted field at c->p, unquoted in place; c->p stands behind its closing quote. */
static bool quoted(struct csv *c, struct sv *out)
{
	char *start = c->p + 1, *w = start;

	for (char *p = start; p < c->end; p++) {
		if (*p == '"') {
			if (p + 1 == c->end || p[1] != '"') {
				*out = (struct sv){start, (size_t)(w - start)};
				c->p = p + 1;
				return true;
			}
			p++;
		}
		*w++ = *p;
	}
	return fail(c, c->p, "a quote without an end");
}

/* One field; *ret_more says whether another one follows in this row. */
static bool field(struct csv *c, struct sv *out, bool *ret_more)
{
	char *start = c->p, *stop;

	if (start < c->end && *start == '"') {
		if (!quoted(c, out))
			return false;
		stop = c->p;
		if (stop < c->end && *stop == '\r')
			stop++;
		if (stop < c->end && *stop != '\n' && (*stop != ',' || stop != c->p))
			return fail(c, stop, "text after a quoted field");
	} else {
		stop = plain_end(c, start);
		*out = (struct sv){start, (size_t)(stop - start)};
		if (out->n > 0 && out->p[out->n - 1] == '\r' && (stop == c->end || *stop == '\n'))
			out->n--;
	}
	*ret_more = stop < c->end && *stop == ',';
	c->p = stop < c->end ? stop + 1 : stop;
	return true;
}

bool csv_row(struct csv *c, struct sv *fields, size_t max, size_t *ret_count)
{
	size_t count;
	bool more, blank;

	do {
		struct sv last = {0};
		if (c->code || c->p >= c->end)
			return false;
		c->at = (size_t)(c->p - c->begin);
		count = 0;
		do {
			if (!field(c, &last, &more))
				return false;
			if (count < max)
				fields[count] = last;
			count++;
		} while (more);
		blank = count == 1 && last.n == 0;
	} while (blank);
	*ret_count = count;
	return true;
}
