/* SPDX-License-Identifier: Apache-2.0 */
/* Record documents from a child that may lie: what is accepted is written back and accepted. */
#include "base/buf.h"
#include "base/limits.h"
#include "understand/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	arena_auto arena = {.cap = 4096 + n * 256}, second = {.cap = 4096 + n * 512};
	buf_auto first = BUF_CAP(MIB(16)), again = BUF_CAP(MIB(16)), copy = BUF_CAP(MIB(16));
	struct jw w = jw_on(&first), v = jw_on(&again);
	struct record r, back;
	char *text = malloc(n + 1);

	if (!text)
		return 0;
	if (n)
		memcpy(text, p, n);
	text[n] = '\0';
	if (record_read(&arena, text, n, &r, NULL) == 0) {
		record_write(&w, &r);
		buf_sv(&copy, buf_view(&first));
		if (first.err == 0 && copy.err == 0) {
			if (record_read(&second, copy.p, copy.n, &back, NULL) != 0)
				abort();
			record_write(&v, &back);
			if (again.n != first.n || memcmp(again.p, first.p, first.n) != 0)
				abort();
		}
	}
	free(text);
	return 0;
}
