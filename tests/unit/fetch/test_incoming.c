/* SPDX-License-Identifier: Apache-2.0 */
/* Files on their way in: what is refused, and that no failed system call leaves a mixture. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "check.h"
#include "fetch/incoming.h"

static const struct {
	const char *text;
	size_t n;			/* 0: strlen */
	enum fetch_shape shape;
	uint64_t old_bytes;
	enum fetch_refusal why;
} rows[] = {
	{"{\"a\":1}", 0, FETCH_JSON, 0, FETCH_ACCEPTED},
	{" \n[1]\n", 0, FETCH_JSON, 0, FETCH_ACCEPTED},
	{"\xef\xbb\xbf{}", 0, FETCH_JSON, 0, FETCH_ACCEPTED},
	{"<html>\nsorry\n</html>", 0, FETCH_JSON, 0, FETCH_OTHER_SHAPE},
	{"{\"a\":1", 0, FETCH_JSON, 0, FETCH_CUT_SHORT},
	{"", 0, FETCH_JSON, 0, FETCH_EMPTY},
	{"   ", 0, FETCH_JSON, 0, FETCH_OTHER_SHAPE},
	{"{\"a\":12}", 0, FETCH_JSON, 16, FETCH_ACCEPTED},
	{"{\"a\":1}", 0, FETCH_JSON, 16, FETCH_SHRUNK},
	{"\x1f\x8b\x08\0\0\0", 6, FETCH_GZIP, 0, FETCH_ACCEPTED},
	{"\x1f\x8b", 2, FETCH_GZIP, 0, FETCH_OTHER_SHAPE},
	{"PK\3\4....PK\5\6..", 0, FETCH_ZIP, 0, FETCH_ACCEPTED},
	{"PK\5\6\0\0", 6, FETCH_ZIP, 0, FETCH_ACCEPTED},	/* an archive without members */
	{"PK\3\4....", 0, FETCH_ZIP, 0, FETCH_CUT_SHORT},
	{"{}", 0, FETCH_ZIP, 0, FETCH_OTHER_SHAPE},
};

static struct fetch_folder folder;

static void check_judgement(size_t i)
{
	size_t n = rows[i].n ? rows[i].n : strlen(rows[i].text);
	enum fetch_refusal why = FETCH_ACCEPTED;
	struct fetch_incoming in;
	int r;

	CHECK_INT(fetch_incoming_begin(&in, &folder, &fetch_io_system, 1000, 1), 0, "begin");
	CHECK_INT(fetch_incoming_add(&in, rows[i].text, n), 0, "add");
	r = fetch_incoming_judge(&in, rows[i].shape, rows[i].old_bytes, &why);
	CHECK_INT(r, rows[i].why == FETCH_ACCEPTED ? 0 : YG_ESYNTAX, rows[i].text);
	CHECK_INT(why, rows[i].why, rows[i].text);
	fetch_incoming_drop(&in);
}

static void check_cap(void)
{
	struct fetch_incoming in;

	CHECK_INT(fetch_incoming_begin(&in, &folder, &fetch_io_system, 8, 1), 0, "begin");
	CHECK_INT(fetch_incoming_add(&in, "12345678", 8), 0, "up to the cap");
	CHECK_INT(fetch_incoming_add(&in, "9", 1), YG_ELIMIT, "over the cap");
	CHECK_INT(fetch_incoming_add(&in, "9", SIZE_MAX), YG_ELIMIT, "no overflow");
	CHECK_INT(fetch_incoming_rewind(&in), 0, "rewind");
	CHECK_INT(fetch_incoming_add(&in, "{}", 2), 0, "again");
	CHECK_INT((long long)in.bytes, 2, "bytes");
	fetch_incoming_drop(&in);
	fetch_incoming_drop(&in);	/* twice does no harm */
}

/* Fails the Nth system call. */
struct faults {
	long calls, fail_at;
};

static bool fault(void *ctx)
{
	struct faults *f = ctx;

	if (++f->calls != f->fail_at)
		return false;
	errno = ENOSPC;
	return true;
}

static ssize_t faulty_write(void *ctx, int fd, const void *p, size_t n)
{
	/* One byte at a time: short writes are no failures. */
	return fault(ctx) ? -1 : write(fd, p, n > 0);
}

static int faulty_fsync(void *ctx, int fd)
{
	return fault(ctx) ? -1 : fsync(fd);
}

static int faulty_rename(void *ctx, int dir, const char *from, const char *to)
{
	return fault(ctx) ? -1 : renameat(dir, from, dir, to);
}

static int replace(const struct fetch_io *io, const char *text)
{
	static const struct fetch_sidecar s = {.feed = SV_INIT("kev"), .url = SV_INIT("test:")};
	enum fetch_refusal why;
	struct fetch_incoming in;
	int r = fetch_incoming_begin(&in, &folder, io, 1000, 1);

	if (r == 0)
		r = fetch_incoming_add(&in, text, strlen(text));
	if (r == 0)
		r = fetch_incoming_judge(&in, FETCH_JSON, 0, &why);
	if (r == 0)
		r = fetch_incoming_accept(&in, SV("kev.json"), &s);
	fetch_incoming_drop(&in);
	return r;
}

/* The file is old or new as a whole, and a sidecar that is there speaks of it. */
static void check_folder(long n)
{
	arena_auto a = {.cap = MIB(1)};
	unsigned char digest[SHA256_BYTES];
	char hex[SHA256_HEX];
	struct fetch_entry e = {0};
	struct stat st;
	int fd;

	CHECK_INT(fetch_folder_look(&folder, &a, SV("kev"), &e), 0, "look");
	CHECK_SV(sv_of(e.file), "kev.json", "a file is there");
	CHECK(e.bytes == 9 || e.bytes == 12, "call %ld: %d bytes", n, (int)e.bytes);
	CHECK(!e.damaged, "call %ld: the sidecar speaks of another file", n);
	fd = openat(folder.fd, "kev.json", O_RDONLY);
	CHECK_INT(sha256_file(fd, digest), 0, "hash");
	close(fd);
	if (e.described)
		CHECK(sv_eq(e.sidecar.sha256, sha256_hex(digest, hex)), "call %ld: sha256", n);
	CHECK(fstatat(folder.fd, ".incoming-1", &st, 0) < 0, "call %ld: left a file", n);
	CHECK(fstatat(folder.fd, ".incoming-sidecar", &st, 0) < 0, "call %ld: left one", n);
}

static void check_faults(void)
{
	for (long n = 1;; n++) {
		struct faults f = {.fail_at = n};
		struct fetch_io io = {&f, faulty_write, faulty_fsync, faulty_rename};
		int r;

		CHECK_INT(replace(&fetch_io_system, "{\"old\":1}"), 0, "before");
		r = replace(&io, "{\"newer\":12}");
		check_folder(n);
		if (r == 0)
			break;
		CHECK_INT(r, YG_EIO, "fault");
		if (n > 10000)
			break;
	}
}

static void check_entries(void)
{
	arena_auto a = {.cap = MIB(1)};
	struct fetch_entry e = {.bytes = 7};

	CHECK_INT(fetch_folder_look(&folder, &a, SV("epss"), &e), 0, "absent");
	CHECK(e.file[0] == '\0' && e.bytes == 0, "absent");
	CHECK(symlinkat("/etc/passwd", folder.fd, "epss.csv") == 0, "symlink");
	CHECK_INT(fetch_folder_look(&folder, &a, SV("epss"), &e), 0, "links are not followed");
	CHECK(e.file[0] == '\0', "links are not followed");
	CHECK_INT(fetch_folder_look(&folder, &a, SV("../x"), &e), YG_ELIMIT, "no way out");

	/* An imported .zst makes room for the fetched file, with its sidecar. */
	CHECK_INT(renameat(folder.fd, "kev.json", folder.fd, "kev.json.zst"), 0, "rename");
	CHECK_INT(renameat(folder.fd, "kev.json.meta.json", folder.fd,
			   "kev.json.zst.meta.json"), 0, "rename");
	CHECK_INT(fetch_folder_look(&folder, &a, SV("kev"), &e), 0, "look");
	CHECK_SV(sv_of(e.file), "kev.json.zst", "another ending");
	CHECK(e.described, "its sidecar");
	fetch_folder_forget_others(&folder, SV("kev"), SV("kev.json"));
	CHECK_INT(fetch_folder_look(&folder, &a, SV("kev"), &e), 0, "look");
	CHECK(e.file[0] == '\0', "forgotten");
	CHECK(faccessat(folder.fd, "kev.json.zst.meta.json", F_OK, 0) < 0, "forgotten");
	CHECK(unlinkat(folder.fd, "epss.csv", 0) == 0, "nothing else was left behind");
}

int main(void)
{
	char base[] = "/tmp/yagura-test-XXXXXX", path[64];
	struct fetch_folder second;

	if (!mkdtemp(base))
		return 1;
	snprintf(path, sizeof path, "%s/a/feeds", base);
	CHECK_INT(fetch_folder_open(path, false, &folder), YG_EIO, "not there");
	CHECK_INT(fetch_folder_open(path, true, &folder), 0, "made");
	CHECK_INT(fetch_folder_lock(&folder), 0, "lock");
	CHECK_INT(fetch_folder_open(path, true, &second), 0, "again");
	CHECK_INT(fetch_folder_lock(&second), YG_EINVAL, "held");
	fetch_folder_close(&second);

	for (size_t i = 0; i < YG_COUNT(rows); i++)
		check_judgement(i);
	check_cap();
	check_faults();
	check_entries();

	fetch_folder_close(&folder);
	CHECK(rmdir(path) == 0, "%s is not empty: %s", path, strerrordesc_np(errno));
	*strrchr(path, '/') = '\0';
	(void)rmdir(path);
	(void)rmdir(base);
	return check_done();
}
