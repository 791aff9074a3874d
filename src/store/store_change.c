/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_change.h"

#include "base/frame.h"
#include "base/text.h"
#include "store/store_internal.h"

enum { FIELD_TOPIC = 1, FIELD_REF = 2, TOPIC_MAX = 64, REF_MAX = 256 };

int store_change_note(struct store *s, struct sv topic, struct sv ref)
{
	int r = store_ready(s);

	if (r < 0)
		return r;
	if (!s->in_transaction || s->mode == STORE_READ)
		return store_fail(s, YG_EINVAL, "a change is noted in a writing transaction");
	if (topic.n == 0 || topic.n > TOPIC_MAX || ref.n > REF_MAX || !sv_utf8(topic) ||
	    !sv_utf8(ref))
		return store_fail(s, YG_EINVAL, "a change's topic or reference");
	field_put(&s->changes, FIELD_TOPIC, topic);
	field_put(&s->changes, FIELD_REF, ref);
	if (s->changes.err)
		return store_fail(s, s->changes.err, "too many changes in one transaction");
	return 0;
}

void store_changes_drop(struct store *s)
{
	buf_clear(&s->changes);
	s->changes_at_item = 0;
}

static int write_one(struct store *s, struct sv topic, struct sv ref, int64_t *ret_number)
{
	struct store_query *q = store_query(s,
		"INSERT INTO change_log (time, topic, ref) VALUES ($time, $topic, $ref) "
		"RETURNING number");

	store_bind_int(q, "time", clock_now(s->clock));
	store_bind_text(q, "topic", topic);
	store_bind_text(q, "ref", ref);
	return store_get_int(q, ret_number);
}

int store_changes_write(struct store *s, int64_t *ret_last)
{
	struct sv rest = buf_view(&s->changes), topic, ref;
	int64_t last = 0;
	uint8_t tag;
	int r = 0;

	if (rest.n > 0)
		r = s->backend->changes_lock(s);
	while (r == 0 && rest.n > 0) {
		r = field_next(&rest, &tag, &topic);
		if (r > 0)
			r = field_next(&rest, &tag, &ref);
		if (r > 0)
			r = write_one(s, topic, ref, &last);
	}
	if (r == 0 && last > 0)
		r = s->backend->changes_told(s, last);
	if (r == 0)
		*ret_last = last;
	return r;
}

int store_change_last(struct store *s, int64_t *ret)
{
	return store_get_int(store_query(s, "SELECT COALESCE(MAX(number), 0) FROM change_log"),
			     ret);
}

int store_change_read(struct store *s, int64_t after, unsigned most,
		      int (*each)(void *ctx, const struct store_change *c), void *ctx)
{
	struct store_query *q = store_query(s,
		"SELECT number, time, topic, ref FROM change_log WHERE number > $after "
		"ORDER BY number LIMIT $most");
	int shown = 0, r;

	store_bind_int(q, "after", after);
	store_bind_int(q, "most", most);
	while ((r = store_step(q)) > 0) {
		struct store_change c = {
			.number = store_int(q, 0), .time = store_int(q, 1),
			.topic = store_text(q, 2), .ref = store_text(q, 3),
		};
		r = each(ctx, &c);
		if (r < 0)
			break;
		shown++;
	}
	store_done(q);
	return r < 0 ? r : shown;
}

int store_change_wait(struct store *s, int64_t after, unsigned ms, int64_t *ret_last)
{
	int64_t since = store_elapsed_ms(), last, gone;
	int r;

	for (;;) {
		r = store_change_last(s, &last);
		if (r < 0)
			return r;
		if (last > after) {
			*ret_last = last;
			return 1;
		}
		gone = store_elapsed_ms() - since;
		if (gone >= ms)
			return 0;
		r = s->backend->changes_wait(s, ms - (unsigned)gone);
		if (r < 0)
			return r;
	}
}

int64_t store_change_prune(struct store *s, int64_t before)
{
	/* The newest stays, so that the highest number can always be read. */
	struct store_query *q = store_query(s,
		"DELETE FROM change_log WHERE time < $before "
		"AND number < (SELECT MAX(number) FROM change_log)");

	store_bind_int(q, "before", before);
	return store_run(q);
}
