/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/rpm_header.h"

#include "base/limits.h"

enum {
	TAG_NAME = 1000,
	TAG_VERSION = 1001,
	TAG_RELEASE = 1002,
	TAG_EPOCH = 1003,
	TAG_VENDOR = 1011,
	TAG_ARCH = 1022,
	TAG_SOURCERPM = 1044,
	TAG_MODULARITYLABEL = 5096,

	TYPE_INT32 = 4,
	TYPE_STRING = 6,
	TYPE_STRING_ARRAY = 8,
	TYPE_I18NSTRING = 9,	/* the first one is the C locale's */

	ENTRY = 16,		/* tag, type, offset, count */
};

static uint32_t be32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static struct sv *field_of(struct rpm_header *h, uint32_t tag)
{
	switch (tag) {
	case TAG_NAME: return &h->name;
	case TAG_VERSION: return &h->version;
	case TAG_RELEASE: return &h->release;
	case TAG_VENDOR: return &h->vendor;
	case TAG_ARCH: return &h->arch;
	case TAG_SOURCERPM: return &h->source_rpm;
	case TAG_MODULARITYLABEL: return &h->module;
	default: return NULL;
	}
}

/* The NUL-terminated string at an offset of the data; false when it runs out of it. */
static bool string_at(struct sv data, uint32_t offset, struct sv *out)
{
	const char *start, *end;

	if (offset >= data.n)
		return false;
	start = data.p + offset;
	end = memchr(start, '\0', data.n - offset);
	if (!end)
		return false;
	*out = (struct sv){start, (size_t)(end - start)};
	return true;
}

static bool take_entry(struct rpm_header *h, struct sv data, const char *entry)
{
	uint32_t tag = be32(entry), type = be32(entry + 4), offset = be32(entry + 8);
	struct sv *field = field_of(h, tag);

	if (field && (type == TYPE_STRING || type == TYPE_STRING_ARRAY || type == TYPE_I18NSTRING))
		return string_at(data, offset, field);
	if (tag == TAG_EPOCH && type == TYPE_INT32) {
		if (data.n < 4 || offset > data.n - 4)
			return false;
		h->epoch = be32(data.p + offset);
	}
	return true;
}

int rpm_header_read(struct sv blob, struct rpm_header *out, struct yg_err *err)
{
	struct rpm_header h = {0};
	struct sv data;
	size_t entries, bytes;

	if (blob.n < 8)
		return yg_fail(err, YG_ESYNTAX, 0, "an rpm header is cut off");
	entries = be32(blob.p);
	bytes = be32(blob.p + 4);
	if (entries == 0 || entries > LIMIT_RPM_TAGS ||
	    entries > (blob.n - 8) / ENTRY || bytes > blob.n - 8 - entries * ENTRY)
		return yg_fail(err, YG_ESYNTAX, 0, "an rpm header claims more than it holds");
	data = (struct sv){blob.p + 8 + entries * ENTRY, bytes};
	for (size_t i = 0; i < entries; i++)
		if (!take_entry(&h, data, blob.p + 8 + i * ENTRY))
			return yg_fail(err, YG_ESYNTAX, 8 + i * ENTRY,
				       "an rpm tag points outside its header");
	*out = h;
	return 0;
}
