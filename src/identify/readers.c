/* SPDX-License-Identifier: Apache-2.0 */
/*
 * readers.c - the table of inventory formats, one row a format.
 *
 * Compiled twice: for yagura, where the rows that need libxml2 or libarchive have no read
 * function, and with INVENTORY_PARSE_READERS for yagura-parse, where all have one.  Detection
 * is light for every row, so that yagura knows what it sends to its sibling.
 */
#include "identify/reader_list.h"

#include "base/text.h"

#define LIGHT(name, title, fn) {name, title, INVENTORY_LIGHT, fn##_detect, fn##_read}
#ifdef INVENTORY_PARSE_READERS
#define PARSE(name, title, fn) {name, title, INVENTORY_PARSE, fn##_detect, fn##_read}
#else
#define PARSE(name, title, fn) {name, title, INVENTORY_PARSE, fn##_detect, NULL}
#endif

const struct inventory_reader inventory_readers[] = {
	LIGHT("cyclonedx-json", "CycloneDX JSON 1.2 to 1.7", cyclonedx_json),
	PARSE("cyclonedx-xml", "CycloneDX XML 1.0 to 1.7", cyclonedx_xml),
	LIGHT("spdx-json", "SPDX 2.2 and 2.3 JSON", spdx_json),
	LIGHT("spdx-tag", "SPDX 2.2 and 2.3 tag-value", spdx_tag),
	LIGHT("spdx3-json", "SPDX 3.0 JSON-LD", spdx3_json),
	LIGHT("syft-json", "Syft JSON", syft_json),
	LIGHT("envelope", "DSSE or in-toto JSON with an inventory inside", envelope),
	LIGHT("purl-list", "package URLs, one a line", purl_list),

	LIGHT("dpkg", "dpkg status file or status.d", dpkg_status),
	LIGHT("dpkg-query", "output of dpkg-query -W", dpkg_query),
	LIGHT("dpkg-list", "output of dpkg -l", dpkg_list),
	LIGHT("apk", "apk installed database", apk_installed),
	LIGHT("rpm-query", "output of rpm -qa --qf (see docs)", rpm_query),
	LIGHT("rpm-qa", "output of rpm -qa", rpm_plain),
	LIGHT("rpmdb", "rpmdb.sqlite", rpm_sqlite),

	/* lock files */
	LIGHT("npm-lock", "package-lock.json, npm-shrinkwrap.json", npm_lock),
	LIGHT("yarn-lock", "yarn.lock 1 and Berry", yarn_lock),
	LIGHT("pnpm-lock", "pnpm-lock.yaml 5 to 9", pnpm_lock),
	LIGHT("bun-lock", "bun.lock", bun_lock),
	LIGHT("requirements", "requirements.txt, pip freeze", requirements),
	LIGHT("poetry-lock", "poetry.lock", poetry_lock),
	LIGHT("pipfile-lock", "Pipfile.lock", pipfile_lock),
	LIGHT("pdm-lock", "pdm.lock", pdm_lock),
	LIGHT("uv-lock", "uv.lock", uv_lock),
	LIGHT("pylock", "pylock.toml", pylock),
	LIGHT("go-mod", "go.mod", go_mod),
	LIGHT("go-sum", "go.sum", go_sum),
	LIGHT("cargo-lock", "Cargo.lock", cargo_lock),
	LIGHT("gem-lock", "Gemfile.lock, gems.locked", gem_lock),
	LIGHT("composer-lock", "composer.lock, installed.json", composer_lock),
	LIGHT("gradle-lock", "gradle.lockfile", gradle_lock),
	LIGHT("nuget-lock", "packages.lock.json", nuget_lock),
	LIGHT("dotnet-deps", "deps.json of .NET", dotnet_deps),
	LIGHT("pub-lock", "pubspec.lock", pub_lock),
	LIGHT("mix-lock", "mix.lock", mix_lock),
	LIGHT("swift-resolved", "Package.resolved", swift_resolved),
	LIGHT("conan-lock", "conan.lock", conan_lock),
	PARSE("maven-pom", "pom.xml of Maven", maven_pom),
	PARSE("packages-config", "packages.config of NuGet", packages_config),
	LIGHT("podfile-lock", "Podfile.lock", podfile_lock),
	LIGHT("python-metadata", "METADATA or PKG-INFO of a Python package", python_metadata),
	LIGHT("r-description", "DESCRIPTION of an R package", r_description),
	LIGHT("maven-properties", "pom.properties in a .jar", maven_properties),

	/* recognised, refused with advice */
	LIGHT("rpmdb-bdb", "rpm database, Berkeley DB", rpmdb_bdb),
	LIGHT("rpmdb-ndb", "rpm database, ndb", rpmdb_ndb),
	LIGHT("spdx-rdf", "SPDX RDF", spdx_rdf),
	LIGHT("spdx-yaml", "SPDX YAML", spdx_yaml),
	LIGHT("spdx-xml", "SPDX XML", spdx_xml),
	LIGHT("utf16", "UTF-16 text", utf16),

	/* the fallback for what begins with "{" */
	LIGHT("json", "JSON that says late what it is", json_any),
};

const size_t inventory_reader_count = YG_COUNT(inventory_readers);

enum { HEAD_MAX = 4096 };

const struct inventory_reader *inventory_reader_detect(struct sv path, struct sv head)
{
	const struct inventory_reader *best = NULL;
	int most = 0;

	head = sv_first(head, HEAD_MAX);
	if (sv_starts(head, SV("\xef\xbb\xbf")))
		head = sv_from(head, 3);
	for (size_t i = 0; i < inventory_reader_count; i++) {
		int sure = inventory_readers[i].detect(path, head);
		if (sure > most) {
			most = sure;
			best = &inventory_readers[i];
		}
	}
	return best;
}

const struct inventory_reader *inventory_reader_find(struct sv name)
{
	for (size_t i = 0; i < inventory_reader_count; i++)
		if (sv_eq(sv_of(inventory_readers[i].name), name))
			return &inventory_readers[i];
	return NULL;
}
