/* SPDX-License-Identifier: Apache-2.0 */
#include "understand/knowledge/collect.h"

#include "base/clock.h"

static int compare_refs(const struct collect *c, uint32_t a, uint32_t b)
{
	return a == b ? 0 : sv_cmp(collect_string(c, a), collect_string(c, b));
}

/* The same statement of the same source? */
static int compare_identity(const struct collect *c, const struct collect_doc *a,
			    const struct collect_doc *b)
{
	int r = compare_refs(c, a->source, b->source);
	if (r == 0)
		r = compare_refs(c, a->id, b->id);
	return r ? r : compare_refs(c, a->sub, b->sub);
}

int collect_doc_order(const struct collect *c, uint32_t x, uint32_t y)
{
	const struct collect_doc *a = &c->docs.p[x], *b = &c->docs.p[y];
	int r = compare_identity(c, a, b);
	if (r == 0 && a->modified != b->modified)
		r = clock_compare(collect_string(c, a->modified), collect_string(c, b->modified));
	if (r == 0)
		r = (a->content > b->content) - (a->content < b->content);
	return r ? r : (x > y) - (x < y);
}

static int order_docs(const void *x, const void *y, void *ctx)
{
	return collect_doc_order(ctx, *(const uint32_t *)x, *(const uint32_t *)y);
}

/* The entries of older documents that speak about a release of newer give way to it. */
static void supersede_entries(struct collect *c, const struct collect_doc *older,
			      const struct collect_doc *newer)
{
	for (uint32_t i = 0; i < older->entry_count; i++) {
		struct collect_entry *e = &c->entries.p[older->entry_first + i];
		for (uint32_t k = 0; k < newer->entry_count && !e->dead; k++)
			e->dead = c->entries.p[newer->entry_first + k].ecosystem == e->ecosystem;
	}
}

/* order[from..to) is one identity, oldest first. */
static void supersede(struct collect *c, const uint32_t *order, size_t from, size_t to)
{
	for (size_t i = from; i + 1 < to; i++) {
		struct collect_doc *older = &c->docs.p[order[i]];
		if (older->sub == 0)
			older->flags |= COLLECT_SUPERSEDED;
		else
			for (size_t k = i + 1; k < to; k++)
				supersede_entries(c, older, &c->docs.p[order[k]]);
	}
}

static void choose_latest(struct collect *c, const uint32_t *order, size_t n)
{
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n; to++)
			if (compare_identity(c, &c->docs.p[order[from]],
					     &c->docs.p[order[to]]) != 0)
				break;
		supersede(c, order, from, to);
	}
}

static int tie_aliases(struct collect *c)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < c->links.n; i++) {
		const struct collect_link *l = &c->links.p[i];
		const struct collect_doc *d = &c->docs.p[l->doc];
		if (!(d->flags & COLLECT_SUPERSEDED))
			r = alias_add(&c->aliases, collect_string(c, d->id),
				      collect_string(c, l->to),
				      (enum record_relation)l->relation);
	}
	return r;
}

static int resolve_vulnerabilities(struct collect *c)
{
	struct alias_result ids = {0};
	int r = 0;

	for (size_t i = 0; r == 0 && i < c->docs.n; i++) {
		struct collect_doc *d = &c->docs.p[i];
		d->vuln_first = (uint32_t)c->vulns.n;
		r = alias_vulnerabilities(&c->aliases, collect_string(c, d->id),
					  d->flags & COLLECT_ADVISORY, &ids);
		for (size_t k = 0; r == 0 && k < ids.ids.n; k++) {
			uint32_t *slot = vec_add(&c->vulns);
			r = slot ? intern_add(&c->strings,
					      intern_view(&c->aliases.ids, ids.ids.p[k]), slot)
				 : YG_ENOMEM;
		}
		d->vuln_count = (uint32_t)c->vulns.n - d->vuln_first;
	}
	vec_drop(&ids.ids);
	return r;
}

int collect_finish(struct collect *c)
{
	uint32_t *order = c->docs.n ? malloc(c->docs.n * sizeof *order) : NULL;
	int r;

	if (c->docs.n && !order)
		return YG_ENOMEM;
	for (size_t i = 0; i < c->docs.n; i++)
		order[i] = (uint32_t)i;
	if (c->docs.n)
		qsort_r(order, c->docs.n, sizeof *order, order_docs, c);
	choose_latest(c, order, c->docs.n);
	free(order);
	r = tie_aliases(c);
	return r == 0 ? resolve_vulnerabilities(c) : r;
}
