/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything is written in an order that follows from the content: entries by (ecosystem,
 * name, document), documents by (source, id, ...), strings in the order in which these rows
 * name them.  So the same facts give the same bytes, in whatever order the files were read.
 */
#include "understand/knowledge/match_build.h"

#include "base/text.h"

struct build {
	const struct collect *c;
	struct intern strings;
	uint32_t *entries;		/* order of entries */
	size_t entry_count;
	uint32_t *doc_rank;		/* place of each document in their order */
	uint32_t *doc_row;		/* its row in records + 1; 0: none yet */
	uint32_t *attr_row;		/* the same for attrs */
	struct { VEC(struct match_key); } keys;
	struct { VEC(struct match_rule); } rules;
	struct { VEC(struct match_attr); } attrs;
	struct { VEC(struct match_record); } records;
	struct { VEC(uint32_t); } vulns;
	struct { VEC(struct match_coverage); } coverage;
	uint32_t schemes[MATCH_SCHEME_MAX];
};

static int copy_string(struct build *b, uint32_t ref, uint32_t *ret)
{
	return intern_add(&b->strings, collect_string(b->c, ref), ret);
}

static int order_docs(const void *x, const void *y, void *ctx)
{
	return collect_doc_order(ctx, *(const uint32_t *)x, *(const uint32_t *)y);
}

static int order_entries(const void *x, const void *y, void *ctx)
{
	const struct build *b = ctx;
	uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
	const struct collect_entry *p = &b->c->entries.p[i], *q = &b->c->entries.p[k];
	int r = 0;

	if (p->ecosystem != q->ecosystem)
		r = sv_cmp(collect_string(b->c, p->ecosystem), collect_string(b->c, q->ecosystem));
	if (r == 0 && p->name != q->name)
		r = sv_cmp(collect_string(b->c, p->name), collect_string(b->c, q->name));
	if (r == 0 && p->doc != q->doc)
		r = b->doc_rank[p->doc] < b->doc_rank[q->doc] ? -1 : 1;
	return r ? r : (i > k) - (i < k);	/* entries of one document stand in its order */
}

static int sort_all(struct build *b)
{
	const struct collect *c = b->c;
	uint32_t *docs = calloc(c->docs.n + 1, sizeof *docs);

	b->doc_rank = calloc(c->docs.n + 1, sizeof *b->doc_rank);
	b->doc_row = calloc(c->docs.n + 1, sizeof *b->doc_row);
	b->attr_row = calloc(c->attrs.n + 1, sizeof *b->attr_row);
	b->entries = calloc(c->entries.n + 1, sizeof *b->entries);
	if (!docs || !b->doc_rank || !b->doc_row || !b->attr_row || !b->entries) {
		free(docs);
		return YG_ENOMEM;
	}
	for (size_t i = 0; i < c->docs.n; i++)
		docs[i] = (uint32_t)i;
	qsort_r(docs, c->docs.n, sizeof *docs, order_docs, (void *)(uintptr_t)c);
	for (size_t i = 0; i < c->docs.n; i++)
		b->doc_rank[docs[i]] = (uint32_t)i;
	free(docs);
	for (size_t i = 0; i < c->entries.n; i++)
		if (!c->entries.p[i].dead && collect_doc_matches(&c->docs.p[c->entries.p[i].doc]))
			b->entries[b->entry_count++] = (uint32_t)i;
	qsort_r(b->entries, b->entry_count, sizeof *b->entries, order_entries, b);
	return 0;
}

static int record_row(struct build *b, uint32_t doc, uint32_t *ret)
{
	const struct collect_doc *d = &b->c->docs.p[doc];
	struct match_record row = {.vuln_first = (uint32_t)b->vulns.n, .vuln_count = d->vuln_count};
	struct match_record *slot;
	int r;

	if (b->doc_row[doc]) {
		*ret = b->doc_row[doc] - 1;
		return 0;
	}
	if ((r = copy_string(b, d->id, &row.id)) < 0 ||
	    (r = copy_string(b, d->source, &row.source)) < 0 ||
	    (r = copy_string(b, d->publisher, &row.publisher)) < 0 ||
	    (r = copy_string(b, d->modified, &row.modified)) < 0)
		return r;
	for (uint32_t i = 0; i < d->vuln_count; i++) {
		uint32_t *v = vec_add(&b->vulns);
		r = v ? copy_string(b, b->c->vulns.p[d->vuln_first + i], v) : YG_ENOMEM;
		if (r < 0)
			return r;
	}
	slot = vec_add(&b->records);
	if (!slot)
		return YG_ENOMEM;
	*slot = row;
	b->doc_row[doc] = (uint32_t)b->records.n;
	*ret = b->doc_row[doc] - 1;
	return 0;
}

static int attr_row(struct build *b, uint32_t attr, uint32_t *ret)
{
	struct match_attr a = b->c->attrs.p[attr], *slot;
	uint32_t *const refs[] = {&a.cpe, &a.module, &a.arch, &a.platforms, &a.fix_state,
		&a.fix_note, &a.urgency};

	if (b->attr_row[attr]) {
		*ret = b->attr_row[attr] - 1;
		return 0;
	}
	for (size_t i = 0; i < YG_COUNT(refs); i++) {
		int r = copy_string(b, *refs[i], refs[i]);
		if (r < 0)
			return r;
	}
	slot = vec_add(&b->attrs);
	if (!slot)
		return YG_ENOMEM;
	*slot = a;
	b->attr_row[attr] = (uint32_t)b->attrs.n;
	*ret = b->attr_row[attr] - 1;
	return 0;
}

static int add_rule(struct build *b, uint32_t record, uint32_t attr, const struct collect_span *s,
		    bool first)
{
	struct match_rule rule = {.record = record};
	struct match_rule *slot;
	uint32_t flags = s ? s->flags : MATCH_RULE_NO_SPAN;
	int r = 0;

	if (s && ((r = copy_string(b, s->lo, &rule.lo)) < 0 ||
		  (r = copy_string(b, s->hi, &rule.hi)) < 0))
		return r;
	rule.attr_flags = attr << 8 | flags | (first ? MATCH_RULE_GROUP : 0);
	slot = vec_add(&b->rules);
	if (!slot)
		return YG_ENOMEM;
	*slot = rule;
	return 0;
}

static int add_entry(struct build *b, const struct collect_entry *e)
{
	uint32_t record, attr;
	int r = record_row(b, e->doc, &record);

	if (r == 0)
		r = attr_row(b, e->attr, &attr);
	if (r == 0 && e->span_count == 0)
		r = add_rule(b, record, attr, NULL, true);
	for (uint32_t i = 0; r == 0 && i < e->span_count; i++)
		r = add_rule(b, record, attr, &b->c->spans.p[e->span_first + i], i == 0);
	return r;
}

/* Keys, rules and what they name. */
static int add_keys(struct build *b)
{
	const struct collect_entry *last = NULL;

	for (size_t i = 0; i < b->entry_count; i++) {
		const struct collect_entry *e = &b->c->entries.p[b->entries[i]];
		struct match_key *key;
		int r;
		if (!last || last->ecosystem != e->ecosystem || last->name != e->name) {
			key = vec_add(&b->keys);
			if (!key)
				return YG_ENOMEM;
			key->rule_first = (uint32_t)b->rules.n;
			if ((r = copy_string(b, e->ecosystem, &key->ecosystem)) < 0 ||
			    (r = copy_string(b, e->name, &key->name)) < 0)
				return r;
		}
		r = add_entry(b, e);
		if (r < 0)
			return r;
		key = &b->keys.p[b->keys.n - 1];
		key->rule_count = (uint32_t)b->rules.n - key->rule_first;
		last = e;
	}
	return 0;
}

/* The row of (ecosystem, source) among the last ecosystem's rows, which stand in the order of
 * their sources; added when it is new. */
static int cover(struct build *b, uint32_t ecosystem, uint32_t source)
{
	struct match_coverage *list, *slot;
	size_t i = b->coverage.n;
	struct sv name = intern_view(&b->strings, source);

	for (; i > 0 && b->coverage.p[i - 1].ecosystem == ecosystem; i--) {
		if (b->coverage.p[i - 1].source == source) {
			b->coverage.p[i - 1].rule_count++;
			return 0;
		}
		if (sv_cmp(intern_view(&b->strings, b->coverage.p[i - 1].source), name) < 0)
			break;
	}
	slot = vec_add(&b->coverage);
	if (!slot)
		return YG_ENOMEM;
	list = b->coverage.p;
	memmove(&list[i + 1], &list[i], (b->coverage.n - 1 - i) * sizeof *list);
	list[i] = (struct match_coverage){.ecosystem = ecosystem, .source = source,
		.rule_count = 1};
	return 0;
}

/*
 * Which sources speak for which ecosystem.  The CVE list names packages of ecosystems here and
 * there, but speaks for CPE names only: that it is loaded does not mean npm was looked at.
 */
static int add_coverage(struct build *b)
{
	int r = 0;

	for (size_t i = 0; i < b->keys.n; i++) {
		const struct match_key *k = &b->keys.p[i];
		bool cpe = sv_is(intern_view(&b->strings, k->ecosystem), "cpe");
		for (uint32_t n = 0; r == 0 && n < k->rule_count; n++) {
			const struct match_rule *rule = &b->rules.p[k->rule_first + n];
			uint32_t source = b->records.p[rule->record].source;
			if (cpe || !sv_is(intern_view(&b->strings, source), "cve5"))
				r = cover(b, k->ecosystem, source);
		}
	}
	return r;
}

static int write_file(struct build *b, const char *path)
{
	struct section_rows rows[] = {
		{MATCH_SECTION_KEYS, sizeof *b->keys.p, b->keys.p, b->keys.n},
		{MATCH_SECTION_RULES, sizeof *b->rules.p, b->rules.p, b->rules.n},
		{MATCH_SECTION_ATTRS, sizeof *b->attrs.p, b->attrs.p, b->attrs.n},
		{MATCH_SECTION_RECORDS, sizeof *b->records.p, b->records.p, b->records.n},
		{MATCH_SECTION_VULNS, sizeof *b->vulns.p, b->vulns.p, b->vulns.n},
		{MATCH_SECTION_COVERAGE, sizeof *b->coverage.p, b->coverage.p, b->coverage.n},
		{MATCH_SECTION_SCHEMES, sizeof *b->schemes, b->schemes, b->c->schemes.n},
		{SECTION_STRINGS, 1, b->strings.pool.p, b->strings.pool.n},
	};
	return section_write(path, MATCH_INDEX_MAGIC, MATCH_INDEX_VERSION, rows, YG_COUNT(rows));
}

/* Scheme numbers were given in the order of reading: give them in the order of names. */
static int copy_schemes(struct build *b, uint8_t number[MATCH_SCHEME_MAX])
{
	size_t n = b->c->schemes.n, order[MATCH_SCHEME_MAX];

	for (size_t i = 0; i < n; i++) {
		size_t k = i;
		struct sv name = collect_string(b->c, b->c->schemes.p[i]);
		for (; k > 0 && sv_cmp(collect_string(b->c, b->c->schemes.p[order[k - 1]]),
				       name) > 0; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	for (size_t i = 0; i < n; i++) {
		int r = copy_string(b, b->c->schemes.p[order[i]], &b->schemes[i]);
		if (r < 0)
			return r;
		number[order[i]] = (uint8_t)i;
	}
	return 0;
}

static void drop(struct build *b)
{
	intern_drop(&b->strings);
	free(b->entries);
	free(b->doc_rank);
	free(b->doc_row);
	free(b->attr_row);
	vec_drop(&b->keys);
	vec_drop(&b->rules);
	vec_drop(&b->attrs);
	vec_drop(&b->records);
	vec_drop(&b->vulns);
	vec_drop(&b->coverage);
}

int match_build_write(const struct collect *c, const char *path)
{
	struct build b = {.c = c};
	uint8_t number[MATCH_SCHEME_MAX] = {0};
	int r = sort_all(&b);

	if (r == 0)
		r = copy_schemes(&b, number);
	if (r == 0)
		r = add_keys(&b);
	for (size_t i = 0; r == 0 && i < b.attrs.n; i++)
		if (b.attrs.p[i].scheme != 255)
			b.attrs.p[i].scheme = number[b.attrs.p[i].scheme];
	if (r == 0)
		r = add_coverage(&b);
	if (r == 0)
		r = write_file(&b, path);
	drop(&b);
	return r;
}
