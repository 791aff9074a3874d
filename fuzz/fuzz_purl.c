/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Package URLs: what is read can be written and read again with the same parts; a repaired
 * one is canonical; a component survives its own purl.
 */
#include "base/buf.h"
#include "component/component.h"
#include "component/identity/calc.h"
#include "component/identity/purl.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static bool same(const struct purl *x, const struct purl *y)
{
	if (!sv_eq(x->type, y->type) || !sv_eq(x->ns, y->ns) || !sv_eq(x->name, y->name) ||
	    !sv_eq(x->version, y->version) || !sv_eq(x->subpath, y->subpath) ||
	    x->qualifier_count != y->qualifier_count)
		return false;
	for (size_t i = 0; i < x->qualifier_count; i++)
		if (!sv_eq(x->qualifiers[i].key, y->qualifiers[i].key) ||
		    !sv_eq(x->qualifiers[i].value, y->qualifiers[i].value))
			return false;
	return true;
}

static void round_trip(struct sv s, enum purl_rules rules)
{
	arena_auto a = {.cap = 1 << 20};
	struct purl x, y;
	struct sv text, again;
	int code = purl_read(&a, s, rules, &x, NULL);

	if (code < 0 || purl_text(&a, &x, &text) < 0)
		return;
	if (purl_read(&a, text, rules == PURL_REPAIR ? PURL_STRICT : rules, &y, NULL) < 0 ||
	    !same(&x, &y) || purl_text(&a, &y, &again) < 0 || !sv_eq(text, again))
		abort();
}

static void component(struct sv s)
{
	arena_auto a = {.cap = 1 << 20};
	struct component c, d;
	struct sv text;

	if (component_from_purl(&a, s, &c, NULL) < 0 || component_purl(&a, &c, &text) < 0)
		return;
	if (component_from_purl(&a, text, &d, NULL) < 0 || !component_same(&c, &d))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct sv s;
	struct purl u;
	buf_auto out = BUF_CAP(1 << 20);

	if (n == 0)
		return 0;
	s = (struct sv){(const char *)p + 1, n - 1};
	round_trip(s, PURL_STRICT);
	round_trip(s, PURL_REPAIR);
	round_trip(s, PURL_LENIENT);
	component(s);
	/* The first byte caps the arena; under ASan each request has a block of its own. */
	arena_auto small = {.cap = p[0] * 4u};
	(void)!purl_read(&small, s, PURL_LENIENT, &u, NULL);
	(void)!calc_purl_line(&small, s, &out);
	return 0;
}
