/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gem.c - RubyGems, as Gem::Version orders: runs of digits and of letters, a word is a
 * pre-release ("1.0.a" < "1.0"), "-" reads ".pre.", an empty version is 0.
 *
 * Package URLs and lock files append the platform ("1.2.0-x86_64-linux", "-java"): it is no
 * part of the version and is cut before comparing.
 */
#include "component/version/schemes.h"

struct gem {
	struct sv numbers;	/* up to the first word, without trailing zeros */
	struct sv words;	/* from the first word on */
};

/* Gem::Platform: the processor or system that a platform suffix starts with. */
static bool starts_platform(struct sv s)
{
	static const struct sv names[] = {
		SV_INIT("x86"), SV_INIT("x64"), SV_INIT("i386"), SV_INIT("i486"), SV_INIT("i586"),
		SV_INIT("i686"), SV_INIT("amd64"), SV_INIT("arm"), SV_INIT("aarch64"),
		SV_INIT("universal"), SV_INIT("powerpc"), SV_INIT("ppc"), SV_INIT("sparc"),
		SV_INIT("s390"), SV_INIT("riscv64"), SV_INIT("java"), SV_INIT("jruby"),
		SV_INIT("mswin"), SV_INIT("mingw"), SV_INIT("darwin"), SV_INIT("linux"),
		SV_INIT("freebsd"), SV_INIT("truffleruby"), SV_INIT("dalvik"),
	};
	for (size_t i = 0; i < YG_COUNT(names); i++)
		if (sv_starts(s, names[i]))
			return true;
	return false;
}

static struct sv cut_platform(struct sv v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] == '-' && starts_platform(sv_from(v, i + 1)))
			return sv_first(v, i);
	return v;
}

/* digits{.alnum}[-{alnum or '-'}{.{alnum or '-'}}], Gem::Version::VERSION_PATTERN */
static bool gem_valid(struct sv v)
{
	bool dashed = false, empty = true;

	if (v.n == 0)
		return true;
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];
		if (c == '.' || (c == '-' && !dashed)) {
			if (empty)
				return false;
			dashed |= c == '-';
			empty = true;
		} else if (c == '-' || ch_alnum((unsigned char)c)) {
			empty = false;
		} else {
			return false;
		}
	}
	return !empty;
}

static int gem_parse(struct sv v, struct gem *out)
{
	struct sv s = cut_platform(sv_trim(v)), rest = s;
	size_t end = 0;

	if (!gem_valid(s))
		return YG_ESYNTAX;
	if (s.n > 0 && version_take_digits(&rest).n == 0)
		return YG_ESYNTAX;
	if (rest.n > 0 && rest.p[0] != '.' && rest.p[0] != '-')
		return YG_ESYNTAX;
	rest = s;
	while (rest.n > 0) {
		struct sv run = version_take_digits(&rest);
		if (run.n == 0)
			break;
		if (sv_digits_cmp(run, SV("0")) != 0)
			end = (size_t)(rest.p - s.p);
		if (rest.n == 0 || rest.p[0] != '.')
			break;
		rest = sv_from(rest, 1);
	}
	out->numbers = sv_first(s, end);
	out->words = rest;
	return 0;
}

enum { GEM_END, GEM_NUMBER, GEM_WORD };

/* The next segment; "-" is a word "pre" of its own (shared state: the dash stays until read). */
static int gem_next(struct gem *g, struct sv *text)
{
	struct sv *s = g->numbers.n > 0 ? &g->numbers : &g->words;

	while (s->n > 0 && s->p[0] == '.')
		*s = sv_from(*s, 1);
	if (s->n == 0)
		return GEM_END;
	if (s->p[0] == '-') {
		*s = sv_from(*s, 1);
		*text = SV("pre");
		return GEM_WORD;
	}
	if (ch_digit(s->p[0])) {
		*text = version_take_digits(s);
		return GEM_NUMBER;
	}
	*text = version_take_letters(s);
	return GEM_WORD;
}

int version_gem_compare(struct sv a, struct sv b, int *ret_order)
{
	struct gem x, y;

	if (gem_parse(a, &x) < 0 || gem_parse(b, &y) < 0)
		return YG_ESYNTAX;
	for (;;) {
		struct sv m = SV("0"), n = SV("0");	/* what is absent counts as 0 */
		int p = gem_next(&x, &m), q = gem_next(&y, &n), r;
		if (p == GEM_END && q == GEM_END)
			break;
		if ((p == GEM_WORD) != (q == GEM_WORD))
			r = p == GEM_WORD ? -1 : 1;
		else if (p == GEM_WORD)
			r = version_sign(sv_cmp(m, n));
		else
			r = sv_digits_cmp(m, n);
		if (r) {
			*ret_order = r;
			return 0;
		}
	}
	*ret_order = 0;
	return 0;
}

int version_gem_check(struct sv v)
{
	struct gem g;
	return gem_parse(v, &g);
}
