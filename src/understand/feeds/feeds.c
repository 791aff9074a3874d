/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feeds.c - the table of feed formats.  A new one is one file and one row.
 */
#include "understand/feeds/readers.h"
#include "understand/feeds/reading.h"

const struct feed_reader feed_readers[] = {
	{"osv", "OSV advisories (JSON)", feed_osv_detect, feed_osv_read},
	{"cve5", "CVE records (CVE JSON 5.x)", feed_cve5_detect, feed_cve5_read},
	{"kev", "CISA Known Exploited Vulnerabilities (JSON, CSV)", feed_kev_detect,
	 feed_kev_read},
	{"epss", "EPSS scores (CSV)", feed_epss_detect, feed_epss_read},
	{"debian-tracker", "Debian security tracker (JSON)", feed_debian_tracker_detect,
	 feed_debian_tracker_read},
};

const size_t feed_reader_count = YG_COUNT(feed_readers);

const struct feed_reader *feed_reader_detect(struct sv path, struct sv head)
{
	const struct feed_reader *best = NULL;
	int most = 0;

	for (size_t i = 0; i < feed_reader_count; i++) {
		int sure = feed_readers[i].detect(path, head);
		if (sure > most) {
			most = sure;
			best = &feed_readers[i];
		}
	}
	return best;
}

const struct feed_reader *feed_reader_find(struct sv name)
{
	for (size_t i = 0; i < feed_reader_count; i++)
		if (sv_eq(name, sv_of(feed_readers[i].name)))
			return &feed_readers[i];
	return NULL;
}
