/* SPDX-License-Identifier: Apache-2.0 */
/* Writing package URLs: the canonical spelling of decoded parts (ECMA-427, "how to build"). */
#include "component/identity/purl.h"

#include "base/limits.h"
#include "base/text.h"
#include "component/identity/purl_types.h"
#include "component/identity/writer.h"

/* Stays as it is: letters, digits and ".-_~:"; keep is one more (0: none). */
static bool is_plain(char c, char keep)
{
	return ch_alnum((unsigned char)c) || c == '.' || c == '-' || c == '_' || c == '~' ||
	       c == ':' || (keep && c == keep);
}

static void put_encoded(struct writer *w, struct sv s, char keep)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (is_plain((char)c, keep)) {
			put(w, (char)c);
		} else {
			put(w, '%');
			put(w, hex[c >> 4]);
			put(w, hex[c & 15]);
		}
	}
}

static void write_parts(struct writer *w, const struct purl *p, bool name_is_path)
{
	put_sv(w, SV("pkg:"));
	put_sv(w, p->type);
	put(w, '/');
	if (p->ns.n > 0) {
		put_encoded(w, p->ns, '/');
		put(w, '/');
	}
	put_encoded(w, p->name, name_is_path ? '/' : 0);
	if (p->version.n > 0) {
		put(w, '@');
		put_encoded(w, p->version, 0);
	}
	for (size_t i = 0; i < p->qualifier_count; i++) {
		put(w, i == 0 ? '?' : '&');
		put_sv(w, p->qualifiers[i].key);
		put(w, '=');
		put_encoded(w, p->qualifiers[i].value, 0);
	}
	if (p->subpath.n > 0) {
		put(w, '#');
		put_encoded(w, p->subpath, '/');
	}
}

int purl_text(struct arena *a, const struct purl *p, struct sv *out)
{
	const struct purl_type *row = purl_type_find(p->type);
	bool name_is_path = row && (row->rules & PURL_NAME_IS_PATH);
	struct writer w = {NULL, 0};
	size_t n;

	write_parts(&w, p, name_is_path);
	n = w.n;
	if (n > LIMIT_PURL)
		return YG_ELIMIT;
	w = (struct writer){arena_new(a, char, n), 0};
	if (!w.p)
		return YG_ENOMEM;
	write_parts(&w, p, name_is_path);
	*out = (struct sv){w.p, n};
	return 0;
}

int purl_canonical(struct arena *a, struct sv text, struct sv *out, struct yg_err *err)
{
	struct purl p;
	int code = purl_read(a, text, PURL_REPAIR, &p, err);

	if (code < 0)
		return code;
	code = purl_text(a, &p, out);
	if (code < 0)
		return yg_fail(err, code, 0, code == YG_ENOMEM ? "out of memory"
							       : "the canonical purl is too long");
	return 0;
}
