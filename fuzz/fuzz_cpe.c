/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CPE names: both bindings give the name back, and the relation of two names is the inverse
 * of the relation of the two in the other order.
 */
#include "base/buf.h"
#include "base/text.h"
#include "component/identity/calc.h"
#include "component/identity/cpe.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static bool same(const struct cpe *x, const struct cpe *y)
{
	for (size_t i = 0; i < CPE_ATTR_COUNT; i++)
		if (x->at[i].kind != y->at[i].kind || x->at[i].lead != y->at[i].lead ||
		    x->at[i].trail != y->at[i].trail || !sv_eq(x->at[i].text, y->at[i].text))
			return false;
	return true;
}

static bool has_wildcards(const struct cpe *c)
{
	for (size_t i = 0; i < CPE_ATTR_COUNT; i++)
		if (c->at[i].lead != 0 || c->at[i].trail != 0)
			return true;
	return false;
}

static bool round_trip(struct arena *a, struct sv s, struct cpe *c)
{
	struct cpe again;
	struct sv text;

	if (cpe_parse(a, s, c, NULL) < 0)
		return false;
	if (cpe_formatted(a, c, &text) == 0 &&
	    (cpe_parse(a, text, &again, NULL) < 0 || !same(c, &again)))
		abort();
	if (cpe_uri(a, c, &text) == 0 &&
	    (cpe_parse(a, text, &again, NULL) < 0 || !same(c, &again)))
		abort();
	(void)!cpe_key(a, c, &text);
	return true;
}

static void relate(const struct cpe *x, const struct cpe *y)
{
	enum cpe_relation there = cpe_relate(x, y), back = cpe_relate(y, x);
	enum cpe_relation inverse = there == CPE_SUBSET ? CPE_SUPERSET :
				    there == CPE_SUPERSET ? CPE_SUBSET : there;

	if (!has_wildcards(x) && !has_wildcards(y) && back != inverse)
		abort();
	if (!has_wildcards(x) && cpe_relate(x, x) != CPE_EQUAL)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct sv s, left, right;
	struct cpe x, y;
	arena_auto a = {.cap = 1 << 20};
	buf_auto out = BUF_CAP(1 << 16);

	if (n == 0)
		return 0;
	s = (struct sv){(const char *)p + 1, n - 1};
	(void)sv_cut(s, '\t', &left, &right);
	if (round_trip(&a, left, &x) && round_trip(&a, right, &y))
		relate(&x, &y);
	arena_auto small = {.cap = p[0] * 4u};
	(void)!calc_cpe_line(&small, s, &out);
	return 0;
}
