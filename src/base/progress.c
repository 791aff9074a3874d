/* SPDX-License-Identifier: Apache-2.0 */
#include "base/progress.h"

#include <unistd.h>

#include "base/width.h"

enum { INTERVAL_MS = 100, BAR = 30 };

struct progress progress_begin(const struct term *term, const struct clock *clock, int fd,
			       bool wanted, struct sv label)
{
	return (struct progress){
		.term = term, .clock = clock, .fd = wanted && term->tty ? fd : -1,
		.label = label, .drawn_ms = INT64_MIN / 2,
	};
}

/* A bar is only a hint: a short or failed write is not repeated. */
static void send(int fd, const struct buf *b)
{
	if (b->err == 0 && write(fd, b->p, b->n) < 0)
		return;
}

void progress_show(struct progress *p, uint64_t done, uint64_t total)
{
	buf_auto b = BUF_CAP(4096);
	int64_t now;
	struct sv label;

	if (p->fd < 0)
		return;
	now = clock_elapsed_ms(p->clock);
	if (p->drawn && now - p->drawn_ms < INTERVAL_MS && (total == 0 || done < total))
		return;
	p->drawn_ms = now;
	p->drawn = true;
	label = width_prefix(p->label, p->term->columns > 60 ? p->term->columns - 50 : 10);
	buf_char(&b, '\r');
	width_put_safe(&b, label);
	if (total > 0) {
		uint64_t part = done < total ? done : total;
		unsigned full = (unsigned)((double)part / (double)total * BAR);
		buf_str(&b, " [");
		term_fill(&b, '#', full);
		term_fill(&b, '.', BAR - full);
		buf_fmt(&b, "] %3u%%", (unsigned)((double)part / (double)total * 100));
	} else {
		buf_char(&b, ' ');
		buf_u64(&b, done);
	}
	buf_str(&b, "\x1b[K");
	send(p->fd, &b);
}

void progress_end(struct progress *p)
{
	buf_auto b = BUF_CAP(16);

	if (p->fd < 0 || !p->drawn)
		return;
	buf_str(&b, "\r\x1b[K");
	send(p->fd, &b);
	p->drawn = false;
}
