/* SPDX-License-Identifier: Apache-2.0 */
#include "component/identity/os.h"

#include "base/text.h"

/* How much of a stated release is kept: what never decides which advisories apply is cut. */
enum cut {
	WHOLE,		/* "9.4": support channels differ by minor release */
	MAJOR,		/* point releases of one stable release share its advisories */
	MAJOR_MINOR,
	ROLLING,	/* none; VERSION_ID is a build date */
};

struct family {
	struct sv id;		/* os-release ID */
	enum cut cut;
	struct sv also[4];	/* purl namespaces and other people's spellings */
};

static const struct family families[] = {
	{SV_INIT("almalinux"), WHOLE, {SV_INIT("alma")}},
	{SV_INIT("alpaquita"), WHOLE, {{0}}},
	{SV_INIT("alpine"), MAJOR_MINOR, {SV_INIT("alpinelinux")}},
	{SV_INIT("amzn"), WHOLE, {SV_INIT("amazon"), SV_INIT("amazonlinux"),
				  SV_INIT("amazon-linux")}},
	{SV_INIT("arch"), ROLLING, {SV_INIT("archlinux")}},
	{SV_INIT("azurelinux"), MAJOR, {SV_INIT("azure-linux"), SV_INIT("azure"), SV_INIT("azl")}},
	{SV_INIT("bellsoft-hardened-containers"), WHOLE, {{0}}},
	{SV_INIT("centos"), WHOLE, {{0}}},
	{SV_INIT("chainguard"), ROLLING, {{0}}},
	{SV_INIT("cleanstart"), ROLLING, {{0}}},
	{SV_INIT("debian"), MAJOR, {SV_INIT("debian gnu/linux")}},
	{SV_INIT("echo"), ROLLING, {{0}}},
	{SV_INIT("fedora"), WHOLE, {{0}}},
	{SV_INIT("gentoo"), ROLLING, {{0}}},
	{SV_INIT("mageia"), WHOLE, {{0}}},
	{SV_INIT("mariner"), MAJOR, {SV_INIT("cbl-mariner")}},
	{SV_INIT("minimos"), ROLLING, {{0}}},
	{SV_INIT("ol"), WHOLE, {SV_INIT("oracle"), SV_INIT("oraclelinux"),
				SV_INIT("oracle-linux")}},
	{SV_INIT("openeuler"), WHOLE, {{0}}},
	{SV_INIT("opensuse-leap"), WHOLE, {SV_INIT("opensuse.leap"), SV_INIT("opensuse leap")}},
	{SV_INIT("opensuse-tumbleweed"), ROLLING, {SV_INIT("opensuse.tumbleweed")}},
	{SV_INIT("photon"), MAJOR, {SV_INIT("vmware"), SV_INIT("photon-os"), SV_INIT("photon os")}},
	{SV_INIT("raspbian"), MAJOR, {{0}}},
	{SV_INIT("rhel"), WHOLE, {SV_INIT("redhat"), SV_INIT("red-hat"), SV_INIT("red hat")}},
	{SV_INIT("rocky"), WHOLE, {SV_INIT("rockylinux"), SV_INIT("rocky-linux"),
				   SV_INIT("rocky linux")}},
	{SV_INIT("sl-micro"), WHOLE, {SV_INIT("sle-micro"), SV_INIT("suse-microos")}},
	{SV_INIT("sles"), WHOLE, {SV_INIT("suse"), SV_INIT("sles_sap"), SV_INIT("sled"),
				  SV_INIT("suse linux enterprise server")}},
	{SV_INIT("ubuntu"), MAJOR_MINOR, {{0}}},
	{SV_INIT("wolfi"), ROLLING, {{0}}},
};

struct codename {
	struct sv name, release;
};

/* distro-info-data 2026: debian.csv, ubuntu.csv. */
static const struct codename debian[] = {
	{SV_INIT("buzz"), SV_INIT("1.1")}, {SV_INIT("rex"), SV_INIT("1.2")},
	{SV_INIT("bo"), SV_INIT("1.3")}, {SV_INIT("hamm"), SV_INIT("2.0")},
	{SV_INIT("slink"), SV_INIT("2.1")}, {SV_INIT("potato"), SV_INIT("2.2")},
	{SV_INIT("woody"), SV_INIT("3.0")}, {SV_INIT("sarge"), SV_INIT("3.1")},
	{SV_INIT("etch"), SV_INIT("4")}, {SV_INIT("lenny"), SV_INIT("5")},
	{SV_INIT("squeeze"), SV_INIT("6")}, {SV_INIT("wheezy"), SV_INIT("7")},
	{SV_INIT("jessie"), SV_INIT("8")}, {SV_INIT("stretch"), SV_INIT("9")},
	{SV_INIT("buster"), SV_INIT("10")}, {SV_INIT("bullseye"), SV_INIT("11")},
	{SV_INIT("bookworm"), SV_INIT("12")}, {SV_INIT("trixie"), SV_INIT("13")},
	{SV_INIT("forky"), SV_INIT("14")}, {SV_INIT("duke"), SV_INIT("15")},
	{SV_INIT("sid"), SV_INIT("sid")}, {SV_INIT("unstable"), SV_INIT("sid")},
	{SV_INIT("experimental"), SV_INIT("experimental")},
};

static const struct codename ubuntu[] = {
	{SV_INIT("warty"), SV_INIT("4.10")}, {SV_INIT("hoary"), SV_INIT("5.04")},
	{SV_INIT("breezy"), SV_INIT("5.10")}, {SV_INIT("dapper"), SV_INIT("6.06")},
	{SV_INIT("edgy"), SV_INIT("6.10")}, {SV_INIT("feisty"), SV_INIT("7.04")},
	{SV_INIT("gutsy"), SV_INIT("7.10")}, {SV_INIT("hardy"), SV_INIT("8.04")},
	{SV_INIT("intrepid"), SV_INIT("8.10")}, {SV_INIT("jaunty"), SV_INIT("9.04")},
	{SV_INIT("karmic"), SV_INIT("9.10")}, {SV_INIT("lucid"), SV_INIT("10.04")},
	{SV_INIT("maverick"), SV_INIT("10.10")}, {SV_INIT("natty"), SV_INIT("11.04")},
	{SV_INIT("oneiric"), SV_INIT("11.10")}, {SV_INIT("precise"), SV_INIT("12.04")},
	{SV_INIT("quantal"), SV_INIT("12.10")}, {SV_INIT("raring"), SV_INIT("13.04")},
	{SV_INIT("saucy"), SV_INIT("13.10")}, {SV_INIT("trusty"), SV_INIT("14.04")},
	{SV_INIT("utopic"), SV_INIT("14.10")}, {SV_INIT("vivid"), SV_INIT("15.04")},
	{SV_INIT("wily"), SV_INIT("15.10")}, {SV_INIT("xenial"), SV_INIT("16.04")},
	{SV_INIT("yakkety"), SV_INIT("16.10")}, {SV_INIT("zesty"), SV_INIT("17.04")},
	{SV_INIT("artful"), SV_INIT("17.10")}, {SV_INIT("bionic"), SV_INIT("18.04")},
	{SV_INIT("cosmic"), SV_INIT("18.10")}, {SV_INIT("disco"), SV_INIT("19.04")},
	{SV_INIT("eoan"), SV_INIT("19.10")}, {SV_INIT("focal"), SV_INIT("20.04")},
	{SV_INIT("groovy"), SV_INIT("20.10")}, {SV_INIT("hirsute"), SV_INIT("21.04")},
	{SV_INIT("impish"), SV_INIT("21.10")}, {SV_INIT("jammy"), SV_INIT("22.04")},
	{SV_INIT("kinetic"), SV_INIT("22.10")}, {SV_INIT("lunar"), SV_INIT("23.04")},
	{SV_INIT("mantic"), SV_INIT("23.10")}, {SV_INIT("noble"), SV_INIT("24.04")},
	{SV_INIT("oracular"), SV_INIT("24.10")}, {SV_INIT("plucky"), SV_INIT("25.04")},
	{SV_INIT("questing"), SV_INIT("25.10")}, {SV_INIT("resolute"), SV_INIT("26.04")},
	{SV_INIT("stonking"), SV_INIT("26.10")},
};

static const struct sv none = {NULL, 0};

/* Length first: this runs for each package of a purl list. */
static bool same(struct sv a, struct sv b)
{
	return a.n == b.n && sv_ieq(a, b);
}

static const struct family *family_find(struct sv name)
{
	for (size_t i = 0; i < YG_COUNT(families); i++)
		if (same(name, families[i].id))
			return &families[i];
	for (size_t i = 0; i < YG_COUNT(families); i++)
		for (size_t k = 0; k < YG_COUNT(families[i].also); k++)
			if (name.n > 0 && same(name, families[i].also[k]))
				return &families[i];
	return NULL;
}

static const struct codename *codenames_of(struct sv family, size_t *count)
{
	if (sv_is(family, "debian") || sv_is(family, "raspbian")) {
		*count = YG_COUNT(debian);
		return debian;
	}
	*count = sv_is(family, "ubuntu") ? YG_COUNT(ubuntu) : 0;
	return ubuntu;
}

struct sv os_codename_release(struct sv family, struct sv codename)
{
	size_t count;
	const struct codename *t = codenames_of(family, &count);

	for (size_t i = 0; i < count; i++)
		if (same(t[i].name, codename))
			return t[i].release;
	return none;
}

struct sv os_release_codename(struct sv family, struct sv release)
{
	size_t count;
	const struct codename *t = codenames_of(family, &count);

	for (size_t i = 0; i < count; i++)
		if (sv_eq(t[i].release, release))
			return t[i].name;
	return none;
}

struct os_ref os_of_codename(struct sv codename)
{
	static const struct sv owners[] = {SV_INIT("debian"), SV_INIT("ubuntu")};

	for (size_t i = 0; i < YG_COUNT(owners); i++) {
		struct sv release = os_codename_release(owners[i], codename);
		if (release.n > 0)
			return (struct os_ref){owners[i], release};
	}
	return (struct os_ref){none, none};
}

/* The first `numbers` dotted numbers of s. */
static struct sv leading_numbers(struct sv s, unsigned numbers)
{
	size_t i = 0;
	while (i < s.n && (ch_digit(s.p[i]) || (s.p[i] == '.' && --numbers > 0)))
		i++;
	while (i > 0 && s.p[i - 1] == '.')
		i--;
	return sv_first(s, i);
}

/* A rolling development branch: Alpine's edge calls itself 3.22.0_alpha20250108. */
static bool is_edge(struct sv release)
{
	return sv_is(release, "edge") || sv_search(release, SV("_alpha")) < release.n ||
	       sv_search(release, SV("_git")) < release.n;
}

/* A stated release in the family's one spelling. */
static struct sv settle_release(const struct family *f, struct sv stated)
{
	struct sv s = sv_trim(stated), word, rest, numbers;

	if (s.n == 0 || f->cut == ROLLING)
		return none;
	if (!ch_digit(s.p[0]) && (numbers = os_codename_release(f->id, s)).n > 0)
		return numbers;
	(void)sv_cut(s, ' ', &word, &rest);	/* "12 (bookworm)", "22.04 LTS" */
	if (word.n > 1 && (word.p[0] == 'v' || word.p[0] == 'V') && ch_digit(word.p[1]))
		word = sv_from(word, 1);
	if (sv_is(f->id, "alpine") && is_edge(word))
		return SV("edge");
	/* Before Debian 4 the second number was part of the release's name. */
	if (f->cut == MAJOR && sv_is(f->id, "debian") && word.n > 1 && word.p[1] == '.' &&
	    word.p[0] < '4')
		return leading_numbers(word, 2);
	if (f->cut == WHOLE)
		return word;
	numbers = leading_numbers(word, f->cut == MAJOR ? 1 : 2);
	return numbers.n > 0 ? numbers : word;
}

/* pkg:rpm/opensuse and CycloneDX "opensuse": which of the two is told by the release. */
static const struct family *opensuse(struct sv release)
{
	bool leap = release.n > 3 && ch_digit(release.p[0]) && release.p[2] == '.';
	return family_find(leap ? SV("opensuse-leap") : SV("opensuse-tumbleweed"));
}

/* What os-release(5) allows as an ID; anything else is not a distribution's name. */
static bool is_id(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ch_lower(s.p[i]) && !ch_digit(s.p[i]) && s.p[i] != '.' && s.p[i] != '_' &&
		    s.p[i] != '-')
			return false;
	return s.n > 0;
}

static struct os_ref unlisted(struct sv id, struct sv release)
{
	return is_id(id) ? (struct os_ref){id, release} : (struct os_ref){none, none};
}

struct os_ref os_resolve(struct sv id, struct sv version_id, struct sv codename,
			 struct sv pretty_name)
{
	const struct family *f = sv_ieq(id, SV("opensuse")) ? opensuse(version_id)
							    : family_find(id);
	struct os_ref r;

	if (!f)
		return unlisted(id, version_id);
	r = (struct os_ref){f->id, settle_release(f, version_id)};
	if (sv_is(r.family, "alpine") && sv_ends(pretty_name, SV("edge")))
		r.release = SV("edge");
	if (r.release.n == 0 && f->cut != ROLLING)
		r.release = os_codename_release(f->id, codename);
	/* Debian's testing and unstable have no VERSION_ID: "Debian GNU/Linux bookworm/sid". */
	if (r.release.n == 0 && sv_is(r.family, "debian") && sv_ends(pretty_name, SV("sid")))
		r.release = SV("sid");
	return r;
}

static bool begins_with_number(struct sv s)
{
	return s.n > 0 && (ch_digit(s.p[0]) || (s.n > 1 && s.p[0] == 'v' && ch_digit(s.p[1])));
}

/* Could s be a release of f?  "ubuntu-core-22" is not Ubuntu's release "core-22". */
static bool may_be_release(const struct family *f, struct sv s)
{
	static const struct sv words[] = {
		SV_INIT(""), SV_INIT("edge"), SV_INIT("rolling"), SV_INIT("testing"),
		SV_INIT("tumbleweed"),
	};
	if (begins_with_number(s) || os_codename_release(f->id, s).n > 0)
		return true;
	for (size_t i = 0; i < YG_COUNT(words); i++)
		if (sv_eq(s, words[i]))
			return true;
	return false;
}

/* "debian-12": a family's name, '-', its release.  The longest name wins: opensuse-leap-15.5. */
static const struct family *family_prefix(struct sv s, struct sv *release)
{
	const struct family *f;

	for (size_t i = s.n; i-- > 0;) {
		if (s.p[i] != '-')
			continue;
		*release = sv_from(s, i + 1);
		f = sv_ieq(sv_first(s, i), SV("opensuse")) ? opensuse(*release)
							   : family_find(sv_first(s, i));
		if (f && may_be_release(f, *release))
			return f;
	}
	return NULL;
}

struct os_ref os_of_purl(struct sv ns, struct sv distro)
{
	const struct family *f;
	struct sv release = none, head, rest;
	struct os_ref r;

	if (distro.n == 0)
		return os_resolve(ns, none, none, none);
	if (begins_with_number(distro) && sv_find(distro, '-') == distro.n)
		return os_resolve(ns, distro, none, none);
	if ((f = family_prefix(distro, &release)) != NULL)
		return (struct os_ref){f->id, settle_release(f, release)};
	if ((f = family_find(distro)) != NULL || sv_ieq(distro, SV("opensuse")))
		return os_resolve(distro, none, none, none);
	r = os_resolve(ns, none, distro, none);		/* its own codename */
	if (r.release.n > 0)
		return r;
	(void)sv_cut(distro, '-', &head, &rest);	/* "bookworm-security" */
	(void)sv_cut(head, '/', &head, &rest);
	r = os_of_codename(head);
	if (r.family.n > 0)
		return r;
	/* A distribution that is not in the table: the last '-' separates its release. */
	if (sv_rcut(distro, '-', &head, &rest) && is_id(head) && begins_with_number(rest))
		return unlisted(head, rest);
	r = os_resolve(ns, none, none, none);
	return r.family.n > 0 ? r : unlisted(distro, none);
}

struct os_ref os_of_text(struct sv text)
{
	static const char separators[] = ":/ ";
	struct sv s = sv_trim(text), id, release;

	for (const char *c = separators; *c; c++)
		if (sv_cut(s, *c, &id, &release) && (family_find(id) || *c == ':'))
			return os_resolve(id, release, release, none);
	return os_of_purl(none, s);
}
