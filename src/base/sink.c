/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sink.h"

#include <errno.h>
#include <unistd.h>

#include "base/limits.h"

struct sink sink_to_fd(int fd)
{
	return (struct sink){.b = BUF_CAP(LIMIT_OUTPUT_ROW), .fd = fd};
}

struct sink sink_to(int (*write)(void *ctx, struct sv bytes), void *ctx)
{
	return (struct sink){
		.b = BUF_CAP(LIMIT_OUTPUT_ROW), .write = write, .ctx = ctx, .fd = -1,
	};
}

void sink_drop(struct sink *s)
{
	buf_drop(&s->b);
}

static int write_fd(struct sink *s, struct sv bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(s->fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			s->error = errno;
			return YG_EIO;
		}
		bytes.p += n;
		bytes.n -= (size_t)n;
	}
	return 0;
}

int sink_flush(struct sink *s)
{
	int code;

	if (s->b.err)
		return s->b.err;
	code = s->write ? s->write(s->ctx, buf_view(&s->b)) : write_fd(s, buf_view(&s->b));
	buf_clear(&s->b);
	s->b.err = code;
	return code;
}

void sink_spill(struct sink *s)
{
	if (s->b.n >= SINK_SPILL)
		(void)!sink_flush(s);	/* the error stays in the buffer */
}
