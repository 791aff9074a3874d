/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_any.c - JSON whose first 4 KiB do not tell its format: minified documents may begin with
 * megabytes of components and say what they are at the end.
 *
 * All outermost keys are gathered, with short strings as values, into a skeleton of the
 * document; then the table is asked again.
 */
#include "identify/json_any.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/text.h"
#include "identify/json_head.h"
#include "identify/reader_list.h"
#include "identify/reading.h"

enum { SKELETON_MAX = 4096, VALUE_MAX = 128, KEYS_MAX = 10000 };

static void put_value(struct buf *b, struct sv value, bool quoted)
{
	if (quoted) {
		buf_char(b, '"');
		if (value.n <= VALUE_MAX)
			buf_sv(b, value);
		buf_char(b, '"');
	} else if (value.n > 0 && (value.p[0] == '{' || value.p[0] == '[')) {
		buf_str(b, value.p[0] == '{' ? "{}" : "[]");
	} else {
		buf_str(b, "0");
	}
}

/* A key that comes again adds nothing and could push the telling ones out. */
static bool has_key(const struct buf *b, struct sv key)
{
	return json_head_has(buf_view(b), key, (struct sv){NULL, 0});
}

const struct inventory_reader *json_any_resolve(struct sv path, struct sv text)
{
	buf_auto b = BUF_CAP(SKELETON_MAX);
	struct json_head h;
	struct sv key, value;
	const struct inventory_reader *found;
	bool quoted;

	if (!json_head_start(&h, text))
		return NULL;
	buf_char(&b, '{');
	for (unsigned keys = 0; b.err == 0 && keys < KEYS_MAX; keys++) {
		if (!json_head_next(&h, &key, &value))
			break;
		if (key.n > VALUE_MAX || has_key(&b, key))
			continue;
		quoted = value.p > text.p && value.p[-1] == '"';
		if (b.n > 1)
			buf_char(&b, ',');
		buf_char(&b, '"');
		buf_sv(&b, key);
		buf_str(&b, "\":");
		put_value(&b, value, quoted);
	}
	found = inventory_reader_detect(path, buf_view(&b));
	return found && found->detect == json_any_detect ? NULL : found;
}

int json_any_read(struct inventory_file *file, const struct inventory_sink *sink,
		  struct yg_err *err)
{
	const struct inventory_reader *reader;
	reading_auto r;
	struct json j;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	reader = json_any_resolve(file->path, reading_view(&r));
	if (reader && reader->read)
		return reader->read(file, sink, err);
	if (reader)
		return reading_fail(&r, YG_EUNSUPPORTED, 0,
				    "this format is read by yagura-parse only");
	json_init(&j, r.text, r.n);
	json_skip(&j);
	if ((rc = reading_json_end(&r, &j)) < 0)
		return rc;
	return reading_fail(&r, YG_EUNSUPPORTED, 0, "JSON, but of no inventory format that is "
			    "known (CycloneDX, SPDX, Syft and lock files are)");
}

int json_any_detect(struct sv path, struct sv head)
{
	struct json_head h;

	(void)path;
	return json_head_start(&h, head) ? 10 : 0;
}
