/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <unistd.h>

#include "base/lines.h"
#include "base/sink.h"

/* Input bytes, and the lines that come out with a cap of 5, '|' between them, '~' after one
 * that was cut. */
static const struct { const char *in, *lines; } cases[] = {
	{"", ""}, {"\n", "|"}, {"a", "a|"}, {"a\n", "a|"}, {"a\n\nb", "a||b|"},
	{"12345\n6", "12345|6|"}, {"123456\n7\n", "12345~|7|"}, {"123456", "12345~|"},
	{"1234567890123\n\nx\n", "12345~||x|"}, {"a\r\nb", "a\r|b|"},
};

static struct sv text_of(int fd, size_t cap, struct buf *b)
{
	lines_auto l = lines_of(fd, cap);
	struct sv line;
	bool cut;

	while (lines_next(&l, &line, &cut) == 1) {
		buf_sv(b, line);
		if (cut)
			buf_char(b, '~');
		buf_char(b, '|');
	}
	return buf_view(b);
}

static void check_cases(void)
{
	for (size_t i = 0; i < YG_COUNT(cases); i++) {
		buf_auto b = BUF_CAP(1000);
		int fd[2];
		if (pipe(fd) != 0)
			return;
		CHECK(write(fd[1], cases[i].in, strlen(cases[i].in)) >= 0, "write");
		(void)close(fd[1]);
		CHECK_SV(text_of(fd[0], 5, &b), cases[i].lines, cases[i].in);
		(void)close(fd[0]);
	}
}

/* Lines longer than the chunks in which they are read. */
static void check_long(void)
{
	FILE *f = tmpfile();
	struct lines l;
	struct sv line;
	bool cut;

	if (!f)
		return;
	for (int i = 0; i < 300000; i++)
		fputs("abcdefghij", f);
	fputs("\nshort\n", f);
	for (int i = 0; i < 20000; i++)
		fputs("0123456789", f);
	fflush(f);
	rewind(f);
	l = lines_of(fileno(f), 250000);
	CHECK(lines_next(&l, &line, &cut) == 1 && cut && line.n == 250000, "3 MB, cut");
	CHECK(l.room < 1000000, "in bounded memory");
	CHECK(lines_next(&l, &line, &cut) == 1 && !cut, "the next one");
	CHECK_SV(line, "short", "is whole");
	CHECK(lines_next(&l, &line, &cut) == 1 && !cut && line.n == 200000, "long but allowed");
	CHECK_INT(lines_next(&l, &line, &cut), 0, "the end");
	CHECK_INT(lines_next(&l, &line, &cut), 0, "still the end");
	lines_drop(&l);
	fclose(f);
	l = lines_of(-1, 10);
	CHECK_INT(lines_next(&l, &line, &cut), YG_EIO, "no such descriptor");
	lines_drop(&l);
}

static int count(void *ctx, struct sv bytes)
{
	*(size_t *)ctx += bytes.n;
	return *(size_t *)ctx > 300000 ? YG_EIO : 0;
}

static void check_sink(void)
{
	size_t total = 0;
	struct sink s = sink_to(count, &total);
	int fd[2];

	for (int i = 0; i < 20000; i++) {
		buf_str(&s.b, "0123456789");
		sink_spill(&s);
	}
	CHECK(s.b.room < 4 * SINK_SPILL, "in bounded memory");
	CHECK_INT(sink_flush(&s), 0, "flush");
	CHECK_INT(total, 200000, "all of it");
	for (int i = 0; i < 20000; i++) {
		buf_str(&s.b, "0123456789");
		sink_spill(&s);
	}
	CHECK_INT(sink_flush(&s), YG_EIO, "the first error stays");
	CHECK(total < 400000, "nothing is written after it");
	sink_drop(&s);

	if (pipe(fd) != 0)
		return;
	s = sink_to_fd(fd[1]);
	buf_str(&s.b, "out");
	CHECK_INT(sink_flush(&s), 0, "to a descriptor");
	(void)close(fd[1]);
	buf_str(&s.b, "lost");
	CHECK_INT(sink_flush(&s), YG_EIO, "closed");
	CHECK(s.error != 0, "errno is kept");
	sink_drop(&s);
	(void)close(fd[0]);
}

int main(void)
{
	check_cases();
	check_long();
	check_sink();
	return check_done();
}
