/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text.h - small operations on views: cutting, trimming, ASCII case, numbers, UTF-8.
 *
 * Ownership: results are views into the arguments (or into the arena given).
 * Errors:    bool results; out-parameters are untouched on failure.
 * Threads:   no shared state.   Trust: any bytes; no locale is consulted.
 */
#ifndef YAGURA_TEXT_H
#define YAGURA_TEXT_H

#include "base/base.h"

static inline bool ch_digit(int c) { return c >= '0' && c <= '9'; }
static inline bool ch_lower(int c) { return c >= 'a' && c <= 'z'; }
static inline bool ch_upper(int c) { return c >= 'A' && c <= 'Z'; }
static inline bool ch_alpha(int c) { return ch_lower(c | 0x20); }
static inline bool ch_alnum(int c) { return ch_digit(c) || ch_alpha(c); }
static inline bool ch_space(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline char ch_to_lower(char c) { return ch_upper(c) ? (char)(c | 0x20) : c; }

static inline struct sv sv_from(struct sv s, size_t start)
{
	return start >= s.n ? (struct sv){s.p ? s.p + s.n : NULL, 0}
			    : (struct sv){s.p + start, s.n - start};
}

static inline struct sv sv_first(struct sv s, size_t n)
{
	return (struct sv){s.p, n < s.n ? n : s.n};
}

static inline bool sv_starts(struct sv s, struct sv prefix)
{
	return s.n >= prefix.n && sv_eq(sv_first(s, prefix.n), prefix);
}

static inline bool sv_ends(struct sv s, struct sv suffix)
{
	return s.n >= suffix.n && sv_eq(sv_from(s, s.n - suffix.n), suffix);
}

/* Index of the first (last) c in s; s.n when there is none. */
size_t sv_find(struct sv s, char c);
size_t sv_rfind(struct sv s, char c);
/* Index of the first occurrence of needle in s; s.n when there is none. */
size_t sv_search(struct sv s, struct sv needle);

/* Cut s at the first sep: *head before it, *rest after it.  Without sep: false, *head = s,
 * *rest empty. */
bool sv_cut(struct sv s, char sep, struct sv *head, struct sv *rest);
/* The same at the last sep. */
bool sv_rcut(struct sv s, char sep, struct sv *head, struct sv *rest);

/* Take the next field of *rest up to sep; false when *rest is exhausted (p == NULL). */
bool sv_next(struct sv *rest, char sep, struct sv *field);
/* Take the next line without its LF or CRLF; false at the end. */
bool sv_line(struct sv *rest, struct sv *line);

struct sv sv_trim(struct sv s);			/* ASCII white space at both ends */
bool sv_ieq(struct sv a, struct sv b);		/* equal but for ASCII case */
int sv_icmp(struct sv a, struct sv b);		/* byte order but for ASCII case */
/* Lower-case ASCII copy in a; {NULL,0} when out of memory. */
struct sv sv_lower(struct arena *a, struct sv s) YG_CHECK;
/* Decimal digits only, the whole of s, no sign; false on overflow or anything else. */
bool sv_u64(struct sv s, uint64_t *out);
/* A JSON-like decimal number (sign, fraction, exponent); the whole of s; no locale. */
bool sv_double(struct sv s, double *out);
/* NUL-free, valid UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF). */
bool sv_utf8(struct sv s);
/* Compare two runs of decimal digits of any length as numbers: -1, 0 or 1. */
int sv_digits_cmp(struct sv a, struct sv b);
/* FNV-1a, 64 bits. */
uint64_t sv_hash(struct sv s);
/* a followed by b (and c) in one new view; {NULL,0} when out of memory. */
struct sv sv_join(struct arena *a, struct sv x, struct sv y, struct sv z) YG_CHECK;

#endif
