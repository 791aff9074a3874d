/* SPDX-License-Identifier: Apache-2.0 */
/*
 * envelope.c - inventories inside other JSON documents:
 *
 *	DSSE envelopes		{"payloadType": ..., "payload": base64}	(DSSE 1.0)
 *	in-toto statements	{"_type": ..., "predicate": {...}}, also {"predicate": {"Data":
 *				{...}}}					(in-toto Statement 0.1, 1)
 *	GitHub's exports	{"sbom": {...}}
 *
 * One after another, as in JSON Lines.  Signatures are not verified: what stands inside is
 * read as any other file.  Places in errors and skips are counted from where the inner
 * document begins.
 */
#include "identify/reader_list.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "identify/json_any.h"
#include "identify/json_head.h"
#include "identify/reading.h"

static int base64_value(char c)
{
	if (ch_upper(c))
		return c - 'A';
	if (ch_lower(c))
		return c - 'a' + 26;
	if (ch_digit(c))
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* RFC 4648, both alphabets, in place; false when it is not base64. */
static bool decode_base64(struct sv *text)
{
	char *p = (char *)(uintptr_t)text->p;	/* the reader owns its text and may write */
	size_t n = text->n, w = 0;
	unsigned bits = 0, held = 0;

	while (n > 0 && p[n - 1] == '=')
		n--;
	for (size_t i = 0; i < n; i++) {
		int v = base64_value(p[i]);
		if (v < 0)
			return false;
		bits = bits << 6 | (unsigned)v;
		held += 6;
		if (held >= 8) {
			held -= 8;
			p[w++] = (char)(bits >> held & 0xff);
		}
	}
	text->n = w;
	return true;
}

/* {"Data": {...}} around the predicate, as some signing tools write it. */
static void open_predicate(struct json *j, struct sv *inner)
{
	struct json_head h;
	struct sv key, value;

	if (!json_raw(j, inner) || !json_head_start(&h, *inner))
		return;
	while (json_head_next(&h, &key, &value)) {
		if (sv_is(key, "Data") && sv_is(value, "{")) {
			value.n = (size_t)(h.p - value.p);
			*inner = value;
			return;
		}
	}
}

/* The inner document of the envelope at j; empty when it holds none.  Last key wins. */
static int open_envelope(struct reading *r, struct json *j, struct sv *inner)
{
	struct sv key, payload = {0};

	*inner = (struct sv){NULL, 0};
	(void)json_enter_object(j);
	while (json_key(j, &key)) {
		if (sv_is(key, "payload"))
			(void)json_opt_string(j, &payload);
		else if (sv_is(key, "predicate"))
			open_predicate(j, inner);
		else if (sv_is(key, "sbom"))
			(void)json_raw(j, inner);
		else
			json_skip(j);
	}
	if (json_err(j, NULL))
		return reading_json_end(r, j);
	if (payload.n > 0) {
		if (!decode_base64(&payload))
			return reading_fail(r, YG_ESYNTAX, reading_at(r, payload.p),
					    "the payload is not base64");
		*inner = payload;
	}
	return 0;
}

static const struct inventory_reader *reader_of(struct sv path, struct sv text)
{
	const struct inventory_reader *reader =
		inventory_reader_detect(path, sv_first(text, KIB(4)));

	return reader && reader->read == json_any_read ? json_any_resolve(path, text) : reader;
}

/*
 * Read what is inside, opening envelopes in envelopes.  Each step works on a part of the text
 * that the previous one has finished with, so a NUL can be set behind it.
 */
static int read_inner(struct reading *r, struct sv inner)
{
	const struct inventory_reader *reader = NULL;
	struct inventory_file file = *r->file;
	struct json j;
	int rc;

	for (unsigned depth = 0; inner.n > 0 && depth < LIMIT_ENVELOPE_DEPTH; depth++) {
		file.text = (char *)(uintptr_t)inner.p;
		file.n = inner.n;
		file.text[file.n] = '\0';
		reader = reader_of(file.path, inner);
		if (!reader || reader->read != envelope_read)
			break;
		json_init(&j, file.text, file.n);
		if ((rc = open_envelope(r, &j, &inner)) < 0 ||
		    (rc = reading_json_end(r, &j)) < 0)
			return rc;
	}
	if (!reader || !reader->read || reader->read == envelope_read)
		return reading_fail(r, YG_EUNSUPPORTED, 0, "an envelope without an inventory that "
				    "can be read here");
	return reader->read(&file, r->sink, r->err);
}

int envelope_read(struct inventory_file *file, const struct inventory_sink *sink,
		  struct yg_err *err)
{
	reading_auto r;
	struct json j;
	struct sv inner;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	json_init(&j, r.text, r.n);
	do {
		if ((rc = open_envelope(&r, &j, &inner)) < 0 ||
		    (rc = read_inner(&r, inner)) < 0)
			return rc;
	} while (sv_trim((struct sv){j.p, (size_t)(j.end - j.p)}).n > 0);
	return 0;
}

int envelope_detect(struct sv path, struct sv head)
{
	(void)path;
	if (json_head_has(head, SV("payloadType"), SV("application/vnd.in-toto")) ||
	    json_head_has(head, SV("_type"), SV("https://in-toto.io/Statement/")))
		return 95;
	return json_head_has(head, SV("sbom"), SV("{")) ? 60 : 0;
}
