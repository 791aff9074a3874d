/* SPDX-License-Identifier: Apache-2.0 */
/* range_build.c - the pieces that the parsers of dialects are made of. */
#include "base/limits.h"
#include "component/version/ranges.h"

int range_add(struct range_builder *b, enum range_op op, struct sv version)
{
	struct range_constraint *c = arena_push(b->arena, b->items, b->count);

	if (!c)
		return YG_ENOMEM;
	*c = (struct range_constraint){.op = op, .starts = b->starts, .version = version};
	b->starts = false;
	return 0;
}

int range_syntax(const struct range_builder *b, struct sv at, const char *what)
{
	size_t place = at.p ? (size_t)(at.p - b->text.p) : b->text.n;
	return yg_fail(b->err, YG_ESYNTAX, place, what);
}

void range_skip_blanks(struct sv *s)
{
	while (s->n > 0 && (ch_space((unsigned char)s->p[0]) || s->p[0] == ','))
		*s = sv_from(*s, 1);
}

enum range_op range_take_op(struct sv *s)
{
	static const struct {
		struct sv text;
		enum range_op op;
	} ops[] = {		/* the longest first */
		{SV_INIT("=="), RANGE_EQ}, {SV_INIT("!="), RANGE_NE}, {SV_INIT("<="), RANGE_LE},
		{SV_INIT("=<"), RANGE_LE}, {SV_INIT(">="), RANGE_GE}, {SV_INIT("=>"), RANGE_GE},
		{SV_INIT("="), RANGE_EQ}, {SV_INIT("<"), RANGE_LT}, {SV_INIT(">"), RANGE_GT},
	};
	enum range_op op = RANGE_EQ;

	for (size_t i = 0; i < YG_COUNT(ops); i++) {
		if (!sv_starts(*s, ops[i].text))
			continue;
		*s = sv_from(*s, ops[i].text.n);
		op = ops[i].op;
		break;
	}
	while (s->n > 0 && ch_space((unsigned char)s->p[0]))
		*s = sv_from(*s, 1);
	return op;
}

struct sv range_take_token(struct sv *s)
{
	struct sv t = {s->p, 0};

	if (s->n > 1 && (s->p[0] == '\'' || s->p[0] == '"')) {
		size_t end = sv_find(sv_from(*s, 1), s->p[0]);
		t = sv_first(sv_from(*s, 1), end);
		*s = sv_from(*s, end + 2);
		return t;
	}
	while (t.n < s->n && !ch_space((unsigned char)s->p[t.n]) &&
	       !memchr(",<>=", s->p[t.n], 4) &&
	       !sv_starts(sv_from(*s, t.n), SV("!=")))	/* "2!1.0" has an epoch */
		t.n++;
	*s = sv_from(*s, t.n);
	return t;
}

bool range_next_alternative(struct sv *rest, struct sv *part)
{
	size_t bar;

	if (!rest->p)
		return false;
	bar = sv_search(*rest, SV("||"));
	*part = sv_first(*rest, bar);
	*rest = bar < rest->n ? sv_from(*rest, bar + 2) : (struct sv){NULL, 0};
	return true;
}

struct sv range_increment(struct arena *a, struct sv digits)
{
	char *p;
	size_t i;

	while (digits.n > 1 && digits.p[0] == '0')
		digits = sv_from(digits, 1);
	p = arena_new(a, char, digits.n + 2);
	if (!p)
		return (struct sv){NULL, 0};
	p[0] = '0';		/* room for a carry */
	if (digits.n > 0)
		memcpy(p + 1, digits.p, digits.n);
	else
		p[1] = '0', digits.n = 1;
	for (i = digits.n; p[i] == '9'; i--)
		p[i] = '0';
	p[i]++;
	return i == 0 ? (struct sv){p, digits.n + 1} : (struct sv){p + 1, digits.n};
}
