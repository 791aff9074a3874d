/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/lock/lock.h"

#include "base/limits.h"
#include "base/text.h"
#include "component/identity/purl.h"

int lock_give(struct reading *r, const struct lock_package *p)
{
	struct purl u = {.type = p->type, .ns = p->ns, .name = p->name, .version = p->version};
	struct component c = {.flags = p->flags};
	int rc;

	if (p->name.n == 0 || p->name.n > LIMIT_NAME || p->ns.n > LIMIT_NAME ||
	    p->version.n > LIMIT_VERSION)
		return lock_skip(r, p->at, p->name, p->name.n == 0
				 ? "a package without a name"
				 : "a name or version longer than is accepted");
	rc = purl_normalise(&r->scratch, PURL_LENIENT, &u, NULL);
	if (rc == YG_ENOMEM)
		return reading_fail(r, rc, reading_at(r, p->at), "out of memory");
	if (rc < 0)
		return lock_skip(r, p->at, p->name, "a name that its package type cannot have");
	c.type = u.type;
	c.ns = u.ns;
	c.name = u.name;
	c.version = u.version;
	return reading_give(r, reading_at(r, p->at), &c);
}

int lock_give_path(struct reading *r, struct lock_package p, char sep)
{
	struct sv head, tail;

	if (sv_rcut(p.name, sep, &head, &tail)) {
		p.ns = head;
		p.name = tail;
	}
	return lock_give(r, &p);
}

int lock_skip(struct reading *r, const char *at, struct sv name, const char *why)
{
	return reading_skip(r, reading_at(r, at), name, why);
}

struct sv lock_header_field(struct sv text, struct sv name)
{
	struct sv line, key, value;

	while (sv_line(&text, &line) && sv_trim(line).n > 0)
		if (sv_cut(line, ':', &key, &value) && sv_ieq(key, name))
			return sv_trim(value);
	return (struct sv){NULL, 0};
}

struct sv lock_base_name(struct sv path)
{
	size_t slash = sv_rfind(path, '/'), mark = sv_rfind(path, '!');

	if (slash < path.n)
		path = sv_from(path, slash + 1);
	else if (mark < path.n)
		path = sv_from(path, mark + 1);
	return path;
}

bool lock_is_named(struct sv path, struct sv name)
{
	struct sv base = lock_base_name(path);

	return base.n >= name.n && sv_ieq(sv_from(base, base.n - name.n), name) &&
	       (base.n == name.n || !ch_alnum((unsigned char)base.p[base.n - name.n - 1]));
}
