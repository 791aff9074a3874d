/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vers.c - VERS, the version range specifier (ECMA draft; package-url/vers-spec, clause 5):
 * vers:TYPE/CONSTRAINT|CONSTRAINT...
 */
#include "base/buf.h"
#include "base/limits.h"
#include "component/version/ranges.h"

/* 5.3.3.2: the bytes that a version must not show as they are. */
static bool must_encode(unsigned char c)
{
	return c <= ' ' || c > '~' || (c && strchr("><=!*|%", c));
}

static int hex(char c)
{
	if (ch_digit(c))
		return c - '0';
	c = ch_to_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* canonical: escapes in capitals, and only where they are needed. */
static int decode(struct arena *a, struct sv s, bool canonical, struct sv *ret)
{
	char *p;
	size_t n = 0;

	if (sv_find(s, '%') == s.n) {
		*ret = s;
		return 0;
	}
	p = arena_new(a, char, s.n);
	if (!p)
		return YG_ENOMEM;
	for (size_t i = 0; i < s.n; i++) {
		int hi, lo, c = (unsigned char)s.p[i];
		if (c == '%') {
			hi = i + 2 < s.n ? hex(s.p[i + 1]) : -1;
			lo = i + 2 < s.n ? hex(s.p[i + 2]) : -1;
			c = hi * 16 + lo;
			if (hi < 0 || lo < 0 || c == 0)
				return YG_ESYNTAX;
			if (canonical && (!must_encode((unsigned char)c) ||
					  ch_lower(s.p[i + 1]) || ch_lower(s.p[i + 2])))
				return YG_ESYNTAX;
			i += 2;
		}
		p[n++] = (char)c;
	}
	*ret = (struct sv){p, n};
	return 0;
}

/* 5.3.2: letters, digits, '.' and '-', a letter first; "invalid" is reserved to be wrong. */
static bool type_valid(struct sv type)
{
	for (size_t i = 0; i < type.n; i++)
		if (!ch_lower(type.p[i]) && !ch_digit(type.p[i]) && type.p[i] != '.' &&
		    type.p[i] != '-')
			return false;
	return type.n > 0 && ch_lower(type.p[0]) && !sv_is(type, "invalid");
}

static int read_constraint(struct arena *a, struct sv s, struct vers *v, bool canonical)
{
	struct range_constraint *c, one = {.op = RANGE_EQ};
	struct sv rest = s;
	int r;

	if (sv_is(s, "*")) {
		one.op = RANGE_ANY;
	} else {
		for (size_t i = 0; i < s.n; i++)
			if (ch_space((unsigned char)s.p[i]))
				return YG_ESYNTAX;
		if (rest.p[0] == '=' && canonical)
			return YG_ESYNTAX;
		one.op = range_take_op(&rest);
		if (rest.n == 0)
			return YG_ESYNTAX;
		for (size_t i = 0; i < rest.n; i++)
			if (rest.p[i] != '%' && must_encode((unsigned char)rest.p[i]))
				return YG_ESYNTAX;
		r = decode(a, rest, canonical, &one.version);
		if (r < 0)
			return r;
		/* RFC 3339 as the datetime type writes it: "T" and "Z" in capitals */
		if (canonical && sv_is(v->type, "datetime") &&
		    (sv_find(one.version, 't') < one.version.n ||
		     sv_find(one.version, 'z') < one.version.n))
			return YG_ESYNTAX;
	}
	c = arena_push(a, v->items, v->count);
	if (!c)
		return YG_ENOMEM;
	*c = one;
	return 0;
}

static struct sv without_blanks(struct arena *a, struct sv s)
{
	char *p = arena_new(a, char, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; p && i < s.n; i++)
		if (!ch_space((unsigned char)s.p[i]))
			p[n++] = s.p[i];
	return (struct sv){p, n};
}

/* The syntax only; canonical: nothing is repaired. */
static int read_items(struct arena *a, struct sv text, bool canonical, struct vers *ret,
		      struct yg_err *err)
{
	struct vers v = {.type = {NULL, 0}};
	struct sv rest, field;
	int r;

	if (text.n > LIMIT_RANGE)
		return yg_fail(err, YG_ELIMIT, LIMIT_RANGE, "range too long");
	if (!canonical) {
		text = without_blanks(a, text);
		if (!text.p)
			return yg_fail(err, YG_ENOMEM, 0, "out of memory");
	}
	if (!sv_starts(text, SV("vers:")))
		return yg_fail(err, YG_ESYNTAX, 0, "missing \"vers:\"");
	if (!sv_cut(sv_from(text, 5), '/', &v.type, &rest))
		return yg_fail(err, YG_ESYNTAX, 5, "missing \"/\"");
	if (!canonical) {
		v.type = sv_lower(a, v.type);
		if (!v.type.p)
			return yg_fail(err, YG_ENOMEM, 0, "out of memory");
	}
	if (!type_valid(v.type))
		return yg_fail(err, YG_ESYNTAX, 5, "not a type of version scheme");
	v.scheme = version_scheme_of_purl_type(v.type);
	if (!v.scheme)
		v.scheme = version_scheme_find(v.type);
	while (sv_next(&rest, '|', &field)) {
		size_t at = (size_t)(field.p - text.p);
		if (field.n == 0 && !canonical)
			continue;
		r = field.n == 0 ? YG_ESYNTAX : read_constraint(a, field, &v, canonical);
		if (r < 0)
			return yg_fail(err, r, at, r == YG_ENOMEM ? "out of memory"
								 : "not a constraint");
	}
	if (v.count == 0)
		return yg_fail(err, YG_ESYNTAX, text.n, "no constraint");
	for (size_t i = 0; i < v.count; i++)
		if (v.items[i].op == RANGE_ANY && v.count > 1)
			return yg_fail(err, YG_ESYNTAX, 5, "\"*\" stands alone");
	*ret = v;
	return 0;
}

static bool is_upper(enum range_op op)
{
	return op == RANGE_LT || op == RANGE_LE || op == RANGE_BELOW;
}

static bool is_lower(enum range_op op)
{
	return op == RANGE_GT || op == RANGE_GE;
}

/* 5.4: sorted, each version once, and bounds that open and close in turn. */
static const char *sequence_error(const struct vers *v)
{
	enum range_op last = RANGE_NONE;	/* the last but for != */
	enum range_op bound = RANGE_NONE;	/* the last but for != and = */

	for (size_t i = 0; i < v->count; i++) {
		enum range_op op = v->items[i].op;
		int order;
		if (i > 0 && v->scheme) {
			if (version_compare(v->scheme, v->items[i - 1].version,
					    v->items[i].version, &order) < 0)
				return "versions without an order";
			if (order >= 0)
				return order ? "constraints are not sorted"
					     : "a version stands twice";
		}
		if (op == RANGE_NE || op == RANGE_ANY)
			continue;
		if (last == RANGE_EQ && is_upper(op))
			return "an equality before \"<\" is redundant";
		last = op;
		if (op == RANGE_EQ)
			continue;
		if ((is_upper(op) && is_upper(bound)) || (is_lower(op) && is_lower(bound)))
			return "bounds do not alternate";
		bound = op;
	}
	return NULL;
}

int vers_parse(struct arena *a, struct sv text, struct vers *ret, struct yg_err *err)
{
	struct vers v;
	const char *wrong;
	int r = read_items(a, text, true, &v, err);

	if (r < 0)
		return r;
	wrong = sequence_error(&v);
	if (wrong)
		return yg_fail(err, YG_ESYNTAX, 0, wrong);
	*ret = v;
	return 0;
}

/* Where two bear the same version: what ends there before what starts there. */
static unsigned op_rank(enum range_op op)
{
	static const enum range_op order[] = {
		RANGE_LT, RANGE_BELOW, RANGE_LE, RANGE_EQ, RANGE_ARBITRARY, RANGE_NE, RANGE_GE,
		RANGE_GT,
	};
	for (unsigned i = 0; i < YG_COUNT(order); i++)
		if (order[i] == op)
			return i;
	return YG_COUNT(order);
}

/* keep_bounds: bounds that change places among themselves are an error. */
static int sort_items(struct arena *a, struct vers *v, bool keep_bounds)
{
	struct version_key *keys = arena_new(a, struct version_key, v->count);
	struct range_constraint *items = arena_new(a, struct range_constraint, v->count);
	size_t last = 0;
	int r;

	if (!keys || !items)
		return YG_ENOMEM;
	if (v->count == 1)
		return 0;
	for (size_t i = 0; i < v->count; i++)
		keys[i] = (struct version_key){.version = v->items[i].version, .index = i,
					       .rank = op_rank(v->items[i].op)};
	r = version_sort(a, v->scheme, keys, v->count);
	if (r < 0)
		return r;
	for (size_t i = 0; i < v->count; i++) {
		items[i] = v->items[keys[i].index];
		if (!is_upper(items[i].op) && !is_lower(items[i].op))
			continue;
		if (keep_bounds && keys[i].index < last)
			return YG_ESYNTAX;
		last = keys[i].index;
	}
	v->items = items;
	return 0;
}

static int read_sorted(struct arena *a, struct sv text, bool canonical, struct vers *ret,
		       struct yg_err *err)
{
	struct vers v;
	int r = read_items(a, text, canonical, &v, err);

	if (r < 0)
		return r;
	r = sort_items(a, &v, true);
	if (r < 0)
		return yg_fail(err, r, 0, r == YG_ENOMEM ? "out of memory"
							: "bounds cannot be put in order");
	*ret = v;
	return 0;
}

int vers_sorted(struct arena *a, struct sv text, struct vers *ret, struct yg_err *err)
{
	return read_sorted(a, text, true, ret, err);
}

int vers_read(struct arena *a, struct sv text, struct vers *ret, struct yg_err *err)
{
	return read_sorted(a, text, false, ret, err);
}

static void write_version(struct buf *out, struct sv s)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (must_encode(c)) {
			buf_char(out, '%');
			buf_char(out, digits[c >> 4]);
			buf_char(out, digits[c & 15]);
		} else {
			buf_char(out, (char)c);
		}
	}
}

static const char *op_text(enum range_op op)
{
	switch (op) {
	case RANGE_ANY:
		return "*";
	case RANGE_NE:
		return "!=";
	case RANGE_LT:
	case RANGE_BELOW:
		return "<";
	case RANGE_LE:
		return "<=";
	case RANGE_GT:
		return ">";
	case RANGE_GE:
		return ">=";
	default:
		return "";
	}
}

void vers_write(const struct vers *v, struct buf *out)
{
	buf_str(out, "vers:");
	buf_sv(out, v->type);
	buf_char(out, '/');
	for (size_t i = 0; i < v->count; i++) {
		const struct range_constraint *c = &v->items[i];
		if (i > 0)
			buf_char(out, '|');
		buf_str(out, op_text(c->op));
		if (c->op != RANGE_ANY)
			write_version(out, c->op == RANGE_BELOW
					   ? sv_first(c->version, c->version.n - 2) : c->version);
	}
}

/* One alternative: bounds (NULL: open), and the exclusions that stand between them. */
static int add_span(struct range_builder *b, const struct vers *v,
		    const struct range_constraint *lo, const struct range_constraint *hi,
		    size_t from, size_t to)
{
	int r = 0;

	b->starts = true;
	if (lo)
		r = range_add(b, lo->op, lo->version);
	if (r == 0 && hi)
		r = range_add(b, hi->op, hi->version);
	for (size_t i = from; r == 0 && i < to; i++)
		if (v->items[i].op == RANGE_NE)
			r = range_add(b, RANGE_NE, v->items[i].version);
	return r;
}

/* The next bound after items[i]; NULL when there is none. */
static const struct range_constraint *next_bound(const struct vers *v, size_t i)
{
	while (++i < v->count)
		if (is_upper(v->items[i].op) || is_lower(v->items[i].op))
			return &v->items[i];
	return NULL;
}

/*
 * "Checking if a version is contained within a range", as alternatives.  Of bounds that follow
 * one another in the same direction the widest counts ("simplification").
 */
int vers_range(struct arena *a, const struct vers *v, struct version_range *ret)
{
	struct range_builder b = {.arena = a, .scheme = v->scheme, .starts = true};
	const struct range_constraint *open = NULL, *next;
	bool bounded = false, listed = false, begun = false;
	size_t from = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < v->count; i++) {
		const struct range_constraint *c = &v->items[i];
		if (c->op == RANGE_EQ || c->op == RANGE_ANY) {
			listed = true;
			b.starts = true;
			r = range_add(&b, c->op, c->version);
		} else if (is_lower(c->op)) {
			bounded = true;
			if (!open) {
				open = c;
				from = i;
			}
			begun = true;
		} else if (is_upper(c->op)) {
			bounded = true;
			next = next_bound(v, i);
			if ((next && is_upper(next->op)) || (begun && !open))
				continue;
			r = add_span(&b, v, open, c, from, i);
			open = NULL;
			begun = true;
		}
	}
	if (r == 0 && open)
		r = add_span(&b, v, open, NULL, from, v->count);
	if (r == 0 && !bounded && !listed)
		r = add_span(&b, v, NULL, NULL, 0, v->count);
	if (r < 0)
		return r;
	*ret = (struct version_range){.scheme = v->scheme, .items = b.items, .count = b.count};
	return 0;
}

/* "~=1.9" is ">=1.9" and "==1.*": of the prefix only the upper bound says anything new. */
static bool is_implied(const struct version_range *r, size_t i, struct sv lo)
{
	int order;

	return !r->items[i].starts && r->items[i].op == RANGE_PREFIX &&
	       r->items[i - 1].op == RANGE_GE &&
	       range_bound_order(r->scheme, r->items[i - 1].version, lo, &order) == 0 && order > 0;
}

/* PEP 440's prefixes and === in words of vers. */
static int flatten(struct range_builder *b, const struct version_range *range, size_t i)
{
	const struct range_constraint *c = &range->items[i];
	struct sv lo, hi;
	int r;

	switch (c->op) {
	case RANGE_NONE:
		return YG_EUNSUPPORTED;
	case RANGE_ARBITRARY:
		return range_add(b, RANGE_EQ, c->version);
	case RANGE_PREFIX:
	case RANGE_NOT_PREFIX:
		r = range_pep440_prefix(b->arena, c->version, &lo, &hi);
		if (r < 0)
			return r;
		if (!is_implied(range, i, lo))
			r = range_add(b, c->op == RANGE_PREFIX ? RANGE_GE : RANGE_LT, lo);
		if (r < 0)
			return r;
		return range_add(b, c->op == RANGE_PREFIX ? RANGE_LT : RANGE_GE, hi);
	default:
		return range_add(b, c->op, c->version);
	}
}

int range_to_vers(struct arena *a, const struct version_range *r, struct sv type,
		  struct vers *ret, struct yg_err *err)
{
	struct range_builder b = {.arena = a};
	struct vers v = {.type = type, .scheme = r->scheme};
	int code = 0;

	for (size_t i = 0; code == 0 && i < r->count; i++) {
		if (r->items[i].op == RANGE_ANY) {	/* with anything else: still every one */
			bool alone = r->items[i].starts &&
				     (i + 1 == r->count || r->items[i + 1].starts);
			if (!alone)
				continue;
			b.count = 0;
			b.items = NULL;
			code = range_add(&b, RANGE_ANY, r->items[i].version);
			break;
		}
		code = flatten(&b, r, i);
	}
	v.items = b.items;
	v.count = b.count;
	if (code == 0 && v.count > 0)
		code = sort_items(a, &v, false);
	if (code < 0 || v.count == 0)
		return yg_fail(err, code < 0 ? code : YG_EUNSUPPORTED, 0,
			       code == YG_ENOMEM ? "out of memory" : "vers: cannot say this range");
	*ret = v;
	return 0;
}
