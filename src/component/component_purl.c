/* SPDX-License-Identifier: Apache-2.0 */
/* Components from package URLs and back. */
#include "component/component.h"

#include "base/text.h"
#include "component/identity/os.h"
#include "component/identity/purl.h"

static int no_memory(struct yg_err *err)
{
	return yg_fail(err, YG_ENOMEM, 0, "out of memory");
}

/* "openssl-3.0.7-18.el9.src.rpm": name, version-release. */
static void read_srpm(struct sv s, struct component *c)
{
	static const struct sv endings[] = {
		SV_INIT(".src.rpm"), SV_INIT(".nosrc.rpm"), SV_INIT("-src.rpm"),
	};
	struct sv name, version, release;

	for (size_t i = 0; i < YG_COUNT(endings); i++)
		if (sv_ends(s, endings[i])) {
			s.n -= endings[i].n;
			break;
		}
	if (sv_rcut(s, '-', &name, &release) && sv_rcut(name, '-', &name, &version) &&
	    name.n > 0) {
		c->source_name = name;
		c->source_version = (struct sv){version.p, version.n + 1 + release.n};
	} else if (sv_find(s, '@') == s.n) {
		c->source_name = s;
	}
}

/* "openssl" or "openssl@3.0.11-1"; rpm: mostly the source rpm's file name. */
static void read_upstream(struct sv s, struct component *c)
{
	if (sv_is(c->type, "rpm") && sv_ends(s, SV(".rpm")))
		read_srpm(s, c);
	else if (s.n > 0 && s.p[0] != '@')
		(void)sv_cut(s, '@', &c->source_name, &c->source_version);
}

/* rpm purls carry the epoch apart, and so do some makers' deb purls. */
static int read_epoch(struct arena *a, struct sv epoch, struct component *c)
{
	struct sv head, rest, joined;

	if (epoch.n == 0 || c->version.n == 0 ||
	    component_split_epoch(c->version, &head, &rest))
		return 0;
	joined = sv_join(a, epoch, SV(":"), c->version);
	if (!joined.p)
		return YG_ENOMEM;
	if (component_split_epoch(joined, &head, &rest) && sv_digits_cmp(head, SV("0")) != 0)
		c->version = joined;
	return 0;
}

/* upstream= is what most makers write; others took the package manager's own word. */
static struct sv source_qualifier(const struct purl *p)
{
	struct sv upstream = purl_qualifier(p, SV("upstream"));

	if (upstream.n > 0)
		return upstream;
	return purl_qualifier(p, sv_is(p->type, "apk") ? SV("origin") : SV("source"));
}

static void read_os_qualifiers(const struct purl *p, struct component *c)
{
	struct os_ref os = os_of_purl(p->ns, purl_qualifier(p, SV("distro")));
	struct sv module = purl_qualifier(p, SV("rpmmod"));

	c->os_family = os.family;
	c->os_release = os.release;
	if (module.n > 0 && sv_is(c->type, "rpm")) {
		c->module = module;
		c->flags |= COMPONENT_MODULE_KNOWN;
	}
	c->origin = purl_qualifier(p, SV("third_party"));
	if (c->origin.n > 0)
		c->flags |= COMPONENT_THIRD_PARTY;
	read_upstream(source_qualifier(p), c);
	if (c->source_name.n == 0 && !sv_is(c->arch, "source") && !sv_is(c->arch, "src"))
		c->flags |= COMPONENT_SOURCE_ASSUMED;
}

/* "v2" and the like: the end of a module's path, which some makers write as a subpath. */
static bool is_major_suffix(struct sv s)
{
	uint64_t n;
	return s.n > 1 && s.p[0] == 'v' && sv_u64(sv_from(s, 1), &n) && n >= 2;
}

static int read_module_path(struct arena *a, const struct purl *p, struct component *c)
{
	if (!is_major_suffix(p->subpath) || sv_eq(p->name, p->subpath))
		return 0;
	c->ns = p->ns.n > 0 ? sv_join(a, p->ns, SV("/"), p->name) : p->name;
	c->name = p->subpath;
	return c->ns.p ? 0 : YG_ENOMEM;
}

int component_from_purl(struct arena *a, struct sv text, struct component *out,
			struct yg_err *err)
{
	struct component c = {.purl = text};
	struct purl p;
	int code = purl_read(a, text, PURL_LENIENT, &p, err);

	if (code < 0)
		return code;
	if (sv_is(p.type, "alpine")) {		/* before the type was named apk */
		p.type = SV("apk");
		if (p.ns.n == 0)
			p.ns = SV("alpine");
		if ((code = purl_normalise(a, PURL_LENIENT, &p, err)) < 0)
			return code;
	}
	c.type = p.type;
	c.ns = p.ns;
	c.name = p.name;
	c.version = p.version;
	c.arch = purl_qualifier(&p, SV("arch"));
	if (component_is_os_package(&c)) {
		read_os_qualifiers(&p, &c);
		code = read_epoch(a, purl_qualifier(&p, SV("epoch")), &c);
	} else if (sv_is(c.type, "golang")) {
		code = read_module_path(a, &p, &c);
	}
	if (code < 0)
		return no_memory(err);
	component_finish(&c);
	*out = c;
	return 0;
}

/* ---- and back ---- */

enum { QUALIFIERS = 6 };

struct builder {
	struct arena *a;
	struct purl p;
	struct purl_qualifier q[QUALIFIERS];
};

static void add(struct builder *b, const char *key, struct sv value)
{
	if (value.n > 0)
		b->q[b->p.qualifier_count++] = (struct purl_qualifier){sv_of(key), value};
}

/* The version without its epoch, which rpm purls keep apart. */
static void add_version(struct builder *b, const struct component *c)
{
	struct sv epoch, rest, second, tail;

	b->p.version = c->version;
	if (sv_is(c->type, "rpm") && component_split_epoch(c->version, &epoch, &rest) &&
	    !component_split_epoch(rest, &second, &tail)) {
		b->p.version = rest;
		add(b, "epoch", epoch);
	}
}

static int add_distro(struct builder *b, const struct component *c)
{
	struct sv distro = c->os_family;

	if (c->os_release.n > 0) {
		distro = sv_join(b->a, c->os_family, SV("-"), c->os_release);
		if (!distro.p)
			return YG_ENOMEM;
	} else if (sv_eq(os_of_purl(c->ns, SV("")).family, c->os_family)) {
		return 0;		/* the namespace has said it */
	}
	add(b, "distro", distro);
	return 0;
}

/* What a source rpm's file name can hold: one '-'. */
static bool is_version_release(struct sv s)
{
	struct sv version, release;
	return sv_cut(s, '-', &version, &release) && sv_find(release, '-') == release.n;
}

static int add_upstream(struct builder *b, const struct component *c)
{
	bool rpm = sv_is(c->type, "rpm");
	bool same_version = sv_eq(c->source_version, rpm ? b->p.version : c->version);
	struct sv s = c->source_name;

	if ((c->flags & COMPONENT_SOURCE_ASSUMED) || s.n == 0 ||
	    (same_version && sv_eq(s, c->name)))
		return 0;
	if (rpm && is_version_release(c->source_version)) {
		s = sv_join(b->a, s, SV("-"), c->source_version);
		if (s.p)
			s = sv_join(b->a, s, SV(".src.rpm"), SV(""));
	} else if (!same_version) {
		s = sv_join(b->a, s, SV("@"), c->source_version);
	}
	if (!s.p)
		return YG_ENOMEM;
	add(b, "upstream", s);
	return 0;
}

int component_purl(struct arena *a, const struct component *c, struct sv *out)
{
	struct builder b = {.a = a, .p = {.type = c->type, .ns = c->ns, .name = c->name}};
	int code = 0;

	if (c->type.n == 0)
		return YG_EINVAL;
	b.p.qualifiers = b.q;
	add_version(&b, c);
	add(&b, "arch", c->arch);
	if (component_is_os_package(c)) {
		if ((code = add_distro(&b, c)) < 0 || (code = add_upstream(&b, c)) < 0)
			return code;
		add(&b, "rpmmod", c->module);
		if (c->flags & COMPONENT_THIRD_PARTY)
			add(&b, "third_party", c->origin);
	}
	if ((code = purl_normalise(a, PURL_LENIENT, &b.p, NULL)) < 0)
		return code;
	return purl_text(a, &b.p, out);
}
