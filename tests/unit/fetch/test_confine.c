/* SPDX-License-Identifier: Apache-2.0 */
/* After fetch_confine(): writing in one folder only, reading everywhere, no programs. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "fetch/confine.h"

static int write_at(int folder, const char *name)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0 ? 0 : errno;
}

static void check_confined(int outside, int inside)
{
	char *const argv[] = {NULL};

	if (!fetch_confine(inside)) {
		check_skip("confine", "this kernel has no Landlock");
		return;
	}
	CHECK_INT(write_at(inside, "a"), 0, "inside");
	CHECK_INT(renameat(inside, "a", inside, "b"), 0, "rename inside");
	CHECK_INT(unlinkat(inside, "b", 0), 0, "unlink inside");
	CHECK_INT(write_at(outside, "new"), EACCES, "a new file outside");
	CHECK_INT(write_at(outside, "kept"), EACCES, "an old file outside");
	CHECK(unlinkat(outside, "kept", 0) < 0 && errno == EACCES, "unlink outside");
	CHECK(symlinkat("/etc/passwd", inside, "link") < 0 && errno == EACCES, "link");
	CHECK(faccessat(AT_FDCWD, "/etc/passwd", R_OK, 0) == 0, "reading");
	CHECK(execv("/bin/true", argv) < 0 && errno == EACCES, "programs");
}

/* In a child, because nothing gives the rights back; its counts come through the pipe. */
static void in_child(int outside, int inside)
{
	int ends[2], counts[3] = {0, 1, 0};
	pid_t pid;

	if (pipe(ends) < 0 || (pid = fork()) < 0)
		abort();
	if (pid == 0) {
		check_confined(outside, inside);
		memcpy(counts, (int[]){check_passed_, check_failed_, check_skipped_},
		       sizeof counts);
		_exit(write(ends[1], counts, sizeof counts) != sizeof counts);
	}
	close(ends[1]);
	(void)!read(ends[0], counts, sizeof counts);
	close(ends[0]);
	CHECK(waitpid(pid, NULL, 0) == pid, "child");
	check_passed_ += counts[0];
	check_failed_ += counts[1];
	check_skipped_ += counts[2];
}

int main(void)
{
	char base[] = "/tmp/yagura-test-XXXXXX";
	int outside, inside;

	if (!mkdtemp(base))
		return 1;
	outside = open(base, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	CHECK(mkdirat(outside, "feeds", 0700) == 0, "mkdir");
	inside = openat(outside, "feeds", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	CHECK_INT(write_at(outside, "kept"), 0, "before");
	in_child(outside, inside);
	CHECK_INT(unlinkat(outside, "kept", 0), 0, "clean up");
	CHECK_INT(unlinkat(outside, "feeds", AT_REMOVEDIR), 0, "clean up");
	CHECK_INT(rmdir(base), 0, "clean up");
	close(inside);
	close(outside);
	return check_done();
}
