/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every SBOM of the shared corpus.  A file that its schema accepts is read whole, and has as
 * many components as the index says; any other file is read or refused with a reason.  Where
 * the index counts otherwise, the rule is in docs/conformance.md, "Inventories".
 */
#include "check.h"

#include "unit/identify/collect.h"

#include "shared_archive.h"

struct row {
	struct sv file, format, spec, valid, archive;
	uint64_t components;
	bool seen;
};

struct index {
	char *text;
	struct row rows[512];
	size_t count;
};

static char *read_file(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *text = malloc(1 << 20);

	if (!f || !text)
		abort();
	*n = fread(text, 1, (1 << 20) - 1, f);
	fclose(f);
	return text;
}

static void load_index(struct index *x, const char *path)
{
	struct sv rest, line, f[8];
	size_t n;

	*x = (struct index){.text = read_file(path, &n)};
	rest = (struct sv){x->text, n};
	while (sv_line(&rest, &line)) {
		struct row *row = &x->rows[x->count];
		size_t k = 0;
		while (k < 8 && sv_next(&line, '\t', &f[k]))
			k++;
		if (k < 7 || f[0].p[0] == '#')
			continue;
		*row = (struct row){.file = f[0], .format = f[1], .spec = f[2], .valid = f[3],
				    .archive = f[6]};
		if (!sv_u64(f[4], &row->components) || ++x->count == YG_COUNT(x->rows))
			abort();
	}
}

static struct row *find_row(struct index *x, const char *archive, const char *file)
{
	for (size_t i = 0; i < x->count; i++)
		if (sv_eq(x->rows[i].archive, sv_of(archive)) &&
		    sv_eq(x->rows[i].file, sv_of(file)))
			return &x->rows[i];
	return NULL;
}

/* Where the index, which counts by its own rules, gives another number. */
static const struct {
	const char *file;	/* how the name ends */
	uint64_t components;
} otherwise[] = {
	{"spdx_3_unsupported.json", 1},		/* the index does not look into SPDX 3, */
	{"centos-7-cyclonedx.intoto.jsonl", 3},	/* nor into envelopes */
	{"sbom.cdx.intoto.jsonl", 9},
	{"alpine.cdx.att.json", 15},
};

static size_t count_text(struct sv text, struct sv what)
{
	size_t count = 0, at;

	for (; (at = sv_search(text, what)) < text.n; count++)
		text = sv_from(text, at + what.n);
	return count;
}

/* <component> elements between start and end tags. */
static size_t components_inside(struct sv text, struct sv start, struct sv end)
{
	size_t count = 0, at;

	while ((at = sv_search(text, start)) < text.n) {
		text = sv_from(text, at + start.n);
		at = sv_search(text, end);
		count += count_text(sv_first(text, at), SV("<component "));
		text = sv_from(text, at);
	}
	return count;
}

/* In XML the index counts every <component> element, also that which the document describes
 * and those that a component was made from. */
static uint64_t not_installed(struct sv text)
{
	return components_inside(text, SV("<metadata>"), SV("</metadata>")) +
	       components_inside(text, SV("<pedigree>"), SV("</pedigree>"));
}

static uint64_t expected(const struct row *row, struct sv text)
{
	if (sv_is(row->format, "cyclonedx-xml"))
		return row->components - not_installed(text);
	for (size_t i = 0; i < YG_COUNT(otherwise); i++)
		if (sv_ends(row->file, sv_of(otherwise[i].file)))
			return otherwise[i].components;
	return row->components;
}

static void check_file(struct row *row, struct sv text, size_t *unread)
{
	struct collected l = {0};
	char name[512];

	row->seen = true;
	snprintf(name, sizeof name, "%.*s", SV_ARG(row->file));
	collect(&l, NULL, name, text, NULL);
	if (l.rc == YG_EINVAL ||	/* a reader of yagura-parse */
	    (sv_is(row->format, "cyclonedx-xml") &&
	     !inventory_reader_find(SV("cyclonedx-xml")))) {
		(*unread)++;
		collected_drop(&l);
		return;
	}
	if (sv_is(row->valid, "yes"))
		CHECK(l.rc == 0 && l.count == expected(row, text) && l.skip_count == 0,
		      "%s: %d (%s), %zu components and %zu skipped, want %d", name, l.rc,
		      l.err.what ? l.err.what : "", l.count, l.skip_count, (int)expected(row, text));
	else
		CHECK((l.rc == 0 && l.count + l.skip_count == expected(row, text)) ||
		      l.rc == YG_ENOTFOUND || (l.rc < 0 && l.err.what),
		      "%s: %d (%s), %zu components and %zu skipped, want %d", name, l.rc,
		      l.err.what ? l.err.what : "", l.count, l.skip_count, (int)expected(row, text));
	if (getenv("YAGURA_VERBOSE")) {
		if (l.rc < 0 || l.skip_count)
			printf("%s (%.*s): %d %s\n", name, SV_ARG(row->valid), l.rc,
			       l.err.what ? l.err.what : "");
		for (size_t i = 0; i < l.skip_count; i++)
			printf("\tskipped at %zu: %.*s: %s\n", l.skips[i].at,
			       SV_ARG(l.skips[i].name), l.skips[i].why);
	}
	collected_drop(&l);
}

static void test_archive(struct index *x, const char *archive, size_t *unread)
{
	char sub[128];
	const char *path;
	struct shared_archive s;
	struct row *row;

	snprintf(sub, sizeof sub, "corpus/inventory/%s.tar.zst", archive);
	path = check_shared(sub);
	if (!path) {
		check_skip(archive, "the archive is absent");
		return;
	}
	shared_archive_open(&s, path);
	while (shared_archive_next(&s))
		if ((row = find_row(x, archive, s.name)))
			check_file(row, s.text, unread);
}

int main(void)
{
	const char *path = check_shared("corpus/inventory/SBOM-INDEX.tsv");
	static struct index x;
	size_t unread = 0, missing = 0;

	if (!path) {
		check_skip("SBOM-INDEX", "../shared is absent");
		return check_done();
	}
	load_index(&x, path);
	test_archive(&x, "sboms-valid", &unread);
	test_archive(&x, "sboms-invalid", &unread);
	for (size_t i = 0; i < x.count; i++)
		missing += !x.rows[i].seen;
	CHECK_INT(missing, 0, "rows of the index without their file");
	if (unread > 0)
		check_skip("SBOM-INDEX", "formats that only yagura-parse reads");
	free(x.text);
	return check_done();
}
