/* SPDX-License-Identifier: Apache-2.0 */
/* package_flags.c - tables of package names and vendors; see package_flags.h. */
#include "identify/package_flags.h"

#include "base/text.h"

enum how {
	WHOLE,		/* the whole name */
	PREFIX,		/* the name begins so */
	DIGIT,		/* ... and a digit follows: linux-image-6.1.0-41-amd64 */
	SUFFIX,		/* the name ends so */
};

struct name_rule {
	enum how how;
	struct sv text;
	unsigned flags;
};

#define IMAGE COMPONENT_KERNEL_IMAGE
#define HEADERS (COMPONENT_HEADERS | COMPONENT_NO_CODE)
#define NOTHING COMPONENT_NO_CODE

/* The first rule that fits decides, so exceptions stand above what they are excepted from. */
static const struct name_rule deb_rules[] = {
	{SUFFIX, SV_INIT("-dbg"), NOTHING},
	{SUFFIX, SV_INIT("-dbgsym"), NOTHING},
	{SUFFIX, SV_INIT("-doc"), NOTHING},
	{DIGIT, SV_INIT("linux-image-"), IMAGE},
	{DIGIT, SV_INIT("linux-image-unsigned-"), IMAGE},
	{DIGIT, SV_INIT("linux-modules-"), IMAGE},
	{DIGIT, SV_INIT("linux-modules-extra-"), IMAGE},
	{DIGIT, SV_INIT("pve-kernel-"), IMAGE},
	{DIGIT, SV_INIT("proxmox-kernel-"), IMAGE},
	{PREFIX, SV_INIT("linux-image-"), NOTHING},	/* meta: depends on the newest */
	{PREFIX, SV_INIT("linux-headers-"), HEADERS},
	{PREFIX, SV_INIT("linux-kbuild-"), HEADERS},
	{PREFIX, SV_INIT("linux-libc-dev"), HEADERS},
	{PREFIX, SV_INIT("pve-headers"), HEADERS},
	{PREFIX, SV_INIT("proxmox-headers"), HEADERS},
	{WHOLE, SV_INIT("raspberrypi-kernel"), IMAGE},
	{WHOLE, SV_INIT("raspberrypi-kernel-headers"), HEADERS},
};

static const struct name_rule rpm_rules[] = {
	{SUFFIX, SV_INIT("-debuginfo"), NOTHING},
	{SUFFIX, SV_INIT("-debugsource"), NOTHING},
	{SUFFIX, SV_INIT("-debuginfo-common-x86_64"), NOTHING},
	{SUFFIX, SV_INIT("-doc"), NOTHING},
	{WHOLE, SV_INIT("kernel"), IMAGE},
	{WHOLE, SV_INIT("kernel-headers"), HEADERS},
	{PREFIX, SV_INIT("kernel-cross-headers"), HEADERS},
	{PREFIX, SV_INIT("kernel-tools"), 0},
	{PREFIX, SV_INIT("kernel-srpm-macros"), NOTHING},
	{PREFIX, SV_INIT("kernel-rpm-macros"), NOTHING},
	{PREFIX, SV_INIT("kernel-abi-"), NOTHING},
	{PREFIX, SV_INIT("kernel-firmware"), 0},
	{PREFIX, SV_INIT("kernel-devel"), HEADERS},
	{PREFIX, SV_INIT("kernel-uek-devel"), HEADERS},
	{PREFIX, SV_INIT("kernel-core"), IMAGE},
	{PREFIX, SV_INIT("kernel-modules"), IMAGE},
	{PREFIX, SV_INIT("kernel-uki-virt"), IMAGE},
	{SUFFIX, SV_INIT("-devel-matched"), 0},
	{WHOLE, SV_INIT("kernel-debug-devel"), HEADERS},
	{PREFIX, SV_INIT("kernel-debug"), IMAGE},
	{WHOLE, SV_INIT("kernel-rt-devel"), HEADERS},
	{WHOLE, SV_INIT("kernel-rt-debug-devel"), HEADERS},
	{PREFIX, SV_INIT("kernel-rt"), IMAGE},
	{WHOLE, SV_INIT("kernel-64k-devel"), HEADERS},
	{WHOLE, SV_INIT("kernel-64k-debug-devel"), HEADERS},
	{PREFIX, SV_INIT("kernel-64k"), IMAGE},
	{PREFIX, SV_INIT("kernel-uek"), IMAGE},
	{WHOLE, SV_INIT("kernel-default-devel"), HEADERS},
	{PREFIX, SV_INIT("kernel-default"), IMAGE},
	{WHOLE, SV_INIT("kernel-lt"), IMAGE},
	{WHOLE, SV_INIT("kernel-ml"), IMAGE},
};

static const struct name_rule apk_rules[] = {
	{SUFFIX, SV_INIT("-dbg"), NOTHING},
	{SUFFIX, SV_INIT("-doc"), NOTHING},
	{WHOLE, SV_INIT("linux-headers"), HEADERS},
	{WHOLE, SV_INIT("linux-lts"), IMAGE},
	{WHOLE, SV_INIT("linux-virt"), IMAGE},
	{WHOLE, SV_INIT("linux-edge"), IMAGE},
	{WHOLE, SV_INIT("linux-stable"), IMAGE},
	{WHOLE, SV_INIT("linux-rpi"), IMAGE},
	{WHOLE, SV_INIT("linux-lts-dev"), HEADERS},
	{WHOLE, SV_INIT("linux-virt-dev"), HEADERS},
};

/* Called for every package of a large inventory: most names fail on one byte of each rule. */
static bool fits(const struct name_rule *rule, struct sv name)
{
	size_t n = rule->text.n;

	if (name.n < n)
		return false;
	if (rule->how == SUFFIX)
		return name.p[name.n - 1] == rule->text.p[n - 1] && sv_ends(name, rule->text);
	if (name.p[0] != rule->text.p[0] || !sv_starts(name, rule->text))
		return false;
	return rule->how == PREFIX || (rule->how == WHOLE && name.n == n) ||
	       (rule->how == DIGIT && name.n > n && ch_digit(name.p[n]));
}

static unsigned first_fit(const struct name_rule *rules, size_t count, struct sv name)
{
	for (size_t i = 0; i < count; i++)
		if (fits(&rules[i], name))
			return rules[i].flags;
	return 0;
}

unsigned package_flags(struct sv type, struct sv name)
{
	if (sv_is(type, "deb"))
		return first_fit(deb_rules, YG_COUNT(deb_rules), name);
	if (sv_is(type, "rpm"))
		return first_fit(rpm_rules, YG_COUNT(rpm_rules), name);
	if (sv_is(type, "apk"))
		return first_fit(apk_rules, YG_COUNT(apk_rules), name);
	return 0;
}

struct vendor_rule {
	struct sv mark, origin;
};

/* In a version: what a repository appends to every build of its own. */
static const struct vendor_rule version_marks[] = {
	{SV_INIT("nodesource"), SV_INIT("NodeSource")},
	{SV_INIT(".pgdg"), SV_INIT("PostgreSQL Global Development Group")},
	{SV_INIT("PGDG"), SV_INIT("PostgreSQL Global Development Group")},
	{SV_INIT("+maria~"), SV_INIT("MariaDB")},
	{SV_INIT(".remi"), SV_INIT("Remi's RPM repository")},
	{SV_INIT(".ius."), SV_INIT("IUS")},
	{SV_INIT(".elrepo"), SV_INIT("ELRepo")},
};

/* In a maintainer or vendor: an address or a name that no distribution signs with. */
static const struct vendor_rule vendor_marks[] = {
	{SV_INIT("<support@docker.com>"), SV_INIT("Docker")},
	{SV_INIT("<nginx-packaging@f5.com>"), SV_INIT("nginx.org")},
	{SV_INIT("<packages@gitlab.com>"), SV_INIT("GitLab")},
	{SV_INIT("<support@proxmox.com>"), SV_INIT("Proxmox")},
	{SV_INIT("<mysql-build@oss.oracle.com>"), SV_INIT("MySQL")},
	{SV_INIT("<vscode-linux@microsoft.com>"), SV_INIT("Microsoft")},
	{SV_INIT("<dotnetpackages@dotnetfoundation.org>"), SV_INIT("Microsoft")},
	{SV_INIT("<info@elastic.co>"), SV_INIT("Elastic")},
	{SV_INIT("<contact@grafana.com>"), SV_INIT("Grafana")},
	{SV_INIT("<support@influxdb.com>"), SV_INIT("InfluxData")},
	{SV_INIT("<package@datadoghq.com>"), SV_INIT("Datadog")},
	{SV_INIT("<chromium-dev@chromium.org>"), SV_INIT("Google")},
	{SV_INIT("HashiCorp"), SV_INIT("HashiCorp")},
};

static struct sv marked(const struct vendor_rule *rules, size_t count, struct sv text)
{
	for (size_t i = 0; i < count; i++)
		if (sv_search(text, rules[i].mark) < text.n)
			return rules[i].origin;
	return (struct sv){NULL, 0};
}

/* How a distribution's own packages begin their rpm Vendor tag. */
static const struct {
	struct sv family, vendor;
} own_vendors[] = {
	{SV_INIT("almalinux"), SV_INIT("AlmaLinux")},
	{SV_INIT("rocky"), SV_INIT("Rocky")},
	{SV_INIT("rhel"), SV_INIT("Red Hat")},
	{SV_INIT("centos"), SV_INIT("CentOS")},
	{SV_INIT("centos"), SV_INIT("Red Hat")},
	{SV_INIT("fedora"), SV_INIT("Fedora Project")},
	{SV_INIT("ol"), SV_INIT("Oracle")},
	{SV_INIT("amzn"), SV_INIT("Amazon")},
};

/* The vendor of an rpm that is another than the distribution's; empty where that is not known. */
static struct sv foreign_vendor(struct sv os_family, struct sv vendor)
{
	bool known = false;

	for (size_t i = 0; i < YG_COUNT(own_vendors); i++) {
		if (!sv_eq(own_vendors[i].family, os_family))
			continue;
		if (sv_starts(vendor, own_vendors[i].vendor))
			return (struct sv){NULL, 0};
		known = true;
	}
	if (!known || vendor.n == 0 || sv_is(vendor, "(none)"))
		return (struct sv){NULL, 0};
	return sv_starts(vendor, SV("Fedora Project")) ? SV("Fedora EPEL") : vendor;
}

struct sv package_third_party(struct sv os_family, struct sv type, struct sv version,
			      struct sv maintainer)
{
	struct sv origin = marked(version_marks, YG_COUNT(version_marks), version);

	if (origin.n == 0 && sv_is(type, "rpm"))
		origin = foreign_vendor(os_family, maintainer);
	if (origin.n == 0)
		origin = marked(vendor_marks, YG_COUNT(vendor_marks), maintainer);
	return origin;
}
