/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/finding_parts.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "component/identity/ecosystem.h"

struct grouped {		/* a component and the key of its unit */
	struct sv key;
	uint64_t hash;
	uint32_t unit;
	const struct component *c;
};

/* Keys are fields with a byte between them that no field holds. */
static void put(struct buf *b, struct sv s)
{
	buf_sv(b, s);
	buf_char(b, '\x1f');
}

static int source_key(struct arena *a, const struct component *c, struct buf *b)
{
	struct sv name, version;
	int r = ecosystem_source(a, c, &name, &version);

	if (r < 0)
		return r;
	buf_char(b, 'S');
	put(b, c->os_family);
	put(b, c->os_release);
	put(b, name);
	put(b, version);
	buf_char(b, c->flags & COMPONENT_THIRD_PARTY ? '3' : '-');
	return b->err;
}

static int own_key(const struct component *c, struct buf *b)
{
	buf_char(b, 'P');
	put(b, c->type);
	put(b, c->ns);
	put(b, c->name);
	put(b, c->version);
	put(b, c->arch);
	put(b, c->os_family);
	put(b, c->os_release);
	put(b, c->module);
	buf_fmt(b, "%x", c->flags & (COMPONENT_THIRD_PARTY | COMPONENT_MODULE_KNOWN));
	for (size_t i = 0; i < c->cpe_count; i++)
		put(b, c->cpes[i]);
	return b->err;
}

static bool is_by_source(const struct component *c)
{
	const struct ecosystem *row = component_is_os_package(c)
		? ecosystem_of_family(c->os_family) : NULL;
	return row && row->source;
}

static size_t slot_for(const uint32_t *slots, size_t count, const struct grouped *list,
		       const struct grouped *g)
{
	size_t i = (size_t)(g->hash * 0x9e3779b97f4a7c15u >> 20) & (count - 1);
	while (slots[i] && (list[slots[i] - 1].hash != g->hash ||
			    !sv_eq(list[slots[i] - 1].key, g->key)))
		i = (i + 1) & (count - 1);
	return i;
}

/* Give each component the number of its unit, in the order of first sight. */
static int number_units(struct arena *a, const struct component *components, size_t n,
			struct grouped *list, size_t *ret_units)
{
	struct buf b = BUF_CAP(KIB(64) + LIMIT_CPE * 64);
	size_t slot_count = 1024, units = 0;
	uint32_t *slots;
	int r = 0;

	while (slot_count < n * 2)
		slot_count *= 2;
	slots = arena_new(a, uint32_t, slot_count);
	for (size_t i = 0; r == 0 && slots && i < n; i++) {
		struct grouped *g = &list[i];
		size_t at;
		buf_clear(&b);
		g->c = &components[i];
		r = is_by_source(g->c) ? source_key(a, g->c, &b) : own_key(g->c, &b);
		g->key = buf_view(&b);
		g->hash = sv_hash(g->key);
		if (r < 0)
			break;
		at = slot_for(slots, slot_count, list, g);
		if (slots[at]) {
			g->unit = list[slots[at] - 1].unit;
			continue;
		}
		g->key = arena_copy(a, g->key);
		if (!g->key.p)
			r = YG_ENOMEM;
		g->unit = (uint32_t)units++;
		slots[at] = (uint32_t)i + 1;
	}
	buf_drop(&b);
	*ret_units = units;
	return slots ? r : YG_ENOMEM;
}

static int by_text(const void *x, const void *y)
{
	return sv_cmp(*(const struct sv *)x, *(const struct sv *)y);
}

/* The distinct values of one member of the components, sorted; at most `most`. */
static int distinct(struct arena *a, const struct finding_unit *u, size_t offset, size_t most,
		    const struct sv **ret, size_t *ret_count)
{
	struct sv *list = arena_new(a, struct sv, u->member_count);
	size_t n = 0, kept = 0;

	if (!list)
		return YG_ENOMEM;
	for (size_t i = 0; i < u->member_count; i++) {
		memcpy(&list[n], (const char *)u->members[i] + offset, sizeof *list);
		n += list[n].n > 0;
	}
	if (n > 1)
		qsort(list, n, sizeof *list, by_text);
	for (size_t i = 0; i < n && kept < most; i++)
		if (kept == 0 || !sv_eq(list[i], list[kept - 1]))
			list[kept++] = list[i];
	*ret = list;
	*ret_count = kept;
	return 0;
}

/*
 * A unit runs if one of its kernels does; it is known not to when all that could run in it
 * are kernels that do not.  Headers beside a kernel do not change that.
 */
static void set_running(struct finding_unit *u)
{
	bool running = false, other = false, idle = false;

	u->no_code = true;
	for (size_t i = 0; i < u->member_count; i++) {
		unsigned flags = u->members[i]->flags;
		bool none = flags & (COMPONENT_NO_CODE | COMPONENT_HEADERS);
		u->no_code = u->no_code && none;
		running |= (flags & COMPONENT_KERNEL_RUNNING) != 0;
		idle |= (flags & COMPONENT_KERNEL_IDLE) != 0;
		other |= !none && !(flags & (COMPONENT_KERNEL_RUNNING | COMPONENT_KERNEL_IDLE));
	}
	u->running = running ? FINDING_RUNNING
		: idle && !other ? FINDING_NOT_RUNNING : FINDING_RUNNING_UNKNOWN;
}

static int fill(struct arena *a, struct finding_unit *u)
{
	const struct component *first = u->members[0];
	int r = 0;

	u->by_source = is_by_source(first);
	u->name = first->name;
	u->version = first->version;
	if (u->by_source)
		r = ecosystem_source(a, first, &u->name, &u->version);
	set_running(u);
	if (r == 0)
		r = distinct(a, u, offsetof(struct component, name), SIZE_MAX, &u->binaries,
			     &u->binary_count);
	return r == 0 ? distinct(a, u, offsetof(struct component, file), FINDING_FILES, &u->files,
				 &u->file_count) : r;
}

int finding_units(struct arena *a, const struct component *components, size_t n,
		  struct finding_unit **ret, size_t *ret_count)
{
	struct grouped *list = arena_new(a, struct grouped, n + 1);
	const struct component **members = arena_new(a, const struct component *, n + 1);
	struct finding_unit *units;
	size_t count, at = 0;
	int r = list && members ? number_units(a, components, n, list, &count) : YG_ENOMEM;

	if (r < 0)
		return r;
	units = arena_new(a, struct finding_unit, count + 1);
	if (!units)
		return YG_ENOMEM;
	for (size_t i = 0; i < n; i++)
		units[list[i].unit].member_count++;
	for (size_t i = 0; i < count; i++) {
		units[i].members = members + at;
		at += units[i].member_count;
		units[i].member_count = 0;
	}
	for (size_t i = 0; i < n; i++) {
		struct finding_unit *u = &units[list[i].unit];
		u->members[u->member_count++] = list[i].c;
	}
	for (size_t i = 0; i < count && r == 0; i++)
		r = fill(a, &units[i]);
	if (r < 0)
		return r;
	*ret = units;
	*ret_count = count;
	return 0;
}

int finding_ecosystem(struct arena *a, const struct component *c, struct sv *ret)
{
	int r = ecosystem_of_component(a, c, NULL, ret);

	if (r == YG_ENOMEM)
		return r;
	if (r < 0)
		*ret = c->os_family.n ? c->os_family : c->type;
	return 0;
}
