/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tests of the vers specification: from_native (a native range as vers), validate (a vers
 * text in canonical form) and parse (only canonical text is accepted).
 */
#include "check_file.h"
#include "exceptions.h"

#include "base/json.h"
#include "base/text.h"
#include "component/version/calc.h"

static const char *const files[] = {
	"conan_range_from_native", "conan_range_from_native_basic", "gem_range_from_native",
	"nginx_range_from_native", "npm_range_from_native", "nuget_range_from_native",
	"openssl_range_from_native", "pypi_range_from_native", "pypi_range_validate",
	"vers_canonical_parse",
};

static bool hit[YG_COUNT(vers_exceptions)];

struct test {
	struct sv type, scheme, input, expected;
	bool failure;
	size_t constraints;	/* of a parse that succeeds */
};

static void read_input(struct json *j, struct test *t)
{
	struct sv key;

	if (json_peek(j) == JSON_STRING) {
		(void)json_string(j, &t->input);
		return;
	}
	(void)json_enter_object(j);
	while (json_key(j, &key)) {
		if (sv_is(key, "native_range"))
			(void)json_string(j, &t->input);
		else if (sv_is(key, "scheme"))
			(void)json_string(j, &t->scheme);
		else
			json_skip(j);
	}
}

/* A string, or for parse an object with the list of constraints. */
static void read_expected(struct json *j, struct test *t)
{
	struct sv key;

	if (!json_opt_object(j))
		return;
	while (json_key(j, &key)) {
		if (!sv_is(key, "version_constraints") || !json_opt_array(j)) {
			if (!sv_is(key, "version_constraints"))
				json_skip(j);
			continue;
		}
		while (json_item(j)) {
			json_skip(j);
			t->constraints++;
		}
	}
}

static bool read_test(struct json *j, struct test *t)
{
	struct sv key;

	*t = (struct test){.constraints = 0};
	if (!json_enter_object(j))
		return false;
	while (json_key(j, &key)) {
		if (sv_is(key, "test_type"))
			(void)json_string(j, &t->type);
		else if (sv_is(key, "input"))
			read_input(j, t);
		else if (sv_is(key, "expected_failure"))
			(void)json_bool(j, &t->failure);
		else if (sv_is(key, "expected_output") && json_peek(j) == JSON_STRING)
			(void)json_string(j, &t->expected);
		else if (sv_is(key, "expected_output"))
			read_expected(j, t);
		else
			json_skip(j);
	}
	return true;
}

static bool excused(struct sv scheme, struct sv input, struct sv got)
{
	for (size_t i = 0; i < YG_COUNT(vers_exceptions); i++) {
		const struct vers_exception *e = &vers_exceptions[i];
		if (sv_eq(scheme, sv_of(e->scheme)) && sv_eq(input, sv_of(e->range)) &&
		    sv_eq(got, sv_of(e->ours))) {
			hit[i] = true;
			return true;
		}
	}
	return false;
}

static void check_conversion(const char *file, const struct test *t)
{
	struct sv scheme = t->scheme.n > 0 ? t->scheme : SV("pypi");
	const struct range_dialect *d = range_dialect_native(scheme);
	arena_auto a = {.cap = (size_t)1 << 20};
	buf_auto out = BUF_CAP(4096);

	if (!CHECK(d != NULL, "%s: no dialect %.*s", file, SV_ARG(scheme)))
		return;
	CHECK_INT(calc_range_to_vers_line(d, scheme, &a, t->input, &out), 0, file);
	if (!sv_eq(buf_view(&out), t->expected) && excused(scheme, t->input, buf_view(&out)))
		return;
	CHECK(sv_eq(buf_view(&out), t->expected), "%s\t%.*s\twant %.*s\tgot %.*s", file,
	      SV_ARG(t->input), SV_ARG(t->expected), SV_ARG(buf_view(&out)));
}

static void check_parse(const char *file, const struct test *t)
{
	arena_auto a = {.cap = (size_t)1 << 20};
	buf_auto out = BUF_CAP(4096);
	struct vers v;
	int r = vers_parse(&a, t->input, &v, NULL);

	CHECK((r == YG_ESYNTAX) == t->failure, "%s: %.*s: %d", file, SV_ARG(t->input), r);
	if (r < 0)
		return;
	CHECK_INT(v.count, t->constraints, file);
	vers_write(&v, &out);
	CHECK(sv_eq(buf_view(&out), t->input), "%s: %.*s written %.*s", file, SV_ARG(t->input),
	      SV_ARG(buf_view(&out)));
}

static void test_file(const char *name)
{
	buf_auto text = {0};
	char path[256];
	struct json j;
	struct test t;

	snprintf(path, sizeof path, "conformance/range/%s.vers-spec.json", name);
	if (!check_load(path, &text)) {
		check_skip(path, "absent");
		return;
	}
	json_init(&j, text.p, text.n);
	(void)json_enter_array(&j);
	while (json_item(&j) && read_test(&j, &t)) {
		if (sv_is(t.type, "parse"))
			check_parse(name, &t);
		else
			check_conversion(name, &t);
	}
	CHECK_INT(json_end(&j, NULL), 0, name);
}

int main(void)
{
	bool all = check_shared("conformance/range") != NULL;

	for (size_t i = 0; i < YG_COUNT(files); i++)
		test_file(files[i]);
	for (size_t i = 0; all && i < YG_COUNT(hit); i++)
		CHECK(hit[i], "exception \"%s\" is none", vers_exceptions[i].range);
	return check_done();
}
