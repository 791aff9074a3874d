/* SPDX-License-Identifier: Apache-2.0 */
/*
 * messages.h - what Yagura says to people, in English and Japanese.
 *
 * The texts are in data/messages/NAME.tsv (columns key, en, ja); scripts/gen-messages makes
 * one MSG_* for each key at build time.  A missing key, a missing translation and format
 * specifiers that differ between the languages are build errors.
 *
 * Ownership: texts are constants.
 * Errors:    none; msg_put() reports through its buffer.
 * Threads:   no shared state; the language is an argument.
 * Trust:     formats are ours; arguments may be hostile, so neutralise what is put into the
 *	result (width_put_safe(), or a writer that escapes) before it reaches a terminal.
 */
#ifndef YAGURA_MESSAGES_H
#define YAGURA_MESSAGES_H

#include "base/buf.h"
#include "base/messages_keys.h"

enum msg_lang { MSG_EN, MSG_JA };

/* The text of a key.  For a key with format specifiers use msg_put(). */
const char *msg(enum msg_lang lang, enum msg_key key);

/*
 * Append a message with its arguments; the compiler checks them against the English format.
 * key must be a literal MSG_* name that takes arguments.
 */
#define msg_put(b, lang, key, ...) \
	buf_fmt((b), msg_format_((lang), (key), key##_EN), __VA_ARGS__)

/* en tells the compiler what is formatted; the answer is the text in the language asked for. */
const char *msg_format_(enum msg_lang lang, enum msg_key key, const char *en)
	__attribute__((format_arg(3)));

/*
 * The language to speak: given (--lang; may be empty), else the first of YAGURA_LANG, LC_ALL,
 * LC_MESSAGES and LANG that is set.  "ja", "ja_JP.UTF-8" are Japanese, the rest English.
 */
enum msg_lang msg_lang_of(struct sv given, const char *(*env)(const char *name));

/* "en" or "ja". */
const char *msg_lang_name(enum msg_lang lang);

extern const char *const msg_texts[MSG_COUNT][2];	/* made by scripts/gen-messages */

#endif
