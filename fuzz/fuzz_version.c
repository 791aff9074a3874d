/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two versions in every scheme: no crash, an order that mirrors, a version that equals itself.
 * The input is cut at its first NUL; each half has a block of its own, so that AddressSanitizer
 * sees a read beyond it.
 */
#include "base/limits.h"
#include "base/text.h"
#include "component/version/version.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static struct sv own_copy(struct arena *a, struct sv s)
{
	char *q = s.n ? arena_new(a, char, s.n) : NULL;
	if (q)
		memcpy(q, s.p, s.n);
	return (struct sv){q, q ? s.n : 0};	/* an empty one is absent: NULL */
}

static void require(bool ok)
{
	if (!ok)
		abort();
}

static void try_scheme(const struct version_scheme *s, struct sv a, struct sv b)
{
	int x = 0, y = 0;
	int r = version_compare(s, a, b, &x), q = version_compare(s, b, a, &y);

	require(r == q && x == -y && x >= -1 && x <= 1);
	if (version_check(s, a) == 0) {
		require(version_compare(s, a, a, &x) == 0 && x == 0);
		if (version_check(s, b) == 0)
			require(r == 0 || r == YG_ENOTCOMPARABLE);
	}
	(void)!version_compare_bound(s, a, b, &x);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	arena_auto arena = {.cap = 4 * n + 64};
	struct sv a, b;
	const struct version_scheme *s;

	(void)sv_cut((struct sv){(const char *)p, n}, '\0', &a, &b);
	a = own_copy(&arena, a);
	b = own_copy(&arena, b);
	for (size_t i = 0; (s = version_scheme_at(i)) != NULL; i++)
		try_scheme(s, a, b);
	return 0;
}
