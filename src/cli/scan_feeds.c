/* SPDX-License-Identifier: Apache-2.0 */
/* scan_feeds.c - which feeds a scan rests on, how old they are, and which ones are missing. */
#include "base/limits.h"
#include "base/text.h"
#include "cli/knowledge.h"
#include "cli/scan_work.h"
#include "component/identity/ecosystem.h"
#include "fetch/feeds_table.h"

struct gather {
	struct scan_work *w;
	struct scan_feed *feeds;
	size_t count;
};

static struct sv base_of(struct sv ecosystem)
{
	struct sv base, release;
	(void)sv_cut(ecosystem, ':', &base, &release);
	return base;
}

/* The feed that judges an ecosystem: by the table of what can be fetched, else by its name. */
static struct sv feed_for(struct arena *a, struct sv ecosystem)
{
	struct sv base = base_of(ecosystem);

	for (size_t i = 0; i < fetch_feed_count; i++)
		if (fetch_feeds[i].ecosystem && sv_eq(base, sv_of(fetch_feeds[i].ecosystem)))
			return sv_of(fetch_feeds[i].name);
	return sv_join(a, SV("osv-"), base, SV(""));
}

static bool has(const struct gather *g, struct sv name)
{
	for (size_t i = 0; i < g->count; i++)
		if (sv_eq(g->feeds[i].name, name))
			return true;
	return false;
}

static const struct manifest_feed *in_manifest(const struct scan_work *w, struct sv name)
{
	for (size_t i = 0; i < w->manifest.feed_count; i++)
		if (sv_eq(w->manifest.feeds[i].name, name))
			return &w->manifest.feeds[i];
	return NULL;
}

static int64_t age_days(const struct scan_work *w, const struct manifest_feed *f)
{
	int64_t time, days;

	if (sv_is(f->time_from, "file") || clock_parse(f->time, &time) < 0)
		return -1;
	days = clock_days_between(time, clock_now(&w->clock));
	return days < 0 ? 0 : days;
}

static int add_present(struct gather *g, const struct manifest_feed *f)
{
	const struct scan_work *w = g->w;
	int64_t max_age = w->o->max_age ? (int64_t)w->o->max_age : KNOWLEDGE_MAX_AGE;
	struct scan_feed *feed;

	if (has(g, f->name))
		return 0;
	feed = arena_push(w->cli->arena, g->feeds, g->count);
	if (!feed)
		return YG_ENOMEM;
	*feed = (struct scan_feed){.name = f->name, .source = f->source, .time = f->time,
		.records = f->records, .skipped = f->skipped, .age_days = age_days(w, f)};
	if (feed->age_days < 0) {
		feed->state = SCAN_FEED_UNKNOWN;
		feed->time = (struct sv){"", 0};
		feed->note = sv_of(msg(w->cli->lang, MSG_SCAN_NOTE_FILE_DATE));
	}
	if (feed->age_days * CLOCK_DAY_SECONDS > max_age)
		feed->state = SCAN_FEED_STALE;
	if (f->partial) {
		feed->state = SCAN_FEED_PARTIAL;
		feed->note = sv_of(msg(w->cli->lang, MSG_SCAN_NOTE_PARTIAL));
	}
	return 0;
}

static int add_missing(struct gather *g, struct sv name)
{
	struct cli *cli = g->w->cli;
	struct buf note = BUF_CAP(LIMIT_LOG_LINE);
	struct scan_feed *feed;
	struct sv z = arena_copy(cli->arena, name);

	if (has(g, name))
		return 0;
	feed = arena_push(cli->arena, g->feeds, g->count);
	if (!feed || !z.p)
		return YG_ENOMEM;
	if (fetch_feed_find(name))
		msg_put(&note, cli->lang, MSG_SCAN_NOTE_MISSING, z.p);
	*feed = (struct scan_feed){.name = z, .age_days = -1, .state = SCAN_FEED_MISSING,
		.note = note.n ? arena_copy(cli->arena, buf_view(&note)) : (struct sv){"", 0}};
	buf_drop(&note);
	return 0;
}

/* The feeds whose rules may judge this ecosystem. */
static int add_for_ecosystem(struct gather *g, struct sv ecosystem)
{
	struct arena *a = g->w->cli->arena;
	struct sv own = feed_for(a, ecosystem);
	struct sv osv = sv_join(a, SV("osv-"), base_of(ecosystem), SV(""));
	const struct manifest_feed *f = in_manifest(g->w, own), *other = in_manifest(g->w, osv);
	int r = 0;

	if (!own.p || !osv.p)
		return YG_ENOMEM;
	if (f)
		r = add_present(g, f);
	if (r == 0 && other)
		r = add_present(g, other);
	if (r == 0 && !f && !other)
		r = add_missing(g, own);
	return r;
}

/* Neighbours in an inventory mostly share their ecosystem: ask once for a run of them. */
static int add_for_components(struct gather *g)
{
	const struct collect_inventory *c = &g->w->inventory;
	struct arena *a = g->w->cli->arena;
	const struct component *last = NULL;
	bool cpe = false;
	int r = 0;

	for (size_t i = 0; r == 0 && i < c->components.n; i++) {
		const struct component *k = &c->components.p[i];
		struct sv ecosystem;
		cpe |= k->cpe_count > 0;
		if (last && sv_eq(last->type, k->type) && sv_eq(last->os_family, k->os_family) &&
		    sv_eq(last->os_release, k->os_release))
			continue;
		last = k;
		r = ecosystem_of_component(a, k, NULL, &ecosystem);
		if (r == 0)
			r = add_for_ecosystem(g, ecosystem);
		else if (r != YG_ENOMEM)
			r = 0;
	}
	if (r == 0 && cpe && !in_manifest(g->w, SV("cve5")))
		r = add_missing(g, SV("cve5"));
	return r;
}

int scan_work_feeds(struct scan_work *w)
{
	static const struct sv signals[] = {SV_INIT("kev"), SV_INIT("epss")};
	struct gather g = {.w = w};
	const struct manifest_feed *cve = in_manifest(w, SV("cve5"));
	int r = add_for_components(&g);

	if (r == 0 && cve)
		r = add_present(&g, cve);
	for (size_t i = 0; r == 0 && i < YG_COUNT(signals); i++) {
		const struct manifest_feed *f = in_manifest(w, signals[i]);
		r = f ? add_present(&g, f) : add_missing(&g, signals[i]);
	}
	if (r < 0)
		return r;
	w->report.feeds = g.feeds;
	w->report.feed_count = g.count;
	return 0;
}
