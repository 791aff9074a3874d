/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/calc.h"
#include "assess/cvss.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void expect(bool ok)
{
	if (!ok)
		abort();
}

static void score(const struct cvss *v)
{
	buf_auto b = BUF_CAP(1024);
	struct cvss again;

	expect(cvss_base(v) >= 0 && cvss_base(v) <= 100);
	expect(cvss_temporal(v) >= 0 && cvss_temporal(v) <= cvss_base(v));
	expect(cvss_environmental(v) >= 0 && cvss_environmental(v) <= 100);
	cvss_write(v, &b);
	expect(cvss_parse(buf_view(&b), &again, NULL) == 0 && !memcmp(&again, v, sizeof again));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char *text = malloc(n ? n : 1);		/* exactly sized for AddressSanitizer */
	buf_auto out = BUF_CAP(4096);
	arena_auto a = {.cap = 1024};
	struct yg_err e = {.at = n + 1};
	struct cvss v = {0}, lenient = {0};
	bool repaired = true;
	struct sv s;

	if (!text)
		return 0;
	if (n)
		memcpy(text, p, n);
	s = (struct sv){text, n};
	if (cvss_parse(s, &v, &e) == 0) {
		score(&v);
		expect(cvss_parse_lenient(s, &lenient, &repaired, NULL) == 0 && !repaired);
		expect(!memcmp(&v, &lenient, sizeof v));
	} else {
		expect(e.at <= n && e.what && v.version == CVSS_ABSENT);
		if (cvss_parse_lenient(s, &lenient, &repaired, NULL) == 0)
			score(&lenient);
	}
	expect(calc_cvss_line(&a, s, &out) == 0);
	free(text);
	return 0;
}
