/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sha256.h - SHA-256 (FIPS 180-4), for naming content: feed files, generations, manifests.
 *
 * Not for secrets: it does not hide its timing.
 *
 * Ownership: the state is a value.   Errors: none, but sha256_file(): YG_EIO, see errno.
 * Threads:   one owner.   Trust: any bytes.
 */
#ifndef YAGURA_SHA256_H
#define YAGURA_SHA256_H

#include "base/base.h"

enum { SHA256_BYTES = 32, SHA256_BLOCK = 64, SHA256_HEX = 65 };

struct sha256 {
	uint32_t h[8];
	uint64_t total;			/* bytes so far */
	unsigned char block[SHA256_BLOCK];
};

void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *p, size_t n);
/* The state is used up; begin again before adding more. */
void sha256_end(struct sha256 *s, unsigned char digest[SHA256_BYTES]);

/* Lower-case hexadecimal, NUL-terminated; the view's length is 64. */
struct sv sha256_hex(const unsigned char digest[SHA256_BYTES], char text[SHA256_HEX]);

/* Of what can be read from fd from where it stands to its end. */
int sha256_file(int fd, unsigned char digest[SHA256_BYTES]) YG_CHECK;

#endif
