/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/reading.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "identify/package_flags.h"

int reading_fail(struct reading *r, int code, size_t at, const char *what)
{
	return yg_fail(r->err, code, at, what);
}

int reading_start(struct reading *r, struct inventory_file *file,
		  const struct inventory_sink *sink, struct yg_err *err)
{
	struct sv all = {file->text, file->n};

	*r = (struct reading){.file = file, .sink = sink, .err = err, .text = file->text,
			      .n = file->n};
	r->os = os_resolve(file->os.id, file->os.version_id, file->os.codename,
			   file->os.pretty_name);
	r->scratch = (struct arena){.cap = LIMIT_COMPONENT_BYTES,
				    .fail_at = file->arena->fail_at};
	if (sv_starts(all, SV("\xef\xbb\xbf"))) {
		r->text += 3;
		r->n -= 3;
	} else if (sv_starts(all, SV("\xff\xfe")) || sv_starts(all, SV("\xfe\xff"))) {
		return yg_fail(err, YG_EUNSUPPORTED, 0, "UTF-16 text; convert it to UTF-8");
	}
	return 0;
}

void reading_stop(struct reading *r)
{
	arena_drop(&r->scratch);
}

static int answer(struct reading *r, int rc, size_t at)
{
	return rc < 0 ? yg_fail(r->err, rc, at, "stopped by the caller") : 0;
}

int reading_skip(struct reading *r, size_t at, struct sv name, const char *why)
{
	int rc = r->sink->skip(r->sink->ctx, at, sv_first(name, LIMIT_NAME), why);

	arena_reset(&r->scratch);
	return answer(r, rc, at);
}

int reading_json_end(struct reading *r, struct json *j)
{
	struct yg_err e = {0};
	int rc = json_end(j, &e);

	return rc < 0 ? yg_fail(r->err, rc, e.at + (size_t)(r->text - r->file->text), e.what) : 0;
}

/* os-release(5): ID is lower-case letters, digits, '.', '_' and '-'. */
static bool is_os_id(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ch_lower(s.p[i]) && !ch_digit(s.p[i]) && !strchr("._-", s.p[i]))
			return false;
	return s.n > 0;
}

/* Whether eight bytes may hold one that is not printable ASCII, by a few operations on all of
 * them: true also for some words that do not, never false for one that does. */
static bool is_suspicious(uint64_t w)
{
	const uint64_t ones = ~(uint64_t)0 / 255;

	return (w | (w - ones * 0x20) | ((w ^ ones * 0x7f) - ones)) & ones * 0x80;
}

static uint64_t word_at(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

/* Whether all of s is printable ASCII; the last eight bytes are looked at as one word again. */
static bool is_plain(struct sv s)
{
	if (s.n < 8) {
		for (size_t i = 0; i < s.n; i++)
			if ((unsigned char)s.p[i] < 0x20 || (unsigned char)s.p[i] >= 0x7f)
				return false;
		return true;
	}
	for (size_t i = 0; i + 8 < s.n; i += 8)
		if (is_suspicious(word_at(s.p + i)))
			return false;
	return !is_suspicious(word_at(s.p + s.n - 8));
}

/* One line of text that a name, version or label can be: no control characters, UTF-8. */
static bool printable(struct sv s)
{
	if (is_plain(s))
		return true;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return sv_utf8(s);
}

static const char *check_name(struct sv s)
{
	if (s.n > LIMIT_NAME)
		return "a name is longer than LIMIT_NAME";
	return printable(s) ? NULL : "a name holds control characters or invalid UTF-8";
}

static const char *check_cpes(const struct component *c)
{
	for (size_t i = 0; i < c->cpe_count; i++) {
		if (c->cpes[i].n > LIMIT_CPE)
			return "a CPE name is longer than LIMIT_CPE";
		if (!printable(c->cpes[i]))
			return "a CPE name holds control characters";
	}
	return NULL;
}

static const char *check_version(struct sv s)
{
	if (s.n > LIMIT_VERSION)
		return "a version is longer than LIMIT_VERSION";
	return printable(s) ? NULL : "a version holds control characters or invalid UTF-8";
}

/* Why the component cannot be used, or NULL. */
static const char *check(const struct component *c)
{
	const struct sv names[] = {c->name, c->type, c->ns, c->arch, c->source_name,
				   c->os_family, c->module, c->file};
	const struct sv versions[] = {c->version, c->source_version, c->os_release};
	const char *why;

	if (c->name.n == 0)
		return "no name";
	for (size_t i = 0; i < YG_COUNT(names); i++)
		if ((why = check_name(names[i])))
			return why;
	for (size_t i = 0; i < YG_COUNT(versions); i++)
		if ((why = check_version(versions[i])))
			return why;
	if (c->purl.n > LIMIT_PURL)
		return "a purl is longer than LIMIT_PURL";
	if (!printable(c->purl))
		return "a purl holds control characters or invalid UTF-8";
	return check_cpes(c);
}

int reading_os(struct reading *r, size_t at, const struct inventory_os *stated)
{
	struct inventory_os os = *stated;

	if (!is_os_id(os.id))
		os.id = os_resolve(os.id, os.version_id, os.codename, os.pretty_name).family;
	if (!is_os_id(os.id) || check_name(os.id) || check_version(os.version_id) ||
	    check_version(os.codename) || check_name(os.pretty_name) || check_name(os.id_like))
		return 0;
	return answer(r, r->sink->os(r->sink->ctx, &os), at);
}

int reading_purl(struct reading *r, struct sv purl, struct component *c, const char **why)
{
	struct component got;
	struct yg_err err = {0};
	int rc = component_from_purl(&r->scratch, purl, &got, &err);

	if (rc == YG_ENOMEM)
		return reading_fail(r, rc, 0, "out of memory");
	*why = rc < 0 ? err.what : NULL;
	if (rc < 0)
		return 0;
	got.file = c->file;
	got.cpes = c->cpes;
	got.cpe_count = c->cpe_count;
	got.flags |= c->flags;
	*c = got;
	return 0;
}

/* What only describes is dropped rather than the component with it. */
static void drop_unusable(struct component *c)
{
	if (c->origin.n > LIMIT_NAME || !printable(c->origin))
		c->origin = (struct sv){NULL, 0};
	if (c->file.n > LIMIT_NAME || !printable(c->file))
		c->file = (struct sv){NULL, 0};
}

/*
 * What the entry left out and the file knows: its operating system, unless the entry names
 * another one; then what component_finish() can settle (a purl's component is settled already,
 * unless its reader cleared a field), and the kernel's flags.
 */
static void complete(const struct reading *r, struct component *c)
{
	bool stated = c->os_family.n > 0;
	struct sv epoch;

	if (!stated && c->ns.n == 0) {
		c->os_family = r->os.family;
		c->os_release = r->os.release;
	}
	if (!stated || c->ns.n == 0 || c->source_name.n == 0 || c->source_version.n == 0)
		component_finish(c);
	if (sv_is(c->type, "rpm"))	/* a source rpm's name has no epoch */
		(void)component_split_epoch(c->source_version, &epoch, &c->source_version);
	if (c->os_release.n == 0 && sv_eq(c->os_family, r->os.family))
		c->os_release = r->os.release;
	c->flags |= package_flags(c->type, c->name);
}

int reading_give(struct reading *r, size_t at, struct component *c)
{
	const char *why;
	int rc;

	drop_unusable(c);
	if ((why = check(c)))
		return reading_skip(r, at, check_name(c->name) ? (struct sv){NULL, 0} : c->name,
				    why);
	if (component_is_os_package(c))
		complete(r, c);
	else
		c->flags &= ~(unsigned)COMPONENT_SOURCE_ASSUMED;
	rc = r->sink->component(r->sink->ctx, c);
	arena_reset(&r->scratch);
	return answer(r, rc, at);
}
