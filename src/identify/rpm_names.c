/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/rpm_names.h"

#include "base/text.h"

/* Neither a version nor a release may hold '-', so the last two cut them off. */
static bool split(struct sv nvr, struct sv *name, struct sv *version)
{
	struct sv nv, n, v, release;

	if (!sv_rcut(nvr, '-', &nv, &release) || !sv_rcut(nv, '-', &n, &v) || n.n == 0 ||
	    v.n == 0 || release.n == 0)
		return false;
	*name = n;
	*version = sv_from(nvr, n.n + 1);
	return true;
}

bool rpm_source_split(struct sv file, struct sv *name, struct sv *version)
{
	static const struct sv suffixes[] = {SV_INIT(".src.rpm"), SV_INIT(".nosrc.rpm"),
					     SV_INIT(".rpm")};

	for (size_t i = 0; i < YG_COUNT(suffixes); i++) {
		if (sv_ends(file, suffixes[i])) {
			file = sv_first(file, file.n - suffixes[i].n);
			break;
		}
	}
	return split(file, name, version);
}

/* rpm's rpmrc names, as far as distributions have used them. */
static const char *const arches[] = {
	"noarch", "x86_64", "x86_64_v2", "x86_64_v3", "amd64", "i386", "i486", "i586", "i686",
	"athlon", "aarch64", "armv5tel", "armv6l", "armv6hl", "armv7l", "armv7hl", "armv7hnl",
	"armv8l", "ppc", "ppc64", "ppc64p7", "ppc64le", "s390", "s390x", "riscv64",
	"loongarch64", "mips", "mipsel", "mips64", "mips64el", "ia64", "alpha", "sparc",
	"sparc64", "sparcv9",
};

static bool is_arch(struct sv s)
{
	for (size_t i = 0; i < YG_COUNT(arches); i++)
		if (sv_eq(s, sv_of(arches[i])))
			return true;
	return false;
}

bool rpm_package_split(struct sv text, struct sv *name, struct sv *version, struct sv *arch)
{
	struct sv nvr, a;
	bool none;

	if (!sv_rcut(text, '.', &nvr, &a))
		return false;
	none = sv_is(a, "(none)");
	if ((!none && !is_arch(a)) || !split(nvr, name, version))
		return false;
	*arch = none ? (struct sv){NULL, 0} : a;
	return true;
}
