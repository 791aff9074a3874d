/* SPDX-License-Identifier: Apache-2.0 */
/* json.c - the whole scan as one JSON document (docs/formats/scan-json.md). */
#include "base/limits.h"
#include "cli/output/json_parts.h"
#include "cli/output/outputs.h"

int output_json(const struct scan_report *r, const struct output_options *o, struct sink *s)
{
	arena_auto a = {.cap = LIMIT_OUTPUT_ROW};
	json_decisions_auto decisions = {0};
	struct jw w = jw_on(&s->b);

	jw_object(&w);
	json_put_head(&w, r, o->version);
	jw_key(&w, "findings");
	jw_array(&w);
	for (size_t i = 0; i < r->list->count; i++) {
		jw_object(&w);
		json_put_finding(&w, r, &r->list->findings[i], &decisions, &a);
		jw_object_end(&w);
		arena_reset(&a);
		sink_spill(s);
	}
	jw_array_end(&w);
	jw_key(&w, "unjudged");
	jw_array(&w);
	for (size_t i = 0; i < r->list->unjudged_count; i++) {
		jw_object(&w);
		json_put_unjudged(&w, &r->list->unjudged[i]);
		jw_object_end(&w);
		sink_spill(s);
	}
	jw_array_end(&w);
	json_put_failures(&w, r);
	jw_object_end(&w);
	buf_char(&s->b, '\n');
	return s->b.err;
}
