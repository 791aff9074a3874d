/* SPDX-License-Identifier: Apache-2.0 */
#include "component/identity/calc.h"

#include "base/json.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "base/text.h"
#include "component/identity/cpe.h"
#include "component/identity/purl.h"

static void put_error(struct buf *out, struct yg_err e)
{
	struct jw w = jw_on(out);
	jw_object(&w);
	jw_key(&w, "error");
	jw_str(&w, e.what ? e.what : "not readable");
	jw_key(&w, "at");
	jw_u64(&w, e.at);
	jw_object_end(&w);
}

static void put_part(struct jw *w, const char *key, struct sv value)
{
	jw_key(w, key);
	if (value.n > 0)
		jw_sv(w, value);
	else
		jw_null(w);
}

static void put_parts(struct buf *out, const struct purl *p)
{
	struct jw w = jw_on(out);

	jw_object(&w);
	put_part(&w, "type", p->type);
	put_part(&w, "namespace", p->ns);
	put_part(&w, "name", p->name);
	put_part(&w, "version", p->version);
	jw_key(&w, "qualifiers");
	if (p->qualifier_count > 0) {
		jw_object(&w);
		for (size_t i = 0; i < p->qualifier_count; i++) {
			jw_key_sv(&w, p->qualifiers[i].key);
			jw_sv(&w, p->qualifiers[i].value);
		}
		jw_object_end(&w);
	} else {
		jw_null(&w);
	}
	put_part(&w, "subpath", p->subpath);
	jw_object_end(&w);
}

static void put_purl(struct buf *out, struct sv text)
{
	struct jw w = jw_on(out);
	jw_object(&w);
	jw_key(&w, "purl");
	jw_sv(&w, text);
	jw_object_end(&w);
}

/* {"key": "value", ...}; null and an absent object are the same. */
static int read_qualifiers(struct arena *a, struct json *j, struct purl *p, struct yg_err *err)
{
	struct purl_qualifier *q = arena_new(a, struct purl_qualifier, LIMIT_PURL_QUALIFIERS);
	struct sv key, value;
	size_t n = 0;

	if (!q)
		return yg_fail(err, YG_ENOMEM, 0, "out of memory");
	if (!json_opt_object(j))
		return 0;
	while (json_key(j, &key)) {
		if (!json_opt_string(j, &value))
			continue;
		if (n == LIMIT_PURL_QUALIFIERS)
			return yg_fail(err, YG_ELIMIT, 0, "too many qualifiers");
		q[n++] = (struct purl_qualifier){key, value};
	}
	p->qualifiers = q;
	p->qualifier_count = n;
	return 0;
}

static int read_parts(struct arena *a, struct json *j, struct purl *p, struct yg_err *err)
{
	struct sv key;
	int code;

	if (!json_enter_object(j))
		return yg_fail(err, YG_ESYNTAX, 0, "build takes an object of parts");
	while (json_key(j, &key)) {
		if (sv_is(key, "type"))
			(void)json_opt_string(j, &p->type);
		else if (sv_is(key, "namespace"))
			(void)json_opt_string(j, &p->ns);
		else if (sv_is(key, "name"))
			(void)json_opt_string(j, &p->name);
		else if (sv_is(key, "version"))
			(void)json_opt_string(j, &p->version);
		else if (sv_is(key, "subpath"))
			(void)json_opt_string(j, &p->subpath);
		else if (!sv_is(key, "qualifiers"))
			json_skip(j);
		else if ((code = read_qualifiers(a, j, p, err)) < 0)
			return code;
	}
	return 0;
}

static int do_parse(struct arena *a, struct sv text, struct buf *out, struct yg_err *err)
{
	struct purl p;
	int code = purl_parse(a, text, &p, err);
	if (code == 0)
		put_parts(out, &p);
	return code;
}

static int do_validate(struct arena *a, struct sv text, struct buf *out, struct yg_err *err)
{
	struct sv canonical;
	int code = purl_canonical(a, text, &canonical, err);
	if (code == 0)
		put_purl(out, canonical);
	return code;
}

static int do_build(struct arena *a, struct purl *p, struct buf *out, struct yg_err *err)
{
	struct sv text;
	int code = purl_normalise(a, PURL_REPAIR, p, err);
	if (code == 0 && (code = purl_text(a, p, &text)) < 0)
		return yg_fail(err, code, 0, "the purl is too long");
	if (code == 0)
		put_purl(out, text);
	return code;
}

/* The request object; the order of "type" and "input" is free. */
static int do_request(struct arena *a, struct sv line, struct buf *out, struct yg_err *err)
{
	struct sv key, type = {NULL, 0}, text = {NULL, 0};
	struct sv copy = arena_copy(a, line);
	struct purl parts = {0};
	struct json j;
	int code;

	if (!copy.p)
		return yg_fail(err, YG_ENOMEM, 0, "out of memory");
	/* The copy is ours to unescape in place. */
	json_init(&j, (char *)(uintptr_t)copy.p, copy.n);
	if (json_enter_object(&j)) {
		while (json_key(&j, &key)) {
			if (sv_is(key, "type"))
				(void)json_opt_string(&j, &type);
			else if (!sv_is(key, "input"))
				json_skip(&j);
			else if (json_peek(&j) != JSON_OBJECT)
				(void)json_opt_string(&j, &text);
			else if ((code = read_parts(a, &j, &parts, err)) < 0)
				return code;
		}
	}
	if ((code = json_end(&j, err)) < 0)
		return code;
	if (sv_is(type, "build"))
		return do_build(a, &parts, out, err);
	if (!text.p)
		return yg_fail(err, YG_ESYNTAX, 0, "the input must be a string");
	if (sv_is(type, "parse"))
		return do_parse(a, text, out, err);
	if (sv_is(type, "validate"))
		return do_validate(a, text, out, err);
	return yg_fail(err, YG_ESYNTAX, 0, "the type is parse, build or validate");
}

int calc_purl_line(struct arena *a, struct sv line, struct buf *out)
{
	struct yg_err e = {0};
	struct sv s = sv_trim(line);
	int code;

	if (line.n > LIMIT_CALC_LINE)
		code = yg_fail(&e, YG_ELIMIT, LIMIT_CALC_LINE, "the line is too long");
	else if (s.n > 0 && s.p[0] == '{')
		code = do_request(a, s, out, &e);
	else
		code = do_parse(a, s, out, &e);
	if (code == YG_ENOMEM)
		return code;
	if (code < 0)
		put_error(out, e);
	return out->err;
}

int calc_cpe_line(struct arena *a, struct sv line, struct buf *out)
{
	struct sv left, right;
	struct cpe source, target;
	int code = YG_ESYNTAX;

	if (line.n <= LIMIT_CALC_LINE && sv_cut(line, '\t', &left, &right)) {
		code = cpe_parse(a, sv_trim(left), &source, NULL);
		if (code == 0)
			code = cpe_parse(a, sv_trim(right), &target, NULL);
	}
	if (code == YG_ENOMEM)
		return code;
	buf_str(out, code < 0 ? "error" : cpe_relation_name(cpe_relate(&source, &target)));
	return out->err;
}
