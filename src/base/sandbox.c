/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sandbox.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Reading, writing, memory, time, and the end.  Sanitizers ask for a little more. */
static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(writev),
	SCMP_SYS(recvmsg), SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(fstat),
	SCMP_SYS(newfstatat),	/* glibc's fstat(); Landlock and empty paths keep it harmless */
	SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise),
	SCMP_SYS(futex), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
	SCMP_SYS(getrandom), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(restart_syscall), SCMP_SYS(sched_yield), SCMP_SYS(getpid), SCMP_SYS(gettid),
	SCMP_SYS(exit), SCMP_SYS(exit_group),
};

static const int allowed_sanitized[] = {
	SCMP_SYS(sigaltstack), SCMP_SYS(mprotect), SCMP_SYS(rt_sigaction), SCMP_SYS(tgkill),
	SCMP_SYS(prctl),
};

static int set_limit(int what, uint64_t value)
{
	struct rlimit l = {.rlim_cur = value, .rlim_max = value};
	return setrlimit((__rlimit_resource_t)what, &l) < 0 ? YG_EIO : 0;
}

static int set_limits(const struct sandbox_limits *limits)
{
	int r = set_limit(RLIMIT_CORE, 0);
	if (r == 0)
		r = set_limit(RLIMIT_FSIZE, 0);
	if (r == 0 && limits->cpu_seconds)
		r = set_limit(RLIMIT_CPU, limits->cpu_seconds);
	/* AddressSanitizer reserves terabytes of address space. */
	if (r == 0 && limits->memory_bytes && !YG_SANITIZED)
		r = set_limit(RLIMIT_AS, limits->memory_bytes);
	return r;
}

/* Deny every right that this kernel's Landlock knows (landlock(7)); no path is allowed. */
static bool landlock_deny_all(void)
{
	struct landlock_ruleset_attr attr = {0};
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	long fd;
	bool done;

	if (abi < 1)
		return false;
	/* 13 rights since ABI 1, one more in 2 (refer), 3 (truncate) and 5 (ioctl). */
	attr.handled_access_fs = (1u << 13) - 1;
	if (abi >= 2)
		attr.handled_access_fs |= 1u << 13;
	if (abi >= 3)
		attr.handled_access_fs |= 1u << 14;
	if (abi >= 5)
		attr.handled_access_fs |= 1u << 15;
	fd = syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
	if (fd < 0)
		return false;
	done = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	(void)close((int)fd);
	return done;
}

static int allow(scmp_filter_ctx ctx, const int *calls, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (seccomp_rule_add(ctx, SCMP_ACT_ALLOW, calls[i], 0) < 0)
			return YG_EIO;
	return 0;
}

static int seccomp_allow_list(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int r = ctx ? allow(ctx, allowed, YG_COUNT(allowed)) : YG_EIO;
	if (r == 0 && YG_SANITIZED)
		r = allow(ctx, allowed_sanitized, YG_COUNT(allowed_sanitized));
	if (r == 0 && seccomp_load(ctx) < 0)
		r = YG_EIO;
	if (ctx)
		seccomp_release(ctx);
	return r;
}

int sandbox_lock(const struct sandbox_limits *limits, const char **ret_missing)
{
	int r;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return YG_EIO;
	r = set_limits(limits);
	if (r < 0)
		return r;
	*ret_missing = landlock_deny_all() ? NULL : "Landlock";
	return seccomp_allow_list();
}
