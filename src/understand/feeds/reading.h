/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading.h - what the feed readers share: a JSON cursor that tells a bad record from a bad
 * document, and the small conversions that every source needs.  Private to this folder.
 *
 * A value of the wrong type spoils the record it stands in (the first reason is kept) and is
 * passed over, so that the rest of the document can still be read.
 *
 * Ownership: views point into the document or into the arena.
 * Errors:    sticky: the cursor's (bad JSON) and code (out of memory, a sink that said no).
 * Threads:   no shared state.   Trust: hostile.
 */
#ifndef YAGURA_FEED_READING_H
#define YAGURA_FEED_READING_H

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "understand/feeds/feed.h"

struct reading {
	struct json j;
	struct arena *arena;
	const struct feed_sink *sink;
	int code;		/* YG_ENOMEM or a negative answer of the sink */
	const char *bad;	/* why the record at hand is skipped; NULL: it is good so far */
	size_t bad_at;
	size_t spans;		/* of the record at hand, where they can multiply */
};

static inline bool reading_going(const struct reading *in)
{
	return in->code == 0 && in->j.code == 0;
}

/* The record at hand is bad: keep the first reason.  Always false. */
bool reading_bad(struct reading *in, const char *why);
/* Out of memory: everything ends.  Always false. */
bool reading_no_memory(struct reading *in);

/*
 * The next value if it is of the type asked for, else false.  null counts as absent; any other
 * type spoils the record with the reason why.
 *
 * A string may not hold a NUL; in a text, meant for people, a NUL becomes a blank.
 */
bool reading_string(struct reading *in, struct sv *out, const char *why);
bool reading_text(struct reading *in, struct sv *out, const char *why);
bool reading_object(struct reading *in, const char *why);
bool reading_array(struct reading *in, const char *why);

/* json_key() and json_item() that also stop when the arena or the sink has failed. */
bool reading_key(struct reading *in, struct sv *key);
bool reading_item(struct reading *in);

/* The joined text, or {NULL,0} with the failure noted. */
struct sv reading_join(struct reading *in, struct sv x, struct sv y, struct sv z);
/* Add a word to a list separated by sep, unless it stands there already. */
void reading_add_word(struct reading *in, struct sv *list, struct sv sep, struct sv word);

/* Hand the record to the sink, or its reason to sink->skip if it is bad; ready for the next. */
void reading_finish(struct reading *in, const struct record *r, size_t at);

/* What read() of a feed answers at the end. */
int reading_end(struct reading *in, struct yg_err *err) YG_CHECK;

/* Whether s is CVE-YYYY-NNNN with 4 to 19 digits (CVE JSON 5 schema, "cveId"). */
bool feed_is_cve(struct sv s);
/* "CWE-79" if s starts with such an id, else empty. */
struct sv feed_cwe(struct sv s);
/* Whether s is YYYY-MM-DD and a day of the calendar. */
bool feed_is_date(struct sv s);

/*
 * A date and time of RFC 3339 in UTC ("2024-01-02T03:04:05.678Z").  Without a zone, as CVE
 * records of before 2023 are, it is taken as UTC; a date alone is its midnight.  Empty when
 * s is no time, and for year 1, which is how Go programs write "unknown".
 */
struct sv feed_time(struct reading *in, struct sv s);

/* Whether head, after white space, starts with this bracket. */
bool feed_head_is(struct sv head, char open);
/* Whether head holds "key": followed by this character, at any depth: fast, for what is rare. */
bool feed_head_has(struct sv head, struct sv key, char value);

struct feed_head_member {
	struct sv key;
	char value;		/* first character of the value */
};
/* Which of these (at most 32) are members of the outermost object of head; a bit each. */
unsigned feed_head_members(struct sv head, const struct feed_head_member *members, size_t count);

#endif
