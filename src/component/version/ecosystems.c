/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ecosystems.c - which scheme orders the versions of an OSV ecosystem, a purl type or a CVE
 * record's versionType.  Three tables; a name that is not there has no order.
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
	{"Arch Linux", "alpm"},
	{"Azure Linux", "rpm"},
	{"BellSoft Hardened Containers", "apk"},
	{"Bioconductor", "cran"},
	{"Bitnami", "bitnami"},
	{"Chainguard", "apk"},
	{"CleanStart", "apk"},
	{"ConanCenter", "conan"},
	{"CRAN", "cran"},
	{"crates.io", "cargo"},
	{"Debian", "deb"},
	{"Docker Hardened Images", "deb"},
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
	{"Mageia", "rpm"},
	{"Maven", "maven"},
	{"MinimOS", "apk"},
	{"npm", "npm"},
	{"NuGet", "nuget"},
	{"opam", NULL},
	{"openEuler", "rpm"},
	{"openSUSE", "rpm"},
	{"OpenSUSE", "rpm"},
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

/* CVE record format 5, versionType (free text; the words that occur). */
static const struct name_scheme cve_types[] = {
	{"", "generic"},		/* absent */
	{"apk", "apk"},
	{"calver", "calver"},
	{"cargo", "cargo"},
	{"cpe", "generic"},
	{"custom", "generic"},
	{"deb", "deb"},
	{"dpkg", "deb"},
	{"ecosystem", "generic"},
	{"gem", "gem"},
	{"generic", "generic"},
	{"git", NULL},			/* commits have no order without the history */
	{"go", "golang"},
	{"golang", "golang"},
	{"hotfix", "generic"},
	{"maven", "maven"},
	{"npm", "npm"},
	{"nuget", "nuget"},
	{"oas", NULL},
	{"original_commit_for_fix", "generic"},	/* Linux: kernel releases, "6.1.55" */
	{"other", "generic"},
	{"patch", "generic"},
	{"pypi", "pypi"},
	{"python", "pypi"},
	{"release", "generic"},
	{"rpm", "rpm"},
	{"semver", "semver"},
	{"semver-2.0.0", "semver"},
	{"semver2", "semver"},
	{"unknown", "generic"},
	{"version", "generic"},
};

static const struct version_scheme *lookup(const struct name_scheme *t, size_t count,
					   struct sv name)
{
	for (size_t i = 0; i < count; i++)
		if (sv_ieq(name, sv_of(t[i].name)))
			return t[i].scheme ? version_scheme_find(sv_of(t[i].scheme)) : NULL;
	return NULL;
}

const struct version_scheme *version_scheme_of_ecosystem(struct sv ecosystem)
{
	struct sv name, release;

	(void)sv_cut(ecosystem, ':', &name, &release);
	return lookup(osv_ecosystems, YG_COUNT(osv_ecosystems), name);
}

const struct version_scheme *version_scheme_of_purl_type(struct sv type)
{
	return lookup(purl_types, YG_COUNT(purl_types), type);
}

const struct version_scheme *version_scheme_of_cve_type(struct sv version_type)
{
	return lookup(cve_types, YG_COUNT(cve_types), sv_trim(version_type));
}
