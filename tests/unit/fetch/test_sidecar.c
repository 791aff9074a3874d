/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "check.h"
#include "fetch/sidecar.h"

static const struct {
	const char *text;
	int r;
	const char *feed, *etag;
	uint64_t bytes;
} rows[] = {
	{"{}", 0, "", "", 0},
	{"{\"feed\":\"kev\",\"etag\":\"\\\"a-1\\\"\",\"bytes\":12}\n", 0, "kev", "\"a-1\"", 12},
	/* Of a key that comes twice the last one counts. */
	{"{\"feed\":\"a\",\"feed\":\"b\"}", 0, "b", "", 0},
	{"{\"feed\":\"kev\",\"of tomorrow\":[1,{\"x\":2}]}", 0, "kev", "", 0},
	{"{\"feed\":7,\"bytes\":\"12\"}", 0, "", "", 0},
	{"{\"bytes\":-1}", YG_ESYNTAX, 0, 0, 0},
	{"{\"bytes\":1e3}", YG_ESYNTAX, 0, 0, 0},
	{"{\"bytes\":99999999999999999999}", YG_ESYNTAX, 0, 0, 0},
	/* An etag goes into a request header. */
	{"{\"etag\":\"a\\r\\nHost: evil\"}", YG_ESYNTAX, 0, 0, 0},
	{"{\"url\":\"x\\u0000y\"}", YG_ESYNTAX, 0, 0, 0},
	{"{\"feed\":\"kev\"", YG_ESYNTAX, 0, 0, 0},
	{"{\"feed\":\"kev\"} x", YG_ESYNTAX, 0, 0, 0},
	{"[]", YG_ESYNTAX, 0, 0, 0},
	{"", YG_ESYNTAX, 0, 0, 0},
};

static int parse(const char *text, struct fetch_sidecar *s, char **ret_memory)
{
	size_t n = strlen(text);
	char *copy = malloc(n + 1);

	if (!copy)
		abort();
	memcpy(copy, text, n + 1);
	*ret_memory = copy;
	return fetch_sidecar_parse(copy, n, s, NULL);
}

static void check_round_trip(void)
{
	const struct fetch_sidecar in = {
		.feed = SV("osv-PyPI"), .url = SV("https://example.org/all.zip"),
		.fetched = SV("2026-11-21T06:00:00Z"), .checked = SV("2026-11-22T06:00:00Z"),
		.last_modified = SV("Sat, 21 Nov 2026 05:00:00 GMT"), .etag = SV("W/\"x\\y\""),
		.sha256 = SV("00"), .bytes = UINT64_MAX,
	};
	buf_auto b = BUF_CAP(4096);
	struct fetch_sidecar out = {0};

	fetch_sidecar_write(&b, &in);
	CHECK_INT(b.err, 0, "write");
	CHECK_INT(fetch_sidecar_parse(b.p, b.n, &out, NULL), 0, "read back");
	CHECK(sv_eq(in.feed, out.feed) && sv_eq(in.url, out.url) &&
	      sv_eq(in.fetched, out.fetched) && sv_eq(in.checked, out.checked) &&
	      sv_eq(in.last_modified, out.last_modified) && sv_eq(in.etag, out.etag) &&
	      sv_eq(in.sha256, out.sha256) && in.bytes == out.bytes, "round trip");
}

int main(void)
{
	char name[32];

	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		struct fetch_sidecar s = {.feed = SV("sentinel")};
		char *memory;
		CHECK_INT(parse(rows[i].text, &s, &memory), rows[i].r, rows[i].text);
		CHECK_SV(s.feed, rows[i].r < 0 ? "sentinel" : rows[i].feed, rows[i].text);
		if (rows[i].r == 0) {
			CHECK_SV(s.etag, rows[i].etag, rows[i].text);
			CHECK(s.bytes == rows[i].bytes, "%s: bytes", rows[i].text);
		}
		free(memory);
	}
	check_round_trip();
	CHECK_INT(fetch_sidecar_name(SV("kev.json"), name, sizeof name), 0, "name");
	CHECK_SV(sv_of(name), "kev.json.meta.json", "name");
	CHECK_INT(fetch_sidecar_name(SV("kev.json"), name, 18), YG_ELIMIT, "no room for NUL");
	return check_done();
}
