/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sha256.h"

#include <errno.h>
#include <unistd.h>

/* FIPS 180-4, 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first
 * 64 primes. */
static const uint32_t round_constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

static inline uint32_t rotr(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static inline uint32_t load_be(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline void store_be(unsigned char *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> (24 - 8 * i));
}

/* One round of 6.2.2 in which the variables take turns instead of moving (twice as fast). */
#define ROUND(a, b, c, d, e, f, g, h, i) do { \
	uint32_t t1 = (h) + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + \
		      (((e) & (f)) ^ (~(e) & (g))) + round_constants[i] + w[i]; \
	(d) += t1; \
	(h) = t1 + (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + \
	      (((a) & (b)) ^ ((a) & (c)) ^ ((b) & (c))); \
} while (0)

static void compress(uint32_t state[8], const unsigned char *p)
{
	uint32_t w[64];
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7];

	for (unsigned t = 0; t < 16; t++)
		w[t] = load_be(p + (size_t)4 * t);
	for (unsigned t = 16; t < 64; t++) {
		uint32_t s0 = rotr(w[t - 15], 7) ^ rotr(w[t - 15], 18) ^ w[t - 15] >> 3;
		uint32_t s1 = rotr(w[t - 2], 17) ^ rotr(w[t - 2], 19) ^ w[t - 2] >> 10;
		w[t] = w[t - 16] + s0 + w[t - 7] + s1;
	}
	for (unsigned t = 0; t < 64; t += 8) {
		ROUND(a, b, c, d, e, f, g, h, t);
		ROUND(h, a, b, c, d, e, f, g, t + 1);
		ROUND(g, h, a, b, c, d, e, f, t + 2);
		ROUND(f, g, h, a, b, c, d, e, t + 3);
		ROUND(e, f, g, h, a, b, c, d, t + 4);
		ROUND(d, e, f, g, h, a, b, c, t + 5);
		ROUND(c, d, e, f, g, h, a, b, t + 6);
		ROUND(b, c, d, e, f, g, h, a, t + 7);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}

void sha256_begin(struct sha256 *s)
{
	/* FIPS 180-4, 5.3.3. */
	*s = (struct sha256){.h = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
				   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void sha256_add(struct sha256 *s, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	size_t held = s->total % SHA256_BLOCK;

	if (n == 0)
		return;
	s->total += n;
	if (held > 0) {
		size_t part = SHA256_BLOCK - held < n ? SHA256_BLOCK - held : n;
		memcpy(s->block + held, p, part);
		p += part;
		n -= part;
		if (held + part < SHA256_BLOCK)
			return;
		compress(s->h, s->block);
	}
	for (; n >= SHA256_BLOCK; p += SHA256_BLOCK, n -= SHA256_BLOCK)
		compress(s->h, p);
	memcpy(s->block, p, n);
}

void sha256_end(struct sha256 *s, unsigned char digest[SHA256_BYTES])
{
	unsigned char tail[2 * SHA256_BLOCK] = {0x80};
	uint64_t bits = s->total * 8;
	size_t held = s->total % SHA256_BLOCK;
	size_t pad = (held < 56 ? 56 : 120) - held;

	store_be(tail + pad, (uint32_t)(bits >> 32));
	store_be(tail + pad + 4, (uint32_t)bits);
	sha256_add(s, tail, pad + 8);
	for (unsigned i = 0; i < 8; i++)
		store_be(digest + (size_t)4 * i, s->h[i]);
}

struct sv sha256_hex(const unsigned char digest[SHA256_BYTES], char text[SHA256_HEX])
{
	for (unsigned i = 0; i < SHA256_BYTES; i++) {
		text[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	text[SHA256_HEX - 1] = '\0';
	return (struct sv){text, SHA256_HEX - 1};
}

int sha256_file(int fd, unsigned char digest[SHA256_BYTES])
{
	unsigned char part[64 * 1024];
	struct sha256 s;
	ssize_t n;

	sha256_begin(&s);
	while ((n = read(fd, part, sizeof part)) != 0) {
		if (n > 0)
			sha256_add(&s, part, (size_t)n);
		else if (errno != EINTR)
			return YG_EIO;
	}
	sha256_end(&s, digest);
	return 0;
}
