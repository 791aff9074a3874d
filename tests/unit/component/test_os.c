/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "component/identity/ecosystem.h"
#include "component/identity/os.h"

static const struct {
	const char *id, *version, *codename, *pretty, *family, *release, *key;
} resolves[] = {
	{"debian", "12", "bookworm", "", "debian", "12", "Debian:12"},
	{"debian", "12.5", "", "", "debian", "12", "Debian:12"},
	{"debian", "", "trixie", "Debian GNU/Linux trixie/sid", "debian", "13", "Debian:13"},
	{"debian", "", "", "Debian GNU/Linux bookworm/sid", "debian", "sid", "Debian:sid"},
	{"debian", "3.1", "", "", "debian", "3.1", "Debian:3.1"},
	{"debian", "12 (bookworm)", "", "", "debian", "12", "Debian:12"},
	{"ubuntu", "22.04", "jammy", "", "ubuntu", "22.04", "Ubuntu:22.04"},
	{"ubuntu", "22.04.3 LTS", "", "", "ubuntu", "22.04", "Ubuntu:22.04"},
	{"alpine", "3.19.1", "", "", "alpine", "3.19", "Alpine:v3.19"},
	{"alpine", "v3.19", "", "", "alpine", "3.19", "Alpine:v3.19"},
	{"alpine", "3.22.0_alpha20250108", "", "", "alpine", "edge", "Alpine:edge"},
	{"almalinux", "9.4", "", "", "almalinux", "9.4", "AlmaLinux:9"},
	{"AlmaLinux", "8", "", "", "almalinux", "8", "AlmaLinux:8"},
	{"rocky", "8.4", "", "", "rocky", "8.4", "Rocky Linux:8"},
	{"rhel", "9.4", "", "", "rhel", "9.4", "Red Hat:9"},
	{"ol", "8.3", "", "", "ol", "8.3", "Oracle Linux:8"},
	{"amzn", "2", "", "", "amzn", "2", "Amazon Linux:2"},
	{"photon", "4.0", "", "", "photon", "4", "Photon OS:4.0"},
	{"azurelinux", "3.0", "", "", "azurelinux", "3", "Azure Linux:3"},
	{"mariner", "2.0", "", "", "mariner", "2", "Azure Linux:2"},
	{"opensuse-leap", "15.5", "", "", "opensuse-leap", "15.5", "openSUSE:Leap 15.5"},
	{"opensuse-tumbleweed", "20240101", "", "", "opensuse-tumbleweed", "",
	 "openSUSE:Tumbleweed"},
	{"opensuse", "15.2", "", "", "opensuse-leap", "15.2", "openSUSE:Leap 15.2"},
	{"sles", "15.5", "", "", "sles", "15.5", "SUSE:15.5"},
	{"wolfi", "20220914", "", "", "wolfi", "", "Wolfi"},
	{"chainguard", "20230214", "", "", "chainguard", "", "Chainguard"},
	{"fedora", "36", "", "", "fedora", "36", "Fedora:36"},
	{"my-awesome-distro", "8", "", "", "my-awesome-distro", "8", NULL},
};

static const struct { const char *ns, *distro, *family, *release; } purls[] = {
	{"debian", "bookworm", "debian", "12"},
	{"debian", "debian-12", "debian", "12"},
	{"debian", "12", "debian", "12"},
	{"debian", "debian-12.5", "debian", "12"},
	{"debian", "debian-bookworm", "debian", "12"},
	{"debian", "bookworm-security", "debian", "12"},
	{"debian", "sid", "debian", "sid"},
	{"debian", "", "debian", ""},
	{"ubuntu", "jammy", "ubuntu", "22.04"},
	{"ubuntu", "ubuntu-22.04", "ubuntu", "22.04"},
	{"", "focal", "ubuntu", "20.04"},
	{"alpine", "alpine-3.17.2", "alpine", "3.17"},
	{"alpine", "3.20.3", "alpine", "3.20"},
	{"redhat", "rhel-9.4", "rhel", "9.4"},
	{"redhat", "", "rhel", ""},
	{"centos", "centos-7.6.1810", "centos", "7.6.1810"},
	{"vmware", "photon-4", "photon", "4"},
	{"rocky-linux", "rocky-9.3", "rocky", "9.3"},
	{"oracle", "ol-8.9", "ol", "8.9"},
	{"opensuse", "opensuse-leap-15.5", "opensuse-leap", "15.5"},
	{"opensuse", "opensuse-tumbleweed", "opensuse-tumbleweed", ""},
	{"suse", "sles-15.5", "sles", "15.5"},
	{"fedora", "fedora-25", "fedora", "25"},
	{"acme", "acmeos-3", "acmeos", "3"},
	{"debian", "nonsense", "debian", ""},
	{"", "nonsense", "nonsense", ""},
	{"debian", "-", "debian", ""},
};

static const struct { const char *in, *family, *release; } texts[] = {
	{"debian:12", "debian", "12"}, {"debian-12", "debian", "12"},
	{"debian/bookworm", "debian", "12"}, {"ubuntu 22.04", "ubuntu", "22.04"},
	{"bookworm", "debian", "12"}, {"almalinux:9.4", "almalinux", "9.4"},
	{"other:7", "other", "7"}, {" alpine:3.19.1 ", "alpine", "3.19"},
};

static const struct { const char *osv, *key; } keys[] = {
	{"Debian:12", "Debian:12"},
	{"PyPI", "PyPI"},
	{"Ubuntu:22.04:LTS", "Ubuntu:22.04"},
	{"Ubuntu:23.10", "Ubuntu:23.10"},
	{"Ubuntu:Pro:18.04:LTS", "Ubuntu:Pro:18.04"},
	{"Alpine:v3.19", "Alpine:v3.19"},
	{"Photon OS:4.0", "Photon OS:4.0"},
	{"AlmaLinux:9", "AlmaLinux:9"},
	{"AlmaLinux:9.4", "AlmaLinux:9"},
	{"Red Hat:enterprise_linux:9::baseos", "Red Hat:9"},
	{"Red Hat:enterprise_linux:10.0", "Red Hat:10"},
	{"Red Hat:rhel_eus:9.4::appstream", "Red Hat:rhel_eus:9.4"},
	{"Red Hat:openshift:4.14::el9", "Red Hat:openshift:4.14"},
	{"SUSE:Linux Enterprise Server 15 SP5", "SUSE:15.5"},
	{"SUSE:Linux Enterprise Module for Basesystem 15 SP5", "SUSE:15.5"},
	{"SUSE:Linux Enterprise Server 15", "SUSE:15"},
	{"SUSE:Linux Enterprise Server 15 SP3-LTSS", "SUSE:LTSS:15.3"},
	{"SUSE:Linux Enterprise Micro 5.5", "SUSE:Linux Enterprise Micro 5.5"},
	{"openSUSE:Leap 15.5", "openSUSE:Leap 15.5"},
	{"Wolfi", "Wolfi"},
	{"Nobody knows:1", "Nobody knows:1"},
	{"", ""},
};

static const struct { const char *osv, *name, *folded; } folds[] = {
	{"PyPI", "Zope.Interface", "zope-interface"},
	{"PyPI", "a__b--c.-d", "a-b-c-d"},
	{"PyPI", "requests", "requests"},
	{"npm", "@Angular/core", "@Angular/core"},
	{"Packagist", "Laravel/Framework", "laravel/framework"},
	{"NuGet", "Newtonsoft.Json", "newtonsoft.json"},
	{"SwiftURL", "https://github.com/Apple/swift-nio.git", "github.com/apple/swift-nio"},
	{"Go", "github.com/BurntSushi/toml", "github.com/BurntSushi/toml"},
	{"GitHub Actions", "TJ-Actions/changed-files", "tj-actions/changed-files"},
	{"Debian:12", "openssl", "openssl"},
};

static void test_resolve(struct arena *a)
{
	struct sv key;

	for (size_t i = 0; i < YG_COUNT(resolves); i++) {
		struct os_ref r = os_resolve(sv_of(resolves[i].id), sv_of(resolves[i].version),
					     sv_of(resolves[i].codename),
					     sv_of(resolves[i].pretty));
		struct os_ref again = os_resolve(r.family, r.release, SV(""), SV(""));
		int code = ecosystem_of_os(a, r.family, r.release, &key);
		CHECK_SV(r.family, resolves[i].family, resolves[i].id);
		CHECK_SV(r.release, resolves[i].release, resolves[i].id);
		CHECK(sv_eq(again.release, r.release), "%s: not idempotent", resolves[i].id);
		CHECK_INT(code, resolves[i].key ? 0 : YG_ENOTFOUND, resolves[i].id);
		if (code == 0 && resolves[i].key)
			CHECK_SV(key, resolves[i].key, resolves[i].id);
	}
}

static void test_spellings(void)
{
	for (size_t i = 0; i < YG_COUNT(purls); i++) {
		struct os_ref r = os_of_purl(sv_of(purls[i].ns), sv_of(purls[i].distro));
		CHECK_SV(r.family, purls[i].family, purls[i].distro);
		CHECK_SV(r.release, purls[i].release, purls[i].distro);
	}
	for (size_t i = 0; i < YG_COUNT(texts); i++) {
		struct os_ref r = os_of_text(sv_of(texts[i].in));
		CHECK_SV(r.family, texts[i].family, texts[i].in);
		CHECK_SV(r.release, texts[i].release, texts[i].in);
	}
	CHECK_SV(os_release_codename(SV("debian"), SV("12")), "bookworm", "codename");
	CHECK_SV(os_release_codename(SV("ubuntu"), SV("24.04")), "noble", "codename");
	CHECK_SV(os_release_codename(SV("fedora"), SV("24")), "", "no codenames");
}

static void test_keys(struct arena *a)
{
	struct sv out;

	for (size_t i = 0; i < YG_COUNT(keys); i++) {
		CHECK_INT(ecosystem_key(a, sv_of(keys[i].osv), &out), 0, keys[i].osv);
		CHECK_SV(out, keys[i].key, keys[i].osv);
	}
	for (size_t i = 0; i < YG_COUNT(folds); i++) {
		const struct ecosystem *row = ecosystem_find(sv_of(folds[i].osv));
		CHECK(row != NULL, "%s is not in the table", folds[i].osv);
		CHECK_INT(ecosystem_fold(a, row, sv_of(folds[i].name), &out), 0, folds[i].name);
		CHECK_SV(out, folds[i].folded, folds[i].name);
	}
	CHECK_INT(ecosystem_of_os(a, SV("debian"), SV(""), &out), YG_EINVAL, "no release");
}

/* Every row can be found by what it is named, and a family leads to one row only. */
static void test_table(void)
{
	const struct ecosystem *row;

	for (size_t i = 0; (row = ecosystem_at(i)); i++) {
		CHECK(ecosystem_find(row->osv) != NULL, "row %zu", i);
		if (row->family.n > 0)
			CHECK(ecosystem_of_family(row->family) == row, "family of row %zu", i);
		else
			CHECK(ecosystem_of_type(row->type) == row, "type of row %zu", i);
	}
}

int main(void)
{
	arena_auto a = {.cap = 1 << 20};

	test_resolve(&a);
	test_spellings();
	test_keys(&a);
	test_table();
	return check_done();
}
