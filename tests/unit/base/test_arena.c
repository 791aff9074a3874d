/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

struct pair { uint16_t a; uint64_t b; };

static void test_push(void)
{
	arena_auto a = {.cap = 1 << 20};
	struct pair *items = NULL;
	size_t count = 0;

	for (size_t i = 0; i < 1000; i++) {
		struct pair *p = arena_push(&a, items, count);
		if (!CHECK(p && p == &items[i] && count == i + 1, "item %zu", i))
			return;
		CHECK(p->a == 0 && p->b == 0, "zeroed");
		*p = (struct pair){(uint16_t)i, i * 7};
	}
	for (size_t i = 0; i < count; i++)
		CHECK(items[i].a == i && items[i].b == i * 7, "kept %zu", i);
}

static void test_push_failure(void)
{
	arena_auto small = {.cap = 4 * sizeof(struct pair)};
	arena_auto failing = {.cap = 1 << 20, .fail_at = 1};
	struct pair *items = NULL;
	size_t count = 0;

	for (int i = 0; i < 4; i++)
		CHECK(arena_push(&small, items, count), "fits");
	CHECK(!arena_push(&small, items, count), "past the cap");
	CHECK_INT(count, 4, "count is kept");
	CHECK(items && items[3].b == 0, "so are the items");
	items = NULL;
	count = 0;
	CHECK(!arena_push(&failing, items, count), "first request fails");
}

int main(void)
{
	test_push();
	test_push_failure();
	return check_done();
}
