/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch/sidecar.h"

#include "base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What was read must be readable again after it was written. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char *text = malloc(n + 1);
	struct fetch_sidecar s, again;
	buf_auto b = BUF_CAP(LIMIT_SIDECAR * 8);

	if (!text)
		return 0;
	if (n)
		memcpy(text, p, n);
	text[n] = '\0';
	if (fetch_sidecar_parse(text, n, &s, NULL) == 0) {
		fetch_sidecar_write(&b, &s);
		if (b.err || fetch_sidecar_parse(b.p, b.n, &again, NULL) != 0 ||
		    again.bytes != s.bytes)
			abort();
	}
	free(text);
	return 0;
}
