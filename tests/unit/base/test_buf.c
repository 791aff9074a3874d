/* SPDX-License-Identifier: Apache-2.0 */
/* The cap holds, whichever call meets it and however small it is. */
#include "base/buf.h"
#include "check.h"

int main(void)
{
	static const size_t caps[] = {0, 1, 2, 16, 255, 256, 257, 511, 512, 1000};

	for (size_t i = 0; i < YG_COUNT(caps); i++) {
		buf_auto chars = BUF_CAP(caps[i]), mixed = BUF_CAP(caps[i]);
		for (size_t k = 0; k < caps[i] + 300; k++) {
			buf_char(&chars, 'x');
			if (k % 2)
				buf_u64(&mixed, 12345);
			else
				buf_char(&mixed, 'y');
		}
		CHECK_INT(chars.n, caps[i], "full to the cap");
		CHECK_INT(chars.err, YG_ELIMIT, "and says so");
		CHECK(mixed.n <= caps[i], "cap %zu: %zu bytes", caps[i], mixed.n);
		CHECK_INT(mixed.err, YG_ELIMIT, "mixed");
	}
	return check_done();
}
