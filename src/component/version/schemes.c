/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schemes.c - the table of version schemes: the first thing to read here.  A new scheme is one
 * file and one row.
 */
#include "base/limits.h"
#include "component/version/schemes.h"

#define ROW(name_, fn_, title_) \
	{.name = (name_), .title = (title_), .compare = version_##fn_##_compare, \
	 .check = version_##fn_##_check}
#define ROW_BOUND(name_, fn_, title_) \
	{.name = (name_), .title = (title_), .compare = version_##fn_##_compare, \
	 .check = version_##fn_##_check, .compare_bound = version_##fn_##_compare_bound}

static const struct version_scheme schemes[] = {
	ROW_BOUND("deb", deb, "Debian and Ubuntu packages: epoch:upstream-revision"),
	ROW_BOUND("rpm", rpm, "RPM packages: epoch:version-release"),
	ROW("rpmvercmp", rpmvercmp, "RPM: a version or a release alone"),
	ROW("rpm-evr", rpm_evr, "RPM: epoch|version|release"),
	ROW_BOUND("apk", apk, "Alpine, Wolfi and Chainguard packages"),
	ROW("alpm", alpm, "Arch Linux packages"),
	ROW("gentoo", gentoo, "Gentoo ebuilds"),
	ROW("semver", semver, "Semantic Versioning 2.0.0"),
	ROW("npm", semver, "npm packages: the order of semver"),
	ROW("cargo", semver, "Rust crates: the order of semver"),
	ROW("golang", golang, "Go modules and toolchains"),
	ROW_BOUND("pypi", pypi, "Python packages: PEP 440"),
	ROW("maven", maven, "Maven artifacts: ComparableVersion of Maven 3.9 and 4"),
	ROW("gem", gem, "RubyGems"),
	ROW("nuget", nuget, "NuGet packages"),
	ROW("composer", composer, "Composer packages (Packagist)"),
	ROW("pub", pub, "Dart and Flutter packages"),
	ROW("cran", cran, "R packages"),
	ROW("hackage", hackage, "Haskell packages"),
	ROW("conan", conan, "ConanCenter packages"),
	ROW("bitnami", bitnami, "Bitnami components: semver without the revision"),
	ROW("openssl", openssl, "OpenSSL releases"),
	ROW("nginx", calver, "nginx releases: dotted numbers"),
	ROW("jvm", jvm, "Java runtimes, both numberings"),
	ROW("calver", calver, "dates and builds: dotted numbers"),
	ROW("kb", kb, "Microsoft KB articles: equality only"),
	ROW("generic", generic, "products without a stated scheme"),
};

static const struct {
	struct sv alias, name;
} aliases[] = {
	{SV_INIT("alpine"), SV_INIT("apk")},
	{SV_INIT("arch"), SV_INIT("alpm")},
	{SV_INIT("crates.io"), SV_INIT("cargo")},
	{SV_INIT("custom"), SV_INIT("generic")},
	{SV_INIT("debian"), SV_INIT("deb")},
	{SV_INIT("dpkg"), SV_INIT("deb")},
	{SV_INIT("ebuild"), SV_INIT("gentoo")},
	{SV_INIT("go"), SV_INIT("golang")},
	{SV_INIT("packagist"), SV_INIT("composer")},
	{SV_INIT("pacman"), SV_INIT("alpm")},
	{SV_INIT("pep440"), SV_INIT("pypi")},
	{SV_INIT("python"), SV_INIT("pypi")},
	{SV_INIT("rubygems"), SV_INIT("gem")},
};

static const struct version_scheme *find_row(struct sv name)
{
	for (size_t i = 0; i < YG_COUNT(schemes); i++)
		if (sv_ieq(name, sv_of(schemes[i].name)))
			return &schemes[i];
	return NULL;
}

const struct version_scheme *version_scheme_find(struct sv name)
{
	for (size_t i = 0; i < YG_COUNT(aliases); i++)
		if (sv_ieq(name, aliases[i].alias))
			return find_row(aliases[i].name);
	return find_row(name);
}

const struct version_scheme *version_scheme_at(size_t i)
{
	return i < YG_COUNT(schemes) ? &schemes[i] : NULL;
}

int version_compare(const struct version_scheme *s, struct sv a, struct sv b, int *ret_order)
{
	if (a.n > LIMIT_VERSION || b.n > LIMIT_VERSION)
		return YG_ELIMIT;
	return s->compare(a, b, ret_order);
}

int version_compare_bound(const struct version_scheme *s, struct sv version, struct sv bound,
			  int *ret_order)
{
	if (version.n > LIMIT_VERSION || bound.n > LIMIT_VERSION)
		return YG_ELIMIT;
	return (s->compare_bound ? s->compare_bound : s->compare)(version, bound, ret_order);
}

int version_check(const struct version_scheme *s, struct sv v)
{
	return v.n > LIMIT_VERSION ? YG_ELIMIT : s->check(v);
}
