/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/lock/yaml.h"

#include "base/text.h"

void yaml_init(struct yaml *y, char *text, size_t n)
{
	*y = (struct yaml){.p = text, .begin = text, .end = text + n};
}

int yaml_err(const struct yaml *y, struct yg_err *err)
{
	if (y->code && err)
		*err = y->err;
	return y->code;
}

static bool fail(struct yaml *y, const char *at, const char *what)
{
	if (!y->code)
		y->code = yg_fail(&y->err, YG_ESYNTAX, (size_t)(at - y->begin), what);
	y->p = y->end;
	return false;
}

static char *line_end(const struct yaml *y, char *p)
{
	char *q = memchr(p, '\n', (size_t)(y->end - p));
	return q ? q : y->end;
}

/* A quoted scalar at *p, unescaped in place; *p is moved behind it.  NULL p: it does not end
 * on its line. */
static struct sv read_quoted(char **p, char *end)
{
	static const char from[] = "\"\\/ntr0", to[] = "\"\\/\n\t\r";
	char quote = **p, *start = *p + 1, *w = start;

	for (char *q = start; q < end; q++) {
		if (*q == quote && quote == '\'' && q + 1 < end && q[1] == '\'') {
			*w++ = *q++;
		} else if (*q == quote) {
			*p = q + 1;
			return (struct sv){start, (size_t)(w - start)};
		} else if (*q == '\\' && quote == '"' && q + 1 < end) {
			const char *hit = strchr(from, q[1]);
			if (hit && q[1] != '0' && q[1] != '\0') {
				*w++ = to[hit - from];
				q++;
			} else {
				*w++ = *q;	/* \u and the like: no name or version has them */
			}
		} else {
			*w++ = *q;
		}
	}
	return (struct sv){NULL, 0};
}

/* Where a plain key ends: ':' before a blank or the line's end.  end when there is none. */
static char *find_colon(char *p, char *end)
{
	for (; p < end; p++) {
		if (*p == ':' && (p + 1 == end || p[1] == ' ' || p[1] == '\r'))
			return p;
		if (*p == '#' && p[-1] == ' ')
			break;
	}
	return end;
}

/* A plain scalar without the comment behind it. */
static struct sv plain(char *p, char *end)
{
	struct sv s = {p, (size_t)(end - p)};

	for (size_t i = 1; i < s.n; i++)
		if (s.p[i] == '#' && s.p[i - 1] == ' ')
			s.n = i;
	return sv_trim(s);
}

/* A flow collection from p: over lines until its brackets close; y->p is moved behind it. */
static struct sv read_flow(struct yaml *y, char *p)
{
	char *start = p, quote = '\0';
	unsigned depth = 0;

	for (; p < y->end; p++) {
		if (quote) {
			quote = *p == quote ? '\0' : quote;
		} else if (*p == '"' || *p == '\'') {
			quote = *p;
		} else if (*p == '{' || *p == '[') {
			depth++;
		} else if ((*p == '}' || *p == ']') && --depth == 0) {
			y->p = line_end(y, p);
			return (struct sv){start, (size_t)(p + 1 - start)};
		}
	}
	(void)fail(y, start, "brackets that do not close");
	return (struct sv){NULL, 0};
}

/* The value that begins at p, on the line that ends at end. */
static bool read_value(struct yaml *y, char *p, char *end, struct yaml_line *line)
{
	while (p < end && *p == ' ')
		p++;
	if (p == end || *p == '#' || *p == '\r')
		return true;
	switch (*p) {
	case '"':
	case '\'':
		line->value = read_quoted(&p, end);
		return line->value.p || fail(y, p, "a quoted text that does not end on its line");
	case '{':
	case '[':
		line->value = read_flow(y, p);
		return line->value.p != NULL;
	case '|':
	case '>':
		y->block = line->indent + 1;
		return true;
	case '&':
	case '*':
	case '!':
		return fail(y, p, "YAML anchors, aliases and tags are not read");
	default:
		line->value = plain(p, end);
		return true;
	}
}

/* "key: value", "key:" or a scalar, from p on. */
static bool read_entry(struct yaml *y, char *p, char *end, struct yaml_line *line)
{
	char *colon, *after = p;

	if (*p == '"' || *p == '\'') {
		line->key = read_quoted(&after, end);
		if (!line->key.p)
			return fail(y, p, "a quoted text that does not end on its line");
		while (after < end && *after == ' ')
			after++;
		if (after < end && *after == ':')
			return read_value(y, after + 1, end, line);
		line->value = line->key;
		line->key = (struct sv){NULL, 0};
		return true;
	}
	colon = find_colon(p, end);
	if (colon == end || *p == '{' || *p == '[')
		return read_value(y, p, end, line);
	line->key = sv_trim((struct sv){p, (size_t)(colon - p)});
	return read_value(y, colon + 1, end, line);
}

/* "? key", whose value follows as ": value". */
static bool read_long_key(char *p, char *end, struct yaml_line *line)
{
	while (p < end && *p == ' ')
		p++;
	line->key = p < end && (*p == '"' || *p == '\'') ? read_quoted(&p, end) : plain(p, end);
	return line->key.p != NULL;
}

/* Is the line from p to end one to pass over?  Sets *indent. */
static bool is_passed_over(struct yaml *y, char *p, char *end, size_t *indent)
{
	char *q = p;

	while (q < end && *q == ' ')
		q++;
	*indent = (size_t)(q - p);
	if (q == end || *q == '\r')
		return true;
	if (y->block && *indent >= y->block)
		return true;
	y->block = 0;
	return *q == '#' || (q == p && end - p >= 3 && (memcmp(p, "---", 3) == 0 ||
							memcmp(p, "...", 3) == 0));
}

bool yaml_next(struct yaml *y, struct yaml_line *line)
{
	struct yaml_line l = {0};
	char *p, *end;

	do {
		p = y->p;
		if (p >= y->end)
			return false;
		end = line_end(y, p);
		y->p = end < y->end ? end + 1 : end;
	} while (is_passed_over(y, p, end, &l.indent));
	p += l.indent;
	if (*p == '\t')
		return fail(y, p, "a tab as indentation");
	while (p + 1 < end && p[0] == '-' && p[1] == ' ') {
		l.item = true;
		for (p++, l.indent++; p < end && *p == ' '; p++)
			l.indent++;
	}
	l.at = p;
	if (p + 1 < end && p[0] == '?' && p[1] == ' ') {
		if (!read_long_key(p + 2, end, &l))
			return fail(y, p, "a quoted text that does not end on its line");
	} else if (p + 1 < end && p[0] == ':' && p[1] == ' ') {
		l.indent += 2;
		if (!read_entry(y, p + 2, end, &l))
			return false;
	} else if (p < end && !read_entry(y, p, end, &l)) {
		return false;
	}
	if (l.indent == 0 && l.key.n == 0)
		return fail(y, l.at, "a line that is no key of the outermost mapping");
	*line = l;
	return true;
}

struct sv yaml_flow_get(struct sv flow, struct sv key)
{
	struct sv rest, part, k, v;

	if (flow.n < 2 || flow.p[0] != '{')
		return (struct sv){NULL, 0};
	rest = (struct sv){flow.p + 1, flow.n - 2};
	while (sv_next(&rest, ',', &part)) {
		if (!sv_cut(part, ':', &k, &v) || !sv_eq(sv_trim(k), key))
			continue;
		v = sv_trim(v);
		if (v.n >= 2 && (v.p[0] == '\'' || v.p[0] == '"') && v.p[v.n - 1] == v.p[0])
			v = (struct sv){v.p + 1, v.n - 2};
		return v;
	}
	return (struct sv){NULL, 0};
}
