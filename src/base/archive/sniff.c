/* SPDX-License-Identifier: Apache-2.0 */
#include "base/archive/sniff.h"

#include <archive.h>

#include "base/text.h"

enum { TAR_BLOCK = 512, TAR_SUM_AT = 148, TAR_SUM_END = 156 };

/* Leading bytes of a kind of file.  Foreign ones are named so that the refusal is clear. */
static const struct {
	struct sv magic;
	struct sniff is;
} kinds[] = {
	{SV_INIT("\x1f\x8b\x08"), {SNIFF_FILTER, ARCHIVE_FILTER_GZIP, NULL}},
	{SV_INIT("\xfd""7zXZ\0"), {SNIFF_FILTER, ARCHIVE_FILTER_XZ, NULL}},
	{SV_INIT("\x28\xb5\x2f\xfd"), {SNIFF_FILTER, ARCHIVE_FILTER_ZSTD, NULL}},
	{SV_INIT("PK\x03\x04"), {SNIFF_ARCHIVE, ARCHIVE_FORMAT_ZIP, NULL}},
	{SV_INIT("PK\x05\x06"), {SNIFF_ARCHIVE, ARCHIVE_FORMAT_ZIP, NULL}},
	{SV_INIT("PK\x07\x08PK\x03\x04"), {SNIFF_ARCHIVE, ARCHIVE_FORMAT_ZIP, NULL}},
	{SV_INIT("7z\xbc\xaf\x27\x1c"), {SNIFF_FOREIGN, 0, "7-Zip archives are not read"}},
	{SV_INIT("Rar!\x1a\x07"), {SNIFF_FOREIGN, 0, "RAR archives are not read"}},
	{SV_INIT("LZIP"), {SNIFF_FOREIGN, 0, "lzip compression is not read"}},
	{SV_INIT("\x04\x22\x4d\x18"), {SNIFF_FOREIGN, 0, "LZ4 compression is not read"}},
	{SV_INIT("\x1f\x9d"), {SNIFF_FOREIGN, 0, "compress (.Z) files are not read"}},
	{SV_INIT("!<arch>\n"), {SNIFF_FOREIGN, 0, "ar archives (.deb, .a) are not read"}},
	{SV_INIT("\xed\xab\xee\xdb"), {SNIFF_FOREIGN, 0, "RPM package files are not read"}},
	{SV_INIT("MSCF\0\0\0\0"), {SNIFF_FOREIGN, 0, "cabinet files are not read"}},
};

/* bzip2: "BZh", the level, then pi or, for an empty file, the square root of pi in BCD. */
static bool is_bzip2(struct sv head)
{
	return head.n >= 10 && memcmp(head.p, "BZh", 3) == 0 && head.p[3] >= '1' &&
	       head.p[3] <= '9' && (memcmp(head.p + 4, "1AY&SY", 6) == 0 ||
				    memcmp(head.p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

/* zstd lets a frame that decoders skip stand before the data (RFC 8878, 3.1.2). */
static bool is_zstd_skippable(struct sv head)
{
	return head.n >= 8 && (head.p[0] & 0xf0) == 0x50 &&
	       memcmp(head.p + 1, "\x2a\x4d\x18", 3) == 0;
}

/*
 * A tar header has no magic in its oldest form, but always a checksum of its 512 bytes with
 * the checksum's own field counted as blanks (POSIX pax, ustar interchange format).
 */
static bool is_tar(struct sv head)
{
	unsigned sum = 0, want = 0;
	int signed_sum = 0;
	bool digits = false;

	if (head.n < TAR_BLOCK || head.p[0] == '\0')
		return false;
	for (size_t i = 0; i < TAR_BLOCK; i++) {
		bool own = i >= TAR_SUM_AT && i < TAR_SUM_END;
		sum += own ? ' ' : (unsigned char)head.p[i];
		signed_sum += own ? ' ' : (signed char)head.p[i];
	}
	for (size_t i = TAR_SUM_AT; i < TAR_SUM_END; i++) {
		char c = head.p[i];
		if (c >= '0' && c <= '7') {
			want = want * 8 + (unsigned)(c - '0');
			digits = true;
		} else if (c == ' ' && !digits) {
			continue;
		} else if (c == ' ' || c == '\0') {
			break;
		} else {
			return false;
		}
	}
	return digits && (want == sum || want == (unsigned)signed_sum);
}

struct sniff sniff_head(struct sv head)
{
	for (size_t i = 0; i < YG_COUNT(kinds); i++)
		if (sv_starts(head, kinds[i].magic))
			return kinds[i].is;
	if (is_bzip2(head))
		return (struct sniff){SNIFF_FILTER, ARCHIVE_FILTER_BZIP2, NULL};
	if (is_zstd_skippable(head))
		return (struct sniff){SNIFF_FILTER, ARCHIVE_FILTER_ZSTD, NULL};
	if (is_tar(head))
		return (struct sniff){SNIFF_ARCHIVE, ARCHIVE_FORMAT_TAR, NULL};
	return (struct sniff){SNIFF_PLAIN, 0, NULL};
}
