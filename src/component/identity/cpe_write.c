/* SPDX-License-Identifier: Apache-2.0 */
/* Writing CPE names: formatted strings (NISTIR 7695, 6.2) and URIs (6.1). */
#include "component/identity/cpe.h"

#include "base/limits.h"
#include "base/text.h"
#include "component/identity/writer.h"

static void put_wildcards(struct writer *w, int count, struct sv star, struct sv question)
{
	if (count == CPE_STAR)
		put_sv(w, star);
	for (int i = 0; i < count; i++)
		put_sv(w, question);
}

/* Not quoted in either form, but for a '-' that stands alone: that one is the logical NA. */
static bool is_plain(struct sv text, char c)
{
	return ch_alnum((unsigned char)c) || c == '_' || c == '.' || (c == '-' && text.n > 1);
}

static void put_quoted(struct writer *w, const struct cpe_value *v)
{
	if (v->kind != CPE_VALUE) {
		put(w, v->kind == CPE_ANY ? '*' : '-');
		return;
	}
	put_wildcards(w, v->lead, SV("*"), SV("?"));
	for (size_t i = 0; i < v->text.n; i++) {
		if (!is_plain(v->text, v->text.p[i]))
			put(w, '\\');
		put(w, v->text.p[i]);
	}
	put_wildcards(w, v->trail, SV("*"), SV("?"));
}

static void put_component(struct writer *w, const struct cpe_value *v)
{
	static const char hex[] = "0123456789abcdef";

	if (v->kind != CPE_VALUE) {
		if (v->kind == CPE_NA)
			put(w, '-');
		return;
	}
	put_wildcards(w, v->lead, SV("%02"), SV("%01"));
	for (size_t i = 0; i < v->text.n; i++) {
		unsigned char c = (unsigned char)v->text.p[i];
		if (is_plain(v->text, (char)c)) {
			put(w, (char)c);
		} else {
			put(w, '%');
			put(w, hex[c >> 4]);
			put(w, hex[c & 15]);
		}
	}
	put_wildcards(w, v->trail, SV("%02"), SV("%01"));
}

static void write_formatted(struct writer *w, const struct cpe *c)
{
	put_sv(w, SV("cpe:2.3"));
	for (size_t i = 0; i < CPE_ATTR_COUNT; i++) {
		put(w, ':');
		put_quoted(w, &c->at[i]);
	}
}

/* The attributes that CPE 2.2 did not have travel inside the edition. */
static bool needs_packing(const struct cpe *c)
{
	for (size_t i = CPE_SW_EDITION; i < CPE_ATTR_COUNT; i++)
		if (c->at[i].kind != CPE_ANY)
			return true;
	return false;
}

static void write_uri(struct writer *w, const struct cpe *c)
{
	bool packed = needs_packing(c);
	size_t last = CPE_LANGUAGE;

	while (last > CPE_PART && c->at[last].kind == CPE_ANY &&
	       !(last == CPE_EDITION && packed))
		last--;
	put_sv(w, SV("cpe:/"));
	for (size_t i = CPE_PART; i <= last; i++) {
		if (i > CPE_PART)
			put(w, ':');
		if (i == CPE_EDITION && packed)
			put(w, '~');
		put_component(w, &c->at[i]);
		if (i != CPE_EDITION || !packed)
			continue;
		for (size_t k = CPE_SW_EDITION; k < CPE_ATTR_COUNT; k++) {
			put(w, '~');
			put_component(w, &c->at[k]);
		}
	}
}

static int written(struct arena *a, const struct cpe *c,
		   void (*write)(struct writer *, const struct cpe *), struct sv *out)
{
	struct writer w = {NULL, 0};
	size_t n;

	write(&w, c);
	n = w.n;
	if (n > LIMIT_CPE)
		return YG_ELIMIT;
	w = (struct writer){arena_new(a, char, n), 0};
	if (!w.p)
		return YG_ENOMEM;
	write(&w, c);
	*out = (struct sv){w.p, n};
	return 0;
}

int cpe_formatted(struct arena *a, const struct cpe *c, struct sv *out)
{
	return written(a, c, write_formatted, out);
}

int cpe_uri(struct arena *a, const struct cpe *c, struct sv *out)
{
	return written(a, c, write_uri, out);
}

int cpe_key(struct arena *a, const struct cpe *c, struct sv *out)
{
	struct sv s;

	if (!cpe_is_plain(&c->at[CPE_VENDOR]) || !cpe_is_plain(&c->at[CPE_PRODUCT]))
		return YG_ENOTFOUND;
	s = sv_join(a, c->at[CPE_VENDOR].text, SV(":"), c->at[CPE_PRODUCT].text);
	if (!s.p)
		return YG_ENOMEM;
	*out = s;
	return 0;
}
