/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpm_sqlite.c - rpmdb.sqlite (rpm 4.16 and later): table Packages(hnum, blob), one header a
 * package.  The file's bytes are given to SQLite as they are; nothing is opened.
 *
 * A hostile database can hold views, triggers and pages that point in circles.  An authorizer
 * lets the one statement read the one table and nothing else, and what comes out is counted:
 * it can be no more than the file holds.
 */
#include "identify/reader_list.h"

#include <sqlite3.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/text.h"
#include "identify/package_flags.h"
#include "identify/reading.h"
#include "identify/rpm_header.h"
#include "identify/rpm_names.h"

struct database {
	struct reading r;
	sqlite3 *db;
	sqlite3_stmt *rows;
	size_t row_count, byte_count;
};

static void close_database(struct database *d)
{
	sqlite3_finalize(d->rows);
	sqlite3_close(d->db);
	reading_stop(&d->r);
}

static int authorize(void *ctx, int action, const char *a, const char *b, const char *c,
		     const char *d)
{
	(void)ctx;
	(void)b;
	(void)c;
	(void)d;
	if (action == SQLITE_SELECT ||
	    (action == SQLITE_READ && sqlite3_stricmp(a, "Packages") == 0))
		return SQLITE_OK;
	return SQLITE_DENY;
}

static int sqlite_failed(struct database *d, int rc)
{
	if (rc == SQLITE_NOMEM)
		return reading_fail(&d->r, YG_ENOMEM, 0, "out of memory");
	if (rc == SQLITE_TOOBIG)
		return reading_fail(&d->r, YG_ELIMIT, 0,
				    "a package header is larger than LIMIT_RPM_HEADER");
	return reading_fail(&d->r, YG_ESYNTAX, 0,
			    "not a sound rpm database (SQLite with a table Packages)");
}

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/*
 * Whether the file is shorter than its header says.  SQLite notices only when it needs a page
 * that is missing.  The page count is valid if the change counter stands beside it too (SQLite
 * file format, 1.3.7).
 */
static bool is_cut_off(const unsigned char *bytes, size_t n)
{
	size_t page = n < 100 ? 0 : (size_t)bytes[16] << 8 | bytes[17];

	if (page == 1)
		page = 65536;
	return page == 0 ||
	       (be32(bytes + 24) == be32(bytes + 92) && be32(bytes + 28) > n / page);
}

static int open_database(struct database *d)
{
	unsigned char *bytes = (unsigned char *)d->r.text;
	int rc;

	if (is_cut_off(bytes, d->r.n))
		return reading_fail(&d->r, YG_ESYNTAX, d->r.n, "the database is cut off");
	/*
	 * rpm writes in WAL mode, which a database in memory cannot have; bytes 18 and 19 say
	 * so (SQLite file format, 1.3).  What is in a -wal file beside it is not seen.
	 */
	if (bytes[18] == 2 && bytes[19] == 2)
		bytes[18] = bytes[19] = 1;
	if ((rc = sqlite3_open_v2(":memory:", &d->db, SQLITE_OPEN_READWRITE |
				  SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL)))
		return sqlite_failed(d, rc);
	(void)sqlite3_db_config(d->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(d->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	(void)sqlite3_db_config(d->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	(void)sqlite3_db_config(d->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	(void)sqlite3_limit(d->db, SQLITE_LIMIT_LENGTH, (int)LIMIT_RPM_HEADER);
	rc = sqlite3_deserialize(d->db, "main", bytes, (sqlite3_int64)d->r.n,
				 (sqlite3_int64)d->r.n, SQLITE_DESERIALIZE_READONLY);
	if (rc == SQLITE_OK)
		rc = sqlite3_set_authorizer(d->db, authorize, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(d->db, "SELECT blob FROM main.Packages", -1, &d->rows,
					NULL);
	return rc == SQLITE_OK ? 0 : sqlite_failed(d, rc);
}

/* "[epoch:]version-release" */
static int join_version(struct database *d, const struct rpm_header *h, struct sv *out)
{
	char digits[16];
	int n = snprintf(digits, sizeof digits, "%u:", h->epoch);
	struct sv epoch = {digits, h->epoch ? (size_t)n : 0};
	struct sv evr = sv_join(&d->r.scratch, epoch, h->version, SV("-"));

	if (evr.p)
		evr = sv_join(&d->r.scratch, evr, h->release, (struct sv){NULL, 0});
	if (!evr.p)
		return reading_fail(&d->r, YG_ENOMEM, 0, "out of memory");
	*out = evr;
	return 0;
}

static int give_header(struct database *d, size_t at, const struct rpm_header *h)
{
	struct component c = {.type = SV("rpm"), .name = h->name, .arch = h->arch,
			      .module = h->module, .flags = COMPONENT_MODULE_KNOWN};
	int rc;

	if (sv_is(h->name, "gpg-pubkey"))	/* a key, not software */
		return 0;
	if (h->version.n == 0 || h->release.n == 0)
		return reading_skip(&d->r, at, h->name, "no version or release");
	if ((rc = join_version(d, h, &c.version)) < 0)
		return rc;
	if (sv_is(c.module, "(none)"))
		c.module = (struct sv){NULL, 0};
	if (!rpm_source_split(h->source_rpm, &c.source_name, &c.source_version))
		c.flags |= COMPONENT_SOURCE_ASSUMED;
	c.origin = package_third_party(d->r.os.family, c.type, c.version, h->vendor);
	if (c.origin.n > 0)
		c.flags |= COMPONENT_THIRD_PARTY;
	return reading_give(&d->r, at, &c);
}

/* Skips are placed by the number of the row, since SQLite does not say where it stands. */
static int give_row(struct database *d)
{
	struct sv blob = {sqlite3_column_blob(d->rows, 0),
			  (size_t)sqlite3_column_bytes(d->rows, 0)};
	struct rpm_header h;
	struct yg_err err;

	d->byte_count += blob.n;
	if (d->byte_count > d->r.n || ++d->row_count > d->r.n / 16)
		return reading_fail(&d->r, YG_ESYNTAX, 0,
				    "the database gives more than its file holds");
	if (blob.p == NULL || rpm_header_read(blob, &h, &err) < 0)
		return reading_skip(&d->r, d->row_count, (struct sv){NULL, 0},
				    "a package header that cannot be read");
	return give_header(d, d->row_count, &h);
}

static int read_rows(struct database *d)
{
	int rc, step;

	while ((step = sqlite3_step(d->rows)) == SQLITE_ROW)
		if ((rc = give_row(d)) < 0)
			return rc;
	return step == SQLITE_DONE ? 0 : sqlite_failed(d, step);
}

int rpm_sqlite_read(struct inventory_file *file, const struct inventory_sink *sink,
		    struct yg_err *err)
{
	struct database d = {0};
	int rc = reading_start(&d.r, file, sink, err);

	if (rc == 0 && (rc = open_database(&d)) == 0)
		rc = read_rows(&d);
	close_database(&d);
	return rc;
}

int rpm_sqlite_detect(struct sv path, struct sv head)
{
	if (!sv_starts(head, SV("SQLite format 3\0")))
		return 0;
	if (sv_ends(path, SV("rpmdb.sqlite")))
		return 95;
	return sv_search(head, SV("'Packages'")) < head.n &&
	       sv_search(head, SV("hnum")) < head.n ? 90 : 0;
}
