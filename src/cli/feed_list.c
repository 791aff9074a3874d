/* SPDX-License-Identifier: Apache-2.0 */
/* feed_list.c - `yagura feed list`: each feed, what it is, and what is here of it. */
#include <dirent.h>
#include <unistd.h>

#include "base/json_write.h"
#include "base/limits.h"
#include "base/term_table.h"
#include "base/text.h"
#include "cli/feed.h"
#include "fetch/size.h"

struct feed_list_options {
	struct sv feeds;
	uint64_t max_age;		/* seconds; 0: the default */
	int output;
	bool all;
};

static const struct option_row rows[] = {
	{"feeds", 0, OPTION_TEXT, offsetof(struct feed_list_options, feeds), MSG_VALUE_DIR,
	 MSG_OPTION_FEED_FOLDER, NULL},
	{"all", 'a', OPTION_FLAG, offsetof(struct feed_list_options, all), MSG_NONE,
	 MSG_OPTION_FEED_LIST_ALL, NULL},
	{"max-feed-age", 0, OPTION_SECONDS, offsetof(struct feed_list_options, max_age),
	 MSG_VALUE_TIME, MSG_OPTION_FEED_MAX_AGE, NULL},
	{"output", 'o', OPTION_CHOICE, offsetof(struct feed_list_options, output),
	 MSG_VALUE_FORMAT, MSG_OPTION_FEED_OUTPUT, "table|json"},
};
const struct option_table feed_list_options = OPTION_TABLE(rows, struct feed_list_options);

enum { DEFAULT_MAX_AGE = 7 * CLOCK_DAY_SECONDS };

enum state { ABSENT, OK, OLD, UNKNOWN, DAMAGED };
static const struct {
	const char *word;
	enum msg_key text;
	enum term_style style;
} states[] = {
	[ABSENT] = {"absent", MSG_FEED_STATE_ABSENT, TERM_DIM},
	[OK] = {"ok", MSG_FEED_STATE_OK, TERM_GREEN},
	[OLD] = {"old", MSG_FEED_STATE_STALE, TERM_YELLOW},
	[UNKNOWN] = {"unknown-origin", MSG_FEED_STATE_UNKNOWN, TERM_YELLOW},
	[DAMAGED] = {"damaged", MSG_FEED_STATE_DAMAGED, TERM_RED},
};

struct item {
	struct sv name;
	const struct fetch_feed *feed;	/* NULL: a file that is not in the table */
	struct fetch_entry entry;
	enum state state;
	int64_t confirmed;		/* when it was last known to be current */
};

struct list {
	struct cli *cli;
	const struct feed_list_options *options;
	struct fetch_folder folder;
	struct item *items;
	size_t n;
};

static void judge(const struct list *l, struct item *it)
{
	uint64_t max = l->options->max_age ? l->options->max_age : DEFAULT_MAX_AGE;
	const struct fetch_entry *e = &it->entry;
	int64_t now = clock_now(l->cli->clock);

	it->confirmed = e->modified;
	if (e->described && clock_parse(e->sidecar.checked, &it->confirmed) < 0)
		(void)!clock_parse(e->sidecar.fetched, &it->confirmed);
	it->state = !e->file[0] ? ABSENT
		    : e->damaged ? DAMAGED
		    : now - it->confirmed > (int64_t)max ? OLD
		    : e->described ? OK : UNKNOWN;
}

static int add(struct list *l, struct sv name, const struct fetch_feed *feed, bool if_absent)
{
	struct fetch_entry e = {0};
	struct item *it;
	int r = l->folder.fd < 0
		? 0 : fetch_folder_look(&l->folder, l->cli->arena, name, &e);

	if (r < 0 || (!e.file[0] && !if_absent))
		return r;
	it = arena_push(l->cli->arena, l->items, l->n);
	if (!it)
		return YG_ENOMEM;
	*it = (struct item){.name = name, .feed = feed, .entry = e};
	judge(l, it);
	return 0;
}

static bool is_there(const struct list *l, struct sv name)
{
	for (size_t i = 0; i < l->n; i++)
		if (sv_eq(l->items[i].name, name))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	return sv_cmp(((const struct item *)a)->name, ((const struct item *)b)->name);
}

/* Files that are no feeds of the table: imported ones, by name. */
static int add_others(struct list *l)
{
	DIR *d = l->folder.fd < 0 ? NULL : fdopendir(dup(l->folder.fd));
	size_t first = l->n;
	struct dirent *entry;
	int r = 0;

	while (d && r == 0 && (entry = readdir(d)) && l->n < LIMIT_FEEDS) {
		struct sv name = fetch_folder_feed_of(sv_of(entry->d_name));
		if (name.n == 0 || name.p[0] == '.' || sv_ends(name, SV(".meta")) ||
		    fetch_feed_find(name) || is_there(l, name))
			continue;
		name = arena_copy(l->cli->arena, name);
		r = name.p ? add(l, name, NULL, false) : YG_ENOMEM;
	}
	if (d)
		closedir(d);
	if (l->n > first)
		qsort(l->items + first, l->n - first, sizeof *l->items, by_name);
	return r;
}

static int gather(struct list *l)
{
	struct sv host = feed_host_id(l->cli);
	int r = 0;

	for (size_t i = 0; r == 0 && i < fetch_feed_count; i++) {
		const struct fetch_feed *f = &fetch_feeds[i];
		r = add(l, sv_of(f->name), f,
			l->options->all || fetch_feed_serves(f, host));
	}
	return r < 0 ? r : add_others(l);
}

struct texts {
	struct buf title, size, age;
};

static void fill(const struct list *l, const struct item *it, struct texts *t,
		 struct term_cell cells[6])
{
	enum msg_lang lang = l->cli->lang;
	int64_t hours = (clock_now(l->cli->clock) - it->confirmed) / 3600;

	buf_clear(&t->title);
	buf_clear(&t->size);
	buf_clear(&t->age);
	if (it->feed)
		feed_put_title(&t->title, lang, it->feed);
	else
		buf_str(&t->title, msg(lang, MSG_FEED_TITLE_IMPORTED));
	if (it->state != ABSENT) {
		fetch_size_put(&t->size, it->entry.bytes);
		if (hours < 48)
			msg_put(&t->age, lang, MSG_FEED_AGE_HOURS, hours > 0 ? (int)hours : 0);
		else
			msg_put(&t->age, lang, MSG_FEED_AGE_DAYS, (int)(hours / 24));
	}
	cells[0] = (struct term_cell){it->name, TERM_PLAIN};
	cells[1] = (struct term_cell){sv_of(it->entry.file), TERM_PLAIN};
	cells[2] = (struct term_cell){buf_view(&t->size), TERM_PLAIN};
	cells[3] = (struct term_cell){buf_view(&t->age), TERM_PLAIN};
	cells[4] = (struct term_cell){sv_of(msg(lang, states[it->state].text)),
				      states[it->state].style};
	cells[5] = (struct term_cell){buf_view(&t->title), TERM_PLAIN};
}

static void write_table(const struct list *l)
{
	enum msg_lang lang = l->cli->lang;
	const struct term_column columns[] = {
		{.title = sv_of(msg(lang, MSG_FEED_COLUMN_FEED))},
		{.title = sv_of(msg(lang, MSG_FEED_COLUMN_FILE))},
		{.title = sv_of(msg(lang, MSG_FEED_COLUMN_SIZE)), .right = true},
		{.title = sv_of(msg(lang, MSG_FEED_COLUMN_AGE)), .right = true},
		{.title = sv_of(msg(lang, MSG_FEED_COLUMN_STATE))},
		{.title = sv_of(msg(lang, MSG_FEED_COLUMN_WHAT)), .flex = TERM_CUT},
	};
	struct term_table t = term_table_make(&l->cli->out_term, columns, YG_COUNT(columns));
	struct texts texts = {BUF_CAP(512), BUF_CAP(64), BUF_CAP(64)};
	struct term_cell cells[YG_COUNT(columns)];

	for (size_t i = 0; i < l->n; i++) {
		fill(l, &l->items[i], &texts, cells);
		term_table_measure(&t, cells);
	}
	term_table_fit(&t);
	term_table_head(&t, &l->cli->out->b);
	for (size_t i = 0; i < l->n; i++) {
		fill(l, &l->items[i], &texts, cells);
		term_table_row(&t, &l->cli->out->b, cells);
	}
	buf_drop(&texts.title);
	buf_drop(&texts.size);
	buf_drop(&texts.age);
}

static void write_item(struct jw *w, const struct item *it)
{
	const struct fetch_sidecar *s = &it->entry.sidecar;

	jw_object(w);
	jw_key(w, "name");
	jw_sv(w, it->name);
	if (it->feed) {
		jw_member_sv(w, "url", sv_of(it->feed->url));
		jw_member_sv(w, "ecosystem", sv_of(it->feed->ecosystem));
		jw_member_sv(w, "licence", sv_of(it->feed->licence));
		jw_key(w, "large");
		jw_bool(w, it->feed->large);
	}
	jw_key(w, "state");
	jw_str(w, states[it->state].word);
	if (it->state != ABSENT) {
		jw_member_sv(w, "file", sv_of(it->entry.file));
		jw_key(w, "bytes");
		jw_u64(w, it->entry.bytes);
		jw_member_sv(w, "fetched", s->fetched);
		jw_member_sv(w, "checked", s->checked);
		jw_member_sv(w, "fetched_from", s->url);
		jw_member_sv(w, "sha256", s->sha256);
	}
	jw_object_end(w);
}

static void write_json(const struct list *l)
{
	struct jw w = jw_on(&l->cli->out->b);

	jw_object(&w);
	jw_key(&w, "schema_version");
	jw_u64(&w, 1);
	jw_key(&w, "feeds");
	jw_array(&w);
	for (size_t i = 0; i < l->n; i++)
		write_item(&w, &l->items[i]);
	jw_array_end(&w);
	jw_object_end(&w);
	buf_char(&l->cli->out->b, '\n');
}

enum exit_code command_feed_list(struct cli *cli, const struct command_call *call)
{
	struct list l = {.cli = cli, .options = call->options, .folder = {.fd = -1}};
	char path[LIMIT_PATH];
	enum exit_code e = feed_folder_path(cli, l.options->feeds, path);
	int r;

	if (e != EXIT_DONE)
		return e;
	/* No folder yet is a fine answer, unless it was asked for by name. */
	if (access(path, F_OK) == 0 || l.options->feeds.n > 0)
		e = feed_folder_open(cli, l.options->feeds, false, &l.folder);
	if (e != EXIT_DONE)
		return e;
	r = gather(&l);
	fetch_folder_close(&l.folder);
	if (r < 0) {
		log_text(&cli->log, LOG_LEVEL_ERROR, sv_of(cli_error_text(cli->lang, r)));
		return EXIT_FAILED;
	}
	if (l.options->output == 1)
		write_json(&l);
	else
		write_table(&l);
	return EXIT_DONE;
}
