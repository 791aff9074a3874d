/* SPDX-License-Identifier: Apache-2.0 */
/* CycloneDX XML, pom.xml and packages.config; and what XML must not be able to do. */
#include "check.h"

#include <time.h>

#include "base/buf.h"
#include "collect.h"

#define BOM(version) "<bom xmlns=\"http://cyclonedx.org/schema/bom/" version "\">"
#define POM "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">"
#define DEP(g, a, rest) "<dependency><groupId>" g "</groupId><artifactId>" a "</artifactId>" rest \
	"</dependency>"

/* want: "type:ns/name@version flags"; "- name: why"; "! why"; "OS id version". */
static const struct row { const char *reader, *path, *text, *want; } rows[] = {
	{"cyclonedx-xml", "bom.xml",
	 "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- c -->\n" BOM("1.5")
	 "<metadata><component type=\"operating-system\"><name>debian</name><version>12</version>"
	 "<components><component><name>described</name></component></components></component></metadata>"
	 "<components><component type=\"library\"><group>org.x</group><name>a &amp; b</name>"
	 "<version> 1.0\n</version><purl>pkg:deb/debian/libc6@2.36-9?arch=amd64&amp;distro=debian-12</purl>"
	 "<cpe>cpe:2.3:a:x:y:1:*:*:*:*:*:*:*</cpe>"
	 "<pedigree><ancestors><component><name>ancestor</name></component></ancestors></pedigree>"
	 "<components><component><name>inner</name></component></components>"
	 "<properties><property name=\"aquasecurity:trivy:SrcName\">glibc</property></properties>"
	 "<evidence><identity/><occurrences><occurrence><location>/lib</location></occurrence>"
	 "<occurrence><location>/lib2</location></occurrence></occurrences></evidence></component>"
	 "<component type=\"library\"><name>dev</name><scope>excluded</scope><purl>pkg:npm/%40s/d@1</purl></component>"
	 "<component type=\"library\"><name><![CDATA[c<d]]>e</name><version/></component>"
	 "<component type=\"library\"/></components>"
	 "<services><service><name>s</name></service></services></bom>",
	 "OS debian 12\n:/inner@ \ndeb:debian/libc6@2.36-9 cpe1 src=glibc file=/lib\n"
	 "npm:@s/d@1 dev\n:/c<de@ \n- : no name\n"},
	{"cyclonedx-xml", "bom.xml",	/* 1.0; another namespace with the same words; a prefix */
	 "<b:bom xmlns:b=\"http://cyclonedx.org/schema/bom/1.0\" xmlns:v=\"urn:v\"><b:components>"
	 "<b:component type=\"library\"><v:name>no</v:name><b:name>yes</b:name><v:component/>"
	 "<b:modified>false</b:modified></b:component><v:component><b:name>no</b:name></v:component>"
	 "</b:components></b:bom>", ":/yes@ \n"},
	{"cyclonedx-xml", "bom.xml", BOM("2.0") "</bom>", "! only CycloneDX 1.x is known\n"},
	{"cyclonedx-xml", "bom.xml", BOM("1.4"), "! the XML ends too early\n"},
	{"cyclonedx-xml", "bom.xml", BOM("1.4") "<components><component><name>a</name></component>"
	 "<component><name>b</na", ":/a@ \n! the XML ends too early\n"},
	{"cyclonedx-xml", "bom.xml", BOM("1.4") "<components><component><name>a\xff</name></component>"
	 "</components></bom>", "! not well-formed XML\n"},
	{"cyclonedx-xml", "bom.xml", "<!DOCTYPE bom [<!ENTITY a \"b\">]>" BOM("1.4") "</bom>",
	 "! a document type declaration is not accepted\n"},
	{"cyclonedx-xml", "bom.xml", "<?xml version=\"1.0\" encoding=\"UTF-7\"?>" BOM("1.4") "</bom>",
	 "! an encoding that is not read; convert it to UTF-8\n"},

	{"maven-pom", "pom.xml",
	 POM "<parent><groupId>g.p</groupId><version>9</version></parent><artifactId>me</artifactId>"
	 "<dependencies>" DEP("g", "a", "<version>${v.a}</version>") DEP("g", "m", "")
	 DEP("${project.groupId}", "own", "<version>${project.version}</version><scope>test</scope>")
	 DEP("g", "unknown", "<version>${nowhere}</version>") DEP("g", "none", "")
	 DEP("g", "exact", "<version>[1.0]</version>") DEP("g", "range", "<version>[1,2)</version>")
	 DEP("g", "loop", "<version>${l1}</version>") DEP("${nowhere}", "x", "")
	 "</dependencies><properties><v.a>1.${v.b}-x</v.a><v.b>5</v.b><l1>${l2}</l1><l2>${l1}</l2></properties>"
	 "<dependencyManagement><dependencies>" DEP("g", "m", "<version>${v.b}.0</version><scope>test</scope>")
	 "</dependencies></dependencyManagement>"
	 "<build><plugins><plugin><dependencies>" DEP("g", "plugin", "<version>1</version>")
	 "</dependencies></plugin></plugins></build>"
	 "<profiles><profile><id>p1</id><dependencies>" DEP("g", "pr", "<version>1</version>")
	 "</dependencies></profile><profile><id>p2</id></profile></profiles></project>",
	 "maven:g/a@1.5-x \nmaven:g/m@5.0 dev\nmaven:g.p/own@9 dev\nmaven:g/unknown@ \nmaven:g/none@ \n"
	 "maven:g/exact@1.0 \nmaven:g/range@ \nmaven:g/loop@ \n"
	 "- p1: a profile: whether its dependencies are used is not known\n"
	 "- x: its group or name is missing, or holds a property that this file does not define\n"},
	{"maven-pom", "pom.xml", "<project><dependencies/></project>", ""},
	{"maven-pom", "pom.xml", "bogus", "! not well-formed XML\n"},
	{"maven-pom", "pom.xml", "", "! the XML ends too early\n"},
	{"packages-config", "packages.config",
	 "<packages><package id=\"A.B\" version=\"1.0\" /><package version=\"2\"/>"
	 "<package id=\"d\" version=\"3\" developmentDependency=\"true\"></package></packages>",
	 "nuget:/A.B@1.0 \nnuget:/d@3 dev\n- : a package without a name\n"},
};

static void describe(struct buf *b, const struct collected *l)
{
	for (size_t i = 0; i < l->os_count; i++)
		buf_fmt(b, "OS %.*s %.*s\n", SV_ARG(l->os[i].id), SV_ARG(l->os[i].version_id));
	for (size_t i = 0; i < l->count; i++) {
		const struct component *c = &l->items[i];
		buf_fmt(b, "%.*s:%.*s/%.*s@%.*s ", SV_ARG(c->type), SV_ARG(c->ns), SV_ARG(c->name),
			SV_ARG(c->version));
		if (c->flags & COMPONENT_DEV)
			buf_str(b, "dev");
		if (c->cpe_count)
			buf_fmt(b, "cpe%zu src=%.*s file=%.*s", c->cpe_count,
				SV_ARG(c->source_name), SV_ARG(c->file));
		buf_char(b, '\n');
	}
	for (size_t i = 0; i < l->skip_count; i++)
		buf_fmt(b, "- %.*s: %s\n", SV_ARG(l->skips[i].name), l->skips[i].why);
	if (l->rc < 0)
		buf_fmt(b, "! %s\n", l->err.what ? l->err.what : "(no reason)");
}

static void test_row(const struct row *row)
{
	struct collected l = {0};
	buf_auto b = BUF_CAP(1 << 16);

	collect(&l, row->reader, row->path, sv_of(row->text), NULL);
	describe(&b, &l);
	CHECK(strcmp(b.p ? b.p : "", row->want) == 0, "%s: got\n%swant\n%s", row->text,
	      b.p ? b.p : "", row->want);
	CHECK(l.rc == 0 || l.err.at <= strlen(row->text), "err.at is outside");
	collected_drop(&l);
	for (size_t n = 0; n < strlen(row->text); n++) {
		collect(&l, row->reader, row->path, (struct sv){row->text, n}, NULL);
		CHECK(l.rc < 0 && l.err.what, "%s cut at %zu: %d", row->text, n, l.rc);
		collected_drop(&l);
	}
}

/* Fail the Nth allocation, and the Nth call of the sink, until nothing fails. */
static void test_faults(const struct row *row)
{
	struct collected l = {0};
	size_t count;
	int rc;

	collect(&l, row->reader, row->path, sv_of(row->text), NULL);
	count = l.count;
	rc = l.rc;
	collected_drop(&l);
	for (long n = 1; n < 1000; n++) {
		l.arena.fail_at = n;
		collect(&l, row->reader, row->path, sv_of(row->text), NULL);
		bool done = l.rc != YG_ENOMEM;
		if (done)
			CHECK(l.rc == rc && l.count == count, "fault %ld: %d", n, l.rc);
		collected_drop(&l);
		if (done)
			break;
	}
	for (size_t n = 1; n <= count; n++) {
		l.sink_fail_at = (long)n;
		collect(&l, row->reader, row->path, sv_of(row->text), NULL);
		CHECK_INT(l.rc, YG_EIO, row->reader);
		collected_drop(&l);
	}
}

static const char laughs[] =
	"<?xml version=\"1.0\"?>\n<!DOCTYPE bom [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"
	"<!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]>" BOM("1.4") "<components><component><name>&c;</name>"
	"</component></components></bom>";
static const char outside[] =
	"<!DOCTYPE bom [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" BOM("1.4") "<components>"
	"<component><name>&x;</name></component></components></bom>";

/* A text made of a start, many repetitions, and an end. */
static void many(const char *reader, const char *path, const char *start, const char *again,
		 int times, const char *end, int want_rc)
{
	buf_auto b = BUF_CAP(MIB(64));
	struct collected l = {0};
	clock_t t = clock();

	buf_str(&b, start);
	for (int i = 0; i < times; i++)
		buf_str(&b, again);
	buf_str(&b, end);
	collect(&l, reader, path, buf_view(&b), NULL);
	CHECK(l.rc == want_rc && (l.rc == 0 || l.err.what), "%s %s...: %d %s", reader, again,
	      l.rc, l.err.what ? l.err.what : "");
	CHECK((double)(clock() - t) / CLOCKS_PER_SEC < 10, "%s: too slow", again);
	collected_drop(&l);
}

static void test_hostile(void)
{
	struct collected l = {0};
	buf_auto b = BUF_CAP(MIB(8));

	collect(&l, "cyclonedx-xml", "bom.xml", SV(laughs), NULL);
	CHECK_INT(l.rc, YG_EUNSUPPORTED, "billion laughs");
	collected_drop(&l);
	collect(&l, "cyclonedx-xml", "bom.xml", SV(outside), NULL);
	CHECK(l.rc == YG_EUNSUPPORTED && l.count == 0, "external entity");
	collected_drop(&l);
	collect(&l, "cyclonedx-xml", "bom.xml", SV(BOM("1.4") "<components><component><name>&x;"
		"</name></component></components></bom>"), NULL);
	CHECK(l.rc < 0 && l.count == 0, "an unknown entity");
	collected_drop(&l);
	collect(&l, "cyclonedx-xml", "bom.xml", SV(BOM("1.4") "<components/></bom><bom/>"), NULL);
	CHECK_INT(l.rc, YG_ESYNTAX, "two roots");
	collected_drop(&l);
	/* Deep, with and without meaning. */
	many("cyclonedx-xml", "bom.xml", BOM("1.4"), "<x>", 100000, "", YG_ESYNTAX);
	many("cyclonedx-xml", "bom.xml", BOM("1.4"), "<components><component>", 60,
	     "", YG_ESYNTAX);
	/* More text than a component may have is left out by name; a long name too. */
	many("cyclonedx-xml", "bom.xml", BOM("1.4") "<components><component><name>a</name>"
	     "<properties>", "<property name=\"pppppppppppppppppppppppp\">vvvvvvvvvvvvvv</property>",
	     100000, "</properties></component></components></bom>", 0);
	many("cyclonedx-xml", "bom.xml", BOM("1.4") "<components><component><name>", "aaaaaaaaaa",
	     500000, "</name></component></components></bom>", 0);
	/* Properties that multiply: found out after REFERENCES_MAX, not after 2^60. */
	buf_str(&b, POM "<properties>");
	for (int i = 0; i < 15; i++) {
		buf_fmt(&b, "<p%d>", i);
		for (int k = 0; k < 100; k++)
			buf_fmt(&b, "${p%d}", i + 1);
		buf_fmt(&b, "</p%d>", i);
	}
	buf_str(&b, "<p15></p15></properties><dependencies>" DEP("g", "a", "<version>${p0}</version>")
		"</dependencies></project>");
	collect(&l, "maven-pom", "pom.xml", buf_view(&b), NULL);
	CHECK_INT(l.rc, YG_ELIMIT, "properties that multiply");
	collected_drop(&l);
}

int main(void)
{
	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		test_row(&rows[i]);
		test_faults(&rows[i]);
	}
	test_hostile();
	return check_done();
}
