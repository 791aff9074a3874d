/* SPDX-License-Identifier: Apache-2.0 */
#include "base/archive/stream.h"

#include <sys/stat.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"

/*
 * Containers that may lie in one another, archives and compressions counted together: each
 * archive may be compressed and may hold compressed archives.
 */
enum { LAYERS_MAX = 2 * LIMIT_ARCHIVE_DEPTH };

enum { WANT_ASK = ARCHIVE_PEEK + 1 };	/* the file itself: nobody was asked yet */

enum { PATH_ROOM = LIMIT_NAME * 2, NAME_ROOM = LIMIT_NAME };

/* A block is appended before its lines are cut, so the buffer is larger than a line may be. */
#define SLACK MIB(1)

struct walk {
	const struct archive_visitor *v;
	struct budget budget;
	struct buf text;	/* the document at hand */
	size_t max_document;
	bool stopped;		/* a callback ended the walk */
	const char *why;	/* of the last negative code */
	unsigned layers;
};

static int walk_stream(struct walk *w, struct stream *s, struct archive_member *m, int want);

static int give_up(struct walk *w, int code, const char *why)
{
	w->why = why;
	return code;
}

/* A callback's answer: negative ends the walk. */
static int called(struct walk *w, int r)
{
	if (r < 0) {
		w->stopped = true;
		return give_up(w, r, "ended by the caller");
	}
	return r;
}

static bool is_over(const struct walk *w)
{
	return w->stopped || w->budget.code != 0;
}

/* Say that a member is left out; goes on if the visitor agrees and the walk can. */
static int member_problem(struct walk *w, const struct archive_member *m, int code,
			  const char *why)
{
	if (is_over(w) || !w->v->problem)
		return give_up(w, code, why);
	return called(w, w->v->problem(w->v->ctx, m, code, why));
}

/* ---- plain text ---- */

static int hand_over(struct walk *w, const struct archive_member *m, char *text, size_t n,
		     uint64_t line)
{
	struct archive_document d = {.member = m, .text = text, .n = n, .line = line};

	text[n] = '\0';
	return called(w, w->v->document(w->v->ctx, &d));
}

static int too_large(struct walk *w)
{
	return give_up(w, YG_ELIMIT, "a document or line larger than is accepted");
}

static int out_of_memory(struct walk *w)
{
	w->budget.code = YG_ENOMEM;
	w->budget.why = "out of memory";
	return give_up(w, YG_ENOMEM, w->budget.why);
}

/* Append the next block to w->text; 1, or 0 at the end. */
static int append_block(struct walk *w, struct stream *s)
{
	struct sv block;
	int r = stream_pull(s, &block);

	if (r < 0)
		return give_up(w, r, s->why);
	buf_sv(&w->text, block);
	if (w->text.err)
		return w->text.err == YG_ELIMIT ? too_large(w) : out_of_memory(w);
	return block.n > 0;
}

static int read_whole(struct walk *w, struct stream *s, const struct archive_member *m)
{
	/* A stated size refuses a bomb before a byte of it is decompressed. */
	int64_t stated = !s->of ? s->size : s->of->is.class == SNIFF_ARCHIVE ? m->size : -1;
	int r;

	if (stated > 0 && (uint64_t)stated > w->max_document)
		return too_large(w);
	while ((r = append_block(w, s)) > 0)
		if (w->text.n > w->max_document)
			return too_large(w);
	if (r < 0)
		return r;
	return hand_over(w, m, w->text.p, w->text.n, 0);
}

static int hand_over_line(struct walk *w, const struct archive_member *m, char *p, size_t n,
			  uint64_t line)
{
	if (n > 0 && p[n - 1] == '\r')
		n--;
	return n > 0 ? hand_over(w, m, p, n, line) : 0;
}

/* Hand over the complete lines in w->text from `seen` on searched; keep the unfinished one. */
static int cut_lines(struct walk *w, const struct archive_member *m, size_t seen,
		     uint64_t *line)
{
	char *p = w->text.p, *end = p + w->text.n, *search = p + seen, *q;
	int r;

	while ((q = memchr(search, '\n', (size_t)(end - search))) != NULL) {
		r = hand_over_line(w, m, p, (size_t)(q - p), ++*line);
		if (r < 0)
			return r;
		p = search = q + 1;
	}
	w->text.n = (size_t)(end - p);
	memmove(w->text.p, p, w->text.n);
	return w->text.n > w->max_document ? too_large(w) : 0;
}

static int read_lines(struct walk *w, struct stream *s, const struct archive_member *m)
{
	uint64_t line = 0;
	size_t seen;
	int r;

	for (;;) {
		seen = w->text.n;
		r = append_block(w, s);
		if (r < 0)
			return r;
		if (r == 0)
			break;
		r = cut_lines(w, m, seen, &line);
		if (r < 0)
			return r;
	}
	return w->text.n > 0 ? hand_over_line(w, m, w->text.p, w->text.n, line + 1) : 0;
}

static int ask(struct walk *w, const struct archive_member *m, struct sv head)
{
	return called(w, w->v->want(w->v->ctx, m, head));
}

/* Text that is no container: read it as the visitor wants. */
static int walk_plain(struct walk *w, struct stream *s, const struct archive_member *m,
		      struct sv head, int want)
{
	if (want == WANT_ASK)
		want = ask(w, m, (struct sv){NULL, 0});
	if (want == ARCHIVE_PEEK)
		want = ask(w, m, head.p ? head : SV(""));
	buf_clear(&w->text);
	switch (want) {
	case ARCHIVE_WHOLE:
		return read_whole(w, s, m);
	case ARCHIVE_LINES:
		return read_lines(w, s, m);
	default:
		return want < 0 ? want : 0;
	}
}

/* ---- containers ---- */

static const struct sv suffixes[] = {
	SV_INIT(".gz"), SV_INIT(".xz"), SV_INIT(".zst"), SV_INIT(".bz2"),
};

static struct sv without_suffix(struct sv name)
{
	for (size_t i = 0; i < YG_COUNT(suffixes); i++)
		if (name.n > suffixes[i].n && sv_ends(name, suffixes[i]))
			return sv_first(name, name.n - suffixes[i].n);
	return name;
}

/* Buffers of one member's names; on the heap because archives nest. */
struct names {
	char path[PATH_ROOM], name[NAME_ROOM], link[NAME_ROOM];
};

static enum archive_kind kind_of(struct archive_entry *e)
{
	if (archive_entry_hardlink(e) || archive_entry_hardlink_utf8(e))
		return ARCHIVE_HARDLINK;
	switch (archive_entry_filetype(e)) {
	case S_IFREG:
		return ARCHIVE_FILE;
	case S_IFDIR:
		return ARCHIVE_DIRECTORY;
	case S_IFLNK:
		return ARCHIVE_SYMLINK;
	default:
		return ARCHIVE_SPECIAL;
	}
}

static struct sv text_of(const char *bytes, const char *utf8)
{
	return sv_of(bytes ? bytes : utf8 ? utf8 : "");
}

/* Links keep their leading "/" and "..": they are told apart from a member's own name. */
static struct sv clean_link(struct walk *w, struct archive_entry *e, char *to)
{
	struct sv raw = archive_entry_filetype(e) == S_IFLNK
		? text_of(archive_entry_symlink(e), archive_entry_symlink_utf8(e))
		: text_of(archive_entry_hardlink(e), archive_entry_hardlink_utf8(e));
	struct sv part, clean;
	size_t used = 0;

	if (raw.n > 0 && raw.p[0] == '/')
		to[used++] = '/';
	while (sv_next(&raw, '/', &part)) {
		if (part.n == 0)
			continue;
		if (used + 3 > NAME_ROOM)
			return (struct sv){NULL, 0};
		if (used > 0 && to[used - 1] != '/')
			to[used++] = '/';
		if (sv_is(part, "..")) {
			to[used++] = '.';
			to[used++] = '.';
		} else if (archive_clean_name(w->v->env, part, to + used, NAME_ROOM - used,
					      &clean) < 0) {
			return (struct sv){NULL, 0};
		} else {
			used += clean.n;
		}
	}
	return (struct sv){to, used};
}

/* path = the container's path, "!", the name; cut when it does not fit (it is only shown). */
static struct sv join_path(struct sv outer, struct sv name, char *to)
{
	size_t n = outer.n < PATH_ROOM / 2 ? outer.n : PATH_ROOM / 2 - 1, m;

	memcpy(to, outer.p, n);
	to[n++] = '!';
	m = name.n < PATH_ROOM - n ? name.n : PATH_ROOM - n;
	if (m > 0)
		memcpy(to + n, name.p, m);
	return (struct sv){to, n + m};
}

static int describe(struct walk *w, struct container *c, const struct archive_member *outer,
		    struct names *names, struct archive_member *ret)
{
	struct archive_entry *e = c->entry;
	struct archive_member m = {.kind = kind_of(e), .depth = outer->depth + 1, .size = -1};
	struct sv raw = text_of(archive_entry_pathname(e), archive_entry_pathname_utf8(e));
	struct sv clean = SV("(unreadable name)");
	int r = archive_clean_name(w->v->env, raw, names->name, NAME_ROOM, &clean);

	if (raw.n == 0) {
		clean = SV("(unreadable name)");
		r = YG_ESYNTAX;
	}
	m.path = join_path(outer->path, clean, names->path);
	m.name = m.kind == ARCHIVE_FILE ? without_suffix(clean) : clean;
	if (m.kind == ARCHIVE_SYMLINK || m.kind == ARCHIVE_HARDLINK)
		m.link = clean_link(w, e, names->link);
	if (archive_entry_size_is_set(e))
		m.size = archive_entry_size(e);
	*ret = m;
	return r;
}

static int walk_member(struct walk *w, struct container *c, struct archive_member *m, int want)
{
	struct stream s;
	int r;

	if (want == ARCHIVE_SKIP)
		return 0;
	if (archive_entry_is_data_encrypted(c->entry) > 0)
		return member_problem(w, m, YG_EUNSUPPORTED, "encrypted: it cannot be read");
	stream_open_member(&s, c);
	r = walk_stream(w, &s, m, want);
	if (r < 0 && !is_over(w))
		r = member_problem(w, m, r, w->why);
	return r;
}

static int walk_entry(struct walk *w, struct container *c, const struct archive_member *outer,
		      struct names *names)
{
	struct archive_member m;
	int r, want;

	if (++w->budget.members > LIMIT_FILES) {
		w->budget.code = YG_ELIMIT;
		w->budget.why = "too many files in the archive";
		return give_up(w, YG_ELIMIT, w->budget.why);
	}
	r = describe(w, c, outer, names, &m);
	if (r == YG_EINVAL)
		return member_problem(w, &m, r, "its name leaves the archive (\"..\")");
	if (r < 0)
		return member_problem(w, &m, r, r == YG_ELIMIT ? "its name is too long"
							       : "it has no name");
	if (m.name.n == 0)
		return 0;	/* "./": the root itself */
	if (m.kind != ARCHIVE_FILE)
		return w->v->other ? called(w, w->v->other(w->v->ctx, &m)) : 0;
	want = ask(w, &m, (struct sv){NULL, 0});
	return want < 0 ? want : walk_member(w, c, &m, want);
}

/*
 * libarchive skips a member of unstated size by decompressing it out of our sight; read it
 * here, where the budget watches.
 */
static int drain(struct walk *w, struct container *c)
{
	struct stream s;
	struct sv block;
	int r;

	if (c->is.code != ARCHIVE_FORMAT_ZIP || c->from->size >= 0)
		return 0;
	stream_open_member(&s, c);
	while (!s.ended && !s.code) {
		r = stream_pull(&s, &block);
		if (r < 0 && is_over(w))
			return give_up(w, r, s.why);
	}
	return 0;
}

static int walk_archive(struct walk *w, struct container *c, const struct archive_member *outer)
{
	struct names *names = malloc(sizeof *names);
	const char *why = NULL;
	bool damaged;
	int r;

	if (!names)
		return out_of_memory(w);
	while ((r = container_next(c, &damaged, &why)) != 0) {
		if (r > 0) {
			r = walk_entry(w, c, outer, names);
			r = r < 0 ? r : drain(w, c);
		} else {
			w->why = why;
			if (damaged && ++w->budget.members <= LIMIT_FILES)
				r = member_problem(w, outer, r, why);
		}
		if (r < 0)
			break;
	}
	free(names);
	return r;
}

/* What comes out of a decompression is one stream, which may be a container again. */
static int walk_filter(struct walk *w, struct container *c, struct archive_member *m, int want)
{
	const char *why = NULL;
	bool damaged;
	struct stream s;
	int r = container_next(c, &damaged, &why);

	if (r < 0)
		return give_up(w, r, why);
	stream_open_member(&s, c);
	r = r == 0 ? stream_end_empty(&s) : 0;
	if (r < 0)
		return give_up(w, r, s.why);
	r = walk_stream(w, &s, m, want);
	stream_close(&s);
	return r;
}

static int walk_container(struct walk *w, struct stream *s, struct archive_member *m,
			  struct sniff is, int want)
{
	struct container c;
	int r;

	if (w->layers >= LAYERS_MAX ||
	    (is.class == SNIFF_ARCHIVE && m->depth >= LIMIT_ARCHIVE_DEPTH))
		return give_up(w, YG_ELIMIT, "archives nested too deeply");
	r = container_open(&c, s, is);
	if (r == YG_ENOMEM)
		return out_of_memory(w);
	if (r < 0)
		return give_up(w, r, s->code ? s->why
				     : s->ended ? "cut short: the data ends too early"
						: "damaged: not the archive it looks like");
	w->layers++;
	if (is.class == SNIFF_ARCHIVE)
		r = walk_archive(w, &c, m);
	else
		r = walk_filter(w, &c, m, want);
	w->layers--;
	container_close(&c);
	return r;
}

/* Recursion: at most LAYERS_MAX deep. */
static int walk_stream(struct walk *w, struct stream *s, struct archive_member *m, int want)
{
	struct sv head;
	struct sniff is;
	int r = stream_peek(s, &head);

	if (r < 0)
		return give_up(w, r, s->why);
	is = sniff_head(head);
	switch (is.class) {
	case SNIFF_FILTER:
	case SNIFF_ARCHIVE:
		return walk_container(w, s, m, is, want);
	case SNIFF_FOREIGN:
		return give_up(w, YG_EUNSUPPORTED, is.why);
	default:
		return walk_plain(w, s, m, head, want);
	}
}

static int walk_top(struct walk *w, struct stream *s, struct sv name, struct yg_err *err)
{
	struct sv folder, last;
	struct archive_member m = {.path = name, .kind = ARCHIVE_FILE, .size = s->size};
	int r;

	(void)sv_rcut(name, '/', &folder, &last);
	m.name = without_suffix(last.n > 0 ? last : name);
	r = walk_stream(w, s, &m, WANT_ASK);
	if (w->budget.code) {
		r = w->budget.code;
		w->why = w->budget.why;
	}
	return r < 0 ? yg_fail(err, r, (size_t)w->budget.file_read, w->why) : 0;
}

static struct walk walk_begin(const struct archive_visitor *v)
{
	size_t max = v->max_document ? v->max_document : LIMIT_INPUT_FILE;

	return (struct walk){
		.v = v,
		.budget.max_total = v->max_total ? v->max_total : LIMIT_FEED_FILE,
		.max_document = max,
		.text = BUF_CAP(max < SIZE_MAX / 2 ? max + SLACK : max),
	};
}

int archive_walk(int fd, struct sv name, const struct archive_visitor *v, struct yg_err *err)
{
	struct walk w = walk_begin(v);
	struct stream s;
	int r = stream_open_fd(&s, &w.budget, fd);

	if (r < 0)
		return yg_fail(err, r, 0, s.why);
	r = walk_top(&w, &s, name, err);
	stream_close(&s);
	buf_drop(&w.text);
	return r;
}

int archive_walk_memory(struct sv bytes, struct sv name, const struct archive_visitor *v,
			struct yg_err *err)
{
	struct walk w = walk_begin(v);
	struct stream s;
	int r;

	stream_open_memory(&s, &w.budget, bytes);
	r = walk_top(&w, &s, name, err);
	buf_drop(&w.text);
	return r;
}
