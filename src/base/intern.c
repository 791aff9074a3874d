/* SPDX-License-Identifier: Apache-2.0 */
#include "base/intern.h"

#include "base/text.h"

struct sv intern_view(const struct intern *t, uint32_t ref)
{
	const unsigned char *p = (const unsigned char *)t->pool.p + ref;
	size_t n = 0;
	unsigned shift = 0;

	if (ref == 0 || ref >= t->pool.n)
		return (struct sv){"", 0};
	do
		n |= (size_t)(*p & 0x7f) << shift, shift += 7;
	while (*p++ & 0x80);
	return (struct sv){(const char *)p, n};
}

static size_t slot_of(const struct intern *t, struct sv s)
{
	size_t mask = t->slot_count - 1;
	size_t i = (size_t)(sv_hash(s) * 0x9e3779b97f4a7c15u >> 20) & mask;
	while (t->slots[i] != 0 && !sv_eq(intern_view(t, t->slots[i]), s))
		i = (i + 1) & mask;
	return i;
}

uint32_t intern_find(const struct intern *t, struct sv s)
{
	return s.n == 0 || t->slot_count == 0 ? 0 : t->slots[slot_of(t, s)];
}

static int grow(struct intern *t)
{
	struct intern bigger = *t;

	bigger.slot_count = t->slot_count ? t->slot_count * 2 : 1024;
	bigger.slots = calloc(bigger.slot_count, sizeof *bigger.slots);
	if (!bigger.slots)
		return YG_ENOMEM;
	for (size_t i = 0; i < t->slot_count; i++)
		if (t->slots[i])
			bigger.slots[slot_of(&bigger, intern_view(t, t->slots[i]))] = t->slots[i];
	free(t->slots);
	t->slots = bigger.slots;
	t->slot_count = bigger.slot_count;
	return 0;
}

int intern_add(struct intern *t, struct sv s, uint32_t *ret)
{
	size_t i, at, n = s.n;
	unsigned char *w;

	if (s.n == 0) {
		*ret = 0;
		return 0;
	}
	if (t->pool.cap == 0)
		t->pool.cap = UINT32_MAX;
	if (t->pool.n == 0)
		buf_char(&t->pool, '\0');	/* reference 0: length 0 */
	if (t->used >= t->slot_count / 2 && grow(t) < 0)
		return YG_ENOMEM;
	i = slot_of(t, s);
	if (t->slots[i]) {
		*ret = t->slots[i];
		return 0;
	}
	at = t->pool.n;
	w = (unsigned char *)buf_reserve(&t->pool, s.n + 10);
	if (!w) {
		int r = t->pool.err;
		t->pool.err = 0;
		return r ? r : YG_ENOMEM;
	}
	for (; n >= 0x80; n >>= 7)
		*w++ = (unsigned char)(n | 0x80);
	*w++ = (unsigned char)n;
	memcpy(w, s.p, s.n);
	t->pool.n = (size_t)((char *)w + s.n - t->pool.p);
	t->slots[i] = (uint32_t)at;
	t->used++;
	*ret = (uint32_t)at;
	return 0;
}

void intern_drop(struct intern *t)
{
	buf_drop(&t->pool);
	free(t->slots);
	*t = (struct intern){0};
}
