/* SPDX-License-Identifier: Apache-2.0 */
#include "understand/feeds/reading.h"

bool reading_bad(struct reading *in, const char *why)
{
	if (!in->bad) {
		in->bad = why;
		in->bad_at = (size_t)(in->j.p - in->j.begin);
	}
	return false;
}

bool reading_no_memory(struct reading *in)
{
	if (in->code == 0)
		in->code = YG_ENOMEM;
	return false;
}

/* Whether a value of this type comes next; if not, it is passed over. */
static bool is_next(struct reading *in, enum json_type want, const char *why)
{
	enum json_type t = json_peek(&in->j);

	if (t == want)
		return true;
	if (t != JSON_NULL && t != JSON_NONE)
		(void)reading_bad(in, why);
	json_skip(&in->j);
	return false;
}

bool reading_string(struct reading *in, struct sv *out, const char *why)
{
	struct sv s;

	if (!is_next(in, JSON_STRING, why) || !json_string(&in->j, &s))
		return false;
	if (s.n > 0 && memchr(s.p, '\0', s.n))
		return reading_bad(in, "a NUL in a string");
	*out = s;
	return true;
}

bool reading_text(struct reading *in, struct sv *out, const char *why)
{
	struct sv s;

	if (!is_next(in, JSON_STRING, why) || !json_string(&in->j, &s))
		return false;
	if (s.n > 0 && memchr(s.p, '\0', s.n)) {
		char *p = in->j.begin + (s.p - in->j.begin);	/* writable */
		for (size_t i = 0; i < s.n; i++)
			if (p[i] == '\0')
				p[i] = ' ';
	}
	*out = sv_trim(s);
	return true;
}

bool reading_object(struct reading *in, const char *why)
{
	return is_next(in, JSON_OBJECT, why) && json_enter_object(&in->j);
}

bool reading_array(struct reading *in, const char *why)
{
	return is_next(in, JSON_ARRAY, why) && json_enter_array(&in->j);
}

bool reading_key(struct reading *in, struct sv *key)
{
	return in->code == 0 && json_key(&in->j, key);
}

bool reading_item(struct reading *in)
{
	return in->code == 0 && json_item(&in->j);
}

struct sv reading_join(struct reading *in, struct sv x, struct sv y, struct sv z)
{
	struct sv s = sv_join(in->arena, x, y, z);

	if (!s.p)
		(void)reading_no_memory(in);
	return s;
}

/* Whether word is one of the words of list. */
static bool has_word(struct sv list, struct sv sep, struct sv word)
{
	while (list.n > 0) {
		size_t at = sv_search(list, sep);
		if (sv_eq(sv_first(list, at), word))
			return true;
		list = sv_from(list, at + sep.n);
	}
	return false;
}

void reading_add_word(struct reading *in, struct sv *list, struct sv sep, struct sv word)
{
	if (word.n == 0)
		return;
	if (list->n == 0)
		*list = word;
	else if (!has_word(*list, sep, word))
		*list = reading_join(in, *list, sep, word);
}

void reading_finish(struct reading *in, const struct record *r, size_t at)
{
	const char *bad = in->bad;

	in->bad = NULL;
	in->spans = 0;
	if (!reading_going(in))
		return;
	if (bad)
		in->code = in->sink->skip(in->sink->ctx, at, r->id, bad);
	else
		in->code = in->sink->record(in->sink->ctx, r);
}

int reading_end(struct reading *in, struct yg_err *err)
{
	if (in->j.code == 0 && in->code)
		return yg_fail(err, in->code, (size_t)(in->j.p - in->j.begin),
			       in->code == YG_ENOMEM ? "out of memory" :
			       "stopped by the receiver");
	return json_end(&in->j, err);
}

static bool all_digits(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ch_digit(s.p[i]))
			return false;
	return s.n > 0;
}

bool feed_is_cve(struct sv s)
{
	return s.n >= 13 && s.n <= 28 && sv_starts(s, SV("CVE-")) && s.p[8] == '-' &&
	       all_digits((struct sv){s.p + 4, 4}) && all_digits(sv_from(s, 9));
}

struct sv feed_cwe(struct sv s)
{
	size_t n = 4;

	if (!sv_starts(s, SV("CWE-")))
		return (struct sv){0};
	while (n < s.n && n < 12 && ch_digit(s.p[n]))
		n++;
	return n > 4 ? sv_first(s, n) : (struct sv){0};
}

bool feed_head_is(struct sv head, char open)
{
	head = sv_trim(head);
	return head.n > 0 && head.p[0] == open;
}

bool feed_head_has(struct sv head, struct sv key, char value)
{
	for (;;) {
		size_t at = sv_search(head, key), end = at + key.n;
		struct sv rest;
		if (at >= head.n)
			return false;
		rest = sv_from(head, end);
		if (at > 0 && head.p[at - 1] == '"' && rest.n > 0 && rest.p[0] == '"') {
			rest = sv_trim(sv_from(rest, 1));
			if (rest.n > 0 && rest.p[0] == ':') {
				rest = sv_trim(sv_from(rest, 1));
				if (rest.n > 0 && rest.p[0] == value)
					return true;
			}
		}
		head = sv_from(head, end);
	}
}

/* Past the string that starts at i, or s.n. */
static size_t string_end(struct sv s, size_t i)
{
	for (i++; i < s.n; i++) {
		if (s.p[i] == '"')
			return i + 1;
		if (s.p[i] == '\\')
			i++;
	}
	return s.n;
}

static size_t skip_blanks(struct sv s, size_t i)
{
	while (i < s.n && ch_space(s.p[i]))
		i++;
	return i;
}

unsigned feed_head_members(struct sv head, const struct feed_head_member *members, size_t count)
{
	unsigned found = 0;
	size_t depth = 0;

	for (size_t i = 0; i < head.n;) {
		char c = head.p[i];
		if (c == '"') {
			size_t end = string_end(head, i), at = skip_blanks(head, end);
			struct sv key = sv_first(sv_from(head, i + 1), end - i - 2);
			i = end;
			if (depth != 1 || at >= head.n || head.p[at] != ':')
				continue;
			i = at = skip_blanks(head, at + 1);
			for (size_t k = 0; k < count && at < head.n; k++)
				if (head.p[at] == members[k].value &&
				    sv_eq(key, members[k].key))
					found |= 1u << k;
			continue;
		}
		depth += c == '{' || c == '[';
		depth -= (c == '}' || c == ']') && depth > 0;
		i++;
	}
	return found;
}
