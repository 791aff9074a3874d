/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openssl.c - OpenSSL's release strategy: before 3.0 a release is numbers and letters
 * ("1.0.2zh" follows "1.0.2zg"), from 3.0 on it is semver.  "-dev", "-pre", "-alpha" and "-beta"
 * precede the release they name, "-cvs" follows it.
 */
#include "component/version/schemes.h"

struct openssl {
	struct sv numbers, letters, tag, tag_number;
	int rank;		/* of the tag */
};

enum { OPENSSL_RELEASE = 4 };

static int tag_rank(struct sv tag)
{
	static const struct sv tags[] = {
		SV_INIT("dev"), SV_INIT("alpha"), SV_INIT("beta"), SV_INIT("pre"),
		SV_INIT(""), SV_INIT("cvs"),
	};
	for (size_t i = 0; i < YG_COUNT(tags); i++)
		if (sv_ieq(tag, tags[i]))
			return (int)i;
	return -1;
}

static int openssl_parse(struct sv v, struct openssl *out)
{
	struct openssl o = {.numbers = {v.p, 0}};
	struct sv rest = v;

	for (;;) {
		if (version_take_digits(&rest).n == 0)
			return YG_ESYNTAX;
		o.numbers.n = (size_t)(rest.p - v.p);
		if (rest.n == 0 || rest.p[0] != '.')
			break;
		rest = sv_from(rest, 1);
	}
	o.letters = version_take_letters(&rest);
	if (sv_starts(rest, SV("-fips")))	/* "1.0.2k-fips": the same release */
		rest = sv_from(rest, 5);
	if (rest.n > 0 && rest.p[0] == '-') {
		rest = sv_from(rest, 1);
		o.tag = version_take_letters(&rest);
		if (o.tag.n == 0)
			return YG_ESYNTAX;
		o.tag_number = version_take_digits(&rest);
	}
	if (rest.n > 0 && rest.p[0] == '+')	/* 3.x build metadata */
		rest.n = 0;
	o.rank = tag_rank(o.tag);
	if (rest.n > 0 || o.rank < 0)
		return YG_ESYNTAX;
	*out = o;
	return 0;
}

int version_openssl_compare(struct sv a, struct sv b, int *ret_order)
{
	struct openssl x, y;
	int r;

	if (openssl_parse(a, &x) < 0 || openssl_parse(b, &y) < 0)
		return YG_ESYNTAX;
	r = version_numbers_compare(x.numbers, y.numbers);
	if (!r)
		r = sv_icmp(x.letters, y.letters);
	if (!r)
		r = version_sign(x.rank - y.rank);
	if (!r)
		r = sv_digits_cmp(x.tag_number, y.tag_number);
	*ret_order = r;
	return 0;
}

int version_openssl_check(struct sv v)
{
	struct openssl o;
	return openssl_parse(v, &o);
}
