/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "component/identity/calc.h"
#include "component/identity/cpe.h"

/* A name, its formatted string and its URI (NULL: the name itself). */
static const struct { const char *in, *formatted, *uri; } rows[] = {
	{"cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*", NULL,
	 "cpe:/a:microsoft:internet_explorer:8.0.6001:beta"},
	{"cpe:2.3:a:foo\\\\bar:big\\$money:2010:*:*:*:special:ipod_touch:80gb:*", NULL,
	 "cpe:/a:foo%5cbar:big%24money:2010::~~special~ipod_touch~80gb~"},
	{"cpe:2.3:a:hp:openview_network_manager:7.51:-:*:*:*:linux:*:*", NULL,
	 "cpe:/a:hp:openview_network_manager:7.51:-:~~~linux~~"},
	{"cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~",
	 "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*", NULL},
	{"cpe:/a:hp:insight_diagnostics:8.%02:sp%01",
	 "cpe:2.3:a:hp:insight_diagnostics:8.*:sp?:*:*:*:*:*:*", NULL},
	{"cpe:/a:redhat:advanced_cluster_security:3.74::el8",
	 "cpe:2.3:a:redhat:advanced_cluster_security:3.74:*:el8:*:*:*:*:*", NULL},
	{"cpe:2.3:a:Pl/Java_Project:pl/java:1.6.8:*:*:*:*:*:*:*",
	 "cpe:2.3:a:pl\\/java_project:pl\\/java:1.6.8:*:*:*:*:*:*:*",
	 "cpe:/a:pl%2fjava_project:pl%2fjava:1.6.8"},
	{"cpe:2.3:o:cisco:ios:15.4\\(2\\)t1:*:*:*:*:*:*:*", NULL, "cpe:/o:cisco:ios:15.4%282%29t1"},
	{"cpe:2.3:a:x:\\-:\\*:*:*:*:*:*:*:*", NULL, "cpe:/a:x:%2d:%2a"},
	{"cpe:2.3:a:x:a\\:b:??1*:*:*:*:*:*:*:*", NULL, "cpe:/a:x:a%3ab:%01%011%02"},
	{"cpe:2.3:*:*:*:*:*:*:*:*:*:*:*", NULL, "cpe:/"},
	{"cpe:2.3:a:x:y:**:*:*:*:*:*:*:*", "cpe:2.3:a:x:y:*:*:*:*:*:*:*:*", "cpe:/a:x:y"},
	{"cpe:2.3:h:-:-:-:-:-:-:-:-:-:-", NULL, "cpe:/h:-:-:-:-:~-~-~-~-~-:-"},
};

static const struct { const char *in; size_t at; } bad[] = {
	{"", 0}, {"cpe:2.3", 0}, {"cpe:2.3:", 8}, {"cpe:2.3:a:b:c", 13},
	{"cpe:2.3:a:b:c:1:*:*:*:*:*:*:*:*", 30}, {"cpe:2.3:x:b:c:1:*:*:*:*:*:*:*", 0},
	{"cpe:2.3:a::c:1:*:*:*:*:*:*:*", 10}, {"cpe:2.3:a:b*c:c:1:*:*:*:*:*:*:*", 11},
	{"cpe:2.3:a:b c:c:1:*:*:*:*:*:*:*", 11}, {"cpe:2.3:a:\xe6:c:1:*:*:*:*:*:*:*", 10},
	{"cpe:2.3:a:b:c:1:*:*:*:*:*:*:\\", 29}, {"cpe:/a:b:c:1:2:3:4:5", 19},
	{"cpe:/a:b%4", 8}, {"cpe:/a:b*c", 8}, {"cpe:/a:b:c:1::~x", 14},
	{"cpe:/a:b:c:1::~1~2~3~4~5~6", 25}, {"cpe:/x:b", 0}, {"cpe:/a:%00", 0},
};

static const struct { const char *source, *target, *relation; } relations[] = {
	{"cpe:/o:linux:linux_kernel:5.15.10", "cpe:/o:linux:linux_kernel:5.15.103", "disjoint"},
	{"cpe:/o:linux:linux_kernel:5.15.10%02", "cpe:/o:linux:linux_kernel:5.15.103", "superset"},
	{"cpe:/o:linux:linux_kernel", "cpe:/o:linux:linux_kernel:6.1", "superset"},
	{"cpe:/o:linux:linux_kernel:6.1", "cpe:/o:linux:linux_kernel", "subset"},
	{"cpe:/o:linux:linux_kernel:6.1", "cpe:/o:Linux:Linux_Kernel:6.1", "equal"},
	{"cpe:/o:linux:linux_kernel:-", "cpe:/o:linux:linux_kernel:6.1", "disjoint"},
	{"cpe:/o:linux:linux_kernel:-", "cpe:/o:linux:linux_kernel", "subset"},
	{"cpe:/o:linux::6.1", "cpe:/o:linux:linux_kernel", "undefined"},
	{"cpe:/a:x:y:%02.1", "cpe:/a:x:y:%02.1", "undefined"},
	{"cpe:/a:x:y:%01%01", "cpe:/a:x:y:%2a", "superset"},
	{"cpe:/a:x:y:%021", "cpe:/a:x:y:121", "superset"},
	{"cpe:/a:x:y:%01%0112%01", "cpe:/a:x:y:1212", "superset"},
	{"cpe:/a:x:y:%0112", "cpe:/a:x:y:1212", "disjoint"},
	{"cpe:/a:x", "nonsense", "error"},
	{"cpe:/a:x", NULL, "error"},
};

static bool same(const struct cpe *x, const struct cpe *y)
{
	for (size_t i = 0; i < CPE_ATTR_COUNT; i++)
		if (x->at[i].kind != y->at[i].kind || x->at[i].lead != y->at[i].lead ||
		    x->at[i].trail != y->at[i].trail || !sv_eq(x->at[i].text, y->at[i].text))
			return false;
	return true;
}

static void check_row(size_t i)
{
	arena_auto a = {.cap = 1 << 16};
	const char *in = rows[i].in;
	struct yg_err e = {0};
	struct cpe c, again;
	struct sv s;

	if (!CHECK(cpe_parse(&a, sv_of(in), &c, &e) == 0, "%s: %s", in,
		   check_text(e.what)))
		return;
	CHECK_INT(cpe_formatted(&a, &c, &s), 0, in);
	CHECK_SV(s, rows[i].formatted ? rows[i].formatted : in, in);
	CHECK(cpe_parse(&a, s, &again, &e) == 0 && same(&c, &again), "%s: formatted", in);
	CHECK_INT(cpe_uri(&a, &c, &s), 0, in);
	CHECK_SV(s, rows[i].uri ? rows[i].uri : in, in);
	CHECK(cpe_parse(&a, s, &again, &e) == 0 && same(&c, &again), "%s: uri", in);
}

static void test_relations(void)
{
	for (size_t i = 0; i < YG_COUNT(relations); i++) {
		arena_auto a = {.cap = 1 << 16};
		buf_auto line = BUF_CAP(4096), out = BUF_CAP(4096);
		buf_str(&line, relations[i].source);
		if (relations[i].target)
			buf_fmt(&line, "\t%s", relations[i].target);
		CHECK_INT(calc_cpe_line(&a, buf_view(&line), &out), 0, line.p);
		CHECK_SV(buf_view(&out), relations[i].relation, line.p);
	}
}

static void test_key(void)
{
	arena_auto a = {.cap = 1 << 16};
	struct cpe c;
	struct sv key;

	CHECK_INT(cpe_parse(&a, SV("cpe:/a:Apache:HTTP_Server:2.4"), &c, NULL), 0, "key");
	CHECK_INT(cpe_key(&a, &c, &key), 0, "key");
	CHECK_SV(key, "apache:http_server", "key");
	CHECK_INT(cpe_parse(&a, SV("cpe:/a:apache"), &c, NULL), 0, "any product");
	CHECK_INT(cpe_key(&a, &c, &key), YG_ENOTFOUND, "any product");
}

static void test_faults(void)
{
	struct sv text = SV("cpe:/a:Foo%5cbar:big%24money:%02a::~~special~X~~");
	struct cpe c, sentinel = {{{.kind = CPE_NA}}};

	for (long n = 1;; n++) {
		arena_auto a = {.cap = 1 << 16, .fail_at = n};
		c = sentinel;
		int code = cpe_parse(&a, text, &c, NULL);
		if (code == 0)
			break;
		CHECK_INT(code, YG_ENOMEM, "fault");
		CHECK_INT(c.at[0].kind, CPE_NA, "untouched");
	}
}

int main(void)
{
	for (size_t i = 0; i < YG_COUNT(rows); i++)
		check_row(i);
	for (size_t i = 0; i < YG_COUNT(bad); i++) {
		arena_auto a = {.cap = 1 << 16};
		struct yg_err e = {.at = 999};
		struct cpe c = {{{.kind = CPE_NA}}};
		CHECK_INT(cpe_parse(&a, sv_of(bad[i].in), &c, &e), YG_ESYNTAX, bad[i].in);
		CHECK_INT(e.at, bad[i].at, bad[i].in);
		CHECK_INT(c.at[0].kind, CPE_NA, "untouched");
	}
	test_relations();
	test_key();
	test_faults();
	return check_done();
}
