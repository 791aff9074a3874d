/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log.h - messages to the person or the journal, on standard error: text, or JSON Lines.
 *
 * Programs log; libraries return codes and let the program speak.
 *
 * Ownership: a struct log borrows its clock, sink and name.
 * Errors:    none: what cannot be logged is lost, as nobody could be told.
 * Threads:   one sink call a line; the sink decides.
 * Trust:     arguments may be hostile: the whole line is made safe before the sink sees it.
 */
#ifndef YAGURA_LOG_H
#define YAGURA_LOG_H

#include "base/clock.h"
#include "base/messages.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

struct log {
	enum log_level most;		/* messages above this level are dropped */
	bool json;
	enum msg_lang lang;
	const char *program;		/* "yagura": stands before the text */
	const struct clock *clock;	/* JSON lines carry the time */
	void (*sink)(void *ctx, struct sv line);	/* with its line end */
	void *ctx;
};

/* A sink that writes to the file descriptor *(const int *)ctx. */
void log_to_fd(void *ctx, struct sv line);

void log_text(const struct log *l, enum log_level level, struct sv text);
void log_fmt(const struct log *l, enum log_level level, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* A message of the catalogue: log_msg(l, LOG_LEVEL_ERROR, MSG_KEY, arguments...). */
#define log_msg(l, level, key, ...) \
	log_fmt((l), (level), msg_format_((l)->lang, (key), key##_EN), __VA_ARGS__)

/* "error", "warning", "info", "debug" */
const char *log_level_name(enum log_level level);

#endif
