/* SPDX-License-Identifier: Apache-2.0 */
/* Name matching against expected relations of pairs of well-formed names. */
#include "check_file.h"

#include "base/json.h"
#include "base/text.h"
#include "component/identity/calc.h"
#include "component/identity/cpe.h"

static const struct { const char *key; enum cpe_attr attr; } attributes[] = {
	{"part", CPE_PART}, {"vendor", CPE_VENDOR}, {"product", CPE_PRODUCT},
	{"version", CPE_VERSION}, {"update", CPE_UPDATE}, {"edition", CPE_EDITION},
	{"language", CPE_LANGUAGE}, {"sw_edition", CPE_SW_EDITION},
	{"target_sw", CPE_TARGET_SW}, {"target_hw", CPE_TARGET_HW}, {"other", CPE_OTHER},
};

static void read_name(struct arena *a, struct json *j, struct cpe *c)
{
	struct sv key, value;
	struct yg_err e = {0};

	*c = (struct cpe){{{.kind = CPE_ANY}}};
	if (!json_enter_object(j))
		return;
	while (json_key(j, &key)) {
		if (!json_opt_string(j, &value))
			continue;
		for (size_t i = 0; i < YG_COUNT(attributes); i++) {
			struct cpe_value *v = &c->at[attributes[i].attr];
			if (!sv_eq(key, sv_of(attributes[i].key)) || sv_is(value, "ANY"))
				continue;
			if (sv_is(value, "NA"))
				v->kind = CPE_NA;
			else
				CHECK(cpe_value_parse(a, value, v, &e) == 0, "%.*s: %s",
				      SV_ARG(value), e.what);
		}
	}
}

static void check_line(struct arena *a, const struct cpe *source, const struct cpe *target,
		       int (*bind)(struct arena *, const struct cpe *, struct sv *),
		       const char *want)
{
	buf_auto line = BUF_CAP(1 << 16), out = BUF_CAP(1 << 16);
	struct sv x, y;

	if (bind(a, source, &x) < 0 || bind(a, target, &y) < 0)
		abort();
	buf_sv(&line, x);
	buf_char(&line, '\t');
	buf_sv(&line, y);
	CHECK_INT(calc_cpe_line(a, buf_view(&line), &out), 0, line.p);
	CHECK_SV(buf_view(&out), want, line.p);
}

static void read_case(struct json *j)
{
	arena_auto a = {.cap = 1 << 20};
	struct cpe source, target;
	struct sv key;
	bool disjoint = false, equal = false, subset = false, superset = false;
	const char *want;

	if (!json_enter_object(j))
		return;
	while (json_key(j, &key)) {
		if (sv_is(key, "wfn1"))
			read_name(&a, j, &source);
		else if (sv_is(key, "wfn2"))
			read_name(&a, j, &target);
		else if (sv_is(key, "disjoint"))
			(void)json_bool(j, &disjoint);
		else if (sv_is(key, "equal"))
			(void)json_bool(j, &equal);
		else if (sv_is(key, "subset"))
			(void)json_bool(j, &subset);
		else if (sv_is(key, "superset"))
			(void)json_bool(j, &superset);
		else
			json_skip(j);
	}
	want = disjoint ? "disjoint" : equal ? "equal" : subset ? "subset" :
	       superset ? "superset" : "undefined";
	CHECK_SV(sv_of(cpe_relation_name(cpe_relate(&source, &target))), want, "relation");
	check_line(&a, &source, &target, cpe_formatted, want);
	check_line(&a, &source, &target, cpe_uri, want);
}

int main(void)
{
	struct buf data;
	struct json j;
	struct yg_err e = {0};

	if (!check_load("conformance/cpe/cpe-name-relation.go-cpe.json", &data)) {
		check_skip("CPE name matching", "no shared data");
		return check_done();
	}
	json_init(&j, data.p, data.n);
	if (json_enter_array(&j))
		while (json_item(&j))
			read_case(&j);
	CHECK(json_end(&j, &e) == 0, "%s at %zu", e.what, e.at);
	CHECK(check_passed_ + check_failed_ > 80, "too few cases");
	buf_drop(&data);
	return check_done();
}
