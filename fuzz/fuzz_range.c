/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A byte that says how much memory there is, a range, NUL, a version; in every dialect: no crash, an arena no larger
 * than the input deserves, and where a range can be said as intervals, the same answer.
 */
#include "base/buf.h"
#include "base/text.h"
#include "component/version/calc.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void require(bool ok)
{
	if (!ok)
		abort();
}

/* Where the scheme's order is total, intervals never contradict the range they came from. */
static void compare_intervals(struct arena *a, const struct version_range *r, struct sv version)
{
	enum range_answer whole = range_contains(r, version, NULL), any = RANGE_OUT;
	struct version_interval *v;
	size_t count;

	if (range_intervals(a, r, &v, &count) < 0)
		return;
	for (size_t i = 0; i < count; i++)
		any = range_any(any, interval_contains(r->scheme, &v[i], version, NULL));
	if (strcmp(r->scheme->name, "semver") == 0 || strcmp(r->scheme->name, "calver") == 0)
		require(whole == RANGE_UNKNOWN || any == RANGE_UNKNOWN || whole == any);
}

static void try_dialect(const struct range_dialect *d, size_t cap, struct sv text,
			struct sv version)
{
	arena_auto a = {.cap = cap};
	buf_auto out = BUF_CAP(1 << 20);
	struct version_range r;
	struct vers v;

	if (range_parse(&a, d, text, &r, NULL) == 0) {
		compare_intervals(&a, &r, version);
		if (range_to_vers(&a, &r, SV("x"), &v, NULL) == 0)
			vers_write(&v, &out);
	}
}

/* Canonical text is written back byte for byte, and reading it again changes nothing. */
static void try_vers(size_t cap, struct sv text)
{
	arena_auto a = {.cap = cap};
	buf_auto out = BUF_CAP(1 << 20);
	struct vers v;

	if (vers_parse(&a, text, &v, NULL) == 0) {
		vers_write(&v, &out);
		require(sv_eq(buf_view(&out), text));
	}
	buf_clear(&out);
	if (vers_read(&a, text, &v, NULL) == 0)
		vers_write(&v, &out);
}

static void try_events(size_t cap, struct sv text)
{
	arena_auto a = {.cap = cap};
	struct osv_event *events = NULL;
	struct version_interval *v;
	struct sv field;
	size_t count = 0, n;

	while (sv_next(&text, ' ', &field)) {
		struct osv_event *e = arena_push(&a, events, count);
		if (!e)
			return;
		*e = (struct osv_event){.kind = field.n ? (enum osv_event_kind)(field.p[0] & 3) : 0,
					.version = sv_from(field, 1)};
	}
	(void)!osv_events_intervals(&a, version_scheme_find(SV("semver")), events, count, &v, &n,
				    NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct range_dialect *d;
	struct sv text, version;
	size_t cap;

	if (n == 0)
		return 0;
	cap = 1 + (size_t)p[0] * 512;
	(void)sv_cut((struct sv){(const char *)p + 1, n - 1}, '\0', &text, &version);
	for (size_t i = 0; (d = range_dialect_at(i)) != NULL; i++)
		try_dialect(d, cap, text, version);
	try_vers(cap, text);
	try_events(cap, text);
	return 0;
}
