/* SPDX-License-Identifier: Apache-2.0 */
#include "component/component.h"

#include "base/text.h"
#include "component/identity/ecosystem.h"
#include "component/identity/os.h"

bool component_is_os_package(const struct component *c)
{
	return sv_is(c->type, "deb") || sv_is(c->type, "rpm") || sv_is(c->type, "apk") ||
	       sv_is(c->type, "alpm");
}

bool component_split_epoch(struct sv version, struct sv *epoch, struct sv *rest)
{
	struct sv head, tail;
	size_t i = 0;

	if (sv_cut(version, ':', &head, &tail) && tail.n > 0) {
		while (i < head.n && ch_digit(head.p[i]))
			i++;
		if (i > 0 && i == head.n) {
			*epoch = head;
			*rest = tail;
			return true;
		}
	}
	*epoch = (struct sv){NULL, 0};
	*rest = version;
	return false;
}

/* "(none):1.2-3" is what rpm's own query formats print for a package without an epoch. */
static void cut_zero_epoch(struct component *c)
{
	struct sv epoch, rest;

	if (!sv_is(c->type, "rpm"))
		return;
	for (;;) {
		if (sv_starts(c->version, SV("(none):")))
			c->version = sv_from(c->version, 7);
		else if (component_split_epoch(c->version, &epoch, &rest) &&
			 sv_digits_cmp(epoch, SV("0")) == 0)
			c->version = rest;
		else
			return;
	}
}

static void settle_os(struct component *c)
{
	static const struct sv none = {NULL, 0};
	const struct ecosystem *row;
	struct os_ref os;

	if (component_is_os_package(c) && c->os_family.n == 0)
		c->os_family = c->ns;
	if (c->os_family.n > 0) {
		os = os_resolve(c->os_family, c->os_release, none, none);
		c->os_family = os.family;
		c->os_release = os.release;
	}
	if (!component_is_os_package(c))
		return;
	/* One namespace for one distribution, whatever its maker calls it (ol, oracle). */
	if (c->ns.n > 0 && !sv_eq(c->ns, c->os_family))
		os = os_resolve(c->ns, c->os_release, none, none);
	else
		os.family = c->os_family;
	row = ecosystem_of_family(os.family);
	if (row)
		c->ns = row->ns;
	else if (c->ns.n == 0)
		c->ns = c->os_family;
}

static struct sv without_epoch(struct sv version)
{
	struct sv epoch, rest;
	(void)component_split_epoch(version, &epoch, &rest);
	return rest;
}

static void settle_source(struct component *c)
{
	if (!component_is_os_package(c))
		return;
	if (c->source_name.n == 0)
		c->source_name = c->name;
	if (c->source_version.n == 0)
		c->source_version = sv_is(c->type, "rpm") ? without_epoch(c->version)
							  : c->version;
}

void component_finish(struct component *c)
{
	cut_zero_epoch(c);
	settle_os(c);
	settle_source(c);
}

void component_settle_sources(struct component *list, size_t count)
{
	bool stated = false;

	for (size_t i = 0; i < count && !stated; i++)
		stated = component_is_os_package(&list[i]) &&
			 !(list[i].flags & COMPONENT_SOURCE_ASSUMED);
	for (size_t i = 0; i < count && stated; i++)
		list[i].flags &= ~(unsigned)COMPONENT_SOURCE_ASSUMED;
}

static bool same_cpes(const struct component *a, const struct component *b)
{
	if (a->cpe_count != b->cpe_count)
		return false;
	for (size_t i = 0; i < a->cpe_count; i++)
		if (!sv_eq(a->cpes[i], b->cpes[i]))
			return false;
	return true;
}

bool component_same(const struct component *a, const struct component *b)
{
	unsigned ignored = COMPONENT_SOURCE_ASSUMED | COMPONENT_DEV;

	/* A purl cannot say "known not to be modular"; no verdict depends on it. */
	if (a->module.n == 0 && b->module.n == 0)
		ignored |= COMPONENT_MODULE_KNOWN;
	return sv_eq(a->type, b->type) && sv_eq(a->ns, b->ns) && sv_eq(a->name, b->name) &&
	       sv_eq(a->version, b->version) && sv_eq(a->arch, b->arch) &&
	       sv_eq(a->source_name, b->source_name) &&
	       sv_eq(a->source_version, b->source_version) &&
	       sv_eq(a->os_family, b->os_family) && sv_eq(a->os_release, b->os_release) &&
	       sv_eq(a->module, b->module) && sv_eq(a->origin, b->origin) &&
	       (a->flags & ~ignored) == (b->flags & ~ignored) && same_cpes(a, b);
}
