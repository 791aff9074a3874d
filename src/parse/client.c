/* SPDX-License-Identifier: Apache-2.0 */
#include "parse/client.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/sandbox.h"
#include "base/sibling.h"
#include "parse/worker.h"

enum { PARSER_SOCKET = 3, PROGRESS_EVERY = 512 };

/*
 * A parser holds its socket and nothing else: what was taken over must not be able to write
 * on the terminal, or into a file that the parent happens to have open.  Sanitizers report on
 * standard error.
 */
static void keep_only(int sock)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
	    (!YG_SANITIZED && dup2(null, STDERR_FILENO) < 0))
		_exit(127);
	if (sock > PARSER_SOCKET)
		(void)close_range(PARSER_SOCKET, (unsigned)sock - 1, 0);
	(void)close_range((unsigned)sock + 1, ~0u, 0);
}

/* In the child: never returns. */
static void run_forked(int sock)
{
	static const struct parse_handlers handlers = {.inventory = parse_inventory_light};
	struct sandbox_limits limits = {.memory_bytes = GIB(2), .cpu_seconds = 300};
	const char *missing;

	if (sandbox_lock(&limits, &missing) < 0)
		_exit(127);
	_exit(parse_worker_run(sock, &handlers) < 0 ? 1 : 0);
}

static void run_execed(const char *path, int sock)
{
	char name[] = "yagura-parse";
	char *argv[] = {name, NULL};
	char utf8[] = "LC_ALL=C.UTF-8", *envp[] = {utf8, NULL};

	if (sock == PARSER_SOCKET ? fcntl(sock, F_SETFD, 0) < 0 : dup2(sock, PARSER_SOCKET) < 0)
		_exit(127);
	(void)execve(path, argv, envp);
	_exit(127);
}

static int start(struct parse_client *c)
{
	char path[4096];
	int pair[2];
	pid_t pid;

	if (c->mode == PARSE_EXECED) {
		int r = sibling_path("yagura-parse", path, sizeof path);
		if (r < 0)
			return r;
	}
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return YG_EIO;
	pid = fork();
	if (pid == 0) {
		keep_only(pair[1]);
		if (c->mode == PARSE_FORKED)
			run_forked(pair[1]);
		run_execed(path, pair[1]);
	}
	(void)close(pair[1]);
	if (pid < 0) {
		(void)close(pair[0]);
		return YG_EIO;
	}
	c->pid = pid;
	c->sock = pair[0];
	c->in = frame_reader_on(pair[0]);
	return 0;
}

static int reap(pid_t pid)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 0;
	return status;
}

/* End the parser, by force if need be; its wait status. */
static int finish(struct parse_client *c, bool force)
{
	int status;

	if (c->pid == 0)
		return 0;
	if (force)
		(void)kill(c->pid, SIGKILL);
	(void)close(c->sock);
	frame_reader_drop(&c->in);
	status = reap(c->pid);
	*c = PARSE_CLIENT(c->mode);
	return status;
}

void parse_client_stop(struct parse_client *c)
{
	(void)finish(c, false);
}

static int send_job(int sock, const struct parse_job *job, int fd)
{
	buf_auto b = BUF_CAP(64 * 1024);
	union {
		char space[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = {0};
	struct msghdr m = {.msg_iovlen = 1, .msg_control = control.space,
		.msg_controllen = sizeof control.space};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	size_t at = 0;

	buf_u32le(&b, 0);
	buf_char(&b, PARSE_JOB);
	parse_pack_job(&b, job);
	if (b.err)
		return b.err;
	for (unsigned i = 0; i < 4; i++)
		b.p[i] = (char)((b.n - 5) >> (8 * i));
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof fd);
	memcpy(CMSG_DATA(c), &fd, sizeof fd);
	while (at < b.n) {
		struct iovec io = {.iov_base = b.p + at, .iov_len = b.n - at};
		ssize_t n;
		m.msg_iov = &io;
		n = sendmsg(sock, &m, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return YG_EIO;
		at += (size_t)n;
		m.msg_control = NULL;		/* the descriptor goes with the first byte only */
		m.msg_controllen = 0;
	}
	return 0;
}

#define CALL(sink, member, ...) \
	((sink)->member ? (sink)->member((sink)->ctx, __VA_ARGS__) : 0)

/* A frame whose content is a note. */
static int take_note(const struct parse_sink *sink, uint8_t type, struct sv payload, int *ret_bad)
{
	struct parse_note n;
	int r = parse_unpack_note(payload, &n);
	if (r < 0) {
		*ret_bad = r;
		return 0;
	}
	switch (type) {
	case PARSE_FILE: return CALL(sink, file, &n);
	case PARSE_SKIP: return CALL(sink, skip, &n);
	default: return CALL(sink, problem, &n);
	}
}

/* One frame to the sink.  *ret_bad: the frame is not what the protocol allows. */
static int take(struct parse_client *client, const struct parse_sink *sink, uint8_t type,
		char *payload, size_t size, int *ret_bad)
{
	struct sv p = {payload, size};

	switch (type) {
	case PARSE_COMPONENT: {
		struct component c;
		*ret_bad = parse_unpack_component(p, &c, client->cpes);
		return *ret_bad < 0 ? 0 : CALL(sink, component, &c);
	}
	case PARSE_OS: {
		struct inventory_os os;
		*ret_bad = parse_unpack_os(p, &os);
		return *ret_bad < 0 ? 0 : CALL(sink, os, &os);
	}
	case PARSE_ABOUT: {
		struct feed_about about;
		*ret_bad = parse_unpack_about(p, &about);
		return *ret_bad < 0 ? 0 : CALL(sink, about, &about);
	}
	case PARSE_EPSS: {
		struct feed_epss e;
		*ret_bad = parse_unpack_epss(p, &e);
		return *ret_bad < 0 ? 0 : CALL(sink, epss, &e);
	}
	case PARSE_RECORD:
		return CALL(sink, record, payload, size);
	case PARSE_FILE: case PARSE_SKIP: case PARSE_PROBLEM:
		return take_note(sink, type, p, ret_bad);
	default:
		*ret_bad = YG_ESYNTAX;
		return 0;
	}
}

/* Why a parser went away, as a result of its job. */
static void explain_death(struct parse_client *c, struct parse_note *ret)
{
	int status = finish(c, true);
	const char *why = "the parser stopped without an answer";

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		why = "the parser used up its processor time";
	else if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
		why = "the parser crashed";
	else if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		why = "the parser could not be started or sandboxed";
	*ret = (struct parse_note){.code = PARSE_CRASHED, .why = sv_of(why)};
}

int parse_client_run(struct parse_client *c, const struct parse_job *job, int fd,
		     const struct parse_sink *sink, struct parse_note *ret_done)
{
	unsigned frames = 0;
	int r;

	if (c->pid == 0 && (r = start(c)) < 0)
		return r;
	if (send_job(c->sock, job, fd) < 0) {
		explain_death(c, ret_done);
		return 0;
	}
	for (;;) {
		uint8_t type;
		char *payload;
		size_t n;
		int bad = 0;

		r = frame_read(&c->in, &type, &payload, &n);
		if (r == 1 && type == PARSE_DONE &&
		    parse_unpack_note((struct sv){payload, n}, ret_done) == 0)
			return 0;
		if (r <= 0) {
			explain_death(c, ret_done);
			return 0;
		}
		r = take(c, sink, type, payload, n, &bad);
		if (r == 0 && sink->progress && ++frames % PROGRESS_EVERY == 0)
			r = sink->progress(sink->ctx);
		if (r < 0) {
			(void)finish(c, true);
			return r;
		}
		if (bad < 0) {
			(void)finish(c, true);
			*ret_done = (struct parse_note){.code = PARSE_CRASHED,
				.why = SV("the parser answered with nonsense and was ended")};
			return 0;
		}
	}
}
