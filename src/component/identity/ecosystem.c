/* SPDX-License-Identifier: Apache-2.0 */
#include "component/identity/ecosystem.h"

#include "base/text.h"
#include "component/identity/os.h"

#define OS(osv, type, family, ns, release, source) \
	{SV_INIT(osv), SV_INIT(type), SV_INIT(family), SV_INIT(ns), ECOSYSTEM_##release, \
	 ECOSYSTEM_NAME, ECOSYSTEM_EXACT, source}
#define LANGUAGE(osv, type, name, fold) \
	{SV_INIT(osv), SV_INIT(type), {NULL, 0}, {NULL, 0}, ECOSYSTEM_NO_RELEASE, \
	 ECOSYSTEM_##name, ECOSYSTEM_##fold, false}

/*
 * OSV schema 1.7, "Defined Ecosystems"; names in quotes that OSV does not define (Amazon Linux,
 * CentOS, Fedora, ...) are written the same way, so that a missing feed can be named.
 */
static const struct ecosystem ecosystems[] = {
	OS("AlmaLinux", "rpm", "almalinux", "almalinux", MAJOR, false),
	OS("Alpaquita", "apk", "alpaquita", "alpaquita", WHOLE, true),
	OS("Alpine", "apk", "alpine", "alpine", V, true),
	OS("Amazon Linux", "rpm", "amzn", "amzn", MAJOR, false),
	OS("Arch Linux", "alpm", "arch", "arch", NO_RELEASE, false),
	OS("Azure Linux", "rpm", "azurelinux", "azurelinux", MAJOR, false),
	OS("Azure Linux", "rpm", "mariner", "mariner", MAJOR, false),
	OS("BellSoft Hardened Containers", "apk", "bellsoft-hardened-containers",
	   "bellsoft-hardened-containers", WHOLE, true),
	OS("CentOS", "rpm", "centos", "centos", MAJOR, false),
	OS("Chainguard", "apk", "chainguard", "chainguard", NO_RELEASE, true),
	OS("CleanStart", "apk", "cleanstart", "cleanstart", NO_RELEASE, true),
	OS("Debian", "deb", "debian", "debian", WHOLE, true),
	OS("Echo", "deb", "echo", "echo", NO_RELEASE, true),
	OS("Fedora", "rpm", "fedora", "fedora", MAJOR, false),
	OS("Gentoo", "ebuild", "gentoo", "gentoo", NO_RELEASE, false),
	OS("Mageia", "rpm", "mageia", "mageia", WHOLE, false),
	OS("MinimOS", "apk", "minimos", "minimos", NO_RELEASE, true),
	OS("openEuler", "rpm", "openeuler", "openeuler", WHOLE, false),
	OS("openSUSE", "rpm", "opensuse-leap", "opensuse", LEAP, false),
	OS("openSUSE", "rpm", "opensuse-tumbleweed", "opensuse", FIXED, false),
	OS("Oracle Linux", "rpm", "ol", "oracle", MAJOR, false),
	OS("Photon OS", "rpm", "photon", "photon", DOT_ZERO, false),
	OS("Raspbian", "deb", "raspbian", "raspbian", WHOLE, true),
	OS("Red Hat", "rpm", "rhel", "redhat", MAJOR, false),
	OS("Rocky Linux", "rpm", "rocky", "rocky", MAJOR, false),
	OS("SUSE", "rpm", "sles", "suse", WHOLE, false),
	OS("SUSE Micro", "rpm", "sl-micro", "suse", WHOLE, false),
	OS("Ubuntu", "deb", "ubuntu", "ubuntu", WHOLE, true),
	OS("Wolfi", "apk", "wolfi", "wolfi", NO_RELEASE, true),

	LANGUAGE("Bioconductor", "bioconductor", NAME, EXACT),
	LANGUAGE("Bitnami", "bitnami", NAME, LOWER),
	LANGUAGE("ConanCenter", "conan", NAME, EXACT),
	LANGUAGE("CRAN", "cran", NAME, EXACT),
	LANGUAGE("crates.io", "cargo", NAME, EXACT),
	LANGUAGE("GitHub Actions", "githubactions", NS_SLASH_NAME, LOWER),
	LANGUAGE("Go", "golang", NS_SLASH_NAME, EXACT),
	LANGUAGE("Hackage", "hackage", NAME, EXACT),
	LANGUAGE("Hex", "hex", NAME, LOWER),
	LANGUAGE("Julia", "julia", NAME, EXACT),
	LANGUAGE("Maven", "maven", NS_COLON_NAME, EXACT),
	LANGUAGE("npm", "npm", NS_SLASH_NAME, EXACT),
	LANGUAGE("NuGet", "nuget", NAME, LOWER),
	LANGUAGE("opam", "opam", NAME, EXACT),
	LANGUAGE("Packagist", "composer", NS_SLASH_NAME, LOWER),
	LANGUAGE("Pub", "pub", NAME, LOWER),
	LANGUAGE("PyPI", "pypi", NAME, PEP503),
	LANGUAGE("RubyGems", "gem", NAME, EXACT),
	LANGUAGE("SwiftURL", "swift", NS_SLASH_NAME, LOWER),
	LANGUAGE("VSCode", "vscode-extension", NS_SLASH_NAME, LOWER),
};

const struct ecosystem *ecosystem_at(size_t i)
{
	return i < YG_COUNT(ecosystems) ? &ecosystems[i] : NULL;
}

static const struct ecosystem *find_base(struct sv base)
{
	for (size_t i = 0; i < YG_COUNT(ecosystems); i++)
		if (base.n == ecosystems[i].osv.n && sv_ieq(base, ecosystems[i].osv))
			return &ecosystems[i];
	return NULL;
}

const struct ecosystem *ecosystem_find(struct sv osv)
{
	struct sv base, rest;

	(void)sv_cut(osv, ':', &base, &rest);
	return find_base(base);
}

const struct ecosystem *ecosystem_of_family(struct sv family)
{
	for (size_t i = 0; i < YG_COUNT(ecosystems); i++)
		if (family.n > 0 && sv_eq(family, ecosystems[i].family))
			return &ecosystems[i];
	return NULL;
}

const struct ecosystem *ecosystem_of_type(struct sv type)
{
	for (size_t i = 0; i < YG_COUNT(ecosystems); i++)
		if (ecosystems[i].family.n == 0 && sv_eq(type, ecosystems[i].type))
			return &ecosystems[i];
	return NULL;
}

/* ---- what feeds write ---- */

static int joined(struct arena *a, struct sv x, struct sv y, struct sv z, struct sv *out)
{
	struct sv s = sv_join(a, x, y, z);
	if (!s.p)
		return YG_ENOMEM;
	*out = s;
	return 0;
}

static struct sv before_dot(struct sv s)
{
	return sv_first(s, sv_find(s, '.'));
}

/* "22.04:LTS", "Pro:22.04:LTS", "Pro:FIPS-updates:22.04:LTS": LTS never decides. */
static int ubuntu_key(struct arena *a, struct sv rest, struct sv *out)
{
	if (sv_ends(rest, SV(":LTS")))
		rest = sv_first(rest, rest.n - 4);
	return joined(a, SV("Ubuntu:"), rest, SV(""), out);
}

/*
 * "enterprise_linux:9::baseos" and "enterprise_linux:9.4" are the release everybody has; the
 * repository does not decide.  Other products and support channels keep their name, without
 * the repository: "rhel_eus:9.4::appstream" is "Red Hat:rhel_eus:9.4".
 */
static int redhat_key(struct arena *a, struct sv rest, struct sv *out)
{
	struct sv product, release, tail;

	if (!sv_cut(rest, ':', &product, &release))
		return joined(a, SV("Red Hat:"), before_dot(rest), SV(""), out);
	(void)sv_cut(release, ':', &release, &tail);
	if (sv_is(product, "enterprise_linux"))
		return joined(a, SV("Red Hat:"), before_dot(release), SV(""), out);
	product.n += 1 + release.n;		/* the text goes on: "rhel_eus:9.4" */
	return joined(a, SV("Red Hat:"), product, SV(""), out);
}

/*
 * "Linux Enterprise Server 15 SP5" and the modules and extensions that go with it share their
 * packages' versions: "SUSE:15.5".  Long-term support is a channel with its own fixes.
 */
static int suse_key(struct arena *a, struct sv rest, struct sv *out)
{
	struct sv head, last, pack = {NULL, 0};
	bool long_term = sv_search(rest, SV("LTSS")) < rest.n;

	if (!sv_starts(rest, SV("Linux Enterprise ")) || sv_search(rest, SV("Micro")) < rest.n)
		return joined(a, SV("SUSE:"), rest, SV(""), out);
	if (sv_ends(rest, SV("-LTSS")))
		rest = sv_first(rest, rest.n - 5);
	if (!sv_rcut(rest, ' ', &head, &last))
		return joined(a, SV("SUSE:"), rest, SV(""), out);
	if (sv_starts(last, SV("SP"))) {
		pack = sv_from(last, 2);
		(void)sv_rcut(head, ' ', &head, &last);
	}
	if (last.n == 0 || !ch_digit(last.p[0]))
		return joined(a, SV("SUSE:"), rest, SV(""), out);
	if (pack.n > 0 && joined(a, last, SV("."), pack, &last) < 0)
		return YG_ENOMEM;
	return joined(a, long_term ? SV("SUSE:LTSS:") : SV("SUSE:"), last, SV(""), out);
}

int ecosystem_key(struct arena *a, struct sv osv, struct sv *out)
{
	const struct ecosystem *row;
	struct sv base, rest;

	if (!sv_cut(osv, ':', &base, &rest) || !(row = find_base(base)) || rest.n == 0) {
		*out = osv;
		return 0;
	}
	if (sv_is(row->osv, "Ubuntu"))
		return ubuntu_key(a, rest, out);
	if (sv_is(row->osv, "Red Hat"))
		return redhat_key(a, rest, out);
	if (sv_is(row->osv, "SUSE"))
		return suse_key(a, rest, out);
	if (row->release == ECOSYSTEM_NO_RELEASE && row->family.n > 0) {
		*out = row->osv;
		return 0;
	}
	if (row->release == ECOSYSTEM_MAJOR)
		return joined(a, row->osv, SV(":"), before_dot(rest), out);
	*out = osv;
	return 0;
}

/* ---- what inventories have ---- */

static int row_key(struct arena *a, const struct ecosystem *row, struct sv release,
		   struct sv *out)
{
	struct sv s;

	switch ((enum ecosystem_release)row->release) {
	case ECOSYSTEM_NO_RELEASE:
		*out = row->osv;
		return 0;
	case ECOSYSTEM_FIXED:
		return joined(a, row->osv, SV(":"), SV("Tumbleweed"), out);
	default:
		break;
	}
	if (release.n == 0)
		return YG_EINVAL;
	switch ((enum ecosystem_release)row->release) {
	case ECOSYSTEM_MAJOR:
		release = before_dot(release);
		break;
	case ECOSYSTEM_V:
		if (ch_digit(release.p[0]))
			return joined(a, row->osv, SV(":v"), release, out);
		break;
	case ECOSYSTEM_DOT_ZERO:
		s = sv_join(a, row->osv, SV(":"), release);
		return s.p ? joined(a, s, SV(".0"), SV(""), out) : YG_ENOMEM;
	case ECOSYSTEM_LEAP:
		return joined(a, row->osv, SV(":Leap "), release, out);
	default:
		break;
	}
	return joined(a, row->osv, SV(":"), release, out);
}

int ecosystem_of_os(struct arena *a, struct sv family, struct sv release, struct sv *out)
{
	const struct ecosystem *row = ecosystem_of_family(family);
	return row ? row_key(a, row, release, out) : YG_ENOTFOUND;
}

int ecosystem_of_component(struct arena *a, const struct component *c,
			   const struct ecosystem **ret_row, struct sv *out)
{
	const struct ecosystem *row;
	int code;

	/* A library of a language that a distribution's image happens to hold is the
	 * language's, not the distribution's. */
	row = ecosystem_of_type(c->type);
	if (!row && (row = ecosystem_of_family(c->os_family)) && !sv_eq(row->type, c->type))
		row = NULL;
	if (!row)
		return YG_ENOTFOUND;
	code = row_key(a, row, c->os_release, out);
	if (code == 0 && ret_row)
		*ret_row = row;
	return code;
}

/* ---- names ---- */

/* PEP 503: lower case, runs of '-', '_' and '.' are one '-'. */
static int fold_pep503(struct arena *a, struct sv name, struct sv *out)
{
	size_t n = 0;
	char *p;

	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (ch_upper(c) || c == '_' || c == '.' ||
		    (c == '-' && i > 0 && name.p[i - 1] == '-')) {
			n = 1;
			break;
		}
	}
	if (n == 0) {
		*out = name;
		return 0;
	}
	p = arena_new(a, char, name.n);
	if (!p)
		return YG_ENOMEM;
	n = 0;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (c != '-' && c != '_' && c != '.')
			p[n++] = ch_to_lower(c);
		else if (n == 0 || p[n - 1] != '-')
			p[n++] = '-';
	}
	*out = (struct sv){p, n};
	return 0;
}

/* Repository URLs of Swift packages: without scheme and ".git". */
static struct sv strip_url(struct sv s)
{
	if (sv_starts(s, SV("https://")))
		s = sv_from(s, 8);
	if (sv_ends(s, SV(".git")))
		s.n -= 4;
	return s;
}

int ecosystem_fold(struct arena *a, const struct ecosystem *row, struct sv name, struct sv *out)
{
	struct sv low;
	size_t i = 0;

	if (row && sv_is(row->type, "swift"))
		name = strip_url(name);
	if (row && row->fold == ECOSYSTEM_PEP503)
		return fold_pep503(a, name, out);
	if (row && row->fold == ECOSYSTEM_LOWER) {
		while (i < name.n && !ch_upper(name.p[i]))
			i++;
		if (i < name.n) {
			low = sv_lower(a, name);
			if (!low.p)
				return YG_ENOMEM;
			name = low;
		}
	}
	*out = name;
	return 0;
}

int ecosystem_package(struct arena *a, const struct ecosystem *row, const struct component *c,
		      struct sv *out)
{
	struct sv name = c->name;
	int code;

	if (row->name != ECOSYSTEM_NAME && c->ns.n > 0) {
		code = joined(a, c->ns, row->name == ECOSYSTEM_NS_COLON_NAME ? SV(":") : SV("/"),
			      c->name, &name);
		if (code < 0)
			return code;
	}
	return ecosystem_fold(a, row, name, out);
}

/* ---- signed kernels ---- */

/* "linux-signed-amd64" is linux, "linux-signed-6.1-arm64" linux-6.1, Ubuntu's
 * "linux-signed-hwe-6.5" linux-hwe-6.5: the signed text holds its own suffix. */
static bool is_architecture(struct sv s)
{
	static const struct sv known[] = {
		SV_INIT("amd64"), SV_INIT("arm64"), SV_INIT("i386"), SV_INIT("armhf"),
	};
	for (size_t i = 0; i < YG_COUNT(known); i++)
		if (sv_eq(s, known[i]))
			return true;
	return false;
}

int ecosystem_source(struct arena *a, const struct component *c, struct sv *name,
		     struct sv *version)
{
	struct sv rest, head, tail, source = c->source_name;

	if (!sv_is(c->type, "deb") || !sv_starts(source, SV("linux-signed"))) {
		*name = source;
		*version = c->source_version;
		return 0;
	}
	rest = sv_from(source, 12);			/* "", "-amd64", "-hwe-6.5" */
	if (sv_rcut(rest, '-', &head, &tail) && is_architecture(tail))
		rest = head;
	if (rest.n == 0)
		source = SV("linux");
	else if (joined(a, SV("linux"), rest, SV(""), &source) < 0)
		return YG_ENOMEM;
	*name = source;
	/* The signed package's version is linux's with '-' written as '+'; its binaries carry
	 * the version of linux itself. */
	*version = c->version;
	return 0;
}
