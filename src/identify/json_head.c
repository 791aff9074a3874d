/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/json_head.h"

#include "base/text.h"

static void skip_space(struct json_head *h)
{
	while (h->p < h->end && ch_space(*h->p))
		h->p++;
}

/* The string at h->p, which stands at its opening quote; false when it is cut off. */
static bool take_string(struct json_head *h, struct sv *out)
{
	const char *start = h->p + 1, *p = start;

	while (p < h->end && *p != '"')
		p += *p == '\\' ? 2 : 1;
	if (p >= h->end) {
		h->p = h->end;
		return false;
	}
	*out = (struct sv){start, (size_t)(p - start)};
	h->p = p + 1;
	return true;
}

/* To behind the bracket that closes the one at h->p.  Brackets are only counted. */
static void skip_container(struct json_head *h)
{
	size_t depth = 0;
	struct sv s;

	while (h->p < h->end) {
		char c = *h->p;
		if (c == '"') {
			(void)take_string(h, &s);
			continue;
		}
		h->p++;
		if (c == '{' || c == '[')
			depth++;
		else if ((c == '}' || c == ']') && --depth == 0)
			return;
	}
}

static void take_value(struct json_head *h, struct sv *value)
{
	const char *start = h->p;

	*value = (struct sv){start, 0};
	if (h->p >= h->end)
		return;
	if (*start == '"') {
		(void)take_string(h, value);
	} else if (*start == '{' || *start == '[') {
		value->n = 1;
		skip_container(h);
	} else {
		while (h->p < h->end && *h->p != ',' && *h->p != '}' && !ch_space(*h->p))
			h->p++;
		value->n = (size_t)(h->p - start);
	}
}

bool json_head_start(struct json_head *h, struct sv text)
{
	*h = (struct json_head){text.p, text.p + text.n};
	if (text.n == 0)
		return false;
	skip_space(h);
	if (h->p >= h->end || *h->p != '{')
		return false;
	h->p++;
	return true;
}

bool json_head_next(struct json_head *h, struct sv *key, struct sv *value)
{
	struct sv k;

	skip_space(h);
	if (h->p < h->end && *h->p == ',') {
		h->p++;
		skip_space(h);
	}
	if (h->p >= h->end || *h->p != '"' || !take_string(h, &k))
		return false;
	skip_space(h);
	if (h->p >= h->end || *h->p != ':')
		return false;
	h->p++;
	skip_space(h);
	take_value(h, value);
	*key = k;
	return true;
}

bool json_head_has(struct sv text, struct sv key, struct sv value_prefix)
{
	struct json_head h;
	struct sv k, v;

	if (!json_head_start(&h, text))
		return false;
	while (json_head_next(&h, &k, &v))
		if (sv_eq(k, key) && sv_starts(v, value_prefix))
			return true;
	return false;
}
