/* SPDX-License-Identifier: Apache-2.0 */
/* knowledge_show.c - `yagura knowledge show ID`: the records of every source, side by side. */
#include "base/json_write.h"
#include "base/limits.h"
#include "base/width.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/knowledge.h"
#include "understand/knowledge/documents.h"
#include "understand/record.h"

struct show_options {
	struct sv dir;
	int output;
};

static const struct option_row rows[] = {
	{"knowledge", 0, OPTION_TEXT, offsetof(struct show_options, dir), MSG_VALUE_DIR,
	 MSG_OPTION_KNOWLEDGE_DIR, NULL},
	{"output", 'o', OPTION_CHOICE, offsetof(struct show_options, output), MSG_VALUE_FORMAT,
	 MSG_OPTION_KNOWLEDGE_OUTPUT, "table|json"},
};
const struct option_table knowledge_show_options = OPTION_TABLE(rows, struct show_options);

enum { SHOWN_PRODUCTS = 12, SHOWN_REFERENCES = 6 };

struct show {
	struct cli *cli;
	const struct show_options *o;
	struct arena a;		/* for one document */
	size_t documents;
};

static void put_text(struct show *s, struct sv text)
{
	width_put_safe(&s->cli->out->b, text);
}

static void put_label(struct show *s, enum msg_key label)
{
	buf_str(&s->cli->out->b, "  ");
	buf_str(&s->cli->out->b, msg(s->cli->lang, label));
	buf_str(&s->cli->out->b, ": ");
}

static void put_line(struct show *s, enum msg_key label, struct sv text)
{
	if (text.n == 0)
		return;
	put_label(s, label);
	put_text(s, text);
	buf_char(&s->cli->out->b, '\n');
}

static void put_paragraph(struct show *s, struct sv text)
{
	struct sv line;
	while (sv_line(&text, &line)) {
		buf_str(&s->cli->out->b, "    ");
		put_text(s, line);
		buf_char(&s->cli->out->b, '\n');
	}
}

static void put_more(struct show *s, size_t n, size_t shown)
{
	if (n <= shown)
		return;
	buf_str(&s->cli->out->b, "    ");
	msg_put(&s->cli->out->b, s->cli->lang, MSG_KNOWLEDGE_SHOW_MORE, n - shown);
	buf_char(&s->cli->out->b, '\n');
}

static void put_span(struct show *s, const struct record_span *span)
{
	struct buf *b = &s->cli->out->b;

	if (span->status != RECORD_AFFECTED) {
		buf_sv(b, record_status_word(span->status));
		buf_char(b, ' ');
	}
	if (span->why.n) {
		put_text(s, span->why);
		return;
	}
	if (span->lo.n && sv_eq(span->lo, span->hi) && span->hi_included) {
		buf_str(b, "= ");
		put_text(s, span->lo);
		return;
	}
	if (span->lo.n) {
		buf_str(b, span->lo_excluded ? "> " : ">= ");
		put_text(s, span->lo);
		buf_str(b, span->hi.n ? ", " : "");
	}
	if (span->hi.n) {
		buf_str(b, span->hi_included ? "<= " : "< ");
		put_text(s, span->hi);
	}
	if (!span->lo.n && !span->hi.n)
		buf_char(b, '*');
}

static void put_affected(struct show *s, const struct record *r)
{
	struct buf *b = &s->cli->out->b;

	if (r->affected_count == 0)
		return;
	put_label(s, MSG_KNOWLEDGE_SHOW_AFFECTED);
	buf_char(b, '\n');
	for (size_t i = 0; i < r->affected_count && i < SHOWN_PRODUCTS; i++) {
		const struct record_affected *af = &r->affected[i];
		buf_str(b, "    ");
		put_text(s, af->ecosystem);
		buf_char(b, ' ');
		put_text(s, af->name);
		for (size_t k = 0; k < af->span_count && k < SHOWN_PRODUCTS; k++) {
			buf_str(b, k ? " | " : ": ");
			put_span(s, &af->spans[k]);
		}
		if (af->span_count > SHOWN_PRODUCTS)
			buf_str(b, " | …");
		if (af->span_count == 0) {
			buf_str(b, ": ");
			buf_sv(b, record_status_word(af->rest));
		}
		if (af->fix_state.n) {
			buf_str(b, " (");
			put_text(s, af->fix_state);
			buf_char(b, ')');
		}
		buf_char(b, '\n');
	}
	put_more(s, r->affected_count, SHOWN_PRODUCTS);
}

static void put_scores(struct show *s, const struct record *r)
{
	struct buf *b = &s->cli->out->b;

	for (size_t i = 0; i < r->cvss_count; i++) {
		int tenths = (int)(r->cvss[i].score * 10 + 0.5);
		put_label(s, MSG_KNOWLEDGE_SHOW_CVSS);
		if (r->cvss[i].score >= 0)
			buf_fmt(b, "%d.%d ", tenths / 10, tenths % 10);
		put_text(s, r->cvss[i].vector);
		buf_str(b, " (");
		put_text(s, r->cvss[i].source);
		buf_str(b, ")\n");
	}
	if (r->kev.listed) {
		put_label(s, MSG_KNOWLEDGE_SHOW_KEV);
		msg_put(b, s->cli->lang, MSG_KNOWLEDGE_SHOW_KEV_TEXT, SV_ARG(r->kev.date_added),
			SV_ARG(r->kev.due_date), r->kev.ransomware
			? msg(s->cli->lang, MSG_KNOWLEDGE_SHOW_RANSOMWARE) : "");
		buf_char(b, '\n');
	}
	if (r->ssvc.exploitation.n) {
		put_label(s, MSG_KNOWLEDGE_SHOW_SSVC);
		put_text(s, r->ssvc.exploitation);
		buf_str(b, " / ");
		put_text(s, r->ssvc.automatable);
		buf_str(b, " / ");
		put_text(s, r->ssvc.technical_impact);
		buf_char(b, '\n');
	}
}

static void put_record(struct show *s, const struct record *r, bool counts)
{
	struct buf *b = &s->cli->out->b;
	struct sv title = s->cli->lang == MSG_JA && r->title_ja.n ? r->title_ja : r->title_en;
	struct sv text = s->cli->lang == MSG_JA && r->description_ja.n ? r->description_ja
								      : r->description_en;

	put_text(s, r->id);
	buf_str(b, " — ");
	put_text(s, r->source);
	if (r->publisher.n) {
		buf_str(b, ", ");
		put_text(s, r->publisher);
	}
	buf_char(b, '\n');
	if (!counts) {
		buf_str(b, "  ");
		buf_str(b, msg(s->cli->lang, MSG_KNOWLEDGE_SHOW_NOT_COUNTED));
		buf_char(b, '\n');
	}
	if (title.n) {
		buf_str(b, "  ");
		put_text(s, title);
		buf_char(b, '\n');
	}
	put_paragraph(s, text);
	put_line(s, MSG_KNOWLEDGE_SHOW_PUBLISHED, r->published);
	put_line(s, MSG_KNOWLEDGE_SHOW_MODIFIED, r->modified);
	put_line(s, MSG_KNOWLEDGE_SHOW_WITHDRAWN, r->withdrawn);
	put_scores(s, r);
	put_affected(s, r);
	for (size_t i = 0; i < r->reference_count && i < SHOWN_REFERENCES; i++)
		put_line(s, MSG_KNOWLEDGE_SHOW_REFERENCES, r->references[i].url);
	put_more(s, r->reference_count, SHOWN_REFERENCES);
	buf_char(b, '\n');
}

static int each_document(void *ctx, const struct document *doc)
{
	struct show *s = ctx;
	struct record r;
	int code;

	s->documents++;
	if (s->o->output == 1) {
		buf_put(&s->cli->out->b, doc->text, doc->n);
		buf_char(&s->cli->out->b, '\n');
	} else {
		arena_reset(&s->a);
		code = record_read(&s->a, doc->text, doc->n, &r, NULL);
		if (code < 0)
			return code;
		put_record(s, &r, doc->counts);
	}
	sink_spill(s->cli->out);
	return 0;
}

static int each_alias(void *ctx, const struct document_alias *alias)
{
	struct show *s = ctx;
	struct buf *b = &s->cli->out->b;

	buf_str(b, "  ");
	put_text(s, alias->other);
	buf_str(b, " (");
	put_text(s, alias->relation);
	buf_str(b, ", ");
	msg_put(b, s->cli->lang, MSG_KNOWLEDGE_SHOW_ASSERTED, SV_ARG(alias->asserted_by));
	buf_str(b, ")\n");
	return 0;
}

/* Ids are written in capitals but for the tail of GHSA ids; people type what they like. */
static struct sv spelled(struct arena *a, struct sv id)
{
	struct sv copy = arena_copy(a, id);
	char *p = (char *)(uintptr_t)copy.p;

	if (copy.n < 4 || !sv_ieq(sv_first(copy, 4), SV("CVE-")))
		return copy;
	p[0] = 'C', p[1] = 'V', p[2] = 'E';
	return copy;
}

enum exit_code command_knowledge_show(struct cli *cli, const struct command_call *call)
{
	struct show s = {.cli = cli, .o = call->options, .a = {.cap = MIB(256)}};
	struct sv id = spelled(cli->arena, call->operands[0]);
	char dir[LIMIT_PATH], path[LIMIT_PATH];
	struct documents d = {0};
	struct manifest m;
	enum exit_code code = knowledge_folder(cli, s.o->dir, dir);
	int r;

	if (code == EXIT_DONE)
		code = knowledge_manifest(cli, dir, &m);
	if (code == EXIT_DONE)
		code = knowledge_file(cli, dir, "kb.sqlite", path);
	if (code != EXIT_DONE)
		return code;
	r = documents_open(path, &d);
	if (r == 0)
		r = documents_each(&d, id, each_document, &s);
	if (r == 0 && s.o->output == 0 && s.documents > 0) {
		buf_str(&cli->out->b, msg(cli->lang, MSG_KNOWLEDGE_SHOW_ALIASES));
		buf_str(&cli->out->b, ":\n");
		r = documents_each_alias(&d, id, each_alias, &s);
	}
	documents_close(&d);
	arena_drop(&s.a);
	if (r < 0) {
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_KNOWLEDGE_BROKEN, dir,
			cli_error_text(cli->lang, r), dir);
		return EXIT_FAILED;
	}
	if (s.documents == 0) {
		log_msg(&cli->log, LOG_LEVEL_ERROR, MSG_KNOWLEDGE_UNKNOWN_ID, SV_ARG(id));
		return EXIT_NOT_FOUND;
	}
	return EXIT_DONE;
}
