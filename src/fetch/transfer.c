/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch/transfer.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <strings.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"

enum {
	CONNECT_SECONDS = 10,
	SLOW_BYTES = 1024, SLOW_SECONDS = 20,
	REDIRECTS = 5,
	AT_ONCE = 6,
	RETRIES = 2,
	POLL_MS = 200,
};

struct transfer {
	const struct fetch_plan *plan;
	const struct fetch_feed *feed;
	struct fetch_result *result;
	CURL *easy;
	struct curl_slist *headers;
	char url[LIMIT_URL];
	char error[CURL_ERROR_SIZE];
	struct arena arena;
	struct fetch_entry old;
	struct fetch_incoming in;
	char etag[512], last_modified[128];	/* of the answer that comes */
	int store_error;			/* what add() said */
	bool conditional;
	unsigned tries;
	int64_t retry_at_ms;			/* waiting until then; 0: not waiting */
	bool active, done;
};

static void finish(struct transfer *t, enum fetch_outcome outcome, enum fetch_reason reason)
{
	t->result->outcome = outcome;
	t->result->reason = reason;
	t->done = true;
	fetch_incoming_drop(&t->in);
}

static void fail_disk(struct transfer *t)
{
	int e = errno ? errno : EIO;

	snprintf(t->result->detail, sizeof t->result->detail, "%s", strerrordesc_np(e));
	finish(t, FETCH_FAILED, FETCH_REASON_DISK);
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;

	t->store_error = fetch_incoming_add(&t->in, p, size * n);
	return t->store_error == 0 ? size * n : CURL_WRITEFUNC_ERROR;
}

static void keep_header(struct sv value, char *to, size_t room)
{
	value = sv_trim(value);
	if (value.n >= room)
		return;
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20)
			return;
	memcpy(to, value.p, value.n);
	to[value.n] = '\0';
}

static size_t on_header(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	struct sv line = {p, size * n}, name, value;

	if (sv_starts(line, SV("HTTP/"))) {	/* another answer: after a redirect, a 100 */
		t->etag[0] = '\0';
		t->last_modified[0] = '\0';
	} else if (sv_cut(line, ':', &name, &value)) {
		if (sv_ieq(name, SV("etag")))
			keep_header(value, t->etag, sizeof t->etag);
		else if (sv_ieq(name, SV("last-modified")))
			keep_header(value, t->last_modified, sizeof t->last_modified);
	}
	return size * n;
}

static int set_url(struct transfer *t)
{
	const char *base = t->plan->base_url;
	const char *slash = base && base[0] && base[strlen(base) - 1] == '/' ? "" : "/";
	int n = base ? snprintf(t->url, sizeof t->url, "%s%s%s", base, slash, t->feed->file)
		     : snprintf(t->url, sizeof t->url, "%s", t->feed->url);

	return n < 0 || (size_t)n >= sizeof t->url ? YG_ELIMIT : 0;
}

static int add_condition(struct transfer *t, const char *name, struct sv value)
{
	char line[LIMIT_URL + 64];
	struct curl_slist *longer;

	if (value.n == 0 || value.n > LIMIT_URL)
		return 0;
	snprintf(line, sizeof line, "%s: %.*s", name, SV_ARG(value));
	longer = curl_slist_append(t->headers, line);
	if (!longer)
		return YG_ENOMEM;
	t->headers = longer;
	t->conditional = true;
	return 0;
}

/* Ask for the file only if it is another one than ours; ours must be what its sidecar says. */
static int set_conditions(struct transfer *t)
{
	const struct fetch_sidecar *s = &t->old.sidecar;
	int r;

	if (!t->old.file[0] || !t->old.described || !sv_eq(s->url, sv_of(t->url)))
		return 0;
	r = add_condition(t, "If-None-Match", s->etag);
	if (r == 0)
		r = add_condition(t, "If-Modified-Since", s->last_modified);
	if (r == 0 && t->headers)
		curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
	return r;
}

/*
 * Which protocols: a feed's own URL is https.  A mirror may be plain http inside a closed
 * network, or a folder; a redirect may lead to https only, whatever it came from.
 */
static void set_protocols(CURL *e, const char *base_url)
{
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, base_url ? "https,http,file" : "https");
	curl_easy_setopt(e, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(e, CURLOPT_MAXREDIRS, (long)REDIRECTS);
	curl_easy_setopt(e, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

static void set_bounds(CURL *e, const struct fetch_feed *feed)
{
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
	curl_easy_setopt(e, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)feed->cap_bytes);
	curl_easy_setopt(e, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_USERAGENT, "yagura/" YAGURA_VERSION);
	/* Text shrinks to a tenth on the way; what is packed already is wanted as it is. */
	if (feed->shape == FETCH_JSON)
		curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "gzip");
}

static int prepare(struct transfer *t, unsigned id)
{
	int r = set_url(t);

	if (r < 0)
		return r;
	r = fetch_folder_look(t->plan->folder, &t->arena, sv_of(t->feed->name), &t->old);
	if (r < 0)
		return r;
	t->result->old_bytes = t->old.bytes;
	t->easy = curl_easy_init();
	if (!t->easy)
		return YG_ENOMEM;
	curl_easy_setopt(t->easy, CURLOPT_PRIVATE, (char *)t);
	curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, (void *)t);
	curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(t->easy, CURLOPT_HEADERDATA, (void *)t);
	curl_easy_setopt(t->easy, CURLOPT_URL, t->url);
	set_protocols(t->easy, t->plan->base_url);
	set_bounds(t->easy, t->feed);
	r = set_conditions(t);
	if (r < 0)
		return r;
	return fetch_incoming_begin(&t->in, t->plan->folder, t->plan->io, t->feed->cap_bytes,
				    id);
}

static void drop(struct transfer *t, CURLM *multi)
{
	if (t->active)
		curl_multi_remove_handle(multi, t->easy);
	t->active = false;
	fetch_incoming_drop(&t->in);
	curl_easy_cleanup(t->easy);
	curl_slist_free_all(t->headers);
	arena_drop(&t->arena);
}

static enum fetch_reason reason_of(const struct transfer *t, CURLcode code, long status)
{
	long redirects = 0;

	curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_COUNT, &redirects);
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		return FETCH_REASON_NAME;
	case CURLE_COULDNT_CONNECT:
		return FETCH_REASON_CONNECT;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		return FETCH_REASON_TLS;
	case CURLE_OPERATION_TIMEDOUT:
		return FETCH_REASON_SLOW;
	case CURLE_HTTP_RETURNED_ERROR:
		return FETCH_REASON_STATUS;
	case CURLE_TOO_MANY_REDIRECTS:
		return FETCH_REASON_REDIRECT;
	case CURLE_UNSUPPORTED_PROTOCOL:
		return redirects > 0 || status / 100 == 3 ? FETCH_REASON_REDIRECT
							  : FETCH_REASON_OTHER;
	case CURLE_FILESIZE_EXCEEDED:
		return FETCH_REASON_TOO_LARGE;
	case CURLE_PARTIAL_FILE:
		return FETCH_REASON_CUT_SHORT;
	case CURLE_GOT_NOTHING:
		return FETCH_REASON_EMPTY;
	default:
		return FETCH_REASON_OTHER;
	}
}

/* Worth another try in a moment: the server or the way to it hiccuped. */
static bool transient(CURLcode code, long status)
{
	switch (code) {
	case CURLE_HTTP_RETURNED_ERROR:
		return status == 429 || status == 500 || (status >= 502 && status <= 504);
	case CURLE_PARTIAL_FILE:
	case CURLE_GOT_NOTHING:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
		return true;
	default:
		return false;
	}
}

static bool retry_later(struct transfer *t)
{
	curl_off_t wait = 0;

	if (t->tries >= RETRIES)
		return false;
	curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &wait);
	if (wait <= 0 || wait > 30)
		wait = wait <= 0 ? 1 + 2 * (curl_off_t)t->tries : 30;
	t->tries++;
	t->retry_at_ms = clock_elapsed_ms(t->plan->clock) + wait * 1000;
	return fetch_incoming_rewind(&t->in) == 0;
}

static enum fetch_reason reason_of_refusal(enum fetch_refusal why)
{
	switch (why) {
	case FETCH_EMPTY:
		return FETCH_REASON_EMPTY;
	case FETCH_OTHER_SHAPE:
		return FETCH_REASON_OTHER_SHAPE;
	case FETCH_CUT_SHORT:
		return FETCH_REASON_CUT_SHORT;
	case FETCH_SHRUNK:
		return FETCH_REASON_SHRUNK;
	case FETCH_ACCEPTED:
		break;
	}
	return FETCH_REASON_NONE;
}

static bool same_content(const struct transfer *t)
{
	unsigned char digest[SHA256_BYTES];
	char hex[SHA256_HEX];
	struct sha256 hash = t->in.hash;

	sha256_end(&hash, digest);
	return t->old.described && sv_eq(t->old.sidecar.sha256, sha256_hex(digest, hex));
}

/* 304, or the same bytes again: the file stays, and its sidecar says that it is current. */
static void still_current(struct transfer *t, const char now[CLOCK_TEXT_BYTES])
{
	struct fetch_sidecar s = t->old.sidecar;

	s.checked = sv_of(now);
	t->result->bytes = t->old.bytes;
	if (fetch_sidecar_store(t->plan->folder, t->plan->io, sv_of(t->old.file), &s) < 0)
		fail_disk(t);
	else
		finish(t, FETCH_SAME, FETCH_REASON_NONE);
}

static void arrived(struct transfer *t, long status)
{
	uint64_t old = t->plan->accept_shrunk ? 0 : t->old.bytes;
	enum fetch_refusal why = FETCH_ACCEPTED;
	char now[CLOCK_TEXT_BYTES];
	struct fetch_sidecar s;
	int r;

	clock_format(clock_now(t->plan->clock), now);
	if (status == 304 && t->conditional) {
		still_current(t, now);
		return;
	}
	t->result->bytes = t->in.bytes;
	if (status != 0 && status != 200) {	/* 0: a file:// mirror */
		t->result->status = status;
		finish(t, FETCH_FAILED, FETCH_REASON_STATUS);
		return;
	}
	r = fetch_incoming_judge(&t->in, t->feed->shape, old, &why);
	if (r == YG_ESYNTAX) {
		finish(t, FETCH_FAILED, reason_of_refusal(why));
		return;
	}
	if (r == 0 && same_content(t)) {
		still_current(t, now);
		return;
	}
	s = (struct fetch_sidecar){
		.feed = sv_of(t->feed->name), .url = sv_of(t->url), .fetched = sv_of(now),
		.checked = sv_of(now), .etag = sv_of(t->etag),
		.last_modified = sv_of(t->last_modified),
	};
	if (r == 0)
		r = fetch_incoming_accept(&t->in, sv_of(t->feed->file), &s);
	if (r < 0) {
		fail_disk(t);
		return;
	}
	fetch_folder_forget_others(t->plan->folder, sv_of(t->feed->name), sv_of(t->feed->file));
	finish(t, FETCH_NEW, FETCH_REASON_NONE);
}

static void ended(struct transfer *t, CURLcode code)
{
	long status = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_OK) {
		arrived(t, status);
	} else if (code == CURLE_WRITE_ERROR && t->store_error == YG_ELIMIT) {
		finish(t, FETCH_FAILED, FETCH_REASON_TOO_LARGE);
	} else if (code == CURLE_WRITE_ERROR && t->store_error < 0) {
		fail_disk(t);
	} else if (!transient(code, status) || !retry_later(t)) {
		t->result->status = status;
		snprintf(t->result->detail, sizeof t->result->detail, "%s",
			 t->error[0] ? t->error : curl_easy_strerror(code));
		finish(t, FETCH_FAILED, reason_of(t, code, status));
	}
}

static void collect(CURLM *multi)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(multi, &left))) {
		struct transfer *t = NULL;
		CURLcode code = m->data.result;
		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)(void *)&t);
		curl_multi_remove_handle(multi, t->easy);
		t->active = false;
		ended(t, code);
	}
}

/* Our own queue: libcurl counts the time spent in its queue as time to connect. */
static void start_due(struct transfer *all, size_t n, CURLM *multi, int64_t now)
{
	size_t active = 0;

	for (size_t i = 0; i < n; i++)
		active += all[i].active;
	for (size_t i = 0; i < n && active < AT_ONCE; i++) {
		struct transfer *t = &all[i];
		if (t->done || t->active || now < t->retry_at_ms)
			continue;
		t->store_error = 0;
		t->error[0] = '\0';
		if (curl_multi_add_handle(multi, t->easy) == CURLM_OK) {
			t->active = true;
			active++;
		} else {
			finish(t, FETCH_FAILED, FETCH_REASON_OTHER);
		}
	}
}

static size_t report(const struct fetch_plan *plan, struct transfer *all)
{
	uint64_t done = 0, total = 0;
	size_t finished = 0;
	bool known = true;

	for (size_t i = 0; i < plan->count; i++) {
		curl_off_t got = 0, want = -1;
		finished += all[i].done;
		if (!all[i].easy)
			continue;
		curl_easy_getinfo(all[i].easy, CURLINFO_SIZE_DOWNLOAD_T, &got);
		curl_easy_getinfo(all[i].easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &want);
		done += (uint64_t)got;
		total += (uint64_t)(want > got ? want : got);
		known &= all[i].done || want >= 0;
	}
	if (plan->progress)
		plan->progress(plan->ctx, done, known ? total : 0, finished);
	return finished;
}

static bool asked_to_stop(const struct curl_waitfd *w)
{
	return w->fd >= 0 && (w->revents & CURL_WAIT_POLLIN) != 0;
}

/* Until all are done, the time is up or someone says stop. */
static enum fetch_reason run(const struct fetch_plan *plan, struct transfer *all, CURLM *multi)
{
	int64_t end = clock_elapsed_ms(plan->clock) + plan->budget_ms;
	struct curl_waitfd stop = {.fd = plan->stop_fd, .events = CURL_WAIT_POLLIN};
	int running;

	while (report(plan, all) < plan->count) {
		int64_t now = clock_elapsed_ms(plan->clock);
		if (now >= end)
			return FETCH_REASON_DEADLINE;
		start_due(all, plan->count, multi, now);
		if (curl_multi_perform(multi, &running) != CURLM_OK)
			return FETCH_REASON_OTHER;
		collect(multi);
		stop.revents = 0;
		if (report(plan, all) < plan->count &&
		    curl_multi_poll(multi, &stop, stop.fd >= 0, POLL_MS, NULL) != CURLM_OK)
			return FETCH_REASON_OTHER;
		if (asked_to_stop(&stop))
			return FETCH_REASON_STOPPED;
	}
	return FETCH_REASON_NONE;
}

static void prepare_all(const struct fetch_plan *plan, struct transfer *all,
			struct fetch_result *results)
{
	for (size_t i = 0; i < plan->count; i++) {
		all[i] = (struct transfer){
			.plan = plan, .feed = plan->feeds[i], .result = &results[i],
			.arena = {.cap = KIB(256)}, .in = {.fd = -1},
		};
		results[i] = (struct fetch_result){0};
		if (prepare(&all[i], (unsigned)i) < 0)
			fail_disk(&all[i]);
	}
}

int fetch_transfer_all(const struct fetch_plan *plan, struct fetch_result *results)
{
	struct transfer *all = calloc(plan->count + 1, sizeof *all);
	enum fetch_reason why;
	CURLM *multi = NULL;

	if (!all)
		return YG_ENOMEM;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(multi = curl_multi_init())) {
		free(all);
		return YG_EIO;
	}
	prepare_all(plan, all, results);
	why = run(plan, all, multi);
	for (size_t i = 0; i < plan->count; i++) {
		if (!all[i].done)
			finish(&all[i], FETCH_FAILED, why);
		drop(&all[i], multi);
	}
	curl_multi_cleanup(multi);
	curl_global_cleanup();
	free(all);
	return 0;
}
