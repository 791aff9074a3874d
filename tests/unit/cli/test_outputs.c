/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every output of the sample reports against golden/NAME.txt.  To write them anew after a change
 * that is meant: YAGURA_WRITE_GOLDEN=1 test_outputs, then read the difference.
 */
#include "check.h"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/width.h"
#include "sample_report.h"

static const struct golden {
	const char *file, *report, *format;
	enum msg_lang lang;
	unsigned columns;		/* 0: a pipe */
	bool color, all;
} goldens[] = {
	{"mixed-table-en-80", "mixed", "table", MSG_EN, 80, false, false},
	{"mixed-table-ja-80", "mixed", "table", MSG_JA, 80, false, false},
	{"mixed-table-en-160", "mixed", "table", MSG_EN, 160, false, false},
	{"mixed-table-ja-160-all", "mixed", "table", MSG_JA, 160, true, true},
	{"mixed-table-en-pipe", "mixed", "table", MSG_EN, 0, false, false},
	{"hostile-table-ja-100", "hostile", "table", MSG_JA, 100, true, false},
	{"hostile-table-en-pipe", "hostile", "table", MSG_EN, 0, false, false},
	{"empty-table-ja-80", "empty", "table", MSG_JA, 80, false, false},
	{"blind-table-en-80", "blind", "table", MSG_EN, 80, false, false},
	{"partial-table-en-100", "partial", "table", MSG_EN, 100, false, false},
	{"mixed-explain-en-100", "mixed", "explain", MSG_EN, 100, false, false},
	{"mixed-explain-ja-80", "mixed", "explain", MSG_JA, 80, false, false},
	{"hostile-explain-en-80", "hostile", "explain", MSG_EN, 80, true, false},
	{"mixed-csv", "mixed", "csv", MSG_EN, 0, false, false},
	{"hostile-csv", "hostile", "csv", MSG_JA, 0, false, false},
	{"mixed-json", "mixed", "json", MSG_EN, 0, false, false},
	{"partial-jsonl", "partial", "jsonl", MSG_EN, 0, false, false},
	{"mixed-sarif", "mixed", "sarif", MSG_EN, 0, false, false},
	{"mixed-cyclonedx", "mixed", "cyclonedx", MSG_EN, 0, false, false},
	{"mixed-explain-json", "mixed", "explain-json", MSG_EN, 0, false, false},
};

static int collect(void *ctx, struct sv bytes)
{
	struct buf *b = ctx;

	buf_sv(b, bytes);
	return b->err;
}

/* The knowledge base of the sample: one record, with a text that would like to be obeyed. */
static int find_record(void *ctx, struct arena *a, struct sv source, struct sv id,
		       const struct record **ret)
{
	static struct record_reference references[] = {
		{SV_INIT("https://vendor.example/advisory\x1b[2J"), SV_INIT("advisory")},
	};
	static const struct record record = {
		.id = SV_INIT("CVE-2024-3094"), .source = SV_INIT("cve5"),
		.publisher = SV_INIT("example-cna"), .references = references,
		.reference_count = 1, .workaround = SV_INIT("Stop the service."),
		.description_en = SV_INIT("Code was added to the build.\n\x1b]0;owned\x07It runs "
					  "before login."),
		.description_ja = SV_INIT("ビルド時に不正なコードが追加され、認証前に実行される。"),
	};

	(void)ctx;
	(void)a;
	if (!sv_is(source, "cve5") || !sv_eq(id, record.id))
		return YG_ENOTFOUND;
	*ret = &record;
	return 0;
}

/* Write a report in a format; the first two findings where it is an explanation. */
static int produce(const struct sample *s, const char *format, const struct output_options *o,
		   struct sink *out)
{
	static const struct explain_records records = {.find = find_record};
	const struct finding *some[2];
	size_t n = s->list.count < 2 ? s->list.count : 2;
	const struct output_kind *kind = output_find(sv_of(format));

	for (size_t i = 0; i < n; i++)
		some[i] = &s->list.findings[i];
	if (kind)
		return output_write(kind, &s->report, o, out);
	return strcmp(format, "explain") == 0
		? explain_table(&s->report, o, &records, some, n, out)
		: explain_json(&s->report, o, &records, some, n, out);
}

static void compare(const char *name, const struct buf *got)
{
	buf_auto want = BUF_CAP(1 << 24);
	char path[4096];
	file_auto w = {.fd = -1};

	snprintf(path, sizeof path, "%s/tests/unit/cli/golden/%s.txt", YAGURA_SOURCE_ROOT, name);
	if (getenv("YAGURA_WRITE_GOLDEN")) {
		if (file_begin(sv_of(path), &w) == 0 && write(w.fd, got->p, got->n) > 0)
			CHECK_INT(file_commit(&w), 0, name);
		return;
	}
	CHECK_INT(file_read(sv_of(path), &want), 0, path);
	if (want.n == got->n && (got->n == 0 || memcmp(want.p, got->p, got->n) == 0)) {
		CHECK(true, "%s", name);
		return;
	}
	for (size_t i = 0, line = 1; i < want.n && i < got->n; i++) {
		if (want.p[i] != got->p[i]) {
			CHECK(false, "%s.txt differs at line %zu: got \"%.60s\"", name, line,
			      got->p + i);
			return;
		}
		line += want.p[i] == '\n';
	}
	CHECK(false, "%s.txt: got %zu bytes, want %zu", name, got->n, want.n);
}

/* What no output may hold: control characters but line ends and tabs, escapes but our own
 * colours, lines wider than the terminal. */
static void check_safe(const struct golden *g, struct sv text)
{
	struct sv rest = text, line;

	while (sv_line(&rest, &line)) {
		buf_auto plain = BUF_CAP(1 << 20);
		for (size_t i = 0; i < line.n; i++) {
			unsigned char c = (unsigned char)line.p[i];
			if (g->color && c == 0x1b && i + 1 < line.n && line.p[i + 1] == '[') {
				while (i < line.n && line.p[i] != 'm')
					i++;
				continue;
			}
			if (c < 0x20 && c != '\t' && c != '\r')
				CHECK(false, "%s: control character %02x", g->file, c);
			buf_char(&plain, (char)c);
		}
		CHECK(plain.n == 0 || sv_utf8(buf_view(&plain)), "%s: UTF-8", g->file);
		if (g->columns && width_text(buf_view(&plain)) > g->columns)
			CHECK(false, "%s: %zu columns: %s", g->file, width_text(buf_view(&plain)),
			      plain.p);
	}
}

static void check_golden(const struct golden *g)
{
	struct term term = {.tty = g->columns > 0, .utf8 = true, .color = g->color,
			    .columns = g->columns};
	struct output_options o = {.lang = g->lang, .term = &term, .version = "0.1.0",
				   .all = g->all};
	buf_auto got = BUF_CAP(1 << 24);
	sink_auto out = sink_to(collect, &got);
	struct sample s;

	CHECK(sample_make(&s, g->report), "%s", g->report);
	CHECK_INT(produce(&s, g->format, &o, &out), 0, g->file);
	compare(g->file, &got);
	check_safe(g, buf_view(&got));
	sample_drop(&s);
}

static const char *const formats[] = {
	"table", "json", "jsonl", "csv", "sarif", "cyclonedx", "explain", "explain-json",
};

/* A writer that fails at its Nth call. */
struct failing {
	int calls, fail_at;
};

static int fail_later(void *ctx, struct sv bytes)
{
	struct failing *f = ctx;

	(void)bytes;
	return ++f->calls >= f->fail_at ? YG_EIO : 0;
}

static void check_faults(void)
{
	struct term term = {.tty = true, .utf8 = true, .columns = 100};
	struct output_options o = {.term = &term, .version = "0.1.0", .all = true};
	struct sample s;

	CHECK(sample_make(&s, "large"), "large");
	s.list.count = 2000;	/* some hundred kilobytes: several calls */
	for (size_t i = 0; i < YG_COUNT(formats); i++)
		for (int n = 1; n < 4; n++) {
			struct failing f = {.fail_at = n};
			sink_auto out = sink_to(fail_later, &f);
			int code = produce(&s, formats[i], &o, &out);
			CHECK(f.calls < n ? code == 0 : code == YG_EIO, "%s: call %d: %d",
			      formats[i], n, code);
			CHECK(f.calls <= n, "%s: nothing is written after a failure", formats[i]);
		}
	sample_drop(&s);
}

static int drop(void *ctx, struct sv bytes)
{
	*(size_t *)ctx += bytes.n;
	return 0;
}

static double cpu_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

/* 100,000 findings stream: what is kept does not grow with them, but for a few bytes each. */
static void check_large(void)
{
	struct term term = {.tty = true, .utf8 = true, .columns = 100};
	struct output_options o = {.term = &term, .version = "0.1.0", .all = true};
	struct rusage before, after;
	struct sample s;

	CHECK(sample_make(&s, "large") && s.list.count == 100000, "large");
	for (size_t i = 0; i < 6; i++) {
		size_t bytes = 0;
		sink_auto out = sink_to(drop, &bytes);
		double start = cpu_seconds();
		(void)getrusage(RUSAGE_SELF, &before);
		CHECK_INT(produce(&s, formats[i], &o, &out), 0, formats[i]);
		(void)getrusage(RUSAGE_SELF, &after);
		CHECK(out.b.room <= 4 * SINK_SPILL, "%s: the buffer has %zu bytes", formats[i],
		      out.b.room);
		fprintf(stderr, "%s: 100000 findings, %zu MB, %.2f s, %+ld KiB at most\n",
			formats[i], bytes >> 20, cpu_seconds() - start,
			after.ru_maxrss - before.ru_maxrss);
	}
	sample_drop(&s);
}

static const struct { const char *id, *package; size_t count; } selections[] = {
	{"CVE-2024-3094", "", 1}, {"cve-2024-3094", "", 1}, {"GHSA-RXWQ-X6H5-X02R", "", 1},
	{"CVE-2022-2222", "", 2}, {"CVE-2022-2222", "linux-image-6.0", 1},
	{"CVE-2022-2222", "linux", 2}, {"CVE-2022-2222", "curl", 0}, {"CVE-1999-0001", "", 0},
	{"CVE-2024-3094", "liblzma5", 1}, {"CVE-2024-3094", "xz-utils", 1}, {"", "", 0},
};

static void check_select(void)
{
	const struct finding *const *found;
	struct sample s;
	size_t n;

	CHECK(sample_make(&s, "mixed"), "mixed");
	for (size_t i = 0; i < YG_COUNT(selections); i++) {
		int code;
		n = 77;
		code = explain_select(&s.arena, &s.list, &s.match, sv_of(selections[i].id),
				      sv_of(selections[i].package), &found, &n);
		CHECK(selections[i].count > 0 ? code == 0 && n == selections[i].count
					      : code == YG_ENOTFOUND && n == 77,
		      "%s %s: %d, %zu", selections[i].id, selections[i].package, code, n);
	}
	for (long at = 1;; at++) {
		arena_auto a = {.cap = 1 << 20, .fail_at = at};
		int code;
		n = 77;
		code = explain_select(&a, &s.list, &s.match, SV("CVE-2022-2222"), SV(""), &found,
				      &n);
		if (code == 0)
			break;
		CHECK(code == YG_ENOMEM && n == 77, "fault loop");
	}
	sample_drop(&s);
}

int main(void)
{
	CHECK(output_find(SV("json")) && !output_find(SV("yaml")), "find");
	for (size_t i = 0; i < output_kind_count; i++) {
		struct sv rest = SV(OUTPUT_CHOICES), word;
		for (size_t k = 0; k <= i; k++)
			(void)sv_next(&rest, '|', &word);
		CHECK_SV(word, output_kinds[i].name, "the choices are in the table's order");
	}
	for (size_t i = 0; i < YG_COUNT(goldens); i++)
		check_golden(&goldens[i]);
	check_select();
	check_faults();
	check_large();
	return check_done();
}
