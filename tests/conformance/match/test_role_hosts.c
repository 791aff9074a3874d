/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole hosts of the shared corpus against the findings that are expected of them: Debian by
 * (source, version, CVE, fixed version), AlmaLinux by (package, version, advisory: one may name
 * several streams' fixes), in both directions.
 */
#include "role_hosts.h"

#include "../policy/default_policy.h"
#include "assess/finding.h"

enum kind { DEBIAN, ALMA };

struct test {
	enum kind kind;
	const struct match_index *match;
	const struct policy *policy;
	struct role_lines expected, found;
	size_t hosts, components;
};

/* ---- what is expected ---- */

/* Debian: host, source, installed, CVE, fixed; AlmaLinux: host, package, installed, advisory,
 * fixed. */
static void take_expected(char *text, size_t n, void *arg)
{
	struct test *t = arg;
	struct sv rest = {text, n}, f[5] = {0};
	buf_auto b = BUF_CAP(4096);

	if (n == 0 || text[0] == '#')
		return;
	for (size_t i = 0; i < 5; i++)
		(void)sv_next(&rest, '\t', &f[i]);
	buf_fmt(&b, "%.*s\t%.*s\t%.*s\t%.*s", SV_ARG(f[0]), SV_ARG(f[1]), SV_ARG(f[2]), SV_ARG(f[3]));
	if (t->kind == DEBIAN)
		buf_fmt(&b, "\t%.*s", SV_ARG(f[4]));
	role_add(&t->expected, buf_view(&b));
}

/* ---- what is found ---- */

static void read_os(struct json *j, struct component *os)
{
	struct sv k;

	(void)json_enter_object(j);
	while (json_key(j, &k))
		if (sv_is(k, "id"))
			(void)json_string(j, &os->os_family);
		else if (sv_is(k, "version_id"))
			(void)json_string(j, &os->os_release);
		else if (sv_is(k, "arch"))
			(void)json_string(j, &os->arch);
		else
			json_skip(j);
}

static void read_package(struct json *j, struct component *c)
{
	struct sv k;

	(void)json_enter_object(j);
	while (json_key(j, &k))
		if (sv_is(k, "name"))
			(void)json_string(j, &c->name);
		else if (sv_is(k, "version") || sv_is(k, "evr"))
			(void)json_string(j, &c->version);
		else if (sv_is(k, "arch"))
			(void)json_string(j, &c->arch);
		else if (sv_is(k, "source"))
			(void)json_string(j, &c->source_name);
		else if (sv_is(k, "source_version"))
			(void)json_string(j, &c->source_version);
		else
			json_skip(j);
}

/* One line of hosts: its name and its packages; the system stands before them. */
static size_t read_host(struct arena *a, struct test *t, char *text, size_t n, struct sv *host,
			struct component **ret)
{
	struct component os = {0}, *list = NULL;
	struct yg_err err = {0};
	size_t count = 0;
	struct json j;
	struct sv k;

	json_init(&j, text, n);
	(void)json_enter_object(&j);
	while (json_key(&j, &k)) {
		if (sv_is(k, "host")) {
			(void)json_string(&j, host);
		} else if (sv_is(k, "os")) {
			read_os(&j, &os);
		} else if (sv_is(k, "packages") && json_enter_array(&j)) {
			while (json_item(&j)) {
				struct component *c = arena_push(a, list, count);
				if (!c)
					abort();
				*c = os;
				c->type = t->kind == DEBIAN ? SV("deb") : SV("rpm");
				read_package(&j, c);
				component_finish(c);
			}
		} else {
			json_skip(&j);
		}
	}
	CHECK_INT(json_end(&j, &err), 0, "a host");
	*ret = list;
	return count;
}

static void add_found(struct test *t, struct sv host, const struct finding *f)
{
	buf_auto b = BUF_CAP(4096);

	if (t->kind == DEBIAN) {
		buf_fmt(&b, "%.*s\t%.*s\t%.*s\t%.*s\t%.*s", SV_ARG(host), SV_ARG(f->name),
			SV_ARG(f->version), SV_ARG(f->vulnerability), SV_ARG(f->fixed_version));
		role_add(&t->found, buf_view(&b));
		return;
	}
	for (size_t i = 0; i < f->evidence_count; i++) {
		struct sv record = match_string(t->match, f->evidence[i]->record->id);
		if (f->evidence[i]->verdict != MATCH_AFFECTED)
			continue;
		buf_clear(&b);
		buf_fmt(&b, "%.*s\t%.*s\t%.*s\t%.*s", SV_ARG(host), SV_ARG(f->name),
			SV_ARG(f->version), SV_ARG(record));
		role_add(&t->found, buf_view(&b));
	}
}

static void take_host(char *text, size_t n, void *arg)
{
	struct test *t = arg;
	arena_auto a = {.cap = GIB(1)};
	struct finding_context ctx = {.match = t->match, .policy = t->policy};
	struct component *components;
	struct finding_list list;
	struct sv host = {0}, prefix;
	size_t count;

	if (n == 0)
		return;
	count = read_host(&a, t, text, n, &host, &components);
	prefix = sv_join(&a, host, SV("\t"), SV(""));
	if (!prefix.p || !role_has(&t->expected, prefix))
		return;		/* nothing is known about it */
	t->hosts++;
	t->components += count;
	CHECK_INT(finding_list_make(&a, &ctx, components, count, &list), 0, "findings");
	CHECK_INT(list.unjudged_count, 0, "everything is judged");
	for (size_t i = 0; i < list.count; i++)
		if (list.findings[i].verdict == MATCH_AFFECTED)
			add_found(t, host, &list.findings[i]);
		else
			CHECK(false, "%.*s: %.*s of %.*s cannot be decided", SV_ARG(host),
			      SV_ARG(list.findings[i].vulnerability), SV_ARG(list.findings[i].name));
}

static void run(enum kind kind, const struct made *m, const char *hosts, const char *truth,
		const char *what)
{
	arena_auto a = {.cap = MIB(64)};
	struct test t = {.kind = kind, .match = &m->match, .expected.a.cap = GIB(1),
		.found.a.cap = GIB(1)};

	t.policy = load_default(&a);
	if (!check_zst_lines(truth, take_expected, &t)) {
		check_skip(what, "../shared is absent");
		return;
	}
	role_sort(&t.expected);
	(void)check_zst_lines(hosts, take_host, &t);
	role_sort(&t.found);
	role_compare(&t.found, &t.expected, what);
	fprintf(stderr, "%s: %zu hosts, %zu packages, %zu rows\n", what, t.hosts, t.components,
		t.expected.list.n);
	role_drop(&t.expected);
	role_drop(&t.found);
}

static void test_debian(void)
{
	struct made m = {0};

	if (!role_add_feed(&m, "debian-tracker", "corpus/vuln/debian-tracker-derived.json.zst")) {
		check_skip("Debian 12 hosts", "../shared is absent");
		return;
	}
	made_finish(&m);
	run(DEBIAN, &m, "corpus/inventory/debian12-role-hosts.jsonl.zst",
	    "corpus/truth/debian12-role-hosts-expected-part.tsv.zst", "Debian 12 hosts");
	made_drop(&m);
}

static void test_alma(void)
{
	struct made m = {0};

	if (!role_add_feed(&m, "osv", "corpus/osv/osv-AlmaLinux-8.zip") ||
	    !role_add_feed(&m, "osv", "corpus/osv/osv-AlmaLinux-9.zip") ||
	    !role_add_feed(&m, "osv", "corpus/osv/osv-AlmaLinux-10.zip")) {
		check_skip("AlmaLinux hosts", "../shared is absent");
		return;
	}
	made_finish(&m);
	run(ALMA, &m, "corpus/inventory/almalinux-role-hosts.jsonl.zst",
	    "corpus/truth/almalinux-role-hosts-expected-part.tsv.zst", "AlmaLinux hosts");
	made_drop(&m);
}

int main(void)
{
	test_debian();
	test_alma();
	return check_done();
}
