/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The purl specification's own tests, asked through the calculator: every case of type parse,
 * build and validate must give the expected parts, text or refusal.
 */
#include "check_file.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/text.h"
#include "component/identity/calc.h"

enum { QUALIFIERS_MAX = 64 };

/* One value of the data: a string, an object of parts, or null. */
struct value {
	struct sv raw, text;
	struct sv parts[5];	/* type, namespace, name, version, subpath */
	struct sv keys[QUALIFIERS_MAX], values[QUALIFIERS_MAX];
	size_t qualifiers;
};

static const char *const names[] = {"type", "namespace", "name", "version", "subpath"};

static void read_object(struct json *j, struct value *v)
{
	struct sv key;
	while (json_key(j, &key)) {
		if (sv_is(key, "qualifiers")) {
			if (!json_opt_object(j))
				continue;
			while (json_key(j, &v->keys[v->qualifiers]))
				if (json_opt_string(j, &v->values[v->qualifiers]) &&
				    v->qualifiers < QUALIFIERS_MAX - 1)
					v->qualifiers++;
			continue;
		}
		for (size_t i = 0; i < YG_COUNT(names); i++)
			if (sv_eq(key, sv_of(names[i]))) {
				(void)json_opt_string(j, &v->parts[i]);
				goto next;
			}
		json_skip(j);
next:;
	}
}

static void read_value(struct arena *a, struct sv raw, struct value *v)
{
	struct json j;
	struct sv copy = arena_copy(a, raw);

	*v = (struct value){.raw = raw};
	if (!copy.p)
		abort();
	json_init(&j, (char *)(uintptr_t)copy.p, copy.n);
	if (json_peek(&j) == JSON_OBJECT && json_enter_object(&j))
		read_object(&j, v);
	else
		(void)json_opt_string(&j, &v->text);
}

static bool same_qualifiers(const struct value *x, const struct value *y)
{
	if (x->qualifiers != y->qualifiers)
		return false;
	for (size_t i = 0; i < x->qualifiers; i++) {
		size_t k = 0;
		while (k < y->qualifiers && !sv_eq(x->keys[i], y->keys[k]))
			k++;
		if (k == y->qualifiers || !sv_eq(x->values[i], y->values[k]))
			return false;
	}
	return true;
}

static bool same_parts(const struct value *x, const struct value *y)
{
	for (size_t i = 0; i < YG_COUNT(names); i++)
		if (!sv_eq(x->parts[i], y->parts[i]))
			return false;
	return same_qualifiers(x, y);
}

/* The text of {"purl": text}. */
static struct sv answer_purl(struct arena *a, struct sv answer)
{
	struct sv copy = arena_copy(a, answer), key, text = {NULL, 0};
	struct json j;

	if (!copy.p)
		abort();
	json_init(&j, (char *)(uintptr_t)copy.p, copy.n);
	if (!json_enter_object(&j))
		return text;
	while (json_key(&j, &key)) {
		if (sv_is(key, "purl"))
			(void)json_string(&j, &text);
		else
			json_skip(&j);
	}
	return text;
}

static void run(struct sv type, struct sv input, struct sv expected, bool failure)
{
	arena_auto a = {.cap = 1 << 20};
	buf_auto line = BUF_CAP(1 << 20), out = BUF_CAP(1 << 20);
	struct value want, got;
	bool ok;

	buf_fmt(&line, "{\"type\":\"%.*s\",\"input\":%.*s}", SV_ARG(type), SV_ARG(input));
	if (calc_purl_line(&a, buf_view(&line), &out) < 0)
		abort();
	read_value(&a, buf_view(&out), &got);
	read_value(&a, expected, &want);
	if (failure)
		ok = sv_starts(buf_view(&out), SV("{\"error\":"));
	else if (sv_is(type, "parse"))
		ok = same_parts(&got, &want) && got.parts[0].n > 0;
	else
		ok = sv_eq(answer_purl(&a, buf_view(&out)), want.text);
	CHECK(ok, "%s: got %s, want %.*s", line.p, out.p, SV_ARG(expected));
}

static void read_case(struct json *j)
{
	struct sv key, type = {NULL, 0}, input = {NULL, 0}, expected = SV("null");
	bool failure = false;

	if (!json_enter_object(j))
		return;
	while (json_key(j, &key)) {
		if (sv_is(key, "test_type"))
			(void)json_string(j, &type);
		else if (sv_is(key, "input"))
			(void)json_raw(j, &input);
		else if (sv_is(key, "expected_output"))
			(void)json_raw(j, &expected);
		else if (sv_is(key, "expected_failure"))
			(void)json_opt_bool(j, &failure);
		else
			json_skip(j);
	}
	if (type.n > 0 && input.n > 0)
		run(type, input, expected, failure);
}

int main(void)
{
	struct buf data;
	struct json j;
	struct yg_err e = {0};
	int before;

	if (!check_load("conformance/purl/purl-spec-tests.json", &data)) {
		check_skip("purl specification", "no shared data");
		return check_done();
	}
	json_init(&j, data.p, data.n);
	if (json_enter_array(&j))
		while (json_item(&j))
			read_case(&j);
	CHECK(json_end(&j, &e) == 0, "%s at %zu", e.what, e.at);
	before = check_passed_ + check_failed_;
	CHECK(before > 580, "only %d cases were read", before);
	buf_drop(&data);
	return check_done();
}
