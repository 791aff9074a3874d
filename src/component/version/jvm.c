/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jvm.c - Java runtimes, in both numberings: "1.8.0_302-b08", "8u302" and JEP 223's "8.0.302+8".
 * The build does not count; a pre-release ("-ea", "-internal") is below its release.
 */
#include "component/version/schemes.h"

struct jvm {
	struct sv numbers;	/* digits separated by single bytes, without the leading "1." */
	struct sv update;	/* of "8u302" and "-update302" */
	struct sv pre;
};

/* The old numbering says 1.8 for 8. */
static struct sv strip_one(struct sv s)
{
	return s.n > 2 && s.p[0] == '1' && s.p[1] == '.' && ch_digit(s.p[2]) ? sv_from(s, 2) : s;
}

static bool is_build(struct sv s)
{
	return s.n > 1 && s.p[0] == 'b' && version_all_digits(sv_from(s, 1));
}

static int jvm_parse(struct sv v, struct jvm *out)
{
	struct jvm j = {.pre = {NULL, 0}};
	struct sv rest, drop, tag;

	(void)sv_cut(sv_trim(v), '+', &v, &drop);
	rest = strip_one(v);
	j.numbers.p = rest.p;
	for (;;) {
		if (version_take_digits(&rest).n == 0)
			return YG_ESYNTAX;
		j.numbers.n = (size_t)(rest.p - j.numbers.p);
		if (rest.n < 2 || (rest.p[0] != '.' && rest.p[0] != '_') || !ch_digit(rest.p[1]))
			break;
		rest = sv_from(rest, 1);
	}
	if (rest.n > 1 && rest.p[0] == 'u' && ch_digit(rest.p[1])) {
		rest = sv_from(rest, 1);
		j.update = version_take_digits(&rest);
	}
	while (rest.n > 0) {
		if (rest.p[0] != '-' && rest.p[0] != '_')
			return YG_ESYNTAX;
		rest = sv_from(rest, 1);
		tag = sv_first(rest, sv_find(rest, '-'));
		rest = sv_from(rest, tag.n);
		if (sv_starts(tag, SV("update"))) {
			j.update = sv_from(tag, 6);
			if (sv_starts(j.update, SV("_")))
				j.update = sv_from(j.update, 1);
			if (!version_all_digits(j.update))
				return YG_ESYNTAX;
		} else if (!is_build(tag)) {
			for (size_t i = 0; i < tag.n; i++)
				if (!ch_alnum((unsigned char)tag.p[i]))
					return YG_ESYNTAX;
			if (tag.n == 0)
				return YG_ESYNTAX;
			j.pre = tag;
		}
	}
	*out = j;
	return 0;
}

/* The next number; an update is the third at the earliest ("8u302" is 8.0.302). */
static struct sv next_number(struct jvm *j, unsigned index)
{
	struct sv run = {NULL, 0};

	if (j->numbers.n > 0) {
		run = version_take_digits(&j->numbers);
		j->numbers = sv_from(j->numbers, 1);
	} else if (j->update.n > 0 && index >= 2) {
		run = j->update;
		j->update.n = 0;
	}
	return run;
}

int version_jvm_compare(struct sv a, struct sv b, int *ret_order)
{
	struct jvm x, y;
	int r;

	if (jvm_parse(a, &x) < 0 || jvm_parse(b, &y) < 0)
		return YG_ESYNTAX;
	for (unsigned i = 0; i < 2 || x.numbers.n > 0 || y.numbers.n > 0 || x.update.n > 0 ||
			     y.update.n > 0; i++) {
		struct sv m = next_number(&x, i), n = next_number(&y, i);
		r = sv_digits_cmp(m, n);
		if (r) {
			*ret_order = r;
			return 0;
		}
	}
	if (x.pre.n > 0 && y.pre.n > 0 && !sv_ieq(x.pre, y.pre))
		return YG_ENOTCOMPARABLE;	/* "-ea" against "-internal" */
	*ret_order = (x.pre.n == 0) - (y.pre.n == 0);
	return 0;
}

int version_jvm_check(struct sv v)
{
	struct jvm j;
	return jvm_parse(v, &j);
}
