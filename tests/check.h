/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check.h - what a test program needs: checks that count and go on, skips that say why, and
 * the closing line "N passed, N failed, N skipped" that scripts/check adds up.
 */
#ifndef YAGURA_CHECK_H
#define YAGURA_CHECK_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

static int check_passed_, check_failed_, check_skipped_;

__attribute__((format(printf, 4, 5), unused))
static bool check_(bool ok, const char *file, int line, const char *fmt, ...)
{
	va_list ap;
	if (ok) {
		check_passed_++;
		return true;
	}
	check_failed_++;
	if (check_failed_ > 50)		/* the first fifty say enough */
		return false;
	fprintf(stderr, "%s:%d: ", file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return false;
}

/* A text of a table's row for "%s": rows may leave it out. */
__attribute__((unused))
static const char *check_text(const char *s)
{
	return s ? s : "(null)";
}

__attribute__((unused))
static bool check_int_(long long got, long long want, const char *why, const char *file, int line)
{
	return check_(got == want, file, line, "%s: got %lld, want %lld", check_text(why), got,
		      want);
}

/* A view without text is equal to ""; a want that is missing is equal to nothing. */
__attribute__((unused))
static bool check_sv_(struct sv got, const char *want, const char *why, const char *file,
		      int line)
{
	bool ok = want && got.n == strlen(want) &&
		  (got.n == 0 || memcmp(got.p, want, got.n) == 0);
	return check_(ok, file, line, "%s: got \"%.*s\", want \"%s\"", check_text(why),
		      got.p ? (int)got.n : 6, check_text(got.p), check_text(want));
}

#define CHECK(cond, ...) check_((cond), __FILE__, __LINE__, __VA_ARGS__)
#define CHECK_INT(got, want, why) \
	check_int_((long long)(got), (long long)(want), (why), __FILE__, __LINE__)
#define CHECK_SV(got, want, why) check_sv_((got), (want), (why), __FILE__, __LINE__)

/* Count one skipped group of tests and say why. */
__attribute__((unused))
static void check_skip(const char *what, const char *why)
{
	check_skipped_++;
	fprintf(stderr, "skipped: %s: %s\n", what, why);
}

/* The folder of shared test data ($YAGURA_SHARED, else ../shared of the source tree), with
 * sub appended, in a static buffer; NULL when it is absent. */
__attribute__((unused))
static const char *check_shared(const char *sub)
{
	static char path[4][4096];
	static unsigned turn;
	const char *root = getenv("YAGURA_SHARED");
	char *p = path[turn++ % 4];
	FILE *f;
	snprintf(p, 4096, "%s/%s", root ? root : YAGURA_SOURCE_ROOT "/../shared", sub);
	f = fopen(p, "r");
	if (!f)
		return NULL;
	fclose(f);
	return p;
}

__attribute__((unused))
static int check_done(void)
{
	printf("%d passed, %d failed, %d skipped\n", check_passed_, check_failed_, check_skipped_);
	return check_failed_ != 0;
}

#endif
