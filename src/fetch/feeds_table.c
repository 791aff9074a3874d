/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch/feeds_table.h"

#include "base/limits.h"
#include "base/text.h"

#define OSV_BUCKET "https://osv-vulnerabilities.storage.googleapis.com/"

/* Who publishes states no licence of its own there. */
#define OSV_TERMS "see google.github.io/osv.dev/data"

/* One ecosystem of osv.dev: its name in OSV, in the file name and in the URL. */
#define OSV(eco, stem, path, ids, terms, big) { \
	.name = "osv-" stem, .file = "osv-" stem ".zip", .url = OSV_BUCKET path "/all.zip", \
	.ecosystem = (eco), .os_ids = (ids), .licence = (terms), .title = MSG_FEED_TITLE_OSV, \
	.shape = FETCH_ZIP, .cap_bytes = (big) ? GIB(2) : MIB(512), .large = (big)}

/*
 * For the caps and for `large`, roughly: KEV 1.3 MB, EPSS 2 MB, Debian tracker 70 MB (a tenth
 * of it on the wire), npm 210 MB, most other zip files below 20 MB, the CVE list over 500 MB.
 */
const struct fetch_feed fetch_feeds[] = {
	{.name = "kev", .file = "kev.json",
	 .url = "https://www.cisa.gov/sites/default/files/feeds/"
		"known_exploited_vulnerabilities.json",
	 .licence = "CC0-1.0", .title = MSG_FEED_TITLE_KEV, .shape = FETCH_JSON,
	 .cap_bytes = MIB(64)},
	/* Published daily at about 12:00 UTC under the old host's path (it redirects here). */
	{.name = "epss", .file = "epss.csv.gz",
	 .url = "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz",
	 .licence = "free to use, name FIRST as the source", .title = MSG_FEED_TITLE_EPSS,
	 .shape = FETCH_GZIP, .cap_bytes = MIB(128)},
	{.name = "debian-tracker", .file = "debian-tracker.json",
	 .url = "https://security-tracker.debian.org/tracker/data/json",
	 .ecosystem = "Debian", .os_ids = "debian", .licence = "not stated by the source",
	 .title = MSG_FEED_TITLE_DEBIAN, .shape = FETCH_JSON, .cap_bytes = MIB(512)},
	OSV("AlmaLinux", "AlmaLinux", "AlmaLinux", "almalinux", "MIT", false),
	OSV("Alpine", "Alpine", "Alpine", "alpine", OSV_TERMS, false),
	OSV("Rocky Linux", "Rocky-Linux", "Rocky%20Linux", "rocky", "BSD-3-Clause", false),
	OSV("Red Hat", "Red-Hat", "Red%20Hat", "rhel", "CC-BY-4.0", true),
	OSV("SUSE", "SUSE", "SUSE", "sles sled sles_sap", "CC-BY-4.0", true),
	OSV("openSUSE", "openSUSE", "openSUSE",
	    "opensuse-leap opensuse-tumbleweed", "CC-BY-4.0", true),
	OSV("Ubuntu", "Ubuntu", "Ubuntu", "ubuntu", "CC-BY-SA-4.0", true),
	OSV("openEuler", "openEuler", "openEuler", "openEuler", OSV_TERMS, false),
	OSV("Mageia", "Mageia", "Mageia", "mageia", OSV_TERMS, false),
	OSV("Chainguard", "Chainguard", "Chainguard", "chainguard", OSV_TERMS, false),
	OSV("Wolfi", "Wolfi", "Wolfi", "wolfi", OSV_TERMS, false),
	OSV("PyPI", "PyPI", "PyPI", NULL, "CC-BY-4.0", false),
	OSV("npm", "npm", "npm", NULL, "CC-BY-4.0", true),
	OSV("Maven", "Maven", "Maven", NULL, "CC-BY-4.0", false),
	OSV("Go", "Go", "Go", NULL, "CC-BY-4.0", false),
	OSV("crates.io", "crates.io", "crates.io", NULL, "CC0-1.0", false),
	OSV("RubyGems", "RubyGems", "RubyGems", NULL, "CC-BY-4.0", false),
	OSV("Packagist", "Packagist", "Packagist", NULL, "CC-BY-4.0", false),
	OSV("NuGet", "NuGet", "NuGet", NULL, "CC-BY-4.0", false),
	OSV("Hex", "Hex", "Hex", NULL, "CC-BY-4.0", false),
	OSV("Pub", "Pub", "Pub", NULL, "CC-BY-4.0", false),
	OSV("GitHub Actions", "GitHub-Actions", "GitHub%20Actions", NULL, "CC-BY-4.0", false),
	OSV("SwiftURL", "SwiftURL", "SwiftURL", NULL, "CC-BY-4.0", false),
	OSV("Hackage", "Hackage", "Hackage", NULL, "CC0-1.0", false),
	OSV("CRAN", "CRAN", "CRAN", NULL, "Apache-2.0", false),
	OSV("Bitnami", "Bitnami", "Bitnami", NULL, "Apache-2.0", false),
	{.name = "cve5", .file = "cve5.tar.gz",
	 .url = "https://github.com/CVEProject/cvelistV5/archive/refs/heads/main.tar.gz",
	 .licence = "CVE terms of use", .title = MSG_FEED_TITLE_CVE5, .shape = FETCH_GZIP,
	 .cap_bytes = GIB(4), .large = true},
};
const size_t fetch_feed_count = YG_COUNT(fetch_feeds);

const struct fetch_feed *fetch_feed_find(struct sv name)
{
	for (size_t i = 0; i < fetch_feed_count; i++)
		if (sv_eq(sv_of(fetch_feeds[i].name), name))
			return &fetch_feeds[i];
	return NULL;
}

bool fetch_feed_serves(const struct fetch_feed *f, struct sv os_id)
{
	struct sv ids = sv_of(f->os_ids), one;

	if (!f->ecosystem)
		return !f->large;
	while (sv_next(&ids, ' ', &one))
		if (one.n > 0 && sv_ieq(one, os_id))
			return true;
	return false;
}
