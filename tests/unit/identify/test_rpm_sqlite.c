/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <sqlite3.h>

#include "collect.h"
#include "identify/rpm_header.h"

static const struct inventory_os alma = {.id = SV_INIT("almalinux"),
					 .version_id = SV_INIT("9.4")};

struct header {
	unsigned char bytes[1024];
	size_t entries, data;
	unsigned char index[16 * 16], values[512];
};

static void put32(unsigned char *p, uint32_t v)
{
	p[0] = (unsigned char)(v >> 24);
	p[1] = (unsigned char)(v >> 16);
	p[2] = (unsigned char)(v >> 8);
	p[3] = (unsigned char)v;
}

static void add(struct header *h, uint32_t tag, uint32_t type, const void *value, size_t n)
{
	unsigned char *e = h->index + 16 * h->entries++;

	put32(e, tag);
	put32(e + 4, type);
	put32(e + 8, (uint32_t)h->data);
	put32(e + 12, 1);
	memcpy(h->values + h->data, value, n);
	h->data += n;
}

static void add_string(struct header *h, uint32_t tag, const char *z)
{
	if (z)
		add(h, tag, 6, z, strlen(z) + 1);
}

static struct sv finish(struct header *h)
{
	put32(h->bytes, (uint32_t)h->entries);
	put32(h->bytes + 4, (uint32_t)h->data);
	memcpy(h->bytes + 8, h->index, 16 * h->entries);
	memcpy(h->bytes + 8 + 16 * h->entries, h->values, h->data);
	return (struct sv){(char *)h->bytes, 8 + 16 * h->entries + h->data};
}

struct package {
	const char *name, *version, *release, *arch, *source, *vendor, *module;
	uint32_t epoch;
};

static struct sv make(struct header *h, const struct package *p)
{
	unsigned char epoch[4];

	memset(h, 0, sizeof *h);
	add(h, 63, 7, "region", 7);
	add_string(h, 1000, p->name);
	add_string(h, 1001, p->version);
	add_string(h, 1002, p->release);
	if (p->epoch) {
		put32(epoch, p->epoch);
		add(h, 1003, 4, epoch, 4);
	}
	add_string(h, 1011, p->vendor);
	add_string(h, 1022, p->arch);
	add_string(h, 1044, p->source);
	add_string(h, 5096, p->module);
	return finish(h);
}

static const struct package packages[] = {
	{"bash", "5.1.8", "9.el9", "x86_64", "bash-5.1.8-9.el9.src.rpm", "AlmaLinux", NULL, 0},
	{"openssl-libs", "3.0.7", "27.el9", "x86_64", "openssl-3.0.7-27.el9.src.rpm",
	 "AlmaLinux", NULL, 1},
	{"nodejs", "18.20", "1.module_el9", "x86_64", "nodejs-18.20-1.module_el9.src.rpm",
	 "AlmaLinux", "nodejs:18:9040:rhel9", 1},
	{"htop", "3.3.0", "1.el9", "x86_64", "htop-3.3.0-1.el9.src.rpm", "Fedora Project", NULL, 0},
	{"gpg-pubkey", "b86b3716", "61e69f29", NULL, NULL, NULL, NULL, 0},
	{"broken", NULL, NULL, NULL, NULL, NULL, NULL, 0},
};

static void run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		abort();
}

static void insert(sqlite3 *db, struct sv blob)
{
	sqlite3_stmt *s;

	if (sqlite3_prepare_v2(db, "INSERT INTO Packages(blob) VALUES (?)", -1, &s, NULL) ||
	    sqlite3_bind_blob(s, 1, blob.p, (int)blob.n, SQLITE_TRANSIENT) ||
	    sqlite3_step(s) != SQLITE_DONE)
		abort();
	sqlite3_finalize(s);
}

static const char schema[] = "CREATE TABLE IF NOT EXISTS 'Packages' "
	"(hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)";

/* The bytes of a database; the caller frees them with sqlite3_free(). */
static struct sv serialize(sqlite3 *db)
{
	sqlite3_int64 n;
	unsigned char *p = sqlite3_serialize(db, "main", &n, 0);

	if (!p)
		abort();
	sqlite3_close(db);
	return (struct sv){(char *)p, (size_t)n};
}

static sqlite3 *new_database(void)
{
	sqlite3 *db;

	if (sqlite3_open(":memory:", &db) != SQLITE_OK)
		abort();
	return db;
}

static struct sv make_database(bool wal)
{
	sqlite3 *db = new_database();
	struct header h;
	struct sv file;

	run(db, schema);
	for (size_t i = 0; i < YG_COUNT(packages); i++)
		insert(db, make(&h, &packages[i]));
	insert(db, SV("short"));
	file = serialize(db);
	if (wal)
		((char *)(uintptr_t)file.p)[18] = ((char *)(uintptr_t)file.p)[19] = 2;
	return file;
}

static void check_packages(const struct collected *l)
{
	CHECK(l->reader && strcmp(l->reader->name, "rpmdb") == 0, "detected");
	CHECK_INT(l->rc, 0, l->err.what ? l->err.what : "read");
	CHECK_INT(l->count, 4, "components");
	CHECK_INT(l->skip_count, 2, "a package without version, and a header cut short");
	if (l->count != 4)
		return;
	CHECK_SV(l->items[0].version, "5.1.8-9.el9", "bash");
	CHECK_SV(l->items[0].ns, "almalinux", "bash");
	CHECK_SV(l->items[0].os_release, "9.4", "bash");
	CHECK_INT(l->items[0].flags, COMPONENT_MODULE_KNOWN, "bash is not modular");
	CHECK_SV(l->items[1].version, "1:3.0.7-27.el9", "epoch");
	CHECK_SV(l->items[1].source_name, "openssl", "source");
	CHECK_SV(l->items[1].source_version, "3.0.7-27.el9", "source version");
	CHECK_SV(l->items[2].module, "nodejs:18:9040:rhel9", "module");
	CHECK_SV(l->items[3].origin, "Fedora EPEL", "third party");
}

static void test_database(void)
{
	for (int wal = 0; wal < 2; wal++) {
		struct sv file = make_database(wal);
		struct collected l = {0};
		collect(&l, NULL, "rpmdb.sqlite", file, &alma);
		check_packages(&l);
		collected_drop(&l);
		collect(&l, NULL, "renamed", file, &alma);
		check_packages(&l);
		collected_drop(&l);
		sqlite3_free((void *)(uintptr_t)file.p);
	}
}

/* A view in place of the table, one that never ends, must not be run. */
static void test_hostile_schema(void)
{
	static const char *const schemas[] = {
		("CREATE VIEW Packages(hnum, blob) AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL "
		 "SELECT x + 1 FROM r) SELECT x, zeroblob(100) FROM r"),
		"CREATE TABLE other(x)",
		"CREATE TABLE Packages(x, y)",
	};

	for (size_t i = 0; i < YG_COUNT(schemas); i++) {
		sqlite3 *db = new_database();
		struct collected l = {0};
		struct sv file;
		run(db, schemas[i]);
		file = serialize(db);
		collect(&l, NULL, "rpmdb.sqlite", file, &alma);
		CHECK(l.rc == YG_ESYNTAX && l.count == 0, "schema %zu: %d", i, l.rc);
		collected_drop(&l);
		sqlite3_free((void *)(uintptr_t)file.p);
	}
}

/* Cut off anywhere, or with bytes changed: an error or fewer packages, never a crash. */
static void test_damaged(void)
{
	struct sv file = make_database(false);
	char *copy = malloc(file.n);

	if (!copy)
		abort();
	for (size_t n = 0; n < file.n; n += 97) {
		struct collected l = {0};
		collect(&l, "rpmdb", "x", sv_first(file, n), &alma);
		CHECK(l.rc < 0, "cut to %zu bytes: %d", n, l.rc);
		collected_drop(&l);
		memcpy(copy, file.p, file.n);
		copy[n] = (char)~copy[n];
		collect(&l, "rpmdb", "x", (struct sv){copy, file.n}, &alma);
		CHECK(l.rc <= 0 && l.count <= 8, "byte %zu changed", n);
		collected_drop(&l);
	}
	free(copy);
	sqlite3_free((void *)(uintptr_t)file.p);
}

static void test_headers(void)
{
	struct header h;
	struct rpm_header out = {.name = SV("untouched")};
	struct sv good = make(&h, &packages[0]);

	for (size_t n = 0; n < good.n; n++) {
		CHECK_INT(rpm_header_read(sv_first(good, n), &out, NULL), YG_ESYNTAX, "cut");
		CHECK_SV(out.name, "untouched", "on failure");
	}
	put32(h.bytes + 8 + 16 + 8, 0xfffffff0);	/* NAME's offset */
	CHECK_INT(rpm_header_read(good, &out, NULL), YG_ESYNTAX, "offset outside");
	put32(h.bytes, 0xffffffff);
	CHECK_INT(rpm_header_read(good, &out, NULL), YG_ESYNTAX, "too many tags");
}

static void test_faults(void)
{
	struct sv file = make_database(false);
	struct collected l = {0};
	long n = 0;

	do {
		collected_drop(&l);
		l.arena.fail_at = ++n;
		collect(&l, "rpmdb", "x", file, &alma);
		CHECK(l.rc == 0 || l.rc == YG_ENOMEM, "request %ld: %d", n, l.rc);
	} while (l.rc < 0 && n < 1000);
	CHECK(n > 1, "requests memory");
	CHECK_INT(l.count, 4, "the last run is whole");
	collected_drop(&l);
	sqlite3_free((void *)(uintptr_t)file.p);
}

int main(void)
{
	test_database();
	test_hostile_schema();
	test_damaged();
	test_headers();
	test_faults();
	return check_done();
}
