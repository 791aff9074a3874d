/* SPDX-License-Identifier: Apache-2.0 */
#include "parse/protocol.h"

#include "base/limits.h"
#include "base/text.h"

/*
 * Tags are per frame type.  A text field is capped on receipt; a missing one is empty.  Each
 * message is described by a table of its text fields, so packing and unpacking cannot drift
 * apart; tag t stands at place t - 1.
 */
struct text_field {
	uint8_t tag;
	uint32_t limit;
	size_t offset;		/* of the struct sv in the message */
};

static struct sv *text_at(void *message, const struct text_field *f)
{
	return (struct sv *)(void *)((char *)message + f->offset);
}

static void pack_texts(struct buf *b, const void *message, const struct text_field *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct sv s;
		memcpy(&s, (const char *)message + f[i].offset, sizeof s);
		if (s.n > f[i].limit)
			s.n = f[i].limit;
		if (s.n > 0)
			field_put(b, f[i].tag, s);
	}
}

static int unpack_text(void *message, const struct text_field *f, size_t n, uint8_t tag,
		       struct sv value)
{
	const struct text_field *field = tag >= 1 && tag <= n ? &f[tag - 1] : NULL;

	if (!field || value.n > field->limit || !sv_utf8(value))
		return YG_ESYNTAX;
	*text_at(message, field) = value;
	return 0;
}

static void put_u64(struct buf *b, uint8_t tag, uint64_t v)
{
	char t[8];
	for (unsigned i = 0; i < 8; i++)
		t[i] = (char)(v >> (8 * i));
	if (v != 0)
		field_put(b, tag, (struct sv){t, sizeof t});
}

static int get_u64(struct sv value, uint64_t *ret)
{
	uint64_t v = 0;
	if (value.n != 8)
		return YG_ESYNTAX;
	for (unsigned i = 0; i < 8; i++)
		v |= (uint64_t)(unsigned char)value.p[i] << (8 * i);
	*ret = v;
	return 0;
}

enum { TAG_NUMBER = 128 };	/* tags from here on are numbers */

#define TEXT(tag, limit, type, member) {(tag), (limit), offsetof(type, member)}

static const struct text_field job_texts[] = {
	TEXT(1, LIMIT_NAME, struct parse_job, path), TEXT(2, 64, struct parse_job, reader),
	TEXT(3, 256, struct parse_job, os.id), TEXT(4, 256, struct parse_job, os.id_like),
	TEXT(5, 256, struct parse_job, os.version_id), TEXT(6, 256, struct parse_job, os.codename),
	TEXT(7, 256, struct parse_job, os.pretty_name),
};

void parse_pack_job(struct buf *b, const struct parse_job *job)
{
	pack_texts(b, job, job_texts, YG_COUNT(job_texts));
	put_u64(b, TAG_NUMBER, (uint64_t)job->kind);
	put_u64(b, TAG_NUMBER + 1, job->many);
}

int parse_unpack_job(struct sv payload, struct parse_job *ret)
{
	struct parse_job job = {0};
	struct sv value;
	uint64_t kind = 0, many = 0;
	uint8_t tag;
	int r;

	while ((r = field_next(&payload, &tag, &value)) == 1) {
		if (tag == TAG_NUMBER)
			r = get_u64(value, &kind);
		else if (tag == TAG_NUMBER + 1)
			r = get_u64(value, &many);
		else
			r = unpack_text(&job, job_texts, YG_COUNT(job_texts), tag, value);
		if (r < 0)
			return r;
	}
	if (r < 0 || (kind != PARSE_FEED && kind != PARSE_INVENTORY))
		return YG_ESYNTAX;
	job.kind = (enum parse_kind)kind;
	job.many = many != 0;
	*ret = job;
	return 0;
}

static const struct text_field note_texts[] = {
	TEXT(1, LIMIT_NAME, struct parse_note, path), TEXT(2, 256, struct parse_note, name),
	TEXT(3, 512, struct parse_note, why), TEXT(4, 64, struct parse_note, reader),
};

void parse_pack_note(struct buf *b, const struct parse_note *n)
{
	pack_texts(b, n, note_texts, YG_COUNT(note_texts));
	put_u64(b, TAG_NUMBER, n->at);
	put_u64(b, TAG_NUMBER + 1, (uint64_t)(-(int64_t)n->code));
}

int parse_unpack_note(struct sv payload, struct parse_note *ret)
{
	struct parse_note n = {0};
	struct sv value;
	uint64_t code = 0;
	uint8_t tag;
	int r;

	while ((r = field_next(&payload, &tag, &value)) == 1) {
		if (tag == TAG_NUMBER)
			r = get_u64(value, &n.at);
		else if (tag == TAG_NUMBER + 1)
			r = get_u64(value, &code);
		else
			r = unpack_text(&n, note_texts, YG_COUNT(note_texts), tag, value);
		if (r < 0)
			return r;
	}
	if (r < 0 || code > 1000)
		return YG_ESYNTAX;
	n.code = -(int)code;
	*ret = n;
	return 0;
}

static const struct text_field component_texts[] = {
	TEXT(1, 64, struct component, type), TEXT(2, LIMIT_NAME, struct component, ns),
	TEXT(3, LIMIT_NAME, struct component, name),
	TEXT(4, LIMIT_VERSION, struct component, version),
	TEXT(5, 256, struct component, arch), TEXT(6, LIMIT_NAME, struct component, source_name),
	TEXT(7, LIMIT_VERSION, struct component, source_version),
	TEXT(8, 256, struct component, os_family), TEXT(9, 256, struct component, os_release),
	TEXT(10, LIMIT_NAME, struct component, module),
	TEXT(11, LIMIT_NAME, struct component, origin),
	TEXT(12, LIMIT_PURL, struct component, purl), TEXT(13, LIMIT_NAME, struct component, file),
};
enum { COMPONENT_CPE_TAG = 14 };

void parse_pack_component(struct buf *b, const struct component *c)
{
	pack_texts(b, c, component_texts, YG_COUNT(component_texts));
	for (size_t i = 0; i < c->cpe_count && i < PARSE_CPES_MAX; i++)
		if (c->cpes[i].n <= LIMIT_CPE)
			field_put(b, COMPONENT_CPE_TAG, c->cpes[i]);
	put_u64(b, TAG_NUMBER, c->flags);
}

int parse_unpack_component(struct sv payload, struct component *ret,
			   struct sv cpes[PARSE_CPES_MAX])
{
	struct component c = {0};
	struct sv value;
	uint64_t flags = 0;
	uint8_t tag;
	int r;

	while ((r = field_next(&payload, &tag, &value)) == 1) {
		if (tag == TAG_NUMBER) {
			r = get_u64(value, &flags);
		} else if (tag == COMPONENT_CPE_TAG) {
			if (c.cpe_count >= PARSE_CPES_MAX || value.n > LIMIT_CPE || !sv_utf8(value))
				return YG_ESYNTAX;
			cpes[c.cpe_count++] = value;
			r = 0;
		} else {
			r = unpack_text(&c, component_texts, YG_COUNT(component_texts), tag, value);
		}
		if (r < 0)
			return r;
	}
	if (r < 0 || c.name.n == 0 || flags > UINT16_MAX)
		return YG_ESYNTAX;
	c.flags = (unsigned)flags;
	c.cpes = c.cpe_count ? cpes : NULL;
	*ret = c;
	return 0;
}

static const struct text_field os_texts[] = {
	TEXT(1, 256, struct inventory_os, id), TEXT(2, 256, struct inventory_os, id_like),
	TEXT(3, 256, struct inventory_os, version_id),
	TEXT(4, 256, struct inventory_os, codename),
	TEXT(5, 256, struct inventory_os, pretty_name),
};

static const struct text_field about_texts[] = {
	TEXT(1, 128, struct feed_about, feed), TEXT(2, 64, struct feed_about, date),
	TEXT(3, 128, struct feed_about, version),
};

/* Messages of texts alone. */
static int unpack_texts(struct sv payload, void *message, const struct text_field *f, size_t n)
{
	struct sv value;
	uint8_t tag;
	int r;

	while ((r = field_next(&payload, &tag, &value)) == 1) {
		r = unpack_text(message, f, n, tag, value);
		if (r < 0)
			return r;
	}
	return r;
}

void parse_pack_os(struct buf *b, const struct inventory_os *os)
{
	pack_texts(b, os, os_texts, YG_COUNT(os_texts));
}

int parse_unpack_os(struct sv payload, struct inventory_os *ret)
{
	struct inventory_os os = {0};
	int r = unpack_texts(payload, &os, os_texts, YG_COUNT(os_texts));
	if (r == 0)
		*ret = os;
	return r;
}

void parse_pack_about(struct buf *b, const struct feed_about *about)
{
	pack_texts(b, about, about_texts, YG_COUNT(about_texts));
}

int parse_unpack_about(struct sv payload, struct feed_about *ret)
{
	struct feed_about about = {0};
	int r = unpack_texts(payload, &about, about_texts, YG_COUNT(about_texts));
	if (r == 0)
		*ret = about;
	return r;
}

/* Probabilities travel in millionths, as signals.idx holds them; none is one more than all. */
enum { MILLION = 1000000 };

void parse_pack_epss(struct buf *b, const struct feed_epss *e)
{
	buf_u32le(b, (uint32_t)(e->score * MILLION + 0.5));
	buf_u32le(b, e->percentile < 0 ? MILLION + 1 : (uint32_t)(e->percentile * MILLION + 0.5));
	buf_sv(b, e->cve);
}

static uint32_t get_u32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

int parse_unpack_epss(struct sv payload, struct feed_epss *ret)
{
	uint32_t score, percentile;
	struct sv cve = sv_from(payload, 8);

	if (payload.n < 9 || cve.n > 64 || !sv_utf8(cve))
		return YG_ESYNTAX;
	score = get_u32(payload.p);
	percentile = get_u32(payload.p + 4);
	if (score > MILLION || percentile > MILLION + 1)
		return YG_ESYNTAX;
	*ret = (struct feed_epss){.cve = cve, .score = score / (double)MILLION,
		.percentile = percentile > MILLION ? -1 : percentile / (double)MILLION};
	return 0;
}
