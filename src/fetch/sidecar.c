/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch/sidecar.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "base/text.h"

static const struct {
	const char *key;
	size_t offset;		/* of the struct sv */
} texts[] = {
	{"feed", offsetof(struct fetch_sidecar, feed)},
	{"url", offsetof(struct fetch_sidecar, url)},
	{"fetched", offsetof(struct fetch_sidecar, fetched)},
	{"checked", offsetof(struct fetch_sidecar, checked)},
	{"last_modified", offsetof(struct fetch_sidecar, last_modified)},
	{"etag", offsetof(struct fetch_sidecar, etag)},
	{"sha256", offsetof(struct fetch_sidecar, sha256)},
};

int fetch_sidecar_name(struct sv file, char *to, size_t room)
{
	int n = snprintf(to, room, "%.*s.meta.json", SV_ARG(file));

	return file.n > LIMIT_NAME || n < 0 || (size_t)n >= room ? YG_ELIMIT : 0;
}

void fetch_sidecar_write(struct buf *b, const struct fetch_sidecar *s)
{
	struct jw w = jw_on(b);

	jw_object(&w);
	for (size_t i = 0; i < YG_COUNT(texts); i++) {
		struct sv v;
		memcpy(&v, (const char *)s + texts[i].offset, sizeof v);
		jw_member_sv(&w, texts[i].key, v);
	}
	jw_key(&w, "bytes");
	jw_u64(&w, s->bytes);
	jw_object_end(&w);
	buf_char(b, '\n');
}

/* What goes into a request header or onto a screen must not hold line ends. */
static bool printable(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return true;
}

static bool read_member(struct json *j, struct sv key, struct fetch_sidecar *s)
{
	struct sv v;

	if (sv_is(key, "bytes"))
		return !json_opt_number(j, &v) || sv_u64(v, &s->bytes);
	for (size_t i = 0; i < YG_COUNT(texts); i++) {
		if (!sv_eq(key, sv_of(texts[i].key)))
			continue;
		if (json_opt_string(j, &v))
			memcpy((char *)s + texts[i].offset, &v, sizeof v);
		else
			v = (struct sv){0};
		return v.n <= LIMIT_URL && printable(v);
	}
	json_skip(j);
	return true;
}

int fetch_sidecar_parse(char *text, size_t n, struct fetch_sidecar *ret, struct yg_err *err)
{
	struct fetch_sidecar s = {0};
	struct json j;
	struct sv key;
	int r;

	json_init(&j, text, n);
	if (json_enter_object(&j))
		while (json_key(&j, &key))
			if (!read_member(&j, key, &s))
				return yg_fail(err, YG_ESYNTAX, (size_t)(j.p - text),
					       "a value that no sidecar holds");
	r = json_end(&j, err);
	if (r < 0)
		return r;
	*ret = s;
	return 0;
}

/* The whole of a small regular file, NUL-terminated. */
static int read_small(struct arena *a, int fd, char **ret_text, size_t *ret_n)
{
	struct stat st;
	char *text;
	ssize_t n;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return YG_EIO;
	if (st.st_size > LIMIT_SIDECAR)
		return YG_ELIMIT;
	text = arena_new(a, char, LIMIT_SIDECAR + 1);
	if (!text)
		return YG_ENOMEM;
	n = read(fd, text, LIMIT_SIDECAR);
	if (n < 0)
		return YG_EIO;
	*ret_text = text;
	*ret_n = (size_t)n;
	return 0;
}

int fetch_sidecar_read(struct arena *a, int folder, struct sv file, struct fetch_sidecar *ret)
{
	char name[LIMIT_NAME], *text = NULL;
	size_t n = 0;
	int fd, r;

	r = fetch_sidecar_name(file, name, sizeof name);
	if (r < 0)
		return r;
	fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? YG_ENOTFOUND : YG_EIO;
	r = read_small(a, fd, &text, &n);
	close(fd);
	return r < 0 ? r : fetch_sidecar_parse(text, n, ret, NULL);
}
