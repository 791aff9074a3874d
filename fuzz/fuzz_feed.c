/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feed readers over any text: the first byte picks the reader.  Whatever comes out must fit
 * the record document: it is written, read back, and written again to the same bytes.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "understand/feeds/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static int on_about(void *ctx, const struct feed_about *a)
{
	(void)ctx;
	return a->feed.n == 0 ? YG_EINVAL : 0;
}

static int on_record(void *ctx, const struct record *r)
{
	arena_auto arena = {.cap = MIB(64)};
	buf_auto first = BUF_CAP(MIB(16)), again = BUF_CAP(MIB(16)), text = BUF_CAP(MIB(16));
	struct jw w = jw_on(&first), v = jw_on(&again);
	struct record back;

	(void)ctx;
	record_write(&w, r);
	if (first.err)
		return 0;
	buf_sv(&text, buf_view(&first));
	if (text.err || record_read(&arena, text.p, text.n, &back, NULL) != 0)
		abort();
	record_write(&v, &back);
	if (again.n != first.n || memcmp(again.p, first.p, first.n) != 0)
		abort();
	return 0;
}

static int on_epss(void *ctx, const struct feed_epss *e)
{
	(void)ctx;
	if (!(e->score >= 0 && e->score <= 1) || e->percentile > 1)
		abort();
	return 0;
}

static int on_skip(void *ctx, size_t at, struct sv id, const char *why)
{
	(void)at, (void)id;
	if (!why || !*why)
		abort();
	return *(const char *)ctx == 'x' ? 0 : YG_EINVAL;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	/* Sized by the input, so that AddressSanitizer sees what a large arena would hide. */
	arena_auto arena = {.cap = 4096 + n * 256};
	char mark = 'x';
	struct feed_sink sink = {&mark, on_about, on_record, on_epss, on_skip};
	const struct feed_reader *r;
	struct yg_err err = {0};
	struct sv head;
	char *text;

	if (n == 0)
		return 0;
	r = &feed_readers[p[0] % feed_reader_count];
	text = malloc(n);
	if (!text)
		return 0;
	memcpy(text, p + 1, n - 1);
	text[n - 1] = '\0';
	head = (struct sv){text, n - 1 < 4096 ? n - 1 : 4096};
	(void)feed_reader_detect((struct sv){"x", 1}, head);
	if (r->read(&(struct feed_document){{"epss_scores-2021-04-14.csv", 26}, text, n - 1, &arena},
		    &sink, &err) != 0 && !err.what)
		abort();
	free(text);
	return 0;
}
