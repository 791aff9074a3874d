/* SPDX-License-Identifier: Apache-2.0 */
/* The table of feeds keeps its own rules, so that a new row cannot break the folder. */
#include "base/text.h"
#include "check.h"
#include "component/version/version.h"
#include "fetch/feeds_table.h"
#include "fetch/folder.h"
#include "fetch/size.h"

static void check_row(size_t i)
{
	const struct fetch_feed *f = &fetch_feeds[i];
	struct sv name = sv_of(f->name), url = sv_of(f->url);

	CHECK_SV(fetch_folder_feed_of(sv_of(f->file)), f->name, "the file is named after it");
	CHECK(sv_starts(url, SV("https://")), "%s: not https", f->name);
	CHECK(sv_find(url, ' ') == url.n, "%s: a blank in the URL", f->name);
	CHECK(sv_find(name, ' ') == name.n, "%s: a blank in the name", f->name);
	CHECK(f->cap_bytes > 0 && f->licence && f->title != MSG_NONE, "%s", f->name);
	CHECK(fetch_feed_find(name) == f, "%s: the name stands twice", f->name);
	CHECK((f->title == MSG_FEED_TITLE_OSV) == sv_starts(name, SV("osv-")), "%s", f->name);
	/* An ecosystem without an order of versions could not be judged. */
	CHECK(!f->ecosystem || version_scheme_of_ecosystem(sv_of(f->ecosystem)),
	      "%s: no versions", f->name);
}

static const struct {
	const char *feed, *os;
	bool serves;
} serves[] = {
	{"kev", "debian", true},
	{"epss", "", true},
	{"debian-tracker", "debian", true},
	{"debian-tracker", "ubuntu", false},
	{"debian-tracker", "", false},
	{"osv-AlmaLinux", "almalinux", true},
	{"osv-AlmaLinux", "debian", false},
	{"osv-openSUSE", "opensuse-tumbleweed", true},
	{"osv-openSUSE", "opensuse", false},
	{"osv-SUSE", "sled", true},
	{"osv-PyPI", "debian", false},
	{"cve5", "debian", false},
};

static const struct {
	uint64_t bytes;
	const char *text;
} sizes[] = {
	{0, "0 B"}, {999, "999 B"}, {1000, "1.0 kB"}, {1257565, "1.3 MB"}, {99949, "99.9 kB"},
	{210000000, "210 MB"}, {4294967296, "4.3 GB"}, {1000000000000, "1.0 TB"},
};

int main(void)
{
	for (size_t i = 0; i < fetch_feed_count; i++)
		check_row(i);
	CHECK(!fetch_feed_find(SV("KEV")) && !fetch_feed_find(SV("")), "no such feed");
	for (size_t i = 0; i < YG_COUNT(serves); i++) {
		const struct fetch_feed *f = fetch_feed_find(sv_of(serves[i].feed));
		CHECK(f && fetch_feed_serves(f, sv_of(serves[i].os)) == serves[i].serves,
		      "%s for '%s'", serves[i].feed, serves[i].os);
	}
	for (size_t i = 0; i < YG_COUNT(sizes); i++) {
		buf_auto b = BUF_CAP(64);
		fetch_size_put(&b, sizes[i].bytes);
		CHECK_SV(buf_view(&b), sizes[i].text, "size");
	}
	return check_done();
}
