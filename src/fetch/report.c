/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch/report.h"

#include "base/json_write.h"
#include "base/term_table.h"
#include "fetch/size.h"

static const struct {
	const char *word;		/* in JSON */
	enum msg_key text;		/* MSG_NONE: takes arguments, see put_reason() */
} reasons[] = {
	[FETCH_REASON_NONE] = {NULL, MSG_NONE},
	[FETCH_REASON_NAME] = {"name", MSG_FEED_REASON_NAME},
	[FETCH_REASON_CONNECT] = {"connect", MSG_NONE},
	[FETCH_REASON_TLS] = {"tls", MSG_NONE},
	[FETCH_REASON_SLOW] = {"slow", MSG_FEED_REASON_SLOW},
	[FETCH_REASON_DEADLINE] = {"deadline", MSG_FEED_REASON_DEADLINE},
	[FETCH_REASON_STATUS] = {"status", MSG_NONE},
	[FETCH_REASON_REDIRECT] = {"redirect", MSG_FEED_REASON_REDIRECT},
	[FETCH_REASON_TOO_LARGE] = {"too-large", MSG_NONE},
	[FETCH_REASON_EMPTY] = {"empty", MSG_FEED_REASON_EMPTY},
	[FETCH_REASON_OTHER_SHAPE] = {"other-shape", MSG_FEED_REASON_OTHER_SHAPE},
	[FETCH_REASON_CUT_SHORT] = {"cut-short", MSG_FEED_REASON_CUT_SHORT},
	[FETCH_REASON_SHRUNK] = {"shrunk", MSG_NONE},
	[FETCH_REASON_DISK] = {"disk", MSG_NONE},
	[FETCH_REASON_STOPPED] = {"stopped", MSG_FEED_REASON_STOPPED},
	[FETCH_REASON_OTHER] = {"other", MSG_NONE},
};

static const char *const outcome_words[] = {
	[FETCH_FAILED] = "failed", [FETCH_NEW] = "new", [FETCH_SAME] = "unchanged",
};

static void put_shrunk(struct buf *b, enum msg_lang lang, const struct fetch_result *res)
{
	buf_auto got = BUF_CAP(64), here = BUF_CAP(64);

	fetch_size_put(&got, res->bytes);
	fetch_size_put(&here, res->old_bytes);
	msg_put(b, lang, MSG_FEED_REASON_SHRUNK, got.p ? got.p : "", here.p ? here.p : "");
}

static void put_too_large(struct buf *b, enum msg_lang lang, const struct fetch_feed *feed)
{
	buf_auto cap = BUF_CAP(64);

	fetch_size_put(&cap, feed->cap_bytes);
	msg_put(b, lang, MSG_FEED_REASON_TOO_LARGE, cap.p ? cap.p : "");
}

static void put_reason(struct buf *b, enum msg_lang lang, const struct fetch_feed *feed,
		       const struct fetch_result *res)
{
	switch (res->reason) {
	case FETCH_REASON_NONE:
		return;
	case FETCH_REASON_CONNECT:
		msg_put(b, lang, MSG_FEED_REASON_CONNECT, res->detail);
		break;
	case FETCH_REASON_TLS:
		msg_put(b, lang, MSG_FEED_REASON_TLS, res->detail);
		break;
	case FETCH_REASON_STATUS:
		msg_put(b, lang, MSG_FEED_REASON_STATUS, res->status);
		break;
	case FETCH_REASON_TOO_LARGE:
		put_too_large(b, lang, feed);
		break;
	case FETCH_REASON_SHRUNK:
		put_shrunk(b, lang, res);
		break;
	case FETCH_REASON_DISK:
		msg_put(b, lang, MSG_FEED_REASON_DISK, res->detail);
		break;
	case FETCH_REASON_OTHER:
		msg_put(b, lang, MSG_FEED_REASON_OTHER, res->detail);
		break;
	default:
		buf_str(b, msg(lang, reasons[res->reason].text));
	}
	if (res->old_bytes > 0)
		buf_str(b, msg(lang, MSG_FEED_KEPT));
}

static void fill_cells(const struct fetch_report *r, size_t i, struct buf *size,
		       struct buf *detail, struct term_cell cells[4])
{
	static const struct {
		enum msg_key text;
		enum term_style style;
	} outcomes[] = {
		[FETCH_FAILED] = {MSG_FEED_OUTCOME_FAILED, TERM_RED},
		[FETCH_NEW] = {MSG_FEED_OUTCOME_NEW, TERM_GREEN},
		[FETCH_SAME] = {MSG_FEED_OUTCOME_SAME, TERM_PLAIN},
	};
	const struct fetch_result *res = &r->results[i];

	buf_clear(size);
	buf_clear(detail);
	if (res->outcome != FETCH_FAILED)
		fetch_size_put(size, res->bytes);
	put_reason(detail, r->lang, r->plan->feeds[i], res);
	cells[0] = (struct term_cell){sv_of(r->plan->feeds[i]->name), TERM_PLAIN};
	cells[1] = (struct term_cell){sv_of(msg(r->lang, outcomes[res->outcome].text)),
				      outcomes[res->outcome].style};
	cells[2] = (struct term_cell){buf_view(size), TERM_PLAIN};
	cells[3] = (struct term_cell){buf_view(detail), TERM_PLAIN};
}

void fetch_report_table(const struct fetch_report *r, struct buf *b)
{
	const struct term_column columns[] = {
		{.title = sv_of(msg(r->lang, MSG_FEED_COLUMN_FEED))},
		{.title = sv_of(msg(r->lang, MSG_FEED_COLUMN_RESULT))},
		{.title = sv_of(msg(r->lang, MSG_FEED_COLUMN_SIZE)), .right = true},
		{.title = sv_of(msg(r->lang, MSG_FEED_COLUMN_DETAIL)), .flex = TERM_WRAP},
	};
	struct term_table t = term_table_make(&r->term, columns, YG_COUNT(columns));
	buf_auto size = BUF_CAP(64), detail = BUF_CAP(1024);
	struct term_cell cells[YG_COUNT(columns)];

	for (size_t i = 0; i < r->plan->count; i++) {
		fill_cells(r, i, &size, &detail, cells);
		term_table_measure(&t, cells);
	}
	term_table_fit(&t);
	term_table_head(&t, b);
	for (size_t i = 0; i < r->plan->count; i++) {
		fill_cells(r, i, &size, &detail, cells);
		term_table_row(&t, b, cells);
	}
}

void fetch_report_json(const struct fetch_report *r, struct buf *b)
{
	struct jw w = jw_on(b);

	jw_object(&w);
	jw_key(&w, "schema_version");
	jw_u64(&w, 1);
	jw_key(&w, "feeds");
	jw_array(&w);
	for (size_t i = 0; i < r->plan->count; i++) {
		const struct fetch_result *res = &r->results[i];
		jw_object(&w);
		jw_key(&w, "name");
		jw_str(&w, r->plan->feeds[i]->name);
		jw_key(&w, "outcome");
		jw_str(&w, outcome_words[res->outcome]);
		if (res->outcome != FETCH_FAILED) {
			jw_key(&w, "bytes");
			jw_u64(&w, res->bytes);
		} else {
			jw_key(&w, "reason");
			jw_str(&w, reasons[res->reason].word);
			if (res->status > 0) {
				jw_key(&w, "status");
				jw_i64(&w, res->status);
			}
			jw_member_sv(&w, "detail", sv_of(res->detail));
			jw_key(&w, "kept");
			jw_bool(&w, res->old_bytes > 0);
		}
		jw_object_end(&w);
	}
	jw_array_end(&w);
	jw_object_end(&w);
	buf_char(b, '\n');
}
