/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A reader that pulls strings and numbers and skips every third value. */
static void pull(struct json *j)
{
	struct sv s;
	bool b;
	unsigned depth = 0, turn = 0;
	bool object[64];

	for (;;) {
		enum json_type t = json_peek(j);
		if (t == JSON_OBJECT && depth < 64 && turn++ % 3) {
			(void)json_enter_object(j);
			object[depth++] = true;
		} else if (t == JSON_ARRAY && depth < 64 && turn++ % 3) {
			(void)json_enter_array(j);
			object[depth++] = false;
		} else if (!json_opt_string(j, &s)) {
			if (json_err(j, NULL))
				return;
		} else if (t == JSON_TRUE) {
			(void)json_opt_bool(j, &b);
		}
		while (depth > 0 && !(object[depth - 1] ? json_key(j, &s) : json_item(j))) {
			if (json_err(j, NULL))
				return;
			depth--;
		}
		if (depth == 0)
			return;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	/* Exactly sized, so that AddressSanitizer sees a read past the sentinel. */
	char *text = malloc(n + 1);
	struct json j;
	bool skipped;

	if (!text)
		return 0;
	if (n)
		memcpy(text, p, n);
	text[n] = '\0';
	json_init(&j, text, n);
	json_skip(&j);
	skipped = json_end(&j, NULL) == 0;
	json_init(&j, text, n);
	pull(&j);
	if (skipped && json_end(&j, NULL) != 0)
		abort();	/* both ways must agree on what is valid */
	free(text);
	return 0;
}
