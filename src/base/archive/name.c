/* SPDX-License-Identifier: Apache-2.0 */
#include <langinfo.h>
#include <time.h>

#include "base/archive.h"
#include "base/limits.h"
#include "base/text.h"

void archive_prepare(struct archive_env *ret)
{
	struct archive_env env = {0};

	env.locale = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
	if (env.locale != (locale_t)0)
		(void)uselocale(env.locale);
	/* The first conversion may load tables too, so do one now. */
	env.cp932 = iconv_open("UTF-8", "CP932");
	if (env.cp932 != (iconv_t)-1) {
		char in[] = "\x83\x65", out[8], *from = in, *to = out;
		size_t n = 2, room = sizeof out;
		(void)iconv(env.cp932, &from, &n, &to, &room);
	}
	tzset();		/* zip times are local: mktime() reads the zone's file */
	*ret = env;
}

void archive_release(struct archive_env *env)
{
	if (env->cp932 != (iconv_t)-1 && env->cp932 != (iconv_t)0)
		(void)iconv_close(env->cp932);
	if (env->locale != (locale_t)0) {
		(void)uselocale(LC_GLOBAL_LOCALE);
		freelocale(env->locale);
	}
	*env = (struct archive_env){.cp932 = (iconv_t)-1};
}

/* raw from CP932 (Shift_JIS as Windows writes it) into to; false when it is not that. */
static bool from_cp932(const struct archive_env *env, struct sv raw, char *to, size_t room,
		       struct sv *ret)
{
	char in[LIMIT_NAME], *from = in, *at = to;
	size_t n = raw.n;

	if (!env || env->cp932 == (iconv_t)-1 || env->cp932 == (iconv_t)0 || n > sizeof in)
		return false;
	memcpy(in, raw.p, n);
	(void)iconv(env->cp932, NULL, NULL, NULL, NULL);
	if (iconv(env->cp932, &from, &n, &at, &room) == (size_t)-1 || n != 0)
		return false;
	*ret = (struct sv){to, (size_t)(at - to)};
	return sv_utf8(*ret);
}

/* Bytes of the UTF-8 character at s.p[0]; 0 when it is a control character or malformed. */
static size_t printable(struct sv s)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	if (c < ' ' || c == 0x7f || n > s.n || !sv_utf8(sv_first(s, n)))
		return 0;
	/* C1 controls steer terminals as C0 ones do. */
	return n == 2 && c == 0xc2 && (unsigned char)s.p[1] < 0xa0 ? 0 : n;
}

static bool append_clean(struct sv part, char *to, size_t room, size_t *used)
{
	static const char hex[] = "0123456789abcdef";

	while (part.n > 0) {
		size_t n = printable(part);
		if ((n ? n : 4) > room - *used)
			return false;
		if (n) {
			memcpy(to + *used, part.p, n);
			*used += n;
		} else {
			unsigned char c = (unsigned char)part.p[0];
			const char escaped[4] = {'\\', 'x', hex[c >> 4], hex[c & 15]};
			memcpy(to + *used, escaped, sizeof escaped);
			*used += sizeof escaped;
			n = 1;
		}
		part = sv_from(part, n);
	}
	return true;
}

int archive_clean_name(const struct archive_env *env, struct sv raw, char *to, size_t room,
		       struct sv *ret)
{
	char decoded[LIMIT_NAME];
	struct sv part;
	size_t used = 0;

	if (raw.n > LIMIT_NAME)
		return YG_ELIMIT;
	if (!sv_utf8(raw))
		(void)from_cp932(env, raw, decoded, sizeof decoded, &raw);
	while (sv_next(&raw, '/', &part)) {
		if (part.n == 0 || sv_is(part, "."))
			continue;
		if (sv_is(part, ".."))
			return YG_EINVAL;
		if (used > 0) {
			if (used == room)
				return YG_ELIMIT;
			to[used++] = '/';
		}
		if (!append_clean(part, to, room, &used))
			return YG_ELIMIT;
	}
	*ret = (struct sv){to, used};
	return 0;
}
