/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/spdx.h"

#include <stddef.h>

#include "base/text.h"

void spdx_clear(struct spdx_package *p)
{
	memset(p, 0, offsetof(struct spdx_package, cpes));
}

void spdx_reference(struct spdx_package *p, struct sv type, struct sv locator)
{
	struct sv path, last;

	/* "http://spdx.org/rdf/references/purl" is the long form of "purl". */
	if (sv_rcut(type, '/', &path, &last))
		type = last;
	if (sv_is(type, "purl") || sv_is(type, "packageUrl") || sv_is(type, "packageURL")) {
		if (p->purl.n == 0)
			p->purl = locator;
	} else if (sv_starts(type, SV("cpe2")) && locator.n > 0) {
		if (p->cpe_count < LIMIT_COMPONENT_CPES)
			p->cpes[p->cpe_count] = locator;
		p->cpe_count++;
	}
}

static struct sv unless_no_assertion(struct sv s)
{
	return sv_is(s, "NOASSERTION") || sv_is(s, "NONE") ? (struct sv){NULL, 0} : s;
}

static bool is_os(const struct spdx_package *p)
{
	return sv_ieq(p->purpose, SV("OPERATING-SYSTEM")) ||
	       sv_ieq(p->purpose, SV("OPERATING_SYSTEM")) ||
	       sv_is(p->purpose, "operatingSystem") ||
	       sv_starts(p->id, SV("SPDXRef-OperatingSystem"));
}

static int give_os(struct reading *r, size_t at, const struct spdx_package *p)
{
	struct inventory_os os = {.id = p->name, .version_id = unless_no_assertion(p->version)};

	return is_os(p) ? reading_os(r, at, &os) : 0;
}

/* Two generators write facts into the free text of PackageSourceInfo. */
static void read_source_info(struct sv info, struct component *c)
{
	struct sv built = SV("built package from: "), acquired = SV("acquired package info from ");
	struct sv head, rest;

	if (sv_starts(info, built) && (c->flags & COMPONENT_SOURCE_ASSUMED)) {
		c->flags &= ~(unsigned)COMPONENT_SOURCE_ASSUMED;
		info = sv_from(info, built.n);
		if (sv_rcut(info, ' ', &head, &rest)) {
			c->source_name = head;
			c->source_version = rest;
		} else {
			c->source_name = info;
		}
	} else if (sv_starts(info, acquired) && sv_cut(info, ':', &head, &rest)) {
		c->file = sv_trim(rest);
	}
}

int spdx_give(struct reading *r, size_t at, struct spdx_package *p)
{
	struct component c = {.name = p->name, .version = unless_no_assertion(p->version),
			      .purl = p->purl, .cpes = p->cpes, .cpe_count = p->cpe_count};
	const char *unreadable = NULL;
	int rc;

	if (p->cpe_count > LIMIT_COMPONENT_CPES)
		return reading_skip(r, at, p->name, "more CPE names than LIMIT_COMPONENT_CPES");
	if (p->purl.n > 0 && (rc = reading_purl(r, p->purl, &c, &unreadable)) < 0)
		return rc;
	if (c.version.n == 0)
		c.version = unless_no_assertion(p->version);
	read_source_info(p->source_info, &c);
	if ((rc = give_os(r, at, p)) < 0)
		return rc;
	return reading_give(r, at, &c);
}
