/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/wanted.h"

#include "base/text.h"
#include "identify/json_any.h"
#include "identify/lock/lock.h"
#include "identify/reader_list.h"

static const struct {
	struct sv path;
	enum inventory_want want;
} at_root[] = {
	{SV_INIT("etc/os-release"), INVENTORY_OS_RELEASE},
	{SV_INIT("usr/lib/os-release"), INVENTORY_OS_RELEASE},
	{SV_INIT("var/lib/dpkg/status"), INVENTORY_SYSTEM},
	{SV_INIT("lib/apk/db/installed"), INVENTORY_SYSTEM},
	{SV_INIT("usr/lib/apk/db/installed"), INVENTORY_SYSTEM},
	{SV_INIT("usr/lib/sysimage/rpm/rpmdb.sqlite"), INVENTORY_SYSTEM},
	{SV_INIT("usr/lib/sysimage/rpm/Packages.db"), INVENTORY_SYSTEM},
	{SV_INIT("usr/share/rpm/rpmdb.sqlite"), INVENTORY_SYSTEM},
	{SV_INIT("var/lib/rpm/rpmdb.sqlite"), INVENTORY_SYSTEM},
	{SV_INIT("var/lib/rpm/Packages.db"), INVENTORY_SYSTEM},
	{SV_INIT("var/lib/rpm/Packages"), INVENTORY_SYSTEM},
};

/* Names of files that are documents wherever they lie, unless somebody else's (is_foreign). */
static const struct sv lock_names[] = {
	SV_INIT("package-lock.json"), SV_INIT("npm-shrinkwrap.json"), SV_INIT("yarn.lock"),
	SV_INIT("pnpm-lock.yaml"), SV_INIT("bun.lock"), SV_INIT("poetry.lock"),
	SV_INIT("Pipfile.lock"), SV_INIT("pdm.lock"), SV_INIT("uv.lock"), SV_INIT("pylock.toml"),
	SV_INIT("go.mod"), SV_INIT("go.sum"), SV_INIT("Cargo.lock"), SV_INIT("Gemfile.lock"),
	SV_INIT("gems.locked"), SV_INIT("composer.lock"), SV_INIT("gradle.lockfile"),
	SV_INIT("packages.lock.json"), SV_INIT("packages.config"), SV_INIT("pubspec.lock"),
	SV_INIT("mix.lock"), SV_INIT("Package.resolved"), SV_INIT("conan.lock"),
	SV_INIT("Podfile.lock"), SV_INIT("pom.xml"),
};

/* What package managers write about what they installed. */
static const struct sv installed_suffixes[] = {
	SV_INIT("node_modules/.package-lock.json"), SV_INIT("composer/installed.json"),
	SV_INIT(".dist-info/METADATA"), SV_INIT(".egg-info/PKG-INFO"), SV_INIT(".egg-info"),
	SV_INIT(".deps.json"), SV_INIT("/pom.properties"),
};

static const struct sv sbom_suffixes[] = {
	SV_INIT(".cdx.json"), SV_INIT(".cdx.xml"), SV_INIT(".cdx"), SV_INIT(".bom.json"),
	SV_INIT(".bom.xml"), SV_INIT("bom.json"), SV_INIT("bom.xml"), SV_INIT("sbom.xml"),
	SV_INIT(".spdx"), SV_INIT(".spdx.json"), SV_INIT(".spdx3.json"), SV_INIT(".syft.json"),
	SV_INIT(".intoto.jsonl"), SV_INIT(".spdx.rdf"), SV_INIT(".spdx.yaml"),
};

static const struct sv possible_suffixes[] = {
	SV_INIT(".json"), SV_INIT(".xml"), SV_INIT(".jsonl"), SV_INIT(".rdf"),
	SV_INIT(".spdx.yml"), SV_INIT(".sqlite"),
};

static const struct sv text_suffixes[] = {
	SV_INIT(".txt"), SV_INIT(".tsv"), SV_INIT(".list"), SV_INIT(".status"), SV_INIT(".purls"),
};

static const struct sv archive_suffixes[] = {
	SV_INIT(".jar"), SV_INIT(".war"), SV_INIT(".ear"), SV_INIT(".par"), SV_INIT(".jpi"),
	SV_INIT(".hpi"), SV_INIT(".nar"),
};

/* Folders of installed dependencies: the lock files in them are those of their makers. */
static const struct sv foreign_folders[] = {
	SV_INIT("node_modules/"), SV_INIT("site-packages/"), SV_INIT("dist-packages/"),
	SV_INIT("vendor/"), SV_INIT("pkg/mod/"), SV_INIT("META-INF/"), SV_INIT("usr/share/doc/"),
	SV_INIT(".cargo/registry/"), SV_INIT("gems/"),
};

static bool ends_in(struct sv path, const struct sv *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sv_ends(path, list[i]))
			return true;
	return false;
}

/* Is folder ("a/b/") a whole part of path? */
static bool is_below(struct sv path, struct sv folder)
{
	struct sv rest = path;

	for (;;) {
		size_t at = sv_search(rest, folder);
		if (at == rest.n)
			return false;
		if (rest.p + at == path.p || rest.p[at - 1] == '/')
			return true;
		rest = sv_from(rest, at + 1);
	}
}

static bool is_foreign(struct sv path)
{
	for (size_t i = 0; i < YG_COUNT(foreign_folders); i++)
		if (is_below(path, foreign_folders[i]))
			return true;
	return false;
}

static bool is_lock_file(struct sv path)
{
	struct sv base = lock_base_name(path);

	for (size_t i = 0; i < YG_COUNT(lock_names); i++)
		if (lock_is_named(path, lock_names[i]))
			return true;
	return sv_ends(base, SV(".txt")) && sv_search(base, SV("requirements")) < base.n;
}

/* DESCRIPTION in a library of R: .../library/NAME/DESCRIPTION. */
static bool is_r_package(struct sv path)
{
	return sv_ends(path, SV("/DESCRIPTION")) && (is_below(path, SV("library/")) ||
						     is_below(path, SV("site-library/")));
}

enum inventory_want inventory_wanted(struct sv path)
{
	struct sv base = lock_base_name(path);

	for (size_t i = 0; i < YG_COUNT(at_root); i++)
		if (sv_eq(path, at_root[i].path))
			return at_root[i].want;
	if (sv_starts(path, SV("var/lib/dpkg/status.d/")))
		return sv_ends(path, SV(".md5sums")) ? INVENTORY_IGNORED : INVENTORY_SYSTEM;
	if (ends_in(path, installed_suffixes, YG_COUNT(installed_suffixes)) || is_r_package(path))
		return INVENTORY_DOCUMENT;
	if (ends_in(path, archive_suffixes, YG_COUNT(archive_suffixes)))
		return INVENTORY_ARCHIVE;
	if (ends_in(path, sbom_suffixes, YG_COUNT(sbom_suffixes)))
		return INVENTORY_DOCUMENT;
	if (is_lock_file(path))
		return is_foreign(path) ? INVENTORY_IGNORED : INVENTORY_DOCUMENT;
	if (ends_in(path, possible_suffixes, YG_COUNT(possible_suffixes)))
		return is_foreign(path) ? INVENTORY_IGNORED : INVENTORY_POSSIBLE;
	/* "status", "web01-packages": people save what a command printed under such names. */
	if (ends_in(path, text_suffixes, YG_COUNT(text_suffixes)) ||
	    (sv_find(base, '.') == base.n && sv_find(path, '/') == path.n))
		return is_foreign(path) ? INVENTORY_IGNORED : INVENTORY_TEXT;
	return INVENTORY_IGNORED;
}

bool inventory_is_known(struct sv path, struct sv text)
{
	const struct inventory_reader *reader = inventory_reader_detect(path, text);

	if (reader && reader->detect == json_any_detect)
		reader = json_any_resolve(path, text);
	return reader != NULL;
}

bool inventory_folder_ignored(struct sv path)
{
	static const struct sv virtual_folders[] = {
		SV_INIT("proc"), SV_INIT("sys"), SV_INIT("dev"), SV_INIT("run"),
	};

	for (size_t i = 0; i < YG_COUNT(virtual_folders); i++)
		if (sv_eq(path, virtual_folders[i]))
			return true;
	return sv_is(lock_base_name(path), ".git");
}

bool inventory_go_mod_is_whole(struct sv text)
{
	struct sv line, major, minor, rest;
	uint64_t x, y;

	while (sv_line(&text, &line)) {
		line = sv_trim(line);
		if (!sv_starts(line, SV("go ")))
			continue;
		(void)sv_cut(sv_trim(sv_from(line, 3)), '.', &major, &rest);
		(void)sv_cut(rest, '.', &minor, &rest);
		return sv_u64(major, &x) && sv_u64(minor, &y) && (x > 1 || y >= 17);
	}
	return false;
}
