/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ecosystems.c - which scheme orders the versions of an OSV ecosystem, a purl type or a CVE
 * record's versionType.  Three tables; an ecosystem or type that is not there has no order.
 */
#include "component/version/schemes.h"

struct name_scheme {
	const char *name, *scheme;
};

/* OSV schema 1.7, "Defined Ecosystems", and names that feeds use besides. */
static const struct name_scheme osv_ecosystems[] = {
	{"AlmaLinux", "rpm"},
	{"Alpaquita", "apk"},
	{"Alpine", "apk"},
	{"Android", NULL},		/* "12L:2022-05-01": a release with a patch level */
	{"Arch Linux", "alpm"},
	{"Azure Linux", "rpm"},
	{"BellSoft Hardened Containers", "apk"},
	{"Bioconductor", "cran"},
	{"Bitnami", "bitnami"},
	{"Chainguard", "apk"},
	{"ConanCenter", "conan"},
	{"CRAN", "cran"},
	{"crates.io", "cargo"},
	{"Debian", "deb"},
	{"Echo", "deb"},
	{"FreeBSD", NULL},
	{"Gentoo", "gentoo"},
	{"GHC", "hackage"},
	{"GitHub Actions", "semver"},
	{"Go", "golang"},
	{"Hackage", "hackage"},
	{"Hex", "semver"},
	{"Julia", "semver"},
	{"Kubernetes", "semver"},
	{"Linux", "semver"},		/* kernel releases; most ranges there are of type GIT */
	{"Mageia", "rpm"},
	{"Maven", "maven"},
	{"MinimOS", "apk"},
	{"npm", "npm"},
	{"NuGet", "nuget"},
	{"opam", NULL},
	{"OSS-Fuzz", NULL},
	{"openEuler", "rpm"},
	{"openSUSE", "rpm"},
	{"Oracle Linux", "rpm"},
	{"Packagist", "composer"},
	{"Photon OS", "rpm"},
	{"Pub", "pub"},
	{"PyPI", "pypi"},
	{"Red Hat", "rpm"},
	{"Rocky Linux", "rpm"},
	{"RubyGems", "gem"},
	{"SUSE", "rpm"},
	{"SwiftURL", "semver"},
	{"Ubuntu", "deb"},
	{"VSCode", "semver"},
	{"Wolfi", "apk"},
};

/* purl-spec, "Known types". */
static const struct name_scheme purl_types[] = {
	{"alpine", "apk"},
	{"alpm", "alpm"},
	{"apk", "apk"},
	{"bitnami", "bitnami"},
	{"cargo", "cargo"},
	{"cocoapods", "semver"},
	{"composer", "composer"},
	{"conan", "conan"},
	{"conda", "pypi"},
	{"cpan", NULL},
	{"cran", "cran"},
	{"deb", "deb"},
	{"ebuild", "gentoo"},
	{"gem", "gem"},
	{"generic", "generic"},
	{"githubactions", "semver"},
	{"golang", "golang"},
	{"hackage", "hackage"},
	{"hex", "semver"},
	{"julia", "semver"},
	{"luarocks", NULL},
	{"maven", "maven"},
	{"npm", "npm"},
	{"nuget", "nuget"},
	{"opam", NULL},
	{"pub", "pub"},
	{"pypi", "pypi"},
	{"rpm", "rpm"},
	{"swift", "semver"},
};

/*
 * CVE record format 5, versionType: free text.  Words that are not here ("release train",
 * "firmware", the version itself) say nothing about the order, and are read as "custom".
 */
static const struct name_scheme cve_types[] = {
	{"apk", "apk"},
	{"calver", "calver"},
	{"cargo", "cargo"},
	{"commit", NULL},
	{"deb", "deb"},
	{"dpkg", "deb"},
	{"gem", "gem"},
	{"git", NULL},		/* commits have no order without their history */
	{"go", "golang"},
	{"golang", "golang"},
	{"maven", "maven"},
	{"npm", "npm"},
	{"nuget", "nuget"},
	{"pypi", "pypi"},
	{"python", "pypi"},
	{"rpm", "rpm"},
	{"semver", "semver"},
	{"semver-2.0.0", "semver"},
};

static const struct name_scheme *lookup(const struct name_scheme *t, size_t count, struct sv name)
{
	for (size_t i = 0; i < count; i++)
		if (sv_ieq(name, sv_of(t[i].name)))
			return &t[i];
	return NULL;
}

static const struct version_scheme *scheme_of(const struct name_scheme *row)
{
	return row && row->scheme ? version_scheme_find(sv_of(row->scheme)) : NULL;
}

/* "Echo:PyPI", "Root:Debian:12": rebuilds that keep the versions' order of their origin. */
static bool is_rebuild(struct sv name)
{
	return sv_ieq(name, SV("Root")) || sv_ieq(name, SV("Echo"));
}

const struct version_scheme *version_scheme_of_ecosystem(struct sv ecosystem)
{
	struct sv name, release;

	(void)sv_cut(ecosystem, ':', &name, &release);
	if (is_rebuild(name) && release.n > 0)
		(void)sv_cut(release, ':', &name, &release);
	return scheme_of(lookup(osv_ecosystems, YG_COUNT(osv_ecosystems), name));
}

const struct version_scheme *version_scheme_of_purl_type(struct sv type)
{
	return scheme_of(lookup(purl_types, YG_COUNT(purl_types), type));
}

const struct version_scheme *version_scheme_of_cve_type(struct sv version_type)
{
	const struct name_scheme *row =
		lookup(cve_types, YG_COUNT(cve_types), sv_trim(version_type));

	return row ? scheme_of(row) : version_scheme_find(SV("generic"));
}
