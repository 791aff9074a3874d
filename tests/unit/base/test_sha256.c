/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sha256.h"
#include "check.h"

#include <fcntl.h>
#include <unistd.h>

/* The first three: FIPS 180-4's example messages; the others stand on the edges of a block and
 * were computed with sha256sum. */
static const struct {
	const char *unit;
	size_t times;
	const char *hex;
} rows[] = {
	{"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
	 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	{"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
	{"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"x", 55, "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072"},
	{"x", 56, "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e"},
	{"x", 63, "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2"},
	{"x", 64, "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c"},
	{"x", 65, "9537c5fdf120482f7d58d25e9ed583f52c02b4e304ea814db1633ad565aed7e9"},
	{"x", 119, "000b48d4edf0fa7bee3c6236ecd2785baa5db4eeb8bb54341b029e0d9fa5fb0c"},
	{"x", 120, "13f05a0b594787f5ecd315edc96141bd3243203d1b7d4f0836f37308b276ba98"},
};

static void check_row(size_t i, size_t step)
{
	size_t unit = strlen(rows[i].unit), n = unit * rows[i].times;
	char *text = malloc(n + 1), hex[SHA256_HEX];
	unsigned char digest[SHA256_BYTES];
	struct sha256 s;

	if (!text)
		abort();
	for (size_t at = 0; at < n; at += unit)
		memcpy(text + at, rows[i].unit, unit);
	sha256_begin(&s);
	for (size_t at = 0; at < n; at += step)
		sha256_add(&s, text + at, n - at < step ? n - at : step);
	sha256_end(&s, digest);
	CHECK_SV(sha256_hex(digest, hex), rows[i].hex, rows[i].unit);
	free(text);
}

int main(void)
{
	static const size_t steps[] = {1, 7, 63, 64, 65, 1 << 20};
	unsigned char digest[SHA256_BYTES];
	char hex[SHA256_HEX];
	int pipes[2];

	for (size_t i = 0; i < YG_COUNT(rows); i++)
		for (size_t k = 0; k < YG_COUNT(steps); k++)
			check_row(i, steps[k]);

	CHECK(pipe(pipes) == 0 && write(pipes[1], "abc", 3) == 3, "pipe");
	close(pipes[1]);
	CHECK_INT(sha256_file(pipes[0], digest), 0, "file");
	CHECK_SV(sha256_hex(digest, hex), rows[0].hex, "file");
	close(pipes[0]);
	CHECK_INT(sha256_file(-1, digest), YG_EIO, "no such descriptor");
	return check_done();
}
