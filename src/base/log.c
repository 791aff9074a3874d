/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/json_write.h"
#include "base/limits.h"
#include "base/width.h"

static const char *const names[] = {
	[LOG_LEVEL_ERROR] = "error", [LOG_LEVEL_WARNING] = "warning",
	[LOG_LEVEL_INFO] = "info", [LOG_LEVEL_DEBUG] = "debug",
};

const char *log_level_name(enum log_level level)
{
	return names[level];
}

void log_to_fd(void *ctx, struct sv line)
{
	int fd = *(const int *)ctx;

	while (line.n > 0) {
		ssize_t n = write(fd, line.p, line.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		line.p += n;
		line.n -= (size_t)n;
	}
}

static void put_json(const struct log *l, enum log_level level, struct sv text, struct buf *b)
{
	struct jw w = jw_on(b);
	char when[CLOCK_TEXT_BYTES];

	jw_object(&w);
	jw_key(&w, "time");
	jw_sv(&w, clock_format(clock_now(l->clock), when));
	jw_key(&w, "level");
	jw_str(&w, names[level]);
	jw_key(&w, "program");
	jw_str(&w, l->program);
	jw_key(&w, "message");
	jw_sv(&w, text);
	jw_object_end(&w);
}

static enum msg_key word(enum log_level level)
{
	switch (level) {
	case LOG_LEVEL_ERROR: return MSG_LOG_ERROR;
	case LOG_LEVEL_WARNING: return MSG_LOG_WARNING;
	case LOG_LEVEL_DEBUG: return MSG_LOG_DEBUG;
	case LOG_LEVEL_INFO: break;
	}
	return MSG_NONE;	/* information stands alone */
}

void log_text(const struct log *l, enum log_level level, struct sv text)
{
	buf_auto b = BUF_CAP(LIMIT_LOG_LINE * 8);

	if (level > l->most)
		return;
	if (text.n > LIMIT_LOG_LINE)
		text.n = LIMIT_LOG_LINE;
	if (l->json) {
		put_json(l, level, text, &b);
	} else {
		buf_str(&b, l->program);
		buf_str(&b, ": ");
		buf_str(&b, msg(l->lang, word(level)));
		width_put_safe(&b, text);
	}
	buf_char(&b, '\n');
	if (b.err == 0)
		l->sink(l->ctx, buf_view(&b));
}

void log_fmt(const struct log *l, enum log_level level, const char *fmt, ...)
{
	char text[LIMIT_LOG_LINE];
	va_list ap;
	int n;

	if (level > l->most)
		return;
	va_start(ap, fmt);
	n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	log_text(l, level, (struct sv){text, (size_t)n < sizeof text ? (size_t)n
								      : sizeof text - 1});
}
