/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonl.c - JSON Lines: one object a line, each with its kind: the scan, then every finding,
 * then every package that could not be judged, then the end, which says that all is there.
 */
#include "base/limits.h"
#include "cli/output/json_parts.h"
#include "cli/output/outputs.h"

static void begin(struct jw *w, const char *kind)
{
	jw_object(w);
	jw_key(w, "kind");
	jw_str(w, kind);
}

static void end(struct jw *w, struct sink *s)
{
	jw_object_end(w);
	jw_newline(w);
	sink_spill(s);
}

int output_jsonl(const struct scan_report *r, const struct output_options *o, struct sink *s)
{
	arena_auto a = {.cap = LIMIT_OUTPUT_ROW};
	json_decisions_auto decisions = {0};
	struct jw w = jw_on(&s->b);

	begin(&w, "scan");
	json_put_head(&w, r, o->version);
	json_put_failures(&w, r);
	end(&w, s);
	for (size_t i = 0; i < r->list->count; i++) {
		begin(&w, "finding");
		json_put_finding(&w, r, &r->list->findings[i], &decisions, &a);
		end(&w, s);
		arena_reset(&a);
	}
	for (size_t i = 0; i < r->list->unjudged_count; i++) {
		begin(&w, "unjudged");
		json_put_unjudged(&w, &r->list->unjudged[i]);
		end(&w, s);
	}
	begin(&w, "end");
	jw_key(&w, "findings");
	jw_u64(&w, r->list->count);
	jw_key(&w, "unjudged");
	jw_u64(&w, r->list->unjudged_count);
	jw_key(&w, "partial");
	jw_bool(&w, r->failure_count > 0);
	end(&w, s);
	return s->b.err;
}
