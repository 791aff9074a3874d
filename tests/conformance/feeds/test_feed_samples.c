/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Original files of about 100 feeds: those of our five formats are recognised and read, all
 * others (CSAF, OVAL, JVN, NVD, ...) are left alone, and hostile ones are refused.
 */
#include <ftw.h>

#include "check_file.h"
#include "feed_tally.h"

enum { READERS = 5 };

/* Everything below samples/feeds, counted by the directories' own lists of files. */
static const struct {
	const char *reader;
	size_t documents, records, skipped, epss, errors;
} expected[READERS] = {
	{"osv", 114, 114, 0, 0, 0},
	{"cve5", 51, 50, 1, 0, 0},		/* PAN-SA-2025-0007: cveId is no CVE id */
	{"kev", 3, 2809, 0, 0, 0},
	{"epss", 12, 0, 0, 33, 1},		/* vunnel-invalid-header.csv */
	{"debian-tracker", 1, 4, 0, 0, 0},
};

static struct feed_tally tally[READERS];	/* nftw() passes no context */
static size_t unknown_documents;

static int read_document(void *ctx, const struct archive_document *d)
{
	struct sv head = {d->text, d->n < 4096 ? d->n : 4096};
	const struct feed_reader *r = feed_reader_detect(d->member->path, head);

	(void)ctx;
	for (size_t i = 0; r && i < READERS; i++)
		if (strcmp(r->name, expected[i].reader) == 0)
			return feed_tally_document(&tally[i], d);
	unknown_documents++;
	return 0;
}

static int pass_over(void *ctx, const struct archive_member *m, int code, const char *why)
{
	(void)ctx, (void)m, (void)code, (void)why;
	return 0;
}

static int visit(const char *path, const struct stat *st, int type, struct FTW *f)
{
	struct archive_visitor v = {.want = feed_tally_want, .document = read_document,
				    .problem = pass_over, .max_document = LIMIT_INPUT_FILE};
	int fd, code;

	(void)st, (void)f;
	if (type == FTW_D && strstr(path, ".unpacked"))
		return FTW_SKIP_SUBTREE;
	if (type != FTW_F)
		return FTW_CONTINUE;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	code = archive_walk(fd, sv_of(path), &v, NULL);
	close(fd);
	(void)code;		/* a cabinet file, a damaged gzip: not ours to judge */
	return FTW_CONTINUE;
}

static void test_all(const char *root)
{
	for (size_t i = 0; i < READERS; i++)
		tally[i] = (struct feed_tally){
			.reader = expected[i].reader, .arena = {.cap = GIB(1)},
			.back = {.cap = GIB(1)}, .document = BUF_CAP(MIB(64)),
			.again = BUF_CAP(MIB(64))};
	CHECK_INT(nftw(root, visit, 20, FTW_ACTIONRETVAL | FTW_PHYS), 0, "the tree is walked");
	for (size_t i = 0; i < READERS; i++) {
		struct feed_tally *t = &tally[i];
		CHECK(t->documents == expected[i].documents && t->records == expected[i].records &&
		      t->skipped == expected[i].skipped && t->epss == expected[i].epss &&
		      t->errors == expected[i].errors,
		      "%s: %zu documents, %zu records, %zu skipped (%s), %zu scores, %zu errors (%s)",
		      t->reader, t->documents, t->records, t->skipped, t->why, t->epss, t->errors,
		      t->first_error ? t->first_error : "");
		CHECK_INT(t->round_trips, t->records, t->reader);
		arena_drop(&t->arena);
		arena_drop(&t->back);
		buf_drop(&t->document);
		buf_drop(&t->again);
	}
	CHECK(unknown_documents > 600, "only %zu documents of other kinds", unknown_documents);
}

/* What is given to the wrong reader, or is broken, is an error or skipped: never a record. */
static void test_hostile(void)
{
	static const char *const files[] = {
		"samples/feeds/_hostile/debian-tracker-api/invalid.json",
		"samples/feeds/_hostile/jvn-oka-invalid-json/dataFeed_jvndb_detail_oka.json",
		"samples/feeds/_hostile/jvn-hnd-invalid-xml/dataFeed_jvndb_rss_hnd.xml",
		"samples/feeds/_hostile/debian-oval/oval-definitions-bullseye_invalid.xml.bz2",
		"samples/feeds/epss/fixtures/vunnel-invalid-header.csv",
	};
	for (size_t i = 0; i < YG_COUNT(files); i++) {
		for (size_t k = 0; k < feed_reader_count; k++) {
			struct feed_tally t = {.arena = {.cap = GIB(1)}, .back = {.cap = GIB(1)},
					       .document = BUF_CAP(MIB(64)),
					       .again = BUF_CAP(MIB(64))};
			struct feed_sink sink = {&t, feed_tally_about, feed_tally_record,
						 feed_tally_epss, feed_tally_skip};
			struct yg_err err = {0};
			buf_auto text = {0};
			int code;
			if (!check_load(files[i], &text))
				return;
			code = feed_readers[k].read(&(struct feed_document){
				sv_of(files[i]), text.p, text.n, &t.arena}, &sink, &err);
			CHECK(t.records == 0 && t.epss == 0 && (code != 0 || t.skipped > 0),
			      "%s by %s", files[i], feed_readers[k].name);
			CHECK(code == 0 || err.what, "%s by %s: no reason", files[i],
			      feed_readers[k].name);
			arena_drop(&t.arena);
			arena_drop(&t.back);
			buf_drop(&t.document);
			buf_drop(&t.again);
		}
	}
}

int main(void)
{
	const char *root = check_shared("samples/feeds");

	if (!root) {
		check_skip("feed samples", "../shared is absent");
		return check_done();
	}
	test_all(root);
	test_hostile();
	return check_done();
}
