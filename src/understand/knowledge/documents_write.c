/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sqlite3.h>
#include <unistd.h>
#include <zstd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "understand/knowledge/collect.h"
#include "understand/knowledge/documents.h"

/* Fast and small enough; the bytes depend on the library, as SQLite's do. */
enum { ZSTD_LEVEL = 1 };

int documents_pack(struct document_packer *p, struct sv text, struct buf *to)
{
	size_t bound = ZSTD_compressBound(text.n), n;
	char *w;

	if (!p->state && !(p->state = ZSTD_createCCtx()))
		return YG_ENOMEM;
	buf_clear(to);
	w = buf_reserve(to, bound);
	if (!w)
		return to->err;
	n = ZSTD_compressCCtx(p->state, w, bound, text.p, text.n, ZSTD_LEVEL);
	if (ZSTD_isError(n))
		return YG_EINVAL;
	to->n = n;
	return 0;
}

void document_packer_drop(struct document_packer *p)
{
	(void)ZSTD_freeCCtx(p->state);
	p->state = NULL;
}

static const char schema[] =
	"PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
	"PRAGMA locking_mode=EXCLUSIVE; PRAGMA secure_delete=OFF; PRAGMA cache_size=-8192;"
	"PRAGMA user_version=1; PRAGMA application_id=1497851457;"
	"BEGIN;"
	"CREATE TABLE document(number INTEGER PRIMARY KEY, record TEXT NOT NULL,"
	" source TEXT NOT NULL, counts INTEGER NOT NULL, bytes INTEGER NOT NULL,"
	" body BLOB NOT NULL);"
	"CREATE TABLE vulnerability(vulnerability TEXT NOT NULL, document INTEGER NOT NULL,"
	" PRIMARY KEY(vulnerability, document)) WITHOUT ROWID;"
	"CREATE TABLE alias(id TEXT NOT NULL, other TEXT NOT NULL, relation TEXT NOT NULL,"
	" asserted_by TEXT NOT NULL, PRIMARY KEY(id, other, relation, asserted_by)) WITHOUT ROWID;";

static const char indexes[] =
	"CREATE INDEX document_record ON document(record);"
	"CREATE INDEX vulnerability_document ON vulnerability(document); COMMIT;";

struct writer {
	const struct collect *c;
	int spool;
	sqlite3 *db;
	sqlite3_stmt *document, *vulnerability, *alias;
	struct buf body;
};

static int bind_text(sqlite3_stmt *s, int i, struct sv text)
{
	return sqlite3_bind_text(s, i, text.n ? text.p : "", (int)text.n, SQLITE_STATIC);
}

static int step(sqlite3_stmt *s)
{
	int r = sqlite3_step(s);
	(void)sqlite3_reset(s);
	return r == SQLITE_DONE ? 0 : r == SQLITE_NOMEM ? YG_ENOMEM : YG_EIO;
}

static int read_spool(struct writer *w, const struct collect_doc *d)
{
	size_t at = 0;
	char *p;

	buf_clear(&w->body);
	p = buf_reserve(&w->body, d->spool_bytes);
	if (!p)
		return w->body.err;
	while (at < d->spool_bytes) {
		ssize_t n = pread(w->spool, p + at, d->spool_bytes - at, (off_t)(d->spool_at + at));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return YG_EIO;
		at += (size_t)n;
	}
	w->body.n = at;
	return 0;
}

static int write_document(struct writer *w, const struct collect_doc *d, sqlite3_int64 number)
{
	int r = read_spool(w, d);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(w->document, 1, number);
	(void)bind_text(w->document, 2, collect_string(w->c, d->id));
	(void)bind_text(w->document, 3, collect_string(w->c, d->source));
	(void)sqlite3_bind_int(w->document, 4, collect_doc_matches(d));
	(void)sqlite3_bind_int64(w->document, 5, d->full_bytes);
	(void)sqlite3_bind_blob(w->document, 6, w->body.p, (int)w->body.n, SQLITE_STATIC);
	return step(w->document);
}

static int order_docs(const void *x, const void *y, void *ctx)
{
	return collect_doc_order(ctx, *(const uint32_t *)x, *(const uint32_t *)y);
}

struct link {
	uint32_t vulnerability, number;
};

static int order_links(const void *x, const void *y, void *ctx)
{
	const struct collect *c = ctx;
	const struct link *a = x, *b = y;
	if (a->vulnerability != b->vulnerability)
		return sv_cmp(collect_string(c, a->vulnerability),
			      collect_string(c, b->vulnerability));
	return (a->number > b->number) - (a->number < b->number);
}

/* Rows are inserted in the order of their keys: the file is compact and always the same. */
static int write_links(struct writer *w, struct link *links, size_t n)
{
	qsort_r(links, n, sizeof *links, order_links, (void *)(uintptr_t)w->c);
	for (size_t i = 0; i < n; i++) {
		int r;
		(void)bind_text(w->vulnerability, 1, collect_string(w->c, links[i].vulnerability));
		(void)sqlite3_bind_int64(w->vulnerability, 2, links[i].number);
		r = step(w->vulnerability);
		if (r < 0)
			return r;
	}
	return 0;
}

static int write_documents(struct writer *w)
{
	const struct collect *c = w->c;
	uint32_t *order = calloc(c->docs.n + 1, sizeof *order);
	struct link *links = calloc(c->vulns.n + 1, sizeof *links);
	size_t link_count = 0;
	int r = order && links ? 0 : YG_ENOMEM;

	for (size_t i = 0; r == 0 && i < c->docs.n; i++)
		order[i] = (uint32_t)i;
	if (r == 0)
		qsort_r(order, c->docs.n, sizeof *order, order_docs, (void *)(uintptr_t)c);
	for (size_t i = 0; r == 0 && i < c->docs.n; i++) {
		const struct collect_doc *d = &c->docs.p[order[i]];
		for (uint32_t k = 0; k < d->vuln_count; k++)
			links[link_count++] = (struct link){c->vulns.p[d->vuln_first + k],
							    (uint32_t)i + 1};
		r = write_document(w, d, (sqlite3_int64)i + 1);
	}
	if (r == 0)
		r = write_links(w, links, link_count);
	free(order);
	free(links);
	return r;
}

static int order_edges(const void *x, const void *y, void *ctx)
{
	const struct alias_graph *g = ctx;
	const struct alias_edge *a = x, *b = y;
	int r = a->from == b->from ? 0
		: sv_cmp(intern_view(&g->ids, a->from), intern_view(&g->ids, b->from));
	if (r == 0 && a->to != b->to)
		r = sv_cmp(intern_view(&g->ids, a->to), intern_view(&g->ids, b->to));
	if (r == 0)
		r = a->relation - b->relation;
	return r ? r : a->reversed - b->reversed;
}

/* Each edge once, with who asserts it; INSERT OR IGNORE drops what two documents repeat. */
static int write_aliases(struct writer *w)
{
	static const char *const words[] = {"alias", "related", "upstream"};
	const struct alias_graph *g = &w->c->aliases;
	struct alias_edge *edges = calloc(g->edges.n + 1, sizeof *edges);
	int r = edges ? 0 : YG_ENOMEM;

	if (r == 0 && g->edges.n) {
		memcpy(edges, g->edges.p, g->edges.n * sizeof *edges);
		qsort_r(edges, g->edges.n, sizeof *edges, order_edges, (void *)(uintptr_t)g);
	}
	for (size_t i = 0; r == 0 && i < g->edges.n; i++) {
		const struct alias_edge *e = &edges[i];
		(void)bind_text(w->alias, 1, intern_view(&g->ids, e->from));
		(void)bind_text(w->alias, 2, intern_view(&g->ids, e->to));
		(void)bind_text(w->alias, 3,
				sv_of(words[e->relation <= RECORD_UPSTREAM ? e->relation : 0]));
		(void)bind_text(w->alias, 4, intern_view(&g->ids, e->reversed ? e->to : e->from));
		r = step(w->alias);
	}
	free(edges);
	return r;
}

static int prepare(struct writer *w)
{
	if (sqlite3_exec(w->db, schema, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(w->db, "INSERT INTO document VALUES(?,?,?,?,?,?)", -1,
			       &w->document, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(w->db, "INSERT OR IGNORE INTO vulnerability VALUES(?,?)", -1,
			       &w->vulnerability, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(w->db, "INSERT OR IGNORE INTO alias VALUES(?,?,?,?)", -1,
			       &w->alias, NULL) != SQLITE_OK)
		return YG_EIO;
	return 0;
}

int documents_write(const struct collect *c, int spool, const char *path)
{
	struct writer w = {.c = c, .spool = spool, .body = BUF_CAP(LIMIT_FRAME)};
	int r;

	if (unlink(path) < 0 && errno != ENOENT)
		return YG_EIO;
	if (sqlite3_open_v2(path, &w.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
			    SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		(void)sqlite3_close(w.db);
		return YG_EIO;
	}
	r = prepare(&w);
	if (r == 0)
		r = write_documents(&w);
	if (r == 0)
		r = write_aliases(&w);
	if (r == 0 && sqlite3_exec(w.db, indexes, NULL, NULL, NULL) != SQLITE_OK)
		r = YG_EIO;
	(void)sqlite3_finalize(w.document);
	(void)sqlite3_finalize(w.vulnerability);
	(void)sqlite3_finalize(w.alias);
	if (sqlite3_close(w.db) != SQLITE_OK && r == 0)
		r = YG_EIO;
	buf_drop(&w.body);
	return r;
}
