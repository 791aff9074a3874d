/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed_import.c - `yagura feed import`: files that were brought here by hand into the feeds
 * folder, after a sandboxed parser has read them and said what they are.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json_write.h"
#include "base/limits.h"
#include "base/progress.h"
#include "base/term_table.h"
#include "base/text.h"
#include "cli/feed.h"
#include "fetch/incoming.h"
#include "parse/client.h"
#include "understand/record.h"

struct feed_import_options {
	struct sv into, as;
	int output;
	bool accept_smaller;
};

static const struct option_row rows[] = {
	{"into", 0, OPTION_TEXT, offsetof(struct feed_import_options, into), MSG_VALUE_DIR,
	 MSG_OPTION_FEED_INTO, NULL},
	{"as", 0, OPTION_TEXT, offsetof(struct feed_import_options, as), MSG_FEED_VALUE_FEED,
	 MSG_OPTION_FEED_AS, NULL},
	{"accept-smaller", 0, OPTION_FLAG, offsetof(struct feed_import_options, accept_smaller),
	 MSG_NONE, MSG_OPTION_FEED_ACCEPT_SMALLER, NULL},
	{"output", 'o', OPTION_CHOICE, offsetof(struct feed_import_options, output),
	 MSG_VALUE_FORMAT, MSG_OPTION_FEED_OUTPUT, "table|json"},
};
const struct option_table feed_import_options = OPTION_TABLE(rows, struct feed_import_options);

enum { NAME_ROOM = FETCH_FILE_ROOM };

/* What the parser said about one file, and what became of it. */
struct item {
	struct sv path;
	char reader[32];		/* osv, kev, ...; empty: not recognised */
	char ecosystem[64];		/* OSV: of the first record */
	bool mixed;			/* OSV: other ecosystems follow */
	uint64_t records, skipped;
	bool damaged;			/* a document could not be read to its end */
	char file[NAME_ROOM];		/* in the feeds folder */
	char feed[NAME_ROOM];
	bool taken;
	char why[256];			/* it was not taken; made safe where printed */
};

struct import {
	struct cli *cli;
	const struct feed_import_options *options;
	struct fetch_folder folder;
	struct parse_client parser;
	struct progress progress;
	struct arena record;		/* for one record */
	struct item *item;		/* the one being read */
};

static void keep_text(char *to, size_t room, struct sv s)
{
	s = sv_first(s, room - 1);
	if (s.n > 0)
		memcpy(to, s.p, s.n);
	to[s.n] = '\0';
}

static void refuse(const struct import *im, struct item *it, enum msg_key why)
{
	keep_text(it->why, sizeof it->why, sv_of(msg(im->cli->lang, why)));
}

/* ---- what the parser sends ---- */

static int take_file(void *ctx, const struct parse_note *n)
{
	struct import *im = ctx;

	if (!im->item->reader[0])
		keep_text(im->item->reader, sizeof im->item->reader, n->reader);
	return 0;
}

static int take_skip(void *ctx, const struct parse_note *n)
{
	struct import *im = ctx;

	(void)n;
	im->item->skipped++;
	return 0;
}

static int take_problem(void *ctx, const struct parse_note *n)
{
	struct import *im = ctx;

	if (!im->item->damaged)
		keep_text(im->item->why, sizeof im->item->why, n->why);
	im->item->damaged = true;
	return 0;
}

static void note_ecosystem(struct item *it, struct sv ecosystem)
{
	struct sv base, release;

	(void)sv_cut(ecosystem, ':', &base, &release);
	base = sv_first(base, sizeof it->ecosystem - 1);
	if (!it->ecosystem[0])
		keep_text(it->ecosystem, sizeof it->ecosystem, base);
	else if (!sv_eq(base, sv_of(it->ecosystem)))
		it->mixed = true;
}

static int take_record(void *ctx, char *text, size_t n)
{
	struct import *im = ctx;
	struct record r;

	im->item->records++;
	progress_show(&im->progress, im->item->records, 0);
	if (strcmp(im->item->reader, "osv") != 0 || im->item->mixed)
		return 0;
	arena_reset(&im->record);
	if (record_read(&im->record, text, n, &r, NULL) == 0 && r.affected_count > 0)
		note_ecosystem(im->item, r.affected[0].ecosystem);
	return 0;
}

static int take_epss(void *ctx, const struct feed_epss *e)
{
	struct import *im = ctx;

	(void)e;
	im->item->records++;
	return 0;
}

/* ---- its name ---- */

static struct sv base_name(struct sv path)
{
	size_t slash = sv_rfind(path, '/');

	return slash < path.n ? sv_from(path, slash + 1) : path;
}

/* What a feed may be called: a name that is harmless in a folder and on a command line. */
static void clean_name(char to[NAME_ROOM], const char *prefix, struct sv name)
{
	size_t n = strlen(prefix);

	memcpy(to, prefix, n);
	for (size_t i = 0; i < name.n && n + 32 < NAME_ROOM; i++) {
		int c = (unsigned char)name.p[i];
		bool inside = n > 0 && (c == '.' || c == '_');
		to[n] = ch_alnum(c) || inside ? (char)c : n > 0 ? '-' : '_';
		n++;
	}
	to[n] = '\0';
}

/* The feed of the table that judges an ecosystem by OSV records; else one named after it. */
static void name_by_ecosystem(struct item *it)
{
	for (size_t i = 0; i < fetch_feed_count; i++) {
		const struct fetch_feed *f = &fetch_feeds[i];
		if (f->ecosystem && f->title == MSG_FEED_TITLE_OSV &&
		    strcmp(f->ecosystem, it->ecosystem) == 0) {
			keep_text(it->feed, sizeof it->feed, sv_of(f->name));
			return;
		}
	}
	clean_name(it->feed, "osv-", sv_of(it->ecosystem));
}

/*
 * There is one KEV, one EPSS, one Debian tracker.  Of OSV and CVE records there may be several
 * files, which keep their names ("osv-AlmaLinux-9.zip") or get one by what is in them.
 */
static void choose_feed(struct item *it, struct sv as, struct sv stem)
{
	struct sv reader = sv_of(it->reader);

	if (as.n > 0)
		clean_name(it->feed, "", as);
	else if (!sv_is(reader, "osv") && !sv_is(reader, "cve5"))
		clean_name(it->feed, "", reader);
	else if (sv_starts(stem, reader))
		clean_name(it->feed, "", stem);
	else if (sv_is(reader, "osv") && it->ecosystem[0] && !it->mixed)
		name_by_ecosystem(it);
	else
		clean_name(it->feed, sv_is(reader, "osv") ? "osv-" : "cve5-", stem);
}

/* For a file whose name does not say it. */
static const char *ending_of(int fd, struct sv reader)
{
	char head[4];
	ssize_t n = pread(fd, head, sizeof head, 0);
	struct sv h = {head, n > 0 ? (size_t)n : 0};
	bool csv = sv_is(reader, "epss");

	if (sv_starts(h, SV("PK")))
		return ".zip";
	if (sv_starts(h, SV("\x1f\x8b")))
		return csv ? ".csv.gz" : ".json.gz";
	if (sv_starts(h, SV("\x28\xb5\x2f\xfd")))
		return csv ? ".csv.zst" : ".json.zst";
	if (sv_starts(h, SV("\xfd" "7zX")))
		return csv ? ".csv.xz" : ".json.xz";
	return csv || h.n == 0 || (h.p[0] != '{' && h.p[0] != '[') ? ".csv" : ".json";
}

static void choose_name(struct item *it, int fd, struct sv as)
{
	struct sv name = base_name(it->path), stem = fetch_folder_feed_of(name);
	struct sv ending = sv_from(name, stem.n);

	if (stem.n == 0) {
		stem = name;
		ending = sv_of(ending_of(fd, sv_of(it->reader)));
	}
	choose_feed(it, as, stem);
	snprintf(it->file, sizeof it->file, "%.*s%.*s", (int)(NAME_ROOM - 32), it->feed,
		 SV_ARG(sv_first(ending, 16)));
}

/* ---- into the folder ---- */

/* What a sidecar beside the file says goes along if it speaks of these very bytes. */
static struct fetch_sidecar sidecar_of(struct import *im, const struct item *it,
				       const struct fetch_incoming *in, const struct stat *st,
				       char time[CLOCK_TEXT_BYTES])
{
	unsigned char digest[SHA256_BYTES];
	char hex[SHA256_HEX];
	struct sha256 hash = in->hash;
	struct fetch_sidecar s;
	int64_t now = clock_now(im->cli->clock), then = st->st_mtim.tv_sec;

	sha256_end(&hash, digest);
	if (fetch_sidecar_read(im->cli->arena, AT_FDCWD, it->path, &s) < 0 ||
	    !sv_eq(s.sha256, sha256_hex(digest, hex))) {
		/* When it was brought here says nothing about how old it is. */
		clock_format(then < now ? then : now, time);
		s = (struct fetch_sidecar){.fetched = sv_of(time), .checked = sv_of(time)};
	}
	s.feed = sv_of(it->feed);
	return s;
}

static int copy(struct fetch_incoming *in, int fd)
{
	char part[64 * 1024];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, part, sizeof part, at)) != 0) {
		int r;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return YG_EIO;
		r = fetch_incoming_add(in, part, (size_t)n);
		if (r < 0)
			return r;
		at += n;
	}
	return 0;
}

/* Under half of the file of that name that is here: more likely a wrong file than progress. */
static bool shrunk(struct import *im, const struct item *it, const struct stat *st)
{
	struct fetch_entry old;

	return !im->options->accept_smaller &&
	       fetch_folder_look(&im->folder, im->cli->arena, sv_of(it->feed), &old) == 0 &&
	       strcmp(old.file, it->file) == 0 && (uint64_t)st->st_size < old.bytes / 2;
}

static void take(struct import *im, struct item *it, int fd, const struct stat *st)
{
	char time[CLOCK_TEXT_BYTES];
	struct fetch_incoming in;
	struct fetch_sidecar s;
	int r = fetch_incoming_begin(&in, &im->folder, &fetch_io_system, LIMIT_FEED_FILE, 0);

	if (r == 0)
		r = copy(&in, fd);
	if (r == 0) {
		s = sidecar_of(im, it, &in, st, time);
		r = fetch_incoming_accept(&in, sv_of(it->file), &s);
	}
	if (r < 0) {
		keep_text(it->why, sizeof it->why,
			  sv_of(r == YG_EIO ? strerrordesc_np(errno)
					    : cli_error_text(im->cli->lang, r)));
	} else {
		fetch_folder_forget_others(&im->folder, sv_of(it->feed), sv_of(it->file));
		it->taken = true;
	}
	fetch_incoming_drop(&in);
}

/* ---- one file ---- */

static int read_file(struct import *im, struct item *it, int fd)
{
	const struct parse_sink sink = {
		.ctx = im, .file = take_file, .skip = take_skip, .problem = take_problem,
		.record = take_record, .epss = take_epss,
	};
	const struct parse_job job = {.kind = PARSE_FEED, .path = it->path};
	struct parse_note done = {0};
	int r;

	im->item = it;
	im->progress = progress_begin(&im->cli->err_term, im->cli->clock, im->cli->err,
				      im->cli->progress, base_name(it->path));
	r = parse_client_run(&im->parser, &job, fd, &sink, &done);
	progress_end(&im->progress);
	if (r == 0 && done.code < 0 && done.code != PARSE_NOT_RECOGNISED && !it->damaged) {
		keep_text(it->why, sizeof it->why, done.why);
		it->damaged = true;
	}
	return r;
}

static void import_open(struct import *im, struct item *it, int fd, const struct stat *st)
{
	int r = read_file(im, it, fd);

	if (r < 0)
		keep_text(it->why, sizeof it->why, sv_of(cli_error_text(im->cli->lang, r)));
	else if (it->damaged && !it->why[0])
		refuse(im, it, MSG_FEED_IMPORT_DAMAGED);
	else if (!it->damaged && (!it->reader[0] || it->records == 0))
		refuse(im, it, MSG_FEED_IMPORT_UNKNOWN);
	else if (!it->damaged) {
		choose_name(it, fd, im->options->as);
		if (shrunk(im, it, st))
			refuse(im, it, MSG_FEED_IMPORT_SHRUNK);
		else
			take(im, it, fd, st);
	}
}

static void import_file(struct import *im, struct item *it)
{
	char path[LIMIT_PATH];
	struct stat st;
	int fd;

	if (it->path.n >= sizeof path) {
		keep_text(it->why, sizeof it->why,
			  sv_of(cli_error_text(im->cli->lang, YG_ELIMIT)));
		return;
	}
	memcpy(path, it->path.p, it->path.n);
	path[it->path.n] = '\0';
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || fstat(fd, &st) < 0)
		keep_text(it->why, sizeof it->why, sv_of(strerrordesc_np(errno)));
	else if (!S_ISREG(st.st_mode))
		refuse(im, it, MSG_FEED_IMPORT_NO_FILE);
	else
		import_open(im, it, fd, &st);
	if (fd >= 0)
		close(fd);
}

/* ---- the result ---- */

static void fill(const struct item *it, struct buf *records, struct buf *skipped,
		 struct term_cell cells[5])
{
	buf_clear(records);
	buf_clear(skipped);
	buf_u64(records, it->records);
	buf_u64(skipped, it->skipped);
	cells[0] = (struct term_cell){base_name(it->path), TERM_PLAIN};
	cells[1] = (struct term_cell){sv_of(it->taken ? it->feed : ""), TERM_GREEN};
	cells[2] = (struct term_cell){buf_view(records), TERM_PLAIN};
	cells[3] = (struct term_cell){buf_view(skipped), TERM_PLAIN};
	cells[4] = (struct term_cell){sv_of(it->taken ? "" : it->why), TERM_RED};
}

static void write_table(struct cli *cli, const struct item *items, size_t n)
{
	const struct term_column columns[] = {
		{.title = sv_of(msg(cli->lang, MSG_FEED_COLUMN_FILE)), .flex = TERM_CUT},
		{.title = sv_of(msg(cli->lang, MSG_FEED_COLUMN_FEED))},
		{.title = sv_of(msg(cli->lang, MSG_FEED_COLUMN_RECORDS)), .right = true},
		{.title = sv_of(msg(cli->lang, MSG_FEED_COLUMN_SKIPPED)), .right = true},
		{.title = sv_of(msg(cli->lang, MSG_FEED_COLUMN_DETAIL)), .flex = TERM_WRAP},
	};
	struct term_table t = term_table_make(&cli->out_term, columns, YG_COUNT(columns));
	buf_auto records = BUF_CAP(32), skipped = BUF_CAP(32);
	struct term_cell cells[YG_COUNT(columns)];

	for (size_t i = 0; i < n; i++) {
		fill(&items[i], &records, &skipped, cells);
		term_table_measure(&t, cells);
	}
	term_table_fit(&t);
	term_table_head(&t, &cli->out->b);
	for (size_t i = 0; i < n; i++) {
		fill(&items[i], &records, &skipped, cells);
		term_table_row(&t, &cli->out->b, cells);
	}
}

static void write_json(struct cli *cli, const struct item *items, size_t n)
{
	struct jw w = jw_on(&cli->out->b);

	jw_object(&w);
	jw_key(&w, "schema_version");
	jw_u64(&w, 1);
	jw_key(&w, "files");
	jw_array(&w);
	for (size_t i = 0; i < n; i++) {
		const struct item *it = &items[i];
		jw_object(&w);
		jw_key(&w, "path");
		jw_sv(&w, it->path);
		jw_key(&w, "imported");
		jw_bool(&w, it->taken);
		jw_member_sv(&w, "format", sv_of(it->reader));
		jw_member_sv(&w, "feed", sv_of(it->taken ? it->feed : ""));
		jw_member_sv(&w, "file", sv_of(it->taken ? it->file : ""));
		jw_key(&w, "records");
		jw_u64(&w, it->records);
		jw_key(&w, "skipped");
		jw_u64(&w, it->skipped);
		jw_member_sv(&w, "why", sv_of(it->taken ? "" : it->why));
		jw_object_end(&w);
	}
	jw_array_end(&w);
	jw_object_end(&w);
	buf_char(&cli->out->b, '\n');
}

enum exit_code command_feed_import(struct cli *cli, const struct command_call *call)
{
	struct import im = {
		.cli = cli, .options = call->options, .folder = {.fd = -1},
		.parser = PARSE_CLIENT(PARSE_EXECED), .record = {.cap = LIMIT_FRAME * 4},
	};
	struct item *items = arena_new(cli->arena, struct item, call->operand_count);
	size_t n = 0, taken = 0;
	enum exit_code e;

	if (!items)
		return EXIT_FAILED;
	if (im.options->as.n > 0 && call->operand_count > 1)
		return cli_usage(cli, call->command,
				 sv_of(msg(cli->lang, MSG_FEED_IMPORT_ONE)));
	e = feed_folder_open(cli, im.options->into, true, &im.folder);
	if (e != EXIT_DONE)
		return e;
	for (size_t i = 0; i < call->operand_count; i++) {
		if (sv_ends(call->operands[i], SV(".meta.json")))
			continue;	/* a sidecar, when a whole folder is given */
		items[n].path = call->operands[i];
		import_file(&im, &items[n]);
		taken += items[n++].taken;
	}
	parse_client_stop(&im.parser);
	arena_drop(&im.record);
	fetch_folder_close(&im.folder);
	if (im.options->output == 1)
		write_json(cli, items, n);
	else
		write_table(cli, items, n);
	return taken == n ? EXIT_DONE : taken ? EXIT_PARTIAL : EXIT_FAILED;
}
