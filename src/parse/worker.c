/* SPDX-License-Identifier: Apache-2.0 */
#include "parse/worker.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"

enum { JOB_MAX = 64 * 1024 };

/*
 * One JOB frame and the descriptor that comes with its first byte: 1; 0 at the end.  The
 * parent sends the next job only after DONE, so nothing of another frame can follow.
 */
static int receive_job(int sock, char *to, size_t room, struct sv *ret_payload, int *ret_fd)
{
	size_t have = 0;
	int fd = -1;

	for (;;) {
		union {
			char space[CMSG_SPACE(sizeof(int))];
			struct cmsghdr align;
		} control;
		struct iovec io = {.iov_base = to + have, .iov_len = room - have};
		struct msghdr m = {.msg_iov = &io, .msg_iovlen = 1,
			.msg_control = control.space, .msg_controllen = sizeof control.space};
		ssize_t n = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
		struct cmsghdr *c;
		size_t need;

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 && have == 0 ? 0 : YG_EIO;
		c = CMSG_FIRSTHDR(&m);
		if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
			memcpy(&fd, CMSG_DATA(c), sizeof fd);
		have += (size_t)n;
		if (have < 5)
			continue;
		need = 5 + ((size_t)(unsigned char)to[0] | (size_t)(unsigned char)to[1] << 8 |
			    (size_t)(unsigned char)to[2] << 16);
		if (to[3] != 0 || to[4] != PARSE_JOB || need > room || have > need)
			return YG_ESYNTAX;
		if (have == need)
			break;
	}
	if (fd < 0)
		return YG_ESYNTAX;
	*ret_payload = (struct sv){to + 5, have - 5};
	*ret_fd = fd;
	return 1;
}

int parse_send_note(struct parse_worker *w, enum parse_frame type, const struct parse_note *n)
{
	frame_begin(&w->out, (uint8_t)type);
	parse_pack_note(frame_payload(&w->out), n);
	return frame_end(&w->out);
}

static int run_job(struct parse_worker *w, const struct parse_handlers *h,
		   const struct parse_job *job, int fd)
{
	parse_handler *handler = job->kind == PARSE_FEED ? h->feed : h->inventory;
	struct yg_err err = {0};
	int code = handler ? handler(w, job, fd, &err) : PARSE_NEEDS_LIBRARIES;
	int r;

	arena_drop(&w->arena);
	r = parse_send_note(w, PARSE_DONE, &(struct parse_note){
		.code = code, .at = err.at, .why = sv_of(err.what)});
	return r < 0 ? r : frame_flush(&w->out);
}

int parse_worker_run(int sock, const struct parse_handlers *h)
{
	struct parse_worker w = {.out = frame_writer_on(sock), .env = h->env,
		.arena = {.cap = GIB(1)}};
	char *buffer = malloc(JOB_MAX);
	int r = buffer ? 0 : YG_ENOMEM;

	while (r == 0) {
		struct parse_job job;
		struct sv payload;
		int fd;
		r = receive_job(sock, buffer, JOB_MAX, &payload, &fd);
		if (r <= 0)
			break;
		r = parse_unpack_job(payload, &job);
		if (r == 0)
			r = run_job(&w, h, &job, fd);
		(void)close(fd);
	}
	free(buffer);
	frame_writer_drop(&w.out);
	return r;
}
